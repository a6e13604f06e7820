"""What the directory keeps for a while, and how an office sets for how long."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from axes.models import AccessAttempt, AccessFailureLog, AccessLog
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from caunoi.core import audit, retention
from caunoi.core.models import RetentionRule
from caunoi.core.models.retention import Confidence
from caunoi.core.text import clean
from caunoi.directory.enums import Action
from caunoi.directory.models import AccountPass, AccountSession, PageLink, User
from caunoi.directory.policies import require, runs_installation

# Ten years: whoever types more has typed something else.
MOST_DAYS = 3_660


def register() -> None:
    """Name the kinds."""
    retention.register(
        retention.Kind(
            name="sessions",
            title=gettext_lazy("Sessions that ended"),
            counted_from=gettext_lazy("the moment at which the session ran out"),
            due=lambda limit: [AccountSession.objects.filter(expire_date__lt=limit)],
            days=0,
        ),
        retention.Kind(
            name="passes",
            title=gettext_lazy("Invitations and codes that were used, taken back or ran out"),
            counted_from=gettext_lazy("the moment at which it stopped working"),
            due=_passes,
            days=30,
        ),
        retention.Kind(
            name="page_links",
            title=gettext_lazy("Links to one’s own classes that were used or ran out"),
            counted_from=gettext_lazy("the moment at which the page closed or the link ran out"),
            due=_page_links,
            days=0,
        ),
        retention.Kind(
            name="sign_in_attempts",
            title=gettext_lazy("Attempts to sign in, with the address of the computer"),
            counted_from=gettext_lazy("the attempt"),
            due=_attempts,
            days=30,
        ),
    )


def _passes(limit: dt.datetime) -> Sequence[QuerySet[Any]]:
    over = Q(used_at__lt=limit) | Q(revoked_at__lt=limit) | Q(expires_at__lt=limit)
    return [AccountPass.objects.filter(over)]


def _page_links(limit: dt.datetime) -> Sequence[QuerySet[Any]]:
    return [PageLink.objects.filter(Q(open_until__isnull=True) | Q(open_until__lt=limit), expires_at__lt=limit)]


def _attempts(limit: dt.datetime) -> Sequence[QuerySet[Any]]:
    return [kind.objects.filter(attempt_time__lt=limit) for kind in (AccessAttempt, AccessFailureLog, AccessLog)]


@transaction.atomic
def set_period(
    *,
    actor: User | None,
    kind: retention.Kind,
    days: int | None,
    citation: str,
    confidence: str = Confidence.OWN,
    valid_from: dt.date | None = None,
) -> RetentionRule:
    """Keep things of a kind for ``days`` days, None for as long as they are, from a day on (today); earlier rules stay.

    ``actor`` None is the operator at the command line. Nothing is cleared away now. Raises PermissionDenied unless the
    actor keeps the whole installation, ValidationError for a period out of range and where no rule is named.
    """
    require(actor is None or runs_installation(actor))
    day = valid_from or timezone.localdate()
    faults = {}
    if days is not None and not 0 <= days <= MOST_DAYS:
        faults["days"] = _("Type a number of days between 0 and %(most)s, or leave it blank.") % {"most": MOST_DAYS}
    if not clean(citation):
        faults["citation"] = _("Name the rule or the decision of your office.")
    if day < timezone.localdate():
        faults["valid_from"] = _("A period holds from today on at the earliest: what was cleared away stays so.")
    if faults:
        raise ValidationError(faults)
    before = retention.period_of(kind, day)
    rule, _made = RetentionRule.objects.update_or_create(
        kind=kind.name,
        valid_from=day,
        defaults={"days": days, "citation": clean(citation)[:300], "confidence": Confidence(confidence)},
    )
    audit.record(
        actor=actor,
        action=Action.RETENTION_SET,
        subject=rule,
        organisation_id=None,
        details={
            "kind": kind.name,
            "days": [before.days, days],
            "valid_from": day.isoformat(),
            "citation": rule.citation,
        },
    )
    return rule
