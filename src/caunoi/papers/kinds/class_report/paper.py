"""The report on a class that was held, as facts."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import ClassVar

from caunoi.papers.facts import (
    Count,
    DirectiveFacts,
    EvaluationFacts,
    HeadCounts,
    MoneyFacts,
    PersonAtPost,
    PointCounts,
    QuestionFacts,
    QuizFacts,
    SittingCounts,
    SittingFacts,
    TopicFacts,
    UnitCounts,
    VenuePointFacts,
)
from caunoi.papers.heading import Signature
from caunoi.papers.kind import Paper, PaperKind

NO_COUNTS = HeadCounts()


@dataclass(frozen=True, slots=True, kw_only=True)
class ClassReportPaper(Paper):
    """The report on a class that was held.

    `office` is the issuer as named in running text ("UBND phường Hòa Khánh"). `when` replaces the
    days where a source tells them without a year. `speakers` are those of whom the topic is not
    known. Texts may hold several lines, each becomes a paragraph. What is empty or None is left out
    or said to be unknown, never filled in.
    """

    kind: ClassVar[PaperKind] = PaperKind.CLASS_REPORT

    signature: Signature
    title: str
    office: str
    recipients: tuple[str, ...] = ()
    hosts: tuple[str, ...] = ()
    co_organisers: tuple[str, ...] = ()
    directives: tuple[DirectiveFacts, ...] = ()
    days: tuple[dt.date, ...] = ()
    when: str = ""
    audience: str = ""
    venue_points: tuple[VenuePointFacts, ...] = ()
    sittings: tuple[SittingFacts, ...] = ()
    topics: tuple[TopicFacts, ...] = ()
    speakers: tuple[PersonAtPost, ...] = ()
    guests: tuple[PersonAtPost, ...] = ()
    counts: HeadCounts = NO_COUNTS
    by_point: tuple[PointCounts, ...] = ()
    by_unit: tuple[UnitCounts, ...] = ()
    by_sitting: tuple[SittingCounts, ...] = ()
    questions: tuple[QuestionFacts, ...] = ()
    quizzes: tuple[QuizFacts, ...] = ()
    evaluations: tuple[EvaluationFacts, ...] = ()
    awards: Count | None = None
    money: MoneyFacts | None = None
    preparation: str = ""
    strong_points: str = ""
    weak_points: str = ""
    causes: str = ""
    proposals: str = ""
