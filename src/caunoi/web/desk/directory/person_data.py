"""Pages on which a person's rights are served: what is held, giving it out, erasing, consents."""

from __future__ import annotations

from functools import partial
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from caunoi.core import personal, retention
from caunoi.core.personal import ByHand
from caunoi.core.text import fold
from caunoi.directory.enums import ConsentForm, ConsentPurpose
from caunoi.directory.models import Person
from caunoi.directory.policies import may_change_person, may_export_person, require
from caunoi.directory.queries.consents import consents_of
from caunoi.directory.queries.scope import visible_persons
from caunoi.directory.services import consents, erasure
from caunoi.web.base.errors import into_form, into_messages
from caunoi.web.base.widgets import DateField
from caunoi.web.desk.addresses import address_of
from caunoi.web.desk.directory.choices import choice_words
from caunoi.web.desk.directory.frame import show
from caunoi.web.desk.directory.person_file import packed
from caunoi.web.desk.requests import StaffRequest

_PART = "person_list"


class EraseForm(forms.Form):
    """The name once more, and on whose request."""

    typed = forms.CharField(
        label=gettext_lazy("Type the person's full name"),
        max_length=120,
        error_messages={"required": gettext_lazy("Type the name: this can't be undone.")},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    reason = forms.CharField(
        label=gettext_lazy("Why (stays in the trail)"),
        max_length=300,
        error_messages={"required": gettext_lazy("Type why, and on which request.")},
        help_text=gettext_lazy("For example: request no. 12 of 3 March 2026. No name, no phone."),
    )


class ConsentEntry(forms.Form):
    """What a person agreed to, how and when."""

    purpose = forms.ChoiceField(
        label=gettext_lazy("For what"), choices=partial(choice_words, ConsentPurpose), widget=forms.RadioSelect
    )
    form = forms.ChoiceField(
        label=gettext_lazy("Given how"), choices=partial(choice_words, ConsentForm), widget=forms.RadioSelect
    )
    given_on = DateField(label=gettext_lazy("Given on"), error_messages={"required": gettext_lazy("Type the day.")})


def _person(request: StaffRequest, pk: UUID) -> Person:
    return get_object_or_404(visible_persons(request.user), pk=pk)


@login_required
def person_data(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Show what kinds of things are held about a person; send all of it where it is asked for."""
    found = _person(request, pk)
    require(may_export_person(request.user, found))
    if request.method == "POST":
        held = erasure.export_person(actor=request.user, person=found)
        name = f"du-lieu-{fold(found.full_name).replace(' ', '-')}-{timezone.localdate():%Y-%m-%d}.zip"
        return HttpResponse(
            packed(held),
            content_type="application/zip",
            headers={"Content-Disposition": f'attachment; filename="{name}"'},
        )
    preview = erasure.preview_erasure(actor=request.user, person=found)
    return show(request, "person_data", _PART, {"person": found, "preview": preview})


@login_required
def person_erase(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Say what goes, what stays and what is left to do; erase once the name is typed again."""
    found = _person(request, pk)
    require(may_export_person(request.user, found))
    form = EraseForm(request.POST or None)
    if form.is_valid():
        with into_form(form):
            done = erasure.erase_person(actor=request.user, person=found, **form.cleaned_data)
            return show(request, "person_erased", _PART, {"left": _linked(done.by_hand)})
    preview = erasure.preview_erasure(actor=request.user, person=found)
    context = {
        "person": found,
        "form": form,
        "preview": preview,
        "held": [part for part in preview.parts if part.rows],
        "left": _linked(preview.by_hand),
    }
    return show(request, "person_erase", _PART, context)


def _linked(left: list[ByHand]) -> list[dict[str, Any]]:
    """Return what is left to do, each with the page on which it is done, or with the file itself."""
    return [{"what": each.what, "why": each.why, "url": _address(each)} for each in left]


def _address(each: ByHand) -> str:
    if each.kind == "file":
        return reverse("desk:file", args=[each.object_id])
    return address_of(each.kind, each.object_id)


@login_required
def person_consents(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Show what a person agreed to, and write down a further consent."""
    found = _person(request, pk)
    require(may_change_person(request.user, found))
    form = ConsentEntry(request.POST or None, initial={"form": ConsentForm.PAPER, "given_on": timezone.localdate()})
    if form.is_valid():
        with into_form(form):
            consents.record_consent(actor=request.user, person=found, **form.cleaned_data)
            messages.success(request, _("The consent is recorded."))
            return redirect("desk:person_consents", found.pk)
    context = {"person": found, "form": form, "consents": consents_of(found)}
    return show(request, "person_consents", _PART, context)


@login_required
@require_POST
def consent_withdraw(request: StaffRequest, pk: UUID, consent: UUID) -> HttpResponse:
    """Write down that a consent was withdrawn today."""
    found = _person(request, pk)
    given = get_object_or_404(consents_of(found).select_related("person"), pk=consent)
    with into_messages(request):
        consents.withdraw_consent(actor=request.user, consent=given)
        messages.success(
            request, _("The withdrawal is recorded. Pictures that name the person are not published any more.")
        )
    return redirect("desk:person_consents", pk)


@login_required
def data_notice(request: StaffRequest) -> HttpResponse:
    """Show what this system holds of people, for what and how long: to read, to print and to hand out."""
    rows = [(kind, retention.period_of(kind)) for kind in retention.kinds()]
    context = {
        "holdings": personal.holdings(),
        "periods": [{"title": kind.title, "counted_from": kind.counted_from, "period": each} for kind, each in rows],
        "purposes": ConsentPurpose.labels,
    }
    return show(request, "data_notice", "data_notice", context)
