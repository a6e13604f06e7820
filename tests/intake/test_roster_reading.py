"""Files and pasted text become rows; what is never kept is gone before anything is stored."""

from __future__ import annotations

import datetime as dt
import io
import struct
import unicodedata
import zipfile
import zlib

import docx
import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from caunoi.intake.rosters.columns import is_never_kept, kind_of
from caunoi.intake.rosters.drafts import keep, read_rows
from caunoi.intake.rosters.files import MOST_ROWS, Unreadable, parse, read_file, read_text
from caunoi.intake.rosters.values import read_birth, read_name, read_phone, split_line

TODAY = dt.date(2026, 11, 23)


def sheet_file(rows, **options):
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, options) as book:
        sheet = book.add_worksheet("Danh sách")
        for index, row in enumerate(rows):
            for place, cell in enumerate(row):
                if isinstance(cell, str):
                    sheet.write_string(index, place, cell)
                else:
                    sheet.write(index, place, cell)
    return out.getvalue()


def people(tables):
    (kept,) = keep(tables)
    return kept, read_rows(kept, {}, today=TODAY)


def told(rows):
    return [(row.number, row.full_name, row.post, row.unit_text, row.birth_year, row.phone) for row in rows]


def test_spreadsheet_with_title_head_groups_and_signature():
    content = sheet_file(
        [
            ["DANH SÁCH HỌC VIÊN"],
            [],
            ["STT", "Họ và tên", "Ngày sinh", "Chức vụ", "Đơn vị", "SĐT"],
            ["I", "Tổ dân phố số 3"],
            [1, "NGUYỄN VĂN MẪU", "12/5/1970", "Tổ trưởng", "", 905123456],
            [2, "Trần Thị Thử", 1980, "Tổ phó", "Tổ dân phố số 4", "+84 905 123 457"],
            ["", "Tổng cộng: 2 người"],
            ["", "", "", "NGƯỜI LẬP BIỂU"],
        ]
    )
    _, rows = people(read_file(content, "ds.xlsx"))
    assert told(rows) == [
        (5, "Nguyễn Văn Mẫu", "Tổ trưởng", "Tổ dân phố số 3", 1970, "0905123456"),
        (6, "Trần Thị Thử", "Tổ phó", "Tổ dân phố số 4", 1980, "0905123457"),
    ]


def test_of_a_birth_date_only_the_year_is_kept():
    kept, _ = people([read_text("Họ và tên\tNgày sinh\nNguyễn Văn Mẫu\t12/05/1970\n")])
    assert kept.rows[1] == ["Nguyễn Văn Mẫu", "1970"]


def test_columns_about_belief_ethnicity_and_membership_are_gone_and_named():
    text = (
        "STT\tHọ và tên\tNăm sinh\t\tDân tộc\tChức vụ\tĐơn vị\tĐảng viên\t\t"
        "Ngày vào Đảng\tTôn giáo\tThành phần\tSức khỏe\n"
        "\t\tNam\tNữ\t\t\t\tChính thức\tDự bị\t\t\t\t\n"
        "1\tNguyễn Văn Mẫu\t1970\t\tCơ Tu\tPhó Phòng Tôn giáo\tBan Dân tộc\tx\t\t3/2/2001\tKhông\tBần nông\tTốt\n"
        "2\tTrần Thị Thử\t\t1980\tKinh\tChuyên viên\tBan Dân tộc\t\tx\t\tCông giáo\t\tYếu\n"
    )
    kept, rows = people([read_text(text)])
    assert told(rows) == [
        (3, "Nguyễn Văn Mẫu", "Phó Phòng Tôn giáo", "Ban Dân tộc", 1970, ""),
        (4, "Trần Thị Thử", "Chuyên viên", "Ban Dân tộc", 1980, ""),
    ]
    stored = str(kept.as_json()["rows"])
    for secret in ("Cơ Tu", "Kinh", "Công giáo", "Bần nông", "3/2/2001", "Tốt", "'x'"):
        assert secret not in stored
    assert kept.dropped == [
        "Dân tộc",
        "Đảng viên: Chính thức",
        "Ngày vào Đảng",
        "Tôn giáo",
        "Thành phần",
        "Sức khỏe",
        "Đảng viên",
    ]


def test_choosing_another_head_finds_nothing_that_was_dropped():
    kept, _ = people([read_text("Họ và tên\tDân tộc\tĐơn vị\nNguyễn Văn Mẫu\tCơ Tu\tTDP 3\n")])
    kept.choose_head(-1)
    assert "Cơ Tu" not in str(kept.as_json())


