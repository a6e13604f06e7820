"""Questions from the floor: typed in, assigned, answered. Who asked is never recorded."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from caunoi.core import audit
from caunoi.core.errors import StaleChange
from caunoi.core.text import clean, clean_lines
from caunoi.directory.models import User
from caunoi.training.enums import Action, QuestionState
from caunoi.training.models import AgendaItem, Question, TrainingClass
from caunoi.training.policies import leads_class
from caunoi.training.services.floor.telling import tell_askers
from caunoi.training.services.guard import note, open_for_change

MOST = 4_000


@transaction.atomic
def add_question(
    *, actor: User, training_class: TrainingClass, text: str, agenda_item: AgendaItem | None = None
) -> Question:
    """Write down a question raised in a class.

    Raises PermissionDenied, NotNow (class closed), ValidationError for an empty or over-long text, or an item of
    another class.
    """
    training_class = open_for_change(actor=actor, training_class=training_class, may=leads_class)
    question = Question.objects.create(
        training_class=training_class,
        agenda_item=_item_of(training_class, agenda_item),
        text=_checked("text", text),
    )
    note(
        actor=actor,
        action=Action.QUESTION_ADDED,
        training_class=training_class,
        details={"question": question.text[:300]},
    )
    return question


@transaction.atomic
def answer_question(
    *, actor: User, question: Question, answer: str, answered_by: str = "", was: str | None = None
) -> Question:
    """Write down or change the answer; an empty one makes the question open again.

    ``was`` is the answer the clerk saw: raises StaleChange when another one stands by now. A late answer may come
    after the class was closed: it is appended beside the frozen facts and changes nothing in them.
    """
    training_class = open_for_change(
        actor=actor, training_class=question.training_class, may=leads_class, closed_too=True
    )
    question = Question.objects.select_for_update().get(pk=question.pk)
    if was is not None and clean_lines(was) != question.answer:
        raise StaleChange
    before = {"answer": question.answer, "answered_by": question.answered_by}
    question.answer = _checked("answer", answer, needed=False)
    question.answered_by = clean(answered_by)[:300] if question.answer else ""
    details = audit.changes(before, {name: getattr(question, name) for name in before})
    if not details:
        return question
    question.state = QuestionState.ANSWERED if question.answer else QuestionState.OPEN
    question.answered_at = timezone.now() if question.answer else None
    question.save(update_fields=["answer", "answered_by", "state", "answered_at"])
    if question.answer and not before["answer"]:
        tell_askers(question)
    note(
        actor=actor,
        action=Action.QUESTION_ANSWERED,
        training_class=training_class,
        details={"question": question.text[:300], **details},
    )
    return question


@transaction.atomic
def change_question(
    *, actor: User, question: Question, text: str, agenda_item: AgendaItem | None = None, was: str | None = None
) -> Question:
    """Change the words of a question or the item it belongs to; raises as :func:`add_question`, and StaleChange."""
    training_class = open_for_change(actor=actor, training_class=question.training_class, may=leads_class)
    question = Question.objects.select_for_update(of=("self",)).select_related("agenda_item").get(pk=question.pk)
    if was is not None and clean_lines(was) != question.text:
        raise StaleChange
    before = {"text": question.text, "topic": str(question.agenda_item or "")}
    question.text = _checked("text", text)
    question.agenda_item = _item_of(training_class, agenda_item)
    details = audit.changes(before, {"text": question.text, "topic": str(question.agenda_item or "")})
    if details:
        question.save(update_fields=["text", "agenda_item"])
        note(actor=actor, action=Action.QUESTION_CHANGED, training_class=training_class, details=details)
    return question


def _checked(field: str, text: str, *, needed: bool = True) -> str:
    value = clean_lines(text)
    if needed and not value:
        raise ValidationError({field: _("Type the question.")})
    if len(value) > MOST:
        raise ValidationError(
            {field: _("This is longer than %(most)s letters. Shorten it, or make it two questions.") % {"most": MOST}}
        )
    return value


def _item_of(training_class: TrainingClass, item: AgendaItem | None) -> AgendaItem | None:
    if item is not None and item.training_class_id != training_class.pk:
        raise ValidationError({"agenda_item": _("Choose a programme item of this class.")})
    return item
