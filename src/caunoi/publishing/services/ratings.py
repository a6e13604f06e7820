"""Readers rate an article with one to five stars, each once."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.utils.translation import gettext as _

from caunoi.core.errors import NotNow
from caunoi.core.tries import count_try
from caunoi.publishing.models import ArticlePage
from caunoi.publishing.services.counts import is_first_today, mark_of, salt_of_today

# From one address, for one article, in a day: a family or a small office, but no flood of made-up browsers.
MOST_FROM_ONE_ADDRESS = 10
_DAY = 24 * 60 * 60
_VOTE = (
    "INSERT INTO publishing_viewcount (name, total) VALUES (%s, 1)"
    " ON CONFLICT (name) DO UPDATE SET total = publishing_viewcount.total + 1"
)


@transaction.atomic
def rate_article(*, article: ArticlePage, stars: int, address: str, agent: str) -> bool:
    """Count a vote; returns False where this visitor, or too many behind one address, voted for it today.

    No actor and no row of the trail: who voted is kept nowhere, only for the day as a keyed hash. Raises NotNow for
    an article that can't be read, ValidationError for a number of stars that there is not.
    """
    if not article.is_readable:
        raise NotNow(_("This article is not published."))
    if stars not in range(1, 6):
        raise ValidationError({"stars": _("Choose one to five stars.")})
    name = f"rating:{article.pk}"
    if not is_first_today(name=name, address=address, agent=agent):
        return False
    who = mark_of(salt=salt_of_today(), name=name, address=address, agent="")
    if count_try(kind="rating", who=who, seconds=_DAY) > MOST_FROM_ONE_ADDRESS:
        return False
    with connection.cursor() as cursor:
        cursor.execute(_VOTE, [f"{name}:{stars}"])
    return True
