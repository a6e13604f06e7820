"""Keeping to a time or place that clashes: the field for the reason, on every form that may meet one."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _


class DespiteForm(forms.Form):
    """A form whose service may find a clash; the field is shown once it did (``desk/training/despite.html``)."""

    despite = forms.CharField(
        label=_("Keep to it all the same, because"),
        required=False,
        max_length=500,
        help_text=_("Type why, then save again. The reason is kept in the trail. Or change day, room or speaker."),
    )
