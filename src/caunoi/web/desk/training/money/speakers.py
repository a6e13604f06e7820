"""Fees of the speakers of a class: the list, one speaker with grade, fee and, for the accountant, the account."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from caunoi.directory.models import Person
from caunoi.directory.policies import require
from caunoi.directory.queries.scope import visible_directives
from caunoi.training.enums import RateKind
from caunoi.training.models import SpeakerGrade, TrainingClass
from caunoi.training.policies import prepares_money, writes_money
from caunoi.training.queries.money import taught as queries
from caunoi.training.queries.money.payees import account_of
from caunoi.training.queries.money.rates import table_for
from caunoi.training.queries.money.statement import fees_of
from caunoi.training.services.money import fees as services
from caunoi.training.services.money import payees
from caunoi.web.base.errors import into_form, into_messages
from caunoi.web.base.files import serve_stored
from caunoi.web.desk.requests import StaffRequest
from caunoi.web.desk.training.money.forms import AccountForm, FeeForm, GradeForm
from caunoi.web.desk.training.money.frame import money_page

MOST_DIRECTIVES = 200


@login_required
def speakers(request: StaffRequest, code: str) -> HttpResponse:
    """Show who taught how much and what it comes to; a POST works the fees out."""
    page = money_page(request, code, "money_speakers")
    training_class = page.training_class
    if request.method == "POST":
        require(writes_money(request.user, training_class))
        with into_messages(request):
            made = services.work_out_fees(actor=request.user, training_class=training_class)
            messages.success(request, _("Worked out for %(count)s speakers.") % {"count": len(made)})
        return redirect("desk:money_speakers", training_class.code)
    people = queries.taught(training_class)
    fees = list(fees_of(training_class))
    by_person = {fee.person_id: fee for fee in fees}
    day = training_class.starts_on
    grades = queries.grades_on(training_class, [one.person_id for one in people], day) if day else {}
    known = {one.person_id for one in people}
    page.context.update(
        rows=[(one, by_person.get(one.person_id), grades.get(one.person_id)) for one in people],
        left_over=[fee for fee in fees if fee.person_id not in known],
        total_amount=sum(fee.amount for fee in fees),
        total_tax=sum(fee.tax for fee in fees),
        total_net=sum(fee.net for fee in fees),
        has_fees=bool(fees),
        table=table_for(training_class.keeper, day) if day else None,
    )
    return render(request, "desk/training/money/speakers.html", page.context)


def _of_class(training_class: TrainingClass, pk: UUID) -> tuple[Person, queries.Taught | None]:
    for one in queries.taught(training_class):
        if one.person_id == pk:
            return Person.objects.get(pk=pk), one
    fee = fees_of(training_class).filter(person=pk).first()
    if fee is None:
        raise Http404(_("There is no such speaker in this class."))
    return fee.person, None


@login_required
def speaker(request: StaffRequest, code: str, person: UUID) -> HttpResponse:
    """Grade with evidence, and the fee, of one speaker."""
    page = money_page(request, code, "money_speakers")
    training_class = page.training_class
    found, lessons = _of_class(training_class, person)
    fee = fees_of(training_class).filter(person=found).first()
    day = training_class.starts_on
    grade = queries.grades_on(training_class, [found.pk], day).get(found.pk) if day else None
    grading = "grade" in request.POST
    grade_form = _grade_form(request, training_class, grade, sent=grading)
    fee_form = FeeForm(
        request.POST if request.method == "POST" and not grading else None,
        initial={
            "amount": fee.amount if fee.reason else None,
            "reason": fee.reason,
            "by_transfer": fee.by_transfer,
            "revision": fee.revision,
        }
        if fee
        else None,
    )
    if request.method == "POST":
        require((prepares_money if grading else writes_money)(request.user, training_class))
    if grading and grade_form.is_valid():
        with into_form(grade_form):
            _set_grade(request, training_class, found, grade_form.cleaned_data)
            messages.success(request, _("The grade is saved. Work the fees out anew for it to count."))
            return redirect("desk:money_speaker", training_class.code, found.pk)
    if fee and not grading and fee_form.is_valid():
        with into_form(fee_form):
            services.change_fee(actor=request.user, fee=fee, **fee_form.cleaned_data)
            messages.success(request, _("The fee is saved."))
            return redirect("desk:money_speakers", training_class.code)
    page.context.update(
        person=found, lessons=lessons, fee=fee, grade=grade, grade_form=grade_form, fee_form=fee_form,
        account=account_of(request.user, training_class.keeper, found.pk),
    )  # fmt: skip
    return render(request, "desk/training/money/speaker.html", page.context)


def _grade_form(
    request: StaffRequest, training_class: TrainingClass, grade: SpeakerGrade | None, *, sent: bool
) -> GradeForm:
    day = training_class.starts_on
    table = table_for(training_class.keeper, day) if day else None
    rates = table.rates.filter(kind=RateKind.SPEAKER).order_by("position", "id") if table else []
    choices = [(rate.grade_key, str(rate)) for rate in rates]
    initial: dict[str, Any] = {"from_day": day}
    if grade:
        initial = {"grade": grade.grade_key, "from_day": grade.from_day, "evidence": grade.evidence}
        if grade.grade_key not in dict(choices):
            choices.append((grade.grade_key, str(grade)))
    directives = visible_directives(request.user)
    return GradeForm(
        choices,
        directives.filter(pk__in=directives.values("pk")[:MOST_DIRECTIVES]),
        request.POST if sent else None,
        request.FILES if sent else None,
        initial=initial,
    )


def _set_grade(request: StaffRequest, training_class: TrainingClass, person: Person, typed: dict[str, Any]) -> None:
    day = training_class.starts_on
    table = table_for(training_class.keeper, day) if day else None
    rate = table.rates.filter(grade_key=typed["grade"]).first() if table else None
    kept = SpeakerGrade.objects.filter(owner=training_class.keeper, person=person, grade_key=typed["grade"]).first()
    source = rate or kept
    upload = typed["file"]
    services.set_grade(
        actor=request.user,
        training_class=training_class,
        person=person,
        post_rank=source.post_rank if source else "",
        academic_title=source.academic_title if source else "",
        from_day=typed["from_day"],
        evidence=typed["evidence"],
        directive=typed["directive"],
        content=upload.read() if upload else None,
        name=upload.name if upload else "",
    )


@login_required
@require_safe
def evidence(request: StaffRequest, code: str, grade: int) -> HttpResponseBase:
    """Send what shows the grade of a speaker of the class."""
    training_class = money_page(request, code, "money_speakers").training_class
    people = [one.person_id for one in queries.taught(training_class)]
    kept = (
        SpeakerGrade.objects.filter(owner=training_class.keeper, person__in=people, file__isnull=False, pk=grade)
        .select_related("file")
        .first()
    )
    if kept is None or kept.file is None:
        raise Http404
    return serve_stored(request, kept.file)


@login_required
def account(request: StaffRequest, code: str, person: UUID) -> HttpResponse:
    """Keep the account and tax code of somebody whom the class pays; for the accountant alone."""
    page = money_page(request, code, "money_speakers")
    training_class = page.training_class
    found = _paid(training_class, person)
    require(page.context["is_accountant"])
    kept = account_of(request.user, training_class.keeper, found.pk)
    form = AccountForm(
        request.POST or None,
        initial={name: getattr(kept, name) for name in ("account", "bank", "tax_code")} if kept else None,
    )
    if form.is_valid():
        with into_form(form):
            payees.keep_account(actor=request.user, owner=training_class.keeper, person=found, **form.cleaned_data)
            messages.success(request, _("The account is kept, for accountants alone."))
            return redirect("desk:class_money", training_class.code)
    page.context.update(form=form, person=found, kept=kept)
    return render(request, "desk/training/money/account.html", page.context)


def _paid(training_class: TrainingClass, pk: UUID) -> Person:
    enrolled = Person.objects.filter(enrolments__training_class=training_class, enrolments__off_payroll=True, pk=pk)
    found = enrolled.first()
    return found or _of_class(training_class, pk)[0]
