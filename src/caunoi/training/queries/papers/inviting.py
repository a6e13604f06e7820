"""Papers of inviting and of the day itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from uuid import UUID

from caunoi import papers
from caunoi.papers.kinds.discussion_minutes import DiscussionMinutesPaper
from caunoi.papers.kinds.invitation import InvitationPaper, Invitee
from caunoi.papers.kinds.name_plates import NamePlatesPaper
from caunoi.papers.kinds.programme import ProgrammePaper
from caunoi.papers.kinds.script import ScriptPaper
from caunoi.papers.kinds.sending_letter import QuotaLine, SendingLetterPaper
from caunoi.training.enums import PaperKind
from caunoi.training.models import TrainingClass
from caunoi.training.queries.papers.facts import people_at_posts
from caunoi.training.queries.papers.frame import called, recipients, signature
from caunoi.training.queries.papers.official import Wish, attached, frame, head, outline_of
from caunoi.training.queries.papers.snapshot import Snapshot
from caunoi.training.queries.papers.target import Target

MOST_GROUPS = 30
_TASKS = {"opens": "phát biểu khai mạc", "directs": "phát biểu chỉ đạo", "closes": "phát biểu bế mạc"}


def _class_of(target: Target) -> TrainingClass:
    if target.training_class is None:
        raise ValueError("This kind of paper is about a class.")
    return target.training_class


def sending_letter(target: Target, wish: Wish) -> papers.Paper | None:
    """Return the letter to all who are asked to send people."""
    training_class = _class_of(target)
    quotas = training_class.quotas.order_by("position", "folded_name", "id")
    return SendingLetterPaper(
        **frame(target, PaperKind.SENDING_LETTER, wish),
        outline=outline_of(training_class, target.snapshot),
        quotas=tuple(QuotaLine(unit=quota.name, seats=quota.seats) for quota in quotas),
        until=training_class.nominate_until,
        contact=target.office.email,
        link=wish.link,
    )


def unit_letters(
    target: Target, wish: Wish, links: Mapping[UUID, str], *, first: int = 0, most: int | None = None
) -> list[SendingLetterPaper]:
    """Return a letter to each unit that has seats, with its own number of them and its own link.

    ``links`` are addresses by quota; a unit without one gets a letter that speaks of the form alone. ``first`` and
    ``most`` take a part of the units, in the order of the quotas.
    """
    letter = sending_letter(target, replace(wish, link=""))
    if not isinstance(letter, SendingLetterPaper):
        return []
    asked = _class_of(target).quotas.filter(seats__gt=0).order_by("position", "folded_name", "id")
    return [
        replace(letter, unit=QuotaLine(unit=quota.name, seats=quota.seats), link=links.get(quota.pk, ""))
        for quota in asked[first : None if most is None else first + most]
    ]


def _guests(found: Snapshot) -> tuple[papers.PersonAtPost, ...]:
    people = people_at_posts(found.facts.guests, found.names)
    return tuple(replace(one, role=fact.role) for one, fact in zip(people, found.facts.guests, strict=True))


def _online(training_class: TrainingClass) -> str:
    """Return where one takes part from elsewhere; "" where the class has no such point."""
    points = training_class.venue_points.filter(is_online=True).exclude(link="").order_by("position", "id")
    return points.values_list("link", flat=True).first() or ""


def _typed(lines: tuple[str, ...]) -> tuple[Invitee, ...]:
    parted = [line.partition(" - ") for line in lines]
    return tuple(Invitee(name=name.strip(), post=post.strip()) for name, _dash, post in parted)


def invitation(target: Target, wish: Wish) -> papers.Paper | None:
    """Return an invitation for each guest and speaker, and for whoever was typed beside them."""
    training_class = _class_of(target)
    found = target.snapshot
    guests = tuple(
        Invitee(name=guest.name, post=guest.post, task=_TASKS.get(guest.role, "")) for guest in _guests(found)
    )
    speakers = tuple(
        Invitee(name=one.name, post=one.post, task="báo cáo viên")
        for one in people_at_posts(found.facts.speakers, found.names)
    )
    return InvitationPaper(
        **frame(target, PaperKind.INVITATION, wish),
        outline=outline_of(training_class, found),
        invitees=(*guests, *speakers, *_typed(wish.invitees)),
        link=_online(training_class),
    )


def programme_paper(target: Target, wish: Wish) -> papers.Paper | None:
    """Return the programme by sitting."""
    return ProgrammePaper(
        heading=head(target, PaperKind.PROGRAMME, wish),
        outline=outline_of(_class_of(target), target.snapshot),
        signature=signature(target.office),
        recipients=recipients(target.office, wish.layout),
        parent=attached(target, wish),
    )


def script(target: Target, wish: Wish) -> papers.Paper | None:
    """Return the programme with the words of who leads it."""
    training_class = _class_of(target)
    found = target.snapshot
    return ScriptPaper(
        heading=head(target, PaperKind.SCRIPT, wish),
        outline=outline_of(training_class, found),
        office=called(target.office),
        guests=_guests(found),
    )


def name_plates(target: Target, wish: Wish) -> papers.Paper | None:
    """Return a plate for each guest and speaker, and for whoever was typed beside them."""
    found = target.snapshot
    people = (*_guests(found), *people_at_posts(found.facts.speakers, found.names))
    typed = tuple(papers.PersonAtPost(name=one.name, post=one.post) for one in _typed(wish.invitees))
    once = {one.name: one for one in (*people, *typed)}
    return NamePlatesPaper(
        heading=head(target, PaperKind.NAME_PLATES, wish), people=tuple(once.values()), title=found.facts.title
    )


def discussion_minutes(target: Target, wish: Wish) -> papers.Paper | None:
    """Return a form for each group, with the topics to talk about."""
    outline = outline_of(_class_of(target), target.snapshot)
    groups = max(1, min(wish.groups, MOST_GROUPS))
    return DiscussionMinutesPaper(
        heading=head(target, PaperKind.DISCUSSION_MINUTES, wish),
        outline=outline,
        groups=tuple(f"Tổ {place}" for place in range(1, groups + 1)),
        questions=tuple(topic.title for topic in outline.topics[:3]),
    )
