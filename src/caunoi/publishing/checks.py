"""What ``caunoi check`` looks at in publishing."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.models.pages import Page

from caunoi.core import checks
from caunoi.core.checking.folding import register_folded
from caunoi.core.checking.searching import register_expected
from caunoi.core.text import fold
from caunoi.publishing import richtext
from caunoi.publishing.models import ArticlePage, Comment, SitePage
from caunoi.publishing.services.editing import KIND


def register() -> None:
    """Name the folded columns, what search has to know, and the checks of this domain."""
    register_folded(SitePage, "folded_name", "title", make=lambda title: fold(title)[:255])
    register_folded(ArticlePage, "folded_text", "title", "lead", "body", "byline", make=_article_text)
    register_folded(Comment, "folded_text", "name", "text", make=lambda name, text: fold(f"{name} {text}"))
    register_expected(KIND, lambda: [str(pk) for pk in ArticlePage.objects.order_by("pk").values_list("pk", flat=True)])
    checks.register("pages", gettext_lazy("The tree of the portal's pages is whole"), page_tree_is_whole)


def _article_text(title: str, lead: str, body: str, byline: str) -> str:
    return fold(f"{title} {lead} {richtext.plain(body)} {byline}")


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
