"""From an address to what a paper is about, in the user's scope."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from caunoi.directory.policies import organises_in
from caunoi.directory.queries.scope import visible_organisations
from caunoi.training.enums import PaperSubject
from caunoi.training.models import PlanItem, TrainingClass
from caunoi.training.queries.classes import get_visible_class
from caunoi.training.queries.papers import Target, of_class, of_item, of_plan
from caunoi.training.queries.plans.listing import get_visible_plan, visible_plans
from caunoi.web.base.numbers import whole
from caunoi.web.desk.requests import StaffRequest

# The word of an address for each subject.
WORDS = {
    PaperSubject.CLASS: "lop",
    PaperSubject.PLAN: "ke-hoach",
    PaperSubject.PLAN_ITEM: "noi-dung",
    PaperSubject.OFFICE: "co-quan",
}
_QUARTERS = range(1, 5)


def target_of(request: StaffRequest, subject: str, key: str) -> Target:
    """Return what the address means; raises Http404 for what is out of scope as for what is not there."""
    found = None
    if subject == WORDS[PaperSubject.CLASS]:
        try:
            found = of_class(get_visible_class(request.user, key))
        except TrainingClass.DoesNotExist:
            found = None
    elif subject == WORDS[PaperSubject.PLAN]:
        plan = visible_plans(request.user).filter(code=key.upper()).exists()
        found = of_plan(get_visible_plan(request.user, key)) if plan else None
    elif subject == WORDS[PaperSubject.PLAN_ITEM] and (pk := _uuid(key)):
        items = PlanItem.objects.select_related("plan__owner").filter(plan__in=visible_plans(request.user))
        item = items.filter(pk=pk).first()
        found = of_item(item) if item else None
    elif subject == WORDS[PaperSubject.OFFICE] and (pk := _uuid(key)):
        found = _period(request, pk)
    if found is None:
        raise Http404(_("There is no such paper here."))
    return found


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _period(request: StaffRequest, pk: UUID) -> Target | None:
    office = visible_organisations(request.user).filter(pk=pk).first()
    year, quarter = whole(request.GET.get("nam")), whole(request.GET.get("quy"))
    if office is None or not organises_in(request.user, office) or year is None or not 1945 <= year <= 2100:
        return None
    return Target(office=office, year=year, quarter=quarter if quarter in _QUARTERS else None)


def address_of(name: str, target: Target, *more: str) -> str:
    """Return an address of a paper of the target; ``name`` without "desk:"."""
    keys = {
        PaperSubject.CLASS: lambda: target.code,
        PaperSubject.PLAN: lambda: target.code,
        PaperSubject.PLAN_ITEM: lambda: str(target.plan_item.pk) if target.plan_item else "",
        PaperSubject.OFFICE: lambda: str(target.office.pk),
    }
    url = reverse(f"desk:{name}", args=[WORDS[target.subject], keys[target.subject](), *more])
    if target.year is None:
        return url
    asked = {"nam": target.year} | ({"quy": target.quarter} if target.quarter else {})
    return f"{url}?{urlencode(asked)}"


def back_of(target: Target) -> str:
    """Return the page on which all papers of the target stand."""
    if target.training_class is not None:
        return reverse("desk:class_papers", args=[target.code])
    plan = target.plan or (target.plan_item.plan if target.plan_item else None)
    if plan is not None:
        return reverse("desk:plan_papers", args=[plan.code])
    return f"{reverse('desk:period_reports')}?{urlencode({'nam': str(target.year), 'co-quan': str(target.office.pk)})}"
