"""The register of rooms: list, one room."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from caunoi.directory.enums import RoleKind
from caunoi.directory.models import Organisation, User
from caunoi.directory.policies import organises_somewhere, require
from caunoi.directory.queries.scope import organisations_for
from caunoi.training.models import Room
from caunoi.training.policies import keeps_room
from caunoi.training.queries.rooms import filtered_rooms, visible_rooms
from caunoi.training.services import rooms as services
from caunoi.web.base.errors import into_form, into_messages
from caunoi.web.base.lists import paginate
from caunoi.web.base.once import create_once, once
from caunoi.web.desk.directory.unit_form import UnitForm
from caunoi.web.desk.requests import StaffRequest


class RoomFilterForm(forms.Form):
    """What the register is narrowed to."""

    q = forms.CharField(
        label=gettext_lazy("Name"), required=False, max_length=200, widget=forms.TextInput(attrs={"type": "search"})
    )


class RoomForm(UnitForm):
    """A room of the register."""

    owner = forms.ModelChoiceField(
        label=gettext_lazy("Kept by"), queryset=Organisation.objects.none(), empty_label=None
    )
    name = forms.CharField(
        label=gettext_lazy("Name of the room"),
        max_length=200,
        error_messages={"required": gettext_lazy("Type the name of the room.")},
        help_text=gettext_lazy("As it will stand on the papers, with the house: Hall A, People's Committee."),
    )
    address = forms.CharField(label=gettext_lazy("Address"), required=False, max_length=300)
    capacity = forms.IntegerField(
        label=gettext_lazy("Seats"),
        required=False,
        min_value=1,
        max_value=100_000,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )
    in_use = forms.BooleanField(
        label=gettext_lazy("Classes can be held here"),
        required=False,
        initial=True,
        help_text=gettext_lazy("Without the tick the room is offered no more; what was held there stays."),
    )

    def __init__(self, user: User, room: Room | None, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, standing_unit=room.unit if room else None, **kwargs)
        self.fields["unit_text"].label = _("Administrative unit where it lies")
        field: Any = self.fields["owner"]
        offices = organisations_for(user, RoleKind.ADMINISTRATOR, RoleKind.ORGANISER).order_by("path")
        field.queryset = Organisation.objects.filter(pk=room.owner_id) if room else offices
        field.initial = room.owner_id if room else offices.first()
        if room or offices.count() == 1:
            field.widget = forms.HiddenInput()


@login_required
@require_GET
def room_list(request: StaffRequest) -> HttpResponse:
    """Show the rooms in scope."""
    text = request.GET.get("q", "")[:200]
    context = {
        "form": RoomFilterForm(request.GET),
        "page": paginate(request, filtered_rooms(request.user, text)),
        "narrowed": bool(text),
        "can_add": organises_somewhere(request.user),
    }
    return render(request, "desk/training/room_list.html", context)


@login_required
@once
def room(request: StaffRequest, pk: UUID | None = None) -> HttpResponse:
    """Show a room; add or change it."""
    rooms = visible_rooms(request.user).select_related("owner", "unit__parent__parent")
    found = get_object_or_404(rooms, pk=pk) if pk else None
    can_change = keeps_room(request.user, found) if found else organises_somewhere(request.user)
    if request.method == "POST" or not found:
        require(can_change)
    if found and "remove" in request.POST:
        with into_messages(request):
            services.remove_room(actor=request.user, room=found)
            messages.success(request, _("The room is removed from the register."))
            return redirect("desk:room_list")
        return redirect("desk:room", found.pk)
    initial = {name: getattr(found, name) for name in ("name", "address", "capacity", "in_use")} if found else {}
    if found:
        initial["unit_text"] = found.unit.address if found.unit else ""
    form = RoomForm(request.user, found, request.POST or None, initial=initial)
    if form.is_valid():
        with into_form(form):
            return create_once(
                request,
                lambda: services.save_room(actor=request.user, room=found, **form.cleaned_data),
                leads_to=lambda _saved: reverse("desk:room_list"),
                words=lambda saved: _("“%(name)s” is saved.") % {"name": saved.name},
            )
    return render(request, "desk/training/room.html", {"form": form, "room": found, "can_change": can_change})
