"""The closed lists of training."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class ClassState(models.TextChoices):
    """Where a class stands. Reopening a closed one makes it HELD again; its next close is a new version."""

    PREPARING = "preparing", _("preparing")
    GATHERING = "gathering", _("gathering the list")
    HELD = "held", _("list settled, being held")
    CLOSED = "closed", _("closed")
    CANCELLED = "cancelled", _("cancelled")


class ClassOrigin(models.TextChoices):
    """Whether the office ran the class here or read of it in a report."""

    HELD = "held", _("held by the office")
    REPORT = "report", _("read from a report")


class Part(models.TextChoices):
    """The part of the day of a sitting."""

    MORNING = "morning", pgettext_lazy("part of the day", "morning")
    AFTERNOON = "afternoon", pgettext_lazy("part of the day", "afternoon")
    EVENING = "evening", pgettext_lazy("part of the day", "evening")


class HostRole(models.TextChoices):
    """What an organisation is to a class."""

    KEEPER = "keeper", _("keeps the record")
    HOST = "host", _("host")
    CO_ORGANISER = "co_organiser", _("co-organiser")
    SENDER = "sender", _("sends participants")


class AgendaKind(models.TextChoices):
    """What happens in an item of the programme."""

    OPENING = "opening", _("opening")
    TOPIC = "topic", _("topic")
    DISCUSSION = "discussion", _("discussion")
    BREAK = "break", pgettext_lazy("programme", "break")
    TEST = "test", pgettext_lazy("programme", "test")
    CLOSING = "closing", _("closing")
    OTHER = "other", pgettext_lazy("programme", "other")


class IdeaKind(models.TextChoices):
    """What an idea for a question is for."""

    QUIZ = "quiz", pgettext_lazy("idea", "for the quiz")
    DISCUSSION = "discussion", pgettext_lazy("idea", "for discussion")


class QuizMoment(models.TextChoices):
    """When a questionnaire is asked in a class. Gain is what lies between before and after."""

    PRE = "pre", pgettext_lazy("quiz", "before the class")
    POST = "post", pgettext_lazy("quiz", "after the class")
    OTHER = "other", pgettext_lazy("quiz", "in between")


class GuestRole(models.TextChoices):
    """What a guest does at a class."""

    ATTENDS = "attends", _("attends")
    OPENS = "opens", _("opens the class")
    DIRECTS = "directs", _("speaks to direct the class")
    CLOSES = "closes", _("closes the class")


class EnrolmentState(models.TextChoices):
    """Where an enrolment stands."""

    NOMINATED = "nominated", _("nominated")
    WITHDRAWN = "withdrawn", _("withdrawn")
    # Of another class, here for single sittings: on no list, in no count, in no seat.
    MAKE_UP = "make_up", pgettext_lazy("enrolment", "makes up a sitting")


class PlanState(models.TextChoices):
    """Where a plan stands. An approved one that is being changed is AMENDING until the change is approved."""

    DRAFT = "draft", pgettext_lazy("plan", "draft")
    SUBMITTED = "submitted", pgettext_lazy("plan", "submitted")
    APPROVED = "approved", pgettext_lazy("plan", "approved")
    AMENDING = "amending", pgettext_lazy("plan", "being amended")


class NormKind(models.TextChoices):
    """What a norm of an office pays for."""

    SPEAKER = "speaker", pgettext_lazy("norm", "speaker's fee")
    MEALS = "meals", pgettext_lazy("norm", "meals")
    TRAVEL = "travel", pgettext_lazy("norm", "travel")
    MATERIALS = "materials", pgettext_lazy("norm", "materials")
    OTHER = "other", pgettext_lazy("norm", "other")


class NormBasis(models.TextChoices):
    """What a norm's amount is multiplied with, for each class."""

    SITTING = "sitting", pgettext_lazy("norm", "per sitting")
    PERSON_DAY = "person_day", pgettext_lazy("norm", "per participant and day")
    PERSON = "person", pgettext_lazy("norm", "per participant")
    CLASS = "class", pgettext_lazy("norm", "per class")


class ScheduleState(models.TextChoices):
    """Where a proposal of a schedule stands."""

    WAITING = "waiting", pgettext_lazy("schedule", "waiting")
    RUNNING = "running", pgettext_lazy("schedule", "being worked out")
    READY = "ready", pgettext_lazy("schedule", "proposed")
    FAILED = "failed", pgettext_lazy("schedule", "not worked out")
    ACCEPTED = "accepted", pgettext_lazy("schedule", "accepted")
    UNDONE = "undone", pgettext_lazy("schedule", "taken back")


