"""Why a class has no place: first what no other class can help, then who is in its way."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from caunoi.scheduling.candidates import Candidates, Resources, is_free, slots_of
from caunoi.scheduling.greedy import Board
from caunoi.scheduling.problem import Code, Placement, Reason, Slot


def reasons_for(
    resources: Resources, candidates: Iterable[Candidates], placements: Mapping[str, Placement]
) -> dict[str, tuple[Reason, ...]]:
    """Return for each class without a place why it has none; never empty for one of them."""
    candidates = list(candidates)
    board = Board(resources)
    for of in candidates:
        if of.need.key in placements:
            board.put(of, placements[of.need.key])
    return {
        of.need.key: tuple(_alone(resources, of) or _among_others(resources, of, board, placements))
        for of in candidates
        if of.need.key not in placements
    }


def _alone(resources: Resources, of: Candidates) -> list[Reason]:
    """Return what keeps the class out even if it were the only one."""
    need = of.need
    if not of.open_runs:
        if need.lock.start is not None:
            return [Reason(code=Code.LOCKED_DAY_CLOSED, slot=need.lock.start)]
        return [Reason(code=Code.NO_OPEN_DAYS, number=need.sittings)]
    found = _no_choice(resources, of)
    if found or of.runs:
        return found
    if need.needs_room and not any(room.busy.isdisjoint(run.slots) for run in of.open_runs for room in of.rooms):
        if need.lock.room is not None:
            return [Reason(code=Code.LOCKED_ROOM_TAKEN, room=need.lock.room, slot=need.lock.start)]
        return [Reason(code=Code.ROOMS_TAKEN, number=len(of.rooms))]
    for number, lesson, able in of.lessons:
        if not any(is_free(speaker, lesson, run) for run in of.open_runs for speaker in able):
            settled = need.lock.speakers[number] if need.lock.speakers else None
            if settled is not None:
                return [Reason(code=Code.LOCKED_SPEAKER_TAKEN, speaker=settled, slot=need.lock.start)]
            return [Reason(code=Code.SPEAKERS_AWAY, speaker=able[0].key if len(able) == 1 else None, number=len(able))]
    return [Reason(code=Code.NEVER_TOGETHER)]


def _no_choice(resources: Resources, of: Candidates) -> list[Reason]:
    need = of.need
    found = []
    if need.needs_room and not of.rooms:
        largest = max((room.capacity or 0 for room in resources.problem.rooms), default=0)
        if resources.problem.rooms:
            found.append(Reason(code=Code.ROOM_TOO_SMALL, number=largest))
        else:
            found.append(Reason(code=Code.NO_ROOM))
    if any(not able for _n, _lesson, able in of.lessons):
        found.append(Reason(code=Code.NO_SPEAKER))
    if found:
        return found
    for _n, lesson, able in of.lessons:
        if all(speaker.most is not None and speaker.most < lesson.sittings for speaker in able):
            most = max(speaker.most or 0 for speaker in able)
            found.append(Reason(code=Code.SPEAKERS_FULL, number=most))
    return found


def _among_others(
    resources: Resources, of: Candidates, board: Board, placements: Mapping[str, Placement]
) -> list[Reason]:
    """Return what the other classes of the schedule leave the class without."""
    need = of.need
    fixed = _settled_clash(resources, of, placements)
    if fixed:
        return [fixed]
    if need.needs_room and not any(board.room_free(room, run.slots) for run in of.runs for room in of.rooms):
        return [Reason(code=Code.OTHERS_FIRST, room=of.rooms[0].key if len(of.rooms) == 1 else None)]
    for _n, lesson, able in of.lessons:
        if any(board.speaker_free(speaker, lesson, run) for run in of.runs for speaker in able):
            continue
        free = any(
            is_free(speaker, lesson, run)
            and board.teaching.get(speaker.key, frozenset[Slot]()).isdisjoint(slots_of(lesson, run))
            for run in of.runs
            for speaker in able
        )
        alone = able[0].key if len(able) == 1 else None
        return [Reason(code=Code.SPEAKERS_FULL if free else Code.OTHERS_FIRST, speaker=alone, number=len(able))]
    return [Reason(code=Code.OTHERS_FIRST)]


def _settled_clash(resources: Resources, of: Candidates, placements: Mapping[str, Placement]) -> Reason | None:
    """Return the class whose place the settled start, room or speakers of this one would need."""
    lock = of.need.lock
    if lock.start is None:
        return None
    run = of.runs[0]
    for other in resources.problem.classes:
        placed = placements.get(other.key)
        if placed is None or not set(placed.slots) & set(run.slots):
            continue
        if lock.room is not None and placed.room == lock.room:
            return Reason(code=Code.LOCKED_ROOM_TAKEN, room=lock.room, other=other.key, slot=lock.start)
        for number, lesson, _able in of.lessons:
            settled = lock.speakers[number] if lock.speakers else None
            if settled is None:
                continue
            taught = {
                slot
                for place, one in enumerate(other.lessons)
                if placed.speakers[place] == settled
                for slot in placed.slots[one.first : one.first + one.sittings]
            }
            if taught & set(slots_of(lesson, run)):
                return Reason(code=Code.LOCKED_SPEAKER_TAKEN, speaker=settled, other=other.key, slot=lock.start)
    return None
