"""Documents that readers find, past the services that make something public."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone

from caunoi.publishing.queries.search import results
from caunoi.publishing.search_terms import Where
from caunoi.publishing.services import finding

EVERYWHERE = Where()


def titles(query, where=EVERYWHERE):
    found = results.find(query, where)
    return [hit.document.title for hit in found.hits(0, 50)]


def document(number, title, text="", day=dt.date(2026, 11, 1), **fields):
    return finding.Document(
        kind="article", object_id=str(number), title=title, text=text, day=day, address=f"/a/{number}",
        changed_at=timezone.now(), **fields,
    )  # fmt: skip
