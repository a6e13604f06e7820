"""What a topic holds beside its words: files with their versions, ideas for questions."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from caunoi.core import audit, files
from caunoi.core.errors import NotNow
from caunoi.core.text import clean, clean_lines
from caunoi.directory.models import User
from caunoi.directory.policies import require
from caunoi.training.enums import Action, IdeaKind
from caunoi.training.models import Topic, TopicFile, TopicIdea
from caunoi.training.policies import keeps_topic
from caunoi.training.queries.topics import classes_using


@transaction.atomic
def add_topic_file(
    *,
    actor: User,
    topic: Topic,
    content: bytes,
    name: str,
    title: str = "",
    replaces: TopicFile | None = None,
) -> TopicFile:
    """Keep a file with the topic; with ``replaces`` as the next version of that one, which stays to be read.

    Raises PermissionDenied, ValidationError with the words of the file store, NotNow for a file that another version
    replaced meanwhile.
    """
    require(keeps_topic(actor, topic))
    if replaces:
        replaces = TopicFile.objects.select_for_update().get(pk=replaces.pk, topic=topic)
        if replaces.ended_at:
            raise NotNow(_("This file has a newer version already. Load the page again."))
    try:
        stored = files.store(content=content, name=name, organisation_id=topic.owner_id, actor_id=actor.pk)
    except files.RefusedFile as refused:
        raise ValidationError({"file": str(refused)}) from None
    now = timezone.now()
    added = TopicFile.objects.create(
        topic=topic,
        file=stored,
        title=clean(title)[:200] or (replaces.title if replaces else ""),
        number=replaces.number + 1 if replaces else 1,
        replaces=replaces,
        given_out=bool(replaces and replaces.given_out),
        added_at=now,
    )
    if replaces:
        replaces.ended_at = now
        replaces.save(update_fields=["ended_at"])
    _note(actor, topic, {"file": [_called(replaces) if replaces else None, _called(added)]})
    return added


@transaction.atomic
def give_out_file(*, actor: User, file: TopicFile, given_out: bool) -> None:
    """Say whether participants of classes with the topic may read the file on their own pages.

    Its next version inherits what is said. Raises PermissionDenied, NotNow for a file that another version replaced.
    """
    require(keeps_topic(actor, file.topic))
    file = TopicFile.objects.select_for_update(of=("self",)).select_related("topic__owner", "file").get(pk=file.pk)
    if file.ended_at:
        raise NotNow(_("This file has a newer version already. Load the page again."))
    if file.given_out == given_out:
        return
    file.given_out = given_out
    file.save(update_fields=["given_out"])
    _note(actor, file.topic, {"given_out": [None, _called(file)] if given_out else [_called(file), None]})


def _called(file: TopicFile) -> str:
    return f"{file} ({file.number})" if file.number > 1 else str(file)


@transaction.atomic
def remove_topic_file(*, actor: User, file: TopicFile) -> None:
    """Take a file from the topic. One that a class was taught with stays among the earlier ones; so do its bytes.

    Where it was a new version by which nobody was taught yet, the one before it holds again.
    """
    require(keeps_topic(actor, file.topic))
    file = TopicFile.objects.select_for_update(of=("self",)).select_related("topic__owner", "file").get(pk=file.pk)
    _note(actor, file.topic, {"file": [_called(file), None]})
    if file.ended_at is None and classes_using(file):
        file.ended_at = timezone.now()
        file.save(update_fields=["ended_at"])
        return
    if file.replaces_id and file.ended_at is None:
        TopicFile.objects.filter(pk=file.replaces_id).update(ended_at=None)
    file.delete()


@transaction.atomic
def save_idea(
    *,
    actor: User,
    topic: Topic,
    idea: TopicIdea | None = None,
    kind: str = IdeaKind.DISCUSSION,
    text: str,
    hint: str = "",
) -> TopicIdea:
    """Add an idea for a question at the end, or change ``idea``. Raises PermissionDenied, ValidationError."""
    require(keeps_topic(actor, topic))
    values: dict[str, Any] = {"kind": str(IdeaKind(kind)), "text": clean_lines(text), "hint": clean_lines(hint)}
    if not values["text"]:
        raise ValidationError({"text": _("Type the question.")})
    if len(values["text"]) > 2000 or len(values["hint"]) > 2000:
        raise ValidationError({"text": _("At most %(most)s letters, please.") % {"most": 2000}})
    before = {name: getattr(idea, name) for name in values} if idea else {}
    details = audit.changes(before, values)
    if not details and idea:
        return idea
    last = topic.ideas.aggregate(last=Max("position"))["last"] or 0
    saved = idea or TopicIdea(topic=topic, position=last + 1)
    for name, value in values.items():
        setattr(saved, name, value)
    saved.save()
    _note(actor, topic, {"idea": [before.get("text"), values["text"]]})
    return saved


@transaction.atomic
def remove_idea(*, actor: User, idea: TopicIdea) -> None:
    """Take an idea for a question away. Raises PermissionDenied."""
    require(keeps_topic(actor, idea.topic))
    _note(actor, idea.topic, {"idea": [idea.text, None]})
    idea.delete()


def _note(actor: User, topic: Topic, details: dict[str, list[object]]) -> None:
    audit.record(actor=actor, action=Action.TOPIC_SAVED, subject=topic, organisation_id=topic.owner_id, details=details)
