"""What was taught."""

import pytest

from caunoi.reader import read

LEAD = "Ngày 5/6/2021, Đảng ủy xã Mẫu Sơn tổ chức hội nghị tập huấn công tác dân vận. "
A, B, C = "Kỹ năng lắng nghe người dân", "Cách ghi biên bản, lưu hồ sơ hòa giải", "Quy trình tiếp nhận phản ánh"


def topics(text):
    return [found.value for found in read(text).topics]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        (f"Học viên được nghe 3 chuyên đề: {A}; {B}; {C}.", [A, B, C]),
        (f"Hội nghị gồm 03 chuyên đề chính: {A}; {B}; {C}.", [A, B, C]),
        (f"Nội dung tập huấn gồm: {A}; {B}; {C}.", [A, B, C]),
        (f"Các nội dung được truyền đạt: {A}; {B}; {C}…", [A, B, C]),
        (
            f"Báo cáo viên truyền đạt các chuyên đề về {A.lower()}; {B.lower()}; {C.lower()}.",
            [A.lower(), B.lower(), C.lower()],
        ),
        (f"Nội dung tập trung vào {A.lower()}; {B.lower()}; {C.lower()}.", [A.lower(), B.lower(), C.lower()]),
        (f"Nội dung xoay quanh {A.lower()}; {B.lower()}.", [A.lower(), B.lower()]),
        (f"Đại biểu nghe hai chuyên đề “{A}” và “{B}”.", [A, B]),
        (f'Đại biểu nghe các chuyên đề: "{A}", "{B}", "{C}".', [A, B, C]),
        (f"Đại biểu nghe chuyên đề “{A}” do đồng chí Nguyễn Văn Mẫu trình bày.", [A]),
        (f"“{A}” và “{B}” là hai chuyên đề được học viên quan tâm.", [A, B]),
        (f"Hội nghị nghe giới thiệu chuyên đề: {A}.", [A]),
        (f"Học viên được nghe 2 chuyên đề: Chuyên đề 1: {A}; Chuyên đề 2: {B}.", [A, B]),
        (f"Học viên được học các nội dung: (1) {A}, (2) {B}, (3) {C}.", [A, B, C]),
        (f"Học viên tìm hiểu {A.lower()}; {B.lower()}; {C.lower()}.", [A.lower(), B.lower(), C.lower()]),
        (f"Đại biểu được hướng dẫn về {A.lower()}; {B.lower()} và một số nội dung khác.", [A.lower(), B.lower()]),
        (f"Hai chuyên đề: {A} và {B}.", [A, B]),
        (f"Các chuyên đề gồm: {A}; {B}, nhằm nâng cao năng lực cho cán bộ.", [A, B]),
        (f"Lớp học có 2 chuyên đề: {A}; {B}. Cuối buổi, học viên thảo luận.", [A, B]),
        (f"Lớp có chuyên đề: {A}; {B}. Các nội dung gồm: khái niệm hòa giải; vai trò hòa giải.", [A, B]),
        (
            "Chuyên đề “Chính quyền xử lý “điểm nóng” ở cơ sở” được truyền đạt tại lớp.",
            ["Chính quyền xử lý “điểm nóng” ở cơ sở"],
        ),
        ("Lớp học nhằm các mục tiêu: nâng cao nhận thức; thống nhất hành động.", []),
        ("Thành phần gồm: lãnh đạo UBND xã; trưởng thôn; cán bộ hội.", []),
        ("Học viên nêu câu hỏi: Dân vận là gì?; Ai làm dân vận?", []),
        ("Lớp có 59 học viên: đại diện cấp ủy; lãnh đạo Mặt trận; cán bộ thôn.", []),
        ("Đồng chí đề nghị học viên vận dụng tốt nội dung đã học vào: công tác vận động; công tác hòa giải.", []),
    ],
)
def test_topics_of_each_wording(sentence, expected):
    assert topics(LEAD + sentence) == expected


@pytest.mark.parametrize(
    "mark", ["- {}", "+ {}", "• {}", "{n}. {}", "{n}) {}", "Chuyên đề {n}: {}", "- Chuyên đề {n}: {}"]
)
def test_topics_on_lines_of_their_own(mark):
    listed = "\n".join(mark.format(title, n=n) + (";" if n < 3 else ".") for n, title in enumerate((A, B, C), start=1))
    assert topics(
        f"{LEAD}Lớp học gồm các chuyên đề sau:\n\n{listed}\n\nKết thúc lớp học, học viên viết thu hoạch."
    ) == [A, B, C]


def test_topics_of_a_text_that_breaks_off_lack_the_broken_one():
    assert topics(f"{LEAD}Lớp có 3 chuyên đề: {A}; {B}; Quy trình tiếp nh") == [A, B]


def test_topics_parted_by_full_stops_and_semicolons():
    assert topics(f"{LEAD}Lớp có các chuyên đề: {A}. {B}; {C}. Lớp học đã đạt kết quả tốt.") == [A, B, C]


def test_topics_told_twice_are_kept_once():
    record = read(f"{LEAD}Lớp có 2 chuyên đề: {A}; {B}. Chiều cùng ngày, học viên nghe chuyên đề “{A}”.")
    assert [found.value for found in record.topics] == [A, B]
    assert len(record.topics[0].spans) == 2


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        (f"Khóa học chia làm ba phần: {A.lower()}; {B.lower()}; {C.lower()}.", [A.lower(), B.lower(), C.lower()]),
        (f"Ông Nguyễn Văn Mẫu đã trao đổi về {A.lower()}.", [A.lower()]),
        ("Các đại biểu nghe nhau trao đổi về những khó khăn ở thôn mình.", []),
        (f"Đồng chí Nguyễn Văn Mẫu trình bày về tình hình chung. Lớp có chuyên đề “{A}”.", [A]),
    ],
)
def test_topics_of_the_weaker_cues_count_where_nothing_better_is_said(sentence, expected):
    assert topics(LEAD + sentence) == expected
