"""Quotas: how many seats each unit is asked to fill, until when, and what becomes of those left unfilled."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from caunoi.core import audit
from caunoi.core.errors import NotNow
from caunoi.core.text import clean, natural_key
from caunoi.directory.models import Organisation, User
from caunoi.directory.policies import require
from caunoi.training.enums import Action
from caunoi.training.models import Nomination, Quota, TrainingClass
from caunoi.training.policies import sees_class
from caunoi.training.queries.senders import choosable_senders
from caunoi.training.services.guard import note, open_for_change
from caunoi.training.services.seats.line import settle

MOST = 100_000


@dataclass(frozen=True, kw_only=True)
class QuotaRow:
    """A unit and its seats; without ``name`` the organisation's stands."""

    seats: int
    name: str = ""
    organisation: Organisation | None = None

    @property
    def written(self) -> str:
        """The name under which the unit stands in the class."""
        return (clean(self.name) or (self.organisation.name if self.organisation else ""))[:200]


@transaction.atomic
def set_quotas(*, actor: User, training_class: TrainingClass, rows: Sequence[QuotaRow]) -> list[Quota]:
    """Give seats to units, new ones behind those that stand; a unit that has a quota gets the new number.

    Other units keep theirs. Whoever waits moves up. Raises PermissionDenied unless the actor runs the class, NotNow,
    ValidationError whose ``rows`` names what can't be: no name, a unit twice, an odd number, an organisation that the
    actor may not name.
    """
    locked = open_for_change(actor=actor, training_class=training_class)
    _refuse_odd(actor, locked, rows)
    standing = list(Quota.objects.filter(training_class=locked).order_by("position", "id"))
    by_name = {one.folded_name: one for one in standing}
    by_organisation = {one.organisation_id: one for one in standing if one.organisation_id}
    position = (Quota.objects.filter(training_class=locked).aggregate(last=Max("position"))["last"] or 0) + 1
    made: list[Quota] = []
    changed: list[Quota] = []
    told: dict[str, list[int | None]] = {}
    for row in rows:
        quota = by_organisation.get(row.organisation.pk) if row.organisation else None
        quota = quota or by_name.get(natural_key(row.written)[:200])
        if quota is None:
            quota = Quota(
                training_class=locked,
                organisation=row.organisation,
                name=row.written,
                folded_name=natural_key(row.written)[:200],
                seats=row.seats,
                position=position + len(made),
            )
            made.append(quota)
            told[quota.name] = [None, row.seats]
        elif quota.seats != row.seats or (row.organisation and quota.organisation_id is None):
            told[quota.name] = [quota.seats, row.seats]
            quota.seats = row.seats
            quota.organisation = quota.organisation or row.organisation
            changed.append(quota)
    if not told:
        return []
    Quota.objects.bulk_create(made)
    Quota.objects.bulk_update(changed, ["seats", "organisation"])
    note(
        actor=actor,
        action=Action.QUOTAS_SET,
        training_class=locked,
        details={"quotas": [f"{name}: {after}" for name, (_before, after) in told.items()]},
    )
    settle(actor=actor, training_class=locked)
    return [*changed, *made]


def _refuse_odd(actor: User, training_class: TrainingClass, rows: Sequence[QuotaRow]) -> None:
    faults: list[str] = []
    seen: set[str] = set()
    for number, row in enumerate(rows, start=1):
        key = natural_key(row.written)
        if not key:
            faults.append(_("Row %(row)s: type the unit's name.") % {"row": number})
        elif key in seen:
            faults.append(_("Row %(row)s: %(name)s stands in the list twice.") % {"row": number, "name": row.written})
        if not 0 <= row.seats <= MOST:
            faults.append(
                _("Row %(row)s: the number of seats of %(name)s must lie between 0 and 100,000.")
                % {"row": number, "name": row.written}
            )
        seen.add(key)
    wanted = {row.organisation.pk for row in rows if row.organisation}
    standing = set(
        Quota.objects.filter(training_class=training_class, organisation__in=wanted).values_list(
            "organisation", flat=True
        )
    )
    fresh = wanted - standing
    if fresh and choosable_senders(actor, training_class).filter(pk__in=fresh).count() != len(fresh):
        faults.append(_("One of the organisations is not known to your office."))
    if faults:
        raise ValidationError({"rows": faults})


