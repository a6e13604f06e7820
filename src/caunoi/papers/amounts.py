"""Amounts in words, as a payment list ends with them: "Một triệu hai trăm linh năm nghìn đồng"."""

from __future__ import annotations

DIGITS = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")
# Beyond the thousands of millions "tỷ" is counted itself: nghìn tỷ, triệu tỷ.
GROUPS = ("", "nghìn", "triệu")
MOST = 10**18 - 1
_THOUSAND, _BILLION = 10**3, 10**9


def in_words(value: int) -> str:
    """The number in words, in small letters: 1.205 is "một nghìn hai trăm linh năm".

    Reads up to 10^18 - 1; raises ValueError beyond, and for a negative number.
    """
    if not 0 <= value <= MOST:
        raise ValueError(f"No words for {value}.")
    if value == 0:
        return DIGITS[0]
    above, below = divmod(value, _BILLION)
    parts = []
    if above:
        parts += [_below_billion(above, led=False), "tỷ"]
    if below:
        parts.append(_below_billion(below, led=bool(above)))
    return " ".join(parts)


def money_in_words(amount: int) -> str:
    """The amount as it stands under a list: a capital first, "đồng" last."""
    words = in_words(amount)
    return f"{words[0].upper()}{words[1:]} đồng"


def _below_billion(value: int, *, led: bool) -> str:
    """Words for 1 to 999.999.999; ``led`` says that something stands before, so that empty hundreds are read."""
    groups = [value // 10**6, value // _THOUSAND % _THOUSAND, value % _THOUSAND]
    parts: list[str] = []
    for place, group in enumerate(groups):
        if not group:
            continue
        parts.append(_group(group, full=led or bool(parts)))
        if name := GROUPS[len(groups) - 1 - place]:
            parts.append(name)
    return " ".join(parts)


def _group(value: int, *, full: bool) -> str:
    hundreds, rest = divmod(value, 100)
    tens, ones = divmod(rest, 10)
    parts = [f"{DIGITS[hundreds]} trăm"] if hundreds or full else []
    if tens == 0:
        if ones:
            parts += ["linh", DIGITS[ones]] if parts else [DIGITS[ones]]
        return " ".join(parts)
    parts.append("mười" if tens == 1 else f"{DIGITS[tens]} mươi")
    if ones:
        parts.append(_ones(tens, ones))
    return " ".join(parts)


def _ones(tens: int, ones: int) -> str:
    """One is "mốt" after twenty and more, five "lăm" after ten and more, four stays "bốn"."""
    if ones == 1 and tens > 1:
        return "mốt"
    return "lăm" if ones == 5 else DIGITS[ones]
