"""The catalogue of topics: added, changed by versions, removed. Files, ideas and copies stand beside."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from caunoi.core import audit, search
from caunoi.core.errors import NotNow, StaleChange
from caunoi.core.text import clean, clean_lines, fold
from caunoi.directory.models import Organisation, User
from caunoi.directory.policies import organises_in, require
from caunoi.training.enums import Action
from caunoi.training.models import Topic, TopicVersion
from caunoi.training.policies import keeps_topic

SEARCH_KIND = "topic"


# What a class is taught by: a change of one of these makes a version. The rest of a topic is told in the trail alone.
MATTERS = ("title", "outline", "objectives", "audience", "usual_sittings", "usual_periods")
_LONGEST = {"title": 500, "audience": 300}
_MOST_PERIODS = 200


@transaction.atomic
def save_topic(
    *,
    actor: User,
    owner: Organisation,
    topic: Topic | None = None,
    revision: int | None = None,
    title: str,
    outline: str = "",
    objectives: str = "",
    audience: str = "",
    usual_sittings: int | None = None,
    usual_periods: int | None = None,
    shared: bool | None = None,
) -> Topic:
    """Add a topic kept by ``owner``, or change ``topic``, whose owner stays; ``shared`` None leaves that as it is.

    Words that differ make the next version, and what stood before is kept; spaces and capitals alone do not. What a
    class was taught keeps the title it had then. Raises PermissionDenied unless the actor organises where it is kept,
    ValidationError for an empty title, StaleChange where ``revision`` no longer stands.
    """
    require(keeps_topic(actor, topic) if topic else organises_in(actor, owner))
    values = _checked(
        {
            "title": clean(title),
            "outline": clean_lines(outline),
            "objectives": clean_lines(objectives),
            "audience": clean(audience),
            "usual_sittings": usual_sittings,
            "usual_periods": usual_periods,
        }
    )
    locked = topic and Topic.objects.select_for_update(of=("self",)).select_related("owner").get(pk=topic.pk)
    if locked and revision is not None and locked.revision != revision:
        raise StaleChange
    values["shared"] = (locked.shared if locked else False) if shared is None else shared
    before = {name: getattr(locked, name) for name in values} if locked else {}
    details = audit.changes(before, values)
    if locked and not details:
        return locked
    saved = locked or Topic(owner=owner)
    matters = locked is not None and _matters(before, values)
    if locked and matters:
        keep_version(topic=locked, actor=None)
        saved.version += 1
    for name, value in values.items():
        setattr(saved, name, value)
    saved.folded_title = fold(saved.title)[:500]
    saved.revision += bool(locked)
    saved.save()
    if matters or not locked:
        keep_version(topic=saved, actor=actor)
    _note(actor, saved, details if locked else {})
    index_topic(saved)
    return saved


def _checked(values: dict[str, Any]) -> dict[str, Any]:
    if not values["title"]:
        raise ValidationError({"title": _("Type the title.")})
    if len(values["title"]) > _LONGEST["title"]:
        raise ValidationError({"title": _("The title is longer than 500 letters. Shorten it.")})
    if len(values["audience"]) > _LONGEST["audience"]:
        raise ValidationError({"audience": _("At most %(most)s letters, please.") % {"most": _LONGEST["audience"]}})
    for name in ("usual_sittings", "usual_periods"):
        if values[name] is not None and not 0 < values[name] <= _MOST_PERIODS:
            raise ValidationError({name: _("Type a number between 1 and %(most)s.") % {"most": _MOST_PERIODS}})
    return values


def _matters(before: Mapping[str, Any], after: Mapping[str, Any]) -> bool:
    def plain(value: Any) -> Any:
        # Marks count: "hòa" and "hóa" are two words. Capitals and spaces don't.
        return " ".join(value.casefold().split()) if isinstance(value, str) else value

    return any(plain(before[name]) != plain(after[name]) for name in MATTERS)


def keep_version(*, actor: User | None, topic: Topic) -> None:
    """Keep what the topic says now as its version; part of the caller's transaction.

    Without an actor it is what stood since the topic has been in the catalogue, and is kept only where nothing was.
    """
    standing = {name: getattr(topic, name) for name in MATTERS}
    made = {"made_at": timezone.now(), "created_by": actor} if actor else {}
    TopicVersion.objects.get_or_create(topic=topic, number=topic.version, defaults={**standing, **made})


def index_topic(topic: Topic) -> None:
    """Write what search knows of a topic: title, outline, objectives, for whom it is."""
    search.index(
        kind=SEARCH_KIND,
        object_id=str(topic.pk),
        title=topic.title[:300],
        text=f"{topic.title} {topic.outline} {topic.objectives} {topic.audience}",
        paths=[topic.owner.path],
    )


@transaction.atomic
def remove_topic(*, actor: User, topic: Topic) -> None:
    """Remove a topic that no class was ever taught; raises NotNow for one that stands in a programme."""
    require(keeps_topic(actor, topic))
    if topic.agenda_items.exists() or topic.plan_items.exists():
        raise NotNow(_("The topic stands in the programme of a class, so it stays in the catalogue."))
    if topic.merged_from.exists():
        raise NotNow(_("Other topics were merged into this one. Undo that first."))
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
