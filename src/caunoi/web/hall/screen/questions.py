"""The questions of the hall on its big screen: those that are shown, the most wanted first, and how to ask one."""

from __future__ import annotations

import hashlib
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import quote_etag
from django.views.decorators.http import require_safe

from caunoi.training.enums import QuestionState
from caunoi.training.models import TrainingClass
from caunoi.training.queries.floor import room_token, shown_questions, takes_questions
from caunoi.training.queries.screens import class_of_screen
from caunoi.web.hall.pocket.qr import qr_picture
from caunoi.web.hall.screen.views import opened

# As many as are read from ten metres.
_MOST = 6


@require_safe
def questions(request: HttpRequest, token: str) -> HttpResponse:
    """Show the questions; they are asked for anew by themselves."""
    return render(request, "hall/screen/questions.html", _context(opened(token), token))


@require_safe
def question_list(request: HttpRequest, token: str) -> HttpResponse:
    """Give the questions alone, "not modified" to whoever shows them already; a dead address reloads the screen."""
    training_class = class_of_screen(token)
    if training_class is None:
        return HttpResponse(status=404, headers={"HX-Refresh": "true"})
    context = _context(training_class, token)
    if request.headers.get("If-None-Match") == context["version"]:
        return HttpResponseNotModified(headers={"ETag": context["version"]})
    response = render(request, "hall/screen/question_list.html", context)
    response["ETag"] = context["version"]
    return response


def _context(training_class: TrainingClass, token: str) -> dict[str, Any]:
    shown = shown_questions(training_class)
    waiting = list(shown.filter(state=QuestionState.OPEN)[:_MOST])
    answered = shown.filter(state=QuestionState.ANSWERED).count()
    taking = takes_questions(training_class)
    address = f"{settings.WAGTAILADMIN_BASE_URL}{reverse('hall:room', args=[room_token(training_class)])}"
    told = [str((one.pk, one.text, one.__dict__["wanted"])) for one in waiting]
    said = "|".join([*told, str(answered), str(taking), address])
    return {
        "training_class": training_class,
        "token": token,
        "screen_part": "questions",
        "questions": waiting,
        "answered": answered,
        "picture": qr_picture(address) if taking else "",
        "version": quote_etag(hashlib.sha256(said.encode()).hexdigest()[:32]),
    }
