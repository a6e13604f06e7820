"""The desk's search of everything in scope."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise

from caunoi.core import search as core_search
from caunoi.core.models import SearchDocument
from caunoi.directory.queries.scope import scope_of
from caunoi.web.desk.addresses import KINDS, address_of

ON_PAGE = 8
UNDER_THE_BOX = 3
OF_ONE_KIND = 100
# What whoever only stands at the door somewhere finds nothing of through that.
_REGISTER = ("person", "questionnaire")


@dataclass(frozen=True)
class Hit:
    """One result and where it stands."""

    document: SearchDocument
    url: str


@dataclass(frozen=True)
class Group:
    """The results of one kind."""

    kind: str
    label: str | Promise
    icon: str
    hits: list[Hit]
    more: bool


@login_required
def search(request: HttpRequest) -> HttpResponse:
    """Show what was found, grouped by kind; ``?kind=`` shows more of one; htmx gets a few lines under the box."""
    query = request.GET.get("q", "").strip()[:200]
    under_the_box = request.headers.get("HX-Target") == "cn-quick"
    kind = request.GET.get("kind", "")
    kinds = [kind] if kind in KINDS else list(KINDS)
    each = UNDER_THE_BOX if under_the_box else OF_ONE_KIND if kind in KINDS else ON_PAGE
    groups = find(request, query=query, kinds=kinds, each=each) if query else []
    context = {"query": query, "groups": groups, "kind": kind if kind in KINDS else ""}
    return render(request, "desk/search_quick.html" if under_the_box else "desk/search.html", context)


def find(request: HttpRequest, *, query: str, kinds: list[str], each: int) -> list[Group]:
    """Return the groups that hold anything, in the order of the page."""
    scope = scope_of(request.user)
    found = core_search.find_by_kind(query=query, ranges=scope.ranges, kinds=kinds, each=each)
    narrow = [kind for kind in kinds if kind in _REGISTER]
    if scope.register != scope.ranges and narrow:
        found |= core_search.find_by_kind(query=query, ranges=scope.register, kinds=narrow, each=each)
    groups = []
    for kind in kinds:
        _name, label, icon = KINDS[kind]
        places = [(document, address_of(kind, document.object_id)) for document in found[kind].documents]
        hits = [Hit(document, url) for document, url in places if url]
        if hits:
            groups.append(Group(kind, label, icon, hits, found[kind].more))
    return groups
