"""The first draft of an article, worded from a class's frozen facts.

An article is written in Vietnamese whatever the language of the desk. Only what the facts say is said: what is unknown
is left out, and a number keeps the word that stood before it ("hơn 270"). Nobody is given a title that the facts don't
give.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from caunoi.training.enums import AgendaKind, GuestRole, HostRole, Part, Qualifier
from caunoi.training.facts import AgendaFact, AppearanceFact, ClassFacts, CountFact, DirectiveFact

_MOST_TITLE = 250
# Longer than this nobody reads a headline; the lead names the host anyway.
_READABLE_TITLE = 120
_QUOTES = '“”" .'
_PARTS = {Part.MORNING: "sáng", Part.AFTERNOON: "chiều", Part.EVENING: "tối"}
_QUALIFIERS = {Qualifier.OVER: "hơn ", Qualifier.NEARLY: "gần ", Qualifier.ABOUT: "khoảng "}
# A title that begins so is an action, and the organiser can stand before it as who acts.
_ACTIONS = ("tập huấn", "bồi dưỡng")
_EVENTS = ("lớp", "hội nghị", "khóa", "khoá", "tọa đàm", "toạ đàm", "hội thảo", "buổi", "đợt", "chương trình")
# What a headline calls the class somewhere within.
_CALLED = re.compile(r"(?<!\w)(hội nghị|tọa đàm|toạ đàm|hội thảo)(?!\w)", re.IGNORECASE)
# A class so many days before the draft is no news of today: it is told as past, by its day first.
_LONG_AGO = dt.timedelta(days=60)


@dataclass(frozen=True, kw_only=True)
class Wording:
    """A draft: ``text`` as the clerk edits it, with blank lines between paragraphs."""

    title: str
    lead: str
    text: str
    source: str


def word_article(facts: ClassFacts, names: Mapping[str, str], *, today: dt.date | None = None) -> Wording:
    """Return the draft of an article about a class; ``names`` maps a person's id to the name as it stood.

    With ``today`` a class that lies long before that day is told as past.
    """
    paragraphs = [
        _directives(facts.directives),
        _people(facts, names),
        _topics(facts, names),
        _other_speakers(facts, names),
        _counts(facts),
        _venues(facts),
        _questions(facts),
    ]
    return Wording(
        title=headline(facts),
        lead=lead(facts, today=today),
        text="\n\n".join(paragraph for paragraph in paragraphs if paragraph),
        source=source(facts),
    )


def headline(facts: ClassFacts) -> str:
    """Return the headline: the host before an action, else the title of the class as it is."""
    title = facts.title.rstrip(" .")
    hosts = organisers(facts, HostRole.HOST)
    told = any(host.casefold() in title.casefold() for host in hosts)
    if len(hosts) == 1 and not told and title.casefold().startswith(_ACTIONS):
        longer = f"{_upper(hosts[0])} {_lower(title)}"
        title = longer if len(longer) <= _READABLE_TITLE else title
    if len(title) > _MOST_TITLE:
        title = title[:_MOST_TITLE].rpartition(" ")[0] + "…"
    return title


def lead(facts: ClassFacts, *, today: dt.date | None = None) -> str:
    """Return the first paragraph: when, where, who, what, for whom."""
    held = when(facts) or facts.when or _reported(facts, today)
    did = "đã " if _is_long_ago(facts, today) else ""
    opening = [part for part in (held, f"tại {facts.place}" if facts.place else "") if part]
    hosts = organisers(facts, HostRole.HOST)
    helpers = organisers(facts, HostRole.CO_ORGANISER)
    event = _event(facts, opened=bool(opening or hosts))
    audience = f" dành cho {_lower(facts.audience)}" if facts.audience else ""
    if hosts:
        who = join(hosts) + (f" phối hợp với {join(helpers)}" if helpers else "")
        sentence = ", ".join([*opening, f"{who} {did}tổ chức {event}{audience}"])
    elif opening:
        sentence = ", ".join([*opening, f"{event} {did}được tổ chức{audience}"])
    else:
        sentence = f"{event}{audience} đã được tổ chức"
    return f"{_upper(sentence.rstrip(' .'))}."


def _is_long_ago(facts: ClassFacts, today: dt.date | None) -> bool:
    known = max(facts.days, default=facts.provenance.published_on)
    return bool(today and known and today - dt.date.fromisoformat(known) > _LONG_AGO)


def _reported(facts: ClassFacts, today: dt.date | None) -> str:
    """Return the day on which an old class of an unknown day was reported, "" else."""
    day = facts.provenance.published_on
    if facts.days or not day or not _is_long_ago(facts, today):
        return ""
    return f"theo tin đăng ngày {_day(dt.date.fromisoformat(day))}"


def is_headline(facts: ClassFacts) -> bool:
    """Say whether the title is the headline of a report rather than the name of a class."""
    return facts.provenance.kind == "report" and not facts.title.casefold().startswith((*_ACTIONS, *_EVENTS))


def _event(facts: ClassFacts, *, opened: bool) -> str:
    """Return the class as a noun: "lớp tập huấn …", whatever its title begins with.

    A headline is nobody's name: it stands above the article already, so the class is called by its kind alone; only
    where nothing else is known (``opened`` false) the report is named.
    """
    title = facts.title.rstrip(" .")
    if is_headline(facts):
        found = _CALLED.search(title)
        kind = found.group().lower() if found else "lớp tập huấn"
        return kind if opened else f"{kind} nêu trong tin “{title}”"
    if title.casefold().startswith(_EVENTS):
        return _lower(title)
    if title.casefold().startswith(_ACTIONS):
        return f"lớp {_lower(title)}"
    return f"lớp tập huấn “{title}”"


def when(facts: ClassFacts) -> str:
    """Return the days in words, "" where they are unknown: "chiều 27/8/2013", "từ ngày 12 đến ngày 13/11/2026"."""
    days = [dt.date.fromisoformat(day) for day in facts.days]
    if not days:
        return ""
    if len(days) == 1:
        parts = {sitting.part for sitting in facts.sittings}
        part = _PARTS.get(Part(next(iter(parts)))) if len(parts) == 1 else None
        return f"{part or ''} ngày {_day(days[0])}".strip()
    if (days[-1] - days[0]).days == len(days) - 1:
        return f"từ ngày {_short(days[0], days[-1])} đến ngày {_day(days[-1])}"
    return f"trong các ngày {join([*(_short(day, days[-1]) for day in days[:-1]), _day(days[-1])])}"


def _day(day: dt.date) -> str:
    return f"{day.day}/{day.month}/{day.year}"


def _short(day: dt.date, last: dt.date) -> str:
    """Leave out of ``day`` what the last day says for both."""
    if day.year != last.year:
        return _day(day)
    return f"{day.day}/{day.month}" if day.month != last.month else str(day.day)


def count(fact: CountFact) -> str:
    """Return the number with the word before it, "" where it is unknown: "hơn 270", "1.179"."""
    if fact.value is None:
        return ""
    qualifier = _QUALIFIERS.get(Qualifier(fact.qualifier), "") if fact.qualifier else ""
    return qualifier + f"{fact.value:,}".replace(",", ".")


def _directives(directives: Sequence[DirectiveFact]) -> str:
    if not directives:
        return ""
    return f"Lớp được tổ chức theo {join([directive(each) for each in directives])}."


def directive(fact: DirectiveFact) -> str:
    """Return a directive as it is cited: "Kế hoạch số 68-KH/BDVTU ngày 12/3/2023 của Ban Dân vận Thành ủy"."""
    parts = [fact.kind or "văn bản", f"số {fact.number}"]
    if fact.issued_on:
        parts.append(f"ngày {_day(dt.date.fromisoformat(fact.issued_on))}")
    if fact.issuer:
        parts.append(f"của {fact.issuer}")
    return " ".join(parts)


def person(fact: AppearanceFact, names: Mapping[str, str]) -> str:
    """Return a name with the post held then; "" where the name was erased."""
    name = names.get(fact.person_id, "")
    return f"{name}, {fact.post}" if name and fact.post else name


def _people(facts: ClassFacts, names: Mapping[str, str]) -> str:
    by_role: dict[str, list[str]] = {}
    for guest in facts.guests:
        told = person(guest, names)
        if told:
            by_role.setdefault(guest.role, []).append(told)
    sentences = []
    if present := by_role.get(GuestRole.ATTENDS, []) + by_role.get("", []):
        sentences.append(f"Tham dự có {'; '.join(present)}.")
    for role, did in (
        (GuestRole.OPENS, "Phát biểu khai mạc"),
        (GuestRole.DIRECTS, "Phát biểu chỉ đạo"),
        (GuestRole.CLOSES, "Phát biểu bế mạc"),
    ):
        if people := by_role.get(role):
            sentences.append(f"{did} có {'; '.join(people)}.")
    return " ".join(sentences)


def taught(facts: ClassFacts) -> list[AgendaFact]:
    """Return the topics in order, once each, whether they stand in a sitting or by themselves."""
    items = [item for sitting in facts.sittings for item in sitting.agenda if item.kind == AgendaKind.TOPIC]
    found: dict[str, AgendaFact] = {}
    for item in [*items, *facts.topics]:
        found.setdefault(item.title.casefold(), item)
    return list(found.values())


def _topics(facts: ClassFacts, names: Mapping[str, str]) -> str:
    topics = taught(facts)
    if not topics:
        return ""
    told = [(f"“{topic.title.strip(_QUOTES)}”", speakers(topic.speakers, names)) for topic in topics]
    if len(told) == 1:
        title, by_whom = told[0]
        by = f" do {by_whom} trình bày" if by_whom else ""
        return f"Tại lớp, học viên được nghe chuyên đề {title}{by}."
    items = [f"- {title}{f' ({by_whom})' if by_whom else ''}" for title, by_whom in told]
    return "\n".join([f"Học viên được nghe {len(told)} chuyên đề:", *items])


def speakers(appearances: Iterable[AppearanceFact], names: Mapping[str, str]) -> str:
    """Return several speakers in one line, each with the post held then; erased names are left out."""
    return "; ".join(told for each in appearances if (told := person(each, names)))


def _other_speakers(facts: ClassFacts, names: Mapping[str, str]) -> str:
    """Name the speakers of whom it isn't known which topic was theirs."""
    placed = {speaker.person_id for topic in taught(facts) for speaker in topic.speakers}
    told = speakers((each for each in facts.speakers if each.person_id not in placed), names)
    return f"Báo cáo viên: {told}." if told else ""


