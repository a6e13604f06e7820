"""What scans at the door come to: marks of the sheet with their reason, and matters for the desk."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, NamedTuple
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone

from caunoi.training.door_rules import ADMITTED, Derived, Reason, Rules, Seen, Verdict, derive
from caunoi.training.enums import (
    THERE,
    Action,
    DoorAnswer,
    DoorReviewKind,
    DoorScanKind,
    EnrolmentState,
    Mark,
    ScanSource,
)
from caunoi.training.models import (
    Attendance,
    DoorReview,
    DoorRules,
    DoorScan,
    Enrolment,
    MakeUp,
    Scan,
    Sitting,
    TrainingClass,
)
from caunoi.training.queries.attendance import Cell
from caunoi.training.queries.door import admitted, as_rules, millis
from caunoi.training.queries.hours import hours_of
from caunoi.training.services.attendance import append_scans, id_after
from caunoi.training.services.guard import lock_class, note, sitting_label

# So many scans are counted in one transaction.
_PART = 5_000
# Somebody stood at the door and was not let in, though the list knows the person: the desk is told.
_TOLD = frozenset({Verdict.WITHDRAWN, Verdict.NOT_LISTED, Verdict.REPLACED, Verdict.CANCELLED, Verdict.WRONG_SITTING})


class _Fresh(NamedTuple):
    """A scan that was not counted yet, without the cost of a model: hundreds come at a time."""

    number: int
    device_id: UUID
    training_class_id: UUID
    enrolment_id: int | None
    sitting_id: int | None
    kind: str
    verdict: str
    aside: bool
    undoes: UUID | None
    name: str
    received_at: dt.datetime


_Seen = DoorScan | _Fresh


@dataclass(frozen=True)
class _Standing:
    """A cell as it stands: its mark, and by whom."""

    mark: str
    source: str
    scan_id: Any
    recorded_at: dt.datetime
    why: dict[str, Any] | None


def derive_waiting(*, training_class: TrainingClass) -> int:
    """Count the scans of a class that came in since it was done last; returns how many cells changed.

    Idempotent: the marks follow from all scans of a person at a sitting, in whatever order they came.
    """
    changed = 0
    while True:
        done, more = _derive_part(training_class)
        changed += done
        if not more:
            return changed


@transaction.atomic
def _derive_part(training_class: TrainingClass) -> tuple[int, bool]:
    locked = lock_class(training_class=training_class, closed_too=True)
    rules = DoorRules.objects.filter(training_class=locked).first()
    if rules is None:
        return 0, False
    waiting = DoorScan.objects.filter(training_class=locked, number__gt=rules.derived_upto).order_by("number")
    fresh = [_Fresh(*row) for row in waiting.values_list(*_Fresh._fields)[:_PART]]
    if not fresh:
        return 0, False
    changed = 0
    if locked.is_open:
        _ask_about(fresh)
        cells = {(one.enrolment_id, one.sitting_id) for one in fresh if _is_presence(one)}
        changed = _derive(locked, as_rules(rules), cells, {_cell(one): one for one in reversed(fresh)})
    else:
        _ask_all(fresh, DoorReviewKind.CLOSED)
    DoorRules.objects.filter(pk=rules.pk).update(derived_upto=fresh[-1].number)
    return changed, len(fresh) == _PART


@transaction.atomic
def derive_all(*, training_class: TrainingClass) -> int:
    """Work out every mark that the door gave anew, by the rules as they are now; returns how many cells changed."""
    locked = lock_class(training_class=training_class)
    rules = DoorRules.objects.get(training_class=locked)
    scans = admitted(DoorScan.objects.filter(training_class=locked)).order_by("number")
    last = {_cell(one): one for one in scans}
    return _derive(locked, as_rules(rules), set(last), last)


@transaction.atomic
def derive_cells(*, training_class: TrainingClass, scans: Sequence[DoorScan]) -> int:
    """Work out the cells that these scans are of; a step of services that decided something about them."""
    rules = DoorRules.objects.get(training_class=training_class)
    last = {_cell(one): one for one in scans if _is_presence(one)}
    return _derive(training_class, as_rules(rules), set(last), last)


def count_waiting() -> int:
    """Count the scans of every class that were taken and not counted, for a worker died in between.

    Returns how many cells changed.
    """
    behind = DoorScan.objects.filter(training_class=OuterRef("pk"), number__gt=OuterRef("derived_upto"))
    rows = DoorRules.objects.filter(Exists(behind)).select_related("training_class").order_by("pk")
    return sum(derive_waiting(training_class=one.training_class) for one in rows)


def _cell(scan: _Seen) -> tuple[int | None, int | None]:
    return scan.enrolment_id, scan.sitting_id


def _is_presence(scan: _Seen) -> bool:
    return scan.enrolment_id is not None and scan.sitting_id is not None and not scan.aside and scan.verdict in ADMITTED


def _derive(training_class: TrainingClass, rules: Rules, cells: set[Any], brought: Mapping[Any, _Seen]) -> int:
    """Bring the sheet's cells to what all their scans say; ``brought`` is the scan to name where the desk is asked."""
    if not cells:
        return 0
    people = {person for person, _sitting in cells}
    sittings = list(Sitting.objects.filter(pk__in={sitting for _person, sitting in cells}).order_by("pk"))
    hours = {pk: {"starts": millis(one.starts), "ends": millis(one.ends)} for pk, one in hours_of(sittings).items()}
    listed, originals, came = _around(training_class, people, hours)
    seen: dict[Any, list[Seen]] = defaultdict(list)
    scans = admitted(DoorScan.objects.filter(enrolment__in=people, sitting__in=hours)).order_by("number")
    for person, sitting, kind, at, doubt, device, name, undoes in scans.values_list(
        "enrolment_id", "sitting_id", "kind", "at", "doubt", "device_id", "scan_id", "undoes"
    ):
        of = f"{device} {undoes}" if undoes else ""
        seen[person, sitting].append(Seen(kind=kind, at=millis(at), doubtful=bool(doubt), id=f"{device} {name}", of=of))
    standing = _standing(people, hours)
    made: list[Scan] = []
    reviews: list[DoorReview] = []
    for cell in sorted(cells):
        person, sitting = cell
        if sitting not in hours or not _may_be_there(listed.get(person), sitting):
            # Withdrawn, or a guest at another sitting: kept, and for the desk to say.
            reviews.append(_review(DoorReviewKind.REFUSED, brought[cell]))
            continue
        before = standing.get(cell)
        desk = before.mark if before and before.source != ScanSource.DOOR else None
        by_door = derive(
            hours[sitting], rules, seen[cell], substitute_came=(person, sitting) in came and person not in originals
        )
        found = by_door if desk in {None, Mark.NONE} else replace(by_door, mark=str(desk), reason=Reason.DESK)
        both = (originals.get(person), sitting) in came or (by_door.review and by_door.reason != Reason.TIME_UNSURE)
        review = _asked(found, by_door, brought[cell], before, both=both)
        if review:
            reviews.append(review)
        if found.reason != Reason.DESK and _differs(found, before):
            made.append(
                Scan(
                    id=id_after(before.scan_id if before else None),
                    enrolment_id=person,
                    sitting_id=sitting,
                    mark=found.mark,
                    source=ScanSource.DOOR,
                    why=_why(found),
                )
            )
    append_scans(made)
    _ask(reviews)
    if made:
        _tell(training_class, made)
    return len(made)


