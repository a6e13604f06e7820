"""Rate tables and rules of tax: dated data of an office, entered by those who keep its money."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from caunoi.core import audit
from caunoi.core.errors import NotNow, StaleChange
from caunoi.core.models.retention import Confidence
from caunoi.core.text import clean
from caunoi.directory.models import Directive, Organisation, User
from caunoi.directory.policies import require
from caunoi.training.enums import Action, RateKind
from caunoi.training.models import Rate, RateTable, TaxRule
from caunoi.training.policies import keeps_rates
from caunoi.training.queries.money.rates import fold_grade

MOST = 10**12
MOST_PERIODS = 12


@dataclass(frozen=True, kw_only=True)
class RateRow:
    """One row as it is typed; a speaker's names a rank, a title, or both."""

    kind: RateKind
    amount: int
    post_rank: str = ""
    academic_title: str = ""
    label: str = ""


@transaction.atomic
def save_rate_table(
    *,
    actor: User,
    owner: Organisation,
    name: str,
    valid_from: dt.date,
    rows: Sequence[RateRow],
    table: RateTable | None = None,
    valid_to: dt.date | None = None,
    directive: Directive | None = None,
    citation: str = "",
    confidence: str = Confidence.OWN,
    periods_per_sitting: int = 4,
    revision: int | None = None,
) -> RateTable:
    """Keep a table with all its rows; of a table that is there already, rows are replaced by ``rows``.

    Fees that were worked out keep their amounts. A row by which a fee was paid stays as it is and can't be taken out:
    end the table and keep a new one. Raises PermissionDenied, StaleChange, NotNow for such a row, ValidationError
    naming the field (``rows`` for a row).
    """
    owner = table.owner if table else owner
    require(keeps_rates(actor, owner))
    name, citation = clean(name), clean(citation)
    if not name or len(name) > 200:
        raise ValidationError({"name": _("Give the table a name of at most 200 letters.")})
    if valid_to and valid_to < valid_from:
        raise ValidationError({"valid_to": _("The last day lies before the first one.")})
    if not 1 <= periods_per_sitting <= MOST_PERIODS:
        raise ValidationError({"periods_per_sitting": _("A sitting has at least one period.")})
    if confidence != Confidence.OWN and not (directive or citation):
        raise ValidationError({"citation": _("Say by which rule, or call it the office's own rule.")})
    wanted = _checked(rows)
    values = {
        "name": name,
        "valid_from": valid_from,
        "valid_to": valid_to,
        "directive": directive,
        "citation": citation[:300],
        "confidence": Confidence(confidence),
        "periods_per_sitting": periods_per_sitting,
    }
    before: dict[str, Any] = {}
    if table:
        table = RateTable.objects.select_for_update(of=("self",)).select_related("owner", "directive").get(pk=table.pk)
        if revision is not None and revision != table.revision:
            raise StaleChange
        before = {**{key: getattr(table, key) for key in values}, "rates": _told(table)}
        for key, value in values.items():
            setattr(table, key, value)
        table.revision += 1
        table.save()
    else:
        table = RateTable.objects.create(owner=owner, **values)
    _replace_rows(table, wanted)
    details = audit.changes(before, {**values, "rates": _told(table)})
    if details:
        audit.record(
            actor=actor, action=Action.RATES_SAVED, subject=table, organisation_id=table.owner_id, details=details
        )
    return table


def _checked(rows: Sequence[RateRow]) -> list[Rate]:
    made: list[Rate] = []
    grades: set[str] = set()
    for number, row in enumerate(rows, start=1):
        rank, title = clean(row.post_rank)[:200], clean(row.academic_title)[:200]
        grade = fold_grade(rank, title) if row.kind == RateKind.SPEAKER else ""
        if not 0 <= row.amount <= MOST:
            raise ValidationError({"rows": _("Row %(row)s: check the amount.") % {"row": number}})
        if row.kind == RateKind.SPEAKER and not grade:
            raise ValidationError({"rows": _("Row %(row)s: name the rank or the academic title.") % {"row": number}})
        if grade and grade in grades:
            raise ValidationError(
                {"rows": _("Row %(row)s: this rank and title stand there already.") % {"row": number}}
            )
        grades.add(grade)
        speaker = row.kind == RateKind.SPEAKER
        made.append(
            Rate(
                kind=RateKind(row.kind),
                post_rank=rank if speaker else "",
                academic_title=title if speaker else "",
                grade_key=grade,
                label=clean(row.label)[:200],
                amount=row.amount,
                position=number,
            )
        )
    if not made:
        raise ValidationError({"rows": _("Type at least one rate.")})
    return made


