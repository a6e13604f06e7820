"""Messages that wait to be sent: written with the change that causes them, sent by a job."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from caunoi.core.fields import EncryptedJSONField, EncryptedTextField
from caunoi.core.ids import new_id


class OutboxMessage(models.Model):
    """One mail to one address; ``template`` and ``context`` are rendered when it is sent.

    The address and the context lie encrypted: names, links and codes stand in them.
    ``urgent`` ones go out at night too; a ``repeatable`` one does no harm when it comes twice.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting")
        SENDING = "sending", _("being sent")
        SENT = "sent", _("sent")
        FAILED = "failed", _("not sent")
        UNSURE = "unsure", _("not known whether sent")
        GIVEN_UP = "given_up", _("given up")

    class Reason(models.TextChoices):
        """Why the last attempt failed, in words for a clerk."""

        REFUSED = "refused", _("The mail server does not know this address, or refuses it. Check the address.")
        REJECTED = "rejected", _("The mail server refused the text of this mail.")
        BUSY = "busy", _("The mail server asked to come again later.")
        UNREACHABLE = "unreachable", _("The mail server could not be reached. Check the network and the mail server.")
        LOGIN = "login", _("The mail server refused our name or password. Whoever runs this system must correct them.")
        SENDER = "sender", _("The mail server refused our sender address. Whoever runs this system must correct it.")
        UNWRITTEN = "unwritten", _("The mail could not be written: a fault of this system. Please report it.")
        CUT_OFF = "cut_off", _("Sending was cut off at its last step: the mail may have arrived, or not.")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation_id = models.UUIDField(_("organisation"), null=True)
    recipient = EncryptedTextField(_("to"))
    template = models.CharField(max_length=80)
    context = EncryptedJSONField(default=dict)
    urgent = models.BooleanField(_("urgent"), default=False)
    repeatable = models.BooleanField(default=False)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    not_before = models.DateTimeField(_("not before"))
    created_at = models.DateTimeField(_("written at"), auto_now_add=True)
    claimed_at = models.DateTimeField(null=True)
    claimed_by = models.CharField(max_length=64, blank=True, default="")
    handed_over_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(_("sent at"), null=True)
    reason = models.CharField(_("reason"), max_length=12, choices=Reason, blank=True, default="")
    error = models.TextField(_("error"), blank=True)

    class Meta:
        verbose_name = _("message")
        verbose_name_plural = _("messages")
        ordering = ["created_at"]
        indexes = [
            models.Index(fields=["state", "not_before"], name="outbox_due"),
            models.Index(fields=["organisation_id", "state"], name="outbox_by_organisation"),
        ]

    def __str__(self) -> str:
        return f"{self.template} ({self.state})"
