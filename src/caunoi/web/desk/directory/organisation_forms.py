"""Forms of organisations and their succession."""

from __future__ import annotations

from functools import partial
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from caunoi.directory.enums import OrganisationKind, RoleKind, SuccessionKind, System
from caunoi.directory.models import Organisation, User
from caunoi.directory.queries.scope import organisations_for
from caunoi.web.base.widgets import DateField
from caunoi.web.desk.directory.choices import OrganisationChoice, choice_words
from caunoi.web.desk.directory.unit_form import UnitForm


class OrganisationForm(UnitForm):
    """An organisation: what it is called, where it stands, whom it serves, and how its papers are headed."""

    name = forms.CharField(
        label=gettext_lazy("Name in full"),
        max_length=200,
        error_messages={"required": gettext_lazy("Type the name of the organisation.")},
    )
    short_name = forms.CharField(label=gettext_lazy("Short name"), required=False, max_length=80)
    email = forms.EmailField(
        label=gettext_lazy("E-mail of the office"),
        required=False,
        max_length=254,
        help_text=gettext_lazy("Whoever answers a mail of this system writes to this address."),
    )
    system = forms.ChoiceField(label=gettext_lazy("System"), choices=System.choices, widget=forms.RadioSelect)
    kind = forms.ChoiceField(label=gettext_lazy("Kind"), choices=partial(choice_words, OrganisationKind))
    parent = OrganisationChoice(label=gettext_lazy("Under"), required=False)
    valid_from = DateField(label=gettext_lazy("Founded on"), required=False)
    valid_to = DateField(label=gettext_lazy("Ended on"), required=False)
    superior_line = forms.CharField(
        label=gettext_lazy("Line above the name"),
        required=False,
        max_length=200,
        help_text=gettext_lazy("The body above, as it heads the papers, for example: ĐẢNG BỘ THÀNH PHỐ ĐÀ NẴNG."),
    )
    paper_suffix = forms.CharField(
        label=gettext_lazy("Letters after the number"),
        required=False,
        max_length=40,
        help_text=gettext_lazy("For example BC/ĐU in “Số: …-BC/ĐU”."),
    )
    paper_place = forms.CharField(
        label=gettext_lazy("Place in the date line"),
        required=False,
        max_length=80,
        help_text=gettext_lazy("For example Hòa Khánh in “Hòa Khánh, ngày … tháng … năm …”."),
    )
    paper_authority = forms.CharField(
        label=gettext_lazy("Authority of the signature"),
        required=False,
        max_length=120,
        help_text=gettext_lazy("For example T/M BAN THƯỜNG VỤ; left blank where the head signs alone."),
    )
    paper_signer_title = forms.CharField(label=gettext_lazy("Title of the signer"), required=False, max_length=120)
    paper_signer_name = forms.CharField(label=gettext_lazy("Name of the signer"), required=False, max_length=120)
    paper_recipients = forms.CharField(
        label=gettext_lazy("Recipients of its reports"),
        required=False,
        max_length=1_000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy(
            "One line each, as they stand under “Nơi nhận” at the foot of a report. Left blank, the organisation above"
            " and the line “Lưu” stand there."
        ),
    )

    def __init__(self, user: User, *args: Any, organisation: Organisation | None = None, **kwargs: Any) -> None:
        super().__init__(*args, standing_unit=organisation.unit if organisation else None, **kwargs)
        parent: Any = self.fields["parent"]
        parents = organisations_for(user, RoleKind.ADMINISTRATOR)
        standing = organisation.parent if organisation else None
        if organisation is None:
            parent.required = True
            parent.error_messages["required"] = _("Choose under which organisation it stands.")
        elif standing is None or not parents.filter(pk=standing.pk).exists():
            # Whoever does not administer the one above can't move it; it is not offered.
            del self.fields["parent"]
        if "parent" in self.fields:
            if organisation:
                low, high = organisation.range
                parents = parents.exclude(path__gte=low, path__lt=high)
            parent.offer(parents, standing=standing)
            if organisation:
                parent.required = True


class SuccessionForm(forms.Form):
    """Who takes over an organisation, how and when."""

    successor = OrganisationChoice(
        label=gettext_lazy("Taken over by"),
        error_messages={"required": gettext_lazy("Choose the organisation that takes over.")},
    )
    kind = forms.ChoiceField(
        label=gettext_lazy("How"),
        choices=partial(choice_words, SuccessionKind),
        initial=SuccessionKind.MERGED,
        widget=forms.RadioSelect,
    )
    on = DateField(label=gettext_lazy("From the day"), error_messages={"required": gettext_lazy("Type the day.")})

    def __init__(self, user: User, organisation: Organisation, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        low, high = organisation.range
        field: Any = self.fields["successor"]
        field.offer(organisations_for(user, RoleKind.ADMINISTRATOR).exclude(path__gte=low, path__lt=high))
