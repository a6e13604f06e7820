"""Tickets on their way: by mail, as ready text for message groups, as letters to cut apart; and lost ones."""

from __future__ import annotations

from itertools import groupby

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET

from caunoi import papers
from caunoi.directory.policies import require
from caunoi.papers.badges import Meeting, badges_pdf, sign_in_codes_pdf, ticket_letters_pdf
from caunoi.training.models import Enrolment, Ticket, TrainingClass
from caunoi.training.policies import marks_class, runs_class
from caunoi.training.queries.admissions import admission, admissions, chosen_tickets
from caunoi.training.queries.papers import of_class
from caunoi.training.queries.papers.lists import sign_in_paper
from caunoi.training.queries.tickets import COMING, page_token
from caunoi.training.services.badges import send_tickets, take_badges, tickets_on_paper
from caunoi.training.services.tickets import replace_ticket
from caunoi.web.base.errors import into_messages
from caunoi.web.base.numbers import whole
from caunoi.web.base.templatetags.caunoi import days
from caunoi.web.desk.requests import StaffRequest
from caunoi.web.desk.training.frame import class_page
from caunoi.web.desk.training.hall.badges import pdf_response, stem


def meeting_of(training_class: TrainingClass) -> Meeting:
    """Return what a ticket says of a class."""
    when = str(days(training_class.starts_on, training_class.ends_on)) if training_class.starts_on else ""
    return Meeting(title=training_class.title, when=when, place=training_class.place)


def address_of(ticket: Ticket) -> str:
    """Return the whole address of a participant's page."""
    return f"{settings.WAGTAILADMIN_BASE_URL}{reverse('hall:pocket', args=[page_token(ticket)])}"


@login_required
def class_tickets(request: StaffRequest, code: str) -> HttpResponse:
    """Show the links of each unit's people as a text to hand on; a POST sends the mails."""
    page = class_page(request, code, "attendance")
    training_class = page.training_class
    require(runs_class(request.user, training_class))
    if request.method == "POST":
        with into_messages(request):
            sent, without = send_tickets(actor=request.user, training_class=training_class, again="lai" in request.POST)
            words = ngettext("%(count)s mail goes out.", "%(count)s mails go out.", sent) % {"count": sent}
            if without:
                words += " " + _("%(count)s people have no e-mail: hand their links on by the unit.") % {
                    "count": without
                }
            messages.success(request, words)
        return redirect("desk:class_tickets", training_class.code)
    tickets = []
    if training_class.is_open:
        with into_messages(request):
            tickets = tickets_on_paper(actor=request.user, training_class=training_class)
    page.context.update(
        units=[
            {"name": own[0].enrolment.unit_text, "count": len(own), "text": _ready_text(training_class, own)}
            for own in _by_unit(tickets)
        ],
        mailed=sum(1 for one in tickets if one.mailed_at),
        with_address=sum(1 for one in tickets if one.enrolment.person.email),
        total=len(tickets),
    )
    return render(request, "desk/training/hall/tickets.html", page.context)


def _by_unit(tickets: list[Ticket]) -> list[list[Ticket]]:
    return [list(own) for _unit, own in groupby(tickets, key=lambda one: one.enrolment.folded_unit)]


def _ready_text(training_class: TrainingClass, tickets: list[Ticket]) -> str:
    """Return a text for a unit's message group: who, which address, which short code."""
    head = _("Tickets for the class “%(title)s”. Each person opens the own link; please don't pass it on to others.")
    lines = [f"{one.enrolment.person.full_name} ({one.short_code}): {address_of(one)}" for one in tickets]
    return "\n".join([head % {"title": training_class.title}, *lines])


@login_required
@require_GET
def class_ticket_letters(request: StaffRequest, code: str) -> HttpResponse:
    """Send the letters with everybody's tickets, a unit on pages of its own."""
    page = class_page(request, code, "attendance")
    training_class = page.training_class
    require(runs_class(request.user, training_class))
    with into_messages(request):
        tickets = tickets_on_paper(actor=request.user, training_class=training_class)
        units = [
            (own[0].enrolment.unit_text, [(admission(training_class, one), address_of(one)) for one in own])
            for own in _by_unit(tickets)
        ]
        return pdf_response(ticket_letters_pdf(meeting_of(training_class), units), f"ve-{stem(training_class)}.pdf")
    return redirect("desk:class_tickets", training_class.code)


@login_required
@require_GET
def class_sign_in_codes(request: StaffRequest, code: str) -> HttpResponse:
    """Send the sheet to be signed with a door code in each row, for all sittings or those chosen."""
    page = class_page(request, code, "attendance")
    training_class = page.training_class
    with into_messages(request):
        tickets = tickets_on_paper(actor=request.user, training_class=training_class)
        codes = {
            str(one.enrolment.person_id): made.code
            for one, made in zip(tickets, admissions(training_class, tickets), strict=True)
        }
        wanted = {number for number in map(whole, request.GET.getlist("sittings")) if number}
        rows = training_class.sittings.order_by("date", "order", "id")
        sittings = [one for one in rows if not wanted or one.pk in wanted]
        found = of_class(training_class).snapshot
        keeper = training_class.keeper
        paper = sign_in_paper(training_class, keeper, papers.Layout(keeper.system), sittings, found=found)
        days_of = {(one.date.isoformat(), one.part) for one in sittings}
        places = [place for place, one in enumerate(found.facts.sittings) if (one.date, one.part) in days_of]
        content = sign_in_codes_pdf(paper, [codes.get(person, "") for person in found.signers(places)])
        return pdf_response(content, f"ky-ten-{stem(training_class)}.pdf")
    return redirect("desk:class_badges", training_class.code)


@login_required
def class_ticket(request: StaffRequest, code: str, pk: int) -> HttpResponse:
    """Show one person's ticket; replace a lost one (POST), or print its badge (POST with ``in``)."""
    page = class_page(request, code, "attendance")
    training_class = page.training_class
    require(marks_class(request.user, training_class))
    rows = Enrolment.objects.filter(training_class=training_class, state__in=COMING, pk=pk)
    row = rows.select_related("person", "training_class__keeper").first()
    if row is None:
        raise Http404
    if request.method == "POST":
        with into_messages(request):
            if "in" in request.POST:
                tickets = take_badges(actor=request.user, training_class=training_class, enrolments=[row.pk])
                content = badges_pdf(training_class.title, admissions(training_class, tickets))
                return pdf_response(content, f"the-{stem(training_class)}-{row.pk}.pdf")
            replace_ticket(actor=request.user, enrolment=row)
            messages.success(request, _("The lost ticket opens nothing any more. Print the new badge."))
        return redirect("desk:class_ticket", training_class.code, row.pk)
    ticket = chosen_tickets(training_class, enrolments=[row.pk]).first()
    page.context.update(
        row=row,
        ticket=ticket,
        address=address_of(ticket) if ticket and runs_class(request.user, training_class) else "",
    )
    return render(request, "desk/training/hall/ticket.html", page.context)
