"""Attendance: observations are appended, the state of each cell is derived from the last one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from caunoi.core.ids import new_id
from caunoi.core.text import clean
from caunoi.directory.models import User
from caunoi.training.enums import Action, EnrolmentState, Mark, ScanSource
from caunoi.training.models import Attendance, Enrolment, MakeUp, Scan, Sitting, TrainingClass
from caunoi.training.policies import marks_class
from caunoi.training.queries.attendance import Cell, is_corrected_only_with_reason
from caunoi.training.services.guard import note, open_for_change, sitting_label

_PART = 1_000
# Above this many cells an audit row tells numbers instead of names.
_NAMED = 20
REASON_NEEDED = "reason_needed"


@dataclass(frozen=True, kw_only=True)
class CellMark:
    """What was observed of one person at one sitting; ``Mark.NONE`` takes an earlier mark away."""

    enrolment_id: int
    sitting_id: int
    mark: Mark


@dataclass(frozen=True)
class _Before:
    mark: Mark
    scan_id: UUID
    earlier_day: bool
    source: str

    def contradicted_by(self, source: ScanSource) -> bool:
        """Whether signed paper says otherwise than the door."""
        return self.mark != Mark.NONE and source == ScanSource.PAPER and self.source == ScanSource.DOOR

    def needs_reason(self, source: ScanSource) -> bool:
        """Whether to replace it is a correction."""
        return self.contradicted_by(source) or (self.mark != Mark.NONE and self.earlier_day)


@transaction.atomic
def mark(
    *,
    actor: User,
    training_class: TrainingClass,
    cells: Sequence[CellMark],
    reason: str = "",
    source: ScanSource = ScanSource.DESK,
) -> int:
    """Record observations of many cells at once; returns how many cells changed.

    Of several marks for one cell the last stands. A cell that has the mark already is left alone, so sending the same
    batch twice records it once. A change is a correction, and needs ``reason``, when the class was closed before, when
    the cell was marked on an earlier day, or when signed paper (``source``) says otherwise than the door. Two clerks
    wait for each other at the class; the last one's mark stands and both observations are kept.

    Raises PermissionDenied, NotNow (closed, cancelled), ValidationError for a person or sitting that isn't the class's
    (of who makes up a sitting here: for any other one), and for a correction without a reason (field ``reason``, code
    ``reason_needed``).
    """
    training_class = open_for_change(actor=actor, training_class=training_class, may=marks_class)
    wanted = {(one.enrolment_id, one.sitting_id): Mark(one.mark) for one in cells}
    _refuse_foreign(training_class, wanted)
    before = _standing(training_class, wanted)
    changed = {
        cell: value for cell, value in wanted.items() if value != (before[cell].mark if cell in before else Mark.NONE)
    }
    if not changed:
        return 0
    reason = clean(reason)[:300]
    reopened = is_corrected_only_with_reason(training_class)
    corrected = {cell for cell in changed if reopened or (cell in before and before[cell].needs_reason(source))}
    if corrected and not reason:
        against = sum(1 for cell in corrected if cell in before and before[cell].contradicted_by(source))
        raise ValidationError({"reason": ValidationError(_reason_words(reopened, against), code=REASON_NEEDED)})
    scans = [
        Scan(
            id=id_after(before[cell].scan_id if cell in before else None),
            enrolment_id=cell[0],
            sitting_id=cell[1],
            mark=value,
            source=source,
            actor_id=actor.pk,
            reason=reason if cell in corrected else "",
        )
        for cell, value in changed.items()
    ]
    append_scans(scans)
    note(
        actor=actor,
        action=Action.ATTENDANCE_CORRECTED if corrected else Action.ATTENDANCE_MARKED,
        training_class=training_class,
        details=_details(changed, before),
        reason=reason if corrected else "",
    )
    return len(changed)


def rebuild_attendance(training_class: TrainingClass) -> int:
    """Derive the whole sheet of a class anew from its observations; returns how many cells there are."""
    with transaction.atomic():
        TrainingClass.objects.select_for_update().get(pk=training_class.pk)
        last: dict[Cell, Scan] = {}
        for scan in Scan.objects.filter(sitting__training_class=training_class).order_by("id"):
            last[scan.enrolment_id, scan.sitting_id] = scan
        Attendance.objects.filter(sitting__training_class=training_class).delete()
        _derive(list(last.values()))
    return len(last)


def append_scans(scans: Sequence[Scan]) -> None:
    """Append observations, one a cell, each later than what stands there; a step of services that hold the class."""
    Scan.objects.bulk_create(scans, batch_size=_PART)
    _derive(scans)


def _derive(scans: Sequence[Scan]) -> None:
    Attendance.objects.bulk_create(
        [
            Attendance(enrolment_id=scan.enrolment_id, sitting_id=scan.sitting_id, mark=scan.mark, scan=scan)
            for scan in scans
        ],
        batch_size=_PART,
        update_conflicts=True,
        unique_fields=["sitting", "enrolment"],
        update_fields=["mark", "scan"],
    )


def id_after(previous: UUID | None) -> UUID:
    """Return a new id of an observation that sorts after ``previous``, even where a clock was set back."""
    fresh = new_id()
    return fresh if previous is None or fresh > previous else UUID(int=previous.int + 1)


def _refuse_foreign(training_class: TrainingClass, wanted: dict[Cell, Mark]) -> None:
    people = set(
        Enrolment.objects.filter(training_class=training_class, state=EnrolmentState.NOMINATED)
        .order_by("id")
        .values_list("id", flat=True)
    )
    sittings = set(Sitting.objects.filter(training_class=training_class).order_by("id").values_list("id", flat=True))
    guests = set(
        MakeUp.objects.filter(guest__training_class=training_class, guest__state=EnrolmentState.MAKE_UP)
        .order_by("id")
        .values_list("guest_id", "sitting_id")
    )
    gone = sum(
        1
        for person, sitting in wanted
        if (person not in people or sitting not in sittings) and (person, sitting) not in guests
    )
    if gone:
        raise ValidationError(
            {
                "cells": _(
                    "%(count)s marks belong to people or sittings that were taken off this class meanwhile. Load the"
                    " sheet again; the other marks are kept."
                )
                % {"count": gone}
            }
        )


def _standing(training_class: TrainingClass, wanted: dict[Cell, Mark]) -> dict[Cell, _Before]:
    today = timezone.localdate()
    rows = Attendance.objects.filter(
        sitting__training_class=training_class, sitting_id__in={sitting for _, sitting in wanted}
    ).order_by("id")
    return {
        (enrolment_id, sitting_id): _Before(Mark(value), scan_id, timezone.localdate(recorded_at) < today, source)
        for enrolment_id, sitting_id, value, scan_id, recorded_at, source in rows.values_list(
            "enrolment_id", "sitting_id", "mark", "scan_id", "scan__recorded_at", "scan__source"
        )
        if (enrolment_id, sitting_id) in wanted
    }


def _reason_words(reopened: bool, against: int) -> str:
    if reopened:
        return _("The class was closed before, so each change of the sheet needs a reason. Say why, then save.")
    if against:
        words = ngettext(
            "The paper says otherwise than the door of %(count)s person. Say why, then save.",
            "The paper says otherwise than the door of %(count)s people. Say why, then save.",
            against,
        )
        return words % {"count": against}
    return _("This was marked on an earlier day. Say why it is changed, then save.")


def _details(changed: dict[Cell, Mark], before: dict[Cell, _Before]) -> dict[str, Any]:
    """Return the change without a word of a language: numbers by sitting and mark; for a few cells also who."""
    sittings = {one.pk: sitting_label(one) for one in Sitting.objects.filter(pk__in={cell[1] for cell in changed})}
    details: dict[str, Any] = {
        "sittings": [sittings[pk] for pk in sorted(sittings)],
        "marks": {str(value): count for value, count in Counter(changed.values()).items()},
    }
    if len(changed) <= _NAMED:
        names = dict(
            Enrolment.objects.filter(pk__in={cell[0] for cell in changed})
            .order_by("id")
            .values_list("id", "person__full_name")
        )
        for cell, value in changed.items():
            was = before[cell].mark if cell in before else Mark.NONE
            key = f"{names[cell[0]]}, {sittings[cell[1]]}"
            details[key] = [str(was), str(value)]
    return details
