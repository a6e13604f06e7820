"""Templates with which an office replaces the shipped ones; number and signed copy of a report."""

from __future__ import annotations

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from caunoi import papers
from caunoi.core import audit, files
from caunoi.core.text import clean
from caunoi.directory.models import Organisation, User
from caunoi.directory.policies import organises_in, require
from caunoi.training.enums import Action, PaperKind
from caunoi.training.models import ClassReport, PaperTemplate
from caunoi.training.policies import runs_class
from caunoi.training.services.guard import note, open_for_change


def replace_template(
    *, actor: User, organisation: Organisation, kind: PaperKind, layout: str, content: bytes, name: str
) -> PaperTemplate:
    """Keep an office's own template for one kind of paper in one layout, after checking and trying it.

    It serves the office and those below it. A template that is not Word, reaches outside, runs anything or names a
    field that the paper doesn't have is refused: ValidationError (field ``file``) with a sentence for each fault.
    Raises PermissionDenied unless the actor organises there. The check takes about half a second, outside the
    transaction.
    """
    require(organises_in(actor, organisation))
    kind, layout = PaperKind(kind), str(papers.Layout(layout))
    faults = papers.check_template(content, papers.PaperKind(str(kind)))
    if faults:
        raise ValidationError({"file": [_fault_words(fault) for fault in faults]})
    with transaction.atomic():
        try:
            stored = files.store(content=content, name=name, organisation_id=organisation.pk, actor_id=actor.pk)
        except files.RefusedFile as refused:
            raise ValidationError({"file": str(refused)}) from None
        template, _created = PaperTemplate.objects.update_or_create(
            organisation=organisation,
            kind=kind,
            layout=layout,
            defaults={"file": stored, "replaced_by": actor},
        )
        _note(actor, template, Action.TEMPLATE_REPLACED, stored.name)
    return template


def _fault_words(fault: papers.Fault) -> str:
    return f"{fault.message} “{fault.place}”" if fault.place else fault.message


@transaction.atomic
def restore_template(*, actor: User, template: PaperTemplate) -> None:
    """Go back to the template of the office above, or the shipped one; the office's own file stays in the store."""
    require(organises_in(actor, template.organisation))
    _note(actor, template, Action.TEMPLATE_RESTORED, template.file.name)
    template.delete()


def _note(actor: User, template: PaperTemplate, action: Action, name: str) -> None:
    audit.record(
        actor=actor,
        action=action,
        subject=template,
        organisation_id=template.organisation_id,
        details={"kind": str(template.kind), "layout": str(template.layout), "file": name},
    )


@transaction.atomic
def register_report(
    *,
    actor: User,
    report: ClassReport,
    number: str,
    signed_on: date | None = None,
    content: bytes | None = None,
    name: str = "",
) -> ClassReport:
    """Enter what the registry gave afterwards: number and day of the report, and its signed copy as PDF or picture.

    The frozen facts stay as they are. Without ``content`` a copy that is there stays. Raises PermissionDenied unless
    the actor runs the class, ValidationError for a missing number, a day before the class or an odd file.
    """
    locked = open_for_change(actor=actor, training_class=report.training_class, may=runs_class, closed_too=True)
    number = clean(number)
    if not number or len(number) > 60:
        raise ValidationError({"number": _("Type the number that the registry gave, at most 60 letters.")})
    if signed_on and locked.starts_on and signed_on < locked.starts_on:
        raise ValidationError({"signed_on": _("The report can't be older than the class. Check the day.")})
    before = {"number": report.number, "signed_on": report.signed_on}
    details = audit.changes(before, {"number": number, "signed_on": signed_on})
    if content is not None:
        try:
            kind = files.content_type(content)
            if kind != "application/pdf" and not kind.startswith("image/"):
                raise ValidationError({"file": _("Send the signed copy as PDF or as a picture.")})
            report.signed_file = files.store(
                content=content, name=name, organisation_id=locked.keeper_id, actor_id=actor.pk
            )
        except files.RefusedFile as refused:
            raise ValidationError({"file": str(refused)}) from None
        details["file"] = [None, report.signed_file.name]
    if not details:
        return report
    report.number, report.signed_on = number, signed_on
    report.save(update_fields=["number", "signed_on", "signed_file"])
    note(
        actor=actor,
        action=Action.REPORT_REGISTERED,
        training_class=locked,
        details={"version": report.version, **details},
    )
    return report
