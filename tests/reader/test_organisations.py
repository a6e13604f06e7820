# ruff: noqa: E501 - a sentence under test stays on one line
"""Who holds the class, and where."""

import pytest

from caunoi.reader import read


def organizers(text):
    return [found.value for found in read(text).organizers]


def place(text):
    found = read(text).host_place
    return found.value if found else None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Sáng 5/6, Hội Nông dân huyện Thử tổ chức lớp tập huấn cho hội viên.", ["Hội Nông dân huyện Thử"]),
        ("Vừa qua, UBND xã Mẫu Sơn đã tổ chức Hội nghị tập huấn công tác hòa giải.", ["UBND xã Mẫu Sơn"]),
        ("Ngày 5/6 Sở Tư pháp tỉnh mở lớp bồi dưỡng kiến thức pháp luật.", ["Sở Tư pháp tỉnh"]),
        (
            "Ngày 5/6, Ban Dân vận Tỉnh ủy phối hợp với Trường Chính trị tỉnh khai giảng lớp bồi dưỡng.",
            ["Ban Dân vận Tỉnh ủy", "Trường Chính trị tỉnh"],
        ),
        (
            "Ngày 5/6, Ban Dân vận Tỉnh ủy chủ trì, phối hợp với Sở Nội vụ tổ chức hội nghị tập huấn.",
            ["Ban Dân vận Tỉnh ủy", "Sở Nội vụ"],
        ),
        (
            "Ngày 5/6, Ban Dân vận Tỉnh ủy phối hợp Sở Nội vụ tổ chức hội nghị tập huấn.",
            ["Ban Dân vận Tỉnh ủy", "Sở Nội vụ"],
        ),
        (
            "Lớp bồi dưỡng do Ban Dân vận Tỉnh ủy phối hợp với Sở Nội vụ tổ chức đã khai mạc.",
            ["Ban Dân vận Tỉnh ủy", "Sở Nội vụ"],
        ),
        (
            "Sáng 5/6, lớp bồi dưỡng được Ban Dân vận Tỉnh ủy và Sở Nội vụ phối hợp tổ chức.",
            ["Ban Dân vận Tỉnh ủy", "Sở Nội vụ"],
        ),
        (
            "Ngày 5/6, Sở Tư pháp, Hội Luật gia tỉnh và Đoàn Luật sư tỉnh tổ chức hội nghị tập huấn.",
            ["Sở Tư pháp", "Hội Luật gia tỉnh", "Đoàn Luật sư tỉnh"],
        ),
        (
            "Ngày 5/6, Ủy ban MTTQ Việt Nam huyện Thử – Trung tâm Chính trị huyện Thử tổ chức lớp tập huấn.",
            ["Ủy ban MTTQ Việt Nam huyện Thử", "Trung tâm Chính trị huyện Thử"],
        ),
        ("Ngày 5/6, huyện ủy Thử Sơn tổ chức tập huấn công tác dân vận.", ["huyện ủy Thử Sơn"]),
        (
            "Ngày 5/6, Ban Thường trực Uỷ ban Mặt trận Tổ quốc Việt Nam phường Mẫu tập huấn công tác Mặt trận cho cán bộ.",
            ["Ban Thường trực Uỷ ban Mặt trận Tổ quốc Việt Nam phường Mẫu"],
        ),
        (
            "Ngày 5/6, tại hội trường UBND xã, Hội Liên hiệp Phụ nữ xã Mẫu Sơn tổ chức lớp tập huấn.",
            ["Hội Liên hiệp Phụ nữ xã Mẫu Sơn"],
        ),
        (
            "Được sự nhất trí của Đảng ủy xã, sáng 5/6, Hội Cựu chiến binh xã tổ chức hội nghị tập huấn nghiệp vụ.",
            ["Hội Cựu chiến binh xã"],
        ),
        (
            "Thực hiện Kế hoạch số 12-KH/HU của Ban Thường vụ Huyện ủy, ngày 5/6, Trung tâm Chính trị huyện khai giảng lớp bồi dưỡng.",
            ["Trung tâm Chính trị huyện"],
        ),
        (
            "Ngày 5/6, Liên đoàn Lao động tỉnh tổ chức lớp tập huấn, phối hợp với Trường Đại học Thử nghiệm.",
            ["Liên đoàn Lao động tỉnh", "Trường Đại học Thử nghiệm"],
        ),
        (
            "(Đài Mẫu Sơn) - Sáng 5/6, Ban CHQS huyện tổ chức khai mạc lớp bồi dưỡng kiến thức quốc phòng.",
            ["Ban CHQS huyện"],
        ),
        (
            "Ngày 5/6, Đảng ủy, UBND, Ủy ban MTTQ xã Mẫu Sơn tổ chức hội nghị tập huấn.",
            ["Đảng ủy", "UBND", "Ủy ban MTTQ xã Mẫu Sơn"],
        ),
        ("Ngày 5/6, Công an tỉnh cùng các cơ quan liên quan tổ chức hội nghị tập huấn.", ["Công an tỉnh"]),
        (
            "Ngày 5/6, với sự hỗ trợ của dự án, Tỉnh đoàn Thử Nghiệm mở khóa tập huấn cho đoàn viên.",
            ["Tỉnh đoàn Thử Nghiệm"],
        ),
        ("Lớp học mở ra nhiều điều hay cho học viên. Hội nghị đã diễn ra sôi nổi.", []),
        ("Các cấp ủy cần tổ chức thực hiện tốt nội dung đã học tại lớp tập huấn.", []),
    ],
)
def test_organizers_of_each_construction(text, expected):
    assert organizers(text) == expected


