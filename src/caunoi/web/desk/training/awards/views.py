"""The tab of a class: who gets a certificate and who does not, issuing, files."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from caunoi.credentials.enums import AwardState
from caunoi.credentials.models import Award
from caunoi.credentials.queries.awards import awards_of_source, printing
from caunoi.credentials.services.blanks import use_blank
from caunoi.credentials.services.printing import certificate_file, certificate_files
from caunoi.directory.policies import require
from caunoi.training.enums import ClassOrigin, ClassState
from caunoi.training.models import Enrolment, TrainingClass
from caunoi.training.policies import keeps_class, runs_class
from caunoi.training.queries.award_sources import source_of
from caunoi.training.queries.awards import issue_list, rule_of
from caunoi.training.services.awards.issuing import issue_class_awards, replace_class_award, revoke_class_award
from caunoi.training.services.awards.rules import decide_award, drop_award_decision, set_award_rule
from caunoi.web.base.errors import into_form, into_messages
from caunoi.web.desk.requests import StaffRequest
from caunoi.web.desk.training.awards.forms import (
    BlankForm,
    DecisionForm,
    IssueForm,
    ReplaceForm,
    RevokeForm,
    RuleForm,
)
from caunoi.web.desk.training.awards.packing import file_name, zip_response
from caunoi.web.desk.training.frame import ClassPage, class_page

PDF = "application/pdf"


@login_required
@require_GET
def awards(request: StaffRequest, code: str) -> HttpResponse:
    """Show who earned one and who did not, with the reason, and what was issued."""
    page = class_page(request, code, "awards")
    training_class = page.training_class
    source = source_of(training_class)
    page.context.update(
        is_closed=training_class.state == ClassState.CLOSED,
        is_past=training_class.origin == ClassOrigin.REPORT,
        ended=[(each, _name(each)) for each in awards_of_source(source).exclude(state=AwardState.ISSUED)],
        progress=printing(source),
        found=None,
    )
    if training_class.state != ClassState.CANCELLED and not page.context["is_past"]:
        found = issue_list(training_class)
        page.context.update(
            found=found,
            rule=found.rule,
            rule_set=not found.rule._state.adding,
            form=IssueForm(initial={"version": found.version, "issued_on": timezone.localdate()}),
        )
    return render(request, "desk/training/awards/awards.html", page.context)


@login_required
@require_GET
def progress(request: StaffRequest, code: str) -> HttpResponse:
    """Send how far the files are, asked again and again until they are all set."""
    page = class_page(request, code, "awards")
    page.context.update(progress=printing(source_of(page.training_class)))
    return render(request, "desk/training/awards/progress.html", page.context)


@login_required
def rule(request: StaffRequest, code: str) -> HttpResponse:
    """Set by what a certificate is earned and what it says."""
    page = class_page(request, code, "awards")
    training_class = page.training_class
    require(keeps_class(request.user, training_class))
    form = RuleForm(request.POST or None, initial=RuleForm.initial_of(rule_of(training_class)))
    if form.is_valid():
        with into_form(form):
            set_award_rule(actor=request.user, training_class=training_class, **form.cleaned_data)
            messages.success(request, _("The rule is set. The list below follows it."))
            return redirect("desk:class_awards", training_class.code)
    page.context.update(form=form)
    return render(request, "desk/training/awards/rule.html", page.context)


@login_required
@require_POST
def issue(request: StaffRequest, code: str) -> HttpResponse:
    """Issue to everybody who earned one and has none."""
    page = class_page(request, code, "awards")
    form = IssueForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Type the day on the certificates, such as 20/11/2026."))
        return redirect("desk:class_awards", page.training_class.code)
    with into_messages(request):
        made = issue_class_awards(actor=request.user, training_class=page.training_class, **form.cleaned_data)
        words = ngettext(
            "%(count)s certificate is issued, No. %(first)s.",
            "%(count)s certificates are issued, No. %(first)s to %(last)s.",
            len(made),
        )
        messages.success(
            request, words % {"count": len(made), "first": made[0].number_text, "last": made[-1].number_text}
        )
    return redirect("desk:class_awards", page.training_class.code)


@login_required
def decision(request: StaffRequest, code: str, pk: int) -> HttpResponse:
    """Decide on one row against the rule, or leave it to the rule again."""
    page = class_page(request, code, "awards")
    require(keeps_class(request.user, page.training_class))
    enrolment = get_object_or_404(Enrolment, training_class=page.training_class, pk=pk)
    row = next((each for each in issue_list(page.training_class).rows if each.enrolment_id == pk), None)
    if row is None:
        raise Http404
    if request.method == "POST" and "drop" in request.POST:
        with into_messages(request):
            drop_award_decision(actor=request.user, enrolment=enrolment)
            messages.success(request, _("The rule decides on %(name)s again.") % {"name": row.name})
        return redirect("desk:class_awards", page.training_class.code)
    initial = {"grants": "0" if row.by_rule else "1"}
    if row.override:
        initial = {"grants": "1" if row.override.grants else "0", "reason": row.override.reason}
    form = DecisionForm(request.POST or None, initial=initial)
    if form.is_valid():
        with into_form(form):
            decide_award(actor=request.user, enrolment=enrolment, **form.cleaned_data)
            messages.success(request, _("The decision on %(name)s is noted.") % {"name": row.name})
            return redirect("desk:class_awards", page.training_class.code)
    page.context.update(form=form, row=row)
    return render(request, "desk/training/awards/decision.html", page.context)


def _name(found: Award) -> str:
    return found.holder.name if hasattr(found, "holder") else ""


def _award(training_class: TrainingClass, pk: UUID) -> Award:
    return get_object_or_404(awards_of_source(source_of(training_class)), pk=pk)


@login_required
def award(request: StaffRequest, code: str, pk: UUID) -> HttpResponse:
    """Show one certificate; note its blank, revoke it, or replace it with the name corrected."""
    page = class_page(request, code, "awards")
    found = _award(page.training_class, pk)
    can_end = bool(keeps_class(request.user, page.training_class)) and found.state == AwardState.ISSUED
    sent = request.POST if request.method == "POST" else None
    revoke = RevokeForm(sent if sent and "revoke" in sent else None)
    name = found.person.full_name if hasattr(found, "holder") else ""
    replace = ReplaceForm(sent if sent and "replace" in sent else None, initial={"name": name})
    blank = BlankForm(found, sent if sent and "blank" in sent else None)
    if can_end and blank.is_valid():
        with into_form(blank):
            noted = use_blank(actor=request.user, award=found, **blank.cleaned_data)
            messages.success(
                request,
                _("Certificate %(number)s stands on blank %(blank)s.")
                % {"number": noted.number_text, "blank": noted.blank},
            )
            return redirect("desk:class_award", page.training_class.code, pk)
    if revoke.is_valid():
        with into_form(revoke):
            revoke_class_award(
                actor=request.user, training_class=page.training_class, award=found, **revoke.cleaned_data
            )
            messages.success(request, _("Certificate %(number)s is revoked.") % {"number": found.number_text})
            return redirect("desk:class_award", page.training_class.code, pk)
    if replace.is_valid():
        with into_form(replace):
            made = _replaced(request, page, found, replace)
            messages.success(
                request,
                _("Certificate %(number)s replaces %(old)s.") % {"number": made.number_text, "old": found.number_text},
            )
            return redirect("desk:class_award", page.training_class.code, made.pk)
    page.context.update(
        award=found,
        name=_name(found),
        standing=found.standing(timezone.localdate()).value,
        after=Award.objects.filter(replaces=found).first(),
        revoke=revoke,
        replace=replace,
        blank=blank,
        spoiled=found.spoiled_blanks.all(),
        can_end=can_end,
    )
    return render(request, "desk/training/awards/award.html", page.context)


def _replaced(request: StaffRequest, page: ClassPage, found: Award, form: ReplaceForm) -> Award:
    typed = form.cleaned_data
    return replace_class_award(
        actor=request.user, training_class=page.training_class, award=found, name=typed["name"], reason=typed["why"]
    )


@login_required
@require_GET
def award_pdf(request: StaffRequest, code: str, pk: UUID) -> HttpResponse:
    """Send one certificate as PDF; made again it is the same, octet by octet."""
    page = class_page(request, code, "awards")
    require(runs_class(request.user, page.training_class))
    found = _award(page.training_class, pk)
    if not hasattr(found, "holder"):
        raise Http404
    return pdf_response(found)


def pdf_response(found: Award) -> HttpResponse:
    """Return one certificate as a file."""
    return HttpResponse(
        certificate_file(award=found),
        content_type=PDF,
        headers={"Content-Disposition": f'attachment; filename="{file_name(found)}"'},
    )


@login_required
@require_GET
def awards_zip(request: StaffRequest, code: str) -> HttpResponseBase:
    """Send every living certificate of the class, a file each, in one ZIP."""
    page = class_page(request, code, "awards")
    require(runs_class(request.user, page.training_class))
    living = awards_of_source(source_of(page.training_class)).filter(state=AwardState.ISSUED)
    return zip_response(certificate_files(awards=living), name=f"chung-nhan-{page.training_class.code}")
