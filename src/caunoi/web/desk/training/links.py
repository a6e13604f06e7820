"""Addresses that are given out: whole, and as a picture that a phone reads."""

from __future__ import annotations

from dataclasses import dataclass

import segno
from django.conf import settings


@dataclass(frozen=True, kw_only=True)
class LinkWithPicture:
    """An address and its picture, the address of an ``img``."""

    address: str
    picture: str


def link_with_picture(path: str) -> LinkWithPicture:
    """Return the whole address of ``path`` with its QR picture."""
    address = f"{settings.WAGTAILADMIN_BASE_URL}{path}"
    picture = segno.make(address, error="m", micro=False).svg_data_uri(scale=6, border=4, light="#fff")
    return LinkWithPicture(address=address, picture=str(picture))
