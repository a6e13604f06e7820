"""Who may name people of a unit: those who lead the class, the unit itself, and whoever holds its link."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from caunoi.directory.models import Organisation, User
from caunoi.directory.policies import require
from caunoi.training.models import Nomination, NominationLink, Quota, TrainingClass
from caunoi.training.policies import leads_class, names_for
from caunoi.training.services.guard import lock_class, open_for_change


def open_for_naming(
    *, actor: User | None, training_class: TrainingClass, quota: Quota | None, link: NominationLink | None = None
) -> TrainingClass:
    """Return the class, locked, for somebody who may name people of ``quota``.

    Without an account (``actor`` None) a valid link of that quota lets in, and nothing else does. Raises
    PermissionDenied, NotNow (class closed), ValidationError for a quota of another class.
    """
    if actor is None:
        require(link is not None and quota is not None and training_class.pk == quota.training_class_id)
        locked = lock_class(training_class=training_class)
        require(_opens(link, quota))
        return locked

    def may(user: User, one: TrainingClass) -> bool:
        return bool(leads_class(user, one)) or (
            quota is not None and quota.training_class_id == one.pk and bool(names_for(user, quota))
        )

    locked = open_for_change(actor=actor, training_class=training_class, may=may)
    if quota is not None and quota.training_class_id != locked.pk:
        raise ValidationError({"quota": _("Choose a unit of this class.")})
    return locked


def _opens(link: NominationLink | None, quota: Quota | None) -> bool:
    """Say whether a link stands now, as the database has it: taken back or past its time it opens nothing."""
    if link is None or quota is None:
        return False
    return NominationLink.objects.filter(
        pk=link.pk, quota=quota.pk, revoked_at__isnull=True, expires_at__gt=timezone.now()
    ).exists()


def sees_whole_list(*, actor: User | None, training_class: TrainingClass) -> bool:
    """Say whether who names people may learn of whom others named: those who lead the class alone."""
    return actor is not None and bool(leads_class(actor, training_class))


def lock_nomination(*, nomination: Nomination) -> Nomination:
    """Return a nomination as it stands, its row locked; the class is locked before it."""
    rows = Nomination.objects.select_for_update(of=("self",))
    return rows.select_related("person", "quota__organisation", "enrolment").get(pk=nomination.pk)


def sender_of(*, quota: Quota | None) -> Organisation | None:
    """Return the organisation whose people see those whom the unit named."""
    return quota.organisation if quota is not None else None
