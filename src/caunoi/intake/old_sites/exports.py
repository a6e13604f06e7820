"""Exports of WordPress (WXR) and feeds (RSS): entries with their text, day, author and address."""

from __future__ import annotations

import datetime as dt
from email.utils import parsedate_to_datetime

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from lxml import etree

from caunoi.core.text import clean
from caunoi.intake.old_sites.pages import FoundArticle, found_article, parse_html, read_day

_CONTENT = "{http://purl.org/rss/1.0/modules/content/}encoded"
_CREATOR = "{http://purl.org/dc/elements/1.1/}creator"
_MOST_ENTRIES = 5_000


def read_export(content: bytes) -> list[FoundArticle]:
    """Return the published entries of an export; drafts and pages that are no posts are left out.

    No entity is resolved and nothing fetched. Raises ValidationError for what is no such export.
    """
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise ValidationError(_("The export can't be read. Export it anew from the old site.")) from error
    if root.getroottree().docinfo.doctype:
        raise ValidationError(_("The export can't be read. Export it anew from the old site."))
    items = root.findall("channel/item")[:_MOST_ENTRIES]
    return [found for item in items if (found := _entry(item))]


def _entry(item: etree._Element) -> FoundArticle | None:
    # The namespace of WordPress names its version, so its fields are known by their last part.
    said = {etree.QName(child).localname: child.text or "" for child in item if isinstance(child.tag, str)}
    if said.get("post_type", "post") != "post" or said.get("status", "publish") != "publish":
        return None
    title = clean(said.get("title", ""))[:250]
    body = parse_html(item.findtext(_CONTENT) or said.get("description", ""))
    if not title or body is None:
        return None
    text = body.decode_contents()
    if "<p" not in text:
        # WordPress keeps paragraphs as blank lines.
        body = parse_html("".join(f"<p>{part}</p>" for part in text.split("\n\n") if part.strip())) or body
    lead = "" if item.find(_CONTENT) is None else clean(_plain(said.get("description", "")))
    return found_article(
        body,
        file=title,
        title=title,
        lead=lead,
        byline=clean(item.findtext(_CREATOR) or said.get("author", "")),
        address=said.get("link", "").strip(),
        day=_day(said),
        pictures={},
    )


def _plain(markup: str) -> str:
    body = parse_html(markup)
    return body.get_text(" ") if body is not None else ""


def _day(said: dict[str, str]) -> dt.date | None:
    if day := read_day(said.get("post_date", "")):
        return day
    try:
        return timezone.localtime(parsedate_to_datetime(said.get("pubDate", ""))).date()
    except (TypeError, ValueError, OverflowError):
        return None
