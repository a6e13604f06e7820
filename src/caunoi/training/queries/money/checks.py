"""What auditors compare, each comparison a small function over plain facts."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum

from django.utils.translation import gettext as _

from caunoi.training.queries.money import reckoning
from caunoi.training.queries.money.checkfacts import CheckFacts, PaidPerson, PaidSpeaker


class State(StrEnum):
    """How a check came out."""

    PASSED = "passed"
    FAILED = "failed"
    UNKNOWN = "unknown"


@dataclass(frozen=True, kw_only=True)
class Found:
    """One thing that does not agree; ``page`` and ``key`` name the desk's page where it is mended."""

    words: str
    page: str
    key: str = ""


@dataclass(frozen=True, kw_only=True)
class Check:
    """One comparison: what was compared, its state, and the rows concerned."""

    code: str
    name: str
    compared: str
    state: State
    found: tuple[Found, ...] = ()


def _check(code: str, name: str, compared: str, found: Iterable[Found], *, known: bool = True) -> Check:
    rows = tuple(found)
    state = State.FAILED if rows else State.PASSED if known else State.UNKNOWN
    return Check(code=code, name=name, compared=compared, state=state, found=rows)


def _amount(value: int) -> str:
    return f"{value:,}".replace(",", ".")


def _of_person(row: PaidPerson, words: str) -> Found:
    page = ("money_payment", str(row.pay_id)) if row.pay_id else ("money_participants", "")
    return Found(words=f"{row.name}: {words}", page=page[0], key=page[1])


def _of_speaker(row: PaidSpeaker, words: str) -> Found:
    return Found(words=f"{row.name}: {words}", page="money_speaker", key=str(row.person_id))


def approvals(facts: CheckFacts) -> Check:
    """Compare the day of every paper that lets the class be held with its first day."""
    first = facts.first_day
    late = [
        Found(
            words=_("%(paper)s was signed on %(day)s, after the class began")
            % {"paper": one.words or "–", "day": f"{one.signed_on:%d/%m/%Y}"},
            page="class_directives",
        )
        for one in facts.approvals
        if first and one.signed_on and one.signed_on > first
    ]
    known = bool(first and any(one.signed_on for one in facts.approvals))
    return _check(
        "approvals",
        _("Approved before the class"),
        _("Day of plan, decision and directives against the first day of the class"),
        late,
        known=known,
    )


def listed_and_marked(facts: CheckFacts) -> Check:
    """Compare who is paid with the list and with the attendance sheet."""
    found = []
    for row in facts.participants:
        if row.pay_id and not row.listed:
            found.append(_of_person(row, _("is paid and is not on the list")))
        elif row.pay_id and not row.off_payroll:
            found.append(_of_person(row, _("is paid and is not marked as off the State payroll")))
        elif row.off_payroll and row.present_days and not row.pay_id:
            found.append(_of_person(row, _("was present and is not paid")))
        elif row.listed and row.unmarked:
            found.append(_of_person(row, _("attendance is not marked at every sitting")))
    return _check(
        "list",
        _("List, sheet and payment agree"),
        _("Everybody paid is on the list and on the attendance sheet, and the other way round"),
        found,
        known=bool(facts.sittings),
    )


def meals(facts: CheckFacts) -> Check:
    """Compare the days paid with the days present, person by person."""
    return _check(
        "meals",
        _("Meals at most the present"),
        _("Days paid against days present on the attendance sheet"),
        [
            _of_person(row, _("%(paid)s days paid, %(there)s present") % {"paid": row.days, "there": row.present_days})
            for row in facts.participants
            if row.days > row.present_days
        ],
        known=bool(facts.sittings),
    )


def sums(facts: CheckFacts) -> Check:
    """Work every row out again: days by rate, periods by rate, tax by its rule, totals."""
    found = [
        _of_person(
            row,
            _("%(days)s days by %(each)s are not %(sum)s")
            % {"days": row.days, "each": _amount(row.meal_each), "sum": _amount(row.meals)},
        )
        for row in facts.participants
        if row.days * row.meal_each != row.meals
    ]
    found += [
        _of_person(row, _("meals and travel do not make the amount"))
        for row in facts.participants
        if row.meals + row.travel != row.amount
    ]
    for row in facts.speakers:
        if not row.fee:
            continue
        due = reckoning.fee(rate=row.rate, periods=row.periods, periods_per_sitting=row.per)
        paid = row.amount if row.changed else due
        tax = (
            0
            if row.threshold is None
            else reckoning.tax(amount=row.amount, threshold=row.threshold, percent=row.percent)
        )
        if due != row.worked_out or paid != row.amount:
            found.append(_of_speaker(row, _("rate by periods is %(due)s") % {"due": _amount(due)}))
        if tax != row.tax:
            found.append(_of_speaker(row, _("tax by its rule is %(tax)s") % {"tax": _amount(tax)}))
        if row.amount - row.tax != row.net:
            found.append(_of_speaker(row, _("amount less tax is not what is paid out")))
    return _check(
        "sums", _("Rows add up"), _("Each row worked out again from rate, days, periods and rule of tax"), found
    )


