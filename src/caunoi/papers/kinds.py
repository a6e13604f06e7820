"""The papers themselves: frozen facts plus the frame they stand in."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from caunoi.papers.facts import (
    Count,
    DirectiveFacts,
    EvaluationFacts,
    HeadCounts,
    MoneyFacts,
    ParticipantFacts,
    PersonAtPost,
    QuestionFacts,
    QuizFacts,
    SittingCounts,
    SittingFacts,
    TopicFacts,
    UnitCounts,
    VenuePointFacts,
)
from caunoi.papers.heading import Heading, Parent, Signature

NO_COUNTS = HeadCounts()
MADE_BY = Signature(title="NGƯỜI LẬP DANH SÁCH")
ANSWERED_BY = Signature(title="NGƯỜI PHỤ TRÁCH")


class PaperKind(StrEnum):
    """The kinds an office may replace the template of."""

    CLASS_REPORT = "class_report"
    PARTICIPANT_LIST = "participant_list"
    SIGN_IN_SHEET = "sign_in_sheet"


@dataclass(frozen=True, slots=True, kw_only=True)
class ClassReportPaper:
    """The report on a class that was held.

    `office` is the issuer as named in running text ("UBND phường Hòa Khánh"). `when` replaces the
    days where a source tells them without a year. `speakers` are those of whom the topic is not
    known. Texts may hold several lines, each becomes a paragraph. What is empty or None is left out
    or said to be unknown, never filled in.
    """

    heading: Heading
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

    @property
    def kind(self) -> PaperKind:
        """The kind of paper, which chooses the template."""
        return PaperKind.CLASS_REPORT


@dataclass(frozen=True, slots=True, kw_only=True)
class ParticipantListPaper:
    """The list of participants; rows stand in the order given."""

    heading: Heading
    title: str
    participants: tuple[ParticipantFacts, ...]
    parent: Parent | None = None
    days: tuple[dt.date, ...] = ()
    when: str = ""
    place: str = ""
    prepared_by: Signature = MADE_BY
    in_charge: Signature = ANSWERED_BY

    @property
    def kind(self) -> PaperKind:
        """The kind of paper, which chooses the template."""
        return PaperKind.PARTICIPANT_LIST


@dataclass(frozen=True, slots=True, kw_only=True)
class SignInSheetPaper:
    """The list to be signed, one column a sitting; rows stand in the order given.

    More sittings than fit beside each other become further tables of the same people; without any
    there is one column whose head is left to write in.
    """

    heading: Heading
    title: str
    participants: tuple[ParticipantFacts, ...]
    sittings: tuple[SittingFacts, ...]
    parent: Parent | None = None
    days: tuple[dt.date, ...] = ()
    when: str = ""
    place: str = ""
    prepared_by: Signature = MADE_BY
    in_charge: Signature = ANSWERED_BY

    @property
    def kind(self) -> PaperKind:
        """The kind of paper, which chooses the template."""
        return PaperKind.SIGN_IN_SHEET


Paper = ClassReportPaper | ParticipantListPaper | SignInSheetPaper
