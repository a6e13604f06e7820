"""The form of a unit as a workbook: locked but for its lines, with hints, choices, and its mark on a hidden sheet."""

from __future__ import annotations

import datetime as dt
import io

import xlsxwriter

from caunoi.papers.nomination_form import HINTS, MARK_WORDS, TITLE, NominationForm

# As the reader of lists calls it (caunoi.intake.rosters.files.MARK_SHEET); both are pure and blind to each other.
MARK_SHEET = "_caunoi"
_MM = 0.52
_NAME, _YEAR, _PHONE, _VENUE = 1, 4, 5, 6


def nomination_xlsx(form: NominationForm, *, today: dt.date) -> bytes:
    """Return the workbook. A year that can't be one's birth year gets a warning that may be passed over."""
    out = io.BytesIO()
    # Text stays text: a name that begins with "=" is no formula.
    book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    formats = _Formats(book)
    sheet = book.add_worksheet("Danh sách cử")
    last = len(form.columns) - 1
    sheet.merge_range(0, 0, 0, last, TITLE, formats.title)
    line = 1
    for words, text in form.facts:
        sheet.merge_range(line, 0, line, 1, words, formats.words)
        sheet.merge_range(line, 2, line, last, text, formats.fact)
        # A merged cell does not grow by itself.
        sheet.set_row(line, 16 * (1 + len(text) // 72))
        line += 1
    sheet.merge_range(line, 0, line, last, f"{MARK_WORDS}: {form.mark}", formats.mark)
    line += 2
    for column, (head, width) in enumerate(form.columns):
        sheet.set_column(column, column, width * _MM)
        sheet.write_string(line, column, head, formats.head)
    sheet.set_row(line, 32)
    first, end = line + 1, line + form.lines
    for number in range(1, form.lines + 1):
        row = line + number
        sheet.write_number(row, 0, number, formats.number)
        for column in range(1, last + 1):
            sheet.write_blank(row, column, None, formats.phone if column == _PHONE else formats.cell)
    _checks(sheet, form, first, end, today)
    sheet.protect("", {"format_columns": True, "format_rows": True, "select_locked_cells": True, "sort": True})
    sheet.freeze_panes(first, 2)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(line)
    sheet.set_selection(first, _NAME, first, _NAME)
    _hints(book, formats)
    hidden = book.add_worksheet(MARK_SHEET)
    hidden.write_string(0, 0, form.mark)
    hidden.very_hidden()
    book.close()
    return out.getvalue()


class _Formats:
    """The looks of cells."""

    def __init__(self, book: xlsxwriter.Workbook) -> None:
        letters = {"font_name": "Times New Roman", "font_size": 12, "valign": "vcenter"}
        edge = {**letters, "border": 1, "border_color": "#8A99A6"}
        self.title = book.add_format({**letters, "bold": True, "font_size": 15, "align": "center"})
        self.words = book.add_format({**letters, "bold": True, "valign": "top"})
        self.fact = book.add_format({**letters, "text_wrap": True, "valign": "top"})
        self.mark = book.add_format({**letters, "font_size": 9, "font_color": "#6F8190"})
        self.head = book.add_format({**edge, "bold": True, "align": "center", "text_wrap": True, "bg_color": "#E2F0F4"})
        self.number = book.add_format({**edge, "align": "center"})
        self.cell = book.add_format({**edge, "locked": False, "text_wrap": True})
        # As text, else the zero that a phone number begins with is lost.
        self.phone = book.add_format({**edge, "locked": False, "num_format": "@"})
        self.hint = book.add_format({**letters, "text_wrap": True})


def _checks(sheet: xlsxwriter.worksheet.Worksheet, form: NominationForm, first: int, end: int, today: dt.date) -> None:
    sheet.data_validation(
        first,
        _YEAR,
        end,
        _YEAR,
        {
            "validate": "integer",
            "criteria": "between",
            "minimum": 1930,
            "maximum": today.year - 10,
            "error_type": "warning",
            "error_title": "Năm sinh",
            "error_message": "Chỉ ghi năm sinh, ví dụ 1980.",
        },
    )
    sheet.data_validation(
        first,
        _PHONE,
        end,
        _PHONE,
        {"validate": "any", "input_title": "Số điện thoại", "input_message": "Ghi cả số 0 ở đầu."},
    )
    if form.venues:
        sheet.data_validation(
            first,
            _VENUE,
            end,
            _VENUE,
            # Excel takes 255 letters of choices; more stand beside the table, out of the print.
            _choices(sheet, form.venues, first),
        )


def _choices(sheet: xlsxwriter.worksheet.Worksheet, names: tuple[str, ...], first: int) -> dict[str, object]:
    short = len(",".join(names)) <= 255 and not any("," in name for name in names)
    if short:
        source: object = list(names)
    else:
        column = 26
        for place, name in enumerate(names):
            sheet.write_string(first + place, column, name)
        sheet.set_column(column, column, None, None, {"hidden": True})
        source = f"=$AA${first + 1}:$AA${first + len(names)}"
    return {
        "validate": "list",
        "source": source,
        "error_title": "Điểm cầu",
        "error_message": "Chọn một điểm cầu trong danh sách.",
    }


def _hints(book: xlsxwriter.Workbook, formats: _Formats) -> None:
    sheet = book.add_worksheet("Hướng dẫn")
    sheet.set_column(0, 0, 95)
    sheet.write_string(0, 0, "HƯỚNG DẪN ĐIỀN DANH SÁCH", formats.title)
    for number, hint in enumerate(HINTS, start=1):
        sheet.write_string(number, 0, f"{number}. {hint}", formats.hint)
    sheet.protect()
