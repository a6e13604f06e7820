"""Papers as offices use them: frozen facts in, Word files out. Knows nothing of Django."""

from caunoi.papers.facts import (
    AgendaLine,
    Count,
    DayPart,
    DirectiveFacts,
    EvaluationFacts,
    HeadCounts,
    MoneyFacts,
    ParticipantFacts,
    PersonAtPost,
    PointCounts,
    Qualifier,
    QuestionFacts,
    QuizFacts,
    SittingCounts,
    SittingFacts,
    TopicFacts,
    UnitCounts,
    VenuePointFacts,
)
from caunoi.papers.faults import Fault, FaultCode, TemplateRefused, UnsafeTemplate
from caunoi.papers.fields import FieldDoc
from caunoi.papers.heading import Heading, Layout, Parent, Signature
from caunoi.papers.kind import Figure, Paper, PaperKind
from caunoi.papers.kinds.class_report.paper import ClassReportPaper
from caunoi.papers.kinds.participant_list import ParticipantListPaper
from caunoi.papers.kinds.participant_payments import ParticipantPayment, ParticipantPaymentsPaper
from caunoi.papers.kinds.sign_in_sheet import SignInSheetPaper
from caunoi.papers.kinds.speaker_payments import SpeakerPayment, SpeakerPaymentsPaper
from caunoi.papers.kinds.transcript import TranscriptClass, TranscriptPaper, TranscriptPost
from caunoi.papers.outline import ClassOutline
from caunoi.papers.pdf import render_pdf
from caunoi.papers.quiz_sheets import QuizSheet, QuizSheets, SheetQuestion, quiz_sheets_pdf
from caunoi.papers.registry import KINDS, describe_template, figures, paper_name
from caunoi.papers.rendering import check_template, render, render_all, shipped_template

__all__ = [
    "KINDS",
    "AgendaLine",
    "ClassOutline",
    "ClassReportPaper",
    "Count",
    "DayPart",
    "DirectiveFacts",
    "EvaluationFacts",
    "Fault",
    "FaultCode",
    "FieldDoc",
    "Figure",
    "HeadCounts",
    "Heading",
    "Layout",
    "MoneyFacts",
    "Paper",
    "PaperKind",
    "Parent",
    "ParticipantFacts",
    "ParticipantListPaper",
    "ParticipantPayment",
    "ParticipantPaymentsPaper",
    "PersonAtPost",
    "PointCounts",
    "Qualifier",
    "QuestionFacts",
    "QuizFacts",
    "QuizSheet",
    "QuizSheets",
    "SheetQuestion",
    "SignInSheetPaper",
    "Signature",
    "SittingCounts",
    "SittingFacts",
    "SpeakerPayment",
    "SpeakerPaymentsPaper",
    "TemplateRefused",
    "TopicFacts",
    "TranscriptClass",
    "TranscriptPaper",
    "TranscriptPost",
    "UnitCounts",
    "UnsafeTemplate",
    "VenuePointFacts",
    "check_template",
    "describe_template",
    "figures",
    "paper_name",
    "quiz_sheets_pdf",
    "render",
    "render_all",
    "render_pdf",
    "shipped_template",
]
