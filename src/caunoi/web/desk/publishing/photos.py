"""Photos of an article at the desk."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from caunoi.directory.policies import require
from caunoi.publishing.models import ArticlePhoto, PhotoSize
from caunoi.publishing.policies import may_write
from caunoi.publishing.queries import articles as queries
from caunoi.publishing.services import add_photo, change_photo, move_photo, remove_photo
from caunoi.web.base.errors import into_form, into_messages
from caunoi.web.base.files import serve_stored
from caunoi.web.desk.publishing.articles import find_article
from caunoi.web.desk.publishing.forms import PhotoForm, PhotoWordsForm
from caunoi.web.desk.requests import StaffRequest


def _find(request: StaffRequest, photo: UUID) -> ArticlePhoto:
    found = (
        queries.visible_photos(request.user)
        .select_related("article__site__organisation", "article__section", "article__organisation")
        .filter(pk=photo)
        .first()
    )
    if found is None:
        raise Http404(_("There is no such photo here."))
    return found


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def photo_new(request: StaffRequest, number: int) -> HttpResponse:
    """Take in a photo; what is wrong with it stands beside the field, and the words are kept."""
    article = find_article(request, number)
    require(may_write(request.user, article))
    form = PhotoForm(request.POST or None, request.FILES or None, prefix="photo")
    if request.method == "POST" and form.is_valid():
        sent = form.cleaned_data.pop("file")
        with into_form(form):
            add_photo(
                actor=request.user,
                article=article,
                content=sent.read(),
                name=sent.name,
                **form.cleaned_data,
            )
            messages.success(request, _("The photo is added."))
            return redirect("desk:article_edit", number)
    return render(request, "desk/publishing/photo_new.html", {"article": article, "form": form})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def photo_edit(request: StaffRequest, photo: UUID) -> HttpResponse:
    """Change the words of a photo."""
    found = _find(request, photo)
    require(may_write(request.user, found.article))
    initial = {name: getattr(found, name) for name in PhotoWordsForm.base_fields}
    form = PhotoWordsForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        with into_form(form):
            change_photo(actor=request.user, photo=found, **form.cleaned_data)
            messages.success(request, _("The photo's words are saved."))
            return redirect("desk:article_edit", found.article.number)
    return render(request, "desk/publishing/photo_edit.html", {"article": found.article, "photo": found, "form": form})


@login_required
@require_POST
def photo_move(request: StaffRequest, photo: UUID) -> HttpResponse:
    """Let a photo change places with its neighbour."""
    found = _find(request, photo)
    with into_messages(request):
        move_photo(actor=request.user, photo=found, up=request.POST.get("to") == "up")
    return redirect("desk:article_edit", found.article.number)


@login_required
@require_POST
def photo_remove(request: StaffRequest, photo: UUID) -> HttpResponse:
    """Take a photo out of its article."""
    found = _find(request, photo)
    with into_messages(request):
        remove_photo(actor=request.user, photo=found)
        messages.success(request, _("The photo is removed."))
    return redirect("desk:article_edit", found.article.number)


@login_required
@require_safe
def picture(request: StaffRequest, photo: UUID, width: int) -> HttpResponseBase:
    """Send one size of a photo in scope, published or not; kept by no cache."""
    size = PhotoSize.objects.select_related("file").filter(
        photo__in=queries.visible_photos(request.user).filter(pk=photo), width=width
    )
    found = size.first()
    if found is None:
        raise Http404(_("There is no such photo here."))
    return serve_stored(request, found.file)
