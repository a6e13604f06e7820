"""Every public address, in parts that cost the same wherever they lie."""

from __future__ import annotations

import datetime as dt

from django.db.models import F, Max, QuerySet

from caunoi.publishing.models import PublicDocument, SectionPage, SitePage

PART = 10_000
# No list of addresses may hold more.
_MOST = 50_000


def _of(site: str) -> QuerySet[PublicDocument]:
    documents = PublicDocument.objects.order_by("pk")
    return documents.filter(site__slug=site) if site else documents


def parts(site: str = "") -> list[tuple[int, dt.datetime]]:
    """Return the number of each part that holds something, of one site where it is named, and its last change."""
    numbered = _of(site).order_by().annotate(part=F("pk") / PART)
    rows = numbered.values("part").annotate(at=Max("changed_at")).order_by("part")
    return [(int(row["part"]), row["at"]) for row in rows]


def part(number: int, site: str = "") -> list[tuple[str, tuple[str, dt.datetime | None]]]:
    """Return the addresses of one part with their last changes, each with the slug of its site, "" for none."""
    rows = _of(site).filter(pk__gte=number * PART, pk__lt=(number + 1) * PART)
    told = rows.values_list("site__slug", "address", "changed_at")
    return [(slug or "", (address, at)) for slug, address, at in told]


def places(site: str = "") -> list[tuple[str, str]]:
    """Return the addresses of all sites and their sections, of one site where it is named, each with its slug."""
    live = SitePage.objects.filter(live=True, **({"slug": site} if site else {})).order_by("pk")
    sites = dict(live.values_list("pk", "slug")[:_MOST])
    sections = SectionPage.objects.filter(live=True, site__in=live.order_by())
    below = sections.order_by("pk").values_list("site", "slug")[: _MOST - len(sites) - 1]
    return [
        *((slug, f"/{slug}/") for slug in sites.values()),
        *((sites[number], f"/{sites[number]}/{slug}/") for number, slug in below if number in sites),
    ]
