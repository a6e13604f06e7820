"""The steps of an article at the desk: checked, planned, taken back, arranged; and the topics of a site."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from caunoi.directory.policies import require
from caunoi.publishing.enums import UNPUBLISHED, ArticleState
from caunoi.publishing.models import SitePage, SiteTopic
from caunoi.publishing.policies import may_approve, may_check, may_edit_site, may_write, opens_site
from caunoi.publishing.queries.articles import visible_sites
from caunoi.publishing.queries.headings import topics_by_site
from caunoi.publishing.services import (
    add_topic,
    approve,
    arrange,
    check_article,
    rename_topic,
    set_check_rule,
    unschedule,
)
from caunoi.web.base.errors import into_form, into_messages
from caunoi.web.base.numbers import whole
from caunoi.web.base.templatetags.caunoi import moment
from caunoi.web.desk.publishing.articles import article_context, find_article
from caunoi.web.desk.publishing.steps_forms import ArrangeForm, CheckForm, TimeForm, TopicForm
from caunoi.web.desk.requests import StaffRequest


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def article_check(request: StaffRequest, number: int) -> HttpResponse:
    """Read an article as somebody other than its author; pass it on, or give it back with what to change."""
    article = find_article(request, number)
    require(may_write(request.user, article))
    if article.state != ArticleState.SUBMITTED or not may_check(request.user, article):
        return redirect("desk:article_edit", number)
    form = CheckForm(request.POST or None, initial={"edition": article.edition})
    if request.method == "POST" and form.is_valid():
        passed = request.POST.get("then") != "back"
        with into_form(form):
            check_article(actor=request.user, article=article, passed=passed, **form.cleaned_data)
            back = _("The article is back with its author.")
            messages.success(request, _("The article is checked and waits for approval.") if passed else back)
            return redirect("desk:article_edit", number)
    context = {**article_context(request, article), "form": form}
    return render(request, "desk/publishing/check.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def article_plan(request: StaffRequest, number: int) -> HttpResponse:
    """Approve an article for a time to come."""
    article = find_article(request, number)
    require(may_approve(request.user, article))
    if article.state not in UNPUBLISHED:
        return redirect("desk:article_edit", number)
    form = TimeForm(request.POST or None, initial={"edition": article.edition})
    if request.method == "POST" and form.is_valid():
        with into_form(form):
            planned = approve(actor=request.user, article=article, **form.cleaned_data)
            messages.success(
                request,
                _("The article is approved and will be published on %(moment)s.")
                % {"moment": moment(planned.scheduled_for)},
            )
            return redirect("desk:article_edit", number)
    return render(request, "desk/publishing/plan.html", {**article_context(request, article), "form": form})


@login_required
@require_POST
def article_unplan(request: StaffRequest, number: int) -> HttpResponse:
    """Take a planned publication back."""
    article = find_article(request, number)
    with into_messages(request):
        unschedule(actor=request.user, article=article, edition=whole(request.POST.get("edition")))
        messages.success(request, _("The planned publication is taken back. The article can be changed again."))
    return redirect("desk:article_edit", number)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def article_arrange(request: StaffRequest, number: int) -> HttpResponse:
    """Change kind, section, topics and place of an article."""
    article = find_article(request, number)
    unpublished = article.state in UNPUBLISHED
    require(may_write(request.user, article) if unpublished else may_approve(request.user, article))
    initial = {
        "edition": article.edition,
        "kind": article.kind,
        "section": article.section_id,
        "topics": [under.topic_id for under in article.under.all()],
        "place": article.place_id,
    }
    form = ArrangeForm(request.POST or None, article=article, initial=initial)
    if request.method == "POST" and form.is_valid():
        with into_form(form):
            arrange(actor=request.user, article=article, **form.cleaned_data)
            messages.success(request, _("It is saved where the article stands."))
            return redirect("desk:article_edit", number)
    context = {
        **article_context(request, article),
        "form": form,
        "can_edit_topics": may_edit_site(request.user, article.site),
    }
    return render(request, "desk/publishing/arrange.html", context)


def _find_site(request: StaffRequest, number: int) -> SitePage:
    try:
        return visible_sites(request.user).select_related("organisation").get(pk=number)
    except SitePage.DoesNotExist:
        raise Http404(_("There is no such site here.")) from None


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def site_topics(request: StaffRequest, number: int) -> HttpResponse:
    """Show the topics of a site and how its articles are checked; add a topic."""
    site = _find_site(request, number)
    require(may_edit_site(request.user, site))
    form = TopicForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with into_form(form):
            add_topic(actor=request.user, site=site, title=form.cleaned_data["title"])
            messages.success(request, _("The topic is added."))
            return redirect("desk:site_topics", number)
    context = {
        "site": site,
        "form": form,
        "topics": list(topics_by_site(site)),
        "can_rule": opens_site(request.user, site.organisation),
    }
    return render(request, "desk/publishing/topics.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def topic_edit(request: StaffRequest, number: int, topic: int) -> HttpResponse:
    """Give a topic another title."""
    site = _find_site(request, number)
    require(may_edit_site(request.user, site))
    found: SiteTopic | None = topics_by_site(site).select_related("site__organisation").filter(pk=topic).first()
    if found is None:
        raise Http404(_("There is no such topic here."))
    form = TopicForm(request.POST or None, initial={"title": found.title})
    if request.method == "POST" and form.is_valid():
        with into_form(form):
            rename_topic(actor=request.user, topic=found, title=form.cleaned_data["title"])
            messages.success(request, _("The topic is renamed; its address stays."))
            return redirect("desk:site_topics", number)
    return render(request, "desk/publishing/topic_edit.html", {"site": site, "topic": found, "form": form})


@login_required
@require_POST
def site_check_rule(request: StaffRequest, number: int) -> HttpResponse:
    """Say whether the site wants a second person for every article."""
    site = _find_site(request, number)
    by_another = request.POST.get("by_another") == "on"
    set_check_rule(actor=request.user, site=site, by_another=by_another)
    messages.success(request, _("The way articles are checked is saved."))
    return redirect("desk:site_topics", number)
