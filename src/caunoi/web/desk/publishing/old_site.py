"""Articles of an old site at the desk: sent in, looked through, taken over, taken back."""

from __future__ import annotations

from uuid import UUID

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from caunoi.directory.policies import require
from caunoi.intake.models import OldArticle, OldArticlePicture
from caunoi.intake.queries.old_articles import sites_to_fill, visible_old_articles
from caunoi.intake.services.old_articles import (
    accept_old_article,
    bring_old_article_back,
    send_old_articles,
    set_old_article_aside,
    take_back_old_article,
)
from caunoi.publishing.models import SitePage
from caunoi.web.base.errors import into_form, into_messages
from caunoi.web.base.files import serve_stored
from caunoi.web.base.lists import paginate
from caunoi.web.desk.requests import StaffRequest


class SendForm(forms.Form):
    """What an old site gave."""

    site = forms.ModelChoiceField(
        label=gettext_lazy("For the site"), queryset=SitePage.objects.none(), empty_label=None
    )
    file = forms.FileField(
        label=gettext_lazy("Pages of the old site"),
        help_text=gettext_lazy(
            "A saved page (.html), a ZIP of pages with their pictures, or an export of WordPress or RSS (.xml). "
            "At most 60 MB."
        ),
        allow_empty_file=True,
    )


class OldArticleForm(forms.Form):
    """What was read of an old article, to be mended."""

    revision = forms.IntegerField(widget=forms.HiddenInput, required=False)
    title = forms.CharField(label=gettext_lazy("Headline"), max_length=250)
    lead = forms.CharField(
        label=gettext_lazy("Lead"), required=False, max_length=2_000, widget=forms.Textarea(attrs={"rows": 4})
    )
    published_on = forms.DateField(
        label=gettext_lazy("Published on"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        input_formats=["%Y-%m-%d", "%d/%m/%Y"],
    )
    byline = forms.CharField(label=gettext_lazy("Written by"), required=False, max_length=200)
    source = forms.CharField(label=gettext_lazy("Source"), required=False, max_length=300)
    consent = forms.BooleanField(
        label=gettext_lazy("Whoever the captions of the pictures name agreed to be shown"),
        required=False,
        help_text=gettext_lazy("Otherwise the pictures are taken over without their captions."),
    )


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def old_article_list(request: StaffRequest) -> HttpResponse:
    """List what was read and waits; take in more."""
    sites = sites_to_fill(request.user)
    require(sites.exists())
    form = SendForm(request.POST or None, request.FILES or None)
    form.fields["site"].queryset = sites  # type: ignore[attr-defined]
    if request.method == "POST" and form.is_valid():
        sent = form.cleaned_data["file"]
        with into_form(form):
            count = send_old_articles(
                actor=request.user,
                site=form.cleaned_data["site"],
                content=sent.read(),
                name=sent.name,
            )
            messages.success(request, _("New articles that wait for review: %(count)s.") % {"count": count})
            return redirect("desk:old_article_list")
    state = request.GET.get("trang-thai", "waiting")
    rows = visible_old_articles(request.user).filter(state=state)
    context = {"form": form, "page": paginate(request, rows), "state": state}
    return render(request, "desk/publishing/old_articles.html", context)


def _find(request: StaffRequest, pk: UUID) -> OldArticle:
    found = visible_old_articles(request.user).filter(pk=pk).first()
    if found is None:
        raise Http404(_("There is no such article here."))
    return found


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def old_article(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Show an old article as it was read; take it over with what was mended, or set it aside."""
    found = _find(request, pk)
    pictures = list(found.pictures.select_related("file"))
    names = ("revision", "title", "lead", "published_on", "byline", "source")
    form = OldArticleForm(request.POST or None, initial={name: getattr(found, name) for name in names})
    then = request.POST.get("then", "")
    if request.method == "POST" and then in {"aside", "back", "undo"}:
        with into_messages(request):
            _move(request, found, then)
        return redirect("desk:old_article", pk)
    if request.method == "POST" and form.is_valid():
        alternatives = {
            picture.pk: request.POST.get(f"alternative-{picture.pk}", picture.alternative)[:300] for picture in pictures
        }
        with into_form(form):
            article = accept_old_article(
                actor=request.user,
                old_article=found,
                alternatives=alternatives,
                **form.cleaned_data,
            )
            messages.success(request, _("The article is published with its day; its old address leads to it."))
            return redirect("desk:article_edit", article.pk)
    context = {"old": found, "form": form, "pictures": pictures}
    return render(request, "desk/publishing/old_article.html", context)


def _move(request: StaffRequest, found: OldArticle, then: str) -> None:
    if then == "aside":
        set_old_article_aside(actor=request.user, old_article=found)
        messages.success(request, _("The article is set aside."))
    elif then == "back":
        bring_old_article_back(actor=request.user, old_article=found)
        messages.success(request, _("The article waits again."))
    else:
        take_back_old_article(actor=request.user, old_article=found)
        messages.success(request, _("The taking over is undone. The article waits again."))


@login_required
@require_safe
def old_article_picture(request: StaffRequest, pk: UUID, picture: int) -> HttpResponseBase:
    """Send a picture of an old article in scope; kept by no cache."""
    found = OldArticlePicture.objects.filter(pk=picture, old_article=_find(request, pk)).select_related("file").first()
    if found is None:
        raise Http404(_("There is no such photo here."))
    return serve_stored(request, found.file)
