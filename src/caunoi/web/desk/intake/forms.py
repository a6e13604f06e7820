"""Forms of intake: reports sent in, and one form for each kind of value. What may be kept, the services decide."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from caunoi.directory.models import Organisation
from caunoi.intake.enums import CandidateState, ReportField
from caunoi.intake.services.uploads import MOST_FILES, SentFile
from caunoi.training.enums import GuestRole, HostRole, Qualifier

AUTOMATIC = "auto"
AS_WRITTEN = "none"
UNKNOWN = "unknown"


class ManyFilesInput(forms.ClearableFileInput):
    """A file input that takes several files."""

    allow_multiple_selected = True


class ManyFilesField(forms.FileField):
    """Several files; empty ones too, which the service names with their fault."""

    widget = ManyFilesInput(attrs={"accept": ".txt,.html,.htm,.docx,.pdf", "data-cn-files": True})

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile]:  # noqa: ARG002 - Django's signature
        """Return the files, none where none was chosen."""
        return [file for file in data if file] if isinstance(data, list | tuple) else [data] if data else []


class UploadForm(forms.Form):
    """Reports to read: files, or the text of one."""

    reports = ManyFilesField(
        label=_("Files of old reports"),
        required=False,
        help_text=_("Word (.docx), PDF, web page or text; up to %(most)s files at a time, 10 MB each.")
        % {"most": MOST_FILES},
    )
    text = forms.CharField(
        label=_("Or paste the text of one report"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        strip=False,
    )
    organisation = forms.ModelChoiceField(Organisation.objects.none(), label=_("Kept by"), empty_label=None)

    def __init__(self, *args: Any, organisations: Sequence[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["organisation"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = Organisation.objects.filter(pk__in=[each.pk for each in organisations])
        if organisations:
            field.initial = organisations[0].pk
        if len(organisations) == 1:
            field.widget = forms.HiddenInput()

    def sent(self) -> list[SentFile]:
        """Return what was sent; pasted text comes last, without a name."""
        found = [SentFile(name=file.name or "", content=file.read()) for file in self.cleaned_data["reports"]]
        if self.cleaned_data["text"].strip():
            found.append(SentFile(name="", content=self.cleaned_data["text"].encode()))
        return found


class ListFilter(forms.Form):
    """What the list is narrowed to."""

    q = forms.CharField(
        label=_("Title or file"), required=False, max_length=200, widget=forms.TextInput({"type": "search"})
    )
    state = forms.ChoiceField(
        label=pgettext_lazy("list of reports", "State"), required=False, choices=[(CandidateState.WAITING, "")]
    )
    unsure = forms.BooleanField(label=_("Only with uncertain values"), required=False)

    def __init__(self, *args: Any, counts: dict[str, int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["state"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(state.value, f"{state.label} ({counts[state]})") for state in CandidateState]


class ValueForm(forms.Form):
    """A value of one field for the service (``raw``); ``start`` and ``end`` are where it was marked, if it was."""

    start = forms.IntegerField(required=False, widget=forms.HiddenInput)
    end = forms.IntegerField(required=False, widget=forms.HiddenInput)

    @property
    def is_unknown(self) -> bool:
        """Whether the person said that the value is not known at all."""
        return False

    def raw(self) -> dict[str, Any]:
        """Return what the service cleans."""
        return {name: value for name, value in self.cleaned_data.items() if name not in {"start", "end"}}

    def spans(self) -> list[tuple[int, int]] | None:
        """Return where the value was marked in the text; None where it was typed."""
        start, end = self.cleaned_data.get("start"), self.cleaned_data.get("end")
        return [(start, end)] if isinstance(start, int) and isinstance(end, int) else None


class TextForm(ValueForm):
    """A line of text."""

    text = forms.CharField(
        label=pgettext_lazy("value of a report", "Text"), max_length=2000, widget=forms.Textarea(attrs={"rows": 2})
    )


class DaysForm(ValueForm):
    """One day, several, or a range."""

    days = forms.CharField(
        label=_("Days"),
        max_length=500,
        help_text=_("12/11/2026; several: 12/11/2026, 14/11/2026; from – to: 12/11/2026 - 14/11/2026"),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


class DayForm(ValueForm):
    """One day."""

    day = forms.CharField(
        label=_("Day"), max_length=40, help_text="12/11/2026", widget=forms.TextInput(attrs={"autocomplete": "off"})
    )


class ParticipantsForm(ValueForm):
    """How many took part, and how sure that is."""

    qualifier = forms.ChoiceField(
        label=_("How sure"),
        choices=[
            (Qualifier.EXACT, pgettext_lazy("count", "exactly")),
            (Qualifier.OVER, pgettext_lazy("count", "more than")),
            (Qualifier.NEARLY, pgettext_lazy("count", "nearly")),
            (Qualifier.ABOUT, pgettext_lazy("count", "about")),
            (UNKNOWN, pgettext_lazy("count", "not known")),
        ],
    )
    count = forms.CharField(
        label=_("Number of persons"),
        max_length=20,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )

    @property
    def is_unknown(self) -> bool:
        """Whether the number is not known."""
        return bool(self.cleaned_data.get("qualifier") == UNKNOWN)

    def clean(self) -> dict[str, Any]:
        """Refuse a number that is said to be unknown."""
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("qualifier") == UNKNOWN and cleaned.get("count"):
            self.add_error("count", _("Delete the number if it isn't known, or choose how sure it is."))
        return cleaned


class ViewsForm(ValueForm):
    """The page counter."""

    count = forms.CharField(
        label=pgettext_lazy("views", "Number"),
        max_length=20,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )


class OrganiserForm(ValueForm):
    """An organiser as written, its part, and which organisation of the directory it is."""

    name = forms.CharField(label=_("Name as written"), max_length=2000, widget=forms.Textarea(attrs={"rows": 2}))
    role = forms.ChoiceField(
        label=pgettext_lazy("organiser", "Part"),
        choices=[(role.value, role.label) for role in (HostRole.HOST, HostRole.CO_ORGANISER)],
    )
    organisation = forms.ChoiceField(label=_("In the directory"), required=False)

    def __init__(self, *args: Any, organisations: Sequence[tuple[UUID, str]] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["organisation"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [
            (AUTOMATIC, _("The one of exactly this name, if there is one")),
            (AS_WRITTEN, _("None: keep it as written")),
            *((str(pk), name) for pk, name in organisations),
        ]

    def raw(self) -> dict[str, Any]:
        """Return what the service cleans: None for by its name, "" for as written, else the id."""
        chosen = self.cleaned_data["organisation"] or AUTOMATIC
        meaning = {AUTOMATIC: None, AS_WRITTEN: ""}
        return super().raw() | {"organisation": meaning.get(chosen, chosen)}


class PersonForm(ValueForm):
    """A speaker: name, post held then, and which person of the directory it is."""

    name = forms.CharField(label=_("Full name"), max_length=200)
    position = forms.CharField(
        label=_("Post then"), max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    person = forms.ChoiceField(label=_("In the directory"), required=False)

    def __init__(self, *args: Any, persons: Sequence[tuple[str, str]] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["person"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", _("A new person")), *persons]


class OfficialForm(PersonForm):
    """A guest or leader: what he did, besides."""

    role = forms.ChoiceField(label=_("What the guest did"), choices=GuestRole.choices)
    field_order = ["name", "position", "role", "person"]


FORMS: dict[ReportField, type[ValueForm]] = {
    ReportField.TITLE: TextForm,
    ReportField.HELD_ON: DaysForm,
    ReportField.WHEN: TextForm,
    ReportField.HOST_PLACE: TextForm,
    ReportField.ORGANISERS: OrganiserForm,
    ReportField.AUDIENCE: TextForm,
    ReportField.PARTICIPANTS: ParticipantsForm,
    ReportField.SPEAKERS: PersonForm,
    ReportField.OFFICIALS: OfficialForm,
    ReportField.TOPICS: TextForm,
    ReportField.DIRECTIVES: TextForm,
    ReportField.PUBLISHED_ON: DayForm,
    ReportField.BYLINE: TextForm,
    ReportField.VIEWS: ViewsForm,
}
# A value of these is one line of text: marking it in the report says everything.
PLAIN = frozenset(field for field, form in FORMS.items() if form is TextForm) | {ReportField.ORGANISERS}
