"""Lighter forms of photos: WebP and AVIF beside the JPEG, made in the background, for new photos and for old ones."""

from __future__ import annotations

from django.db import transaction

from caunoi.core import files
from caunoi.core.files.register import read_stored
from caunoi.core.files.stores import StoreDown
from caunoi.core.pictures import RefusedPicture
from caunoi.publishing import pieces
from caunoi.publishing.models import LighterForms, PhotoSize
from caunoi.publishing.pictures import lighter

# Sizes of one run: a second each on an old machine, and a worker that is ended repeats little.
_A_RUN = 200


def make_lighter(*, everywhere: bool = False, most: int = _A_RUN) -> int:
    """Make the lighter forms that are missing, of the newest photos first; returns how many sizes were looked at.

    Among the newest alone, which is a small question, or ``everywhere``. Each size is written for itself, so that a run
    that is cut off loses one. A form that would not be lighter is left out: its place stays with the JPEG. What readers
    see of an article is made anew.
    """
    sizes = PhotoSize.objects.order_by("-pk")
    if everywhere:
        missing = list(sizes.filter(lighter__isnull=True).values_list("pk", flat=True)[:most])
    else:
        missing = [pk for pk, made in sizes.values_list("pk", "lighter")[:most] if made is None]
    return sum(_make(pk) for pk in missing)


@transaction.atomic
def _make(pk: int) -> bool:
    sizes = PhotoSize.objects.select_for_update(of=("self",)).select_related("file", "photo__article")
    size = sizes.filter(pk=pk).first()
    if size is None or LighterForms.objects.filter(pk=pk).exists():
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
    forms = LighterForms(size=size)
    for kind, content in made.items():
        stored = files.store(
            content=content,
            name=f"{size.file.name.rpartition('.')[0]}.{kind}",
            organisation_id=article.organisation_id,
            actor_id=size.file.created_by_id,
            made_here=True,
        )
        setattr(forms, kind, stored)
    forms.save(force_insert=True)
    if article.is_public:
        pieces.touch_article(article)
    return True
