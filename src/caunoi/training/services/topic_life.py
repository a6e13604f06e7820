"""What becomes of topics: out of use, merged with a second one, taken over from an office above."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from caunoi.core import audit, search
from caunoi.core.errors import NotNow
from caunoi.directory.models import Organisation, User
from caunoi.directory.policies import organises_in, require
from caunoi.training.enums import Action
from caunoi.training.models import Topic, TopicFile, TopicIdea
from caunoi.training.policies import keeps_topic
from caunoi.training.queries.topics import shared_topics
from caunoi.training.services.topics import MATTERS, SEARCH_KIND, index_topic, keep_version


@transaction.atomic
def retire_topic(*, actor: User, topic: Topic) -> Topic:
    """Take a topic out of use: it is offered in no programme any more, and stays readable. Raises PermissionDenied."""
    return _set_retired(actor, topic, retired=True)


@transaction.atomic
def take_up_topic(*, actor: User, topic: Topic) -> Topic:
    """Take a topic into use again. Raises PermissionDenied."""
    return _set_retired(actor, topic, retired=False)


def _set_retired(actor: User, topic: Topic, *, retired: bool) -> Topic:
    require(keeps_topic(actor, topic))
    locked = _locked(topic)
    if bool(locked.retired_on) == retired:
        return locked
    locked.retired_on = timezone.localdate() if retired else None
    locked.save(update_fields=["retired_on"])
    _note(actor, Action.TOPIC_RETIRED if retired else Action.TOPIC_TAKEN_UP, locked)
    return locked


@transaction.atomic
def merge_topics(*, actor: User, kept: Topic, merged: Topic) -> Topic:
    """Let ``kept`` stand for ``merged`` too: classes, speakers and counts of both are shown with it.

    Nothing is rewritten, so it can be undone. Raises PermissionDenied unless the actor keeps both, ValidationError
    for topics of two offices or one topic named twice, NotNow for one that was merged already.
    """
    require(keeps_topic(actor, kept) and keeps_topic(actor, merged))
    if kept.pk == merged.pk:
        raise ValidationError({"other": _("Choose another topic than this one.")})
    if kept.owner_id != merged.owner_id:
        raise ValidationError({"other": _("Only topics of one office are merged.")})
    # In one order, so that two clerks who merge crosswise wait for each other.
    rows = {
        each.pk: each for each in Topic.objects.select_for_update().filter(pk__in=[kept.pk, merged.pk]).order_by("pk")
    }
    if any(each.merged_into_id for each in rows.values()):
        raise NotNow(_("One of them was merged already. Load the page again."))
    Topic.objects.filter(merged_into=merged).update(merged_into=kept)
    Topic.objects.filter(pk=merged.pk).update(merged_into=kept)
    search.remove(kind=SEARCH_KIND, object_id=str(merged.pk))
    _note(actor, Action.TOPIC_MERGED, merged, {"merged_into": kept.title})
    return Topic.objects.select_related("owner").get(pk=kept.pk)


@transaction.atomic
def part_topic(*, actor: User, merged: Topic) -> Topic:
    """Let a merged topic stand for itself again. Raises PermissionDenied."""
    require(keeps_topic(actor, merged))
    locked = _locked(merged)
    if locked.merged_into_id is None:
        return locked
    locked.merged_into = None
    locked.save(update_fields=["merged_into"])
    index_topic(locked)
    _note(actor, Action.TOPIC_PARTED, locked)
    return locked


@transaction.atomic
def take_over_topic(*, actor: User, topic: Topic, owner: Organisation) -> Topic:
    """Take a copy of a topic that an office above shares, with its current files and ideas, into ``owner``'s catalogue.

    What the office above changes later reaches the copy only by a new one. Raises PermissionDenied unless the actor
    organises in ``owner`` and the topic is shared with it, NotNow where the same version was taken over already.
    """
    require(organises_in(actor, owner) and shared_topics(actor).filter(pk=topic.pk).exists())
    if not owner.path.startswith(topic.owner.path) or owner.pk == topic.owner_id:
        raise ValidationError({"owner": _("This topic is shared with the offices below its keeper only.")})
    if Topic.objects.filter(owner=owner, copied_from=topic, copied_version=topic.version).exists():
        raise NotNow(_("Your office has taken this version over already."))
    copy = copy_topic(actor=actor, topic=topic, owner=owner)
    _note(actor, Action.TOPIC_COPIED, copy, {"from": topic.owner.name, "version": topic.version})
    return copy


def copy_topic(*, actor: User, topic: Topic, owner: Organisation) -> Topic:
    """Return a copy in ``owner``'s catalogue, indexed; part of the caller's transaction, which writes the trail."""
    copy = Topic.objects.create(
        owner=owner,
        folded_title=topic.folded_title,
        copied_from=topic,
        copied_version=topic.version,
        **{name: getattr(topic, name) for name in MATTERS},
    )
    current = topic.files.filter(ended_at__isnull=True).select_related("file").order_by("id")
    now = timezone.now()
    TopicFile.objects.bulk_create(
        TopicFile(topic=copy, file=each.file, title=each.title, added_at=now) for each in current
    )
    TopicIdea.objects.bulk_create(
        TopicIdea(topic=copy, kind=each.kind, text=each.text, hint=each.hint, position=each.position)
        for each in topic.ideas.order_by("position", "id")
    )
    keep_version(topic=copy, actor=actor)
    index_topic(copy)
    return copy


def _locked(topic: Topic) -> Topic:
    return Topic.objects.select_for_update(of=("self",)).select_related("owner").get(pk=topic.pk)


def _note(actor: User, action: Action, topic: Topic, details: dict[str, object] | None = None) -> None:
    audit.record(actor=actor, action=action, subject=topic, organisation_id=topic.owner_id, details=details)
