"""Files that participants of a class read: those it was taught with, and beside them what became newer since."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Max
from django.utils import timezone

from caunoi.training.models import AgendaItem, TopicFile, TrainingClass


@dataclass(frozen=True, kw_only=True)
class GivenFile:
    """A file to read. ``newer``: made after the class; ``replaces_own``: of one that the class was taught with."""

    file: TopicFile
    newer: bool = False
    replaces_own: bool = False


@dataclass(frozen=True, kw_only=True)
class Material:
    """An item of the programme and the files of its topic that participants may read, the own ones first."""

    item: AgendaItem
    files: Sequence[GivenFile]


def taught_until(training_class: TrainingClass) -> date | None:
    """Return the day of the last sitting; where there is none the class's last day, None while that is open."""
    last: date | None = training_class.sittings.aggregate(day=Max("date"))["day"]
    return last or training_class.ends_on or training_class.starts_on


def given_files(training_class: TrainingClass) -> list[GivenFile]:
    """Return what participants may read, in two queries.

    Until the last sitting's day is over that is what the keeper gives out now. Afterwards it is what was current on
    that day, and what is current now. A file that its keeper took back, or gives out no more, is gone with every
    version: no earlier one stays to be read.
    """
    day = taught_until(training_class)
    if day is None or day >= timezone.localdate():
        day = None
    topics = AgendaItem.objects.filter(training_class=training_class, topic__isnull=False).order_by()
    rows = TopicFile.objects.filter(topic__in=topics.values("topic")).select_related("file").order_by("topic_id", "id")
    by_key = {row.pk: row for row in rows}
    found: list[GivenFile] = []
    for last in by_key.values():
        if last.ended_at is not None or not last.given_out:
            continue
        if day is None or _day(last.added_at, date.min) <= day:
            found.append(GivenFile(file=last))
            continue
        own = _version_of(last, by_key, day)
        if own and own.given_out:
            found.append(GivenFile(file=own))
        found.append(GivenFile(file=last, newer=True, replaces_own=bool(own and own.given_out)))
    return sorted(found, key=lambda each: (str(each.file.topic_id), each.newer and not each.replaces_own))


def materials(training_class: TrainingClass) -> list[Material]:
    """Return the topics of the programme that have files for participants, in their order; three queries."""
    by_topic: dict[object, list[GivenFile]] = {}
    for given in given_files(training_class):
        by_topic.setdefault(given.file.topic_id, []).append(given)
    items = AgendaItem.objects.filter(training_class=training_class, topic__in=list(by_topic))
    found, told = [], set()
    for item in items.order_by("sitting__date", "sitting__order", "position", "id"):
        if item.topic_id not in told:
            told.add(item.topic_id)
            found.append(Material(item=item, files=by_topic[item.topic_id]))
    return found


def _version_of(last: TopicFile, by_key: dict[int, TopicFile], day: date) -> TopicFile | None:
    """Return the version before ``last`` that was current at the end of ``day``; None where there was none."""
    steps, row = 0, by_key.get(last.replaces_id or 0)
    # A step for every file at most, whatever the rows say.
    while row is not None and steps < len(by_key):
        if _day(row.added_at, date.min) <= day:
            return row if day < _day(row.ended_at, date.max) else None
        row, steps = by_key.get(row.replaces_id or 0), steps + 1
    return None


def _day(moment: datetime | None, unknown: date) -> date:
    return timezone.localdate(moment) if moment else unknown
