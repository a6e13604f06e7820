"""A class as papers before it name it: what, for whom, when, where, how many."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from caunoi.papers.facts import DirectiveFacts, SittingFacts, TopicFacts, VenuePointFacts
from caunoi.papers.heading import Layout
from caunoi.papers.kinds.class_report.text import class_phrase, topic_line, when
from caunoi.papers.wording import capital, clock, listing, number, one_line


@dataclass(frozen=True, slots=True, kw_only=True)
class ClassOutline:
    """What is known of a class before it is held; `seats` None is not set yet, `starts` is the first sitting's hour."""

    title: str
    audience: str = ""
    days: tuple[dt.date, ...] = ()
    when: str = ""
    starts: dt.time | None = None
    place: str = ""
    venue_points: tuple[VenuePointFacts, ...] = ()
    seats: int | None = None
    sittings: tuple[SittingFacts, ...] = ()
    topics: tuple[TopicFacts, ...] = ()

    @property
    def phrase(self) -> str:
        """The class inside a sentence."""
        return class_phrase(self.title)

    @property
    def headline(self) -> str:
        """The class as a line of a title names it."""
        return capital(self.phrase)

    @property
    def time_text(self) -> str:
        """When: "7 giờ 30, ngày 12/11/2026", "từ ngày … đến ngày …, gồm 4 buổi", or nothing."""
        held = when(self.days, self.when)
        if held and self.starts:
            held = f"{clock(self.starts)}, {held}"
        if held and len(self.sittings) > 1:
            held = f"{held}, gồm {number(len(self.sittings))} buổi"
        return held

    @property
    def place_text(self) -> str:
        """Where: the venue points with their addresses, else the place in words."""
        points = [
            ", ".join(filter(None, (one_line(point.name), one_line(point.address)))) for point in self.venue_points
        ]
        return "; ".join(points) or one_line(self.place)

    @property
    def seats_text(self) -> str:
        """How many, or nothing."""
        return "" if self.seats is None else f"{number(self.seats)} người"


GAP = "…………"


def or_gap(text: str) -> str:
    """The text, or dots to write on."""
    return one_line(text) or GAP


def ended(text: str) -> str:
    """The text with a full stop, or dots to write on without one."""
    found = one_line(text)
    return f"{found}." if found else f"{GAP}{GAP}"


def outline_lines(outline: ClassOutline) -> list[str]:
    """One dashed line each for audience, number, time and place; dots where it is not known."""
    return [
        f"- Đối tượng: {ended(outline.audience)}",
        f"- Số lượng: {ended(outline.seats_text)}",
        f"- Thời gian: {ended(outline.time_text)}",
        f"- Địa điểm: {ended(outline.place_text)}",
    ]


def topic_lines(outline: ClassOutline) -> list[str]:
    """One dashed line a topic, with its speakers."""
    last = len(outline.topics)
    return [
        f"- Chuyên đề {topic_line(topic)}{'.' if place == last else ';'}"
        for place, topic in enumerate(outline.topics, start=1)
    ]


def bases_lines(directives: tuple[DirectiveFacts, ...], layout: Layout, *, end: str = ";") -> list[str]:
    """Lines "Căn cứ …"; the Party puts a dash before each."""
    dash = "- " if layout is Layout.PARTY else ""
    texts = [one_line(directive.text) for directive in directives]
    return [f"{dash}Căn cứ {text}{end if place == len(texts) else ';'}" for place, text in enumerate(texts, start=1)]


def resting_on(directives: tuple[DirectiveFacts, ...]) -> str:
    """The words "Thực hiện …, " before a sentence, or nothing."""
    named = listing(one_line(directive.text) for directive in directives)
    return f"Thực hiện {named}, " if named else ""
