"""Numbers of a plan in words: how an amount came about, what changed from one version to another."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from caunoi.training.enums import NormBasis
from caunoi.training.plan_facts import Change, Comparison, PlanItemFact
from caunoi.training.queries.plans.costs import Line
from caunoi.web.base.templatetags.caunoi import number

FIELDS: dict[str, str | Promise] = {
    "year": gettext_lazy("Year"),
    "title": gettext_lazy("Title"),
    "purpose": gettext_lazy("Purpose and requirements"),
    "directives": gettext_lazy("Directives"),
    "classes": gettext_lazy("Classes"),
    "class_count": gettext_lazy("Classes"),
    "seats": gettext_lazy("Seats"),
    "audience": gettext_lazy("For whom"),
    "held_for": gettext_lazy("For the people of"),
    "sittings": gettext_lazy("Sittings a class"),
    "quarter": gettext_lazy("Quarter"),
    "place": gettext_lazy("Place"),
    "note": gettext_lazy("Note"),
    "costs": gettext_lazy("Estimate"),
    "cost": gettext_lazy("Cost"),
}
QUARTERS = {1: "I", 2: "II", 3: "III", 4: "IV"}


def money(amount: int) -> str:
    """Write an amount in đồng: 1.200.000 đ."""
    return f"{number(amount)} đ"


def how(line: Line) -> str:
    """Return how an amount came about: 600.000 đ × 4 buổi × 3 lớp; "" where it was set by hand."""
    if line.fixed:
        return ""
    if line.per_class is None:
        return _("%(rate)s × the seats, which are not known yet") % {"rate": money(line.cost.rate)}
    factors = [money(line.cost.rate), *_per_class(line)]
    if line.classes != 1:
        factors.append(_("%(count)s classes") % {"count": number(line.classes)})
    return " × ".join(factors)


def _per_class(line: Line) -> list[str]:
    basis = NormBasis(line.cost.basis)
    counted = {"count": number(line.per_class)}
    if basis == NormBasis.SITTING:
        return [_("%(count)s sittings") % counted]
    if basis == NormBasis.PERSON:
        return [_("%(count)s people") % counted]
    if basis == NormBasis.PERSON_DAY:
        if line.typed or line.persons is None:
            return [_("%(count)s days of people") % counted]
        return [_("%(count)s people") % {"count": number(line.persons)}, _("%(count)s days") % {"count": line.days}]
    return [number(line.per_class)] if line.typed else []


@dataclass(frozen=True)
class Row:
    """A field that differs, in words."""

    label: str
    before: str
    after: str


@dataclass(frozen=True, kw_only=True)
class ItemRows:
    """An item that differs, field by field."""

    title: str
    rows: list[Row]
    moved: bool


@dataclass(frozen=True, kw_only=True)
class Compared:
    """What differs between two versions, in words."""

    rows: list[Row]
    came: tuple[PlanItemFact, ...]
    went: tuple[PlanItemFact, ...]
    changed: list[ItemRows]
    is_empty: bool


def compared(comparison: Comparison) -> Compared:
    """Put a comparison into words."""
    return Compared(
        rows=[_row(change) for change in comparison.changes],
        came=comparison.came,
        went=comparison.went,
        changed=[
            ItemRows(title=each.after.title, rows=[_row(change) for change in each.changes], moved=each.moved)
            for each in comparison.changed
        ],
        is_empty=comparison.is_empty,
    )


def _row(change: Change) -> Row:
    return Row(str(FIELDS[change.field]), _value(change.field, change.before), _value(change.field, change.after))


def _value(field: str, value: Any) -> str:
    if value is None or value in ("", ()):
        return pgettext("value", "none")
    if field == "cost":
        return money(value)
    if field == "quarter":
        return QUARTERS.get(value, str(value))
    if field == "year":
        return str(value)
    if field == "directives":
        return "; ".join(value)
    if field == "costs":
        lines = (
            f"{each.title}: {money(each.amount) if each.amount is not None else _('not known yet')}" for each in value
        )
        return "; ".join(lines)
    return number(value) if isinstance(value, int) else str(value)
