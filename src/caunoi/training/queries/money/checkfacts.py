"""What the check of a class's file looks at: plain values, read in a number of queries that does not grow with it."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from caunoi.directory.queries.scope import AnyUser
from caunoi.training.enums import THERE, ClassState, CostHeading, ExpenseKind, Mark, PaperKind, Part
from caunoi.training.models import (
    Attendance,
    PaperRecord,
    ParticipantPay,
    PlanVersion,
    Speaker,
    SpeakerFee,
    SpeakerGrade,
    TrainingClass,
)
from caunoi.training.queries.attendance import sheet
from caunoi.training.queries.classes import visible_classes
from caunoi.training.queries.make_ups import guests_of
from caunoi.training.queries.money.payees import have_account
from caunoi.training.queries.money.presence import FED
from caunoi.training.queries.money.rates import tax_rule_for
from caunoi.training.queries.money.statement import budget_of, expenses_of, fees_of, make_statement, payments_of
from caunoi.training.queries.money.taught import grades_on, taught


@dataclass(frozen=True, kw_only=True)
class Approval:
    """A paper that lets the class be held; ``signed_on`` None where its day is not known."""

    words: str
    signed_on: dt.date | None


@dataclass(frozen=True, kw_only=True)
class PaidPerson:
    """A participant who is off the payroll, or is paid: ``pay_id`` None where no payment is worked out.

    ``listed`` says that the person stands on the list; ``unmarked`` counts the sittings without a mark.
    """

    name: str
    pay_id: int | None
    person_id: UUID
    listed: bool
    off_payroll: bool
    unmarked: int
    present_days: int
    days: int = 0
    meal_each: int = 0
    meals: int = 0
    travel: int = 0
    amount: int = 0
    by_transfer: bool = False
    has_account: bool = False


@dataclass(frozen=True, kw_only=True)
class PaidSpeaker:
    """A speaker of the programme, or of a fee; ``fee`` False where none is worked out."""

    name: str
    person_id: UUID
    fee: bool
    has_grade: bool
    has_evidence: bool
    unknown_periods: bool
    periods_now: Decimal
    periods: Decimal = Decimal(0)
    rate: int = 0
    per: int = 4
    worked_out: int = 0
    amount: int = 0
    tax: int = 0
    net: int = 0
    changed: bool = False
    threshold: int | None = None
    percent: Decimal = Decimal(0)
    by_transfer: bool = False
    has_account: bool = False


@dataclass(frozen=True, kw_only=True)
class Elsewhere:
    """Somebody at another class at the same time; ``code`` "" for a class out of the reader's scope."""

    name: str
    person_id: UUID
    when: str
    code: str


@dataclass(frozen=True, kw_only=True)
class Expense:
    """Something that was spent."""

    id: int
    words: str
    amount: int
    has_file: bool
    number: str
    day: dt.date | None


@dataclass(frozen=True, kw_only=True)
class Line:
    """Planned and spent under one heading."""

    words: str
    planned: int
    spent: int


@dataclass(frozen=True, kw_only=True)
class CheckFacts:
    """Everything that is compared."""

    first_day: dt.date | None
    approvals: tuple[Approval, ...]
    sittings: int
    participants: tuple[PaidPerson, ...]
    speakers: tuple[PaidSpeaker, ...]
    elsewhere: tuple[Elsewhere, ...]
    expenses: tuple[Expense, ...]
    lines: tuple[Line, ...]
    # The signed papers that are to be there, each with whether its copy is.
    signed: tuple[tuple[str, bool], ...]


def check_facts(user: AnyUser, training_class: TrainingClass) -> CheckFacts:
    """Return what is known of a class's file now; classes out of the user's scope are told without their names."""
    fees, payments = list(fees_of(training_class)), list(payments_of(training_class))
    expenses = list(expenses_of(training_class))
    statement = make_statement(budget=budget_of(training_class), fees=fees, payments=payments, expenses=expenses)
    transfer = [row.person_id for row in fees if row.by_transfer]
    transfer += [row.enrolment.person_id for row in payments if row.by_transfer]
    accounts = have_account(training_class.keeper, transfer)
    return CheckFacts(
        first_day=training_class.starts_on,
        approvals=_approvals(training_class),
        sittings=training_class.sittings.count(),
        participants=_participants(training_class, payments, accounts),
        speakers=_speakers(training_class, fees, accounts),
        elsewhere=_elsewhere(user, training_class),
        expenses=tuple(
            Expense(
                id=row.pk,
                words=row.words,
                amount=row.amount,
                has_file=row.file_id is not None,
                number=row.invoice_number,
                day=row.invoice_on,
            )
            for row in expenses
            if row.kind == ExpenseKind.COST
        ),
        lines=tuple(
            Line(words=str(CostHeading(line.heading).label), planned=line.planned, spent=line.spent)
            for line in statement.lines
        ),
        signed=_signed(training_class, has_fees=bool(fees), has_payments=bool(payments)),
    )


