"""Photos of articles: re-encoded on the way in, kept in the one file store."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from caunoi.core import audit, files
from caunoi.core.errors import NotNow
from caunoi.core.models import StoredFile
from caunoi.core.pictures import RefusedPicture
from caunoi.core.text import clean
from caunoi.directory.models import User
from caunoi.directory.policies import require
from caunoi.publishing import pieces
from caunoi.publishing.enums import UNPUBLISHED, Action, ArticleState
from caunoi.publishing.models import ArticlePage, ArticlePhoto, PhotoSize
from caunoi.publishing.pictures import make_pictures
from caunoi.publishing.policies import may_approve, may_write
from caunoi.publishing.services import editing, finding

MOST_PHOTOS = 30


@transaction.atomic
def add_photo(
    *,
    actor: User,
    article: ArticlePage,
    content: bytes,
    name: str,
    alternative: str,
    caption: str = "",
    credit: str = "",
    names_people: bool = False,
    consent: bool = False,
) -> ArticlePhoto:
    """Add a picture at the end of the article's photos, in a few widths; the bytes that were sent are not kept.

    Raises PermissionDenied, NotNow for a withdrawn article, ValidationError for a picture that can't be used, a
    missing description, or people named without their consent in a published article.
    """
    article = editing.lock(article, None)
    _may_change_photos(actor, article)
    words = _words(article, alternative, caption, credit, names_people=names_people, consent=consent)
    if article.photos.count() >= MOST_PHOTOS:
        raise ValidationError({"file": _("An article takes at most %(most)s photos.") % {"most": MOST_PHOTOS}})
    try:
        pictures = make_pictures(content)
    except RefusedPicture as refused:
        raise ValidationError({"file": str(refused)})
    last = article.photos.aggregate(last=Max("position"))["last"]
    photo = ArticlePhoto.objects.create(article=article, position=0 if last is None else last + 1, **words)
    stem = clean(name.rpartition(".")[0] or name)[:150] or "anh"
    for picture in pictures:
        stored = files.store(
            content=picture.content,
            name=f"{stem}-{picture.width}.jpg",
            organisation_id=article.organisation_id,
            actor_id=actor.pk,
            made_here=True,
        )
        PhotoSize.objects.create(photo=photo, width=picture.width, height=picture.height, file=stored)
    _tell(actor, Action.PHOTO_ADDED, article, {"photo": photo.alternative})
    return photo


@transaction.atomic
def change_photo(
    *,
    actor: User,
    photo: ArticlePhoto,
    alternative: str,
    caption: str = "",
    credit: str = "",
    names_people: bool = False,
    consent: bool = False,
) -> ArticlePhoto:
    """Change the words of a photo; does nothing where nothing differs. Raises as :func:`add_photo`."""
    article = editing.lock(photo.article, None)
    _may_change_photos(actor, article)
    photo = article.photos.select_for_update().get(pk=photo.pk)
    after = _words(article, alternative, caption, credit, names_people=names_people, consent=consent)
    details = audit.changes({name: getattr(photo, name) for name in after}, after)
    if not details:
        return photo
    for name, value in after.items():
        setattr(photo, name, value)
    photo.save(update_fields=list(after))
    _tell(actor, Action.PHOTO_CHANGED, article, details)
    return photo


@transaction.atomic
def move_photo(*, actor: User, photo: ArticlePhoto, up: bool) -> None:
    """Let a photo change places with its neighbour; does nothing at the end. Raises PermissionDenied and NotNow."""
    article = editing.lock(photo.article, None)
    _may_change_photos(actor, article)
    photos = list(article.photos.select_for_update())
    place = next((index for index, each in enumerate(photos) if each.pk == photo.pk), None)
    if place is None:
        return
    other = place - 1 if up else place + 1
    if not 0 <= other < len(photos):
        return
    photos[place], photos[other] = photos[other], photos[place]
    for position, each in enumerate(photos):
        each.position = position
    ArticlePhoto.objects.bulk_update(photos, ["position"])
    _tell(actor, Action.PHOTO_CHANGED, article, {"order": photo.alternative})


@transaction.atomic
def order_photos(*, actor: User, article: ArticlePage, order: Sequence[UUID]) -> None:
    """Bring the photos into this order; does nothing where they stand so. Raises PermissionDenied and NotNow.

    Raises ValidationError where ``order`` doesn't name each photo of the article once: somebody changed them meanwhile.
    """
    article = editing.lock(article, None)
    _may_change_photos(actor, article)
    photos = {photo.pk: photo for photo in article.photos.select_for_update()}
    if list(photos) == list(order):
        return
    if len(order) != len(photos) or set(order) != set(photos):
        raise ValidationError(_("The photos were changed meanwhile. Load the page anew, then order them."))
    for position, pk in enumerate(order):
        photos[pk].position = position
    ArticlePhoto.objects.bulk_update(photos.values(), ["position"])
    _tell(actor, Action.PHOTO_CHANGED, article, {"order": ", ".join(photos[pk].alternative[:40] for pk in order)[:300]})


@transaction.atomic
def remove_photo(*, actor: User, photo: ArticlePhoto) -> None:
    """Take a photo out of its article and out of the register of files; nobody can fetch it from then on.

    Raises PermissionDenied and NotNow.
    """
    article = editing.lock(photo.article, None)
    _may_change_photos(actor, article)
    stored = {pk for forms in photo.sizes.values_list("file", "lighter__webp", "lighter__avif") for pk in forms if pk}
    photo.delete()
    StoredFile.objects.filter(pk__in=stored).delete()
    _tell(actor, Action.PHOTO_REMOVED, article, {"photo": photo.alternative})


def _may_change_photos(actor: User, article: ArticlePage) -> None:
    """Let authors change drafts, and editors also what is published."""
    require(may_write(actor, article) if article.state in UNPUBLISHED else may_approve(actor, article))
    if article.state == ArticleState.WITHDRAWN:
        raise NotNow(_("The article is withdrawn; its photos can't be changed."))
    editing.refuse_scheduled(article)


def _words(
    article: ArticlePage, alternative: str, caption: str, credit: str, *, names_people: bool, consent: bool
) -> dict[str, Any]:
    words: dict[str, Any] = {
        "alternative": clean(alternative),
        "caption": clean(caption),
        "credit": clean(credit),
        "names_people": names_people,
        "consent": consent and names_people,
    }
    faults: dict[str, str] = {}
    if not words["alternative"]:
        faults["alternative"] = _("Describe in a few words what the picture shows, for readers who can't see it.")
    for name, most in (("alternative", 300), ("caption", 500), ("credit", 120)):
        if len(words[name]) > most:
            faults[name] = _("This is too long: %(length)s letters, at most %(most)s fit. Shorten it.") % {
                "length": len(words[name]),
                "most": most,
            }
    if article.is_readable and names_people and not consent:
        faults["consent"] = _("The article is published: confirm that the people named agreed, or take the names out.")
    if faults:
        raise ValidationError(faults)
    return words


def _tell(actor: User, action: Action, article: ArticlePage, details: dict[str, Any]) -> None:
    audit.record(actor=actor, action=action, subject=article, organisation_id=article.organisation_id, details=details)
    if editing.uncheck(actor=actor, article=article):
        article.save(update_fields=editing.CHECK)
    if article.is_readable:
        finding.refresh(finding.ARTICLE, [article.pk])
    if article.is_public:
        pieces.touch_article(article)