class NominationState(models.TextChoices):
    """Where a nomination stands. A replaced one gave its seat to the one that replaces it."""

    CONFIRMED = "confirmed", pgettext_lazy("nomination", "confirmed")
    WAITING = "waiting", pgettext_lazy("nomination", "waiting")
    WITHDRAWN = "withdrawn", pgettext_lazy("nomination", "withdrawn")
    REPLACED = "replaced", pgettext_lazy("nomination", "replaced")


class NominationSource(models.TextChoices):
    """How a nomination came in."""

    LINK = "link", pgettext_lazy("nomination", "by link")
    LIST = "list", pgettext_lazy("nomination", "by a list that came back")
    DESK = "desk", pgettext_lazy("nomination", "typed at the desk")


class HandoverState(models.TextChoices):
    """Where a programme stands that was handed to an office."""

    OFFERED = "offered", pgettext_lazy("programme handed over", "not answered yet")
    TAKEN = "taken", pgettext_lazy("programme handed over", "taken over")
    DECLINED = "declined", pgettext_lazy("programme handed over", "declined")
    WITHDRAWN = "withdrawn", pgettext_lazy("programme handed over", "taken back")


# These stand on the list or in line; the others are gone from both.
LIVE = (NominationState.CONFIRMED, NominationState.WAITING)


class ReminderWay(models.TextChoices):
    """How a unit was reminded."""

    EMAIL = "email", pgettext_lazy("reminder", "by e-mail")
    MESSAGE = "message", pgettext_lazy("reminder", "in a message group")


class Mark(models.TextChoices):
    """Attendance of one person at one sitting; one key each on the sheet."""

    PRESENT = "present", _("present")
    LATE = "late", _("late")
    LEFT_EARLY = "left_early", _("left early")
    EXCUSED = "excused", _("absent with leave")
    ABSENT = "absent", _("absent without leave")
    NONE = "none", _("not marked")


# Late and left early were there: they count as present.
THERE = (Mark.PRESENT, Mark.LATE, Mark.LEFT_EARLY)


class ScanSource(models.TextChoices):
    """Where an observation of attendance comes from."""

    DESK = "desk", _("sheet at the desk")
    DOOR = "door", _("scan at the door")
    PAPER = "paper", _("signed sheet on paper")


def scan_sources() -> list[tuple[str, Any]]:
    """Return the choices of a column of sources; as a function, so that a further source is no migration."""
    return list(ScanSource.choices)


class DoorScanKind(models.TextChoices):
    """What a device at the door observed."""

    IN = "in", pgettext_lazy("door", "came in")
    OUT = "out", pgettext_lazy("door", "went out")
    UNDO = "undo", pgettext_lazy("door", "taken back")
    WALK_IN = "walk_in", pgettext_lazy("door", "came without being listed")
    SUBSTITUTE = "substitute", pgettext_lazy("door", "came instead of somebody")


class DoorReviewKind(models.TextChoices):
    """What the desk has to decide of what came in from the door."""

    WALK_IN = "walk_in", pgettext_lazy("door", "not on the list")
    SUBSTITUTE = "substitute", pgettext_lazy("door", "came instead of somebody")
    TIME = "time", pgettext_lazy("door", "the clock of the device is not believed")
    AGAINST_DESK = "against_desk", pgettext_lazy("door", "the sheet says otherwise")
    BOTH_CAME = "both_came", pgettext_lazy("door", "original and substitute both came")
    REFUSED = "refused", pgettext_lazy("door", "refused at the door")
    REVOKED = "revoked", pgettext_lazy("door", "sent by a device that was taken back")
    CLOSED = "closed", pgettext_lazy("door", "came in after the class was closed")
    NO_SITTING = "no_sitting", pgettext_lazy("door", "of no sitting of the class")


class DoorAnswer(models.TextChoices):
    """What the desk decided."""

    OPEN = "", pgettext_lazy("door", "still open")
    TAKEN = "taken", pgettext_lazy("door", "counted")
    DISMISSED = "dismissed", pgettext_lazy("door", "not counted")


class TicketEnd(models.TextChoices):
    """Why a ticket doesn't hold any more."""

    REPLACED = "replaced", pgettext_lazy("ticket", "replaced by another")
    CANCELLED = "cancelled", pgettext_lazy("ticket", "cancelled")


