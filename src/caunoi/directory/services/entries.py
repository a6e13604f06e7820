"""What follows from the merging of entries; steps of the services that merge, part and make known."""

from __future__ import annotations

from caunoi.directory.models import Person, PersonScope


def inherit(root: Person) -> None:
    """Derive which organisations know ``root`` only through entries merged into it; part of the caller's transaction.

    An entry that is merged itself inherits nothing: its root does.
    """
    own = PersonScope.objects.filter(person=root, inherited=False).order_by()
    through = PersonScope.objects.filter(person__merge__root=root, inherited=False).order_by()
    wanted = set(through.values_list("organisation_id", flat=True)) - set(own.values_list("organisation_id", flat=True))
    standing = PersonScope.objects.filter(person=root, inherited=True)
    standing.exclude(organisation__in=wanted).delete()
    PersonScope.objects.bulk_create(
        [PersonScope(person=root, organisation_id=each, inherited=True) for each in sorted(wanted)],
        ignore_conflicts=True,
    )
