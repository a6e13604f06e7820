"""Places that readers name: a ward, commune or province, by any spelling, former ones too."""

from __future__ import annotations

from django.db.models import Q
from django.utils import timezone

from caunoi.core.text import fold
from caunoi.directory.models import Unit

# A name that more units bear is narrowed by another word.
MOST = 60


def units_named(name: str) -> list[Unit]:
    """Return the units of this name, with or without its kind, and those that took a former one over."""
    folded = fold(name)
    if not folded:
        return []
    today = timezone.localdate()
    found = list(Unit.objects.filter(Q(folded_name=folded) | Q(folded_full_name=folded)).order_by("pk")[:MOST])
    former = [unit.pk for unit in found if not unit.exists_on(today)]
    later = Unit.objects.filter(predecessor_links__predecessor__in=former).distinct() if former else []
    return list({unit.pk: unit for unit in [*found, *later]}.values())[:MOST]