class QuestionState(models.TextChoices):
    """Where a question from the floor stands."""

    OPEN = "open", _("not answered yet")
    ANSWERED = "answered", _("answered")


class QuestionSource(models.TextChoices):
    """How a question came in."""

    DESK = "desk", pgettext_lazy("question", "typed at the desk")
    PHONE = "phone", pgettext_lazy("question", "from a phone")


class Moderation(models.TextChoices):
    """Whether the hall sees a question. One from a phone waits until somebody looked at it."""

    WAITING = "waiting", pgettext_lazy("question", "waits to be looked at")
    SHOWN = "shown", pgettext_lazy("question", "shown")
    HIDDEN = "hidden", pgettext_lazy("question", "hidden")


class SurveyMoment(models.TextChoices):
    """When people are asked what a class was worth."""

    AFTER = "after", pgettext_lazy("survey", "at the end of the class")
    MONTHS_3 = "months_3", pgettext_lazy("survey", "3 months after the class")
    MONTHS_6 = "months_6", pgettext_lazy("survey", "6 months after the class")


class SurveyAudience(models.TextChoices):
    """Who is asked."""

    PARTICIPANT = "participant", pgettext_lazy("survey", "participants")
    HEAD = "head", pgettext_lazy("survey", "heads of units")


class RemarkState(models.TextChoices):
    """What becomes of a remark written on a sheet. One that may tell of a person is looked at first."""

    SHOWN = "shown", pgettext_lazy("remark", "shown")
    HELD = "held", pgettext_lazy("remark", "held back for a look")
    REMOVED = "removed", pgettext_lazy("remark", "removed")


class Qualifier(models.TextChoices):
    """How sure a number of a report is."""

    EXACT = "exact", _("exactly")
    OVER = "over", _("more than")
    NEARLY = "nearly", _("nearly")
    ABOUT = "about", _("about")


class FeedKind(models.TextChoices):
    """Which classes a calendar feed shows, of those that its user sees on the day he asks."""

    OWN = "own", pgettext_lazy("calendar feed", "all classes that I see")
    ROOM = "room", pgettext_lazy("calendar feed", "classes in one room")
    SPEAKER = "speaker", pgettext_lazy("calendar feed", "classes of one speaker")


class PaperKind(models.TextChoices):
    """The kinds of papers; the values are those of ``caunoi.papers.PaperKind``."""

    PLAN = "plan", pgettext_lazy("paper", "plan")
    PROPOSAL = "proposal", pgettext_lazy("paper", "proposal")
    COST_ESTIMATE = "cost_estimate", pgettext_lazy("paper", "cost estimate")
    DECISION = "decision", pgettext_lazy("paper", "decision to open the class")
    SENDING_LETTER = "sending_letter", pgettext_lazy("paper", "letter asking for participants")
    INVITATION = "invitation", pgettext_lazy("paper", "invitations")
    PARTICIPANT_LIST = "participant_list", _("list of participants")
    COMBINED_LIST = "combined_list", pgettext_lazy("paper", "list of participants of all classes")
    PROGRAMME = "programme", pgettext_lazy("paper", "programme")
    SCRIPT = "script", pgettext_lazy("paper", "script of the programme")
    SIGN_IN_SHEET = "sign_in_sheet", _("sign-in sheet")
    SPEAKER_PAYMENTS = "speaker_payments", _("payment list for speakers")
    PARTICIPANT_PAYMENTS = "participant_payments", _("payment list for participants")
    COST_STATEMENT = "cost_statement", pgettext_lazy("paper", "cost statement")
    TRANSCRIPT = "transcript", _("transcript of a person")
    NAME_PLATES = "name_plates", pgettext_lazy("paper", "name plates")
    DISCUSSION_MINUTES = "discussion_minutes", pgettext_lazy("paper", "minutes of group discussion")
    CLASS_REPORT = "class_report", _("class report")
    CERTIFICATE_REGISTER = "certificate_register", pgettext_lazy("paper", "register of certificates")
    FILE_COVER = "file_cover", pgettext_lazy("paper", "cover of the class file")
    FILE_INDEX = "file_index", pgettext_lazy("paper", "index of the class file")
    COMBINED_REPORT = "combined_report", pgettext_lazy("paper", "combined report of several classes")
    QUARTER_REPORT = "quarter_report", pgettext_lazy("paper", "quarterly report")
    YEAR_REPORT = "year_report", pgettext_lazy("paper", "yearly report")


