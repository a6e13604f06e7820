"""Proposals on small made-up offices: never a clash, locks kept, the best there is, and a true reason where none is."""

from __future__ import annotations

import datetime as dt
import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from caunoi.scheduling import (
    ClashKind,
    ClassNeed,
    Code,
    Lesson,
    Lock,
    Part,
    Placement,
    Problem,
    Room,
    Slot,
    Speaker,
    clashes_of,
)
from caunoi.scheduling.candidates import Resources
from caunoi.scheduling.costs import costs_of
from caunoi.scheduling.solving import propose

MONDAY = dt.date(2027, 3, 1)
FRIDAY = dt.date(2027, 3, 5)


def day(number):
    return MONDAY + dt.timedelta(days=number)


def whole(number):
    return frozenset(Slot(day(number), part) for part in Part)


def need(key="a", **fields):
    fields = {"sittings": 2, "first": MONDAY, "last": FRIDAY, "seats": 50, **fields}
    if "lessons" not in fields:
        fields["lessons"] = (Lesson(able=frozenset({"s1"}), sittings=fields["sittings"]),)
    return ClassNeed(key=key, **fields)


SPEAKERS = (Speaker(key="s1"),)
ROOMS = (Room(key="r1", capacity=60),)


def office(*classes, speakers=SPEAKERS, rooms=ROOMS, **fields):
    return Problem(classes=classes, speakers=speakers, rooms=rooms, **fields)


def reason(problem, key="a"):
    found = propose(problem, limit=5)
    assert set(found.placements) | set(found.reasons) == {one.key for one in problem.classes}
    return [one.code for one in found.reasons[key]]


days_away = st.frozensets(st.integers(0, 9), max_size=4).map(
    lambda days: frozenset(slot for number in days for slot in whole(number))
)


@st.composite
def offices(draw, most=5):
    speakers = tuple(
        Speaker(key=f"s{n}", busy=draw(days_away), most=draw(st.sampled_from((None, 2, 4))), base=f"p{n % 2}")
        for n in range(draw(st.integers(1, 3)))
    )
    rooms = tuple(
        Room(key=f"r{n}", capacity=draw(st.sampled_from((None, 30, 60))), place=f"p{n}", busy=draw(days_away))
        for n in range(draw(st.integers(1, 2)))
    )
    classes = []
    for number in range(draw(st.integers(1, most))):
        first = draw(st.integers(0, 8))
        sittings = draw(st.integers(1, 4))
        able = draw(st.frozensets(st.sampled_from([one.key for one in speakers]), min_size=1))
        classes.append(
            need(
                f"c{number}",
                sittings=sittings,
                seats=draw(st.sampled_from((None, 20, 50, 90))),
                first=day(first),
                last=day(draw(st.integers(first, 11))),
                lessons=draw(st.sampled_from(((), (Lesson(able=able, sittings=sittings),)))),
                evening=draw(st.booleans()),
                wished_rooms=draw(st.sampled_from((frozenset(), frozenset({"r0"})))),
            )
        )
    return office(
        *classes,
        speakers=speakers,
        rooms=rooms,
        closed=draw(st.frozensets(st.sampled_from([day(n) for n in range(12)]), max_size=3)),
        travel={("p0", "p1"): 60, ("p1", "p0"): 90},
    )


@settings(max_examples=40)
@given(problem=offices(), limit=st.sampled_from((0, 3)))
def test_proposal_clashes_never_and_tells_of_every_class(problem, limit):
    found = propose(problem, limit=limit, workers=1)
    assert clashes_of(problem, found.placements) == []
    assert set(found.placements) | set(found.reasons) == {one.key for one in problem.classes}
    assert not set(found.placements) & set(found.reasons)
    assert all(found.reasons.values())
    assert found.costs == costs_of(problem, found.placements, Resources(problem).timeline)
    assert found.bound <= found.costs.total <= found.greedy


def every_schedule(problem):
    resources = Resources(problem)
    options = []
    for one in problem.classes:
        mine = [None]
        for run in resources.timeline.runs(one):
            speakers = [sorted(lesson.able) for lesson in one.lessons]
            for room in problem.rooms:
                mine += [
                    Placement(slots=run.slots, room=room.key, speakers=names) for names in itertools.product(*speakers)
                ]
        options.append(mine)
    for choice in itertools.product(*options):
        placed = {one.key: where for one, where in zip(problem.classes, choice, strict=True) if where}
        if not clashes_of(problem, placed):
            yield costs_of(problem, placed, resources.timeline).total


@settings(max_examples=15)
@given(problem=offices(most=2))
def test_proposal_is_the_best_of_all_schedules_of_a_tiny_office(problem):
    found = propose(problem, limit=20, workers=1)
    assert found.costs.total == min(every_schedule(problem))
    assert found.gap == 0


@settings(max_examples=20)
@given(problem=offices(), data=st.data())
def test_what_is_settled_stays_and_nothing_else_moves_without_need(problem, data):
    before = propose(problem, limit=3, workers=1)
    locks = {}
    for key, placed in before.placements.items():
        if data.draw(st.booleans()):
            locks[key] = Lock(start=placed.start, room=placed.room, speakers=placed.speakers or None)
    standing = Problem(
        classes=tuple(
            need(
                one.key,
                **{f: getattr(one, f) for f in ("sittings", "seats", "first", "last", "lessons", "evening")},
                wished_rooms=one.wished_rooms,
                lock=locks.get(one.key, Lock()),
                standing=before.placements.get(one.key),
            )
            for one in problem.classes
        ),
        speakers=problem.speakers,
        rooms=problem.rooms,
        closed=problem.closed,
        travel=problem.travel,
    )
    again = propose(standing, limit=3, workers=1)
    assert again.placements == before.placements
    assert again.moved == ()


