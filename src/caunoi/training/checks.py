"""What ``caunoi check`` looks at in training."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from datetime import date
from uuid import UUID

from django.db.models import F, OuterRef, Subquery
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from caunoi.core import checks
from caunoi.core.checking.folding import register_folded
from caunoi.core.checking.searching import register_expected
from caunoi.core.text import fold, natural_key
from caunoi.training.enums import Mark
from caunoi.training.facts import MADE_UP, MARK_LETTERS, ClassFacts, ParticipantFact, read_facts, read_participants
from caunoi.training.models import (
    Attendance,
    ClassReport,
    Enrolment,
    PaperRecord,
    Plan,
    Quota,
    Room,
    Scan,
    Topic,
    TrainingClass,
)
from caunoi.training.queries.attendance import Sheet, SheetRow, SheetSitting
from caunoi.training.queries.counting import count_sheet
from caunoi.training.queries.current import accepted

_MARKS = {letter: Mark(mark) for mark, letter in MARK_LETTERS.items()} | {MADE_UP: Mark.NONE}
_OF_A_SITTING = ("present", "late", "left_early", "excused", "absent", "substitutes", "made_up")
_OF_A_CLASS = ("nominated", "present", "absent_with_leave", "absent_without_leave", "substitutes", "attendances")


def register() -> None:
    """Name the folded columns, what search has to know, and the checks of this domain."""
    register_folded(TrainingClass, "folded_title", "title", make=lambda title: fold(title)[:300])
    register_folded(Topic, "folded_title", "title", make=lambda title: fold(title)[:500])
    register_folded(Plan, "folded_title", "title", make=lambda title: fold(title)[:300])
    register_folded(PaperRecord, "folded_about", "about", make=lambda about: fold(about)[:500])
    register_folded(Room, "folded_name", "name", make=lambda name: fold(name)[:200])
    register_folded(Quota, "folded_name", "name", make=lambda name: natural_key(name)[:200])
    register_folded(Enrolment, "folded_unit", "unit_text", make=lambda unit: natural_key(unit)[:200])
    register_folded(Enrolment, "sort_name", "person__sort_name", make=str)
    register_expected("class", lambda: list(TrainingClass.objects.order_by("pk").values_list("code", flat=True)))
    register_expected("topic", lambda: [str(pk) for pk in Topic.objects.order_by("pk").values_list("pk", flat=True)])
    register_expected("plan", lambda: list(Plan.objects.order_by("pk").values_list("code", flat=True)))
    checks.register("attendance", gettext_lazy("The sheets say what was observed last"), attendance_follows_scans)
    checks.register("reports", gettext_lazy("The counts of closed classes are right"), reports_add_up)


def attendance_follows_scans(_deep: bool) -> Iterator[checks.Fault]:
    """Each cell of a sheet stands as its last observation says, and each observation has its cell."""
    last = Scan.objects.filter(enrolment=OuterRef("enrolment"), sitting=OuterRef("sitting")).order_by("-id")
    cells = Attendance.objects.annotate(last=Subquery(last.values("id")[:1]), said=F("scan__mark"))
    wrong = sum(
        1
        for mark, scan, newest, said in cells.order_by("pk")
        .values_list("mark", "scan_id", "last", "said")
        .iterator(chunk_size=5000)
        if mark != said or scan != newest
    )
    there = Attendance.objects.filter(enrolment=OuterRef("enrolment"), sitting=OuterRef("sitting"))
    lost = Scan.objects.annotate(cell=Subquery(there.values("id")[:1])).filter(cell__isnull=True).count()
    if wrong or lost:
        yield checks.Fault(
            where="training_attendance",
            what=_("%(wrong)s cells say something else than was observed last, %(lost)s observations have no cell.")
            % {"wrong": wrong, "lost": lost},
            todo=_("Open the sheets of attendance of the open classes and mark these cells again."),
        )


def reports_add_up(_deep: bool) -> Iterator[checks.Fault]:
    """The numbers of each frozen report are those of the list and the marks frozen beside it."""
    for report in ClassReport.objects.select_related("training_class").order_by("pk").iterator(chunk_size=100):
        where = f"{report.training_class.code} ({report.version})"
        try:
            facts, rows = read_facts(report.facts), read_participants(report.participants)
            odd = _differences(facts, rows) if rows else []
        except (ValueError, TypeError, KeyError, AttributeError, IndexError):
            odd = [_("its facts can't be read")]
        if odd:
            yield checks.Fault(
                where=where,
                what=_("The report does not add up: %(odd)s.") % {"odd": "; ".join(odd)},
                todo=_("Compare it with a backup. Then reopen the class and close it again with the reason."),
            )


def _differences(facts: ClassFacts, rows: tuple[ParticipantFact, ...]) -> list[str]:
    counts = count_sheet(accepted(_sheet(facts, rows)))
    odd = [
        _differs(name, stored.value, getattr(counts, name))
        for name in _OF_A_CLASS
        if (stored := getattr(facts, name)).value != getattr(counts, name)
    ]
    if facts.made_up != counts.made_up:
        odd.append(_differs("made_up", facts.made_up, counts.made_up))
    for sitting, counted in zip(facts.sittings, counts.by_sitting, strict=True):
        marks = asdict(counted.marks)
        odd += [
            _differs(f"{sitting.date} {sitting.part} {name}", getattr(sitting, name), marks[name])
            for name in _OF_A_SITTING
            if getattr(sitting, name) != marks[name]
        ]
    return odd


def _differs(name: str, stored: int | None, counted: int) -> str:
    return _("%(name)s is %(stored)s, counted %(counted)s") % {"name": name, "stored": stored, "counted": counted}


def _sheet(facts: ClassFacts, rows: tuple[ParticipantFact, ...]) -> Sheet:
    place = {row.person_id: number for number, row in enumerate(rows)}
    return Sheet(
        sittings=tuple(
            SheetSitting(id=number, date=date.fromisoformat(one.date), part=one.part, part_label=one.part)
            for number, one in enumerate(facts.sittings)
        ),
        rows=tuple(
            SheetRow(
                id=number,
                number=number,
                person_id=UUID(row.person_id),
                name="",
                post=row.post,
                unit=row.unit,
                folded="",
                substitute_for=place[row.substitute_for] if row.substitute_for else None,
                substitute_for_name="",
                marks=tuple(_MARKS[letter] for letter in row.marks),
                made_up=frozenset(place for place, letter in enumerate(row.marks) if letter == MADE_UP),
            )
            for number, row in enumerate(rows)
        ),
        cursor="",
    )
