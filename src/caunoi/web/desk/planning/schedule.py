"""The schedule of a plan: proposed in the background, shown by week, room or speaker, changed, made into classes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy
from django.views.decorators.http import require_GET, require_POST

from caunoi.directory.policies import require
from caunoi.training.enums import Part, ScheduleState
from caunoi.training.models import OfficeBusyDay, Plan, Room, ScheduleSlot, SpeakerProfile
from caunoi.training.queries.schedules import busy_days, current_schedule, gap_percent, schedule_slots
from caunoi.training.services.schedules import accepting, adjusting, proposing
from caunoi.training.services.schedules.building import profiles_of, rooms_of
from caunoi.training.tasks import propose_schedule
from caunoi.web.base.errors import into_form, into_messages
from caunoi.web.base.numbers import whole
from caunoi.web.base.widgets import DateField
from caunoi.web.desk.planning.frame import plan_page
from caunoi.web.desk.planning.reasons import reason_words
from caunoi.web.desk.requests import StaffRequest

VIEWS = (
    ("week", pgettext_lazy("schedule", "By week")),
    ("room", pgettext_lazy("schedule", "By room")),
    ("speaker", pgettext_lazy("schedule", "By speaker")),
)
PARTS = (
    ("week", gettext_lazy("Uneven weeks")),
    ("quarter", gettext_lazy("Uneven quarters")),
    ("balance", gettext_lazy("Uneven load of speakers")),
    ("travel", gettext_lazy("Ways of speakers")),
    ("seats", gettext_lazy("Empty seats")),
    ("wish", gettext_lazy("Wishes not kept")),
    ("moved", gettext_lazy("Moved from where it stood")),
)


class BusyDaysForm(forms.Form):
    """Days on which the office holds no class."""

    first = DateField(label=gettext_lazy("First day"))
    last = DateField(label=gettext_lazy("Last day"))
    words = forms.CharField(label=gettext_lazy("What keeps the office busy"), max_length=200)


class SlotForm(forms.Form):
    """Where one class of a proposal is held, and what of that stays."""

    day = DateField(label=gettext_lazy("First day"))
    part = forms.ChoiceField(label=gettext_lazy("Begins in the"), choices=Part.choices)
    room = forms.ModelChoiceField(
        label=gettext_lazy("Room"),
        queryset=Room.objects.none(),
        required=False,
        empty_label=pgettext_lazy("room", "not settled"),
    )
    speaker = forms.ModelChoiceField(
        label=gettext_lazy("Speaker"),
        queryset=SpeakerProfile.objects.none(),
        required=False,
        empty_label=pgettext_lazy("speaker", "not settled"),
    )
    keep_day = forms.BooleanField(label=gettext_lazy("Keep the day when proposing anew"), required=False)
    keep_room = forms.BooleanField(label=gettext_lazy("Keep the room when proposing anew"), required=False)
    keep_speaker = forms.BooleanField(label=gettext_lazy("Keep the speaker when proposing anew"), required=False)

    def __init__(self, plan: Plan, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        room: Any = self.fields["room"]
        speaker: Any = self.fields["speaker"]
        room.queryset = Room.objects.filter(pk__in=[one.pk for one in rooms_of(plan)]).order_by("folded_name", "id")
        speaker.queryset = (
            SpeakerProfile.objects.filter(pk__in=[one.pk for one in profiles_of(plan)])
            .select_related("person")
            .order_by("person__sort_name", "id")
        )


@dataclass(frozen=True, kw_only=True)
class Group:
    """A heading of the table and the classes beneath it."""

    title: str
    slots: list[ScheduleSlot]


@login_required
@require_GET
def schedule(request: StaffRequest, code: str) -> HttpResponse:
    """Show the schedule: what has a place, what has none and why, and how good it is."""
    page = plan_page(request, code, "schedule")
    proposal = current_schedule(page.plan)
    view = request.GET.get("view", "week")
    slots = list(schedule_slots(proposal)) if proposal else []
    named = {str(slot.pk): slot for slot in slots}
    placed = [slot for slot in slots if slot.sittings]
    page.context.update(
        proposal=proposal,
        running=bool(proposal and proposal.state in proposing.WORKED_ON),
        ready=bool(proposal and proposal.state == ScheduleState.READY),
        view=view,
        views=VIEWS,
        groups=_groups(placed, view),
        placed_count=len(placed),
        unplaced=[(slot, reason_words(slot, named)) for slot in slots if not slot.sittings],
        gap=gap_percent(proposal) if proposal else None,
        parts=[(label, proposal.costs.get(name, 0)) for name, label in PARTS] if proposal and proposal.costs else [],
        busy=list(busy_days(page.plan)),
        busy_form=BusyDaysForm(),
    )
    return render(request, "desk/planning/schedule.html", page.context)


def _groups(slots: list[ScheduleSlot], view: str) -> list[Group]:
    keys: dict[str, Any] = {
        "room": lambda slot: slot.room.name if slot.room else _("Without a room"),
        "speaker": lambda slot: slot.speaker.person.full_name if slot.speaker else _("Without a speaker"),
    }
    key = keys.get(view, _week)
    ordered = sorted(slots, key=key) if view in keys else slots
    return [Group(title=title, slots=list(found)) for title, found in groupby(ordered, key=key)]


def _week(slot: ScheduleSlot) -> str:
    day = slot.first_day or date.min
    year, week, _weekday = day.isocalendar()
    first, last = date.fromisocalendar(year, week, 1), date.fromisocalendar(year, week, 7)
    return _("Week %(number)s (%(first)s – %(last)s)") % {
        "number": week,
        "first": f"{first:%d/%m}",
        "last": f"{last:%d/%m/%Y}",
    }


@login_required
@require_POST
def schedule_propose(request: StaffRequest, code: str) -> HttpResponse:
    """Have a schedule worked out, anew where one stands."""
    page = plan_page(request, code, "schedule")
    with into_messages(request), transaction.atomic():
        proposal = proposing.request_schedule(actor=request.user, plan=page.plan)
        transaction.on_commit(lambda: propose_schedule.enqueue(str(proposal.pk)))
        messages.success(request, _("The schedule is being worked out. That takes a minute at most."))
    return redirect("desk:plan_schedule", page.plan.code)


@login_required
@require_POST
def schedule_stop(request: StaffRequest, code: str) -> HttpResponse:
    """End the search."""
    page = plan_page(request, code, "schedule")
    with into_messages(request):
        proposing.stop_schedule(actor=request.user, plan=page.plan)
        messages.success(request, _("The search ends; the best schedule so far stands."))
    return redirect("desk:plan_schedule", page.plan.code)


@login_required
def schedule_slot(request: StaffRequest, code: str, pk: str) -> HttpResponse:
    """Put one class elsewhere by hand."""
    page = plan_page(request, code, "schedule")
    require(page.can_write)
    slot = get_object_or_404(
        ScheduleSlot.objects.select_related("item", "proposal__plan__owner"), pk=pk, proposal__plan=page.plan
    )
    form = SlotForm(
        page.plan,
        request.POST or None,
        initial={
            "day": slot.first_day,
            "part": slot.part or Part.MORNING,
            "room": slot.room_id,
            "speaker": slot.speaker_id,
            "keep_day": True,
            "keep_room": slot.room_locked,
            "keep_speaker": slot.speaker_locked,
        },
    )
    if form.is_valid():
        with into_form(form):
            adjusting.change_slot(actor=request.user, slot=slot, **form.cleaned_data)
            messages.success(request, _("The class is put there. Propose anew to fit the others around it."))
            return redirect("desk:plan_schedule", page.plan.code)
    page.context.update(form=form, slot=slot)
    return render(request, "desk/planning/schedule_slot.html", page.context)


@login_required
@require_POST
def schedule_accept(request: StaffRequest, code: str) -> HttpResponse:
    """Make the classes."""
    page = plan_page(request, code, "schedule")
    with into_messages(request):
        count = accepting.accept_schedule(
            actor=request.user, plan=page.plan, revision=whole(request.POST.get("revision")) or 0
        )
        words = ngettext("%(count)s class is made.", "%(count)s classes are made.", count)
        messages.success(request, words % {"count": count})
    return redirect("desk:plan_schedule", page.plan.code)


@login_required
@require_POST
def schedule_undo(request: StaffRequest, code: str) -> HttpResponse:
    """Take the classes of the accepted schedule back."""
    page = plan_page(request, code, "schedule")
    with into_messages(request):
        count = accepting.undo_schedule(actor=request.user, plan=page.plan)
        words = ngettext("%(count)s class is taken back.", "%(count)s classes are taken back.", count)
        messages.success(request, words % {"count": count})
    return redirect("desk:plan_schedule", page.plan.code)


@login_required
@require_POST
def schedule_busy(request: StaffRequest, code: str) -> HttpResponse:
    """Enter busy days of the office, or take some away."""
    page = plan_page(request, code, "schedule")
    with into_messages(request):
        remove = whole(request.POST.get("remove"))
        if remove is not None:
            days = get_object_or_404(OfficeBusyDay, pk=remove, owner=page.plan.owner)
            proposing.remove_busy_days(actor=request.user, plan=page.plan, days=days)
            messages.success(request, _("The busy days are removed."))
            return redirect("desk:plan_schedule", page.plan.code)
        form = BusyDaysForm(request.POST)
        if form.is_valid():
            proposing.add_busy_days(actor=request.user, plan=page.plan, **form.cleaned_data)
            messages.success(request, _("The busy days are entered. Propose anew to keep them free."))
        else:
            messages.error(request, _("Type first day, last day and what keeps the office busy."))
    return redirect("desk:plan_schedule", page.plan.code)
