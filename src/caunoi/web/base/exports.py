"""Lists as a workbook or as CSV; no cell is ever taken for a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import date, datetime, time
from typing import Any

import xlsxwriter
from django.http import Http404, HttpResponse
from django.utils import timezone

from caunoi.core import text
from caunoi.core.text import fold

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def respond(form: str, *, name: str, head: Sequence[str], rows: Iterable[Sequence[Any]]) -> HttpResponse:
    """Send rows as ``xlsx`` or ``csv``; raises Http404 for any other form."""
    makers = {"xlsx": (_workbook, XLSX), "csv": (_csv, "text/csv; charset=utf-8")}
    if form not in makers:
        raise Http404
    make, content_type = makers[form]
    stem = fold(name).replace(" ", "-")
    return HttpResponse(
        make(head, rows),
        content_type=content_type,
        headers={"Content-Disposition": f'attachment; filename="{stem}-{timezone.localdate():%Y-%m-%d}.{form}"'},
    )


def _workbook(head: Sequence[str], rows: Iterable[Sequence[Any]]) -> bytes:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "constant_memory": False})
    sheet = book.add_worksheet()
    bold, day = book.add_format({"bold": True}), book.add_format({"num_format": "dd/mm/yyyy"})
    for column, title in enumerate(head):
        sheet.write_string(0, column, title, bold)
    for line, row in enumerate(rows, start=1):
        for column, value in enumerate(row):
            if isinstance(value, date):
                sheet.write_datetime(line, column, datetime.combine(value, time()), day)
            elif isinstance(value, int):
                sheet.write_number(line, column, value)
            elif value is not None:
                sheet.write_string(line, column, str(value))
    sheet.freeze_panes(1, 0)
    sheet.autofit(max_width=400)
    book.close()
    return out.getvalue()


def _csv(head: Sequence[str], rows: Iterable[Sequence[Any]]) -> bytes:
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(head)
    writer.writerows([defused(value) for value in row] for row in rows)
    # With the mark, spreadsheets read it as UTF-8.
    return ("\ufeff" + out.getvalue()).encode()


def defused(value: Any) -> str:
    """Return a value as a cell of CSV that no spreadsheet runs."""
    if value is None:
        return ""
    if isinstance(value, date):
        return f"{value:%d/%m/%Y}"
    return text.defused(str(value))
