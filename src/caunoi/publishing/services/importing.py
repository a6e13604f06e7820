"""Articles of an old site: public at once with their own day, found at their old addresses, taken back as a whole."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from caunoi.core import audit, search
from caunoi.core.errors import NotNow
from caunoi.core.models import StoredFile
from caunoi.core.text import clean
from caunoi.directory.models import User
from caunoi.directory.policies import require
from caunoi.publishing import pieces
from caunoi.publishing.addresses import old_form
from caunoi.publishing.enums import Action, ArticleState
from caunoi.publishing.models import ArticlePage, OldAddress, PhotoSize, SectionPage, SitePage
from caunoi.publishing.policies import may_edit_site
from caunoi.publishing.services import articles, editing, finding, photos

# Earlier days of an export are a date that was never set.
FIRST_YEAR = 1990


@dataclass(frozen=True, kw_only=True)
class OldPicture:
    """A picture of an old article; ``alternative`` must say what it shows."""

    content: bytes
    name: str
    alternative: str
    caption: str = ""
    names_people: bool = False
    consent: bool = False


@transaction.atomic
def import_article(
    *,
    actor: User,
    site: SitePage,
    title: str,
    lead: str,
    body: str,
    byline: str,
    source: str,
    published_at: dt.datetime,
    old_addresses: Iterable[str] = (),
    pictures: Iterable[OldPicture] = (),
    section: SectionPage | None = None,
) -> ArticlePage:
    """Publish an article of an old site as of its day; its old addresses lead to it for good.

    Raises PermissionDenied unless the actor edits the site, ValidationError for what a published article must not
    lack, a day to come or before :data:`FIRST_YEAR`, or an old address that leads to another article.
    """
    require(may_edit_site(actor, site))
    if published_at > timezone.now():
        raise ValidationError({"published_on": _("This day is still to come.")})
    if timezone.localtime(published_at).year < FIRST_YEAR:
        raise ValidationError({"published_on": _("This day lies before there were web pages.")})
    article = ArticlePage()
    editing.put_words(article, title=title, lead=lead, body=body, byline=byline, source=source)
    article = articles.plant(actor=actor, organisation=site.organisation, section=section, article=article)
    for picture in pictures:
        photos.add_photo(
            actor=actor,
            article=article,
            content=picture.content,
            name=picture.name,
            alternative=picture.alternative,
            caption=picture.caption,
            names_people=picture.names_people,
            consent=picture.consent,
        )
    article = editing.lock(article, None)
    editing.check_complete(article)
    article.state, article.published_at, article.approved_by = ArticleState.PUBLISHED, published_at, actor
    editing.set_slug(article)
    editing.publish(actor=actor, article=article)
    forms = {form for address in old_addresses if (form := old_form(address))}
    if OldAddress.objects.filter(site=site, path__in=forms).exists():
        raise ValidationError({"old_address": _("This old address leads to another article already.")})
    OldAddress.objects.bulk_create([OldAddress(site=site, path=form, article=article) for form in sorted(forms)])
    audit.record(
        actor=actor,
        action=Action.ARTICLE_IMPORTED,
        subject=article,
        organisation_id=article.organisation_id,
        details={"address": article.address},
    )
    pieces.touch_article(article)
    return article


@transaction.atomic
def undo_import(*, actor: User, article: ArticlePage) -> None:
    """Take an imported article back as if it had never come: its photos and old addresses go with it.

    Raises PermissionDenied unless the actor edits the site, NotNow when somebody corrected, withdrew or offered it
    since: then it is withdrawn openly, as every other.
    """
    article = editing.lock(article, None)
    require(may_edit_site(actor, article.site))
    if article.state != ArticleState.PUBLISHED or article.notes.exists() or article.offers.exists():
        raise NotNow(_("The article was changed since it was taken over. Withdraw it with a note instead."))
    audit.record(
        actor=actor,
        action=Action.ARTICLE_DISCARDED,
        subject=article,
        organisation_id=article.organisation_id,
        details={"title": clean(article.title)},
    )
    number = article.pk
    site, section = article.site, article.section
    search.remove(kind=editing.KIND, object_id=str(number))
    forms = PhotoSize.objects.filter(photo__article=article).values_list("file", "lighter__webp", "lighter__avif")
    stored = {pk for each in forms for pk in each if pk} | set(article.media.values_list("file", flat=True))
    article.delete()
    StoredFile.objects.filter(pk__in=stored).delete()
    finding.refresh(finding.ARTICLE, [number])
    pieces.touch_gone(number, site=site, section=section)
