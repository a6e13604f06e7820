"""Pages of accounts and roles; a new password is shown once."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from caunoi.core.fields import cipher
from caunoi.directory.enums import RoleKind
from caunoi.directory.models import User
from caunoi.directory.policies import require
from caunoi.directory.queries.accounts import (
    by_given_name,
    in_order,
    lies_within,
    listed_accounts,
    visible_accounts,
    visible_roles,
)
from caunoi.directory.queries.scope import scope_of
from caunoi.directory.services import accounts as services
from caunoi.web.base import exports
from caunoi.web.base.errors import into_form, into_messages
from caunoi.web.base.lists import Sorting, paginate, sorting
from caunoi.web.base.once import create_once, once
from caunoi.web.desk.directory.forms import NewAccountForm, RoleForm
from caunoi.web.desk.directory.frame import show
from caunoi.web.desk.requests import StaffRequest

_PART = "account_list"
_TOLD = "password_told_once"


def _administrator(request: StaffRequest) -> None:
    require(bool(scope_of(request.user).by_kind.get(RoleKind.ADMINISTRATOR)))


@login_required
@require_GET
def account_list(request: StaffRequest) -> HttpResponse:
    """Show the accounts that hold a role in what the user administers."""
    _administrator(request)
    text = request.GET.get("q", "")[:120]
    page = paginate(request, _wanted(request))
    page.object_list = in_order(listed_accounts(request.user), list(page.object_list))
    context = {"page": page, "sorting": _sorting(request), "q": text, "today": timezone.localdate()}
    return show(request, "account_list", _PART, context)


def _sorting(request: StaffRequest) -> Sorting:
    return sorting(request, {"name": ("name", "username"), "username": ("username",)}, default="name")


def _wanted(request: StaffRequest) -> list[UUID]:
    """Return the keys of the accounts that are looked for, in the order that is asked for."""
    found, order = listed_accounts(request.user, request.GET.get("q", "")[:120]), _sorting(request)
    if order.key == "name":
        return by_given_name(found, descending=order.descending)
    return list(found.order_by(*order.order_by).values_list("pk", flat=True))


@login_required
@require_GET
def account_export(request: StaffRequest, form: str) -> HttpResponse:
    """Send the filtered list as a workbook or as CSV, with the roles held today."""
    _administrator(request)
    today = timezone.localdate()
    rows = (
        [
            each.get_full_name(),
            each.username,
            each.email,
            "; ".join(str(role) for role in each.__dict__["known_roles"] if not role.valid_to or role.valid_to > today),
        ]
        for each in in_order(listed_accounts(request.user), _wanted(request))
    )
    head = [_("Full name"), _("User name"), _("E-mail"), _("Roles")]
    return exports.respond(form, name=_("accounts"), head=head, rows=rows)


@login_required
@once
def account_new(request: StaffRequest) -> HttpResponse:
    """Open an account; its password is shown on the next page, once."""
    _administrator(request)
    form = NewAccountForm(request.user, request.POST or None, initial={"organisation": request.GET.get("organisation")})
    if form.is_valid():
        with into_form(form):
            return create_once(
                request,
                lambda: _opened(request, form.cleaned_data),
                leads_to=lambda opened: reverse("desk:account", args=[opened.pk]),
                words=lambda _account: "",
            )
    return show(request, "account_new", _PART, {"form": form})


def _opened(request: StaffRequest, values: dict[str, Any]) -> User:
    opened, password = services.open_account(actor=request.user, **values)
    _tell_once(request, opened, password)
    return opened


def _tell_once(request: StaffRequest, account: User, password: str) -> None:
    # The session lies in the database: what stands in it is readable with the installation's keys only.
    request.session[_TOLD] = [str(account.pk), cipher().encrypt(password.encode()).decode("ascii")]


def _told(request: StaffRequest, account: User) -> str:
    """Return the password to show now, and forget it."""
    owner, token = request.session.pop(_TOLD, ["", ""])
    return cipher().decrypt(token.encode("ascii")).decode() if owner == str(account.pk) else ""


def _account(request: StaffRequest, pk: UUID) -> User:
    return get_object_or_404(visible_accounts(request.user), pk=pk)


@login_required
def account(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Show an account with its roles; give it another one."""
    found = _account(request, pk)
    form = RoleForm(request.user, request.POST or None)
    if form.is_valid():
        with into_form(form):
            role = services.grant_role(actor=request.user, user=found, **form.cleaned_data)
            messages.success(request, _("The role is given: %(role)s.") % {"role": role})
            return redirect("desk:account", found.pk)
    today = timezone.localdate()
    roles = visible_roles(request.user).filter(user=found).select_related("organisation").order_by("id")
    context = {
        "account": found,
        "form": form,
        "password": _told(request, found),
        "roles": [(role, role.valid_to is None or role.valid_to > today) for role in roles],
        "can_reset": lies_within(request.user, found),
    }
    response = show(request, "account", _PART, context)
    response["Cache-Control"] = "private, no-store"
    return response


@login_required
@require_POST
def role_end(request: StaffRequest, pk: UUID, role: int) -> HttpResponse:
    """End a role today."""
    found = _account(request, pk)
    held = get_object_or_404(
        visible_roles(request.user).filter(user=found).select_related("organisation", "user"), pk=role
    )
    with into_messages(request):
        services.end_role(actor=request.user, role=held)
        messages.success(request, _("The role is ended: %(role)s.") % {"role": held})
    if visible_accounts(request.user).filter(pk=found.pk).exists():
        return redirect("desk:account", found.pk)
    return redirect("desk:today")


@login_required
@require_POST
def password_reset(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Make a new password and show it once."""
    found = _account(request, pk)
    with into_messages(request):
        _tell_once(request, found, services.reset_password(actor=request.user, user=found))
    return redirect("desk:account", found.pk)
