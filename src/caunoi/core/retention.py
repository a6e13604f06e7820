"""How long each kind of thing is kept, and clearing away what is past it.

A domain names its kinds in ``apps.ready``. A period is data: the one that the program came with, or a dated rule with
its citation that an administrator set. A kind without a period is kept until the office sets one.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import F, QuerySet
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from caunoi.core import audit
from caunoi.core.audit.writing import Action
from caunoi.core.models import RetentionRule, RetentionRun
from caunoi.core.models.retention import Confidence

_PART = 500
# The clearings that are remembered: the last one of each kind is shown, the rest is for whoever asks.
_RUNS_KEPT = dt.timedelta(days=400)
OWN_HOUSEKEEPING = _("how this program keeps house; no rule of law is known here")


def delete(rows: QuerySet[Any]) -> None:
    """Clear away by deleting."""
    rows.delete()


@dataclass(frozen=True, kw_only=True)
class Kind:
    """One kind of thing that is cleared away.

    ``due`` gives the rows that were past the period at a moment, of one model or of several; ``clear`` takes them
    away, and afterwards they are no longer due. ``days`` is the period that the program came with, None for none, and
    ``citation`` says by which rule. ``told``: the trail tells of it, for it is what people gave, not housekeeping.
    """

    name: str
    title: str | Promise
    counted_from: str | Promise
    due: Callable[[dt.datetime], Sequence[QuerySet[Any]]]
    clear: Callable[[QuerySet[Any]], None] = delete
    days: int | None = None
    citation: str | Promise = OWN_HOUSEKEEPING
    confidence: Confidence = Confidence.OWN
    told: bool = False


@dataclass(frozen=True, kw_only=True)
class Period:
    """How long a kind is kept: ``days``, None for as long as it is; ``since`` None for what the program came with."""

    days: int | None
    citation: str
    confidence: Confidence
    since: dt.date | None = None


_KINDS: dict[str, Kind] = {}


def register(*kinds: Kind) -> None:
    """Name kinds; a name that stands already is replaced."""
    _KINDS.update({each.name: each for each in kinds})


def kinds() -> list[Kind]:
    """Return all kinds, in the order in which they were named."""
    return list(_KINDS.values())


def kind_named(name: str) -> Kind:
    """Return a kind; raises KeyError for one that nobody named."""
    return _KINDS[name]


def period_of(kind: Kind, day: dt.date | None = None) -> Period:
    """Return how long the kind is kept, as it holds on ``day``, today by default."""
    rules = RetentionRule.objects.filter(kind=kind.name, valid_from__lte=day or timezone.localdate())
    rule = rules.order_by("-valid_from").first()
    if rule:
        return Period(
            days=rule.days, citation=rule.citation, confidence=Confidence(rule.confidence), since=rule.valid_from
        )
    return Period(days=kind.days, citation=str(kind.citation), confidence=kind.confidence)


def due(kind: Kind, *, days: int | None, now: dt.datetime | None = None) -> list[QuerySet[Any]]:
    """Return the rows of the kind that are past ``days`` days; none where nothing is to go."""
    if days is None:
        return []
    return list(kind.due((now or timezone.now()) - dt.timedelta(days=days)))


def count_due(kind: Kind, *, days: int | None, now: dt.datetime | None = None) -> int:
    """Return how many would go: the dry run."""
    return sum(rows.order_by().count() for rows in due(kind, days=days, now=now))


def run(kind: Kind, *, now: dt.datetime | None = None) -> int:
    """Clear away what is past its period, in parts, each whole or not at all; returns how many went.

    Killed in between it has cleared away a part of it, and the next run takes the rest.
    """
    now = now or timezone.now()
    days = period_of(kind, timezone.localdate(now)).days
    if days is None:
        return 0
    made: RetentionRun | None = None
    gone = 0
    for rows in due(kind, days=days, now=now):
        last: Any = None
        while keys := _next(rows, last):
            last = keys[-1]
            with transaction.atomic():
                keys = _still_due(rows, keys)
                if not keys:
                    continue
                made = made or RetentionRun.objects.create(kind=kind.name, days=days)
                kind.clear(rows.model.objects.filter(pk__in=keys))
                RetentionRun.objects.filter(pk=made.pk).update(count=F("count") + len(keys))
                if kind.told:
                    audit.record(
                        actor=None,
                        action=Action.CLEARED_AWAY,
                        subject=made,
                        organisation_id=None,
                        details={"kind": kind.name, "count": len(keys), "days": days},
                    )
            gone += len(keys)
    if made is None:
        RetentionRun.objects.create(kind=kind.name, days=days)
    return gone


def _next(rows: QuerySet[Any], last: Any) -> list[Any]:
    after = rows if last is None else rows.filter(pk__gt=last)
    return list(after.order_by("pk").values_list("pk", flat=True)[:_PART])


def _still_due(rows: QuerySet[Any], keys: list[Any]) -> list[Any]:
    """Lock rows and return those that are past the period still: somebody may have come back to a class meanwhile."""
    locked = rows.model.objects.select_for_update().filter(pk__in=keys).order_by("pk")
    list(locked.values_list("pk", flat=True))
    return list(rows.filter(pk__in=keys).order_by("pk").values_list("pk", flat=True))


def run_all(*, now: dt.datetime | None = None) -> dict[str, int]:
    """Clear away everything that is past its period; returns how many went, by kind."""
    now = now or timezone.now()
    gone = {kind.name: run(kind, now=now) for kind in kinds()}
    RetentionRun.objects.filter(at__lt=now - _RUNS_KEPT).delete()
    return gone
