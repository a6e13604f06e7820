"""The unit's own list, and a receipt of it to print."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from caunoi.training.queries.unit_list import sent_lists, unit_list
from caunoi.web.base.numbers import whole
from caunoi.web.senders.opening import Opened, by_link

_MOST_TOLD = 100_000


@by_link
@require_safe
def own_list(request: Opened) -> HttpResponse:
    """Show the class, the unit's seats, and whom it named."""
    found = unit_list(request.link)
    lists = sent_lists(request.link.quota)[:10] if found.takes_changes and not found.is_settled else []
    context = {"unit_list": found, "told": _told(request), "lists": lists}
    return render(request, "senders/list.html", context)


def _told(request: Opened) -> str:
    """Return what just happened, in words: the address holds numbers only."""
    added = whole(request.GET.get("xong", ""))
    if added is not None and 0 < added < _MOST_TOLD:
        return ngettext(
            "%(count)s person is named. The list below says who has a seat and who waits.",
            "%(count)s people are named. The list below says who has a seat and who waits.",
            added,
        ) % {"count": added}
    gone = whole(request.GET.get("rut-het", ""))
    if gone is not None and 0 < gone < _MOST_TOLD:
        return ngettext(
            "The list with %(count)s person is taken back. You can send it again.",
            "The list with %(count)s people is taken back. You can send it again.",
            gone,
        ) % {"count": gone}
    if "rut" in request.GET:
        return _("The person is withdrawn. If somebody of your unit waits, the seat went to that person.")
    return _("The person is replaced: the new one has the same seat or place in line.") if "thay" in request.GET else ""


@by_link
@require_safe
def receipt(request: Opened) -> HttpResponse:
    """Show the list as a page to print and sign, with the time at which it stood so."""
    context = {"unit_list": unit_list(request.link), "now": timezone.now()}
    return render(request, "senders/receipt.html", context)
