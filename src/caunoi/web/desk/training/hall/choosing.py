"""One of a few ways, as radio buttons with the usual one chosen."""

from __future__ import annotations

from typing import Any

from django import forms


def one_of(label: Any, *choices: tuple[str, Any]) -> forms.ChoiceField:
    """Return a field that offers ``choices`` (value, words), the first of them chosen."""
    return forms.ChoiceField(label=label, choices=choices, widget=forms.RadioSelect, initial=choices[0][0])
