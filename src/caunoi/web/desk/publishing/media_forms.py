"""What the pages of recordings ask for. Cleaning and judging is the services' business."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

_MOST_CAPTIONS = 600_000


class MediaWordsForm(forms.Form):
    """The words of a recording; captions come as a file, or are edited as text."""

    title = forms.CharField(label=_("Title"), max_length=200)
    credit = forms.CharField(label=_("Recorded by"), required=False, max_length=120)
    transcript = forms.CharField(
        label=_("What is said, in writing"),
        required=False,
        max_length=200_000,
        help_text=_("Needed before publication, for readers who can't hear it. Left blank: taken from the captions."),
        widget=forms.Textarea(attrs={"rows": 8}),
    )
    captions_file = forms.FileField(
        label=_("Captions as a file"),
        required=False,
        help_text=_("WebVTT (.vtt) or SubRip (.srt); puts itself in the place of the text below."),
        widget=forms.ClearableFileInput(attrs={"accept": ".vtt,.srt,text/vtt"}),
    )
    captions = forms.CharField(
        label=_("Captions"), required=False, max_length=_MOST_CAPTIONS, widget=forms.Textarea(attrs={"rows": 6})
    )
    names_people = forms.BooleanField(label=_("People are named who can be recognised"), required=False)
    consent = forms.BooleanField(label=_("The people named agreed to be shown"), required=False)

    def clean_captions_file(self) -> str:
        """Return the text of the file, "" for none. Raises ValidationError for what is no text in Unicode."""
        sent = self.cleaned_data.get("captions_file")
        if not sent:
            return ""
        if sent.size > _MOST_CAPTIONS:
            raise ValidationError(_("The file is too large for captions."))
        try:
            return str(sent.read().decode("utf-8-sig"))
        except UnicodeDecodeError:
            raise ValidationError(_("The letters can't be made out. Save the captions as UTF-8.")) from None

    def words(self) -> dict[str, Any]:
        """Return what the services take."""
        names = ("title", "credit", "transcript", "names_people", "consent")
        captions = self.cleaned_data["captions_file"] or self.cleaned_data["captions"]
        return {**{name: self.cleaned_data[name] for name in names}, "captions": captions}


class MediaForm(MediaWordsForm):
    """A new recording."""

    file = forms.FileField(
        label=_("Recording"),
        help_text=_("Audio: MP3, M4A, OGG. Video: MP4, WebM. At most 60 MB."),
        widget=forms.ClearableFileInput(attrs={"accept": "audio/*,video/mp4,video/webm,.m4a,.ogg,.opus"}),
        allow_empty_file=True,
    )
    field_order = ["file", "title", "credit", "transcript", "captions_file", "captions", "names_people", "consent"]
