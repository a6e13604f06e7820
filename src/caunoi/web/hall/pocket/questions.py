"""Questions from the floor on a phone: ask, vote, read the answers."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from caunoi.core.errors import NotNow
from caunoi.training.models import AgendaItem, Question, Ticket, TrainingClass
from caunoi.training.queries.floor import class_of_room, shown_questions, takes_questions, with_merged
from caunoi.training.queries.questions import askable_items
from caunoi.training.services.floor.asking import MOST_LETTERS, ask_from_phone
from caunoi.training.services.floor.telling import answers_for, note_answer_read
from caunoi.training.services.floor.voting import vote, voted_for
from caunoi.web.base.errors import into_form
from caunoi.web.hall.pocket.cards import CARDS, Card, pocket_address
from caunoi.web.hall.pocket.opening import Opened, by_ticket, pocket, refused, sealed

# More than anybody reads on a phone; the most wanted come first.
_MOST_SHOWN = 60


class AskForm(forms.Form):
    """A question, and the item of the programme it belongs to."""

    text = forms.CharField(
        label=gettext_lazy("My question"),
        widget=forms.Textarea({"rows": 4, "maxlength": MOST_LETTERS}),
        help_text=gettext_lazy("Please name nobody, and write no phone number: everybody in the hall reads it."),
    )
    agenda_item = forms.ModelChoiceField(
        AgendaItem.objects.none(),
        label=gettext_lazy("About"),
        required=False,
        empty_label=gettext_lazy("No particular topic"),
    )

    def __init__(self, training_class: TrainingClass, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        items = askable_items(training_class)
        self.fields["agenda_item"].queryset = items  # type: ignore[attr-defined]
        if not items:
            del self.fields["agenda_item"]


@by_ticket
def own_questions(request: Opened) -> HttpResponse:
    """Show the hall's questions with votes and answers; a POST asks one, unsigned unless an answer is awaited."""
    training_class = request.training_class
    form = AskForm(training_class, request.POST if request.method == "POST" else None)
    if form.is_valid():
        wants = "answer" in request.POST
        with into_form(form):
            ask_from_phone(
                training_class=training_class,
                answer_to=request.ticket.enrolment if wants else None,
                **form.cleaned_data,
            )
            return redirect(pocket_address("pocket_questions", request.ticket) + ("?xong=2" if wants else "?xong=1"))
    shown = with_merged(shown_questions(training_class)[:_MOST_SHOWN])
    context = {
        "form": form,
        "open": takes_questions(training_class),
        "questions": shown,
        "voted": voted_for(request.ticket, shown),
        "awaited": answers_for(request.ticket),
        "done": request.GET.get("xong", ""),
    }
    return pocket(request, "hall/pocket/questions.html", context)


@by_ticket
@require_POST
def own_vote(request: Opened, pk: UUID) -> HttpResponse:
    """Vote for a question, or take the vote back."""
    try:
        vote(ticket=request.ticket, question=Question(pk=pk), wanted="back" not in request.POST)
    except Question.DoesNotExist:
        raise Http404 from None
    except NotNow:
        pass
    return redirect(f"{pocket_address('pocket_questions', request.ticket)}#c-{pk}")


@by_ticket
@require_POST
def own_answer_read(request: Opened, pk: UUID) -> HttpResponse:
    """Forget that an answer is awaited."""
    note_answer_read(ticket=request.ticket, question=Question(pk=pk))
    return redirect(pocket_address("pocket_questions", request.ticket))


@csrf_exempt
def room(request: HttpRequest, token: str) -> HttpResponseBase:
    """Ask by the code that hangs in the hall: anybody in it, without a ticket."""
    training_class = class_of_room(token)
    if training_class is None:
        return refused(request)
    form = AskForm(training_class, request.POST if request.method == "POST" else None)
    if form.is_valid():
        with into_form(form):
            ask_from_phone(training_class=training_class, **form.cleaned_data)
            return sealed(redirect(f"{request.path}?xong=1"))
    context = {
        "form": form,
        "hall_class": training_class,
        "open": takes_questions(training_class),
        "questions": shown_questions(training_class)[:_MOST_SHOWN],
        "done": request.GET.get("xong", ""),
    }
    return sealed(render(request, "hall/pocket/room.html", context))


def _card(ticket: Ticket) -> Card | None:
    found = answers_for(ticket)
    answered = [one for one in found if one.__dict__["said"].answer]
    taking = takes_questions(ticket.training_class)
    count = shown_questions(ticket.training_class).count()
    if not (taking or count or found):
        return None
    asked = ngettext("%(count)s question of the hall", "%(count)s questions of the hall", count) % {"count": count}
    return Card(
        title=_("Questions"),
        words=_("Ask, vote, read the answers") if taking and not count else asked,
        address=pocket_address("pocket_questions", ticket),
        state=_("your question was answered") if answered else "",
        tone="good",
        position=50,
        icon="message-question",
    )


CARDS.append(_card)
