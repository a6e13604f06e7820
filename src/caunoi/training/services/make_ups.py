"""Putting somebody who missed a sitting down for one of a sister class, and taking that back."""

from __future__ import annotations

from collections.abc import Sequence

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from caunoi.core.errors import NotNow
from caunoi.directory.models import User
from caunoi.directory.policies import require
from caunoi.training.enums import THERE, Action, EnrolmentState, Mark
from caunoi.training.models import (
    Attendance,
    Enrolment,
    MakeUp,
    ParticipantPay,
    Scan,
    Sitting,
    TrainingClass,
    VenuePoint,
)
from caunoi.training.policies import leads_class
from caunoi.training.queries.make_ups import make_up_sittings, open_make_ups
from caunoi.training.services.guard import lock_class, note, sitting_label


@transaction.atomic
def arrange_make_ups(
    *,
    actor: User,
    missed: Sitting,
    enrolments: Sequence[int],
    sitting: Sitting,
    venue_point: VenuePoint | None = None,
) -> list[MakeUp]:
    """Put participants who missed a sitting down for ``sitting`` of a sister class; all of them or none.

    Each gets a row of the state MAKE_UP there, for that sitting only: on the sign-in sheet and the attendance of that
    class, in no seat and no count of it. Once present there, the missed sitting is made up.

    Raises PermissionDenied unless the actor leads both classes, NotNow where one of them is closed or cancelled, and
    ValidationError: nobody chosen, a sitting that doesn't make up for the missed one, a point of another class,
    somebody who didn't miss it, is put down for it already, stands on the other class's own list, or was present at
    the same half-day here.
    """
    here, there = missed.training_class, sitting.training_class
    require(leads_class(actor, here) and leads_class(actor, there))
    # In one order: two clerks who send people to each other's class wait for each other, not for ever.
    for one in sorted((here, there), key=lambda each: each.pk):
        lock_class(training_class=one)
    if sitting.pk not in {one.pk for one in make_up_sittings(actor, missed)}:
        raise ValidationError(
            {"sitting": _("Choose a sitting of an open class of the same plan item, with the same topic.")}
        )
    if venue_point and venue_point.training_class_id != there.pk:
        raise ValidationError({"venue_point": _("Choose a venue point of the class that is attended.")})
    people = list(
        Enrolment.objects.filter(
            training_class=here, pk__in=set(enrolments), state=EnrolmentState.NOMINATED, substitute_for__isnull=True
        )
        .select_related("person")
        .order_by("folded_unit", "sort_name", "id")
    )
    if not people or len(people) != len(set(enrolments)):
        raise ValidationError({"people": _("Choose who makes up the sitting. Load the page anew if the list changed.")})
    _refuse(people, missed, sitting)
    made = [
        MakeUp(enrolment=each, missed=missed, guest=_guest(each, there, venue_point), sitting=sitting)
        for each in people
    ]
    _refuse_twice(made)
    MakeUp.objects.bulk_create(made)
    _tell(actor, Action.MAKE_UP_ARRANGED, made)
    return made


def _refuse(people: Sequence[Enrolment], missed: Sitting, sitting: Sitting) -> None:
    ids = [each.pk for each in people]
    cells = dict(
        Attendance.objects.filter(sitting=missed, enrolment__in=ids).order_by("pk").values_list("enrolment_id", "mark")
    )
    stood_in = set(
        Attendance.objects.filter(sitting=missed, mark__in=THERE, enrolment__substitute_for__in=ids)
        .order_by("pk")
        .values_list("enrolment__substitute_for", flat=True)
    )
    put_down = set(
        open_make_ups(MakeUp.objects.filter(enrolment__in=ids, missed=missed))
        .order_by("pk")
        .values_list("enrolment_id", flat=True)
    )
    busy = set(
        Attendance.objects.filter(
            enrolment__in=ids, sitting__date=sitting.date, sitting__part=sitting.part, mark__in=THERE
        )
        .order_by("pk")
        .values_list("enrolment_id", flat=True)
    )
    faults = []
    for each in people:
        name = each.person.full_name
        if cells.get(each.pk) not in {Mark.ABSENT, Mark.EXCUSED} or each.pk in stood_in:
            faults.append(_("%(name)s is not marked absent at this sitting.") % {"name": name})
        elif each.pk in put_down:
            faults.append(_("%(name)s is put down for a make-up of this sitting already.") % {"name": name})
        elif each.pk in busy:
            faults.append(_("%(name)s was present here at the same half-day.") % {"name": name})
    if faults:
        raise ValidationError({"people": faults})


