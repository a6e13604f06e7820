"""A list of participants between being sent in and being taken over."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from caunoi.core.fields import EncryptedTextField
from caunoi.core.ids import new_id
from caunoi.directory.models import User
from caunoi.training.models import TrainingClass


class RosterDraft(models.Model):
    """A list as it was read, without what is never kept, and what a clerk decided about its rows.

    ``content`` is JSON (``intake.rosters.content.Content``) and encrypted, for it holds names and phones; the file
    itself is not kept. A draft is deleted when it is accepted or discarded, and by a job after a week.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    training_class = models.ForeignKey(TrainingClass, on_delete=models.CASCADE, related_name="roster_drafts")
    source = models.CharField(_("source"), max_length=200, blank=True)
    content = EncryptedTextField()
    # It names people for units that have seats, instead of putting them on the list of the class.
    of_units = models.BooleanField(_("nominations"), default=False, db_default=False)
    made_by = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    made_at = models.DateTimeField(_("sent in"), auto_now_add=True)
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = _("list to be checked")
        verbose_name_plural = _("lists to be checked")
        ordering = ["-made_at", "-id"]
        indexes = [models.Index(fields=["made_at"], name="roster_draft_by_age")]

    def __str__(self) -> str:
        return self.source or str(_("pasted list"))
