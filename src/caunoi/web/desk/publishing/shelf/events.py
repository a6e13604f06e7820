"""The public calendar at the desk: the list, events of the office's own, and classes put into it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from caunoi.directory.policies import require
from caunoi.publishing.models import Event
from caunoi.publishing.policies import edits_site
from caunoi.publishing.queries import events as queries
from caunoi.publishing.queries.articles import visible_sites
from caunoi.publishing.services import (
    add_event,
    cancel_event,
    change_event,
    discard_event,
    publish_event,
    restore_event,
    show_class,
    withdraw_event,
)
from caunoi.web.base.errors import into_form, into_messages
from caunoi.web.base.lists import paginate
from caunoi.web.base.once import create_once, once
from caunoi.web.base.undoing import success_with_undo
from caunoi.web.desk.publishing.shelf.common import TONES, edited_sites
from caunoi.web.desk.publishing.shelf.forms import (
    ClassCalendarForm,
    EventForm,
    NewEventForm,
    NoteForm,
    ShelfListForm,
)
from caunoi.web.desk.requests import StaffRequest
from caunoi.web.desk.training.frame import class_page

_TYPED = tuple(name for name in EventForm.base_fields if name != "edition")


def find_event(request: StaffRequest, number: int) -> Event:
    """Return an event in scope; raises Http404 for every other."""
    try:
        return queries.with_days(queries.visible_events(request.user)).get(pk=number)
    except (Event.DoesNotExist, OverflowError):
        raise Http404(_("There is no such event here.")) from None


@login_required
@require_safe
def event_list(request: StaffRequest) -> HttpResponse:
    """List the events of the sites in scope, the latest day first."""
    form = ShelfListForm(request.GET, sites=visible_sites(request.user))
    wanted = form.wanted()
    context = {
        "form": form,
        "page": paginate(request, queries.listed_events(request.user, **wanted)),
        "narrowed": any(wanted.values()),
        "show_site": "site" in form.fields,
        "sites": edited_sites(request.user),
        "tones": TONES,
    }
    return render(request, "desk/publishing/shelf/event_list.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@once
def event_new(request: StaffRequest) -> HttpResponse:
    """Write an event as a draft."""
    sites = edited_sites(request.user)
    require(sites.exists())
    form = NewEventForm(request.POST or None, sites=sites)
    if request.method == "POST" and form.is_valid():
        typed = {name: form.cleaned_data[name] for name in _TYPED}
        with into_form(form):
            return create_once(
                request,
                lambda: add_event(actor=request.user, site=form.cleaned_data["site"], **typed),
                leads_to=lambda event: reverse("desk:event_edit", args=[event.pk]),
                words=lambda _event: _("The event is kept as a draft. Nobody outside sees it yet."),
            )
    return render(request, "desk/publishing/shelf/event_new.html", {"form": form})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def event_edit(request: StaffRequest, number: int) -> HttpResponse:
    """Show an event; let one of the office's own be changed."""
    event = find_event(request, number)
    if request.method == "POST":
        require(edits_site(request.user, event.site.organisation))
        form = EventForm(request.POST)
        if form.is_valid():
            with into_form(form):
                change_event(actor=request.user, event=event, **form.cleaned_data)
                messages.success(request, _("The event is saved."))
                return redirect("desk:event_edit", number)
        return _page(request, event, form=form)
    return _page(request, event)


def _page(request: StaffRequest, event: Event, **forms: Any) -> HttpResponse:
    can_edit = edits_site(request.user, event.site.organisation)
    days = list(event.days.all())
    initial = {name: getattr(event, name) for name in ("title", "place", "audience", "description", "contact")}
    initial |= {
        "starts_on": event.starts_on,
        "ends_on": event.ends_on if event.ends_on != event.starts_on else None,
        "starts_at": days[0].starts_at if days else None,
        "ends_at": days[0].ends_at if days else None,
        "register_by": event.register_by,
        "edition": event.edition,
    }
    context = {
        "event": event,
        "days": days,
        "can_edit": can_edit,
        "tone": TONES[event.state],
        "over": event.ends_on < timezone.localdate(),
        "form": EventForm(initial=initial) if can_edit and not event.training_class_id else None,
        "note_form": NoteForm(initial={"edition": event.edition}),
        **forms,
    }
    return render(request, "desk/publishing/shelf/event.html", context)


@login_required
@require_POST
def event_publish(request: StaffRequest, number: int) -> HttpResponse:
    """Put the event into the public calendar."""
    return _step(request, number, publish_event, _("The event stands in the public calendar."))


@login_required
@require_POST
def event_restore(request: StaffRequest, number: int) -> HttpResponse:
    """Take a cancelled event up again."""
    return _step(request, number, restore_event, _("The event takes place again; readers see that."))


def _step(request: StaffRequest, number: int, service: Callable[..., Event], words: str) -> HttpResponse:
    event = find_event(request, number)
    require(edits_site(request.user, event.site.organisation))
    with into_messages(request):
        service(actor=request.user, event=event)
        messages.success(request, words)
    return redirect("desk:event_edit", number)


@login_required
@require_POST
def event_cancel(request: StaffRequest, number: int) -> HttpResponse:
    """Say that the event does not take place."""
    return _noted(request, number, cancel_event, _("Readers see that the event is cancelled."), "event_restore")


@login_required
@require_POST
def event_withdraw(request: StaffRequest, number: int) -> HttpResponse:
    """Take the event out of the calendar."""
    return _noted(request, number, withdraw_event, _("The event is out of the calendar."), "event_publish")


def _noted(request: StaffRequest, number: int, service: Callable[..., Event], words: str, undo: str) -> HttpResponse:
    event = find_event(request, number)
    require(edits_site(request.user, event.site.organisation))
    form = NoteForm(request.POST)
    if form.is_valid():
        with into_form(form):
            service(actor=request.user, event=event, **form.cleaned_data)
            success_with_undo(request, words, undo=reverse(f"desk:{undo}", args=[number]))
            return redirect("desk:event_edit", number)
    return _page(request, event, note_form=form)


@login_required
@require_POST
def event_discard(request: StaffRequest, number: int) -> HttpResponse:
    """Throw a draft away."""
    event = find_event(request, number)
    with into_messages(request):
        discard_event(actor=request.user, event=event)
        messages.success(request, _("The draft “%(title)s” is thrown away.") % {"title": event.title})
        return redirect("desk:event_list")
    return redirect("desk:event_edit", number)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def class_calendar(request: StaffRequest, code: str) -> HttpResponse:
    """Show whether a class stands in the public calendar; put it there, with what is told of it."""
    page = class_page(request, code, "articles")
    sites = edited_sites(request.user)
    entries = list(
        queries.events_of_class(page.training_class).filter(site__in=visible_sites(request.user).values("pk"))
    )
    first = entries[0] if entries else None
    initial = {"description": first.description, "contact": first.contact, "site": first.site} if first else None
    form = ClassCalendarForm(request.POST or None, sites=sites, initial=initial) if sites.exists() else None
    if request.method == "POST":
        require(form is not None)
        if form is not None and form.is_valid():
            with into_form(form):
                show_class(
                    actor=request.user,
                    training_class=page.training_class,
                    **form.cleaned_data,
                )
                messages.success(
                    request, _("The class stands in the public calendar and follows each change by itself.")
                )
                return redirect("desk:class_calendar", code)
    context = {**page.context, "form": form, "entries": entries, "tones": TONES}
    return render(request, "desk/publishing/shelf/class_calendar.html", context)
