"""Forms of the directory."""

from __future__ import annotations

from functools import partial
from typing import Any
from uuid import UUID

from django import forms
from django.db import models
from django.db.models import QuerySet
from django.db.models.functions import Length
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from caunoi.directory.enums import OrganisationKind, RoleKind, SuccessionKind, System
from caunoi.directory.models import Organisation, User
from caunoi.directory.queries.directives import DirectiveFilter, years_of_directives
from caunoi.directory.queries.organisations import OrganisationFilter, choosable_organisations
from caunoi.directory.queries.people import PersonFilter
from caunoi.directory.queries.scope import organisations_for
from caunoi.directory.services.people import person_faults
from caunoi.web.base.errors import add_missing_errors
from caunoi.web.base.widgets import DateField
from caunoi.web.desk.directory.unit_form import UnitForm
from caunoi.web.desk.requests import StaffRequest

# A list to choose from is not longer than what a page can carry; what stands highest comes first.
MOST_CHOICES = 500
_SEARCH = {"type": "search"}


def choice_words(kinds: type[models.TextChoices]) -> list[tuple[Any, Any]]:
    """Return the choices of a closed list with a capital, as they stand alone on a form."""
    return [(value, capfirst(str(label))) for value, label in kinds.choices]


class FilterForm(forms.Form):
    """Filters of a list, bound to the address; odd values count as none."""

    sort = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, request: StaffRequest) -> None:
        super().__init__(request.GET)
        self.user = request.user

    @property
    def is_narrowed(self) -> bool:
        """Whether any filter is set."""
        return any(self.data.get(name) for name in self.fields if name != "sort")

    def values(self) -> dict[str, Any]:
        """Return what was chosen; a value that is no choice is left out."""
        self.is_valid()
        return {name: self.cleaned_data.get(name) or "" for name in self.fields}

    def choose(self, name: str, choices: list[tuple[Any, Any]]) -> None:
        """Offer ``choices`` and all of them."""
        self.fields[name].choices = [("", pgettext_lazy("filter", "All")), *choices]  # type: ignore[attr-defined]


class OrganisationFilterForm(FilterForm):
    """What the list of organisations is narrowed to."""

    q = forms.CharField(
        label=gettext_lazy("Name"), required=False, max_length=200, widget=forms.TextInput(attrs=_SEARCH)
    )
    kind = forms.ChoiceField(label=gettext_lazy("Kind"), required=False)
    system = forms.ChoiceField(label=gettext_lazy("System"), required=False)
    current = forms.BooleanField(label=gettext_lazy("Only those that exist today"), required=False)

    def __init__(self, request: StaffRequest) -> None:
        super().__init__(request)
        self.choose("kind", choice_words(OrganisationKind))
        self.choose("system", list(System.choices))

    def wanted(self) -> OrganisationFilter:
        """Return what to look for."""
        values = self.values()
        return OrganisationFilter(
            text=values["q"], kind=values["kind"], system=values["system"], current=bool(values["current"])
        )


class PersonFilterForm(FilterForm):
    """What the list of persons is narrowed to."""

    q = forms.CharField(
        label=gettext_lazy("Name"), required=False, max_length=120, widget=forms.TextInput(attrs=_SEARCH)
    )
    organisation = forms.ChoiceField(label=gettext_lazy("Known to"), required=False)

    def __init__(self, request: StaffRequest, organisations: list[tuple[str, str]]) -> None:
        super().__init__(request)
        self.choose("organisation", organisations)

    def wanted(self) -> PersonFilter:
        """Return what to look for."""
        values = self.values()
        return PersonFilter(
            text=values["q"], organisation=UUID(values["organisation"]) if values["organisation"] else None
        )


class DirectiveFilterForm(FilterForm):
    """What the list of directives is narrowed to."""

    q = forms.CharField(
        label=gettext_lazy("Number or subject"),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs=_SEARCH),
    )
    year = forms.ChoiceField(label=gettext_lazy("Year"), required=False)

    def __init__(self, request: StaffRequest) -> None:
        super().__init__(request)
        self.choose("year", [(str(year), str(year)) for year in years_of_directives(request.user)])

    def wanted(self) -> DirectiveFilter:
        """Return what to look for."""
        values = self.values()
        return DirectiveFilter(text=values["q"], year=int(values["year"]) if values["year"] else None)