def _approvals(training_class: TrainingClass) -> tuple[Approval, ...]:
    """Return the decision on the classes of the plan item, decisions of the register, and the approved plan."""
    found = []
    item = training_class.plan_item
    if item is not None:
        if item.decision_number or item.decision_on:
            found.append(Approval(words=item.decision_number, signed_on=item.decision_on))
        version = PlanVersion.objects.filter(plan=item.plan_id, state="approved").order_by("-number").first()
        if version:
            found.append(Approval(words=version.registry_number, signed_on=version.signed_on))
    records = PaperRecord.objects.filter(
        training_class=training_class, kind__in=("decision", "plan", "class_plan"), voided_at__isnull=True
    )
    found += [Approval(words=row.number, signed_on=row.signed_on) for row in records.order_by("created_at", "id")]
    links = training_class.directive_links.select_related("directive").order_by("position", "id")
    found += [Approval(words=str(link.directive), signed_on=link.directive.issued_on) for link in links]
    return tuple(found)


def _participants(
    training_class: TrainingClass, payments: list[ParticipantPay], accounts: set[UUID]
) -> tuple[PaidPerson, ...]:
    read = sheet(training_class)
    off = set(
        training_class.enrolments.filter(off_payroll=True, state__in=FED).order_by("pk").values_list("pk", flat=True)
    )
    paid = {row.enrolment_id: row for row in payments}
    days = [sitting.date for sitting in read.sittings]
    found = [
        _person(
            PaidPerson(
                name=row.name,
                person_id=row.person_id,
                pay_id=None,
                listed=True,
                off_payroll=row.id in off,
                unmarked=sum(mark == Mark.NONE for mark in row.marks),
                present_days=len({day for day, mark in zip(days, row.marks, strict=True) if mark in THERE}),
            ),
            paid.pop(row.id, None),
            accounts,
        )
        for row in read.rows
        if row.id in off or row.id in paid
    ]
    dates = {sitting.id: sitting.date for sitting in read.sittings}
    found += [
        _person(
            PaidPerson(
                name=guest.name,
                person_id=guest.person_id,
                pay_id=None,
                listed=True,
                off_payroll=guest.id in off,
                unmarked=sum(mark == Mark.NONE for mark in guest.marks.values()),
                present_days=len({dates[pk] for pk, mark in guest.marks.items() if mark in THERE}),
            ),
            paid.pop(guest.id, None),
            accounts,
        )
        for guest in guests_of(training_class)
        if guest.id in off or guest.id in paid
    ]
    # What is left was paid to somebody who was taken off the list.
    for pay in paid.values():
        person = pay.enrolment.person
        bare = PaidPerson(
            name=person.full_name, person_id=person.pk, pay_id=None, listed=False, off_payroll=True, unmarked=0,
            present_days=0,
        )  # fmt: skip
        found.append(_person(bare, pay, accounts))
    return tuple(found)


def _person(bare: PaidPerson, pay: ParticipantPay | None, accounts: set[UUID]) -> PaidPerson:
    if pay is None:
        return bare
    return replace(
        bare,
        pay_id=pay.pk,
        days=pay.days,
        meal_each=pay.meal_each,
        meals=pay.meals,
        travel=pay.travel,
        amount=pay.amount,
        by_transfer=pay.by_transfer,
        has_account=bare.person_id in accounts,
    )


