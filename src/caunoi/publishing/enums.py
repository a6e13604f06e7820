"""The closed lists of publishing."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class ArticleState(models.TextChoices):
    """Where an article stands."""

    DRAFT = "draft", _("draft")
    SUBMITTED = "submitted", _("waiting for approval")
    CHECKED = "checked", _("checked, waiting for approval")
    SCHEDULED = "scheduled", _("approved, will be published")
    PUBLISHED = "published", _("published")
    CORRECTED = "corrected", _("published, corrected")
    WITHDRAWN = "withdrawn", _("withdrawn")


# Readable in full by everybody.
READABLE = (ArticleState.PUBLISHED, ArticleState.CORRECTED)
# Has an address that answers, if only with a note.
PUBLIC = (*READABLE, ArticleState.WITHDRAWN)
# Can still be edited freely.
UNPUBLISHED = (ArticleState.DRAFT, ArticleState.SUBMITTED, ArticleState.CHECKED)
# Waits for somebody who edits the site.
WAITING = (ArticleState.SUBMITTED, ArticleState.CHECKED)


class ArticleKind(models.TextChoices):
    """How an article tells what it tells."""

    TEXT = "text", _("text with photos")
    PHOTOS = "photos", _("photo story")
    AUDIO = "audio", _("audio")
    VIDEO = "video", _("video")


class MediaKind(models.TextChoices):
    """What a recording is played as."""

    AUDIO = "audio", _("audio")
    VIDEO = "video", _("video")


class OfferState(models.TextChoices):
    """What became of an article that was offered to the office above."""

    OPEN = "open", _("offered")
    TAKEN = "taken", pgettext_lazy("offered article", "taken over")
    DECLINED = "declined", _("not taken over")
    REVOKED = "revoked", _("offer taken back")


class Accent(models.TextChoices):
    """The colour of a site's links and buttons; each has a style sheet whose contrast is AA in light and dark."""

    BRIDGE = "bridge", _("blue-green, as the installation")
    RED = "red", _("red")
    GREEN = "green", _("green")
    BLUE = "blue", _("blue")
    VIOLET = "violet", _("violet")
    BROWN = "brown", _("brown")


class PictureKind(models.TextChoices):
    """What a picture of a site is for."""

    CREST = "crest", _("crest")
    BANNER = "banner", _("photo on the first page")
    MAP = "map", _("map of the area")


class PageState(models.TextChoices):
    """Where a page or an answer of a site stands."""

    DRAFT = "draft", _("draft")
    PUBLISHED = "published", _("published")


class MenuKind(models.TextChoices):
    """Where an item of a site's menu leads."""

    SECTION = "section", _("a section")
    PAGE = "page", _("a page of the site")
    LIBRARY = "library", _("the library")
    CALENDAR = "calendar", _("the calendar")
    MEDIA = "media", _("listening and watching")
    FAQ = "faq", _("questions and answers")
    CONTACT = "contact", _("the ways to reach the office")
    LINKS = "links", _("the links to other sites")
    AWAY = "away", _("an address elsewhere")
    HEADING = "heading", _("nowhere: it heads those below it")


class NoteKind(models.TextChoices):
    """What a visible note under an article tells of."""

    CORRECTION = "correction", _("correction")
    WITHDRAWAL = "withdrawal", _("withdrawal")
    # What happened to the article that this one was taken over from.
    ORIGINAL = "original", _("news of the original article")


class CommentState(models.TextChoices):
    """Where a reader's comment stands."""

    HELD = "held", _("waits to be looked at")
    SHOWN = "shown", _("shown")
    REFUSED = "refused", _("not shown")
    REMOVED = "removed", _("taken down")


