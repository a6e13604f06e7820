"""The ledger of the offices in scope, spoiled blanks, and how an office's certificates look."""

from __future__ import annotations

import datetime as dt
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_GET, require_POST

from caunoi.credentials.enums import Standing
from caunoi.credentials.facts import AwardFacts
from caunoi.credentials.models import Award, CertificateLayout
from caunoi.credentials.policies import keeps_ledger
from caunoi.credentials.queries.awards import filtered_awards, visible_blanks, years_of
from caunoi.credentials.queries.designs import FIELDS, body_lines, design_of, layout_of, longest, look_of, number_text
from caunoi.credentials.services.blanks import spoil_blank
from caunoi.credentials.services.layouts import PLACES, TEXTS, save_layout
from caunoi.directory.enums import RoleKind
from caunoi.directory.models import Organisation
from caunoi.directory.policies import organises_somewhere, require
from caunoi.directory.queries.scope import organisations_for
from caunoi.papers.certificate import CertificatePage, preview_certificate
from caunoi.training.queries.classes import visible_classes
from caunoi.web.base.errors import into_form
from caunoi.web.base.exports import respond
from caunoi.web.base.lists import paginate
from caunoi.web.desk.requests import StaffRequest

STANDINGS = (
    (Standing.VALID.value, pgettext_lazy("certificate", "holds")),
    (Standing.EXPIRED.value, pgettext_lazy("certificate", "time is over")),
    (Standing.REVOKED.value, pgettext_lazy("certificate", "revoked")),
    (Standing.REPLACED.value, pgettext_lazy("certificate", "replaced")),
)
_MOST_ROWS = 20_000


class LedgerForm(forms.Form):
    """What the ledger is narrowed to."""

    q = forms.CharField(
        label=gettext_lazy("Name, number, code or class"),
        required=False,
        max_length=100,
        widget=forms.TextInput(attrs={"type": "search"}),
    )
    year = forms.ChoiceField(label=gettext_lazy("Year"), required=False)
    standing = forms.ChoiceField(label=gettext_lazy("State"), required=False)

    def __init__(self, request: StaffRequest) -> None:
        super().__init__(request.GET)
        every = [("", pgettext_lazy("filter", "All"))]
        years: Any = self.fields["year"]
        years.choices = every + [(str(year), str(year)) for year in years_of(request.user)]
        standing: Any = self.fields["standing"]
        standing.choices = every + list(STANDINGS)


def _narrowed(request: StaffRequest) -> tuple[LedgerForm, Any]:
    form = LedgerForm(request)
    form.is_valid()
    kept = getattr(form, "cleaned_data", {})
    year = kept.get("year") or ""
    rows = filtered_awards(
        request.user,
        text=kept.get("q") or "",
        year=int(year) if year.isdecimal() else None,
        standing=kept.get("standing") or "",
    )
    return form, rows


@login_required
@require_GET
def ledger(request: StaffRequest) -> HttpResponse:
    """Show the certificates of the offices in scope."""
    form, rows = _narrowed(request)
    page = paginate(request, rows)
    context = {
        "form": form,
        "page": page,
        "rows": _rows(request, list(page.object_list)),
        "narrowed": any(request.GET.get(name) for name in ("q", "year", "standing")),
        "offices": _offices(request),
        "blanks": list(visible_blanks(request.user)[:50]),
        "can_keep": organises_somewhere(request.user),
        "spoil": SpoilForm(request),
    }
    return render(request, "desk/training/awards/ledger.html", context)


def _offices(request: StaffRequest) -> list[Organisation]:
    return list(organisations_for(request.user, RoleKind.ADMINISTRATOR, RoleKind.ORGANISER).order_by("path")[:30])


def _rows(request: StaffRequest, awards: list[Award]) -> list[dict[str, Any]]:
    """Return each with what the table shows; the class is linked where the user may open it."""
    keys = {each.source.partition(":")[2] for each in awards if each.source.startswith("class:")}
    codes = {
        f"class:{pk}": code for pk, code in visible_classes(request.user).filter(pk__in=keys).values_list("pk", "code")
    }
    today = timezone.localdate()
    words = {key: str(label) for key, label in STANDINGS}
    return [
        {
            "award": each,
            "name": each.holder.name if hasattr(each, "holder") else "",
            "unit": each.holder.unit if hasattr(each, "holder") else "",
            "class_code": codes.get(each.source, ""),
            "standing": each.standing(today).value,
            "words": words[each.standing(today).value],
        }
        for each in awards
    ]


