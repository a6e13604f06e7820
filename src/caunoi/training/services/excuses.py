"""Documents of leave: kept with the sittings that they are for, which are then marked as absent with leave."""

from __future__ import annotations

from collections.abc import Sequence

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from caunoi.core.errors import NotNow
from caunoi.directory.models import User
from caunoi.training.enums import THERE, Action, Mark
from caunoi.training.models import Attendance, Enrolment, LeaveDocument, Sitting
from caunoi.training.policies import leads_class
from caunoi.training.services.attendance import CellMark, mark
from caunoi.training.services.guard import note, open_for_change, sitting_label
from caunoi.training.services.paper_records import kept_copy


@transaction.atomic
def keep_leave_document(
    *, actor: User, enrolment: Enrolment, sittings: Sequence[Sitting], content: bytes, name: str, reason: str = ""
) -> LeaveDocument:
    """Keep the paper by which somebody is absent at ``sittings``, and mark them so where they are not yet.

    What the paper says is not recorded. ``reason`` is asked where an earlier mark is corrected. Raises
    PermissionDenied unless the actor leads the class, NotNow when it is closed or cancelled, ValidationError for
    another class's sittings or none, for one at which the person was there (``sittings``), for a file that is neither
    PDF nor a picture (``file``), and as ``attendance.mark`` does.
    """
    training_class = open_for_change(actor=actor, training_class=enrolment.training_class, may=leads_class)
    if not sittings or any(one.training_class_id != training_class.pk for one in sittings):
        raise ValidationError({"sittings": _("Choose the sittings that the leave is for.")})
    there = Attendance.objects.filter(enrolment=enrolment, sitting__in=sittings, mark__in=THERE)
    if there.exists():
        raise ValidationError(
            {"sittings": _("The person was marked as present at one of these sittings. Correct that first.")}
        )
    stored = kept_copy(actor=actor, office=training_class.keeper, content=content, name=name)
    document = LeaveDocument.objects.create(enrolment=enrolment, file=stored)
    document.sittings.set(sittings)
    mark(
        actor=actor,
        training_class=training_class,
        cells=[CellMark(enrolment_id=enrolment.pk, sitting_id=one.pk, mark=Mark.EXCUSED) for one in sittings],
        reason=reason,
    )
    note(
        actor=actor,
        action=Action.LEAVE_DOCUMENT_KEPT,
        training_class=training_class,
        details={"sittings": [sitting_label(one) for one in sittings]},
        person_id=enrolment.person_id,
    )
    return document


@transaction.atomic
def take_leave_document_off(*, actor: User, document: LeaveDocument) -> None:
    """Take a document off; the marks stay, for they are the sheet's. The file stays where it is kept.

    Raises PermissionDenied unless the actor leads the class, NotNow when it is closed or cancelled, or taken off.
    """
    enrolment = document.enrolment
    training_class = open_for_change(actor=actor, training_class=enrolment.training_class, may=leads_class)
    standing = LeaveDocument.objects.filter(pk=document.pk, taken_off_at__isnull=True)
    if not standing.update(taken_off_at=timezone.now()):
        raise NotNow(_("This file was taken off already."))
    note(
        actor=actor,
        action=Action.LEAVE_DOCUMENT_TAKEN_OFF,
        training_class=training_class,
        details={"sittings": [sitting_label(one) for one in document.sittings.order_by("date", "order", "id")]},
        person_id=enrolment.person_id,
    )
