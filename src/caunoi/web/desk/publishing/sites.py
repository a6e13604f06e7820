"""The offices' news sites: opened, described, given sections."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from caunoi.directory.enums import RoleKind
from caunoi.directory.policies import require
from caunoi.directory.queries.scope import organisations_for
from caunoi.publishing.models import SitePage
from caunoi.publishing.policies import edits_site, opens_site
from caunoi.publishing.queries.articles import visible_sites
from caunoi.publishing.queries.portal import sections_of, with_counts
from caunoi.publishing.services import add_section, change_site, open_site
from caunoi.web.base.errors import into_form
from caunoi.web.base.lists import paginate
from caunoi.web.desk.publishing.forms import NewSiteForm, SectionForm, SiteWordsForm
from caunoi.web.desk.publishing.site_frame import find_site, site_context
from caunoi.web.desk.requests import StaffRequest


@login_required
@require_safe
def site_list(request: StaffRequest) -> HttpResponse:
    """List the sites in scope."""
    page = paginate(request, visible_sites(request.user))
    page.object_list = with_counts(
        SitePage.objects.filter(pk__in=[each.pk for each in page.object_list]).select_related("organisation")
    ).order_by("folded_name", "pk")
    can_open = organisations_for(request.user, RoleKind.ADMINISTRATOR).filter(news_site__isnull=True).exists()
    return render(request, "desk/publishing/site_list.html", {"page": page, "can_open": can_open})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def site_new(request: StaffRequest) -> HttpResponse:
    """Open a site for an office the user administers."""
    offices = organisations_for(request.user, RoleKind.ADMINISTRATOR).filter(news_site__isnull=True).order_by("path")
    administered = organisations_for(request.user, RoleKind.ADMINISTRATOR).exists()
    require(administered)
    form = NewSiteForm(request.POST or None, offices=offices, initial={"organisation": offices.first()})
    if request.method == "POST" and form.is_valid():
        with into_form(form):
            site = open_site(actor=request.user, **form.cleaned_data)
            messages.success(request, _("The site is open at %(address)s.") % {"address": site.address})
            return redirect("desk:site_list")
    return render(request, "desk/publishing/site_new.html", {"form": form})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def site_edit(request: StaffRequest, number: int) -> HttpResponse:
    """Change what a site says of its office."""
    site = find_site(request, number)
    if not opens_site(request.user, site.organisation) and edits_site(request.user, site.organisation):
        return redirect("desk:site_look", number)
    require(opens_site(request.user, site.organisation))
    initial = {"name": site.title, "about": site.about, "contact": site.contact}
    form = SiteWordsForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        with into_form(form):
            change_site(actor=request.user, site=site, **form.cleaned_data)
            messages.success(request, _("The site is saved."))
            return redirect("desk:site_edit", number)
    return _editor(request, site, form, SectionForm(prefix="section"))


@login_required
@require_POST
def section_new(request: StaffRequest, number: int) -> HttpResponse:
    """Add a section to a site."""
    site = find_site(request, number)
    require(opens_site(request.user, site.organisation))
    form = SectionForm(request.POST, prefix="section")
    if form.is_valid():
        with into_form(form):
            add_section(actor=request.user, site=site, title=form.cleaned_data["title"])
            messages.success(request, _("The section is added."))
            return redirect("desk:site_edit", number)
    words = SiteWordsForm(initial={"name": site.title, "about": site.about, "contact": site.contact})
    return _editor(request, site, words, form)


def _editor(request: StaffRequest, site: SitePage, form: SiteWordsForm, section_form: SectionForm) -> HttpResponse:
    context = {
        **site_context(request, site, "words"),
        "form": form,
        "section_form": section_form,
        "sections": sections_of(site),
    }
    return render(request, "desk/publishing/site_edit.html", context)
