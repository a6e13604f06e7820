"""What the review page of one report shows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from caunoi.core.audit import action_label
from caunoi.core.models import AuditEntry
from caunoi.core.text import fold
from caunoi.directory.models import Organisation, Person, User
from caunoi.intake.enums import MANY, Decision, ReportField
from caunoi.intake.facts import CONFIDENT, Entry, Segment, entries_of, segments_of, values_of
from caunoi.intake.models import ReportCandidate
from caunoi.intake.queries.candidates import (
    history_of,
    organisations_chosen,
    organisations_like,
    organisations_named,
    persons_named,
    similar_classes,
    similar_waiting,
)
from caunoi.intake.services.outcome import can_take_back
from caunoi.intake.values import in_words, raw_of
from caunoi.training.enums import GuestRole, HostRole
from caunoi.web.desk.intake.forms import AS_WRITTEN, AUTOMATIC, FORMS, OrganiserForm, PersonForm, ValueForm

# Fields that share a colour in the text; the label beside the colour names the field.
_HUES: dict[ReportField, str] = {
    ReportField.TITLE: "title",
    ReportField.HELD_ON: "time",
    ReportField.WHEN: "time",
    ReportField.HOST_PLACE: "place",
    ReportField.ORGANISERS: "office",
    ReportField.AUDIENCE: "count",
    ReportField.PARTICIPANTS: "count",
    ReportField.SPEAKERS: "person",
    ReportField.OFFICIALS: "guest",
    ReportField.TOPICS: "topic",
    ReportField.DIRECTIVES: "paper",
    ReportField.PUBLISHED_ON: "source",
    ReportField.BYLINE: "source",
    ReportField.VIEWS: "source",
}
_TONES = {
    Decision.ACCEPTED: "good",
    Decision.CORRECTED: "info",
    Decision.ADDED: "info",
    Decision.CLEARED: "outline",
}


@dataclass(kw_only=True)
class Row:
    """One value as the page shows it; ``form`` is there while somebody corrects it."""

    entry: Entry
    hue: str
    words: str
    note: str = ""
    directory: str = ""
    namesakes: tuple[tuple[str, str], ...] = ()
    form: ValueForm | None = None

    @property
    def percent(self) -> int | None:
        """How sure the reader was, of a hundred."""
        return None if self.entry.confidence is None else round(self.entry.confidence * 100)

    @property
    def tone(self) -> str:
        """The badge's tone of the decision."""
        return _TONES.get(self.entry.decision, "plain")


@dataclass(frozen=True, kw_only=True)
class Directory:
    """What the directory knows of the names in a report."""

    organisations: Mapping[str, Organisation]
    chosen: Mapping[str, str]
    persons: Mapping[str, list[Person]]


def review_page(
    user: User,
    candidate: ReportCandidate,
    *,
    correcting: str = "",
    adding: str = "",
    bound: ValueForm | None = None,
    initial: Mapping[str, Any] | None = None,
    notice: str = "",
) -> dict[str, Any]:
    """Return the page's context.

    ``correcting`` is the key of the value whose form is open, ``adding`` the field to which one is added; ``bound`` is
    that form as it came back with faults, ``initial`` what an empty one begins with.
    """
    entries = entries_of(candidate)
    known = _directory(user, entries)
    rows = [_row(entry, known) for entry in entries]
    for row in rows:
        if candidate.is_waiting and row.entry.key == correcting:
            row.form = bound or value_form(user, row.entry.field, initial=_initial(row.entry))
    kept = {row.entry.field for row in rows if row.entry.is_kept}
    add_field = ReportField(adding) if candidate.is_waiting and adding in ReportField.values else None
    days = values_of(entries, ReportField.HELD_ON)
    return {
        "candidate": candidate,
        "text": marked_text(segments_of(candidate.text, entries), rows),
        "open_rows": sorted((row for row in rows if row.entry.is_open), key=lambda row: row.entry.confidence or 0),
        "done_rows": [row for row in rows if not row.entry.is_open],
        "total": len(rows),
        "done": sum(not row.entry.is_open for row in rows),
        "confident": sum(row.entry.is_open and (row.entry.confidence or 0) >= CONFIDENT for row in rows),
        "missing": [field for field in ReportField if field in MANY or field not in kept],
        "assignable": list(ReportField),
        "add_field": add_field,
        "add_form": (bound or value_form(user, add_field, initial=initial)) if add_field else None,
        "similar": similar_classes(
            user,
            folded_title=candidate.folded_title,
            days=days[0] if days else [],
            sha256=candidate.sha256,
        )
        if candidate.is_waiting
        else [],
        "twins": similar_waiting(user, candidate) if candidate.is_waiting else [],
        "has_title": ReportField.TITLE in kept,
        "can_take_back": can_take_back(candidate),
        "history": [_told(entry) for entry in history_of(candidate)],
        "notice": notice,
    }


