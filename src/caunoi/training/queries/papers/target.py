"""What a paper is about, and the number it got."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from caunoi.directory.models import Organisation
from caunoi.training.enums import PaperKind, PaperSubject
from caunoi.training.models import PaperRecord, Plan, PlanItem, TrainingClass
from caunoi.training.queries.papers.snapshot import Snapshot, snapshot


@dataclass(frozen=True, kw_only=True)
class Target:
    """A class, a plan, an item of one, or an office and a period (a year, or a quarter of one)."""

    office: Organisation
    training_class: TrainingClass | None = None
    plan: Plan | None = None
    plan_item: PlanItem | None = None
    year: int | None = None
    quarter: int | None = None

    @property
    def subject(self) -> PaperSubject:
        """Which of the four it is."""
        if self.training_class is not None:
            return PaperSubject.CLASS
        if self.plan_item is not None:
            return PaperSubject.PLAN_ITEM
        return PaperSubject.PLAN if self.plan is not None else PaperSubject.OFFICE

    @cached_property
    def snapshot(self) -> Snapshot:
        """What the papers of a class are filled from, read once: papers made from one target agree with each other."""
        if self.training_class is None:
            raise ValueError(self)
        return snapshot(self.training_class)

    @property
    def keys(self) -> dict[str, Any]:
        """The columns by which a record of it is found."""
        found: dict[str, Any] = {"training_class": self.training_class, "plan": self.plan, "plan_item": self.plan_item}
        named = {name: value for name, value in found.items() if value is not None}
        return named or {"organisation": self.office, "year": self.year, "quarter": self.quarter}

    @property
    def title(self) -> str:
        """What it is called."""
        named = self.training_class or self.plan_item or self.plan
        if named is not None:
            return named.title
        return f"Quý {self.quarter} năm {self.year}" if self.quarter else f"Năm {self.year}"

    @property
    def code(self) -> str:
        """Its code, where it has one."""
        if self.training_class is not None:
            return self.training_class.code
        return self.plan.code if self.plan is not None else ""


def of_class(training_class: TrainingClass) -> Target:
    """Return a class as what a paper is about."""
    return Target(office=training_class.keeper, training_class=training_class)


def snapshot_of(target: Target, training_class: TrainingClass) -> Snapshot:
    """Return a class's snapshot: the one that the target has read where it is about this class."""
    return target.snapshot if target.training_class == training_class else snapshot(training_class)


def of_plan(plan: Plan) -> Target:
    """Return a plan as what a paper is about."""
    return Target(office=plan.owner, plan=plan)


def of_item(item: PlanItem) -> Target:
    """Return an item of a plan as what a paper is about."""
    return Target(office=item.plan.owner, plan_item=item)


def records_of(target: Target) -> dict[str, PaperRecord]:
    """Return what the registry knows of the papers of a target, by kind; voided numbers apart."""
    rows = PaperRecord.objects.filter(**target.keys, voided_at__isnull=True).select_related("signed_file")
    return {row.kind: row for row in rows.order_by("id")}


def record_of(target: Target, kind: PaperKind) -> PaperRecord | None:
    """Return what the registry knows of one paper of a target."""
    return records_of(target).get(kind)
