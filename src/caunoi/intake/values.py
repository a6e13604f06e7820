"""The values of a candidate's fields: typed or read, cleaned into JSON, and put into words.

Shapes: a text for title, words for days, place, audience, topic, directive and byline; ISO days, sorted, for the days
held; one ISO day for the publication; ``{"count", "qualifier"}`` for participants; a number for views; ``{"name",
"role", "organisation"}`` for an organiser; ``{"name", "position", "person"}`` for a speaker, with ``role`` for a
guest. ``organisation`` is None (the one of exactly this name in scope, if any), "" (as written) or an id; ``person``
is None (a new person) or the id of the one whom somebody chose.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from caunoi.core.text import clean, fold
from caunoi.directory.services.people import name_fault
from caunoi.intake.enums import ReportField
from caunoi.training.enums import GuestRole, HostRole, Qualifier

MOST_DAYS = 60
MOST_PARTICIPANTS = 1_000_000
MOST_VIEWS = 2_000_000_000
EARLIEST = date(1945, 1, 1)
HOST_ROLES = (HostRole.HOST, HostRole.CO_ORGANISER)

_DAY = r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})"
_ONE_DAY = re.compile(rf"{_DAY}")
_RANGE = re.compile(rf"{_DAY}\s*(?:-|–|—|đến|den|to)\s*{_DAY}")
_SHORT_RANGE = re.compile(r"(\d{1,2})\s*(?:-|–|—|đến|den|to)\s*(\d{1,2})[/.](\d{1,2})[/.](\d{4})")
_LONGEST = {
    ReportField.TITLE: 300,
    ReportField.HOST_PLACE: 300,
    ReportField.AUDIENCE: 500,
    ReportField.WHEN: 100,
    ReportField.TOPICS: 500,
    ReportField.DIRECTIVES: 60,
    ReportField.BYLINE: 200,
}


def parse_days(text: str) -> list[date]:
    """Return the days that a person typed: single days and ranges, dd/mm/yyyy, between commas or semicolons.

    "12/11/2026", "12-14/11/2026", "12/11/2026 - 14/11/2026, 20/11/2026". Raises ValidationError that quotes the part
    that is no day, or days that run backwards or are too many.
    """
    days: set[date] = set()
    for part in re.split(r"[,;]", clean(text)):
        wanted = part.strip()
        if not wanted:
            continue
        if match := _RANGE.fullmatch(wanted):
            first, last = _day(match.groups()[:3], wanted), _day(match.groups()[3:], wanted)
        elif match := _SHORT_RANGE.fullmatch(wanted):
            start, end, month, year = match.groups()
            first, last = _day((start, month, year), wanted), _day((end, month, year), wanted)
        elif match := _ONE_DAY.fullmatch(wanted):
            first = last = _day(match.groups(), wanted)
        else:
            raise ValidationError(
                _("“%(part)s” is no day. Write 12/11/2026, or 12/11/2026 - 14/11/2026.") % {"part": part}
            )
        if last < first:
            raise ValidationError(_("“%(part)s” ends before it begins.") % {"part": wanted})
        if (last - first).days >= MOST_DAYS:
            raise ValidationError(_("“%(part)s” is more than %(most)s days.") % {"part": wanted, "most": MOST_DAYS})
        days.update(first + timedelta(days=n) for n in range((last - first).days + 1))
    if len(days) > MOST_DAYS:
        raise ValidationError(_("A class of more than %(most)s days can't be recorded.") % {"most": MOST_DAYS})
    return sorted(days)


def _day(parts: tuple[str | Any, ...], wanted: str) -> date:
    day, month, year = (int(part) for part in parts)
    try:
        return date(year, month, day)
    except ValueError:
        raise ValidationError(_("“%(part)s” is not in the calendar.") % {"part": wanted})


def clean_value(field: ReportField, raw: Mapping[str, Any]) -> Any:
    """Return what a form or the reader gave, as it is kept.

    Raises ValidationError with a dict (input -> words): ``text``, ``days``, ``day``, ``count``, ``qualifier``,
    ``name``, ``role``, ``position``.
    """
    return _CLEANERS[field](field, raw)


def _text(field: ReportField, raw: Mapping[str, Any]) -> str:
    text = clean(str(raw.get("text") or ""))
    if not text:
        raise ValidationError({"text": _("Type something, or leave the value out.")})
    if len(text) > _LONGEST[field]:
        raise ValidationError(
            {
                "text": _("This is %(length)s letters long; %(most)s at most.")
                % {"length": len(text), "most": _LONGEST[field]}
            }
        )
    return text


def _days(_field: ReportField, raw: Mapping[str, Any]) -> list[str]:
    try:
        days = parse_days(str(raw.get("days") or ""))
    except ValidationError as error:
        raise ValidationError({"days": error.messages})
    if not days:
        raise ValidationError({"days": _("Type the day: 12/11/2026.")})
    _past("days", days[0], days[-1])
    return [day.isoformat() for day in days]


def _one_day(_field: ReportField, raw: Mapping[str, Any]) -> str:
    try:
        days = parse_days(str(raw.get("day") or ""))
    except ValidationError as error:
        raise ValidationError({"day": error.messages})
    if len(days) != 1:
        raise ValidationError({"day": _("Type one day: 12/11/2026.")})
    _past("day", days[0], days[0])
    return days[0].isoformat()


def _past(name: str, first: date, last: date) -> None:
    if last > timezone.localdate():
        raise ValidationError(
            {name: _("%(day)s lies in the future; a report tells of the past.") % {"day": show_day(last)}}
        )
    if first < EARLIEST:
        raise ValidationError({name: _("%(day)s is too long ago. Check the year.") % {"day": show_day(first)}})


def _participants(_field: ReportField, raw: Mapping[str, Any]) -> dict[str, Any]:
    qualifier = str(raw.get("qualifier") or "")
    if qualifier not in Qualifier.values:
        raise ValidationError(
            {"qualifier": _("Choose how sure the number is. If it isn't known at all, leave the value out.")}
        )
    return {"count": _number(raw, least=1, most=MOST_PARTICIPANTS), "qualifier": qualifier}


def _views(_field: ReportField, raw: Mapping[str, Any]) -> int:
    return _number(raw, least=0, most=MOST_VIEWS)


def _number(raw: Mapping[str, Any], *, least: int, most: int) -> int:
    digits = re.sub(r"[.\s]", "", str(raw.get("count") if raw.get("count") is not None else ""))
    # isdecimal() also takes digits of other scripts, which int() reads; the length is checked before int() works.
    if not digits.isdecimal() or len(digits) > 12 or not least <= int(digits) <= most:
        raise ValidationError(
            {
                "count": _("Type a whole number from %(least)s to %(most)s.")
                % {"least": least, "most": show_number(most)}
            }
        )
    return int(digits)


def _organiser(_field: ReportField, raw: Mapping[str, Any]) -> dict[str, Any]:
    role = str(raw.get("role") or HostRole.HOST)
    if role not in HOST_ROLES:
        raise ValidationError({"role": _("Choose host or co-organiser.")})
    chosen = raw.get("organisation")
    return {
        "name": _name(raw, most=300),
        "role": role,
        "organisation": chosen if chosen in {None, ""} else _identifier(chosen),
    }


def _speaker(_field: ReportField, raw: Mapping[str, Any]) -> dict[str, Any]:
    position = clean(str(raw.get("position") or ""))
    if len(position) > 300:
        raise ValidationError(
            {"position": _("This is %(length)s letters long; 300 at most.") % {"length": len(position)}}
        )
    person = raw.get("person")
    name = _name(raw, most=120)
    if words := name_fault(name):
        raise ValidationError({"name": words})
    return {"name": name, "position": position, "person": _identifier(person) if person else None}


def _official(field: ReportField, raw: Mapping[str, Any]) -> dict[str, Any]:
    role = str(raw.get("role") or GuestRole.ATTENDS)
    if role not in GuestRole.values:
        raise ValidationError({"role": _("Choose what the guest did.")})
    return _speaker(field, raw) | {"role": role}


def _name(raw: Mapping[str, Any], *, most: int) -> str:
    name = clean(str(raw.get("name") or ""))
    if not name:
        raise ValidationError({"name": _("Type the name.")})
    if len(name) > most:
        raise ValidationError(
            {"name": _("This is %(length)s letters long; %(most)s at most.") % {"length": len(name), "most": most}}
        )
    return name


def _identifier(value: Any) -> str | None:
    try:
        return str(UUID(str(value)))
    except ValueError:
        return None


_CLEANERS: dict[ReportField, Callable[[ReportField, Mapping[str, Any]], Any]] = {
    ReportField.TITLE: _text,
    ReportField.HELD_ON: _days,
    ReportField.HOST_PLACE: _text,
    ReportField.ORGANISERS: _organiser,
    ReportField.AUDIENCE: _text,
    ReportField.WHEN: _text,
    ReportField.PARTICIPANTS: _participants,
    ReportField.SPEAKERS: _speaker,
    ReportField.OFFICIALS: _official,
    ReportField.TOPICS: _text,
    ReportField.DIRECTIVES: _text,
    ReportField.PUBLISHED_ON: _one_day,
    ReportField.BYLINE: _text,
    ReportField.VIEWS: _views,
}


def raw_of(field: ReportField, value: Any) -> dict[str, Any]:
    """Return what a form shows for a kept value: the opposite of :func:`clean_value`."""
    match field:
        case ReportField.HELD_ON:
            return {"days": show_days(value)}
        case ReportField.PUBLISHED_ON:
            return {"day": show_day(date.fromisoformat(value))}
        case ReportField.VIEWS:
            return {"count": value}
        case ReportField.PARTICIPANTS | ReportField.ORGANISERS | ReportField.SPEAKERS | ReportField.OFFICIALS:
            return dict(value)
        case _:
            return {"text": value}


def same(field: ReportField, one: Any, other: Any) -> bool:
    """Say whether two values of a field name the same thing; case, marks and spaces don't count."""
    if field in {ReportField.ORGANISERS, ReportField.SPEAKERS, ReportField.OFFICIALS}:
        return fold(one["name"]) == fold(other["name"])
    return isinstance(one, str) and isinstance(other, str) and fold(one) == fold(other)


