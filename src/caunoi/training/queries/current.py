"""The facts of a class as they stand now: what closing freezes, and what the page of results shows before."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from caunoi.training.enums import THERE, AgendaKind, ClassOrigin, HostRole, Mark, Qualifier
from caunoi.training.facts import (
    MADE_UP,
    MARK_LETTERS,
    AgendaFact,
    AppearanceFact,
    ClassFacts,
    CountFact,
    DirectiveFact,
    MadeUpFact,
    MakeUpGuestFact,
    OrganiserFact,
    ParticipantFact,
    ProvenanceFact,
    QuestionFact,
    SittingFact,
    UnitFact,
    VenueFact,
)
from caunoi.training.models import AgendaItem, Sitting, Speaker, TrainingClass, VenuePoint
from caunoi.training.queries.attendance import Sheet, SheetRow, sheet
from caunoi.training.queries.counting import AttendanceCounts, count_sheet
from caunoi.training.queries.learning.freezing import learning_fact
from caunoi.training.queries.make_ups import GuestRow, MadeUp, guests_of, made_up_elsewhere
from caunoi.training.queries.money.freezing import money_fact, names_of_paid
from caunoi.training.queries.programme import Programme, programme
from caunoi.training.queries.programme import guests_of as guests_invited
from caunoi.training.queries.questions import REPORTED

# Items that are no teaching: an opening or a break has no topic that a report would list.
_TAUGHT = (AgendaKind.TOPIC,)


@dataclass(frozen=True, kw_only=True)
class Current:
    """The facts, the list with its marks, and the names of all persons that either refers to."""

    facts: ClassFacts
    participants: tuple[ParticipantFact, ...]
    names: dict[str, str]


def current(
    training_class: TrainingClass,
    *,
    provenance: ProvenanceFact,
    days: Sequence[str] = (),
    when: str = "",
) -> Current:
    """Return everything that is known of the class now, in a number of queries that does not grow with it.

    Cells without a mark count as absent without leave; their number stands in each sitting's ``unmarked``. ``days``
    and ``when`` replace what the sittings say: for a class that a report tells of.
    """
    read = sheet(training_class, by_point=True)
    counts = count_sheet(accepted(read))
    plan = programme(training_class)
    guests = list(guests_invited(training_class))
    venues = dict(training_class.venue_points.order_by("position", "id").values_list("id", "name"))
    elsewhere, guests_here = made_up_elsewhere(training_class), guests_of(training_class)
    rows = _participants(training_class, read, venues, elsewhere)
    loose = list(
        training_class.speakers.filter(agenda_item__isnull=True).select_related("person").order_by("position", "id")
    )
    taught: list[Speaker] = [person for item in _items(plan) for person in item.__dict__["people"]]
    names = {str(one.person_id): one.person.full_name for one in [*taught, *loose]}
    names |= {str(guest.person_id): guest.person.full_name for guest in guests}
    names |= {str(row.person_id): row.name for row in read.rows}
    names |= {str(row.person_id): row.name for row in guests_here}
    facts = ClassFacts(
        code=training_class.code,
        title=training_class.title,
        audience=training_class.audience,
        place=training_class.place,
        days=tuple(days) or _days(training_class, plan),
        when=when,
        organisers=_organisers(training_class),
        directives=_directives(training_class),
        venues=_venues(training_class, counts),
        sittings=_sittings(plan, read, counts, guests_here),
        topics=tuple(_agenda(item) for item in _items(plan) if item.kind in _TAUGHT),
        speakers=_distinct([_appearance(one) for one in [*taught, *loose]]),
        guests=tuple(
            AppearanceFact(person_id=str(guest.person_id), post=guest.post, role=guest.role) for guest in guests
        ),
        quota=CountFact(value=training_class.quota),
        make_up_guests=_make_up_guests(read, guests_here, venues),
        units=tuple(
            UnitFact(name=unit.name, nominated=unit.nominated, present=unit.present, substitutes=unit.substitutes)
            for unit in counts.by_unit
        ),
        questions=_questions(training_class),
        strong_points=training_class.strong_points,
        weak_points=training_class.weak_points,
        proposals=training_class.proposals,
        provenance=provenance,
        money=money_fact(training_class),
        learning=learning_fact(training_class),
    )
    names |= names_of_paid(training_class)
    facts = _counted(facts, training_class, counts)
    return Current(facts=facts, participants=rows, names=names)


def accepted(read: Sheet) -> Sheet:
    """Return the sheet with every seat that has no mark set to absent without leave.

    Not where a substitute came: the seat was taken. A substitute's own row lacks nothing where the original came.
    """
    came = {
        (row.substitute_for, place)
        for row in read.rows
        if row.substitute_for is not None
        for place, mark in enumerate(row.marks)
        if mark in THERE
    }
    rows = tuple(
        row
        if row.substitute_for is not None
        else replace(
            row,
            marks=tuple(
                Mark.ABSENT if mark == Mark.NONE and (row.id, place) not in came else mark
                for place, mark in enumerate(row.marks)
            ),
        )
        for row in read.rows
    )
    return replace(read, rows=rows)


def _items(plan: Programme) -> list[AgendaItem]:
    return [*(item for sitting in plan.sittings for item in sitting.__dict__["items"]), *plan.loose]


def _days(training_class: TrainingClass, plan: Programme) -> tuple[str, ...]:
    if plan.sittings:
        return tuple(dict.fromkeys(sitting.date.isoformat() for sitting in plan.sittings))
    return days_between(training_class.starts_on, training_class.ends_on)


def days_between(first: date | None, last: date | None) -> tuple[str, ...]:
    """Return every day from first to last as ISO days; nothing without a first."""
    if first is None:
        return ()
    count = ((last or first) - first).days + 1
    return tuple((first + timedelta(days=n)).isoformat() for n in range(count))


def _organisers(training_class: TrainingClass) -> tuple[OrganiserFact, ...]:
    links = training_class.organisations.filter(role__in=(HostRole.HOST, HostRole.CO_ORGANISER))
    ordered = sorted(links, key=lambda link: (link.role != HostRole.HOST, link.position, link.pk))
    return tuple(
        OrganiserFact(name=link.name, role=link.role, id=str(link.organisation_id) if link.organisation_id else None)
        for link in ordered
    )


def _directives(training_class: TrainingClass) -> tuple[DirectiveFact, ...]:
    links = training_class.directive_links.select_related("directive").order_by("position", "id")
    return tuple(
        DirectiveFact(
            number=link.directive.number,
            kind=link.directive.kind,
            issuer=link.directive.issuer,
            issued_on=link.directive.issued_on.isoformat() if link.directive.issued_on else None,
            title=link.directive.title,
        )
        for link in links
    )


def _venues(training_class: TrainingClass, counts: AttendanceCounts) -> tuple[VenueFact, ...]:
    counted = {one.point.id: one for one in counts.by_point if one.point}
    listed = bool(counts.by_person)

    def fact(point: VenuePoint) -> VenueFact:
        bare = VenueFact(
            name=point.name, address=point.address, in_charge=point.in_charge, is_online=point.is_online, enrolled=0
        )
        one = counted.get(point.pk)
        if one is None or not listed:
            return bare
        return replace(
            bare,
            enrolled=one.nominated,
            present=one.present,
            absent_with_leave=one.absent_with_leave,
            absent_without_leave=one.absent_without_leave,
            substitutes=one.substitutes,
            attendances=one.attendances,
            by_sitting=tuple(marks.present for marks in one.sittings),
        )

    return tuple(fact(point) for point in training_class.venue_points.order_by("position", "id"))


def _participants(
    training_class: TrainingClass, read: Sheet, venues: dict[int, str], elsewhere: Sequence[MadeUp]
) -> tuple[ParticipantFact, ...]:
    place = {one.id: index for index, one in enumerate(read.sittings)}
    made_up: dict[int, list[MadeUpFact]] = defaultdict(list)
    for one in elsewhere:
        where = MadeUpFact(place=place[one.missed_id], date=one.date.isoformat(), part=one.part, code=one.code)
        made_up[one.enrolment_id].append(where)
    extra = {
        pk: (venue_id, note)
        for pk, venue_id, note in training_class.enrolments.order_by("id").values_list("id", "venue_point_id", "note")
    }
    person_of: dict[int, UUID] = {row.id: row.person_id for row in read.rows}

    def fact(row: SheetRow) -> ParticipantFact:
        venue_id, note = extra.get(row.id, (None, ""))
        original = person_of.get(row.substitute_for) if row.substitute_for is not None else None
        return ParticipantFact(
            person_id=str(row.person_id),
            post=row.post,
            unit=row.unit,
            venue=venues.get(venue_id, "") if venue_id else "",
            note=note,
            marks="".join(_letter(mark, made_up=place in row.made_up) for place, mark in enumerate(row.marks)),
            substitute_for=str(original) if original else None,
            made_up=tuple(made_up[row.id]),
        )

    return tuple(fact(row) for row in read.rows)


def _letter(mark: Mark, *, made_up: bool) -> str:
    return MADE_UP if made_up and mark not in THERE else MARK_LETTERS[mark]


def _make_up_guests(read: Sheet, guests: Sequence[GuestRow], venues: dict[int, str]) -> tuple[MakeUpGuestFact, ...]:
    place = {one.id: index for index, one in enumerate(read.sittings)}
    return tuple(
        MakeUpGuestFact(
            person_id=str(guest.person_id),
            post=guest.post,
            unit=guest.unit,
            venue=venues.get(guest.point, "") if guest.point else "",
            places=tuple(sorted(place[sitting] for sitting in guest.marks)),
            came=tuple(sorted(place[sitting] for sitting, mark in guest.marks.items() if mark in THERE)),
        )
        for guest in guests
    )


def _sittings(
    plan: Programme, read: Sheet, counts: AttendanceCounts, guests: Sequence[GuestRow]
) -> tuple[SittingFact, ...]:
    unmarked = [one.marks.unmarked for one in count_sheet(read).by_sitting]
    listed = bool(read.rows)

    def fact(sitting: Sitting, place: int) -> SittingFact:
        marks = counts.by_sitting[place].marks
        return SittingFact(
            date=sitting.date.isoformat(),
            part=sitting.part,
            starts_at=f"{sitting.starts_at:%H:%M}" if sitting.starts_at else None,
            agenda=tuple(_agenda(item) for item in sitting.__dict__["items"]),
            present=marks.present if listed else None,
            late=marks.late if listed else None,
            left_early=marks.left_early if listed else None,
            excused=marks.excused if listed else None,
            absent=marks.absent if listed else None,
            unmarked=unmarked[place] if listed else None,
            substitutes=marks.substitutes if listed else None,
            made_up=marks.made_up,
            guests=sum(guest.marks.get(sitting.pk) in THERE for guest in guests),
        )

    return tuple(fact(sitting, place) for place, sitting in enumerate(plan.sittings))


def _agenda(item: AgendaItem) -> AgendaFact:
    return AgendaFact(
        kind=item.kind,
        title=item.title,
        starts_at=f"{item.starts_at:%H:%M}" if item.starts_at else None,
        periods=item.periods,
        speakers=tuple(_appearance(speaker) for speaker in item.__dict__["people"]),
        **_sheets(item),
    )


def _sheets(item: AgendaItem) -> dict[str, Any]:
    tally = getattr(item, "evaluation", None)
    if tally is None:
        return {}
    return {"marks": tally.counts, "phone_sheets": tally.phone_sheets, "phone_total": tally.phone_total}


def _appearance(speaker: Speaker) -> AppearanceFact:
    return AppearanceFact(person_id=str(speaker.person_id), post=speaker.post, role="speaker")


def _distinct(appearances: Sequence[AppearanceFact]) -> tuple[AppearanceFact, ...]:
    """Return each person once, in the order of the first appearance, with the first post that is known."""
    kept: dict[str, AppearanceFact] = {}
    for one in appearances:
        known = kept.get(one.person_id)
        if known is None or (one.post and not known.post):
            kept[one.person_id] = one
    return tuple(kept.values())


def _counted(facts: ClassFacts, training_class: TrainingClass, counts: AttendanceCounts) -> ClassFacts:
    """Return the facts with the counts of persons: from the list, else from what a report says, else unknown."""
    if counts.by_person:
        return replace(
            facts,
            nominated=CountFact(value=counts.nominated),
            present=CountFact(value=counts.present),
            absent_with_leave=CountFact(value=counts.absent_with_leave),
            absent_without_leave=CountFact(value=counts.absent_without_leave),
            substitutes=CountFact(value=counts.substitutes),
            attendances=CountFact(value=counts.attendances),
            made_up=counts.made_up,
        )
    if training_class.origin == ClassOrigin.REPORT:
        qualifier = training_class.reported_qualifier or str(Qualifier.EXACT)
        return replace(facts, present=CountFact(value=training_class.reported_count, qualifier=qualifier))
    return facts


def _questions(training_class: TrainingClass) -> tuple[QuestionFact, ...]:
    questions = training_class.questions.filter(REPORTED).select_related("agenda_item").order_by("created_at", "id")
    return tuple(
        QuestionFact(
            text=question.text,
            topic=question.agenda_item.title if question.agenda_item else "",
            answer=question.answer,
            answered_by=question.answered_by,
        )
        for question in questions
    )
