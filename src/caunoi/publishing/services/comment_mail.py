"""Mails to whoever looks at a site's comments: how many wait, once a day at most, and only if he wants them."""

from __future__ import annotations

import datetime as dt

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.users.models import UserProfile

from caunoi.core import outbox
from caunoi.core.models import OutboxMessage
from caunoi.directory.models import User
from caunoi.publishing.enums import CommentState
from caunoi.publishing.models import Comment, SitePage
from caunoi.publishing.policies import edits_somewhere
from caunoi.publishing.queries.comments import wants_comment_mail
from caunoi.publishing.services.notices import editors_of

TEMPLATE = "comments_waiting"


@transaction.atomic
def choose_comment_mail(*, actor: User, wanted: bool) -> None:
    """Say whether one wants to be told by mail that comments wait; raises PermissionDenied for who reads none.

    Of oneself alone, so that the trail holds no row of it.
    """
    if not edits_somewhere(actor):
        raise PermissionDenied(_("Comments are read by editors and administrators of the office whose site it is."))
    UserProfile.objects.update_or_create(user=actor, defaults={"updated_comments_notifications": wanted})


def anything_to_tell() -> bool:
    """Say whether comments wait on a site of which nobody was told today."""
    return _untold().exists()


def tell_of_comments() -> int:
    """Write to those who look at the comments of each site on which some wait; returns how many mails were written.

    A site tells once a day: what comes after that is in the next day's mail, if it still waits then. Run twice at
    once it tells once. In the mail stand the number and the way to the list; neither words nor names of readers.
    """
    return sum(_tell(site) for site in list(_untold().order_by("pk").values_list("pk", flat=True)))


@transaction.atomic
def _tell(number: int) -> int:
    site = SitePage.objects.select_for_update(of=("self",)).get(pk=number)
    if not _untold().filter(pk=number).exists():
        return 0
    waiting = Comment.objects.filter(site=site, state=CommentState.HELD).count()
    told = [editor for editor in editors_of(site) if wants_comment_mail(editor)]
    for editor in told:
        outbox.enqueue(
            recipient=editor.email,
            template=TEMPLATE,
            context={
                "to": editor.get_full_name(),
                "site": site.title,
                "number": site.pk,
                "count": waiting,
            },
            organisation_id=site.organisation_id,
        )
    return len(told)


def _untold() -> QuerySet[SitePage]:
    """Return the sites on which comments wait and of which no mail was written today."""
    morning = timezone.make_aware(dt.datetime.combine(timezone.localdate(), dt.time.min))
    told = OutboxMessage.objects.filter(
        template=TEMPLATE, created_at__gte=morning, organisation_id__isnull=False
    ).values("organisation_id")
    waiting = Comment.objects.filter(state=CommentState.HELD).order_by().values("site")
    return SitePage.objects.filter(pk__in=waiting).exclude(organisation__in=told)
