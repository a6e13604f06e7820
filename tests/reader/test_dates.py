# ruff: noqa: E501 - a sentence under test stays on one line
"""Notations of days, and which of them is the class's own."""

import datetime as dt

import pytest

from caunoi.reader import DateRange, read

D = dt.date


def held(text):
    found = read(text).held_on
    return found.value if found else None


def published(text):
    found = read(text).published_on
    return found.value if found else None


BODY = (
    "Sáng 12/5, Ủy ban nhân dân xã Mẫu Sơn tổ chức lớp tập huấn kỹ năng hòa giải cho cán bộ thôn, bản trên địa bàn xã."
)


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        ("Ngày 7/3/2022", [D(2022, 3, 7)]),
        ("Ngày 07-03-2022", [D(2022, 3, 7)]),
        ("Ngày 7.3.2022", [D(2022, 3, 7)]),
        ("Ngày 7 tháng 3 năm 2022", [D(2022, 3, 7)]),
        ("Sáng ngày 07 tháng 03 năm 2022", [D(2022, 3, 7)]),
        ("Chiều 7/3/2022", [D(2022, 3, 7)]),
        ("Tối ngày 7/3/2022", [D(2022, 3, 7)]),
        ("Thứ hai, ngày 7/3/2022", [D(2022, 3, 7)]),
        ("Ngày 7/ 3/ 2022", [D(2022, 3, 7)]),
        ("Từ ngày 14-16/8/2019", DateRange(D(2019, 8, 14), D(2019, 8, 16))),
        ("Từ ngày 14 – 16/8/2019", DateRange(D(2019, 8, 14), D(2019, 8, 16))),
        ("Từ ngày 14/8 đến 16/8/2019", DateRange(D(2019, 8, 14), D(2019, 8, 16))),
        ("Từ ngày 14/8 đến ngày 16/8/2019", DateRange(D(2019, 8, 14), D(2019, 8, 16))),
        ("Từ ngày 14/8/2019 đến hết ngày 16/8/2019", DateRange(D(2019, 8, 14), D(2019, 8, 16))),
        ("Từ ngày 14 đến ngày 16 tháng 8 năm 2019", DateRange(D(2019, 8, 14), D(2019, 8, 16))),
        ("Từ 14-16.8.2019", DateRange(D(2019, 8, 14), D(2019, 8, 16))),
        ("Từ ngày 30/8 đến 2/9/2019", DateRange(D(2019, 8, 30), D(2019, 9, 2))),
        ("Từ ngày 30/12/2019 đến ngày 03/01/2020", DateRange(D(2019, 12, 30), D(2020, 1, 3))),
        ("Trong hai ngày 08 và 09/10/2015", DateRange(D(2015, 10, 8), D(2015, 10, 9))),
        ("Trong 2 ngày (8 và 9/10/2015)", DateRange(D(2015, 10, 8), D(2015, 10, 9))),
        ("Trong 3 ngày, 8, 9 và 10/10/2015", DateRange(D(2015, 10, 8), D(2015, 10, 10))),
        ("Trong hai ngày 8-9/10/2015", DateRange(D(2015, 10, 8), D(2015, 10, 9))),
        ("Trong các ngày 5, 12 và 19/6/2020", [D(2020, 6, 5), D(2020, 6, 12), D(2020, 6, 19)]),
        ("Trong hai ngày 5/6 và 12/6/2020", [D(2020, 6, 5), D(2020, 6, 12)]),
    ],
)
def test_held_on_of_each_notation(days, expected):
    text = f"{days}, Ủy ban MTTQ Việt Nam huyện Thử tổ chức lớp tập huấn công tác Mặt trận cho cán bộ cơ sở."
    assert held(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Sáng 11/9/2021, Hội Nông dân xã khai mạc lớp tập huấn. Lớp diễn ra trong 2 ngày.",
            DateRange(D(2021, 9, 11), D(2021, 9, 12)),
        ),
        (
            "Sáng 11/9/2021, Hội Nông dân xã khai mạc lớp tập huấn trong 3 ngày cho hội viên.",
            DateRange(D(2021, 9, 11), D(2021, 9, 13)),
        ),
        (
            "Chiều 13/9/2021, lớp tập huấn kéo dài ba ngày của Hội Nông dân xã đã bế giảng.",
            DateRange(D(2021, 9, 11), D(2021, 9, 13)),
        ),
        ("Sáng 11/9/2021, Hội Nông dân xã khai mạc lớp tập huấn. Hội nghị diễn ra trong 1 ngày.", [D(2021, 9, 11)]),
        ("Sáng 11/9/2021, Hội Nông dân xã mở lớp tập huấn trong ½ ngày.", [D(2021, 9, 11)]),
        (
            "Ngày 3/6/2019, Huyện ủy mở lớp bồi dưỡng. Lớp học 5 ngày (từ ngày 3/6 đến ngày 6/6/2019).",
            DateRange(D(2019, 6, 3), D(2019, 6, 6)),
        ),
    ],
)
def test_held_on_where_a_length_is_stated(text, expected):
    assert held(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"Tập huấn hòa giải ở cơ sở\n12/05/2021 09:15\n\n{BODY}", [D(2021, 5, 12)]),
        (f"Tập huấn hòa giải ở cơ sở\nĐăng ngày 02-01-2022\n\n{BODY.replace('12/5', '28/12')}", [D(2021, 12, 28)]),
        (f"Tập huấn hòa giải ở cơ sở năm 2020\n\n{BODY}", [D(2020, 5, 12)]),
        (BODY.replace("hòa giải", "hòa giải năm 2018"), [D(2018, 5, 12)]),
        (BODY + " Lớp bế giảng chiều 12/5/2017.", [D(2017, 5, 12)]),
        (BODY, None),
        (BODY + " Đây là việc thực hiện Luật Hòa giải ở cơ sở năm 2013.", None),
        (BODY + " Học viên sẽ phục vụ nhiệm kỳ 2019-2024.", None),
        (BODY.replace("hòa giải", "hòa giải theo Kế hoạch năm 2016 của Huyện ủy"), None),
        (BODY + " Lớp học tìm hiểu Quyết định 99/QĐ-UBND ngày 4/2/2011 của tỉnh.", None),
    ],
)
def test_held_on_takes_the_year_only_from_the_class(text, expected):
    assert held(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Tập huấn hòa giải\nĐăng lúc 9:00 12/05/2021\n\nSáng nay, UBND xã Mẫu Sơn tổ chức lớp tập huấn kỹ năng hòa giải.",
            [D(2021, 5, 12)],
        ),
        (
            "Tập huấn hòa giải\nĐăng lúc 9:00 12/05/2021\n\nChiều qua, UBND xã Mẫu Sơn tổ chức lớp tập huấn kỹ năng hòa giải.",
            [D(2021, 5, 11)],
        ),
        (
            "Tập huấn hòa giải\nĐăng lúc 9:00 12/05/2021\n\nVừa qua, UBND xã Mẫu Sơn tổ chức lớp tập huấn kỹ năng hòa giải.",
            None,
        ),
        (
            "Thực hiện Kế hoạch số 5/KH-UBND ngày 10/1/2021 của UBND xã, vừa qua, Hội Phụ nữ xã tổ chức lớp tập huấn.",
            None,
        ),
        ("Kỷ niệm 90 năm ngày thành lập 18/11/1930, Mặt trận xã tổ chức hội nghị tập huấn cho cán bộ.", None),
        ("Lớp tập huấn đạt 5/10 xã, 48/51 người dự. Hội nghị chia 3 tổ.", None),
    ],
)
def test_held_on_of_relative_and_foreign_days(text, expected):
    assert held(text) == expected


