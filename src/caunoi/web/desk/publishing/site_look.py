"""Look and host names of a site at the desk."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from caunoi.directory.enums import RoleKind
from caunoi.directory.policies import require
from caunoi.directory.queries.scope import organisations_for
from caunoi.publishing.enums import PictureKind
from caunoi.publishing.hostnames import shown_host
from caunoi.publishing.models import SiteHost, SitePage
from caunoi.publishing.policies import opens_site
from caunoi.publishing.queries.site_desk import offices_without_site, visible_hosts
from caunoi.publishing.queries.site_parts import pictures_of
from caunoi.publishing.services import (
    add_host,
    change_look,
    make_main_host,
    put_picture,
    remove_host,
    remove_picture,
)
from caunoi.publishing.tasks import open_sites_below
from caunoi.web.base.errors import into_form, into_messages
from caunoi.web.base.undoing import success_with_undo
from caunoi.web.desk.publishing.site_forms import HostForm, LookForm, ManySitesForm, PictureForm
from caunoi.web.desk.publishing.site_frame import edited_site, find_site, site_context
from caunoi.web.desk.requests import StaffRequest


def _look(request: StaffRequest, site: SitePage, form: LookForm, picture: PictureForm) -> HttpResponse:
    held = pictures_of(site)
    pictures = [(kind, held.get(kind)) for kind in PictureKind]
    context = {**site_context(request, site, "look"), "form": form, "picture_form": picture, "pictures": pictures}
    return render(request, "desk/publishing/site_look.html", context)


def _as_it_stands(site: SitePage) -> dict[str, object]:
    return {name: getattr(site, name) for name in LookForm.base_fields}


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def site_look(request: StaffRequest, number: int) -> HttpResponse:
    """Change motto, colour, hours and place."""
    site = edited_site(request, number)
    form = LookForm(request.POST or None, initial=_as_it_stands(site))
    if request.method == "POST" and form.is_valid():
        with into_form(form):
            change_look(actor=request.user, site=site, **form.cleaned_data)
            messages.success(request, _("The look is saved. Readers see it at once."))
            return redirect("desk:site_look", number)
    return _look(request, site, form, PictureForm(prefix="picture"))


@login_required
@require_POST
def site_picture_put(request: StaffRequest, number: int) -> HttpResponse:
    """Take in a crest, photo or map."""
    site = edited_site(request, number)
    form = PictureForm(request.POST, request.FILES, prefix="picture")
    if form.is_valid():
        with into_form(form):
            put_picture(
                actor=request.user,
                site=site,
                kind=form.cleaned_data["kind"],
                content=form.cleaned_data["file"].read(),
                alternative=form.cleaned_data["alternative"],
            )
            messages.success(request, _("The picture stands on the site."))
            return redirect("desk:site_look", number)
    return _look(request, site, LookForm(initial=_as_it_stands(site)), form)


@login_required
@require_POST
def site_picture_off(request: StaffRequest, number: int) -> HttpResponse:
    """Take a picture off."""
    site = edited_site(request, number)
    kind = request.POST.get("kind", "")
    if kind in PictureKind.values:
        with into_messages(request):
            remove_picture(actor=request.user, site=site, kind=kind)
            messages.success(request, _("The picture is taken off the site."))
    return redirect("desk:site_look", number)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def site_hosts(request: StaffRequest, number: int) -> HttpResponse:
    """Show the host names of a site, and add one."""
    site = find_site(request, number)
    require(opens_site(request.user, site.organisation))
    form = HostForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with into_form(form):
            added = add_host(actor=request.user, site=site, host=form.cleaned_data["host"])
            success_with_undo(
                request,
                _("The site answers at %(host)s as soon as the name leads to this machine.")
                % {"host": shown_host(added.host)},
                undo=reverse("desk:site_host_off", args=[number, added.pk]),
            )
            return redirect("desk:site_hosts", number)
    rows = [(row, shown_host(row.host)) for row in site.hosts.all()]
    context = {**site_context(request, site, "hosts"), "form": form, "hosts": rows}
    return render(request, "desk/publishing/site_hosts.html", context)


def _host(request: StaffRequest, number: int, host: int) -> SiteHost:
    found = visible_hosts(request.user).filter(pk=host, site=number).first()
    if found is None:
        raise Http404(_("There is no such host name here."))
    return found


@login_required
@require_POST
def site_host_main(request: StaffRequest, number: int, host: int) -> HttpResponse:
    """Make a host name the main one."""
    found = _host(request, number, host)
    with into_messages(request):
        make_main_host(actor=request.user, host=found)
        messages.success(request, _("Search engines and shared links are given this host name from now on."))
    return redirect("desk:site_hosts", number)


@login_required
@require_POST
def site_host_off(request: StaffRequest, number: int, host: int) -> HttpResponse:
    """Let a host name lead nowhere."""
    found = _host(request, number, host)
    with into_messages(request):
        remove_host(actor=request.user, host=found)
        messages.success(request, _("The host name leads to this site no more."))
    return redirect("desk:site_hosts", number)


@login_required
@require_safe
def sites_open(request: StaffRequest) -> HttpResponse:
    """Show for how many offices sites can be opened at once, and how far it is."""
    offices = organisations_for(request.user, RoleKind.ADMINISTRATOR).order_by("path")
    require(offices.exists())
    form = ManySitesForm(request.GET if "top" in request.GET else None, offices=offices)
    context: dict[str, Any] = {"form": form, "chosen": None}
    if form.is_bound and form.is_valid():
        top, kind = form.cleaned_data["top"], form.cleaned_data["kind"]
        low, high = top.range
        context |= {
            "chosen": top,
            "kind": kind,
            "missing": offices_without_site(top).filter(kind=kind).count(),
            "standing": SitePage.objects.filter(
                organisation__path__gte=low, organisation__path__lt=high, organisation__kind=kind
            ).count(),
        }
    return render(request, "desk/publishing/sites_open.html", context)


@login_required
@require_POST
def sites_open_now(request: StaffRequest) -> HttpResponse:
    """Have the sites opened in the background."""
    offices = organisations_for(request.user, RoleKind.ADMINISTRATOR).order_by("path")
    require(offices.exists())
    form = ManySitesForm(request.POST, offices=offices)
    if not form.is_valid():
        return redirect("desk:sites_open")
    top, kind = form.cleaned_data["top"], form.cleaned_data["kind"]
    require(opens_site(request.user, top))
    open_sites_below.enqueue(str(request.user.pk), str(top.pk), kind)
    messages.success(request, _("The sites are being opened. You may go on working; look in again in a minute."))
    return redirect(f"{reverse('desk:sites_open')}?top={top.pk}&kind={kind}")
