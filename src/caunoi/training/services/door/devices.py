"""Devices at the door: added, paired, taken back; and the class's rules of attendance."""

from __future__ import annotations

import datetime as dt
import hmac
import secrets
from dataclasses import asdict, dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from caunoi.core import audit
from caunoi.core.errors import NotNow
from caunoi.core.text import clean
from caunoi.directory.models import User
from caunoi.training.door_rules import Rules
from caunoi.training.enums import Action
from caunoi.training.models import DoorDevice, DoorRules, TrainingClass
from caunoi.training.policies import leads_class, marks_class
from caunoi.training.queries.door import Roster, as_rules, opened_pairing, roster_of, secret_hash
from caunoi.training.services.door.deriving import derive_all
from caunoi.training.services.guard import lock_class, note, open_for_change
from caunoi.training.services.tickets import provide_tickets

_PAIRING = dt.timedelta(hours=1)
# A hall has a few doors; more is a mistake or worse.
MOST_DEVICES = 20


@dataclass(frozen=True, kw_only=True)
class MadeDevice:
    """A device right after it was added: the ``token`` of its link can't be had again."""

    device: DoorDevice
    token: str


@transaction.atomic
def add_device(*, actor: User, training_class: TrainingClass, label: str) -> MadeDevice:
    """Add a device and return the secret of the link that pairs it, once, within an hour.

    Raises PermissionDenied unless the actor marks attendance, NotNow (closed, cancelled), ValidationError without a
    name, for one that a device of the class has or had, and for too many of them.
    """
    training_class = open_for_change(actor=actor, training_class=training_class, may=marks_class)
    label = clean(label)[:60]
    if not label:
        raise ValidationError({"label": _("Name the device, for example: Cửa chính.")})
    every = DoorDevice.objects.filter(training_class=training_class)
    if every.filter(label=label).exists():
        raise ValidationError({"label": _("Another device has this name already. Two must be told apart.")})
    if every.filter(revoked_at__isnull=True).count() >= MOST_DEVICES:
        raise ValidationError({"label": _("The class has %(most)s devices already. Take one back first.")
                               % {"most": MOST_DEVICES}})  # fmt: skip
    _rules_row(training_class)
    token = secrets.token_urlsafe(24)
    device = DoorDevice.objects.create(
        training_class=training_class,
        label=label,
        made_by=actor,
        pairing_hash=secret_hash(token),
        pairing_until=timezone.now() + _PAIRING,
    )
    note(actor=actor, action=Action.DOOR_DEVICE_ADDED, training_class=training_class, details={"door_device": label})
    return MadeDevice(device=device, token=token)


@transaction.atomic
def renew_pairing(*, actor: User, device: DoorDevice) -> MadeDevice:
    """Return a fresh link for a device that was never paired; the earlier one opens nothing any more.

    Raises PermissionDenied, and NotNow for a device that is paired or was taken back.
    """
    training_class = open_for_change(actor=actor, training_class=device.training_class, may=marks_class)
    device = DoorDevice.objects.select_for_update().get(pk=device.pk)
    if device.paired_at or device.revoked_at:
        raise NotNow(_("This device has its list already, or was taken back. Add it anew."))
    token = secrets.token_urlsafe(24)
    device.pairing_hash, device.pairing_until = secret_hash(token), timezone.now() + _PAIRING
    device.save(update_fields=["pairing_hash", "pairing_until"])
    note(
        actor=actor,
        action=Action.DOOR_DEVICE_ADDED,
        training_class=training_class,
        details={"door_device": device.label},
    )
    return MadeDevice(device=device, token=token)


@transaction.atomic
def pair_device(*, token: str) -> tuple[DoorDevice, str] | None:
    """Give the device whose link this is its own secret; None where the link was used, is too old or never was."""
    found = opened_pairing(token)
    if found is None:
        return None
    device = DoorDevice.objects.select_for_update(of=("self",)).select_related("training_class").get(pk=found.pk)
    # Two phones may open the link at once: the second finds it used.
    if device.pairing_hash != secret_hash(token) or not device.training_class.is_open:
        return None
    secret = secrets.token_urlsafe(32)
    device.pairing_hash, device.secret_hash = "", secret_hash(secret)
    device.paired_at = device.last_seen_at = timezone.now()
    device.save(update_fields=["pairing_hash", "secret_hash", "paired_at", "last_seen_at"])
    note(
        actor=None,
        action=Action.DOOR_DEVICE_PAIRED,
        training_class=device.training_class,
        details={"door_device": device.label},
    )
    return device, secret


def fits(device: DoorDevice, secret: str) -> bool:
    """Say whether this is the device's secret."""
    return bool(device.secret_hash) and hmac.compare_digest(device.secret_hash, secret_hash(secret))


@transaction.atomic
def revoke_device(*, actor: User, device: DoorDevice) -> DoorDevice:
    """Take a device back: it gets nothing any more, and what it sends from now on is kept aside for the desk.

    Does nothing for one that was taken back. Raises PermissionDenied; a closed class lets it happen as well.
    """
    training_class = open_for_change(
        actor=actor, training_class=device.training_class, may=marks_class, closed_too=True
    )
    device = DoorDevice.objects.select_for_update().get(pk=device.pk)
    if device.revoked_at is None:
        device.revoked_at = timezone.now()
        device.pairing_hash = ""
        device.save(update_fields=["revoked_at", "pairing_hash"])
        note(
            actor=actor,
            action=Action.DOOR_DEVICE_REVOKED,
            training_class=training_class,
            details={"door_device": device.label},
        )
    return device


def take_list_along(*, device: DoorDevice) -> Roster:
    """Return the list that the device takes along, everybody on it with a ticket; keeps which one that is."""
    provide_tickets(training_class=device.training_class)
    found = roster_of(device.training_class)
    DoorDevice.objects.filter(pk=device.pk).update(roster_mark=found.mark, last_seen_at=timezone.now())
    return found


def _rules_row(training_class: TrainingClass) -> DoorRules:
    return DoorRules.objects.get_or_create(training_class=training_class)[0]


@transaction.atomic
def set_rules(*, actor: User, training_class: TrainingClass, rules: Rules) -> bool:
    """Set how a class counts; every mark that the door gave is worked out anew. Returns whether anything changed.

    Raises PermissionDenied unless the actor leads the class, NotNow (closed, cancelled), ValidationError for shares
    above 100 and times above a sitting's.
    """
    training_class = open_for_change(actor=actor, training_class=training_class, may=leads_class)
    for name, value in asdict(rules).items():
        most = 100 if name.endswith("_share") else 240
        if not 0 <= value <= most:
            raise ValidationError({name: _("Choose a number from 0 to %(most)s.") % {"most": most}})
    row = _rules_row(training_class)
    before = asdict(as_rules(row))
    details = audit.changes(before, asdict(rules))
    if not details:
        return False
    for name, value in asdict(rules).items():
        setattr(row, name, value)
    row.save(update_fields=list(before))
    note(actor=actor, action=Action.DOOR_RULES_SET, training_class=training_class, details=details)
    derive_all(training_class=lock_class(training_class=training_class))
    return True
