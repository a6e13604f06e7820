"""Outlines: parts and points as typed, counted, compared."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from caunoi.training.outline import Line, Point, compare_lines, read_outline

REAL = """I. 7 giải pháp
1. Nghe dân
2) Hỏi rõ
3. Ghi đủ
4. Trả lời đúng hạn
5. Công khai
6. Theo dõi
7. Rút kinh nghiệm
II. Tám bài học:
- Một
- Hai
- Ba
- Bốn
- Năm
- Sáu
- Bảy
- Tám
Phần 3: Thảo luận
a) Tình huống đất đai
"""


def test_parts_and_points_keep_their_numbers_and_are_counted():
    outline = read_outline(REAL)

    assert [(part.number, part.title, len(part.points)) for part in outline.parts] == [
        ("I", "7 giải pháp", 7),
        ("II", "Tám bài học", 8),
        ("Phần 3", "Thảo luận", 1),
    ]
    assert outline.parts[0].points[:2] == (Point("1.", "Nghe dân"), Point("2)", "Hỏi rõ"))
    assert outline.parts[1].points[0] == Point("", "Một")
    assert outline.summary == "7 giải pháp, 8 bài học, 1 thảo luận"
    assert (outline.points, outline.odd) == (16, ())


def test_a_head_that_says_another_number_is_named():
    outline = read_outline("7 giải pháp\n1. Nghe\n2. Hỏi")

    assert [(part.promised, len(part.points)) for part in outline.odd] == [(7, 2)]
    assert outline.summary == "2 giải pháp"


def test_lines_without_any_mark_are_points():
    outline = read_outline("Mở đầu câu chuyện\n\nKết thúc câu chuyện")

    assert [(part.title, [point.text for point in part.points]) for part in outline.parts] == [
        ("", ["Mở đầu câu chuyện", "Kết thúc câu chuyện"])
    ]
    assert read_outline("").parts == ()


def test_two_texts_are_compared_line_by_line():
    assert compare_lines("Một\nHai\nBa", "Một\nHai sửa\nBa\nBốn") == [
        Line("same", "Một"), Line("removed", "Hai"), Line("added", "Hai sửa"), Line("same", "Ba"), Line("added", "Bốn"),
    ]  # fmt: skip


@given(st.text(max_size=300))
def test_no_word_is_lost_whatever_is_typed(text):
    outline = read_outline(text)
    read = " ".join(
        f"{part.number} {part.title} " + " ".join(f"{point.number} {point.text}" for point in part.points)
        for part in outline.parts
    )
    letters = [letter for letter in "".join(text.split()) if letter.isalnum() and letter.isprintable()]
    kept = [letter for letter in read if letter.isalnum()]
    assert len(kept) >= len([letter for letter in letters if letter.isascii()])
