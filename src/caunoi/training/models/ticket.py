"""What a participant shows at the door."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from caunoi.core.ids import new_id
from caunoi.training.enums import TicketEnd
from caunoi.training.models.enrolment import Enrolment
from caunoi.training.models.training_class import TrainingClass


class Ticket(models.Model):
    """The right of one participant to come in: its number stands signed in the QR code of a badge or a phone.

    Whoever lost it gets another, and the lost one is refused with that reason. An enrolment that was withdrawn keeps
    its ticket: the list says that it doesn't hold.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    training_class = models.ForeignKey(TrainingClass, on_delete=models.CASCADE, related_name="tickets")
    enrolment = models.ForeignKey(Enrolment, on_delete=models.CASCADE, related_name="tickets")
    # 8 random octets in hexadecimal digits.
    number = models.CharField(max_length=16, unique=True)
    # Typed where no camera reads: letters without look-alikes, of this class alone.
    short_code = models.CharField(_("short code"), max_length=6)
    made_at = models.DateTimeField(_("made"), auto_now_add=True)
    # The badge that carries it, and the mail that brought it to the participant.
    printed_at = models.DateTimeField(_("badge printed"), null=True)
    mailed_at = models.DateTimeField(_("sent by e-mail"), null=True)
    ended_at = models.DateTimeField(_("ended"), null=True)
    ended_because = models.CharField(_("ended because"), max_length=10, choices=TicketEnd, blank=True)

    class Meta:
        verbose_name = _("ticket")
        verbose_name_plural = _("tickets")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["enrolment"], condition=Q(ended_at__isnull=True), name="ticket_one_live_an_enrolment"
            ),
            models.UniqueConstraint(fields=["training_class", "short_code"], name="ticket_short_code_of_class"),
        ]

    def __str__(self) -> str:
        # No name of a person: the trail keeps this line.
        return self.short_code
