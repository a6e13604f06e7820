# ruff: noqa: E501 - a sentence under test stays on one line
"""Headline, byline, directives and what a website leaves behind."""

import pytest

from caunoi.reader import read

BODY = (
    "Ngày 5/6/2021, Đảng ủy xã Mẫu Sơn tổ chức hội nghị tập huấn công tác dân vận cho cán bộ các thôn. "
    "Các đại biểu đã trao đổi kinh nghiệm vận động người dân ở thôn mình và đề xuất nhiều cách làm hay."
)
HEAD = "Xã Mẫu Sơn tập huấn công tác dân vận"


def title(text):
    found = read(text).title
    return found.value if found else None


def byline(text):
    found = read(text).byline
    return found.value if found else None


@pytest.mark.parametrize(
    "page",
    [
        f"{HEAD}\n\n{BODY}",
        f"{HEAD}\n{BODY}",
        f"Trang chủ\nTin tức - Sự kiện\n{HEAD}\n12/06/2021 08:00\n\n{BODY}",
        f"TIN TRONG XÃ\n\n{HEAD}\n\n{BODY}",
        f"Xuất bản thông tin\nQuay lại\n\n{HEAD}\n\n{BODY}",
        f"Chủ nhật, 12/07/2020\n\n{HEAD}\n\n{BODY}",
        f"{HEAD} {BODY}",
        f"{HEAD}\n\nToàn cảnh hội nghị. Ảnh: Văn Mẫu\n\n{BODY}",
        f"   {HEAD}   \r\n\r\n{BODY}",
        f"Xã Mẫu Sơn tập huấn\ncông tác dân vận\n\n{BODY}",
    ],
)
def test_title_among_what_stands_around_it(page):
    assert title(page) == HEAD


@pytest.mark.parametrize(
    "page",
    [BODY, f"{BODY}\n\nVăn Mẫu", f"12/06/2021\n{BODY}", f"Quang cảnh hội nghị. (Nguồn: mauson.vn)\n\n{BODY}", ""],
)
def test_title_is_none_where_the_text_begins_with_the_article(page):
    assert title(page) is None


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("Văn Mẫu", "Văn Mẫu"),
        ("Nguyễn Thị Thử", "Nguyễn Thị Thử"),
        ("VĂN MẪU", "VĂN MẪU"),
        ("N.V.M", "N.V.M"),
        ("V.Mẫu", "V.Mẫu"),
        ("Văn Mẫu – Thị Thử", "Văn Mẫu – Thị Thử"),
        ("Văn Mẫu, Thị Thử", "Văn Mẫu, Thị Thử"),
        ("Văn Mẫu và Thị Thử", "Văn Mẫu và Thị Thử"),
        ("Văn Mẫu (VP Đảng ủy xã)", "Văn Mẫu"),
        ("Văn Mẫu - Đài Truyền thanh xã", "Văn Mẫu"),
        ("Văn Mẫu, Ban Dân vận Huyện ủy", "Văn Mẫu"),
        ("Tin, ảnh: Văn Mẫu", "Văn Mẫu"),
        ("Tin và ảnh: Văn Mẫu", "Văn Mẫu"),
        ("Bài, ảnh: VĂN MẪU", "VĂN MẪU"),
        ("Bài và ảnh: Văn Mẫu - Thị Thử", "Văn Mẫu - Thị Thử"),
        ("Tác giả: Văn Mẫu", "Văn Mẫu"),
        ("Tác giả: Mẫu", "Mẫu"),
        ("Thực hiện: Văn Mẫu", "Văn Mẫu"),
        ("(Văn Mẫu)", "Văn Mẫu"),
        ("Ảnh: Văn Mẫu", None),
        ("Theo Báo Mẫu Sơn", None),
        ("Nguồn: Văn Mẫu", None),
        ("Ban Biên tập", None),
        ("Trung tâm Văn hóa huyện", None),
        ("", None),
    ],
)
def test_byline_of_each_kind(line, expected):
    assert byline(f"{HEAD}\n\n{BODY}\n\n{line}\n") == expected


@pytest.mark.parametrize(
    "page",
    [
        f"{HEAD}\n\n{BODY}\n\nVăn Mẫu\n\nBÌNH LUẬN\n\nTên của bạn\nEmail của bạn\nGửi",
        f"{HEAD}\n\n{BODY}\n\nVăn Mẫu\n\nCác tin khác\nTập huấn kỹ năng số cho cán bộ xã (01/02/2021)\nTrần Thử",
        f"{HEAD}\n\n{BODY}\n\nVăn MẫuÝ kiến bạn đọc",
        f"{HEAD}\n\n{BODY}\n\nVăn Mẫu\nẢnh: Thị Thử",
        f"{HEAD}\n12/06/2021 08:00\nVăn Mẫu\n\n{BODY}",
        f"{HEAD}\nVăn Mẫu 12/06/2021 08:00\n\n{BODY}",
        f"{HEAD}\n\n{BODY}/. Văn Mẫu",
        f"{HEAD}\n\n{BODY}\n\nVăn Mẫu\n\n\n\nĐánh giá bài viết\nlượt đánh giá: , trung bình:\nOnline: 60",
    ],
)
def test_byline_among_what_stands_around_it(page):
    assert byline(page) == "Văn Mẫu"


def test_related_news_below_are_not_read():
    record = read(
        f"{HEAD}\n\n{BODY}\n\nTin liên quan\n\nNgày 1/2/2020, đồng chí Trần Thị Thử dự lớp có 500 học viên với chuyên đề “Một chuyên đề khác hẳn”."
    )
    assert (record.officials, record.topics, record.participants_count) == ((), (), None)


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Thực hiện Kế hoạch số 31-KH/BDVHU của Ban Dân vận.", ["31-KH/BDVHU"]),
        ("Căn cứ Nghị định số 15/2014/NĐ-CP của Chính phủ.", ["15/2014/NĐ-CP"]),
        ("Theo Quyết định 217-QĐ/TW và Quyết định 218-QĐ/TW.", ["217-QĐ/TW", "218-QĐ/TW"]),
        ("Theo Thông tư số 03/2018/TT-BTP.", ["03/2018/TT-BTP"]),
        ("Theo Kế hoạch số 112/KH-UBND của UBND huyện.", ["112/KH-UBND"]),
        ("Theo Kế hoạch 112/KH-MTTQ-BTT ngày 3/2/2021.", ["112/KH-MTTQ-BTT"]),
        ("Theo Nghị quyết 25-NQ/TW, Nghị quyết số 25-NQ/TW nêu rõ.", ["25-NQ/TW"]),
        ("Theo Luật số 35/2013/QH13.", ["35/2013/QH13"]),
        (
            "Theo Nghị quyết liên tịch số 403/2017/NQLT-UBTVQH14-CP-ĐCTUBTWMTTQVN.",
            ["403/2017/NQLT-UBTVQH14-CP-ĐCTUBTWMTTQVN"],
        ),
        ("Học tập Chỉ thị 05, Nghị quyết số 06 và Nghị quyết Đại hội XIII.", []),
        ("Có 48/51 đại biểu dự ngày 19/8-20/8.", []),
    ],
)
def test_directives_are_codes_with_letters(sentence, expected):
    assert [found.value for found in read(f"{BODY} {sentence}").directives] == expected
