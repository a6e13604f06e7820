"""Forms of the certificates of a class."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from caunoi.credentials.models import Award
from caunoi.training.models import AwardRule
from caunoi.web.base.widgets import DateField

_NUMBER = {"inputmode": "numeric"}


class RuleForm(forms.Form):
    """By what a certificate is earned, and what it says; ``revision`` is that of the rule that was seen."""

    min_share = forms.IntegerField(
        label=_("Attended at least … percent of the sittings"),
        required=False,
        min_value=1,
        max_value=100,
        widget=forms.NumberInput(attrs=_NUMBER),
        help_text=_("Blank: one sitting is enough. Made-up sittings count, being late counts as attended."),
    )
    min_score = forms.IntegerField(
        label=_("Best quiz at least … percent"),
        required=False,
        min_value=1,
        max_value=100,
        widget=forms.NumberInput(attrs=_NUMBER),
        help_text=_("Blank: no quiz is asked for."),
    )
    subject = forms.CharField(
        label=_("What was completed, as the certificate says it"),
        max_length=200,
        help_text=_(
            "After “Đã hoàn thành”: name the skill. Title and audience of the class are not taken over: they could tell"
            " something private about the holder."
        ),
    )
    hours = forms.IntegerField(
        label=_("Length in periods"),
        required=False,
        min_value=1,
        max_value=2000,
        widget=forms.NumberInput(attrs=_NUMBER),
        help_text=_("Blank: the line is left out."),
    )
    result = forms.CharField(
        label=_("Result"), required=False, max_length=60, help_text=_("The same for all. Blank: the line is left out.")
    )
    revision = forms.IntegerField(widget=forms.HiddenInput)

    @staticmethod
    def initial_of(rule: AwardRule) -> dict[str, object]:
        """Return what the form shows of a rule."""
        names = ("min_share", "min_score", "subject", "hours", "result")
        return {name: getattr(rule, name) for name in names} | {"revision": 0 if rule._state.adding else rule.revision}


class IssueForm(forms.Form):
    """Issuing: the version of the report that was seen, and the day on the certificates."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    issued_on = DateField(label=_("Day on the certificates"))


class DecisionForm(forms.Form):
    """A decision that stands above the rule."""

    grants = forms.TypedChoiceField(
        label=_("Decision"),
        choices=[("1", _("Gets a certificate")), ("0", _("Gets none"))],
        coerce=lambda value: value == "1",
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(
        label=_("Reason"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("It stands beside the row and in the trail. Nothing about health or private life, please."),
    )


class RevokeForm(forms.Form):
    """Ending a certificate for good."""

    reason = forms.CharField(
        label=_("Why it is revoked"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Everybody who checks the certificate reads it. Name nobody."),
    )


class ReplaceForm(forms.Form):
    """Another certificate with the name corrected."""

    name = forms.CharField(label=_("Name as it is to stand"), max_length=120)
    why = forms.CharField(
        label=_("Why it is replaced"), max_length=300, help_text=_("Everybody who checks the old one reads it.")
    )


class BlankForm(forms.Form):
    """The printed blank that a certificate stands on; where one is noted already, what became of that."""

    serial = forms.CharField(
        label=_("Number of the blank"), max_length=40, help_text=_("As it is printed on the blank, such as A 000123.")
    )
    mistyped = forms.BooleanField(
        label=_("The number noted before was a typing error; that blank is still unused"), required=False
    )
    spoiled = forms.CharField(
        label=_("Else: why the blank before was spoiled"),
        required=False,
        max_length=300,
        help_text=_("It goes into the list of spoiled blanks. Name nobody."),
    )

    def __init__(self, award: Award, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not award.blank:
            del self.fields["mistyped"], self.fields["spoiled"]
