"""Organisations in scope: the list and its filters, one organisation, what may be named in a form."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Case, F, Q, QuerySet, When
from django.utils import timezone

from caunoi.core.text import fold_words
from caunoi.directory.models import Organisation, OrganisationSuccession, Post, User
from caunoi.directory.queries.scope import AnyUser, roles_at, scope_of, visible_organisations, visible_persons

# Letters of one organisation in a path.
KEY = 6


@dataclass(frozen=True, kw_only=True)
class OrganisationFilter:
    """What a list of organisations is narrowed to; ``current`` leaves out those that ended."""

    text: str = ""
    kind: str = ""
    system: str = ""
    under: UUID | None = None
    current: bool = False


def filtered_organisations(user: AnyUser, wanted: OrganisationFilter) -> QuerySet[Organisation]:
    """Return the visible organisations that match every part of ``wanted``, with unit and parent."""
    found = visible_organisations(user).select_related("unit", "parent")
    for word in fold_words(wanted.text):
        found = found.filter(folded_name__contains=word)
    if wanted.kind:
        found = found.filter(kind=wanted.kind)
    if wanted.system:
        found = found.filter(system=wanted.system)
    if wanted.under:
        found = found.filter(parent_id=wanted.under)
    if wanted.current:
        found = found.filter(standing_on(timezone.localdate()))
    return found


def standing_on(day: date) -> Q:
    """Return the condition that an organisation existed on ``day``; an unknown beginning or end counts as open."""
    begun = Q(valid_from__isnull=True) | Q(valid_from__lte=day)
    return begun & (Q(valid_to__isnull=True) | Q(valid_to__gt=day))


def choosable_organisations(user: AnyUser) -> QuerySet[Organisation]:
    """Return the organisations that a user may name in a form.

    Those in his scope, those that serve the same units as the organisations of his roles (the three trees over one
    ward work together), and those above him.
    """
    if not isinstance(user, User):
        return Organisation.objects.none()
    own = Organisation.objects.filter(roles__in=roles_at(user, timezone.localdate()))
    above = {path[:end] for path in own.values_list("path", flat=True) for end in range(KEY, len(path), KEY)}
    return Organisation.objects.filter(
        scope_of(user).q("path") | Q(unit__in=own.values("unit")) | Q(path__in=above)
    ).order_by("folded_name", "id")


def ancestors(organisation: Organisation) -> list[Organisation]:
    """Return the organisations above, the topmost first."""
    path = organisation.path
    above = [path[:end] for end in range(KEY, len(path), KEY)]
    return list(Organisation.objects.filter(path__in=above).order_by("path"))


def answering_address(organisation_id: UUID | None) -> str:
    """Return where answers to an office's mails go: its own address, else the nearest above it; "" without any."""
    own = Organisation.objects.filter(pk=organisation_id) if organisation_id else Organisation.objects.none()
    path = own.values_list("path", flat=True).first() or ""
    chain = [path[:end] for end in range(KEY, len(path) + 1, KEY)]
    known = Organisation.objects.filter(path__in=chain).exclude(email="").order_by("-path")
    return known.values_list("email", flat=True).first() or ""


def children_of(user: AnyUser, organisation: Organisation) -> QuerySet[Organisation]:
    """Return what stands directly below, by name."""
    return visible_organisations(user).filter(parent=organisation).order_by("folded_name", "id")


def posts_in(user: AnyUser, organisation: Organisation) -> QuerySet[Post]:
    """Return the posts that visible persons hold or held there: those held now first, then by given name."""
    today = timezone.localdate()
    ended = Case(When(valid_to__lte=today, then=1), default=0)
    return (
        Post.objects.filter(organisation=organisation, person__in=visible_persons(user))
        .select_related("person")
        .annotate(ended=ended)
        .order_by("ended", "person__sort_name", F("valid_from").desc(nulls_last=True), "id")
    )


def successions_of(organisation: Organisation) -> tuple[Sequence[OrganisationSuccession], ...]:
    """Return what the organisation took over, and what took it over."""
    taken = organisation.predecessor_links.select_related("predecessor").order_by("on", "id")
    given = organisation.successor_links.select_related("successor").order_by("on", "id")
    return list(taken), list(given)
