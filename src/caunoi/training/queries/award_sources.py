"""What the ledger of certificates calls a class."""

from __future__ import annotations

from caunoi.training.models import TrainingClass


def source_of(training_class: TrainingClass) -> str:
    """Return what the ledger calls a class."""
    return f"class:{training_class.pk}"
