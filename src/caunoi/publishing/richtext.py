"""The body of an article: a small allow-list of HTML, the plain text and the form of Wagtail in which it is edited.

In the text a blank line parts paragraphs, ``# `` opens a heading, ``- `` an item of a list, ``> `` a quotation, and
``**`` stands around what is bold. Text to HTML and back gives the same text.
"""

from __future__ import annotations

import html
import io
import re
from collections.abc import Iterator

import nh3
from bs4 import BeautifulSoup
from bs4.element import NavigableString, Tag

from caunoi.core.text import clean, clean_lines

TAGS = {"p", "h2", "ul", "ol", "li", "blockquote", "b", "i", "br"}
_BLOCKS = ["p", "h2", "li", "ul", "ol", "blockquote"]
_SAME = {"strong": "b", "em": "i", "h1": "h2", "h3": "h2", "h4": "h2", "div": "p"}
_BOLD = re.compile(r"\*\*(?=\S)(.+?)(?<=\S)\*\*")
_ITEM = re.compile(r"[-•–+*]\s+(?=\S)")
_HEADING = re.compile(r"#{1,4}\s+(?=\S)")
_QUOTE = re.compile(r">\s+(?=\S)")
_MARKUP = re.compile(r"(?:[-•–+]|#{1,4}|>)\s")
_SIGN = re.compile(r"[\\*]")


def _read(markup: str) -> BeautifulSoup:
    # As a file: of a short text that looks like an address or a file's name, Beautiful Soup warns.
    return BeautifulSoup(io.StringIO(markup), "html.parser")


# Two are enough for what people write; what is nested without sense takes more.
_MOST_ROUNDS = 8


def sanitise(body: str) -> str:
    """Return ``body`` with the allowed elements only, without any attribute; scripts and styles go with their text.

    One text has one form: words of a quotation stand in paragraphs, lists have one level, nothing is empty.
    """
    soup = _read(body)
    for name, same in _SAME.items():
        for tag in soup.find_all(name):
            tag.name = same
    cleaned = bare(str(soup))
    # Cleaning mends what was nested wrongly; what is mended then may stand anew, and is evened out again.
    for _round in range(_MOST_ROUNDS):
        soup = _read(cleaned)
        _even_out(soup)
        before, cleaned = cleaned, bare(str(soup))
        if cleaned == before:
            break
    return cleaned


def bare(body: str) -> str:
    """Return HTML with the allowed elements only, without any attribute: what was saved is safe to show, once more."""
    return nh3.clean(body, tags=TAGS, attributes={}, link_rel=None).strip()


def _even_out(soup: BeautifulSoup) -> None:
    """Bring what Wagtail's editor, or a pasted page, writes in its own way into the one form."""
    for item in soup.find_all("li"):
        # A list that stands right in a list comes up when that one is gone.
        while lists := item.find_all(["ul", "ol"], recursive=False):
            for inner in reversed(lists):
                item.insert_after(*inner.find_all("li", recursive=False))
                inner.unwrap()
    # From the inside out: what holds nothing but empty elements is empty too.
    for tag in reversed(soup.find_all(_BLOCKS)):
        if not tag.get_text(strip=True):
            tag.decompose()
    for quotation in soup.find_all("blockquote"):
        if not quotation.find(_BLOCKS, recursive=False):
            words = soup.new_tag("p")
            words.extend(list(quotation.contents))
            quotation.append(words)


def for_wagtail(body: str) -> str:
    """Return ``body`` as Wagtail's editor reads it: closed line breaks, quotations without paragraphs in them."""
    soup = _read(sanitise(body))
    for quotation in soup.find_all("blockquote"):
        for words in quotation.find_all("p", recursive=False):
            words.name = "blockquote"
        if quotation.find("blockquote", recursive=False):
            quotation.unwrap()
    return str(soup)


def literal(text: str) -> str:
    """Return ``text`` so that no sign in it is taken as markup for bold; lines keep their marks at the beginning."""
    return _SIGN.sub(r"\\\g<0>", text)


def html_from_text(text: str) -> str:
    """Return the HTML of what a clerk typed; every character that means something in HTML is literal."""
    blocks = (block.split("\n") for block in re.split(r"\n\s*\n", clean_lines(text)) if block.strip())
    return "".join(part for lines in blocks for part in _block(lines))


def _block(lines: list[str]) -> Iterator[str]:
    """Yield the elements of one block; a heading or list may follow a paragraph without a blank line."""
    items: list[str] = []
    words: list[str] = []
    for line in [*lines, ""]:
        item = _ITEM.match(line)
        if not item and items:
            yield "<ul>" + "".join(f"<li>{each}</li>" for each in items) + "</ul>"
            items = []
        special = item or _HEADING.match(line) or _QUOTE.match(line) or not line
        if special and words:
            yield f"<p>{'<br>'.join(words)}</p>"
            words = []
        if item:
            items.append(_inline(line[item.end() :]))
        elif heading := _HEADING.match(line):
            yield f"<h2>{_inline(line[heading.end() :])}</h2>"
        elif quote := _QUOTE.match(line):
            yield f"<blockquote><p>{_inline(line[quote.end() :])}</p></blockquote>"
        elif line:
            words.append(_inline(line))


def _inline(text: str) -> str:
    # A backslash keeps the next sign literal; set aside so that it survives the search for bold.
    text = re.sub(r"\\(\S)", lambda found: f"\x00{ord(found[1])};", text)
    text = _BOLD.sub(r"<b>\1</b>", html.escape(text, quote=False))
    return re.sub(r"\x00(\d+);", lambda found: html.escape(chr(int(found[1])), quote=False), text)


def text_from_html(body: str) -> str:
    """Return the text that :func:`html_from_text` turns into ``body`` again; italics become plain."""
    soup = _read(sanitise(body))
    return "\n\n".join(_blocks(soup))


def _blocks(parent: Tag) -> Iterator[str]:
    loose: list[str] = []
    for child in parent.children:
        if not isinstance(child, Tag) or child.name in {"b", "i", "br"}:
            loose.append(_line(child))
            continue
        if "".join(loose).strip():
            yield _lines("".join(loose))
        loose = []
        yield from _element(child)
    if "".join(loose).strip():
        yield _lines("".join(loose))


def _element(tag: Tag) -> Iterator[str]:
    if tag.name in {"ul", "ol"}:
        items = [clean("".join(_line(part) for part in item.children)) for item in tag.find_all("li")]
        text = "\n".join(f"- {item}" for item in items if item)
        if text:
            yield text
        return
    content = "".join(_line(child) for child in tag.children)
    if not content.strip():
        return
    if tag.name == "h2":
        yield f"# {clean(content)}"
    elif tag.name == "blockquote":
        yield f"> {clean(content)}"
    else:
        yield _lines(content)


def _line(node: object) -> str:
    if isinstance(node, NavigableString):
        return re.sub(r"\s+", " ", literal(str(node)))
    if not isinstance(node, Tag):
        return ""
    if node.name == "br":
        return "\n"
    inner = "".join(_line(child) for child in node.children)
    return f"**{inner.strip()}**" if node.name == "b" and inner.strip() else inner


def _lines(content: str) -> str:
    """Return lines of which none is taken for a heading, item or quotation."""
    lines = [clean(line) for line in content.strip().split("\n")]
    return "\n".join(f"\\{line}" if _MARKUP.match(line) else line for line in lines if line)


def plain(body: str) -> str:
    """Return the words of ``body``, for search and summaries."""
    return clean(_read(body).get_text(" "))
