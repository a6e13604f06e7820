"""From frozen facts of a class to the plain facts of the library."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from caunoi import papers
from caunoi.directory.models import ERASED
from caunoi.training.enums import HostRole
from caunoi.training.facts import AgendaFact, AppearanceFact, ClassFacts, CountFact, SittingFact
from caunoi.training.queries.points import rows_of_facts


def organisers(facts: ClassFacts, role: HostRole) -> tuple[str, ...]:
    """Return the organisers in one role, as they were called."""
    return tuple(organiser.name for organiser in facts.organisers if organiser.role == role)


def venues(facts: ClassFacts) -> tuple[papers.VenuePointFacts, ...]:
    """Return the venue points, or the place in words as the only one."""
    if facts.venues:
        return tuple(
            papers.VenuePointFacts(name=venue.name, address=venue.address, in_charge=venue.in_charge)
            for venue in facts.venues
        )
    return (papers.VenuePointFacts(name=facts.place),) if facts.place else ()


def people_at_posts(appearances: Sequence[AppearanceFact], names: dict[str, str]) -> tuple[papers.PersonAtPost, ...]:
    """Return persons with their posts; a name that was erased says so."""
    return tuple(papers.PersonAtPost(name=names.get(one.person_id, ERASED), post=one.post) for one in appearances)


def without_topic(facts: ClassFacts) -> tuple[AppearanceFact, ...]:
    """Return the speakers of whom it is not known what they taught."""
    placed = {speaker.person_id for topic in facts.topics for speaker in topic.speakers}
    placed |= {speaker.person_id for sitting in facts.sittings for item in sitting.agenda for speaker in item.speakers}
    return tuple(speaker for speaker in facts.speakers if speaker.person_id not in placed)


def sitting_facts(sitting: SittingFact, names: dict[str, str]) -> papers.SittingFacts:
    """Return a sitting with its programme."""
    return papers.SittingFacts(
        day=dt.date.fromisoformat(sitting.date),
        part=papers.DayPart(sitting.part),
        agenda=tuple(agenda_line(item, names) for item in sitting.agenda),
    )


def agenda_line(item: AgendaFact, names: dict[str, str]) -> papers.AgendaLine:
    """Return one line of the programme."""
    return papers.AgendaLine(
        title=item.title,
        starts=dt.time.fromisoformat(item.starts_at) if item.starts_at else None,
        in_charge=", ".join(person.name for person in people_at_posts(item.speakers, names)),
        kind=item.kind,
        people=people_at_posts(item.speakers, names),
    )


def count_of_number(value: int | None) -> papers.Count | None:
    """Return an exact count; None where it is unknown."""
    return None if value is None else papers.Count(value)


def count_of(count: CountFact) -> papers.Count | None:
    """Return a count with its qualifier; None where it is unknown."""
    return None if count.value is None else papers.Count(count.value, papers.Qualifier(count.qualifier))


def head_counts(facts: ClassFacts) -> papers.HeadCounts:
    """Return the counts of the whole class."""
    return papers.HeadCounts(
        quota=count_of(facts.quota),
        nominated=count_of(facts.nominated),
        present=count_of(facts.present),
        absent_with_leave=count_of(facts.absent_with_leave),
        absent_without_leave=count_of(facts.absent_without_leave),
        substitutes=count_of(facts.substitutes),
        guests=papers.Count(len(facts.guests)) if facts.guests else None,
        attendances=count_of(facts.attendances),
        made_up=papers.Count(facts.made_up) if facts.made_up else None,
    )


def point_counts(facts: ClassFacts) -> tuple[papers.PointCounts, ...]:
    """Return the counts by venue point; nothing for a class at one place."""
    rows = rows_of_facts(facts)
    if len(rows) < 2:
        return ()
    return tuple(
        papers.PointCounts(
            name=row.name,
            nominated=papers.Count(row.nominated),
            present=papers.Count(row.present),
            absent_with_leave=papers.Count(row.absent_with_leave),
            absent_without_leave=papers.Count(row.absent_without_leave),
            attendances=papers.Count(row.attendances),
        )
        for row in rows
    )
