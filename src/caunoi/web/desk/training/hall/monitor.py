"""The live monitor at the desk: who is in, who is missing, who came last; and the address of the big screen."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

import segno
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotModified
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import quote_etag
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from caunoi.directory.policies import require
from caunoi.training.models import TrainingClass
from caunoi.training.queries.classes import get_visible_class
from caunoi.training.queries.door import devices_of, open_reviews, waits_of
from caunoi.training.queries.monitor import monitor, monitor_version
from caunoi.training.queries.screens import screen_of, screen_token
from caunoi.training.services.screens import close_screen, renew_screen
from caunoi.web.base.errors import into_messages
from caunoi.web.base.numbers import whole
from caunoi.web.desk.requests import StaffRequest
from caunoi.web.desk.training.frame import class_page


@login_required
@require_safe
def class_monitor(request: StaffRequest, code: str) -> HttpResponse:
    """Show the half-day that is on, or the one asked for (``?buoi=``); it is kept up by itself."""
    page = class_page(request, code, "attendance")
    training_class = page.training_class
    page.context.update(_figures(request, training_class), **_screen(training_class))
    return render(request, "desk/training/hall/monitor.html", page.context)


@login_required
@require_safe
def class_monitor_figures(request: StaffRequest, code: str) -> HttpResponse:
    """Give the figures alone, "not modified" to whoever shows them already."""
    # Asked every few seconds, so that nothing changed is told first: it says nothing to whoever doesn't see the class.
    version = _version(request, code.upper())
    if request.headers.get("If-None-Match") == version:
        return HttpResponseNotModified(headers={"ETag": version})
    try:
        training_class = get_visible_class(request.user, code)
    except TrainingClass.DoesNotExist:
        raise Http404 from None
    context = {"training_class": training_class, **_figures(request, training_class, version)}
    response = render(request, "desk/training/hall/monitor_figures.html", context)
    response["ETag"] = version
    return response


def _version(request: HttpRequest, code: str) -> str:
    return quote_etag(monitor_version(code, "desk", request.user.pk, _chosen(request)))


def _chosen(request: HttpRequest) -> str:
    """Return what is shown as it stands in the address: the half-day, and whether everybody is named."""
    return urlencode({name: request.GET[name] for name in ("buoi", "ten") if request.GET.get(name)})


def _figures(request: HttpRequest, training_class: TrainingClass, version: str = "") -> dict[str, Any]:
    return {
        "monitor": monitor(training_class, sitting=whole(request.GET.get("buoi")), names=True),
        "version": version or _version(request, training_class.code),
        "chosen": _chosen(request),
        "all_names": "ten" in request.GET,
        "at": timezone.localtime(),
        "devices": [
            {"row": one, "waits": waits_of(one, timezone.now())}
            for one in devices_of(training_class)
            if one.paired_at and one.revoked_at is None
        ],
        "to_decide": open_reviews(training_class).count(),
    }


def _screen(training_class: TrainingClass) -> dict[str, Any]:
    """Return what the page says of the big screen, to whoever may show it."""
    screen = screen_of(training_class)
    token = screen_token(training_class, screen)
    address = f"{settings.WAGTAILADMIN_BASE_URL}{reverse('hall:screen', args=[token])}"
    return {
        "screen": screen,
        "screen_path": reverse("hall:screen", args=[token]),
        "screen_address": address,
        "screen_code": segno.make_qr(address).svg_data_uri(scale=4, border=4, dark="#000", light="#fff"),
    }


@login_required
@require_POST
def class_screen(request: StaffRequest, code: str) -> HttpResponse:
    """Renew the address of the big screen, or close the screen."""
    page = class_page(request, code, "attendance")
    require(page.can_run)
    with into_messages(request):
        if "dong" in request.POST:
            close_screen(actor=request.user, training_class=page.training_class)
            messages.success(request, _("The screen is closed. Its address shows nothing until it is opened again."))
        else:
            renew_screen(actor=request.user, training_class=page.training_class)
            messages.success(request, _("The screen has a new address. The earlier one shows nothing any more."))
    return redirect("desk:class_monitor", page.training_class.code)
