"""What a person agreed to beyond the office's task: recorded, withdrawn. The task itself asks for none."""

from __future__ import annotations

import datetime as dt

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from caunoi.core import audit
from caunoi.core.errors import NotNow
from caunoi.directory.enums import Action, ConsentForm, ConsentPurpose
from caunoi.directory.models import Consent, Person, User
from caunoi.directory.policies import may_change_person, require
from caunoi.directory.queries.consents import in_force
from caunoi.directory.services.people import office_of


@transaction.atomic
def record_consent(*, actor: User, person: Person, purpose: str, form: str, given_on: dt.date | None = None) -> Consent:
    """Write down that a person agreed to ``purpose`` on a day (today); the signed paper itself is kept by the office.

    Raises PermissionDenied unless the actor may change the person, ValidationError for a day to come, NotNow where a
    consent for it is in force.
    """
    require(may_change_person(actor, person))
    person = Person.objects.select_for_update().get(pk=person.pk)
    day = given_on or timezone.localdate()
    if day > timezone.localdate():
        raise ValidationError({"given_on": _("This day is still to come.")})
    if in_force(person, purpose):
        raise NotNow(_("This consent stands here already."))
    made = Consent.objects.create(
        person=person,
        purpose=ConsentPurpose(purpose),
        form=ConsentForm(form),
        given_on=day,
        recorded_by=actor,
    )
    _tell(actor, Action.CONSENT_GIVEN, made)
    return made


@transaction.atomic
def withdraw_consent(*, actor: User, consent: Consent, on: dt.date | None = None) -> Consent:
    """Write down that a consent was withdrawn on a day (today); what was done before stays allowed.

    From then on an article whose pictures name the person can't be published. Raises PermissionDenied unless the actor
    may change the person, ValidationError for a day before it was given or still to come, NotNow where it is
    withdrawn.
    """
    require(may_change_person(actor, consent.person))
    locked = Consent.objects.select_for_update(of=("self",)).select_related("person").get(pk=consent.pk)
    day = on or timezone.localdate()
    if locked.withdrawn_on:
        raise NotNow(_("This consent was withdrawn already."))
    if not locked.given_on <= day <= timezone.localdate():
        raise ValidationError({"on": _("The day must lie between the day on which it was given and today.")})
    locked.withdrawn_on = day
    locked.save(update_fields=["withdrawn_on"])
    _tell(actor, Action.CONSENT_WITHDRAWN, locked)
    return locked


def _tell(actor: User, action: Action, consent: Consent) -> None:
    audit.record(
        actor=actor,
        action=action,
        subject=consent.person,
        organisation_id=office_of(actor=actor, person=consent.person),
        person_id=consent.person_id,
        details={"purpose": consent.purpose, "form": consent.form},
    )