def _may_be_there(listed: tuple[str, frozenset[int]] | None, sitting: int) -> bool:
    if listed is None:
        return False
    state, only = listed
    return state == EnrolmentState.NOMINATED or (state == EnrolmentState.MAKE_UP and sitting in only)


def _around(
    training_class: TrainingClass, people: set[int], hours: Iterable[int]
) -> tuple[dict[int, tuple[str, frozenset[int]]], dict[int, int], set[Cell]]:
    """Return who is on the list and how; whose substitute each is; and where the other of such a pair came.

    The last holds (original, sitting) where the substitute came, and the same for the substitute's original.
    """
    rows = Enrolment.objects.filter(training_class=training_class, pk__in=people).order_by("pk")
    states = {pk: (state, original) for pk, state, original in rows.values_list("pk", "state", "substitute_for_id")}
    only: dict[int, set[int]] = defaultdict(set)
    for guest, sitting in MakeUp.objects.filter(guest__in=people).order_by("pk").values_list("guest_id", "sitting_id"):
        only[guest].add(sitting)
    pairs = Attendance.objects.filter(sitting__in=hours, mark__in=THERE).order_by("pk")
    came: set[Any] = set(
        pairs.filter(enrolment__substitute_for__in=people).values_list("enrolment__substitute_for_id", "sitting_id")
    )
    originals = {pk: original for pk, (_state, original) in states.items() if original}
    came |= set(pairs.filter(enrolment__in=set(originals.values())).values_list("enrolment_id", "sitting_id"))
    return {pk: (state, frozenset(only[pk])) for pk, (state, _original) in states.items()}, originals, came


def _standing(people: set[int], hours: Iterable[int]) -> dict[Cell, _Standing]:
    rows: Any = Attendance.objects.filter(enrolment__in=people, sitting__in=hours).order_by("pk")
    return {
        (person, sitting): _Standing(*rest)
        for person, sitting, *rest in rows.values_list(
            "enrolment_id", "sitting_id", "mark", "scan__source", "scan_id", "scan__recorded_at", "scan__why"
        )
    }


def _why(found: Derived) -> dict[str, Any]:
    return {"reason": found.reason.value, **found.facts}


