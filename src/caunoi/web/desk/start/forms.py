"""What the first day asks for."""

from __future__ import annotations

from functools import partial
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from caunoi.directory.enums import OrganisationKind, System
from caunoi.web.desk.directory.choices import choice_words
from caunoi.web.desk.directory.unit_form import UnitForm


class TokenForm(forms.Form):
    """The token that the terminal shows."""

    token = forms.CharField(
        label=gettext_lazy("First-run code"),
        max_length=60,
        help_text=gettext_lazy(
            "It stands in the window in which the system was started, for example K7QM-2XWP-9RTA-HD4E."
        ),
        error_messages={"required": gettext_lazy("Type the code.")},
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
    )


class FirstOfficeForm(UnitForm):
    """The office, how its papers are headed, and who administers it."""

    name = forms.CharField(
        label=gettext_lazy("Name of the office in full"),
        max_length=200,
        help_text=gettext_lazy("For example: Ủy ban nhân dân phường Hòa Khánh."),
        error_messages={"required": gettext_lazy("Type the name of the office.")},
    )
    system = forms.ChoiceField(
        label=gettext_lazy("Layout of its papers"),
        choices=System.choices,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose the layout: State, Party or Front.")},
    )
    kind = forms.ChoiceField(label=gettext_lazy("Kind of office"), choices=partial(choice_words, OrganisationKind))
    superior_line = forms.CharField(
        label=gettext_lazy("Line above the name"),
        required=False,
        max_length=200,
        help_text=gettext_lazy("The body above, as it heads the papers. Can be added later."),
    )
    paper_place = forms.CharField(
        label=gettext_lazy("Place in the date line"),
        required=False,
        max_length=80,
        help_text=gettext_lazy("For example Hòa Khánh in “Hòa Khánh, ngày … tháng … năm …”."),
    )
    paper_suffix = forms.CharField(
        label=gettext_lazy("Letters after the number"),
        required=False,
        max_length=40,
        help_text=gettext_lazy("For example BC/ĐU in “Số: …-BC/ĐU”."),
    )
    administrator = forms.CharField(
        label=gettext_lazy("Your full name"),
        max_length=120,
        error_messages={"required": gettext_lazy("Type your full name.")},
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    username = forms.CharField(
        label=gettext_lazy("User name"),
        required=False,
        max_length=60,
        help_text=gettext_lazy("Left blank, one is made of the name: maunv for Nguyễn Văn Mẫu."),
        widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}),
    )
    email = forms.EmailField(
        label=gettext_lazy("E-mail"),
        required=False,
        help_text=gettext_lazy("To reset a forgotten password. Can be left blank."),
        error_messages={"invalid": gettext_lazy("This is no e-mail address. Check it, or leave it blank.")},
    )
    password = forms.CharField(
        label=gettext_lazy("Password"),
        strip=False,
        max_length=200,
        help_text=gettext_lazy("At least ten signs; a few words in a row are easy to keep in mind."),
        error_messages={"required": gettext_lazy("Choose a password.")},
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    again = forms.CharField(
        label=gettext_lazy("Password once more"),
        strip=False,
        max_length=200,
        error_messages={"required": gettext_lazy("Type the password once more.")},
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def clean(self) -> dict[str, Any]:
        """Compare the passwords; they are typed anew when anything else is wrong, as browsers don't give them back."""
        values = super().clean()
        first, second = values.get("password"), values.pop("again", None)
        if first and second and first != second:
            self.add_error("again", _("The two passwords differ. Type both anew."))
        return values
