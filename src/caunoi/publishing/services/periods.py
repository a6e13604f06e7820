"""How long publishing keeps what readers sent and the office did not show."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from caunoi.core import retention
from caunoi.publishing.enums import CommentState
from caunoi.publishing.models import Comment


def register() -> None:
    """Name the kind."""
    retention.register(
        retention.Kind(
            name="comments_not_shown",
            title=_("Comments of readers that were not shown or were taken down"),
            counted_from=_("the day of that decision"),
            due=_not_shown,
            days=90,
            told=True,
        ),
    )


def _not_shown(limit: dt.datetime) -> Sequence[QuerySet[Any]]:
    return [Comment.objects.filter(state__in=(CommentState.REFUSED, CommentState.REMOVED), decided_at__lt=limit)]
