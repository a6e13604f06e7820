"""Taking somebody whom the register knew before for a person whom a unit named."""

from __future__ import annotations

from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from caunoi.core.errors import NotNow
from caunoi.directory.models import User
from caunoi.directory.policies import may_merge
from caunoi.directory.services.merging import merge_persons
from caunoi.training.enums import LIVE, Action, NominationSource
from caunoi.training.models import Enrolment, Nomination
from caunoi.training.policies import leads_class
from caunoi.training.services.guard import open_for_change
from caunoi.training.services.register import RosterRow, make_known_to_sender, use_known
from caunoi.training.services.seats.entry import lock_nomination, sender_of
from caunoi.training.services.seats.line import tell


@transaction.atomic
def use_known_person(*, actor: User, nomination: Nomination, person_id: UUID) -> Nomination:
    """Let a nomination, with its seat and all that hangs on it, mean a person whom the register knew before.

    The entry that the unit's link made is merged into that person where the actor may do so: what the trail and other
    lists say under it can then be found, and erased, with the person. Raises PermissionDenied unless
    the actor leads the class, NotNow when the nomination stands no more or the class is closed, ValidationError
    (``person``) for somebody out of scope who has not the same name and phone, or who stands in the class already.
    """
    training_class = open_for_change(actor=actor, training_class=nomination.training_class, may=leads_class)
    nomination = lock_nomination(nomination=nomination)
    before = nomination.person
    if nomination.state not in LIVE:
        raise NotNow(_("%(name)s is not named any more.") % {"name": before.full_name})
    if person_id == before.pk:
        return nomination
    row = RosterRow(full_name=before.full_name, phone=before.phone, person_id=person_id)
    try:
        known = use_known(actor=actor, training_class=training_class, rows=[row])[person_id]
    except ValidationError:
        raise ValidationError({"person": _("Choose the person anew.")}) from None
    if (
        Enrolment.objects.filter(training_class=training_class, person=known).exists()
        or Nomination.objects.filter(training_class=training_class, person=known, state__in=LIVE).exists()
    ):
        raise ValidationError({"person": _("%(name)s stands in this class already.") % {"name": known.full_name}})
    nomination.person = known
    nomination.save(update_fields=["person"])
    if nomination.enrolment is not None:
        nomination.enrolment.person, nomination.enrolment.sort_name = known, known.sort_name
        nomination.enrolment.save(update_fields=["person", "sort_name"])
    make_known_to_sender(persons=[known], sender=sender_of(quota=nomination.quota))
    tell(actor=actor, action=Action.NOMINATION_MATCHED, training_class=training_class, nomination=nomination)
    if nomination.source == NominationSource.LINK and may_merge(actor, known) and may_merge(actor, before):
        merge_persons(actor=actor, kept=known, merged=before)
    return nomination
