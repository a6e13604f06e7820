"""A plan read from a Word file: heads without marks, faults by row, all taken over at once or nothing."""

from __future__ import annotations

import io

import docx
import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from caunoi.directory.enums import RoleKind
from caunoi.intake.plans import values
from caunoi.intake.plans.columns import find_plan, kind_of
from caunoi.intake.plans.reading import checked, rows_as_json, rows_from_json
from caunoi.intake.rosters.files import Table
from caunoi.intake.services.plans import accept_plan_rows, read_plan_file
from caunoi.training.models import Plan
from caunoi.training.services.plans.making import remove_plan
from tests.factories import OrganisationFactory, UserFactory

HEAD = ["TT", "Nội dung, chuyên đề", "Đối tượng", "Số lớp", "Số người/lớp", "Thời gian", "Địa điểm",
        "Kinh phí (triệu đồng)", "Người theo dõi"]  # fmt: skip
ROWS = [
    ["(1)", "(2)", "(3)", "(4)", "(5)", "(6)", "(7)", "(8)", "(9)"],
    ["I", "Lớp cho cơ sở", "", "", "", "", "", "", ""],
    ["1", "Hòa giải ở cơ sở", "Hòa giải viên", "02 lớp", "60", "Quý II", "Hội trường", "45,5", "A"],
    ["2", "Tiếp công dân", "Cán bộ", "1", "50-60", "Tháng 5", "", "", "B"],
    ["3", "Chuyển đổi số", "Tổ công nghệ", "", "1.200", "Quý III - IV", "", "120 triệu đồng", "C"],
    ["", "Tổng cộng", "", "3", "", "", "", "165,5", ""],
]


def word(rows, *before) -> bytes:
    document = docx.Document()
    for table_rows in (*before, rows):
        table = document.add_table(rows=0, cols=len(table_rows[0]))
        for row in table_rows:
            for cell, text in zip(table.add_row().cells, row, strict=True):
                cell.text = text
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


@pytest.mark.parametrize(
    ("text", "quarter"),
    [
        ("Quý II", 2), ("quý 4/2026", 4), ("III", 3), ("Tháng 5", 2), ("5/2026", 2), ("T11", 4), ("tháng 4-6", 2),
        ("Quý II - III", None), ("tháng 3 - 5", None), ("Quý I, II", None), ("cả năm", None), ("", None),
    ],
)  # fmt: skip
def test_quarter_is_read_or_left_open(text, quarter):
    assert values.quarter(text) == quarter


@pytest.mark.parametrize(
    ("text", "unit", "amount"),
    [
        ("120.000.000", 1, 120_000_000), ("120,000,000 đ", 1, 120_000_000), ("120 triệu đồng", 1, 120_000_000),
        ("1,5 tỷ", 1, 1_500_000_000), ("45,5", 1_000_000, 45_500_000), ("45.500", 1_000, 45_500_000), ("-", 1, None),
    ],
)  # fmt: skip
def test_amount_is_read_in_dong(text, unit, amount):
    assert values.amount(text, unit) == amount


@pytest.mark.parametrize("text", ["khoảng 5 triệu", "5-6 triệu", "0,5", "năm triệu"])
def test_amount_that_is_vague_is_no_amount(text):
    with pytest.raises(values.Odd):
        values.amount(text)


def test_numbers_with_their_words():
    assert [values.whole(text) for text in ("02 lớp", "1.200 người", "50", "")] == [2, 1200, 50, None]
    assert [values.sittings(text) for text in ("02 ngày", "1,5 ngày", "4 buổi")] == [4, 3, 4]
    for odd in ("50-60", "hơn 270", "x"):
        with pytest.raises(values.Odd):
            values.whole(odd)


def test_heads_are_known_with_and_without_marks():
    assert [kind_of(text) for text in ("NỘI DUNG TẬP HUẤN", "doi tuong tham du", "Số lượng học viên", "Họ và tên")] == [
        "title", "audience", "seats", ""]  # fmt: skip
    assert find_plan([Table(name="", rows=[["Họ và tên", "Đơn vị"], ["A", "B"]])]) is None


@pytest.mark.django_db
@pytest.mark.data
def test_word_file_becomes_a_draft_once_every_row_is_right():
    office = OrganisationFactory()
    clerk = UserFactory.with_role(office, RoleKind.ORGANISER)
    content = word([HEAD, *ROWS], [["ỦY BAN", "CỘNG HÒA"], ["Số:", "ngày"]])

    read = read_plan_file(actor=clerk, owner=office, content=content, name="C:\\kh.docx")
    looked = [checked(row) for row in read.rows]

    assert (read.source, read.head.ignored, read.head.seats_each) == ("kh.docx", ("Người theo dõi",), True)
    assert [(each.row.number, each.row.skip, list(each.faults)) for each in looked] == [
        (3, True, []), (4, False, []), (5, False, ["seats"]), (6, False, []), (7, True, []),
    ]  # fmt: skip
    assert "Quý III - IV" in looked[3].hints[0]
    with pytest.raises(ValidationError, match="5"):
        accept_plan_rows(actor=clerk, owner=office, year=2027, rows=read.rows)
    assert not Plan.objects.exists()

    mended = rows_from_json(rows_as_json(read.rows))
    mended[2].cells["seats"] = "60"
    plan = accept_plan_rows(actor=clerk, owner=office, year=2027, source=read.source, rows=mended)

    assert [
        (item.title, item.class_count, item.seats, item.quarter, item.note, [cost.fixed for cost in item.costs.all()])
        for item in plan.items.order_by("position")
    ] == [
        ("Hòa giải ở cơ sở", 2, 60, 2, "", [45_500_000]),
        ("Tiếp công dân", 1, 60, 2, "", []),
        ("Chuyển đổi số", 1, 1200, None, "Quý III - IV", [120_000_000]),
    ]
    remove_plan(actor=clerk, plan=plan)
    assert not Plan.objects.exists()
    with pytest.raises(PermissionDenied):
        read_plan_file(actor=UserFactory(), owner=office, content=content, name="kh.docx")


@pytest.mark.django_db
@pytest.mark.data
def test_people_of_all_classes_are_divided_or_asked_about():
    office = OrganisationFactory()
    clerk = UserFactory.with_role(office, RoleKind.ORGANISER)
    rows = [["Chuyên đề", "Số lớp", "Tổng số người"], ["Một", "2", "100"], ["Hai", "3", "100"]]

    read = read_plan_file(actor=clerk, owner=office, content=word(rows), name="kh.docx")

    assert [(row.cells["seats"], list(checked(row).faults)) for row in read.rows] == [
        ("50", []),
        ("100 / 3", ["seats"]),
    ]


@pytest.mark.django_db
@pytest.mark.data
@pytest.mark.parametrize("content", [b"", b"%PDF-1.4", word([["Họ và tên", "Đơn vị"], ["A", "B"]])])
def test_file_without_a_plan_is_refused_in_words(content):
    office = OrganisationFactory()
    clerk = UserFactory.with_role(office, RoleKind.ORGANISER)
    with pytest.raises(ValidationError) as raised:
        read_plan_file(actor=clerk, owner=office, content=content, name="kh.docx")
    assert list(raised.value.message_dict) == ["file"]
