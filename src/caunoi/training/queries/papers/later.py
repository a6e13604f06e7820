"""What came after a class was closed and stands in its report beside the frozen facts, marked as later."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace

from django.utils import timezone
from django.utils.translation import gettext as _

from caunoi.training.facts import AgendaFact, ClassFacts, QuestionFact
from caunoi.training.models import ClassReport
from caunoi.training.queries.evaluations import told_evaluations
from caunoi.training.queries.questions import questions
from caunoi.training.ratings import ToldMarks, evaluated


@dataclass(frozen=True, kw_only=True)
class Evaluated:
    """What sheets say of a topic; ``later`` where those from phones were counted after the class was closed."""

    title: str
    marks: ToldMarks
    later: bool = False


def answered_later(report: ClassReport, facts: ClassFacts) -> tuple[QuestionFact, ...]:
    """Return the frozen questions; those without an answer hold the one given since, with its day. One query.

    Only the newest version tells what came later: an earlier one stands as it was.
    """
    if not _is_newest(report) or all(one.answer for one in facts.questions):
        return facts.questions
    since: dict[tuple[str, str], list[QuestionFact]] = defaultdict(list)
    for question in questions(report.training_class).filter(answered_at__gt=report.created_at):
        assert question.answered_at is not None
        day = timezone.localdate(question.answered_at)
        words = _("answered later, on %(day)s") % {"day": f"{day:%d/%m/%Y}"}
        topic = question.agenda_item.title if question.agenda_item else ""
        since[question.text, topic].append(
            QuestionFact(
                text=question.text,
                topic=topic,
                answer=question.answer,
                answered_by="; ".join(filter(None, (question.answered_by, words))),
            )
        )
    return tuple(
        since[one.text, one.topic].pop(0) if not one.answer and since.get((one.text, one.topic)) else one
        for one in facts.questions
    )


def all_evaluated(report: ClassReport, facts: ClassFacts) -> tuple[Evaluated, ...]:
    """Return what sheets say of each topic: as frozen, then those from phones that were counted since. Two queries."""
    frozen = evaluated(facts)
    rows = [Evaluated(title=item.title, marks=marks) for item, marks in frozen]
    if not _is_newest(report):
        return tuple(rows)
    there = [(item.title, item.phone_sheets) for item in _items(facts) if item.phone_sheets]
    for row in told_evaluations(report.training_class):
        if row.told is None or not row.told.phone_sheets:
            continue
        if (row.item.title, row.phone_sheets) in there:
            there.remove((row.item.title, row.phone_sheets))
            continue
        rows.append(Evaluated(title=row.item.title, marks=replace(row.told, paper=()), later=True))
    return tuple(rows)


def _items(facts: ClassFacts) -> list[AgendaFact]:
    return [item for sitting in facts.sittings for item in sitting.agenda]


def _is_newest(report: ClassReport) -> bool:
    """Say whether a version was kept and no later one was."""
    if report.created_at is None:
        return False
    return not ClassReport.objects.filter(training_class=report.training_class_id, version__gt=report.version).exists()
