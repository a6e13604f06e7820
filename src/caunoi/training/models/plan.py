"""The plan of a year, its items, and every version that was submitted or approved."""

from __future__ import annotations

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from caunoi.core.ids import new_code, new_id
from caunoi.core.models import StoredFile
from caunoi.directory.models import Directive, Organisation, User
from caunoi.training.enums import PlanState
from caunoi.training.models.topic import Topic


class Plan(models.Model):
    """What an office means to teach in a year. ``revision`` rises with every saved change, its items' included.

    What stands here is what is being worked on; what was submitted or approved stands in ``PlanVersion``.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    code = models.CharField(_("code"), max_length=8, unique=True, default=new_code, editable=False)
    owner = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="plans", verbose_name=_("kept by"))
    year = models.PositiveSmallIntegerField(_("year"))
    title = models.CharField(_("title"), max_length=300)
    folded_title = models.CharField(max_length=300)
    purpose = models.TextField(_("purpose and requirements"), blank=True)
    state = models.CharField(_("state"), max_length=10, choices=PlanState, default=PlanState.DRAFT)
    # Entered when the registry gave them.
    number = models.CharField(_("number"), max_length=60, blank=True)
    signed_on = models.DateField(_("signed on"), null=True, blank=True)
    signer = models.CharField(_("signer"), max_length=200, blank=True)
    # Why an approved plan is being changed; goes into the version that is approved next.
    amended_because = models.CharField(_("reason of the amendment"), max_length=500, blank=True)
    follows = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="followers", verbose_name=_("made from")
    )
    revision = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("training plan")
        verbose_name_plural = _("training plans")
        ordering = ["-year", "folded_title", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(year__range=(1945, 2100)), name="plan_year_sane"),
        ]
        indexes = [models.Index(fields=["owner", "-year"], name="plan_by_owner")]

    def __str__(self) -> str:
        return self.title


class PlanDirective(models.Model):
    """A directive on which a plan rests."""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="directive_links")
    directive = models.ForeignKey(Directive, on_delete=models.PROTECT, related_name="plan_links")
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = _("directive of a plan")
        verbose_name_plural = _("directives of a plan")
        ordering = ["position", "id"]
        constraints = [models.UniqueConstraint(fields=["plan", "directive"], name="plan_directive_once")]

    def __str__(self) -> str:
        return str(self.directive)


class PlanItem(models.Model):
    """One line of a plan: a topic for an audience, held as one or several classes of ``seats`` each."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="items")
    position = models.PositiveSmallIntegerField(default=0)
    topic = models.ForeignKey(
        Topic, on_delete=models.PROTECT, null=True, blank=True, related_name="plan_items", verbose_name=_("topic")
    )
    title = models.CharField(_("title"), max_length=500)
    audience = models.CharField(_("for whom"), max_length=500, blank=True)
    class_count = models.PositiveSmallIntegerField(_("classes"), default=1, validators=[MinValueValidator(1)])
    seats = models.PositiveIntegerField(_("seats a class"), null=True, blank=True)
    sittings = models.PositiveSmallIntegerField(
        _("sittings a class"), default=2, validators=[MinValueValidator(1), MaxValueValidator(60)]
    )
    quarter = models.PositiveSmallIntegerField(_("quarter"), null=True, blank=True)
    place = models.CharField(_("place"), max_length=300, blank=True)
    # The organisation whose people the item is for, where it is one; else the audience says it in words.
    held_for = models.ForeignKey(
        Organisation,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="plan_items_for",
        verbose_name=_("for the people of"),
    )
    note = models.CharField(_("note"), max_length=500, blank=True)
    # One decision may open all classes of the item; its number is entered when the registry gave it.
    decision_number = models.CharField(_("number of the decision"), max_length=60, blank=True)
    decision_on = models.DateField(_("decision signed on"), null=True, blank=True)
    decision_file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    carried_from = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="carried_to")

    class Meta:
        verbose_name = _("item of a plan")
        verbose_name_plural = _("items of a plan")
        ordering = ["position", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(quarter__isnull=True) | Q(quarter__range=(1, 4)), name="plan_item_quarter"
            ),
            models.CheckConstraint(condition=Q(class_count__gte=1), name="plan_item_has_classes"),
            models.CheckConstraint(condition=~Q(carried_from=F("id")), name="plan_item_carried_from_another"),
        ]

    def __str__(self) -> str:
        return self.title


class PlanVersion(models.Model):
    """What a plan said when it was submitted or approved; never changed.

    ``content`` is the plan with its items and costs as written by ``training.services``, and holds no person.
    """

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField(_("version"))
    state = models.CharField(_("state"), max_length=10, choices=PlanState)
    content = models.JSONField()
    reason = models.CharField(_("reason"), max_length=500, blank=True)
    created_at = models.DateTimeField(_("written"), auto_now_add=True)
    created_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    registry_number = models.CharField(_("number of the registry"), max_length=60, blank=True)
    signed_on = models.DateField(_("signed on"), null=True, blank=True)
    signer = models.CharField(_("signer"), max_length=200, blank=True)
    signed_file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = _("version of a plan")
        verbose_name_plural = _("versions of a plan")
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(fields=["plan", "number"], name="plan_version_once")]

    def __str__(self) -> str:
        return f"{self.plan} ({self.number})"
