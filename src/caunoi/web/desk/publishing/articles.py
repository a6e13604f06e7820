"""Articles at the desk: the list, a new one, the editor, those of a class."""

from __future__ import annotations

from typing import Any, TypeVar

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from caunoi.core.errors import NotNow, StaleChange
from caunoi.directory.enums import RoleKind
from caunoi.directory.policies import require
from caunoi.directory.queries.scope import organisations_for
from caunoi.intake.queries.old_articles import sites_to_fill
from caunoi.publishing import accessibility
from caunoi.publishing.enums import UNPUBLISHED
from caunoi.publishing.models import ArticlePage
from caunoi.publishing.policies import may_approve, may_check, may_write, offices_to_write_for
from caunoi.publishing.queries import articles as queries
from caunoi.publishing.queries.events import visible_events
from caunoi.publishing.queries.offers import offers_in, sites_above
from caunoi.publishing.services import create_article, draft_from_report, save_draft, submit
from caunoi.training.models import ClassReport
from caunoi.web.base import exports
from caunoi.web.base.errors import add_errors, into_form, into_messages
from caunoi.web.base.lists import paginate
from caunoi.web.base.once import create_once, once
from caunoi.web.desk.publishing.forms import ListForm, NewArticleForm, WordsForm, words_of
from caunoi.web.desk.requests import StaffRequest
from caunoi.web.desk.training.frame import class_page

FormT = TypeVar("FormT", bound=WordsForm)
_WRITERS = (RoleKind.ADMINISTRATOR, RoleKind.ORGANISER, RoleKind.EDITOR)


def find_article(request: StaffRequest, number: int) -> ArticlePage:
    """Return an article in scope; raises Http404 for every other."""
    try:
        return queries.get_visible_article(request.user, number)
    except ArticlePage.DoesNotExist:
        raise Http404(_("There is no such article here.")) from None


def article_context(request: StaffRequest, article: ArticlePage) -> dict[str, Any]:
    """Return what every page of one article draws."""
    unpublished = article.state in UNPUBLISHED
    return {
        "article": article,
        "can_write": may_write(request.user, article) and unpublished,
        "can_approve": may_approve(request.user, article),
        "can_check": may_check(request.user, article),
        "can_arrange": may_write(request.user, article)
        if unpublished
        else article.is_readable and may_approve(request.user, article),
        "unpublished": unpublished,
        "findings": accessibility.findings(article) if unpublished else [],
        "newer": queries.newer_report(article),
    }


@login_required
@require_safe
def article_list(request: StaffRequest) -> HttpResponse:
    """List the articles in scope: what waits for this user first, then the newest."""
    sites = queries.visible_sites(request.user)
    form = ListForm(request.GET, sites=sites)
    rows = _wanted(request, form)
    chosen = form.cleaned_data if form.is_valid() else {}
    context = {
        "form": form,
        "page": paginate(request, rows),
        "show_site": "site" in form.fields,
        "narrowed": any(chosen.get(name) for name in ("state", "site", "q")),
        "can_write": organisations_for(request.user, *_WRITERS).exists(),
        "has_sites": sites.exists(),
        "can_import": sites_to_fill(request.user).exists(),
        "offered": offers_in(request.user).count(),
        "can_open_site": organisations_for(request.user, RoleKind.ADMINISTRATOR).exists(),
    }
    return render(request, "desk/publishing/article_list.html", context)


def _wanted(request: StaffRequest, form: ListForm) -> QuerySet[ArticlePage]:
    chosen = form.cleaned_data if form.is_valid() else {}
    site = chosen.get("site")
    return queries.listed_articles(
        request.user, state=chosen.get("state", ""), site=site.pk if site else None, query=chosen.get("q", "")
    )


@login_required
@require_safe
def article_export(request: StaffRequest, form: str) -> HttpResponse:
    """Send the filtered list as a workbook or as CSV."""
    head = [_("Headline"), _("Status"), _("News site"), _("Written by"), _("Written"), _("Published")]
    rows = (
        [
            each.title,
            str(each.get_state_display()),
            each.site.title if each.site else "",
            each.byline,
            timezone.localdate(each.created_at),
            timezone.localdate(each.published_at) if each.published_at else None,
        ]
        for each in _wanted(request, ListForm(request.GET, sites=queries.visible_sites(request.user)))
    )
    return exports.respond(form, name=_("articles"), head=head, rows=rows)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@once
