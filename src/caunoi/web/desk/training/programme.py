"""The programme of a class: sittings with their items, guests."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from caunoi.directory.policies import require
from caunoi.training.enums import AgendaKind, GuestRole, Part
from caunoi.training.models import AgendaItem, Guest, Sitting
from caunoi.training.queries.programme import guests_of
from caunoi.training.queries.programme import programme as read_programme
from caunoi.training.services import programme as services
from caunoi.web.base.errors import into_form, into_messages
from caunoi.web.base.once import create_once, once
from caunoi.web.desk.requests import StaffRequest
from caunoi.web.desk.training.frame import ClassPage, class_page
from caunoi.web.desk.training.programme_forms import GuestForm, ItemForm, SittingForm, SittingsForm


@login_required
def programme(request: StaffRequest, code: str) -> HttpResponse:
    """Show the programme by sitting; add all half-days of a period at once."""
    page = class_page(request, code, "programme")
    training_class = page.training_class
    form = SittingsForm(
        request.POST or None,
        initial={
            "first": training_class.starts_on,
            "last": training_class.ends_on or training_class.starts_on,
            "parts": [Part.MORNING, Part.AFTERNOON],
        },
    )
    if form.is_valid():
        with into_form(form):
            added = services.add_sittings(
                actor=request.user,
                training_class=training_class,
                first=form.cleaned_data["first"],
                last=form.cleaned_data["last"],
                parts=[Part(part) for part in form.cleaned_data["parts"]],
                despite=form.cleaned_data["despite"],
            )
            messages.success(request, _("Sittings added: %(count)s.") % {"count": len(added)})
            return redirect("desk:class_programme", training_class.code)
    page.context.update(
        form=form,
        programme=read_programme(training_class),
        guests=list(guests_of(training_class)),
        venues=list(training_class.venue_points.select_related("room").order_by("position", "id")),
    )
    return render(request, "desk/training/programme.html", page.context)


def _changing(request: StaffRequest, code: str) -> ClassPage:
    page = class_page(request, code, "programme")
    require(page.can_run)
    return page


def _url(page: ClassPage, anchor: str = "") -> str:
    url = reverse("desk:class_programme", args=[page.training_class.code])
    return f"{url}#{anchor}" if anchor else url


def _back(page: ClassPage, anchor: str = "") -> HttpResponse:
    return redirect(_url(page, anchor))


@login_required
def sitting(request: StaffRequest, code: str, pk: int) -> HttpResponse:
    """Set when a sitting begins and ends, or remove it."""
    page = _changing(request, code)
    found = get_object_or_404(Sitting, pk=pk, training_class=page.training_class)
    if "remove" in request.POST:
        with into_messages(request):
            services.remove_sitting(actor=request.user, sitting=found)
            messages.success(request, _("The sitting is removed."))
        return _back(page)
    form = SittingForm(request.POST or None, initial={"starts_at": found.starts_at, "ends_at": found.ends_at})
    if form.is_valid():
        with into_form(form):
            services.change_sitting(actor=request.user, sitting=found, **form.cleaned_data)
            messages.success(request, _("The sitting is saved."))
            return _back(page, f"sitting-{found.pk}")
    page.context.update(form=form, sitting=found)
    return render(request, "desk/training/sitting.html", page.context)


@login_required
@once
def item(request: StaffRequest, code: str, pk: int | None = None) -> HttpResponse:
    """Add an item to a sitting, or change one with its speakers."""
    page = _changing(request, code)
    training_class = page.training_class
    found = get_object_or_404(AgendaItem, pk=pk, training_class=training_class) if pk else None
    initial = (
        {name: getattr(found, name) for name in ("kind", "title", "topic", "sitting", "starts_at", "periods")}
        if found
        else {"kind": request.GET.get("kind", AgendaKind.TOPIC), "sitting": request.GET.get("sitting", "")}
    )
    form = ItemForm(request.user, training_class, found, request.POST or None, initial=initial)
    # Asked who is free: nothing is saved, what was typed stays.
    if "look" not in request.POST and form.is_valid():
        values = form.cleaned_data
        with into_form(form):
            return create_once(
                request,
                lambda: services.save_agenda_item(
                    actor=request.user,
                    training_class=training_class,
                    item=found,
                    sitting=values["sitting"],
                    kind=AgendaKind(values["kind"]),
                    title=values["title"],
                    topic=values["topic"],
                    starts_at=values["starts_at"],
                    periods=values["periods"],
                    speakers=values["appearances"],
                    despite=values["despite"],
                ),
                leads_to=lambda saved: _after_item(request, page, saved),
                words=lambda saved: _("“%(title)s” is saved.") % {"title": saved.title},
            )
    page.context.update(form=form, item=found)
    return render(request, "desk/training/item.html", page.context)


def _after_item(request: StaffRequest, page: ClassPage, saved: AgendaItem) -> str:
    if "another" in request.POST:
        url = reverse("desk:class_item_new", args=[page.training_class.code])
        return f"{url}?sitting={saved.sitting_id or ''}"
    return _url(page, f"item-{saved.pk}")


@login_required
@require_POST
def item_move(request: StaffRequest, code: str, pk: int) -> HttpResponse:
    """Move an item one place up or down within its sitting, or remove it."""
    page = _changing(request, code)
    found = get_object_or_404(AgendaItem, pk=pk, training_class=page.training_class)
    with into_messages(request):
        if "remove" in request.POST:
            services.remove_agenda_item(actor=request.user, item=found)
            messages.success(request, _("“%(title)s” is removed from the programme.") % {"title": found.title})
            return _back(page)
        by = {"up": -1, "down": 1}.get(request.POST.get("to", ""))
        if by is None:
            raise ValidationError(_("This button is not known. Load the page again."))
        services.move_agenda_item(actor=request.user, item=found, by=by)
    return _back(page, f"item-{pk}")


@login_required
@once
def guest(request: StaffRequest, code: str, pk: int | None = None) -> HttpResponse:
    """Add a guest, change or remove one."""
    page = _changing(request, code)
    training_class = page.training_class
    found = get_object_or_404(Guest, pk=pk, training_class=training_class) if pk else None
    if found and "remove" in request.POST:
        with into_messages(request):
            services.remove_guest(actor=request.user, guest=found)
            messages.success(request, _("The guest is removed."))
        return _back(page, "guests")
    initial = {"role": found.role} if found else None
    form = GuestForm(request.user, training_class, found, request.POST or None, initial=initial)
    if form.is_valid():
        with into_form(form):
            return create_once(
                request,
                lambda: services.save_guest(
                    actor=request.user,
                    training_class=training_class,
                    guest=found,
                    appearance=form.cleaned_data["appearances"][0],
                    role=GuestRole(form.cleaned_data["role"]),
                ),
                leads_to=lambda _saved: _url(page, "guests"),
                words=lambda _saved: _("The guest is saved."),
            )
    page.context.update(form=form, guest=found)
    return render(request, "desk/training/guest.html", page.context)