def _told(entry: AuditEntry) -> dict[str, Any]:
    """Return a row of the trail in words: of a value its field, from what to what."""
    labels = dict(ReportField.choices)
    parts: list[str] = []
    for name, value in entry.details.items():
        if name not in labels:
            continue
        words = " → ".join(str(each) for each in value if each is not None) if isinstance(value, list) else str(value)
        parts.append(f"{labels[name]}: {words}")
    decision = entry.details.get("decision")
    if decision in Decision.values:
        parts.append(str(Decision(decision).label))
    parts.extend(str(labels[name]) for name in entry.details.get("fields", []) if name in labels)
    return {
        "at": entry.at,
        "who": entry.actor_name,
        "what": action_label(entry.action),
        "details": " · ".join(parts),
    }


def value_form(
    user: User, field: ReportField, *, data: Mapping[str, Any] | None = None, initial: Mapping[str, Any] | None = None
) -> ValueForm:
    """Return the form of a field with the choices that the directory offers for the name in it."""
    kind = FORMS[field]
    options: dict[str, Any] = {}
    name = str((data or initial or {}).get("name") or "")
    if issubclass(kind, OrganiserForm):
        options["organisations"] = _offices(user, name, str((data or initial or {}).get("organisation") or ""))
    if issubclass(kind, PersonForm):
        options["persons"] = _choices(persons_named(user, [name]).get(fold(name), []))
    return kind(data, initial=dict(initial or {}), prefix=None, auto_id="muc-%s", **options)


def _offices(user: User, name: str, chosen: str) -> list[tuple[Any, str]]:
    offices: list[tuple[Any, str]] = list(organisations_like(user, [name]).get(name, []))
    if chosen not in {"", AUTOMATIC, AS_WRITTEN} and chosen not in {str(pk) for pk, _name in offices}:
        offices += organisations_chosen(user, [chosen]).items()
    return offices


def _initial(entry: Entry) -> dict[str, Any]:
    raw = raw_of(entry.field, entry.value)
    if entry.field == ReportField.ORGANISERS:
        raw["organisation"] = {None: AUTOMATIC, "": AS_WRITTEN}.get(raw["organisation"], raw["organisation"])
    return raw


def _directory(user: User, entries: list[Entry]) -> Directory:
    organisers = values_of(entries, ReportField.ORGANISERS)
    people = [*values_of(entries, ReportField.SPEAKERS), *values_of(entries, ReportField.OFFICIALS)]
    return Directory(
        organisations=organisations_named(user, [each["name"] for each in organisers if each["organisation"] is None]),
        chosen=organisations_chosen(user, [each["organisation"] for each in organisers if each["organisation"]]),
        persons=persons_named(user, [each["name"] for each in people]),
    )


def _row(entry: Entry, known: Directory) -> Row:
    row = Row(entry=entry, hue=_HUES[entry.field], words=in_words(entry.field, entry.value))
    value = entry.value
    if entry.field == ReportField.ORGANISERS:
        row.note = str(HostRole(value["role"]).label)
        found = known.organisations.get(fold(value["name"])) if value["organisation"] is None else None
        row.directory = found.name if found else known.chosen.get(value["organisation"] or "", "")
    elif entry.field in {ReportField.SPEAKERS, ReportField.OFFICIALS}:
        row.words = value["name"]
        post = value["position"] or _("no post stated")
        row.note = f"{GuestRole(value['role']).label} · {post}" if entry.field == ReportField.OFFICIALS else post
        choices = _choices(known.persons.get(fold(value["name"]), []))
        row.directory = dict(choices).get(value["person"] or "", "")
        row.namesakes = () if value["person"] else tuple(choices)
    return row


def _choices(persons: Iterable[Person]) -> list[tuple[str, str]]:
    """Return id and words of persons: two of one name are told apart by year of birth and posts."""
    found: list[tuple[str, str]] = []
    for person in persons:
        posts = [str(post) for post in person.posts.all()[:2]]
        parts = [str(person.birth_year)] if person.birth_year else []
        rest = "; ".join([*parts, *posts])
        found.append((str(person.pk), f"{person.full_name} ({rest})" if rest else person.full_name))
    return found


def marked_text(segments: Iterable[Segment], rows: Iterable[Row]) -> SafeString:
    """Return the text with a mark over each reading, escaped; nothing but marks is added to what is read aloud."""
    by_key = {row.entry.key: row for row in rows}
    begun: set[str] = set()
    parts: list[str] = []
    for segment in segments:
        words = conditional_escape(segment.text)
        if not segment.keys:
            parts.append(words)
            continue
        fresh = [key for key in segment.begins if key not in begun]
        begun.update(fresh)
        anchors = "".join(format_html('<span id="cho-{}"></span>', key) for key in fresh)
        row = by_key[segment.keys[0]]
        label = row.entry.field.label if segment.keys[0] in fresh else ""
        parts.append(
            anchors
            + format_html(
                '<mark class="cn-span cn-hue--{}" data-cn-span="{}" data-cn-label="{}">{}</mark>',
                row.hue,
                " ".join(segment.keys),
                label,
                words,
            )
        )
    return mark_safe("".join(parts))  # noqa: S308 - every part is escaped above
