"""What goes out and what runs by itself: what waits, what failed and why, and buttons to decide."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from caunoi.core.jobs.hours import Hours
from caunoi.core.models import OutboxMessage
from caunoi.directory.enums import RoleKind
from caunoi.directory.policies import require
from caunoi.directory.queries.background import TROUBLED, keeps_everything, visible_jobs, visible_mails
from caunoi.directory.queries.scope import scope_of
from caunoi.directory.services import background as services
from caunoi.web.base.errors import into_messages
from caunoi.web.base.lists import paginate
from caunoi.web.desk.jobs.rows import installation, mail_rows
from caunoi.web.desk.requests import StaffRequest

_State = OutboxMessage.State
# What a click on "send all again" takes at most: a request must end.
_MOST_AT_ONCE = 200
FILTERS = {
    "": (_State.WAITING, _State.SENDING, *TROUBLED),
    "loi": TROUBLED,
    "cho": (_State.WAITING, _State.SENDING),
    "xong": (_State.SENT, _State.GIVEN_UP),
}


def _administrator(request: StaffRequest) -> None:
    require(bool(scope_of(request.user).by_kind.get(RoleKind.ADMINISTRATOR)) or keeps_everything(request.user))


@login_required
@require_GET
def jobs(request: StaffRequest) -> HttpResponse:
    """Show the mails of the offices that the user administers, and all jobs to who keeps the installation."""
    _administrator(request)
    hours = Hours.read()
    chosen = request.GET.get("loc", "")
    chosen = chosen if chosen in FILTERS else ""
    mails = visible_mails(request.user)
    page = paginate(request, mails.filter(state__in=FILTERS[chosen]).order_by("-created_at", "-pk"))
    now = timezone.now()
    context = {
        "page": page,
        "mails": mail_rows(page.object_list, hours),
        "chosen": chosen,
        "troubled": mails.filter(state__in=TROUBLED).count(),
        "failed": mails.filter(state=_State.FAILED).count(),
        "hours": hours.on(timezone.localdate()),
        "night": not hours.open_at(now),
        "installation": installation(request.user) if keeps_everything(request.user) else None,
    }
    return render(request, "desk/jobs/jobs.html", context)


@login_required
@require_POST
def all_mails_again(request: StaffRequest) -> HttpResponse:
    """Have every mail that was not sent tried again; those of unknown fate are decided one by one."""
    _administrator(request)
    failed = visible_mails(request.user).filter(state=_State.FAILED).order_by("created_at", "pk")[:_MOST_AT_ONCE]
    count = 0
    for message in failed:
        with into_messages(request):
            services.try_mail_again(actor=request.user, message=message)
            count += 1
    messages.success(
        request,
        ngettext("%(count)s mail will be sent again.", "%(count)s mails will be sent again.", count) % {"count": count},
    )
    return redirect("desk:jobs")


@login_required
@require_POST
def mail_again(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Have a mail sent again."""
    message = get_object_or_404(visible_mails(request.user), pk=pk)
    with into_messages(request):
        services.try_mail_again(actor=request.user, message=message)
        messages.success(request, _("The mail will be sent again."))
    return redirect("desk:jobs")


@login_required
@require_POST
def mail_give_up(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Never send a mail."""
    message = get_object_or_404(visible_mails(request.user), pk=pk)
    with into_messages(request):
        services.give_mail_up(actor=request.user, message=message)
        messages.success(request, _("The mail will not be sent."))
    return redirect("desk:jobs")


@login_required
@require_POST
def job_again(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Have a job done again."""
    run = get_object_or_404(visible_jobs(request.user), pk=pk)
    with into_messages(request):
        services.try_job_again(actor=request.user, run=run)
        messages.success(request, _("The job will be done again."))
    return redirect("desk:jobs")


@login_required
@require_POST
def job_give_up(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Take a job off the list."""
    run = get_object_or_404(visible_jobs(request.user), pk=pk)
    with into_messages(request):
        services.give_job_up(actor=request.user, run=run)
        messages.success(request, _("The job is taken off the list."))
    return redirect("desk:jobs")