def test_organizers_from_the_headline_where_the_article_is_silent():
    text = "Hội Nông dân huyện Thử tổ chức tập huấn kỹ thuật cho hội viên\n\nNgày 5/6, lớp tập huấn thu hút 80 hội viên tham gia. Các học viên nghe giảng rất chăm chú."
    assert organizers(text) == ["Hội Nông dân huyện Thử"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Sáng 5/6, tại Hội trường UBND xã Mẫu Sơn, Hội Nông dân xã tổ chức lớp tập huấn.",
            "Hội trường UBND xã Mẫu Sơn",
        ),
        ("Sáng 5/6, Hội Nông dân xã tổ chức lớp tập huấn tại Nhà văn hóa thôn Thử.", "Nhà văn hóa thôn Thử"),
        ("Sáng 5/6, tại thành phố Huế, Hội Nông dân tỉnh tổ chức lớp tập huấn.", "thành phố Huế"),
        ("Sáng 5/6, tại TP. Cần Thơ, Bộ Nội vụ tổ chức hội nghị tập huấn.", "TP. Cần Thơ"),
        ("Sáng 5/6, tại Hà Nội đã diễn ra lớp tập huấn do Bộ Nội vụ tổ chức.", "Hà Nội"),
        ("Cần Thơ – Ngày 5/6, Bộ Nội vụ tổ chức hội nghị tập huấn.", "Cần Thơ"),
        (
            "Sáng 5/6, Hội Nông dân xã tổ chức lớp tập huấn tại khách sạn Thử Nghiệm, thành phố Huế cho hội viên.",
            "khách sạn Thử Nghiệm, thành phố Huế",
        ),
        ("Sáng 5/6, Hội Nông dân xã tổ chức lớp tập huấn cho hội viên.", None),
        ("Sáng 5/6, 50 cán bộ ở xã Mẫu Lộc dự lớp tập huấn do Hội Nông dân huyện tổ chức.", None),
        ("Sáng 5/6, Hội Nông dân xã tổ chức lớp tập huấn. Tại lớp học, học viên trao đổi sôi nổi.", None),
        ("Sáng 5/6, Hội Nông dân xã tổ chức lớp tập huấn cho cán bộ đang công tác tại các thôn.", None),
    ],
)
def test_place_where_it_is_said(text, expected):
    assert place(text) == expected
