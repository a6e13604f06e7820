"""The register of papers as a list."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q, QuerySet

from caunoi.core.text import fold
from caunoi.directory.models import Organisation
from caunoi.directory.queries.scope import AnyUser, scope_of
from caunoi.training.models import PaperRecord


def visible_records(user: AnyUser) -> QuerySet[PaperRecord]:
    """Return the entries of the offices in the user's scope; a signed copy without a number is none."""
    return PaperRecord.objects.filter(scope_of(user).q("organisation__path")).exclude(number="")


@dataclass(frozen=True, kw_only=True)
class RegisterFilter:
    """What a register is narrowed down to; blank means all. ``state`` is given, signed or voided."""

    office: Organisation | None = None
    kind: str = ""
    year: int | None = None
    state: str = ""
    words: str = ""


def filtered_records(user: AnyUser, wanted: RegisterFilter) -> QuerySet[PaperRecord]:
    """Return the entries asked for, the newest first."""
    rows = visible_records(user).select_related("organisation", "training_class", "plan", "plan_item__plan")
    if wanted.office is not None:
        rows = rows.filter(organisation=wanted.office)
    if wanted.kind:
        rows = rows.filter(kind=wanted.kind)
    if wanted.year is not None:
        rows = rows.filter(Q(signed_on__year=wanted.year) | Q(signed_on=None, created_at__year=wanted.year))
    if wanted.state == "voided":
        rows = rows.filter(voided_at__isnull=False)
    elif wanted.state == "signed":
        rows = rows.filter(voided_at=None, signed_file__isnull=False)
    elif wanted.state == "given":
        rows = rows.filter(voided_at=None, signed_file=None)
    for word in fold(wanted.words).split():
        rows = rows.filter(Q(folded_about__contains=word) | Q(number__icontains=word))
    return rows.order_by("-created_at", "-ordinal", "id")
