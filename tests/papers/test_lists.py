import pytest
from docx.oxml.ns import qn
from hypothesis import given, settings
from hypothesis import strategies as st

from caunoi.papers import Layout, ParticipantFacts, Signature, render
from caunoi.papers.kinds.sign_in_sheet import block_sizes
from caunoi.papers.wording import one_line
from tests.papers.samples import grid, lines, opened, participant_list, people, sign_in_sheet

HEAD = ["STT", "Họ và tên", "Chức vụ", "Đơn vị"]
FRAME_TABLES = 1


def tables(data):
    return opened(data).tables[FRAME_TABLES:]


def column_widths(table):
    return [int(column.get(qn("w:w"))) for column in table._tbl.tblGrid]


def cell_widths(row):
    return [int(cell._tc.tcPr.find(qn("w:tcW")).get(qn("w:w"))) for cell in row.cells]


def test_list_keeps_the_order_given():
    rows = (
        ParticipantFacts(name="Trần Thị Thử", post="Bí thư", unit="Tổ 2", note="Dự thay"),
        ParticipantFacts(name="Nguyễn Văn Mẫu"),
    )
    [table] = tables(render(participant_list(rows)))
    assert grid(table)[:3] == [
        [*HEAD, "Ghi chú"],
        ["1", "Trần Thị Thử", "Bí thư", "Tổ 2", "Dự thay"],
        ["2", "Nguyễn Văn Mẫu", "", "", ""],
    ]
    assert table.rows[3].cells[0].text == "Danh sách có 2 người."


@pytest.mark.parametrize("layout", list(Layout))
@pytest.mark.parametrize("number", [3, 30, 300])
def test_list_has_a_row_for_each_person(layout, number):
    [table] = tables(render(participant_list(people(number), layout)))
    assert [row.cells[1].text for row in table.rows[1:-2]] == [person.name for person in people(number)]


def test_list_of_nobody_is_a_form_to_write_in():
    [table] = tables(render(participant_list(())))
    assert [row.cells[0].text for row in table.rows[1:-2]] == [str(place) for place in range(1, 16)]
    assert table.rows[-2].cells[0].text == "Danh sách có …… người."


def test_list_names_who_made_it_and_who_answers():
    paper = participant_list(
        people(1), prepared_by=Signature(title="NGƯỜI LẬP", name="Trần Thị Thử"), place="Hội trường"
    )
    data = render(paper)
    [table] = tables(data)
    left, right = table.rows[-1].cells[0].text, table.rows[-1].cells[-1].text
    assert left.split("\n")[0] == "NGƯỜI LẬP"
    assert left.split("\n")[-1] == "Trần Thị Thử"
    assert right.split("\n")[0] == "NGƯỜI PHỤ TRÁCH"
    assert lines(data) == ["DANH SÁCH", "Học viên tham dự lớp tập huấn hòa giải", "Địa điểm: Hội trường"]


@settings(max_examples=40, deadline=None)
@given(name=st.text(max_size=60), unit=st.sampled_from(["=1+1", "<b>&amp;", '"{{ 7*7 }}"', "{% x %}", "{_{", "%_}"]))
def test_any_name_comes_out_literally(name, unit):
    [table] = tables(render(participant_list((ParticipantFacts(name=name, unit=unit),))))
    assert table.rows[1].cells[1].text == one_line(name)
    assert table.rows[1].cells[3].text == unit


@pytest.mark.parametrize(
    ("sittings", "sizes"),
    [(0, [0]), (1, [1]), (2, [2]), (6, [6]), (7, [4, 3]), (8, [4, 4]), (12, [6, 6]), (13, [5, 4, 4])],
)
def test_sittings_are_spread_over_as_few_even_tables_as_fit(sittings, sizes):
    assert block_sizes(sittings) == sizes


