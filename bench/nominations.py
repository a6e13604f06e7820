"""A spreadsheet of 5,000 nominations with 200 faulty rows: read, shown, taken over, taken back."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Iterator

from bench.measure import Row, row, seconds

ROWS, FAULTY, UNITS = 5_000, 200, 50
_SYLLABLES = ("An", "Bình", "Cúc", "Dung", "Hà", "Khoa", "Lan", "Minh", "Ngọc", "Phúc", "Quý", "Sơn", "Thu", "Vân")


def workbook() -> bytes:
    """Return the file: every 25th row says a day of birth that is not in the calendar."""
    import xlsxwriter  # noqa: PLC0415 - only what is measured is loaded before

    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    sheet = book.add_worksheet("Danh sách")
    for column, head in enumerate(("TT", "Họ và tên", "Chức vụ", "Đơn vị", "Năm sinh", "Số điện thoại")):
        sheet.write_string(0, column, head)
    for number in range(1, ROWS + 1):
        name = " ".join(_SYLLABLES[number // 14**place % 14] for place in (3, 2, 1, 0))
        year = "31/02/1980" if number % (ROWS // FAULTY) == 0 else str(1950 + number % 50)
        cells = (f"Trần {name}", "Tổ trưởng", f"Phường Thử {number % UNITS + 1}", year, f"0905{number:06d}")
        sheet.write_number(number, 0, number)
        for column, cell in enumerate(cells, start=1):
            sheet.write_string(number, column, cell)
    book.close()
    return out.getvalue()


def rows() -> Iterator[Row]:
    """Time each step against reading the same file with the library alone."""
    import python_calamine  # noqa: PLC0415 - as above

    from caunoi.core.text import fold  # noqa: PLC0415 - Django is set up by the runner
    from caunoi.directory.enums import OrganisationKind, RoleKind, System  # noqa: PLC0415 - as above
    from caunoi.directory.models import Organisation, Role, User  # noqa: PLC0415 - as above
    from caunoi.intake.queries.nominations import nomination_preview  # noqa: PLC0415 - as above
    from caunoi.intake.queries.roster import FAULT  # noqa: PLC0415 - as above
    from caunoi.intake.services import nominations as drafts  # noqa: PLC0415 - as above
    from caunoi.training.enums import HostRole  # noqa: PLC0415 - as above
    from caunoi.training.models import ClassOrganisation, Nomination, Quota, TrainingClass  # noqa: PLC0415 - as above
    from caunoi.training.services.seats import undo_nominations  # noqa: PLC0415 - as above

    office = Organisation.objects.create(
        name="Phường Thử", folded_name="phuong thu", kind=OrganisationKind.PEOPLES_COMMITTEE, system=System.STATE,
        path="AAAAAA",
    )  # fmt: skip
    user = User.objects.create(username="thu", name="Nguyễn Văn Thử")
    Role.objects.create(user=user, organisation=office, kind=RoleKind.ORGANISER)
    held = TrainingClass.objects.create(
        keeper=office, title="Lớp thử", folded_title="lop thu", starts_on=dt.date(2026, 12, 1), quota=ROWS
    )
    ClassOrganisation.objects.create(training_class=held, organisation=office, name=office.name, role=HostRole.KEEPER)
    for number in range(1, UNITS + 1):
        name = f"Phường Thử {number}"
        Quota.objects.create(training_class=held, name=name, folded_name=fold(name), seats=ROWS // UNITS)
    content = workbook()
    size = f"{ROWS} rows, {FAULTY} faulty, {UNITS} units"
    alone = seconds(
        lambda: python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python(),
        runs=3,
    )

    def start() -> object:
        return drafts.start_from_file(actor=user, training_class=held, content=content, name="danh-sach.xlsx")

    reading = seconds(start, runs=3)
    draft = drafts.start_from_file(actor=user, training_class=held, content=content, name="danh-sach.xlsx")
    showing = seconds(lambda: nomination_preview(user, draft), runs=3)
    found = nomination_preview(user, draft)
    if found.counts[FAULT] != FAULTY or Nomination.objects.exists():
        raise SystemExit(f"{found.counts[FAULT]} faults found, {Nomination.objects.count()} written")
    yard = "read it with calamine alone"
    yield row("nominations: read the file", size, reading, "s", yardstick=yard, against=alone)
    yield row("nominations: show what it comes to", size, showing, "s", yardstick=yard, against=alone)
    yield row("nominations: file to preview", size, reading + showing, "s", yardstick=yard, against=alone)
    draft = drafts.skip_faulty_nominations(actor=user, draft=draft, revision=1)
    began = dt.datetime.now(dt.UTC)
    batch = drafts.accept_nomination_draft(actor=user, draft=draft, revision=2)
    took = (dt.datetime.now(dt.UTC) - began).total_seconds()
    yield row("nominations: take over", size, took, "s", yardstick=yard, against=alone)
    began = dt.datetime.now(dt.UTC)
    undo_nominations(actor=user, batch=batch)
    took = (dt.datetime.now(dt.UTC) - began).total_seconds()
    if Nomination.objects.exists():
        raise SystemExit("Something is left of the list.")
    yield row("nominations: take back", size, took, "s", yardstick=yard, against=alone)
