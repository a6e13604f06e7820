"""The ledger as somebody may see it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from caunoi.core.text import fold, fold_words
from caunoi.credentials.enums import AwardState, Standing
from caunoi.credentials.models import Award, SpoiledBlank
from caunoi.directory.models import Person
from caunoi.directory.queries.entries import whole
from caunoi.directory.queries.scope import AnyUser, in_ranges, scope_of


def visible_awards(user: AnyUser) -> QuerySet[Award]:
    """Return the certificates of offices in scope, newest number first; none for whoever only stands at the door."""
    return (
        Award.objects.filter(in_ranges("series__owner__path", scope_of(user).register))
        .select_related("series__owner", "issue", "holder")
        .order_by("-series__year", "-number", "-id")
    )


def visible_blanks(user: AnyUser) -> QuerySet[SpoiledBlank]:
    """Return the spoiled blanks of offices in scope."""
    return (
        SpoiledBlank.objects.filter(in_ranges("owner__path", scope_of(user).register))
        .select_related("owner", "award")
        .order_by("serial", "id")
    )


def filtered_awards(
    user: AnyUser, *, text: str = "", year: int | None = None, standing: str = "", today: date | None = None
) -> QuerySet[Award]:
    """Return visible certificates whose name holds every word of ``text``, or whose number, blank or code it is."""
    found = visible_awards(user)
    if year:
        found = found.filter(series__year=year)
    if standing:
        found = found.filter(of_standing(standing, today or timezone.localdate()))
    words = fold_words(text)
    if words:
        named = Q()
        for word in words:
            named &= Q(holder__folded_name__contains=word)
        bare = "".join(text.split()).replace("-", "").upper()
        found = found.filter(
            named
            | Q(number_text__iexact=text.strip())
            | Q(blank__iexact=text.strip())
            | Q(code=bare)
            | Q(facts__code=bare)
        )
    return found


def of_standing(standing: str, today: date) -> Q:
    """Return what holds for certificates that stand so today."""
    live = Q(state=AwardState.ISSUED)
    over = Q(expires_on__lt=today)
    return (
        {
            Standing.VALID: live & (Q(expires_on__isnull=True) | ~over),
            Standing.EXPIRED: live & Q(expires_on__isnull=False) & over,
            Standing.REVOKED: Q(state=AwardState.REVOKED),
            Standing.REPLACED: Q(state=AwardState.REPLACED),
        }.get(Standing(standing), Q())
        if standing in set(Standing)
        else Q()
    )


def awards_of_source(source: str) -> QuerySet[Award]:
    """Return every certificate that was issued for one thing, by number."""
    return (
        Award.objects.filter(source=source)
        .select_related("series__owner", "issue", "holder")
        .order_by("series__year", "number", "id")
    )


def awards_of_person(user: AnyUser, person: Person) -> QuerySet[Award]:
    """Return the person's certificates of offices in scope, newest first."""
    return visible_awards(user).filter(whole(person)).order_by("-issued_on", "-number", "-id")


def years_of(user: AnyUser) -> list[int]:
    """Return the years in which offices in scope issued certificates, the last first."""
    years = visible_awards(user).order_by("-series__year").values_list("series__year", flat=True).distinct()
    return list(years)


@dataclass(frozen=True, kw_only=True)
class Progress:
    """How many of so many certificates are set as files."""

    made: int
    of: int

    @property
    def done(self) -> bool:
        """Whether all are."""
        return self.made >= self.of


def printing(source: str) -> Progress:
    """Return how far the files of one thing are; those whose name was erased are no longer made."""
    rows = Award.objects.filter(source=source, state=AwardState.ISSUED, holder__isnull=False).order_by()
    counted = rows.aggregate(
        of=Count("pk", distinct=True), made=Count("pk", filter=Q(prints__isnull=False), distinct=True)
    )
    return Progress(made=counted["made"], of=counted["of"])


def living_by_key() -> dict[str, int]:
    """Return how many credentials lie in the ledger that each key signed, by the name of the key.

    Those revoked, too: they are told as revoked only as long as their signature can be checked.
    """
    rows = Award.objects.filter(holder__isnull=False).order_by().values_list("key_id").annotate(count=Count("pk"))
    return dict(rows)


def named(awards: Collection[Award]) -> dict[UUID, str]:
    """Return the names on these certificates; those erased are left out."""
    return {each.pk: each.holder.name for each in awards if hasattr(each, "holder")}


def folded(name: str) -> str:
    """Return the name as it is looked for."""
    return fold(name)[:120]
