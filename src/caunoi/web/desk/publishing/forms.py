"""What the pages of publishing ask for. Cleaning and judging is the services' business."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from caunoi.directory.models import Organisation
from caunoi.publishing import richtext
from caunoi.publishing.enums import ArticleState
from caunoi.publishing.models import ArticlePage, SitePage

_BODY_HELP = _(
    "A blank line begins a new paragraph. A line that begins with # is a heading, with - an item of a list, "
    "with > a quotation. Words between ** and ** are bold."
)


class WordsForm(forms.Form):
    """The words of an article; ``edition`` says which one was read."""

    edition = forms.IntegerField(widget=forms.HiddenInput, required=False)
    title = forms.CharField(label=_("Headline"), max_length=250)
    lead = forms.CharField(
        label=_("Lead"),
        required=False,
        max_length=2_000,
        help_text=_("One or two sentences: who did what, when and where."),
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    body = forms.CharField(
        label=_("Text"),
        required=False,
        max_length=150_000,
        help_text=_BODY_HELP,
        widget=forms.Textarea(attrs={"rows": 18}),
    )
    byline = forms.CharField(label=_("Written by"), required=False, max_length=200)
    source = forms.CharField(
        label=_("Source"),
        required=False,
        max_length=300,
        help_text=_("Where the news was taken from; readers see it as “(after …)”."),
    )

    @classmethod
    def of(cls, article: ArticlePage) -> WordsForm:
        """Return the form as it stands now."""
        return cls(initial=words_of(article))

    def words(self) -> dict[str, Any]:
        """Return what the services take, the text as HTML."""
        data = {name: self.cleaned_data[name] for name in ("title", "lead", "byline", "source")}
        return {**data, "body": richtext.html_from_text(self.cleaned_data["body"])}


def words_of(article: ArticlePage) -> dict[str, Any]:
    """Return an article's words as a clerk edits them."""
    return {
        "edition": article.edition,
        "title": article.title,
        "lead": article.lead,
        "body": richtext.text_from_html(article.body),
        "byline": article.byline,
        "source": article.source,
    }


class CorrectionForm(WordsForm):
    """The words of a published article, and what is corrected."""

    note = forms.CharField(
        label=_("What is corrected"),
        max_length=1_000,
        help_text=_("One sentence for the readers; it stands under the article with the date."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    newest_facts = forms.BooleanField(
        label=_("Show the facts of the class's last closing beside the text"), required=False, initial=True
    )
    field_order = ["note", "newest_facts", "title", "lead", "body", "byline", "source", "edition"]


class NoteForm(forms.Form):
    """One note, with the edition that was read."""

    edition = forms.IntegerField(widget=forms.HiddenInput, required=False)
    note = forms.CharField(label=_("Note"), max_length=1_000, widget=forms.Textarea(attrs={"rows": 3}))


class NewArticleForm(WordsForm):
    """A free article, and for which office."""

    organisation = forms.ModelChoiceField(label=_("For the office"), queryset=Organisation.objects.none())
    field_order = ["organisation", "title", "lead", "body", "byline", "source"]

    def __init__(self, *args: Any, offices: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organisation"].queryset = offices  # type: ignore[attr-defined]


class PhotoWordsForm(forms.Form):
    """The words of a photo."""

    alternative = forms.CharField(
        label=_("What the picture shows"),
        max_length=300,
        help_text=_("For readers who can't see it, for example: participants fill the hall, a speaker at the desk."),
    )
    caption = forms.CharField(label=_("Caption"), required=False, max_length=500)
    credit = forms.CharField(label=_("Photo by"), required=False, max_length=120)
    names_people = forms.BooleanField(label=_("The caption names people who can be recognised"), required=False)
    consent = forms.BooleanField(label=_("The people named agreed to be shown"), required=False)


class PhotoForm(PhotoWordsForm):
    """A new photo."""

    file = forms.FileField(
        label=_("Picture"),
        help_text=_("JPEG, PNG, WebP or HEIC, at most 10 MB. Place and camera stored in the picture are taken out."),
        widget=forms.ClearableFileInput(attrs={"accept": "image/*,.heic,.heif"}),
        allow_empty_file=True,
    )
    field_order = ["file", "alternative", "caption", "credit", "names_people", "consent"]


class ListForm(forms.Form):
    """How the list of articles is narrowed."""

    q = forms.CharField(
        label=_("Words to look for"), required=False, max_length=200, widget=forms.TextInput(attrs={"type": "search"})
    )
    state = forms.ChoiceField(
        label=_("Status"),
        required=False,
        choices=[("", _("all")), *[(each.value, each.label) for each in ArticleState]],
    )
    site = forms.ModelChoiceField(
        label=_("News site"), required=False, queryset=SitePage.objects.none(), empty_label=_("all")
    )

    def __init__(self, *args: Any, sites: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["site"].queryset = sites  # type: ignore[attr-defined]
        if len(sites[:2]) < 2:
            del self.fields["site"]


class SiteWordsForm(forms.Form):
    """What a site says of its office."""

    name = forms.CharField(label=_("Name of the site"), max_length=250)
    about = forms.CharField(
        label=_("About the office"),
        required=False,
        max_length=3_000,
        help_text=_("A few sentences for the first page."),
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    contact = forms.CharField(
        label=_("How to reach the office"),
        required=False,
        max_length=1_000,
        help_text=_("Address, telephone, e-mail; stands at the end of every page."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class NewSiteForm(SiteWordsForm):
    """A new site."""

    organisation = forms.ModelChoiceField(label=_("Site of the office"), queryset=Organisation.objects.none())
    name = forms.CharField(
        label=_("Name of the site"), required=False, max_length=250, help_text=_("Left blank: the name of the office.")
    )
    slug = forms.CharField(
        label=_("Address"),
        required=False,
        max_length=60,
        help_text=_("For example hoa-khanh. Left blank: from the name. It is never changed again."),
    )
    field_order = ["organisation", "name", "slug", "about", "contact"]

    def __init__(self, *args: Any, offices: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organisation"].queryset = offices  # type: ignore[attr-defined]


class SectionForm(forms.Form):
    """A new section."""

    title = forms.CharField(label=_("New section"), max_length=80, help_text=_("For example: Notices"))