class Action(models.TextChoices):
    """What the trail says of publishing."""

    SITE_OPENED = "publishing.site_opened", _("opened the news site")
    SITE_CHANGED = "publishing.site_changed", _("changed the news site")
    SITE_LOOK_CHANGED = "publishing.site_look_changed", _("changed the look of the site")
    SITE_ENTRY_ADDED = "publishing.site_entry_added", _("added to the site")
    SITE_ENTRY_CHANGED = "publishing.site_entry_changed", _("changed on the site")
    SITE_ENTRY_REMOVED = "publishing.site_entry_removed", _("took off the site")
    SITE_HOST_ADDED = "publishing.site_host_added", _("gave the site a host name")
    SITE_HOST_REMOVED = "publishing.site_host_removed", _("took a host name from the site")
    ARTICLE_DRAFTED = "publishing.article_drafted", _("drafted the article")
    ARTICLE_CHANGED = "publishing.article_changed", _("changed the article")
    ARTICLE_SUBMITTED = "publishing.article_submitted", _("sent the article for approval")
    ARTICLE_SENT_BACK = "publishing.article_sent_back", _("sent the article back")
    ARTICLE_APPROVED = "publishing.article_approved", _("approved and published the article")
    ARTICLE_CORRECTED = "publishing.article_corrected", _("corrected the published article")
    ARTICLE_WITHDRAWN = "publishing.article_withdrawn", _("withdrew the article")
    ARTICLE_DISCARDED = "publishing.article_discarded", _("threw the draft away")
    ARTICLE_CHECKED = "publishing.article_checked", _("checked the article")
    ARTICLE_SCHEDULED = "publishing.article_scheduled", _("approved the article for a later time")
    ARTICLE_UNSCHEDULED = "publishing.article_unscheduled", _("took the planned publication back")
    ARTICLE_PUBLISHED = "publishing.article_published", _("the article was published at its time")
    ARTICLE_HELD = "publishing.article_held", _("the article was held back at its time")
    ARTICLE_ARRANGED = "publishing.article_arranged", _("changed section, topics or place of the article")
    ARTICLE_IMPORTED = "publishing.article_imported", _("took the article over from an old site")
    TOPIC_ADDED = "publishing.topic_added", _("added the topic of the site")
    TOPIC_CHANGED = "publishing.topic_changed", _("renamed the topic of the site")
    RULE_CHANGED = "publishing.rule_changed", _("changed how articles are checked")
    MEDIA_ADDED = "publishing.media_added", _("added the recording")
    MEDIA_CHANGED = "publishing.media_changed", _("changed the recording")
    MEDIA_REMOVED = "publishing.media_removed", _("removed the recording")
    OFFER_MADE = "publishing.offer_made", _("offered the article to the office above")
    OFFER_REVOKED = "publishing.offer_revoked", _("took the offer of the article back")
    OFFER_DECLINED = "publishing.offer_declined", _("did not take the offered article over")
    OFFER_TAKEN = "publishing.offer_taken", _("took the offered article over")
    ORIGINAL_CHANGED = "publishing.original_changed", _("the original of the article was changed")
    PHOTO_ADDED = "publishing.photo_added", _("added the photo")
    PHOTO_CHANGED = "publishing.photo_changed", _("changed the photo")
    PHOTO_REMOVED = "publishing.photo_removed", _("removed the photo")
    COMMENTS_SHOWN = "publishing.comments_shown", _("showed comments of readers")
    COMMENTS_REFUSED = "publishing.comments_refused", _("did not show comments of readers")
    COMMENTS_REMOVED = "publishing.comments_removed", _("took down comments of readers")
    COMMENTS_HELD = "publishing.comments_held", _("put comments of readers back")
    COMMENT_REPORTS_SETTLED = "publishing.comment_reports_settled", _("left reported comments as they are")
    COMMENT_ANSWERED = "publishing.comment_answered", _("answered a comment of a reader")
    COMMENT_RULES_SET = "publishing.comment_rules_set", _("set the rules for comments")


class ShelfState(models.TextChoices):
    """Whether a material, or an entry of the calendar, stands before the public."""

    DRAFT = "draft", pgettext_lazy("shelf", "draft")
    PUBLIC = "public", pgettext_lazy("shelf", "public")
    WITHDRAWN = "withdrawn", pgettext_lazy("shelf", "taken back")


class Licence(models.TextChoices):
    """What readers may do with a material."""

    AGREED = "agreed", _("by agreement with the office")
    RESERVED = "reserved", _("all rights reserved")
    CC_BY = "cc-by", "CC BY 4.0"
    CC_BY_SA = "cc-by-sa", "CC BY-SA 4.0"
    CC0 = "cc0", "CC0 1.0"


# Where the words of a licence stand.
LICENCE_PAGES = {
    Licence.CC_BY: "https://creativecommons.org/licenses/by/4.0/deed.vi",
    Licence.CC_BY_SA: "https://creativecommons.org/licenses/by-sa/4.0/deed.vi",
    Licence.CC0: "https://creativecommons.org/publicdomain/zero/1.0/deed.vi",
}


class MaterialLanguage(models.TextChoices):
    """The language of a material."""

    VIETNAMESE = "vi", _("Vietnamese")
    ENGLISH = "en", _("English")
    OTHER = "other", _("another language")


class MaterialFormat(models.TextChoices):
    """What kind of file a material is, in a reader's words."""

    PDF = "pdf", "PDF"
    WORD = "word", "Word"
    SHEET = "sheet", "Excel"
    SLIDES = "slides", "PowerPoint"
    PICTURE = "picture", pgettext_lazy("format", "picture")
    SOUND = "sound", pgettext_lazy("format", "sound")
    VIDEO = "video", pgettext_lazy("format", "video")
    TEXT = "text", pgettext_lazy("format", "text")


class EventCourse(models.TextChoices):
    """Whether an event is held as told."""

    ON = "on", pgettext_lazy("event", "takes place")
    CANCELLED = "cancelled", pgettext_lazy("event", "cancelled")
    # Of a class whose days were taken back and not set anew.
    POSTPONED = "postponed", pgettext_lazy("event", "put off")


class ShelfAction(models.TextChoices):
    """What the trail says of the library and of the calendar."""

    MATERIAL_ADDED = "publishing.material_added", _("added the material")
    MATERIAL_CHANGED = "publishing.material_changed", _("changed the material")
    MATERIAL_VERSION = "publishing.material_version", _("gave the material a new version")
    MATERIAL_PUBLISHED = "publishing.material_published", _("published the material")
    MATERIAL_WITHDRAWN = "publishing.material_withdrawn", _("took the material back")
    MATERIAL_DISCARDED = "publishing.material_discarded", _("threw the draft of the material away")
    EVENT_ADDED = "publishing.event_added", _("added the event")
    EVENT_CHANGED = "publishing.event_changed", _("changed the event")
    EVENT_PUBLISHED = "publishing.event_published", _("put the event into the public calendar")
    EVENT_CANCELLED = "publishing.event_cancelled", _("cancelled the event")
    EVENT_RESTORED = "publishing.event_restored", _("took the event up again")
    EVENT_WITHDRAWN = "publishing.event_withdrawn", _("took the event out of the public calendar")
    EVENT_DISCARDED = "publishing.event_discarded", _("threw the draft of the event away")
    CLASS_SHOWN = "publishing.class_shown", _("put the class into the public calendar")
