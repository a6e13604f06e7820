# ruff: noqa: E501 - a sentence under test stays on one line
"""Who is named, with which post, and who taught."""

import pytest

from caunoi.reader import read

LEAD = "Ngày 5/6/2021, Đảng ủy xã Mẫu Sơn tổ chức hội nghị tập huấn công tác dân vận cho cán bộ thôn. "


def officials(text):
    return [(f.value.name, f.value.position) for f in read(text).officials]


def speakers(text):
    return [(f.value.name, f.value.position) for f in read(text).speakers]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Dự và phát biểu khai mạc có đồng chí Nguyễn Văn Mẫu, Bí thư Đảng ủy xã.", [("attends", "opens")]),
        ("Đồng chí Nguyễn Văn Mẫu, Bí thư Đảng ủy xã dự và phát biểu khai mạc lớp tập huấn.", [("attends", "opens")]),
        ("Tới dự, phát biểu khai mạc và chỉ đạo có ông Nguyễn Văn Mẫu.", [("attends", "opens", "directs")]),
        ("Bà Trần Thị Thử, Phó Bí thư Đảng ủy khai mạc lớp học.", [("opens",)]),
        ("Đồng chí Trần Thị Thử, Phó Bí thư Đảng ủy phát biểu bế mạc hội nghị.", [("closes",)]),
        ("Dự khai mạc có đ/c Nguyễn Văn Mẫu – Trưởng ban Dân vận.", [("attends",)]),
        ("Dự lễ khai giảng có đồng chí Nguyễn Văn Mẫu, Bí thư Đảng ủy xã.", [("attends",)]),
        ("Phát biểu tại lễ khai mạc, đồng chí Nguyễn Văn Mẫu nhấn mạnh vai trò của cán bộ thôn.", [()]),
        (
            "Dự hội nghị có các đồng chí: Nguyễn Văn Mẫu, Bí thư Đảng ủy; Trần Thị Thử, Chủ tịch HĐND.",
            [("attends",), ("attends",)],
        ),
        ("Đồng chí Nguyễn Văn Mẫu, Trưởng Ban Quản lý dự án xã nhấn mạnh vai trò của cán bộ thôn.", [()]),
    ],
)
def test_all_that_an_official_did_is_found(sentence, expected):
    assert [f.value.acts for f in read(LEAD + sentence).officials] == expected


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Đến dự có đồng chí Nguyễn Văn Mẫu, Bí thư Đảng ủy xã.", [("Nguyễn Văn Mẫu", "Bí thư Đảng ủy xã")]),
        ("Tham dự có đồng chí Nguyễn Văn Mẫu - Phó Chủ tịch UBND xã.", [("Nguyễn Văn Mẫu", "Phó Chủ tịch UBND xã")]),
        (
            "Dự khai mạc có đ/c Nguyễn Văn Mẫu – Ủy viên BTV, Trưởng ban Dân vận Huyện ủy.",
            [("Nguyễn Văn Mẫu", "Ủy viên BTV, Trưởng ban Dân vận Huyện ủy")],
        ),
        (
            "Ông Nguyễn Văn Mẫu, Chủ tịch Ủy ban MTTQ xã phát biểu khai mạc.",
            [("Nguyễn Văn Mẫu", "Chủ tịch Ủy ban MTTQ xã")],
        ),
        (
            "Bà Trần Thị Thử (Phó Bí thư Đảng ủy) nhấn mạnh vai trò của cán bộ thôn.",
            [("Trần Thị Thử", "Phó Bí thư Đảng ủy")],
        ),
        (
            "Phát biểu tại hội nghị, Phó Bí thư Thường trực Huyện ủy Trần Thị Thử đề nghị học viên học tập nghiêm túc.",
            [("Trần Thị Thử", "Phó Bí thư Thường trực Huyện ủy")],
        ),
        (
            "Chủ tịch Ủy ban MTTQ Việt Nam tỉnh Trần Thị Thử chủ trì hội nghị.",
            [("Trần Thị Thử", "Chủ tịch Ủy ban MTTQ Việt Nam tỉnh")],
        ),
        ("Tới dự có đồng chí Phó Bí thư Đảng ủy Nguyễn Văn Mẫu.", [("Nguyễn Văn Mẫu", "Phó Bí thư Đảng ủy")]),
        (
            "Thượng tá Nguyễn Văn Mẫu, Phó Trưởng Công an huyện tham dự.",
            [("Nguyễn Văn Mẫu", "Phó Trưởng Công an huyện")],
        ),
        (
            "Dự hội nghị có các đồng chí: Nguyễn Văn Mẫu, Bí thư Đảng ủy; Trần Thị Thử, Chủ tịch HĐND; Lê Thử Nghiệm, Chủ tịch UBND xã.",
            [
                ("Nguyễn Văn Mẫu", "Bí thư Đảng ủy"),
                ("Trần Thị Thử", "Chủ tịch HĐND"),
                ("Lê Thử Nghiệm", "Chủ tịch UBND xã"),
            ],
        ),
        (
            "Dự hội nghị có các đồng chí Nguyễn Văn Mẫu - Bí thư Đảng ủy, Trần Thị Thử - Chủ tịch HĐND xã.",
            [("Nguyễn Văn Mẫu", "Bí thư Đảng ủy"), ("Trần Thị Thử", "Chủ tịch HĐND xã")],
        ),
        (
            "Dự có đồng chí Nguyễn Văn Mẫu, Bí thư Đảng ủy và đồng chí Trần Thị Thử, Chủ tịch HĐND xã.",
            [("Nguyễn Văn Mẫu", "Bí thư Đảng ủy"), ("Trần Thị Thử", "Chủ tịch HĐND xã")],
        ),
        ("Đồng chí Hồ A Thử, Chủ tịch UBND xã bế mạc hội nghị.", [("Hồ A Thử", "Chủ tịch UBND xã")]),
        ("Đồng chí Lò Thị Mẫu - Chủ tịch Hội Phụ nữ xã dự hội nghị.", [("Lò Thị Mẫu", "Chủ tịch Hội Phụ nữ xã")]),
        ("Đến dự có đồng chí Nguyễn Văn Mẫu.", [("Nguyễn Văn Mẫu", None)]),
        ("ĐỒNG CHÍ NGUYỄN VĂN MẪU, Bí thư Đảng ủy xã, phát biểu chỉ đạo.", [("NGUYỄN VĂN MẪU", "Bí thư Đảng ủy xã")]),
        ("Ông Đoàn Văn Mẫu, Trưởng phòng Nội vụ huyện dự.", [("Đoàn Văn Mẫu", "Trưởng phòng Nội vụ huyện")]),
    ],
)
def test_officials_with_their_posts(sentence, expected):
    assert officials(LEAD + sentence) == expected
    assert speakers(LEAD + sentence) == []


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        (
            "Đại biểu được nghe đồng chí Nguyễn Văn Mẫu, Trưởng ban Dân vận Huyện ủy truyền đạt chuyên đề về dân vận khéo.",
            [("Nguyễn Văn Mẫu", "Trưởng ban Dân vận Huyện ủy")],
        ),
        (
            "Hai chuyên đề do TS. Nguyễn Văn Mẫu, giảng viên Trường Chính trị tỉnh trình bày.",
            [("Nguyễn Văn Mẫu", "giảng viên Trường Chính trị tỉnh")],
        ),
        ("Báo cáo viên Trần Thị Thử giới thiệu những điểm mới của Luật Hòa giải ở cơ sở.", [("Trần Thị Thử", None)]),
        (
            "Báo cáo viên tại hội nghị là Thạc sĩ Trần Thị Thử, Phó Giám đốc Sở Tư pháp.",
            [("Trần Thị Thử", "Phó Giám đốc Sở Tư pháp")],
        ),
        (
            "Thầy Nguyễn Văn Mẫu, giảng viên Trung tâm Chính trị huyện, là người đứng lớp.",
            [("Nguyễn Văn Mẫu", "giảng viên Trung tâm Chính trị huyện")],
        ),
        ("Giảng viên của lớp là PGS.TS Trần Thị Thử.", [("Trần Thị Thử", None)]),
        (
            "Đồng chí Trần Thị Thử – Phó Trưởng phòng Tư pháp huyện đã truyền đạt các nội dung cơ bản về hòa giải.",
            [("Trần Thị Thử", "Phó Trưởng phòng Tư pháp huyện")],
        ),
        ("PGS, TS Nguyễn Văn Mẫu trình bày chuyên đề “Kỹ năng lắng nghe”.", [("Nguyễn Văn Mẫu", None)]),
        (
            "Học viên được nghe đồng chí Nguyễn Văn Mẫu, báo cáo viên pháp luật tỉnh giới thiệu 2 chuyên đề.",
            [("Nguyễn Văn Mẫu", "báo cáo viên pháp luật tỉnh")],
        ),
        (
            "Bà Trần Thị Thử, Trưởng khoa Dân vận, Trường Chính trị tỉnh lên lớp về kỹ năng tuyên truyền.",
            [("Trần Thị Thử", "Trưởng khoa Dân vận, Trường Chính trị tỉnh")],
        ),
    ],
)
def test_speakers_with_their_posts(sentence, expected):
    assert speakers(LEAD + sentence) == expected
    assert officials(LEAD + sentence) == []


