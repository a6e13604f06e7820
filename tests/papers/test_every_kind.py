"""Every kind of paper in every layout, with plain, next to no and very long content."""

import datetime as dt
from dataclasses import replace

import pytest
from docx.oxml.ns import qn
from hypothesis import given
from hypothesis import strategies as st

from caunoi.papers import Layout, PaperKind, archive, figures, render, render_all, shipped_template
from caunoi.papers.facts import Count, Qualifier
from caunoi.papers.kinds.name_plates import size_of
from caunoi.papers.kinds.sending_letter import QuotaLine
from caunoi.papers.office_templates import find_faults
from caunoi.papers.sums import add_counts
from tests.papers import more_samples as samples
from tests.papers.long_samples import long
from tests.papers.looks import poor
from tests.papers.samples import opened

KINDS = list(PaperKind)


def words(data):
    document = opened(data)
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([paragraph.text for paragraph in document.paragraphs] + cells)


@pytest.mark.parametrize("kind", KINDS)
def test_templates_of_a_kind_have_no_fault_fill_with_any_content_and_look_well(kind):
    for layout in Layout:
        assert find_faults(shipped_template(kind, layout), kind) == []
        for content in (samples.full, samples.bare, long):
            data = render(content(kind, layout))
            text = words(data)
            assert "{{" not in text
            assert "None" not in text
            assert poor(data) == []


NUMBERED = [
    PaperKind.PLAN,
    PaperKind.PROPOSAL,
    PaperKind.DECISION,
    PaperKind.SENDING_LETTER,
    PaperKind.INVITATION,
    PaperKind.COMBINED_REPORT,
    PaperKind.QUARTER_REPORT,
    PaperKind.YEAR_REPORT,
]


@pytest.mark.parametrize("kind", NUMBERED)
def test_number_stays_blank_until_the_registry_gives_it(kind):
    assert "Số:\N{NO-BREAK SPACE}" in words(render(samples.full(kind))).replace("Số: ", "Số:")


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind is not PaperKind.CLASS_REPORT])
def test_every_figure_that_is_traced_stands_in_the_paper(kind):
    paper = samples.full(kind)
    text = words(render(paper))
    counted_by_rows = {"Số buổi", "Số giấy mời", "Số biển tên"}
    missing = [
        figure
        for figure in figures(paper)
        if figure.value.removesuffix(" đồng") not in text and figure.words not in counted_by_rows
    ]
    assert missing == []


def test_decision_covers_several_classes_in_a_table_and_the_party_puts_a_dash_before_each_basis():
    text = words(render(samples.full(PaperKind.DECISION, Layout.PARTY)))
    assert "- Căn cứ Kế hoạch số 12/KH-UBND" in text
    assert "Mở 2 lớp “Hòa giải ở cơ sở”, tổng số 400 người" in text
    assert "Tập huấn hòa giải đợt 2" in text


def test_estimate_adds_up_in_figures_and_in_words_and_is_a_form_without_lines():
    text = words(render(samples.full(PaperKind.COST_ESTIMATE)))
    assert "14.500.000" in text
    assert "Bằng chữ: Mười bốn triệu năm trăm nghìn đồng." in text
    assert "Bằng chữ" not in words(render(samples.bare(PaperKind.COST_ESTIMATE)))


def test_cost_statement_says_in_words_what_was_spent_and_what_becomes_of_the_advance():
    text = words(render(samples.full(PaperKind.COST_STATEMENT)))
    assert "Số thực chi bằng chữ: Ba triệu sáu trăm năm mươi nghìn đồng." in text
    assert "Đã tạm ứng 3.000.000 đồng; còn được thanh toán 650.000 đồng." in text
    assert "-250.000" in text