def test_a_list_without_a_head_loses_such_a_column_by_its_values():
    kept, rows = people([read_text("Nguyễn Văn Mẫu\tTổ trưởng\tTDP 3\tKinh\nTrần Thị Thử\tTổ phó\tTDP 4\tCơ Tu\n")])
    assert "Cơ Tu" not in str(kept.as_json())
    assert [(row.full_name, row.post, row.unit_text) for row in rows] == [
        ("Nguyễn Văn Mẫu", "Tổ trưởng", "TDP 3"),
        ("Trần Thị Thử", "Tổ phó", "TDP 4"),
    ]


def test_a_note_that_is_nothing_but_a_membership_is_emptied_and_counted():
    kept, rows = people([read_text("Họ và tên\tGhi chú\nNguyễn Văn Mẫu\tĐảng viên\nTrần Thị Thử\tĐến muộn\n")])
    assert ([row.note for row in rows], kept.emptied) == (["", "Đến muộn"], 1)


@pytest.mark.parametrize(
    ("head", "never"),
    [
        ("Dân tộc", True),
        ("DÂN TỘC/TÔN GIÁO", True),
        ("Là đảng viên (x)", True),
        ("Ngày vào Đảng CSVN", True),
        ("Số thẻ Đảng", True),
        ("Thành phần gia đình", True),
        ("Chức vụ trong tôn giáo", True),
        ("Số CCCD", True),
        ("Chức vụ Đảng, chính quyền, đoàn thể", False),
        ("Đơn vị (Ban Dân tộc)", False),
        ("Họ và tên", False),
        ("Ghi chú", False),
    ],
)
def test_heads_that_are_never_kept(head, never):
    assert is_never_kept(head) is never
    assert is_never_kept(unicodedata.normalize("NFD", head)) is never


@pytest.mark.parametrize(
    ("head", "kind"),
    [
        ("Họ và tên học viên", "full_name"),
        ("HỌ TÊN", "full_name"),
        ("Họ đệm", "family_name"),
        ("Tên", "given_name"),
        ("Chức danh", "post"),
        ("Đơn vị công tác", "unit_text"),
        ("Ngày, tháng, năm sinh", "birth_year"),
        ("Số điện thoại (Zalo)", "phone"),
        ("Điểm cầu", "venue"),
        ("Ghi chú", "note"),
        ("Hộ khẩu", ""),
    ],
)
def test_heads_in_their_many_words(head, kind):
    assert kind_of(head) == kind


def test_lines_of_a_message():
    _, rows = people(
        [
            read_text(
                "Danh sách tham dự:\n"
                "1. Nguyễn Văn Mẫu – Tổ trưởng TDP 3\n"
                "2) Bà Trần Thị Thử - Tổ phó - TDP 4, 0905 123 456\n"
                "Tổ dân phố 5:\n"
                "- Lê Văn Ba (Chi hội trưởng), sinh năm 1970, dân tộc Cơ Tu\n"
            )
        ]
    )
    assert told(rows) == [
        (2, "Nguyễn Văn Mẫu", "Tổ trưởng TDP 3", "", None, ""),
        (3, "Trần Thị Thử", "Tổ phó", "TDP 4", None, "0905123456"),
        (5, "Lê Văn Ba", "Chi hội trưởng", "Tổ dân phố 5", 1970, ""),
    ]


@pytest.mark.parametrize("separator", ["\t", ";", ",", "|"])
def test_separated_text(separator):
    lines = [["Họ và tên", "Chức vụ", "Đơn vị"], ["Nguyễn Văn Mẫu", "Tổ trưởng", "TDP 3"]]
    _, rows = people([read_text("\n".join(separator.join(line) for line in lines))])
    assert told(rows) == [(2, "Nguyễn Văn Mẫu", "Tổ trưởng", "TDP 3", None, "")]


UNIT_WORDS = st.sampled_from(
    ["Tổ", "tổ dân phố", "TDP", "Thôn", "ấp", "Khu phố", "khối", "Xóm", "Bản", "buôn", "Chi bộ", "Phường", "xã"]
)
UNIT_NAMES = st.sampled_from(["9", "số 12", "Mỹ Thử", "Thử Nghiệm 3", "Hòa Mẫu", "4B"])
POSTS = st.sampled_from(
    [
        "Tổ trưởng",
        "Tổ phó",
        "Thôn trưởng",
        "Trưởng thôn",
        "Thôn đội trưởng",
        "Xã đội trưởng",
        "Bí thư chi bộ",
        "Ấp phó",
        "Tổ trưởng tổ 9",
        "Trưởng ban",
        "Trưởng xóm",
        "Công an viên",
        "Hội trưởng",
        "Chi hội phó",
        "Công chức",
        "Tổ viên",
    ]
)


