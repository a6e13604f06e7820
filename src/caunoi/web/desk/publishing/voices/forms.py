"""What the pages of comments ask for. Judging is the services' business."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from caunoi.publishing.enums import CommentState
from caunoi.publishing.models import SitePage
from caunoi.publishing.services.moderation import MOST_LETTERS_OF_REPLY
from caunoi.web.base.widgets import DateField

REPORTED = "reported"


class ListForm(forms.Form):
    """What the list of comments is narrowed to."""

    q = forms.CharField(
        label=_("Words in it"), required=False, max_length=100, widget=forms.TextInput({"type": "search"})
    )
    state = forms.ChoiceField(
        label=_("State"), required=False, choices=[*CommentState.choices, (REPORTED, _("reported by readers"))]
    )
    site = forms.ModelChoiceField(SitePage.objects.none(), label=_("News site"), required=False, empty_label=_("All"))

    def __init__(self, *args: Any, sites: QuerySet[SitePage], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["site"].queryset = sites  # type: ignore[attr-defined]
        if len(sites[:2]) < 2:
            del self.fields["site"]


class ReplyForm(forms.Form):
    """The office's reply to a comment."""

    reply = forms.CharField(
        label=_("Reply of the office"),
        required=False,
        widget=forms.Textarea({"rows": 5, "maxlength": MOST_LETTERS_OF_REPLY}),
        help_text=_("Readers see it below the comment. Left empty, a reply that stands is taken away."),
    )


class SiteRulesForm(forms.Form):
    """Whether a site takes comments, and how long."""

    takes_comments = forms.BooleanField(label=_("Readers may send comments"), required=False)
    days = forms.IntegerField(
        label=_("For how many days after publication"),
        required=False,
        help_text=_("Left empty, for as long as the article stands. An article may have a last day of its own."),
    )


class ArticleRulesForm(forms.Form):
    """Whether one article takes comments, and until which day."""

    takes_comments = forms.BooleanField(label=_("Readers may send comments"), required=False)
    closes_on = DateField(
        label=_("Last day for comments"), required=False, help_text=_("Left empty, the rule of the site holds.")
    )
