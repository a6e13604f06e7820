"""Comments of readers: sent on a page of their own, read below the article and on pages of a list."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from caunoi.core.errors import NotNow
from caunoi.core.text import clean, clean_lines
from caunoi.core.tries import count_try, seconds_left
from caunoi.publishing import pieces
from caunoi.publishing.models import ArticlePage, Comment
from caunoi.publishing.private_words import find, parts
from caunoi.publishing.queries import comments as queries
from caunoi.publishing.queries import portal
from caunoi.publishing.services import comments as services
from caunoi.web.base.errors import into_form
from caunoi.web.base.lockout import counted_address
from caunoi.web.portal.frames import adopt
from caunoi.web.portal.pages import PageMissing, frame, page_of, public_page, shows
from caunoi.web.portal.voices import marks
from caunoi.web.portal.voices.pages import TRAP, find_article, from_elsewhere, is_trapped, reader_page

ON_ARTICLE = 20
_ON_PAGE = 50
_PURPOSE = "comment"
# Without work done by the browser, from one address.
_UNPROVED, _HOUR = 6, 60 * 60
_TAIL = re.compile(r"(?:.*-)?(\d{1,18})")


class CommentForm(forms.Form):
    """A comment; a name needs not be given."""

    text = forms.CharField(
        label=gettext_lazy("Your comment"),
        widget=forms.Textarea({"rows": 7, "maxlength": services.MOST_LETTERS}),
        help_text=gettext_lazy(
            "Please write with marks and politely. No phone number, number of a paper, e-mail or home address: "
            "everybody reads it."
        ),
    )
    name = forms.CharField(
        label=gettext_lazy("Name that readers see"),
        required=False,
        max_length=services.MOST_LETTERS_OF_NAME,
        help_text=gettext_lazy("Left empty, it says “A reader”."),
        widget=forms.TextInput({"autocomplete": "off"}),
    )


class ReportForm(forms.Form):
    """What is wrong with a comment."""

    reason = forms.CharField(
        label=gettext_lazy("What is wrong with this comment?"),
        max_length=services.MOST_LETTERS_OF_REASON,
        widget=forms.Textarea({"rows": 3, "maxlength": services.MOST_LETTERS_OF_REASON}),
        help_text=gettext_lazy("For instance: it insults somebody, tells private matters, is untrue, advertises."),
    )


def on_article(article: ArticlePage) -> dict[str, Any]:
    """Return what the page of an article shows of its comments: the newest, how many, and whether more are taken."""
    if not article.is_readable:
        return {"comments": [], "comment_count": 0, "takes_comments": False}
    newest, count = queries.newest_comments(article, ON_ARTICLE)
    return {
        "comments": newest,
        "comment_count": count,
        "takes_comments": queries.takes_comments(article),
    }


@public_page
def comment_list(
    request: HttpRequest, *, site: str, tail: str, oldest_first: bool = False, **_told: Any
) -> HttpResponse:
    """Show all comments on an article, a page at a time."""
    number = _TAIL.fullmatch(tail)
    if number:
        shows(request, pieces.of_article(int(number[1])), pieces.comments_of(int(number[1])), pieces.of_site(site))
    try:
        article = queries.get_open_headline(int(number[1]) if number else 0)
        adopt(site, article)
    except ArticlePage.DoesNotExist:
        raise PageMissing(portal.open_sites().filter(slug=site).first()) from None
    newest, oldest = list_address(article), f"{list_address(article)}cu-nhat/"
    address = oldest if oldest_first else newest
    if request.path != address:
        return redirect(address, permanent=True)
    context = {
        **frame(request, article.site, section=article.section.slug, address=address),
        "article": article,
        "page": page_of(request, queries.shown_comments(article, oldest_first=oldest_first), _ON_PAGE),
        "oldest_first": oldest_first,
        "newest": newest,
        "oldest": oldest,
        "takes_comments": queries.takes_comments(article),
    }
    return render(request, "portal/voices/list.html", context)


def list_address(article: ArticlePage) -> str:
    """Return the permanent address of the list of an article's comments."""
    return f"{article.address}/y-kien/"


