"""Pages of questionnaires: the list, one with its questions, settings, preview."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from caunoi.core.text import fold_words
from caunoi.directory.policies import organises_somewhere, require
from caunoi.questionnaires.enums import Form, ItemKind
from caunoi.questionnaires.models import Questionnaire
from caunoi.questionnaires.policies import keeps_questionnaire
from caunoi.questionnaires.queries.keys import used_keys, waiting_texts
from caunoi.questionnaires.queries.questionnaires import (
    last_version,
    question_of,
    questions_of,
    visible_questionnaires,
    with_counts,
)
from caunoi.questionnaires.services import making
from caunoi.questionnaires.shape.bodies import Question
from caunoi.questionnaires.shape.order import in_order, of_form
from caunoi.web.base.errors import into_form, into_messages
from caunoi.web.base.lists import paginate
from caunoi.web.base.once import create_once, once
from caunoi.web.base.questions import shown_items
from caunoi.web.desk.questionnaires.forms import (
    NewQuestionnaireForm,
    QuestionnaireFilterForm,
    SettingsForm,
    settings_of,
)
from caunoi.web.desk.requests import StaffRequest

# Accepted texts that stand beside their question; whoever marks them sees them all.
_MOST_TEXTS = 6


def found_questionnaire(request: StaffRequest, pk: UUID, *, kept: bool = False) -> Questionnaire:
    """Return a questionnaire in scope, else 404; with ``kept`` only to who may change it."""
    found = get_object_or_404(visible_questionnaires(request.user).select_related("owner"), pk=pk)
    if kept:
        require(keeps_questionnaire(request.user, found))
    return found


@login_required
@require_GET
def questionnaire_list(request: StaffRequest) -> HttpResponse:
    """Show the questionnaires in scope."""
    form = QuestionnaireFilterForm(request)
    rows = visible_questionnaires(request.user)
    for word in fold_words(form.values()["q"]):
        rows = rows.filter(folded_title__contains=word)
    page = paginate(request, with_counts(rows).select_related("owner").order_by("retired_at", "folded_title", "id"))
    context = {"form": form, "page": page, "can_add": organises_somewhere(request.user)}
    return render(request, "desk/questionnaires/list.html", context)


@login_required
@once
def questionnaire_new(request: StaffRequest) -> HttpResponse:
    """Make a questionnaire."""
    require(organises_somewhere(request.user))
    form = NewQuestionnaireForm(request.user, request.POST or None)
    if form.is_valid():
        with into_form(form):
            return create_once(
                request,
                lambda: making.make_questionnaire(actor=request.user, **form.cleaned_data),
                leads_to=lambda made: reverse("desk:questionnaire", args=[made.pk]),
                words=lambda _made: _("The questionnaire is made. Add its questions now."),
            )
    return render(request, "desk/questionnaires/new.html", {"form": form})


def right_words(question: Question) -> str:
    """Return the right answer as one reads it; "" where none is known."""
    right: Any = question.body.get("right")
    if not right:
        return ""
    match question.kind:
        case ItemKind.SINGLE | ItemKind.MULTIPLE | ItemKind.ORDERING:
            texts = dict(question.choices)
            return " → ".join(texts[key] for key in right) if question.kind == ItemKind.ORDERING else ""
        case ItemKind.MATRIX:
            rows, columns = dict(question.rows), dict(question.columns)
            return "; ".join(f"{rows[row]}: {columns[column]}" for row, column in right.items())
        case ItemKind.TEXT:
            more = f" … (+{len(right) - _MOST_TEXTS})" if len(right) > _MOST_TEXTS else ""
            return " / ".join(right[:_MOST_TEXTS]) + more
    return f"{right} {question.body.get('unit', '')}".replace(".", ",").strip()


@login_required
@require_GET
def questionnaire(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Show a questionnaire with its questions and their right answers."""
    found = found_questionnaire(request, pk)
    version = last_version(found)
    keeps = keeps_questionnaire(request.user, found)
    in_use = used_keys(found) if keeps else set()
    waiting = waiting_texts(found) if in_use else {}
    rows: list[dict[str, Any]] = [
        {
            "item": item,
            "question": question,
            "right": right_words(question),
            "keys": question.body.get("right") or (),
            "in_use": item.key in in_use,
            "waiting": waiting.get(item.key),
        }
        for item in version.items.order_by("position", "id")
        if (question := question_of(item))
    ]
    context = {
        "questionnaire": found,
        "version": version,
        "rows": rows,
        "points": sum(row["item"].points for row in rows if row["question"].is_scored),
        "forms": sorted({row["item"].form for row in rows} - {""}),
        "can_change": keeps and not found.retired_at,
        "keeps": keeps,
        "was_used": version.number > 1 or not version.is_draft,
        "kinds": ItemKind.choices,
    }
    return render(request, "desk/questionnaires/questionnaire.html", context)


@login_required
def questionnaire_edit(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Change title and settings."""
    found = found_questionnaire(request, pk, kept=True)
    version = last_version(found)
    form = SettingsForm(request.POST or None, initial=settings_of(version))
    if form.is_valid():
        with into_form(form):
            making.change_questionnaire(actor=request.user, questionnaire=found, **form.cleaned_data)
            messages.success(request, _("The questionnaire is saved."))
            return redirect("desk:questionnaire", found.pk)
    context = {"form": form, "questionnaire": found, "version": version}
    return render(request, "desk/questionnaires/edit.html", context)


@login_required
@require_POST
def questionnaire_state(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Copy it, take it out of use or into use again, or remove it."""
    found = found_questionnaire(request, pk)
    actor, wanted = request.user, request.POST.get("to", "")
    with into_messages(request):
        if wanted == "copy":
            copy = making.copy_questionnaire(actor=actor, questionnaire=found, owner=found.owner)
            messages.success(request, _("Here is the copy; change what you like."))
            return redirect("desk:questionnaire", copy.pk)
        if wanted == "remove":
            making.remove_questionnaire(actor=actor, questionnaire=found)
            messages.success(request, _("The questionnaire is removed."))
            return redirect("desk:questionnaire_list")
        if wanted not in {"retire", "take_up"}:
            raise ValidationError(_("This button is not known. Load the page again."))
        making.retire_questionnaire(actor=actor, questionnaire=found, retired=wanted == "retire")
        messages.success(
            request, _("The questionnaire is out of use.") if wanted == "retire" else _("It is in use again.")
        )
    return redirect("desk:questionnaire", pk)


@login_required
@require_GET
def questionnaire_preview(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Show the questions as a participant sees them; nothing of it is kept."""
    found = found_questionnaire(request, pk)
    version = last_version(found)
    questions = questions_of(version)
    forms = sorted({question.form for question in questions} - {""})
    form = request.GET.get("de", "")
    form = form if form in forms else (forms[0] if forms else "")
    shown = in_order(
        of_form(questions, form),
        seed=1,
        shuffle_items=version.shuffle_items,
        shuffle_choices=version.shuffle_choices,
    )
    context = {
        "questionnaire": found,
        "version": version,
        "items": shown_items(shown, {}),
        "forms": [(each, Form(each).label) for each in forms],
        "shown": form,
    }
    return render(request, "desk/questionnaires/preview.html", context)