def programme(facts: CheckFacts) -> Check:
    """Compare the periods paid with the programme."""
    found = []
    for row in facts.speakers:
        if not row.fee:
            found.append(_of_speaker(row, _("teaches and has no fee worked out")))
        elif row.unknown_periods:
            found.append(_of_speaker(row, _("the programme does not say how many periods")))
        elif row.periods != row.periods_now:
            found.append(
                _of_speaker(
                    row,
                    _("%(paid)s periods paid, %(now)s in the programme")
                    % {"paid": f"{row.periods.normalize():f}", "now": f"{row.periods_now.normalize():f}"},
                )
            )
    return _check(
        "programme",
        _("Fees as the programme has it"),
        _("Periods paid against periods taught, speaker by speaker"),
        found,
        known=bool(facts.speakers),
    )


def evidence(facts: CheckFacts) -> Check:
    """Ask of every speaker for a grade and what shows it."""
    found = [
        _of_speaker(row, _("no grade is entered") if not row.has_grade else _("nothing shows the grade"))
        for row in facts.speakers
        if not (row.has_grade and row.has_evidence)
    ]
    return _check(
        "evidence",
        _("Grade of each speaker with evidence"),
        _("Grade entered, with a copy or a numbered document"),
        found,
        known=bool(facts.speakers),
    )


def one_place(facts: CheckFacts) -> Check:
    """Look for people who taught or sat in another class at the same half-day."""
    found = [
        Found(
            words=f"{one.name}: "
            + (
                _("%(when)s also in class %(code)s") % {"when": one.when, "code": one.code}
                if one.code
                else _("%(when)s also in a class of another office") % {"when": one.when}
            ),
            page="class" if one.code else "class_programme",
            key=one.code,
        )
        for one in facts.elsewhere
    ]
    return _check(
        "one_place",
        _("Nobody in two places at once"),
        _("Speakers and those present against all other classes of the same half-day"),
        found,
        known=bool(facts.sittings),
    )


def invoices(facts: CheckFacts) -> Check:
    """Ask of every expense for number, day and copy of its invoice."""
    found = []
    for row in facts.expenses:
        missing = [
            word
            for word, there in ((_("number"), row.number), (_("day"), row.day), (_("copy"), row.has_file))
            if not there
        ]
        if missing:
            words = _("%(expense)s: missing of the invoice: %(what)s") % {
                "expense": row.words,
                "what": ", ".join(missing),
            }
            found.append(Found(words=words, page="money_expense", key=str(row.id)))
    return _check("invoices", _("Invoices attached"), _("Each expense has number, day and copy of its invoice"), found)


def plan(facts: CheckFacts) -> Check:
    """Compare what was spent under each heading with what was planned."""
    found = [
        Found(
            words=_("%(heading)s: %(spent)s spent, %(planned)s planned")
            % {"heading": line.words, "spent": _amount(line.spent), "planned": _amount(line.planned)},
            page="class_money",
        )
        for line in facts.lines
        if line.spent > line.planned
    ]
    known = any(line.planned for line in facts.lines)
    return _check(
        "plan",
        _("Spent within the plan"),
        _("Spent against planned, heading by heading"),
        found if known else [],
        known=known,
    )


def signed_copies(facts: CheckFacts) -> Check:
    """Ask for the signed copy of each list that was signed by hand."""
    found = [
        Found(words=_("%(paper)s: the signed copy is missing") % {"paper": words}, page="class_papers")
        for words, there in facts.signed
        if not there
    ]
    return _check("signed", _("Signed copies"), _("Sign-in sheet and payment lists as they were signed"), found)


def accounts(facts: CheckFacts) -> Check:
    """Ask for an account of everybody who is paid by transfer."""
    found = [
        _of_speaker(row, _("paid by transfer, and no account is kept"))
        for row in facts.speakers
        if row.by_transfer and not row.has_account
    ]
    found += [
        _of_person(row, _("paid by transfer, and no account is kept"))
        for row in facts.participants
        if row.by_transfer and not row.has_account
    ]
    return _check("accounts", _("Accounts for transfers"), _("Everybody paid by transfer has an account"), found)


CHECKS: tuple[Callable[[CheckFacts], Check], ...] = (
    approvals,
    listed_and_marked,
    meals,
    programme,
    evidence,
    sums,
    plan,
    one_place,
    invoices,
    signed_copies,
    accounts,
)


def run_checks(facts: CheckFacts) -> list[Check]:
    """Return every check with its state, in the order in which an auditor reads a file."""
    return [check(facts) for check in CHECKS]
