"""A participant takes a quiz: begins, saves, hands in. The link in the ticket has let him in already.

No row of the trail tells of it: it is nobody's act but the participant's own, and the response is its record.
"""

from __future__ import annotations

import secrets

from django.db import transaction
from django.utils.translation import gettext as _

from caunoi.core.errors import NotNow
from caunoi.questionnaires.models import Response
from caunoi.questionnaires.services import responses
from caunoi.training.enums import EnrolmentState
from caunoi.training.models import ClassQuiz, Enrolment, QuizTake, SheetNumber
from caunoi.training.queries.learning.quizzes import QuizState, ends_by_itself, form_for, has_forms, state_of
from caunoi.training.services.guard import lock_class
from caunoi.training.services.learning.quizzes import number_sheets, version_in_use


@transaction.atomic
def begin_quiz(*, quiz: ClassQuiz, enrolment: Enrolment) -> Response:
    """Begin a quiz, or go on with the one begun; raises NotNow where it is not open, or not for this person."""
    take = QuizTake.objects.filter(quiz=quiz, enrolment=enrolment).select_related("response__version").first()
    if take and take.response:
        return take.response
    if enrolment.state != EnrolmentState.NOMINATED or enrolment.training_class_id != quiz.training_class_id:
        raise NotNow(_("This quiz is for the participants of the class."))
    # Closing locks the class, too: nobody begins what is being closed.
    lock_class(training_class=quiz.training_class)
    fresh = ClassQuiz.objects.select_related("training_class", "questionnaire", "version", "sitting").get(pk=quiz.pk)
    if state_of(fresh) != QuizState.OPEN:
        raise NotNow(_("This quiz is not open now."))
    return take_of(quiz=fresh, enrolment=enrolment, from_paper=False)


def take_of(*, quiz: ClassQuiz, enrolment: Enrolment, from_paper: bool, form: str | None = None) -> Response:
    """Return the participant's response to a quiz, begun if need be; part of the caller's transaction.

    The caller has locked the class. ``form`` names the sheet that lay before the participant, where it is known.
    """
    version = version_in_use(quiz=quiz).version
    assert version is not None
    if not has_forms(quiz):
        form = ""
    elif form is None:
        number_sheets(training_class=quiz.training_class)
        form = form_for(quiz, SheetNumber.objects.get(enrolment=enrolment).number)
    take, _made = QuizTake.objects.get_or_create(quiz=quiz, enrolment=enrolment)
    response = responses.start_response(
        version=version,
        respondent=take.pk,
        seed=secrets.randbits(32),
        form=form,
        until=ends_by_itself(quiz),
        from_paper=from_paper,
    )
    if take.response_id is None:
        take.response = response
        take.save(update_fields=["response"])
    return response
