"""Classes whose units are missing names while the deadline is near, or past."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, Exists, OuterRef

from caunoi.directory.queries.scope import AnyUser
from caunoi.training.enums import ClassState, NominationState
from caunoi.training.models import Nomination, Quota, TrainingClass
from caunoi.training.queries.classes import visible_classes
from caunoi.training.queries.ledger import ledgers_of

# So many classes are looked at: those whose deadline is nearest.
_MOST = 30


@dataclass(frozen=True, kw_only=True)
class MissingNames:
    """A class, and how many units have not named how many people."""

    training_class: TrainingClass
    units: int
    names: int


def classes_missing(user: AnyUser, *, day: dt.date, ahead: dt.timedelta) -> list[MissingNames]:
    """Return the classes in scope that wait for names whose deadline is past or at most ``ahead`` away, next first.

    Three queries. Classes whose list is settled wait for nobody.
    """
    near = visible_classes(user).filter(
        Exists(Quota.objects.filter(training_class=OuterRef("pk"), seats__gt=0)),
        nominate_until__lte=day + ahead,
        state__in=(ClassState.PREPARING, ClassState.GATHERING),
    )
    classes = list(near.order_by("nominate_until", "id")[:_MOST])
    if not classes:
        return []
    ledgers = ledgers_of(classes)
    waiting: Counter[UUID] = Counter()
    lines = Nomination.objects.filter(
        training_class__in=[one.pk for one in classes], state=NominationState.WAITING, quota__isnull=False
    )
    for quota_id, count in lines.order_by().values_list("quota").annotate(n=Count("pk")):
        waiting[quota_id] = count
    found = []
    for one in classes:
        ledger = ledgers[one.pk]
        missing = [max(0, seats - ledger.taken[unit] - waiting[unit]) for unit, seats in ledger.seats.items()]
        if sum(missing):
            found.append(MissingNames(training_class=one, units=sum(map(bool, missing)), names=sum(missing)))
    return found