class OrganisationChoice(forms.ModelChoiceField):
    """One of the organisations that a user may choose; the page carries the highest ones, all are taken."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(queryset=Organisation.objects.none(), **kwargs)

    def offer(self, organisations: QuerySet[Organisation], *, standing: Organisation | None = None) -> None:
        """Offer ``organisations``, with ``standing`` among them wherever it lies."""
        self.queryset = organisations
        shown = list(organisations.order_by(Length("path"), "folded_name", "id")[:MOST_CHOICES])
        if standing and standing not in shown:
            shown.insert(0, standing)
        empty: list[tuple[Any, Any]] = [] if self.required and shown else [("", "–")]
        self.widget.choices = empty + [(str(each.pk), each.name) for each in shown]


class OrganisationForm(UnitForm):
    """An organisation: what it is called, where it stands, whom it serves, and how its papers are headed."""

    name = forms.CharField(
        label=gettext_lazy("Name in full"),
        max_length=200,
        error_messages={"required": gettext_lazy("Type the name of the organisation.")},
    )
    short_name = forms.CharField(label=gettext_lazy("Short name"), required=False, max_length=80)
    email = forms.EmailField(
        label=gettext_lazy("E-mail of the office"),
        required=False,
        max_length=254,
        help_text=gettext_lazy("Whoever answers a mail of this system writes to this address."),
    )
    system = forms.ChoiceField(label=gettext_lazy("System"), choices=System.choices, widget=forms.RadioSelect)
    kind = forms.ChoiceField(label=gettext_lazy("Kind"), choices=partial(choice_words, OrganisationKind))
    parent = OrganisationChoice(label=gettext_lazy("Under"), required=False)
    valid_from = DateField(label=gettext_lazy("Founded on"), required=False)
    valid_to = DateField(label=gettext_lazy("Ended on"), required=False)
    superior_line = forms.CharField(
        label=gettext_lazy("Line above the name"),
        required=False,
        max_length=200,
        help_text=gettext_lazy("The body above, as it heads the papers, for example: ĐẢNG BỘ THÀNH PHỐ ĐÀ NẴNG."),
    )
    paper_suffix = forms.CharField(
        label=gettext_lazy("Letters after the number"),
        required=False,
        max_length=40,
        help_text=gettext_lazy("For example BC/ĐU in “Số: …-BC/ĐU”."),
    )
    paper_place = forms.CharField(
        label=gettext_lazy("Place in the date line"),
        required=False,
        max_length=80,
        help_text=gettext_lazy("For example Hòa Khánh in “Hòa Khánh, ngày … tháng … năm …”."),
    )
    paper_authority = forms.CharField(
        label=gettext_lazy("Authority of the signature"),
        required=False,
        max_length=120,
        help_text=gettext_lazy("For example T/M BAN THƯỜNG VỤ; left blank where the head signs alone."),
    )
    paper_signer_title = forms.CharField(label=gettext_lazy("Title of the signer"), required=False, max_length=120)
    paper_signer_name = forms.CharField(label=gettext_lazy("Name of the signer"), required=False, max_length=120)
    paper_recipients = forms.CharField(
        label=gettext_lazy("Recipients of its reports"),
        required=False,
        max_length=1_000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy(
            "One line each, as they stand under “Nơi nhận” at the foot of a report. Left blank, the organisation above"
            " and the line “Lưu” stand there."
        ),
    )

    def __init__(self, user: User, *args: Any, organisation: Organisation | None = None, **kwargs: Any) -> None:
        super().__init__(*args, standing_unit=organisation.unit if organisation else None, **kwargs)
        parent: Any = self.fields["parent"]
        parents = organisations_for(user, RoleKind.ADMINISTRATOR)
        standing = organisation.parent if organisation else None
        if organisation is None:
            parent.required = True
            parent.error_messages["required"] = _("Choose under which organisation it stands.")
        elif standing is None or not parents.filter(pk=standing.pk).exists():
            # Whoever does not administer the one above can't move it; it is not offered.
            del self.fields["parent"]
        if "parent" in self.fields:
            if organisation:
                low, high = organisation.range
                parents = parents.exclude(path__gte=low, path__lt=high)
            parent.offer(parents, standing=standing)
            if organisation:
                parent.required = True


class SuccessionForm(forms.Form):
    """Who takes over an organisation, how and when."""

    successor = OrganisationChoice(
        label=gettext_lazy("Taken over by"),
        error_messages={"required": gettext_lazy("Choose the organisation that takes over.")},
    )
    kind = forms.ChoiceField(
        label=gettext_lazy("How"),
        choices=partial(choice_words, SuccessionKind),
        initial=SuccessionKind.MERGED,
        widget=forms.RadioSelect,
    )
    on = DateField(label=gettext_lazy("From the day"), error_messages={"required": gettext_lazy("Type the day.")})

    def __init__(self, user: User, organisation: Organisation, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        low, high = organisation.range
        field: Any = self.fields["successor"]
        field.offer(organisations_for(user, RoleKind.ADMINISTRATOR).exclude(path__gte=low, path__lt=high))


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


_ROLES = {
    RoleKind.ADMINISTRATOR: gettext_lazy("offices, accounts and everything else"),
    RoleKind.ORGANISER: gettext_lazy("classes, lists, papers, old reports"),
    RoleKind.EDITOR: gettext_lazy("writes and approves articles"),
    RoleKind.ACCOUNTANT: gettext_lazy("sees classes, lists and papers; changes nothing"),
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
