"""Lighter forms of photos: WebP and AVIF beside the JPEG, made in the background, for new photos and for old ones."""

from __future__ import annotations

from django.db import transaction

from caunoi.core import files
from caunoi.core.files.register import read_stored
from caunoi.core.files.stores import StoreDown
from caunoi.core.pictures import RefusedPicture
from caunoi.publishing import pieces
from caunoi.publishing.models import PhotoSize
from caunoi.publishing.pictures import lighter

# Photos of one run: some seconds each on an old machine, and a worker that is ended repeats little.
_A_RUN = 200


def make_lighter(most: int = _A_RUN) -> int:
    """Make the lighter forms that are missing, of the newest photos first; returns how many sizes got theirs.

    Each size is written for itself, so that a run that is cut off loses one. A form that would not be lighter is left
    out: its place stays with the JPEG. What readers see of an article is made anew.
    """
    missing = PhotoSize.objects.filter(lightened=False).order_by("-pk").values_list("pk", flat=True)
    return sum(_make(pk) for pk in list(missing[:most]))


@transaction.atomic
def _make(pk: int) -> bool:
    size = (
        PhotoSize.objects.select_for_update(of=("self",)).select_related("file", "photo__article").filter(pk=pk).first()
    )
    if size is None or size.lightened:
        # Removed with its photo meanwhile, or another worker was faster.
        return False
    article = size.photo.article
    try:
        made = lighter(read_stored(size.file))
    except StoreDown:
        # The next run asks again.
        return False
    except (FileNotFoundError, RefusedPicture):
        # `caunoi check` tells of bytes that are lost or altered; they must not hold up the others.
        made = {}
    for kind, content in made.items():
        stored = files.store(
            content=content,
            name=f"{size.file.name.rpartition('.')[0]}.{kind}",
            organisation_id=article.organisation_id,
            actor_id=size.file.created_by_id,
            made_here=True,
        )
        setattr(size, kind, stored)
    size.lightened = True
    size.save(update_fields=["webp", "avif", "lightened"])
    if article.is_public:
        pieces.touch_article(article)
    return True
