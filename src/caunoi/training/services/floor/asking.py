"""Questions from phones. Who asked is written down nowhere, unless he wants the answer sent."""

from __future__ import annotations

from uuid import uuid4

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from caunoi.core.errors import NotNow
from caunoi.core.text import clean_lines, fold
from caunoi.training.enums import Moderation, QuestionSource
from caunoi.training.models import AgendaItem, Enrolment, Question, QuestionAsker, TrainingClass
from caunoi.training.queries.floor import takes_questions
from caunoi.training.services.guard import lock_class

MOST_LETTERS = 1_000
# More than anybody can look at while a class is held: then somebody is playing.
MOST_WAITING = 300
# Of the time at which a question came the ten minutes are kept: more would tell who held the phone then.
_MINUTES = 10


@transaction.atomic
def ask_from_phone(
    *,
    training_class: TrainingClass,
    text: str,
    agenda_item: AgendaItem | None = None,
    answer_to: Enrolment | None = None,
) -> Question:
    """Take a question of the hall; it waits until somebody looked at it.

    No actor and no row of the trail: who asked is not known here. Only ``answer_to`` is kept, beside the question and
    until the answer went out. The same words again, sent twice or by two, are one question. Raises NotNow where the
    class takes none, ValidationError for what was typed.
    """
    training_class = lock_class(training_class=training_class)
    if not takes_questions(training_class):
        raise NotNow(_("No questions are taken from phones right now. Raise your hand, or ask the organisers."))
    words = clean_lines(text)
    if not words:
        raise ValidationError({"text": _("Type the question.")})
    if len(words) > MOST_LETTERS:
        raise ValidationError(
            {"text": _("This is longer than %(most)s letters. Shorten it, or make it two questions.")
             % {"most": MOST_LETTERS}}
        )  # fmt: skip
    if agenda_item is not None and agenda_item.training_class_id != training_class.pk:
        raise ValidationError({"agenda_item": _("Choose a programme item of this class.")})
    phones = training_class.questions.filter(source=QuestionSource.PHONE)
    folded = fold(words)
    known = next((one for one in phones.filter(merge=None).order_by("id") if fold(one.text) == folded), None)
    if known is None:
        if phones.filter(moderation=Moderation.WAITING).count() >= MOST_WAITING:
            raise NotNow(_("So many questions wait that no more are taken right now. Try again in a while."))
        now = timezone.now()
        known = Question.objects.create(
            id=uuid4(),
            training_class=training_class,
            agenda_item=agenda_item,
            text=words,
            source=QuestionSource.PHONE,
            moderation=Moderation.WAITING,
            created_at=now.replace(minute=now.minute - now.minute % _MINUTES, second=0, microsecond=0),
        )
    if answer_to is not None and answer_to.training_class_id == training_class.pk:
        QuestionAsker.objects.get_or_create(question=known, defaults={"enrolment": answer_to})
    return known
