"""Forms of the office's settings: mail server, trial mail, days off, hours."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from caunoi.core.models import MailServer
from caunoi.web.base.widgets import DateField, TimeField
from caunoi.web.desk.directory.choices import choice_words

_TYPE_TIME = {"required": _("Type the time, for example 7:30.")}


class MailServerForm(forms.Form):
    """The mail server; the password that is stored is never given back."""

    revision = forms.IntegerField(widget=forms.HiddenInput, required=False)
    host = forms.CharField(
        label=_("Name of the mail server"),
        max_length=200,
        help_text=_("Whoever gives you your mailbox tells it. For example: smtp.example.vn."),
        error_messages={"required": _("Type the name of the mail server.")},
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}),
    )
    security = forms.ChoiceField(
        label=_("Encryption"),
        choices=choice_words(MailServer.Security),
        widget=forms.RadioSelect,
        initial=MailServer.Security.TLS,
        error_messages={"required": _("Choose how the connection is encrypted.")},
    )
    port = forms.IntegerField(
        label=_("Port"),
        required=False,
        help_text=_("Left blank, it is the usual one of the encryption."),
        error_messages={"invalid": _("A port is a number from 1 to 65535.")},
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
    username = forms.CharField(
        label=_("User name at the mail server"),
        required=False,
        max_length=200,
        help_text=_("Mostly the address of the mailbox."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}),
    )
    password = forms.CharField(
        label=_("Password at the mail server"),
        required=False,
        strip=False,
        max_length=200,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    sender = forms.EmailField(
        label=_("Sender of the mails"),
        help_text=_("The address that stands as sender. For example: vanphong@example.vn."),
        error_messages={
            "required": _("Type the address that stands as sender."),
            "invalid": _("This is no e-mail address. For example: vanphong@example.vn."),
        },
    )

    def __init__(self, server: MailServer | None, *args: Any, **kwargs: Any) -> None:
        initial: dict[str, Any] = {"revision": server.revision if server else 0}
        if server:
            names = ("host", "port", "security", "username", "sender")
            initial |= {name: getattr(server, name) for name in names}
        super().__init__(*args, **{"initial": initial, **kwargs})
        self.fields["password"].help_text = (
            _("One is stored and is not shown. Leave blank to keep it.")
            if server and server.password
            else _("Kept encrypted, never shown again.")
        )

    def clean(self) -> dict[str, Any]:
        """Fill in the usual port."""
        values = super().clean() or self.cleaned_data
        values["revision"] = values.get("revision") or 0
        if "port" in values and values["port"] is None:
            values["port"] = MailServer.PORTS.get(values.get("security", ""), 465)
        return values


class TrialForm(forms.Form):
    """Where the trial mail goes."""

    recipient = forms.EmailField(
        label=_("Send the trial mail to"),
        error_messages={
            "required": _("Type an address whose mailbox you can open."),
            "invalid": _("This is no e-mail address. For example: vanphong@example.vn."),
        },
    )


class HolidayForm(forms.Form):
    """A day that the office makes a day off or a working day."""

    day = DateField(label=_("Day"), error_messages={"required": _("Type the day, for example 12/11/2026.")})
    is_off = forms.TypedChoiceField(
        label=_("What it becomes"),
        choices=[("1", _("Day off")), ("0", _("Working day"))],
        coerce=lambda value: value == "1",
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose: day off or working day.")},
    )
    reason = forms.CharField(
        label=_("Reason"),
        max_length=200,
        help_text=_("For example: founding day of the ward; notice 12/TB-UBND."),
        error_messages={"required": _("Say why, for example the number of the decision.")},
    )


class WorkingHoursForm(forms.Form):
    """When the office works."""

    morning_from = TimeField(label=_("Morning from"), error_messages=_TYPE_TIME)
    morning_until = TimeField(label=_("Morning until"), error_messages=_TYPE_TIME)
    afternoon_from = TimeField(label=_("Afternoon from"), error_messages=_TYPE_TIME)
    afternoon_until = TimeField(label=_("Afternoon until"), error_messages=_TYPE_TIME)
    evening_from = TimeField(
        label=_("Evening from"),
        error_messages=_TYPE_TIME,
        help_text=_("For classes in the evening that name no hours of their own."),
    )
    evening_until = TimeField(label=_("Evening until"), error_messages=_TYPE_TIME)
    saturdays = forms.BooleanField(
        label=_("Saturdays are working days, too"),
        required=False,
        help_text=_("Then they count where a period is given in working days."),
    )
    valid_from = DateField(
        label=_("Holds from"), error_messages={"required": _("Type the day, for example 12/11/2026.")}
    )


class SendingHoursForm(forms.Form):
    """When mails may go out."""

    opens_at = TimeField(label=_("Mails from"), error_messages=_TYPE_TIME)
    closes_at = TimeField(label=_("Mails until"), error_messages=_TYPE_TIME)
    on_holidays = forms.BooleanField(label=_("On public holidays and days off, too"), required=False)
    valid_from = DateField(
        label=_("Holds from"), error_messages={"required": _("Type the day, for example 12/11/2026.")}
    )
