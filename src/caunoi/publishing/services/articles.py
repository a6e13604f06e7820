"""Articles before publication: drafted from frozen facts or written freely, saved, sent for approval, sent back."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from caunoi.core import audit, search
from caunoi.core.errors import NotNow
from caunoi.core.models import StoredFile
from caunoi.core.text import clean, clean_lines
from caunoi.directory.models import Organisation, User
from caunoi.directory.policies import require
from caunoi.publishing import richtext, wording
from caunoi.publishing.addresses import slugify
from caunoi.publishing.enums import UNPUBLISHED, WAITING, Action, ArticleState
from caunoi.publishing.models import ArticlePage, PhotoSize, SectionPage
from caunoi.publishing.policies import may_approve, may_write, offices_to_write_for, writes_for
from caunoi.publishing.queries.articles import site_for
from caunoi.publishing.services import editing, notices
from caunoi.training.facts import read_facts
from caunoi.training.models import ClassReport


@transaction.atomic
def draft_from_report(*, actor: User, report: ClassReport, organisation: Organisation | None = None) -> ArticlePage:
    """Write a draft from the frozen facts of a class, for the first of its organisers that the actor writes for.

    The words are new; what the facts leave open is left out. Raises PermissionDenied where the actor writes for none
    of the organisers, NotNow where the office has no site to publish on.
    """
    offices = offices_to_write_for(actor, report)
    if organisation is not None:
        offices = [office for office in offices if office.pk == organisation.pk]
    require(bool(offices))
    text = wording.word_article(read_facts(report.facts), report.names, today=timezone.localdate())
    return plant(
        actor=actor,
        organisation=offices[0],
        section=None,
        article=ArticlePage(
            title=text.title,
            lead=text.lead,
            body=richtext.html_from_text(richtext.literal(text.text)),
            source=text.source[:300],
            byline=actor.get_full_name()[:200],
            class_report=report,
        ),
    )


@transaction.atomic
def create_article(
    *,
    actor: User,
    organisation: Organisation,
    title: str,
    lead: str = "",
    body: str = "",
    byline: str | None = None,
    source: str = "",
    section: SectionPage | None = None,
) -> ArticlePage:
    """Write a draft of an article that rests on no class; ``body`` is HTML of the allow-list.

    The actor is its author unless ``byline`` says otherwise. Raises PermissionDenied, NotNow without a site,
    ValidationError for a missing title or a section of another site.
    """
    require(writes_for(actor, organisation))
    article = ArticlePage()
    editing.put_words(
        article,
        title=title,
        lead=lead,
        body=body,
        byline=actor.get_full_name() if byline is None else byline,
        source=source,
    )
    return plant(actor=actor, organisation=organisation, section=section, article=article)


def plant(*, actor: User, organisation: Organisation, section: SectionPage | None, article: ArticlePage) -> ArticlePage:
    """Hang a new draft into the tree, in the first section without any; writes revision, search and trail.

    Asks for no permission. Raises NotNow where the office has no site, ValidationError for a section of another one.
    """
    site = site_for(organisation)
    if site is None:
        raise NotNow(_("The office has no news site yet. Its administrator opens one under “Articles”, “News sites”."))
    if section is None:
        section = SectionPage.objects.filter(site=site, live=True).order_by("path").first()
    if section is None or section.site_id != site.pk:
        raise ValidationError({"section": _("Choose a section of the site of this office.")})
    section = SectionPage.objects.select_for_update().get(pk=section.pk)
    article.organisation, article.site, article.section = organisation, site, section
    article.live = False
    article.has_unpublished_changes = True
    article.owner = actor
    # The number at the end of the address is the key, known only after the row was written.
    slug = slugify(article.title) or "tin"
    article.slug = f"{slug}-{timezone.now().timestamp():.6f}".replace(".", "-")
    article = section.add_child(instance=article)
    editing.set_slug(article)
    editing.keep(actor=actor, article=article)
    audit.record(
        actor=actor,
        action=Action.ARTICLE_DRAFTED,
        subject=article,
        organisation_id=organisation.pk,
        details={"class": str(article.class_report.training_class)} if article.class_report else {},
    )
    return article


@transaction.atomic
def save_draft(
    *,
    actor: User,
    article: ArticlePage,
    edition: int,
    title: str,
    lead: str,
    body: str,
    byline: str,
    source: str,
    section: SectionPage | None = None,
) -> ArticlePage:
    """Save the words of an article that is not published; ``body`` is HTML of the allow-list, cleaned again here.

    Does nothing where nothing differs. Raises PermissionDenied, NotNow for a published article, StaleChange when
    somebody saved since ``edition``, ValidationError for a missing title or a section of another site.
    """
    article = editing.lock(article, edition)
    require(may_write(actor, article))
    _must_be_unpublished(article)
    details = editing.put_words(article, title=title, lead=lead, body=body, byline=byline, source=source)
    if section is not None and section.pk != article.section_id:
        raise ValidationError({"section": _("The section is changed on the page “Section, topics and place”.")})
    if not details:
        return article
    editing.uncheck(actor=actor, article=article)
    editing.set_slug(article)
    editing.keep(actor=actor, article=article)
    audit.record(
        actor=actor,
        action=Action.ARTICLE_CHANGED,
        subject=article,
        organisation_id=article.organisation_id,
        details=details,
    )
    return article


def _must_be_unpublished(article: ArticlePage) -> None:
    editing.refuse_scheduled(article)
    if article.state not in UNPUBLISHED:
        raise NotNow(_("The article is published. Correct it with a visible note instead."))


@transaction.atomic
def submit(*, actor: User, article: ArticlePage, edition: int | None = None) -> ArticlePage:
    """Send a draft to be checked and approved; the editors of the site get a mail.

    Raises PermissionDenied, NotNow, StaleChange, and ValidationError when a word that readers need is missing.
    """
    article = editing.lock(article, edition)
    require(may_write(actor, article))
    if article.state != ArticleState.DRAFT:
        raise NotNow(_("The article was sent for approval already."))
    editing.check_complete(article)
    article.state = ArticleState.SUBMITTED
    article.submitted_at = timezone.now()
    article.submitted_by = actor
    article.sent_back_note = ""
    editing.keep(actor=actor, article=article)
    audit.record(actor=actor, action=Action.ARTICLE_SUBMITTED, subject=article, organisation_id=article.organisation_id)
    notices.tell_editors(article=article, sender=actor)
    return article


@transaction.atomic
def send_back(*, actor: User, article: ArticlePage, note: str, edition: int | None = None) -> ArticlePage:
    """Give a submitted article back to its author with what to change. Raises PermissionDenied, NotNow, StaleChange.

    Raises ValidationError without a note: the author must know what is wanted.
    """
    article = editing.lock(article, edition)
    require(may_approve(actor, article))
    if article.state not in WAITING:
        raise NotNow(_("Only an article that waits for approval can be sent back."))
    back_to_author(actor=actor, article=article, note=note)
    return article


def back_to_author(*, actor: User, article: ArticlePage, note: str) -> None:
    """Make a locked article a draft again, with what to change. Raises ValidationError without a note."""
    note = clean_lines(note)
    if not note:
        raise ValidationError({"note": _("Write what the author should change.")})
    article.state = ArticleState.DRAFT
    article.checked_at, article.checked_by, article.check_note = None, None, ""
    article.sent_back_note = note
    editing.keep(actor=actor, article=article)
    audit.record(
        actor=actor,
        action=Action.ARTICLE_SENT_BACK,
        subject=article,
        organisation_id=article.organisation_id,
        reason=note,
    )
    notices.tell_author(article=article, sender=actor)


@transaction.atomic
def discard_draft(*, actor: User, article: ArticlePage, edition: int | None = None) -> None:
    """Throw an article away that was never published, with its photos. Raises PermissionDenied, NotNow, StaleChange."""
    article = editing.lock(article, edition)
    require(may_write(actor, article))
    _must_be_unpublished(article)
    audit.record(
        actor=actor,
        action=Action.ARTICLE_DISCARDED,
        subject=article,
        organisation_id=article.organisation_id,
        details={"title": clean(article.title)},
    )
    search.remove(kind=editing.KIND, object_id=str(article.pk))
    forms = PhotoSize.objects.filter(photo__article=article).values_list("file", "lighter__webp", "lighter__avif")
    stored = {pk for each in forms for pk in each if pk}
    stored |= set(article.media.values_list("file", flat=True))
    article.delete()
    StoredFile.objects.filter(pk__in=stored).delete()
