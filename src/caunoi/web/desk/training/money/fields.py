"""Amounts as clerks type them: 1.500.000, 1500000, 1 500 000 đ."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

_GROUPED = re.compile(r"\d{1,3}([.,\s]\d{3})+|\d+")
_UNIT = re.compile(r"\s*(đồng|đ|vnđ|vnd)\.?$", re.IGNORECASE)


class AmountField(forms.Field):
    """A whole amount in đồng; points, commas or blanks may part the thousands."""

    widget = forms.TextInput
    default_error_messages = {
        "invalid": _("Type the amount in whole đồng, for example 1.500.000."),
        "required": _("Type the amount."),
    }

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.widget.attrs.update({"inputmode": "numeric", "autocomplete": "off"})

    def to_python(self, value: Any) -> int | None:
        """Return the amount; raises ValidationError for what is none, such as 1.5."""
        if value in self.empty_values:
            return None
        if isinstance(value, int):
            return value
        text = _UNIT.sub("", str(value).strip().replace("\N{NO-BREAK SPACE}", " "))
        if not _GROUPED.fullmatch(text) or len(text) > 20:
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return int(re.sub(r"\D", "", text))

    def prepare_value(self, value: Any) -> Any:
        """Write a stored amount as 1.500.000."""
        return f"{value:,}".replace(",", ".") if isinstance(value, int) else value


class FractionField(forms.DecimalField):
    """A number with a comma or a point: 12,5."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}), **kwargs)

    def to_python(self, value: Any) -> Decimal | None:  # type: ignore[override]  # the stubs take it for a whole number
        """Return the number; a comma parts the fraction."""
        return super().to_python(value.replace(",", ".") if isinstance(value, str) else value)

    def prepare_value(self, value: Any) -> Any:
        """Write a stored number with a comma, without zeros at the end."""
        return f"{value.normalize():f}".replace(".", ",") if isinstance(value, Decimal) else value
