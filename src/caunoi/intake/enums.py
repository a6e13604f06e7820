"""The closed lists of intake."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class CandidateState(models.TextChoices):
    """Where a report that was read stands."""

    WAITING = "waiting", _("waiting for review")
    ACCEPTED = "accepted", _("taken over")
    DISCARDED = "discarded", _("set aside")


class ReportField(models.TextChoices):
    """What a report may state; ``participants`` is a count with its qualifier. Some are only typed, never read."""

    TITLE = "title", pgettext_lazy("report", "title")
    HELD_ON = "held_on", pgettext_lazy("report", "days held")
    WHEN = "when", pgettext_lazy("report", "days as written")
    HOST_PLACE = "host_place", pgettext_lazy("report", "place")
    ORGANISERS = "organisers", pgettext_lazy("report", "organiser")
    AUDIENCE = "audience", pgettext_lazy("report", "for whom")
    PARTICIPANTS = "participants", pgettext_lazy("report", "participants")
    SPEAKERS = "speakers", pgettext_lazy("report", "speaker")
    OFFICIALS = "officials", pgettext_lazy("report", "guest")
    TOPICS = "topics", pgettext_lazy("report", "topic")
    DIRECTIVES = "directives", pgettext_lazy("report", "directive")
    PUBLISHED_ON = "published_on", pgettext_lazy("report", "published")
    BYLINE = "byline", pgettext_lazy("report", "byline")
    VIEWS = "views", pgettext_lazy("report", "views")


# Of these a report has several; of the others one at most.
MANY = frozenset(
    {
        ReportField.ORGANISERS,
        ReportField.SPEAKERS,
        ReportField.OFFICIALS,
        ReportField.TOPICS,
        ReportField.DIRECTIVES,
    }
)


class Decision(models.TextChoices):
    """What a person decided about one value."""

    OPEN = "open", pgettext_lazy("value of a report", "to be reviewed")
    ACCEPTED = "accepted", pgettext_lazy("value of a report", "right")
    CORRECTED = "corrected", pgettext_lazy("value of a report", "corrected")
    CLEARED = "cleared", pgettext_lazy("value of a report", "left out")
    ADDED = "added", pgettext_lazy("value of a report", "added")


class ItemState(models.TextChoices):
    """What became of one file of an upload."""

    WAITING = "waiting", pgettext_lazy("file of an upload", "waiting to be read")
    READ = "read", pgettext_lazy("file of an upload", "read")
    KNOWN = "known", pgettext_lazy("file of an upload", "known already")
    UNREADABLE = "unreadable", pgettext_lazy("file of an upload", "can't be read")


class Fault(models.TextChoices):
    """Why a file can't be read, and what to do; the first nine are the reader's own codes."""

    EMPTY = "empty", _("The file holds no text. Check that it is the right one.")
    TOO_LARGE = "too_large", _("This is far larger than a report. Save the report's text alone and send that.")
    UNKNOWN_KIND = (
        "unknown_kind",
        _("This kind of file isn't read. Save it as Word (.docx), PDF or text and send it again."),
    )
    ENCODING = (
        "encoding",
        _("The letters can't be made out. Open the file, save it as Unicode (UTF-8) and send it again."),
    )
    LEGACY_FONT = (
        "legacy_font",
        _("The text is in an old font such as TCVN3 or VNI. Convert it to Unicode and send it again."),
    )
    DAMAGED = "damaged", _("The file is damaged. Open it, save it anew and send it again.")
    ENCRYPTED = "encrypted", _("The file is locked with a password. Remove the password and send it again.")
    SCANNED = "scanned", _("The file holds pictures of pages, no text. Type or paste the text instead.")
    NOT_FOUND = "not_found", _("The file did not arrive. Send it again.")
    FAILED = "failed", _("Reading stopped half-way. Paste the report's text instead, and tell whoever runs the system.")


class Action(models.TextChoices):
    """What the trail says of intake."""

    CANDIDATE_ADDED = "intake.candidate_added", _("sent in the report")
    CANDIDATE_FIELD = "intake.candidate_field", _("reviewed a value read from the report")
    CANDIDATE_CONFIDENT = "intake.candidate_confident", _("took the values read with confidence")
    CANDIDATE_ACCEPTED = "intake.candidate_accepted", _("made the report a past class")
    CANDIDATE_LINKED = "intake.candidate_linked", _("tied the report to a class known already")
    CANDIDATE_TAKEN_BACK = "intake.candidate_taken_back", _("took the report back for review")
    CANDIDATE_DISCARDED = "intake.candidate_discarded", _("set the report aside")
    OLD_ARTICLES_SENT = "intake.old_articles_sent", _("sent in articles of an old site")
    OLD_ARTICLE_ACCEPTED = "intake.old_article_accepted", _("took the old article over")
    OLD_ARTICLE_ASIDE = "intake.old_article_aside", _("set the old article aside")
    OLD_ARTICLE_BACK = "intake.old_article_back", _("let the old article wait again")
    CANDIDATE_RESTORED = "intake.candidate_restored", _("brought the report back")
