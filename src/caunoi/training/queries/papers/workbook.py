"""Everything of a class as one workbook: a sheet a table. No cell is ever taken for a formula.

Equal records give equal bytes.
"""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any

import xlsxwriter
from django.utils.translation import gettext as _

from caunoi import papers
from caunoi.training.enums import CostHeading, ExpenseKind
from caunoi.training.facts import MoneyFact
from caunoi.training.models import TrainingClass
from caunoi.training.queries.money.checks import Check, State
from caunoi.training.queries.papers import of_class, records_of
from caunoi.training.queries.papers.afterwards import full_number
from caunoi.training.queries.papers.official import outline_of
from caunoi.training.queries.papers.snapshot import Snapshot, snapshot
from caunoi.training.queries.points import rows_of_facts

_MARKS = {"x": "có mặt", "m": "muộn", "s": "về sớm", "p": "vắng có phép", "k": "vắng không phép", "b": "học bù"}
_Table = tuple[str, Sequence[str], Iterable[Sequence[Any]]]


def class_workbook(training_class: TrainingClass, *, money: bool = False, found: Snapshot | None = None) -> bytes:
    """Return the workbook; from frozen facts where the class is closed.

    With ``money`` it tells what was paid, for whoever may see that; accounts of payees stand in none.
    """
    found = found or snapshot(training_class)
    tables = _tables(training_class, found)
    if money and found.facts.money is not None:
        tables += _money_tables(found, found.facts.money)
    return _book(tables)


def checks_workbook(checks: Sequence[Check], training_class: TrainingClass) -> bytes:
    """Return the state of each check of the class's file, and what each found."""
    states = {State.PASSED: _("passed"), State.FAILED: _("not passed"), State.UNKNOWN: _("not enough data")}
    return _book(
        [
            (
                _("Check the file"),
                (_("No."), _("Check"), _("What was compared"), _("State"), _("Does not agree")),
                [
                    (place, check.name, check.compared, states[check.state], len(check.found))
                    for place, check in enumerate(checks, start=1)
                ],
            ),
            (
                _("Does not agree"),
                (_("Class"), _("Check"), _("What was found")),
                [(training_class.code, check.name, found.words) for check in checks for found in check.found],
            ),
        ]
    )


def _book(tables: Iterable[_Table]) -> bytes:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    # Else the moment of its making would stand in it.
    book.set_properties({"created": dt.datetime(2020, 1, 1, tzinfo=dt.UTC)})
    bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
    for name, head, rows in tables:
        sheet = book.add_worksheet(name[:31])
        for column, title in enumerate(head):
            sheet.write_string(0, column, str(title), bold)
        for line, row in enumerate(rows, start=1):
            for column, value in enumerate(row):
                if isinstance(value, int | Decimal):
                    sheet.write_number(line, column, float(value))
                elif value is not None:
                    sheet.write_string(line, column, str(value))
        sheet.freeze_panes(1, 0)
        sheet.autofit(max_width=400)
    book.close()
    return out.getvalue()


def _tables(training_class: TrainingClass, found: Snapshot) -> list[_Table]:
    facts = found.facts
    outline = outline_of(training_class, found)
    labels = [sitting.label for sitting in outline.sittings]
    counts = (
        (_("Seats"), facts.quota), (_("Nominated"), facts.nominated), (_("Present"), facts.present),
        (_("Absent with leave"), facts.absent_with_leave), (_("Absent without leave"), facts.absent_without_leave),
        (_("Substitutes"), facts.substitutes), (_("Attendances"), facts.attendances),
    )  # fmt: skip
    general: list[Sequence[Any]] = [
        (_("Code"), facts.code),
        (_("Title"), facts.title),
        (_("For whom"), facts.audience),
        (_("Time"), outline.time_text),
        (_("Place"), outline.place_text),
        *((words, _count(count)) for words, count in counts),
    ]
    return [
        (_("General"), (_("What"), _("Value")), general),
        (
            _("Programme"),
            (_("Sitting"), _("Begins"), _("Content"), _("Who")),
            [
                (sitting.label, f"{line.starts:%H:%M}" if line.starts else "", line.title, line.in_charge)
                for sitting in outline.sittings
                for line in sitting.agenda
            ],
        ),
        (
            _("Participants"),
            (_("No."), _("Full name"), _("Post"), _("Unit"), _("Venue point"), _("Instead of"), *labels),
            [
                (
                    place, found.name(row.person_id), row.post, row.unit, row.venue,
                    found.name(row.substitute_for) if row.substitute_for else "",
                    *(_MARKS.get(mark, "") for mark in row.marks),
                )
                for place, row in enumerate(found.participants, start=1)
            ],
        ),
        (
            _("By unit"),
            (_("Unit"), _("Nominated"), _("Present"), _("Substitutes")),
            [(unit.name, unit.nominated, unit.present, unit.substitutes) for unit in facts.units],
        ),
        (
            _("By sitting"),
            (
                _("Sitting"), _("Present"), _("Absent with leave"), _("Absent without leave"), _("Substitutes"),
                _("Made up elsewhere"), _("Guests who made up a sitting"),
            ),
            [
                (
                    label, sitting.present, sitting.excused, sitting.absent, sitting.substitutes, sitting.made_up,
                    sitting.guests,
                )
                for label, sitting in zip(labels, facts.sittings, strict=True)
            ],
        ),
        *_points(found),
        *_make_up_guests(found, labels),
        (
            _("Quotas"),
            (_("Unit"), _("Seats")),
            training_class.quotas.order_by("position", "folded_name", "id").values_list("name", "seats"),
        ),
        (
            _("Guests and speakers"),
            (_("Full name"), _("Post")),
            [(found.name(one.person_id), one.post) for one in (*facts.guests, *facts.speakers)],
        ),
        (
            _("Questions"),
            (_("Question"), _("Topic"), _("Answer"), _("Answered by")),
            [(one.text, one.topic, one.answer, one.answered_by) for one in facts.questions],
        ),
        (
            _("Papers"),
            (_("Paper"), _("Number"), _("Signed on")),
            [
                (
                    papers.paper_name(papers.PaperKind(kind)), full_number(record),
                    f"{record.signed_on:%d/%m/%Y}" if record.signed_on else "",
                )
                for kind, record in records_of(of_class(training_class)).items()
            ],
        ),
    ]  # fmt: skip