def test_sheet_has_one_signature_column_a_sitting():
    data = render(sign_in_sheet(people(3), 2))
    [table] = tables(data)
    assert grid(table)[0] == [*HEAD, "Buổi 1\nSáng 12/11", "Buổi 2\nChiều 12/11", "Ghi chú"]
    assert grid(table)[3] == ["3", "Nguyễn Văn Mẫu 3", "Tổ trưởng", "Tổ dân phố số 3", "", "", ""]
    assert grid(table)[4] == ["", "Số người ký", "", "", "", "", ""]
    assert lines(data)[0] == "DANH SÁCH KÝ TÊN"
    assert lines(data)[2].startswith("(Kèm theo Quyết định số")


def test_sheet_of_twelve_sittings_has_two_tables_of_everybody_and_one_signature_block():
    data = render(sign_in_sheet(people(30), 12))
    first, second = tables(data)
    assert [cell.split("\n")[0] for cell in grid(first)[0][4:-1]] == [f"Buổi {place}" for place in range(1, 7)]
    assert [cell.split("\n")[0] for cell in grid(second)[0][4:-1]] == [f"Buổi {place}" for place in range(7, 13)]
    names = [person.name for person in people(30)]
    assert [row.cells[1].text for row in first.rows[1:-1]] == names
    assert [row.cells[1].text for row in second.rows[1:-3]] == names
    assert lines(data)[-2:] == ["Buổi 1 đến buổi 6", "Buổi 7 đến buổi 12 (tiếp theo)"]
    assert "NGƯỜI PHỤ TRÁCH" not in str(grid(first))
    assert "NGƯỜI PHỤ TRÁCH" in str(grid(second))


@pytest.mark.parametrize("sittings", [1, 2, 3, 5, 6, 12])
def test_sheet_is_as_wide_as_the_page_and_leaves_room_to_sign(sittings):
    for table in tables(render(sign_in_sheet(people(2), sittings))):
        widths = column_widths(table)
        assert sum(widths) == pytest.approx(262 * 56.7, abs=40)
        assert min(widths[4:-1]) >= 18 * 56
        assert max(widths[4:-1]) <= 35 * 56.7
        for row in table.rows[:4]:
            assert cell_widths(row) == widths
        assert [sum(cell_widths_of_parts(row)) for row in table.rows] == [sum(widths)] * len(table.rows)


def cell_widths_of_parts(row):
    return [int(cell.find(qn("w:tcPr")).find(qn("w:tcW")).get(qn("w:w"))) for cell in row._tr.findall(qn("w:tc"))]


@pytest.mark.parametrize("paper", [participant_list(people(5)), sign_in_sheet(people(5), 12)])
def test_head_rows_repeat_and_no_row_splits(paper):
    for table in tables(render(paper)):
        flags = [
            (row._tr.find(f".//{qn('w:tblHeader')}") is not None, row._tr.find(f".//{qn('w:cantSplit')}") is not None)
            for row in table.rows
        ]
        assert flags == [(True, True)] + [(False, True)] * (len(table.rows) - 1)


@pytest.mark.parametrize("paper", [participant_list(people(9)), sign_in_sheet(people(9), 2)])
def test_last_two_people_stay_with_the_signatures(paper):
    [table] = tables(render(paper))
    kept = [row.cells[0].paragraphs[0].paragraph_format.keep_with_next is True for row in table.rows]
    first_kept = kept.index(True)
    assert table.rows[first_kept].cells[1].text == "Nguyễn Văn Mẫu 8"
    assert all(kept[first_kept:])


@pytest.mark.parametrize("sittings", [1, 2, 6])
def test_signers_of_a_sheet_share_its_width(sittings):
    [table] = tables(render(sign_in_sheet(people(2), sittings)))
    left, right = cell_widths_of_parts(table.rows[-1])
    assert 0.4 < left / (left + right) < 0.65


def test_sheet_without_sittings_has_one_column_to_head_by_hand():
    [table] = tables(render(sign_in_sheet(people(1), 0)))
    assert grid(table)[0] == [*HEAD, "Buổi", "Ghi chú"]


def test_sheet_is_in_landscape():
    section = opened(render(sign_in_sheet(people(1), 2))).sections[0]
    assert [round(section.page_width.mm), round(section.page_height.mm)] == [297, 210]
