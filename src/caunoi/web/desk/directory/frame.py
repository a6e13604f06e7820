"""What every page of the directory shares: the line of its parts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from caunoi.directory.enums import RoleKind
from caunoi.directory.queries.background import keeps_everything
from caunoi.directory.queries.scope import scope_of
from caunoi.web.desk.requests import StaffRequest

PARTS: tuple[tuple[str, str | Promise], ...] = (
    ("person_list", _("People")),
    ("organisation_list", _("Organisations")),
    ("unit_list", _("Administrative units")),
    ("directive_list", _("Directives")),
    ("account_list", _("Accounts")),
    ("settings", _("Settings")),
    ("data_notice", _("Personal data")),
)


@dataclass(frozen=True, kw_only=True)
class Part:
    """One part of the directory, as the tabs draw it."""

    label: str | Promise
    url: str
    current: bool
    count: int | None = None


def show(
    request: StaffRequest, template: str, part: str, context: Mapping[str, Any], status: int = 200
) -> HttpResponse:
    """Render a page of the directory with its tabs; accounts are for administrators, settings for who keeps it all."""
    administers = bool(scope_of(request.user).by_kind.get(RoleKind.ADMINISTRATOR))
    closed = set() if administers else {"account_list", "settings"}
    if administers and not keeps_everything(request.user):
        closed.add("settings")
    tabs = [
        Part(label=label, url=reverse(f"desk:{name}"), current=name == part)
        for name, label in PARTS
        if name not in closed
    ]
    return render(request, f"desk/directory/{template}.html", {"parts": tabs, **context}, status=status)
