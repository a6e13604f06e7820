"""What fills the holes of kept pages: views, rating, visits, who reads now."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils import translation
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from caunoi.publishing.queries.counts import FEWEST, online_at, totals
from caunoi.publishing.queries.ratings import Mean, mean_of, names_of
from caunoi.web.portal.cache import live


def register() -> None:
    """Name the holes. The key says whose: an article's number, a site's slug; and the language of words: "12 en".

    ``figure`` takes what is wanted before that ("views:12", "rating:12 en", "visits:hoa-khanh"): all figures of a page
    are then one question.
    """
    live.register("figure", _figures)
    live.register("online", _online)
    for kind in ("views", "rating", "visits"):
        live.register(kind, _only(kind))


def grouped(number: int) -> str:
    """Return a number as it is written in Vietnamese: 1.179."""
    return f"{number:,}".replace(",", ".")


def mean_words(stars: float) -> str:
    """Return a mean of stars with one decimal: 4,6."""
    return f"{stars:.1f}".replace(".", ",")


def _only(kind: str) -> live.Provider:
    def provider(keys: list[str]) -> Mapping[str, str]:
        found = _figures([f"{kind}:{key}" for key in keys])
        return {key: found[f"{kind}:{key}"] for key in keys}

    return provider


def _figures(keys: list[str]) -> Mapping[str, str]:
    names: list[str] = []
    for key in keys:
        kind, about, _language = _parted(key)
        names += names_of(about) if kind == "rating" else [_name(kind, about)]
    counts = totals(names)
    return {key: _figure(*_parted(key), counts) for key in keys}


def _figure(kind: str, about: str, language: str, counts: Mapping[str, int]) -> str:
    if kind == "rating":
        return _mean_or_none(mean_of(about, counts), language)
    return grouped(counts.get(_name(kind, about), 0))


def _name(kind: str, about: str) -> str:
    return f"article:{about}" if kind == "views" else f"site:{about}"


def _parted(key: str) -> tuple[str, str, str]:
    """Return what is wanted, of what, and the language of its words."""
    kind, _colon, rest = key.partition(":")
    about, _space, language = rest.partition(" ")
    return kind, about, language or "vi"


def _online(keys: list[str]) -> Mapping[str, str]:
    parted = {key: _parted(f"online:{key}") for key in keys}
    found = online_at([about for _kind, about, _language in parted.values()])
    return {key: _few_or(found[about], language) for key, (_kind, about, language) in parted.items()}


def _few_or(count: int, language: str) -> str:
    if count >= FEWEST:
        return grouped(count)
    with translation.override(language):
        return _("under %(fewest)s") % {"fewest": FEWEST}


def _mean_or_none(mean: Mean | None, language: str) -> str:
    with translation.override(language):
        if mean is None:
            return _("no vote yet")
        votes = ngettext("%(count)s vote", "%(count)s votes", mean.votes) % {"count": grouped(mean.votes)}
        return format_html("<b>{}</b>/5 ({})", mean_words(mean.stars), votes)
