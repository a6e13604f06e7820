"""Forms of a plan: filters of the list, the plan itself, its steps."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from caunoi.directory.enums import RoleKind
from caunoi.directory.models import Directive, Organisation, User
from caunoi.directory.queries.scope import organisations_for
from caunoi.training.enums import PlanState
from caunoi.training.queries.plans.listing import PlanFilter, owners_of_plans, years_of_plans
from caunoi.web.base.widgets import DateField
from caunoi.web.desk.requests import StaffRequest
from caunoi.web.desk.training.programme_forms import DirectivesForm


class PlanFilterForm(forms.Form):
    """What the list of plans is narrowed to; odd values in the address count as none."""

    q = forms.CharField(
        label=_("Title"), required=False, max_length=200, widget=forms.TextInput(attrs={"type": "search"})
    )
    year = forms.ChoiceField(label=_("Year"), required=False)
    state = forms.ChoiceField(label=_("State"), required=False)
    owner = forms.ChoiceField(label=pgettext_lazy("filter", "Office"), required=False)
    sort = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, request: StaffRequest) -> None:
        super().__init__(request.GET)
        every: list[tuple[Any, Any]] = [("", pgettext_lazy("filter", "All"))]
        self._choose("year", every + [(str(year), str(year)) for year in years_of_plans(request.user)])
        self._choose("state", every + list(PlanState.choices))
        owners = owners_of_plans(request.user).values_list("pk", "name")[:500]
        self._choose("owner", every + [(str(pk), name) for pk, name in owners])

    def _choose(self, name: str, choices: list[tuple[Any, Any]]) -> None:
        self.fields[name].choices = choices  # type: ignore[attr-defined]

    @property
    def is_narrowed(self) -> bool:
        """Whether any filter is set."""
        return any(self.data.get(name) for name in self.fields if name != "sort")

    def wanted(self) -> PlanFilter:
        """Return what to look for; a value that is no choice is left out."""
        self.is_valid()
        values = self.cleaned_data
        return PlanFilter(
            text=values.get("q") or "",
            year=int(values["year"]) if values.get("year") else None,
            state=values.get("state") or "",
            owner=UUID(values["owner"]) if values.get("owner") else None,
        )


def offices_of(user: User) -> Any:
    """Return the offices for which the user may make a plan, the topmost first."""
    return organisations_for(user, RoleKind.ADMINISTRATOR, RoleKind.ORGANISER).order_by("path")


class OfficeField(forms.ModelChoiceField):
    """An office for which the user may make a plan; hidden where there is one only."""

    def offer(self, user: User) -> None:
        """Fill in the choices."""
        self.queryset = offices_of(user)
        self.initial = self.queryset.first()
        if self.queryset.count() == 1:
            self.widget = forms.HiddenInput()


class NewPlanForm(forms.Form):
    """A new plan: its office and year are enough."""

    owner = OfficeField(label=_("Office whose plan it is"), queryset=Organisation.objects.none(), empty_label=None)
    year = forms.IntegerField(label=_("Year"), min_value=1945, max_value=2100)
    title = forms.CharField(
        label=_("Title"),
        required=False,
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Left blank, it is called after the year. It can be changed later."),
    )
    purpose = forms.CharField(
        label=_("Purpose and requirements"), required=False, widget=forms.Textarea(attrs={"rows": 4})
    )

    def __init__(self, user: User, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        owner: Any = self.fields["owner"]
        owner.offer(user)
        today = timezone.localdate()
        # In autumn offices write next year's plan.
        self.fields["year"].initial = today.year + (1 if today.month >= 9 else 0)


class PlanForm(forms.Form):
    """What a plan is called and what it is for."""

    revision = forms.IntegerField(widget=forms.HiddenInput)
    title = forms.CharField(
        label=_("Title"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": _("Type the title of the plan.")},
    )
    year = forms.IntegerField(label=_("Year"), min_value=1945, max_value=2100)
    purpose = forms.CharField(
        label=_("Purpose and requirements"), required=False, widget=forms.Textarea(attrs={"rows": 8})
    )


class PlanDirectivesForm(DirectivesForm):
    """The directives on which a plan rests, ticked in a list."""

    def __init__(self, user: User, standing: Sequence[Directive], text: str, *args: Any, **kwargs: Any) -> None:
        super().__init__(user, standing, text, *args, **kwargs)
        self.fields["directives"].label = _("Directives on which the plan rests")


class PlanReasonForm(forms.Form):
    """A reason, for what can't be done without one."""

    revision = forms.IntegerField(widget=forms.HiddenInput)
    reason = forms.CharField(
        label=_("Reason"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Type the reason.")},
    )


class SigningForm(forms.Form):
    """What the registry gave: now or later."""

    revision = forms.IntegerField(widget=forms.HiddenInput, required=False)
    number = forms.CharField(
        label=_("Number of the registry"),
        required=False,
        max_length=60,
        help_text=_("As it stands on the signed plan, for example 12/KH-UBND. It may follow later."),
    )
    signed_on = DateField(label=_("Signed on"), required=False)
    signer = forms.CharField(
        label=_("Signed by"),
        required=False,
        max_length=200,
        help_text=_("Post and name as they stand under the plan."),
    )
    file = forms.FileField(label=_("Signed copy (PDF or picture)"), required=False)