@given(word=UNIT_WORDS, name=UNIT_NAMES, post=POSTS, joint=st.sampled_from([", ", " - ", "; ", " – "]))
def test_unit_in_a_line_is_the_unit_and_a_post_stays_the_post(word, name, post, joint):
    unit = f"{word} {name}"

    assert split_line(f"Lê Văn Thử Bốn{joint}{unit}")[:3] == ("Lê Văn Thử Bốn", "", unit)
    assert split_line(f"Lê Văn Thử Bốn{joint}{post}")[:3] == ("Lê Văn Thử Bốn", post, "")
    for parts in ((post, unit), (unit, post)):
        assert split_line(joint.join(["Lê Văn Thử Bốn", *parts]))[:3] == ("Lê Văn Thử Bốn", post, unit)


def test_pasted_lines_with_a_unit_alone_say_no_post():
    _, rows = people([read_text("Lê Văn Thử Bốn, Tổ 9\nTrần Thị Mẫu, Thôn Mỹ Thử\nHồ Văn Ví Dụ, to 7")])

    assert [(row.post, row.unit_text) for row in rows] == [("", "Tổ 9"), ("", "Thôn Mỹ Thử"), ("", "to 7")]


def test_names_in_two_columns_and_nfd_become_one_nfc_name():
    text = unicodedata.normalize("NFD", "Họ đệm\tTên\tĐơn vị\nNguyễn Văn\tMẫu\tTDP 3\n")
    _, rows = people([read_text(text)])
    assert rows[0].full_name == "Nguyễn Văn Mẫu"


def test_word_table_with_a_cell_merged_downwards():
    document = docx.Document()
    document.add_paragraph("Danh sách")
    table = document.add_table(rows=3, cols=3)
    for place, text in enumerate(("Họ và tên", "Chức vụ", "Đơn vị")):
        table.cell(0, place).text = text
    table.cell(1, 0).text = "Nguyễn Văn Mẫu"
    table.cell(2, 0).text = "Trần Thị Thử"
    table.cell(1, 2).merge(table.cell(2, 2)).text = "TDP 3"
    out = io.BytesIO()
    document.save(out)
    _, rows = people(read_file(out.getvalue(), "ds.docx"))
    assert [(row.full_name, row.unit_text) for row in rows] == [("Nguyễn Văn Mẫu", "TDP 3"), ("Trần Thị Thử", "TDP 3")]


def test_spreadsheet_cell_merged_downwards_holds_for_each_row():
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["Họ và tên", "Đơn vị", "Chức vụ"])
        sheet.write(1, 0, "Nguyễn Văn Mẫu")
        sheet.write(2, 0, "Trần Thị Thử")
        sheet.merge_range(1, 1, 2, 1, "TDP 3")
        sheet.write_column(1, 2, ["Tổ trưởng", "Tổ phó"])
    _, rows = people(read_file(out.getvalue(), "ds.xlsx"))
    assert [row.unit_text for row in rows] == ["TDP 3", "TDP 3"]


def test_formula_cells_give_their_stored_value_and_text_stays_text():
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["Họ và tên", "Chức vụ", "Đơn vị"])
        sheet.write_formula(1, 0, '=CONCATENATE("Nguyễn"," Văn Mẫu")', value="Nguyễn Văn Mẫu")
        sheet.write_string(1, 1, '=HYPERLINK("http://x")')
        sheet.write_string(1, 2, "TDP 3")
    _, rows = people(read_file(out.getvalue(), "ds.xlsx"))
    assert told(rows) == [(2, "Nguyễn Văn Mẫu", '=HYPERLINK("http://x")', "TDP 3", None, "")]


def test_several_sheets_can_be_chosen_from_and_hidden_ones_are_not_shown():
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        for name in ("Lớp 1", "Ẩn", "Lớp 2"):
            sheet = book.add_worksheet(name)
            sheet.write_row(0, 0, ["Họ và tên", "Đơn vị"])
            sheet.write_row(1, 0, [f"Nguyễn Văn {name}", "TDP"])
        book.get_worksheet_by_name("Ẩn").hide()
    assert [sheet.name for sheet in keep(read_file(out.getvalue(), "ds.xlsx"))] == ["Lớp 1", "Lớp 2"]


def encrypted_office():
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 500 + "EncryptedPackage".encode("utf-16-le") + b"\x00" * 500


def old_word():
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 500 + "WordDocument".encode("utf-16-le") + b"\x00" * 500


def bomb():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b"<workbook/>")
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * (200 * 1024 * 1024))
    return out.getvalue()


