"""A schedule of a whole plan is made into 400 classes at once, and taken back at once."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Iterator

from bench.measure import Row, row

CLASSES, EACH, ROOMS, SPEAKERS = 400, 20, 25, 60
YEAR = 2027


def rows() -> Iterator[Row]:
    """Time both against writing as many bare classes through Django alone."""
    from caunoi.core.text import fold  # noqa: PLC0415 - Django is set up by the runner
    from caunoi.directory.enums import OrganisationKind, RoleKind, System  # noqa: PLC0415 - as above
    from caunoi.directory.models import Organisation, Person, Role, User  # noqa: PLC0415 - as above
    from caunoi.training.enums import PlanState, ScheduleState  # noqa: PLC0415 - as above
    from caunoi.training.models import (  # noqa: PLC0415 - as above
        Plan,
        PlanItem,
        Room,
        ScheduleProposal,
        ScheduleSlot,
        SpeakerProfile,
        TrainingClass,
    )
    from caunoi.training.services.schedules import accepting  # noqa: PLC0415 - as above
    from caunoi.training.services.schedules.building import closed_days  # noqa: PLC0415 - as above

    office = Organisation.objects.create(
        name="Phường Thử", folded_name="phuong thu", kind=OrganisationKind.PEOPLES_COMMITTEE, system=System.STATE,
        path="AAAAAA",
    )  # fmt: skip
    user = User.objects.create(username="thu", name="Nguyễn Văn Thử")
    Role.objects.create(user=user, organisation=office, kind=RoleKind.ORGANISER)
    plan = Plan.objects.create(
        owner=office, year=YEAR, title="Kế hoạch thử", folded_title="ke hoach thu", state=PlanState.APPROVED
    )
    rooms = [
        Room.objects.create(owner=office, name=f"Phòng {n}", folded_name=fold(f"Phòng {n}"), capacity=100)
        for n in range(ROOMS)
    ]
    speakers = []
    for number in range(SPEAKERS):
        person = Person.objects.create(full_name=f"Báo Cáo Viên {number}", sort_name=f"{number} bao cao vien")
        speakers.append(SpeakerProfile.objects.create(owner=office, person=person))
    proposal = ScheduleProposal.objects.create(plan=plan, state=ScheduleState.READY)
    days = [dt.date(YEAR, 1, 4) + dt.timedelta(days=n) for n in range(350)]
    closed = closed_days(plan)
    open_days = [day for day in days if day not in closed]
    for group in range(CLASSES // EACH):
        item = PlanItem.objects.create(
            plan=plan, title=f"Chuyên đề {group}", class_count=EACH, seats=50, position=group
        )
        for number in range(EACH):
            # Twenty classes a day, each in a room and with a speaker of its own.
            day = open_days[group * 5]
            ScheduleSlot.objects.create(
                proposal=proposal,
                item=item,
                number=number + 1,
                sittings=[[day.isoformat(), "morning"], [day.isoformat(), "afternoon"]],
                room=rooms[number],
                speaker=speakers[number],
            )
    size = f"{CLASSES} classes of two sittings"
    began = time.perf_counter()
    bare = [TrainingClass(keeper=office, title=f"Lớp {n}", folded_title=f"lop {n}") for n in range(CLASSES)]
    for one in bare:
        one.save()
    alone = time.perf_counter() - began
    TrainingClass.objects.all().delete()
    yard = "as many bare rows saved one by one"
    began = time.perf_counter()
    made = accepting.accept_schedule(actor=user, plan=plan, revision=proposal.revision)
    yield row("schedule: made into classes", size, time.perf_counter() - began, "s", yardstick=yard, against=alone)
    if made != CLASSES or TrainingClass.objects.count() != CLASSES:
        raise SystemExit(f"{made} classes were made, {TrainingClass.objects.count()} stand.")
    began = time.perf_counter()
    accepting.undo_schedule(actor=user, plan=plan)
    yield row("schedule: taken back", size, time.perf_counter() - began, "s", yardstick=yard, against=alone)
    if TrainingClass.objects.exists():
        raise SystemExit("Something is left of the schedule.")
