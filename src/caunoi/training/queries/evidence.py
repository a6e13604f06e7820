"""What is kept of signed sheets and of leaves."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from django.db.models import QuerySet

from caunoi.training.enums import Mark
from caunoi.training.models import LeaveDocument, SignedSheet, Sitting, TrainingClass
from caunoi.training.queries.attendance import Sheet, SheetSitting


def sheets_of(sitting: Sitting) -> QuerySet[SignedSheet]:
    """Return the scans of the sheet signed at a sitting, in the order in which they came, with their files."""
    return SignedSheet.objects.filter(sitting=sitting, taken_off_at__isnull=True).select_related("file").order_by("id")


def sheet_counts(training_class: TrainingClass) -> dict[int, int]:
    """Return how many scans each sitting has, by its id."""
    counts: dict[int, int] = defaultdict(int)
    kept = SignedSheet.objects.filter(sitting__training_class=training_class, taken_off_at__isnull=True)
    for sitting in kept.order_by("id").values_list("sitting_id", flat=True):
        counts[sitting] += 1
    return dict(counts)


def documented_cells(training_class: TrainingClass) -> frozenset[tuple[int, int]]:
    """Return the cells (enrolment, sitting) for which a document of leave is kept; one question."""
    kept = LeaveDocument.sittings.through.objects.filter(
        leavedocument__enrolment__training_class=training_class, leavedocument__taken_off_at__isnull=True
    )
    return frozenset(kept.order_by("id").values_list("leavedocument__enrolment_id", "sitting_id"))


@dataclass(frozen=True, kw_only=True)
class LeaveRow:
    """Somebody with leave: at which sittings, for which of them a document is kept, and the documents."""

    enrolment_id: int
    name: str
    unit: str
    sittings: tuple[SheetSitting, ...]
    without: tuple[SheetSitting, ...]
    documents: tuple[LeaveDocument, ...]


def leave_rows(training_class: TrainingClass, read: Sheet) -> list[LeaveRow]:
    """Return who is marked with leave on a sheet, or has a document, in its order; two questions beside the sheet's."""
    documents: dict[int, list[LeaveDocument]] = defaultdict(list)
    kept = LeaveDocument.objects.filter(enrolment__training_class=training_class, taken_off_at__isnull=True)
    for document in kept.select_related("file").prefetch_related("sittings").order_by("id"):
        documents[document.enrolment_id].append(document)
    rows = []
    for row in read.rows:
        excused = tuple(one for one, mark in zip(read.sittings, row.marks, strict=True) if mark == Mark.EXCUSED)
        own = tuple(documents.get(row.id, ()))
        covered = {sitting.pk for document in own for sitting in document.sittings.all()}
        if excused or own:
            rows.append(
                LeaveRow(
                    enrolment_id=row.id,
                    name=row.name,
                    unit=row.unit,
                    sittings=excused,
                    without=tuple(one for one in excused if one.id not in covered),
                    documents=own,
                )
            )
    return rows
