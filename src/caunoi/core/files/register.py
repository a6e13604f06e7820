"""Files taken in: looked at, kept durably, and only then written into the register."""

from __future__ import annotations

import hashlib
import io
import logging
from typing import IO
from uuid import UUID

from django.conf import settings
from django.db import connection, transaction
from django.utils.translation import gettext as _

from caunoi.core.files import scanner
from caunoi.core.files.kinds import PICTURES, RefusedFile, content_type, safe_name
from caunoi.core.files.stores import DiskStore, StoreDown, store_in_use
from caunoi.core.models import StoredFile
from caunoi.core.pictures import RefusedPicture, bare_picture

_logger = logging.getLogger(__name__)


def store(
    *,
    content: bytes,
    name: str,
    organisation_id: UUID | None,
    actor_id: UUID | None = None,
    made_here: bool = False,
    most_bytes: int | None = None,
) -> StoredFile:
    """Keep ``content`` under its digest and register it under ``name``; returns the register's row.

    A picture is kept re-encoded, without place, time, camera or anything hidden in the file; ``made_here`` says that it
    was drawn by this system and holds none of these. ``most_bytes`` stands in for the usual limit. The bytes are
    durable before the row is written: a row never points to nothing. Bytes whose row was rolled back are swept later
    (``core.files.keeping``).

    Raises :class:`RefusedFile` when the content is too large, of a kind that is not kept, a picture that can't be read,
    or refused by the virus scanner, and when scanner or store can't be reached.
    """
    most_bytes = most_bytes or settings.UPLOAD_MAX_BYTES
    if len(content) > most_bytes:
        most = most_bytes // (1024 * 1024)
        raise RefusedFile(_("The file is larger than %(most)s MB. Make it smaller and send it again.") % {"most": most})
    kind = content_type(content)
    scanner.refuse_infected(content)
    if kind in PICTURES and not made_here:
        try:
            content = bare_picture(content)
        except RefusedPicture as refused:
            raise RefusedFile(str(refused)) from None
    digest = hashlib.sha256(content).hexdigest()
    with transaction.atomic():
        hold(digest)
        try:
            store_in_use().put(digest, content)
        except StoreDown as fault:
            _logger.error("The store of files can't be reached: %s", fault)  # noqa: TRY400 - the place tells nothing
            raise RefusedFile(_("The store of files can't be reached right now. Try again in a few minutes.")) from None
        return StoredFile.objects.create(
            organisation_id=organisation_id,
            name=safe_name(name, kind),
            content_type=kind,
            sha256=digest,
            size=len(content),
            created_by_id=actor_id,
        )


def hold(digest: str) -> None:
    """Keep the sweeper from these bytes until the transaction ends; uploads of equal bytes don't wait for each other.

    On SQLite the transaction itself does: the sweeper deletes in one, and there is only one at a time.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock_shared(%s)", [lock_number(digest)])


def lock_number(digest: str) -> int:
    """Return the number of the lock for a digest: eight bytes with a sign, as PostgreSQL wants."""
    return int.from_bytes(bytes.fromhex(digest[:16]), signed=True)


def open_stored(file: StoredFile) -> IO[bytes]:
    """Open the stored bytes for reading; raises FileNotFoundError when the store lost them."""
    kept = store_in_use()
    return kept.path(file.sha256).open("rb") if isinstance(kept, DiskStore) else io.BytesIO(kept.read(file.sha256))


def read_stored(file: StoredFile) -> bytes:
    """Return the stored bytes; raises FileNotFoundError when the store lost them."""
    return store_in_use().read(file.sha256)
