"""A class of a proposal put elsewhere by hand, and what is settled of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from caunoi.core.errors import NotNow
from caunoi.directory.models import User
from caunoi.scheduling import Clash, ClashKind, Lock, Part, Placement, Problem, Slot, clashes_of
from caunoi.scheduling.runs import Timeline
from caunoi.training.enums import Action, PlanState, ScheduleState
from caunoi.training.enums import Part as PartOfDay
from caunoi.training.models import Room, ScheduleProposal, ScheduleSlot, SpeakerProfile
from caunoi.training.services.plans.guard import lock_plan, note
from caunoi.training.services.schedules.building import placement_of, problem_of, profiles_of, put, rooms_of, slots_of


@transaction.atomic
def change_slot(
    *,
    actor: User,
    slot: ScheduleSlot,
    day: date,
    part: str,
    room: Room | None,
    speaker: SpeakerProfile | None,
    keep_day: bool = True,
    keep_room: bool = False,
    keep_speaker: bool = False,
) -> ScheduleSlot:
    """Put a class of a proposal to a day, room and speaker; what is kept stays when the schedule is proposed anew.

    Raises PermissionDenied, NotNow unless the proposal is ready, ValidationError naming each clash.
    """
    plan = lock_plan(actor=actor, plan=slot.proposal.plan, states=tuple(PlanState))
    proposal = (
        ScheduleProposal.objects.select_for_update(of=("self",)).select_related("plan__owner").get(pk=slot.proposal_id)
    )
    if proposal.state != ScheduleState.READY:
        raise NotNow(_("The schedule can be changed once it is worked out and until its classes are made."))
    slots = slots_of(proposal)
    mine = next((one for one in slots if one.pk == slot.pk), None)
    if mine is None:
        raise NotNow(_("This class is no longer part of the schedule."))
    if room is not None and room not in rooms_of(plan):
        raise ValidationError({"room": _("This room is not one of your office.")})
    if speaker is not None and speaker not in profiles_of(plan):
        raise ValidationError({"speaker": _("This speaker is not one of your office.")})
    mine.room, mine.speaker, mine.sittings = room, speaker, [[day.isoformat(), part]]
    mine.day_locked, mine.room_locked, mine.speaker_locked = True, room is not None, speaker is not None
    problem = problem_of(proposal, slots)
    need = next(one for one in problem.classes if one.key == str(mine.pk))
    need = replace(need, lock=Lock(start=Slot(day, Part(part))))
    runs = Timeline(replace(problem, classes=(*(one for one in problem.classes if one != need), need))).runs(need)
    if not runs:
        raise ValidationError({"day": _("On %(day)s no class can be held.") % {"day": f"{day:%d/%m/%Y}"}})
    put(
        mine,
        Placement(
            slots=runs[0].slots,
            room=str(room.pk) if room else None,
            speakers=(str(speaker.pk),) if speaker else (),
        ),
    )
    refuse_clashes(problem, slots, only=mine)
    mine.day_locked, mine.room_locked = keep_day, keep_room and room is not None
    mine.speaker_locked, mine.reasons = keep_speaker and speaker is not None, []
    mine.save()
    proposal.revision += 1
    # By hand it costs something else than was worked out.
    proposal.bound = None
    proposal.save(update_fields=["revision", "bound"])
    note(
        actor=actor,
        plan=plan,
        action=Action.SCHEDULE_CHANGED,
        details={"item": f"{mine.item.title} ({mine.number})", "days": f"{day} {part}"},
    )
    return mine


def placements_of(problem: Problem, slots: list[ScheduleSlot]) -> dict[str, Placement]:
    """Return where the classes of a proposal stand."""
    taught = {need.key: bool(need.lessons) for need in problem.classes}
    found = {str(slot.pk): placement_of(slot, taught=taught[str(slot.pk)]) for slot in slots}
    return {key: placed for key, placed in found.items() if placed is not None}


def refuse_clashes(problem: Problem, slots: list[ScheduleSlot], *, only: ScheduleSlot | None = None) -> None:
    """Raise ValidationError with a sentence for each clash of the proposal with itself and with all other classes.

    What a person put somewhere by hand is judged by clashes alone. ``only`` looks at one class and whom it meets.
    """
    named = {str(slot.pk): slot for slot in slots}
    faults = []
    for clash in clashes_of(problem, placements_of(problem, slots)):
        if clash.kind not in _WORDS or (only and str(only.pk) not in {clash.need, clash.other}):
            continue
        words = clash_words(clash, named)
        if words not in faults:
            faults.append(words)
    if faults:
        raise ValidationError(faults[:10])


def clash_words(clash: Clash, named: dict[str, ScheduleSlot]) -> str:
    """Return a clash as a sentence; a class of another office is told as taken, never by name."""
    slot = named[clash.need]
    other = named.get(clash.other or "")
    return str(_WORDS[clash.kind]()) % {
        "class": slot.item.title,
        "room": slot.room.name if slot.room else "",
        "speaker": slot.speaker.person.full_name if slot.speaker else "",
        "other": other.item.title if other else "",
        "when": when(clash.slot) if clash.slot else "",
    }


def when(slot: Slot) -> str:
    """Return a sitting as a sentence says it."""
    return f"{PartOfDay(str(slot.part)).label} {slot.day:%d/%m/%Y}"


_WORDS = {
    ClashKind.ROOM_TWICE: lambda: _("“%(class)s”: %(room)s is taken by “%(other)s” (%(when)s)."),
    ClashKind.ROOM_TAKEN: lambda: _("“%(class)s”: %(room)s is taken by another class (%(when)s)."),
    ClashKind.SPEAKER_TWICE: lambda: _("“%(class)s”: %(speaker)s teaches “%(other)s” then (%(when)s)."),
    ClashKind.SPEAKER_TAKEN: lambda: _("“%(class)s”: %(speaker)s is away or teaches elsewhere (%(when)s)."),
    ClashKind.DAY_CLOSED: lambda: _("“%(class)s”: no class can be held then (%(when)s)."),
}
