"""What readers find beside articles: materials, entries of the calendar, pages about the office, answers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from caunoi.publishing import richtext
from caunoi.publishing.enums import PageState
from caunoi.publishing.models import FaqEntry, PublicDocument, StaticPage
from caunoi.publishing.queries.events import public_events
from caunoi.publishing.queries.materials import public_materials
from caunoi.publishing.services import finding
from caunoi.publishing.services.finding import Document

MATERIAL, EVENT, PAGE, FAQ = "material", "event", "page", "faq"
_AT_ONCE = 200


def _among(rows: QuerySet[Any], ids: Sequence[str] | None) -> QuerySet[Any]:
    """Return the rows with the keys ``ids``, with all keys for None, and whose place each belongs to."""
    rows = rows if ids is None else rows.filter(pk__in=ids)
    return rows.select_related("site__organisation").order_by("pk")


def materials(ids: Sequence[str] | None) -> Iterator[Document]:
    """Give the materials that everybody may have today; their day is the one from which that is so."""
    for row in _among(public_materials(), ids).iterator(chunk_size=_AT_ONCE):
        yield Document(
            kind=MATERIAL, object_id=str(row.pk), site=row.site_id, unit=row.site.organisation.unit_id,
            title=row.title, text=f"{row.about} {row.subject} {row.holder}", address=row.address,
            day=row.listed_on, changed_at=row.changed_at,
        )  # fmt: skip


def events(ids: Sequence[str] | None) -> Iterator[Document]:
    """Give the entries of the public calendars, cancelled ones included; their day is the first."""
    for row in _among(public_events(), ids).iterator(chunk_size=_AT_ONCE):
        yield Document(
            kind=EVENT, object_id=str(row.pk), site=row.site_id, unit=row.site.organisation.unit_id,
            title=row.title, text=f"{row.description} {row.place} {row.audience} {row.hosts}", address=row.address,
            day=row.starts_on, changed_at=row.changed_at,
        )  # fmt: skip


def pages(ids: Sequence[str] | None) -> Iterator[Document]:
    """Give the pages about offices that are published."""
    rows = StaticPage.objects.filter(state=PageState.PUBLISHED)
    for row in _among(rows, ids).iterator(chunk_size=_AT_ONCE):
        yield Document(
            kind=PAGE, object_id=str(row.pk), site=row.site_id, unit=row.site.organisation.unit_id, title=row.title,
            text=richtext.plain(row.body), address=row.address, day=timezone.localdate(row.changed_at),
            changed_at=row.changed_at,
        )  # fmt: skip


def answers(ids: Sequence[str] | None) -> Iterator[Document]:
    """Give the questions that were answered openly; who asked stands nowhere."""
    rows = FaqEntry.objects.filter(state=PageState.PUBLISHED)
    for row in _among(rows, ids).iterator(chunk_size=_AT_ONCE):
        yield Document(
            kind=FAQ, object_id=str(row.pk), site=row.site_id, unit=row.site.organisation.unit_id,
            title=row.question, text=richtext.plain(row.answer), address=f"/{row.site.slug}/hoi-dap/#hoi-{row.pk}",
            day=timezone.localdate(row.changed_at), changed_at=row.changed_at,
        )  # fmt: skip


def find_from_today() -> int:
    """Let readers find the materials whose day has come; returns how many there were."""
    known = PublicDocument.objects.filter(kind=MATERIAL).values_list("object_id", flat=True)
    due = {str(pk) for pk in public_materials().order_by().values_list("pk", flat=True)} - set(known)
    finding.refresh(MATERIAL, sorted(due))
    return len(due)