# On their signed copies accounts may stand: those are opened by accountants alone.
ACCOUNT_KINDS = frozenset({PaperKind.SPEAKER_PAYMENTS, PaperKind.PARTICIPANT_PAYMENTS})
# They tell what was paid: for whoever may see the money of a class.
MONEY_KINDS = ACCOUNT_KINDS | {PaperKind.COST_STATEMENT}


def paper_kinds() -> list[tuple[str, Any]]:
    """Return the choices of a column of kinds; as a function, so that a further kind is no migration."""
    return list(PaperKind.choices)


class PaperSubject(models.TextChoices):
    """What a paper is about."""

    CLASS = "class", pgettext_lazy("subject of a paper", "class")
    PLAN = "plan", pgettext_lazy("subject of a paper", "plan")
    PLAN_ITEM = "plan_item", pgettext_lazy("subject of a paper", "item of a plan")
    OFFICE = "office", pgettext_lazy("subject of a paper", "office and period")


class PaperMoment(models.TextChoices):
    """When an office makes a paper."""

    PREPARE = "prepare", pgettext_lazy("moment of a paper", "Preparing")
    INVITE = "invite", pgettext_lazy("moment of a paper", "Inviting and sending")
    DAY = "day", pgettext_lazy("moment of a paper", "On the day")
    AFTER = "after", pgettext_lazy("moment of a paper", "After the class")


class RateKind(models.TextChoices):
    """What a rate pays for, and by what it is multiplied."""

    SPEAKER = "speaker", pgettext_lazy("rate", "speaker, a sitting")
    MEAL = "meal", pgettext_lazy("rate", "meals, a day present")
    TRAVEL_KM = "travel_km", pgettext_lazy("rate", "travel, a kilometre")
    TRAVEL_TRIP = "travel_trip", pgettext_lazy("rate", "travel, for the class")
    MATERIALS_PERSON = "materials_person", pgettext_lazy("rate", "materials, a participant")
    MATERIALS_CLASS = "materials_class", pgettext_lazy("rate", "materials, a class")
    OTHER = "other", pgettext_lazy("rate", "other")


class CostHeading(models.TextChoices):
    """Under which heading money is planned and spent."""

    SPEAKERS = "speakers", pgettext_lazy("cost", "fees of speakers")
    MEALS = "meals", pgettext_lazy("cost", "meals of participants")
    TRAVEL = "travel", pgettext_lazy("cost", "travel of participants")
    MATERIALS = "materials", pgettext_lazy("cost", "materials and printing")
    HALL = "hall", pgettext_lazy("cost", "hall, sound, decoration")
    WATER = "water", pgettext_lazy("cost", "drinks")
    OTHER = "other", pgettext_lazy("cost", "other")


class ExpenseKind(models.TextChoices):
    """Whether money was spent, or only taken in advance."""

    COST = "cost", pgettext_lazy("money", "spent")
    ADVANCE = "advance", pgettext_lazy("money", "advance")


