"""Changing a nomination: another person, another unit, a seat out of turn."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from caunoi.core.errors import NotNow
from caunoi.core.text import clean
from caunoi.directory.models import User
from caunoi.training.enums import LIVE, Action, ClassState, NominationSource, NominationState
from caunoi.training.models import Nomination, NominationLink, Quota
from caunoi.training.policies import leads_class
from caunoi.training.queries.ledger import is_late, ledger_of
from caunoi.training.services.guard import open_for_change
from caunoi.training.services.register import make_known_to_sender
from caunoi.training.services.seats.entry import lock_nomination, open_for_naming, sender_of
from caunoi.training.services.seats.line import mark_gone, seat, settle, tell
from caunoi.training.services.seats.naming import Nominee, find_persons
from caunoi.training.services.seats.withdrawing import leave_list


@transaction.atomic
def replace_nominee(
    *, actor: User | None, nomination: Nomination, nominee: Nominee, link: NominationLink | None = None
) -> Nomination:
    """Let somebody else go: the new one takes over unit, seat and place in line; returns the new nomination.

    Raises as :func:`nominate`, and NotNow when the nomination stands no more or the person was there at a sitting.
    """
    training_class = open_for_naming(
        actor=actor, training_class=nomination.training_class, quota=nomination.quota, link=link
    )
    old = lock_nomination(nomination=nomination)
    name = old.person.full_name
    if old.state not in LIVE:
        raise NotNow(_("%(name)s is not named any more. Name the other person instead.") % {"name": name})
    source = NominationSource.LINK if actor is None else NominationSource.DESK
    (person,) = find_persons(
        actor=actor,
        training_class=training_class,
        rows=[(old.quota, nominee)],
        source=source,
        instead_of=old,
    )
    if person.pk == old.person_id:
        raise ValidationError({"full_name": _("This is the same person. Name the one who goes instead.")})
    has_seat = old.state == NominationState.CONFIRMED
    if has_seat and old.enrolment is not None:
        leave_list(training_class=training_class, enrolment=old.enrolment, name=name)
    mark_gone(training_class=training_class, nomination=old, state=NominationState.REPLACED)
    new = Nomination(
        training_class=training_class,
        quota=old.quota,
        person=person,
        post=clean(nominee.post)[:300],
        unit_text=clean(nominee.unit_text)[:200] or old.unit_text,
        venue_point_id=nominee.venue_point_id or old.venue_point_id,
        note=clean(nominee.note)[:300],
        state=NominationState.WAITING,
        place=old.place,
        source=source,
        late=is_late(training_class),
        after_settled=training_class.state == ClassState.HELD,
        replaces=old,
        created_by=actor,
    )
    if has_seat:
        seat(training_class=training_class, nominations=[new])
    new.save(force_insert=True)
    tell(actor=actor, action=Action.NOMINATION_REPLACED, training_class=training_class, nomination=new, replaced=name)
    return new


@transaction.atomic
def move_nomination(*, actor: User, nomination: Nomination, quota: Quota | None) -> Nomination:
    """Count somebody to another unit; seat and place in line stay, and the seat of the old unit serves its own.

    Raises PermissionDenied unless the actor leads the class, NotNow, ValidationError for a unit of another class.
    """
    training_class = open_for_change(actor=actor, training_class=nomination.training_class, may=leads_class)
    nomination = lock_nomination(nomination=nomination)
    if quota is not None and quota.training_class_id != training_class.pk:
        raise ValidationError({"quota": _("Choose a unit of this class.")})
    if nomination.state not in LIVE:
        raise NotNow(_("%(name)s is not named any more.") % {"name": nomination.person.full_name})
    before = nomination.quota
    if before == quota:
        return nomination
    nomination.quota = quota
    if before is None or nomination.unit_text == before.name:
        nomination.unit_text = quota.name if quota else nomination.unit_text
    if nomination.state == NominationState.CONFIRMED:
        seat(training_class=training_class, nominations=[nomination])
    nomination.save(update_fields=["quota", "unit_text"])
    make_known_to_sender(persons=[nomination.person], sender=sender_of(quota=quota))
    tell(
        actor=actor,
        action=Action.NOMINATION_MOVED,
        training_class=training_class,
        nomination=nomination,
        moved_from=before.name if before else "",
    )
    settle(actor=actor, training_class=training_class, first=before.pk if before else None)
    return nomination


@transaction.atomic
def confirm_nomination(*, actor: User, nomination: Nomination) -> Nomination:
    """Give somebody who waits a seat out of turn, be it one that is kept for a unit.

    Raises PermissionDenied unless the actor leads the class, NotNow when no seat of the class is free.
    """
    training_class = open_for_change(actor=actor, training_class=nomination.training_class, may=leads_class)
    nomination = lock_nomination(nomination=nomination)
    if nomination.state == NominationState.CONFIRMED:
        return nomination
    if nomination.state not in LIVE:
        raise NotNow(_("%(name)s is not named any more.") % {"name": nomination.person.full_name})
    if ledger_of(training_class).free <= 0:
        raise NotNow(_("No seat of the class is free. Raise the number of seats, or withdraw somebody first."))
    seat(training_class=training_class, nominations=[nomination])
    nomination.save(update_fields=["state", "enrolment"])
    tell(actor=actor, action=Action.NOMINATION_CONFIRMED, training_class=training_class, nomination=nomination)
    return nomination
