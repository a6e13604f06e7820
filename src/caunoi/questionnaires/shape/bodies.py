"""A question as the rest of the engine knows it, and what its body must hold.

Bodies, as JSON types:

- single, multiple: ``{"choices": [{"key", "text"}], "right": [keys]}``, without right ones it counts no points;
- ordering: the same; ``right`` names every key in the right order;
- scale: ``{"low": 1, "high": 5, "low_words": "", "high_words": ""}``;
- number: ``{"right": "12.5" or "", "tolerance": "0", "unit": ""}``;
- text: ``{"right": [accepted texts], "most": letters}``, and ``"refused"``, the marks of texts taken for wrong by hand;
- matrix: ``{"rows": [{"key", "text"}], "columns": [{"key", "text"}], "right": {row: column}}``.
"""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from caunoi.core.text import clean, fold
from caunoi.questionnaires.enums import ItemKind

MOST_CHOICES = 26
MOST_TEXT = 2000
LONGEST_CHOICE = 1000
_MOST_STEPS = 11
# Letters of what stands for a text.
_MARK = 24
_CHOOSING = (ItemKind.SINGLE, ItemKind.MULTIPLE, ItemKind.ORDERING)


@dataclass(frozen=True, kw_only=True)
class Question:
    """A question of a version; ``key`` is the text of its UUID, ``form`` "" stands on both forms."""

    key: str
    kind: ItemKind
    text: str
    body: Mapping[str, Any]
    points: Decimal = Decimal(1)
    form: str = ""
    hint: str = ""
    required: bool = False

    @property
    def choices(self) -> tuple[tuple[str, str], ...]:
        """Keys and words of the choices; () for a kind without."""
        return pairs(self.body.get("choices", ()))

    @property
    def rows(self) -> tuple[tuple[str, str], ...]:
        """Keys and words of a matrix's rows."""
        return pairs(self.body.get("rows", ()))

    @property
    def columns(self) -> tuple[tuple[str, str], ...]:
        """Keys and words of a matrix's columns."""
        return pairs(self.body.get("columns", ()))

    @property
    def steps(self) -> range:
        """The steps of a scale."""
        return range(int(self.body["low"]), int(self.body["high"]) + 1)

    @property
    def is_scored(self) -> bool:
        """Whether a right answer is known."""
        return bool(self.body.get("right")) and self.points > 0


@dataclass(frozen=True, kw_only=True)
class Draft:
    """A question that is not saved yet, as the editor, a pasted text or the bank gives it."""

    kind: ItemKind
    text: str
    body: Mapping[str, Any] = field(default_factory=dict)
    points: Decimal = Decimal(1)
    form: str = ""
    hint: str = ""
    required: bool = False
    bank_item_id: uuid.UUID | None = None


def pairs(listed: Iterable[Mapping[str, str]]) -> tuple[tuple[str, str], ...]:
    """Return keys and words."""
    return tuple((each["key"], each["text"]) for each in listed)


def keyed(texts: Sequence[str], *, known: Sequence[tuple[str, str]] = ()) -> list[dict[str, str]]:
    """Return texts with keys a, b, c …; a text that stood among ``known`` keeps its key."""
    kept = {text: key for key, text in known}
    free = iter(key for key in _letters() if key not in set(kept.values()))
    return [{"key": kept.pop(text, "") or next(free), "text": text} for text in texts]


def _letters() -> Iterable[str]:
    letters = "abcdefghijklmnopqrstuvwxyz"
    yield from letters
    yield from (f"{first}{second}" for first in letters for second in letters)


def checked_body(kind: ItemKind, body: Mapping[str, Any]) -> dict[str, Any]:
    """Return the body as it is stored; raises ValidationError (field -> words) for one that can't be asked."""
    if kind in _CHOOSING:
        return _checked_choices(kind, body)
    if kind == ItemKind.MATRIX:
        return _checked_matrix(body)
    if kind == ItemKind.SCALE:
        return _checked_scale(body)
    if kind == ItemKind.NUMBER:
        return _checked_number(body)
    right = [text for each in body.get("right", ()) if (text := clean(str(each))[:MOST_TEXT])]
    most = int(body.get("most") or 500)
    if not 1 <= most <= MOST_TEXT:
        raise ValidationError({"most": _("Type a number between 1 and %(most)s.") % {"most": MOST_TEXT}})
    refused = [str(mark)[:_MARK] for mark in body.get("refused", ())]
    return {"right": right, "most": most, **({"refused": refused} if refused else {})}


