"""The desk decides what no rule can: who came without being listed, a clock not believed, a contradiction."""

from __future__ import annotations

from collections.abc import Sequence

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from caunoi.core.errors import NotNow
from caunoi.directory.models import Person, User
from caunoi.training.enums import Action, DoorAnswer, DoorReviewKind, Mark
from caunoi.training.models import DoorReview, DoorScan, Enrolment, TrainingClass
from caunoi.training.policies import leads_class, marks_class
from caunoi.training.services.attendance import CellMark, mark
from caunoi.training.services.door.deriving import derive_cells
from caunoi.training.services.guard import note, open_for_change
from caunoi.training.services.roster import enrol, substitute

WALKING = (DoorReviewKind.WALK_IN, DoorReviewKind.SUBSTITUTE)
# Their scans lie aside as a whole: counted, they say themselves whether somebody was late.
ASIDE = (DoorReviewKind.REVOKED, DoorReviewKind.CLOSED)


@transaction.atomic
def take_in(
    *,
    actor: User,
    review: DoorReview,
    full_name: str = "",
    unit_text: str = "",
    person: Person | None = None,
    listed: Enrolment | None = None,
    distinct: bool = False,
) -> Enrolment:
    """Put somebody who came without being listed on the list, and count what the door saw of him from the beginning.

    With ``person`` it is somebody whom the register knows; with ``listed`` somebody who stood on the list all along. A
    substitute takes the place of the one whom the door named. Raises as ``roster.enrol`` and ``roster.substitute`` do,
    and NotNow where the matter is decided.
    """
    training_class = open_for_change(actor=actor, training_class=review.training_class, may=leads_class)
    review = _opened(review)
    if review.kind not in WALKING:
        raise NotNow(_("This is about somebody who is listed."))
    instead_of = review.scan.instead_of
    if listed is not None:
        if listed.training_class_id != training_class.pk:
            raise ValidationError({"listed": _("Choose somebody of this class.")})
        row = listed
    elif review.kind == DoorReviewKind.SUBSTITUTE and instead_of is not None:
        row = substitute(actor=actor, enrolment=instead_of, full_name=full_name, person=person, distinct=distinct)
    else:
        row = enrol(
            actor=actor,
            training_class=training_class,
            full_name=full_name,
            unit_text=unit_text,
            person=person,
            distinct=distinct,
        )
    DoorScan.objects.filter(pk=review.scan_id).update(enrolment=row, name="", unit="")
    scan = DoorScan.objects.get(pk=review.scan_id)
    review.enrolment = row
    _close([review], DoorAnswer.TAKEN, actor)
    derive_cells(training_class=training_class, scans=[scan])
    return row


@transaction.atomic
def decide(
    *,
    actor: User,
    training_class: TrainingClass,
    reviews: Sequence[int],
    answer: DoorAnswer,
    wanted: Mark | None = None,
    reason: str = "",
) -> int:
    """Decide several matters at once; returns how many were still open.

    TAKEN: what the door says goes into the sheet, or the mark ``wanted``, as a mark of the desk; scans that lay aside
    count by the class's rules. DISMISSED: the sheet stays as it is; the name of somebody not listed is wiped.

    Raises PermissionDenied unless the actor marks attendance, NotNow (closed, cancelled), ValidationError where a
    correction needs a ``reason``, and for somebody not listed who is to be counted.
    """
    training_class = open_for_change(actor=actor, training_class=training_class, may=marks_class)
    rows = DoorReview.objects.select_for_update(of=("self",)).select_related("scan").order_by("pk")
    found = list(rows.filter(training_class=training_class, pk__in=reviews, answer=""))
    if not found:
        return 0
    if answer == DoorAnswer.TAKEN:
        if any(one.enrolment_id is None or one.sitting_id is None for one in found):
            raise ValidationError({"reviews": _("Somebody not listed, or at no sitting, is put on the list first.")})
        _count(actor, training_class, found, wanted, reason)
    else:
        walked = [one.scan_id for one in found if one.kind in WALKING]
        DoorScan.objects.filter(pk__in=walked).update(name="", unit="")
    _close(found, answer, actor)
    note(
        actor=actor,
        action=Action.DOOR_DECIDED,
        training_class=training_class,
        details={"matters": len(found), "door_answer": answer.value},
        reason=reason,
    )
    return len(found)


def _count(
    actor: User, training_class: TrainingClass, found: Sequence[DoorReview], wanted: Mark | None, reason: str
) -> None:
    aside = [one for one in found if one.kind in ASIDE and wanted is None]
    if aside:
        # Everything that lies aside of these people at these sittings, not only what brought it up.
        cells = {(one.enrolment_id, one.sitting_id) for one in aside}
        scans = DoorScan.objects.filter(
            training_class=training_class,
            enrolment__in={person for person, _sitting in cells},
            sitting__in={sitting for _person, sitting in cells},
        ).order_by("number")
        theirs = [one for one in scans if (one.enrolment_id, one.sitting_id) in cells]
        DoorScan.objects.filter(pk__in=[one.pk for one in theirs], aside=True).update(aside=False)
        for one in theirs:
            one.aside = False
        derive_cells(training_class=training_class, scans=theirs)
    marks = [
        CellMark(
            enrolment_id=one.enrolment_id, sitting_id=one.sitting_id, mark=wanted or Mark(one.mark or Mark.PRESENT)
        )
        for one in found
        if one not in aside and one.enrolment_id is not None and one.sitting_id is not None
    ]
    if marks:
        mark(actor=actor, training_class=training_class, cells=marks, reason=reason)


def _opened(review: DoorReview) -> DoorReview:
    rows = DoorReview.objects.select_for_update(of=("self",)).select_related("scan__instead_of", "training_class")
    found = rows.get(pk=review.pk)
    if found.answer:
        raise NotNow(_("This was decided meanwhile."))
    return found


def _close(reviews: Sequence[DoorReview], answer: DoorAnswer, actor: User) -> None:
    now = timezone.now()
    for one in reviews:
        one.answer, one.decided_at, one.decided_by = answer, now, actor
    DoorReview.objects.bulk_update(reviews, ["answer", "decided_at", "decided_by", "enrolment"], batch_size=500)
