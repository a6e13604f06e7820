"""Whether every registered file is there, and is what it was."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

from django.conf import settings
from django.utils.translation import gettext as _

from caunoi.core.checks import Fault
from caunoi.core.files import Store, store_in_use
from caunoi.core.files.stores import name_in_store
from caunoi.core.models import StoredFile


def files_are_there(deep: bool) -> Iterator[Fault]:
    """Each registered file is there with its size; ``deep`` reads them all and compares their content."""
    kept = store_in_use()
    seen: set[str] = set()
    rows = StoredFile.objects.order_by("sha256", "pk").values_list("sha256", "size", "name")
    for digest, size, name in rows.iterator(chunk_size=5000):
        if digest in seen:
            continue
        seen.add(digest)
        where = f"{name} ({digest[:12]})"
        found = kept.size(digest)
        if found is None:
            yield Fault(where=where, what=_("The file is missing from the store."), todo=_from_backup(digest))
        elif found != size:
            yield Fault(
                where=where,
                what=_("The file has %(found)s bytes instead of %(size)s.") % {"found": found, "size": size},
                todo=_from_backup(digest),
            )
        elif deep and _digest(kept, digest) != digest:
            yield Fault(where=where, what=_("The content of the file has changed."), todo=_from_backup(digest))
    loose = sum(1 for digest in kept.digests() if digest not in seen)
    if loose:
        yield Fault(
            where=settings.FILES_URL,
            what=_("%(count)s stored files belong to nothing any more.") % {"count": loose},
            todo=_("Nothing: they are swept away by a job after two days."),
            notice=True,
        )


def _from_backup(digest: str) -> str:
    return _("Take files/%(name)s out of a backup (it is a ZIP) and put it into the store as %(name)s.") % {
        "name": name_in_store(digest)
    }


def _digest(kept: Store, digest: str) -> str:
    found = hashlib.sha256()
    for piece in kept.stream(digest):
        found.update(piece)
    return found.hexdigest()