@transaction.atomic
def change_quota(*, actor: User, quota: Quota, seats: int, name: str = "") -> Quota:
    """Change a unit's seats, and its name where one is given; whoever waits moves up.

    People who have a seat keep it when the number is lowered: they count to the common pool then. Raises
    PermissionDenied unless the actor runs the class, NotNow, ValidationError.
    """
    locked = open_for_change(actor=actor, training_class=quota.training_class)
    quota = Quota.objects.select_for_update(of=("self",)).get(pk=quota.pk)
    written = clean(name)[:200] or quota.name
    if not 0 <= seats <= MOST:
        raise ValidationError({"seats": _("The number of seats must lie between 0 and 100,000.")})
    twin = Quota.objects.filter(training_class=locked, folded_name=natural_key(written)[:200]).exclude(pk=quota.pk)
    if twin.exists():
        raise ValidationError({"name": _("%(name)s has a quota in this class already.") % {"name": written}})
    details = audit.changes({"seats": quota.seats, "name": quota.name}, {"seats": seats, "name": written})
    if not details:
        return quota
    quota.seats, quota.name, quota.folded_name = seats, written, natural_key(written)[:200]
    quota.save(update_fields=["seats", "name", "folded_name"])
    note(actor=actor, action=Action.QUOTA_CHANGED, training_class=locked, details={"asked_unit": written, **details})
    settle(actor=actor, training_class=locked, first=quota.pk)
    return quota


@transaction.atomic
def remove_quota(*, actor: User, quota: Quota) -> None:
    """Take a unit's quota away; its seats serve everybody.

    Raises PermissionDenied unless the actor runs the class, NotNow when the unit named somebody.
    """
    locked = open_for_change(actor=actor, training_class=quota.training_class)
    if Nomination.objects.filter(quota=quota).exists():
        raise NotNow(
            _("%(unit)s has named people for this class. Move them to another unit first, or set its seats to 0.")
            % {"unit": quota.name}
        )
    note(
        actor=actor,
        action=Action.QUOTA_REMOVED,
        training_class=locked,
        details={"asked_unit": quota.name, "seats": quota.seats},
    )
    quota.delete()
    settle(actor=actor, training_class=locked)


@transaction.atomic
def copy_quotas(*, actor: User, training_class: TrainingClass, source: TrainingClass) -> list[Quota]:
    """Take the units and seats of another class over, without its people; units that stand here get its numbers.

    Raises as :func:`set_quotas`, and PermissionDenied unless the actor sees the other class.
    """
    require(bool(sees_class(actor, source)))
    rows = [
        QuotaRow(seats=one.seats, name=one.name, organisation=one.organisation)
        for one in Quota.objects.filter(training_class=source)
        .select_related("organisation")
        .order_by("position", "folded_name", "id")
    ]
    if not rows:
        raise ValidationError({"source": _("That class has no quotas.")})
    return set_quotas(actor=actor, training_class=training_class, rows=rows)


@transaction.atomic
def set_deadline(*, actor: User, training_class: TrainingClass, until: date | None) -> TrainingClass:
    """Say until when units name their people; after that day their unfilled seats serve everybody who waits.

    Does nothing where nothing differs. Raises PermissionDenied unless the actor runs the class, NotNow,
    ValidationError for a day after the class.
    """
    locked = open_for_change(actor=actor, training_class=training_class)
    if until == locked.nominate_until:
        return locked
    if until and locked.ends_on and until > locked.ends_on:
        raise ValidationError({"until": _("The class is over on that day. Choose an earlier one.")})
    details = audit.changes({"nominate_until": locked.nominate_until}, {"nominate_until": until})
    locked.nominate_until = until
    locked.revision += 1
    locked.save(update_fields=["nominate_until", "revision"])
    note(actor=actor, action=Action.DEADLINE_SET, training_class=locked, details=details)
    settle(actor=actor, training_class=locked)
    return locked


@transaction.atomic
def release_seats(*, actor: User, training_class: TrainingClass) -> int:
    """Open the seats that units left unfilled to everybody who waits; returns how many moved up.

    Does nothing where they are open already. Raises PermissionDenied unless the actor runs the class, NotNow.
    """
    locked = open_for_change(actor=actor, training_class=training_class)
    if locked.seats_released_at is not None:
        return 0
    locked.seats_released_at = timezone.now()
    locked.save(update_fields=["seats_released_at"])
    note(actor=actor, action=Action.SEATS_RELEASED, training_class=locked)
    return len(settle(actor=actor, training_class=locked))


@transaction.atomic
def keep_seats(*, actor: User, training_class: TrainingClass) -> None:
    """Keep unfilled seats for their units again, as far as nobody was given them meanwhile.

    Raises PermissionDenied unless the actor runs the class, NotNow.
    """
    locked = open_for_change(actor=actor, training_class=training_class)
    if locked.seats_released_at is None:
        return
    locked.seats_released_at = None
    locked.save(update_fields=["seats_released_at"])
    note(actor=actor, action=Action.SEATS_KEPT, training_class=locked)
