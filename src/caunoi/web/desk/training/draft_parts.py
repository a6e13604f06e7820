"""What the pages of a list being checked have in common, whatever becomes of its people."""

from __future__ import annotations

import re
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext_lazy

from caunoi.intake.models import RosterDraft
from caunoi.intake.queries import roster as queries
from caunoi.intake.services import roster as services
from caunoi.web.base.numbers import whole
from caunoi.web.desk.requests import StaffRequest

_EDIT = re.compile(r"^sua-(\d{1,6})-([a-z_]+)$")
_DECISION = re.compile(r"^chon-(\d{1,6})$")
_SAMPLES = 3
# What the tabs above the rows show; a tab may stand for several states.
SHOWN: dict[str, tuple[str, ...]] = {
    "": queries.STATES,
    "sua": (queries.FAULT,),
    "trung": (queries.LISTED, queries.TWIN),
    "quen": (queries.KNOWN,),
    "bo": (queries.SKIPPED,),
}
_SHOWN_WORDS = {
    "": gettext_lazy("All rows"),
    "sua": gettext_lazy("To be corrected"),
    "trung": gettext_lazy("There already"),
    "quen": gettext_lazy("Known from before"),
    "bo": gettext_lazy("Left out"),
}


def columns_of(read: queries.Preview) -> list[dict[str, Any]]:
    """Return each column that holds anything: its head, a few of its cells, and what it is taken for."""
    sheet = read.sheet
    width = max((len(row) for row in sheet.rows), default=0)
    below = sheet.rows[sheet.head + 1 :]
    found = []
    for place in range(width):
        cells = [row[place] for row in below if place < len(row) and row[place]]
        if cells:
            found.append(
                {
                    "place": place,
                    "head": sheet.words[place] if place < len(sheet.words) else "",
                    "samples": cells[:_SAMPLES],
                    "field": sheet.columns.get(place, ""),
                }
            )
    return found


def number_of(text: str | None, otherwise: int) -> int:
    """Return the number that a field holds."""
    try:
        return int(text or "")
    except ValueError:
        return otherwise


def typed(posted: QueryDict) -> dict[int, dict[str, str]]:
    """Return the cells that were typed anew: those that differ from what the page showed beside them."""
    edits: dict[int, dict[str, str]] = {}
    for key, value in posted.items():
        found = _EDIT.match(key)
        if found and value != posted.get(f"cu-{found[1]}-{found[2]}", ""):
            edits.setdefault(int(found[1]), {})[found[2]] = str(value)
    return edits


def decided(posted: QueryDict) -> dict[int, str]:
    """Return what was chosen for rows, where it differs from what the page showed."""
    decisions: dict[int, str] = {}
    for key, value in posted.items():
        found = _DECISION.match(key)
        if found and value != posted.get(f"cu-{key}", ""):
            decisions[int(found[1])] = str(value)
    return decisions


def views_of(read: queries.Preview, shown: str) -> list[dict[str, Any]]:
    """Return the tabs above the rows, each with how many rows it shows."""
    return [
        {
            "label": _SHOWN_WORDS[name],
            "url": f"?xem={name}" if name else "?",
            "current": name == shown,
            "count": sum(read.counts[state] for state in states),
        }
        for name, states in SHOWN.items()
    ]


def choose_columns(request: StaffRequest, draft: RosterDraft) -> None:
    """Take over what the form says of sheet, head and columns; raises as the service does."""
    posted = request.POST
    places = [key.removeprefix("cot-") for key in posted if key.startswith("cot-")]
    services.choose_columns(
        actor=request.user,
        draft=draft,
        revision=number_of(posted.get("revision"), 0),
        sheet=number_of(posted.get("sheet"), 0),
        head=number_of(posted.get("head"), 0) - 1,
        columns={at: posted[f"cot-{place}"] for place in places if (at := whole(place)) is not None},
    )


def keep_rows(request: StaffRequest, draft: RosterDraft) -> int:
    """Keep what was typed and chosen of rows, and return the draft's revision from then on; raises as the service."""
    edits, decisions = typed(request.POST), decided(request.POST)
    revision = number_of(request.POST.get("revision"), 0)
    if not edits and not decisions:
        return revision
    kept = services.decide_rows(actor=request.user, draft=draft, revision=revision, edits=edits, decisions=decisions)
    return kept.revision
