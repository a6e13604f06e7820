"""Links by which units name their people without an account: made, sent, taken back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from caunoi.core import outbox
from caunoi.core.errors import NotNow
from caunoi.core.fields import cipher
from caunoi.core.ids import new_id
from caunoi.directory.models import User
from caunoi.training.enums import Action
from caunoi.training.models import NominationLink, Quota, TrainingClass
from caunoi.training.policies import leads_class
from caunoi.training.queries.links import MOST_DAYS, new_token, open_links, token_hash
from caunoi.training.services.guard import note, open_for_change

# That a link is in use is noted that often at most: opening a page should not write each time.
_USED_EVERY = dt.timedelta(minutes=10)


@dataclass(frozen=True, kw_only=True)
class MadeLink:
    """A link right after it was made: its token can't be had again. ``mailed`` says to whom it went, "" to nobody."""

    quota: Quota
    link: NominationLink
    token: str
    mailed: str = ""


@transaction.atomic
def make_links(
    *,
    actor: User,
    training_class: TrainingClass,
    quotas: Sequence[Quota],
    expires_on: dt.date,
    by_mail: bool = False,
) -> list[MadeLink]:
    """Make a link for each of ``quotas``, good to the end of ``expires_on``; an earlier link of a unit stops working.

    ``by_mail`` also puts it into the outbox for those units whose organisation has an e-mail, where it stands
    encrypted. Raises PermissionDenied, NotNow (class closed or cancelled), and ValidationError for a day that is past
    or too far (``expires_on``), and where no unit of this class is named (``quotas``).
    """
    training_class = open_for_change(actor=actor, training_class=training_class, may=leads_class)
    today = timezone.localdate()
    if not today <= expires_on <= today + dt.timedelta(days=MOST_DAYS):
        raise ValidationError(
            {"expires_on": _("Choose a day from today on, at most %(days)s days ahead.") % {"days": MOST_DAYS}}
        )
    if not quotas or any(quota.training_class_id != training_class.pk for quota in quotas):
        raise ValidationError({"quotas": _("Choose the units that get a link.")})
    expires_at = timezone.make_aware(dt.datetime.combine(expires_on + dt.timedelta(days=1), dt.time()))
    open_links().filter(quota__in=quotas).update(revoked_at=timezone.now())
    made = [_made(actor, training_class, quota, expires_at, by_mail=by_mail) for quota in quotas]
    NominationLink.objects.bulk_create([one.link for one in made])
    note(
        actor=actor,
        action=Action.LINKS_MADE,
        training_class=training_class,
        details={
            "units": [quota.name for quota in quotas],
            "valid_until": expires_on.isoformat(),
            "mailed": sum(1 for one in made if one.mailed),
        },
    )
    return made


def _made(
    actor: User, training_class: TrainingClass, quota: Quota, expires_at: dt.datetime, *, by_mail: bool
) -> MadeLink:
    link = NominationLink(id=new_id(), quota=quota, expires_at=expires_at, created_by=actor)
    token = new_token(link_id=link.pk, expires_at=expires_at)
    link.token_hash = token_hash(token)
    address = quota.organisation.email if by_mail and quota.organisation else ""
    if address:
        outbox.enqueue(
            recipient=address,
            template="nomination_link",
            context={
                "unit": quota.name,
                "seats": quota.seats,
                "title": training_class.title,
                "starts_on": _day(training_class.starts_on),
                "place": training_class.place,
                "audience": training_class.audience,
                "until": _day(training_class.nominate_until),
                "valid_until": _day(timezone.localdate(expires_at) - dt.timedelta(days=1)),
                "office": training_class.keeper.name,
                "sealed": cipher().encrypt(token.encode()).decode("ascii"),
            },
            organisation_id=training_class.keeper_id,
            repeatable=True,
        )
    return MadeLink(quota=quota, link=link, token=token, mailed=address)


def _day(day: dt.date | None) -> str:
    return f"{day:%d/%m/%Y}" if day else ""


@transaction.atomic
def revoke_link(*, actor: User, quota: Quota) -> None:
    """Make the link of a unit worthless; what came by it stays.

    Raises PermissionDenied, NotNow where no link of it is open or the class is closed.
    """
    training_class = open_for_change(actor=actor, training_class=quota.training_class, may=leads_class)
    if not open_links().filter(quota=quota).update(revoked_at=timezone.now()):
        raise NotNow(_("This unit has no link that works."))
    note(actor=actor, action=Action.LINK_REVOKED, training_class=training_class, details={"units": [quota.name]})


def note_used(*, link: NominationLink) -> None:
    """Remember that somebody came by a link, at most every ten minutes; who it was is not known."""
    now = timezone.now()
    if link.last_used_at is None or link.last_used_at < now - _USED_EVERY:
        NominationLink.objects.filter(pk=link.pk).update(last_used_at=now)
