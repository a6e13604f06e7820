"""What can be seen of a material without opening it: a picture of it, or of its first page, and its first words."""

from __future__ import annotations

import datetime as dt
from functools import partial

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from caunoi.core.files import RefusedFile, read_stored, store
from caunoi.core.files.stores import StoreDown
from caunoi.core.jobs import job
from caunoi.core.pictures import RefusedPicture
from caunoi.core.text import clean_lines
from caunoi.publishing import pieces
from caunoi.publishing.enums import ShelfState
from caunoi.publishing.models import MaterialVersion
from caunoi.publishing.pictures import Picture, make_pictures
from caunoi.publishing.previewing import MOST_LETTERS, MOST_WIDTH, first_page, first_words

# The job of a version that was just added has its turn first.
_OWN_TURN = dt.timedelta(minutes=10)
# Files of one run, half a second each, and a minute each where somebody made them to be slow.
_A_RUN = 200


def preview_soon(version: MaterialVersion) -> None:
    """Let a job look at the file once this transaction stands."""
    transaction.on_commit(partial(preview_material.enqueue, version.pk))


def make_preview(pk: int) -> bool:
    """Look at the file of a version and keep what can be shown of it; returns whether there is anything.

    Safe to repeat: what was looked at stays as it is. Raises StoreDown and RefusedFile where the store of files, or
    what looks for viruses, can't be reached.
    """
    version = MaterialVersion.objects.select_related("file", "material__site").filter(pk=pk).first()
    if version is None or version.previewed_at is not None:
        return bool(version and (version.picture_id or version.excerpt))
    try:
        picture, excerpt = _seen(read_stored(version.file), version.file.content_type)
    except FileNotFoundError:
        # `caunoi check` tells of bytes that are lost.
        picture, excerpt = None, ""
    with transaction.atomic():
        locked = MaterialVersion.objects.select_for_update().filter(pk=pk, previewed_at__isnull=True).first()
        if locked is None:
            return False
        if picture:
            locked.picture = store(
                content=picture.content,
                name=f"xem-truoc-{pk}.jpg",
                organisation_id=version.file.organisation_id,
                made_here=True,
            )
            locked.width, locked.height = picture.width, picture.height
        locked.excerpt, locked.previewed_at = excerpt, timezone.now()
        locked.save()
        if version.material.state != ShelfState.DRAFT:
            pieces.touch_material(version.material)
    return bool(picture or excerpt)


def _seen(content: bytes, kind: str) -> tuple[Picture | None, str]:
    """Return the picture and the first words of a file of this kind; None and "" for what it has not."""
    if kind.startswith("image/"):
        return _fitting(content), ""
    drawn = first_page(content, kind)
    return _fitting(drawn) if drawn else None, clean_lines(first_words(content, kind))[:MOST_LETTERS]


def _fitting(content: bytes) -> Picture | None:
    try:
        return [each for each in make_pictures(content) if each.width <= MOST_WIDTH][-1]
    except RefusedPicture:
        return None


def missing() -> QuerySet[MaterialVersion]:
    """Return the versions that nothing looked at though their turn has passed: their job failed, or they wait anew."""
    return MaterialVersion.objects.filter(previewed_at__isnull=True, added_at__lt=timezone.now() - _OWN_TURN)


def anything_missing() -> bool:
    """Say whether some version waits to be looked at."""
    return missing().exists()


def make_missing(*, most: int = _A_RUN) -> int:
    """Look at versions that were never looked at, the newest first; idempotent. Returns how many were looked at."""
    looked_at = 0
    for pk in list(missing().order_by("-pk").values_list("pk", flat=True)[:most]):
        try:
            make_preview(pk)
        except StoreDown:
            # The next run asks again.
            break
        except RefusedFile:
            continue
        looked_at += 1
    return looked_at


# It stands here and not among the tasks: the services that add a version want it.
@job(label=_("Look into a material for its preview"), attempts=2)
def preview_material(version: int) -> bool:
    """Keep what can be shown of a material's version; returns whether there is anything."""
    return make_preview(version)