def lying_bomb():
    """An archive whose directory says that a part is small."""
    honest = io.BytesIO()
    packed = zlib.compress(b"0" * (20 * 1024 * 1024), 9)[2:-4]
    with zipfile.ZipFile(honest, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/sheet.xml", b"0" * (20 * 1024 * 1024))
    content = honest.getvalue()
    assert packed[:8] in content
    return content.replace(struct.pack("<L", 20 * 1024 * 1024), struct.pack("<L", 1024))


@pytest.mark.parametrize(
    ("content", "name", "code"),
    [
        (b"", "ds.xlsx", "empty"),
        (b"  \n ", "ds.csv", "empty"),
        (b"x" * (10 * 1024 * 1024 + 1), "ds.csv", "too_large"),
        (b"%PDF-1.7 ...", "ds.pdf", "picture"),
        (b"\x89PNG\r\n\x1a\n....", "ds.xlsx", "picture"),
        (b"PK\x03\x04 broken", "ds.xlsx", "damaged"),
        (b"\x01\x02\x00\x03", "ds.xlsx", "unknown"),
        (("a,b\n" * (MOST_ROWS + 1)).encode(), "ds.csv", "too_many_rows"),
        ((",".join(f"c{n}" for n in range(80)) + "\n").encode(), "ds.csv", "too_many_columns"),
    ],
)
def test_files_that_cannot_be_read_say_why(content, name, code):
    with pytest.raises(Unreadable) as refused:
        read_file(content, name)
    assert refused.value.code == code


@pytest.mark.parametrize(
    ("make", "code"),
    [
        (encrypted_office, "password"),
        (old_word, "old_word"),
        (bomb, "unpacks"),
        (lying_bomb, "unpacks"),
        (lambda: sheet_file([]), "empty"),
    ],
)
def test_built_files_that_cannot_be_read_say_why(make, code):
    with pytest.raises(Unreadable) as refused:
        read_file(make(), "ds.xlsx")
    assert refused.value.code == code


def test_one_long_text_repeated_in_every_cell_is_stopped_and_not_unfolded():
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        sheet = book.add_worksheet()
        for row in range(4_000):
            for place in range(30):
                sheet.write_string(row, place, "x" * 30_000)
    assert len(out.getvalue()) < 2_000_000
    with pytest.raises(Unreadable) as refused:
        read_file(out.getvalue(), "ds.xlsx")
    assert refused.value.code == "too_much"


def test_old_encoding_of_a_csv_is_read_and_ten_megabytes_of_one_line_are_survived():
    (table,) = parse("Họ và tên;Đơn vị\n".encode("utf-16"), ".csv")
    assert table.rows == [["Họ và tên", "Đơn vị"]]
    (table,) = parse(b"x" * (9 * 1024 * 1024), ".csv")
    assert len(table.rows[0][0]) == 2_000


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1970", (1970, "")),
        ("12/5/1970", (1970, "")),
        ("12.5.70", (1970, "")),
        ("1970-05-12 00:00:00", (1970, "")),
        ("05/1970", (1970, "")),
        ("sinh năm 1970", (1970, "")),
        ("25569", (1970, "")),
        ("", (None, "")),
        ("31/02/1970", (None, "not_in_calendar")),
        ("12/31/1970", (None, "not_in_calendar")),
        ("khoảng 1970", (None, "not_a_date")),
        ("1870", (None, "year_odd")),
        ("2030", (None, "year_odd")),
    ],
)
def test_read_birth(text, expected):
    assert read_birth(text, today=TODAY) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("905123456", ("0905123456", "")),
        ("+84 905.123.456", ("0905123456", "")),
        ("0905123456 / 0905123457", ("0905123456", "")),
        ("0236 3822 041", ("02363822041", "")),
        ("12345", ("12345", "not_a_phone")),
        ("không có", ("không có", "not_a_phone")),
        ("", ("", "")),
    ],
)
def test_read_phone(text, expected):
    assert read_phone(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1. Nguyễn Văn Mẫu", ("Nguyễn Văn Mẫu", "")),
        ("Ông Nguyễn Văn Mẫu", ("Nguyễn Văn Mẫu", "")),
        ("Ông Ích Mẫu", ("Ông Ích Mẫu", "")),
        ("Đ/c Trần Thử", ("Trần Thử", "")),
        ("TRẦN THỊ THỬ", ("Trần Thị Thử", "")),
        ("<b>Lê</b> Mẫu", ("<b>Lê</b> Mẫu", "name_signs")),
        ("=CMD('x')", ("=CMD('x')", "name_signs")),
        ("H'Mẫu Niê-Thử (Tư)", ("H'Mẫu Niê-Thử (Tư)", "")),
        ("", ("", "name_missing")),
        ("Lê 2", ("Lê 2", "name_digits")),
        ("NguyÔn V¨n MÉu", ("NguyÔn V¨n MÉu", "old_font")),
    ],
)
def test_read_name(text, expected):
    assert read_name(text) == expected
