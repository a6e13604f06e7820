"""Who organises a class, and the directives on which it rests."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from caunoi.directory.policies import require
from caunoi.training.services import classes as services
from caunoi.web.base.errors import into_form
from caunoi.web.desk.requests import StaffRequest
from caunoi.web.desk.training.frame import class_page
from caunoi.web.desk.training.programme_forms import DirectivesForm, OrganisersForm


@login_required
def organisers(request: StaffRequest, code: str) -> HttpResponse:
    """Set hosts and co-organisers, those that the directory knows and those it doesn't."""
    page = class_page(request, code, "overview")
    require(page.can_keep)
    training_class = page.training_class
    form = OrganisersForm(
        request.user, training_class, request.POST or None, initial={"revision": training_class.revision}
    )
    if form.is_valid():
        with into_form(form):
            services.set_organisers(
                actor=request.user,
                training_class=training_class,
                revision=form.cleaned_data["revision"],
                **form.cleaned_data["organisers"],
            )
            messages.success(request, _("The organisers are saved."))
            return redirect("desk:class", training_class.code)
    page.context["form"] = form
    return render(request, "desk/training/organisers.html", page.context)


@login_required
def directives(request: StaffRequest, code: str) -> HttpResponse:
    """Tick the directives on which the class rests; ``?q=`` narrows the list by number."""
    page = class_page(request, code, "overview")
    require(page.can_run)
    training_class = page.training_class
    links = training_class.directive_links.select_related("directive").order_by("position", "id")
    standing = [link.directive for link in links]
    text = request.GET.get("q", "")[:60]
    form = DirectivesForm(
        request.user, standing, text, request.POST or None, initial={"revision": training_class.revision}
    )
    if form.is_valid():
        with into_form(form):
            chosen = set(form.cleaned_data["directives"])
            kept = [directive for directive in standing if directive in chosen]
            services.set_directives(
                actor=request.user,
                training_class=training_class,
                revision=form.cleaned_data["revision"],
                directives=[*kept, *(d for d in form.cleaned_data["directives"] if d not in kept)],
            )
            messages.success(request, _("The directives are saved."))
            return redirect("desk:class", training_class.code)
    page.context.update(form=form, text=text)
    return render(request, "desk/training/directives.html", page.context)