@login_required
@require_GET
def ledger_export(request: StaffRequest, form: str) -> HttpResponse:
    """Send what the ledger is narrowed to as a workbook or CSV; a certificate is told by the code of its class."""
    _form, rows = _narrowed(request)
    head = [
        _("Number"), _("Name"), _("Unit"), _("Class"), _("Issued on"), _("Holds until"), _("State"), _("Reason"),
        _("Number of the blank"), _("Issued by"),
    ]  # fmt: skip
    told = [
        [
            row["award"].number_text, row["name"], row["unit"], row["award"].facts.get("code", ""),
            row["award"].issued_on, row["award"].expires_on, row["words"], row["award"].reason, row["award"].blank,
            row["award"].series.owner.name,
        ]
        for row in _rows(request, list(rows[:_MOST_ROWS]))
    ]  # fmt: skip
    return respond(form, name=_("Ledger of certificates"), head=head, rows=told)


class SpoilForm(forms.Form):
    """A blank that was spoiled."""

    owner = forms.ModelChoiceField(label=gettext_lazy("Office"), queryset=Organisation.objects.none(), empty_label=None)
    serial = forms.CharField(label=gettext_lazy("Number of the blank"), max_length=40)
    reason = forms.CharField(label=gettext_lazy("Why it was spoiled"), max_length=300)

    def __init__(self, request: StaffRequest, *args: Any) -> None:
        super().__init__(*args)
        field: Any = self.fields["owner"]
        field.queryset = organisations_for(request.user, RoleKind.ADMINISTRATOR, RoleKind.ORGANISER).order_by("path")


@login_required
@require_POST
def spoil(request: StaffRequest) -> HttpResponse:
    """Note a blank that was spoiled."""
    form = SpoilForm(request, request.POST)
    if form.is_valid():
        with into_form(form):
            made = spoil_blank(actor=request.user, **form.cleaned_data)
            messages.success(request, _("Blank %(serial)s is noted as spoiled.") % {"serial": made.serial})
            return redirect("desk:ledger")
    for faults in form.errors.values():
        messages.error(request, " ".join(str(fault) for fault in faults))
    return redirect("desk:ledger")