class Action(models.TextChoices):
    """What the trail says of training."""

    CLASS_CREATED = "training.class_created", _("created the class")
    CLASS_CHANGED = "training.class_changed", _("changed the class")
    CLASS_DUPLICATED = "training.class_duplicated", _("duplicated the class")
    CLASS_STATE = "training.class_state", _("moved the class on")
    CLASS_CLOSED = "training.class_closed", _("closed the class and froze its facts")
    CLASS_REOPENED = "training.class_reopened", _("reopened the class")
    HOSTS_CHANGED = "training.hosts_changed", _("changed the organisers of the class")
    DIRECTIVES_CHANGED = "training.directives_changed", _("changed the directives of the class")
    VENUE_SAVED = "training.venue_saved", _("saved the venue point")
    VENUE_REMOVED = "training.venue_removed", _("removed the venue point")
    CLASS_MOVED = "training.class_moved", _("moved the class to other days")
    CLASH_KEPT = "training.clash_kept", _("kept to it in spite of a clash")
    POINTS_ASSIGNED = "training.points_assigned", _("put participants to a venue point")
    DOOR_DEVICE_ADDED = "training.door_device_added", _("added a device for the door")
    DOOR_DEVICE_PAIRED = "training.door_device_paired", _("a device for the door took the list along")
    DOOR_DEVICE_REVOKED = "training.door_device_revoked", _("took a device for the door back")
    DOOR_RULES_SET = "training.door_rules_set", _("set the class’s rules of attendance")
    DOOR_COUNTED = "training.door_counted", _("counted scans at the door")
    DOOR_DECIDED = "training.door_decided", _("decided on a scan at the door")
    TICKET_REPLACED = "training.ticket_replaced", _("replaced a participant’s ticket")
    TICKETS_SENT = "training.tickets_sent", _("sent participants their tickets")
    BADGES_PRINTED = "training.badges_printed", _("printed badges")
    SCREEN_RENEWED = "training.screen_renewed", _("renewed the address of the big screen")
    SCREEN_CLOSED = "training.screen_closed", _("closed the big screen")
    SHEET_KEPT = "training.sheet_kept", _("kept a signed sheet")
    SHEET_TAKEN_OFF = "training.sheet_taken_off", _("took a signed sheet off")
    LEAVE_DOCUMENT_KEPT = "training.leave_document_kept", _("kept a document of leave")
    LEAVE_DOCUMENT_TAKEN_OFF = "training.leave_document_taken_off", _("took a document of leave off")
    ROOM_SAVED = "training.room_saved", _("saved the room")
    ROOM_REMOVED = "training.room_removed", _("removed the room")
    FEED_MADE = "training.feed_made", _("made a calendar address")
    FEED_RENEWED = "training.feed_renewed", _("renewed a calendar address")
    FEED_REVOKED = "training.feed_revoked", _("took a calendar address back")
    SITTING_ADDED = "training.sitting_added", _("added the sitting")
    SITTING_CHANGED = "training.sitting_changed", _("changed the sitting")
    SITTING_REMOVED = "training.sitting_removed", _("removed the sitting")
    AGENDA_SAVED = "training.agenda_saved", _("saved the programme item")
    AGENDA_REMOVED = "training.agenda_removed", _("removed the programme item")
    GUEST_SAVED = "training.guest_saved", _("saved the guest")
    GUEST_REMOVED = "training.guest_removed", _("removed the guest")
    TOPIC_SAVED = "training.topic_saved", _("saved the topic")
    TOPIC_REMOVED = "training.topic_removed", _("removed the topic")
    TOPIC_RETIRED = "training.topic_retired", _("took the topic out of use")
    TOPIC_TAKEN_UP = "training.topic_taken_up", _("took the topic into use again")
    TOPIC_COPIED = "training.topic_copied", _("took over the topic from an office above")
    TOPIC_MERGED = "training.topic_merged", _("merged the topic into another")
    TOPIC_PARTED = "training.topic_parted", _("undid the merging of the topic")
    SPEAKER_SAVED = "training.speaker_saved", _("saved the speaker’s profile")
    SPEAKER_TOPICS = "training.speaker_topics", _("changed what the speaker teaches")
    SPEAKER_AWAY = "training.speaker_away", _("noted days on which the speaker is away")
    SPEAKER_BACK = "training.speaker_back", _("took back days on which the speaker is away")
    TRANSCRIPT_MADE = "training.transcript_made", _("made the person’s transcript")
    PAST_RECORDED = "training.past_recorded", _("recorded the past class from a report")
    REPORT_REGISTERED = "training.report_registered", _("entered number and signed copy of the report")
    PAPER_NUMBERED = "training.paper_numbered", _("entered number and signed copy of a paper")
    PAPER_VOIDED = "training.paper_voided", _("voided the number of a paper")
    REGISTER_KEPT = "training.register_kept", _("set up the register of papers")
    TEMPLATE_REPLACED = "training.template_replaced", _("replaced the template")
    TEMPLATE_RESTORED = "training.template_restored", _("went back to the shipped template")
    ENROLLED = "training.enrolled", _("enrolled the person")
    ENROLMENT_CHANGED = "training.enrolment_changed", _("changed the enrolment")
    WITHDRAWN = "training.withdrawn", _("withdrew the person")
    LINKS_MADE = "training.links_made", _("made links by which units name their people")
    LINK_REVOKED = "training.link_revoked", _("took back the link of a unit")
    ROSTER_ACCEPTED = "training.roster_accepted", _("took over the list")
    ROSTER_UNDONE = "training.roster_undone", _("undid the list")
    ATTENDANCE_MARKED = "training.attendance_marked", _("marked attendance")
    ATTENDANCE_CORRECTED = "training.attendance_corrected", _("corrected attendance")
    MAKE_UP_ARRANGED = "training.make_up_arranged", _("put down for a make-up sitting")
    MAKE_UP_DROPPED = "training.make_up_dropped", _("took back the make-up sitting")
    POINTS_UNDONE = "training.points_undone", _("took back who was put to venue points")
    PROGRAMME_OFFERED = "training.programme_offered", _("handed the programme to other offices")
    OFFER_WITHDRAWN = "training.offer_withdrawn", _("took the programme back from the office")
    PROGRAMME_TAKEN = "training.programme_taken", _("took over the programme of another office")
    OFFER_DECLINED = "training.offer_declined", _("declined the programme of another office")
    QUIZ_ATTACHED = "training.quiz_attached", _("put the quiz to the class")
    QUIZ_CHANGED = "training.quiz_changed", _("changed the quiz of the class")
    QUIZ_DETACHED = "training.quiz_detached", _("took the quiz from the class")
    QUIZ_OPENED = "training.quiz_opened", _("opened the quiz")
    QUIZ_CLOSED = "training.quiz_closed", _("closed the quiz")
    QUIZ_EXTENDED = "training.quiz_extended", _("left the quiz open a quarter of an hour longer")
    QUIZ_VERSION = "training.quiz_version", _("took the newest version of the quiz")
    QUIZ_TYPED_IN = "training.quiz_typed_in", _("typed in quizzes from paper")
    QUIZ_LATE_TAKEN = "training.quiz_late_taken", _("accepted answers that came late")
    QUESTION_ADDED = "training.question_added", _("typed in the question")
    QUESTION_ANSWERED = "training.question_answered", _("answered the question")
    SHEETS_COUNTED = "training.sheets_counted", _("counted the evaluation sheets of a topic")
    QUESTIONS_SHOWN = "training.questions_shown", _("showed questions of the hall")
    QUESTIONS_HIDDEN = "training.questions_hidden", _("hid questions of the hall")
    QUESTION_MERGED = "training.question_merged", _("merged the question into another")
    QUESTION_PARTED = "training.question_parted", _("undid the merging of the question")
    HALL_SET = "training.hall_set", _("set what phones in the hall may do")
    SURVEY_OPENED = "training.survey_opened", _("opened the evaluation of the class")
    SHEET_GIVEN_AGAIN = "training.sheet_given_again", _("let a participant take a blank sheet again")
    QUESTIONS_TAKEN_UP = "training.questions_taken_up", _("took up questions of the hall after the class was closed")
    SURVEY_CLOSED = "training.survey_closed", _("closed the evaluation of the class")
    FOLLOW_UP_SET = "training.follow_up_set", _("set whether the class is followed up after 3 and 6 months")
    REMARK_SETTLED = "training.remark_settled", _("looked at a remark of the evaluation")
    QUESTION_CHANGED = "training.question_changed", _("changed the question")
    PLAN_MADE = "training.plan_made", _("made the plan")
    PLAN_COPIED = "training.plan_copied", _("made the plan from another one")
    PLAN_READ = "training.plan_read", _("took the plan over from a file")
    PLAN_CHANGED = "training.plan_changed", _("changed the plan")
    PLAN_REMOVED = "training.plan_removed", _("removed the draft of the plan")
    PLAN_DIRECTIVES = "training.plan_directives", _("changed the directives of the plan")
    PLAN_ITEM_SAVED = "training.plan_item_saved", _("saved the item of the plan")
    PLAN_ITEM_MOVED = "training.plan_item_moved", _("moved the item of the plan")
    PLAN_ITEM_REMOVED = "training.plan_item_removed", _("removed the item of the plan")
    PLAN_COST_SAVED = "training.plan_cost_saved", _("saved the cost of an item of the plan")
    PLAN_COST_REMOVED = "training.plan_cost_removed", _("removed the cost of an item of the plan")
    PLAN_COSTS_RENEWED = "training.plan_costs_renewed", _("took the norms of today into the plan")
    PLAN_SUBMITTED = "training.plan_submitted", _("submitted the plan")
    PLAN_SENT_BACK = "training.plan_sent_back", _("sent the plan back")
    PLAN_APPROVED = "training.plan_approved", _("approved the plan")
    PLAN_AMENDED = "training.plan_amended", _("began to amend the plan")
    PLAN_AMENDMENT_DROPPED = "training.plan_amendment_dropped", _("dropped the amendment of the plan")
    PLAN_REGISTERED = "training.plan_registered", _("entered number and signed copy of the plan")
    PLAN_CARRIED = "training.plan_carried", _("carried over what was not held")
    PLAN_DECISION = "training.plan_decision", _("entered the decision on the classes of the item")
    CLASS_PLANNED = "training.class_planned", _("put the class to an item of a plan")
    SCHEDULE_PROPOSED = "training.schedule_proposed", _("had a schedule of the plan proposed")
    SCHEDULE_CHANGED = "training.schedule_changed", _("changed the schedule of the plan")
    SCHEDULE_ACCEPTED = "training.schedule_accepted", _("made classes from the schedule of the plan")
    SCHEDULE_UNDONE = "training.schedule_undone", _("took back the classes of the schedule")
    BUSY_DAYS_ADDED = "training.busy_days_added", _("entered busy days of the office")
    BUSY_DAYS_REMOVED = "training.busy_days_removed", _("removed busy days of the office")
    NORM_SAVED = "training.norm_saved", _("saved the norm")
    NORM_REMOVED = "training.norm_removed", _("removed the norm")
    QUOTAS_SET = "training.quotas_set", _("set the quotas")
    QUOTA_CHANGED = "training.quota_changed", _("changed the quota")
    QUOTA_REMOVED = "training.quota_removed", _("removed the quota")
    DEADLINE_SET = "training.deadline_set", _("set until when names are awaited")
    SEATS_RELEASED = "training.seats_released", _("opened the unfilled seats to those who wait")
    SEATS_KEPT = "training.seats_kept", _("kept the unfilled seats for their units again")
    NOMINATED = "training.nominated", _("named the person for the class")
    NOMINATIONS_ACCEPTED = "training.nominations_accepted", _("took over the list of nominations")
    NOMINATIONS_UNDONE = "training.nominations_undone", _("undid the list of nominations")
    NOMINATION_WITHDRAWN = "training.nomination_withdrawn", _("withdrew the nomination")
    NOMINATION_REPLACED = "training.nomination_replaced", _("replaced the nominated person")
    NOMINATION_CONFIRMED = "training.nomination_confirmed", _("gave the person a seat out of turn")
    NOMINATION_PROMOTED = "training.nomination_promoted", _("moved up from the waiting list")
    NOMINATION_MOVED = "training.nomination_moved", _("moved the nomination to another unit")
    NOMINATION_MATCHED = "training.nomination_matched", _("used the person known from before")
    REMINDED = "training.reminded", _("reminded the units still missing")
    REMINDING_SET = "training.reminding_set", _("set how units are reminded")
    RATES_SAVED = "training.rates_saved", _("saved the rate table")
    RATES_REMOVED = "training.rates_removed", _("removed the rate table")
    TAX_RULE_SAVED = "training.tax_rule_saved", _("saved the rule of tax")
    GRADE_SET = "training.grade_set", _("entered the grade of the speaker")
    FEES_WORKED_OUT = "training.fees_worked_out", _("worked out the fees of the speakers")
    FEE_CHANGED = "training.fee_changed", _("changed the fee of the speaker")
    OFF_PAYROLL_SET = "training.off_payroll_set", _("said who is paid meals and travel")
    PAY_WORKED_OUT = "training.pay_worked_out", _("worked out meals and travel")
    PAY_CHANGED = "training.pay_changed", _("changed meals and travel of the participant")
    EXPENSE_SAVED = "training.expense_saved", _("saved the expense")
    EXPENSE_REMOVED = "training.expense_removed", _("removed the expense")
    BUDGET_SET = "training.budget_set", _("set what was planned to be spent")
    ACCOUNT_KEPT = "training.account_kept", _("kept the account of the payee")
    ACCOUNT_REMOVED = "training.account_removed", _("removed the account of the payee")
    SIGNED_COPY_KEPT = "training.signed_copy_kept", _("kept the signed copy of the paper")
    AWARD_RULE_SET = "training.award_rule_set", _("set the rule for certificates")
    AWARD_DECIDED = "training.award_decided", _("decided on a certificate against the rule")
    AWARD_DECISION_DROPPED = "training.award_decision_dropped", _("left the certificate to the rule again")
    AWARDS_ISSUED = "training.awards_issued", _("issued certificates of the class")
    SETTLEMENT_MADE = "training.settlement_made", _("packed the settlement file")