def _speakers(training_class: TrainingClass, fees: list[SpeakerFee], accounts: set[UUID]) -> tuple[PaidSpeaker, ...]:
    people = {one.person_id: one for one in taught(training_class)}
    by_person = {fee.person_id: fee for fee in fees}
    day = training_class.starts_on
    grades: dict[UUID, SpeakerGrade] = grades_on(training_class, [*people, *by_person], day) if day else {}
    rule = tax_rule_for(training_class.keeper, day) if day else None
    found = []
    for pk in dict.fromkeys([*people, *by_person]):
        one, fee, grade = people.get(pk), by_person.get(pk), grades.get(pk)
        row = PaidSpeaker(
            name=one.name if one else by_person[pk].person.full_name,
            person_id=pk,
            fee=False,
            has_grade=grade is not None,
            has_evidence=bool(grade and grade.has_evidence),
            unknown_periods=bool(one and one.has_unknown),
            periods_now=one.periods if one else Decimal(0),
            threshold=rule.threshold if rule else None,
            percent=rule.percent if rule else Decimal(0),
        )
        found.append(_speaker(row, fee, accounts) if fee else row)
    return tuple(found)


def _speaker(bare: PaidSpeaker, fee: SpeakerFee, accounts: set[UUID]) -> PaidSpeaker:
    return replace(
        bare,
        fee=True,
        periods=fee.periods,
        rate=fee.rate_amount,
        per=fee.periods_per_sitting,
        worked_out=fee.worked_out,
        amount=fee.amount,
        tax=fee.tax,
        net=fee.net,
        changed=bool(fee.reason),
        by_transfer=fee.by_transfer,
        has_account=bare.person_id in accounts,
    )


# Where somebody is at a half-day: as a speaker, and as one who was marked present.
_PLACES: tuple[tuple[QuerySet[Any], str, str], ...] = (
    (Speaker.objects.all(), "agenda_item__sitting", "person"),
    (
        Attendance.objects.filter(mark__in=THERE, enrolment__state__in=FED),
        "sitting",
        "enrolment__person",
    ),
)
Time = tuple[dt.date, str]


def _elsewhere(user: AnyUser, training_class: TrainingClass) -> tuple[Elsewhere, ...]:
    """Return who taught or was present here and at another class at the same half-day; six queries."""
    times: dict[Time, str] = {
        (date, part): f"{Part(part).label} {date:%d/%m/%Y}"
        for date, part in training_class.sittings.order_by("pk").values_list("date", "part")
    }
    days = {day for day, _part in times}
    here: dict[Time, dict[UUID, str]] = defaultdict(dict)
    for rows, sitting, person in _PLACES:
        mine = rows.filter(**{f"{sitting}__training_class": training_class}).order_by("pk")
        for date, part, pk, name in mine.values_list(
            f"{sitting}__date", f"{sitting}__part", f"{person}_id", f"{person}__full_name"
        ):
            here[date, part][pk] = name
    known = {pk for people in here.values() for pk in people}
    there: list[tuple[Time, UUID, UUID]] = []
    for rows, sitting, person in _PLACES:
        others = (
            rows.filter(**{f"{sitting}__date__in": days, f"{person}__in": known})
            .exclude(**{f"{sitting}__training_class": training_class})
            .exclude(**{f"{sitting}__training_class__state": ClassState.CANCELLED})
            .order_by("pk")
        )
        there += [
            ((date, part), pk, other)
            for date, part, pk, other in others.values_list(
                f"{sitting}__date", f"{sitting}__part", f"{person}_id", f"{sitting}__training_class_id"
            )
        ]
    seen = dict(visible_classes(user).filter(pk__in={other for _t, _p, other in there}).values_list("pk", "code"))
    return tuple(
        dict.fromkeys(
            Elsewhere(name=here[time][pk], person_id=pk, when=times[time], code=seen.get(other, ""))
            for time, pk, other in there
            if time in times and pk in here[time]
        )
    )


def _signed(training_class: TrainingClass, *, has_fees: bool, has_payments: bool) -> tuple[tuple[str, bool], ...]:
    wanted = [PaperKind.SIGN_IN_SHEET]
    wanted += [PaperKind.SPEAKER_PAYMENTS] if has_fees else []
    wanted += [PaperKind.PARTICIPANT_PAYMENTS] if has_payments else []
    there = set(
        PaperRecord.objects.filter(
            training_class=training_class, kind__in=wanted, signed_file__isnull=False, voided_at__isnull=True
        ).values_list("kind", flat=True)
    )
    return tuple((str(kind.label), str(kind) in there) for kind in wanted)
