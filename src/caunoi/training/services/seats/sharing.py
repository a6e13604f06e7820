"""Seats shared equally among units."""

from __future__ import annotations

from collections.abc import Sequence

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from caunoi.directory.models import Organisation, User
from caunoi.training.models import Quota, TrainingClass
from caunoi.training.services.seats.quotas import MOST, QuotaRow, set_quotas


def equal_shares(*, seats: int, units: int) -> list[int]:
    """Return the seats of each of ``units``: as equal as can be, one more for the first ones where some are left."""
    each, left = divmod(seats, units)
    return [each + (place < left) for place in range(units)]


@transaction.atomic
def share_seats(
    *, actor: User, training_class: TrainingClass, organisations: Sequence[Organisation], seats: int
) -> list[Quota]:
    """Share ``seats`` equally among organisations, in the order given; those that have a quota get the new number.

    Raises as :func:`set_quotas`, and ValidationError: ``organisations`` for none, ``seats`` for fewer seats than
    organisations or an odd number.
    """
    if not organisations:
        raise ValidationError({"organisations": _("Choose the units that share the seats.")})
    if not len(organisations) <= seats <= MOST:
        raise ValidationError(
            {"seats": _("There must be one seat for each of the %(count)s units.") % {"count": len(organisations)}}
        )
    shares = equal_shares(seats=seats, units=len(organisations))
    rows = [QuotaRow(seats=share, organisation=one) for one, share in zip(organisations, shares, strict=True)]
    return set_quotas(actor=actor, training_class=training_class, rows=rows)
