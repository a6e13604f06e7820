# ruff: noqa: E501 - a sentence under test stays on one line
"""What holds for every text: spans fit, forms of input do not matter, nothing crashes, time stays bounded."""

import json
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from caunoi.reader import Found, Record, Span, normalise, read
from caunoi.reader.records import FIELDS
from caunoi.reader.text import folded, match_form, squeeze

# Pieces of real-looking news, put together at random, reach more rules than random letters do.
PIECES = st.sampled_from(
    [
        "Sáng ngày 5/6/2021, ", "Từ ngày 14-16/8, ", "tại hội trường UBND xã Mẫu Sơn, ", "Ban Dân vận Huyện ủy ", "phối hợp với Trường Chính trị tỉnh ",
        "tổ chức lớp tập huấn ", "cho hơn 80 học viên. ", "Dự có đồng chí Nguyễn Văn Mẫu, Bí thư Đảng ủy; ", "TS. Trần Thị Thử trình bày ", "chuyên đề: ",
        "“Kỹ năng hòa giải”", "; công tác dân vận; ", "nội dung gồm: ", "\n", "\n\n", "- ", "1. ", "Văn Mẫu\n", "Lượt xem: 12\n", "Ảnh: Thị Thử\n",
        "Thực hiện Kế hoạch số 31-KH/BDVHU, ", "12/06/2021 08:00\n", "“", "”", '"', "(", ")", "…", "./.", "Ý kiến bạn đọc\n", " và ", ", ", ": ", "ngày 31/2",
    ]
)  # fmt: skip
NEWS = st.lists(PIECES, max_size=40).map("".join)
ANY_TEXT = st.text(max_size=600) | NEWS


def everything(record: Record) -> list[Found]:
    found = []
    for field in FIELDS:
        value = getattr(record, field)
        found += value if isinstance(value, tuple) else [value] if value else []
    return found


def stated(item: Found) -> str | None:
    value = getattr(item.value, "name", item.value)
    return value if isinstance(value, str) and value not in {"over", "nearly", "about", "exact"} else None


@settings(max_examples=150, deadline=None)
@given(ANY_TEXT)
def test_spans_lie_in_the_text_and_hold_the_value(text):
    record = read(text)
    for item in everything(record):
        assert item.spans
        assert 0 <= item.confidence <= 1
        for span in item.spans:
            assert 0 <= span.start < span.end <= len(record.text)
        if (value := stated(item)) is not None:
            assert squeeze(record.text[item.spans[0].start : item.spans[0].end]) == value


@settings(max_examples=100, deadline=None)
@given(NEWS)
def test_decomposed_letters_and_foreign_line_ends_give_the_same_record(text):
    expected = read(text)
    assert read(unicodedata.normalize("NFD", text)) == expected
    assert read(text.replace("\n", "\r\n")) == expected
    assert read(text.replace("\n", "\r")) == expected
    assert read("\ufeff" + text) == expected


@settings(max_examples=150, deadline=None)
@given(ANY_TEXT)
def test_normalise_is_idempotent_and_prints(text):
    once = normalise(text)
    assert normalise(once) == once
    assert "\r" not in once
    once.encode("utf-8")


@settings(max_examples=150, deadline=None)
@given(ANY_TEXT)
def test_match_form_keeps_every_offset(text):
    text = normalise(text)
    assert len(match_form(text)) == len(text)


@settings(max_examples=60, deadline=None)
@given(ANY_TEXT)
def test_as_dict_is_json_with_every_field(text):
    row = json.loads(json.dumps(read(text).as_dict("x"), ensure_ascii=False))
    assert [field for field in FIELDS if field not in row] == []
    assert row["text"] == normalise(text)
    assert set(row["spans"]) == {field for field in FIELDS if row[field] not in (None, [])}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Uỷ ban", "Ủy ban"),
        ("hoà giải", "hòa giải"),
        ("THUỶ", "THỦY"),
        ("quý", "quý"),
        ("hoàn thành", "hoàn thành"),
        ("“a”", '"a"'),
        ("a\xa0b", "a b"),
    ],
)
def test_folded_overlooks_habits_of_typing(one, other):
    assert folded(one) == folded(other)


def test_normalise_drops_what_cannot_be_seen():
    assert normalise("a\u200bb\u00adc\ufeffd\x07e\u2028f\ud800") == "abcd e\nf\ufffd"


def test_span_reads_its_words_on_one_line():
    assert Span(0, 12).of("Nguyễn\n  Văn") == "Nguyễn Văn"


HARD = [
    "a",
    " ",
    "\n",
    "A ",
    "Nguyễn ",
    "đồng chí Nguyễn Văn ",
    "ngày 1/2, ",
    "1, 2, 3, ",
    "1-",
    "“",
    "”",
    '"a" ',
    "; ",
    "chuyên đề: ",
    "chuyên đề về a; ",
    "phối hợp với Ban Dân vận ",
    "Ban Dân vận, ",
    "tổ chức lớp ",
    "được Ban Dân vận tổ chức lớp do ",
    "Phó Chủ tịch ",
    "hai trăm ",
    "1.234 ",
    "Học viên tìm hiểu a, ",
    "tại hội trường lớp tổ chức ",
    "- a\n",
    "Văn Mẫu\n",
    "(((",
    "1/",
    "năm ",
    "lớp năm ",
    "68-KH/",
]


# A pattern that runs wild on one of these never comes back; figures stand in the benchmark.
@pytest.mark.parametrize("piece", HARD)
def test_endless_repetition_is_read_to_its_end(piece):
    text = piece * (150_000 // len(piece))
    assert read(text).text == normalise(text)


def test_ten_megabytes_are_read():
    text = (
        "Ngày 5/6/2021, Hội Nông dân xã Mẫu Sơn tổ chức lớp tập huấn cho 80 hội viên. Học viên trao đổi sôi nổi. "
        * 100_000
    )
    record = read(text)
    assert len(record.text) == len(text)
    assert record.participants_count.value == 80
