"""Models of training."""

from caunoi.training.models.agenda import AgendaItem, Guest, Sitting, Speaker, VenuePoint
from caunoi.training.models.attendance import Attendance, Scan
from caunoi.training.models.awards import AwardOverride, AwardRule
from caunoi.training.models.calendar_feed import CalendarFeed
from caunoi.training.models.door import DoorDevice, DoorReview, DoorRules, DoorScan
from caunoi.training.models.enrolment import Enrolment, RosterBatch
from caunoi.training.models.evaluation import EvaluationTally
from caunoi.training.models.evidence import LeaveDocument, SignedSheet
from caunoi.training.models.hall import Hall, OnceMark, QuestionAsker
from caunoi.training.models.handover import Handover
from caunoi.training.models.learning import ClassQuiz, QuizTake, SheetNumber
from caunoi.training.models.make_up import MakeUp
from caunoi.training.models.money import (
    BudgetLine,
    ClassExpense,
    ParticipantPay,
    PayeeAccount,
    SpeakerFee,
    SpeakerGrade,
)
from caunoi.training.models.paper_record import PaperRecord, PaperRegister, PaperSeries
from caunoi.training.models.paper_template import PaperTemplate
from caunoi.training.models.plan import Plan, PlanDirective, PlanItem, PlanVersion
from caunoi.training.models.plan_costs import PlanCost, PlanNorm
from caunoi.training.models.question import Question, QuestionMerge
from caunoi.training.models.rates import Rate, RateTable, TaxRule
from caunoi.training.models.report import ClassReport
from caunoi.training.models.room import Room
from caunoi.training.models.schedule import OfficeBusyDay, ScheduleProposal, ScheduleSlot
from caunoi.training.models.screen import Screen
from caunoi.training.models.seats import Nomination, NominationBatch, NominationLink, Quota, QuotaReminder
from caunoi.training.models.speaker_profile import SpeakerAway, SpeakerProfile, SpeakerTopic
from caunoi.training.models.survey import (
    FollowUpRefusal,
    PooledSheet,
    Survey,
    SurveyMark,
    SurveyRemark,
    SurveySheet,
    UsedSlip,
)
from caunoi.training.models.ticket import Ticket
from caunoi.training.models.topic import Topic, TopicFile, TopicIdea, TopicVersion
from caunoi.training.models.training_class import ClassDirective, ClassOrganisation, TrainingClass

__all__ = [
    "AgendaItem",
    "Attendance",
    "AwardOverride",
    "AwardRule",
    "BudgetLine",
    "CalendarFeed",
    "ClassDirective",
    "ClassExpense",
    "ClassOrganisation",
    "ClassQuiz",
    "ClassReport",
    "DoorDevice",
    "DoorReview",
    "DoorRules",
    "DoorScan",
    "Enrolment",
    "EvaluationTally",
    "FollowUpRefusal",
    "Guest",
    "Hall",
    "Handover",
    "LeaveDocument",
    "MakeUp",
    "Nomination",
    "NominationBatch",
    "NominationLink",
    "OfficeBusyDay",
    "OnceMark",
    "PaperRecord",
    "PaperRegister",
    "PaperSeries",
    "PaperTemplate",
    "ParticipantPay",
    "PayeeAccount",
    "Plan",
    "PlanCost",
    "PlanDirective",
    "PlanItem",
    "PlanNorm",
    "PlanVersion",
    "PooledSheet",
    "Question",
    "QuestionAsker",
    "QuestionMerge",
    "QuizTake",
    "Quota",
    "QuotaReminder",
    "Rate",
    "RateTable",
    "Room",
    "RosterBatch",
    "Scan",
    "ScheduleProposal",
    "ScheduleSlot",
    "Screen",
    "SheetNumber",
    "SignedSheet",
    "Sitting",
    "Speaker",
    "SpeakerAway",
    "SpeakerFee",
    "SpeakerGrade",
    "SpeakerProfile",
    "SpeakerTopic",
    "Survey",
    "SurveyMark",
    "SurveyRemark",
    "SurveySheet",
    "TaxRule",
    "Ticket",
    "Topic",
    "TopicFile",
    "TopicIdea",
    "TopicVersion",
    "TrainingClass",
    "UsedSlip",
    "VenuePoint",
]
