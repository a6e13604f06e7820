"""What the register knows of its own entries: which are one person, which are not, what a person agreed to."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from caunoi.core.ids import new_id
from caunoi.directory.enums import ConsentForm, ConsentPurpose
from caunoi.directory.models.person import Person
from caunoi.directory.models.user import User


class MergedPerson(models.Model):
    """The end of the chain of ``merged_into`` for an entry that was merged; derived, so that reads need no walk.

    Entries that stand for themselves have no row. Who decided what stands in the trail.
    """

    person = models.OneToOneField(Person, on_delete=models.CASCADE, primary_key=True, related_name="merge")
    root = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="merges")

    class Meta:
        verbose_name = _("merged entry")
        verbose_name_plural = _("merged entries")
        ordering = ["person"]
        constraints = [models.CheckConstraint(condition=~Q(person=F("root")), name="merged_into_another")]

    def __str__(self) -> str:
        return f"{self.person_id} → {self.root_id}"


class PersonDistinction(models.Model):
    """Two entries that look like one person and were found to be two; ``first`` has the smaller key."""

    first = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    second = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")

    class Meta:
        verbose_name = _("two people")
        verbose_name_plural = _("two people")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["first", "second"], name="persons_distinct_once"),
            models.CheckConstraint(condition=Q(first__lt=F("second")), name="persons_distinct_in_order"),
        ]

    def __str__(self) -> str:
        return f"{self.first_id} ≠ {self.second_id}"


class Consent(models.Model):
    """What a person agreed to beyond the public task, from a day on, until it was withdrawn."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="consents")
    purpose = models.CharField(_("for what"), max_length=15, choices=ConsentPurpose)
    form = models.CharField(_("given how"), max_length=10, choices=ConsentForm)
    given_on = models.DateField(_("given on"))
    withdrawn_on = models.DateField(_("withdrawn on"), null=True)
    recorded_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta:
        verbose_name = _("consent")
        verbose_name_plural = _("consents")
        ordering = ["-given_on", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "purpose"], condition=Q(withdrawn_on__isnull=True), name="consent_one_in_force"
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_on__isnull=True) | Q(withdrawn_on__gte=F("given_on")),
                name="consent_withdrawn_after_given",
            ),
        ]

    def __str__(self) -> str:
        return str(self.get_purpose_display())
