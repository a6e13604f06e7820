"""What an office knows of those who teach for it."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from caunoi.core.ids import new_id
from caunoi.directory.models import Organisation, Person
from caunoi.training.models.topic import Topic


class SpeakerProfile(models.Model):
    """A person as a speaker of one office: academic title, and where the person sets out from.

    Posts stand with the person, through time; fees and accounts stand with the money.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    owner = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="speaker_profiles", verbose_name=_("kept by")
    )
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="speaker_profiles")
    academic_title = models.CharField(_("academic title"), max_length=120, blank=True)
    based_in = models.CharField(_("sets out from"), max_length=200, blank=True)
    # Sittings of a month that the speaker takes on at most.
    most_sittings = models.PositiveSmallIntegerField(_("sittings a month at most"), null=True, blank=True)
    note = models.CharField(_("note"), max_length=300, blank=True)
    active = models.BooleanField(_("is asked for classes"), default=True)

    class Meta:
        verbose_name = _("profile of a speaker")
        verbose_name_plural = _("profiles of speakers")
        ordering = ["person__sort_name", "id"]
        constraints = [models.UniqueConstraint(fields=["owner", "person"], name="speaker_profile_once")]

    def __str__(self) -> str:
        return self.person.full_name


class SpeakerTopic(models.Model):
    """A topic that a speaker teaches."""

    profile = models.ForeignKey(SpeakerProfile, on_delete=models.CASCADE, related_name="topic_links")
    topic = models.ForeignKey(Topic, on_delete=models.CASCADE, related_name="speaker_links")

    class Meta:
        verbose_name = _("topic of a speaker")
        verbose_name_plural = _("topics of speakers")
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["profile", "topic"], name="speaker_topic_once")]

    def __str__(self) -> str:
        return f"{self.profile} · {self.topic}"


class SpeakerAway(models.Model):
    """Days, first to last, on which a speaker can't come. Why is nobody's business."""

    profile = models.ForeignKey(SpeakerProfile, on_delete=models.CASCADE, related_name="away")
    first_day = models.DateField(_("first day"))
    last_day = models.DateField(_("last day"))

    class Meta:
        verbose_name = _("absence of a speaker")
        verbose_name_plural = _("absences of speakers")
        ordering = ["first_day", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(last_day__gte=F("first_day")), name="speaker_away_in_order"),
        ]

    def __str__(self) -> str:
        return f"{self.first_day:%d/%m/%Y} – {self.last_day:%d/%m/%Y}"
