"""Forms of a class: filters of the list, the class itself, moving it on, organisers, directives."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from caunoi.directory.enums import RoleKind
from caunoi.directory.models import Organisation, User
from caunoi.directory.queries.scope import organisations_for
from caunoi.training.enums import ClassOrigin, ClassState
from caunoi.training.queries.classes import UNKNOWN_YEAR, ClassFilter, organisers_of_classes, years_of_classes
from caunoi.web.base.widgets import DateField
from caunoi.web.desk.planning.forms import OfficeField
from caunoi.web.desk.requests import StaffRequest
from caunoi.web.desk.training.despite import DespiteForm

_QUARTERS = [(str(n), f"{'I' * n if n < 4 else 'IV'}") for n in range(1, 5)]


class ClassFilterForm(forms.Form):
    """What the list of classes is narrowed to; odd values in the address count as none."""

    q = forms.CharField(
        label=_("Title"), required=False, max_length=200, widget=forms.TextInput(attrs={"type": "search"})
    )
    state = forms.ChoiceField(label=_("State"), required=False)
    year = forms.ChoiceField(label=_("Year"), required=False)
    quarter = forms.ChoiceField(label=_("Quarter"), required=False)
    organiser = forms.ChoiceField(label=_("Organiser"), required=False)
    origin = forms.ChoiceField(label=_("Origin"), required=False)
    sort = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, request: StaffRequest) -> None:
        super().__init__(request.GET)
        user = request.user
        every: list[tuple[Any, Any]] = [("", pgettext_lazy("filter", "All"))]
        self._choose("state", every + list(ClassState.choices))
        self._choose("origin", every + list(ClassOrigin.choices))
        self._choose("quarter", every + _QUARTERS)
        years: list[tuple[Any, Any]] = [(str(year), str(year)) for year in years_of_classes(user)]
        self._choose("year", [*every, *years, (str(UNKNOWN_YEAR), _("not known"))])
        organisers = organisers_of_classes(user).values_list("pk", "name")[:300]
        self._choose("organiser", every + [(str(pk), name) for pk, name in organisers])

    def _choose(self, name: str, choices: list[tuple[Any, Any]]) -> None:
        self.fields[name].choices = choices  # type: ignore[attr-defined]

    @property
    def is_narrowed(self) -> bool:
        """Whether any filter is set."""
        return any(self.data.get(name) for name in self.fields if name != "sort")

    def wanted(self, order: str) -> ClassFilter:
        """Return what to look for; a value that is no choice is left out."""
        self.is_valid()
        values = self.cleaned_data
        organiser = values.get("organiser") or ""
        return ClassFilter(
            text=values.get("q") or "",
            state=values.get("state") or "",
            origin=values.get("origin") or "",
            year=int(values["year"]) if values.get("year") else None,
            quarter=int(values["quarter"]) if values.get("quarter") else None,
            organiser=UUID(organiser) if organiser else None,
            order=order,
        )


class NewClassForm(forms.Form):
    """A new class: nothing but the title is needed."""

    title = forms.CharField(
        label=_("Title of the class"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": _("Type the title of the class.")},
        help_text=_("As it will stand on the papers, for example: Training in grassroots mediation, 2026."),
    )
    keeper = forms.ModelChoiceField(
        label=_("Office that keeps the record"), queryset=Organisation.objects.none(), empty_label=None
    )
    starts_on = DateField(label=_("First day"), required=False)
    ends_on = DateField(label=_("Last day"), required=False)
    place = forms.CharField(label=_("Place"), required=False, max_length=300)
    audience = forms.CharField(
        label=_("For whom"), required=False, max_length=500, widget=forms.Textarea(attrs={"rows": 2})
    )
    quota = forms.IntegerField(
        label=_("Seats"), required=False, min_value=1, widget=forms.NumberInput(attrs={"inputmode": "numeric"})
    )

    def __init__(self, user: User, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        keepers = organisations_for(user, RoleKind.ADMINISTRATOR, RoleKind.ORGANISER).order_by("path")
        field: Any = self.fields["keeper"]
        field.queryset = keepers
        first = keepers.first()
        field.initial = first
        if keepers.count() == 1:
            field.widget = forms.HiddenInput()


class ClassForm(DespiteForm):
    """What a class is called, when and where; the assessment that goes into part III and IV of its report."""

    revision = forms.IntegerField(widget=forms.HiddenInput)
    title = forms.CharField(
        label=_("Title of the class"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": _("Type the title of the class.")},
    )
    starts_on = DateField(label=_("First day"), required=False)
    ends_on = DateField(label=_("Last day"), required=False)
    place = forms.CharField(label=_("Place"), required=False, max_length=300)
    audience = forms.CharField(
        label=_("For whom"), required=False, max_length=500, widget=forms.Textarea(attrs={"rows": 2})
    )
    quota = forms.IntegerField(label=_("Seats"), required=False, min_value=1)
    strong_points = forms.CharField(label=_("Strong points"), required=False, widget=forms.Textarea(attrs={"rows": 4}))
    weak_points = forms.CharField(
        label=_("Weak points and causes"), required=False, widget=forms.Textarea(attrs={"rows": 4})
    )
    proposals = forms.CharField(label=_("Proposals"), required=False, widget=forms.Textarea(attrs={"rows": 4}))


class ReasonForm(forms.Form):
    """One reason, for what can't be done without one."""

    revision = forms.IntegerField(widget=forms.HiddenInput, required=False)
    reason = forms.CharField(
        label=_("Reason"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Type the reason.")},
    )


class DuplicateForm(forms.Form):
    """For which office the copy is, when it begins, and its title where it is to differ."""

    keeper = OfficeField(label=_("Office that holds it"), queryset=Organisation.objects.none(), empty_label=None)
    starts_on = DateField(
        label=_("First day of the new class"),
        required=False,
        help_text=_("All sittings move with it. Without a day the copy has no sittings yet."),
    )
    title = forms.CharField(
        label=_("Title"),
        required=False,
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Left blank, it takes the old title; the old year in it becomes the new one."),
    )
