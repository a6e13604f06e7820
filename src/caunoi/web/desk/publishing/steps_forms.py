"""What the steps of an article ask for: the check, the time, where it stands, the offer."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from caunoi.directory.models import Unit
from caunoi.publishing.enums import ArticleKind
from caunoi.publishing.models import ArticlePage, SectionPage, SitePage, SiteTopic

# Each of the two fields has a name of its own beside that of the pair.
_DAY: dict[str, Any] = {"type": "date", "aria-label": _("Day of publication")}
_HOUR: dict[str, Any] = {"type": "time", "aria-label": _("Hour of publication")}


class CheckForm(forms.Form):
    """What somebody says who read an article."""

    edition = forms.IntegerField(widget=forms.HiddenInput, required=False)
    note = forms.CharField(
        label=_("Note"),
        required=False,
        max_length=1_000,
        help_text=_("What you compared, or what the author should change."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class TimeForm(forms.Form):
    """When an article is published."""

    edition = forms.IntegerField(widget=forms.HiddenInput, required=False)
    at = forms.SplitDateTimeField(
        label=_("Publish at"),
        widget=forms.SplitDateTimeWidget(
            date_attrs=_DAY,
            time_attrs=_HOUR,
            date_format="%Y-%m-%d",
            time_format="%H:%M",
        ),
        input_date_formats=["%Y-%m-%d", "%d/%m/%Y"],
        input_time_formats=["%H:%M", "%H:%M:%S"],
    )


class ArrangeForm(forms.Form):
    """Where an article stands."""

    edition = forms.IntegerField(widget=forms.HiddenInput, required=False)
    kind = forms.ChoiceField(label=_("Kind"), choices=ArticleKind.choices)
    section = forms.ModelChoiceField(label=_("Section"), queryset=SectionPage.objects.none(), empty_label=None)
    topics = forms.ModelMultipleChoiceField(
        label=_("Topics"), queryset=SiteTopic.objects.none(), required=False, widget=forms.CheckboxSelectMultiple
    )
    place = forms.ModelChoiceField(
        label=_("Place"), queryset=Unit.objects.none(), required=False, empty_label=_("of no one place")
    )

    def __init__(self, *args: Any, article: ArticlePage, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["section"].queryset = SectionPage.objects.filter(site=article.site, live=True).order_by("path")
        fields["topics"].queryset = SiteTopic.objects.filter(site=article.site)
        fields["place"].queryset = _places(article)


def _places(article: ArticlePage) -> Any:
    """Return the unit of the office, those beside and below it, and the one that is chosen."""
    unit = article.site.organisation.unit
    near = Q(pk=article.place_id or 0)
    if unit:
        near |= Q(pk=unit.pk) | Q(parent=unit)
        near |= Q(parent=unit.parent_id) if unit.parent_id else Q()
        near |= Q(pk=unit.parent_id or 0)
    today = Unit.objects.at(timezone.localdate()).filter(near)
    return (today | Unit.objects.filter(pk=article.place_id or 0)).distinct().order_by("folded_name", "pk")


class TopicForm(forms.Form):
    """The title of a topic."""

    title = forms.CharField(
        label=_("Topic"), max_length=120, help_text=_("For example: Conciliation at the grassroots")
    )


class OfferForm(forms.Form):
    """To which site above an article is offered."""

    site = forms.ModelChoiceField(label=_("Offer to"), queryset=SitePage.objects.none(), empty_label=None)
    note = forms.CharField(label=_("Note"), required=False, max_length=1_000, widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, *args: Any, sites: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["site"].queryset = sites  # type: ignore[attr-defined]
