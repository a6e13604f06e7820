"""The training class and those who hold it."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from caunoi.core.ids import new_code, new_id
from caunoi.directory.models import Directive, Organisation
from caunoi.training.enums import ClassOrigin, ClassState, HostRole, Qualifier
from caunoi.training.models.plan import PlanItem


class TrainingClass(models.Model):
    """One in-person class. ``revision`` rises with every saved change: two clerks can't overwrite each other."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    code = models.CharField(_("code"), max_length=8, unique=True, default=new_code, editable=False)
    keeper = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="kept_classes", verbose_name=_("keeps the record")
    )
    # Several classes may come from one item of a plan.
    plan_item = models.ForeignKey(
        PlanItem, on_delete=models.PROTECT, null=True, blank=True, related_name="classes", verbose_name=_("planned as")
    )
    title = models.CharField(_("title"), max_length=300)
    folded_title = models.CharField(max_length=300)
    audience = models.CharField(_("for whom"), max_length=500, blank=True)
    place = models.CharField(_("place"), max_length=300, blank=True)
    starts_on = models.DateField(_("first day"), null=True, blank=True)
    ends_on = models.DateField(_("last day"), null=True, blank=True)
    quota = models.PositiveIntegerField(_("seats"), null=True, blank=True)
    # Until when units name their people; what comes later is taken and marked as late.
    nominate_until = models.DateField(_("names are awaited until"), null=True, blank=True)
    # From then on seats that units left unfilled serve everybody who waits; the deadline does the same.
    seats_released_at = models.DateTimeField(_("unfilled seats released"), null=True, blank=True, editable=False)
    # So many working days before that day units still missing are reminded by e-mail without anybody asking.
    remind_before = models.PositiveSmallIntegerField(_("reminded so many working days before"), null=True, blank=True)
    # Days in which no unit gets a second reminder by e-mail unless somebody says so.
    remind_pause = models.PositiveSmallIntegerField(_("days between two reminders"), default=3, db_default=3)
    state = models.CharField(_("state"), max_length=12, choices=ClassState, default=ClassState.PREPARING)
    origin = models.CharField(_("origin"), max_length=10, choices=ClassOrigin, default=ClassOrigin.HELD)
    # Only for a class read from a report: what it says of how many came; a held class counts its sheet.
    reported_count = models.PositiveIntegerField(_("participants as reported"), null=True, blank=True)
    reported_qualifier = models.CharField(max_length=8, choices=Qualifier, blank=True)
    strong_points = models.TextField(_("strong points"), blank=True)
    weak_points = models.TextField(_("weak points and causes"), blank=True)
    proposals = models.TextField(_("proposals"), blank=True)
    revision = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("training class")
        verbose_name_plural = _("training classes")
        ordering = ["-starts_on", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(starts_on__isnull=True) | Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="class_days_in_order",
            ),
            models.CheckConstraint(
                condition=Q(reported_count__isnull=True) | ~Q(reported_qualifier=""), name="class_count_is_qualified"
            ),
        ]
        indexes = [
            models.Index(fields=["-starts_on", "-id"], name="class_by_day"),
            models.Index(fields=["state", "starts_on"], name="class_by_state"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_open(self) -> bool:
        """Whether anything of the class can still change."""
        return self.state not in {ClassState.CLOSED, ClassState.CANCELLED}


class ClassOrganisation(models.Model):
    """An organisation and what it is to a class; unresolved ones of old reports have a name only.

    Scope hangs on these rows: keeper, hosts and co-organisers see the class, a sender its own rows.
    """

    training_class = models.ForeignKey(TrainingClass, on_delete=models.CASCADE, related_name="organisations")
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="class_links"
    )
    name = models.CharField(_("name as written"), max_length=300)
    role = models.CharField(_("role"), max_length=14, choices=HostRole)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = _("organiser of a class")
        verbose_name_plural = _("organisers of a class")
        ordering = ["position", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["training_class", "organisation", "role"],
                condition=Q(organisation__isnull=False),
                name="class_organisation_once",
            )
        ]
        indexes = [models.Index(fields=["organisation", "role"], name="class_by_organisation")]

    def __str__(self) -> str:
        return self.name


class ClassDirective(models.Model):
    """A directive on which a class rests."""

    training_class = models.ForeignKey(TrainingClass, on_delete=models.CASCADE, related_name="directive_links")
    directive = models.ForeignKey(Directive, on_delete=models.PROTECT, related_name="class_links")
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = _("directive of a class")
        verbose_name_plural = _("directives of a class")
        ordering = ["position", "id"]
        constraints = [
            models.UniqueConstraint(fields=["training_class", "directive"], name="class_directive_once"),
        ]

    def __str__(self) -> str:
        return str(self.directive)
