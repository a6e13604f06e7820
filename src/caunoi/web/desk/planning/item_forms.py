"""Forms of an item of a plan and of its estimate."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from caunoi.directory.models import Organisation, User
from caunoi.directory.queries.organisations import choosable_organisations
from caunoi.training.enums import NormBasis, NormKind
from caunoi.training.models import PlanItem, PlanNorm, Topic
from caunoi.training.queries.programme import visible_topics
from caunoi.training.services.plans.items import ItemValues
from caunoi.web.base.widgets import DateField

# Points, commas and gaps between thousands, and the name of the money.
_GROUPING = re.compile(r"[.,\s]|đ(ồng)?$", re.IGNORECASE)
_QUARTERS = [("", pgettext_lazy("quarter", "not settled")), ("1", "I"), ("2", "II"), ("3", "III"), ("4", "IV")]


class MoneyField(forms.IntegerField):
    """An amount in đồng, typed with or without points: 600000, 600.000."""

    widget = forms.TextInput

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(min_value=0, **kwargs)
        self.widget.attrs.update({"inputmode": "numeric", "autocomplete": "off"})

    def to_python(self, value: Any) -> int | None:
        """Return the amount; raises ValidationError for what is none."""
        return super().to_python(_GROUPING.sub("", value) if isinstance(value, str) else value)

    def prepare_value(self, value: Any) -> Any:
        """Write a stored amount with points."""
        return f"{value:,}".replace(",", ".") if isinstance(value, int) else value


class ItemForm(forms.Form):
    """One item of a plan: nothing but what is taught is needed."""

    revision = forms.IntegerField(widget=forms.HiddenInput, required=False)
    title = forms.CharField(
        label=_("What is taught"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": _("Type what is to be taught.")},
        help_text=_("As it will stand in the plan; the classes made from it are called the same."),
    )
    topic = forms.ModelChoiceField(
        label=_("Topic of the catalogue"),
        queryset=Topic.objects.none(),
        required=False,
        empty_label=pgettext_lazy("topic", "none"),
    )
    audience = forms.CharField(
        label=_("For whom"), required=False, max_length=500, widget=forms.Textarea(attrs={"rows": 2})
    )
    held_for = forms.ModelChoiceField(
        label=_("For the people of"),
        queryset=Organisation.objects.none(),
        required=False,
        empty_label=pgettext_lazy("organisation", "several, or not settled"),
        help_text=_("Where the item is for one organisation: planned and done is counted for it."),
    )
    class_count = forms.IntegerField(label=_("Classes"), min_value=1, max_value=1000, initial=1)
    seats = forms.IntegerField(label=_("Seats a class"), min_value=1, max_value=100_000, required=False)
    sittings = forms.IntegerField(
        label=_("Sittings a class"), min_value=1, max_value=60, initial=2, help_text=_("Two sittings are one day.")
    )
    quarter = forms.TypedChoiceField(
        label=_("Quarter"), choices=_QUARTERS, coerce=int, empty_value=None, required=False
    )
    place = forms.CharField(label=_("Place"), required=False, max_length=300)
    note = forms.CharField(label=_("Note"), required=False, max_length=500)

    def __init__(self, user: User, item: PlanItem | None, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        topic: Any = self.fields["topic"]
        held_for: Any = self.fields["held_for"]
        topics = Q(pk__in=visible_topics(user).order_by().values("pk"))
        offices = Q(pk__in=choosable_organisations(user).order_by().values("pk"))
        if item:
            topics, offices = topics | Q(pk=item.topic_id), offices | Q(pk=item.held_for_id)
        topic.queryset = Topic.objects.filter(topics).order_by("folded_title", "id")
        held_for.queryset = Organisation.objects.filter(offices).order_by("folded_name", "id")

    def values(self) -> ItemValues:
        """Return what was typed."""
        return ItemValues(**{name: value for name, value in self.cleaned_data.items() if name != "revision"})


class CostForm(forms.Form):
    """One line of an estimate: a norm of the office, or typed freely."""

    revision = forms.IntegerField(widget=forms.HiddenInput, required=False)
    norm = forms.ModelChoiceField(
        label=_("Norm of the office"),
        queryset=PlanNorm.objects.none(),
        required=False,
        empty_label=pgettext_lazy("norm", "none: type it below"),
    )
    title = forms.CharField(label=_("What the money is for"), required=False, max_length=200)
    kind = forms.ChoiceField(label=_("Kind"), choices=NormKind.choices, initial=NormKind.OTHER)
    basis = forms.ChoiceField(label=_("Reckoned"), choices=NormBasis.choices, initial=NormBasis.CLASS)
    rate = MoneyField(label=_("Amount (đồng)"), required=False)
    quantity = forms.IntegerField(
        label=_("How many a class"),
        min_value=1,
        required=False,
        help_text=_("Left blank, it is worked out from seats and sittings."),
    )
    fixed = MoneyField(
        label=_("Amount for all classes, set by hand (đồng)"),
        required=False,
        help_text=_("Only where the reckoning does not fit; it needs a reason."),
    )
    reason = forms.CharField(label=_("Reason"), required=False, max_length=300)

    def __init__(self, norms: Sequence[PlanNorm], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["norm"]
        field.queryset = PlanNorm.objects.filter(pk__in=[norm.pk for norm in norms]).order_by("kind", "title", "id")
        field.label_from_instance = norm_words
        if not norms:
            field.widget = forms.HiddenInput()


def norm_words(norm: PlanNorm) -> str:
    """Return a norm as a form offers it."""
    amount = f"{norm.amount:,}".replace(",", ".")
    return f"{norm.title}: {amount} đ {norm.get_basis_display()}"


class NormForm(forms.Form):
    """A norm of an office."""

    revision = forms.IntegerField(widget=forms.HiddenInput, required=False)
    owner = forms.ModelChoiceField(label=_("Kept by"), queryset=Organisation.objects.none(), empty_label=None)
    kind = forms.ChoiceField(label=_("Pays for"), choices=NormKind.choices)
    title = forms.CharField(
        label=_("Title"),
        max_length=200,
        error_messages={"required": _("Type what the norm is called.")},
        help_text=_("For a speaker's fee with the rank, for example: Speaker of the province."),
    )
    basis = forms.ChoiceField(label=_("Reckoned"), choices=NormBasis.choices)
    amount = MoneyField(label=_("Amount (đồng)"), error_messages={"required": _("Type the amount in đồng.")})
    valid_from = DateField(label=_("Holds from"), required=False)
    valid_to = DateField(label=_("Holds until"), required=False)
    citation = forms.CharField(
        label=_("Set by"),
        required=False,
        max_length=300,
        help_text=_("Number and day of the paper that sets the amount."),
    )
    confirmed = forms.BooleanField(label=_("I compared it with that paper"), required=False)
    by_default = forms.BooleanField(label=_("Put it to every new item"), required=False)

    def __init__(self, offices: Any, norm: PlanNorm | None, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["owner"]
        field.queryset = Organisation.objects.filter(pk=norm.owner_id) if norm else offices
        field.initial = norm.owner_id if norm else offices.first()
        if norm or offices.count() == 1:
            field.widget = forms.HiddenInput()
