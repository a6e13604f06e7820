"""A person goes through what was read: right, wrong, missing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from caunoi.core.errors import StaleChange
from caunoi.directory.models import User
from caunoi.intake.enums import Action, Decision, ReportField
from caunoi.intake.facts import CONFIDENT, Entry, entries_of, is_many, next_key
from caunoi.intake.models import ReportCandidate
from caunoi.intake.services.guard import keep, lock, note
from caunoi.intake.values import clean_value, in_words, same

# The most values that one candidate may have: far more than any report, far less than fills a page.
MOST_ENTRIES = 400

Spans = Sequence[tuple[int, int]]


@transaction.atomic
def accept_field(*, actor: User, candidate: ReportCandidate, key: str, seen: int) -> ReportCandidate:
    """Say that a value is right as it stands. ``seen`` is the entry's number when the person looked at it.

    This and the other decisions return the candidate as it stands then. They raise PermissionDenied unless the actor
    organises where the candidate is kept, NotNow unless it waits for review, StaleChange when somebody else decided
    about the same value meanwhile, ValidationError for what can't be kept.
    """
    locked = lock(actor=actor, candidate=candidate)
    entry = _entry(locked, key, seen)
    if entry.decision in {Decision.ACCEPTED, Decision.CORRECTED, Decision.ADDED}:
        return locked
    # A value that was left out comes back as it was: corrected or added, when it had been that.
    decision = Decision.ACCEPTED if entry.value == entry.read else _made(entry)
    _decide(locked, actor=actor, entry=entry, decision=decision)
    return locked


@transaction.atomic
def correct_field(
    *,
    actor: User,
    candidate: ReportCandidate,
    key: str,
    seen: int,
    raw: Mapping[str, Any],
    spans: Spans | None = None,
) -> ReportCandidate:
    """Put another value in the place of one; ``raw`` as ``values.clean_value`` takes it, ``spans`` where it stands.

    The same value as read counts as accepted. Returns and raises as :func:`accept_field`.
    """
    locked = lock(actor=actor, candidate=candidate)
    entry = _entry(locked, key, seen)
    value = clean_value(entry.field, raw)
    _refuse_twice(entries_of(locked), entry.field, value, but=key)
    decision = Decision.ACCEPTED if value == entry.read else _made(entry)
    where = entry.spans if spans is None else _within(spans, locked.text)
    _decide(locked, actor=actor, entry=entry, decision=decision, value=value, spans=where)
    return locked


@transaction.atomic
def clear_field(*, actor: User, candidate: ReportCandidate, key: str, seen: int) -> ReportCandidate:
    """Leave a value out: the report doesn't state it, or it isn't known. Returns and raises as :func:`accept_field`."""
    locked = lock(actor=actor, candidate=candidate)
    entry = _entry(locked, key, seen)
    if entry.decision != Decision.CLEARED:
        _decide(locked, actor=actor, entry=entry, decision=Decision.CLEARED)
    return locked


@transaction.atomic
def reopen_field(*, actor: User, candidate: ReportCandidate, key: str, seen: int) -> ReportCandidate:
    """Take a decision back: a read value stands as read and open, an added one is gone.

    Returns and raises as :func:`accept_field`.
    """
    locked = lock(actor=actor, candidate=candidate)
    entry = _entry(locked, key, seen)
    if entry.is_open:
        return locked
    if entry.read is None:
        del locked.decisions[key]
    else:
        read = _as_read(locked, key)
        locked.decisions[key] = {
            "decision": Decision.OPEN.value,
            "value": read["value"],
            "spans": read["spans"],
            "seen": entry.seen + 1,
        }
    _note(locked, actor=actor, entry=entry, after=Decision.OPEN, value=entry.read)
    keep(locked, "decisions")
    return locked


@transaction.atomic
def add_field(
    *, actor: User, candidate: ReportCandidate, field: ReportField, raw: Mapping[str, Any], spans: Spans = ()
) -> ReportCandidate:
    """Add a value that the reader missed. Where a report has one at most, it takes the place of the one that stands.

    Returns and raises as :func:`accept_field`; ValidationError too for a value that stands here already.
    """
    locked = lock(actor=actor, candidate=candidate)
    entries = entries_of(locked)
    mine = [entry for entry in entries if entry.field == field]
    if mine and not is_many(field):
        first = mine[0]
        return correct_field(
            actor=actor, candidate=locked, key=first.key, seen=first.seen, raw=raw, spans=spans or None
        )
    if len(entries) >= MOST_ENTRIES:
        raise ValidationError(_("A report can't have more than %(most)s values.") % {"most": MOST_ENTRIES})
    value = clean_value(field, raw)
    _refuse_twice(entries, field, value)
    key = next_key(locked, field)
    where = [list(span) for span in _within(spans, locked.text)]
    locked.decisions[key] = {"decision": Decision.ADDED.value, "value": value, "spans": where, "seen": 1}
    note(
        actor=actor,
        action=Action.CANDIDATE_FIELD,
        candidate=locked,
        details={field.value: [None, in_words(field, value)]},
    )
    keep(locked, "decisions")
    return locked


@transaction.atomic
def accept_confident(*, actor: User, candidate: ReportCandidate, threshold: float = CONFIDENT) -> ReportCandidate:
    """Say that every open value read with at least ``threshold`` (0 to 1) is right; one audit row names them all.

    Returns and raises as :func:`accept_field`.
    """
    locked = lock(actor=actor, candidate=candidate)
    taken = [entry for entry in entries_of(locked) if entry.is_open and (entry.confidence or 0) >= threshold]
    if not taken:
        return locked
    for entry in taken:
        _write(locked, entry=entry, decision=Decision.ACCEPTED, value=entry.value, spans=entry.spans)
    named = dict.fromkeys(entry.field.value for entry in taken)
    note(
        actor=actor,
        action=Action.CANDIDATE_CONFIDENT,
        candidate=locked,
        details={"count": len(taken), "fields": list(named)},
    )
    keep(locked, "decisions")
    return locked


def _entry(candidate: ReportCandidate, key: str, seen: int) -> Entry:
    entry = next((each for each in entries_of(candidate) if each.key == key), None)
    # A value that is not there any more was taken away by somebody else: it was there when the form was shown.
    if entry is None or entry.seen != seen:
        raise StaleChange
    return entry


def _as_read(candidate: ReportCandidate, key: str) -> dict[str, Any]:
    field, _hyphen, place = key.rpartition("-")
    read: dict[str, Any] = candidate.reading[field][int(place) - 1]
    return read


def _made(entry: Entry) -> Decision:
    return Decision.ADDED if entry.read is None else Decision.CORRECTED


def _decide(
    candidate: ReportCandidate,
    *,
    actor: User,
    entry: Entry,
    decision: Decision,
    value: Any = None,
    spans: Spans | None = None,
) -> None:
    value = entry.value if value is None else value
    _write(candidate, entry=entry, decision=decision, value=value, spans=entry.spans if spans is None else spans)
    _note(candidate, actor=actor, entry=entry, after=decision, value=value)
    keep(candidate, "decisions")


def _write(candidate: ReportCandidate, *, entry: Entry, decision: Decision, value: Any, spans: Spans) -> None:
    candidate.decisions[entry.key] = {
        "decision": decision.value,
        "value": value,
        "spans": [list(span) for span in spans],
        "seen": entry.seen + 1,
    }


def _note(candidate: ReportCandidate, *, actor: User, entry: Entry, after: Decision, value: Any) -> None:
    before = in_words(entry.field, entry.value)
    now = in_words(entry.field, value) if value is not None and after != Decision.CLEARED else None
    details: dict[str, Any] = {entry.field.value: before if now == before else [before, now]}
    note(
        actor=actor,
        action=Action.CANDIDATE_FIELD,
        candidate=candidate,
        details=details | {"decision": after.value},
    )


def _refuse_twice(entries: list[Entry], field: ReportField, value: Any, *, but: str = "") -> None:
    if not is_many(field):
        return
    for entry in entries:
        if entry.field == field and entry.key != but and entry.is_kept and same(field, entry.value, value):
            raise ValidationError(_("“%(value)s” stands here already.") % {"value": in_words(field, entry.value)})


def _within(spans: Spans, text: str) -> tuple[tuple[int, int], ...]:
    """Return the spans that lie in the text; a face sends what a browser says, which may be anything."""
    return tuple(sorted({(start, end) for start, end in spans if 0 <= start < end <= len(text)})[:20])
