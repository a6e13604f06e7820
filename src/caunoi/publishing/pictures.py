"""Photos of articles as they are shown: bare, upright, in a few widths."""

from __future__ import annotations

import io
from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import gettext as _
from PIL import Image

from caunoi.core.pictures import RefusedPicture, bare, open_picture, upright

WIDTHS = (480, 960, 1600)
_LEAST_WIDTH = 200
_QUALITY = 82
# What a browser takes best comes first. Speed 8 costs a fifth of a second for a photo of 1600 pixels; slower settings
# cost three times as much for one part in a hundred.
LIGHTER: dict[str, dict[str, int]] = {"avif": {"quality": 55, "speed": 8}, "webp": {"quality": 76, "method": 4}}


@dataclass(frozen=True)
class Picture:
    """One size of a picture as JPEG."""

    width: int
    height: int
    content: bytes


def make_pictures(content: bytes) -> list[Picture]:
    """Return the picture in each width up to its own, smallest first; always one at least.

    Raises :class:`RefusedPicture` for what is too large, too small, broken or no picture.
    """
    if len(content) > settings.UPLOAD_MAX_BYTES:
        most = settings.UPLOAD_MAX_BYTES // (1024 * 1024)
        raise RefusedPicture(
            _("The picture is larger than %(most)s MB. Make it smaller on the phone or computer and send it again.")
            % {"most": most}
        )
    image = upright(open_picture(content, wanted=(WIDTHS[-1] * 2, WIDTHS[-1] * 2)))
    if image.width < _LEAST_WIDTH:
        raise RefusedPicture(
            _("The picture is only %(width)s pixels wide; at least %(least)s are needed. Send the original picture.")
            % {"width": image.width, "least": _LEAST_WIDTH}
        )
    widths = [width for width in WIDTHS if width < image.width]
    widths.append(min(image.width, WIDTHS[-1]) if len(widths) < len(WIDTHS) else WIDTHS[-1])
    return [_resized(image, width) for width in sorted(set(widths))]


def _resized(image: Image.Image, width: int) -> Picture:
    height = max(1, round(image.height * width / image.width))
    sized = image if width == image.width else image.resize((width, height), Image.Resampling.LANCZOS, reducing_gap=3)
    out = io.BytesIO()
    bare(sized).save(out, "JPEG", quality=_QUALITY, optimize=True, progressive=True)
    return Picture(width=width, height=height, content=out.getvalue())


def lighter(content: bytes) -> dict[str, bytes]:
    """Return a photo of this house as AVIF and WebP, by name of the kind; without those that save nothing.

    ``content`` is a JPEG that :func:`make_pictures` made. Raises :class:`RefusedPicture` for anything else.
    """
    image = open_picture(content)
    found = {}
    for kind, settings_of_kind in LIGHTER.items():
        out = io.BytesIO()
        bare(image.convert("RGB")).save(out, kind.upper(), **settings_of_kind)
        if out.tell() < len(content):
            found[kind] = out.getvalue()
    return found
