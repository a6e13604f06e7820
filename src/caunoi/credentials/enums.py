"""What stands in the columns of the ledger."""

from __future__ import annotations

from enum import StrEnum

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class AwardState(models.TextChoices):
    """What became of a certificate; that its time is over is told by the day, not kept."""

    ISSUED = "issued", pgettext_lazy("certificate", "issued")
    REVOKED = "revoked", pgettext_lazy("certificate", "revoked")
    REPLACED = "replaced", pgettext_lazy("certificate", "replaced")


class Standing(StrEnum):
    """What a certificate is worth today."""

    VALID = "valid"
    EXPIRED = "expired"
    REVOKED = "revoked"
    REPLACED = "replaced"


class Action(models.TextChoices):
    """What the trail says of the ledger."""

    AWARDS_ISSUED = "credentials.awards_issued", _("issued certificates")
    AWARD_REVOKED = "credentials.award_revoked", _("revoked the certificate")
    AWARD_REPLACED = "credentials.award_replaced", _("replaced the certificate")
    BLANK_SPOILED = "credentials.blank_spoiled", _("noted a spoiled blank")
    BLANK_USED = "credentials.blank_used", _("noted the blank of a certificate")
    LAYOUT_SAVED = "credentials.layout_saved", _("changed how certificates look")
