"""What the hall sees: questions are shown, hidden with a reason, merged and parted again."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from caunoi.core.errors import NotNow
from caunoi.core.text import clean
from caunoi.directory.models import User
from caunoi.training.enums import Action, ClassState, Moderation
from caunoi.training.models import Enrolment, Hall, Question, QuestionMerge, TrainingClass
from caunoi.training.policies import leads_class
from caunoi.training.services.floor.marks import hall_of, is_marked
from caunoi.training.services.floor.voting import vote_of
from caunoi.training.services.guard import note, open_for_change

_TOLD = 120


@transaction.atomic
def show_questions(*, actor: User, training_class: TrainingClass, questions: Sequence[UUID]) -> int:
    """Show questions to the hall, those that waited and those that were hidden; returns how many.

    Raises PermissionDenied unless the actor leads the class, NotNow when it is closed.
    """
    locked = open_for_change(actor=actor, training_class=training_class, may=leads_class)
    found = _found(locked, questions, but=Moderation.SHOWN)
    for one in found:
        one.moderation, one.hidden_because = Moderation.SHOWN, ""
    Question.objects.bulk_update(found, ["moderation", "hidden_because"])
    if found:
        note(actor=actor, action=Action.QUESTIONS_SHOWN, training_class=locked, details=_details(found))
    return len(found)


@transaction.atomic
def take_up_questions(*, actor: User, training_class: TrainingClass, questions: Sequence[UUID]) -> int:
    """Put questions that nobody had shown before the class was closed among its questions, to be answered now.

    The frozen report stays as it is; whoever reopens the class and closes it again has them in the next version.
    Returns how many. Raises PermissionDenied unless the actor leads the class, NotNow while it is not closed.
    """
    locked = open_for_change(actor=actor, training_class=training_class, may=leads_class, closed_too=True)
    if locked.state != ClassState.CLOSED:
        raise NotNow(_("The class is not closed: show the questions to the hall instead."))
    found = _found(locked, questions, but=Moderation.SHOWN)
    for one in found:
        one.moderation, one.hidden_because = Moderation.SHOWN, ""
    Question.objects.bulk_update(found, ["moderation", "hidden_because"])
    if found:
        note(actor=actor, action=Action.QUESTIONS_TAKEN_UP, training_class=locked, details=_details(found))
    return len(found)


@transaction.atomic
def hide_questions(*, actor: User, training_class: TrainingClass, questions: Sequence[UUID], reason: str) -> int:
    """Hide questions from the hall and the report, with a reason; returns how many. They can be shown again.

    Raises as :func:`show_questions`, and ValidationError without a reason.
    """
    locked = open_for_change(actor=actor, training_class=training_class, may=leads_class)
    why = clean(reason)[:300]
    if not why:
        raise ValidationError({"reason": _("Type why the question is not shown.")})
    found = _found(locked, questions, but=Moderation.HIDDEN)
    for one in found:
        one.moderation, one.hidden_because = Moderation.HIDDEN, why
    Question.objects.bulk_update(found, ["moderation", "hidden_because"])
    if found:
        note(actor=actor, action=Action.QUESTIONS_HIDDEN, training_class=locked, details=_details(found), reason=why)
    return len(found)


@transaction.atomic
def merge_questions(*, actor: User, question: Question, into: Question) -> Question:
    """Put a question to another that asks the same; votes are counted together, a ticket once. Can be undone.

    What was merged into it before goes along. Raises as :func:`show_questions`, ValidationError for a question of
    another class, itself, or one that was merged itself.
    """
    locked = open_for_change(actor=actor, training_class=question.training_class, may=leads_class)
    rows = {one.pk: one for one in Question.objects.select_for_update().filter(pk__in=[question.pk, into.pk])}
    question, into = rows[question.pk], rows[into.pk]
    if question.pk == into.pk or into.training_class_id != locked.pk or _merged(into):
        raise ValidationError({"into": _("Choose another question of this class.")})
    if _merged(question):
        raise NotNow(_("This question was merged already. Load the page again."))
    if question.merges.exists():
        raise NotNow(_("Others were merged into this question. Merge the other way round, or undo that first."))
    double = _double_votes(locked, question, into)
    QuestionMerge.objects.create(question=question, into=into, double_votes=double)
    note(
        actor=actor,
        action=Action.QUESTION_MERGED,
        training_class=locked,
        details={"question": question.text[:300], "into": into.text[:300]},
    )
    return question


@transaction.atomic
def part_question(*, actor: User, question: Question) -> Question:
    """Undo a merging: the question stands by itself again, with the votes that it had. Raises as above."""
    locked = open_for_change(actor=actor, training_class=question.training_class, may=leads_class)
    merge = QuestionMerge.objects.select_for_update(of=("self",)).select_related("question", "into")
    found = merge.filter(question=question).first()
    if found is None:
        return question
    question, into = found.question, found.into
    found.delete()
    note(
        actor=actor,
        action=Action.QUESTION_PARTED,
        training_class=locked,
        details={"question": question.text[:300], "into": into.text[:300]},
    )
    return question


@transaction.atomic
def set_hall(*, actor: User, training_class: TrainingClass, takes_questions: bool, new_link: bool = False) -> Hall:
    """Say whether phones may ask and vote; ``new_link`` ends the link that hangs on the wall. Raises as above."""
    locked = open_for_change(actor=actor, training_class=training_class, may=leads_class)
    hall = hall_of(locked)
    if hall.takes_questions == takes_questions and not new_link:
        return hall
    hall.takes_questions = takes_questions
    hall.link_number += int(new_link)
    hall.save(update_fields=["takes_questions", "link_number"])
    note(
        actor=actor,
        action=Action.HALL_SET,
        training_class=locked,
        details={"takes_questions": takes_questions, **({"new_link": True} if new_link else {})},
    )
    return hall


def _found(training_class: TrainingClass, questions: Sequence[UUID], *, but: Moderation) -> list[Question]:
    rows = Question.objects.select_for_update().filter(pk__in=questions, training_class=training_class)
    return list(rows.exclude(moderation=but).order_by("created_at", "id"))


def _merged(question: Question) -> bool:
    return QuestionMerge.objects.filter(question=question).exists()


def _details(found: Sequence[Question]) -> dict[str, object]:
    return {"questions": [one.text[:_TOLD] for one in found[:20]], "count": len(found)}


def _double_votes(training_class: TrainingClass, question: Question, into: Question) -> int:
    """Return how many voted for both, or for one that was merged before; worked out, written down for nobody."""
    hall = hall_of(training_class)
    group = [into.pk, *into.merges.order_by("question").values_list("question", flat=True)]
    everybody = list(
        Enrolment.objects.filter(training_class=training_class).order_by("id").values_list("pk", flat=True)
    )
    ours = is_marked(hall, [vote_of(one, question.pk) for one in everybody])
    voters = [one for one in everybody if vote_of(one, question.pk) in ours]
    theirs = is_marked(hall, [vote_of(one, pk) for one in voters for pk in group])
    return sum(any(vote_of(one, pk) in theirs for pk in group) for one in voters)
