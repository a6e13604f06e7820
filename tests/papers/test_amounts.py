"""Amounts in words, against a reader that goes back from the words, and against what an accountant writes."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from caunoi.papers.amounts import MOST, in_words, money_in_words

_DIGITS = {
    "không": 0, "một": 1, "mốt": 1, "hai": 2, "ba": 3, "bốn": 4, "năm": 5, "lăm": 5, "sáu": 6, "bảy": 7, "tám": 8,
    "chín": 9,
}  # fmt: skip


def read_back(words: str) -> int:
    """Return the number that somebody hears who writes down word by word: slow, and knows nothing of the writer."""
    total = millions = group = 0
    digit: int | None = None
    for word in words.split():
        if word in _DIGITS:
            digit = _DIGITS[word]
        elif word == "trăm":
            group, digit = group + 100 * (digit or 0), None
        elif word == "mươi":
            group, digit = group + 10 * (digit or 0), None
        elif word == "mười":
            group += 10
        elif word in {"nghìn", "triệu"}:
            millions += (group + (digit or 0)) * {"nghìn": 10**3, "triệu": 10**6}[word]
            group, digit = 0, None
        elif word == "tỷ":
            total, millions, group, digit = (total + millions + group + (digit or 0)) * 10**9, 0, 0, None
        else:
            assert word == "linh", word
    return total + millions + group + (digit or 0)


@given(st.integers(0, MOST) | st.integers(0, 10_000) | st.integers(0, 10**6).map(lambda n: n * 1000))
@example(MOST)
@example(1_000_000_005)
def test_words_are_read_back_as_the_same_number(value):
    words = in_words(value)

    assert read_back(words) == value
    assert "mươi một" not in words
    assert "mươi năm" not in words
    assert "mười năm" not in words
    assert "mười mốt" not in words
    assert "  " not in words


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (0, "Không đồng"),
        (5, "Năm đồng"),
        (15, "Mười lăm đồng"),
        (21, "Hai mươi mốt đồng"),
        (24, "Hai mươi bốn đồng"),
        (105, "Một trăm linh năm đồng"),
        (1_000, "Một nghìn đồng"),
        (1_005, "Một nghìn không trăm linh năm đồng"),
        (10_015, "Mười nghìn không trăm mười lăm đồng"),
        (1_205_000, "Một triệu hai trăm linh năm nghìn đồng"),
        (21_000_021, "Hai mươi mốt triệu không trăm hai mươi mốt đồng"),
        (100_000_000, "Một trăm triệu đồng"),
        (1_000_000_005, "Một tỷ không trăm linh năm đồng"),
        (2_055_500_000, "Hai tỷ không trăm năm mươi lăm triệu năm trăm nghìn đồng"),
        (1_000_000_000_000, "Một nghìn tỷ đồng"),
    ],
)
def test_amounts_as_an_accountant_writes_them(value, words):
    assert money_in_words(value) == words


@pytest.mark.parametrize("value", [-1, MOST + 1])
def test_no_words_for_what_can_t_be_read(value):
    with pytest.raises(ValueError, match="No words"):
        in_words(value)
