"""The big screen: how many are in, in figures that are read from ten metres. No name of anybody stands on it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotModified
from django.shortcuts import render
from django.utils import timezone
from django.utils.http import quote_etag
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from caunoi.training.models import TrainingClass
from caunoi.training.queries.monitor import Monitor, UnitState, monitor, monitor_version
from caunoi.training.queries.screens import class_of_screen

# So many units are read from ten metres at a time; more of them take turns.
_UNITS = 14
_TURN = 15


@dataclass(frozen=True, kw_only=True)
class Turn:
    """The units that stand on the screen now, and which part of all they are."""

    units: tuple[UnitState, ...]
    number: int
    of: int


def opened(token: str) -> TrainingClass:
    """Return the class of a screen's address; raises Http404 in plain words for one that doesn't hold."""
    training_class = class_of_screen(token)
    if training_class is None:
        raise Http404(_("This screen is closed, or its address was renewed. Ask for the new address at the desk."))
    return training_class


@require_safe
def screen(request: HttpRequest, token: str) -> HttpResponse:
    """Show the screen; its figures are asked for anew by themselves."""
    training_class = opened(token)
    return render(request, "hall/screen/monitor.html", _context(training_class, token, _version(training_class)))


@require_safe
def figures(request: HttpRequest, token: str) -> HttpResponse:
    """Give the figures alone, "not modified" to whoever shows them already; a dead address reloads the screen."""
    training_class = class_of_screen(token)
    if training_class is None:
        return HttpResponse(status=404, headers={"HX-Refresh": "true"})
    version = _version(training_class)
    if request.headers.get("If-None-Match") == version:
        return HttpResponseNotModified(headers={"ETag": version})
    response = render(request, "hall/screen/figures.html", _context(training_class, token, version))
    response["ETag"] = version
    return response


def _version(training_class: TrainingClass) -> str:
    return quote_etag(monitor_version(training_class.code, "screen", _turn_now()))


def _turn_now() -> int:
    return int(timezone.now().timestamp()) // _TURN


def _context(training_class: TrainingClass, token: str, version: str) -> dict[str, Any]:
    found = monitor(training_class)
    return {
        "training_class": training_class,
        "token": token,
        "monitor": found,
        "turn": _turn(found),
        "version": version,
        "at": timezone.localtime(),
    }


def _turn(found: Monitor) -> Turn:
    parts = [found.units[start : start + _UNITS] for start in range(0, len(found.units), _UNITS)] or [()]
    number = _turn_now() % len(parts)
    return Turn(units=parts[number], number=number + 1, of=len(parts))
