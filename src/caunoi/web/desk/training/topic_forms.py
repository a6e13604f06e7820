"""Forms of the catalogue: filters, a topic, its files and ideas, merging, taking over."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy, pgettext_lazy

from caunoi.directory.enums import RoleKind
from caunoi.directory.models import Organisation, User
from caunoi.directory.queries.scope import organisations_for
from caunoi.training.enums import IdeaKind
from caunoi.training.models import Topic
from caunoi.training.queries.topics import TopicFilter
from caunoi.web.desk.directory.choices import choice_words
from caunoi.web.desk.directory.filters import FilterForm
from caunoi.web.desk.requests import StaffRequest

_SEARCH = {"type": "search"}


class TopicFilterForm(FilterForm):
    """What the catalogue is narrowed to."""

    q = forms.CharField(
        label=gettext_lazy("Title"), required=False, max_length=200, widget=forms.TextInput(attrs=_SEARCH)
    )
    state = forms.ChoiceField(label=gettext_lazy("Which"), required=False)

    def __init__(self, request: StaffRequest) -> None:
        super().__init__(request)
        self.choose(
            "state",
            [
                ("current", pgettext_lazy("topic", "In use")),
                ("retired", pgettext_lazy("topic", "Not taught any more")),
                ("shared", pgettext_lazy("topic", "Shared by offices above")),
            ],
        )

    def wanted(self) -> TopicFilter:
        """Return what to look for."""
        values = self.values()
        return TopicFilter(text=values["q"], state=values["state"])


class TopicForm(forms.Form):
    """A topic of the catalogue."""

    owner = forms.ModelChoiceField(
        label=gettext_lazy("Kept by"), queryset=Organisation.objects.none(), empty_label=None
    )
    revision = forms.IntegerField(widget=forms.HiddenInput, required=False)
    title = forms.CharField(
        label=gettext_lazy("Title"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": gettext_lazy("Type the title.")},
    )
    audience = forms.CharField(label=gettext_lazy("For whom"), required=False, max_length=300)
    outline = forms.CharField(
        label=gettext_lazy("Outline"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 14}),
        help_text=gettext_lazy(
            "A line for each part and point. A part begins with I., II. or with its number of points, such as "
            "“7 giải pháp”; a point with 1., 2., a) or a dash. It can be pasted from Word."
        ),
    )
    objectives = forms.CharField(
        label=gettext_lazy("Objectives"), required=False, widget=forms.Textarea(attrs={"rows": 4})
    )
    usual_sittings = forms.IntegerField(
        label=gettext_lazy("Usual number of sittings"), required=False, min_value=1, max_value=200
    )
    usual_periods = forms.IntegerField(
        label=gettext_lazy("Usual number of periods"), required=False, min_value=1, max_value=200
    )
    shared = forms.BooleanField(
        label=gettext_lazy("Share with the offices below"),
        required=False,
        help_text=gettext_lazy("They can read it and take a copy into their own catalogue; they can't change yours."),
    )

    def __init__(self, user: User, topic: Topic | None, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["owner"]
        offices = organisations_for(user, RoleKind.ADMINISTRATOR, RoleKind.ORGANISER).order_by("path")
        field.queryset = Organisation.objects.filter(pk=topic.owner_id) if topic else offices
        field.initial = topic.owner_id if topic else offices.first()
        if topic or offices.count() == 1:
            field.widget = forms.HiddenInput()


class TopicFileForm(forms.Form):
    """A file for a topic."""

    file = forms.FileField(label=gettext_lazy("File"), error_messages={"required": gettext_lazy("Choose the file.")})
    title = forms.CharField(label=gettext_lazy("What it is"), required=False, max_length=200)


class IdeaForm(forms.Form):
    """An idea for a question."""

    kind = forms.ChoiceField(
        label=gettext_lazy("For what"), choices=choice_words(IdeaKind), initial=IdeaKind.DISCUSSION,
        widget=forms.RadioSelect,
    )  # fmt: skip
    text = forms.CharField(
        label=gettext_lazy("Question"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": gettext_lazy("Type the question.")},
    )
    hint = forms.CharField(
        label=gettext_lazy("What the answer should hold"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class MergeTopicForm(forms.Form):
    """The topic that stands for another from now on."""

    other = forms.ModelChoiceField(
        label=gettext_lazy("The topic that stands for both"),
        queryset=Topic.objects.none(),
        empty_label=gettext_lazy("– choose –"),
        error_messages={"required": gettext_lazy("Choose the topic.")},
    )

    def __init__(self, topic: Topic, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others = Topic.objects.filter(owner=topic.owner_id, merged_into__isnull=True).exclude(pk=topic.pk)
        self.fields["other"].queryset = others.order_by("folded_title", "id")  # type: ignore[attr-defined]


class TakeOverForm(forms.Form):
    """Into whose catalogue a shared topic is copied."""

    owner = forms.ModelChoiceField(label=gettext_lazy("For"), queryset=Organisation.objects.none(), empty_label=None)

    def __init__(self, user: User, topic: Topic, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["owner"]
        offices = organisations_for(user, RoleKind.ADMINISTRATOR, RoleKind.ORGANISER)
        field.queryset = offices.filter(path__startswith=topic.owner.path).order_by("path")
        field.initial = field.queryset.first()
        if field.queryset.count() == 1:
            field.widget = forms.HiddenInput()
