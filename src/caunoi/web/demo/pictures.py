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
