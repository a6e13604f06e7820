"""Comments of readers: what waits, what was reported, shown or not, answered; and the rules for sending them."""

from __future__ import annotations

from collections.abc import Sequence

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from caunoi.directory.policies import require
from caunoi.publishing.enums import CommentState
from caunoi.publishing.models import Comment, SiteVoices
from caunoi.publishing.policies import may_approve, opens_site
from caunoi.publishing.queries import comments as queries
from caunoi.publishing.queries.articles import visible_sites
from caunoi.publishing.services import moderation
from caunoi.publishing.services.comment_mail import choose_comment_mail
from caunoi.web.base.errors import into_form, into_messages
from caunoi.web.base.lists import paginate
from caunoi.web.base.undoing import success_with_undo
from caunoi.web.desk.publishing.articles import find_article
from caunoi.web.desk.publishing.voices.forms import ArticleRulesForm, ListForm, ReplyForm, SiteRulesForm
from caunoi.web.desk.requests import StaffRequest

# Rows that have pages; filters find what lies beyond.
_MOST = 2_000


@login_required
@require_safe
def comment_list(request: StaffRequest) -> HttpResponse:
    """List the comments on the sites that the user looks after: those that wait first."""
    sites = queries.moderated_sites(request.user)
    form = ListForm({"state": CommentState.HELD, **request.GET.dict()}, sites=sites)
    chosen = form.cleaned_data if form.is_valid() else {}
    site, state = chosen.get("site"), chosen.get("state") or CommentState.HELD.value
    rows = queries.listed_comments(request.user, state=state, site=site.pk if site else None, query=chosen.get("q", ""))
    held, reported = queries.count_waiting(request.user)
    context = {
        "form": form,
        "page": paginate(request, rows.prefetch_related("reports"), size=20, most=_MOST),
        "state": state,
        "held": held,
        "reported": reported,
        "narrowed": bool(site or chosen.get("q")),
        "show_site": "site" in form.fields,
        "has_sites": sites.exists(),
        "mail": queries.wants_comment_mail(request.user),
        "has_email": bool(request.user.email),
    }
    return render(request, "desk/publishing/voices/list.html", context)


@login_required
@require_POST
def comment_mail(request: StaffRequest) -> HttpResponse:
    """Switch the mails about comments that wait on or off, for oneself."""
    wanted = request.POST.get("wanted") == "1"
    choose_comment_mail(actor=request.user, wanted=wanted)
    words = _("You get a mail when comments wait.") if wanted else _("You get no more mails about comments that wait.")
    messages.success(request, words)
    return redirect(_back(request))


@login_required
@require_POST
def comments_do(request: StaffRequest) -> HttpResponse:
    """Do what the button says to the comments that are ticked, or to the one whose button it is."""
    verb, _colon, one = request.POST.get("do", "").partition(":")
    numbers = _numbers([one] if one else request.POST.getlist("comment"))
    back = _back(request)
    if not numbers:
        messages.error(request, _("Tick at least one comment first."))
        return redirect(back)
    _in_scope(request, numbers)
    with into_messages(request):
        if verb == "show":
            done = moderation.show_comments(actor=request.user, comments=numbers)
            words = ngettext("%(count)s comment is shown.", "%(count)s comments are shown.", len(done))
            _tell(request, words, done, CommentState.HELD)
        elif verb == "refuse":
            was_shown = Comment.objects.filter(pk__in=numbers, state=CommentState.SHOWN).exists()
            done = moderation.refuse_comments(
                actor=request.user, comments=numbers, reason=request.POST.get("reason", "")
            )
            words = ngettext("%(count)s comment is not shown.", "%(count)s comments are not shown.", len(done))
            _tell(request, words, done, CommentState.SHOWN if was_shown else CommentState.HELD)
        elif verb == "hold":
            done = moderation.hold_comments(actor=request.user, comments=numbers)
            words = ngettext("%(count)s comment waits again.", "%(count)s comments wait again.", len(done))
            messages.success(request, words % {"count": len(done)})
        elif verb == "settle":
            done = moderation.settle_reports(actor=request.user, comments=numbers)
            messages.success(request, _("The reports are done with; the comments stay."))
    return redirect(back)


