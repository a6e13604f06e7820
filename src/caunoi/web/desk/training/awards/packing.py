"""All certificates of a class as one ZIP, sent while it is packed: no more than a batch of files is ever held."""

from __future__ import annotations

import zipfile
from collections.abc import Iterable, Iterator

from django.http import StreamingHttpResponse

from caunoi.core.text import fold
from caunoi.credentials.models import Award


class _Sink:
    """What a ZIP is written to: it can't be wound back, and what was taken out of it is gone."""

    def __init__(self) -> None:
        self._held: list[bytes] = []

    def write(self, piece: bytes) -> int:
        self._held.append(bytes(piece))
        return len(piece)

    def flush(self) -> None:
        """Nothing waits here."""

    def close(self) -> None:
        """Nothing is held open."""

    def take(self) -> bytes:
        taken, self._held = b"".join(self._held), []
        return taken


def file_name(found: Award) -> str:
    """Return what a certificate's file is called: its number and the holder's name without marks."""
    return f"{found.number_text.replace('/', '-')}-{fold(found.holder.name).replace(' ', '-')}.pdf"


def zip_response(files: Iterable[tuple[Award, bytes]], *, name: str) -> StreamingHttpResponse:
    """Send the files as ``<name>.zip``; a fault with the first is raised here, before anything was sent."""
    pieces = _packed(files)
    first = next(pieces)
    return StreamingHttpResponse(
        _joined(first, pieces),
        content_type="application/zip",
        headers={"Content-Disposition": f'attachment; filename="{name}.zip"'},
    )


def _packed(files: Iterable[tuple[Award, bytes]]) -> Iterator[bytes]:
    sink = _Sink()
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_STORED) as archive:
        for award, content in files:
            day = award.issued_on
            archive.writestr(zipfile.ZipInfo(file_name(award), (day.year, day.month, day.day, 12, 0, 0)), content)
            yield sink.take()
    yield sink.take()


def _joined(first: bytes, others: Iterator[bytes]) -> Iterator[bytes]:
    yield first
    yield from others
