"""What the trail is narrowed to."""

from __future__ import annotations

from contextlib import suppress
from typing import Any
from uuid import UUID

from django import forms
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy, pgettext_lazy

from caunoi.core.audit import registered_actions
from caunoi.directory.queries.trail import TrailFilter, writers_of_trail
from caunoi.web.base.widgets import DateField
from caunoi.web.desk.requests import StaffRequest
from caunoi.web.desk.trail.things import OTHERS, THINGS

# A list to choose from is not longer than what a page can carry.
MOST_CHOICES = 500
_SELECTED = SafeString(" selected")


class LongSelect(forms.Select):
    """A list of hundreds to choose from, drawn at once: Django's draws each choice by a template of its own."""

    template_name = "desk/trail/select.html"

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """Return the choices as one piece of HTML, every value and label escaped."""
        context: dict[str, Any] = forms.Widget.get_context(self, name, value, attrs)
        chosen = str(value or "")
        context["options"] = format_html_join(
            "",
            '<option value="{}"{}>{}</option>',
            ((code, _SELECTED if str(code) == chosen else "", label) for code, label in self.choices),
        )
        return context


class TrailFilterForm(forms.Form):
    """Who did it, to what kind of thing, what, in which period; odd values count as none."""

    actor = forms.ChoiceField(label=gettext_lazy("Who"), required=False, widget=LongSelect)
    kind = forms.ChoiceField(label=gettext_lazy("Kind"), required=False)
    action = forms.ChoiceField(label=gettext_lazy("What was done"), required=False, widget=LongSelect)
    first = DateField(label=gettext_lazy("From the day"), required=False)
    last = DateField(label=gettext_lazy("Until the day"), required=False)

    def __init__(self, request: StaffRequest) -> None:
        super().__init__(request.GET)
        self._choose("actor", self._writers(request))
        self._choose("kind", sorted(self._kinds(), key=lambda choice: choice[1]))
        actions = [(code, capfirst(str(label))) for code, label in registered_actions().items()]
        self._choose("action", sorted(actions, key=lambda choice: (choice[0].partition(".")[0], choice[1])))

    @property
    def is_narrowed(self) -> bool:
        """Whether any filter is set."""
        return any(self.data.get(name) for name in self.fields)

    def wanted(self) -> TrailFilter:
        """Return what to look for."""
        self.is_valid()
        values: dict[str, Any] = {name: self.cleaned_data.get(name) for name in self.fields}
        return TrailFilter(
            actor=UUID(values["actor"]) if values["actor"] else None,
            kind=values["kind"] or "",
            action=values["action"] or "",
            first=values["first"],
            last=values["last"],
        )

    def _choose(self, name: str, choices: list[tuple[str, str]]) -> None:
        field = self.fields[name]
        field.choices = [("", pgettext_lazy("filter", "All")), *choices]  # type: ignore[attr-defined]

    @staticmethod
    def _writers(request: StaffRequest) -> list[tuple[str, str]]:
        writers = writers_of_trail(request.user)
        found = list(writers.order_by("name", "username").values_list("pk", "name", "username")[:MOST_CHOICES])
        asked = request.GET.get("actor", "")
        if asked and asked not in {str(pk) for pk, *_names in found}:
            with suppress(ValueError):
                found += writers.filter(pk=UUID(asked)).values_list("pk", "name", "username")
        return [(str(pk), name or username) for pk, name, username in found]

    @staticmethod
    def _kinds() -> list[tuple[str, str]]:
        things = [(thing.kind, str(thing.label)) for thing in THINGS.values()]
        return things + [(kind, str(label)) for kind, label in OTHERS.items()]
