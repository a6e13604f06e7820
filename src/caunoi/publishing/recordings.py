"""What an audio or video file says of itself: whether it can be played, how long it is and how large."""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from caunoi.core.files import RECORDINGS, RefusedFile, content_type
from caunoi.publishing.enums import MediaKind

_LONGEST = 24 * 60 * 60
# Boxes of an MP4 file (ISO/IEC 14496-12) in which phones and editors write place, device, owner and notes, and those
# in which these may lie.
_TELLING = {b"udta", b"meta", b"uuid"}
_HOLDING = {b"moov", b"trak", b"mdia"}


@dataclass(frozen=True, kw_only=True)
class Recording:
    """What a recording is; ``seconds``, ``width`` and ``height`` (pixels) are None where it does not tell."""

    kind: MediaKind
    seconds: int | None
    width: int | None = None
    height: int | None = None


def look_at(content: bytes) -> Recording:
    """Return what the bytes hold, whatever their name. Raises RefusedFile for what no browser plays, or is damaged."""
    from pymediainfo import MediaInfo  # noqa: PLC0415 - it loads a library of 10 MB, which only uploads need

    if content_type(content) not in RECORDINGS:
        raise RefusedFile(_("This is no recording that browsers play. Send MP3, M4A or OGG, or MP4 or WebM for video."))
    try:
        tracks = MediaInfo.parse(io.BytesIO(content), mediainfo_options={"File_IsSeekable": "0"}).tracks
    except (OSError, RuntimeError, ValueError) as error:
        raise RefusedFile(_("The recording is damaged. Save it anew and send it again.")) from error
    video = next((track for track in tracks if track.track_type == "Video"), None)
    audio = next((track for track in tracks if track.track_type == "Audio"), None)
    if video is None and audio is None:
        raise RefusedFile(_("The recording is damaged. Save it anew and send it again."))
    general = next((track for track in tracks if track.track_type == "General"), None)
    length = _whole(getattr(general, "duration", None)) or _whole(getattr(video or audio, "duration", None))
    seconds = min(_LONGEST, max(1, round(length / 1000))) if length else None
    if video is None:
        return Recording(kind=MediaKind.AUDIO, seconds=seconds)
    return Recording(kind=MediaKind.VIDEO, seconds=seconds, width=_pixels(video.width), height=_pixels(video.height))


def without_traces(content: bytes) -> bytes:
    """Return an MP4 or M4A file without the place, device, owner and notes that are written beside picture and sound.

    What told them becomes empty room of the same size, so that everything else stays where it is looked for. Other
    kinds of files come back as they are; so does what is no sound MP4 from where it breaks on.
    """
    if content[4:8] != b"ftyp":
        return content
    changed = bytearray(content)
    _blank(changed, 0, len(changed))
    return bytes(changed)


def _blank(content: bytearray, start: int, end: int) -> None:
    while start + 8 <= end:
        size, kind, head = int.from_bytes(content[start : start + 4], "big"), bytes(content[start + 4 : start + 8]), 8
        if size == 1:
            size, head = int.from_bytes(content[start + 8 : start + 16], "big"), 16
        elif size == 0:
            size = end - start
        if size < head or start + size > end:
            return
        if kind in _TELLING:
            content[start + 4 : start + 8] = b"free"
            content[start + head : start + size] = bytes(size - head)
        elif kind in _HOLDING:
            _blank(content, start + head, start + size)
        start += size


def _whole(value: Any) -> int | None:
    try:
        return int(float(value))
    except (TypeError, ValueError, OverflowError):
        return None


def _pixels(value: Any) -> int | None:
    pixels = _whole(value)
    return pixels if pixels and 0 < pixels <= 16_384 else None
