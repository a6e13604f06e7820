"""What the pages of library and calendar ask for. Cleaning and judging is the services' business."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from caunoi.publishing.enums import Licence, MaterialLanguage, ShelfState
from caunoi.publishing.models import SitePage
from caunoi.training.models import TopicFile, TrainingClass


class _SiteForm(forms.Form):
    """A form that names the site where there are several."""

    site = forms.ModelChoiceField(label=_("News site"), queryset=SitePage.objects.none())

    def __init__(self, *args: Any, sites: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["site"].queryset = sites  # type: ignore[attr-defined]
        self.fields["site"].initial = sites.first()
        if len(sites[:2]) == 1:
            self.fields["site"].widget = forms.HiddenInput()


class MaterialWordsForm(forms.Form):
    """What is said of a material."""

    edition = forms.IntegerField(widget=forms.HiddenInput, required=False)
    title = forms.CharField(label=_("Title"), max_length=250)
    about = forms.CharField(
        label=_("What it is"),
        required=False,
        max_length=5_000,
        help_text=_("One or two sentences: what is in it, for whom, where it is from."),
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    subject = forms.CharField(
        label=_("Subject"),
        required=False,
        max_length=100,
        help_text=_("Readers narrow the library by it. Take the same word for materials of one kind."),
        widget=forms.TextInput(attrs={"list": "subjects", "autocomplete": "off"}),
    )
    licence = forms.ChoiceField(
        label=_("What readers may do with it"),
        choices=Licence.choices,
        initial=Licence.AGREED,
        help_text=_("A Creative Commons licence only if the office, or the author, gave it."),
    )
    holder = forms.CharField(label=_("Holder of the rights or author"), required=False, max_length=200)
    language = forms.ChoiceField(
        label=_("Language"), choices=MaterialLanguage.choices, initial=MaterialLanguage.VIETNAMESE
    )


class _FileForm(forms.Form):
    """A file of one's own, or one of the catalogue."""

    file = forms.FileField(
        label=_("File"),
        required=False,
        allow_empty_file=True,
        help_text=_("PDF, Word, Excel, PowerPoint, picture, sound, video or text."),
    )
    topic_file = forms.ModelChoiceField(
        label=_("Or a file of the catalogue of topics"),
        queryset=TopicFile.objects.none(),
        required=False,
        empty_label=_("none"),
    )

    def __init__(self, *args: Any, files: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["topic_file"].queryset = files  # type: ignore[attr-defined]
        if not files.exists():
            del self.fields["topic_file"]

    def taken(self) -> dict[str, Any]:
        """Return what the services take of the file."""
        sent = self.cleaned_data["file"]
        if sent:
            return {"content": sent.read(), "name": sent.name}
        return {"topic_file": self.cleaned_data.get("topic_file")}


class NewMaterialForm(_SiteForm, _FileForm, MaterialWordsForm):
    """A new material."""

    field_order = ["site", "file", "topic_file", "title", "about", "subject", "licence", "holder", "language"]


class VersionForm(_FileForm):
    """A newer file."""

    words = forms.CharField(label=_("What is new in it"), required=False, max_length=300)


class PublishForm(forms.Form):
    """From when on everybody sees it, and who sees it before."""

    edition = forms.IntegerField(widget=forms.HiddenInput, required=False)
    listed_on = forms.DateField(
        label=_("Everybody sees it from"),
        required=False,
        help_text=_("Left blank: at once."),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    training_class = forms.ModelChoiceField(
        label=_("Participants of this class see it at once"),
        queryset=TrainingClass.objects.none(),
        required=False,
        empty_label=_("none"),
        help_text=_("They find it on their own page, before the day and after it."),
    )

    def __init__(self, *args: Any, classes: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["training_class"].queryset = classes  # type: ignore[attr-defined]


class EventForm(forms.Form):
    """An event."""

    edition = forms.IntegerField(widget=forms.HiddenInput, required=False)
    title = forms.CharField(label=_("Title"), max_length=300)
    starts_on = forms.DateField(label=_("First day"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    ends_on = forms.DateField(
        label=_("Last day"),
        required=False,
        help_text=_("Left blank: one day."),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    starts_at = forms.TimeField(
        label=_("Begins at"), required=False, widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    )
    ends_at = forms.TimeField(
        label=_("Ends at"), required=False, widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    )
    place = forms.CharField(label=_("Place"), required=False, max_length=500)
    audience = forms.CharField(label=_("For whom"), required=False, max_length=500)
    description = forms.CharField(
        label=_("What it is about"), required=False, max_length=5_000, widget=forms.Textarea(attrs={"rows": 5})
    )
    contact = forms.CharField(
        label=_("How to ask"),
        required=False,
        max_length=1_000,
        help_text=_("Everybody reads this: take the telephone of the office, not of a person."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    register_by = forms.DateField(
        label=_("Registration until"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )


class NewEventForm(_SiteForm, EventForm):
    """A new event."""


class ClassCalendarForm(_SiteForm):
    """What the calendar tells of a class beside what the class says of itself."""

    description = EventForm.base_fields["description"]
    contact = EventForm.base_fields["contact"]


class NoteForm(forms.Form):
    """One note for readers, with the edition that was read."""

    edition = forms.IntegerField(widget=forms.HiddenInput, required=False)
    note = forms.CharField(
        label=_("Note for readers"), required=False, max_length=1_000, widget=forms.Textarea(attrs={"rows": 3})
    )


class ShelfListForm(forms.Form):
    """How the lists are narrowed."""

    q = forms.CharField(
        label=_("Words to look for"), required=False, max_length=200, widget=forms.TextInput(attrs={"type": "search"})
    )
    state = forms.ChoiceField(
        label=_("Status"), required=False, choices=[("", pgettext_lazy("shelf", "all")), *ShelfState.choices]
    )
    site = forms.ModelChoiceField(
        label=_("News site"), required=False, queryset=SitePage.objects.none(), empty_label=_("all")
    )

    def __init__(self, *args: Any, sites: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["site"].queryset = sites  # type: ignore[attr-defined]
        if len(sites[:2]) < 2:
            del self.fields["site"]

    def wanted(self) -> dict[str, Any]:
        """Return what the queries take."""
        chosen = self.cleaned_data if self.is_valid() else {}
        site = chosen.get("site")
        return {"state": chosen.get("state", ""), "site": site.pk if site else None, "query": chosen.get("q", "")}
