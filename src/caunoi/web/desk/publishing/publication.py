"""What is done with an article beyond its words: previewed, approved, sent back, corrected, withdrawn, thrown away."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from caunoi.core.errors import NotNow, StaleChange
from caunoi.directory.policies import require
from caunoi.publishing.enums import WAITING
from caunoi.publishing.services import approve, correct, discard_draft, send_back, withdraw
from caunoi.web.base.articles import reading_context
from caunoi.web.base.errors import add_errors, into_form, into_messages
from caunoi.web.base.numbers import whole
from caunoi.web.desk.publishing.articles import article_context, find_article, reread
from caunoi.web.desk.publishing.forms import CorrectionForm, NoteForm, words_of
from caunoi.web.desk.requests import StaffRequest


@login_required
@require_safe
def article_preview(request: StaffRequest, number: int) -> HttpResponse:
    """Show the article as readers will see it, with the desk's own addresses of its pictures."""
    article = find_article(request, number)
    context = {
        **reading_context(article, picture_url="desk:article_picture"),
        "state_label": article.get_state_display(),
        "site": article.site,
    }
    with translation.override("vi"):
        return render(request, "desk/publishing/preview.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def article_approve(request: StaffRequest, number: int) -> HttpResponse:
    """Ask once more, naming what happens; then publish."""
    article = find_article(request, number)
    context = article_context(request, article)
    require(context["can_approve"])
    if request.method == "POST":
        with into_messages(request):
            approve(
                actor=request.user,
                article=article,
                edition=whole(request.POST.get("edition")),
            )
            messages.success(request, _("The article is published. Everybody can read it now."))
        return redirect("desk:article_edit", number)
    if not context["unpublished"]:
        return redirect("desk:article_edit", number)
    context |= reading_context(article, picture_url="desk:article_picture")
    context["own"] = article.owner_id == request.user.pk
    return render(request, "desk/publishing/approve.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def article_send_back(request: StaffRequest, number: int) -> HttpResponse:
    """Give a submitted article back to its author with a note."""
    article = find_article(request, number)
    context = article_context(request, article)
    require(context["can_approve"])
    if article.state not in WAITING:
        return redirect("desk:article_edit", number)
    form = NoteForm(request.POST or None, initial={"edition": article.edition})
    form.fields["note"].label = _("What should the author change?")
    if request.method == "POST" and form.is_valid():
        with into_form(form):
            send_back(actor=request.user, article=article, **form.cleaned_data)
            messages.success(request, _("The article is back with its author."))
            return redirect("desk:article_edit", number)
    return render(request, "desk/publishing/send_back.html", {**context, "form": form})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def article_correct(request: StaffRequest, number: int) -> HttpResponse:
    """Change a published article with a note that readers see."""
    article = find_article(request, number)
    context = article_context(request, article)
    require(context["can_approve"])
    if not article.is_readable:
        return redirect("desk:article_edit", number)
    form = CorrectionForm(request.POST or None, initial=words_of(article))
    if request.method == "POST" and form.is_valid():
        try:
            correct(
                actor=request.user,
                article=article,
                edition=form.cleaned_data["edition"] or 0,
                note=form.cleaned_data["note"],
                newest_facts=form.cleaned_data["newest_facts"],
                **form.words(),
            )
            messages.success(request, _("The correction is published, with its note under the article."))
            return redirect("desk:article_edit", number)
        except StaleChange:
            article = find_article(request, number)
            form = reread(form, article)
            context["stands"] = words_of(article)
        except ValidationError as error:
            add_errors(form, error)
        except NotNow as error:
            form.add_error(None, str(error))
    return render(request, "desk/publishing/correct.html", {"stands": None, **context, "form": form})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def article_withdraw(request: StaffRequest, number: int) -> HttpResponse:
    """Withdraw a published article with a note that readers see."""
    article = find_article(request, number)
    context = article_context(request, article)
    require(context["can_approve"])
    if not article.is_readable:
        return redirect("desk:article_edit", number)
    form = NoteForm(request.POST or None, initial={"edition": article.edition})
    form.fields["note"].label = _("Why is the article withdrawn?")
    form.fields["note"].help_text = _("Readers see this at the article's address.")
    if request.method == "POST" and form.is_valid():
        with into_form(form):
            withdraw(actor=request.user, article=article, **form.cleaned_data)
            messages.success(request, _("The article is withdrawn. Its address shows the title and your note."))
            return redirect("desk:article_edit", number)
    return render(request, "desk/publishing/withdraw.html", {**context, "form": form})


@login_required
@require_POST
def article_discard(request: StaffRequest, number: int) -> HttpResponse:
    """Throw a draft away."""
    article = find_article(request, number)
    with into_messages(request):
        discard_draft(actor=request.user, article=article)
        messages.success(request, _("The draft “%(title)s” is thrown away.") % {"title": article.title})
        return redirect("desk:article_list")
    return redirect("desk:article_edit", number)
