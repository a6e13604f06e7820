"""Questions are taken from the bank, and from the ideas of topics."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy, ngettext

from caunoi.directory.models import User
from caunoi.questionnaires.queries.questionnaires import last_version, visible_bank
from caunoi.questionnaires.services import asking
from caunoi.training.models import Topic
from caunoi.training.queries.learning.ideas import drafts_of_ideas, quiz_ideas
from caunoi.training.queries.programme import offered_topics
from caunoi.web.base.errors import into_messages
from caunoi.web.desk.questionnaires.pages import found_questionnaire
from caunoi.web.desk.requests import StaffRequest

# A page of the bank; whoever has more narrows it by topic or words.
_MOST = 100


class BankForm(forms.Form):
    """To which topic questions of the bank belong."""

    topic_field = forms.ModelChoiceField(
        label=gettext_lazy("Topic"),
        queryset=Topic.objects.none(),
        required=False,
        empty_label=gettext_lazy("No topic"),
    )

    def __init__(self, user: User, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["topic_field"]
        field.queryset = offered_topics(user)

    def topic(self) -> Topic | None:
        """Return the topic chosen; None for none."""
        return self.cleaned_data.get("topic_field") if self.is_valid() else None


@login_required
def questionnaire_bank(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Show the bank and the ideas of topics; add what was ticked."""
    questionnaire = found_questionnaire(request, pk, kept=True)
    narrow = BankForm(request.user, request.GET or None)
    topic = narrow.topic()
    text = request.GET.get("q", "")[:200]
    banked = visible_bank(request.user, text=text, topic_key=topic.pk if topic else None)
    ideas = quiz_ideas(request.user)
    if topic:
        ideas = ideas.filter(topic=topic)
    if request.method == "POST":
        with into_messages(request):
            drafts = [asking.draft_of(item) for item in _chosen(request, "bank", visible_bank(request.user))]
            drafts += drafts_of_ideas(_chosen(request, "idea", quiz_ideas(request.user)))
            count = asking.add_items(actor=request.user, questionnaire=questionnaire, drafts=drafts)
            words = ngettext("%(count)s question is added.", "%(count)s questions are added.", count)
            messages.success(request, words % {"count": count})
            return redirect("desk:questionnaire", questionnaire.pk)
    titles: dict[UUID | None, str] = dict(offered_topics(request.user).values_list("pk", "title"))
    context = {
        "questionnaire": questionnaire,
        "version": last_version(questionnaire),
        "narrow": narrow,
        "text": text,
        "banked": [(item, titles.get(item.topic_key, "")) for item in banked.order_by("folded_text", "id")[:_MOST]],
        "ideas": ideas[:_MOST],
        "is_narrowed": bool(text or topic),
    }
    return render(request, "desk/questionnaires/bank.html", context)


def _chosen(request: StaffRequest, name: str, rows: Any) -> list[Any]:
    """Return the rows in scope that were ticked, in the order of the page."""
    keys = set(request.POST.getlist(name))
    return [row for row in rows if str(row.pk) in keys] if keys else []
