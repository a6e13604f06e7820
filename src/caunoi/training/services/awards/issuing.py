"""Certificates of a class are issued, revoked and replaced; the ledger belongs to the office that keeps the class."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from caunoi.core.errors import NotNow, StaleChange
from caunoi.credentials.facts import Holder
from caunoi.credentials.models import Award
from caunoi.credentials.services import ledger
from caunoi.credentials.tasks import set_certificates
from caunoi.directory.models import User
from caunoi.training.enums import Action, ClassState
from caunoi.training.models import TrainingClass
from caunoi.training.policies import keeps_class
from caunoi.training.queries.award_sources import source_of
from caunoi.training.queries.awards import award_facts, issue_list
from caunoi.training.services.guard import note, open_for_change


@transaction.atomic
def issue_class_awards(
    *, actor: User, training_class: TrainingClass, version: int, issued_on: dt.date | None = None
) -> list[Award]:
    """Issue certificates to everybody who earned one by the frozen report and has none; their files are set by a job.

    ``version`` is that of the report that was seen. Raises PermissionDenied unless the actor organises in the keeper,
    NotNow while the class is open or nobody is left to get one, StaleChange when a newer report was frozen.
    """
    locked = open_for_change(actor=actor, training_class=training_class, may=keeps_class, closed_too=True)
    if locked.state != ClassState.CLOSED:
        raise NotNow(_("Certificates are issued by the frozen report: close the class first."))
    found = issue_list(locked)
    if found.version != version:
        raise StaleChange
    wanted = found.to_issue
    if not wanted:
        raise NotNow(_("Everybody who earned a certificate has one."))
    source = source_of(locked)
    awards = ledger.issue_awards(
        actor=actor,
        owner=locked.keeper,
        source=source,
        facts=award_facts(locked, found),
        holders=[Holder(person_id=row.person_id, name=row.name, unit=row.unit) for row in wanted],
        issued_on=issued_on,
    )
    note(
        actor=actor,
        action=Action.AWARDS_ISSUED,
        training_class=locked,
        details={
            "count": len(awards),
            "first": awards[0].number_text,
            "last": awards[-1].number_text,
            "version": version,
        },
    )
    transaction.on_commit(lambda: set_certificates.enqueue(source))
    return awards


@transaction.atomic
def revoke_class_award(*, actor: User, training_class: TrainingClass, award: Award, reason: str) -> Award:
    """Revoke a certificate of the class; raises as the ledger does."""
    locked = open_for_change(actor=actor, training_class=training_class, may=keeps_class, closed_too=True)
    return ledger.revoke_award(actor=actor, award=_of(locked, award), reason=reason)


@transaction.atomic
def replace_class_award(*, actor: User, training_class: TrainingClass, award: Award, name: str, reason: str) -> Award:
    """Replace a certificate of the class by one with the name corrected; raises as the ledger does."""
    # Whoever erases a person locks the classes first: no name comes back beside an erasure.
    locked = open_for_change(actor=actor, training_class=training_class, may=keeps_class, closed_too=True)
    made = ledger.replace_award(actor=actor, award=_of(locked, award), name=name, reason=reason)
    source = source_of(locked)
    transaction.on_commit(lambda: set_certificates.enqueue(source))
    return made


def class_of_award(award: Award) -> UUID | None:
    """Return the key of the class that a certificate is of; None for any other."""
    kind, _colon, key = award.source.partition(":")
    return UUID(key) if kind == "class" else None


def _of(training_class: TrainingClass, award: Award) -> Award:
    if award.source != source_of(training_class):
        raise NotNow(_("This certificate is not of this class."))
    return award
