"""What a participant reads on the own page: materials of the class, the own attendance. Nothing of anybody else."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import QuerySet

from caunoi.training.enums import THERE
from caunoi.training.models import AgendaItem, Enrolment, Sitting, TopicFile, TrainingClass


@dataclass(frozen=True, kw_only=True)
class Presence:
    """In how many sittings the participant was, of how many."""

    present: int
    sittings: int


def attendance_of(enrolment: Enrolment) -> Presence:
    """Return the own attendance, in two queries."""
    return Presence(
        present=enrolment.attendances.filter(mark__in=THERE).count(),
        sittings=Sitting.objects.filter(training_class=enrolment.training_class_id).count(),
    )


def was_there(enrolment: Enrolment) -> bool:
    """Say whether the participant was in any sitting of the class."""
    return enrolment.attendances.filter(mark__in=THERE).exists()


@dataclass(frozen=True, kw_only=True)
class Material:
    """An item of the programme and the files of its topic that participants may read."""

    item: AgendaItem
    files: Sequence[TopicFile]


def given_files(training_class: TrainingClass) -> QuerySet[TopicFile]:
    """Return the files that participants of the class may read: of its topics, current, given out by their keeper."""
    topics = AgendaItem.objects.filter(training_class=training_class, topic__isnull=False).order_by()
    found = TopicFile.objects.filter(topic__in=topics.values("topic"), given_out=True, ended_at__isnull=True)
    return found.select_related("file").order_by("topic_id", "id")


def materials(training_class: TrainingClass) -> list[Material]:
    """Return the topics of the programme that have files for participants, in their order; two queries."""
    by_topic: dict[object, list[TopicFile]] = {}
    for file in given_files(training_class):
        by_topic.setdefault(file.topic_id, []).append(file)
    items = AgendaItem.objects.filter(training_class=training_class, topic__in=list(by_topic))
    found, told = [], set()
    for item in items.order_by("sitting__date", "sitting__order", "position", "id"):
        if item.topic_id not in told:
            told.add(item.topic_id)
            found.append(Material(item=item, files=by_topic[item.topic_id]))
    return found
