"""Articles before the public: approved, corrected, withdrawn. Each is seen by readers, none is silent."""

from __future__ import annotations

import datetime as dt

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.actions.unpublish_page import UnpublishPageAction

from caunoi.core import audit
from caunoi.core.errors import NotNow
from caunoi.core.text import clean_lines
from caunoi.directory.models import User
from caunoi.directory.policies import require
from caunoi.publishing import pieces
from caunoi.publishing.enums import UNPUBLISHED, Action, ArticleState, NoteKind
from caunoi.publishing.models import ArticleNote, ArticlePage
from caunoi.publishing.policies import may_approve
from caunoi.publishing.queries.articles import newer_report
from caunoi.publishing.services import checking, editing, offers, scheduling


@transaction.atomic
def approve(
    *, actor: User, article: ArticlePage, edition: int | None = None, at: dt.datetime | None = None
) -> ArticlePage:
    """Approve a draft and publish it at once, or at the time ``at``; its address is permanent from then on.

    An editor may approve an own text, unless the site wants a second person and there is one: the trail says who
    wrote, who checked or why nobody did, and who approved. Raises PermissionDenied unless the actor edits the site,
    NotNow when it is published, withdrawn, or must be checked first, StaleChange, and ValidationError when a word that
    readers need or a consent is missing, or ``at`` is past or more than a year ahead.
    """
    article = editing.lock(article, edition)
    require(may_approve(actor, article))
    editing.refuse_scheduled(article)
    if article.state not in UNPUBLISHED:
        raise NotNow(_("The article is published already."))
    editing.check_complete(article)
    check = checking.told_check(actor=actor, article=article)
    article.approved_by = actor
    article.sent_back_note = ""
    if at is not None:
        return scheduling.plan(actor=actor, article=article, at=at, check=check)
    article.state = ArticleState.PUBLISHED
    article.published_at = timezone.now()
    editing.set_slug(article)
    editing.publish(actor=actor, article=article)
    audit.record(
        actor=actor,
        action=Action.ARTICLE_APPROVED,
        subject=article,
        organisation_id=article.organisation_id,
        details={"address": article.address, "check": check},
    )
    pieces.touch_article(article)
    return article


@transaction.atomic
def correct(
    *,
    actor: User,
    article: ArticlePage,
    note: str,
    edition: int | None = None,
    title: str | None = None,
    lead: str | None = None,
    body: str | None = None,
    byline: str | None = None,
    source: str | None = None,
    newest_facts: bool = False,
) -> ArticlePage:
    """Change the words of a published article, and say so under it: ``note`` stands there with the time.

    What is None stays. ``newest_facts`` puts the facts of the class's last closing beside the text, where the article
    still shows those of an earlier one. Raises PermissionDenied unless the actor edits the site, NotNow unless it is
    published, StaleChange, ValidationError without a note or without any change.
    """
    article = editing.lock(article, edition)
    require(may_approve(actor, article))
    _must_be_readable(article)
    faults: dict[str, str] = {}
    text = clean_lines(note)
    if not text:
        faults["note"] = _("Write in one sentence what is corrected; readers see it under the article.")
    details = editing.put_words(
        article,
        title=article.title if title is None else title,
        lead=article.lead if lead is None else lead,
        body=article.body if body is None else body,
        byline=article.byline if byline is None else byline,
        source=article.source if source is None else source,
    )
    newer = newer_report(article) if newest_facts else None
    if newer and article.class_report:
        details["facts of closing"] = [article.class_report.version, newer.version]
        article.class_report = newer
    if not details and not faults:
        faults["__all__"] = _("Nothing was changed in the text, so there is nothing to correct.")
    if faults:
        raise ValidationError(faults)
    editing.check_complete(article)
    article.state = ArticleState.CORRECTED
    article.changed_at = timezone.now()
    ArticleNote.objects.create(article=article, kind=NoteKind.CORRECTION, text=text, at=article.changed_at, by=actor)
    editing.publish(actor=actor, article=article)
    audit.record(
        actor=actor,
        action=Action.ARTICLE_CORRECTED,
        subject=article,
        organisation_id=article.organisation_id,
        details=details,
        reason=text,
    )
    pieces.touch_article(article, *offers.tell_takers(actor=actor, article=article, note=text))
    return article


@transaction.atomic
def withdraw(*, actor: User, article: ArticlePage, note: str, edition: int | None = None) -> ArticlePage:
    """Take a published article back: its address answers with the title and ``note``, its pictures with nothing.

    Raises PermissionDenied unless the actor edits the site, NotNow unless it is published, StaleChange,
    ValidationError without a note.
    """
    article = editing.lock(article, edition)
    require(may_approve(actor, article))
    _must_be_readable(article)
    text = clean_lines(note)
    if not text:
        raise ValidationError({"note": _("Write why the article is withdrawn; readers see it at its address.")})
    article.state = ArticleState.WITHDRAWN
    article.changed_at = timezone.now()
    ArticleNote.objects.create(article=article, kind=NoteKind.WITHDRAWAL, text=text, at=article.changed_at, by=actor)
    editing.keep(actor=actor, article=article)
    UnpublishPageAction(article, user=actor).execute(skip_permission_checks=True)
    audit.record(
        actor=actor,
        action=Action.ARTICLE_WITHDRAWN,
        subject=article,
        organisation_id=article.organisation_id,
        reason=text,
    )
    pieces.touch_article(article, *offers.tell_takers(actor=actor, article=article, note=text))
    return article


def _must_be_readable(article: ArticlePage) -> None:
    if not article.is_readable:
        raise NotNow(_("Only a published article can be corrected or withdrawn."))