@pytest.mark.parametrize(
    "sentence",
    [
        "Học viên Nguyễn Văn Mẫu cho biết lớp học rất bổ ích.",
        "Theo ông Nguyễn Văn Mẫu, tổ trưởng tổ hòa giải thôn 3: “Tôi học được nhiều điều mới”.",
        "Anh Nguyễn Văn Mẫu, học viên đến từ thôn Thử, chia sẻ cảm nghĩ.",
        "Chị Trần Thị Thử, trưởng thôn, chia sẻ: “Qua lớp tập huấn, tôi hiểu thêm về hòa giải”.",
        "Đại diện học viên, ông Nguyễn Văn Mẫu cảm ơn ban tổ chức.",
        "Cán bộ học tập tư tưởng, đạo đức, phong cách Hồ Chí Minh.",
        "Cán bộ làm theo lời Chủ tịch Hồ Chí Minh đã dạy.",
        "Lớp học đặt tại trường tiểu học Lê Văn Mẫu của xã.",
        "Chủ tịch Ủy ban MTTQ xã Trần Phú dự.",
        "Chủ tịch Ủy ban MTTQ Việt Nam tỉnh Hà Tĩnh dự.",
        "Phó trưởng phòng Tư pháp huyện Vũ Quang dự.",
        "Toàn cảnh lớp học. Ảnh: Nguyễn Văn Mẫu",
        "Các đồng chí Thường trực Đảng ủy, Ủy ban MTTQ Việt Nam xã dự.",
        "Lãnh đạo Ban Dân vận các quận ủy, huyện ủy dự hội nghị.",
        "Học viên nghe giới thiệu cuốn sách của Tổng Bí thư Nguyễn Văn Mẫu về xây dựng Đảng.",
    ],
)
def test_learners_authors_and_places_are_no_participants(sentence):
    assert officials(LEAD + sentence) == []
    assert speakers(LEAD + sentence) == []


def test_a_person_named_often_is_one_and_teaches_if_he_does_so_once():
    record = read(
        LEAD
        + "Dự có đồng chí Nguyễn Văn Mẫu, Trưởng phòng Tư pháp. Đồng chí Nguyễn Văn Mẫu nhấn mạnh ý nghĩa của lớp. "
        "Sau đó đồng chí Nguyễn Văn Mẫu trình bày chuyên đề về hòa giải."
    )
    assert [f.value.name for f in record.speakers] == ["Nguyễn Văn Mẫu"]
    assert len(record.speakers[0].spans) == 3
    assert record.officials == ()


def test_a_caption_is_evidence():
    text = (
        LEAD
        + "\n\nĐồng chí Trần Thị Thử – Phó Giám đốc Trung tâm Chính trị huyện truyền đạt chuyên đề tại hội nghị\n\nHội nghị kết thúc cùng ngày."
    )
    assert speakers(text) == [("Trần Thị Thử", "Phó Giám đốc Trung tâm Chính trị huyện")]
