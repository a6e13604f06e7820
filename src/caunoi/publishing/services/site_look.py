"""How a site looks: motto, colour, crest, photo, map, hours, and where the office stands."""

from __future__ import annotations

import io
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from PIL import Image

from caunoi.core import audit, files
from caunoi.core.files import RefusedFile
from caunoi.core.models import StoredFile
from caunoi.core.pictures import RefusedPicture, bare, open_picture, upright
from caunoi.core.text import clean, clean_lines
from caunoi.directory.models import User
from caunoi.directory.policies import require
from caunoi.publishing import pieces
from caunoi.publishing.enums import Accent, Action, PictureKind
from caunoi.publishing.models import SitePage, SitePicture
from caunoi.publishing.policies import edits_site

# The greatest width and height at which each picture is shown, twice for fine screens.
_SIZES = {PictureKind.CREST: (512, 224), PictureKind.BANNER: (1600, 800), PictureKind.MAP: (1600, 1600)}
_LEAST = 40
_QUALITY = 82
# A drawing is smaller and sharper as PNG, a photo as JPEG.
_MOST_DRAWING = 400_000


@transaction.atomic
def change_look(
    *,
    actor: User,
    site: SitePage,
    motto: str,
    accent: str,
    hours: str,
    latitude: Decimal | None = None,
    longitude: Decimal | None = None,
) -> SitePage:
    """Change what a site says around its pages. The place is in degrees, both or none.

    Raises PermissionDenied unless the actor edits the site, ValidationError for what is too long or lies nowhere.
    """
    require(edits_site(actor, site.organisation))
    site = SitePage.objects.select_for_update().select_related("organisation").get(pk=site.pk)
    after: dict[str, Any] = {
        "motto": clean(motto),
        "accent": accent,
        "hours": clean_lines(hours),
        "latitude": _degrees(latitude),
        "longitude": _degrees(longitude),
    }
    faults: dict[str, str] = {}
    for name, most in (("motto", 160), ("hours", 600)):
        if len(after[name]) > most:
            faults[name] = _("This is too long: %(length)s letters, at most %(most)s fit. Shorten it.") % {
                "length": len(after[name]),
                "most": most,
            }
    if accent not in Accent.values:
        faults["accent"] = _("Choose one of the colours.")
    if (after["latitude"] is None) != (after["longitude"] is None):
        faults["latitude"] = _("Type both numbers of the place, or none.")
    elif after["latitude"] is not None and not (abs(after["latitude"]) <= 90 and abs(after["longitude"]) <= 180):
        faults["latitude"] = _("No place on earth has these numbers. In Vietnam: 8 to 24 and 102 to 110.")
    if faults:
        raise ValidationError(faults)
    details = audit.changes(
        {name: _said(getattr(site, name)) for name in after}, {name: _said(value) for name, value in after.items()}
    )
    if not details:
        return site
    for name, value in after.items():
        setattr(site, name, value)
    site.save(update_fields=list(after))
    _tell(actor, site, details)
    return site


def _degrees(value: Decimal | None) -> Decimal | None:
    return None if value is None else Decimal(value).quantize(Decimal("0.000001"))


def _said(value: object) -> str:
    return "" if value is None else str(value)


@transaction.atomic
def put_picture(*, actor: User, site: SitePage, kind: str, content: bytes, alternative: str) -> SitePicture:
    """Put a crest, photo or map in the place of the one before; re-encoded, the bytes that were sent are not kept.

    Raises PermissionDenied, ValidationError for a missing description and for what is no JPEG, PNG, WebP or HEIC
    picture: a drawing in SVG may hold scripts and is refused.
    """
    require(edits_site(actor, site.organisation))
    site = SitePage.objects.select_for_update().select_related("organisation").get(pk=site.pk)
    alternative = clean(alternative)
    if not alternative:
        raise ValidationError(
            {"alternative": _("Describe in a few words what the picture shows, for readers who can't see it.")}
        )
    if len(alternative) > 300 or kind not in PictureKind.values:
        raise ValidationError({"alternative": _("Shorten the description to 300 letters.")})
    if len(content) > settings.UPLOAD_MAX_BYTES:
        raise ValidationError({"file": _("The picture is too large. Make it smaller and send it again.")})
    try:
        made, ending, size = _made(content, PictureKind(kind))
        stored = files.store(
            content=made,
            name=f"{kind}.{ending}",
            organisation_id=site.organisation_id,
            actor_id=actor.pk,
            made_here=True,
        )
    except (RefusedPicture, RefusedFile) as refused:
        raise ValidationError({"file": str(refused)}) from None
    _take_away(site, kind)
    # A new key is a new address: what browsers kept of the old picture is asked for by nobody.
    picture = SitePicture.objects.create(
        site=site, kind=kind, alternative=alternative, width=size[0], height=size[1], file=stored
    )
    _tell(actor, site, {"picture": str(PictureKind(kind).label), "alternative": alternative})
    return picture


@transaction.atomic
def remove_picture(*, actor: User, site: SitePage, kind: str) -> None:
    """Take a picture off a site and out of the store's register. Raises PermissionDenied."""
    require(edits_site(actor, site.organisation))
    site = SitePage.objects.select_for_update().select_related("organisation").get(pk=site.pk)
    if _take_away(site, kind):
        _tell(actor, site, {"picture_off": str(PictureKind(kind).label)})


def _take_away(site: SitePage, kind: str) -> bool:
    old = SitePicture.objects.filter(site=site, kind=kind).first()
    if old is None:
        return False
    stored = old.file_id
    old.delete()
    StoredFile.objects.filter(pk=stored).delete()
    return True


def _made(content: bytes, kind: PictureKind) -> tuple[bytes, str, tuple[int, int]]:
    """Return the bytes as they are shown, their ending, and width and height in pixels."""
    image = open_picture(content, wanted=_SIZES[kind])
    if min(image.size) < _LEAST:
        raise RefusedPicture(
            _("The picture is too small: %(least)s pixels at least are needed on each side.") % {"least": _LEAST}
        )
    if kind == PictureKind.CREST:
        # A crest keeps what is see-through: it stands on light and on dark paper.
        image = image.convert("RGBA") if image.mode in {"RGBA", "LA", "PA", "P"} else upright(image)
    else:
        image = upright(image)
    image.thumbnail(_SIZES[kind], Image.Resampling.LANCZOS)
    drawn = io.BytesIO()
    bare(image).save(drawn, "PNG", optimize=True)
    if kind == PictureKind.CREST or (kind == PictureKind.MAP and drawn.tell() <= _MOST_DRAWING):
        return drawn.getvalue(), "png", image.size
    photo = io.BytesIO()
    bare(image).save(photo, "JPEG", quality=_QUALITY, optimize=True, progressive=True)
    return photo.getvalue(), "jpg", image.size


def _tell(actor: User, site: SitePage, details: dict[str, Any]) -> None:
    audit.record(
        actor=actor,
        action=Action.SITE_LOOK_CHANGED,
        subject=site,
        organisation_id=site.organisation_id,
        details=details,
    )
    pieces.touch_look(site)
