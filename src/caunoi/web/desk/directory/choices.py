"""What several forms of the desk choose from: a closed list in words, an organisation."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db import models
from django.db.models import QuerySet
from django.db.models.functions import Length
from django.utils.text import capfirst

from caunoi.directory.models import Organisation

# A list to choose from is not longer than what a page can carry; what stands highest comes first.
MOST_CHOICES = 500


def choice_words(kinds: type[models.TextChoices]) -> list[tuple[Any, Any]]:
    """Return the choices of a closed list with a capital, as they stand alone on a form."""
    return [(value, capfirst(str(label))) for value, label in kinds.choices]


class OrganisationChoice(forms.ModelChoiceField):
    """One of the organisations that a user may choose; the page carries the highest ones, all are taken."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(queryset=Organisation.objects.none(), **kwargs)

    def offer(self, organisations: QuerySet[Organisation], *, standing: Organisation | None = None) -> None:
        """Offer ``organisations``, with ``standing`` among them wherever it lies."""
        self.queryset = organisations
        shown = list(organisations.order_by(Length("path"), "folded_name", "id")[:MOST_CHOICES])
        if standing and standing not in shown:
            shown.insert(0, standing)
        empty: list[tuple[Any, Any]] = [] if self.required and shown else [("", "–")]
        self.widget.choices = empty + [(str(each.pk), each.name) for each in shown]
