"""Forms of venue points."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from caunoi.directory.models import User
from caunoi.training.models import Room, VenuePoint
from caunoi.training.queries.rooms import choosable_rooms
from caunoi.web.desk.training.despite import DespiteForm


class RoomChoice(forms.ModelChoiceField):
    """One of the rooms that a class can be put into, with its seats."""

    def label_from_instance(self, room: Room) -> str:
        """Return the room as it stands in the list."""
        if room.capacity:
            return _("%(room)s (%(seats)s seats)") % {"room": room.name, "seats": room.capacity}
        return room.name


class VenueForm(DespiteForm):
    """A venue point: a room of the register, any other place, or online."""

    room = RoomChoice(
        label=gettext_lazy("Room of the register"),
        required=False,
        queryset=Room.objects.none(),
        empty_label=gettext_lazy("– none of them –"),
        help_text=gettext_lazy("Name, address and seats come from the room where they are left blank."),
    )
    name = forms.CharField(label=gettext_lazy("Name of the venue point"), required=False, max_length=200)
    address = forms.CharField(label=gettext_lazy("Address"), required=False, max_length=300)
    in_charge = forms.CharField(
        label=gettext_lazy("Person in charge"),
        required=False,
        max_length=200,
        help_text=gettext_lazy("Name and post, as they will stand on the papers."),
    )
    capacity = forms.IntegerField(label=gettext_lazy("Seats"), required=False, min_value=1, max_value=100_000)
    is_online = forms.BooleanField(label=gettext_lazy("Online: people join by a link"), required=False)
    link = forms.CharField(
        label=gettext_lazy("Link to join"),
        required=False,
        max_length=500,
        widget=forms.URLInput(attrs={"placeholder": "https://"}),
        help_text=gettext_lazy("Only those who see the class see it; it stands on no paper."),
    )

    def __init__(self, user: User, point: VenuePoint | None, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        room: Any = self.fields["room"]
        room.queryset = choosable_rooms(user, point.room if point else None)
