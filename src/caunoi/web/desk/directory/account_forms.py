"""Forms of accounts and roles."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy

from caunoi.directory.enums import RoleKind
from caunoi.directory.models import User
from caunoi.directory.queries.scope import organisations_for
from caunoi.web.desk.directory.choices import OrganisationChoice

_ROLES = {
    RoleKind.ADMINISTRATOR: gettext_lazy("offices, accounts and everything else"),
    RoleKind.ORGANISER: gettext_lazy("classes, lists, papers, old reports"),
    RoleKind.EDITOR: gettext_lazy("writes and approves articles"),
    RoleKind.ACCOUNTANT: gettext_lazy("sees classes, lists and papers; writes their money, sees accounts of payees"),
    RoleKind.LEADER: gettext_lazy("list, attendance and questions of classes"),
    RoleKind.DOOR: gettext_lazy("marks attendance; sees no register"),
    RoleKind.AUDITOR: gettext_lazy("sees everything with its trail; changes nothing"),
}


def _roles() -> list[tuple[Any, Any]]:
    return [(kind.value, f"{capfirst(str(kind.label))}: {_ROLES[kind]}") for kind in RoleKind]


class RoleForm(forms.Form):
    """A role in an organisation."""

    organisation = OrganisationChoice(label=gettext_lazy("In"))
    kind = forms.ChoiceField(
        label=gettext_lazy("Role"),
        choices=_roles,
        initial=RoleKind.ORGANISER,
        widget=forms.RadioSelect,
    )

    def __init__(self, user: User, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["organisation"]
        field.offer(organisations_for(user, RoleKind.ADMINISTRATOR))


class NewAccountForm(RoleForm):
    """A new account with its first role."""

    name = forms.CharField(
        label=gettext_lazy("Full name"),
        max_length=120,
        error_messages={"required": gettext_lazy("Type the full name.")},
    )
    username = forms.CharField(
        label=gettext_lazy("User name"),
        required=False,
        max_length=60,
        help_text=gettext_lazy("Left blank, one is made of the name: maunv for Nguyễn Văn Mẫu."),
    )
    email = forms.EmailField(label=gettext_lazy("E-mail"), required=False)

    by = forms.ChoiceField(
        label=gettext_lazy("How does the person get in?"),
        choices=(
            ("password", gettext_lazy("With a password that I hand over; it is shown once")),
            ("link", gettext_lazy("With an invitation: a link to choose the own password, good for 7 days")),
        ),
        initial="password",
        widget=forms.RadioSelect,
    )

    field_order = ("name", "organisation", "kind", "username", "email", "by")