def _points(found: Snapshot) -> list[_Table]:
    """Return the counts by venue point; no sheet for a class without points."""
    rows = rows_of_facts(found.facts)
    if not rows:
        return []
    head = (
        _("Venue point"), _("Nominated"), _("Present"), _("Absent with leave"), _("Absent without leave"),
        _("Substitutes"), _("Attendances"), *rows[0].labels,
    )  # fmt: skip
    return [
        (
            _("By venue point"),
            head,
            [
                (
                    row.name, row.nominated, row.present, row.absent_with_leave, row.absent_without_leave,
                    row.substitutes, row.attendances, *row.by_sitting,
                )
                for row in rows
            ],
        )
    ]  # fmt: skip


def _make_up_guests(found: Snapshot, labels: Sequence[str]) -> list[_Table]:
    """Return who made up sittings here; no sheet where nobody did."""
    guests = found.facts.make_up_guests
    if not guests:
        return []
    return [
        (
            _("Make-up sittings"),
            (_("Full name"), _("Post"), _("Unit"), _("Venue point"), _("Sitting"), _("Present")),
            [
                (found.name(one.person_id), one.post, one.unit, one.venue, labels[place], int(place in one.came))
                for one in guests
                for place in one.places
            ],
        )
    ]


def _money_tables(found: Snapshot, money: MoneyFact) -> list[_Table]:
    return [
        (
            _("Planned and spent"),
            (_("Heading"), _("Planned (đồng)"), _("Spent (đồng)"), _("Left (đồng)")),
            [
                (str(CostHeading(line.heading).label), line.planned, line.spent, line.planned - line.spent)
                for line in money.costs
            ],
        ),
        (
            _("Fees of speakers"),
            (
                _("Full name"), _("Paid as"), _("Topics"), _("Periods"), _("A sitting (đồng)"), _("Amount (đồng)"),
                _("Tax (đồng)"), _("Paid out (đồng)"), _("Reason"),
            ),
            [
                (
                    found.name(fee.person_id), fee.grade, "; ".join(fee.taught), Decimal(fee.periods), fee.rate,
                    fee.amount, fee.tax, fee.net, fee.reason,
                )
                for fee in money.fees
            ],
        ),
        (
            _("Meals and travel"),
            (
                _("No."), _("Full name"), _("Days paid"), _("A meal (đồng)"), _("Meals (đồng)"), _("Travel (đồng)"),
                _("Amount (đồng)"),
            ),
            [
                (place, found.name(row.person_id), row.days, row.meal_each, row.meals, row.travel, row.amount)
                for place, row in enumerate(money.payments, start=1)
            ],
        ),
        (
            _("Other expenses"),
            (_("What for"), _("Heading"), _("Invoice"), _("Day"), _("Paid to"), _("Amount (đồng)"), _("Kind")),
            [
                (
                    row.words, str(CostHeading(row.heading).label), row.invoice_number, _day(row.invoice_on), row.payee,
                    row.amount, str(ExpenseKind(row.kind).label),
                )
                for row in money.expenses
            ],
        ),
    ]  # fmt: skip


def _day(iso: str | None) -> str:
    return f"{dt.date.fromisoformat(iso):%d/%m/%Y}" if iso else ""


def _count(count: Any) -> Any:
    """Return the number, with its word where it is vague; blank where it is unknown."""
    if count.value is None or count.qualifier == "exact":
        return count.value
    return papers.Count(count.value, papers.Qualifier(count.qualifier)).text
