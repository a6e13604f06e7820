"""What an office sets for itself: its mail server, its days off, its working hours."""

from __future__ import annotations

import datetime as dt
from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from caunoi.core.fields import EncryptedTextField


class MailServer(models.Model):
    """The one mail server of the installation; the password lies encrypted and is never shown."""

    class Security(models.TextChoices):
        TLS = "tls", _("TLS from the first word (usual, port 465)")
        STARTTLS = "starttls", _("STARTTLS (port 587)")
        NONE = "none", _("not encrypted (port 25, only within the office)")

    ONLY: ClassVar[int] = 1
    PORTS: ClassVar[dict[str, int]] = {Security.TLS: 465, Security.STARTTLS: 587, Security.NONE: 25}

    id = models.PositiveSmallIntegerField(primary_key=True, default=ONLY, editable=False)
    host = models.CharField(_("mail server"), max_length=200)
    port = models.PositiveIntegerField(_("port"))
    security = models.CharField(_("encryption"), max_length=10, choices=Security, default=Security.TLS)
    username = models.CharField(_("user name there"), max_length=200, blank=True)
    password = EncryptedTextField(_("password there"), blank=True)
    sender = models.EmailField(_("sender of the mails"))
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = _("mail server")
        verbose_name_plural = _("mail servers")
        constraints = [
            models.CheckConstraint(condition=Q(id=1), name="mail_server_only_one"),
            models.CheckConstraint(condition=Q(port__gte=1, port__lte=65535), name="mail_server_port"),
        ]

    def __str__(self) -> str:
        return f"{self.host}:{self.port}"


class HolidayChange(models.Model):
    """A day that the office itself makes a day off, or a working day, whatever the calendar says."""

    day = models.DateField(_("day"), unique=True)
    is_off = models.BooleanField(_("day off"))
    reason = models.CharField(_("reason"), max_length=200)

    class Meta:
        verbose_name = _("change of the days off")
        verbose_name_plural = _("changes of the days off")
        ordering = ["day"]

    def __str__(self) -> str:
        return f"{self.day:%d/%m/%Y}"


class WorkingHours(models.Model):
    """From ``valid_from`` on, the office works in these hours from Monday to Friday; on Saturdays where it says so."""

    MORNING: ClassVar[tuple[dt.time, dt.time]] = (dt.time(7, 30), dt.time(11, 30))
    AFTERNOON: ClassVar[tuple[dt.time, dt.time]] = (dt.time(13, 30), dt.time(17))
    # Nobody works then; classes are held.
    EVENING: ClassVar[tuple[dt.time, dt.time]] = (dt.time(18), dt.time(21))

    valid_from = models.DateField(_("from"), unique=True)
    morning_from = models.TimeField(_("morning from"), default=MORNING[0])
    morning_until = models.TimeField(_("morning until"), default=MORNING[1])
    afternoon_from = models.TimeField(_("afternoon from"), default=AFTERNOON[0])
    afternoon_until = models.TimeField(_("afternoon until"), default=AFTERNOON[1])
    evening_from = models.TimeField(_("evening from"), default=EVENING[0])
    evening_until = models.TimeField(_("evening until"), default=EVENING[1])
    saturdays = models.BooleanField(_("Saturdays are working days"), default=False)

    class Meta:
        verbose_name = _("working hours")
        verbose_name_plural = _("working hours")
        ordering = ["valid_from"]
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    morning_from__lt=F("morning_until"),
                    morning_until__lte=F("afternoon_from"),
                    afternoon_from__lt=F("afternoon_until"),
                ),
                name="working_hours_in_order",
            ),
            models.CheckConstraint(condition=Q(evening_from__lt=F("evening_until")), name="evening_hours_in_order"),
        ]

    def __str__(self) -> str:
        return (
            f"{self.morning_from:%H:%M}–{self.morning_until:%H:%M}, "
            f"{self.afternoon_from:%H:%M}–{self.afternoon_until:%H:%M}"
        )
