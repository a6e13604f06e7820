"""What pages tell machines in the words of schema.org. Nothing stands in it that the page does not show."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe

from caunoi.publishing.enums import MediaKind, NoteKind
from caunoi.publishing.models import ArticlePage, MediaFile, SitePage
from caunoi.web.portal.hosts import absolute

Data = dict[str, Any]
CONTEXT = "https://schema.org"
# What is said in a long recording stands on the page; written twice it would weigh on every reader.
_MOST_TRANSCRIPT = 3_000
# So that no text can end the element, or begin another; the same for the two ends of lines that JSON does not know.
_SAFE = {ord(sign): f"\\u{ord(sign):04X}" for sign in "<>&\u2028\u2029"}


@dataclass(frozen=True, kw_only=True)
class Described:
    """What a view says of its page to machines: title, summary, and blocks in the words of schema.org."""

    title: str
    description: str = ""
    blocks: list[Data] = field(default_factory=list)


def script(data: Data) -> SafeString:
    """Return ``data`` as a block that browsers do not run."""
    said = json.dumps({"@context": CONTEXT, **data}, ensure_ascii=False, separators=(",", ":")).translate(_SAFE)
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


def news_article(article: ArticlePage, *, image: str = "", recordings: Sequence[MediaFile] = ()) -> Data:
    """Return an article that can be read, with its corrections and what can be heard and seen in it."""
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
    for kind in MediaKind:
        if told := [_recording(article, each, image) for each in recordings if each.kind == kind]:
            data[kind.value] = told
    return data


def _recording(article: ArticlePage, media: MediaFile, image: str) -> Data:
    slug = article.site.slug
    assert article.published_at is not None
    data: Data = {
        "@type": "VideoObject" if media.kind == MediaKind.VIDEO else "AudioObject",
        "name": media.title,
        "description": article.lead,
        "contentUrl": absolute(slug, reverse("portal:recording", args=[media.pk])),
        "encodingFormat": media.file.content_type,
        "uploadDate": _moment(article.published_at),
        "inLanguage": "vi",
    }
    if media.seconds is not None:
        data["duration"] = f"PT{media.seconds}S"
    if media.credit:
        data["creditText"] = media.credit
    if media.transcript and len(media.transcript) <= _MOST_TRANSCRIPT:
        data["transcript"] = media.transcript
    if media.captions:
        data["caption"] = {
            "@type": "MediaObject",
            "contentUrl": absolute(slug, reverse("portal:captions", args=[media.pk])),
            "encodingFormat": "text/vtt",
            "inLanguage": "vi",
        }
    if media.kind == MediaKind.VIDEO:
        data |= {"width": media.width, "height": media.height} if media.width and media.height else {}
        data |= {"thumbnailUrl": image} if image else {}
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


def described(site: SitePage, *way: tuple[str, str], description: str = "", blocks: Iterable[Data] = ()) -> Described:
    """Describe a page that shows the way to it below its site; the way's last step is the page itself."""
    return Described(
        title=way[-1][0],
        description=description,
        blocks=[*blocks, trail(site, [(site.title, site.address), *way])],
    )


def questions(entries: Iterable[tuple[str, str, str]]) -> Data:
    """Return questions, their answers in plain words, and the address of each."""
    return {
        "@type": "FAQPage",
        "inLanguage": "vi",
        "mainEntity": [
            {"@type": "Question", "name": asked, "url": at, "acceptedAnswer": {"@type": "Answer", "text": answer}}
            for asked, answer, at in entries
        ],
    }


def _moment(at: Any) -> str:
    return str(timezone.localtime(at).isoformat(timespec="seconds"))
