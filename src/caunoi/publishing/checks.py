"""What ``caunoi check`` looks at in publishing."""

from __future__ import annotations

from collections.abc import Iterator

from django.db import DatabaseError, connection
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.models.pages import Page

from caunoi.core import checks
from caunoi.core.checking.folding import register_folded
from caunoi.core.checking.searching import register_expected
from caunoi.core.text import fold
from caunoi.publishing import richtext
from caunoi.publishing.models import (
    ArticlePage,
    Comment,
    Event,
    FaqEntry,
    Material,
    PublicDocument,
    SitePage,
    StaticPage,
)
from caunoi.publishing.services import events, finding, materials
from caunoi.publishing.services.editing import KIND

_TABLE = "publishing_publicdocument"
_INTEGRITY = "INSERT INTO publishing_public_index(publishing_public_index, rank) VALUES ('integrity-check', 1)"


def register() -> None:
    """Name the folded columns, what search has to know, and the checks of this domain."""
    register_folded(SitePage, "folded_name", "title", make=lambda title: fold(title)[:255])
    register_folded(
        StaticPage, "folded_text", "title", "body", make=lambda title, body: fold(f"{title} {richtext.plain(body)}")
    )
    register_folded(FaqEntry, "folded_text", "question", "answer", "topic", make=_answer_text)
    register_folded(ArticlePage, "folded_text", "title", "lead", "body", "byline", make=_article_text)
    register_folded(Comment, "folded_text", "name", "text", make=lambda name, text: fold(f"{name} {text}"))
    register_expected(KIND, lambda: [str(pk) for pk in ArticlePage.objects.order_by("pk").values_list("pk", flat=True)])
    register_folded(Material, "folded_text", "title", "subject", "about", "holder", make=_joined)
    register_folded(Event, "folded_text", "title", "place", "audience", "hosts", "description", "contact", make=_joined)
    register_folded(Event, "folded_place", "place", "hosts", make=lambda *texts: _joined(*texts)[:1_200])
    register_expected(materials.KIND, lambda: _keys(Material))
    register_expected(events.KIND, lambda: _keys(Event))
    checks.register("public", gettext_lazy("Readers find all that is public, and nothing else"), readers_find_all)
    checks.register("pages", gettext_lazy("The tree of the portal's pages is whole"), page_tree_is_whole)


def _answer_text(question: str, answer: str, topic: str) -> str:
    return fold(f"{question} {richtext.plain(answer)} {topic}")


def _article_text(title: str, lead: str, body: str, byline: str) -> str:
    return fold(f"{title} {lead} {richtext.plain(body)} {byline}")


def _joined(*texts: str) -> str:
    return fold(" ".join(texts))


def _keys(model: type[Material | Event]) -> list[str]:
    return [str(pk) for pk in model.objects.order_by("pk").values_list("pk", flat=True)]


def page_tree_is_whole(_deep: bool) -> Iterator[checks.Fault]:
    """Paths, depths and counts of children of the portal's pages fit together."""
    strange, wrong_length, orphans, wrong_depth, wrong_count = Page.find_problems()
    for words, keys in (
        (_("have a path of strange letters"), strange),
        (_("have a path of the wrong length"), wrong_length),
        (_("have no page above them"), orphans),
        (_("lie at another depth than their path says"), wrong_depth),
        (_("count their children wrongly"), wrong_count),
    ):
        if keys:
            yield checks.Fault(
                where="wagtailcore_page",
                what=_("%(count)s pages %(words)s, the first is %(first)s.")
                % {"count": len(keys), "words": words, "first": keys[0]},
                todo=_("Make a backup, then run caunoi fixtree."),
            )


def readers_find_all(_deep: bool) -> Iterator[checks.Fault]:
    """Everything public has its row in the portal's search, nothing else has, and the index is in step."""
    todo = "caunoi reindex portal"
    there: dict[str, set[str]] = {}
    for kind, object_id in PublicDocument.objects.order_by("pk").values_list("kind", "object_id").iterator():
        there.setdefault(kind, set()).add(object_id)
    wanted = dict(finding.expected())
    for kind in sorted(wanted.keys() | there.keys()):
        missing, extra = (
            wanted.get(kind, set()) - there.get(kind, set()),
            there.get(kind, set()) - wanted.get(kind, set()),
        )
        if missing or extra:
            yield checks.Fault(
                where=kind,
                what=_("%(missing)s are not found by readers, and %(extra)s are found that are not public.")
                % {"missing": len(missing), "extra": len(extra)},
                todo=todo,
            )
    if connection.vendor != "sqlite":
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM sqlite_master WHERE type = 'trigger' AND tbl_name = %s", [_TABLE])
        if cursor.fetchone()[0] < 3:
            yield checks.Fault(where=_TABLE, what=_("Search no longer learns of changes."), todo=todo)
        try:
            cursor.execute(_INTEGRITY)
        except DatabaseError:
            yield checks.Fault(where=_TABLE, what=_("The index of search is not in step."), todo=todo)
