"""The rows of the sheet as HTML: thousands of cells, each a few letters that are made once.

A template loop over 3,600 cells costs a tenth of a second; joining ready strings costs a hundredth.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from caunoi.training.door_rules import Rules, class_share
from caunoi.training.enums import THERE, Mark
from caunoi.training.queries.attendance import Cell, Sheet, SheetRow
from caunoi.training.queries.counting import AttendanceCounts
from caunoi.training.queries.make_ups import GuestRow

# What a cell shows: the sign that stands on paper.
SIGNS: dict[Mark, str] = {
    Mark.PRESENT: "x",
    Mark.LATE: "M",
    Mark.LEFT_EARLY: "S",
    Mark.EXCUSED: "P",
    Mark.ABSENT: "K",
    Mark.NONE: "",
}
# One key sets a mark; the letters are the first of the Vietnamese words.
KEYS: dict[str, str] = {
    "x": Mark.PRESENT.value,
    "c": Mark.PRESENT.value,
    "m": Mark.LATE.value,
    "s": Mark.LEFT_EARLY.value,
    "p": Mark.EXCUSED.value,
    "k": Mark.ABSENT.value,
}


# Clearing comes last.
_ORDER = (*(mark for mark in Mark if mark != Mark.NONE), Mark.NONE)


def mark_choices() -> list[dict[str, str]]:
    """Return the marks with sign and words, as legend and buttons show them."""
    return [{"value": str(mark), "sign": SIGNS[mark], "words": str(mark.label)} for mark in Mark if mark != Mark.NONE]


def sheet_rows(
    read: Sheet,
    counts: AttendanceCounts,
    *,
    can_change: bool,
    documented: frozenset[tuple[int, int]] = frozenset(),
    reasons: Mapping[Cell, str] | None = None,
    rules: Rules | None = None,
) -> SafeString:
    """Return the body of the sheet's table, with a row above each unit.

    ``documented`` are the cells (enrolment, sitting) for which a paper of leave is kept; ``reasons`` says why the door
    marked a cell. With ``rules`` each row ends with the share of the class, and whether that is enough by them.
    """
    why = reasons or {}
    cells = {
        mark: format_html(
            '<td role="gridcell" tabindex="-1" data-m="{}" aria-label="{}">{}</td>', mark.value, mark.label, SIGNS[mark]
        )
        for mark in Mark
    }
    made_ups = {
        mark: format_html(
            '<td role="gridcell" tabindex="-1" data-m="{}" class="sheet-made-up" aria-label="{}">{}</td>',
            mark.value,
            _("%(mark)s, made up in another class") % {"mark": mark.label},
            SIGNS[mark],
        )
        for mark in Mark
    }
    on_paper = format_html(
        '<td role="gridcell" tabindex="-1" data-m="{}" class="sheet-on-paper" aria-label="{}">{}</td>',
        Mark.EXCUSED.value,
        _("%(mark)s, a paper is kept") % {"mark": Mark.EXCUSED.label},
        SIGNS[Mark.EXCUSED],
    )
    papers = {pk: {sitting for row, sitting in documented if row == pk} for pk in {row for row, _place in documented}}
    width = len(read.sittings) + (4 if rules else 3)
    words = share_words()
    parts: list[str] = []
    unit = None
    for row in read.rows:
        if row.unit != unit:
            unit = row.unit
            parts.append(
                format_html(
                    '<tr class="sheet-unit" data-unit><th colspan="{}" scope="rowgroup">{}</th></tr>',
                    width,
                    unit or _("No unit given"),
                )
            )
        parts.append(_row_head(row, can_change=can_change))
        kept = papers.get(row.id, ())
        parts.extend(
            on_paper
            if mark == Mark.EXCUSED and kept and read.sittings[place].id in kept
            else made_up
            if place in row.made_up and mark not in THERE
            else _told(cells[mark], why.get((row.id, read.sittings[place].id), ""))
            for place, (mark, made_up) in enumerate((each, made_ups[each]) for each in row.marks)
        )
        parts.append(f'<td class="cn-num" data-row-sum>{counts.by_person[row.id].marks.present}</td>')
        parts.append(f"{_share(row, rules, words)}</tr>" if rules else "</tr>")
    return mark_safe("".join(parts))  # noqa: S308 - every part was made by format_html or holds a number only


def share_words() -> dict[str, str]:
    """Return what is said of a share: enough by the class's rule, and no longer within reach."""
    return {"enough": _("attended enough"), "lost": _("not enough")}


