"""A drawn picture of a hall, so that the demonstration shows photographs without showing anybody."""

from __future__ import annotations

import io

from PIL import Image, ImageDraw

_WALL, _FLOOR, _STAGE, _BOARD = "#e9eff2", "#c9b79c", "#0b5c74", "#f6f2e8"
_SHIRTS = ("#3d6b7d", "#7d5a3d", "#5b7d3d", "#8a4a5f", "#4d5a8a", "#6b6b6b")


def hall(width: int = 1600, height: int = 900) -> bytes:
    """Return a JPEG of a meeting hall seen from behind: a stage, a board, rows of people without faces."""
    picture = Image.new("RGB", (width, height), _WALL)
    draw = ImageDraw.Draw(picture)
    draw.rectangle((0, height * 0.55, width, height), fill=_FLOOR)
    draw.rectangle((width * 0.2, height * 0.12, width * 0.8, height * 0.44), fill=_BOARD, outline=_STAGE, width=8)
    draw.rectangle((width * 0.15, height * 0.5, width * 0.85, height * 0.58), fill=_STAGE)
    for row in range(4):
        size = 34 + row * 14
        top = height * 0.6 + row * 85
        for seat in range(17 - row * 2):
            x = (seat + 0.5) * width / (17 - row * 2)
            colour = _SHIRTS[(seat * 3 + row) % len(_SHIRTS)]
            draw.ellipse((x - size / 2, top, x + size / 2, top + size), fill="#2b2622")
            draw.rounded_rectangle((x - size, top + size * 0.9, x + size, top + size * 3), size // 2, fill=colour)
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=82)
    return out.getvalue()


def signed_sheet(rows: int = 36) -> bytes:
    """Return a JPEG of a signed sheet: numbers, lines for names, strokes for signatures, nobody's hand."""
    width, row = 1000, 36
    picture = Image.new("RGB", (width, 120 + rows * row), "#fbfaf6")
    draw = ImageDraw.Draw(picture)
    draw.rectangle((260, 40, 740, 52), fill="#4a4a4a")
    for number in range(rows):
        top = 90 + number * row
        draw.rectangle((60, top, width - 60, top + row), outline="#8a8a8a")
        draw.line((110, top, 110, top + row), fill="#8a8a8a")
        draw.line((560, top, 560, top + row), fill="#8a8a8a")
        draw.text((75, top + 10), str(number + 1), fill="#333333")
        draw.rectangle((125, top + 14, 300 + number * 37 % 180, top + 22), fill="#bdbdbd")
        if number % 9 != 4:
            strokes = [(600 + step * 22, top + 8 + (step * 7 + number * 5) % 20) for step in range(9)]
            draw.line(strokes, fill="#1f3a8a", width=3, joint="curve")
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=80)
    return out.getvalue()