def _replace_rows(table: RateTable, wanted: list[Rate]) -> None:
    """Leave rows that stay the same, for fees point to them; drop the others and add what is new."""
    left = {_key(row): row for row in table.rates.order_by("id")}
    for row in wanted:
        same = left.pop(_key(row), None)
        if same is not None:
            Rate.objects.filter(pk=same.pk).update(position=row.position)
    if Rate.objects.filter(pk__in=[row.pk for row in left.values()], fees__isnull=False).exists():
        raise NotNow(_("A fee was paid by a row that you changed. End this table and make a new one instead."))
    Rate.objects.filter(pk__in=[row.pk for row in left.values()]).delete()
    kept = {_key(row) for row in table.rates.order_by("id")}
    for row in wanted:
        if _key(row) not in kept:
            row.table = table
            row.save()


def _key(row: Rate) -> tuple[str, str, str, str, int]:
    return (str(row.kind), row.post_rank, row.academic_title, row.label, row.amount)


def _told(table: RateTable) -> list[str]:
    return [f"{row.get_kind_display()}: {row} {row.amount}" for row in table.rates.order_by("position", "id")]


@transaction.atomic
def remove_rate_table(*, actor: User, table: RateTable) -> None:
    """Take a table away by which nothing was paid yet; raises PermissionDenied, NotNow once a fee points to it."""
    require(keeps_rates(actor, table.owner))
    if Rate.objects.filter(table=table, fees__isnull=False).exists():
        raise NotNow(_("Fees were paid by this table, so it stays. Give it a last day instead."))
    audit.record(
        actor=actor,
        action=Action.RATES_REMOVED,
        subject=table,
        organisation_id=table.owner_id,
        details={"name": table.name, "rates": _told(table)},
    )
    table.delete()


@transaction.atomic
def save_tax_rule(
    *,
    actor: User,
    owner: Organisation,
    valid_from: dt.date,
    threshold: int,
    percent: Decimal,
    citation: str,
    valid_to: dt.date | None = None,
    confidence: str = Confidence.OWN,
    rule: TaxRule | None = None,
) -> TaxRule:
    """Keep a rule of tax with the rule it rests on; one that was used is ended, its numbers stay as they are.

    Raises PermissionDenied, NotNow for changed numbers of a used one, ValidationError naming the field.
    """
    owner = rule.owner if rule else owner
    require(keeps_rates(actor, owner))
    citation = clean(citation)[:300]
    if not citation:
        raise ValidationError({"citation": _("Say by which rule.")})
    if valid_to and valid_to < valid_from:
        raise ValidationError({"valid_to": _("The last day lies before the first one.")})
    if not 0 <= percent <= 100:
        raise ValidationError({"percent": _("A number from 0 to 100.")})
    if not 0 <= threshold <= MOST:
        raise ValidationError({"threshold": _("Check the amount.")})
    values = {
        "valid_from": valid_from,
        "valid_to": valid_to,
        "threshold": threshold,
        "percent": percent,
        "citation": citation,
        "confidence": Confidence(confidence),
    }
    before: dict[str, Any] = {}
    if rule:
        rule = TaxRule.objects.select_for_update(of=("self",)).select_related("owner").get(pk=rule.pk)
        before = {key: getattr(rule, key) for key in values}
        if rule.fees.exists() and (rule.threshold, rule.percent) != (threshold, percent):
            raise NotNow(_("Fees were taxed by this rule, so its numbers stay. Give it a last day and add a new one."))
        for key, value in values.items():
            setattr(rule, key, value)
        rule.save()
    else:
        rule = TaxRule.objects.create(owner=owner, **values)
    details = audit.changes(before, values)
    if details:
        audit.record(
            actor=actor, action=Action.TAX_RULE_SAVED, subject=rule, organisation_id=rule.owner_id, details=details
        )
    return rule
