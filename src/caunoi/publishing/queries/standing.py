"""What there is at all, asked in one cheap question: it spares a dearer one for each thing that is not there.

A query of the ORM is put together anew each time, which costs more than what a database takes to say that it finds
nothing. Most sites have few of the things that a site may have, and most articles few of those that one may have.
"""

from __future__ import annotations

from functools import cache
from typing import Any

from django.db import connection
from django.db.models import Model

from caunoi.publishing.enums import READABLE
from caunoi.publishing.models import (
    ArticlePage,
    DayReads,
    EventDay,
    FaqEntry,
    Material,
    SitePage,
)

# A name, its table, and what holds of a row: ``%(own)s`` is the key of the site or article, ``%(slug)s`` the site's.
Asked = tuple[str, type[Model], str]
_READABLE = f"state IN ({', '.join(repr(state.value) for state in READABLE)})"
_OF_SITE = "site_id = %(own)s"
_FRONT: tuple[Asked, ...] = (
    ("classes", ArticlePage, f"{_OF_SITE} AND {_READABLE} AND class_report_id IS NOT NULL"),
    ("calendar", EventDay, _OF_SITE),
    ("library", Material, _OF_SITE),
    ("faq", FaqEntry, _OF_SITE),
    ("read", DayReads, "site = %(slug)s"),
    ("media", ArticlePage, f"{_OF_SITE} AND {_READABLE} AND has_media"),
)


def on_front(site: SitePage) -> frozenset[str]:
    """Return what a site's first page may have to show of; one question.

    Of "classes", "calendar", "library", "faq", "read" and "media". One that is named may still have nothing
    that readers see; one that is not has nothing.
    """
    return standing(_FRONT, own=site.pk, slug=site.slug)


def standing(asked: tuple[Asked, ...], **values: Any) -> frozenset[str]:
    """Return the names of those of which there is a row; ``values`` are ``own`` and, where asked for, ``slug``."""
    with connection.cursor() as cursor:
        cursor.execute(_question(asked), values)
        return frozenset(name for (name, *_), found in zip(asked, cursor.fetchone(), strict=True) if found)


@cache
def _question(asked: tuple[Asked, ...]) -> str:
    parts = (
        f"EXISTS (SELECT 1 FROM {connection.ops.quote_name(model._meta.db_table)} WHERE {holds})"  # noqa: S608 - our own names
        for _name, model, holds in asked
    )
    return f"SELECT {', '.join(parts)}"
