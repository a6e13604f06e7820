"""What the pages of one site ask for. Cleaning and judging is the services' business."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from caunoi.directory.enums import OrganisationKind
from caunoi.directory.models import Organisation
from caunoi.publishing import richtext
from caunoi.publishing.enums import Accent, MenuKind, PageState, PictureKind
from caunoi.publishing.models import MenuItem, SectionPage, SitePage, SitePart, StaticPage

_RICH = _(
    "A blank line begins a new paragraph. A line that begins with # is a heading, with - an item of a list, "
    "with > a quotation. Words between ** and ** are bold."
)


class LookForm(forms.Form):
    """Motto, colour, hours and place."""

    motto = forms.CharField(
        label=_("Motto"), required=False, max_length=160, help_text=_("One line below the name of the site.")
    )
    accent = forms.ChoiceField(label=_("Colour of links and buttons"), choices=Accent, widget=forms.RadioSelect)
    hours = forms.CharField(
        label=_("Office hours"),
        required=False,
        max_length=600,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("For example: Monday to Friday, 7:30 to 11:30 and 13:30 to 17:00."),
    )
    latitude = forms.DecimalField(
        label=_("Latitude"),
        required=False,
        help_text=_("For example 16.068. From the phone's map: press on the place."),
    )
    longitude = forms.DecimalField(label=_("Longitude"), required=False, help_text=_("For example 108.149."))


class PictureForm(forms.Form):
    """A picture of a site."""

    kind = forms.ChoiceField(label=_("Picture"), choices=PictureKind)
    file = forms.FileField(
        label=_("File"),
        help_text=_("JPEG, PNG, WebP or HEIC, at most 10 MB. No SVG: save the drawing as PNG."),
        widget=forms.ClearableFileInput(attrs={"accept": "image/jpeg,image/png,image/webp,.heic,.heif"}),
        allow_empty_file=True,
    )
    alternative = forms.CharField(
        label=_("What the picture shows"), max_length=300, help_text=_("For readers who can't see it.")
    )


class HostForm(forms.Form):
    """A new host name."""

    host = forms.CharField(
        label=_("New host name"), max_length=300, help_text=_("For example hoakhanh.danang.gov.vn, without https://.")
    )


class _PartForm(forms.Form):
    """A part of a site; ``edition`` says which one was read."""

    edition = forms.IntegerField(widget=forms.HiddenInput, required=False)
    rich: tuple[str, ...] = ()

    def __init__(self, *args: Any, site: SitePage, part: SitePart | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if part is not None:
            for name in self.fields:
                value = getattr(part, name)
                self.fields[name].initial = richtext.text_from_html(value) if name in self.rich else value
        self.offer(site, part)

    def offer(self, site: SitePage, part: SitePart | None) -> None:
        """Fill the choices that are the site's own."""

    def words(self) -> dict[str, Any]:
        """Return what the services take, texts as HTML."""
        return {
            name: richtext.html_from_text(value) if name in self.rich else value
            for name, value in self.cleaned_data.items()
            if name != "edition"
        }


class PageForm(_PartForm):
    """A page about the office."""

    rich = ("body",)
    title = forms.CharField(label=_("Title"), max_length=200)
    body = forms.CharField(
        label=_("Text"), required=False, max_length=100_000, help_text=_RICH, widget=forms.Textarea(attrs={"rows": 18})
    )
    state = forms.ChoiceField(label=_("State"), choices=PageState, widget=forms.RadioSelect, initial=PageState.DRAFT)


class AnswerForm(_PartForm):
    """A question and its answer."""

    rich = ("answer",)
    topic = forms.CharField(
        label=_("Topic"), required=False, max_length=120, help_text=_("Questions of one topic stand together.")
    )
    question = forms.CharField(label=_("Question"), max_length=500, widget=forms.Textarea(attrs={"rows": 3}))
    answer = forms.CharField(
        label=_("Answer"),
        required=False,
        max_length=100_000,
        help_text=_RICH,
        widget=forms.Textarea(attrs={"rows": 12}),
    )
    state = forms.ChoiceField(label=_("State"), choices=PageState, widget=forms.RadioSelect, initial=PageState.DRAFT)


class LinkForm(_PartForm):
    """A link to another site."""

    label = forms.CharField(label=_("Name"), max_length=120)
    url = forms.CharField(label=_("Address"), max_length=500, help_text=_("For example https://danang.gov.vn."))


class ContactForm(_PartForm):
    """Whom to reach for what."""

    post = forms.CharField(label=_("Post, or what to ask for"), max_length=160)
    name = forms.CharField(
        label=_("Name"), required=False, max_length=120, help_text=_("May stay blank: the post alone is shown.")
    )
    agreed = forms.BooleanField(label=_("The person named agreed to be shown on the site"), required=False)
    phone = forms.CharField(label=_("Telephone"), required=False, max_length=40)
    email = forms.CharField(label=_("E-mail"), required=False, max_length=254)
    hours = forms.CharField(label=_("When to be reached"), required=False, max_length=160)


class MenuForm(_PartForm):
    """An item of the menu."""

    kind = forms.ChoiceField(label=_("Leads to"), choices=MenuKind)
    section = forms.ModelChoiceField(label=_("Section"), required=False, queryset=SectionPage.objects.none())
    page = forms.ModelChoiceField(label=_("Page"), required=False, queryset=StaticPage.objects.none())
    url = forms.CharField(label=_("Address elsewhere"), required=False, max_length=500)
    label = forms.CharField(
        label=_("Words"), required=False, max_length=60, help_text=_("Left blank: the name of what it leads to.")
    )
    parent = forms.ModelChoiceField(
        label=_("Stands below"),
        required=False,
        queryset=MenuItem.objects.none(),
        empty_label=_("nothing: in the first row"),
    )

    def offer(self, site: SitePage, part: SitePart | None) -> None:
        """Offer sections, pages and items of this site alone."""
        choices: dict[str, Any] = {
            "section": SectionPage.objects.filter(site=site).order_by("path"),
            "page": StaticPage.objects.filter(site=site).order_by("position", "pk"),
            "parent": MenuItem.objects.filter(site=site, parent__isnull=True)
            .exclude(pk=part.pk if part else 0)
            .select_related("section", "page")
            .order_by("position", "pk"),
        }
        for name, rows in choices.items():
            field = self.fields[name]
            assert isinstance(field, forms.ModelChoiceField)
            field.queryset = rows
            field.label_from_instance = _shown  # type: ignore[assignment]


def _shown(row: Any) -> str:
    if isinstance(row, MenuItem) and not row.label:
        return str(row.section.title if row.section else row.page.title if row.page else row)
    return str(row.title if isinstance(row, SectionPage) else row)


class ManySitesForm(forms.Form):
    """Below which office sites are opened, and for which kind of offices."""

    top = forms.ModelChoiceField(label=_("The office and all below it"), queryset=Organisation.objects.none())
    kind = forms.ChoiceField(
        label=_("Of which kind"),
        choices=OrganisationKind,
        help_text=_("Offices that have a site already keep it as it is."),
    )

    def __init__(self, *args: Any, offices: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["top"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = offices


FORMS: dict[str, type[_PartForm]] = {
    "trang": PageForm,
    "lien-ket": LinkForm,
    "lien-he": ContactForm,
    "hoi-dap": AnswerForm,
    "thuc-don": MenuForm,
}
