"""Whether words that somebody typed may tell of a person: then a human looks before anybody else reads them.

It holds back too much rather than too little, and decides nothing: what it finds is looked at.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable

from caunoi.core.text import fold

_DIGITS = re.compile(r"(?:\+?\d[\s.\-()]*){8,}")
_EMAIL = re.compile(r"[^\s@]+@[^\s@]+")
_LINK = re.compile(r"https?://|www\.|facebook|zalo")
# Belief, ethnicity, health, private life: words after folding. A class may be about any of them; a remark that holds
# one is looked at all the same.
_PRIVATE = re.compile(
    r"\b(?:ton giao|dao phat|phat giao|phat tu|cong giao|thien chua|tin lanh|cao dai|hoa hao|hoi giao|theo dao|di le"
    r"|linh muc|muc su|su thay|nha su|giao dan|dan toc|nguoi kinh|nguoi hoa|nguoi tay|nguoi thai|nguoi muong"
    r"|nguoi khmer|nguoi mong|nguoi dao|nguoi cham|nguoi e de|nguoi co tu|benh|om|ung thu|hiv|tam than|khuyet tat"
    r"|co thai|mang thai|say xia|ruou che|nghien|ma tuy|ly hon|ly di|ngoai tinh|dong tinh|can cuoc|cccd|cmnd"
    r"|so tai khoan)\b"
)
_TITLES = r"(?:ong|ba|anh|chi|co|chu|bac|thay|em|dong chi|dc)"


def name_keys(names: Iterable[str]) -> frozenset[str]:
    """Return what names are looked for by: each whole, and by its last two words."""
    keys = set()
    for name in names:
        words = fold(name).split()
        if len(words) > 1:
            keys |= {" ".join(words), " ".join(words[-2:])}
    return frozenset(keys)


def given_names(names: Iterable[str]) -> frozenset[str]:
    """Return the given names, which tell of somebody behind a form of address ("ông …")."""
    return frozenset(fold(name).split()[-1] for name in names if fold(name).split())


def tells_of_a_person(text: str, *, names: Collection[str] = (), given: Collection[str] = ()) -> bool:
    """Say whether a text may hold a phone number, an e-mail, a number of a paper, a name, or private matters."""
    if _DIGITS.search(text) or _EMAIL.search(text):
        return True
    folded = " ".join(re.sub(r"[^\w\s]", " ", fold(text)).split())
    if _PRIVATE.search(folded) or _LINK.search(text.casefold()):
        return True
    padded = f" {folded} "
    if any(f" {name} " in padded for name in names):
        return True
    return any(found in given for found in re.findall(rf"\b{_TITLES} (\w+)\b", folded))
