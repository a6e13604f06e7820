"""Whether the trail's chains are whole, as far as this version can tell."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from caunoi.core.audit import commitment, seal_digest
from caunoi.core.checks import Fault
from caunoi.core.models import AuditEntry, AuditSeal


def trail_is_whole(_deep: bool) -> Iterator[Fault]:
    """Each sealed batch has the digest that was written when it was sealed, and follows the one before it."""
    last: dict[object, AuditSeal] = {}
    for seal in AuditSeal.objects.order_by("organisation_id", "number"):
        entries = list(AuditEntry.objects.filter(seal=seal).order_by("id"))
        before = last.get(seal.organisation_id)
        previous, number = (before.digest, before.number + 1) if before else ("", 1)
        last[seal.organisation_id] = seal
        wiped_or_true = all(not entry.salt or commitment(entry) == entry.commitment for entry in entries)
        if (
            seal.previous != previous
            or seal.number != number
            or seal_digest(previous, entries) != seal.digest
            or not wiped_or_true
        ):
            yield Fault(
                where=f"core_auditseal {seal.pk}",
                what=_("Rows of the trail were changed, removed or added after they were sealed."),
                todo=_("Compare with an older backup, and find out who can write to the database by hand."),
            )
            return
