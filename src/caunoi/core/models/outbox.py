"""Messages that wait to be sent: written with the change that causes them, sent by a job."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from caunoi.core.fields import EncryptedJSONField, EncryptedTextField
from caunoi.core.ids import new_id


class OutboxMessage(models.Model):
    """One mail to one address; ``template`` and ``context`` are rendered when it is sent.

    The address and the context lie encrypted: names, links and codes stand in them.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting")
        SENT = "sent", _("sent")
        FAILED = "failed", _("failed")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation_id = models.UUIDField(_("organisation"), null=True)
    recipient = EncryptedTextField(_("to"))
    template = models.CharField(max_length=80)
    context = EncryptedJSONField(default=dict)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    not_before = models.DateTimeField(_("not before"))
    created_at = models.DateTimeField(_("written at"), auto_now_add=True)
    sent_at = models.DateTimeField(_("sent at"), null=True)
    error = models.TextField(_("error"), blank=True)

    class Meta:
        verbose_name = _("message")
        verbose_name_plural = _("messages")
        ordering = ["created_at"]
        indexes = [models.Index(fields=["state", "not_before"], name="outbox_due")]

    def __str__(self) -> str:
        return f"{self.template} ({self.state})"
