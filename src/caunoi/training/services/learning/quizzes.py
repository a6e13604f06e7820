"""A quiz is put to a class, opened, closed, taken away."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from caunoi.core import audit
from caunoi.core.errors import NotNow
from caunoi.directory.models import User
from caunoi.directory.policies import require
from caunoi.questionnaires.enums import Purpose
from caunoi.questionnaires.models import Questionnaire, Response
from caunoi.questionnaires.queries.questionnaires import visible_questionnaires
from caunoi.questionnaires.services.making import put_to_use
from caunoi.questionnaires.services.responses import hand_in, put_off
from caunoi.training.enums import Action, QuizMoment
from caunoi.training.models import ClassQuiz, QuizTake, SheetNumber, Sitting, TrainingClass
from caunoi.training.policies import leads_class
from caunoi.training.queries.learning.quizzes import QuizState, ends_by_itself, state_of, without_number
from caunoi.training.services.guard import lock_class, note, open_for_change

LONGER = dt.timedelta(minutes=15)


@transaction.atomic
def attach_quiz(
    *,
    actor: User,
    training_class: TrainingClass,
    questionnaire: Questionnaire,
    moment: QuizMoment,
    sitting: Sitting | None = None,
    shows_result: bool = True,
) -> ClassQuiz:
    """Put a quiz to a class; it opens by hand unless it goes with a ``sitting``.

    Raises PermissionDenied (also for a questionnaire out of the actor's scope), NotNow (class closed), ValidationError
    where a quiz before or after the class stands already, or the questionnaire is no quiz or out of use.
    """
    training_class = open_for_change(actor=actor, training_class=training_class)
    require(visible_questionnaires(actor).filter(pk=questionnaire.pk).exists())
    if questionnaire.purpose != Purpose.QUIZ or questionnaire.retired_at:
        raise ValidationError({"questionnaire": _("Choose a quiz that is in use.")})
    _check_sitting(training_class, sitting)
    if moment != QuizMoment.OTHER and training_class.quizzes.filter(moment=moment).exists():
        raise ValidationError({"moment": _("The class has such a quiz already.")})
    quiz = ClassQuiz.objects.create(
        training_class=training_class,
        questionnaire=questionnaire,
        moment=moment,
        sitting=sitting,
        shows_result=shows_result,
    )
    _note(actor, Action.QUIZ_ATTACHED, quiz)
    return quiz


@transaction.atomic
def change_quiz(*, actor: User, quiz: ClassQuiz, sitting: Sitting | None, shows_result: bool) -> ClassQuiz:
    """Change with which sitting a quiz opens, and whether participants see their result; raises as attach_quiz."""
    locked = _open(actor, quiz)
    _check_sitting(locked.training_class, sitting)
    before = {"sitting": str(locked.sitting or ""), "shows_result": locked.shows_result}
    if locked.sitting != sitting:
        locked.closes_at = None
    locked.sitting, locked.shows_result = sitting, shows_result
    details = audit.changes(before, {"sitting": str(sitting or ""), "shows_result": shows_result})
    if details:
        locked.save(update_fields=["sitting", "shows_result", "closes_at"])
        _note(actor, Action.QUIZ_CHANGED, locked, details)
    return locked


@transaction.atomic
def detach_quiz(*, actor: User, quiz: ClassQuiz) -> None:
    """Take a quiz from the class; raises PermissionDenied, NotNow where somebody began it already."""
    locked = _open(actor, quiz)
    if locked.takes.exists():
        raise NotNow(_("Somebody answered this quiz already, so it stays with the class. Close it instead."))
    _note(actor, Action.QUIZ_DETACHED, locked)
    locked.delete()


@transaction.atomic
def open_quiz(*, actor: User, quiz: ClassQuiz) -> ClassQuiz:
    """Open a quiz now, or again; its newest version is taken where none was yet. For whoever leads the class.

    Raises PermissionDenied, NotNow (class closed, nothing asked).
    """
    locked = _open(actor, quiz, leading=True)
    if locked.opened_at and not locked.closed_at:
        return locked
    version_in_use(quiz=locked, actor=actor)
    locked.opened_at, locked.closed_at = timezone.now(), None
    locked.save(update_fields=["opened_at", "closed_at"])
    _note(actor, Action.QUIZ_OPENED, locked)
    return locked


@transaction.atomic
def extend_quiz(*, actor: User, quiz: ClassQuiz) -> dt.datetime:
    """Let a quiz that closes by itself stay open a quarter of an hour longer; returns until when.

    Who is at it gets the longer time, too, up to the own time limit. For whoever leads the class. Raises
    PermissionDenied, NotNow (class closed, the quiz is not open, or it waits for a hand anyhow).
    """
    locked = _open(actor, quiz, leading=True)
    before = ends_by_itself(locked)
    if before is None or state_of(locked) != QuizState.OPEN:
        raise NotNow(_("This quiz does not close by itself now."))
    locked.closes_at = before + LONGER
    locked.save(update_fields=["closes_at"])
    running = Response.objects.select_for_update(of=("self",)).select_related("version")
    taken = QuizTake.objects.filter(quiz=locked, response__isnull=False)
    for response in running.filter(pk__in=taken.values("response"), submitted_at__isnull=True).order_by("pk"):
        put_off(response=response, until=locked.closes_at)
    _note(actor, Action.QUIZ_EXTENDED, locked, {"until": timezone.localtime(locked.closes_at).isoformat()})
    return locked.closes_at


@transaction.atomic
def close_quiz(*, actor: User, quiz: ClassQuiz) -> int:
    """Close a quiz and hand in what is still open, as it was saved; returns how many those were.

    For whoever leads the class. Raises PermissionDenied, NotNow (class closed).
    """
    locked = _open(actor, quiz, leading=True)
    if locked.closed_at:
        return 0
    locked.closed_at = timezone.now()
    locked.save(update_fields=["closed_at"])
    count = hand_in_open(quizzes=[locked])
    _note(actor, Action.QUIZ_CLOSED, locked, {"handed_in": count})
    return count


def hand_in_open(*, quizzes: Iterable[ClassQuiz]) -> int:
    """Hand in what is still open of these quizzes, as it was saved; part of the caller's transaction."""
    taken = QuizTake.objects.filter(quiz__in=quizzes, response__submitted_at__isnull=True).order_by("pk")
    running = Response.objects.select_for_update(of=("self",)).select_related("version")
    count = 0
    for response in running.filter(pk__in=taken.values("response"), submitted_at__isnull=True).order_by("pk"):
        hand_in(response=response)
        count += 1
    return count


@transaction.atomic
def take_newest(*, actor: User, quiz: ClassQuiz) -> ClassQuiz:
    """From now on ask the newest version of the questionnaire; who began goes on with theirs.

    Raises PermissionDenied, NotNow.
    """
    locked = _open(actor, quiz)
    before = locked.version.number if locked.version else None
    version = put_to_use(actor=actor, questionnaire=locked.questionnaire)
    if version.pk != locked.version_id:
        locked.version = version
        locked.save(update_fields=["version"])
        _note(actor, Action.QUIZ_VERSION, locked, {"version": [before, version.number]})
    return locked


def version_in_use(*, quiz: ClassQuiz, actor: User | None = None) -> ClassQuiz:
    """Give a quiz the newest version of its questionnaire where it has none; part of the caller's transaction.

    Where the sitting opened it, nobody did: the first who begins brings it about.
    """
    if quiz.version_id is None:
        quiz.version = put_to_use(actor=actor, questionnaire=quiz.questionnaire)
        quiz.save(update_fields=["version"])
    return quiz


@transaction.atomic
def number_sheets(*, training_class: TrainingClass) -> int:
    """Give everybody on the list a sheet number who has none, in the order of the list; returns how many.

    Nobody's decision: it follows from the list. Whoever needs the numbers calls this first, as often as he likes.
    """
    if not without_number(training_class).exists():
        return 0
    # Two who ask at once would give one number twice.
    lock_class(training_class=training_class, closed_too=True)
    last = training_class.sheet_numbers.order_by("-number").values_list("number", flat=True).first() or 0
    made = [
        SheetNumber(training_class=training_class, enrolment=enrolment, number=number)
        for number, enrolment in enumerate(without_number(training_class), start=last + 1)
    ]
    SheetNumber.objects.bulk_create(made)
    return len(made)


def _open(actor: User, quiz: ClassQuiz, *, leading: bool = False) -> ClassQuiz:
    more = {"may": leads_class} if leading else {}
    open_for_change(actor=actor, training_class=quiz.training_class, **more)
    return (
        ClassQuiz.objects.select_for_update(of=("self",))
        .select_related("training_class__keeper", "questionnaire", "version", "sitting")
        .get(pk=quiz.pk)
    )


def _check_sitting(training_class: TrainingClass, sitting: Sitting | None) -> None:
    if sitting and sitting.training_class_id != training_class.pk:
        raise ValidationError({"sitting": _("Choose a sitting of this class.")})


def _note(actor: User, action: Action, quiz: ClassQuiz, details: Mapping[str, object] | None = None) -> None:
    note(
        actor=actor,
        action=action,
        training_class=quiz.training_class,
        details={"quiz": f"{quiz.get_moment_display()}: {quiz.questionnaire.title}"[:300], **(details or {})},
    )
