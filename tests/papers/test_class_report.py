import datetime as dt

import pytest

from caunoi.papers import (
    Count,
    DirectiveFacts,
    HeadCounts,
    Layout,
    MoneyFacts,
    Qualifier,
    QuestionFacts,
    TopicFacts,
    VenuePointFacts,
    render,
)
from caunoi.papers.kinds.class_report.text import bases, class_phrase, class_word, opening
from tests.papers.samples import FIRST_DAY, bare_report, full_report, grid, heading, lines, opened


def test_report_of_everything_reads_from_opening_to_end_mark():
    assert lines(render(full_report()))[:45] == [
        "BÁO CÁO",
        "Kết quả tổ chức lớp tập huấn công tác hòa giải ở cơ sở",
        (
            "Thực hiện Kế hoạch số 12/KH-UBND ngày 05/02/2026 của UBND phường, UBND phường Hòa Khánh "
            "báo cáo kết quả tổ chức lớp tập huấn công tác hòa giải ở cơ sở như sau:"
        ),
        "I. CÔNG TÁC CHUẨN BỊ",
        (
            "UBND phường Hòa Khánh chủ trì, phối hợp với Ủy ban MTTQ Việt Nam phường và Phòng Tư pháp "
            "tổ chức lớp tập huấn."
        ),
        "Thời gian: từ ngày 12/11/2026 đến ngày 13/11/2026, gồm 4 buổi.",
        "Địa điểm: Hội trường UBND phường (phụ trách: Trần Thị Thử).",
        "Đối tượng: hòa giải viên.",
        "Chương trình chi tiết tại Phụ lục I.",
        "II. KẾT QUẢ",
        "1. Số lượng tham dự",
        "- Chỉ tiêu: 1.300 người; số được cử: 286 người.",
        "- Có mặt: 270 người, bằng 94,4% số được cử.",
        "- Tổng số lượt tham dự các buổi: 1.058 lượt người.",
        "- Vắng có phép: 10 người; vắng không phép: 6 người; dự thay: 2 người.",
        "- Đại biểu, khách mời: 12 người (không tính vào số học viên).",
        "Số liệu chi tiết theo đơn vị tại Phụ lục II và theo từng buổi tại Phụ lục III.",
        "2. Lãnh đạo dự, khách mời",
        "- Lê Văn Ví Dụ - Phó Chủ tịch UBND phường.",
        "3. Nội dung, chuyên đề",
        "Chuyên đề “Kỹ năng hòa giải” (4 tiết). Báo cáo viên: Trần Thị Thử - Phó Trưởng phòng Tư pháp.",
        "4. Trao đổi, giải đáp",
        "Học viên nêu 2 câu hỏi, vướng mắc; đã trả lời 1 câu, còn 1 câu sẽ trả lời sau (Phụ lục IV).",
        "5. Kết quả kiểm tra",
        "- Bài cuối khóa: 248 người làm bài; điểm trung bình 8,1/10.",
        "6. Ý kiến đánh giá của học viên",
        "- Nội dung: Hữu ích: 240 phiếu (96,8%); Chưa: 8 phiếu (3,2%).",
        "7. Cấp giấy chứng nhận",
        "Đã cấp 262 giấy chứng nhận.",
        "8. Kinh phí",
        "- Nguồn kinh phí: ngân sách phường.",
        "- Dự toán: 85.000.000 đồng.",
        "- Đã chi: 79.450.000 đồng.",
        "III. ĐÁNH GIÁ CHUNG",
        "1. Ưu điểm",
        "Nghiêm túc.",
        "Sát thực tế.",
        "IV. KIẾN NGHỊ, ĐỀ XUẤT",
        "Tiếp tục hỗ trợ báo cáo viên.",
        "Trên đây là báo cáo kết quả tổ chức lớp tập huấn./.",
        "Phụ lục I",
        "CHƯƠNG TRÌNH",
        *[line for line in lines(render(full_report())) if line.startswith("(Kèm theo Báo cáo")][:1],
        "Phụ lục II",
        "SỐ LƯỢNG HỌC VIÊN THEO ĐƠN VỊ",
    ]


def test_report_of_almost_nothing_says_what_is_missing_and_invents_nothing():
    paper = bare_report(when="chiều ngày 27/8", counts=HeadCounts(present=Count(270, Qualifier.OVER)))
    assert lines(render(paper)) == [
        "BÁO CÁO",
        "Kết quả tổ chức lớp tập huấn công tác hòa giải ở cơ sở",
        "UBND phường Hòa Khánh báo cáo kết quả tổ chức lớp tập huấn công tác hòa giải ở cơ sở như sau:",
        "I. CÔNG TÁC CHUẨN BỊ",
        "Thời gian: chiều ngày 27/8.",
        "II. KẾT QUẢ",
        "1. Số lượng tham dự",
        "- Có mặt: hơn 270 người.",
        "Hồ sơ lớp không có số liệu về chỉ tiêu, số được cử, số vắng có phép và số vắng không phép.",
        "Trên đây là báo cáo kết quả tổ chức lớp tập huấn./.",
    ]