def article_new(request: StaffRequest) -> HttpResponse:
    """Write an article that rests on no class."""
    offices = organisations_for(request.user, *_WRITERS).order_by("path")
    first = offices.first()
    require(first is not None)
    initial = {"organisation": first, "byline": request.user.get_full_name()}
    form = NewArticleForm(request.POST or None, offices=offices, initial=initial)
    if request.method == "POST" and form.is_valid():
        with into_form(form):
            return create_once(
                request,
                lambda: create_article(
                    actor=request.user,
                    organisation=form.cleaned_data["organisation"],
                    **form.words(),
                ),
                leads_to=lambda article: reverse("desk:article_edit", args=[article.number]),
                words=lambda _article: _("The draft is saved. Photos can be added now."),
            )
    return render(request, "desk/publishing/article_new.html", {"form": form})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def article_edit(request: StaffRequest, number: int) -> HttpResponse:
    """Show an article and, while it is not published, let its words be changed and sent on."""
    article = find_article(request, number)
    context = article_context(request, article)
    if request.method == "POST":
        require(context["can_write"] or context["can_approve"])
        return _save(request, article, context)
    form = WordsForm.of(article) if context["can_write"] else None
    return _editor(request, context, form)


def _save(request: StaffRequest, article: ArticlePage, context: dict[str, Any]) -> HttpResponse:
    """Save what is on the screen, then go where the button leads: nothing unseen is ever sent on."""
    form = WordsForm(request.POST)
    then = request.POST.get("then", "")
    if not form.is_valid():
        return _editor(request, context, form)
    try:
        article = save_draft(
            actor=request.user,
            article=article,
            edition=form.cleaned_data["edition"] or 0,
            **form.words(),
        )
        if then == "approve":
            return redirect("desk:article_approve", article.number)
        # From here on the words are kept, whatever is still missing for approval.
        form = reread(form, article)
        if then == "submit":
            submit(actor=request.user, article=article)
            messages.success(request, _("The article is saved and sent for approval."))
        else:
            messages.success(request, _("The article is saved."))
        return redirect("desk:article_edit", article.number)
    except StaleChange:
        article = find_article(request, article.number)
        form = reread(form, article)
        context["stands"] = words_of(article)
    except ValidationError as error:
        add_errors(form, error)
    except NotNow as error:
        form.add_error(None, str(error))
    return _editor(request, {**context, **article_context(request, article)}, form)


def reread(form: FormT, article: ArticlePage) -> FormT:
    """Return ``form`` with what was typed, as of the edition that stands now: saving again is a choice then."""
    data = dict(form.data.items())
    data["edition"] = str(article.edition)
    again = type(form)(data)
    again.is_valid()
    return again


def _editor(request: StaffRequest, context: dict[str, Any], form: WordsForm | None) -> HttpResponse:
    article = context["article"]
    photos = list(article.photos.prefetch_related("sizes__file"))
    context |= {
        "form": form,
        "photos": photos,
        "notes": list(article.notes.all()),
        "recordings": list(article.media.all()),
        "can_offer": article.is_readable and context["can_approve"] and sites_above(article).exists(),
        "offers": list(article.offers.select_related("site")) if article.is_public else [],
        "stands": context.get("stands"),
    }
    return render(request, "desk/publishing/article.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def class_articles(request: StaffRequest, code: str) -> HttpResponse:
    """Show the articles about a class; write one from its frozen facts."""
    page = class_page(request, code, "articles")
    report = ClassReport.objects.filter(training_class=page.training_class).order_by("-version").first()
    if report:
        report.training_class = page.training_class
    offices = offices_to_write_for(request.user, report) if report else []
    if request.method == "POST":
        if report is None:
            raise NotNow(_("The class is not closed yet. An article is written from the facts that closing freezes."))
        with into_messages(request):
            article = draft_from_report(actor=request.user, report=report)
            messages.success(
                request, _("The draft is written from the facts of the class. Read it through, then go on.")
            )
            return redirect("desk:article_edit", article.number)
        return redirect("desk:class_articles", code)
    context = {
        **page.context,
        "report": report,
        "articles": list(queries.articles_of_class(request.user, page.training_class)),
        "entries": list(visible_events(request.user).filter(training_class=page.training_class).order_by("pk")),
        "can_draft": bool(offices),
        "news_site": queries.site_for(offices[0]) if offices else None,
    }
    return render(request, "desk/training/articles.html", context)
