"""The trail of one class."""

from __future__ import annotations

from django.db.models import QuerySet

from caunoi.core.models import AuditEntry
from caunoi.training.models import TrainingClass


def class_trail(training_class: TrainingClass) -> QuerySet[AuditEntry]:
    """Return every change to the class and its parts, newest first."""
    return AuditEntry.objects.filter(
        object_type=training_class._meta.label_lower, object_id=str(training_class.pk)
    ).order_by("-id")


def last_change(training_class: TrainingClass) -> AuditEntry | None:
    """Return the newest change; None for a class that was never written to by a service."""
    return class_trail(training_class).first()