def _texts(listed: Any, name: str, *, least: int) -> list[dict[str, str]]:
    found = [{"key": str(each["key"])[:4], "text": clean(str(each["text"]))[:LONGEST_CHOICE]} for each in listed or ()]
    found = [each for each in found if each["text"]]
    if len(found) < least:
        raise ValidationError({name: _("Type at least %(least)s, each on a line of its own.") % {"least": least}})
    if len(found) > MOST_CHOICES:
        raise ValidationError({name: _("At most %(most)s, please.") % {"most": MOST_CHOICES}})
    if len({fold_exact(each["text"]) for each in found}) < len(found):
        raise ValidationError({name: _("Two of them say the same.")})
    if len({each["key"] for each in found}) < len(found):
        raise ValidationError({name: _("Two of them say the same.")})
    return found


def fold_exact(text: str) -> str:
    """Return a text for comparison of whole words: marks count, capitals and spaces do not."""
    return clean(text).casefold()


def _checked_choices(kind: ItemKind, body: Mapping[str, Any]) -> dict[str, Any]:
    choices = _texts(body.get("choices"), "choices", least=2)
    keys = [each["key"] for each in choices]
    right = [str(key) for key in body.get("right", ())]
    if not set(right) <= set(keys) or len(set(right)) < len(right):
        raise ValidationError({"right": _("The right answer is none of the choices.")})
    if kind == ItemKind.SINGLE and len(right) > 1:
        raise ValidationError({"right": _("With one choice there is one right answer at most.")})
    if kind == ItemKind.ORDERING and right and len(right) < len(keys):
        raise ValidationError({"right": _("The right order must name every choice.")})
    if kind == ItemKind.MULTIPLE:
        right.sort(key=keys.index)
    return {"choices": choices, "right": right}


def _checked_matrix(body: Mapping[str, Any]) -> dict[str, Any]:
    rows = _texts(body.get("rows"), "rows", least=1)
    columns = _texts(body.get("columns"), "columns", least=2)
    right = {str(row): str(column) for row, column in dict(body.get("right") or {}).items()}
    row_keys, column_keys = ({each["key"] for each in listed} for listed in (rows, columns))
    if not set(right) <= row_keys or not set(right.values()) <= column_keys:
        raise ValidationError({"right": _("The right answer is none of the choices.")})
    if right and set(right) != row_keys:
        raise ValidationError({"right": _("Give the right answer for each row, or for none.")})
    return {"rows": rows, "columns": columns, "right": right}


def _checked_scale(body: Mapping[str, Any]) -> dict[str, Any]:
    low, high = int(body.get("low", 1)), int(body.get("high", 5))
    if not 0 <= low < high or high - low >= _MOST_STEPS:
        raise ValidationError({"high": _("A scale has two steps at least and eleven at most.")})
    return {
        "low": low,
        "high": high,
        **{name: clean(str(body.get(name) or ""))[:60] for name in ("low_words", "high_words")},
    }


def _checked_number(body: Mapping[str, Any]) -> dict[str, Any]:
    stored = {"unit": clean(str(body.get("unit") or ""))[:30]}
    for name, without in (("right", ""), ("tolerance", "0")):
        typed = str(body.get(name) if body.get(name) is not None else "").strip()
        if not typed:
            stored[name] = without
            continue
        value = read_number(typed)
        if value is None or (name == "tolerance" and value < 0):
            raise ValidationError({name: _("Type a number, for instance 12 or 12,5.")})
        stored[name] = plain_number(value)
    return stored


def read_number(text: str) -> Decimal | None:
    """Return the number that was typed, None for none. 1.200 is twelve hundred, as is 1200; 12,5 and 12.5 are one."""
    typed = text.strip().replace(" ", "")
    if "," in typed:
        typed = typed.replace(".", "").replace(",", ".") if typed.count(",") == 1 else ""
    elif typed.count(".") > 1 or (typed.count(".") == 1 and _looks_grouped(typed)):
        typed = typed.replace(".", "")
    try:
        value = Decimal(typed)
    except InvalidOperation:
        return None
    return value if value.is_finite() and abs(value) < Decimal(10) ** 15 and len(typed) <= 30 else None


def _looks_grouped(typed: str) -> bool:
    whole, _dot, rest = typed.lstrip("-+").partition(".")
    return len(rest) == 3 and rest.isdigit() and 1 <= len(whole) <= 3 and whole != "0"


def plain_number(value: Decimal) -> str:
    """Return a number as it is stored: no exponent, no zeros at its end."""
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def same_text(typed: str, accepted: str) -> bool:
    """Say whether a short text is taken for an accepted one: neither capitals, marks nor signs decide."""
    return folded_text(typed) == folded_text(accepted)


def folded_text(text: str) -> str:
    """Return a short text without what does not decide: two that give the same are one answer."""
    return " ".join(fold(text).split()).strip(" .!?")


def text_mark(text: str) -> str:
    """Return what stands for a short text where its words must not stand."""
    return hashlib.blake2s(folded_text(text).encode(), digest_size=_MARK // 2).hexdigest()


def asked_part(body: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a body asks, without what is right."""
    return {name: value for name, value in body.items() if name not in {"right", "tolerance", "refused"}}