def _tell(request: HttpRequest, words: str, done: Sequence[int], before: CommentState) -> None:
    if not done:
        messages.info(request, _("Somebody else decided on these comments already."))
        return
    undo = reverse("desk:comments_undo", args=[before.value, "-".join(map(str, done))])
    success_with_undo(request, words % {"count": len(done)}, undo=undo)


@login_required
@require_POST
def comments_undo(request: StaffRequest, state: str, numbers: str) -> HttpResponse:
    """Put comments back to where they were before the last decision."""
    found = _numbers(numbers.split("-"))
    _in_scope(request, found)
    with into_messages(request):
        if state == CommentState.SHOWN:
            moderation.show_comments(actor=request.user, comments=found)
        else:
            moderation.hold_comments(actor=request.user, comments=found)
        messages.success(request, _("It is as it was before."))
    return redirect("desk:comment_list")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def comment(request: StaffRequest, number: int) -> HttpResponse:
    """Show one comment with its reports; a POST writes the office's reply."""
    try:
        shown = queries.get_visible_comment(request.user, number)
    except Comment.DoesNotExist:
        raise Http404(_("There is no such comment here.")) from None
    form = ReplyForm(request.POST or None, initial={"reply": shown.reply})
    if request.method == "POST" and form.is_valid():
        with into_form(form):
            moderation.answer_comment(
                actor=request.user, comment=shown, reply=form.cleaned_data["reply"], show="show" in request.POST
            )
            messages.success(request, _("The reply is saved."))
            return redirect("desk:comment", number)
    context = {"comment": shown, "form": form, "reports": list(shown.reports.all())}
    return render(request, "desk/publishing/voices/comment.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def site_rules(request: StaffRequest, number: int) -> HttpResponse:
    """Say whether a site takes comments, and for how long."""
    site = visible_sites(request.user).select_related("organisation").filter(pk=number).first()
    if site is None:
        raise Http404(_("There is no such site here."))
    require(opens_site(request.user, site.organisation))
    rules = SiteVoices.objects.filter(site=site).first() or SiteVoices(site=site)
    form = SiteRulesForm(request.POST or None, initial={"takes_comments": rules.takes_comments, "days": rules.days})
    if request.method == "POST" and form.is_valid():
        with into_form(form):
            moderation.set_site_voices(actor=request.user, site=site, **form.cleaned_data)
            messages.success(request, _("The rules are saved."))
            return redirect("desk:site_edit", number)
    return render(request, "desk/publishing/voices/site_rules.html", {"site": site, "form": form})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def article_rules(request: StaffRequest, number: int) -> HttpResponse:
    """Say whether one article takes comments, and until which day."""
    article = find_article(request, number)
    require(may_approve(request.user, article))
    takes, day = queries.own_rules(article)
    form = ArticleRulesForm(request.POST or None, initial={"takes_comments": takes, "closes_on": day})
    if request.method == "POST" and form.is_valid():
        with into_form(form):
            moderation.set_article_voices(actor=request.user, article=article, **form.cleaned_data)
            messages.success(request, _("The rules are saved."))
            return redirect("desk:article_edit", number)
    context = {"article": article, "form": form, "last_day": queries.last_day_for_comments(article)[1]}
    return render(request, "desk/publishing/voices/article_rules.html", context)


def _numbers(texts: Sequence[str]) -> list[int]:
    digits = [text for text in texts[: moderation.MOST_AT_ONCE] if text.isascii() and text.isdigit()]
    return [int(text) for text in digits if len(text) < 19]


def _in_scope(request: StaffRequest, numbers: Sequence[int]) -> None:
    """Raise Http404 where one of the comments is on a site of somebody else, or is none."""
    wanted = set(numbers)
    if not wanted or queries.visible_comments(request.user).filter(pk__in=wanted).count() != len(wanted):
        raise Http404(_("There is no such comment here."))


def _back(request: HttpRequest) -> str:
    asked = request.POST.get("back", "")
    fits = url_has_allowed_host_and_scheme(asked, allowed_hosts=None)
    return asked if fits and asked.startswith("/viec/") else reverse("desk:comment_list")
