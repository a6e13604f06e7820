"""What ``caunoi check`` looks at in the directory."""

from __future__ import annotations

from collections.abc import Iterator

from cryptography.fernet import InvalidToken
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from caunoi.core import checks
from caunoi.core.checking.folding import register_folded
from caunoi.core.checking.keys import fields_key_is_there
from caunoi.core.checking.searching import register_expected
from caunoi.core.fields import lookup_hashes
from caunoi.core.text import fold, given_name_first
from caunoi.directory.models import Directive, Organisation, Person, Unit

SAMPLE = 2000


def register() -> None:
    """Name the folded columns, what search has to know, and the checks of this domain."""
    register_folded(Unit, "folded_name", "name", make=fold)
    register_folded(Unit, "folded_full_name", "prefix", "name", make=lambda prefix, name: fold(f"{prefix} {name}"))
    register_folded(Organisation, "folded_name", "name", make=lambda name: fold(name)[:200])
    register_folded(Directive, "folded_number", "number", make=lambda number: fold(number)[:60])
    register_folded(Person, "folded_name", "full_name", make=lambda name: fold(name)[:120])
    register_folded(Person, "sort_name", "full_name", make=lambda name: given_name_first(name)[:120])
    register_expected("person", lambda: _ids(Person.objects.filter(merged_into__isnull=True)))
    register_expected("organisation", lambda: _ids(Organisation.objects.all()))
    register_expected("directive", lambda: _ids(Directive.objects.all()))
    checks.register("phones", gettext_lazy("Persons are found by their phone and address"), lookup_columns_fit)
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
