"""What each role may do with what readers send."""

from __future__ import annotations

from caunoi.directory.enums import RoleKind
from caunoi.publishing.queries.comments import visible_comments
from caunoi.publishing.services import moderation
from tests.matrix.world import Action

ADMIN = (RoleKind.ADMINISTRATOR,)
EDIT = (*ADMIN, RoleKind.EDITOR)

VOICES = (
    Action("moderation.show_comments", lambda w, u: moderation.show_comments(actor=u, comments=[w.comment.pk]), EDIT),
    Action("moderation.refuse_comments", lambda w, u: moderation.refuse_comments(
        actor=u, comments=[w.comment.pk], reason="Quảng cáo"), EDIT),
    Action("moderation.hold_comments", lambda w, u: moderation.hold_comments(actor=u, comments=[w.comment.pk]), EDIT),
    Action("moderation.settle_reports", lambda w, u: moderation.settle_reports(actor=u, comments=[w.comment.pk]), EDIT),
    Action("moderation.answer_comment", lambda w, u: moderation.answer_comment(
        actor=u, comment=w.comment, reply="Cảm ơn"), EDIT),
    Action("see a comment", lambda w, u: visible_comments(u).filter(pk=w.comment.pk).exists(), EDIT),
    Action("moderation.set_article_voices", lambda w, u: moderation.set_article_voices(
        actor=u, article=w.article, takes_comments=False), EDIT),
    Action("moderation.set_site_voices", lambda w, u: moderation.set_site_voices(
        actor=u, site=w.site, takes_comments=False), ADMIN),
)  # fmt: skip

OF_READERS = dict.fromkeys(
    (
        *("comments.send_comment", "comments.check_words", "comments.folded", "comments.report_comment"),
        *("ratings.rate_article", "counts.count_views", "counts.is_first_today", "counts.mark_of"),
        *("counts.salt_of_today", "counts.forget_visitors"),
    ),
    "a reader's, without an account: tests/web/portal/test_voices.py",
) | {
    "comment_mail.choose_comment_mail": "of oneself alone: tests/publishing/test_comment_mail.py",
    "comment_mail.tell_of_comments": "the job's: tests/publishing/test_comment_mail.py",
    "comment_mail.anything_to_tell": "the job's: tests/publishing/test_comment_mail.py",
}
