"""Numbered blanks on which certificates are printed: which one a certificate stands on, and which were spoiled."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from caunoi.core import audit
from caunoi.core.text import clean
from caunoi.credentials.enums import Action
from caunoi.credentials.models import Award, SpoiledBlank
from caunoi.credentials.policies import keeps_ledger
from caunoi.directory.models import Organisation, User
from caunoi.directory.policies import require


@transaction.atomic
def use_blank(*, actor: User, award: Award, serial: str, spoiled: str = "", mistyped: bool = False) -> Award:
    """Note the blank that a certificate is printed on.

    Where another stood there, ``spoiled`` tells why that was not handed out; ``mistyped``: it never was the one, and is
    free again. Raises PermissionDenied unless the actor organises in the issuing office, ValidationError for a blank
    that is used or spoiled already, or where nothing tells what became of the one before.
    """
    owner = award.series.owner
    require(keeps_ledger(actor, owner))
    _alone(owner)
    found = Award.objects.select_for_update().get(pk=award.pk)
    serial, before = clean(serial)[:40], found.blank
    if not serial:
        raise ValidationError({"serial": _("Type the number of the blank.")})
    if serial == before:
        return found
    _refuse_used(owner, serial)
    if before and not mistyped:
        if not clean(spoiled):
            raise ValidationError({"spoiled": _("Say what became of blank %(serial)s.") % {"serial": before}})
        _spoil(actor, owner, before, spoiled, award=found)
    found.blank = serial
    found.save(update_fields=["blank"])
    audit.record(
        actor=actor, action=Action.BLANK_USED, subject=found, organisation_id=owner.pk,
        details={"blank": [before, serial]}, reason=clean(spoiled)[:300], person_id=found.person_id,
    )  # fmt: skip
    return found


@transaction.atomic
def spoil_blank(*, actor: User, owner: Organisation, serial: str, reason: str, source: str = "") -> SpoiledBlank:
    """Note a blank that was spoiled and stands under no certificate.

    Raises PermissionDenied unless the actor organises in the office, ValidationError without number or reason, or for
    a blank that is used or spoiled already.
    """
    require(keeps_ledger(actor, owner))
    _alone(owner)
    serial = clean(serial)[:40]
    if not serial:
        raise ValidationError({"serial": _("Type the number of the blank.")})
    _refuse_used(owner, serial)
    made = _spoil(actor, owner, serial, reason, source=source)
    audit.record(actor=actor, action=Action.BLANK_SPOILED, subject=made, organisation_id=owner.pk, reason=made.reason)
    return made


def _alone(owner: Organisation) -> None:
    """Let one after the other note blanks of an office: no number is taken twice by two at once."""
    Organisation.objects.select_for_update(no_key=True).get(pk=owner.pk)


def _refuse_used(owner: Organisation, serial: str) -> None:
    standing = Award.objects.filter(series__owner=owner, blank=serial).first()
    if standing:
        words = _("Certificate %(number)s stands on this blank already.") % {"number": standing.number_text}
        raise ValidationError({"serial": words})
    if SpoiledBlank.objects.filter(owner=owner, serial=serial).exists():
        raise ValidationError({"serial": _("This blank is noted as spoiled already.")})


def _spoil(
    actor: User, owner: Organisation, serial: str, reason: str, *, award: Award | None = None, source: str = ""
) -> SpoiledBlank:
    reason = clean(reason)[:300]
    if not reason:
        raise ValidationError({"reason": _("Type why the blank was spoiled.")})
    try:
        with transaction.atomic():
            return SpoiledBlank.objects.create(
                owner=owner,
                serial=serial,
                reason=reason,
                source=award.source if award else source,
                award=award,
                noted_on=timezone.localdate(),
                noted_by=actor,
            )
    except IntegrityError:
        raise ValidationError({"serial": _("This blank is noted as spoiled already.")}) from None
