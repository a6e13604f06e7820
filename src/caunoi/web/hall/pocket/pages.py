"""The participant's page: what it offers, the code for the door, the programme, the own classes."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from caunoi.training.door_codes import class_number, make_code
from caunoi.training.queries.own import attendance_of
from caunoi.training.queries.person_file import own_file
from caunoi.training.queries.programme import programme
from caunoi.web.hall.pocket.cards import cards_of
from caunoi.web.hall.pocket.opening import Opened, by_ticket, pocket
from caunoi.web.hall.pocket.qr import qr_picture


@by_ticket
@require_safe
def front(request: Opened) -> HttpResponse:
    """Show whose page it is, the class, and the cards."""
    context = {"cards": cards_of(request.ticket), "own": attendance_of(request.ticket.enrolment)}
    return pocket(request, "hall/pocket/front.html", context)


@by_ticket
@require_safe
def ticket(request: Opened) -> HttpResponse:
    """Show the code for the door as large as the screen lets it."""
    code = make_code(class_id=class_number(request.training_class.code), ticket=request.ticket.number)
    return pocket(request, "hall/pocket/ticket.html", {"picture": qr_picture(code)})


@by_ticket
@require_safe
def own_programme(request: Opened) -> HttpResponse:
    """Show days, times, topics and speakers."""
    today = timezone.localdate()
    return pocket(request, "hall/pocket/programme.html", {"plan": programme(request.training_class), "today": today})


@by_ticket
@require_safe
def transcript(request: Opened) -> HttpResponse:
    """Show all classes of this person through the years, wherever they were held."""
    return pocket(request, "hall/pocket/transcript.html", {"file": own_file(request.ticket.enrolment.person)})
