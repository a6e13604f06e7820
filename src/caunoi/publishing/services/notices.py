"""Mails about articles: to the editors when one waits, to the author when it comes back."""

from __future__ import annotations

from django.db.models import Q
from django.utils import timezone

from caunoi.core import outbox
from caunoi.directory.models import User
from caunoi.directory.policies import EDITORS
from caunoi.publishing.models import ArticlePage


def tell_editors(*, article: ArticlePage, sender: User) -> None:
    """Write a mail to each editor and administrator of the site's own office, but not to the sender."""
    day = timezone.localdate()
    editors = (
        User.objects.filter(
            Q(roles__valid_from__isnull=True) | Q(roles__valid_from__lte=day),
            Q(roles__valid_to__isnull=True) | Q(roles__valid_to__gt=day),
            roles__organisation=article.site.organisation,
            roles__kind__in=EDITORS,
            is_active=True,
        )
        .exclude(pk=sender.pk)
        .exclude(email="")
        .order_by("username")
        .distinct()
    )
    for editor in editors:
        _write(recipient=editor, template="article_submitted", article=article, sender=sender)


def tell_author(*, article: ArticlePage, sender: User) -> None:
    """Write a mail to whoever sent the article for approval, where he has an address and isn't the sender."""
    author = article.submitted_by
    if author and author.pk != sender.pk and author.email and author.is_active:
        _write(recipient=author, template="article_sent_back", article=article, sender=sender)


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
