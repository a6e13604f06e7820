"""Taking back a nomination."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from caunoi.core.errors import NotNow
from caunoi.directory.models import User
from caunoi.training.enums import LIVE, THERE, Action, ClassState, EnrolmentState
from caunoi.training.models import Attendance, Enrolment, Nomination, NominationLink, TrainingClass
from caunoi.training.services.make_ups import leave_make_ups
from caunoi.training.services.seats.entry import lock_nomination, open_for_naming
from caunoi.training.services.seats.line import mark_gone, settle, tell


@transaction.atomic
def withdraw_nomination(
    *, actor: User | None, nomination: Nomination, reason: str = "", link: NominationLink | None = None
) -> Nomination:
    """Take back a nomination; its seat goes to the next of the same unit, then to the next in line.

    Does nothing for one that was withdrawn or replaced already. Raises PermissionDenied, and NotNow when the class is
    closed or the person was there at a sitting.
    """
    training_class = open_for_naming(
        actor=actor, training_class=nomination.training_class, quota=nomination.quota, link=link
    )
    nomination = lock_nomination(nomination=nomination)
    if nomination.state not in LIVE:
        return nomination
    if nomination.enrolment is not None:
        leave_list(training_class=training_class, enrolment=nomination.enrolment, name=nomination.person.full_name)
    mark_gone(training_class=training_class, nomination=nomination)
    tell(
        actor=actor,
        action=Action.NOMINATION_WITHDRAWN,
        training_class=training_class,
        nomination=nomination,
        reason=reason,
    )
    settle(actor=actor, training_class=training_class, first=nomination.quota_id)
    return nomination


def leave_list(*, training_class: TrainingClass, enrolment: Enrolment, name: str) -> None:
    """Strike out a row of the list; raises NotNow when the person was there at a sitting."""
    there = Attendance.objects.filter(enrolment=enrolment, mark__in=THERE).select_related("sitting").first()
    if there:
        raise NotNow(
            _("%(name)s was there (%(sitting)s). Correct the attendance first if that is wrong.")
            % {"name": name, "sitting": there.sitting}
        )
    leave_make_ups(enrolment)
    enrolment.state = EnrolmentState.WITHDRAWN
    enrolment.after_settled = enrolment.after_settled or training_class.state == ClassState.HELD
    enrolment.save(update_fields=["state", "after_settled"])
