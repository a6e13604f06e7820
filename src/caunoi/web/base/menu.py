"""The desk's map: what stands in the rail, for whom."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from caunoi.directory.enums import RoleKind
from caunoi.directory.queries.scope import scope_of
from caunoi.directory.queries.trail import READERS_OF_TRAIL

EVERYBODY = tuple(RoleKind)
_BUT_DOOR = tuple(kind for kind in RoleKind if kind != RoleKind.DOOR)
ON_PHONES = 4


@dataclass(frozen=True)
class Place:
    """A part of the desk: its address, icon, and the roles that have something to do there."""

    url_name: str
    label: str | Promise
    icon: str
    roles: tuple[RoleKind, ...] = EVERYBODY


@dataclass(frozen=True)
class Entry:
    """A place as one user sees it; ``beyond`` says that it lies under "More" on a phone."""

    url: str
    label: str | Promise
    icon: str
    current: bool
    beyond: bool


PLACES: tuple[Place, ...] = (
    Place("desk:today", _("Today"), "calendar-check"),
    Place("desk:plan_list", _("Plans"), "clipboard-list", _BUT_DOOR),
    Place("desk:class_list", _("Classes"), "school"),
    Place("desk:person_list", _("Directory"), "address-book", _BUT_DOOR),
    Place("desk:article_list", _("News"), "news", _BUT_DOOR),
    Place("desk:intake_list", _("Take in old reports"), "file-import", (RoleKind.ADMINISTRATOR, RoleKind.ORGANISER)),
    Place("desk:trail", _("Trail"), "history", READERS_OF_TRAIL),
    Place("desk:jobs", _("Mails and jobs"), "send", (RoleKind.ADMINISTRATOR,)),
)
# One entry stands for several lists below the same address.
_SHARED_PREFIX = {"desk:person_list": "/danh-ba/"}


def desk_menu(request: HttpRequest) -> list[Entry]:
    """Return the entries the user may use, in the map's order; a place without an address yet is left out."""
    held = scope_of(request.user).by_kind
    reachable = [
        (place, url) for place in PLACES if any(held.get(kind) for kind in place.roles) and (url := _address(place))
    ]
    current = _current(request.path, reachable)
    return [
        Entry(url=url, label=place.label, icon=place.icon, current=place is current, beyond=number >= ON_PHONES)
        for number, (place, url) in enumerate(reachable)
    ]


def _address(place: Place) -> str:
    try:
        return reverse(place.url_name)
    except NoReverseMatch:
        return ""


def _current(path: str, reachable: Sequence[tuple[Place, str]]) -> Place | None:
    """Return the place with the longest address that ``path`` lies under."""
    best: tuple[int, Place | None] = (0, None)
    for place, url in reachable:
        shared = _SHARED_PREFIX.get(place.url_name)
        prefix = url[: url.index(shared) + len(shared)] if shared and shared in url else url
        exact = place.url_name == "desk:today"
        if (path == url if exact else path.startswith(prefix)) and len(prefix) > best[0]:
            best = (len(prefix), place)
    return best[1]
