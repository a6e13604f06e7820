"""The report of a class, from one frozen version."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from django.utils.translation import gettext as _

from caunoi import papers
from caunoi.directory.models import Organisation
from caunoi.training.enums import HostRole, QuizMoment
from caunoi.training.facts import LearningFact, read_facts
from caunoi.training.models import ClassReport
from caunoi.training.queries.papers.facts import (
    count_of_number,
    head_counts,
    organisers,
    people_at_posts,
    point_counts,
    sitting_facts,
    venues,
    without_topic,
)
from caunoi.training.queries.papers.frame import bare_number, called, heading, recipients, signature
from caunoi.training.queries.papers.later import Evaluated, all_evaluated, answered_later


def report_paper(report: ClassReport, organisation: Organisation, layout: papers.Layout) -> papers.ClassReportPaper:
    """Return the report of a class from one frozen version; the newest also tells what came later, and that it did."""
    facts = read_facts(report.facts)
    return papers.ClassReportPaper(
        heading=heading(
            organisation,
            layout,
            suffix=organisation.paper_suffix,
            number=bare_number(report.number),
            date=report.signed_on,
        ),
        signature=signature(organisation),
        recipients=recipients(organisation, layout),
        title=facts.title,
        office=called(organisation),
        hosts=organisers(facts, HostRole.HOST),
        co_organisers=organisers(facts, HostRole.CO_ORGANISER),
        directives=tuple(
            papers.DirectiveFacts(
                kind=directive.kind or "Văn bản",
                number=directive.number,
                date=dt.date.fromisoformat(directive.issued_on) if directive.issued_on else None,
                issuer=directive.issuer,
                title=directive.title,
            )
            for directive in facts.directives
        ),
        days=tuple(dt.date.fromisoformat(day) for day in facts.days),
        when=facts.when,
        audience=facts.audience,
        venue_points=venues(facts),
        sittings=tuple(sitting_facts(sitting, report.names) for sitting in facts.sittings),
        topics=tuple(
            papers.TopicFacts(
                title=topic.title, speakers=people_at_posts(topic.speakers, report.names), periods=topic.periods
            )
            for topic in facts.topics
        ),
        speakers=people_at_posts(without_topic(facts), report.names),
        guests=people_at_posts(facts.guests, report.names),
        counts=head_counts(facts),
        by_unit=tuple(
            papers.UnitCounts(
                unit=unit.name or _("Unit not stated"),
                nominated=papers.Count(unit.nominated),
                present=papers.Count(unit.present + unit.substitutes),
            )
            for unit in facts.units
        ),
        by_point=point_counts(facts),
        by_sitting=tuple(
            papers.SittingCounts(
                sitting=sitting_facts(sitting, report.names),
                present=count_of_number(sitting.present),
                absent_with_leave=count_of_number(sitting.excused),
                absent_without_leave=count_of_number(sitting.absent),
                substitutes=count_of_number(sitting.substitutes),
            )
            for sitting in facts.sittings
            if sitting.present is not None
        ),
        questions=tuple(
            papers.QuestionFacts(
                question=question.text,
                topic=question.topic,
                answer=question.answer,
                answered_by=question.answered_by,
            )
            for question in answered_later(report, facts)
        ),
        quizzes=_quizzes(facts.learning),
        evaluations=tuple(_evaluation(row) for row in all_evaluated(report, facts)),
        strong_points=facts.strong_points,
        weak_points=facts.weak_points,
        proposals=facts.proposals,
    )


def _quizzes(learning: LearningFact | None) -> tuple[papers.QuizFacts, ...]:
    """Return the quizzes, and the gain as a line of its own where enough took both."""
    if learning is None:
        return ()
    lines = [
        papers.QuizFacts(
            name=_("Quiz %(moment)s") % {"moment": QuizMoment(quiz.moment).label},
            taken=papers.Count(quiz.handed_in),
            average=None if quiz.mean is None else Decimal(str(quiz.mean)),
            out_of=None if quiz.mean is None else Decimal(100),
        )
        for quiz in learning.quizzes
        if quiz.handed_in
    ]
    if learning.gain is not None:
        lines.append(
            papers.QuizFacts(
                name=_("Gain of those who took both quizzes, %(gain)s points of a hundred")
                % {"gain": f"{learning.gain:.1f}".replace(".", ",")},
                taken=papers.Count(learning.pairs),
            )
        )
    return tuple(lines)


def _evaluation(row: Evaluated) -> papers.EvaluationFacts:
    marks = row.marks
    return papers.EvaluationFacts(
        question=_("“%(topic)s” (marks 1 to 5)") % {"topic": row.title},
        answers=tuple(
            (_("mark %(mark)s") % {"mark": low if low == high else f"{low}–{high}"}, count)
            for low, high, count in marks.groups
        ),
        paper_mean=_mean(marks.paper_mean),
        phone_sheets=marks.phone_sheets,
        phone_mean=_mean(marks.phone_mean),
        later=row.later,
    )


def _mean(mean: float | None) -> Decimal | None:
    return None if mean is None else Decimal(str(mean))
