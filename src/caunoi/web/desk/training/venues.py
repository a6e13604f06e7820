"""Venue points of a class."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from caunoi.directory.policies import require
from caunoi.training.models import VenuePoint
from caunoi.training.services import venues as services
from caunoi.web.base.errors import into_form, into_messages
from caunoi.web.desk.requests import StaffRequest
from caunoi.web.desk.training.frame import class_page
from caunoi.web.desk.training.venue_forms import VenueForm

_FIELDS = ("room", "name", "address", "in_charge", "capacity", "is_online", "link")


@login_required
def venue(request: StaffRequest, code: str, pk: int | None = None) -> HttpResponse:
    """Add a venue point, change or remove one."""
    page = class_page(request, code, "programme")
    require(page.can_run)
    training_class = page.training_class
    found = get_object_or_404(VenuePoint, pk=pk, training_class=training_class) if pk else None
    back = f"{reverse('desk:class_programme', args=[training_class.code])}#venues"
    if found and "remove" in request.POST:
        with into_messages(request):
            services.remove_venue(actor=request.user, point=found)
            messages.success(request, _("The venue point is removed."))
        return redirect(back)
    initial = {name: getattr(found, name) for name in _FIELDS} if found else None
    form = VenueForm(request.user, found, request.POST or None, initial=initial)
    if form.is_valid():
        with into_form(form):
            services.save_venue(actor=request.user, training_class=training_class, point=found, **form.cleaned_data)
            messages.success(request, _("The venue point is saved."))
            return redirect(back)
    page.context.update(form=form, point=found)
    return render(request, "desk/training/venue.html", page.context)
