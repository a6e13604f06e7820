"""What can be seen of a material without opening it: a picture of it, or its first words."""

from __future__ import annotations

from functools import partial

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from caunoi.core.files import read_stored, store
from caunoi.core.jobs import job
from caunoi.core.pictures import RefusedPicture
from caunoi.core.text import clean_lines
from caunoi.publishing import pieces
from caunoi.publishing.enums import ShelfState
from caunoi.publishing.models import MaterialVersion
from caunoi.publishing.pictures import make_pictures
from caunoi.publishing.previewing import MOST_LETTERS, first_words

_WIDTH = 960


def preview_soon(version: MaterialVersion) -> None:
    """Let a job look at the file once this transaction stands."""
    transaction.on_commit(partial(preview_material.enqueue, version.pk))


def make_preview(pk: int) -> bool:
    """Look at the file of a version and keep what can be shown of it; returns whether there is anything.

    Safe to repeat: what was looked at stays as it is.
    """
    version = MaterialVersion.objects.select_related("file", "material__site").filter(pk=pk).first()
    if version is None or version.previewed_at is not None:
        return bool(version and (version.picture_id or version.excerpt))
    content = read_stored(version.file)
    excerpt, picture = "", None
    if version.file.content_type.startswith("image/"):
        try:
            picture = [each for each in make_pictures(content) if each.width <= _WIDTH][-1:]
        except RefusedPicture:
            picture = None
    else:
        excerpt = clean_lines(first_words(content, version.file.content_type))[:MOST_LETTERS]
    with transaction.atomic():
        locked = MaterialVersion.objects.select_for_update().filter(pk=pk, previewed_at__isnull=True).first()
        if locked is None:
            return False
        if picture:
            locked.picture = store(
                content=picture[0].content,
                name=f"xem-truoc-{pk}.jpg",
                organisation_id=version.file.organisation_id,
                made_here=True,
            )
            locked.width, locked.height = picture[0].width, picture[0].height
        locked.excerpt, locked.previewed_at = excerpt, timezone.now()
        locked.save()
        if version.material.state != ShelfState.DRAFT:
            pieces.touch_material(version.material)
    return bool(picture or excerpt)


# It stands here and not among the tasks: the services that add a version want it.
@job(label=_("Look into a material for its preview"), attempts=2)
def preview_material(version: int) -> bool:
    """Keep what can be shown of a material's version; returns whether there is anything."""
    return make_preview(version)
