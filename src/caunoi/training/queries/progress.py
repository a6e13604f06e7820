"""Where a class stands on its way, what it still lacks, and the one step that comes next."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Coalesce

from caunoi.directory.queries.scope import AnyUser
from caunoi.training.enums import THERE, ClassOrigin, ClassState, EnrolmentState, Mark
from caunoi.training.models import Attendance, ClassReport, Enrolment, MakeUp, TrainingClass
from caunoi.training.queries.attendance import made_up_cells
from caunoi.training.queries.classes import visible_classes, with_counts


class Stage(StrEnum):
    """The stations on the line of a class, in order."""

    PREPARE = "prepare"
    GATHER = "gather"
    HOLD = "hold"
    END = "end"
    REPORT = "report"
    PUBLISH = "publish"


class NextStep(StrEnum):
    """What the office does next with a class."""

    SET_DAYS = "set_days"
    MAKE_PROGRAMME = "make_programme"
    OPEN_GATHERING = "open_gathering"
    ADD_PARTICIPANTS = "add_participants"
    SETTLE_LIST = "settle_list"
    PRINT_SHEETS = "print_sheets"
    MARK_ATTENDANCE = "mark_attendance"
    CLOSE = "close"
    WRITE_REPORT = "write_report"
    WRITE_ARTICLE = "write_article"


@dataclass(frozen=True, kw_only=True)
class ClassHead:
    """A class with the counts that its head line, tabs and next step need."""

    training_class: TrainingClass
    participants: int
    sittings: int
    topics: int
    questions: int
    open_questions: int
    report_version: int
    is_registered: bool
    has_scans: bool
    unmarked: int


def class_head(user: AnyUser, code: str) -> ClassHead:
    """Return one visible class with its counts, in one query, three while it is held.

    Raises ``TrainingClass.DoesNotExist``.
    """
    signed = ClassReport.objects.filter(training_class=OuterRef("pk")).exclude(number="", signed_file=None)
    classes = with_counts(visible_classes(user)).annotate(is_registered=Exists(signed))
    found = classes.select_related("keeper").get(code=code.upper())
    row = found.__dict__
    over = found.state == ClassState.HELD and row["participant_count"]
    return ClassHead(
        training_class=found,
        participants=row["participant_count"],
        sittings=row["sitting_count"],
        topics=row["topic_count"],
        questions=row["question_count"],
        open_questions=row["open_question_count"],
        report_version=row["report_version"],
        is_registered=row["is_registered"],
        has_scans=row["has_scans"],
        unmarked=unmarked_cells(found, sittings=row["sitting_count"]) if over else 0,
    )


def unmarked_cells(training_class: TrainingClass, *, sittings: int) -> int:
    """Return how many seats of the sheet hold no mark: nominated persons times sittings, less those marked.

    A seat is also marked where a substitute came, or where the sitting was made up: the row then lacks nothing.
    """
    originals = Enrolment.objects.filter(
        training_class=training_class, state=EnrolmentState.NOMINATED, substitute_for__isnull=True
    )
    own = Q(enrolment__substitute_for__isnull=True) & ~Q(mark=Mark.NONE)
    stood_in = Q(enrolment__substitute_for__state=EnrolmentState.NOMINATED, mark__in=THERE)
    marked = (
        Attendance.objects.filter(
            own | stood_in, sitting__training_class=training_class, enrolment__state=EnrolmentState.NOMINATED
        )
        .order_by()
        .annotate(seat=Coalesce("enrolment__substitute_for", "enrolment"))
        .values_list("seat", "sitting")
    )
    made_up = made_up_cells(MakeUp.objects.filter(enrolment__in=originals)).order_by()
    # A union holds each seat once, however many ways it is marked.
    return originals.count() * sittings - marked.union(made_up.values_list("enrolment", "missed")).count()


def stage_of(training_class: TrainingClass, *, today: date, published: bool = False) -> Stage:
    """Return the station at which the class stands."""
    match ClassState(training_class.state):
        case ClassState.PREPARING | ClassState.CANCELLED:
            return Stage.PREPARE
        case ClassState.GATHERING:
            return Stage.GATHER
        case ClassState.HELD:
            return Stage.END if _is_over(training_class, today) else Stage.HOLD
        case ClassState.CLOSED:
            return Stage.PUBLISH if published else Stage.REPORT


def next_step(head: ClassHead, *, today: date, published: bool = False) -> NextStep | None:
    """Return the one step that comes next; None when nothing is left to do or the class was cancelled.

    ``published`` says that an article about the class stands. A report that carries the registry's number or its
    signed copy is done.
    """
    training_class = head.training_class
    match ClassState(training_class.state):
        case ClassState.PREPARING:
            return _while_preparing(head)
        case ClassState.GATHERING:
            return NextStep.SETTLE_LIST if head.participants else NextStep.ADD_PARTICIPANTS
        case ClassState.HELD:
            return _while_held(head, today)
        case ClassState.CLOSED:
            if published:
                return None
            needs_report = not head.is_registered and training_class.origin == ClassOrigin.HELD
            return NextStep.WRITE_REPORT if needs_report else NextStep.WRITE_ARTICLE
        case _:
            return None


def _while_preparing(head: ClassHead) -> NextStep:
    if head.training_class.starts_on is None:
        return NextStep.SET_DAYS
    return NextStep.OPEN_GATHERING if head.sittings else NextStep.MAKE_PROGRAMME


def _while_held(head: ClassHead, today: date) -> NextStep:
    training_class = head.training_class
    if training_class.origin == ClassOrigin.REPORT:
        return NextStep.CLOSE
    if not head.participants:
        return NextStep.ADD_PARTICIPANTS
    if training_class.starts_on and today < training_class.starts_on:
        return NextStep.PRINT_SHEETS
    if _is_over(training_class, today) and not head.unmarked:
        return NextStep.CLOSE
    return NextStep.MARK_ATTENDANCE


def _is_over(training_class: TrainingClass, today: date) -> bool:
    last = training_class.ends_on or training_class.starts_on
    return last is None or last <= today
