"""Drawn pictures for the demonstration's news: places and things, nobody's face."""

from __future__ import annotations

import io
from collections.abc import Callable

from PIL import Image, ImageDraw

_WIDTH, _HEIGHT = 1200, 800
_SKY, _GROUND, _WALL, _ROOF, _LEAF, _STEM = "#cfe6ee", "#b9a88a", "#f1e4cf", "#a8503a", "#4f8a5b", "#6b4f36"
_DEEP, _LIGHT = "#0b5c74", "#f6f2e8"
_SHIRTS = ("#3d6b7d", "#b3396b", "#5b7d3d", "#8a6a3d", "#4d5a8a")

Draw = ImageDraw.ImageDraw


def draw(scene: str) -> bytes:
    """Return a JPEG of a scene; raises KeyError for a name that is none."""
    picture = Image.new("RGB", (_WIDTH, _HEIGHT), _SKY)
    _SCENES[scene](ImageDraw.Draw(picture))
    out = io.BytesIO()
    # Smaller than it was drawn: its edges are smooth, and it is made lighter in less time.
    picture.resize((_WIDTH * 4 // 5, _HEIGHT * 4 // 5), Image.Resampling.LANCZOS).save(out, "JPEG", quality=85)
    return out.getvalue()


def _tree(on: Draw, x: int, foot: int, size: int) -> None:
    on.rectangle((x - size // 10, foot - size, x + size // 10, foot), fill=_STEM)
    on.ellipse((x - size // 2, foot - size * 2, x + size // 2, foot - size * 0.7), fill=_LEAF)


def _house(on: Draw, x: int, foot: int, wide: int, roof: str = _ROOF) -> None:
    high = wide * 3 // 5
    on.rectangle((x, foot - high, x + wide, foot), fill=_WALL)
    on.polygon((x - wide // 8, foot - high, x + wide // 2, foot - high * 5 // 3, x + wide * 9 // 8, foot - high), roof)
    on.rectangle((x + wide * 2 // 5, foot - high // 2, x + wide * 3 // 5, foot), fill=_STEM)


def _person(on: Draw, x: int, foot: int, size: int, colour: str) -> None:
    on.ellipse((x - size // 5, foot - size, x + size // 5, foot - size * 3 // 5), fill="#2b2622")
    on.rounded_rectangle((x - size // 3, foot - size * 3 // 5, x + size // 3, foot), size // 5, fill=colour)


def _street(on: Draw) -> None:
    on.rectangle((0, 520, _WIDTH, _HEIGHT), fill=_GROUND)
    for x in (40, 420, 800):
        _house(on, x, 530, 260)
    on.polygon((380, _HEIGHT, 560, 530, 660, 530, 860, _HEIGHT), fill="#8d8f90")
    for number, x in enumerate((150, 330, 920, 1100)):
        _tree(on, x, 640 + number % 2 * 60, 130)


def _circle(on: Draw) -> None:
    on.rectangle((0, 0, _WIDTH, 480), fill=_LIGHT)
    on.rectangle((0, 480, _WIDTH, _HEIGHT), fill="#c9b79c")
    on.ellipse((380, 500, 820, 640), fill=_DEEP)
    for number in range(8):
        _person(on, 170 + number * 123, 560 + abs(number - 3) * 34, 180, _SHIRTS[number % 5])


def _paving(on: Draw) -> None:
    on.rectangle((0, 300, _WIDTH, _HEIGHT), fill="#8d8f90")
    for row in range(5):
        for place in range(12):
            left, top = place * 100 + row % 2 * 50 - 50, 380 + row * 84
            fill = "#c7835f" if (place * 7 + row * 3) % 11 else "#8d8f90"
            on.rectangle((left, top, left + 92, top + 76), fill=fill)
    _tree(on, 180, 370, 150)
    _tree(on, 1020, 370, 150)


def _phone(on: Draw) -> None:
    on.rectangle((0, 0, _WIDTH, _HEIGHT), fill="#e3ece4")
    on.rounded_rectangle((430, 70, 770, 730), 40, fill="#13202b")
    on.rounded_rectangle((455, 120, 745, 680), 12, fill="#ffffff")
    for number, size in enumerate((20, 34, 52, 74)):
        top = 160 + number * 120
        on.rounded_rectangle((480, top, 480 + 60 + size * 2, top + size), 8, fill=_DEEP if number == 3 else "#9db4be")


def _roof(on: Draw) -> None:
    on.rectangle((0, 600, _WIDTH, _HEIGHT), fill=_GROUND)
    _house(on, 330, 640, 520)
    for step in range(6):
        on.line((330 + step * 45, 330 - step * 36, 560 + step * 45, 330 - step * 36), fill=_LIGHT, width=6)
    on.line((250, 690, 380, 330), fill=_STEM, width=12)
    on.line((300, 690, 430, 330), fill=_STEM, width=12)
    _person(on, 640, 250, 120, _SHIRTS[0])


def _at_night(on: Draw) -> None:
    on.rectangle((0, 0, _WIDTH, _HEIGHT), fill="#1d3346")
    on.rectangle((0, 600, _WIDTH, _HEIGHT), fill="#2b2b25")
    _house(on, 320, 620, 560, "#6e3a2c")
    for x in (400, 720):
        on.rectangle((x, 400, x + 90, 500), fill="#ffd976")
    on.ellipse((980, 80, 1070, 170), fill="#f6f2e8")


def _stage(on: Draw) -> None:
    on.rectangle((0, 0, _WIDTH, _HEIGHT), fill="#5b1d34")
    on.polygon((200, 0, 420, 0, 760, 640, 80, 640), fill="#7d2c49")
    on.rectangle((0, 600, _WIDTH, _HEIGHT), fill="#8a6a3d")
    for number in range(6):
        _person(on, 230 + number * 150, 660, 240, _SHIRTS[number % 5])


_SCENES: dict[str, Callable[[Draw], None]] = {
    "street": _street,
    "circle": _circle,
    "paving": _paving,
    "phone": _phone,
    "roof": _roof,
    "house": _at_night,
    "stage": _stage,
}
