"""Rows of the list of classes, for a workbook or CSV."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from caunoi.training.models import TrainingClass
from caunoi.web.base.templatetags.caunoi import days


def class_head() -> list[str]:
    """Return the head of the list of classes."""
    return [
        _("Code"),
        _("Title"),
        _("Days"),
        _("First day"),
        _("Place"),
        _("Hosts"),
        _("State"),
        _("Participants"),
        _("As reported"),
        _("Seats"),
    ]


def class_row(training_class: TrainingClass) -> list[Any]:
    """Return one class, loaded ``with_counts`` and ``with_organisers``, as a row."""
    row = training_class.__dict__
    reported = training_class.reported_count
    qualifier = training_class.get_reported_qualifier_display() if training_class.reported_qualifier else ""
    return [
        training_class.code,
        training_class.title,
        days(training_class.starts_on, training_class.ends_on),
        training_class.starts_on,
        training_class.place,
        "; ".join(link.name for link in row["organisers"]),
        str(training_class.get_state_display()),
        row["participant_count"] or None,
        f"{qualifier} {reported}".strip() if reported is not None else "",
        training_class.quota,
    ]
