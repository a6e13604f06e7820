"""Lists to be checked: what they would put on the class's list, and what stands in the way."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Protocol
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone

from caunoi.core.text import fold
from caunoi.directory.models import User
from caunoi.directory.queries.matching import Match
from caunoi.intake.models import RosterDraft
from caunoi.intake.rosters import columns as col
from caunoi.intake.rosters.content import DISTINCT, NEW, SKIP, USE, Content
from caunoi.intake.rosters.drafts import Row, Sheet, read_rows
from caunoi.intake.rosters.words import fault_words
from caunoi.training.models import TrainingClass, VenuePoint
from caunoi.training.queries.roster import Identity, ListIndex, identity, match_persons

OK = "ok"
KNOWN = "known"
FAULT = "fault"
LISTED = "listed"
TWIN = "twin"
SKIPPED = "skipped"
STATES = (OK, KNOWN, FAULT, LISTED, TWIN, SKIPPED)


def own_drafts(user: User, training_class: TrainingClass, *, of_units: bool = False) -> QuerySet[RosterDraft]:
    """Return the lists that the user sent in for a class and did not settle; another clerk's are not shown.

    ``of_units`` returns those of nominations instead of those of participants.
    """
    own = RosterDraft.objects.filter(training_class=training_class, made_by=user, of_units=of_units)
    return own.order_by("-made_at", "-id")


class OnList(Protocol):
    """Somebody who stands there already, on the class's list or in line for it."""

    @property
    def person_id(self) -> UUID:
        """The register's person."""
        ...

    @property
    def full_name(self) -> str:
        """The name as it stands there."""
        ...


class Index(Protocol):
    """Those who stand there already, asked for somebody."""

    def find(self, wanted: Identity, person_id: UUID | None = None) -> OnList | None:
        """Return who stands there as ``wanted``, by the register's id where it is given."""
        ...


@dataclass(kw_only=True)
class PreviewRow:
    """A row, what becomes of it, and why; ``person_id`` is the register's person it would use."""

    row: Row
    state: str
    identity: Identity
    faults: dict[str, str] = field(default_factory=dict)
    matches: list[Match] = field(default_factory=list)
    person_id: UUID | None = None
    decision: str = ""
    listed: OnList | None = None
    twin: int = 0
    # Of nominations: whose seat it takes, where the list writes it otherwise.
    seat_of: str = ""

    @property
    def is_taken(self) -> bool:
        """Whether accepting puts it on the class's list."""
        return self.state in {OK, KNOWN}


@dataclass(frozen=True, kw_only=True)
class Preview:
    """A draft as the page shows it; ``counts`` has a number for each of ``STATES``."""

    content: Content
    rows: list[PreviewRow]
    counts: dict[str, int]
    venues: dict[str, int]

    @property
    def sheet(self) -> Sheet:
        """The sheet in use."""
        return self.content.current

    @property
    def has_names(self) -> bool:
        """Whether a column holds names: without one there is nothing to take over."""
        return bool({col.FULL_NAME, col.FAMILY_NAME, col.GIVEN_NAME} & set(self.sheet.columns.values()))

    @property
    def taken(self) -> list[PreviewRow]:
        """The rows that accepting takes over."""
        return [row for row in self.rows if row.is_taken]


def preview(user: User, draft: RosterDraft) -> Preview:
    """Return what a draft comes to, against the class's list and the register, in a fixed number of queries."""
    content = Content.from_text(draft.content)
    sheet = content.current
    rows = read_rows(sheet, content.edits, today=timezone.localdate())
    index = ListIndex(draft.training_class)
    result = judge(user, content, rows, index)
    points = VenuePoint.objects.filter(training_class=draft.training_class).order_by("position", "id")
    return Preview(
        content=content,
        rows=result,
        counts=count_states(result),
        venues={fold(one.name): one.pk for one in points},
    )


def judge(user: User, content: Content, rows: Sequence[Row], index: Index) -> list[PreviewRow]:
    """Return what becomes of each row, against those who stand there already, the register, and the rows above it."""
    sheet = content.current
    matches = match_persons(
        user,
        [
            {
                "full_name": row.full_name,
                "birth_year": row.birth_year,
                "unit_text": row.unit_text,
                "phone": "" if row.faults else row.phone,
            }
            for row in rows
        ],
    )
    heads = {kind: sheet.words[place] for place, kind in reversed(sheet.columns.items()) if place < len(sheet.words)}
    taken: dict[str, list[tuple[int, Identity]]] = {}
    used: dict[UUID, int] = {}
    result = []
    for row, found in zip(rows, matches, strict=True):
        one = _judged(row, found, content.decisions.get(str(row.number), ""), index)
        one.faults = {
            fault.field: fault_words(fault, row=row.number, head=heads.get(fault.field, "")) for fault in row.faults
        }
        if one.is_taken:
            _find_twin(one, taken, used)
        result.append(one)
    return result


def count_states(rows: Sequence[PreviewRow]) -> dict[str, int]:
    """Return a number for each of ``STATES``."""
    counts = dict.fromkeys(STATES, 0)
    for one in rows:
        counts[one.state] += 1
    return counts


def _judged(row: Row, found: list[Match], decision: str, index: Index) -> PreviewRow:
    known = identity(full_name=row.full_name, birth_year=row.birth_year, unit_text=row.unit_text, phone=row.phone)
    one = PreviewRow(row=row, state=OK, identity=known, matches=found, decision=decision)
    one.person_id = _chosen(found, decision)
    if decision == SKIP:
        one.state = SKIPPED
    elif row.faults:
        one.state = FAULT
    else:
        one.listed = index.find(known, one.person_id) or (index.find(known) if one.person_id else None)
        if (one.listed and decision not in {DISTINCT, NEW} and not decision.startswith(USE)) or (
            one.listed and one.person_id and one.listed.person_id == one.person_id
        ):
            one.state = LISTED
        elif one.person_id:
            one.state = KNOWN
    return one


def _chosen(found: list[Match], decision: str) -> UUID | None:
    """Return the register's person: the one chosen; undecided, the only one for whom more than a name speaks."""
    if decision.startswith(USE):
        return next((m.person_id for m in found if m.may_be_used and f"{USE}{m.person_id}" == decision), None)
    if decision:
        return None
    strong = [match.person_id for match in found if match.strong]
    return strong[0] if len(strong) == 1 else None


def _find_twin(one: PreviewRow, taken: dict[str, list[tuple[int, Identity]]], used: dict[UUID, int]) -> None:
    """Mark a row whose person stands further up in the same list."""
    one.twin = used.get(one.person_id, 0) if one.person_id else 0
    earlier = taken.setdefault(one.identity.key, [])
    if not one.twin and one.decision not in {DISTINCT, NEW}:
        one.twin = next((number for number, other in earlier if one.identity.same_as(other)), 0)
    if one.twin:
        one.state = TWIN
        return
    earlier.append((one.row.number, one.identity))
    if one.person_id:
        used[one.person_id] = one.row.number
