"""Amounts in words, as papers about money end: "Bằng chữ: Tám mươi lăm triệu đồng"."""

from __future__ import annotations

_DIGITS = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")
_BILLION = 10**9


def in_words(value: int) -> str:
    """A whole number in words: 1.205.015 is "một triệu hai trăm linh năm nghìn không trăm mười lăm"."""
    if value < 0:
        return f"âm {in_words(-value)}"
    if value == 0:
        return _DIGITS[0]
    billions, rest = divmod(value, _BILLION)
    words = []
    if billions:
        words += [in_words(billions), "tỷ"]
    leading = not billions
    for size, name in ((10**6, "triệu"), (10**3, "nghìn"), (1, "")):
        group, rest = divmod(rest, size)
        if group:
            words += [_group(group, whole=not leading), name]
            leading = False
    return " ".join(word for word in words if word)


def money_in_words(amount: int) -> str:
    """An amount in đồng in words, with a capital: "Tám mươi lăm triệu đồng"."""
    words = in_words(amount)
    return f"{words[:1].upper()}{words[1:]} đồng"


def _group(value: int, *, whole: bool) -> str:
    """Up to three digits; `whole` says that larger groups stand before, so that hundreds are always read."""
    hundreds, rest = divmod(value, 100)
    tens, units = divmod(rest, 10)
    words = []
    if hundreds or whole:
        words += [_DIGITS[hundreds], "trăm"]
    if tens > 1:
        words += [_DIGITS[tens], "mươi"]
    elif tens == 1:
        words.append("mười")
    elif units and words:
        words.append("linh")
    if units:
        words.append(_unit(tens, units))
    return " ".join(words)


def _unit(tens: int, units: int) -> str:
    if units == 1 and tens > 1:
        return "mốt"
    if units == 5 and tens:
        return "lăm"
    return _DIGITS[units]
