"""Forms of directives."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from caunoi.directory.enums import RoleKind
from caunoi.directory.models import User
from caunoi.directory.queries.scope import organisations_for
from caunoi.web.base.widgets import DateField
from caunoi.web.desk.directory.choices import OrganisationChoice


class DirectiveForm(forms.Form):
    """A numbered document."""

    number = forms.CharField(
        label=gettext_lazy("Number"),
        max_length=60,
        error_messages={"required": gettext_lazy("Type the number of the document, for example 12-KH/ĐU.")},
        help_text=gettext_lazy("As it stands on the document, for example 12-KH/ĐU."),
    )
    kind = forms.CharField(
        label=gettext_lazy("Kind of document"),
        required=False,
        max_length=60,
        help_text=gettext_lazy("For example plan, decision, official letter."),
    )
    issuer = forms.CharField(label=gettext_lazy("Issued by"), required=False, max_length=200)
    issued_on = DateField(label=gettext_lazy("Dated"), required=False)
    title = forms.CharField(
        label=gettext_lazy("Subject"), required=False, max_length=500, widget=forms.Textarea(attrs={"rows": 2})
    )
    file = forms.FileField(
        label=gettext_lazy("File"), required=False, help_text=gettext_lazy("PDF, Word or picture, at most 10 MB.")
    )


class NewDirectiveForm(DirectiveForm):
    """A new document and the office that keeps it."""

    owner = OrganisationChoice(label=gettext_lazy("Kept by"))

    def __init__(self, user: User, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["owner"]
        field.offer(organisations_for(user, RoleKind.ADMINISTRATOR, RoleKind.ORGANISER))
