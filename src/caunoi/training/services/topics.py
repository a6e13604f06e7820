"""The catalogue of topics and their files."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from caunoi.core import audit, files, search
from caunoi.core.errors import NotNow
from caunoi.core.text import clean, clean_lines, fold
from caunoi.directory.models import Organisation, User
from caunoi.directory.policies import organises_in, require
from caunoi.training.enums import Action
from caunoi.training.models import Topic, TopicFile
from caunoi.training.policies import keeps_topic

SEARCH_KIND = "topic"


@transaction.atomic
def save_topic(
    *,
    actor: User,
    owner: Organisation,
    topic: Topic | None = None,
    title: str,
    outline: str = "",
    objectives: str = "",
) -> Topic:
    """Add a topic kept by ``owner``, or change ``topic``, whose owner stays.

    What a class was taught keeps the title it had then. Raises PermissionDenied unless the actor organises where it
    is kept, ValidationError for an empty title.
    """
    require(keeps_topic(actor, topic) if topic else organises_in(actor, owner))
    values = {"title": clean(title), "outline": clean_lines(outline), "objectives": clean_lines(objectives)}
    if not values["title"]:
        raise ValidationError({"title": _("Type the title.")})
    if len(values["title"]) > 500:
        raise ValidationError({"title": _("The title is longer than 500 letters. Shorten it.")})
    before = {name: getattr(topic, name) for name in values} if topic else {}
    topic = topic or Topic(owner=owner)
    details = audit.changes(before, values)
    if not details:
        return topic
    for name, value in values.items():
        setattr(topic, name, value)
    topic.folded_title = fold(topic.title)[:500]
    topic.save()
    _note(actor, topic, details if before else {})
    index_topic(topic)
    return topic


def index_topic(topic: Topic) -> None:
    """Write what search knows of a topic: title, outline, objectives."""
    search.index(
        kind=SEARCH_KIND,
        object_id=str(topic.pk),
        title=topic.title[:300],
        text=f"{topic.title} {topic.outline} {topic.objectives}",
        paths=[topic.owner.path],
    )


@transaction.atomic
def add_topic_file(*, actor: User, topic: Topic, content: bytes, name: str, title: str = "") -> TopicFile:
    """Keep a file with the topic. Raises PermissionDenied, ValidationError with the words of the file store."""
    require(keeps_topic(actor, topic))
    try:
        stored = files.store(content=content, name=name, organisation_id=topic.owner_id, actor_id=actor.pk)
    except files.RefusedFile as refused:
        raise ValidationError({"file": str(refused)}) from None
    added = TopicFile.objects.create(topic=topic, file=stored, title=clean(title)[:200])
    _note(actor, topic, {"file": [None, str(added)]})
    return added


@transaction.atomic
def remove_topic_file(*, actor: User, file: TopicFile) -> None:
    """Take a file from the topic; its bytes stay in the store."""
    require(keeps_topic(actor, file.topic))
    _note(actor, file.topic, {"file": [str(file), None]})
    file.delete()


@transaction.atomic
def remove_topic(*, actor: User, topic: Topic) -> None:
    """Remove a topic that no class was ever taught; raises NotNow for one that stands in a programme."""
    require(keeps_topic(actor, topic))
    if topic.agenda_items.exists():
        raise NotNow(_("The topic stands in the programme of a class, so it stays in the catalogue."))
    audit.record(
        actor=actor,
        action=Action.TOPIC_REMOVED,
        subject=topic,
        organisation_id=topic.owner_id,
    )
    search.remove(kind=SEARCH_KIND, object_id=str(topic.pk))
    topic.delete()


def _note(actor: User, topic: Topic, details: dict[str, list[object]]) -> None:
    audit.record(actor=actor, action=Action.TOPIC_SAVED, subject=topic, organisation_id=topic.owner_id, details=details)