def in_words(field: ReportField, value: Any) -> str:
    """Return a value as a person reads it on one line."""
    match field:
        case ReportField.HELD_ON:
            return show_days(value)
        case ReportField.PUBLISHED_ON:
            return show_day(date.fromisoformat(value))
        case ReportField.PARTICIPANTS:
            return show_count(value["count"], value["qualifier"])
        case ReportField.VIEWS:
            return show_number(value)
        case ReportField.ORGANISERS:
            return str(value["name"])
        case ReportField.SPEAKERS | ReportField.OFFICIALS:
            return ", ".join(part for part in (value["name"], value["position"]) if part)
        case _:
            return str(value)


def show_count(count: int, qualifier: str) -> str:
    """Return a count in words that keep its doubt: "hơn 270"."""
    if qualifier == Qualifier.EXACT:
        return show_number(count)
    return f"{Qualifier(qualifier).label} {show_number(count)}"


def show_number(number: int) -> str:
    """Return a number as Vietnamese papers write it: 1.179."""
    return f"{number:,}".replace(",", ".")


def show_day(day: date) -> str:
    """Return a day as dd/mm/yyyy; ``strftime`` drops leading zeros of early years on some systems."""
    return f"{day.day:02d}/{day.month:02d}/{day.year:04d}"


def show_days(days: list[str]) -> str:
    """Return ISO days as a person types them: consecutive ones as a range."""
    runs: list[list[date]] = []
    for day in map(date.fromisoformat, sorted(days)):
        if runs and day - runs[-1][-1] == timedelta(days=1):
            runs[-1].append(day)
        else:
            runs.append([day])
    return ", ".join(show_day(run[0]) if len(run) == 1 else f"{show_day(run[0])} - {show_day(run[-1])}" for run in runs)


