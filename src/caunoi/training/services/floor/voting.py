"""Votes for questions: one a ticket, and nobody writes down whose."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from caunoi.core.errors import NotNow
from caunoi.training.models import Hall, Question, QuestionMerge, Ticket
from caunoi.training.queries.floor import shown_questions, takes_questions
from caunoi.training.services.floor.marks import hall_of, is_marked, set_mark, take_mark
from caunoi.training.services.guard import lock_class


def vote_of(enrolment_id: int, question_id: UUID) -> str:
    """Return what the mark of a participant's vote for a question is made of; another ticket votes no second time."""
    return f"vote|{enrolment_id}|{question_id}"


@transaction.atomic
def vote(*, ticket: Ticket, question: Question, wanted: bool) -> bool:
    """Count the ticket's vote for a question, or take it back; returns whether anything changed.

    A vote for what was merged into the question is a vote for it. No row of the trail: that would be a list of who
    wants to know what. Raises NotNow where phones may not vote; Question.DoesNotExist for one that isn't shown.
    """
    training_class = lock_class(training_class=ticket.training_class)
    if not takes_questions(training_class):
        raise NotNow(_("Votes are not taken right now."))
    root = shown_questions(training_class).get(pk=question.pk)
    hall = hall_of(training_class)
    group = [root.pk, *root.merges.order_by("question").values_list("question", flat=True)]
    given = [pk for pk in group if is_marked(hall, [vote_of(ticket.enrolment_id, pk)])]
    if wanted:
        if given or not set_mark(hall=hall, what=vote_of(ticket.enrolment_id, root.pk)):
            return False
        Question.objects.filter(pk=root.pk).update(votes=F("votes") + 1)
        return True
    for pk in given:
        take_mark(hall=hall, what=vote_of(ticket.enrolment_id, pk))
        Question.objects.filter(pk=pk, votes__gt=0).update(votes=F("votes") - 1)
    # Both votes of one who had voted for two that were merged are gone: they are not double any more.
    if len(given) > 1 and root.pk in given:
        for pk in given:
            if pk != root.pk:
                QuestionMerge.objects.filter(question=pk, double_votes__gt=0).update(double_votes=F("double_votes") - 1)
    return bool(given)


def voted_for(ticket: Ticket, questions: list[Question]) -> set[UUID]:
    """Return for which of the questions, each with its ``merged`` ones, the ticket voted; in two queries."""
    hall = Hall.objects.filter(training_class=ticket.training_class).first()
    if hall is None:
        return set()
    belongs = {vote_of(ticket.enrolment_id, one.pk): one.pk for one in questions}
    for one in questions:
        belongs |= {vote_of(ticket.enrolment_id, pk): one.pk for pk in one.__dict__.get("merged", ())}
    return {belongs[what] for what in is_marked(hall, list(belongs))}
