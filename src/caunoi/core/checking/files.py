"""Whether every registered file is there, and is what it was."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _

from caunoi.core.checks import Fault
from caunoi.core.files import path_of
from caunoi.core.models import StoredFile


def files_are_there(deep: bool) -> Iterator[Fault]:
    """Each registered file is there with its size; ``deep`` reads them all and compares their content."""
    seen: set[str] = set()
    rows = StoredFile.objects.order_by("sha256", "pk").values_list("sha256", "size", "name")
    for digest, size, name in rows.iterator(chunk_size=5000):
        if digest in seen:
            continue
        seen.add(digest)
        where = f"{name} ({digest[:12]})"
        try:
            found = path_of(digest).stat().st_size
        except FileNotFoundError:
            yield Fault(where=where, what=_("The file is missing from the store."), todo=_from_backup(digest))
            continue
        if found != size:
            yield Fault(
                where=where,
                what=_("The file has %(found)s bytes instead of %(size)s.") % {"found": found, "size": size},
                todo=_from_backup(digest),
            )
        elif deep and _digest(path_of(digest)) != digest:
            yield Fault(where=where, what=_("The content of the file has changed."), todo=_from_backup(digest))
    yield from _unregistered(seen)


def _from_backup(digest: str) -> str:
    part = f"files/{digest[:2]}/{digest[2:4]}/{digest}"
    return _("Take %(part)s out of a backup (it is a ZIP) and put it to %(path)s.") % {
        "part": part,
        "path": path_of(digest),
    }


def _digest(path: Path) -> str:
    with path.open("rb") as source:
        return hashlib.file_digest(source, "sha256").hexdigest()


def _unregistered(known: set[str]) -> Iterator[Fault]:
    root = Path(settings.FILES_ROOT)
    loose = [path for path in root.glob("??/??/*") if path.name not in known]
    if loose:
        size = sum(path.stat().st_size for path in loose)
        yield Fault(
            where=str(root),
            what=_("%(count)s files with %(size)s KB belong to nothing any more.")
            % {"count": len(loose), "size": size // 1024},
            todo=_("Nothing: they are not in backups and do no harm."),
            notice=True,
        )
