"""What every page of one plan shares: head line, state, next step, tabs."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.http import Http404
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from caunoi.directory.policies import organises_somewhere
from caunoi.training.enums import PlanState
from caunoi.training.models import Plan
from caunoi.training.policies import approves_plan, reads_plan_trail, writes_plan
from caunoi.training.queries.plans.listing import get_visible_plan
from caunoi.training.services.plans.guard import BEING_WRITTEN
from caunoi.web.desk.requests import StaffRequest

# The name of a tab's address is "desk:plan_" and this; a tab whose address does not exist is left out.
TABS: tuple[tuple[str, str | Promise], ...] = (
    ("items", pgettext_lazy("tab of a plan", "Items")),
    ("progress", pgettext_lazy("tab of a plan", "Planned and done")),
    ("schedule", pgettext_lazy("tab of a plan", "Schedule")),
    ("papers", gettext_lazy("Papers")),
    ("versions", pgettext_lazy("tab of a plan", "Versions")),
    ("trail", gettext_lazy("Trail")),
)
TONES: dict[PlanState, str] = {
    PlanState.DRAFT: "plain",
    PlanState.SUBMITTED: "warn",
    PlanState.APPROVED: "good",
    PlanState.AMENDING: "info",
}


@dataclass(frozen=True, kw_only=True)
class Tab:
    """One tab of a plan."""

    label: str | Promise
    url: str
    current: bool
    count: int | None = None


@dataclass(frozen=True, kw_only=True)
class Step:
    """The next step: a link, or with ``posts`` a form; ``question`` is asked first."""

    label: str | Promise
    url: str
    posts: bool = False
    question: str = ""
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class PlanPage:
    """A plan as one of its pages shows it; ``context`` feeds a template that extends ``desk/planning/frame.html``.

    ``can_write`` is the user's right; ``can_change`` also asks whether the state lets him.
    """

    plan: Plan
    can_write: bool
    can_approve: bool
    context: dict[str, Any] = field(default_factory=dict)

    @property
    def can_change(self) -> bool:
        """Whether the user may change the plan and its state lets him."""
        return self.can_write and self.plan.state in BEING_WRITTEN


def plan_page(request: StaffRequest, code: str, tab: str) -> PlanPage:
    """Return the page's frame; raises Http404 for a plan out of the user's scope."""
    try:
        plan = get_visible_plan(request.user, code)
    except Plan.DoesNotExist:
        raise Http404(_("There is no such plan here.")) from None
    page = PlanPage(plan=plan, can_write=writes_plan(request.user, plan), can_approve=approves_plan(request.user, plan))
    page.context.update(
        plan=plan,
        tab=tab,
        state_tone=TONES[PlanState(plan.state)],
        tabs=_tabs(plan, tab, trail=reads_plan_trail(request.user, plan)),
        next_step=_next_step(page),
        can_write=page.can_write,
        can_approve=page.can_approve,
        can_change=page.can_change,
        can_copy=organises_somewhere(request.user),
    )
    return page


def _tabs(plan: Plan, tab: str, *, trail: bool) -> list[Tab]:
    found = []
    for name, label in TABS:
        url = _url(name, plan)
        if url and (name != "trail" or trail):
            found.append(Tab(label=label, url=url, current=name == tab))
    return found


def _url(name: str, plan: Plan) -> str:
    try:
        return reverse("desk:plan" if name == "items" else f"desk:plan_{name}", args=[plan.code])
    except NoReverseMatch:
        return ""


def _next_step(page: PlanPage) -> Step | None:
    plan = page.plan
    if page.can_change and not plan.items.exists():
        return Step(label=_("Add an item"), url=reverse("desk:plan_item_new", args=[plan.code]))
    if page.can_change:
        return Step(
            label=_("Submit for approval"),
            url=reverse("desk:plan_submit", args=[plan.code]),
            posts=True,
            question=_("Submit the plan “%(title)s” for approval?") % {"title": plan.title},
            note=_("Until it is approved or sent back, nothing in it can be changed. What it says now is kept."),
        )
    if plan.state == PlanState.SUBMITTED and page.can_approve:
        return Step(label=_("Approve"), url=reverse("desk:plan_approve", args=[plan.code]))
    if plan.state == PlanState.APPROVED and page.can_write and not plan.number:
        return Step(label=_("Enter number and signed copy"), url=reverse("desk:plan_register", args=[plan.code]))
    return None
