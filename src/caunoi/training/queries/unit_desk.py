"""The seats that a unit with accounts is asked to fill: its own quotas, and those whom it named."""

from __future__ import annotations

from django.db.models import Count, Exists, IntegerField, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from caunoi.directory.queries.scope import AnyUser, in_ranges, scope_of
from caunoi.training.enums import LIVE, ClassState
from caunoi.training.models import Nomination, Quota, TrainingClass


def asked_quotas(user: AnyUser) -> QuerySet[Quota]:
    """Return the quotas by which organisations in the user's scope are asked for people; door staff see none.

    A class that is still being prepared is nobody's business but its organisers', unless people are named already.
    """
    named = Nomination.objects.filter(quota=OuterRef("pk"))
    told = ~Q(training_class__state=ClassState.PREPARING) & Q(seats__gt=0)
    return (
        Quota.objects.filter(in_ranges("organisation__path", scope_of(user).register))
        .filter(told | Exists(named))
        .order_by("position", "folded_name", "id")
    )


def asked_quotas_of(user: AnyUser, training_class: TrainingClass) -> QuerySet[Quota]:
    """Return the user's own quotas of a class, with ``named``: how many stand on the list or in line."""
    counted = Count("nominations", filter=Q(nominations__state__in=LIVE))
    own = asked_quotas(user).filter(training_class=training_class)
    return own.select_related("organisation", "training_class__keeper").annotate(named=counted)


def own_nominations_of(user: AnyUser, training_class: TrainingClass) -> QuerySet[Nomination]:
    """Return whom the user's own units named for a class and who stand on the list or in line."""
    rows = Nomination.objects.filter(
        training_class=training_class, quota__in=asked_quotas(user).order_by().values("pk"), state__in=LIVE
    )
    return rows.select_related("person", "quota__organisation", "training_class__keeper").order_by("place", "id")


def with_asked(classes: QuerySet[TrainingClass], user: AnyUser) -> QuerySet[TrainingClass]:
    """Annotate classes with ``asked``, the seats of the user's own quotas, and ``named``, who is named for them."""
    own = asked_quotas(user).filter(training_class=OuterRef("pk")).order_by()
    seats = own.values("training_class").annotate(n=Sum("seats")).values("n")
    live = Nomination.objects.filter(
        training_class=OuterRef("pk"), state__in=LIVE, quota__in=asked_quotas(user).order_by().values("pk")
    )
    named = live.order_by().values("training_class").annotate(n=Count("pk")).values("n")
    return classes.annotate(
        asked=Coalesce(Subquery(seats, output_field=IntegerField()), 0),
        named=Coalesce(Subquery(named, output_field=IntegerField()), 0),
    )
