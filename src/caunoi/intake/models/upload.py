"""Reports on their way in: what was sent at once, and what became of each file."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from caunoi.core.ids import new_id
from caunoi.directory.models import Organisation, User
from caunoi.intake.enums import Fault, ItemState
from caunoi.intake.models.candidate import ReportCandidate


class ReportUpload(models.Model):
    """The files that were sent at once. It stays in sight until somebody has seen what became of them."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="report_uploads")
    uploaded_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(_("sent in"), auto_now_add=True)
    seen = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("upload of reports")
        verbose_name_plural = _("uploads of reports")
        ordering = ["-at", "-id"]
        indexes = [models.Index(fields=["organisation", "-at"], name="upload_unseen", condition=Q(seen=False))]

    def __str__(self) -> str:
        return f"{self.organisation} {self.at:%Y-%m-%d %H:%M}"


class UploadItem(models.Model):
    """One file of an upload. Its bytes are kept only until it is read."""

    upload = models.ForeignKey(ReportUpload, on_delete=models.CASCADE, related_name="items")
    position = models.PositiveSmallIntegerField()
    name = models.CharField(_("file"), max_length=200, blank=True)
    content = models.BinaryField(null=True)
    state = models.CharField(_("state"), max_length=10, choices=ItemState, default=ItemState.WAITING)
    fault = models.CharField(_("why not"), max_length=15, choices=Fault, blank=True)
    candidate = models.ForeignKey(ReportCandidate, on_delete=models.CASCADE, null=True, related_name="+")

    class Meta:
        verbose_name = _("file of an upload")
        verbose_name_plural = _("files of an upload")
        ordering = ["position", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="waiting", content__isnull=False) | (~Q(state="waiting") & Q(content__isnull=True)),
                name="upload_item_bytes_while_waiting",
            ),
            models.CheckConstraint(
                condition=(Q(state="unreadable") & ~Q(fault="")) | (~Q(state="unreadable") & Q(fault="")),
                name="upload_item_fault_named",
            ),
        ]
        indexes = [models.Index(fields=["upload", "state"], name="upload_item_by_state")]

    def __str__(self) -> str:
        return self.name
