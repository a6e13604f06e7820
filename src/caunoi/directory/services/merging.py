"""Two entries of the register that are one person: merged, parted again, or told to be two people.

Nothing that refers to an entry is rewritten. ``merged_into`` says what was decided; the end of its chain
(:class:`~caunoi.directory.models.MergedPerson`) and the organisations that the root inherits are derived from it.
"""

from __future__ import annotations

from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from caunoi.core import audit, search
from caunoi.core.errors import NotNow, StaleChange
from caunoi.core.text import clean
from caunoi.directory.enums import Action
from caunoi.directory.models import MergedPerson, Person, PersonDistinction, PersonScope, User
from caunoi.directory.policies import may_merge, require
from caunoi.directory.queries.entries import current_entry
from caunoi.directory.services.entries import inherit
from caunoi.directory.services.people import index_person, office_of


@transaction.atomic
def merge_persons(*, actor: User, kept: Person, merged: Person, reason: str = "") -> Person:
    """Let ``merged`` and all that was merged into it be read as ``kept``; returns ``kept`` as it stands then.

    Both entries keep their name, phone and everything that refers to them. Raises PermissionDenied unless the actor
    organises wherever either is known, ValidationError for one entry twice, NotNow where one was merged or erased.
    """
    if kept.pk == merged.pk:
        raise ValidationError({"merged": _("Choose two different entries.")})
    rows = _locked(kept.pk, merged.pk)
    kept, merged = rows[kept.pk], rows[merged.pk]
    for row in (kept, merged):
        if row.erased_at:
            raise NotNow(_("This person was erased meanwhile. Nothing was changed."))
        if row.merged_into_id:
            raise NotNow(_("%(name)s was merged meanwhile. Look at the list again.") % {"name": row.full_name})
    require(may_merge(actor, kept) and may_merge(actor, merged))
    home = office_of(actor=actor, person=kept)
    merged.merged_into = kept
    merged.save(update_fields=["merged_into"])
    MergedPerson.objects.filter(root=merged).update(root=kept)
    MergedPerson.objects.create(person=merged, root=kept)
    PersonScope.objects.filter(person=merged, inherited=True).delete()
    inherit(kept)
    search.remove(kind="person", object_id=str(merged.pk))
    index_person(kept)
    audit.record(
        actor=actor,
        action=Action.PERSONS_MERGED,
        subject=merged,
        organisation_id=home,
        person_id=kept.pk,
        details={"merged_into": kept.full_name},
        reason=clean(reason)[:500],
    )
    return kept


@transaction.atomic
def undo_merge(*, actor: User, merged: Person, reason: str = "") -> Person:
    """Let an entry stand for itself again, with what had been merged into it before; returns it.

    The state is the one that would be there had the two never been merged. Raises PermissionDenied unless the actor
    organises wherever the person is known, NotNow for an entry that is not merged, StaleChange where the person was
    merged on meanwhile.
    """
    root_id = current_entry(merged.pk)
    rows = _locked(root_id, merged.pk)
    root, merged = rows[root_id], rows[merged.pk]
    if current_entry(merged.pk) != root_id:
        raise StaleChange
    if not merged.merged_into_id or merged.erased_at:
        raise NotNow(_("This entry stands for itself already."))
    require(may_merge(actor, root))
    home = office_of(actor=actor, person=root)
    merged.merged_into = None
    merged.save(update_fields=["merged_into"])
    MergedPerson.objects.filter(person=merged).delete()
    MergedPerson.objects.filter(person__in=_below(merged.pk)).update(root=merged)
    for each in (root, merged):
        inherit(each)
        index_person(each)
    audit.record(
        actor=actor,
        action=Action.MERGE_UNDONE,
        subject=merged,
        organisation_id=home,
        person_id=root.pk,
        details={"merged_into": [root.full_name, None]},
        reason=clean(reason)[:500],
    )
    return merged


@transaction.atomic
def keep_apart(*, actor: User, one: Person, other: Person) -> None:
    """Remember that two entries are two people: they are not offered as one any more; nothing else changes.

    Raises PermissionDenied unless the actor organises wherever either is known, ValidationError for one entry twice.
    """
    require(may_merge(actor, one) and may_merge(actor, other))
    if one.pk == other.pk:
        raise ValidationError({"merged": _("Choose two different entries.")})
    first, second = sorted((one, other), key=lambda each: each.pk)
    _row, made = PersonDistinction.objects.get_or_create(first=first, second=second)
    if made:
        audit.record(
            actor=actor,
            action=Action.PERSONS_DISTINCT,
            subject=other,
            organisation_id=office_of(actor=actor, person=one),
            person_id=one.pk,
        )


def _locked(*keys: UUID) -> dict[UUID, Person]:
    """Lock entries in one order, so that two clerks can't wait for each other."""
    rows = Person.objects.select_for_update().filter(pk__in=keys).order_by("pk")
    return {row.pk: row for row in rows}


def _below(person_id: UUID) -> set[UUID]:
    """Return what was merged into an entry, directly or through others: a query for each step of the chain."""
    found: set[UUID] = set()
    edge = {person_id}
    while edge:
        edge = set(Person.objects.filter(merged_into__in=edge).order_by().values_list("pk", flat=True)) - found
        found |= edge
    return found
