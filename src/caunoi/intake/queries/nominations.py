"""Lists of nominations to be checked: whose seat each row takes, and what stands in the way."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone

from caunoi.core.text import fold
from caunoi.directory.models import User
from caunoi.intake.models import RosterDraft
from caunoi.intake.queries.roster import Preview, count_states, judge
from caunoi.intake.rosters import columns as col
from caunoi.intake.rosters.content import NO_UNIT, SKIP, Content
from caunoi.intake.rosters.drafts import Row, read_rows
from caunoi.intake.rosters.values import Fault
from caunoi.training.models import Quota, TrainingClass, VenuePoint
from caunoi.training.queries.named import Named, NamedIndex
from caunoi.training.queries.roster import Identity

# What offices put before the name of their place or leave out.
_OFFICE = re.compile(
    r"^(uy ban nhan dan|ubnd|uy ban mat tran to quoc( viet nam)?|uy ban mttq( viet nam)?|ubmttq( viet nam|vn)?|mttq"
    r"|dang uy|hoi dong nhan dan|hdnd|ban thuong truc)\s+"
)


@dataclass(frozen=True, kw_only=True)
class UnitOfList:
    """A unit as a list writes it, how many of its rows, and the quota that it is taken for.

    ``chosen`` is what a clerk said (a quota's id or ``NO_UNIT``), "" where it is known by its name or not at all.
    """

    folded: str
    text: str
    count: int
    quota: Quota | None
    chosen: str

    @property
    def is_known(self) -> bool:
        """Whether its rows can be taken."""
        return self.quota is not None or self.chosen == NO_UNIT


@dataclass(frozen=True, kw_only=True)
class NominationPreview(Preview):
    """A draft of nominations; ``units`` are those that the list writes, the unknown ones first."""

    quotas: list[Quota]
    units: list[UnitOfList]
    of_rows: dict[int, Quota | None]

    @property
    def form_of(self) -> Quota | None:
        """The unit whose form came back; None for a list that says the unit row by row."""
        return next((quota for quota in self.quotas if str(quota.pk) == self.content.quota), None)


class _Standing:
    """Those who are named already; whoever was withdrawn or replaced may be named again."""

    def __init__(self, training_class: TrainingClass) -> None:
        self.index = NamedIndex(training_class)

    def find(self, wanted: Identity, person_id: UUID | None = None) -> Named | None:
        """Return who is named as ``wanted`` and stands."""
        found = self.index.find(wanted, person_id)
        return found if found and found.standing else None


class QuotaFinder:
    """Says which quota a unit as written means: by its name, its organisation's, or a place that only one has."""

    def __init__(self, quotas: Sequence[Quota], chosen: dict[str, str]) -> None:
        self.chosen = chosen
        self.by_id = {str(quota.pk): quota for quota in quotas}
        self.by_name: dict[str, Quota] = {}
        places: dict[str, set[str]] = {}
        for quota in quotas:
            office = quota.organisation
            for name in {quota.name, *((office.name, office.short_name) if office else ())} - {""}:
                self.by_name.setdefault(fold(name), quota)
                places.setdefault(_place(fold(name)), set()).add(str(quota.pk))
        self.by_place = {
            place: self.by_id[next(iter(keys))] for place, keys in places.items() if place and len(keys) == 1
        }

    def find(self, folded: str) -> Quota | None:
        """Return the quota of a unit, None for one that has none or was said to have none."""
        if folded in self.chosen:
            return self.by_id.get(self.chosen[folded])
        return self.by_name.get(folded) or self.by_place.get(_place(folded))

    def knows(self, folded: str) -> bool:
        """Say whether a unit's rows can be taken: it has a quota, or somebody said that it has none."""
        return self.find(folded) is not None or self.chosen.get(folded) == NO_UNIT


def _place(folded: str) -> str:
    return _OFFICE.sub("", folded)


def quotas_of(training_class: TrainingClass) -> QuerySet[Quota]:
    """Return the quotas of a class with their organisations, in their order."""
    rows = Quota.objects.filter(training_class=training_class).select_related("organisation")
    return rows.order_by("position", "folded_name", "id")


def nomination_preview(user: User, draft: RosterDraft) -> NominationPreview:
    """Return what a draft of nominations comes to, in a fixed number of queries."""
    content = Content.from_text(draft.content)
    quotas = list(quotas_of(draft.training_class))
    finder = QuotaFinder(quotas, content.units)
    rows = read_rows(content.current, content.edits, today=timezone.localdate())
    rows = [row for row in rows if any(row.typed.values())]
    whole = finder.by_id.get(content.quota)
    of_rows: dict[int, Quota | None] = {}
    texts: dict[str, str] = {}
    counts: Counter[str] = Counter()
    for row in rows:
        if whole is not None:
            of_rows[row.number] = whole
            continue
        folded = fold(row.unit_text)
        of_rows[row.number] = finder.find(folded)
        if content.decisions.get(str(row.number)) == SKIP:
            continue
        _note_unit(row, folded, finder, any_quota=bool(quotas))
        if row.unit_text:
            texts.setdefault(folded, row.unit_text)
            counts[folded] += 1
    judged = judge(user, content, rows, _Standing(draft.training_class))
    for one in judged:
        quota = of_rows[one.row.number]
        one.seat_of = quota.name if quota and fold(one.row.unit_text) != quota.folded_name else ""
    points = VenuePoint.objects.filter(training_class=draft.training_class).order_by("position", "id")
    units = [
        UnitOfList(
            folded=folded,
            text=text,
            count=counts[folded],
            quota=finder.find(folded),
            chosen=content.units.get(folded, ""),
        )
        for folded, text in texts.items()
    ]
    return NominationPreview(
        content=content,
        rows=judged,
        counts=count_states(judged),
        venues={fold(one.name): one.pk for one in points},
        quotas=quotas,
        units=sorted(units, key=lambda unit: (unit.is_known, unit.folded)),
        of_rows=of_rows,
    )


def _note_unit(row: Row, folded: str, finder: QuotaFinder, *, any_quota: bool) -> None:
    """Note as a fault of the row that its unit is missing or has no seats; a class without quotas takes everybody."""
    if not any_quota or finder.knows(folded):
        return
    code = "no_quota" if folded else "unit_missing"
    row.faults.append(Fault(field=col.UNIT, code=code, value=row.unit_text[:80]))