def test_settled_class_pushes_only_the_one_in_its_way():
    problem = office(
        *(need(key, first=MONDAY, last=FRIDAY) for key in "abc"),
        speakers=(Speaker(key="s1"),),
    )
    before = propose(problem, limit=5)
    mine, other = before.placements["a"], before.placements["b"]
    changed = office(
        need("a", standing=mine, lock=Lock(start=other.start)),
        need("b", standing=other),
        need("c", standing=before.placements["c"]),
    )
    again = propose(changed, limit=5)
    assert again.placements["a"].start == other.start
    assert again.placements["c"] == before.placements["c"]
    assert again.moved == ("a", "b")


@pytest.mark.parametrize(
    ("problem", "code"),
    [
        (office(need(last=MONDAY), closed=frozenset({MONDAY})), Code.NO_OPEN_DAYS),
        (office(need(sittings=4, first=FRIDAY, last=day(5))), None),
        (office(need(sittings=4, first=FRIDAY, last=FRIDAY)), Code.NO_OPEN_DAYS),
        (office(need(), rooms=()), Code.NO_ROOM),
        (office(need(seats=61)), Code.ROOM_TOO_SMALL),
        (office(need(lessons=(Lesson(able=frozenset(), sittings=2),))), Code.NO_SPEAKER),
        (office(need(last=MONDAY), rooms=(Room(key="r1", busy=whole(0)),)), Code.ROOMS_TAKEN),
        (office(need(last=MONDAY), speakers=(Speaker(key="s1", busy=whole(0)),)), Code.SPEAKERS_AWAY),
        (office(need(), speakers=(Speaker(key="s1", most=1),)), Code.SPEAKERS_FULL),
        (
            office(
                need(last=day(1)),
                speakers=(Speaker(key="s1", busy=whole(0)),),
                rooms=(Room(key="r1", busy=whole(1)),),
            ),
            Code.NEVER_TOGETHER,
        ),
        (office(need(lock=Lock(start=Slot(day(0), Part.MORNING))), closed=frozenset({MONDAY})), Code.LOCKED_DAY_CLOSED),
        (
            office(
                need(lock=Lock(start=Slot(MONDAY, Part.MORNING), room="r1")),
                rooms=(Room(key="r1", busy=whole(0)), Room(key="r2")),
            ),
            Code.LOCKED_ROOM_TAKEN,
        ),
        (
            office(
                need(lock=Lock(start=Slot(MONDAY, Part.MORNING), speakers=("s1",))),
                speakers=(Speaker(key="s1", busy=whole(0)),),
            ),
            Code.LOCKED_SPEAKER_TAKEN,
        ),
        (
            office(
                need("a", last=MONDAY),
                need("b", last=MONDAY, lock=Lock(start=Slot(MONDAY, Part.MORNING))),
                rooms=(Room(key="r1"), Room(key="r2")),
            ),
            Code.OTHERS_FIRST,
        ),
        (
            office(
                need("a"),
                need("b", lock=Lock(start=Slot(MONDAY, Part.MORNING))),
                speakers=(Speaker(key="s1", most=2),),
            ),
            Code.SPEAKERS_FULL,
        ),
    ],
)
def test_class_without_a_place_says_why(problem, code):
    if code is None:
        assert propose(problem, limit=5).reasons == {}
    else:
        assert reason(problem) == [code]


def test_two_settled_at_one_place_name_each_other():
    lock = Lock(start=Slot(MONDAY, Part.MORNING), room="r1")
    problem = office(need("a", lock=lock, lessons=()), need("b", lock=lock, lessons=()))
    found = propose(problem, limit=5)
    (unplaced,) = found.reasons
    (told,) = found.reasons[unplaced]
    assert (told.code, told.room, told.other) == (Code.LOCKED_ROOM_TAKEN, "r1", ({"a", "b"} - {unplaced}).pop())


def test_watch_sees_the_search_and_ends_it():
    seen = []
    problem = office(
        *(need(f"c{n}", sittings=1, last=day(25)) for n in range(60)),
        speakers=tuple(Speaker(key=f"s{n}") for n in range(1, 4)),
    )

    def watch(progress):
        seen.append(progress)
        return True

    found = propose(problem, limit=60, watch=watch)
    assert len(seen) <= 1
    assert found.seconds < 30
    assert clashes_of(problem, found.placements) == []


def test_steady_search_gives_the_same_schedule():
    problem = office(
        *(
            need(f"c{n}", sittings=1 + n % 3, last=day(25), lessons=(Lesson(able=frozenset({"s1", "s2"})),))
            for n in range(12)
        ),
        speakers=(Speaker(key="s1", base="x"), Speaker(key="s2", base="y")),
        rooms=(Room(key="r1", place="x"), Room(key="r2", place="y")),
        travel={("x", "y"): 60, ("y", "x"): 60},
    )
    one, other = (propose(problem, limit=2, seed=5, steady=True) for _n in range(2))
    assert one.placements == other.placements


def test_clash_of_two_classes_is_seen():
    placed = Placement(slots=(Slot(MONDAY, Part.MORNING), Slot(MONDAY, Part.AFTERNOON)), room="r1", speakers=("s1",))
    found = clashes_of(office(need("a"), need("b")), {"a": placed, "b": placed})
    assert {clash.kind for clash in found} == {ClashKind.ROOM_TWICE, ClashKind.SPEAKER_TWICE}
    assert {clash.other for clash in found} == {"a"}
