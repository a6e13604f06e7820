"""Forms of quotas and nominations."""

from __future__ import annotations

import re
from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from caunoi.core.text import fold
from caunoi.directory.models import User
from caunoi.directory.queries.matching import Match
from caunoi.training.models import Quota, TrainingClass
from caunoi.training.queries.nominee_matches import likely_nominees
from caunoi.training.queries.senders import choosable_senders
from caunoi.training.services.seats import Nominee, QuotaRow
from caunoi.web.base.widgets import DateField
from caunoi.web.desk.requests import StaffRequest

# The number stands behind a tab, a colon, a semicolon, or at least one blank.
_LINE = re.compile(r"^(?P<name>.+?)[\s:;,–-]*[\t :;,](?P<seats>\d{1,6})\s*$")


class QuotasForm(forms.Form):
    """Units and seats, a line each, as they are pasted from a table or a message."""

    lines = forms.CharField(
        label=gettext_lazy("Units and seats, one unit a line"),
        widget=forms.Textarea({"rows": 6}),
        help_text=gettext_lazy("Name, then the number: “Phường Hòa Khánh 5”. Two columns copied from Excel do, too."),
    )

    def __init__(self, user: User, training_class: TrainingClass, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.known = {one.folded_name: one for one in choosable_senders(user, training_class)}

    def clean_lines(self) -> list[QuotaRow]:
        """Return the rows; a name that the directory knows is that organisation."""
        rows: list[QuotaRow] = []
        faults: list[str] = []
        for number, line in enumerate(self.cleaned_data["lines"].splitlines(), start=1):
            if not line.strip():
                continue
            found = _LINE.match(line.strip())
            if not found:
                faults.append(_("Line %(line)s: the number of seats is missing behind the name.") % {"line": number})
                continue
            name = found["name"].strip()
            rows.append(QuotaRow(seats=int(found["seats"]), name=name, organisation=self.known.get(fold(name))))
        if faults:
            raise ValidationError(faults)
        return rows


class DeadlineForm(forms.Form):
    """Until when names are awaited."""

    until = DateField(label=gettext_lazy("Names are awaited until"), required=False)


class QuotaForm(forms.Form):
    """Name and seats of one unit."""

    name = forms.CharField(label=gettext_lazy("Unit"), max_length=200)
    seats = forms.IntegerField(label=gettext_lazy("Seats"), min_value=0)


class NomineeForm(forms.Form):
    """Somebody whom a unit names."""

    full_name = forms.CharField(label=gettext_lazy("Full name"), max_length=120)
    post = forms.CharField(label=gettext_lazy("Post"), max_length=300, required=False)
    birth_year = forms.IntegerField(label=gettext_lazy("Year of birth"), required=False, min_value=1900, max_value=2100)
    phone = forms.CharField(label=gettext_lazy("Phone"), required=False, max_length=30)
    distinct = forms.BooleanField(
        label=gettext_lazy("Another person of the same name"), required=False, widget=forms.HiddenInput
    )

    def nominee(self, person_id: UUID | None = None) -> Nominee:
        """Return what was typed; ``person_id`` is somebody the register knows who was chosen."""
        return Nominee(**self.cleaned_data, person_id=person_id)

    def chosen(self, request: StaffRequest, quota: Quota) -> tuple[Nominee, list[Match]]:
        """Return who is named, and whom the register may know instead where nobody was chosen yet.

        The buttons beside the matches send ``person``, or ``another`` for none of them.
        """
        asked = request.POST.get("person", "")
        if asked:
            try:
                return self.nominee(UUID(asked)), []
            except ValueError:
                raise ValidationError({"full_name": _("Choose the person anew.")}) from None
        nominee = self.nominee()
        if request.POST.get("another") or nominee.distinct:
            return nominee, []
        wanted = {**self.cleaned_data, "unit_text": quota.name}
        return nominee, likely_nominees(request.user, quota.training_class, wanted)

    def offer_distinct(self) -> None:
        """Let the clerk say that it is a namesake, where that was what stood in the way."""
        if self.has_error("full_name", "listed"):
            self.fields["distinct"].widget = forms.CheckboxInput()