def _guest(enrolment: Enrolment, there: TrainingClass, venue_point: VenuePoint | None) -> Enrolment:
    """Return the person's row in the other class, made or taken up again; raises ValidationError for one of its own."""
    found = Enrolment.objects.select_for_update(of=("self",)).filter(training_class=there, person=enrolment.person)
    row = found.first()
    if row and row.state == EnrolmentState.NOMINATED:
        raise ValidationError(
            {"people": _("%(name)s is on the list of that class itself.") % {"name": enrolment.person.full_name}}
        )
    row = row or Enrolment(training_class=there, person=enrolment.person)
    row.state = EnrolmentState.MAKE_UP
    row.post, row.unit_text, row.folded_unit = enrolment.post, enrolment.unit_text, enrolment.folded_unit
    row.sort_name, row.off_payroll = enrolment.sort_name, enrolment.off_payroll
    row.venue_point = venue_point or row.venue_point
    row.save()
    return row


def _refuse_twice(made: Sequence[MakeUp]) -> None:
    guests = [each.guest_id for each in made]
    taken = MakeUp.objects.filter(guest__in=guests, sitting=made[0].sitting).select_related("guest__person").first()
    if taken:
        raise ValidationError(
            {"people": _("%(name)s is there at that sitting already.") % {"name": taken.guest.person.full_name}}
        )


def _tell(actor: User, action: Action, rows: Sequence[MakeUp]) -> None:
    """Write a row for each person into the trail of both classes, each with its own sitting."""
    for row in rows:
        here, there = row.missed.training_class, row.sitting.training_class
        for one, other, sitting in ((here, there, row.missed), (there, here, row.sitting)):
            note(
                actor=actor,
                action=action,
                training_class=one,
                person_id=row.enrolment.person_id,
                details={
                    "participant": row.enrolment.person.full_name,
                    "sitting": sitting_label(sitting),
                    "other_class": other.code,
                },
            )


@transaction.atomic
def drop_make_up(*, actor: User, make_up: MakeUp) -> None:
    """Take back a make-up sitting that was not attended; the guest's row leaves the other class with the last one.

    Raises PermissionDenied unless the actor leads the class that arranged it, NotNow when that class is closed, the
    other one is, or the person was there.
    """
    here, there = make_up.enrolment.training_class, make_up.sitting.training_class
    require(leads_class(actor, here))
    for one in sorted((here, there), key=lambda each: each.pk):
        lock_class(training_class=one, closed_too=one == there)
    row = (
        MakeUp.objects.select_for_update(of=("self",))
        .select_related("enrolment__person", "missed__training_class", "sitting__training_class", "guest")
        .get(pk=make_up.pk, enrolment__training_class=here)
    )
    _refuse_attended(row)
    if (
        not row.sitting.training_class.is_open
        and Scan.objects.filter(enrolment=row.guest, sitting=row.sitting).exists()
    ):
        raise NotNow(_("The other class is closed, and its sheet names the person. Reopen it first."))
    _tell(actor, Action.MAKE_UP_DROPPED, [row])
    drop(row)


def _refuse_attended(row: MakeUp) -> None:
    if Attendance.objects.filter(enrolment=row.guest, sitting=row.sitting, mark__in=THERE).exists():
        raise NotNow(
            _("%(name)s was there and made up the sitting. Correct the attendance of that class first.")
            % {"name": row.enrolment.person.full_name}
        )


def drop(row: MakeUp) -> None:
    """Remove one row, and the guest's with the last; a step of services, the trail is theirs."""
    guest = row.guest
    row.delete()
    if MakeUp.objects.filter(guest=guest).exists():
        return
    if Scan.objects.filter(enrolment=guest).exists() or hasattr(guest, "nomination"):
        # What was observed stays; the row is struck out like any other.
        ParticipantPay.objects.filter(enrolment=guest, reason="").delete()
        guest.state = EnrolmentState.WITHDRAWN
        guest.save(update_fields=["state"])
        return
    guest.delete()


def leave_make_ups(enrolment: Enrolment) -> None:
    """Take back what is awaited of somebody who leaves the list; raises NotNow where a sitting was made up.

    A step of services that strike out a row, which write the trail.
    """
    rows = list(
        open_make_ups(MakeUp.objects.filter(enrolment=enrolment))
        .select_related("guest", "sitting", "enrolment__person")
        .order_by("pk")
    )
    others = {row.sitting.training_class_id for row in rows}
    list(TrainingClass.objects.select_for_update().filter(pk__in=others).order_by("pk"))
    for row in rows:
        _refuse_attended(row)
        drop(row)
