"""Captions in WebVTT (W3C), read strictly and written anew: times and plain words, nothing else comes through.

SubRip (.srt) is read as well, since most programs that write captions write that.
"""

from __future__ import annotations

import html
import re
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from caunoi.core.text import clean

_HEADER = re.compile(r"WEBVTT(?:[ \t].*)?")
_TIME = r"(?:(\d{2,3}):)?([0-5]\d):([0-5]\d)[.,](\d{3})"
_TIMING = re.compile(rf"{_TIME}[ \t]+-->[ \t]+{_TIME}(?:[ \t].*)?")
_TAG = re.compile(r"<[^<>]*>")
_SKIPPED = re.compile(r"(?:NOTE|STYLE|REGION)(?:[ \t].*)?")
_MOST_CUES = 5_000
_MOST_WORDS = 400
MOST = 300_000


@dataclass(frozen=True)
class Cue:
    """Words that are shown from ``start`` to ``end``, in milliseconds."""

    start: int
    end: int
    lines: tuple[str, ...]


def read_captions(text: str) -> list[Cue]:
    """Return the cues in their order; markup, styles, positions, names of cues and notes are left out.

    Raises ValidationError that names the line, for what has no header or numbers, a broken time, an end before its
    start, cues out of order, or too much of anything.
    """
    if len(text) > MOST:
        raise ValidationError(_("The captions are too long: at most %(most)s letters.") % {"most": MOST})
    lines = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "").split("\n")
    begins = bool(_HEADER.fullmatch(lines[0]))
    # SubRip has no header: its first line that says something is a number.
    first = next((line.strip() for line in lines if line.strip()), "")
    if (not begins and not first.isascii()) or (not begins and not first.isdecimal()):
        raise ValidationError(_("These are no captions: the first line must be WEBVTT. Save them as .vtt or .srt."))
    cues: list[Cue] = []
    for number, block in _blocks(lines[1:] if begins else lines, 2 if begins else 1):
        cue = _cue(number, block)
        if cue is None:
            continue
        if cues and cue.start < cues[-1].start:
            raise ValidationError(_("Line %(line)s: this time is before the one above it.") % {"line": number})
        cues.append(cue)
        if len(cues) > _MOST_CUES:
            raise ValidationError(_("At most %(most)s captions fit.") % {"most": _MOST_CUES})
    if not cues:
        raise ValidationError(_("The file holds no captions."))
    return cues


def _blocks(lines: list[str], first: int) -> list[tuple[int, list[str]]]:
    """Return what stands between blank lines, each with the number of its first line."""
    blocks: list[tuple[int, list[str]]] = []
    block: list[str] = []
    for number, line in enumerate([*lines, ""], first):
        if line.strip():
            block.append(line.strip())
        elif block:
            blocks.append((number - len(block), block))
            block = []
    return blocks


def _cue(number: int, block: list[str]) -> Cue | None:
    if _SKIPPED.fullmatch(block[0]):
        return None
    # A cue may have a name, or a number, in the line above its time.
    at = 0 if "-->" in block[0] else 1
    found = _TIMING.fullmatch(block[at]) if len(block) > at else None
    if not found:
        raise ValidationError(
            _("Line %(line)s: a time is written as 00:01.000 --> 00:04.000.")
            % {"line": number + min(at, len(block) - 1)}
        )
    start, end = _milliseconds(*found.groups()[:4]), _milliseconds(*found.groups()[4:])
    if end <= start:
        raise ValidationError(_("Line %(line)s: the end is not after the start.") % {"line": number + at})
    words = tuple(line for each in block[at + 1 :] if (line := clean(html.unescape(_TAG.sub("", each)))))
    if sum(map(len, words)) > _MOST_WORDS:
        raise ValidationError(_("Line %(line)s: too many words for one caption.") % {"line": number + at})
    return Cue(start, end, words) if words else None


def _milliseconds(hours: str | None, minutes: str, seconds: str, thousandths: str) -> int:
    return ((int(hours or 0) * 60 + int(minutes)) * 60 + int(seconds)) * 1000 + int(thousandths)


def write_captions(cues: list[Cue]) -> str:
    """Return the cues as WebVTT; what would be markup, or an arrow between times, is literal."""
    parts = ["WEBVTT"]
    for cue in cues:
        words = "\n".join(html.escape(line, quote=False) for line in cue.lines)
        parts.append(f"{_written(cue.start)} --> {_written(cue.end)}\n{words}")
    return "\n\n".join(parts) + "\n"


def _written(milliseconds: int) -> str:
    seconds, thousandths = divmod(milliseconds, 1000)
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours:02d}:{minutes:02d}:{seconds:02d}.{thousandths:03d}"


def spoken(cues: list[Cue]) -> str:
    """Return the words of the cues as a text to begin the transcript with."""
    return "\n".join(" ".join(cue.lines) for cue in cues)
