"""What devices at the door say and hear: JSON, no session, no cookie; the device's own secret lets it in."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_POST

from caunoi.training.door_codes import class_number
from caunoi.training.models import DoorDevice
from caunoi.training.queries.door import (
    Roster,
    count_in,
    last_number,
    millis,
    paired_device,
    roster_of,
    seen_since,
    snapshot,
)
from caunoi.training.services.door.devices import fits, pair_device, take_list_along
from caunoi.training.services.door.reporting import note_contact
from caunoi.training.services.door.uploading import Malformed, take_scans
from caunoi.web.base.bodies import octets_of

Answer = Callable[[HttpRequest, DoorDevice], HttpResponse]


def _fault(status: int, code: str, words: str, **more: Any) -> JsonResponse:
    return JsonResponse({"code": code, "words": words, **more}, status=status)


def _revoked(**more: Any) -> JsonResponse:
    words = _("This device was taken back by the office. The list is wiped from it; ask at the desk.")
    return _fault(403, "revoked", words, **more)


def for_device(*, revoked_too: bool = False) -> Callable[[Answer], Callable[[HttpRequest], HttpResponse]]:
    """Let devices in by ``Authorization: Bearer <device>.<secret>``; with ``revoked_too`` also those taken back."""

    def decorate(view: Answer) -> Callable[[HttpRequest], HttpResponse]:
        @wraps(view)
        def answer(request: HttpRequest) -> HttpResponse:
            device = _device(request)
            if device is None:
                return _fault(401, "unknown", _("This device is not known here. Scan a fresh device code at the desk."))
            if device.revoked_at and not revoked_too:
                return _revoked()
            return view(request, device)

        return csrf_exempt(answer)

    return decorate


def _device(request: HttpRequest) -> DoorDevice | None:
    kind, _space, bearer = request.headers.get("Authorization", "").partition(" ")
    name, _dot, secret = bearer.partition(".")
    if kind != "Bearer" or not secret:
        return None
    try:
        device = paired_device(UUID(name))
    except ValueError:
        return None
    return device if device and fits(device, secret) else None


@csrf_exempt
@require_POST
def pair(request: HttpRequest) -> HttpResponse:
    """Give a device its secret for the token of its link, once."""
    body = _json(request)
    token = body.get("token") if isinstance(body, dict) else None
    found = pair_device(token=token) if isinstance(token, str) and 0 < len(token) <= 100 else None
    if found is None:
        return _fault(410, "used", _("This code was used already or is too old. Make a fresh one at the desk."))
    device, secret = found
    training_class = device.training_class
    return JsonResponse(
        {
            "device": str(device.pk),
            "secret": secret,
            "label": device.label,
            "class": {
                "id": class_number(training_class.code),
                "code": training_class.code,
                "title": training_class.title,
                "place": training_class.place,
            },
            "now": millis(timezone.now()),
        },
        status=201,
    )


@for_device()
@require_GET
def roster(request: HttpRequest, device: DoorDevice) -> HttpResponse:
    """Send the signed list; 304 where the device has it already, 410 once the class is over."""
    training_class = device.training_class
    if not training_class.is_open:
        return _fault(410, "closed", _("The class is closed. The list is wiped from this device."))
    found = take_list_along(device=device)
    etag = f'"{found.mark}"'
    if request.headers.get("If-None-Match") == etag:
        return HttpResponse(status=304, headers={"ETag": etag})
    return JsonResponse(snapshot(device, found, now=timezone.now()), headers={"ETag": etag})


@for_device(revoked_too=True)
@require_POST
def upload(request: HttpRequest, device: DoorDevice) -> HttpResponse:
    """Take scans, and tell what the other devices saw."""
    body = _json(request)
    found = roster_of(device.training_class)
    try:
        done = take_scans(device=device, roster=found, body=body)
    except Malformed as fault:
        return _fault(400, "malformed", str(fault))
    if device.revoked_at:
        return _revoked(taken=done.taken, refused=[vars(one) for one in done.refused])
    return JsonResponse(
        {"taken": done.taken, "refused": [vars(one) for one in done.refused]} | _news(device, found, dict(body))
    )


@for_device()
@require_GET
def standing(request: HttpRequest, device: DoorDevice) -> HttpResponse:
    """Tell how many are in and what the other devices saw; keep how many scans wait on this one."""
    note_contact(device=device, said=request.GET.dict())
    return JsonResponse(_news(device, roster_of(device.training_class), request.GET.dict()))


def _news(device: DoorDevice, found: Roster, asked: dict[str, Any]) -> dict[str, Any]:
    now = timezone.now()
    training_class = device.training_class
    cursor = _whole(asked.get("cursor"))
    seen, upto = ([], last_number(training_class)) if cursor is None else seen_since(device, cursor)
    sitting = _whole(asked.get("sitting"))
    if sitting not in {one["id"] for one in found.sittings}:
        sitting = found.sitting_now(now)
    return {
        "now": millis(now),
        "in": count_in(training_class, sitting),
        "of": found.expected,
        "seen": seen,
        "cursor": str(upto),
        "roster_changed": device.roster_mark != found.mark,
    }


def _whole(value: object) -> int | None:
    text = str(value)
    return int(text) if text.isdecimal() and len(text) < 19 else None


def _json(request: HttpRequest) -> Any:
    try:
        return json.loads(octets_of(request))
    except (ValueError, RecursionError):
        return None
