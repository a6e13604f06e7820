"""Whole lists of participants: taken over all at once, and taken back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.translation import gettext as _

from caunoi.core.errors import NotNow
from caunoi.core.text import clean
from caunoi.directory.enums import Provenance
from caunoi.directory.models import Organisation, User
from caunoi.training.enums import Action
from caunoi.training.models import Enrolment, RosterBatch, Scan, TrainingClass
from caunoi.training.policies import leads_class
from caunoi.training.queries.roster import Identity, ListIndex
from caunoi.training.services.guard import note, open_for_change
from caunoi.training.services.listing import build_enrolment, listed_words
from caunoi.training.services.register import (
    RosterRow,
    add_people,
    check_sender,
    forget_unused,
    make_known_to_sender,
    use_known,
)
from caunoi.training.services.seats.line import joined_list, settle

_PART = 1_000


@transaction.atomic
def accept_roster(
    *,
    actor: User,
    training_class: TrainingClass,
    rows: Sequence[RosterRow],
    source: str = "",
    sender: Organisation | None = None,
) -> RosterBatch:
    """Put a whole list on the class's list, all of it or nothing; ``sender`` sent all of them.

    Raises PermissionDenied, NotNow, and ValidationError whose ``rows`` names every row that can't be taken: without a
    name, twice in the list, or on the class's list already (unless ``distinct``); or whose ``sender`` may not be named.
    """
    training_class = open_for_change(actor=actor, training_class=training_class, may=leads_class)
    check_sender(actor=actor, training_class=training_class, sender=sender)
    rows = [replace(row, sender=sender) for row in rows]
    if not rows:
        raise ValidationError({"rows": _("No row is left to take over.")})
    _refuse_twice(training_class, rows)
    batch = RosterBatch.objects.create(
        training_class=training_class, source=clean(source)[:200], count=len(rows), accepted_by=actor
    )
    known = use_known(actor=actor, training_class=training_class, rows=[row for row in rows if row.person_id])
    added = iter(
        add_people(
            actor=actor,
            training_class=training_class,
            rows=[row for row in rows if not row.person_id],
            provenance=Provenance.ROSTER,
        )
    )
    persons = [known[row.person_id] if row.person_id else next(added) for row in rows]
    enrolments = [
        build_enrolment(training_class, person, row, batch) for person, row in zip(persons, rows, strict=True)
    ]
    Enrolment.objects.bulk_create(enrolments, batch_size=_PART)
    make_known_to_sender(persons=persons, sender=sender)
    joined_list(actor=actor, training_class=training_class, enrolments=enrolments)
    _note_batch(actor, Action.ROSTER_ACCEPTED, batch, sender)
    return batch


@transaction.atomic
def undo_roster(*, actor: User, batch: RosterBatch) -> None:
    """Take a list back: its rows leave the class, persons added with it and used nowhere else leave the register.

    Raises PermissionDenied, and NotNow when the class is closed, when it was undone before, or when attendance or a
    substitute hangs on one of its rows.
    """
    open_for_change(actor=actor, training_class=batch.training_class, may=leads_class)
    batch = RosterBatch.objects.select_for_update().select_related("training_class").get(pk=batch.pk)
    if batch.undone_at:
        raise NotNow(_("This list was taken back already."))
    enrolments = Enrolment.objects.filter(batch=batch)
    marked = enrolments.filter(Exists(Scan.objects.filter(enrolment=OuterRef("pk")))).select_related("person").first()
    if marked:
        raise NotNow(
            _(
                "Attendance is noted for people of this list already (%(name)s for one), so it can't be taken back as a"
                " whole. Withdraw single people instead."
            )
            % {"name": marked.person.full_name}
        )
    replaced = enrolments.filter(substitute__isnull=False).select_related("person").first()
    if replaced:
        raise NotNow(
            _("%(name)s has a substitute by now, so the list can't be taken back. Withdraw single people instead.")
            % {"name": replaced.person.full_name}
        )
    new = list(
        enrolments.filter(person__provenance=Provenance.ROSTER, person__created_at__gte=batch.accepted_at)
        .order_by("id")
        .values_list("person_id", flat=True)
    )
    enrolments.delete()
    forget_unused(persons=new)
    batch.undone_at = timezone.now()
    batch.save(update_fields=["undone_at"])
    _note_batch(actor, Action.ROSTER_UNDONE, batch)
    settle(actor=actor, training_class=batch.training_class)


def _note_batch(actor: User, action: Action, batch: RosterBatch, sender: Organisation | None = None) -> None:
    """Write the one audit row of a list taken over or undone."""
    note(
        actor=actor,
        action=action,
        training_class=batch.training_class,
        details={"source": batch.source, "count": batch.count, **({"sender": sender.name} if sender else {})},
    )


def _refuse_twice(training_class: TrainingClass, rows: Sequence[RosterRow]) -> None:
    index = ListIndex(training_class)
    faults: list[str] = []
    seen: dict[str, list[tuple[RosterRow, Identity]]] = {}
    seen_ids: dict[UUID, RosterRow] = {}
    for row in rows:
        known = row.identity
        if not known.key:
            faults.append(_("Row %(row)s: the full name is missing.") % {"row": row.number})
            continue
        listed = index.find(known, row.person_id)
        if listed and not (row.distinct and row.person_id is None):
            faults.append(listed_words(listed, row=row.number))
        twin = seen_ids.get(row.person_id) if row.person_id else None
        if twin is None and not row.distinct:
            twin = next((other for other, one in seen.get(known.key, ()) if known.same_as(one)), None)
        if twin:
            faults.append(
                _("Row %(row)s: %(name)s stands in row %(first)s of this list already.")
                % {"row": row.number, "name": row.full_name, "first": twin.number}
            )
        seen.setdefault(known.key, []).append((row, known))
        if row.person_id:
            seen_ids[row.person_id] = row
    if faults:
        raise ValidationError({"rows": faults})