@reader_page
def comment(request: HttpRequest, article: int) -> HttpResponse:
    """Take a comment; what it tells of private matters is shown before it is sent, and then sent covered."""
    shown = find_article(article)
    context = {**frame(request, shown.site, section=shown.section.slug), "article": shown, "trap": TRAP}
    if not queries.takes_comments(shown):
        return render(request, "portal/voices/closed.html", context)
    if request.method != "POST":
        if request.GET.get("xong"):
            return render(request, "portal/voices/sent.html", context)
        return _form(request, context, CommentForm())
    if is_trapped(request):
        return _done(request)
    form = CommentForm(request.POST)
    if not _may_send(request, form, shown) or not form.is_valid() or request.POST.get("then") == "edit":
        return _form(request, context, form)
    typed = {"name": clean(form.cleaned_data["name"]), "text": clean_lines(form.cleaned_data["text"])}
    private = find(typed["name"]) + find(typed["text"])
    if private and request.POST.get("then") != "cover":
        context |= {
            "typed": typed,
            "parts": parts(typed["text"]),
            "name_parts": parts(typed["name"]) if find(typed["name"]) else [],
            "found": list(dict.fromkeys(str(one.kind.label) for one in private)),
            "mark": request.POST.get("mark", ""),
            "work": request.POST.get("altcha", "")[:4000],
        }
        return render(request, "portal/voices/private.html", context)
    with into_form(form):
        marks.send_once(
            marks.form_key(request.POST.get("mark", ""), typed["name"], typed["text"]),
            lambda: _send(request, shown, typed),
        )
        return _done(request)
    return _form(request, context, form)


def _send(request: HttpRequest, article: ArticlePage, typed: dict[str, str]) -> Comment:
    work = request.POST.get("altcha", "")[:4000]
    proved = bool(work) and marks.is_work_done(work) and marks.is_work_new(work)
    if not proved:
        tried = count_try(kind="comment without work", who=counted_address(request), seconds=_HOUR)
        if tried > _UNPROVED:
            raise NotNow(
                _("Several comments came from this network already. Please try again in %(minutes)s minutes.")
                % {"minutes": -(-seconds_left(_HOUR) // 60)}
            )
    return services.send_comment(article=article, proved=proved, **typed)


def _may_send(request: HttpRequest, form: CommentForm, article: ArticlePage) -> bool:
    """Say whether the form is one that was opened here, by somebody who took the time to write; else say why not."""
    if request.POST.get("then") == "edit":
        return True
    age = marks.age_of(_PURPOSE, article.pk, request.POST.get("mark", ""))
    if age is None or age > marks.LONGEST or from_elsewhere(request):
        form.add_error(None, _("This page was open for too long. Nothing is lost: please send it once more."))
        return False
    if age < marks.QUICKEST:
        form.add_error(None, _("That was very quick. Please read it through once, then send it again."))
        return False
    return True


def _form(request: HttpRequest, context: dict[str, Any], form: CommentForm) -> HttpResponse:
    mark = request.POST.get("mark", "")
    age = marks.age_of(_PURPOSE, context["article"].pk, mark)
    if age is None or age > marks.LONGEST:
        mark = marks.new_mark(_PURPOSE, context["article"].pk)
    if request.POST.get("then") == "edit":
        form = CommentForm(initial={"name": request.POST.get("name", ""), "text": request.POST.get("text", "")})
    return render(request, "portal/voices/form.html", {**context, "form": form, "mark": mark})


def _done(request: HttpRequest) -> HttpResponse:
    return redirect(f"{request.path}?xong=1")


@require_safe
def challenge(_request: HttpRequest) -> HttpResponse:
    """Give a browser the work that it does before a comment is sent."""
    return JsonResponse(marks.new_challenge(), headers={"Cache-Control": "private, no-store"})


@reader_page
def report(request: HttpRequest, comment: int) -> HttpResponse:
    """Take what a reader finds wrong with a comment that is shown; the office decides."""
    try:
        shown = queries.get_shown_comment(comment)
    except Comment.DoesNotExist:
        raise PageMissing from None
    article = shown.article
    context = {**frame(request, article.site, section=article.section.slug), "comment": shown, "article": article}
    if request.method != "POST":
        if request.GET.get("xong"):
            return render(request, "portal/voices/reported.html", context)
        return _report_form(request, context, ReportForm())
    if is_trapped(request):
        return _done(request)
    form = ReportForm(request.POST)
    age = marks.age_of("report", shown.pk, request.POST.get("mark", ""))
    if age is None or age > marks.LONGEST or from_elsewhere(request):
        form.add_error(None, _("This page was open for too long. Nothing is lost: please send it once more."))
    elif form.is_valid():
        with into_form(form):
            services.report_comment(comment=shown, reason=form.cleaned_data["reason"])
            return _done(request)
    return _report_form(request, context, form)


def _report_form(request: HttpRequest, context: dict[str, Any], form: ReportForm) -> HttpResponse:
    told = {"form": form, "mark": marks.new_mark("report", context["comment"].pk), "trap": TRAP}
    return render(request, "portal/voices/report.html", {**context, **told})
