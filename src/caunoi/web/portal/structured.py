"""What pages tell machines in the words of schema.org. Nothing stands in it that the page does not show."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any

from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe

from caunoi.publishing.enums import NoteKind
from caunoi.publishing.models import ArticlePage, SitePage
from caunoi.web.portal.hosts import absolute

Data = dict[str, Any]
_CONTEXT = "https://schema.org"
# So that no text can end the element, or begin another; the same for the two ends of lines that JSON does not know.
_SAFE = {ord(sign): f"\\u{ord(sign):04X}" for sign in "<>&\u2028\u2029"}


def script(data: Data) -> SafeString:
    """Return ``data`` as a block that browsers do not run."""
    said = json.dumps({"@context": _CONTEXT, **data}, ensure_ascii=False, separators=(",", ":")).translate(_SAFE)
    return mark_safe(f'<script type="application/ld+json">{said}</script>')  # noqa: S308 - no sign of markup is left


def office(site: SitePage) -> Data:
    """Return the office to which a site belongs."""
    home = absolute(site.slug, site.address)
    return {"@type": "GovernmentOrganization", "@id": f"{home}#co-quan", "name": site.title, "url": home}


def site_page(site: SitePage) -> Data:
    """Return a site's first page, with how it is searched."""
    home = absolute(site.slug, site.address)
    return {
        "@type": "WebSite",
        "name": site.title,
        "url": home,
        "inLanguage": "vi",
        "publisher": {**office(site), **({"description": site.about} if site.about else {})},
        "potentialAction": {
            "@type": "SearchAction",
            "target": {
                "@type": "EntryPoint",
                "urlTemplate": f"{absolute(site.slug, f'{site.address}tim/')}?q={{search_term_string}}",
            },
            "query-input": "required name=search_term_string",
        },
    }


def news_article(article: ArticlePage, *, image: str = "") -> Data:
    """Return an article that can be read, with its corrections."""
    assert article.published_at is not None
    address = absolute(article.site.slug, article.address)
    publisher = office(article.site)
    corrections = [note for note in article.notes.all() if note.kind == NoteKind.CORRECTION]
    data: Data = {
        "@type": "NewsArticle",
        "@id": f"{address}#tin",
        "mainEntityOfPage": address,
        "url": address,
        "headline": article.title,
        "description": article.lead,
        "datePublished": _moment(article.published_at),
        "dateModified": _moment(article.changed_at or article.published_at),
        "author": {"@type": "Person", "name": article.byline} if article.byline else publisher,
        "publisher": publisher,
        "articleSection": article.section.title,
        "inLanguage": "vi",
        "isAccessibleForFree": True,
    }
    if image:
        data["image"] = [image]
    if corrections:
        data["correction"] = [
            {"@type": "CorrectionComment", "text": note.text, "datePublished": _moment(note.at)} for note in corrections
        ]
    return data


def trail(site: SitePage, steps: Iterable[tuple[str, str]]) -> Data:
    """Return the way to a page: names and addresses, the site first."""
    return {
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": place, "name": name, "item": absolute(site.slug, address)}
            for place, (name, address) in enumerate(steps, start=1)
        ],
    }


def questions(entries: Sequence[tuple[str, str]]) -> Data:
    """Return questions and their answers in plain words."""
    return {
        "@type": "FAQPage",
        "inLanguage": "vi",
        "mainEntity": [
            {"@type": "Question", "name": asked, "acceptedAnswer": {"@type": "Answer", "text": answer}}
            for asked, answer in entries
        ],
    }


def _moment(at: Any) -> str:
    return str(timezone.localtime(at).isoformat(timespec="seconds"))
