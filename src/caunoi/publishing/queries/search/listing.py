"""Every public address, in parts that cost the same wherever they lie."""

from __future__ import annotations

import datetime as dt

from django.db.models import F, Max

from caunoi.publishing.models import PublicDocument, SectionPage, SitePage

PART = 10_000
# No list of addresses may hold more.
_MOST = 50_000


def parts() -> list[tuple[int, dt.datetime]]:
    """Return the number of each part that holds something, and its last change."""
    numbered = PublicDocument.objects.order_by().annotate(part=F("pk") / PART)
    rows = numbered.values("part").annotate(at=Max("changed_at")).order_by("part")
    return [(int(row["part"]), row["at"]) for row in rows]


def part(number: int) -> list[tuple[str, dt.datetime]]:
    """Return the addresses of one part with their last changes."""
    rows = PublicDocument.objects.filter(pk__gte=number * PART, pk__lt=(number + 1) * PART).order_by("pk")
    return list(rows.values_list("address", "changed_at"))


def places() -> list[str]:
    """Return the addresses of all sites and their sections."""
    sites = dict(SitePage.objects.filter(live=True).order_by("pk").values_list("pk", "slug")[:_MOST])
    sections = SectionPage.objects.filter(live=True, site__in=SitePage.objects.filter(live=True))
    below = sections.order_by("pk").values_list("site", "slug")[: _MOST - len(sites) - 1]
    return [*(f"/{slug}/" for slug in sites.values()), *(f"/{sites[site]}/{slug}/" for site, slug in below)]
