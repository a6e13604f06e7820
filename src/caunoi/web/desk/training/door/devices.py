"""Devices at the door: added with a code to scan, watched, taken back; and how the class counts."""

from __future__ import annotations

import json
from typing import Any
from uuid import UUID

import segno
from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from caunoi.core.fields import cipher
from caunoi.directory.policies import require
from caunoi.training.door_rules import Rules
from caunoi.training.models import DoorDevice, DoorRules, TrainingClass
from caunoi.training.policies import leads_class
from caunoi.training.queries.door import devices_of, rules_of, waits_of
from caunoi.training.services.door import devices as services
from caunoi.web.base.errors import into_form, into_messages
from caunoi.web.base.once import create_once, once
from caunoi.web.desk.requests import StaffRequest
from caunoi.web.desk.training.door.reviews import waiting
from caunoi.web.desk.training.frame import class_page

_TOLD = "door_device_told"
# Off by more, a device tells wrong hours to whoever stands at the door.
_CLOCK_OFF = 120_000


class DeviceForm(forms.Form):
    """A device to add."""

    label = forms.CharField(
        label=gettext_lazy("Name of the device"),
        max_length=60,
        help_text=gettext_lazy("Where it stands, for example: Cửa chính. The other devices tell by it who scanned."),
        widget=forms.TextInput({"autocomplete": "off"}),
    )


class RulesForm(forms.ModelForm[DoorRules]):
    """How a class counts."""

    class Meta:
        model = DoorRules
        fields = ("grace_minutes", "leave_minutes", "opens_minutes_before", "sitting_share", "class_share")
        labels = {
            "grace_minutes": gettext_lazy("In time until so many minutes after the beginning"),
            "leave_minutes": gettext_lazy("May leave so many minutes before the end"),
            "opens_minutes_before": gettext_lazy("Door opens so many minutes before the beginning"),
            "sitting_share": gettext_lazy("Percent of a sitting that must be attended"),
            "class_share": gettext_lazy("Percent of the sittings that must be attended"),
        }
        help_texts = {
            "sitting_share": gettext_lazy("Who stayed shorter is marked absent. 0: nothing is asked for."),
            "class_share": gettext_lazy("The class counts as attended from there on. 0: nothing is asked for."),
        }


@never_cache
@login_required
@once
def class_door(request: StaffRequest, code: str) -> HttpResponse:
    """Show devices and what waits; a POST adds a device and shows the code that pairs it."""
    page = class_page(request, code, "attendance")
    training_class = page.training_class
    form = DeviceForm(request.POST or None)
    if request.method == "POST":
        require(page.can_run)
        if form.is_valid():

            def make() -> DoorDevice:
                made = services.add_device(actor=request.user, training_class=training_class, **form.cleaned_data)
                _tell(request, made)
                return made.device

            with into_form(form):
                return create_once(
                    request,
                    make,
                    leads_to=lambda _device: _url(training_class),
                    words=lambda _device: _("The device is added. Scan the code below with it within an hour."),
                )
    devices, now = list(devices_of(training_class)), timezone.now()
    page.context.update(
        form=form,
        devices=[{"row": one, "off": _off(one), "waits": waits_of(one, now)} for one in devices],
        paired=_shown(request, devices),
        rules=rules_of(training_class),
        leads=leads_class(request.user, training_class) and training_class.is_open,
        door_waiting=waiting(training_class),
        hall="door",
    )
    return render(request, "desk/training/door/door.html", page.context)


def _off(device: DoorDevice) -> int:
    """Return by how many minutes the device's clock is off; 0 for a right one."""
    off = abs(device.clock_off or 0)
    return off // 60_000 if off > _CLOCK_OFF else 0


def _url(training_class: TrainingClass) -> str:
    return reverse("desk:class_door", args=[training_class.code])


def _tell(request: StaffRequest, made: services.MadeDevice) -> None:
    """Keep the token until it is used, encrypted, because sessions lie in the database."""
    sealed = cipher().encrypt(json.dumps([str(made.device.pk), made.token]).encode()).decode("ascii")
    request.session[_TOLD] = sealed


def _shown(request: StaffRequest, devices: list[DoorDevice]) -> dict[str, Any] | None:
    """Return the device that can be paired now with its link and picture; None where there is none."""
    sealed = request.session.get(_TOLD)
    if not sealed:
        return None
    name, token = json.loads(cipher().decrypt(sealed.encode("ascii")))
    now = timezone.now()
    for one in devices:
        if str(one.pk) == name and one.pairing_hash and one.pairing_until and one.pairing_until > now:
            address = f"{settings.WAGTAILADMIN_BASE_URL}{reverse('hall:door')}#ghep={token}"
            picture = segno.make(address, error="l", micro=False).svg_data_uri(scale=5, border=2)
            return {"device": one, "address": address, "picture": picture}
    return None


def _device(request: StaffRequest, code: str, pk: UUID) -> tuple[TrainingClass, DoorDevice]:
    page = class_page(request, code, "attendance")
    require(page.can_run)
    rows = DoorDevice.objects.select_related("training_class__keeper")
    return page.training_class, get_object_or_404(rows, pk=pk, training_class=page.training_class)


@login_required
@require_POST
def door_device_renew(request: StaffRequest, code: str, pk: UUID) -> HttpResponse:
    """Make a fresh code for a device that was never paired."""
    training_class, device = _device(request, code, pk)
    with into_messages(request):
        _tell(request, services.renew_pairing(actor=request.user, device=device))
        messages.success(request, _("Scan the code below with the device within an hour."))
    return redirect("desk:class_door", training_class.code)


@login_required
@require_POST
def door_device_revoke(request: StaffRequest, code: str, pk: UUID) -> HttpResponse:
    """Take a device back."""
    training_class, device = _device(request, code, pk)
    with into_messages(request):
        services.revoke_device(actor=request.user, device=device)
        messages.success(
            request,
            _("%(device)s is taken back. What it still sends is kept aside and shown here.") % {"device": device.label},
        )
    return redirect("desk:class_door", training_class.code)


@login_required
def class_door_rules(request: StaffRequest, code: str) -> HttpResponse:
    """Show how the class counts, and change it."""
    page = class_page(request, code, "attendance")
    training_class = page.training_class
    require(leads_class(request.user, training_class))
    row = DoorRules.objects.filter(training_class=training_class).first() or DoorRules(training_class=training_class)
    form = RulesForm(request.POST or None, instance=row)
    if request.method == "POST" and form.is_valid():
        with into_form(form):
            changed = services.set_rules(
                actor=request.user, training_class=training_class, rules=Rules(**form.cleaned_data)
            )
            if changed:
                messages.success(request, _("The rules are saved, and marks from the door are worked out by them."))
            return redirect("desk:class_door", training_class.code)
    page.context.update(form=form, hall="door")
    return render(request, "desk/training/door/rules.html", page.context)
