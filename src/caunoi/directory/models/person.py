"""Persons and the posts they held."""

from __future__ import annotations

from datetime import date
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from caunoi.core.fields import EncryptedTextField, LookupHashField
from caunoi.core.ids import new_id
from caunoi.directory.enums import Provenance
from caunoi.directory.models.organisation import Organisation

# What an erased person is called, on every page and in every paper made again.
ERASED = "Người đã xóa"


class Person(models.Model):
    """Somebody who sits in classes, speaks or holds a post. Two persons of one name stay two.

    Nothing but the name is needed. The birth year tells namesakes apart; a full birth date is not kept.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    full_name = models.CharField(_("full name"), max_length=120)
    folded_name = models.CharField(max_length=120)
    sort_name = models.CharField(max_length=120)
    birth_year = models.PositiveSmallIntegerField(_("year of birth"), null=True, blank=True)
    phone = EncryptedTextField(_("phone"), blank=True)
    phone_hash = LookupHashField(source="phone")
    email = EncryptedTextField(_("e-mail"), blank=True)
    email_hash = LookupHashField(source="email")
    provenance = models.CharField(max_length=10, choices=Provenance, default=Provenance.TYPED)
    merged_into = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="merged_from")
    created_at = models.DateTimeField(auto_now_add=True)
    # From then on the row is a number by which counts stay true, and nothing else.
    erased_at = models.DateTimeField(_("erased"), null=True, editable=False)

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("persons")
        ordering = ["sort_name", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(birth_year__isnull=True) | Q(birth_year__range=(1900, 2100)), name="person_birth_year_sane"
            ),
            models.CheckConstraint(condition=~Q(full_name=""), name="person_has_a_name"),
        ]
        indexes = [
            # Whoever lists persons leaves out the merged ones: with the condition the index alone answers.
            models.Index(
                fields=["sort_name", "id"], name="person_listed_by_name", condition=Q(merged_into__isnull=True)
            ),
            models.Index(fields=["folded_name"], name="person_by_name"),
            models.Index(fields=["birth_year", "sort_name", "id"], name="person_by_birth_year"),
            models.Index(fields=["phone_hash"], name="person_by_phone", condition=~Q(phone_hash="")),
            models.Index(fields=["email_hash"], name="person_by_email", condition=~Q(email_hash="")),
        ]

    def __str__(self) -> str:
        return self.full_name


class PersonScope(models.Model):
    """An organisation through which a person is known: by a post there, or sent or enrolled through it.

    ``inherited``: not by itself, but through a person who was merged into this one; goes when that is undone.
    """

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="scopes")
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="known_persons")
    inherited = models.BooleanField(default=False, db_default=False, editable=False)

    class Meta:
        verbose_name = _("visibility of a person")
        verbose_name_plural = _("visibility of persons")
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["organisation", "person"], name="person_scope_once")]

    def __str__(self) -> str:
        return f"{self.person} ↔ {self.organisation}"


class PostQuerySet(models.QuerySet["Post"]):
    """Reads that belong to posts everywhere."""

    def at(self, day: date) -> Self:
        """Return the posts held on ``day``. An unknown beginning or end counts as open."""
        return self.filter(
            Q(valid_from__isnull=True) | Q(valid_from__lte=day), Q(valid_to__isnull=True) | Q(valid_to__gt=day)
        )


class Post(models.Model):
    """A post that a person held in the period [valid_from, valid_to); the organisation may be unresolved."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="posts")
    title = models.CharField(_("post"), max_length=300)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="posts", verbose_name=_("at")
    )
    organisation_text = models.CharField(_("organisation as written"), max_length=200, blank=True)
    valid_from = models.DateField(_("from"), null=True, blank=True)
    valid_to = models.DateField(_("until"), null=True, blank=True)
    provenance = models.CharField(max_length=10, choices=Provenance, default=Provenance.TYPED)

    objects = PostQuerySet.as_manager()

    class Meta:
        verbose_name = _("post")
        verbose_name_plural = _("posts")
        ordering = ["-valid_from", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_from__isnull=True) | Q(valid_to__isnull=True) | Q(valid_to__gt=F("valid_from")),
                name="post_period_in_order",
            ),
        ]

    def __str__(self) -> str:
        place = self.organisation.name if self.organisation else self.organisation_text
        return f"{self.title}, {place}" if place else self.title
