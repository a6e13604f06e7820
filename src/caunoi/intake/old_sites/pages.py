"""One saved page of a news site: headline, lead, text, day, author, source, pictures, address."""

from __future__ import annotations

import datetime as dt
import hashlib
import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from bs4 import BeautifulSoup
from bs4.element import Tag

from caunoi.core.text import clean
from caunoi.publishing import richtext
from caunoi.publishing.addresses import old_form

_LEAST_TEXT = 40
_MOST_PICTURES = 30
_DAY = re.compile(r"\b(0?[1-9]|[12]\d|3[01])[/.-](0?[1-9]|1[0-2])[/.-]((?:19|20)\d{2})\b")
_ISO = re.compile(r"\b((?:19|20)\d{2})-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])")
_SOURCE = re.compile(r"[\[(]?\s*(?:theo|nguồn)\s*:?\s+(.{2,120}?)\s*[\])]?\.?", re.IGNORECASE)
_BODIES = (
    "[itemprop=articleBody]", ".entry-content", ".post-content", ".article-content", ".detail-content", ".news-content",
    "article", "#content", ".content", "main",
)  # fmt: skip
_AWAY = (
    "script, style, noscript, template, nav, header, footer, aside, form, iframe, object, embed, svg, .share, .related"
)


@dataclass(frozen=True, kw_only=True)
class FoundPicture:
    """A picture in a text, with what the page says of it."""

    content: bytes
    name: str
    alternative: str = ""
    caption: str = ""


@dataclass(frozen=True, kw_only=True)
class FoundArticle:
    """What was read from one page; "" and None for what it does not tell. ``body`` is HTML of the allow-list."""

    file: str
    title: str
    lead: str
    body: str
    byline: str = ""
    source: str = ""
    published_on: dt.date | None = None
    old_address: str = ""
    pictures: list[FoundPicture] = field(default_factory=list)

    @property
    def sha256(self) -> str:
        """What tells it from others: its headline, text and address."""
        return hashlib.sha256(f"{self.title}\n{self.body}\n{self.old_address}".encode()).hexdigest()


def read_page(content: bytes, name: str, pictures: Mapping[str, bytes]) -> FoundArticle | None:
    """Return the article of a page; None where it has no headline or hardly a text."""
    soup = BeautifulSoup(content, "lxml")
    title = clean(_meta(soup, "og:title") or _text(soup, "h1") or _text(soup, "title"))[:250]
    said = clean(_meta(soup, "article:published_time", "date", "datePublished") or _time(soup))
    day = read_day(said)
    lead = clean(_meta(soup, "og:description", "description"))
    link = soup.select_one("link[rel=canonical]")
    address = str(link.get("href", "")) if link else _meta(soup, "og:url")
    byline = clean(_meta(soup, "author", "article:author") or _text(soup, ".author, [rel=author], .byline"))
    for tag in soup.select(_AWAY):
        tag.decompose()
    body = next((found for each in _BODIES if (found := soup.select_one(each)) and _long(found)), soup.body)
    if not title or body is None:
        return None
    return found_article(
        body,
        file=name,
        title=title,
        lead=lead,
        byline=byline,
        address=address or f"/{name}",
        day=day,
        pictures=pictures,
    )


def found_article(
    body: Tag,
    *,
    file: str,
    title: str,
    lead: str,
    byline: str,
    address: str,
    day: dt.date | None,
    pictures: Mapping[str, bytes],
) -> FoundArticle | None:
    """Return the article whose text is ``body``; what stands around it was read before."""
    for heading in body.select("h1"):
        heading.decompose()
    found = list(_pictures(body, pictures))
    for figure in body.select("figure, figcaption, img"):
        figure.decompose()
    html = richtext.sanitise(body.decode_contents())
    words = richtext.plain(html)
    if len(words) < _LEAST_TEXT:
        return None
    paragraphs = [clean(each.get_text(" ")) for each in body.find_all("p")]
    last = next((each for each in reversed(paragraphs) if each), "")
    source = _SOURCE.fullmatch(last)
    return FoundArticle(
        file=file[-200:],
        title=title,
        lead=(lead or next((each for each in paragraphs if each), words))[:1_000],
        body=html,
        byline=byline[:200],
        source=source[1][:300] if source else "",
        published_on=day or read_day(words[:400]),
        old_address=old_form(address)
        or ("" if urlsplit(address).path in {"", "/"} and address else old_form(f"/{file}")),
        pictures=found,
    )


def _pictures(body: Tag, pictures: Mapping[str, bytes]) -> Iterator[FoundPicture]:
    count = 0
    for image in body.find_all("img"):
        address = str(image.get("src") or image.get("data-src") or "")
        content = pictures.get(address)
        if not content or count >= _MOST_PICTURES:
            continue
        count += 1
        figure = image.find_parent("figure")
        told = figure.find("figcaption") if figure else None
        yield FoundPicture(
            content=content,
            name=urlsplit(address).path.rpartition("/")[2][:150] or "anh",
            alternative=clean(str(image.get("alt") or ""))[:300],
            caption=clean(told.get_text(" "))[:500] if told else "",
        )


def read_day(words: str) -> dt.date | None:
    """Return the first day that is written in ``words`` as 2019-03-12 or 12/3/2019; None for none that exists."""
    for pattern, order in ((_ISO, (1, 2, 3)), (_DAY, (3, 2, 1))):
        if found := pattern.search(words):
            try:
                return dt.date(*(int(found[each]) for each in order))
            except ValueError:
                continue
    return None


def _meta(soup: BeautifulSoup, *names: str) -> str:
    for name in names:
        for key in ("property", "name", "itemprop"):
            tag = soup.find("meta", attrs={key: name})
            if isinstance(tag, Tag) and tag.get("content"):
                return str(tag["content"])
    return ""


def _text(soup: BeautifulSoup, chosen: str) -> str:
    tag = soup.select_one(chosen)
    return tag.get_text(" ") if tag else ""


def _time(soup: BeautifulSoup) -> str:
    tag = soup.select_one("time")
    return str(tag.get("datetime") or tag.get_text(" ")) if tag else _text(soup, ".date, .time, .post-date")


def _long(tag: Tag) -> bool:
    return len(tag.get_text(" ", strip=True)) >= _LEAST_TEXT


def parse_html(markup: str) -> Tag | None:
    """Return the body of a piece of HTML."""
    return BeautifulSoup(io.StringIO(markup), "lxml").body