def _share(row: SheetRow, rules: Rules, words: Mapping[str, str]) -> str:
    """Return the cell of a share. Not enough is said only once the sittings still unmarked can't make it enough."""
    marks = ["made_up" if place in row.made_up and mark not in THERE else mark for place, mark in enumerate(row.marks)]
    share = class_share(marks, rules)
    open_yet = sum(1 for mark in marks if mark == Mark.NONE)
    state = ""
    if rules.class_share and share.of:
        reached = (share.attended + open_yet) * 100 >= rules.class_share * share.of
        state = "enough" if share.enough else "" if reached else "lost"
    said = format_html(" <span>{}</span>", words[state]) if state else ""
    return format_html(
        '<td class="sheet-share" data-row-share data-state="{}">{}/{} · {} %{}</td>',
        state, share.attended, share.of, share.percent, said,
    )  # fmt: skip


def _told(cell: str, reason: str) -> str:
    return cell.replace("<td ", f'<td title="{escape(reason)}" ', 1) if reason else cell


def _row_head(row: SheetRow, *, can_change: bool) -> str:
    number = (
        format_html(
            '<button type="button" class="sheet-rowhead" tabindex="-1" data-row-all aria-label="{}">{}</button>',
            _("%(number)s, all sittings of %(name)s") % {"number": row.number, "name": row.name},
            row.number,
        )
        if can_change
        else str(row.number)
    )
    note = (
        format_html('<span class="cn-soft cn-small">{}</span>', _("for %(name)s") % {"name": row.substitute_for_name})
        if row.substitute_for_name
        else ""
    )
    return format_html(
        '<tr data-id="{}" data-folded="{}"><td class="sheet-number">{}</td><th scope="row"><span>{}</span>{}</th>',
        row.id,
        row.folded,
        number,
        row.name,
        note,
    )


def sitting_rows(
    read: Sheet, place: int, *, can_change: bool, typed: Mapping[str, Any], reasons: Mapping[Cell, str] | None = None
) -> SafeString:
    """Return the people of one half-day, each with a button a mark; what was typed and refused stays chosen.

    ``reasons`` says of whom the door marked why.
    """
    why = reasons or {}
    parts: list[str] = []
    unit = None
    for row in read.rows:
        if row.unit != unit:
            unit = row.unit
            parts.append(_group(unit or _("No unit given")))
        about = _("for %(name)s") % {"name": row.substitute_for_name} if row.substitute_for_name else row.post
        if place in row.made_up and row.marks[place] not in THERE:
            about = _("made up in another class")
        reason = why.get((row.id, read.sittings[place].id), "")
        about = " · ".join(part for part in (about, reason) if part)
        parts.append(_person(row, about, row.marks[place], can_change=can_change, typed=typed))
    return mark_safe("".join(parts))  # noqa: S308 - every part was made by format_html


def guest_rows(guests: Sequence[GuestRow], sitting: int, *, can_change: bool, typed: Mapping[str, Any]) -> SafeString:
    """Return who makes up the half-day here, below the list: marked alike, in no sum of it."""
    parts = [_group(_("Making up this sitting here, from other classes"))] if guests else []
    parts += [
        _person(row, row.unit or row.post, row.marks[sitting], can_change=can_change, typed=typed, guest=True)
        for row in guests
    ]
    return mark_safe("".join(parts))  # noqa: S308 - every part was made by format_html


def _group(words: str) -> str:
    return format_html('<li class="sitting-unit" data-unit><h3>{}</h3></li>', words)


def _person(
    row: SheetRow | GuestRow,
    about: str,
    mark: Mark,
    *,
    can_change: bool,
    typed: Mapping[str, Any],
    guest: bool = False,
) -> str:
    now = typed.get(f"m-{row.id}", mark.value)
    buttons = format_html_join(
        "",
        '<label class="sitting-mark" data-m="{}"><input type="radio" name="m-{}" value="{}"{}{}><span>{}</span>'
        "</label>",
        (
            (
                each.value,
                row.id,
                each.value,
                mark_safe(" checked") if each.value == now else "",
                "" if can_change else mark_safe(" disabled"),
                _("Clear the mark") if each == Mark.NONE else str(each.label),
            )
            for each in _ORDER
        ),
    )
    return format_html(
        '<li class="sitting-person" data-id="{}" data-folded="{}"{}><fieldset><legend>{} <span class="cn-soft '
        'cn-small">{}</span></legend><div class="sitting-marks">{}</div></fieldset></li>',
        row.id,
        row.folded,
        mark_safe(" data-guest") if guest else "",
        row.name,
        about,
        buttons,
    )
