"""Who is to be reminded of names that are missing, on which way that can be, and when it was done last."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone

from caunoi.training.enums import ReminderWay
from caunoi.training.models import NominationLink, Quota, QuotaReminder, TrainingClass
from caunoi.training.queries.links import open_links
from caunoi.training.queries.seats import SeatsOverview, UnitRow, seats_overview

# The name of the template by which the mail is written.
MAIL = "nomination_reminder"


@dataclass(frozen=True, kw_only=True)
class ReminderRow:
    """A unit that has seats left to fill; ``address`` is "" where nobody knows one, ``rests_until`` None for no rest.

    ``last`` is the newest reminder on any way, ``link`` the link by which the unit can name its people now.
    """

    quota: Quota
    missing: int
    address: str
    last: QuotaReminder | None
    rests_until: dt.date | None
    link: NominationLink | None

    @property
    def can_be_mailed(self) -> bool:
        """Whether there is an address to write to."""
        return bool(self.address)


def reminder_rows(
    training_class: TrainingClass, *, overview: SeatsOverview | None = None, today: dt.date | None = None
) -> list[ReminderRow]:
    """Return the units of a class that have seats left to fill, in the order of the quotas; six queries."""
    today = today or timezone.localdate()
    rows = (overview or seats_overview(training_class)).missing_rows
    newest: dict[UUID, QuotaReminder] = {}
    mailed: dict[UUID, QuotaReminder] = {}
    for one in reminders_of(training_class):
        newest.setdefault(one.quota_id, one)
        if one.way == ReminderWay.EMAIL:
            mailed.setdefault(one.quota_id, one)
    links = {link.quota_id: link for link in open_links().filter(quota__training_class=training_class).order_by("id")}
    found = [
        ReminderRow(
            quota=row.quota,
            missing=row.missing,
            address=row.quota.organisation.email if row.quota.organisation else "",
            last=newest.get(row.quota.pk),
            rests_until=_rests_until(mailed.get(row.quota.pk), training_class.remind_pause, today),
            link=links.get(row.quota.pk),
        )
        for row in rows
    ]
    return sorted(found, key=lambda row: (row.quota.position, row.quota.folded_name))


def _rests_until(last: QuotaReminder | None, pause: int, today: dt.date) -> dt.date | None:
    """Return the day from which a unit may be written to again; None where that is now."""
    if last is None:
        return None
    again = timezone.localdate(last.sent_at) + dt.timedelta(days=pause)
    return again if again > today else None


def reminders_of(training_class: TrainingClass) -> QuerySet[QuotaReminder]:
    """Return the log of reminders of a class, newest first."""
    rows = QuotaReminder.objects.filter(quota__training_class=training_class)
    return rows.select_related("quota", "sent_by").order_by("-sent_at", "-id")


def reminders_of_unit(quota: Quota) -> QuerySet[QuotaReminder]:
    """Return the log of reminders of one unit, newest first."""
    return QuotaReminder.objects.filter(quota=quota).select_related("sent_by").order_by("-sent_at", "-id")


def reminder_mail(training_class: TrainingClass, row: ReminderRow, *, sealed: str = "") -> dict[str, Any]:
    """Return what the mail to a unit says, as JSON types; ``sealed`` is the encrypted token of a link made with it."""
    return {
        "unit": row.quota.name,
        "seats": row.quota.seats,
        "missing": row.missing,
        "title": training_class.title,
        "starts_on": _day(training_class.starts_on),
        "place": training_class.place,
        "until": _day(training_class.nominate_until),
        "office": training_class.keeper.name,
        "has_link": row.link is not None,
        "sealed": sealed,
    }


def last_reminders(training_class: TrainingClass, rows: Iterable[UnitRow]) -> list[QuotaReminder | None]:
    """Return for each of ``rows`` when its unit was reminded last; one query."""
    newest: dict[UUID, QuotaReminder] = {}
    for one in reminders_of(training_class):
        newest.setdefault(one.quota_id, one)
    return [newest.get(row.quota.pk) for row in rows]


def _day(day: dt.date | None) -> str:
    return f"{day:%d/%m/%Y}" if day else ""
