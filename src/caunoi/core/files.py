"""The one file store: content-addressed, private by default, its register in ``StoredFile``."""

from __future__ import annotations

import hashlib
import io
import os
import tempfile
import zipfile
from pathlib import Path
from typing import IO
from uuid import UUID

import filetype
from django.conf import settings
from django.utils.translation import gettext as _

from caunoi.core.models import StoredFile
from caunoi.core.text import clean

# What an office keeps: papers, pictures, sound and video. Anything else is refused by its content, not its name.
_BY_CONTENT = {
    "application/pdf",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "image/jpeg",
    "image/png",
    "image/webp",
    "audio/mpeg",
    "video/mp4",
}


class RefusedFile(Exception):
    """The bytes may not be stored; the message says why, for the person who sent them."""


_OFFICE_PARTS = {
    "word/document.xml": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xl/workbook.xml": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "ppt/presentation.xml": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
}


def content_type(content: bytes) -> str:
    """Return the media type by content; ``text/plain`` for text; raises :class:`RefusedFile` for all else."""
    guess = filetype.guess_mime(content[:8192])  # type: ignore[no-untyped-call]
    if content.startswith(b"PK\x03\x04"):
        guess = _office_type(content)
    if guess in _BY_CONTENT:
        return str(guess)
    if guess is None and b"\x00" not in content[:8192]:
        try:
            content.decode("utf-8")
        except UnicodeDecodeError:
            pass
        else:
            return "text/plain"
    raise RefusedFile(_("This kind of file can't be kept. Send a Word, Excel, PDF, picture, sound or text file."))


def _office_type(content: bytes) -> str:
    """Return the type of an Office file by what its archive holds, in whatever order; "application/zip" for others.

    Only the list of entries is read, nothing is unpacked. A file with macros is no Office file that is kept.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = set(archive.namelist())
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        return "application/zip"
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        return "application/zip"
    kinds = [kind for part, kind in _OFFICE_PARTS.items() if part in names and "[Content_Types].xml" in names]
    return kinds[0] if len(kinds) == 1 else "application/zip"


def store(*, content: bytes, name: str, organisation_id: UUID | None, actor_id: UUID | None = None) -> StoredFile:
    """Keep ``content`` under its digest and register it under ``name``; returns the register's row.

    The bytes are durable before the row is written: a row never points to nothing. Bytes whose row was rolled back
    stay unreferenced. Raises :class:`RefusedFile` when the content is too large or of a kind that is not kept.
    """
    if len(content) > settings.UPLOAD_MAX_BYTES:
        most = settings.UPLOAD_MAX_BYTES // (1024 * 1024)
        raise RefusedFile(_("The file is larger than %(most)s MB. Make it smaller and send it again.") % {"most": most})
    kind = content_type(content)
    digest = hashlib.sha256(content).hexdigest()
    path = path_of(digest)
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, aside = tempfile.mkstemp(dir=path.parent)
        with os.fdopen(handle, "wb") as out:
            out.write(content)
            out.flush()
            os.fsync(out.fileno())
        Path(aside).replace(path)
    return StoredFile.objects.create(
        organisation_id=organisation_id,
        name=clean(Path(name.replace("\\", "/")).name)[:200] or "tep",
        content_type=kind,
        sha256=digest,
        size=len(content),
        created_by_id=actor_id,
    )


def path_of(digest: str) -> Path:
    """Return where bytes of this SHA-256 lie."""
    return Path(settings.FILES_ROOT) / digest[:2] / digest[2:4] / digest


def open_stored(file: StoredFile) -> IO[bytes]:
    """Open the stored bytes for reading; raises FileNotFoundError when the store lost them."""
    return path_of(file.sha256).open("rb")


def read_stored(file: StoredFile) -> bytes:
    """Return the stored bytes; raises FileNotFoundError when the store lost them."""
    return path_of(file.sha256).read_bytes()
