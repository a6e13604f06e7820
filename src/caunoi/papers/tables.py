"""Widths of tables whose columns are repeated, and rows that stay with what follows.

In a template, one column between two cells `{%tc for … %}` and `{%tc endfor %}` stands for many.
The three together are as wide as all the columns that come out of them.
"""

from __future__ import annotations

import re

from lxml import etree

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_LOOP = re.compile(r"\{%-?\s*tc\s+(for|endfor)\b")

# Twentieths of a point. Wider than this a signature column only takes room from names.
MAX_REPEATED = 1590
# Columns narrower than this hold an ordinal number or a note and gain nothing from more room.
MIN_STRETCHED = 1200
# The least part of a table that the left one of two merged cells takes.
LEFT_SHARE = 0.45
ROWS_KEPT_WITH_NEXT = 2
LINES_KEPT = 2
SHORT = 180
# A table of no more rows stays whole where signatures follow.
SMALL_TABLE = 6
PAIR = 2


def mark_repeated_cells(root: etree._Element) -> None:
    """Note on each repeated cell, as a negative width, the room that its copies share."""
    for row in root.iter(f"{_W}tr"):
        opened: int | None = None
        room = 0
        inside: list[etree._Element] = []
        for cell in row.findall(f"{_W}tc"):
            found = _LOOP.search("".join(node.text or "" for node in cell.iter(f"{_W}t")))
            if found and found.group(1) == "for":
                opened, room, inside = 0, _width(cell), []
            elif found and opened is not None:
                room += _width(cell)
                for each in inside:
                    _set_width(each, -(room // len(inside)))
                opened = None
            elif opened is not None:
                room += _width(cell)
                inside.append(cell)


def fit(root: etree._Element) -> etree._Element:
    """Give every cell of widened tables its width, redo grids, keep last rows with signatures."""
    for table in root.iter(f"{_W}tbl"):
        rows = table.findall(f"{_W}tr")
        for row in rows:
            _spread(row.findall(f"{_W}tc"))
        _redo_grid(table, rows)
        _keep_last_rows(rows)
        if _leads_to_kept(table):
            _keep_with_next(rows[-ROWS_KEPT_WITH_NEXT:])
        if _is_signed(table, rows):
            _keep_lines_before(table)
    return root


def _is_signed(table: etree._Element, rows: list[etree._Element]) -> bool:
    """Whether a table without head is the block of those who sign, whose lines are kept together."""
    has_head = any(row.find(f"{_W}trPr/{_W}tblHeader") is not None for row in rows)
    return not has_head and table.find(f".//{_W}keepNext") is not None


def _keep_lines_before(table: etree._Element) -> None:
    """The last paragraph of the text goes along with the signatures to the next page, and the one before if short."""
    above, kept = table.getprevious(), 0
    while kept < LINES_KEPT and above is not None and above.tag == f"{_W}p":
        length = sum(len(node.text or "") for node in above.iter(f"{_W}t"))
        # LibreOffice tears a headline from its text where a long paragraph is kept with signatures that don't fit.
        if above.find(f"{_W}pPr/{_W}pageBreakBefore") is not None or (kept and length > SHORT):
            return
        _keep_with_next([above])
        kept += bool(length)
        above = above.getprevious()


def _spread(cells: list[etree._Element]) -> None:
    widths = [_width(cell) for cell in cells]
    copies = [place for place, width in enumerate(widths) if width < 0]
    if not copies:
        return
    room = -widths[copies[0]]
    each = min(room // len(copies), MAX_REPEATED)
    others = [place for place, width in enumerate(widths) if width >= MIN_STRETCHED]
    stretch = sum(widths[place] for place in others)
    spare = room - each * len(copies)
    for place, cell in enumerate(cells):
        if place in copies:
            _set_width(cell, each)
        elif place in others:
            _set_width(cell, widths[place] + spare * widths[place] // stretch)


def _redo_grid(table: etree._Element, rows: list[etree._Element]) -> None:
    """A grid that fits the widest row without merged cells, where the old one does not."""
    grid = table.find(f"{_W}tblGrid")
    plain = [row.findall(f"{_W}tc") for row in rows if row.find(f".//{_W}gridSpan") is None]
    if grid is None or not plain:
        return
    widths = [_width(cell) for cell in max(plain, key=len)]
    for column in list(grid):
        grid.remove(column)
    for width in widths:
        etree.SubElement(grid, f"{_W}gridCol").set(f"{_W}w", str(width))
    for row in rows:
        _redo_spans(row.findall(f"{_W}tc"), widths)


def _redo_spans(cells: list[etree._Element], widths: list[int]) -> None:
    """Let the last merged cell of a row end where the table ends; two cells share a changed table."""
    spans = [cell.find(f"{_W}tcPr/{_W}gridSpan") for cell in cells]
    merged = [span for span in spans if span is not None]
    if not merged:
        return
    taken = sum(1 if span is None else int(span.get(f"{_W}val", "1")) for span in spans)
    if len(merged) == len(cells) == PAIR and taken != len(widths):
        left = next(place for place in range(1, len(widths)) if sum(widths[:place]) >= sum(widths) * LEFT_SHARE)
        merged[0].set(f"{_W}val", str(left))
        merged[1].set(f"{_W}val", str(len(widths) - left))
    else:
        last = max(1, int(merged[-1].get(f"{_W}val", "1")) + len(widths) - taken)
        merged[-1].set(f"{_W}val", str(last))
    start = 0
    for cell, span in zip(cells, spans, strict=True):
        end = start + (1 if span is None else int(span.get(f"{_W}val", "1")))
        _set_width(cell, sum(widths[start:end]))
        start = end


def _keep_last_rows(rows: list[etree._Element]) -> None:
    """Rows that end a table and are kept with their next pull the rows before them along.

    A signature block at the end of a table thus never stands alone on a page.
    """
    first = len(rows)
    while first and _is_kept(rows[first - 1]):
        first -= 1
    if first == len(rows):
        return
    if first > SMALL_TABLE:
        _keep_with_next(rows[first - ROWS_KEPT_WITH_NEXT : first])
    else:
        _keep_with_next(rows[:first])


def _leads_to_kept(table: etree._Element) -> bool:
    """Whether what stands right below a table is kept with its next: the signatures of a list."""
    below = table.getnext()
    return below is not None and below.tag == f"{_W}p" and below.find(f"{_W}pPr/{_W}keepNext") is not None


def _keep_with_next(rows: list[etree._Element]) -> None:
    for row in rows:
        for paragraph in row.iter(f"{_W}p"):
            properties = paragraph.find(f"{_W}pPr")
            if properties is None:
                properties = etree.Element(f"{_W}pPr")
                paragraph.insert(0, properties)
            if properties.find(f"{_W}keepNext") is None:
                style = properties.find(f"{_W}pStyle")
                properties.insert(0 if style is None else 1, etree.Element(f"{_W}keepNext"))


def _is_kept(row: etree._Element) -> bool:
    paragraph = next(row.iter(f"{_W}p"), None)
    return paragraph is not None and paragraph.find(f"{_W}pPr/{_W}keepNext") is not None


def _width(cell: etree._Element) -> int:
    found = cell.find(f"{_W}tcPr/{_W}tcW")
    if found is None:
        return 0
    try:
        return int(float(found.get(f"{_W}w", "0")))
    except ValueError:
        return 0


def _set_width(cell: etree._Element, width: int) -> None:
    properties = cell.find(f"{_W}tcPr")
    if properties is None:
        properties = etree.Element(f"{_W}tcPr")
        cell.insert(0, properties)
    found = properties.find(f"{_W}tcW")
    if found is None:
        found = etree.Element(f"{_W}tcW")
        properties.insert(0, found)
    found.set(f"{_W}w", str(width))
    found.set(f"{_W}type", "dxa")
