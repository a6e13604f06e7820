"""What would keep readers from an article, or make it hard for them: looked for before it is approved.

Advice, not law: what must not be missing is judged by ``services.editing.check_complete``.
"""

from __future__ import annotations

import io
import itertools
import re
from collections.abc import Iterator

from bs4 import BeautifulSoup
from bs4.element import Tag
from django.utils.translation import gettext as _

from caunoi.core.text import clean, fold
from caunoi.publishing.enums import MediaKind
from caunoi.publishing.models import ArticlePage

_LONG_TITLE = 110
_LONG_PARAGRAPH = 900
_WORDS_WITHOUT_HEADING = 700
_HEADINGS = ["h1", "h2", "h3", "h4", "h5", "h6"]
_EMPTY_LINKS = {"tai day", "o day", "day", "xem them", "xem tai day", "click vao day", "bam vao day", "link", "xem"}
_FILE_NAME = re.compile(r"(?i)^(?:img|dsc|dscn|image|photo|z|screenshot)?[\s_-]*\d{3,}|\.(?:jpe?g|png|webp|heic)$")
_EMPTY_WORDS = {"anh", "hinh", "hinh anh", "anh minh hoa", "picture", "photo", "image"}
_TYPED_ITEM = re.compile(r"^\s*(?:[-•–+*]|\d{1,2}[.)])\s+\S")
_BARE_ADDRESS = re.compile(r"https?://\S{40,}")
_HERE = re.compile(r"\b(?:bấm|nhấn|click|xem|tải)\s+(?:vào\s+)?(?:tại\s+đây|ở\s+đây|vào\s+đây)\b", re.IGNORECASE)


def findings(article: ArticlePage) -> list[str]:
    """Return what to mend, in the reader's order, each as one sentence for a clerk; empty where nothing was found."""
    return [*_of_title(article.title), *_of_body(article.body), *_of_photos(article), *_of_recordings(article)]


def _of_title(title: str) -> Iterator[str]:
    if len(title) > _LONG_TITLE:
        yield _("The headline has %(length)s letters; at most %(most)s are read well in lists and on phones.") % {
            "length": len(title),
            "most": _LONG_TITLE,
        }
    if _shouts(title):
        yield _("The headline is in capitals; in Vietnamese they are hard to read, and screen readers spell them.")


def _shouts(words: str) -> bool:
    letters = [letter for letter in words if letter.isalpha()]
    return len(letters) > 12 and sum(letter.isupper() for letter in letters) > 0.8 * len(letters)


def _of_body(body: str) -> Iterator[str]:
    soup = BeautifulSoup(io.StringIO(body), "html.parser")
    yield from _of_headings(soup)
    yield from _of_links(soup)
    if any(table.find("th") is None for table in soup.find_all("table")):
        yield _("A table has no head: say what stands in each column, or write it as a list.")
    if any(not clean(str(image.get("alt") or "")) for image in soup.find_all("img")):
        yield _("A picture in the text has no words for readers who can't see it.")
    paragraphs = [clean(each.get_text(" ")) for each in soup.find_all("p")]
    if any(len(each) > _LONG_PARAGRAPH for each in paragraphs):
        yield _("A paragraph is very long; part it where a new thought begins.")
    if any(_shouts(each) for each in paragraphs):
        yield _("A paragraph is in capitals; write it as usual and make single words bold.")
    typed = [bool(_TYPED_ITEM.match(each)) for each in paragraphs]
    if any(first and second for first, second in itertools.pairwise(typed)):
        yield _("A list is typed with signs at the beginning of lines; make it a real list.")


def _of_headings(soup: BeautifulSoup) -> Iterator[str]:
    headings = soup.find_all(_HEADINGS)
    levels = [int(each.name[1]) for each in headings]
    # The headline of the page is the first level.
    if any(level == 1 for level in levels) or any(
        after > before + 1 for before, after in zip([1, *levels], levels, strict=False)
    ):
        yield _("The headings leave a level out; begin with the first level below the headline.")
    if any(_next_is_heading(each) for each in headings):
        yield _("A heading stands without a text below it.")
    if any(_is_all_bold(each) for each in soup.find_all("p")):
        yield _("A whole paragraph is bold; if it is a heading, make it one, so that readers can jump to it.")
    if not headings and len(soup.get_text(" ").split()) > _WORDS_WITHOUT_HEADING:
        yield _("The text is long and has no heading; headings help to find one's way.")


def _next_is_heading(heading: Tag) -> bool:
    after = heading.find_next_sibling()
    return after is None or (isinstance(after, Tag) and after.name in _HEADINGS and after.name <= heading.name)


def _is_all_bold(paragraph: Tag) -> bool:
    words = clean(paragraph.get_text(" "))
    bold = clean(" ".join(each.get_text(" ") for each in paragraph.find_all(["b", "strong"])))
    return bool(words) and words == bold and len(words) < _LONG_TITLE


def _of_links(soup: BeautifulSoup) -> Iterator[str]:
    if any(fold(each.get_text(" ")).strip() in _EMPTY_LINKS for each in soup.find_all("a")):
        yield _("A link says only “here”; name what it leads to.")
    words = soup.get_text(" ")
    if _HERE.search(words):
        yield _("The text says “click here”; name the thing and where it is found.")
    if _BARE_ADDRESS.search(words):
        yield _("A long address stands in the text; screen readers spell it letter by letter. Name the page instead.")


def _of_photos(article: ArticlePage) -> Iterator[str]:
    for number, photo in enumerate(article.photos.all(), 1):
        words = clean(photo.alternative)
        if not words or _FILE_NAME.search(words) or fold(words) in _EMPTY_WORDS:
            yield _("Photo %(number)s: say what it shows, not the name of a file or just “photo”.") % {"number": number}
        elif photo.caption and fold(words) == fold(photo.caption):
            yield _("Photo %(number)s: the description repeats the caption; say what can be seen.") % {"number": number}


def _of_recordings(article: ArticlePage) -> Iterator[str]:
    for each in article.media.all():
        if not each.transcript:
            yield _("“%(title)s”: write down what is said; without that the article can't be published.") % {
                "title": each.title
            }
        if each.kind == MediaKind.VIDEO and not each.captions:
            yield _("“%(title)s”: add captions, for readers who watch without sound.") % {"title": each.title}
