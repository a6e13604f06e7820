"""The catalogue of topics."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from caunoi.core.ids import new_id
from caunoi.core.models import StoredFile
from caunoi.directory.models import Organisation
from caunoi.training.enums import IdeaKind


class Topic(models.Model):
    """What can be taught: title, outline, objectives and files, as one office keeps it.

    The outline is kept as it was typed; ``caunoi.training.outline`` reads parts and points from it. ``version`` counts
    the changes that matter; each stands in ``TopicVersion`` from the first such change on.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    owner = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="topics", verbose_name=_("kept by"))
    title = models.CharField(_("title"), max_length=500)
    folded_title = models.CharField(max_length=500)
    outline = models.TextField(_("outline"), blank=True)
    objectives = models.TextField(_("objectives"), blank=True)
    audience = models.CharField(_("for whom"), max_length=300, blank=True)
    usual_sittings = models.PositiveSmallIntegerField(_("usual number of sittings"), null=True, blank=True)
    usual_periods = models.PositiveSmallIntegerField(_("usual number of periods"), null=True, blank=True)
    # Offices below the keeper may read it and take a copy.
    shared = models.BooleanField(_("shared with the offices below"), default=False)
    retired_on = models.DateField(_("not taught any more since"), null=True, blank=True)
    merged_into = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="merged_from")
    copied_from = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, related_name="copies")
    copied_version = models.PositiveSmallIntegerField(null=True)
    version = models.PositiveSmallIntegerField(_("version"), default=1, db_default=1)
    revision = models.PositiveIntegerField(default=1, db_default=1)

    class Meta:
        verbose_name = _("topic")
        verbose_name_plural = _("topics")
        ordering = ["folded_title", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(merged_into__isnull=True) | ~Q(merged_into=F("id")), name="topic_not_merged_into_itself"
            ),
        ]
        indexes = [
            models.Index(fields=["owner", "folded_title"], name="topic_by_title"),
            models.Index(fields=["owner"], name="topic_shared", condition=Q(shared=True)),
        ]

    def __str__(self) -> str:
        return self.title


class TopicVersion(models.Model):
    """What a topic said from ``made_at`` on, until the next version; None: since it has been in the catalogue."""

    topic = models.ForeignKey(Topic, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveSmallIntegerField(_("version"))
    title = models.CharField(_("title"), max_length=500)
    outline = models.TextField(_("outline"), blank=True)
    objectives = models.TextField(_("objectives"), blank=True)
    audience = models.CharField(_("for whom"), max_length=300, blank=True)
    usual_sittings = models.PositiveSmallIntegerField(_("usual number of sittings"), null=True)
    usual_periods = models.PositiveSmallIntegerField(_("usual number of periods"), null=True)
    made_at = models.DateTimeField(_("from"), null=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = _("version of a topic")
        verbose_name_plural = _("versions of topics")
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["topic", "number"], name="topic_version_once")]

    def __str__(self) -> str:
        return f"{self.title} ({self.number})"


class TopicFile(models.Model):
    """A file of a topic: slides, reading, exercise. A new version stands beside the old one, which it replaces.

    A class used what was current on its day: ``added_at`` (None: since ever) until ``ended_at`` (None: still).
    """

    topic = models.ForeignKey(Topic, on_delete=models.CASCADE, related_name="files")
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    title = models.CharField(_("title"), max_length=200, blank=True)
    number = models.PositiveSmallIntegerField(_("version"), default=1, db_default=1)
    replaces = models.OneToOneField("self", on_delete=models.SET_NULL, null=True, related_name="replaced_by")
    # The keeper says so file by file: what is for the speaker alone reaches no participant's phone.
    given_out = models.BooleanField(_("given to participants"), default=False, db_default=False)
    added_at = models.DateTimeField(_("from"), null=True)
    ended_at = models.DateTimeField(_("until"), null=True)

    class Meta:
        verbose_name = _("topic file")
        verbose_name_plural = _("topic files")
        ordering = ["id"]

    def __str__(self) -> str:
        return self.title or self.file.name


class TopicIdea(models.Model):
    """An idea for a question: of a quiz, or for a discussion."""

    topic = models.ForeignKey(Topic, on_delete=models.CASCADE, related_name="ideas")
    kind = models.CharField(_("kind"), max_length=12, choices=IdeaKind, default=IdeaKind.DISCUSSION)
    text = models.TextField(_("question"))
    hint = models.TextField(_("what the answer should hold"), blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = _("idea for a question")
        verbose_name_plural = _("ideas for questions")
        ordering = ["position", "id"]
        constraints = [models.CheckConstraint(condition=~Q(text=""), name="topic_idea_has_words")]

    def __str__(self) -> str:
        return self.text[:80]
