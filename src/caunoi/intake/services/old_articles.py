"""Articles of an old site: sent in, looked through, taken over, set aside, taken back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from caunoi.core import audit, files
from caunoi.core.errors import NotNow, StaleChange
from caunoi.core.files import RefusedFile, read_stored
from caunoi.directory.models import User
from caunoi.directory.policies import require
from caunoi.intake.enums import Action, CandidateState
from caunoi.intake.models import OldArticle, OldArticlePicture
from caunoi.intake.old_sites.archives import read_sent
from caunoi.intake.old_sites.pages import FoundArticle
from caunoi.publishing.models import ArticlePage, SitePage
from caunoi.publishing.policies import may_edit_site
from caunoi.publishing.services.importing import OldPicture, import_article, undo_import

_MOST_BYTES = 60 * 1024 * 1024
# An old article came before the readers at some hour of its day.
_HOUR = dt.time(8)


@transaction.atomic
def send_old_articles(*, actor: User, site: SitePage, content: bytes, name: str) -> int:
    """Read what an old site gave and let its articles wait for review; returns how many are new.

    Raises PermissionDenied unless the actor edits the site, ValidationError for what can't be read.
    """
    require(may_edit_site(actor, site))
    if len(content) > _MOST_BYTES:
        most = _MOST_BYTES // (1024 * 1024)
        words = _("The file is larger than %(most)s MB. Make it smaller and send it again.") % {"most": most}
        raise ValidationError({"file": words})
    try:
        found = read_sent(content, name)
    except ValidationError as error:
        raise ValidationError({"file": error.messages}) from None
    count = 0
    for each in found:
        if not OldArticle.objects.filter(site=site, sha256=each.sha256).exists():
            _keep(actor, site, each)
            count += 1
    audit.record(
        actor=actor,
        action=Action.OLD_ARTICLES_SENT,
        subject=site,
        organisation_id=site.organisation_id,
        details={"articles": count},
    )
    return count


def _keep(actor: User, site: SitePage, found: FoundArticle) -> None:
    made = OldArticle.objects.create(
        site=site,
        file=found.file,
        sha256=found.sha256,
        title=found.title,
        lead=found.lead,
        body=found.body,
        byline=found.byline,
        source=found.source,
        published_on=found.published_on,
        old_address=found.old_address,
        uploaded_by=actor,
    )
    for position, picture in enumerate(found.pictures):
        try:
            stored = files.store(
                content=picture.content,
                name=picture.name,
                organisation_id=site.organisation_id,
                actor_id=actor.pk,
            )
        except RefusedFile:
            # A broken picture of an old page is no reason to lose its text.
            continue
        OldArticlePicture.objects.create(
            old_article=made,
            position=position,
            file=stored,
            alternative=picture.alternative,
            caption=picture.caption,
        )


@transaction.atomic
def accept_old_article(
    *,
    actor: User,
    old_article: OldArticle,
    revision: int | None,
    title: str,
    lead: str,
    byline: str,
    source: str,
    published_on: dt.date | None,
    alternatives: Mapping[int, str] | None = None,
    consent: bool = False,
) -> ArticlePage:
    """Publish an old article with its day, author, source and old address; ``alternatives`` are by picture.

    A picture without one is left out. ``consent`` says that whoever the captions name agreed; without it captions
    are left out. Raises PermissionDenied, NotNow, StaleChange, ValidationError for a missing day or word.
    """
    old_article = _lock(actor, old_article, revision, CandidateState.WAITING)
    if published_on is None:
        raise ValidationError({"published_on": _("Type the day on which the article was published.")})
    given = alternatives or {}
    pictures = [
        OldPicture(
            content=read_stored(picture.file),
            name=picture.file.name,
            alternative=given.get(picture.pk, picture.alternative),
            caption=picture.caption if consent else "",
            names_people=consent and bool(picture.caption),
            consent=consent,
        )
        for picture in old_article.pictures.select_related("file")
    ]
    article = import_article(
        actor=actor,
        site=old_article.site,
        title=title,
        lead=lead,
        body=old_article.body,
        byline=byline,
        source=source,
        published_at=timezone.make_aware(dt.datetime.combine(published_on, _HOUR)),
        old_addresses=[old_article.old_address] if old_article.old_address else [],
        pictures=[picture for picture in pictures if picture.alternative.strip()],
    )
    old_article.article = article
    _conclude(actor, old_article, CandidateState.ACCEPTED, Action.OLD_ARTICLE_ACCEPTED)
    return article


@transaction.atomic
def take_back_old_article(*, actor: User, old_article: OldArticle) -> None:
    """Undo the taking over: the article is gone, and this one waits again. Raises PermissionDenied and NotNow."""
    old_article = _lock(actor, old_article, None, CandidateState.ACCEPTED)
    if old_article.article is None:
        raise NotNow(_("The article is gone already."))
    article, old_article.article = old_article.article, None
    _conclude(actor, old_article, CandidateState.WAITING, Action.OLD_ARTICLE_BACK)
    undo_import(actor=actor, article=article)


@transaction.atomic
def set_old_article_aside(*, actor: User, old_article: OldArticle, revision: int | None = None) -> None:
    """Set aside what is no article, or not wanted. Raises PermissionDenied, NotNow and StaleChange."""
    old_article = _lock(actor, old_article, revision, CandidateState.WAITING)
    _conclude(actor, old_article, CandidateState.DISCARDED, Action.OLD_ARTICLE_ASIDE)


@transaction.atomic
def bring_old_article_back(*, actor: User, old_article: OldArticle) -> None:
    """Let what was set aside wait again. Raises PermissionDenied and NotNow."""
    old_article = _lock(actor, old_article, None, CandidateState.DISCARDED)
    _conclude(actor, old_article, CandidateState.WAITING, Action.OLD_ARTICLE_BACK)


def _lock(actor: User, old_article: OldArticle, revision: int | None, state: CandidateState) -> OldArticle:
    require(may_edit_site(actor, old_article.site))
    locked = (
        OldArticle.objects.select_for_update(of=("self",))
        .select_related("site__organisation", "article")
        .get(pk=old_article.pk)
    )
    if locked.state != state:
        raise NotNow(_("Somebody else decided about this article already."))
    if revision is not None and revision != locked.revision:
        raise StaleChange
    return locked


def _conclude(actor: User, old_article: OldArticle, state: CandidateState, action: Action) -> None:
    old_article.state = state
    old_article.revision += 1
    old_article.save(update_fields=["state", "revision", "article"])
    audit.record(
        actor=actor,
        action=action,
        subject=old_article,
        organisation_id=old_article.site.organisation_id,
        details={"title": old_article.title},
    )
