"""Programmes handed to other offices: offered from a class, taken over or declined by who receives them."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_safe

from caunoi.core.text import fold
from caunoi.directory.models import Organisation
from caunoi.directory.policies import organises_in, require
from caunoi.directory.queries.scope import scope_of
from caunoi.training.enums import HandoverState
from caunoi.training.models import Handover
from caunoi.training.queries.handovers import (
    handover_files,
    handover_topics,
    handovers_from_outside,
    offices_to_ask,
    outcomes,
    received_handovers,
)
from caunoi.training.queries.programme import programme
from caunoi.training.services import handovers as services
from caunoi.web.base.errors import into_form, into_messages
from caunoi.web.base.files import serve_stored
from caunoi.web.base.lists import paginate
from caunoi.web.base.numbers import whole
from caunoi.web.base.once import create_once, once
from caunoi.web.base.widgets import DateField
from caunoi.web.desk.requests import StaffRequest
from caunoi.web.desk.training.frame import class_page

TONES = {
    HandoverState.OFFERED: "warn",
    HandoverState.TAKEN: "good",
    HandoverState.DECLINED: "bad",
    HandoverState.WITHDRAWN: "plain",
}
# So many offices are shown at once; more are found by a word of their name.
_SHOWN = 100
# With so many at most, nobody needs to look for one by its name.
_FEW = 12


class OfferForm(forms.Form):
    """To whom the programme is handed, and with what words."""

    organisations = forms.ModelMultipleChoiceField(
        label=gettext_lazy("Offices"),
        queryset=Organisation.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Choose one office at least.")},
    )
    words = forms.CharField(
        label=gettext_lazy("Words to go with it"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    hold_until = DateField(label=gettext_lazy("To be held until"), required=False)


class TakeForm(forms.Form):
    """When and where the own class is held."""

    starts_on = DateField(
        label=gettext_lazy("First day of the new class"),
        required=False,
        help_text=gettext_lazy("All sittings move with it. Without a day the copy has no sittings yet."),
    )
    place = forms.CharField(label=gettext_lazy("Place"), required=False, max_length=300)


@login_required
@once
def class_handovers(request: StaffRequest, code: str) -> HttpResponse:
    """Show to whom the class's programme was handed and what became of it; hand it on."""
    page = class_page(request, code, "programme")
    training_class = page.training_class
    if request.method == "POST":
        require(page.can_keep)
    if "withdraw" in request.POST:
        offer = get_object_or_404(Handover, training_class=training_class, pk=_key(request.POST["withdraw"]))
        with into_messages(request):
            services.withdraw_offer(actor=request.user, handover=offer)
            messages.success(request, _("The programme is taken back."))
        return redirect("desk:class_handovers", training_class.code)
    text = fold(request.GET.get("q", ""))[:100]
    offices = offices_to_ask(request.user, training_class, text)
    form = OfferForm(request.POST or None)
    field: Any = form.fields["organisations"]
    # What is chosen need not be among those that a word of the name left on the page.
    field.queryset = offices_to_ask(request.user, training_class) if form.is_bound else offices[:_SHOWN]
    if form.is_valid():
        with into_form(form):
            return create_once(
                request,
                lambda: services.offer_programme(
                    actor=request.user,
                    training_class=training_class,
                    organisations=list(form.cleaned_data["organisations"]),
                    words=form.cleaned_data["words"],
                    hold_until=form.cleaned_data["hold_until"],
                ),
                leads_to=lambda _made: reverse("desk:class_handovers", args=[training_class.code]),
                words=lambda made: _("The programme is handed to %(count)s offices.") % {"count": len(made)},
            )
        field.queryset = offices[:_SHOWN]
    found = outcomes(training_class)
    for one in found:
        state, path = HandoverState(one.handover.state), one.handover.organisation.path
        one.handover.__dict__["tone"] = TONES[state]
        one.handover.__dict__["in_scope"] = state != HandoverState.WITHDRAWN and scope_of(request.user).holds(path)
    count = offices.count()
    page.context.update(
        form=form,
        outcomes=found,
        q=request.GET.get("q", "")[:100],
        more=count - _SHOWN,
        many=count > _FEW,
        any_office=bool(text) or count > 0,
        has_programme=training_class.agenda.exists(),
    )
    return render(request, "desk/training/class_handovers.html", page.context)


def _key(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise Http404 from None


@login_required
@require_GET
def handover_list(request: StaffRequest) -> HttpResponse:
    """List the programmes that one's offices were handed."""
    page = paginate(request, handovers_from_outside(request.user))
    for one in page:
        one.__dict__["tone"] = TONES[HandoverState(one.state)]
    return render(request, "desk/training/handover_list.html", {"page": page})


def _received(request: StaffRequest, pk: UUID) -> Handover:
    return get_object_or_404(received_handovers(request.user), pk=pk)


@login_required
@once
def handover(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Show a programme that was handed over; take it over as a class of one's own, or decline it."""
    offer = _received(request, pk)
    can_answer = organises_in(request.user, offer.organisation)
    if request.method == "POST":
        require(can_answer)
    if "decline" in request.POST:
        with into_messages(request):
            services.decline_programme(actor=request.user, handover=offer, answer=request.POST.get("answer", ""))
            messages.success(request, _("The programme is declined. Who handed it over sees it."))
        return redirect("desk:handover", offer.pk)
    form = TakeForm(request.POST or None)
    if form.is_valid():
        with into_form(form):
            return create_once(
                request,
                lambda: services.take_programme(actor=request.user, handover=offer, **form.cleaned_data),
                leads_to=lambda made: reverse("desk:class", args=[made.code]),
                words=lambda _made: _("The class is there. Check its days, its place and who speaks."),
            )
    plan = programme(offer.training_class)
    context = {
        "handover": offer,
        "tone": TONES[HandoverState(offer.state)],
        "programme": plan,
        "topics": list(handover_topics(offer)),
        "files": list(handover_files(offer)),
        "form": form,
        "can_answer": can_answer and offer.state == HandoverState.OFFERED,
    }
    return render(request, "desk/training/handover.html", context)


@login_required
@require_safe
def handover_file(request: StaffRequest, pk: UUID, file_pk: int) -> HttpResponseBase:
    """Send a file of a topic of the programme."""
    kept = get_object_or_404(handover_files(_received(request, pk)), pk=whole(str(file_pk)))
    return serve_stored(request, kept.file, download=True)
