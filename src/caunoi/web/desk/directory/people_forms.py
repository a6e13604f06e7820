"""Forms of persons and their posts."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from caunoi.directory.enums import RoleKind
from caunoi.directory.models import User
from caunoi.directory.queries.organisations import choosable_organisations
from caunoi.directory.queries.scope import organisations_for
from caunoi.directory.services.people import person_faults
from caunoi.web.base.errors import add_missing_errors
from caunoi.web.base.widgets import DateField
from caunoi.web.desk.directory.choices import OrganisationChoice


class PersonForm(forms.Form):
    """A person: nothing but the name is needed."""

    full_name = forms.CharField(
        label=gettext_lazy("Full name"),
        max_length=120,
        error_messages={"required": gettext_lazy("Type the full name.")},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    birth_year = forms.IntegerField(
        label=gettext_lazy("Year of birth"),
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "maxlength": 4}),
        error_messages={"invalid": gettext_lazy("Type the year with four digits, for example 1970.")},
        help_text=gettext_lazy("Tells people of one name apart; the day of birth is not kept."),
    )
    phone = forms.CharField(
        label=gettext_lazy("Phone"),
        required=False,
        max_length=30,
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off"}),
    )
    email = forms.EmailField(
        label=gettext_lazy("E-mail"),
        required=False,
        max_length=200,
        error_messages={"invalid": gettext_lazy("This is no e-mail address. Check it, or leave it blank.")},
    )

    def clean(self) -> dict[str, Any]:
        """Say everything that is wrong at once, also what the register would refuse only afterwards."""
        values = super().clean() or self.cleaned_data
        asked = ("full_name", "birth_year", "phone", "email")
        add_missing_errors(self, person_faults(**{name: values[name] for name in asked if values.get(name)}))
        return values


class NewPersonForm(PersonForm):
    """A new person, the organisation that knows him, and the post held there."""

    organisation = OrganisationChoice(label=gettext_lazy("Organisation"))
    title = forms.CharField(label=gettext_lazy("Post there"), required=False, max_length=300)

    def __init__(self, user: User, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["organisation"]
        field.offer(organisations_for(user, RoleKind.ADMINISTRATOR, RoleKind.ORGANISER))


class PostForm(forms.Form):
    """A post somebody holds or held."""

    title = forms.CharField(
        label=gettext_lazy("Post"),
        max_length=300,
        error_messages={"required": gettext_lazy("Type the post.")},
    )
    organisation = OrganisationChoice(label=gettext_lazy("At"), required=False)
    organisation_text = forms.CharField(
        label=gettext_lazy("Or an organisation that is not in the list"), required=False, max_length=200
    )
    valid_from = DateField(label=gettext_lazy("From"), required=False)
    valid_to = DateField(
        label=gettext_lazy("Until (not held any more on that day)"),
        required=False,
        help_text=gettext_lazy("Left blank while the post is held."),
    )

    def __init__(self, user: User, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["organisation"]
        field.offer(choosable_organisations(user))


class EndPostForm(forms.Form):
    """The day on which a post was not held any more."""

    on = DateField(
        label=gettext_lazy("Not held any more from"), error_messages={"required": gettext_lazy("Type the day.")}
    )
