"""A web page into text: headline, date line, article and byline stay; menus, forms and scripts go."""

from __future__ import annotations

import html
import re
from typing import Any, Final

from lxml import etree  # compiled, without types

from caunoi.reader.errors import UnreadableReport
from caunoi.reader.loading import plain
from caunoi.reader.text import normalise, squeeze

_START: Final = re.compile(
    rb"\s*(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*>\s*)?(?:<!--.{0,2000}?-->\s*)*<(?:!doctype\s+html|html|head|body|div|article|p|h1)\b",
    re.IGNORECASE | re.DOTALL,
)
_CHARSET: Final = re.compile(rb"<meta[^>]{0,200}charset=[\"']?\s*([\w-]{3,20})", re.IGNORECASE)
_DROPPED: Final = frozenset(
    [
        "script",
        "style",
        "nav",
        "form",
        "noscript",
        "iframe",
        "object",
        "embed",
        "select",
        "option",
        "button",
        "input",
        "textarea",
        "svg",
        "canvas",
        "template",
        "footer",
        "aside",
        "audio",
        "video",
        "map",
        "head",
    ]
)
_BLOCKS: Final = frozenset(
    [
        "address",
        "article",
        "blockquote",
        "body",
        "br",
        "caption",
        "dd",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figcaption",
        "figure",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hr",
        "li",
        "main",
        "ol",
        "p",
        "pre",
        "section",
        "table",
        "tbody",
        "tr",
        "ul",
    ]
)
_NOT_ARTICLE: Final = re.compile(
    r"(?i)(?:^|[\s_-])(?:menu|nav|navbar|breadcrumbs?|sidebar|comments?|related|footer|banner|share|social|"
    r"advert\w*|ads|widget|pagination|"
    r"tin-?lien-?quan|binh-?luan|rating|captcha|cookie|popup|modal|search|login|toolbar)(?:$|[\s_-])"
)
_HIDDEN: Final = re.compile(r"(?i)display\s*:\s*none|visibility\s*:\s*hidden")
_SCRIPT: Final = re.compile(r"(?is)<(script|style|head)\b.*?(?:</\1\s*>|$)")
_TAG: Final = re.compile(r"<[^<>]{0,2000}>")
_ENOUGH: Final = 200
_MOST_OF_IT: Final = 0.4


def is_html(data: bytes, suffix: str) -> bool:
    """Whether the bytes are a web page, by their beginning or by the file's name."""
    return suffix in {".html", ".htm", ".xhtml"} or (suffix != ".txt" and _START.match(data[:4096]) is not None)


def text_of(data: bytes, name: str) -> str:
    """Text of the page's article, a line a block. Raises UnreadableReport."""
    page = _decoded(data, name)
    root = _parse(page, name)
    whole = len(squeeze(_flat(root)))
    _strip(root, whole)
    article = _article(root)
    text = _flat(article)
    if article is not root:
        text = _headline_outside(root, text) + text
    if not text.strip():
        # The parser gives up on elements nested hundreds deep; the words are still there.
        text = html.unescape(_TAG.sub("\n", _SCRIPT.sub(" ", page)))
    lines = [squeeze(line) for line in text.split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip() + "\n"


def _decoded(data: bytes, name: str) -> str:
    declared = _CHARSET.search(data[:4096])
    if declared and not data.startswith((b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")):
        charset = declared[1].decode("ascii").lower()
        if charset not in {"utf-8", "utf8"}:
            try:
                return data.decode(charset)
            except (LookupError, UnicodeDecodeError):
                pass
    return plain.text_of(data, name)


def _parse(page: str, name: str) -> Any:
    page = re.sub(r"^\s*<\?xml[^>]*\?>", "", normalise(page))
    parser = etree.HTMLParser(no_network=True, remove_comments=True, remove_pis=True, huge_tree=False)
    try:
        root = etree.fromstring(page, parser=parser)
    except (etree.XMLSyntaxError, ValueError, AssertionError) as error:
        raise UnreadableReport(
            "damaged", f"{name}: the web page cannot be read. Copy its text into a .txt file and try again."
        ) from error
    if root is None:
        raise UnreadableReport("empty", f"{name}: the web page holds no text.")
    return root


def _strip(root: Any, whole: int) -> None:
    """Removes what is no article. A part that holds much of the page's text stays, whatever it is called."""
    for element in list(root.iter()):
        if not isinstance(element.tag, str) or element is root or element.tag == "body":
            continue
        drop = element.tag in _DROPPED or element.get("hidden") is not None or element.get("aria-hidden") == "true"
        drop = (
            drop
            or element.get("role") in {"navigation", "search", "banner", "contentinfo"}
            or bool(_HIDDEN.search(element.get("style") or ""))
        )
        if not drop and _NOT_ARTICLE.search(f"{element.get('class') or ''} {element.get('id') or ''}"):
            drop = True
        # A site may wrap its whole page in one form, or call the article's box "main-nav-content".
        if drop and element.tag not in {"script", "style", "noscript", "template", "head", "nav", "svg"} and whole:
            drop = len(squeeze(_flat(element))) < _MOST_OF_IT * whole
        if drop:
            _remove(element)


def _remove(element: Any) -> None:
    """Takes ``element`` out; the text behind it stays."""
    parent = element.getparent()
    if parent is None:
        return
    before = element.getprevious()
    if before is not None:
        before.tail = (before.tail or "") + (element.tail or "")
    else:
        parent.text = (parent.text or "") + (element.tail or "")
    parent.remove(element)


def _article(root: Any) -> Any:
    for path in (".//article", ".//main", ".//*[@role='main']", ".//*[@itemprop='articleBody']"):
        found = [element for element in root.findall(path) if len(squeeze(_flat(element))) >= _ENOUGH]
        if len(found) == 1:
            return found[0]
    return root


def _headline_outside(root: Any, text: str) -> str:
    """The page's only h1 where it stands outside of the article."""
    heads = [squeeze(_flat(head)) for head in root.iter("h1")]
    if len(heads) == 1 and heads[0] and heads[0] not in squeeze(text):
        return heads[0] + "\n\n"
    return ""


def _flat(element: Any) -> str:
    """All text below ``element``; blocks on lines of their own. Without recursion, so that depth does not matter."""
    parts: list[str] = []
    for event, node in etree.iterwalk(element, events=("start", "end")):
        tag = node.tag if isinstance(node.tag, str) else ""
        block = tag in _BLOCKS
        if event == "start":
            if block:
                parts.append("\n")
            if tag in {"p", "h1", "h2", "h3"}:
                parts.append("\n")
            if tag == "li":
                parts.append("- ")
            if node.text and tag not in {"script", "style", "head"}:
                parts.append(node.text.replace("\n", " ") if tag != "pre" else node.text)
        else:
            if block:
                parts.append("\n")
            elif tag in {"td", "th"}:
                parts.append(" ")
            if node.tail and node is not element:
                parts.append(node.tail.replace("\n", " "))
    return "".join(parts)
