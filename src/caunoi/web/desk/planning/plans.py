"""A plan: made, shown, changed, its directives, its steps."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from caunoi.directory.policies import organises_somewhere, require
from caunoi.training.enums import PlanState
from caunoi.training.policies import reads_plan_trail
from caunoi.training.queries.plans.content import plan_sheet
from caunoi.training.queries.plans.costs import count_behind
from caunoi.training.queries.trail import plan_trail
from caunoi.training.services.plans import costs, making
from caunoi.web.base.errors import into_form, into_messages
from caunoi.web.base.lists import paginate
from caunoi.web.base.numbers import whole
from caunoi.web.base.once import create_once, once
from caunoi.web.desk.planning.forms import NewPlanForm, PlanDirectivesForm, PlanForm
from caunoi.web.desk.planning.frame import plan_page
from caunoi.web.desk.requests import StaffRequest
from caunoi.web.desk.trail.sentences import sentence


@login_required
@once
def plan_new(request: StaffRequest) -> HttpResponse:
    """Make a plan and go on to its items."""
    require(organises_somewhere(request.user))
    form = NewPlanForm(request.user, request.POST or None)
    if form.is_valid():
        with into_form(form):
            return create_once(
                request,
                lambda: making.make_plan(actor=request.user, **form.cleaned_data),
                leads_to=lambda plan: reverse("desk:plan", args=[plan.code]),
                words=lambda _plan: _("The plan is there. Next: its items."),
            )
    return render(request, "desk/planning/plan_new.html", {"form": form})


@login_required
@require_GET
def plan(request: StaffRequest, code: str) -> HttpResponse:
    """Show the plan: items with their estimate, sums, what it rests on."""
    page = plan_page(request, code, "items")
    found = page.plan
    back = found.state == PlanState.DRAFT and found.versions.exists()
    page.context.update(
        sheet=plan_sheet(found),
        directives=[
            link.directive for link in found.directive_links.select_related("directive").order_by("position", "id")
        ],
        sent_back=plan_trail(found).filter(action="training.plan_sent_back").first() if back else None,
        behind=count_behind(found) if page.can_change else 0,
    )
    return render(request, "desk/planning/plan.html", page.context)


@login_required
def plan_edit(request: StaffRequest, code: str) -> HttpResponse:
    """Change title, year and purpose."""
    page = plan_page(request, code, "items")
    require(page.can_write)
    found = page.plan
    initial = {name: getattr(found, name) for name in ("title", "year", "purpose", "revision")}
    form = PlanForm(request.POST or None, initial=initial)
    if form.is_valid():
        with into_form(form):
            making.change_plan(actor=request.user, plan=found, **form.cleaned_data)
            messages.success(request, _("The plan is saved."))
            return redirect("desk:plan", found.code)
    page.context["form"] = form
    return render(request, "desk/planning/plan_edit.html", page.context)


@login_required
def plan_directives(request: StaffRequest, code: str) -> HttpResponse:
    """Tick the directives on which the plan rests; ``?q=`` narrows the list by number."""
    page = plan_page(request, code, "items")
    require(page.can_write)
    found = page.plan
    links = found.directive_links.select_related("directive").order_by("position", "id")
    standing = [link.directive for link in links]
    text = request.GET.get("q", "")[:60]
    form = PlanDirectivesForm(request.user, standing, text, request.POST or None, initial={"revision": found.revision})
    if form.is_valid():
        with into_form(form):
            chosen = list(form.cleaned_data["directives"])
            kept = [directive for directive in standing if directive in chosen]
            making.set_plan_directives(
                actor=request.user,
                plan=found,
                revision=form.cleaned_data["revision"],
                directives=[*kept, *(directive for directive in chosen if directive not in kept)],
            )
            messages.success(request, _("The directives are saved."))
            return redirect("desk:plan", found.code)
    page.context.update(form=form, text=text)
    return render(request, "desk/planning/directives.html", page.context)


@login_required
@require_POST
def plan_remove(request: StaffRequest, code: str) -> HttpResponse:
    """Remove a draft that was never submitted."""
    page = plan_page(request, code, "items")
    with into_messages(request):
        making.remove_plan(actor=request.user, plan=page.plan, revision=whole(request.POST.get("revision")))
        messages.success(request, _("The draft “%(title)s” is removed.") % {"title": page.plan.title})
        return redirect("desk:plan_list")
    return redirect("desk:plan", page.plan.code)


@login_required
@require_POST
def plan_renew(request: StaffRequest, code: str) -> HttpResponse:
    """Take the norms of today into the estimate."""
    page = plan_page(request, code, "items")
    with into_messages(request):
        changed = costs.renew_costs(actor=request.user, plan=page.plan, revision=whole(request.POST.get("revision")))
        messages.success(request, _("%(count)s lines of the estimate are reckoned anew.") % {"count": changed})
    return redirect("desk:plan", page.plan.code)


@login_required
@require_GET
def trail(request: StaffRequest, code: str) -> HttpResponse:
    """Show the trail of the plan, newest first."""
    page = plan_page(request, code, "trail")
    require(reads_plan_trail(request.user, page.plan))
    entries = paginate(request, plan_trail(page.plan))
    page.context.update(page=entries, sentences=[sentence(entry) for entry in entries])
    return render(request, "desk/planning/trail.html", page.context)
