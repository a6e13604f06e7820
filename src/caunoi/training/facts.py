"""The shape of a class's frozen facts: what a ``ClassReport`` holds and everything later reads.

Plain values only, so that a version frozen today can be read in ten years. Persons appear by id; their names lie in
the report's ``names``. A number that is not known is None; one that a report gives vaguely carries its qualifier.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, field, fields
from typing import Any

SHAPE = 1

# One letter a mark, keyed by the values of ``enums.Mark``.
MARK_LETTERS = {"present": "x", "late": "m", "left_early": "s", "excused": "p", "absent": "k", "none": "-"}
# Missed here, attended in a sister class: stands instead of the mark.
MADE_UP = "b"


@dataclass(frozen=True, kw_only=True)
class CountFact:
    """A number and how sure it is: ``qualifier`` is a value of ``enums.Qualifier``; value None is unknown."""

    value: int | None = None
    qualifier: str = "exact"


@dataclass(frozen=True, kw_only=True)
class OrganiserFact:
    """An organiser as it was called; ``id`` where it is known in the directory."""

    name: str
    role: str
    id: str | None = None


@dataclass(frozen=True, kw_only=True)
class DirectiveFact:
    """A directive on which the class rests; ``issued_on`` as an ISO day."""

    number: str
    kind: str = ""
    issuer: str = ""
    issued_on: str | None = None
    title: str = ""


@dataclass(frozen=True, kw_only=True)
class AppearanceFact:
    """A speaker or guest with the post held then; the name stands in ``ClassReport.names`` under ``person_id``."""

    person_id: str
    post: str = ""
    role: str = ""


@dataclass(frozen=True, kw_only=True)
class AgendaFact:
    """An item of the programme; ``starts_at`` as HH:MM.

    ``marks``: how many sheets on paper gave it which mark, from 1 to 5; empty where none were counted. Of sheets from
    phones number and sum of marks; 0 in versions frozen before they were kept. What is told of it:
    ``training.ratings``.
    """

    kind: str
    title: str
    starts_at: str | None = None
    periods: int | None = None
    speakers: tuple[AppearanceFact, ...] = ()
    marks: tuple[int, ...] = ()
    phone_sheets: int = 0
    phone_total: int = 0


@dataclass(frozen=True, kw_only=True)
class SittingFact:
    """A half-day: ISO day, part of the day, programme, and how many of those expected had which mark.

    ``present`` includes those late, those who left early and the ``substitutes`` who came. ``absent`` includes cells
    without a mark that were accepted as absent without leave when the class was closed; ``unmarked`` says how many
    those are. ``made_up`` missed it and attended it in a sister class. So nominated persons = present - substitutes +
    made_up + excused + absent, at each sitting. ``guests`` of sister classes made up here stand outside all of that.
    """

    date: str
    part: str
    starts_at: str | None = None
    agenda: tuple[AgendaFact, ...] = ()
    present: int | None = None
    late: int | None = None
    left_early: int | None = None
    excused: int | None = None
    absent: int | None = None
    unmarked: int | None = None
    substitutes: int | None = None
    made_up: int = 0
    guests: int = 0


@dataclass(frozen=True, kw_only=True)
class VenueFact:
    """A venue point, how many were enrolled there (substitutes apart), and its part of the counts of the class.

    The counts are None in versions frozen before points were counted, and where there is no list. ``by_sitting`` are
    those present, in the order of the sittings. Who was put to no point is what lacks to the class's counts.
    """

    name: str
    address: str = ""
    in_charge: str = ""
    enrolled: int | None = None
    is_online: bool = False
    present: int | None = None
    absent_with_leave: int | None = None
    absent_without_leave: int | None = None
    substitutes: int | None = None
    attendances: int | None = None
    by_sitting: tuple[int, ...] = ()


@dataclass(frozen=True, kw_only=True)
class UnitFact:
    """The participants of one unit: ``nominated`` persons, of them ``present`` at one sitting at least.

    ``substitutes`` who came for somebody of this unit stand apart from both.
    """

    name: str
    nominated: int
    present: int
    substitutes: int = 0


@dataclass(frozen=True, kw_only=True)
class QuestionFact:
    """A question from the floor, the item it belongs to, and its answer so far."""

    text: str
    topic: str = ""
    answer: str = ""
    answered_by: str = ""


@dataclass(frozen=True, kw_only=True)
class MadeUpFact:
    """Where a missed sitting was made up: ``place`` is its place in ``ClassFacts.sittings``, the rest says where."""

    place: int
    date: str
    part: str
    code: str


@dataclass(frozen=True, kw_only=True)
class MakeUpGuestFact:
    """Somebody of a sister class who makes up sittings here, in no count.

    ``places`` are the sittings meant, in ``ClassFacts.sittings``; ``came`` those attended.
    """

    person_id: str
    post: str = ""
    unit: str = ""
    venue: str = ""
    places: tuple[int, ...] = ()
    came: tuple[int, ...] = ()


@dataclass(frozen=True, kw_only=True)
class ParticipantFact:
    """One row of the list as it was when the class was closed; frozen in ``ClassReport.participants``.

    ``marks`` holds one letter a sitting, in the order of ``ClassFacts.sittings``: see ``MARK_LETTERS``, ``MADE_UP``.
    ``substitute_for`` is the person in whose place this one came.
    """

    person_id: str
    post: str = ""
    unit: str = ""
    venue: str = ""
    note: str = ""
    marks: str = ""
    substitute_for: str | None = None
    made_up: tuple[MadeUpFact, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """Return JSON types, to be frozen."""
        return asdict(self)


@dataclass(frozen=True, kw_only=True)
class FeeFact:
    """What one speaker was paid, in đồng; ``periods`` as a decimal number in text. Of accounts nothing is frozen.

    ``taught`` are the titles of what is paid for; versions frozen before it was kept have none.
    """

    person_id: str
    grade: str = ""
    periods: str = "0"
    rate: int = 0
    periods_per_sitting: int = 4
    amount: int = 0
    tax: int = 0
    net: int = 0
    reason: str = ""
    taught: tuple[str, ...] = ()
    by_transfer: bool = False


@dataclass(frozen=True, kw_only=True)
class PaymentFact:
    """Meals and travel of one participant, in đồng; ``meal_each`` is 0 in versions frozen before it was kept."""

    person_id: str
    days: int = 0
    meal_each: int = 0
    meals: int = 0
    travel: int = 0
    amount: int = 0
    by_transfer: bool = False


@dataclass(frozen=True, kw_only=True)
class ExpenseFact:
    """Something else that was spent, or with ``kind`` advance taken before; ``invoice_on`` as an ISO day."""

    kind: str
    heading: str
    words: str
    amount: int
    invoice_number: str = ""
    invoice_on: str | None = None
    payee: str = ""


@dataclass(frozen=True, kw_only=True)
class CostFact:
    """Planned and spent under one heading, a value of ``enums.CostHeading``."""

    heading: str
    planned: int
    spent: int


@dataclass(frozen=True, kw_only=True)
class MoneyFact:
    """The money of a class as it was when the class was closed, in đồng; ``basis`` is the rule of its rates."""

    basis: str = ""
    costs: tuple[CostFact, ...] = ()
    fees: tuple[FeeFact, ...] = ()
    payments: tuple[PaymentFact, ...] = ()
    expenses: tuple[ExpenseFact, ...] = ()
    advance: int = 0
    shape: int = 1


@dataclass(frozen=True, kw_only=True)
class QuizFact:
    """A quiz: ``moment`` is a value of ``enums.QuizMoment``; ``mean`` in percent, None where too few handed in."""

    moment: str
    title: str
    handed_in: int
    mean: float | None = None


@dataclass(frozen=True, kw_only=True)
class LearningFact:
    """What was learned, in percent of the points: only of those ``pairs`` who took the quizzes before and after.

    The numbers are None where there are too few pairs; ``low`` and ``high`` bound the gain with 95 % confidence,
    ``of_means`` and ``by_person`` are the normalised gain in its two ways. ``only_before`` and ``only_after`` lack one.
    """

    quizzes: tuple[QuizFact, ...] = ()
    pairs: int = 0
    only_before: int = 0
    only_after: int = 0
    gain: float | None = None
    low: float | None = None
    high: float | None = None
    of_means: float | None = None
    by_person: float | None = None


@dataclass(frozen=True, kw_only=True)
class ProvenanceFact:
    """Where the facts come from: ``kind`` held or report; for a report its file name, byline, day and reading page."""

    kind: str
    source: str = ""
    byline: str = ""
    published_on: str | None = None
    views: int | None = None
    candidate_id: str | None = None


@dataclass(frozen=True, kw_only=True)
class ClassFacts:
    """Everything that is known of a class when it is closed.

    Persons: ``nominated`` (on the list, substitutes apart), ``present`` (at one sitting at least, substitutes
    included), ``absent_with_leave`` and ``absent_without_leave`` (nominated, at no sitting), ``substitutes`` (who
    came); so nominated = present - substitutes + both absent. ``made_up`` are present for a sitting attended in a
    sister class. ``guests``, and ``make_up_guests`` of sister classes, stand outside every count.
    Attendances (lượt người): ``attendances`` over all sittings, those made up elsewhere included.
    ``days`` are ISO days, in order; ``when`` tells them as an old report does, where no day can be made of it.
    """

    code: str
    title: str
    audience: str = ""
    place: str = ""
    days: tuple[str, ...] = ()
    when: str = ""
    organisers: tuple[OrganiserFact, ...] = ()
    directives: tuple[DirectiveFact, ...] = ()
    venues: tuple[VenueFact, ...] = ()
    sittings: tuple[SittingFact, ...] = ()
    topics: tuple[AgendaFact, ...] = ()
    speakers: tuple[AppearanceFact, ...] = ()
    guests: tuple[AppearanceFact, ...] = ()
    quota: CountFact = field(default_factory=CountFact)
    nominated: CountFact = field(default_factory=CountFact)
    present: CountFact = field(default_factory=CountFact)
    absent_with_leave: CountFact = field(default_factory=CountFact)
    absent_without_leave: CountFact = field(default_factory=CountFact)
    substitutes: CountFact = field(default_factory=CountFact)
    attendances: CountFact = field(default_factory=CountFact)
    made_up: int = 0
    make_up_guests: tuple[MakeUpGuestFact, ...] = ()
    units: tuple[UnitFact, ...] = ()
    questions: tuple[QuestionFact, ...] = ()
    strong_points: str = ""
    weak_points: str = ""
    proposals: str = ""
    provenance: ProvenanceFact
    # None where no money was entered, and in versions frozen before money was kept.
    money: MoneyFact | None = None
    # None where no quiz was asked, and in versions frozen before there were quizzes.
    learning: LearningFact | None = None
    shape: int = SHAPE

    def as_json(self) -> dict[str, Any]:
        """Return JSON types, to be frozen."""
        return asdict(self)


def read_facts(frozen: dict[str, Any]) -> ClassFacts:
    """Return the facts from what ``as_json`` gave; raises ValueError for a shape this version does not know."""
    if frozen.get("shape") != SHAPE:
        raise ValueError(f"Frozen facts of shape {frozen.get('shape')!r}; this version reads shape {SHAPE}.")
    facts: ClassFacts = _build(ClassFacts, frozen)
    return facts


# Fewer sheets than this are told nowhere: one could work out who said what.
FEWEST_SHEETS = 5


def read_participants(frozen: list[dict[str, Any]]) -> tuple[ParticipantFact, ...]:
    """Return the rows of the list from what was frozen of them."""
    return tuple(_build(ParticipantFact, row) for row in frozen)


_NESTED: dict[str, type] = {
    "organisers": OrganiserFact,
    "directives": DirectiveFact,
    "venues": VenueFact,
    "sittings": SittingFact,
    "agenda": AgendaFact,
    "topics": AgendaFact,
    "speakers": AppearanceFact,
    "guests": AppearanceFact,
    "make_up_guests": MakeUpGuestFact,
    "made_up": MadeUpFact,
    "units": UnitFact,
    "questions": QuestionFact,
    "learning": LearningFact,
    "quizzes": QuizFact,
    "provenance": ProvenanceFact,
    "money": MoneyFact,
    "costs": CostFact,
    "fees": FeeFact,
    "payments": PaymentFact,
    "expenses": ExpenseFact,
}


def _build(kind: type, value: dict[str, Any]) -> Any:
    known = {f.name: f for f in fields(kind)}
    built: dict[str, Any] = {}
    for name, item in value.items():
        if name not in known:
            continue
        inner = CountFact if known[name].type == "CountFact" else _NESTED.get(name)
        if inner is not None and isinstance(item, list | tuple):
            built[name] = tuple(_build(inner, each) for each in item)
        elif inner is not None and isinstance(item, dict):
            built[name] = _build(inner, item)
        else:
            built[name] = tuple(item) if isinstance(item, list) else item
    return kind(**built)
