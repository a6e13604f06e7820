"""Mails about articles: to the editors when one waits, to the author when it comes back."""

from __future__ import annotations

from django.db.models import Q, QuerySet
from django.utils import timezone

from caunoi.core import outbox
from caunoi.directory.models import User
from caunoi.directory.policies import EDITORS
from caunoi.publishing.models import ArticlePage, SitePage


def editors_of(site: SitePage) -> QuerySet[User]:
    """Return the editors and administrators of the site's own office who have an e-mail."""
    day = timezone.localdate()
    return (
        User.objects.filter(
            Q(roles__valid_from__isnull=True) | Q(roles__valid_from__lte=day),
            Q(roles__valid_to__isnull=True) | Q(roles__valid_to__gt=day),
            roles__organisation=site.organisation_id,
            roles__kind__in=EDITORS,
            is_active=True,
        )
        .exclude(email="")
        .order_by("username")
        .distinct()
    )


def tell_editors(
    *, article: ArticlePage, sender: User, template: str = "article_submitted", site: SitePage | None = None
) -> None:
    """Write a mail to each editor and administrator of the site's own office, but not to the sender."""
    for editor in editors_of(site or article.site).exclude(pk=sender.pk):
        _write(recipient=editor, template=template, article=article, sender=sender)


def tell_author(*, article: ArticlePage, sender: User) -> None:
    """Write a mail to whoever sent the article for approval, where he has an address and isn't the sender."""
    author = article.submitted_by
    if author and author.pk != sender.pk and author.email and author.is_active:
        _write(recipient=author, template="article_sent_back", article=article, sender=sender)


def tell_held(*, article: ArticlePage, recipient: User) -> None:
    """Write to whoever approved an article that it was not published at its time, and why."""
    if recipient.email and recipient.is_active:
        _write(recipient=recipient, template="article_held", article=article, sender=recipient)


def tell_of_original(*, article: ArticlePage, sender: User) -> None:
    """Write to the editors of a site that the original of an article they took over was corrected or withdrawn."""
    tell_editors(article=article, sender=sender, template="article_original")


def tell_of_offer(*, article: ArticlePage, site: SitePage, sender: User) -> None:
    """Write to the editors of a site above that an article is offered to them."""
    tell_editors(article=article, sender=sender, template="article_offered", site=site)


def _write(*, recipient: User, template: str, article: ArticlePage, sender: User) -> None:
    outbox.enqueue(
        recipient=recipient.email,
        template=template,
        context={
            "to": recipient.get_full_name(),
            "sender": sender.get_full_name(),
            "title": article.title,
            "number": article.number,
            "site": article.site.title,
            "note": article.sent_back_note,
        },
        organisation_id=article.site.organisation_id,
    )
