"""The steps of a plan: submitted, sent back, approved, amended; number and signed copy; its versions."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST, require_safe

from caunoi.directory.policies import require
from caunoi.training.enums import PlanState
from caunoi.training.models import PlanVersion
from caunoi.training.plan_facts import compare, read_plan
from caunoi.training.queries.plans.content import approved_facts, plan_facts, versions_of
from caunoi.training.services.plans import steps
from caunoi.training.services.plans.dropping import drop_amendment
from caunoi.web.base.errors import into_form, into_messages
from caunoi.web.base.files import serve_stored
from caunoi.web.base.numbers import whole
from caunoi.web.desk.planning.forms import PlanReasonForm, SigningForm
from caunoi.web.desk.planning.frame import PlanPage, plan_page
from caunoi.web.desk.planning.words import compared
from caunoi.web.desk.requests import StaffRequest


@login_required
@require_POST
def submit(request: StaffRequest, code: str) -> HttpResponse:
    """Submit the plan as it stands."""
    page = plan_page(request, code, "items")
    with into_messages(request):
        steps.submit_plan(actor=request.user, plan=page.plan, revision=_revision(request))
        messages.success(request, _("The plan is submitted. An administrator approves it or sends it back."))
    return redirect("desk:plan", page.plan.code)


def _revision(request: StaffRequest) -> int:
    revision = whole(request.POST.get("revision"))
    if revision is None:
        raise ValidationError(_("This button is not known. Load the page again."))
    return revision


@login_required
def send_back(request: StaffRequest, code: str) -> HttpResponse:
    """Ask what is to be changed and send the plan back."""
    page = plan_page(request, code, "items")
    require(page.can_write)
    form = PlanReasonForm(request.POST or None, initial={"revision": page.plan.revision})
    if form.is_valid():
        with into_form(form):
            steps.send_back_plan(actor=request.user, plan=page.plan, **form.cleaned_data)
            messages.success(request, _("The plan was sent back and can be changed again."))
            return redirect("desk:plan", page.plan.code)
    page.context["form"] = form
    return render(request, "desk/planning/send_back.html", page.context)


@login_required
def amend(request: StaffRequest, code: str) -> HttpResponse:
    """Ask for the reason and open the approved plan."""
    page = plan_page(request, code, "items")
    require(page.can_write)
    form = PlanReasonForm(request.POST or None, initial={"revision": page.plan.revision})
    if form.is_valid():
        with into_form(form):
            steps.amend_plan(actor=request.user, plan=page.plan, **form.cleaned_data)
            messages.success(request, _("The plan can be changed now. What was approved stays until you submit anew."))
            return redirect("desk:plan", page.plan.code)
    page.context["form"] = form
    return render(request, "desk/planning/amend.html", page.context)


@login_required
def drop(request: StaffRequest, code: str) -> HttpResponse:
    """Show what goes when the amendment is dropped, and drop it."""
    page = plan_page(request, code, "items")
    require(page.can_write)
    if request.method == "POST":
        with into_messages(request):
            drop_amendment(actor=request.user, plan=page.plan, revision=_revision(request))
            messages.success(request, _("The amendment is dropped. The plan says what was approved."))
        return redirect("desk:plan", page.plan.code)
    approved = approved_facts(page.plan)
    if page.plan.state != PlanState.AMENDING or approved is None:
        messages.info(request, _("The plan is not being amended, so there is nothing to drop."))
        return redirect("desk:plan", page.plan.code)
    # What stands now is what goes: told from it to what was approved.
    page.context["comparison"] = compared(compare(plan_facts(page.plan), approved))
    return render(request, "desk/planning/drop.html", page.context)


@login_required
def approve(request: StaffRequest, code: str) -> HttpResponse:
    """Approve the submitted plan, with what the registry gave so far."""
    page = plan_page(request, code, "items")
    require(page.can_approve)
    form = SigningForm(request.POST or None, request.FILES or None, initial={"revision": page.plan.revision})
    if form.is_valid():
        with into_form(form):
            steps.approve_plan(
                actor=request.user,
                plan=page.plan,
                revision=form.cleaned_data["revision"] or page.plan.revision,
                signing=_signing(form),
            )
            messages.success(request, _("The plan is approved."))
            return redirect("desk:plan", page.plan.code)
    page.context["form"] = form
    return render(request, "desk/planning/approve.html", page.context)


@login_required
def register(request: StaffRequest, code: str) -> HttpResponse:
    """Enter number, day, signer and signed copy afterwards."""
    page = plan_page(request, code, "items")
    require(page.can_write)
    plan = page.plan
    initial = {"number": plan.number, "signed_on": plan.signed_on, "signer": plan.signer}
    form = SigningForm(request.POST or None, request.FILES or None, initial=initial)
    if form.is_valid():
        with into_form(form):
            steps.register_plan(actor=request.user, plan=plan, signing=_signing(form))
            messages.success(request, _("Number and signed copy are kept with the plan."))
            return redirect("desk:plan", plan.code)
    page.context["form"] = form
    return render(request, "desk/planning/register.html", page.context)


def _signing(form: forms.Form) -> steps.Signing:
    values: dict[str, Any] = form.cleaned_data
    upload = values["file"]
    return steps.Signing(
        number=values["number"],
        signed_on=values["signed_on"],
        signer=values["signer"],
        content=upload.read() if upload else None,
        name=upload.name if upload else "",
    )


@login_required
@require_GET
def versions(request: StaffRequest, code: str) -> HttpResponse:
    """List the versions, and compare two of them: ``?cu=`` and ``?moi=``, 0 for what stands now."""
    page = plan_page(request, code, "versions")
    found = versions_of(page.plan)
    page.context["versions"] = found
    older, newer = whole(request.GET.get("cu")), whole(request.GET.get("moi"))
    if older is None and newer is None and found:
        older, newer = found[0].number, 0
    if older is not None and newer is not None:
        page.context.update(
            older=older,
            newer=newer,
            comparison=compared(compare(_facts(page, found, older), _facts(page, found, newer))),
        )
    return render(request, "desk/planning/versions.html", page.context)


def _facts(page: PlanPage, found: list[PlanVersion], number: int) -> Any:
    if number == 0:
        return plan_facts(page.plan)
    return read_plan(_version(found, number).content)


def _version(found: list[PlanVersion], number: int) -> PlanVersion:
    version = next((each for each in found if each.number == number), None)
    if version is None:
        raise Http404(_("There is no such version."))
    return version


@login_required
@require_GET
def version(request: StaffRequest, code: str, number: int) -> HttpResponse:
    """Show what the plan said in one version."""
    page = plan_page(request, code, "versions")
    found = _version(versions_of(page.plan), number)
    page.context.update(version=found, facts=read_plan(found.content))
    return render(request, "desk/planning/version.html", page.context)


@login_required
@require_safe
def signed_copy(request: StaffRequest, code: str, number: int) -> HttpResponseBase:
    """Send the signed copy of a version."""
    page = plan_page(request, code, "versions")
    found = _version(versions_of(page.plan), number)
    if found.signed_file is None:
        raise Http404(_("There is no signed copy yet."))
    return serve_stored(request, found.signed_file, download=True)