class LayoutForm(forms.Form):
    """How certificates look; blank texts follow the office's papers."""

    title = forms.CharField(label=gettext_lazy("Heading of the certificate"), required=False, max_length=60)
    opening = forms.CharField(label=gettext_lazy("Line above the holder’s name"), required=False, max_length=120)
    body = forms.CharField(
        label=gettext_lazy("Text below the name"),
        required=False,
        max_length=600,
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    show_unit = forms.BooleanField(label=gettext_lazy("The holder’s unit stands below the name"), required=False)
    suffix = forms.CharField(label=gettext_lazy("Letters after the number"), required=False, max_length=30)
    authority = forms.CharField(
        label=gettext_lazy("Authority line of the signature"),
        required=False,
        max_length=120,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    signer_title = forms.CharField(label=gettext_lazy("Title of the signer"), required=False, max_length=120)
    signer_name = forms.CharField(label=gettext_lazy("Name of the signer"), required=False, max_length=120)
    signature = forms.FileField(
        label=gettext_lazy("Picture of the signature"),
        required=False,
        help_text=gettext_lazy("PNG with a clear background. Without one there is room to sign by hand."),
    )
    seal = forms.FileField(
        label=gettext_lazy("Picture of the seal"),
        required=False,
        help_text=gettext_lazy("PNG with a clear background. Without one there is room for the wet stamp."),
    )
    drop_signature = forms.BooleanField(label=gettext_lazy("Take the picture of the signature away"), required=False)
    drop_seal = forms.BooleanField(label=gettext_lazy("Take the picture of the seal away"), required=False)
    valid_years = forms.IntegerField(
        label=gettext_lazy("Holds so many years"),
        required=False,
        min_value=1,
        max_value=50,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
        help_text=gettext_lazy("Blank: without end."),
    )
    revision = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, owner: Organisation, layout: CertificateLayout, *args: Any, **kwargs: Any) -> None:
        initial = {name: getattr(layout, name) for name in (*TEXTS, "show_unit", "valid_years")}
        initial["revision"] = 0 if layout._state.adding else layout.revision
        super().__init__(*args, **{"initial": initial, **kwargs})
        usual = design_of(owner, CertificateLayout(owner=owner))
        stands = {
            "title": usual.title, "opening": usual.opening, "suffix": usual.suffix,
            "signer_title": usual.signer_title, "signer_name": usual.signer_name,
        }  # fmt: skip
        for name, text in stands.items():
            self.fields[name].help_text = _("Blank: “%(text)s”") % {"text": text} if text else ""
        self.fields["body"].help_text = _(
            "Blank: the usual text. Between braces: %(fields)s. A line of which a field is empty is left out."
        ) % {"fields": ", ".join(f"{{{name}}}" for name in FIELDS)}
        for place in PLACES:
            if getattr(layout, place) is None:
                del self.fields[f"drop_{place}"]

    def pictures(self) -> dict[str, bytes | None]:
        """Return the pictures that were sent, None for one that is to go."""
        found: dict[str, bytes | None] = {}
        for place in PLACES:
            if sent := self.cleaned_data.get(place):
                found[place] = sent.read()
            elif self.cleaned_data.get(f"drop_{place}"):
                found[place] = None
        return found


def _office(request: StaffRequest, pk: UUID) -> Organisation:
    return get_object_or_404(organisations_for(request.user, RoleKind.ADMINISTRATOR, RoleKind.ORGANISER), pk=pk)


@login_required
def layout(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Change how the office's certificates look, with the page beside it."""
    owner = _office(request, pk)
    require(keeps_ledger(request.user, owner))
    form = LayoutForm(owner, layout_of(owner), request.POST or None, request.FILES or None)
    if form.is_valid():
        with into_form(form):
            typed = form.cleaned_data
            save_layout(
                actor=request.user,
                owner=owner,
                texts={name: typed[name] for name in TEXTS},
                show_unit=typed["show_unit"],
                valid_years=typed["valid_years"],
                pictures=form.pictures(),
                revision=typed["revision"],
            )
            messages.success(request, _("Saved. Certificates issued from now on look so; earlier ones stay."))
            return redirect("desk:award_layout", owner.pk)
    context = {"form": form, "office": owner, "preview": reverse("desk:award_preview", args=[owner.pk])}
    return render(request, "desk/training/awards/layout.html", context)


@login_required
@require_GET
def preview(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Draw a made-up certificate with what is typed, or as it is saved."""
    owner = _office(request, pk)
    shown = layout_of(owner)
    for name in TEXTS:
        if name in request.GET:
            most = longest(name)
            setattr(shown, name, request.GET[name][:most])
    if "body" in request.GET:
        shown.show_unit = "show_unit" in request.GET
    design = design_of(owner, shown)
    today = timezone.localdate()
    days = (today - dt.timedelta(days=1), today)
    facts = AwardFacts(
        subject="kỹ năng hòa giải ở cơ sở", code="K7M3QX", organiser=owner.name,
        days=tuple(day.isoformat() for day in days), hours=16, result="Hoàn thành", place=owner.paper_place,
    )  # fmt: skip
    page = CertificatePage(
        name="Nguyễn Thị Mẫu",
        unit="Tổ dân phố số 1" if design.show_unit else "",
        body=body_lines(design.body, facts),
        number=number_text(design, today.year, 12),
        code="KYMAUKYMAUKYMAUK",
        issued_on=today,
        credential="-",
    )
    try:
        picture = preview_certificate(look_of(design, request.build_absolute_uri("/").rstrip("/")), page)
    except (FileNotFoundError, ValueError):
        raise Http404 from None
    return HttpResponse(picture, content_type="image/png")
