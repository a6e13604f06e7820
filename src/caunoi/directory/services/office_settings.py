"""What the office sets on its page of settings, for the installation: mail server, days off, working hours."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from caunoi.core import audit
from caunoi.core.errors import NotNow, StaleChange
from caunoi.core.models import HolidayChange, MailServer, WorkingHours
from caunoi.core.text import clean
from caunoi.core.workdays import Calendar
from caunoi.directory.enums import Action
from caunoi.directory.models import User
from caunoi.directory.policies import require, runs_installation
from caunoi.directory.queries.signin import home_of

_HOST = re.compile(
    r"(?=.{1,200}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)*[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?", re.IGNORECASE
)
_NEAR = {"127.0.0.1", "localhost"}
_Security = MailServer.Security
# What the trail says instead of a value that nobody may read there.
_HIDDEN = "…"


def _checked_server(values: dict[str, Any]) -> dict[str, Any]:
    """Return the values as they are stored; raises ValidationError naming every field that can't be."""
    host, sender = clean(values["host"]).lower(), clean(values["sender"]).lower()
    faults: dict[str, str] = {}
    if not _HOST.fullmatch(host):
        faults["host"] = _(
            "This is no name of a mail server. For example: smtp.example.vn, without http:// and spaces."
        )
    if not 1 <= values["port"] <= 65535:
        faults["port"] = _("A port is a number from 1 to 65535.")
    if values["security"] not in _Security.values:
        faults["security"] = _("Choose how the connection is encrypted.")
    try:
        validate_email(sender)
    except ValidationError:
        faults["sender"] = _("This is no e-mail address. For example: vanphong@example.vn.")
    readable = values["security"] == _Security.NONE and host not in _NEAR
    if clean(values["username"]) and readable:
        faults["security"] = _(
            "Without encryption everybody on the way could read the password. Choose TLS or STARTTLS, or leave user"
            " name and password blank."
        )
    if faults:
        raise ValidationError(faults)
    return {**values, "host": host, "sender": sender, "username": clean(values["username"])}


@transaction.atomic
def set_mail_server(
    *,
    actor: User,
    host: str,
    port: int,
    security: str,
    sender: str,
    username: str = "",
    password: str = "",
    revision: int = 0,
) -> MailServer:
    """Let mails go through this server from now on. ``revision`` 0 says that none was set when the form was opened.

    A blank password keeps the one that is stored, as long as server and user name stay: nobody may have it sent to
    another place without knowing it. Raises PermissionDenied unless the actor keeps the whole installation, NotNow
    while the environment names the server, StaleChange, ValidationError.
    """
    require(runs_installation(actor))
    if settings.MAIL_IS_SET_OUTSIDE:
        raise NotNow(_("The mail server is named by whoever runs this system (CAUNOI_MAIL_URL). It is changed there."))
    typed = {"host": host, "port": port, "security": security, "username": username, "sender": sender}
    values = _checked_server(typed)
    standing = MailServer.objects.select_for_update().filter(pk=MailServer.ONLY).first()
    if (standing.revision if standing else 0) != revision:
        raise StaleChange
    places = ("host", "port", "security", "username")
    before = {name: getattr(standing, name) for name in (*places, "sender")} if standing else {}
    if not values["username"]:
        password = ""
    elif not password:
        if standing is None or not standing.password:
            raise ValidationError({"password": _("Type the password that belongs to the user name.")})
        if any(before[name] != values[name] for name in places):
            raise ValidationError(
                {
                    "password": _(
                        "Server or user name are new: type the password once more. It is not sent elsewhere unasked."
                    )
                }
            )
        password = standing.password
    server = standing or MailServer(pk=MailServer.ONLY, revision=0)
    told: dict[str, Any] = audit.changes(before, values)
    if (standing.password if standing else "") != password:
        told["password"] = _HIDDEN
    for name, value in {**values, "password": password}.items():
        setattr(server, name, value)
    server.revision += 1
    server.save(force_insert=standing is None)
    if told:
        _note(actor, Action.MAIL_SERVER_SET, server, told)
    return server