def test_report_without_days_says_that_they_are_not_recorded():
    assert "Thời gian: hồ sơ lớp không ghi rõ." in lines(render(bare_report()))


@pytest.mark.parametrize(
    ("qualifier", "written"),
    [
        (Qualifier.OVER, "- Có mặt: hơn 270 người."),
        (Qualifier.NEARLY, "- Có mặt: gần 270 người."),
        (Qualifier.ABOUT, "- Có mặt: khoảng 270 người."),
    ],
)
def test_report_keeps_the_qualifier_and_works_out_no_share_from_it(qualifier, written):
    counts = HeadCounts(nominated=Count(300), present=Count(270, qualifier))
    assert [line for line in lines(render(bare_report(counts=counts))) if "Có mặt" in line] == [written]


def test_share_is_left_out_where_more_came_than_were_sent():
    counts = HeadCounts(nominated=Count(10), present=Count(12))
    assert "- Có mặt: 12 người." in lines(render(bare_report(counts=counts)))


@pytest.mark.parametrize(
    ("title", "phrase", "word"),
    [
        ("Tập huấn hòa giải", "lớp tập huấn hòa giải", "lớp tập huấn"),
        ("Lớp bồi dưỡng nghiệp vụ", "lớp bồi dưỡng nghiệp vụ", "lớp bồi dưỡng"),
        ("Hội nghị tập huấn công tác Mặt trận", "hội nghị tập huấn công tác Mặt trận", "hội nghị tập huấn"),
        ("Hội nghị chuyên đề", "hội nghị chuyên đề", "hội nghị"),
        ("Kỹ năng số cho tổ công nghệ", "lớp “Kỹ năng số cho tổ công nghệ”", "lớp"),
    ],
)
def test_class_is_named_as_a_sentence_needs_it(title, phrase, word):
    assert class_phrase(title) == phrase
    assert class_word(title) == word


def test_bases_stand_as_each_layout_writes_them():
    two = (DirectiveFacts(kind="Luật A"), DirectiveFacts(kind="Kế hoạch", number="1/KH"))
    assert bases(bare_report(directives=two)) == ["Căn cứ Luật A;", "Căn cứ Kế hoạch số 1/KH."]
    assert bases(bare_report(Layout.PARTY, directives=two)) == ["- Căn cứ Luật A;", "- Căn cứ Kế hoạch số 1/KH;"]
    assert bases(bare_report(directives=two[:1])) == []
    assert bases(bare_report(Layout.PARTY, directives=two[:1])) == ["- Căn cứ Luật A;"]
    assert opening(bare_report(directives=two[:1])).startswith("Thực hiện Luật A, UBND phường")
    assert opening(bare_report(Layout.PARTY, directives=two[:1])).startswith("UBND phường")


def test_equal_bases_end_once():
    same = (DirectiveFacts(kind="Luật A"), DirectiveFacts(kind="Luật A"))
    assert bases(bare_report(directives=same)) == ["Căn cứ Luật A;", "Căn cứ Luật A."]


def test_several_venue_points_are_listed():
    points = (VenuePointFacts(name="Điểm cầu A", address="1 Đường B"), VenuePointFacts(name="Điểm cầu C"))
    shown = lines(render(bare_report(venue_points=points)))
    start = shown.index("Lớp được tổ chức tại 2 điểm cầu:")
    assert shown[start + 1 : start + 3] == ["- Điểm cầu A, 1 Đường B;", "- Điểm cầu C."]


def test_several_topics_are_numbered():
    topics = (TopicFacts(title="Một"), TopicFacts(title="Hai"))
    shown = lines(render(bare_report(topics=topics)))
    assert [line for line in shown if "Chuyên đề" in line] == ["- Chuyên đề 1: “Một”.", "- Chuyên đề 2: “Hai”."]


@pytest.mark.parametrize(
    ("answers", "sentence"),
    [
        (("Có", "Có"), "Học viên nêu 2 câu hỏi, vướng mắc, đã được trả lời đầy đủ (Phụ lục kèm theo)."),
        (("", ""), "Học viên nêu 2 câu hỏi, vướng mắc, sẽ được trả lời sau (Phụ lục kèm theo)."),
    ],
)
def test_questions_tell_how_many_were_answered(answers, sentence):
    questions = tuple(QuestionFacts(question="Hỏi gì?", answer=answer) for answer in answers)
    shown = lines(render(bare_report(questions=questions)))
    assert sentence in shown
    assert "Phụ lục" in shown


