"""Pictures as they are sent, and as they are shown: re-encoded, turned upright, without place, time and camera."""

from __future__ import annotations

import io
import warnings
from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import gettext as _
from PIL import Image, ImageOps, UnidentifiedImageError
from pillow_heif import register_heif_opener

register_heif_opener()

WIDTHS = (480, 960, 1600)
# A phone of today takes 48 to 50 megapixels; more is a mistake or an attack.
MOST_PIXELS = 60_000_000
_LEAST_WIDTH = 200
_FORMATS = ("JPEG", "PNG", "WEBP", "HEIF")
_QUALITY = 82


class RefusedPicture(Exception):
    """The bytes can't become a photo; the message says why and what to do, for the person who sent them."""


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
    image = _upright(_open(content))
    if image.width < _LEAST_WIDTH:
        raise RefusedPicture(
            _("The picture is only %(width)s pixels wide; at least %(least)s are needed. Send the original picture.")
            % {"width": image.width, "least": _LEAST_WIDTH}
        )
    widths = [width for width in WIDTHS if width < image.width]
    widths.append(min(image.width, WIDTHS[-1]) if len(widths) < len(WIDTHS) else WIDTHS[-1])
    return [_resized(image, width) for width in sorted(set(widths))]


def _open(content: bytes) -> Image.Image:
    try:
        with warnings.catch_warnings():
            # The size is judged below, before a pixel is decoded.
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            image = Image.open(io.BytesIO(content), formats=_FORMATS)
        if image.width * image.height > MOST_PIXELS:
            raise RefusedPicture(
                _("The picture has more than %(most)s million pixels. Make it smaller and send it again.")
                % {"most": MOST_PIXELS // 1_000_000}
            )
        image.draft("RGB", (WIDTHS[-1] * 2, WIDTHS[-1] * 2))
        image.load()
    except Image.DecompressionBombError:
        raise RefusedPicture(
            _("The picture has more than %(most)s million pixels. Make it smaller and send it again.")
            % {"most": MOST_PIXELS // 1_000_000}
        )
    except UnidentifiedImageError:
        raise RefusedPicture(_("This is not a picture that can be shown. Send a JPEG, PNG, WebP or HEIC picture."))
    except (OSError, ValueError, SyntaxError):
        raise RefusedPicture(_("The picture is damaged or incomplete. Send it again from where it was taken."))
    return image


def _upright(image: Image.Image) -> Image.Image:
    turned = ImageOps.exif_transpose(image)
    if turned.mode in {"RGBA", "LA", "P", "PA"}:
        seen = turned.convert("RGBA")
        white = Image.new("RGB", seen.size, "white")
        white.paste(seen, mask=seen.getchannel("A"))
        return white
    return turned.convert("RGB")


def _resized(image: Image.Image, width: int) -> Picture:
    height = max(1, round(image.height * width / image.width))
    sized = image if width == image.width else image.resize((width, height), Image.Resampling.LANCZOS, reducing_gap=3)
    # A fresh image of bare pixels: no profile, comment or place of the original can follow.
    bare = Image.new("RGB", sized.size)
    bare.paste(sized)
    out = io.BytesIO()
    bare.save(out, "JPEG", quality=_QUALITY, optimize=True, progressive=True)
    return Picture(width=width, height=height, content=out.getvalue())