_COUNT_WORDS = {
    Qualifier.OVER: ("hơn", "trên"),
    Qualifier.NEARLY: ("gần",),
    Qualifier.ABOUT: ("khoảng", "chừng"),
}


def guess_raw(field: ReportField, text: str) -> dict[str, Any]:
    """Return what a form for ``field`` shows when a person marked ``text``; it is looked at before it is kept."""
    words = clean(text)
    match field:
        case ReportField.HELD_ON:
            return {"days": words}
        case ReportField.PUBLISHED_ON:
            found = _ONE_DAY.search(words)
            return {"day": found.group() if found else words}
        case ReportField.PARTICIPANTS:
            digits = re.search(r"\d[\d.]*", words)
            doubt = next(
                (q for q, marks in _COUNT_WORDS.items() if words.casefold().startswith(marks)), Qualifier.EXACT
            )
            return {"count": digits.group().rstrip(".") if digits else words, "qualifier": doubt.value}
        case ReportField.VIEWS:
            return {"count": words}
        case ReportField.ORGANISERS:
            return {"name": words}
        case ReportField.SPEAKERS | ReportField.OFFICIALS:
            name, _dash, position = re.sub(r"\s[–—-]\s|,\s", "\n", words, count=1).partition("\n")
            return {"name": name, "position": position}
        case _:
            return {"text": words.strip("“”\"';. ")}
