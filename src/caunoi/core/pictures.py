"""Pictures made bare: decoded within limits, turned upright, without place, time, camera and all that hides."""

from __future__ import annotations

import io
import struct
import warnings

from django.utils.translation import gettext as _
from PIL import Image, ImageCms, ImageOps, UnidentifiedImageError
from pillow_heif import register_heif_opener

register_heif_opener()

# A phone of today takes 48 to 50 megapixels; more is a mistake or an attack.
MOST_PIXELS = 60_000_000
_FORMATS = ("JPEG", "PNG", "WEBP", "HEIF")
_SEE_THROUGH = {"RGBA", "LA", "PA"}
_QUALITY = 92


class RefusedPicture(Exception):
    """The bytes can't become a picture; the message says why and what to do, for the person who sent them."""


def open_picture(content: bytes, *, wanted: tuple[int, int] | None = None) -> Image.Image:
    """Return the decoded picture, a moving one as its first image; ``wanted`` lets a JPEG be decoded smaller.

    Raises :class:`RefusedPicture` for what has too many pixels, is broken or no picture.
    """
    try:
        with warnings.catch_warnings():
            # The size is judged below, before a pixel is decoded; damaged words beside the pixels count for nothing.
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            warnings.simplefilter("ignore", UserWarning)
            image = Image.open(io.BytesIO(content), formats=_FORMATS)
        if image.width * image.height > MOST_PIXELS:
            raise RefusedPicture(
                _("The picture has more than %(most)s million pixels. Make it smaller and send it again.")
                % {"most": MOST_PIXELS // 1_000_000}
            )
        if wanted:
            image.draft("RGB", wanted)
        image.load()
    except Image.DecompressionBombError:
        raise RefusedPicture(
            _("The picture has more than %(most)s million pixels. Make it smaller and send it again.")
            % {"most": MOST_PIXELS // 1_000_000}
        )
    except UnidentifiedImageError:
        raise RefusedPicture(_("This is not a picture that can be shown. Send a JPEG, PNG, WebP or HEIC picture."))
    except (OSError, ValueError, SyntaxError, EOFError, IndexError, KeyError, TypeError, OverflowError, struct.error):
        raise RefusedPicture(_("The picture is damaged or incomplete. Send it again from where it was taken."))
    return image


def upright(image: Image.Image) -> Image.Image:
    """Return the picture as it is to be seen: turned, in common colours, on white where see-through."""
    turned = _common_colours(_turned(image))
    if turned.mode in {"RGBA", "LA", "P", "PA"}:
        seen = turned.convert("RGBA")
        white = Image.new("RGB", seen.size, "white")
        white.paste(seen, mask=seen.getchannel("A"))
        return white
    return turned.convert("RGB")


def _turned(image: Image.Image) -> Image.Image:
    """Turn the picture as its camera says; words about the picture that are damaged are nobody's business."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)
        return ImageOps.exif_transpose(image)


def _common_colours(image: Image.Image) -> Image.Image:
    """Bring the colours of a profile to sRGB, for the profile is dropped; a broken one counts for nothing."""
    profile = image.info.get("icc_profile")
    if not profile or image.mode not in {"RGB", "CMYK"}:
        return image
    try:
        own = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        made = ImageCms.profileToProfile(image, own, ImageCms.createProfile("sRGB"), outputMode="RGB")
    except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
        return image
    return made or image


def bare(image: Image.Image) -> Image.Image:
    """Return nothing but the pixels: no profile, comment or place of the original can follow."""
    fresh = Image.new(image.mode, image.size)
    fresh.paste(image)
    return fresh


def bare_picture(content: bytes) -> bytes:
    """Return the picture in its own kind and size, re-encoded from its pixels. Raises as :func:`open_picture`."""
    image = open_picture(content)
    out = io.BytesIO()
    if image.format == "JPEG":
        bare(upright(image)).save(out, "JPEG", quality=_QUALITY, optimize=True)
        return out.getvalue()
    turned = _turned(image)
    see_through = turned.mode in _SEE_THROUGH or "transparency" in turned.info
    clean = bare(_common_colours(turned).convert("RGBA" if see_through else "RGB"))
    clean.save(out, image.format or "PNG", **({"quality": _QUALITY} if image.format == "WEBP" else {}))
    return out.getvalue()
