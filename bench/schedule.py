"""A schedule for a whole plan: a seeded year of 400 classes, 60 speakers, 25 rooms; then a tenth of it changes."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Iterator
from dataclasses import replace

from bench.measure import Row, row
from caunoi.scheduling import (
    ClassNeed,
    Lesson,
    Lock,
    Part,
    Placement,
    Problem,
    Proposal,
    Room,
    Slot,
    Speaker,
    clashes_of,
)
from caunoi.scheduling.solving import propose

DATABASES = ("none",)
SEED = 20261126
LIMIT = 55.0
YEAR = 2027
PLACES = tuple(f"place-{n}" for n in range(8))


def rows() -> Iterator[Row]:
    """The proposal, its objective against the solver's bound, greedy beside it; then the same with changes kept."""
    problem = instance()
    size = f"{len(problem.classes)} classes, {len(problem.speakers)} speakers, {len(problem.rooms)} rooms"
    found = _checked(problem, propose(problem, limit=LIMIT, workers=2))
    yield from _told("proposal", size, found)
    changed = with_changes(problem, found)
    size = f"{size}, a tenth settled otherwise by hand"
    again = _checked(changed, propose(changed, limit=LIMIT, workers=2))
    yield from _told("proposal anew", size, again)
    settled = sum(bool(need.lock) for need in changed.classes)
    yield row("classes that moved", size, len(again.moved), "classes", yardstick="settled by hand", against=settled)


def _told(work: str, size: str, found: Proposal) -> Iterator[Row]:
    yield row(f"{work}: time", size, found.seconds, "s")
    yield row(f"{work}: objective", size, found.costs.total, "points", yardstick="greedy", against=found.greedy)
    yield row(
        f"{work}: objective", size, found.costs.total, "points", yardstick="bound of the solver", against=found.bound
    )
    yield row(f"{work}: gap", size, found.gap * 100, "%")
    yield row(f"{work}: classes without a place", size, len(found.reasons), "classes")


def _checked(problem: Problem, found: Proposal) -> Proposal:
    wrong = clashes_of(problem, found.placements)
    if wrong:
        raise SystemExit(f"The proposal has clashes: {wrong[:3]}")
    return found


def instance(*, classes: int = 400, speakers: int = 60, rooms: int = 25, seed: int = SEED) -> Problem:
    """Return a made-up year: quarters, topics with who can teach them, absences, halls of all sizes at eight places."""
    chance = random.Random(seed)  # noqa: S311 - made up, the same in every run
    first, last = dt.date(YEAR, 1, 4), dt.date(YEAR, 12, 24)
    days = [first + dt.timedelta(days=n) for n in range((last - first).days + 1)]
    closed = {day for day in days if day.weekday() >= 5}
    closed |= {day for day in days if dt.date(YEAR, 2, 4) <= day <= dt.date(YEAR, 2, 12)}
    closed |= {chance.choice(days) for _n in range(12)}
    topics = [[f"s{n}" for n in sorted(chance.sample(range(speakers), chance.randint(3, 9)))] for _topic in range(40)]
    made = []
    for number in range(classes):
        quarter = chance.choice((0, 1, 2, 2, 3, 3, 4))
        window = (first, last)
        if quarter:
            window = (
                max(first, dt.date(YEAR, 3 * quarter - 2, 1)),
                min(last, dt.date(YEAR + quarter // 4, 3 * quarter % 12 + 1, 1) - dt.timedelta(days=1)),
            )
        sittings = chance.choice((1, 2, 2, 2, 3, 4, 4, 6))
        able = frozenset(topics[chance.randrange(len(topics))])
        half = sittings // 2
        lessons: tuple[Lesson, ...] = (Lesson(able=able, sittings=sittings),)
        if sittings >= 4 and chance.random() < 0.4:
            other = frozenset(topics[chance.randrange(len(topics))])
            lessons = (Lesson(able=able, sittings=half), Lesson(able=other, first=half, sittings=sittings - half))
        made.append(
            ClassNeed(
                key=f"c{number:03}",
                sittings=sittings,
                seats=chance.choice((30, 40, 50, 60, 80, 100, 120, 150, 200, 270)),
                first=window[0],
                last=window[1],
                lessons=lessons,
                wished_rooms=frozenset({f"r{chance.randrange(rooms):02}"} if chance.random() < 0.2 else ()),
            )
        )
    return Problem(
        classes=tuple(made),
        speakers=tuple(_speaker(chance, f"s{n}", days) for n in range(speakers)),
        rooms=tuple(
            Room(
                key=f"r{n:02}",
                capacity=chance.choice((50, 60, 80, 100, 120, 150, 200, 300)) if n else 300,
                place=chance.choice(PLACES),
                busy=frozenset(_spells(chance, days, chance.randint(2, 12), longest=3)),
            )
            for n in range(rooms)
        ),
        closed=frozenset(closed),
        travel={
            (base, place): 0 if base == place else chance.randrange(20, 150, 10) for base in PLACES for place in PLACES
        },
    )


def _speaker(chance: random.Random, key: str, days: list[dt.date]) -> Speaker:
    return Speaker(
        key=key,
        busy=frozenset(_spells(chance, days, chance.randint(3, 10), longest=12)),
        most=chance.choice((None, 4, 6, 8)),
        base=chance.choice(PLACES),
    )


def _spells(chance: random.Random, days: list[dt.date], count: int, *, longest: int) -> Iterator[Slot]:
    for _spell in range(count):
        begin = chance.choice(days)
        for ahead in range(chance.randint(1, longest)):
            for part in Part:
                yield Slot(begin + dt.timedelta(days=ahead), part)


def with_changes(problem: Problem, found: Proposal, *, share: float = 0.1, seed: int = SEED) -> Problem:
    """Return the problem with its proposal standing, and so many classes settled by hand a week later or earlier."""
    chance = random.Random(seed)  # noqa: S311 - made up, the same in every run
    picked = set(chance.sample(sorted(found.placements), int(len(found.placements) * share)))
    taken = dict(found.placements)
    classes = []
    for need in problem.classes:
        stood = taken.get(need.key)
        lock = Lock()
        if need.key in picked and stood:
            day = stood.start.day + dt.timedelta(days=chance.choice((-7, 7, 14)))
            if _open(problem, day, stood):
                lock = Lock(start=Slot(day, stood.start.part))
        classes.append(replace(need, standing=stood, lock=lock))
    return replace(problem, classes=tuple(classes))


def _open(problem: Problem, day: dt.date, stood: Placement) -> bool:
    length = (stood.slots[-1].day - stood.start.day).days + 1
    return day.year == YEAR and all(day + dt.timedelta(days=n) not in problem.closed for n in range(length))
