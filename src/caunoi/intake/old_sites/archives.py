"""What is sent in at once, taken apart within limits: a page, an archive of pages and pictures, an export."""

from __future__ import annotations

import io
import posixpath
import zipfile
from collections.abc import Iterator, Mapping
from urllib.parse import unquote, urlsplit

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from caunoi.intake.old_sites.exports import read_export
from caunoi.intake.old_sites.pages import FoundArticle, read_page

_MOST_FILES = 2_000
_MOST_BYTES = 200 * 1024 * 1024
_MOST_OF_ONE = 10 * 1024 * 1024
_PAGES = (".html", ".htm", ".xhtml")
_PICTURES = (".jpg", ".jpeg", ".png", ".webp")


def read_sent(content: bytes, name: str) -> list[FoundArticle]:
    """Return the articles found in a page, a ZIP of pages, or an export. Raises ValidationError for what is none.

    Nothing is fetched from anywhere: pictures come from the archive or not at all.
    """
    if content.startswith(b"PK\x03\x04"):
        return _archive(content)
    head = content[:2_000].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if head.startswith((b"<?xml", b"<rss", b"<feed")) and b"<html" not in head:
        return read_export(content)
    found = read_page(content, name, {})
    if found is None:
        raise ValidationError(_("No article was found in this file. Send a saved page, a ZIP of pages, or an export."))
    return [found]


def _archive(content: bytes) -> list[FoundArticle]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = [entry for entry in archive.infolist() if not entry.is_dir()]
            if len(entries) > _MOST_FILES or sum(entry.file_size for entry in entries) > _MOST_BYTES:
                raise ValidationError(
                    _("The archive is too large: at most %(files)s files of %(most)s MB together.")
                    % {"files": _MOST_FILES, "most": _MOST_BYTES // (1024 * 1024)}
                )
            files: dict[str, bytes] = {}
            for entry in entries:
                name = posixpath.normpath(entry.filename.replace("\\", "/").lstrip("/"))
                if entry.file_size <= _MOST_OF_ONE and name.lower().endswith((*_PAGES, *_PICTURES, ".xml")):
                    with archive.open(entry) as file:
                        # The size that is said may be a lie: no more than that is ever unpacked.
                        files[name] = file.read(entry.file_size + 1)[: entry.file_size]
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError, EOFError, ValueError) as error:
        raise ValidationError(_("The archive is damaged or locked. Pack it anew, without a password.")) from error
    found: list[FoundArticle] = []
    for name in sorted(files):
        if name.lower().endswith(_PAGES):
            article = read_page(files[name], name, _Pictures(files, name))
            found += [article] if article else []
        elif name.lower().endswith(".xml"):
            found += read_export(files[name])
    if not found:
        raise ValidationError(_("No article was found in this archive."))
    return found


class _Pictures(Mapping[str, bytes]):
    """The pictures of an archive by the address that a page names them with, beside it or from the root."""

    def __init__(self, files: dict[str, bytes], page: str) -> None:
        self.files, self.folder = files, posixpath.dirname(page)

    def __getitem__(self, address: str) -> bytes:
        path = unquote(urlsplit(address).path)
        beside = posixpath.normpath(posixpath.join(self.folder, path.lstrip("/")))
        for name in (beside, posixpath.normpath(path.lstrip("/"))):
            if name in self.files and name.lower().endswith(_PICTURES):
                return self.files[name]
        raise KeyError(address)

    def __iter__(self) -> Iterator[str]:
        return iter(self.files)

    def __len__(self) -> int:
        return len(self.files)
