"""Pages of accounts and roles; a new password is shown once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

import segno
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_GET, require_POST

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
from caunoi.directory.queries.signin import UNUSED_AFTER, in_state, live_sessions, locked_usernames, open_passes
from caunoi.directory.services import accounts as services
from caunoi.directory.services import passes
from caunoi.web.base import exports
from caunoi.web.base.errors import into_form, into_messages
from caunoi.web.base.lists import Sorting, paginate, sorting
from caunoi.web.base.once import create_once, once
from caunoi.web.desk.directory.account_care import LINK, PASSWORD, tell_once, told, visible_account
from caunoi.web.desk.directory.account_forms import NewAccountForm, RoleForm
from caunoi.web.desk.directory.frame import show
from caunoi.web.desk.requests import StaffRequest

_PART = "account_list"
_STATES = (
    ("", pgettext_lazy("filter", "All")),
    ("locked", gettext_lazy("Locked out now")),
    ("waiting", gettext_lazy("Never signed in")),
    ("unused", gettext_lazy("Not used for 90 days")),
    ("closed", gettext_lazy("Closed")),
)


@dataclass(frozen=True, kw_only=True)
class Shown:
    """A secret that is shown this once; a link comes with its picture to scan."""

    kind: str
    text: str
    picture: str = ""


def _shown(request: StaffRequest, account: User) -> Shown | None:
    kind, text = told(request, account)
    if kind == LINK:
        link = settings.WAGTAILADMIN_BASE_URL + reverse("base:invitation", args=[text])
        picture = segno.make(link, error="l", micro=False).svg_data_uri(scale=4, border=2)
        return Shown(kind=kind, text=link, picture=picture)
    return Shown(kind=kind, text=text) if kind else None


def _administrator(request: StaffRequest) -> None:
    require(bool(scope_of(request.user).by_kind.get(RoleKind.ADMINISTRATOR)))


@login_required
@require_GET
def account_list(request: StaffRequest) -> HttpResponse:
    """Show the accounts that hold a role in what the user administers."""
    _administrator(request)
    text, state = request.GET.get("q", "")[:120], request.GET.get("state", "")
    page = paginate(request, _wanted(request))
    page.object_list = in_order(listed_accounts(request.user), list(page.object_list))
    context = {
        "page": page,
        "sorting": _sorting(request),
        "q": text,
        "state": state,
        "states": _STATES,
        "today": timezone.localdate(),
        "locked": locked_usernames([each.username for each in page]),
        "unused_since": timezone.now() - UNUSED_AFTER,
    }
    return show(request, "account_list", _PART, context)


def _sorting(request: StaffRequest) -> Sorting:
    columns = {"name": ("name", "username"), "username": ("username",), "last": ("last_login", "username")}
    return sorting(request, columns, default="name")


def _wanted(request: StaffRequest) -> list[UUID]:
    """Return the keys of the accounts that are looked for, in the order that is asked for."""
    listed = listed_accounts(request.user, request.GET.get("q", "")[:120])
    found, order = in_state(listed, request.GET.get("state", "")), _sorting(request)
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
    """Open the account; its password or invitation is told on the next page, once."""
    values = {**values}
    invited = values.pop("by") == LINK
    opened, password = services.open_account(actor=request.user, with_password=not invited, **values)
    if invited:
        tell_once(request, opened, LINK, passes.invite(actor=request.user, user=opened))
    else:
        tell_once(request, opened, PASSWORD, password)
    return opened


@login_required
def account(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Show an account with its roles; give it another one."""
    found = visible_account(request, pk)
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
        "secret": _shown(request, found),
        "passes": open_passes(found),
        "locked": found.username in locked_usernames([found.username]),
        "second_steps": Authenticator.objects.filter(user=found).exists(),
        "session_count": live_sessions(found).count(),
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
    found = visible_account(request, pk)
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
    found = visible_account(request, pk)
    with into_messages(request):
        tell_once(request, found, PASSWORD, services.reset_password(actor=request.user, user=found))
    return redirect("desk:account", found.pk)
