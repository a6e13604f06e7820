"""What kinds of files are kept, told by their content; and names that can be trusted."""

from __future__ import annotations

import io
import unicodedata
import zipfile
from pathlib import PurePosixPath

import filetype
from django.utils.translation import gettext as _

from caunoi.core.text import clean

# What an office keeps: papers, pictures, sound and video. Anything else is refused by its content, not its name.
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_SLIDES = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
# Each with the endings its name may have; the first is given to a name that has none of them.
ENDINGS = {
    "application/pdf": (".pdf",),
    WORD: (".docx",),
    _EXCEL: (".xlsx",),
    _SLIDES: (".pptx",),
    "image/jpeg": (".jpg", ".jpeg"),
    "image/png": (".png",),
    "image/webp": (".webp",),
    "image/avif": (".avif",),
    "audio/mpeg": (".mp3",),
    "audio/mp4": (".m4a",),
    "audio/ogg": (".ogg", ".oga", ".opus"),
    "video/mp4": (".mp4", ".m4a"),
    "video/webm": (".webm",),
    "text/plain": (".txt", ".csv", ".md"),
}
# What a browser plays.
RECORDINGS = {"audio/mpeg", "audio/mp4", "audio/ogg", "video/mp4", "video/webm"}
# AVIF is made here; one that is sent is refused by ``core.pictures``, which doesn't read it.
PICTURES = {"image/jpeg", "image/png", "image/webp", "image/avif"}


class RefusedFile(Exception):
    """The bytes may not be stored; the message says why, for the person who sent them."""


_OFFICE_PARTS = {"word/document.xml": WORD, "xl/workbook.xml": _EXCEL, "ppt/presentation.xml": _SLIDES}


def content_type(content: bytes) -> str:
    """Return the media type by content; ``text/plain`` for text; raises :class:`RefusedFile` for all else."""
    guess = filetype.guess_mime(content[:8192])  # type: ignore[no-untyped-call]
    if content.startswith(b"PK\x03\x04"):
        guess = _office_type(content)
    if guess in ENDINGS:
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


def safe_name(name: str, kind: str) -> str:
    """Return a name without folders, invisible letters or signs that a computer reads, ending as its kind does.

    Letters of Vietnamese stay. Raises nothing: of a name that holds nothing good, "tep" is left.
    """
    last = PurePosixPath(unicodedata.normalize("NFC", name).replace("\\", "/")).name
    # Control letters and those that turn the direction of writing make a name look like another.
    seen = "".join(" " if unicodedata.category(letter)[0] in "CZ" else letter for letter in last)
    plain = clean("".join("-" if letter in '"<>:|?*/' else letter for letter in seen)).strip(". ")
    endings = ENDINGS.get(kind, ())
    fitting = next((ending for ending in endings if plain.casefold().endswith(ending)), "")
    stem = plain[: len(plain) - len(fitting)].strip(". ") or "tep"
    ending = plain[len(plain) - len(fitting) :] if fitting else next(iter(endings), "")
    return stem[: 200 - len(ending)] + ending
