"""Choosing an administrative unit on a form."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from caunoi.directory.models import Unit
from caunoi.directory.queries.units import find_units


class UnitForm(forms.Form):
    """The administrative unit that an organisation serves: typed as people write it, chosen where several are meant."""

    unit_text = forms.CharField(
        label=gettext_lazy("Administrative unit that it serves"),
        required=False,
        max_length=200,
        help_text=gettext_lazy("For example: Phường Hòa Khánh, Đà Nẵng. Marks and abbreviations don't matter."),
    )
    unit = forms.ChoiceField(
        label=gettext_lazy("Which of these?"), required=False, choices=[], widget=forms.RadioSelect
    )

    def __init__(self, *args: Any, standing_unit: Unit | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.standing_unit = standing_unit
        if not self.is_bound or not self.data.get("unit_text"):
            del self.fields["unit"]
        else:
            self._offer_units()

    def _offer_units(self) -> None:
        text = self.data["unit_text"]
        standing = self.standing_unit
        if standing and text.strip() == standing.address:
            self.matches = [standing]
        else:
            self.matches = [match.unit for match in find_units(text)][:8]
        field: Any = self.fields["unit"]
        field.choices = [(str(unit.pk), self._label(unit)) for unit in self.matches]
        if len(self.matches) <= 1:
            field.widget = forms.HiddenInput()

    @staticmethod
    def _label(unit: Unit) -> str:
        if unit.valid_to:
            return _("%(unit)s (until %(day)s)") % {"unit": unit.address, "day": f"{unit.valid_to:%d/%m/%Y}"}
        return unit.address

    def clean(self) -> dict[str, Any]:
        """Resolve the unit; several that fit are offered, none is guessed."""
        values = super().clean() or {}
        text = values.pop("unit_text", "")
        chosen = values.pop("unit", "")
        values["unit"] = None
        if not text:
            return values
        if not self.matches:
            self.add_error(
                "unit_text", _("No unit of that name is known. Check the spelling, or leave it blank for now.")
            )
        elif len(self.matches) == 1:
            values["unit"] = self.matches[0]
        elif chosen:
            values["unit"] = next(unit for unit in self.matches if str(unit.pk) == chosen)
        else:
            self.add_error("unit", _("Several units are called so. Choose the one that is meant."))
        return values