def test_letter_to_many_points_to_its_annex_and_carries_a_code():
    few, many = render(samples.full(PaperKind.SENDING_LETTER)), render(long(PaperKind.SENDING_LETTER))
    assert "- Tổ dân phố số 1;" in words(few)
    assert "Các cơ quan, đơn vị có tên tại Phụ lục I" in words(many)
    assert len(opened(few).inline_shapes) == 1
    assert len(opened(render(samples.bare(PaperKind.SENDING_LETTER))).inline_shapes) == 0


def test_each_unit_gets_a_letter_of_its_own_in_one_file():
    letter = samples.full(PaperKind.SENDING_LETTER)
    asked = [("Tổ dân phố số 1", 3, "https://can-bo.example/cu/mot"), ("Tổ dân phố số 2", 1, "")]
    letters = [replace(letter, unit=QuotaLine(unit=unit, seats=seats), link=link) for unit, seats, link in asked]

    shipped = render_all(letters)
    own = render_all(letters, template=shipped_template(letter.kind, letter.heading.layout))

    for document in (shipped, own):
        text = words(document)
        for unit, seats, _link in asked:
            assert text.count(f"Kính gửi: {unit}") == 1
            assert f"- Số lượng: {seats} người." in text
        assert "PHÂN BỔ CHỈ TIÊU" not in text
        assert text.count("https://can-bo.example/cu/mot") == 1
        # The second unit has no link, so no picture and no word of one.
        assert text.count("quét mã QR") == len(opened(document).inline_shapes) == 1
        starts = [each.get(qn("w:start")) for each in opened(document).element.body.iter(qn("w:pgNumType"))]
        assert starts.count("1") >= 1
    assert archive.inspect(shipped) == []
    assert render_all(letters[:1]) == render(letters[0])
    assert [(figure.words, figure.value) for figure in figures(letters[0])] == [("Tổ dân phố số 1: số người", "3")]


def test_invitations_are_one_for_each_in_one_file():
    text = words(render(samples.full(PaperKind.INVITATION)))
    assert text.count("GIẤY MỜI") == 2
    assert "Phần việc: phát biểu khai mạc." in text


def test_script_says_who_is_introduced_and_who_teaches():
    text = words(render(samples.full(PaperKind.SCRIPT)))
    assert "- Ông/Bà Lê Văn Ví Dụ - Phó Chủ tịch UBND phường;" in text
    assert "Xin kính mời Ông/Bà Lê Văn Ví Dụ - Phó Chủ tịch UBND phường phát biểu khai mạc." in text
    assert "Ông/Bà Trần Thị Thử - Phó Trưởng phòng Tư pháp trình bày chuyên đề “Kỹ năng hòa giải”" in text


def test_report_on_a_quarter_names_what_is_not_counted():
    text = words(render(samples.full(PaperKind.QUARTER_REPORT)))
    assert "đã thực hiện: 3 lớp, đạt 50%" in text
    assert "- Có mặt: 300 người (chưa kể 1 lớp không có số liệu)." in text
    assert "Còn 1 lớp chưa chốt số liệu, chưa tính vào báo cáo này: Tập huấn dân vận khéo." in text


def test_file_cover_and_index_tell_the_class():
    assert "45/QĐ-UBND" in words(render(samples.full(PaperKind.FILE_INDEX)))
    assert f"{dt.date(2026, 11, 12):%d/%m/%Y}" in words(render(samples.full(PaperKind.FILE_INDEX)))


@given(st.text(min_size=0, max_size=60))
def test_a_name_plate_never_grows_with_its_name(name):
    order = ["lon", "vua", "nho", "rat_nho"]
    assert order.index(size_of(f"{name} a")) >= order.index(size_of(name))


@given(st.lists(st.builds(Count, st.integers(0, 999), st.sampled_from(list(Qualifier))), min_size=1, max_size=6))
def test_a_sum_with_a_vague_count_is_never_exact(counts):
    found = add_counts(counts)
    assert found.value == sum(count.value for count in counts)
    assert found.is_exact == all(count.is_exact for count in counts)
