"""What an administrator does for an account: let somebody in, or keep somebody out. Secrets are shown once."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from caunoi.core.fields import cipher
from caunoi.directory.enums import PassKind
from caunoi.directory.models import User
from caunoi.directory.queries.accounts import visible_accounts
from caunoi.directory.services import passes, signin
from caunoi.web.base.errors import into_messages
from caunoi.web.desk.requests import StaffRequest

_TOLD = "account_told_once"
PASSWORD, LINK, CODE = "password", "link", "code"


def tell_once(request: StaffRequest, account: User, kind: str, secret: str) -> None:
    """Keep a secret for the next page of the account: encrypted, because sessions lie in the database."""
    request.session[_TOLD] = [str(account.pk), kind, cipher().encrypt(secret.encode()).decode("ascii")]


def told(request: StaffRequest, account: User) -> tuple[str, str]:
    """Return kind and text of the secret to show now, and forget it; two times "" where there is none."""
    owner, kind, token = request.session.pop(_TOLD, ["", "", ""])
    return (kind, cipher().decrypt(token.encode("ascii")).decode()) if owner == str(account.pk) else ("", "")


def visible_account(request: StaffRequest, pk: UUID) -> User:
    """Return an account that the user administers; 404 for any other."""
    return get_object_or_404(visible_accounts(request.user), pk=pk)


@login_required
@require_POST
def invite(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Make an invitation and show its link once."""
    found = visible_account(request, pk)
    with into_messages(request):
        tell_once(request, found, LINK, passes.invite(actor=request.user, user=found))
    return redirect("desk:account", found.pk)


@login_required
@require_POST
def invite_by_mail(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Send an invitation by e-mail."""
    found = visible_account(request, pk)
    with into_messages(request):
        passes.invite(actor=request.user, user=found, by_mail=True)
        messages.success(request, _("The invitation is on its way to %(email)s.") % {"email": found.email})
    return redirect("desk:account", found.pk)


@login_required
@require_POST
def hand_code(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Make a code and show it once."""
    found = visible_account(request, pk)
    with into_messages(request):
        code = passes.hand_over_code(actor=request.user, user=found)
        tell_once(request, found, CODE, f"{code[:4]}-{code[4:]}")
    return redirect("desk:account", found.pk)


@login_required
@require_POST
def take_back(request: StaffRequest, pk: UUID, kind: str) -> HttpResponse:
    """Make an invitation or a code worthless."""
    found = visible_account(request, pk)
    if kind not in PassKind.values:
        raise Http404
    with into_messages(request):
        passes.take_back(actor=request.user, user=found, kind=kind)
        messages.success(request, _("It no longer works."))
    return redirect("desk:account", found.pk)


@login_required
@require_POST
def sign_out(request: StaffRequest, pk: UUID) -> HttpResponse:
    """End every session of the account."""
    found = visible_account(request, pk)
    with into_messages(request):
        signin.sign_out_everywhere(actor=request.user, user=found)
        messages.success(request, _("The account is signed out everywhere."))
    return redirect("desk:account", found.pk)


@login_required
@require_POST
def remove_steps(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Take the second step away from somebody who lost the phone."""
    found = visible_account(request, pk)
    with into_messages(request):
        signin.remove_second_steps(actor=request.user, user=found)
        messages.success(request, _("Two-step sign-in is taken away. The password alone opens the account now."))
    return redirect("desk:account", found.pk)


@login_required
@require_POST
def lift(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Let the account sign in again after too many wrong attempts."""
    found = visible_account(request, pk)
    with into_messages(request):
        signin.lift_lock(actor=request.user, user=found)
        messages.success(request, _("The account can sign in again at once."))
    return redirect("desk:account", found.pk)


@login_required
@require_POST
def close(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Close the account."""
    found = visible_account(request, pk)
    with into_messages(request):
        signin.close_account(actor=request.user, user=found)
        messages.success(request, _("The account is closed. What was done with it stays, with its name."))
    return redirect("desk:account", found.pk)


@login_required
@require_POST
def open_again(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Open a closed account again."""
    found = visible_account(request, pk)
    with into_messages(request):
        signin.open_again(actor=request.user, user=found)
        messages.success(request, _("The account is open. Give it a role, and hand over an invitation."))
    return redirect("desk:account", found.pk)
