"""Articles offered to the office above: offered, taken over as a copy with its source, told of later changes."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from caunoi.core import audit
from caunoi.core.errors import NotNow
from caunoi.core.models import StoredFile
from caunoi.core.text import clean_lines
from caunoi.directory.models import User
from caunoi.directory.policies import require
from caunoi.publishing.enums import Action, ArticleState, NoteKind, OfferState
from caunoi.publishing.models import (
    ArticleNote,
    ArticlePage,
    ArticlePhoto,
    MediaFile,
    Offer,
    PhotoSize,
    SectionPage,
    SitePage,
)
from caunoi.publishing.policies import may_approve, may_edit_site
from caunoi.publishing.queries.offers import sites_above
from caunoi.publishing.services import articles, editing, notices

_PHOTO = ("position", "alternative", "caption", "credit", "names_people", "consent")
_RECORDING = (
    *("kind", "title", "credit", "seconds", "width", "height", "captions", "transcript", "position"),
    *("names_people", "consent"),
)


@transaction.atomic
def make_offer(*, actor: User, article: ArticlePage, site: SitePage, note: str = "") -> Offer:
    """Offer a published article to the site of an office above; its editors get a mail.

    Raises PermissionDenied unless the actor edits the article's site, NotNow unless it can be read, ValidationError
    for a site that is not above, or that has the offer already.
    """
    article = editing.lock(article, None)
    require(may_approve(actor, article))
    if not article.is_readable:
        raise NotNow(_("Only a published article can be offered."))
    if not sites_above(article).filter(pk=site.pk).exists():
        raise ValidationError({"site": _("Choose the site of an office above.")})
    if Offer.objects.filter(article=article, site=site, state__in=[OfferState.OPEN, OfferState.TAKEN]).exists():
        raise ValidationError({"site": _("The article was offered to this site already.")})
    offer = Offer.objects.create(article=article, site=site, note=clean_lines(note)[:1_000], by=actor)
    _note(actor, Action.OFFER_MADE, article, site=site)
    notices.tell_of_offer(article=article, site=site, sender=actor)
    return offer


@transaction.atomic
def revoke_offer(*, actor: User, offer: Offer) -> Offer:
    """Take an offer back that nobody has decided on. Raises PermissionDenied and NotNow."""
    offer = _lock(offer)
    require(may_approve(actor, offer.article))
    return _close(actor, offer, OfferState.REVOKED, Action.OFFER_REVOKED)


@transaction.atomic
def decline_offer(*, actor: User, offer: Offer) -> Offer:
    """Leave an offered article where it is. Raises PermissionDenied unless the actor edits the site above, NotNow."""
    offer = _lock(offer)
    require(may_edit_site(actor, offer.site))
    return _close(actor, offer, OfferState.DECLINED, Action.OFFER_DECLINED)


def _close(actor: User, offer: Offer, state: OfferState, action: Action) -> Offer:
    _must_be_open(offer)
    offer.state, offer.decided_at, offer.decided_by = state, timezone.now(), actor
    offer.save(update_fields=["state", "decided_at", "decided_by"])
    _note(actor, action, offer.article, site=offer.site)
    return offer


@transaction.atomic
def take_over(*, actor: User, offer: Offer, section: SectionPage | None = None) -> ArticlePage:
    """Make a draft on the site above of an offered article: its words, photos and recordings, with source and link.

    It becomes public as every draft does. Raises PermissionDenied unless the actor edits the site above, NotNow when
    the offer is decided or the article no longer readable, ValidationError for a section of another site.
    """
    offer = _lock(offer)
    require(may_edit_site(actor, offer.site))
    _must_be_open(offer)
    original = editing.lock(offer.article, None)
    if not original.is_readable:
        raise NotNow(_("The article was withdrawn by its office."))
    copy = articles.plant(
        actor=actor,
        organisation=offer.site.organisation,
        section=section,
        article=ArticlePage(
            title=original.title,
            lead=original.lead,
            body=original.body,
            byline=original.byline,
            source=original.site.title[:300],
            kind=original.kind,
            place=original.place,
            class_report=original.class_report,
            taken_from=original,
        ),
    )
    for photo in original.photos.prefetch_related("sizes__file"):
        _copy_photo(photo, copy, actor)
    for recording in original.media.select_related("file"):
        MediaFile.objects.create(
            article=copy,
            file=_copy_file(recording.file, copy, actor),
            **{name: getattr(recording, name) for name in _RECORDING},
        )
        copy.has_media = True
    copy.save(update_fields=["has_media"])
    offer.state, offer.decided_at, offer.decided_by, offer.copy = OfferState.TAKEN, timezone.now(), actor, copy
    offer.save(update_fields=["state", "decided_at", "decided_by", "copy"])
    _note(actor, Action.OFFER_TAKEN, original, site=offer.site)
    return copy


def _copy_file(file: StoredFile, copy: ArticlePage, actor: User) -> StoredFile:
    """Register the same bytes for the other office: each goes without the other when it is thrown away."""
    return StoredFile.objects.create(
        organisation_id=copy.organisation_id,
        name=file.name,
        content_type=file.content_type,
        sha256=file.sha256,
        size=file.size,
        created_by_id=actor.pk,
    )


def _copy_photo(photo: ArticlePhoto, copy: ArticlePage, actor: User) -> None:
    made = ArticlePhoto.objects.create(article=copy, **{name: getattr(photo, name) for name in _PHOTO})
    for size in photo.sizes.all():
        file = _copy_file(size.file, copy, actor)
        PhotoSize.objects.create(photo=made, width=size.width, height=size.height, file=file)


def tell_takers(*, actor: User, article: ArticlePage, note: str) -> list[ArticlePage]:
    """Tell the sites that took a corrected or withdrawn article over; returns their published copies, changed.

    Their desk shows the news, their editors get a mail, and a published copy gets a line that readers see. Copies of
    copies are told, too.
    """
    with translation.override("vi"):
        words = (
            _("The article on “%(site)s” was withdrawn: %(note)s")
            if article.state == ArticleState.WITHDRAWN
            else _("The article on “%(site)s” was corrected: %(note)s")
        ) % {"site": article.site.title, "note": note}
    changed: list[ArticlePage] = []
    told, waiting = set(), [article.pk]
    while waiting:
        taken = Offer.objects.filter(article__in=waiting, state=OfferState.TAKEN, copy__isnull=False)
        waiting = []
        for offer in taken.select_related("copy").order_by("pk"):
            if offer.copy is None or offer.copy.pk in told:
                continue
            copy = editing.lock(offer.copy, None)
            told.add(copy.pk)
            waiting.append(copy.pk)
            _tell_taker(actor, offer, copy, words, site=article.site)
            if copy.is_readable:
                changed.append(copy)
    return changed


def _tell_taker(actor: User, offer: Offer, copy: ArticlePage, words: str, *, site: SitePage) -> None:
    offer.news, offer.news_at = words, timezone.now()
    offer.save(update_fields=["news", "news_at"])
    audit.record(
        actor=actor,
        action=Action.ORIGINAL_CHANGED,
        subject=copy,
        organisation_id=copy.organisation_id,
        details={"site": site.title},
        reason=words,
    )
    notices.tell_of_original(article=copy, sender=actor)
    if copy.is_readable:
        ArticleNote.objects.create(article=copy, kind=NoteKind.ORIGINAL, text=words, at=offer.news_at)


@transaction.atomic
def see_news(*, actor: User, offer: Offer) -> Offer:
    """Say that the news of the original was seen. Raises PermissionDenied unless the actor edits the site above."""
    offer = _lock(offer)
    require(may_edit_site(actor, offer.site))
    offer.news = ""
    offer.save(update_fields=["news"])
    return offer


def _lock(offer: Offer) -> Offer:
    return (
        Offer.objects.select_for_update(of=("self",))
        .select_related("site__organisation", "article__site__organisation", "article__organisation")
        .get(pk=offer.pk)
    )


def _must_be_open(offer: Offer) -> None:
    if offer.state != OfferState.OPEN:
        raise NotNow(_("This offer is decided already."))


def _note(actor: User, action: Action, article: ArticlePage, *, site: SitePage) -> None:
    audit.record(
        actor=actor,
        action=action,
        subject=article,
        organisation_id=article.organisation_id,
        details={"site": site.title},
    )
