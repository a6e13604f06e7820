"""Filters of the directory's lists."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy, pgettext_lazy

from caunoi.directory.enums import OrganisationKind, System
from caunoi.directory.queries.directives import DirectiveFilter, years_of_directives
from caunoi.directory.queries.organisations import OrganisationFilter
from caunoi.directory.queries.people import PersonFilter
from caunoi.web.desk.directory.choices import choice_words
from caunoi.web.desk.requests import StaffRequest

_SEARCH = {"type": "search"}


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