def _differs(found: Derived, before: _Standing | None) -> bool:
    if before is None:
        return found.mark != Mark.NONE
    return before.mark != found.mark or (before.source == ScanSource.DOOR and before.why != _why(found))


def _asked(found: Derived, by_door: Derived, scan: _Seen, before: _Standing | None, *, both: bool) -> DoorReview | None:
    """Return what the desk has to decide of a cell, None for nothing.

    What a clerk marked after the scan came in was decided with it in sight; who was there by both is late or not as
    the clerk says where the clock is not believed.
    """
    if found.reason == Reason.DESK:
        late_news = before is not None and scan.received_at > before.recorded_at
        agree = by_door.mark == found.mark or (by_door.reason == Reason.TIME_UNSURE and found.mark in THERE)
        if agree or by_door.reason == Reason.NOTHING or not late_news:
            return None
        return _review(DoorReviewKind.AGAINST_DESK, scan, by_door)
    if found.reason == Reason.TIME_UNSURE:
        return _review(DoorReviewKind.TIME, scan, found)
    return _review(DoorReviewKind.BOTH_CAME, scan, found) if both else None


def _review(kind: DoorReviewKind, scan: _Seen, found: Derived | None = None) -> DoorReview:
    return DoorReview(
        training_class_id=scan.training_class_id,
        kind=kind,
        scan_id=scan.number,
        enrolment_id=scan.enrolment_id,
        sitting_id=scan.sitting_id,
        mark=found.mark if found else "",
        why=_why(found) if found else {},
    )


def _ask_about(fresh: Iterable[_Fresh]) -> None:
    """Put before the desk what no rule decides: unknown people, scans of a device taken back, refused ones."""
    reviews = []
    for one in fresh:
        if one.kind == DoorScanKind.WALK_IN:
            reviews.append(_review(DoorReviewKind.WALK_IN, one))
        elif one.kind == DoorScanKind.SUBSTITUTE:
            reviews.append(_review(DoorReviewKind.SUBSTITUTE, one))
        elif one.aside and one.enrolment_id:
            reviews.append(_review(DoorReviewKind.REVOKED, one))
        elif one.sitting_id is None and one.enrolment_id:
            reviews.append(_review(DoorReviewKind.NO_SITTING, one))
        elif one.verdict in _TOLD and one.enrolment_id:
            reviews.append(_review(DoorReviewKind.REFUSED, one))
    _ask(reviews)
    _forget_undone(fresh)


def _forget_undone(fresh: Iterable[_Fresh]) -> None:
    """Take off the desk what the door itself took back: somebody not listed who went in by mistake."""
    for one in fresh:
        if one.undoes is not None and one.enrolment_id is None:
            wrong = DoorScan.objects.filter(device=one.device_id, scan_id=one.undoes)
            wrong.update(name="", unit="")
            DoorReview.objects.filter(scan__in=wrong, answer="").update(
                answer=DoorAnswer.DISMISSED, decided_at=timezone.now()
            )


def _ask_all(fresh: Iterable[_Fresh], kind: DoorReviewKind) -> None:
    _ask([_review(kind, one) for one in fresh if one.enrolment_id or one.name])


def _ask(reviews: Sequence[DoorReview]) -> None:
    """Ask the desk, once for each person, sitting and kind, and never again what it decided on the same grounds."""
    if not reviews:
        return
    people = {one.enrolment_id for one in reviews if one.enrolment_id}
    asked: set[Any] = {
        (enrolment, sitting, kind, answer, mark)
        for enrolment, sitting, kind, answer, mark in DoorReview.objects.filter(enrolment__in=people)
        .order_by("pk")
        .values_list("enrolment_id", "sitting_id", "kind", "answer", "mark")
    }
    fresh = []
    for one in reviews:
        cell = (one.enrolment_id, one.sitting_id, one.kind)
        if one.enrolment_id and ((*cell, "", one.mark) in asked or (*cell, DoorAnswer.DISMISSED, one.mark) in asked
                                 or (*cell, DoorAnswer.TAKEN, one.mark) in asked):  # fmt: skip
            continue
        asked.add((*cell, "", one.mark))
        fresh.append(one)
    DoorReview.objects.bulk_create(fresh, batch_size=1_000, ignore_conflicts=True)


def _tell(training_class: TrainingClass, made: Sequence[Scan]) -> None:
    """Write one row of the trail for all that changed: by whom is the device's matter, and stands with the scans."""
    sittings = Sitting.objects.filter(pk__in={one.sitting_id for one in made}).order_by("date", "order", "pk")
    note(
        actor=None,
        action=Action.DOOR_COUNTED,
        training_class=training_class,
        details={
            "sittings": [sitting_label(one) for one in sittings],
            "marks": {str(mark): count for mark, count in Counter(one.mark for one in made).items()},
        },
    )
