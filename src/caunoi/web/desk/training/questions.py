"""Questions from the floor: typed in fast, assigned to a topic, answered."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from caunoi.directory.policies import require
from caunoi.training.enums import QuestionState
from caunoi.training.models import AgendaItem, Question, TrainingClass
from caunoi.training.queries import questions as queries
from caunoi.training.queries.floor import floor_counts
from caunoi.training.services import questions as services
from caunoi.web.base.errors import into_form
from caunoi.web.base.lists import paginate
from caunoi.web.base.once import create_once, once
from caunoi.web.desk.requests import StaffRequest
from caunoi.web.desk.training.frame import class_page


class _ItemField(forms.ModelChoiceField):
    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            AgendaItem.objects.none(), label=gettext_lazy("Topic"), required=False, empty_label=_NO_TOPIC, **kwargs
        )


_NO_TOPIC = gettext_lazy("No topic")


class QuestionForm(forms.Form):
    """A question and the item of the programme it belongs to."""

    text = forms.CharField(label=gettext_lazy("Question"), widget=forms.Textarea({"rows": 2}))
    agenda_item = _ItemField()

    def __init__(self, training_class: TrainingClass, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        items = queries.askable_items(training_class)
        self.fields["agenda_item"].queryset = items  # type: ignore[attr-defined]
        if not items:
            del self.fields["agenda_item"]


class AnswerForm(forms.Form):
    """An answer and who gave it."""

    answer = forms.CharField(
        label=gettext_lazy("Answer"),
        required=False,
        widget=forms.Textarea({"rows": 5}),
        help_text=gettext_lazy("Left empty, the question counts as not answered yet."),
    )
    answered_by = forms.CharField(label=gettext_lazy("Answered by"), required=False, max_length=300)


class FilterForm(forms.Form):
    """What the list is narrowed to."""

    q = forms.CharField(
        label=gettext_lazy("Words in it"), required=False, max_length=100, widget=forms.TextInput({"type": "search"})
    )
    state = forms.ChoiceField(
        label=gettext_lazy("Answered or not"),
        required=False,
        choices=[("", gettext_lazy("All")), *QuestionState.choices],
    )


@login_required
@once
def questions(request: StaffRequest, code: str) -> HttpResponse:
    """Show the questions; a POST adds one and comes back ready for the next."""
    page = class_page(request, code, "questions")
    training_class = page.training_class
    form = QuestionForm(training_class, request.POST or None, initial={"agenda_item": request.GET.get("muc")})
    if request.method == "POST":
        require(page.can_run)
        if form.is_valid():
            with into_form(form):
                return _add(request, training_class, form.cleaned_data)
    if form.errors or "them" in request.GET:
        form.fields["text"].widget.attrs["autofocus"] = True
    filters = FilterForm(request.GET)
    wanted = filters.cleaned_data if filters.is_valid() else {"q": "", "state": ""}
    found: Any = queries.questions(training_class, state=wanted["state"])
    if wanted["q"]:
        found = queries.matching(found, wanted["q"])
    page.context.update(
        form=form,
        filters=filters,
        filtered=bool(wanted["q"] or wanted["state"]),
        counts=queries.question_counts(training_class),
        floor_counts=floor_counts(training_class),
        page=paginate(request, found, size=20),
    )
    return render(request, "desk/training/questions.html", page.context)


def _add(request: StaffRequest, training_class: TrainingClass, typed: dict[str, Any]) -> HttpResponse:
    def back(added: Question) -> str:
        query = urlencode({"them": 1, "muc": added.agenda_item_id or ""})
        return f"{reverse('desk:class_questions', args=[training_class.code])}?{query}"

    return create_once(
        request,
        lambda: services.add_question(actor=request.user, training_class=training_class, **typed),
        leads_to=back,
        words=lambda _added: _("The question is written down."),
    )


@login_required
def question(request: StaffRequest, code: str, pk: Any) -> HttpResponse:
    """Answer a question, or change its words and topic."""
    page = class_page(request, code, "questions")
    require(page.can_run)
    training_class = page.training_class
    found = get_object_or_404(
        Question.objects.select_related("agenda_item", "training_class__keeper"), pk=pk, training_class=training_class
    )
    changing = "text" in request.POST
    words = QuestionForm(
        training_class,
        request.POST if changing else None,
        initial={"text": found.text, "agenda_item": found.agenda_item},
        prefix=None,
    )
    answer = AnswerForm(
        request.POST if request.method == "POST" and not changing else None,
        initial={"answer": found.answer, "answered_by": found.answered_by},
    )
    back = reverse("desk:class_questions", args=[training_class.code])
    was = request.POST.get("was")
    if words.is_valid():
        with into_form(words):
            services.change_question(
                actor=request.user,
                question=found,
                was=was,
                **{"agenda_item": found.agenda_item, **words.cleaned_data},
            )
            messages.success(request, _("The question is saved."))
            return redirect(back)
    if answer.is_valid():
        with into_form(answer):
            services.answer_question(actor=request.user, question=found, was=was, **answer.cleaned_data)
            messages.success(request, _("The answer is saved."))
            return redirect(back)
    page.context.update(question=found, words=words, answer=answer, changing=changing, late=not page.can_change)
    return render(request, "desk/training/question.html", page.context)
