"""Whose page a mailed link opens, and whose page an account opens."""

from __future__ import annotations

import hashlib
from uuid import UUID

from django.utils import timezone

from caunoi.core.fields import lookup_hashes
from caunoi.core.signed import address_bytes, address_text, sign, signed_payload
from caunoi.core.text import clean, fold
from caunoi.directory.models import PageLink, Person, User
from caunoi.directory.queries.entries import current_entry, entries_of
from caunoi.directory.queries.scope import AnyUser

_PURPOSE = "own page opened by a mailed link"
# With the 16 octets of the link: a multiple of three, as an address needs.
_SIZE = 17
# So many entries with one address and one name are told apart by nobody: a mail each, no more.
MOST_LINKS = 5


def digest_of(token: str) -> str:
    """Return what is kept of the secret in a link."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


def entries_called(*, email: str, name: str) -> list[Person]:
    """Return the entries with this address and this name, one a person; marks and capitals don't matter.

    A name that stands in any entry of the person counts. Erased persons are none.
    """
    wanted = fold(clean(name))
    rows = Person.objects.filter(email_hash__in=lookup_hashes(email), erased_at=None).order_by("created_at", "pk")
    found: dict[UUID, Person] = {}
    for entry in rows[: 4 * MOST_LINKS] if wanted else ():
        root = _standing_for(entry)
        if root and root.pk not in found and wanted in {each.folded_name for each in entries_of(root)}:
            found[root.pk] = entry
    return list(found.values())[:MOST_LINKS]


def waiting_link(token: str) -> PageLink | None:
    """Return the link that a secret belongs to while it can be used; None for one used, too old or made up."""
    found = PageLink.objects.filter(digest=digest_of(token), used_at=None, expires_at__gt=timezone.now())
    link = found.select_related("person").first()
    return link if link and _standing_for(link.person) else None


def browser_mark(link: PageLink) -> str:
    """Return what the browser that used the link keeps, signed."""
    return address_text(sign(purpose=_PURPOSE, payload=link.pk.bytes, size=_SIZE))


def open_link(mark: str) -> PageLink | None:
    """Return the used link that a browser's mark stands for while its page is open; None for any other text."""
    raw = address_bytes(mark)
    payload = signed_payload(purpose=_PURPOSE, signed=raw, size=_SIZE) if raw else None
    if payload is None or len(payload) != 16:
        return None
    found = PageLink.objects.filter(pk=UUID(bytes=payload), used_at__isnull=False, open_until__gt=timezone.now())
    return found.select_related("person").first()


def person_of_link(link: PageLink) -> Person | None:
    """Return the person that a link opens: whoever stands for its entry now; None once erased."""
    return _standing_for(link.person)


def person_of_account(user: AnyUser) -> Person | None:
    """Return the person whom an account is linked with.

    The account's e-mail opens nothing: an administrator may have typed it, and several persons may read it.
    """
    if not isinstance(user, User) or not user.is_active or user.person is None:
        return None
    return _standing_for(user.person)


def _standing_for(entry: Person) -> Person | None:
    key = current_entry(entry.pk)
    person = entry if key == entry.pk else Person.objects.filter(pk=key).first()
    return None if person is None or person.erased_at else person
