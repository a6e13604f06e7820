"""What plans hold about a person: the name of who signed, and names in words."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from caunoi.core import personal
from caunoi.core.personal import Holding, Row, Subject
from caunoi.core.text import fold
from caunoi.directory.models import PersonScope
from caunoi.training.models import Plan, PlanItem, PlanVersion
from caunoi.training.services.plans.guard import index_plan

_OF_PLAN = ("title", "purpose", "signer", "amended_because")
_OF_ITEM = ("title", "audience", "place", "note")


def register() -> None:
    """Name what plans hold."""
    personal.register(
        Holding(
            name="training.plans",
            title=_("Named in plans"),
            purpose=_("To plan classes and approve the plan: a task of the office."),
            columns={"plan": _("Plan"), "year": _("Year"), "office": _("Kept by"), "signer": _("Signed by")},
            read=_signed,
            erase=_erase,
            goes=_("The name in the plans of the offices that know the person"),
            stays=_("The plan with its items and versions"),
        ),
        level=2,
    )


def _plans(subject: Subject) -> Any:
    """Return the plans of the offices that know the person: elsewhere the name is a namesake's."""
    offices = PersonScope.objects.filter(person__in=subject.persons).order_by().values("organisation")
    return Plan.objects.filter(owner__in=offices).order_by("pk")


def _signed(subject: Subject) -> list[Row]:
    return [
        {"plan": plan.code, "year": plan.year, "office": plan.owner.name, "signer": plan.signer}
        for plan in _plans(subject).exclude(signer="").select_related("owner")
        if subject.without(plan.signer) != plan.signer
    ]


def _erase(subject: Subject) -> None:
    plans = list(_plans(subject).values_list("pk", flat=True))
    changed = _without(Plan, Plan.objects.filter(pk__in=plans), _OF_PLAN, subject)
    _without(PlanItem, PlanItem.objects.filter(plan__in=plans), _OF_ITEM, subject)
    _without(PlanVersion, PlanVersion.objects.filter(plan__in=plans), ("signer", "reason", "content"), subject)
    for plan in Plan.objects.filter(pk__in=changed).select_related("owner").order_by("pk"):
        Plan.objects.filter(pk=plan.pk).update(folded_title=fold(plan.title)[:300])
        index_plan(plan)


def _without(model: Any, rows: Any, columns: tuple[str, ...], subject: Subject) -> list[Any]:
    """Replace the name in words; returns the keys of the rows that held it."""
    held = []
    for row in rows.order_by("pk").only("pk", *columns).iterator(chunk_size=200):
        before = {column: getattr(row, column) for column in columns}
        after = {column: subject.without(value) for column, value in before.items()}
        if after != before:
            for column, value in after.items():
                if isinstance(value, str):
                    after[column] = value[: model._meta.get_field(column).max_length]
            model.objects.filter(pk=row.pk).update(**after)
            held.append(row.pk)
    return held
