"""Audio and video of an article at the desk; the order of its photos."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from caunoi.directory.policies import require
from caunoi.publishing.models import MediaFile
from caunoi.publishing.policies import may_write
from caunoi.publishing.queries import articles as queries
from caunoi.publishing.services import add_media, change_media, order_photos, remove_media
from caunoi.web.base.errors import into_form, into_messages
from caunoi.web.base.files import serve_stored, text_track
from caunoi.web.desk.publishing.articles import find_article
from caunoi.web.desk.publishing.media_forms import MediaForm, MediaWordsForm
from caunoi.web.desk.requests import StaffRequest


def _find(request: StaffRequest, media: UUID) -> MediaFile:
    found = queries.visible_media(request.user).filter(pk=media).first()
    if found is None:
        raise Http404(_("There is no such recording here."))
    return found


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def media_new(request: StaffRequest, number: int) -> HttpResponse:
    """Take in a recording; what is wrong with it stands beside the field, and the words are kept."""
    article = find_article(request, number)
    require(may_write(request.user, article))
    form = MediaForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        sent = form.cleaned_data["file"]
        with into_form(form):
            add_media(
                actor=request.user,
                article=article,
                content=sent.read(),
                name=sent.name,
                **form.words(),
            )
            messages.success(request, _("The recording is added."))
            return redirect("desk:article_edit", number)
    return render(request, "desk/publishing/media_new.html", {"article": article, "form": form})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def media_edit(request: StaffRequest, media: UUID) -> HttpResponse:
    """Change the words of a recording; play it beside them."""
    found = _find(request, media)
    require(may_write(request.user, found.article))
    names = ("title", "credit", "captions", "transcript", "names_people", "consent")
    form = MediaWordsForm(
        request.POST or None, request.FILES or None, initial={name: getattr(found, name) for name in names}
    )
    if request.method == "POST" and form.is_valid():
        with into_form(form):
            change_media(actor=request.user, media=found, **form.words())
            messages.success(request, _("The words of the recording are saved."))
            return redirect("desk:article_edit", found.article.number)
    context = {
        "article": found.article,
        "media": found,
        "form": form,
        "recordings": [found],
        "photos": [],
        "picture_url": "desk:article_picture",
        "recording_url": "desk:media_file",
        "captions_url": "desk:media_captions",
    }
    return render(request, "desk/publishing/media_edit.html", context)


@login_required
@require_POST
def media_remove(request: StaffRequest, media: UUID) -> HttpResponse:
    """Take a recording out of its article."""
    found = _find(request, media)
    number = found.article.number
    with into_messages(request):
        remove_media(actor=request.user, media=found)
        messages.success(request, _("The recording is removed."))
    return redirect("desk:article_edit", number)


@login_required
@require_safe
def media_file(request: StaffRequest, media: UUID) -> HttpResponseBase:
    """Send a recording in scope, published or not; kept by no cache."""
    return serve_stored(request, _find(request, media).file)


@login_required
@require_safe
def media_captions(request: StaffRequest, media: UUID) -> HttpResponse:
    """Send the captions of a recording in scope, published or not."""
    found = _find(request, media)
    if not found.captions:
        raise Http404(_("This recording has no captions."))
    return text_track(found.captions)


@login_required
@require_POST
def article_order(request: StaffRequest, number: int) -> HttpResponse:
    """Bring the photos into the order in which they were dragged."""
    article = find_article(request, number)
    try:
        order = [UUID(each) for each in request.POST.get("order", "").split(",")[:100]]
    except ValueError:
        order = []
    with into_messages(request):
        order_photos(actor=request.user, article=article, order=order)
        messages.success(request, _("The photos stand in the new order."))
    return redirect("desk:article_edit", number)