def test_annex_tables_hold_units_sittings_and_answers():
    programme, units, attendance, questions = opened(render(full_report())).tables[2:]
    assert grid(programme)[:3] == [
        ["Thời gian", "Nội dung", "Người thực hiện"],
        ["Sáng 12/11/2026"] * 3,
        ["7~giờ~30~- 8~giờ".replace("~", "\N{NO-BREAK SPACE}"), "Khai mạc", ""],
    ]
    assert grid(units)[1:] == [
        ["1", "Tổ dân phố số 1", "", "5", "4", "", ""],
        ["2", "Tổ dân phố số 2", "", "6", "", "", ""],
        ["", "Cộng", "", "11", "", "", ""],
    ]
    assert grid(attendance)[1:] == [["1", "Sáng 12/11/2026", "265", "", "", ""]]
    assert grid(questions)[1:] == [
        ["1", "Một bên vắng mặt thì sao?", "Hẹn lần hai.\nLập biên bản."],
        ["2", "Ai ký biên bản?", "Chưa trả lời."],
    ]


def test_unit_totals_are_left_out_where_a_count_is_not_exact():
    by_unit = (full_report().by_unit[0],)
    vague = (*by_unit, type(by_unit[0])(unit="Tổ 3", nominated=Count(5, Qualifier.ABOUT), present=Count(3)))
    table = opened(render(bare_report(by_unit=vague))).tables[2]
    assert grid(table)[-1] == ["", "Cộng", "", "", "7", "", ""]


@pytest.mark.parametrize(
    ("layout", "right"),
    [
        (Layout.STATE, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc"),
        (Layout.PARTY, "ĐẢNG CỘNG SẢN VIỆT NAM"),
        (Layout.FRONT, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc"),
    ],
)
def test_heading_block_follows_the_layout(layout, right):
    block = opened(render(full_report(layout))).tables[0]
    frame = heading(layout)
    star = ["*"] if layout is Layout.PARTY else []
    assert block.cell(0, 0).text.strip().split("\n") == [*frame.superior, *frame.issuer, *star]
    assert block.cell(0, 1).text.strip() == right
    assert block.cell(1, 0).text == frame.number_line
    assert block.cell(1, 1).text == frame.date_line


def test_signature_block_holds_recipients_and_signer():
    block = opened(render(full_report())).tables[1]
    assert block.cell(0, 0).text.split() == ["Nơi", "nhận:", "-", "UBND", "thành", "phố", "(b/c);", "-", "Lưu:", "VT."]
    shown = [line for line in block.cell(0, 1).text.split("\n") if line]
    assert shown == ["TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH", "Nguyễn Văn Mẫu"]


def test_hostile_text_comes_out_literally():
    text = '<w:p>& "{{ 7*7 }}" {% for %} {_{ =1+1 {#'
    paper = full_report(title=text, strong_points=text, hosts=(text,))
    data = render(paper)
    shown = lines(data)
    assert text in shown
    assert f"Kết quả tổ chức lớp “{text}”" in shown
    assert opened(data).core_properties.title == text


def test_equal_papers_are_equal_files_and_others_are_not():
    assert render(full_report()) == render(full_report())
    assert render(full_report()) != render(full_report(days=(FIRST_DAY,)))


def test_money_unknown_is_left_out():
    shown = lines(render(bare_report(money=MoneyFacts(spent=1_000_000))))
    assert [line for line in shown if "đồng" in line] == ["- Đã chi: 1.000.000 đồng."]


def test_page_number_starts_on_the_second_page():
    section = opened(render(full_report())).sections[0]
    assert section.different_first_page_header_footer is True
    assert "PAGE" in section.header.paragraphs[0]._p.xml
    assert "PAGE" not in section.first_page_header._element.xml


def test_page_is_a4_with_the_margins_of_the_decree():
    section = opened(render(full_report())).sections[0]
    sizes = (section.page_width, section.page_height, section.left_margin, section.right_margin, section.top_margin)
    assert [round(size.mm) for size in sizes] == [210, 297, 30, 15, 20]


def test_known_date_is_written_in_heading_and_annexes():
    paper = full_report(heading=heading(number="12", date=dt.date(2026, 11, 20)))
    assert "(Kèm theo Báo cáo số 12/BC-UBND ngày 20 tháng 11 năm 2026 của UBND phường Hòa Khánh)" in lines(
        render(paper)
    )
