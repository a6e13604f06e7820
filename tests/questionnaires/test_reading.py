"""Questions as people have them: pasted, marked, with the key at the end, in a table."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caunoi.questionnaires.shape.reading import read_table, read_text

USUAL = """
BỘ CÂU HỎI TRẮC NGHIỆM

Câu 1: Hòa giải ở cơ sở do ai tiến hành?
A. Tòa án nhân dân
B. Hòa giải viên
C. Công an
Đáp án: B

Câu 2. Những việc nào được hòa giải?
(Chọn nhiều đáp án)
a) Mâu thuẫn xóm giềng
b) Tội phạm
c) Tranh chấp lối đi,
   chung tường
Đáp án: A, C
3) Tổ hòa giải có ít nhất mấy hòa giải viên?
Đáp án: 3
Câu 4: Ai công nhận tổ hòa giải?   A. Chủ tịch xã    *B. Ủy ban nhân dân cấp xã   C. Hội đồng
Câu 5: Cơ quan nào quản lý nhà nước?
Đáp án: Ủy ban nhân dân / UBND
"""


def said(found):
    return [
        (one.draft.kind.value, [each["text"] for each in one.draft.body.get("choices", ())], one.draft.body["right"])
        for one in found
    ]


def test_the_usual_form_is_read():
    found = read_text(USUAL.replace("?   A. Chủ", "?\nA. Chủ"))
    assert [one.fault for one in found] == [""] * 5
    assert said(found) == [
        ("single", ["Tòa án nhân dân", "Hòa giải viên", "Công an"], ["b"]),
        ("multiple", ["Mâu thuẫn xóm giềng", "Tội phạm", "Tranh chấp lối đi, chung tường"], ["a", "c"]),
        ("number", [], "3"),
        ("single", ["Chủ tịch xã", "Ủy ban nhân dân cấp xã", "Hội đồng"], ["b"]),
        ("text", [], ["Ủy ban nhân dân", "UBND"]),
    ]
    assert found[1].draft.text == "Những việc nào được hòa giải?\n(Chọn nhiều đáp án)"


def test_the_key_may_stand_together_at_the_end():
    text = "\n".join(f"Câu {n}: Hỏi {n}?\nA. Một\nB. Hai\nC. Ba" for n in (1, 2, 3))
    for key in ("Đáp án: 1A 2C 3-B", "ĐÁP ÁN\n", "Đáp án: 1.A, 2.C\n3.B"):
        found = read_text(f"{text}\n{key}")
        rights = [one.draft.body["right"] for one in found]
        assert rights == ([["a"], ["c"], ["b"]] if "1" in key else [[], [], []])


def test_what_can_not_be_taken_over_says_why():
    found = read_text("Câu 1: Hỏi?\nA. Một\nB. Hai\nĐáp án: D\nCâu 2: Không gì cả\nCâu 3:\nA. Một\nB. Hai\nĐáp án: A")
    assert [bool(one.fault) for one in found] == [True, True, True]
    assert "“D”" in found[0].fault
    assert read_text("không có câu nào") == []


def test_a_table_is_read_by_its_heads():
    rows = [
        ["Ngân hàng câu hỏi", None],
        ["STT", "Nội dung câu hỏi", "A", "Đáp án B", "C", "Đáp án", "Điểm", "Đề"],
        [1.0, "Câu 1: Một cộng một?", 1.0, 2.0, "ba", "B", 2.0, "A"],
        [2.0, "Mấy người?", None, None, None, 3.0, None, "B"],
        [None, None, None, None, None, None, None, None],
        [3.0, "Chọn nhiều", "x", "y", "z", "AC", "0,5", ""],
        [4.0, "Sai đề", "x", "y", None, "A", None, "C"],
    ]
    found = read_table(rows)
    assert [(one.draft.text, one.draft.points, one.draft.form) for one in found[:3]] == [
        ("Một cộng một?", Decimal(2), "A"),
        ("Mấy người?", Decimal(1), "B"),
        ("Chọn nhiều", Decimal("0.5"), ""),
    ]
    assert said(found[:3]) == [
        ("single", ["1", "2", "ba"], ["b"]),
        ("number", [], "3"),
        ("multiple", ["x", "y", "z"], ["a", "c"]),
    ]
    assert found[3].fault
    assert read_table([["a", "b"], ["c", "d"]]) == []


@pytest.mark.parametrize("answer", ["B", "b", "B.", "B. Hai", "Hai", "hai", "(B)"])
def test_an_answer_is_a_letter_or_its_words(answer):
    (one,) = read_text(f"Câu 1: Hỏi?\nA. Một\nB. Hai\nĐáp án: {answer}")
    assert (one.fault, one.draft and one.draft.body["right"]) == ("", ["b"])


@given(st.text(alphabet="Câu 1:.ABC)*\nĐápán, 2345-", max_size=200))
def test_any_text_is_read_or_told_to_be_wrong(text):
    for one in read_text(text):
        assert bool(one.fault) != bool(one.draft)