@pytest.mark.parametrize(
    ("meta", "expected"),
    [
        ("Đăng ngày 10-05-2018 07:15", D(2018, 5, 10)),
        ("Ngày đăng: 19/04/2018", D(2018, 4, 19)),
        ("Cập nhật lúc 07:45, Thứ Tư, 22/06/2022 (GMT+7)", D(2022, 6, 22)),
        ("Cập nhật ngày: 14/10/2022 06:30", D(2022, 10, 14)),
        ("Cập nhật: 29/09/2022", D(2022, 9, 29)),
        ("Thứ tư, 19/05/2021 14:10", D(2021, 5, 19)),
        ("Thứ 4, ngày 21/04/2021", D(2021, 4, 21)),
        ("09:05 20/02/2020", D(2020, 2, 20)),
        ("17/01/2020 | 16:42", D(2020, 1, 17)),
        ("17/01/2020, 16h42", D(2020, 1, 17)),
        ("05-06-2023 140", D(2023, 6, 5)),
        ("N.V.M 03/07/2016 09:20", D(2016, 7, 3)),
        ("Ngày 12 tháng 8 năm 2016", D(2016, 8, 12)),
        ("12.08.2016", D(2016, 8, 12)),
        ("Đăng ngày 19-04-2018 07:15, Lượt xem: 61", D(2018, 4, 19)),
        ("Cập nhật: 21/04/2018 | Ngày đăng: 19/04/2018", D(2018, 4, 19)),
        ("", None),
    ],
)
def test_published_on_of_each_notation(meta, expected):
    assert published(f"Xã Mẫu Sơn tập huấn kỹ năng hòa giải\n{meta}\n\n{BODY}\n\nVăn Mẫu") == expected


def test_published_on_above_the_headline_is_the_days_header_and_does_not_count():
    assert published(f"Chủ nhật, 12/07/2020\n\nXã Mẫu Sơn tập huấn kỹ năng hòa giải\n\n{BODY}") is None


def test_published_on_below_the_article():
    assert published(f"Xã Mẫu Sơn tập huấn kỹ năng hòa giải\n\n{BODY}\n\nVăn Mẫu\nNgày đăng: 13/05/2021") == D(
        2021, 5, 13
    )


def test_impossible_days_are_no_days():
    assert held("Ngày 31/2/2021, UBND xã Mẫu Sơn tổ chức lớp tập huấn cho cán bộ thôn.") is None
