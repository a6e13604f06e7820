"""From text to record: each field's rules, applied to one page."""

from __future__ import annotations

from caunoi.reader.bylines import read_byline
from caunoi.reader.counts import read_participants, read_views
from caunoi.reader.dates import read_held, read_published
from caunoi.reader.directives import read_directives
from caunoi.reader.layout import Page, lay_out
from caunoi.reader.organisations import read_organizers, read_place
from caunoi.reader.people import read_people
from caunoi.reader.records import Found, Record
from caunoi.reader.text import normalise
from caunoi.reader.topics import read_topics


def read(text: str) -> Record:
    """What the report in ``text`` states. Never fails: a text without a class yields a record without values."""
    page = lay_out(normalise(text))
    published = read_published(page)
    organizers = read_organizers(page)
    count, qualifier = read_participants(page)
    speakers, officials = read_people(page)
    return Record(
        text=page.text,
        title=_title(page),
        published_on=published,
        held_on=read_held(page, published),
        organizers=organizers,
        host_place=read_place(page, organizers),
        participants_count=count,
        participants_count_qualifier=qualifier,
        speakers=speakers,
        officials=officials,
        topics=read_topics(page),
        directives=read_directives(page),
        byline=read_byline(page),
        views=read_views(page),
    )


def _title(page: Page) -> Found | None:
    if page.headline is None:
        return None
    return Found(page.headline.of(page.text), (page.headline,), 0.9)
