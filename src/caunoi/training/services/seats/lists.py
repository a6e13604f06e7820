"""Whole lists of nominations: taken over at once, and taken back."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from caunoi.core.errors import NotNow
from caunoi.core.text import clean
from caunoi.directory.models import User
from caunoi.directory.policies import require
from caunoi.training.enums import Action, ClassState, EnrolmentState, NominationSource
from caunoi.training.models import (
    Enrolment,
    Nomination,
    NominationBatch,
    NominationLink,
    Quota,
    Scan,
    TrainingClass,
)
from caunoi.training.services.guard import note
from caunoi.training.services.register import forget_unused
from caunoi.training.services.seats.entry import open_for_naming
from caunoi.training.services.seats.line import settle
from caunoi.training.services.seats.naming import Nominee, name_all

_PART = 1_000


@transaction.atomic
def accept_nominations(
    *,
    actor: User | None,
    training_class: TrainingClass,
    rows: Sequence[tuple[Quota | None, Nominee]],
    source: str = "",
    link: NominationLink | None = None,
) -> NominationBatch:
    """Take over a list, all of it or nothing; its people stand in line in the order of the list.

    Whoever leads the class names for all of its units, anybody else for one. One row of the trail. Raises as
    :func:`nominate`; ValidationError's ``rows`` names each row that can't be taken.
    """
    quotas = {quota.pk if quota else None: quota for quota, _nominee in rows}
    only = next(iter(quotas.values())) if len(quotas) == 1 else None
    locked = open_for_naming(actor=actor, training_class=training_class, quota=only, link=link)
    if any(quota and quota.training_class_id != locked.pk for quota in quotas.values()):
        raise ValidationError({"quota": _("Choose a unit of this class.")})
    batch = NominationBatch.objects.create(
        training_class=locked, source=clean(source)[:200], count=len(rows), accepted_by=actor, link=link
    )
    came = NominationSource.LINK if link else NominationSource.LIST
    made = name_all(actor=actor, training_class=locked, rows=rows, source=came, batch=batch)
    seated = sum(1 for one in made if one.enrolment_id)
    _note(actor, Action.NOMINATIONS_ACCEPTED, batch, quotas=quotas.values(), seated=seated)
    return batch


@transaction.atomic
def undo_nominations(*, actor: User | None, batch: NominationBatch, link: NominationLink | None = None) -> None:
    """Take a list back: its nominations go with their rows, and with persons that nothing else needs.

    The seats go to those who wait. By a ``link`` a unit takes back what it sent itself, until the class's list is
    settled. Raises PermissionDenied, and NotNow when the class is closed, when it was undone before, or when
    attendance, a substitute or somebody who goes instead hangs on one of its people.
    """
    only = link.quota if link else _only_quota(batch)
    require(link is None or (batch.link is not None and batch.link.quota_id == link.quota_id))
    locked = open_for_naming(actor=actor, training_class=batch.training_class, quota=only, link=link)
    if link is not None and locked.state == ClassState.HELD:
        raise NotNow(_("The list of the class is settled. Withdraw people one by one, or ask the organiser."))
    batch = NominationBatch.objects.select_for_update(of=("self",)).select_related("training_class").get(pk=batch.pk)
    if batch.undone_at:
        raise NotNow(_("This list was taken back already."))
    named = Nomination.objects.filter(batch=batch)
    _refuse_what_hangs_on(named)
    persons = list(
        named.filter(person__created_at__gte=batch.accepted_at).order_by("id").values_list("person_id", flat=True)
    )
    rows = Enrolment.objects.filter(nomination__batch=batch)
    new = list(rows.filter(created_at__gte=batch.accepted_at).order_by("id").values_list("pk", flat=True))
    old = list(rows.filter(created_at__lt=batch.accepted_at).order_by("id").values_list("pk", flat=True))
    quotas = list(Quota.objects.filter(nominations__in=named).distinct().order_by("id"))
    named.delete()
    for start in range(0, len(new), _PART):
        Enrolment.objects.filter(pk__in=new[start : start + _PART]).delete()
    for start in range(0, len(old), _PART):
        # They were struck out before the list came: so they are again.
        Enrolment.objects.filter(pk__in=old[start : start + _PART]).update(state=EnrolmentState.WITHDRAWN)
    forget_unused(persons=persons)
    batch.undone_at = timezone.now()
    batch.save(update_fields=["undone_at"])
    _note(actor, Action.NOMINATIONS_UNDONE, batch, quotas=quotas)
    settle(actor=actor, training_class=locked)


def _refuse_what_hangs_on(named: QuerySet[Nomination]) -> None:
    rows = named.select_related("person").order_by("place", "id")
    marked = rows.filter(Exists(Scan.objects.filter(enrolment=OuterRef("enrolment")))).first()
    if marked:
        raise NotNow(
            _(
                "Attendance is noted for people of this list already (%(name)s for one), so it can't be taken back as a"
                " whole. Withdraw single people instead."
            )
            % {"name": marked.person.full_name}
        )
    replaced = (
        rows.filter(replaced_by__isnull=False).first() or rows.filter(enrolment__substitute__isnull=False).first()
    )
    if replaced:
        raise NotNow(
            _(
                "Somebody goes instead of %(name)s by now, so the list can't be taken back. Withdraw single people"
                " instead."
            )
            % {"name": replaced.person.full_name}
        )


def _only_quota(batch: NominationBatch) -> Quota | None:
    quotas = list(Quota.objects.filter(nominations__batch=batch).distinct().order_by("id")[:2])
    return quotas[0] if len(quotas) == 1 else None


def _note(
    actor: User | None,
    action: Action,
    batch: NominationBatch,
    *,
    quotas: Iterable[Quota | None],
    seated: int | None = None,
) -> None:
    """Write the one row of a list taken over or undone."""
    names = [quota.name for quota in quotas if quota]
    note(
        actor=actor,
        action=action,
        training_class=batch.training_class,
        details={
            "source": batch.source,
            "count": batch.count,
            **({"seated": seated} if seated is not None else {}),
            **({"nominated_by": names[0]} if len(names) == 1 else {"unit_count": len(names)}),
        },
    )
