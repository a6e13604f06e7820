"""Answers go to those who asked for them, and whom they went to is forgotten."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from caunoi.core import outbox
from caunoi.core.fields import cipher
from caunoi.training.models import Question, QuestionAsker, Ticket
from caunoi.training.queries.tickets import page_token

MAIL = "question_answered"
# Without an e-mail the answer waits on the participant's page so long, then it is forgotten whom it was for.
_KEPT = dt.timedelta(days=60)


def tell_askers(question: Question) -> int:
    """Write to those with an e-mail who wanted the answer, and forget them; part of the caller's transaction.

    The mail says that there is an answer and where: neither question nor answer stands in it. What was merged into
    the question is answered with it. Returns how many mails were written. Whoever has no e-mail reads the answer on
    the own page.
    """
    rows = QuestionAsker.objects.filter(Q(question=question) | Q(question__merge__into=question))
    told = []
    for row in rows.select_related("question", "enrolment__person", "enrolment__training_class__keeper").order_by("pk"):
        person = row.enrolment.person
        ticket = Ticket.objects.filter(enrolment=row.enrolment, ended_at=None).first()
        if not person.email or ticket is None or person.erased_at:
            continue
        outbox.enqueue(
            recipient=person.email,
            template=MAIL,
            context={
                "title": row.enrolment.training_class.title,
                "office": row.enrolment.training_class.keeper.name,
                "sealed": cipher().encrypt(page_token(ticket).encode()).decode("ascii"),
            },
            organisation_id=row.enrolment.training_class.keeper_id,
        )
        told.append(row.pk)
    QuestionAsker.objects.filter(pk__in=told).delete()
    return len(told)


def answers_for(ticket: Ticket) -> list[Question]:
    """Return the questions whose answer the participant awaits; ``said`` of each is the one that holds the answer."""
    rows = QuestionAsker.objects.filter(enrolment=ticket.enrolment).select_related("question__merge__into")
    found = []
    for row in rows.order_by("question__created_at", "pk"):
        question = row.question
        answered = question.merge.into if hasattr(question, "merge") else question
        question.__dict__["said"] = answered
        found.append(question)
    return found


@transaction.atomic
def note_answer_read(*, ticket: Ticket, question: Question) -> None:
    """Forget that the participant awaited this answer: it was read, or is not wanted any more."""
    QuestionAsker.objects.filter(question=question, enrolment=ticket.enrolment).delete()


def forget_askers() -> int:
    """Forget who awaits an answer that was given long ago, or in a class that is long over; returns how many."""
    before = timezone.now() - _KEPT
    old = Q(question__answered_at__lt=before) | Q(question__merge__into__answered_at__lt=before)
    over = Q(enrolment__training_class__ends_on__lt=(before - _KEPT).date())
    return QuestionAsker.objects.filter(old | over).delete()[0]
