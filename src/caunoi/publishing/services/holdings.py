"""What publishing holds about a person: nothing by number; names in articles and captions, which a person changes."""

from __future__ import annotations

from collections.abc import Iterable
from functools import reduce
from operator import and_
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from wagtail.admin.models import EditingSession
from wagtail.models.pages import PageSubscription
from wagtail.users.models import UserProfile

from caunoi.core import personal
from caunoi.core.personal import ByHand, Holding, Row, Subject
from caunoi.core.text import fold_words
from caunoi.directory.models import User
from caunoi.publishing import pieces
from caunoi.publishing.models import ArticlePage
from caunoi.publishing.queries.articles import visible_articles, visible_sites
from caunoi.publishing.queries.comments import visible_comments
from caunoi.training.services.holdings import classes_of

_AN_ACCOUNT = "which account did it: a number; its name goes with the account"
_UNUSED = "a part of Wagtail that this house does not offer: the table stays empty"


def register() -> None:
    """Name what is held here."""
    personal.register(
        Holding(
            name="publishing.editor",
            title=_("Settings of the editor"),
            purpose=_("So that whoever writes articles finds the editor as he left it."),
            columns={
                "language": _("Language"),
                "time_zone": _("Time zone"),
                "comment_mail": _("Mails about comments that wait"),
            },
            covers=(
                "wagtailusers.UserProfile.user",
                "wagtailadmin.EditingSession.user",
                "wagtailcore.PageSubscription.user",
            ),
            read=_settings,
            erase=_erase_settings,
            goes=_("Settings of the editor"),
        ),
        level=3,
    )
    pages = ("wagtailcore.Page", "publishing.PortalRoot", "publishing.SitePage", "publishing.SectionPage")
    personal.leave_out(
        dict.fromkeys(
            [f"{page}.{column}" for page in (*pages, "publishing.ArticlePage") for column in ("owner", "locked_by")]
            + [
                "publishing.ArticlePage.submitted_by",
                "publishing.ArticlePage.approved_by",
                "publishing.ArticlePage.checked_by",
                "publishing.Offer.by",
                "publishing.Offer.decided_by",
                "publishing.ArticleNote.by",
                "publishing.Comment.decided_by",
                "publishing.Comment.replied_by",
                "wagtailcore.Revision.user",
                "wagtailcore.PageLogEntry.user",
                "wagtailcore.ModelLogEntry.user",
            ],
            _AN_ACCOUNT,
        )
        | dict.fromkeys(
            [
                "wagtailadmin.FormState.user",
                "wagtailcore.APIToken.user",
                "wagtailcore.Comment.user",
                "wagtailcore.Comment.resolved_by",
                "wagtailcore.CommentReply.user",
                "wagtailcore.TaskState.finished_by",
                "wagtailcore.UploadedFile.uploaded_by_user",
                "wagtailcore.WorkflowState.requested_by",
                "wagtaildocs.Document.uploaded_by_user",
                "wagtailimages.Image.uploaded_by_user",
            ],
            _UNUSED,
        )
    )
    personal.register_by_hand(_articles)
    personal.register_by_hand(_comments)
    personal.register_by_hand(_on_sites)


def _settings(subject: Subject) -> list[Row]:
    rows = UserProfile.objects.filter(user__in=subject.accounts).order_by("pk")
    return [
        {
            "language": row.preferred_language,
            "time_zone": row.current_time_zone,
            "comment_mail": row.updated_comments_notifications,
        }
        for row in rows
    ]


def _erase_settings(subject: Subject) -> None:
    for model in (UserProfile, EditingSession, PageSubscription):
        model.objects.filter(user__in=subject.accounts).delete()
    # Their facts may have named the person: no kept page goes on doing so.
    about = ArticlePage.objects.filter(class_report__training_class__in=classes_of(subject.persons))
    for article in about.select_related("site", "section"):
        pieces.touch_article(article)


def _articles(subject: Subject, actor: User) -> Iterable[ByHand]:
    """Give the articles about the person's classes, or of the offices that know him, that hold the name."""
    theirs = Q(organisation__in=subject.organisations)
    theirs |= Q(class_report__training_class__in=classes_of(subject.persons))
    for article in visible_articles(actor).filter(theirs).order_by("pk").iterator(chunk_size=100):
        photos = [f"{photo.alternative} {photo.caption} {photo.credit}" for photo in article.photos.order_by("pk")]
        heard = [f"{each.title} {each.credit} {each.captions} {each.transcript}" for each in article.media.all()]
        texts = [article.title, article.lead, article.body, article.byline, article.check_note, *photos, *heard]
        if not any(subject.named_in(text) for text in texts):
            continue
        public = _("This article is published and names the person: correct it with a note, or withdraw it.")
        draft = _("This draft names the person: change it. Its earlier versions in the editor hold the name, too.")
        yield ByHand(
            what=article.title,
            why=public if article.is_public else draft,
            kind="article",
            object_id=str(article.pk),
        )


def _comments(subject: Subject, actor: User) -> Iterable[ByHand]:
    """Give the comments on sites that the actor looks after that hold the name, by its words at first."""
    named = Q(pk__in=[])
    for name in subject.names:
        words = fold_words(name)
        if len(words) > 1:
            named |= reduce(and_, (Q(folded_text__contains=word) for word in words))
    found = visible_comments(actor).filter(named).select_related("article").order_by("pk")
    for comment in found.iterator(chunk_size=100):
        if subject.named_in(f"{comment.name}\n{comment.text}\n{comment.reply}"):
            yield ByHand(
                what=comment.article.title,
                why=_("A comment of a reader on this article names the person: take it down, or change the reply."),
                kind="comment",
                object_id=str(comment.pk),
            )


def _on_sites(subject: Subject, actor: User) -> Iterable[ByHand]:
    """Give the sites in scope on which a contact, page or answer holds the name."""
    found = visible_sites(actor).prefetch_related("sitecontacts", "staticpages", "faqentrys")
    for site in found.order_by("pk").iterator(chunk_size=100):
        texts = [
            *(f"{row.post} {row.name}" for row in site.sitecontacts.all()),
            *(f"{row.title} {row.body}" for row in site.staticpages.all()),
            *(f"{row.question} {row.answer}" for row in site.faqentrys.all()),
            f"{site.about} {site.contact}",
        ]
        if any(subject.named_in(text) for text in texts):
            yield ByHand(
                what=site.title,
                why=_("A contact, page or answer of this site names the person: change it there."),
            )


def places_of_person(person_id: UUID) -> list[tuple[str, list[int]]]:
    """Return the articles in whose trail a person may be named: those about his classes."""
    found = ArticlePage.objects.filter(class_report__training_class__in=classes_of([person_id]))
    return [(ArticlePage._meta.label_lower, list(found.order_by().values_list("pk", flat=True)))]
