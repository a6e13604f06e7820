"""Lists of classes as workbook and as CSV; no cell is ever taken for a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import date, datetime, time
from typing import Any

import xlsxwriter
from django.http import Http404, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from caunoi.core.text import fold
from caunoi.training.models import TrainingClass
from caunoi.web.base.templatetags.caunoi import days

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# A cell that begins so is run as a formula by spreadsheets.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def class_head() -> list[str]:
    """Return the head of the list of classes."""
    return [
        _("Code"),
        _("Title"),
        _("Days"),
        _("First day"),
        _("Place"),
        _("Hosts"),
        _("State"),
        _("Participants"),
        _("As reported"),
        _("Seats"),
    ]


def class_row(training_class: TrainingClass) -> list[Any]:
    """Return one class, loaded ``with_counts`` and ``with_organisers``, as a row."""
    row = training_class.__dict__
    reported = training_class.reported_count
    qualifier = training_class.get_reported_qualifier_display() if training_class.reported_qualifier else ""
    return [
        training_class.code,
        training_class.title,
        days(training_class.starts_on, training_class.ends_on),
        training_class.starts_on,
        training_class.place,
        "; ".join(link.name for link in row["organisers"]),
        str(training_class.get_state_display()),
        row["participant_count"] or None,
        f"{qualifier} {reported}".strip() if reported is not None else "",
        training_class.quota,
    ]


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
    writer.writerows([_defused(value) for value in row] for row in rows)
    # With the mark, spreadsheets read it as UTF-8.
    return ("\ufeff" + out.getvalue()).encode()


def _defused(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, date):
        return f"{value:%d/%m/%Y}"
    text = str(value)
    return f"'{text}" if text.startswith(_FORMULA) else text
