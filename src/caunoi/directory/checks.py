"""What ``caunoi check`` looks at in the directory."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID

from cryptography.fernet import InvalidToken
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from caunoi.core import checks
from caunoi.core.checking.folding import register_folded
from caunoi.core.checking.keys import fields_key_is_there
from caunoi.core.checking.searching import register_expected
from caunoi.core.fields import lookup_hashes
from caunoi.core.text import fold, given_name_first
from caunoi.directory.models import Directive, MergedPerson, Organisation, Person, PersonScope, Unit

SAMPLE = 2000


def register() -> None:
    """Name the folded columns, what search has to know, and the checks of this domain."""
    register_folded(Unit, "folded_name", "name", make=fold)
    register_folded(Unit, "folded_full_name", "prefix", "name", make=lambda prefix, name: fold(f"{prefix} {name}"))
    register_folded(Organisation, "folded_name", "name", make=lambda name: fold(name)[:200])
    register_folded(Directive, "folded_number", "number", make=lambda number: fold(number)[:60])
    register_folded(Person, "folded_name", "full_name", make=lambda name: fold(name)[:120])
    register_folded(Person, "sort_name", "full_name", make=lambda name: given_name_first(name)[:120])
    register_expected("person", lambda: _ids(Person.objects.filter(merged_into__isnull=True, erased_at__isnull=True)))
    register_expected("organisation", lambda: _ids(Organisation.objects.all()))
    register_expected("directive", lambda: _ids(Directive.objects.all()))
    checks.register("phones", gettext_lazy("Persons are found by their phone and address"), lookup_columns_fit)
    checks.register("merges", gettext_lazy("Merged entries lead to one that stands"), merges_lead_to_one_that_stands)
    checks.register("paths", gettext_lazy("Each office lies below the one above it"), paths_follow_parents)


def _ids(rows: object) -> Iterator[str]:
    for pk in rows.order_by("pk").values_list("pk", flat=True).iterator(chunk_size=5000):  # type: ignore[attr-defined]
        yield str(pk)


def lookup_columns_fit(deep: bool) -> Iterator[checks.Fault]:
    """The column by which a phone or an address is looked up fits it; the first 2,000 persons unless ``deep``.

    One that lies under an older key of the ring fits: it is found until a job brings it under the newest one.
    """
    if not fields_key_is_there():
        # The check of the keys tells of it.
        return
    wrong = 0
    people = Person.objects.exclude(phone_hash="", email_hash="").order_by("pk")
    rows = people.values_list("phone", "phone_hash", "email", "email_hash")
    try:
        for phone, phone_hash, email, email_hash in (rows if deep else rows[:SAMPLE]).iterator(chunk_size=1000):
            wrong += not (_fits(phone, phone_hash) and _fits(email, email_hash))
    except InvalidToken:
        return
    if wrong:
        yield checks.Fault(
            where="directory_person.phone_hash",
            what=_("%(count)s persons can't be found by phone or address.") % {"count": wrong},
            todo=_("Put the office's own lookup.key into the folder of the keys."),
        )


def _fits(value: str | None, kept: str) -> bool:
    return kept in (lookup_hashes(value or "") or ("",))


def merges_lead_to_one_that_stands(_deep: bool) -> Iterator[checks.Fault]:
    """No merging runs in a circle or ends at an erased person; what is derived from it says the same."""
    into = dict(
        Person.objects.filter(merged_into__isnull=False).order_by("pk").values_list("pk", "merged_into_id").iterator()
    )
    erased = set(Person.objects.filter(erased_at__isnull=False, merges__isnull=False).values_list("pk", flat=True))
    roots = {pk: _end(pk, into) for pk in into}
    circles = sum(1 for root in roots.values() if root is None)
    if circles:
        yield checks.Fault(
            where="directory_person.merged_into",
            what=_("%(count)s entries are merged in a circle: nobody stands for them.") % {"count": circles},
            todo=_("Restore the last backup in which this check was clean."),
        )
    lost = [pk for pk, root in roots.items() if root in erased and not Person.objects.get(pk=pk).erased_at]
    if lost:
        yield checks.Fault(
            where="directory_person.merged_into",
            what=_("%(count)s entries are merged into a person who was erased.") % {"count": len(lost)},
            todo=_("Erase the person once more: everything merged into the entry goes with it."),
        )
    stored = dict(MergedPerson.objects.order_by("pk").values_list("person_id", "root_id"))
    if not circles and stored != roots:
        yield checks.Fault(
            where="directory_mergedperson",
            what=_("%(count)s merged entries are not read as the person that they were merged into.")
            % {"count": len(set(stored.items()) ^ set(roots.items()))},
            todo=_("Undo the merging on the person's page and merge again."),
        )
    yield from _scopes_of_merged()


def _end(pk: UUID, into: dict[UUID, UUID]) -> UUID | None:
    """Return where the chain from an entry ends; None for a circle."""
    seen = {pk}
    while pk in into:
        pk = into[pk]
        if pk in seen:
            return None
        seen.add(pk)
    return pk


def _scopes_of_merged() -> Iterator[checks.Fault]:
    own = PersonScope.objects.filter(inherited=False)
    wanted = set(own.filter(person__merge__isnull=False).values_list("person__merge__root", "organisation").order_by())
    wanted -= set(own.filter(person__merges__isnull=False).values_list("person", "organisation").order_by())
    there = set(PersonScope.objects.filter(inherited=True).values_list("person", "organisation").order_by())
    if wanted != there:
        yield checks.Fault(
            where="directory_personscope.inherited",
            what=_("%(count)s offices see too much or too little of a person who was merged.")
            % {"count": len(wanted ^ there)},
            todo=_("Undo the merging on the person's page and merge again."),
        )


def paths_follow_parents(_deep: bool) -> Iterator[checks.Fault]:
    """The path of each organisation goes on from its parent's: scope is read from it."""
    wrong = [
        name
        for path, above, name in Organisation.objects.filter(parent__isnull=False)
        .order_by("pk")
        .values_list("path", "parent__path", "name")
        if not path.startswith(above) or path == above
    ]
    if wrong:
        yield checks.Fault(
            where="directory_organisation.path",
            what=_("%(count)s offices do not lie below the office above them, the first is %(first)s.")
            % {"count": len(wrong), "first": wrong[0]},
            todo=_("Open each and choose the office above it anew: until then its staff see too much or too little."),
        )
