"""Scans of signed sheets, sitting by sitting: kept, and taken off where the wrong file was chosen."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from caunoi.core.errors import NotNow
from caunoi.directory.models import User
from caunoi.training.enums import Action
from caunoi.training.models import SignedSheet, Sitting
from caunoi.training.policies import marks_class
from caunoi.training.services.guard import note, open_for_change, sitting_label
from caunoi.training.services.paper_records import kept_copy

# Photos of a sheet of 300 people are about twenty.
MOST_SHEETS = 60


@transaction.atomic
def keep_sheet(*, actor: User, sitting: Sitting, content: bytes, name: str) -> SignedSheet:
    """Keep a scan or photo of the sheet that was signed at a sitting, also once the class is closed.

    Raises PermissionDenied unless the actor marks attendance in the class, NotNow when it is cancelled, and
    ValidationError (field ``file``) for a file that is neither PDF nor a picture, and beyond :data:`MOST_SHEETS`.
    """
    training_class = open_for_change(
        actor=actor, training_class=sitting.training_class, may=marks_class, closed_too=True
    )
    if SignedSheet.objects.filter(sitting=sitting, taken_off_at__isnull=True).count() >= MOST_SHEETS:
        raise ValidationError(
            {"file": _("This sitting has %(most)s files already. Put pages into one PDF.") % {"most": MOST_SHEETS}}
        )
    stored = kept_copy(actor=actor, office=training_class.keeper, content=content, name=name)
    made = SignedSheet.objects.create(sitting=sitting, file=stored)
    note(
        actor=actor,
        action=Action.SHEET_KEPT,
        training_class=training_class,
        details={"sitting": sitting_label(sitting), "file": [None, stored.name]},
    )
    return made


@transaction.atomic
def take_sheet_off(*, actor: User, sheet: SignedSheet) -> None:
    """Take a scan off its sitting; the file stays where it is kept. Raises as :func:`keep_sheet` does."""
    sitting = sheet.sitting
    training_class = open_for_change(
        actor=actor, training_class=sitting.training_class, may=marks_class, closed_too=True
    )
    if not SignedSheet.objects.filter(pk=sheet.pk, taken_off_at__isnull=True).update(taken_off_at=timezone.now()):
        raise NotNow(_("This file was taken off already."))
    note(
        actor=actor,
        action=Action.SHEET_TAKEN_OFF,
        training_class=training_class,
        details={"sitting": sitting_label(sitting), "file": [sheet.file.name, None]},
    )


@transaction.atomic
def put_sheet_back(*, actor: User, sheet: SignedSheet) -> None:
    """Undo :func:`take_sheet_off`; a file that stands is left alone. Raises as :func:`keep_sheet` does."""
    sitting = sheet.sitting
    training_class = open_for_change(
        actor=actor, training_class=sitting.training_class, may=marks_class, closed_too=True
    )
    if SignedSheet.objects.filter(pk=sheet.pk, taken_off_at__isnull=False).update(taken_off_at=None):
        note(
            actor=actor,
            action=Action.SHEET_KEPT,
            training_class=training_class,
            details={"sitting": sitting_label(sitting), "file": [None, sheet.file.name]},
        )