@transaction.atomic
def forget_mail_server(*, actor: User) -> None:
    """Take the mail server away; mails are written into files again. Does nothing where there is none.

    Raises PermissionDenied unless the actor keeps the whole installation.
    """
    require(runs_installation(actor))
    server = MailServer.objects.select_for_update().filter(pk=MailServer.ONLY).first()
    if server:
        _note(actor, Action.MAIL_SERVER_FORGOTTEN, server, {"host": server.host})
        server.delete()


@transaction.atomic
def change_holiday(*, actor: User, day: dt.date, is_off: bool, reason: str) -> HolidayChange:
    """Make ``day`` a day off, or a working day, whatever the calendar says; said again, the last word holds.

    Raises PermissionDenied unless the actor keeps the whole installation, ValidationError without a reason, or for a
    day that is so already.
    """
    require(runs_installation(actor))
    reason = clean(reason)[:200]
    if not reason:
        raise ValidationError({"reason": _("Say why, for example the number of the decision.")})
    if not dt.date(2000, 1, 1) <= day <= dt.date(2100, 1, 1):
        raise ValidationError({"day": _("Type a day between 2000 and 2099.")})
    standing = HolidayChange.objects.select_for_update().filter(day=day).first()
    if standing is None and Calendar.read().day(day).is_working != is_off:
        words = _("%(day)s is a day off already.") if is_off else _("%(day)s is a working day already.")
        raise ValidationError({"day": words % {"day": f"{day:%d/%m/%Y}"}})
    row, _made = HolidayChange.objects.update_or_create(day=day, defaults={"is_off": is_off, "reason": reason})
    _note(actor, Action.HOLIDAY_ADDED if is_off else Action.HOLIDAY_STRUCK, row, {}, reason=reason)
    return row


@transaction.atomic
def take_holiday_back(*, actor: User, change: HolidayChange) -> None:
    """Let the calendar decide about a day again. Does nothing where it does already.

    Raises PermissionDenied unless the actor keeps the whole installation.
    """
    require(runs_installation(actor))
    row = HolidayChange.objects.select_for_update().filter(pk=change.pk).first()
    if row:
        _note(actor, Action.HOLIDAY_TAKEN_BACK, row, {}, reason=row.reason)
        row.delete()


@transaction.atomic
def set_working_hours(
    *,
    actor: User,
    morning_from: dt.time,
    morning_until: dt.time,
    afternoon_from: dt.time,
    afternoon_until: dt.time,
    evening_from: dt.time = WorkingHours.EVENING[0],
    evening_until: dt.time = WorkingHours.EVENING[1],
    saturdays: bool = False,
    valid_from: dt.date | None = None,
) -> WorkingHours:
    """Set the working hours from ``valid_from`` (today) on.

    Raises PermissionDenied unless the actor keeps the whole installation, ValidationError for times out of order.
    """
    require(runs_installation(actor))
    faults = {}
    if morning_until <= morning_from:
        faults["morning_until"] = _("The end must lie after the beginning.")
    if afternoon_until <= afternoon_from:
        faults["afternoon_until"] = _("The end must lie after the beginning.")
    if evening_until <= evening_from:
        faults["evening_until"] = _("The end must lie after the beginning.")
    if evening_from < afternoon_until:
        faults["evening_from"] = _("The evening can’t begin before the afternoon ends.")
    if afternoon_from < morning_until:
        faults["afternoon_from"] = _("The afternoon can't begin before the morning ends.")
    if faults:
        raise ValidationError(faults)
    day = valid_from or timezone.localdate()
    times = {
        "morning_from": morning_from,
        "morning_until": morning_until,
        "afternoon_from": afternoon_from,
        "afternoon_until": afternoon_until,
        "evening_from": evening_from,
        "evening_until": evening_until,
        "saturdays": saturdays,
    }
    row, _made = WorkingHours.objects.update_or_create(valid_from=day, defaults=times)
    _note(
        actor, Action.WORKING_HOURS_SET, row, {"valid_from": day.isoformat(), "hours": str(row), "saturdays": saturdays}
    )
    return row


def _note(actor: User, action: Action, subject: Any, details: dict[str, Any], *, reason: str = "") -> None:
    """Write the row under the actor's own office, where its administrators and auditors read it."""
    home = home_of(actor)
    audit.record(actor=actor, action=action, subject=subject, organisation_id=home, details=details, reason=reason)
