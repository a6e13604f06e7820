# ruff: noqa: E501 - a sentence under test stays on one line
"""Participants and views."""

import pytest

from caunoi.reader import read
from caunoi.reader.counts import number

LEAD = "Ngày 5/6/2021, Đảng ủy xã Mẫu Sơn tổ chức hội nghị tập huấn công tác dân vận. "


def participants(text):
    record = read(text)
    if record.participants_count is None:
        return None
    return record.participants_count.value, record.participants_count_qualifier.value


@pytest.mark.parametrize(
    ("words", "expected"),
    [("một trăm", 100), ("hai trăm năm mươi", 250), ("một trăm linh năm", 105), ("ba mươi", 30), ("mười lăm", 15), ("một nghìn hai trăm", 1200),
     ("1.250", 1250), ("98", 98), ("hai trăm rưỡi", 250)],
)  # fmt: skip
def test_number_in_digits_and_words(words, expected):
    assert number(words) == expected


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Tham dự có hơn 270 cán bộ nòng cốt.", (270, "over")),
        ("Lớp có trên 80 học viên tham dự.", (80, "over")),
        ("Hội nghị với sự tham gia của gần 150 đại biểu.", (150, "nearly")),
        ("Khoảng 60 người đã đến dự.", (60, "about")),
        ("Dự hội nghị có 98 đại biểu.", (98, "exact")),
        ("Tham gia lớp có 48/51 đại biểu được triệu tập.", (48, "exact")),
        ("Hội nghị thu hút gần một trăm cán bộ tham dự.", (100, "nearly")),
        ("Có 1.200 đại biểu dự tại các điểm cầu.", (1200, "exact")),
        ("Lớp tập huấn dành cho 45 đồng chí là bí thư chi bộ.", (45, "exact")),
        ("Tổng số 120 học viên được chia làm 2 lớp.", (120, "exact")),
        ("Dự lớp có 75 hội viên, trong đó có 30 nữ hội viên.", (75, "exact")),
        ("Mỗi xã cử 5 cán bộ tham dự.", None),
        ("Mỗi lớp có 50 học viên.", None),
        ("Hội nghị diễn ra trong 2 ngày với 5 chuyên đề.", None),
        ("Toàn xã hiện có 350 cán bộ làm công tác dân vận.", None),
        ("Lớp có sự tham gia của 60 học viên cùng 10 đại biểu khách mời.", (60, "exact")),
    ],
)
def test_participants_of_each_wording(sentence, expected):
    assert participants(LEAD + sentence) == expected


def test_participants_of_the_body_win_over_the_headline():
    assert participants("Tập huấn dân vận cho hơn 300 cán bộ xã\n\n" + LEAD + "Dự hội nghị có 312 cán bộ.") == (
        312,
        "exact",
    )


def test_participants_of_the_headline_where_the_body_is_silent():
    assert participants(
        "Tập huấn dân vận cho hơn 300 cán bộ xã\n\n" + LEAD + "Các đại biểu trao đổi sôi nổi tại hội nghị."
    ) == (300, "over")


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("Lượt xem: 50", 50),
        ("Số lượt xem: 1.234", 1234),
        ("1.234 lượt xem", 1234),
        ("Đã xem: 77", 77),
        ("Lượt đọc 365", 365),
        ("12/05/2021 08:00 | 365 lượt xem", 365),
        ("12-05-2021 255", 255),
        ("Views: 12", 12),
        ("Tổng lượt truy cập: 2.728.553", None),
        ("Thống kê: 2.728.553", None),
        ("Đang online: 60", None),
        ("Hôm nay: 1234", None),
        ("12/05/2021 08:00", None),
    ],
)
def test_views_are_the_articles_own(line, expected):
    found = read(f"Xã Mẫu Sơn tập huấn công tác dân vận\n{line}\n\n{LEAD}\n").views
    assert (found.value if found else None) == expected


def test_views_below_the_article():
    record = read(
        f"Xã Mẫu Sơn tập huấn công tác dân vận\n\n{LEAD} Các đại biểu trao đổi sôi nổi về cách làm ở thôn mình.\n\nVăn Mẫu\n\nLượt xem: 31\nTổng truy cập: 99.123"
    )
    assert record.views.value == 31
