"""Secret addresses of calendars: made, renewed, taken back; each is its user's own."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from caunoi.core import audit
from caunoi.directory.models import Person, User
from caunoi.directory.policies import require
from caunoi.directory.queries.scope import scope_of
from caunoi.directory.queries.signin import home_of
from caunoi.training.enums import Action, FeedKind
from caunoi.training.models import CalendarFeed, Room
from caunoi.training.queries.feeds import choosable_feed_objects, open_feeds, token_hash

MOST_FEEDS = 20


@transaction.atomic
def make_feed(
    *, actor: User, kind: str, room: Room | None = None, person: Person | None = None
) -> tuple[CalendarFeed, str]:
    """Make an address of the actor's own and return it with its token, which is kept nowhere.

    Raises PermissionDenied without any role, ValidationError for a room or speaker that is missing or out of scope, and
    past ``MOST_FEEDS``.
    """
    require(bool(scope_of(actor).ranges))
    kind = FeedKind(kind)
    rooms, persons = choosable_feed_objects(actor)
    if kind == FeedKind.ROOM and (room is None or not rooms.filter(pk=room.pk).exists()):
        raise ValidationError({"room": _("Choose the room.")})
    if kind == FeedKind.SPEAKER and (person is None or not persons.filter(pk=person.pk).exists()):
        raise ValidationError({"person": _("Choose the speaker.")})
    if open_feeds(actor).count() >= MOST_FEEDS:
        raise ValidationError({"kind": _("You have 20 addresses already. Take one back first.")})
    token = secrets.token_urlsafe(32)
    feed = CalendarFeed.objects.create(
        user=actor,
        kind=kind,
        room=room if kind == FeedKind.ROOM else None,
        person=person if kind == FeedKind.SPEAKER else None,
        token_hash=token_hash(token),
    )
    _note(actor, Action.FEED_MADE, feed)
    return feed, token


@transaction.atomic
def renew_feed(*, actor: User, feed: CalendarFeed) -> str:
    """Give the address another token and return it; the old address is worthless at once. Raises PermissionDenied."""
    locked = _own(actor, feed)
    token = secrets.token_urlsafe(32)
    locked.token_hash, locked.renewed_at = token_hash(token), timezone.now()
    locked.save(update_fields=["token_hash", "renewed_at"])
    _note(actor, Action.FEED_RENEWED, locked)
    return token


@transaction.atomic
def revoke_feed(*, actor: User, feed: CalendarFeed) -> None:
    """Take the address back: it answers nobody any more. Raises PermissionDenied unless it is the actor's own."""
    locked = _own(actor, feed)
    locked.revoked_at = timezone.now()
    locked.save(update_fields=["revoked_at"])
    _note(actor, Action.FEED_REVOKED, locked)


def note_fetch(*, feed: CalendarFeed, digest: str) -> datetime:
    """Keep that the address was asked today and what was sent; returns since when it sends this, to the second.

    Of two contents the later one is later by a second at least: times of HTTP know nothing finer. Writes only where
    something is new, so that a fetch which finds all as it was waits for nobody.
    """
    today, now = timezone.localdate(), timezone.now().replace(microsecond=0)
    if feed.digest != digest or feed.changed_at is None:
        since = max(now, feed.changed_at + timedelta(seconds=1)) if feed.changed_at else now
        CalendarFeed.objects.filter(pk=feed.pk).update(digest=digest, changed_at=since, last_used_on=today)
        return since
    if feed.last_used_on != today:
        CalendarFeed.objects.filter(pk=feed.pk).update(last_used_on=today)
    return feed.changed_at


def _own(actor: User, feed: CalendarFeed) -> CalendarFeed:
    locked = CalendarFeed.objects.select_for_update(of=("self",)).get(pk=feed.pk)
    if locked.user_id != actor.pk or locked.revoked_at:
        raise PermissionDenied
    return locked


def _note(actor: User, action: str, feed: CalendarFeed) -> None:
    audit.record(actor=actor, action=action, subject=feed, organisation_id=home_of(actor))