def _counts(facts: ClassFacts) -> str:
    present, nominated = count(facts.present), count(facts.nominated)
    sentences = []
    if present and nominated and nominated != present:
        sentences.append(f"Có {present} người dự lớp trong tổng số {nominated} người được cử.")
    elif present:
        sentences.append(f"Có {present} người dự lớp.")
    elif nominated:
        sentences.append(f"Có {nominated} người được cử tham dự.")
    if attendances := count(facts.attendances):
        over = f" qua {len(facts.sittings)} buổi học" if len(facts.sittings) > 1 else ""
        sentences.append(f"Tính chung có {attendances} lượt người dự{over}.")
    return " ".join(sentences)


def _venues(facts: ClassFacts) -> str:
    if len(facts.venues) < 2:
        return ""
    return f"Lớp được tổ chức tại {len(facts.venues)} điểm cầu: {join([venue.name for venue in facts.venues])}."


def _questions(facts: ClassFacts) -> str:
    asked = len(facts.questions)
    if not asked:
        return ""
    answered = sum(bool(question.answer) for question in facts.questions)
    told = f"Học viên đã nêu {asked} câu hỏi, vướng mắc từ cơ sở"
    if answered == asked:
        return f"{told}; tất cả đã được giải đáp."
    return f"{told}; {answered} câu đã được giải đáp." if answered else f"{told}."


def source(facts: ClassFacts) -> str:
    """Return whose report the facts of a past class come from, "" for a class the office held itself."""
    origin = facts.provenance
    if origin.kind != "report":
        return ""
    day = f"đăng ngày {_day(dt.date.fromisoformat(origin.published_on))}" if origin.published_on else ""
    return ", ".join(part for part in (f"bài của {origin.byline}" if origin.byline else "", day) if part)


def organisers(facts: ClassFacts, role: HostRole) -> list[str]:
    """Return the names of the organisers in one role, as they were called, once each."""
    return list(dict.fromkeys(each.name for each in facts.organisers if each.role == role))


def join(words: Sequence[str]) -> str:
    """Return a list in words: "A", "A và B", "A, B và C"."""
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} và {words[-1]}"


def _lower(text: str) -> str:
    """Make the first letter small, but for abbreviations ("UBND", "MTTQ")."""
    return text if text[1:2].isupper() else text[:1].lower() + text[1:]


def _upper(text: str) -> str:
    return text[:1].upper() + text[1:]
