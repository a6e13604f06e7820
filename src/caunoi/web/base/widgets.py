"""Fields for what clerks type: days as 12/11/2026 whatever the browser's language, times as 7:30 or 7 giờ 30."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

_COMPACT_DAY = re.compile(r"^(\d{2})(\d{2})(\d{2}|\d{4})$")
_DAY = re.compile(r"^(\d{1,2})\s*[/.\-\s]\s*(\d{1,2})\s*[/.\-\s]\s*(\d{2}|\d{4})$")
_ISO_DAY = re.compile(r"^(\d{4})-(\d{2})-(\d{2})$")
_TIME = re.compile(r"^(\d{1,2})(?:\s*(?::|h|g|giờ|gio)\s*(\d{2})?\s*(?:phút|p)?)?$", re.IGNORECASE)
_COMPACT_TIME = re.compile(r"^(\d{1,2})(\d{2})$")


class DateInput(forms.DateInput):
    """A text box for a day, and a button that opens the browser's calendar.

    The browser's own day field follows the language of the browser, not of the page: on an English Windows it would
    take 12/11 for 11 December.
    """

    template_name = "base/widgets/date.html"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        defaults = {"inputmode": "numeric", "autocomplete": "off", "data-cn-date": True}
        super().__init__(attrs={**defaults, **(attrs or {})}, format="%d/%m/%Y")


class DateField(forms.DateField):
    """A day typed as 12/11/2026, 12.11.26, 12112026 or 2026-11-12."""

    widget = DateInput
    default_error_messages = {
        "invalid": _("Type the day as day/month/year, for example 12/11/2026."),
        "no_such_day": _("%(value)s is not in the calendar. Check day and month."),
    }

    def to_python(self, value: Any) -> dt.date | None:
        """Return the day; raises ValidationError naming a day that isn't in the calendar."""
        if value in self.empty_values or isinstance(value, dt.date):
            return super().to_python(value)
        text = str(value).strip()
        match = _DAY.match(text) or _COMPACT_DAY.match(text)
        iso = _ISO_DAY.match(text)
        if match:
            day, month, year = (int(part) for part in match.groups())
            year += 2000 if year < 100 else 0
        elif iso:
            year, month, day = (int(part) for part in iso.groups())
        else:
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        try:
            return dt.date(year, month, day)
        except ValueError:
            raise ValidationError(self.error_messages["no_such_day"], code="no_such_day", params={"value": text})


class TimeField(forms.TimeField):
    """A time of the day typed as 7:30, 7h30, 7 giờ 30, 730 or 7h."""

    widget = forms.TextInput
    default_error_messages = {"invalid": _("Type the time as hour:minute, for example 7:30.")}

    def to_python(self, value: Any) -> dt.time | None:
        """Return the time; raises ValidationError for what is no time of the day."""
        if value in self.empty_values or isinstance(value, dt.time):
            return super().to_python(value)
        text = str(value).strip()
        match = _TIME.match(text) or _COMPACT_TIME.match(text)
        hour, minute = (int(match.group(1)), int(match.group(2) or 0)) if match else (24, 0)
        if hour > 23 or minute > 59:
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return dt.time(hour, minute)

    def prepare_value(self, value: Any) -> Any:
        """Write a stored time as 7:30."""
        return f"{value.hour}:{value.minute:02d}" if isinstance(value, dt.time) else value
