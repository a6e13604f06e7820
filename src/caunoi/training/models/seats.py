"""Who may send how many to a class, and whom they sent."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from caunoi.core.ids import new_id
from caunoi.directory.models import Organisation, Person, User
from caunoi.training.enums import NominationSource, NominationState, ReminderWay
from caunoi.training.models.agenda import VenuePoint
from caunoi.training.models.enrolment import Enrolment
from caunoi.training.models.training_class import TrainingClass


class Quota(models.Model):
    """The seats of a class that one unit or organisation is asked to fill."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    training_class = models.ForeignKey(TrainingClass, on_delete=models.CASCADE, related_name="quotas")
    organisation = models.ForeignKey(
        Organisation,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="quotas",
        verbose_name=_("organisation"),
    )
    name = models.CharField(_("unit as written"), max_length=200)
    folded_name = models.CharField(max_length=200)
    seats = models.PositiveIntegerField(_("seats"))
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = _("quota")
        verbose_name_plural = _("quotas")
        ordering = ["position", "folded_name", "id"]
        constraints = [
            models.UniqueConstraint(fields=["training_class", "folded_name"], name="quota_once_a_unit"),
            models.UniqueConstraint(
                fields=["training_class", "organisation"],
                condition=Q(organisation__isnull=False),
                name="quota_once_an_organisation",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name}: {self.seats}"


class NominationBatch(models.Model):
    """Nominations of one list, taken over at once and undone at once."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    training_class = models.ForeignKey(TrainingClass, on_delete=models.CASCADE, related_name="nomination_batches")
    source = models.CharField(_("source"), max_length=200, blank=True)
    count = models.PositiveIntegerField(_("rows"))
    accepted_at = models.DateTimeField(auto_now_add=True)
    accepted_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    # The unit that sent the list by its link: nobody with an account took it over.
    link = models.ForeignKey(
        "training.NominationLink", on_delete=models.SET_NULL, null=True, blank=True, related_name="batches"
    )
    undone_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("list of nominations")
        verbose_name_plural = _("lists of nominations")
        ordering = ["-accepted_at", "id"]

    def __str__(self) -> str:
        return self.source or str(self.pk)


class Nomination(models.Model):
    """One person whom a unit names for a class. Confirmed, it has an enrolment; waiting, it stands in line.

    ``place`` counts the nominations of a class in the order in which they came, and is the order of the line.
    Who comes instead of somebody takes over the place; a withdrawn one has none that counts.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    training_class = models.ForeignKey(TrainingClass, on_delete=models.CASCADE, related_name="nominations")
    quota = models.ForeignKey(Quota, on_delete=models.PROTECT, null=True, blank=True, related_name="nominations")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="nominations")
    post = models.CharField(_("post held then"), max_length=300, blank=True)
    unit_text = models.CharField(_("unit"), max_length=200, blank=True)
    venue_point = models.ForeignKey(
        VenuePoint, on_delete=models.SET_NULL, null=True, blank=True, related_name="nominations"
    )
    note = models.CharField(_("note"), max_length=300, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=NominationState)
    place = models.PositiveIntegerField(_("place in line"))
    source = models.CharField(_("came by"), max_length=10, choices=NominationSource)
    late = models.BooleanField(_("after the deadline"), default=False)
    after_settled = models.BooleanField(_("after the list was settled"), default=False)
    batch = models.ForeignKey(
        NominationBatch, on_delete=models.SET_NULL, null=True, blank=True, related_name="nominations"
    )
    enrolment = models.OneToOneField(
        Enrolment, on_delete=models.SET_NULL, null=True, blank=True, related_name="nomination"
    )
    replaces = models.OneToOneField("self", on_delete=models.PROTECT, null=True, blank=True, related_name="replaced_by")
    created_at = models.DateTimeField(_("came in"), auto_now_add=True)
    created_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta:
        verbose_name = _("nomination")
        verbose_name_plural = _("nominations")
        ordering = ["place", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["training_class", "place"],
                condition=Q(state__in=["confirmed", "waiting"]),
                name="nomination_place_held_once",
            ),
            models.UniqueConstraint(
                fields=["training_class", "person"],
                condition=Q(state__in=["confirmed", "waiting"]),
                name="nomination_once_a_class",
            ),
            models.CheckConstraint(condition=~Q(replaces=F("id")), name="nomination_replaces_another"),
            models.CheckConstraint(
                condition=~Q(state="confirmed") | Q(enrolment__isnull=False), name="nomination_confirmed_is_enrolled"
            ),
        ]
        indexes = [models.Index(fields=["training_class", "state", "place"], name="nomination_in_line")]

    def __str__(self) -> str:
        return self.person.full_name


class NominationLink(models.Model):
    """A way for one unit to name its people without an account. The token is kept as a hash and shown once."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    quota = models.ForeignKey(Quota, on_delete=models.CASCADE, related_name="links")
    token_hash = models.CharField(max_length=64, unique=True)
    expires_at = models.DateTimeField(_("valid until"))
    revoked_at = models.DateTimeField(_("taken back"), null=True)
    last_used_at = models.DateTimeField(_("last used"), null=True)
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta:
        verbose_name = _("link for nominations")
        verbose_name_plural = _("links for nominations")
        ordering = ["-created_at", "id"]

    def __str__(self) -> str:
        return str(self.quota)


class QuotaReminder(models.Model):
    """A unit was reminded to name its people: when, by whom, and on which way."""

    quota = models.ForeignKey(Quota, on_delete=models.CASCADE, related_name="reminders")
    way = models.CharField(_("way"), max_length=8, choices=ReminderWay)
    # How many seats the unit had left to fill then.
    missing = models.PositiveIntegerField(_("missing"))
    sent_at = models.DateTimeField(auto_now_add=True)
    sent_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    # The deadline before which it went out by itself; None for one that somebody sent.
    automatic_for = models.DateField(_("sent by itself before"), null=True, blank=True)

    class Meta:
        verbose_name = _("reminder")
        verbose_name_plural = _("reminders")
        ordering = ["-sent_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["quota", "automatic_for"],
                condition=Q(automatic_for__isnull=False),
                name="quota_reminded_once_before_a_deadline",
            )
        ]

    def __str__(self) -> str:
        return str(self.quota)
