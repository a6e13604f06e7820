"""What shows on paper who was there, and why somebody was not."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from caunoi.core.ids import new_id
from caunoi.core.models import StoredFile
from caunoi.training.models.agenda import Sitting
from caunoi.training.models.enrolment import Enrolment


class SignedSheet(models.Model):
    """A page, or a file of pages, of the sheet that was signed by hand at a sitting. Taken off, never deleted."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    sitting = models.ForeignKey(Sitting, on_delete=models.PROTECT, related_name="signed_sheets")
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+", verbose_name=_("file"))
    kept_at = models.DateTimeField(_("kept"), auto_now_add=True)
    taken_off_at = models.DateTimeField(_("taken off"), null=True)

    class Meta:
        verbose_name = _("signed sheet")
        verbose_name_plural = _("signed sheets")
        ordering = ["id"]

    def __str__(self) -> str:
        return self.file.name


class LeaveDocument(models.Model):
    """The paper by which somebody is absent with leave, at one sitting or several. What it says is recorded nowhere."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    enrolment = models.ForeignKey(Enrolment, on_delete=models.PROTECT, related_name="leave_documents")
    sittings = models.ManyToManyField(Sitting, related_name="leave_documents", verbose_name=_("sittings"))
    # Empty once the person was erased: that there was a paper stays, what it says goes.
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("file"))
    kept_at = models.DateTimeField(_("kept"), auto_now_add=True)
    taken_off_at = models.DateTimeField(_("taken off"), null=True)

    class Meta:
        verbose_name = _("document of leave")
        verbose_name_plural = _("documents of leave")
        ordering = ["id"]

    def __str__(self) -> str:
        return str(self.pk)
