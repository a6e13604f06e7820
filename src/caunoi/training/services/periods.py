"""How long training keeps what participants gave for their classes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from caunoi.core import retention
from caunoi.directory.models import Person, Post, User
from caunoi.training.models import DoorScan, Enrolment, Guest, Nomination, Speaker, TrainingClass


def register() -> None:
    """Name the kinds."""
    retention.register(
        retention.Kind(
            name="contact_of_participants",
            title=_("Phone, e-mail and year of birth of participants"),
            counted_from=_("the end of the person's last class"),
            due=_participants,
            clear=_forget,
            citation=_("no rule of law is known here: kept until the office sets a period"),
            told=True,
        ),
        retention.Kind(
            name="names_told_at_the_door",
            title=_("Names that the door noted of people not listed"),
            counted_from=_("the end of the class"),
            due=_told_at_the_door,
            clear=_forget_names,
            days=90,
            told=True,
        ),
    )


def _participants(limit: dt.datetime) -> Sequence[QuerySet[Any]]:
    """Return who sat in a class, or was named for one, and in none that ended after ``limit``.

    Whoever holds a post today or has an open account is not among them.

    All entries of one person count together: an entry is cleared when the last class of all of them is past.
    """
    day = timezone.localdate(limit)
    whose = Coalesce(OuterRef("merge__root"), OuterRef("pk"))
    classes = TrainingClass.objects.annotate(last=Coalesce("ends_on", "starts_on", "created_at__date"))
    recent = classes.filter(last__gte=day).order_by().values("pk")

    def of_the_person(rows: QuerySet[Any]) -> Exists:
        return Exists(rows.annotate(whose=Coalesce(F("person__merge__root"), F("person"))).filter(whose=whose))

    known = Person.objects.filter(erased_at__isnull=True).filter(
        ~Q(phone_hash="") | ~Q(email_hash="") | Q(birth_year__isnull=False)
    )
    stale = known.filter(of_the_person(Enrolment.objects.order_by()) | of_the_person(Nomination.objects.order_by()))
    for model in (Enrolment, Nomination, Speaker, Guest):
        stale = stale.exclude(of_the_person(model.objects.filter(training_class__in=recent).order_by()))
    today = timezone.localdate()
    return [
        stale.exclude(of_the_person(Post.objects.at(today).order_by())).exclude(
            of_the_person(User.objects.filter(is_active=True, person__isnull=False).order_by())
        )
    ]


def _told_at_the_door(limit: dt.datetime) -> Sequence[QuerySet[Any]]:
    """Return scans that still name somebody who was never put on the list, of classes that ended before ``limit``."""
    classes = TrainingClass.objects.annotate(last=Coalesce("ends_on", "starts_on", "created_at__date"))
    over = classes.filter(last__lt=timezone.localdate(limit)).order_by().values("pk")
    return [DoorScan.objects.filter(training_class__in=over).exclude(name="", unit="")]


def _forget_names(scans: QuerySet[Any]) -> None:
    """Take name and unit away; that somebody came, when and at which door stays, and waits for the desk as before."""
    scans.update(name="", unit="")


def _forget(persons: QuerySet[Any]) -> None:
    """Take phone, e-mail and year of birth away; the name, the classes and every count stay."""
    persons.update(phone="", phone_hash="", email="", email_hash="", birth_year=None)
