"""Numbers of papers: typed in as the registry gave them, or given by the office's own register."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from caunoi import papers
from caunoi.core import audit, files
from caunoi.core.errors import NotNow, StaleChange
from caunoi.core.text import clean, fold
from caunoi.directory.models import Organisation, User
from caunoi.directory.policies import organises_in, require
from caunoi.training.enums import Action, PaperKind
from caunoi.training.models import ClassReport, PaperRecord, PaperRegister, PaperSeries
from caunoi.training.policies import numbers_papers
from caunoi.training.queries.papers import SOURCES, Target
from caunoi.training.queries.papers.frame import symbol
from caunoi.training.services.guard import note

YEARS_OF_A_TERM = 5


@transaction.atomic
def enter_number(
    *,
    actor: User,
    target: Target,
    kind: PaperKind,
    number: str = "",
    signed_on: date | None = None,
    content: bytes | None = None,
    name: str = "",
    revision: int | None = None,
) -> PaperRecord:
    """Keep what the registry gave a paper: number, day, signed copy; without ``content`` a copy that is there stays.

    A number that the office's own register gave stays as it is, and so a number can't be typed while the register is
    in use. Raises PermissionDenied, StaleChange when ``revision`` no longer stands, ValidationError.
    """
    require(numbers_papers(actor, target))
    kind = _numbered(kind, target)
    record = PaperRecord.objects.select_for_update().filter(kind=kind, voided_at=None, **target.keys).first()
    if record is not None and revision is not None and revision != record.revision:
        raise StaleChange
    number = clean(number)
    own = record.ordinal is not None if record else _register_in_use(target.office) is not None
    if own and record is None:
        raise ValidationError({"number": _("The office gives its numbers here: take the next number first.")})
    if not own and (not number or len(number) > 60):
        raise ValidationError({"number": _("Type the number that the registry gave, at most 60 letters.")})
    record = record or _new_record(target, kind)
    before = {"number": record.number, "signed_on": record.signed_on}
    record.number = record.number if own else number
    record.signed_on = signed_on
    details = audit.changes(before, {"number": record.number, "signed_on": signed_on})
    if content is not None:
        record.signed_file = kept_copy(actor=actor, office=target.office, content=content, name=name)
        details["file"] = [None, record.signed_file.name]
    if not details:
        return record
    record.revision += 1
    record.save()
    _follow_report(target, record)
    _note(actor, target, record, Action.PAPER_NUMBERED, details)
    return record


def kept_copy(*, actor: User, office: Organisation, content: bytes, name: str) -> Any:
    """Store a signed copy; the caller writes the row of the trail. Raises ValidationError for an odd file."""
    try:
        found = files.content_type(content)
        if found != "application/pdf" and not found.startswith("image/"):
            raise ValidationError({"file": _("Send the signed copy as PDF or as a picture.")})
        return files.store(content=content, name=name, organisation_id=office.pk, actor_id=actor.pk)
    except files.RefusedFile as refused:
        raise ValidationError({"file": str(refused)}) from None


@transaction.atomic
def give_number(*, actor: User, target: Target, kind: PaperKind, on: date | None = None) -> PaperRecord:
    """Give a paper the next number of the office's own register: per kind and year, or per kind and term.

    Numbers have no gap and no double, however many ask at once: the series is locked until the transaction ends, and
    what is rolled back gives its number back. Raises PermissionDenied, NotNow without a register, or where the paper
    has a number already.
    """
    require(numbers_papers(actor, target))
    kind = _numbered(kind, target)
    register = _register_in_use(target.office)
    if register is None:
        raise NotNow(_("The office keeps no register here. Type the number that the registry gave."))
    on = on or timezone.localdate()
    period = period_of(register, on.year)
    key: dict[str, Any] = {"organisation": target.office, "kind": kind, "period": period}
    PaperSeries.objects.get_or_create(**key)
    series = PaperSeries.objects.select_for_update().get(**key)
    record = PaperRecord.objects.select_for_update().filter(kind=kind, voided_at=None, **target.keys).first()
    if record is not None and record.number:
        raise NotNow(_("The paper has the number %(number)s already.") % {"number": record.number})
    series.last += 1
    series.save(update_fields=["last"])
    record = record or _new_record(target, kind)
    record.number, record.ordinal, record.period = str(series.last), series.last, period
    record.save()
    _follow_report(target, record)
    _note(actor, target, record, Action.PAPER_NUMBERED, {"number": [None, record.number]})
    return record


def period_of(register: PaperRegister, year: int) -> int:
    """Return the year, or the first year of the term of office that it lies in; terms take five years."""
    if register.term_from is None:
        return year
    return year - (year - register.term_from) % YEARS_OF_A_TERM


@transaction.atomic
def void_number(*, actor: User, target: Target, record: PaperRecord, reason: str) -> PaperRecord:
    """Void a number that was given: it stays in the register with its reason, and the paper may get another.

    Raises PermissionDenied, ValidationError without a reason, NotNow for one that is voided already.
    """
    require(numbers_papers(actor, target))
    locked = PaperRecord.objects.select_for_update().get(pk=record.pk, **target.keys)
    reason = clean(reason)[:300]
    if locked.voided_at is not None:
        raise NotNow(_("The number is voided already."))
    if not reason:
        raise ValidationError({"reason": _("Type why the number is voided.")})
    locked.voided_at, locked.void_reason = timezone.now(), reason
    locked.revision += 1
    locked.save()
    if target.training_class is not None and locked.kind == PaperKind.CLASS_REPORT:
        ClassReport.objects.filter(training_class=target.training_class, number=locked.number).update(
            number="", signed_on=None
        )
    _note(actor, target, locked, Action.PAPER_VOIDED, {"number": locked.number}, reason=reason)
    return locked


@transaction.atomic
def keep_register(
    *, actor: User, organisation: Organisation, in_use: bool, term_from: int | None = None
) -> PaperRegister:
    """Say whether the office gives its numbers here, and from which year its terms of office are counted.

    Numbers given so far stay. Raises PermissionDenied, ValidationError for a year that can't be.
    """
    require(organises_in(actor, organisation))
    if term_from is not None and not 1945 <= term_from <= 2100:
        raise ValidationError({"term_from": _("Type the first year of the term with four digits, like 2025.")})
    register, _created = PaperRegister.objects.update_or_create(
        organisation=organisation, defaults={"in_use": in_use, "term_from": term_from}
    )
    audit.record(
        actor=actor,
        action=Action.REGISTER_KEPT,
        subject=register,
        organisation_id=organisation.pk,
        details={"in_use": in_use, "term_from": term_from},
    )
    return register


@transaction.atomic
def start_series(*, actor: User, organisation: Organisation, kind: PaperKind, year: int, before: int) -> PaperSeries:
    """Say which number was the last on paper, so that the register goes on from there.

    Only before the register gave a number of that kind and period. Raises PermissionDenied, NotNow.
    """
    require(organises_in(actor, organisation))
    register = _register_in_use(organisation)
    if register is None:
        raise NotNow(_("The office keeps no register here. Type the number that the registry gave."))
    key: dict[str, Any] = {"organisation": organisation, "kind": PaperKind(kind), "period": period_of(register, year)}
    PaperSeries.objects.get_or_create(**key)
    series = PaperSeries.objects.select_for_update().get(**key)
    if series.last != series.before:
        raise NotNow(_("The register has given numbers of this kind already: it goes on from there."))
    series.before = series.last = before
    series.save(update_fields=["before", "last"])
    audit.record(
        actor=actor,
        action=Action.REGISTER_KEPT,
        subject=register,
        organisation_id=organisation.pk,
        details={"kind": str(kind), "number": before},
    )
    return series


def _register_in_use(organisation: Organisation) -> PaperRegister | None:
    return PaperRegister.objects.filter(organisation=organisation, in_use=True).first()


def _numbered(kind: PaperKind, target: Target) -> PaperKind:
    source = SOURCES.get(PaperKind(kind))
    if source is None or not source.numbered or target.subject not in source.subjects:
        raise NotNow(_("This paper gets no number of its own."))
    return source.kind


def _new_record(target: Target, kind: PaperKind) -> PaperRecord:
    return PaperRecord(
        **{"organisation": target.office, **target.keys},
        kind=kind,
        about=target.title[:500],
        folded_about=fold(target.title)[:500],
        symbol=symbol(target.office, papers.PaperKind(str(kind)))[:60],
    )


def _follow_report(target: Target, record: PaperRecord) -> None:
    """Write the number of a class report onto its last version, from which the report is made."""
    if record.kind != PaperKind.CLASS_REPORT or target.training_class is None:
        return
    report = target.training_class.reports.order_by("-version").first()
    if report is not None:
        report.number, report.signed_on = record.number, record.signed_on
        report.signed_file = record.signed_file or report.signed_file
        report.save(update_fields=["number", "signed_on", "signed_file"])


def _note(
    actor: User,
    target: Target,
    record: PaperRecord,
    action: Action,
    details: dict[str, Any],
    *,
    reason: str = "",
) -> None:
    told = {"kind": str(record.kind), **details}
    if target.training_class is not None:
        note(actor=actor, action=action, training_class=target.training_class, details=told, reason=reason)
        return
    subject = target.plan or (target.plan_item.plan if target.plan_item else None) or record
    audit.record(
        actor=actor, action=action, subject=subject, organisation_id=target.office.pk, details=told, reason=reason
    )
