"""``caunoi sending_hours``: when mails may go out."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from caunoi.core.jobs.hours import Hours
from caunoi.directory.services.background import set_sending_hours


def _time(text: str) -> dt.time:
    hour, _colon, minute = text.partition(":")
    return dt.time(int(hour), int(minute or 0))


class Command(BaseCommand):
    """Shows the sending hours, or sets them from a day on."""

    help = "Show or set the hours in which mails go out"

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the hours and the day."""
        parser.add_argument("--from", dest="opens", type=_time)
        parser.add_argument("--until", dest="closes", type=_time)
        parser.add_argument("--since", type=dt.date.fromisoformat, help="a day such as 2026-12-01 (today)")
        parser.add_argument("--no-holidays", action="store_true", help="no mails on public holidays")

    def handle(
        self, *, opens: dt.time | None, closes: dt.time | None, since: dt.date | None, no_holidays: bool, **_rest: Any
    ) -> None:
        """Set where hours are named, then show what holds."""
        if (opens is None) != (closes is None):
            raise CommandError("Name both --from and --until.")
        if opens and closes:
            try:
                set_sending_hours(
                    actor=None, opens_at=opens, closes_at=closes, on_holidays=not no_holidays, valid_from=since
                )
            except ValidationError as error:
                raise CommandError(" ".join(error.messages)) from None
        day = since or timezone.localdate()
        row = Hours.read().on(day)
        self.stdout.write(f"{day:%d/%m/%Y}: {row}{'' if row.on_holidays else ', not on public holidays'}")
