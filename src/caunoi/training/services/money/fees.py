"""What the speakers of a class are paid: grades with evidence, fees worked out, changes with a reason."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from caunoi.core import audit, files
from caunoi.core.errors import NotNow, StaleChange
from caunoi.core.models import StoredFile
from caunoi.core.text import clean
from caunoi.directory.models import Directive, Person, User
from caunoi.directory.policies import require
from caunoi.training.enums import Action, RateKind
from caunoi.training.models import Rate, RateTable, Speaker, SpeakerFee, SpeakerGrade, TaxRule, TrainingClass
from caunoi.training.policies import prepares_money, writes_money
from caunoi.training.queries.money import reckoning
from caunoi.training.queries.money.rates import fold_grade, table_for, tax_rule_for
from caunoi.training.queries.money.taught import Taught, grades_on, taught
from caunoi.training.services.guard import note, open_for_change

MOST = 10**12
EVIDENCE_KINDS = ("application/pdf", "image/")


@transaction.atomic
def set_grade(
    *,
    actor: User,
    training_class: TrainingClass,
    person: Person,
    post_rank: str = "",
    academic_title: str = "",
    from_day: dt.date | None = None,
    evidence: str = "",
    directive: Directive | None = None,
    content: bytes | None = None,
    name: str = "",
) -> SpeakerGrade:
    """Say by which rank and title a speaker of the class is paid by its keeper from a day on, the class's first unless told.

    A grade of the same day is replaced; its evidence stays where none is sent. Fees that were worked out stay until
    they are worked out again. Raises PermissionDenied, ValidationError: neither rank nor title, no speaker of the
    class, an odd file.
    """  # noqa: E501 - one sentence
    require(prepares_money(actor, training_class))
    rank, title = clean(post_rank)[:200], clean(academic_title)[:200]
    if not (rank or title):
        raise ValidationError({"grade": _("Choose the rank or the academic title by which the speaker is paid.")})
    if not Speaker.objects.filter(training_class=training_class, person=person).exists():
        raise ValidationError({"grade": _("This person teaches nothing in the class.")})
    day = from_day or training_class.starts_on
    if day is None:
        raise ValidationError({"from_day": _("Type from which day on.")})
    grade = SpeakerGrade.objects.select_for_update().filter(
        owner=training_class.keeper_id, person=person, from_day=day
    ).first() or SpeakerGrade(owner=training_class.keeper, person=person, from_day=day)
    before = {"grade": str(grade), "evidence": grade.evidence}
    grade.post_rank, grade.academic_title, grade.grade_key = rank, title, fold_grade(rank, title)
    grade.evidence = clean(evidence)[:300]
    grade.directive = directive or grade.directive
    grade.entered_by = actor
    details = audit.changes(before, {"grade": str(grade), "evidence": grade.evidence})
    if content is not None:
        grade.file = _kept(content, name, training_class, actor)
        details["file"] = [None, grade.file.name]
    if directive:
        details["directive"] = [None, str(directive)]
    grade.save()
    note(
        actor=actor,
        action=Action.GRADE_SET,
        training_class=training_class,
        details={**details, "from_day": day.isoformat()},
        person_id=person.pk,
    )
    return grade


def _kept(content: bytes, name: str, training_class: TrainingClass, actor: User) -> StoredFile:
    try:
        kind = files.content_type(content)
        if not kind.startswith(EVIDENCE_KINDS):
            raise ValidationError({"file": _("Send it as PDF or as a picture.")})
        return files.store(content=content, name=name, organisation_id=training_class.keeper_id, actor_id=actor.pk)
    except files.RefusedFile as refused:
        raise ValidationError({"file": str(refused)}) from None


@transaction.atomic
def work_out_fees(*, actor: User, training_class: TrainingClass) -> list[SpeakerFee]:
    """Work the fee of every speaker out of the programme, the grades and the table that holds on the first day.

    A fee that was changed with a reason keeps its amount; beside it stands what would follow. Who teaches nothing any
    more loses the fee. Whose grade is unknown, or has no row in the table, gets a fee of nothing, which the check of
    the file names. Raises PermissionDenied, NotNow: closed, no first day, no table that holds.
    """
    locked = open_for_change(actor=actor, training_class=training_class, may=writes_money)
    day, table, rule = _holding(locked)
    people = taught(locked)
    grades = grades_on(locked, [one.person_id for one in people], day)
    rates = {rate.grade_key: rate for rate in table.rates.filter(kind=RateKind.SPEAKER).order_by("id")}
    known = {fee.person_id: fee for fee in SpeakerFee.objects.select_for_update().filter(training_class=locked)}
    before = _told(known.values())
    gone = [fee.pk for pk, fee in known.items() if pk not in {one.person_id for one in people}]
    SpeakerFee.objects.filter(pk__in=gone).delete()
    made = []
    for one in people:
        fee = known.get(one.person_id) or SpeakerFee(training_class=locked, person_id=one.person_id)
        grade = grades.get(one.person_id)
        _work_out(fee, one, grade, rates.get(grade.grade_key) if grade else None, table)
        _tax(fee, rule)
        fee.revision += fee.pk is not None
        fee.save()
        made.append(fee)
    details = audit.changes(before, _told(made))
    if details:
        note(
            actor=actor, action=Action.FEES_WORKED_OUT, training_class=locked, details={"table": str(table), **details}
        )
    return made


def _holding(training_class: TrainingClass) -> tuple[dt.date, RateTable, TaxRule | None]:
    day = training_class.starts_on
    if day is None:
        raise NotNow(_("Set the days of the class first: the rates of its first day are taken."))
    table = table_for(training_class.keeper, day)
    if table is None:
        raise NotNow(_("No rate table holds on the first day of the class. Enter one under “Rates” first."))
    return day, table, tax_rule_for(training_class.keeper, day)


def _work_out(fee: SpeakerFee, one: Taught, grade: SpeakerGrade | None, rate: Rate | None, table: RateTable) -> None:
    fee.rate = rate
    fee.grade_words = str(grade) if grade else ""
    fee.rate_amount = rate.amount if rate else 0
    fee.periods_per_sitting = table.periods_per_sitting
    fee.periods, fee.basis = one.periods, one.basis
    fee.worked_out = reckoning.fee(
        rate=fee.rate_amount, periods=one.periods, periods_per_sitting=table.periods_per_sitting
    )
    if not fee.reason:
        fee.amount = fee.worked_out


def _tax(fee: SpeakerFee, rule: TaxRule | None) -> None:
    fee.tax_rule = rule
    fee.tax = reckoning.tax(amount=fee.amount, threshold=rule.threshold, percent=rule.percent) if rule else 0
    fee.net = fee.amount - fee.tax


def _told(fees: Iterable[SpeakerFee]) -> dict[str, int]:
    """Return how many fees there are and what they come to; who gets what stands in the list itself."""
    rows = list(fees)
    return {"count": len(rows), "amount": sum(fee.amount for fee in rows)}


@transaction.atomic
def change_fee(
    *,
    actor: User,
    fee: SpeakerFee,
    amount: int | None = None,
    reason: str = "",
    by_transfer: bool = False,
    revision: int | None = None,
) -> SpeakerFee:
    """Pay another amount than what was worked out, with a reason; None, or the same amount, goes back to it.

    Tax is worked out anew. Raises PermissionDenied, NotNow (closed), StaleChange, ValidationError for a missing reason
    or an odd amount.
    """
    locked = open_for_change(actor=actor, training_class=fee.training_class, may=writes_money)
    fee = SpeakerFee.objects.select_for_update(of=("self",)).select_related("tax_rule", "person").get(pk=fee.pk)
    if revision is not None and revision != fee.revision:
        raise StaleChange
    reason = clean(reason)[:300]
    paid = fee.worked_out if amount is None else amount
    if not 0 <= paid <= MOST:
        raise ValidationError({"amount": _("Check the amount.")})
    if paid != fee.worked_out and not reason:
        raise ValidationError({"reason": _("Type why another amount is paid than was worked out.")})
    before = {"amount": fee.amount, "by_transfer": fee.by_transfer}
    fee.amount, fee.reason = paid, reason if paid != fee.worked_out else ""
    fee.by_transfer = by_transfer
    _tax(fee, fee.tax_rule)
    details = audit.changes(before, {"amount": fee.amount, "by_transfer": fee.by_transfer})
    if details:
        fee.revision += 1
        fee.save()
        note(
            actor=actor,
            action=Action.FEE_CHANGED,
            training_class=locked,
            details=details,
            reason=fee.reason,
            person_id=fee.person_id,
        )
    return fee
