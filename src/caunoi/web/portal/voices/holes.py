"""What fills the holes of kept pages: views, rating, visits, who reads now."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils import translation
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from caunoi.publishing.queries.counts import FEWEST, online_at, views_of, visits_of
from caunoi.publishing.queries.ratings import ratings_of
from caunoi.web.portal.cache import live


def register() -> None:
    """Name the holes: of articles by their number, of sites by their slug."""
    live.register("views", _views)
    live.register("rating", _rating)
    live.register("visits", _visits)
    live.register("online", _online)


def grouped(number: int) -> str:
    """Return a number as it is written in Vietnamese: 1.179."""
    return f"{number:,}".replace(",", ".")


def mean_words(stars: float) -> str:
    """Return a mean of stars with one decimal: 4,6."""
    return f"{stars:.1f}".replace(".", ",")


def _views(keys: list[str]) -> Mapping[str, str]:
    return {key: grouped(total) for key, total in views_of(keys).items()}


def _visits(keys: list[str]) -> Mapping[str, str]:
    return {key: grouped(total) for key, total in visits_of(keys).items()}


def _online(keys: list[str]) -> Mapping[str, str]:
    with translation.override("vi"):
        few = _("under %(fewest)s") % {"fewest": FEWEST}
    return {key: few if count < FEWEST else grouped(count) for key, count in online_at(keys).items()}


def _rating(keys: list[str]) -> Mapping[str, str]:
    found = ratings_of(keys)
    with translation.override("vi"):
        return {
            key: format_html(
                "<b>{}</b>/5 ({})",
                mean_words(mean.stars),
                ngettext("%(count)s vote", "%(count)s votes", mean.votes) % {"count": grouped(mean.votes)},
            )
            if (mean := found.get(key))
            else _("no vote yet")
            for key in keys
        }
