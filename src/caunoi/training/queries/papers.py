"""From frozen facts and lists to the papers of a class."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import QuerySet
from django.db.models.functions import Length
from django.utils.translation import gettext as _

from caunoi import papers
from caunoi.core.files import read_stored
from caunoi.directory.models import ERASED, Organisation
from caunoi.training.enums import EnrolmentState, HostRole, PaperKind
from caunoi.training.facts import (
    AgendaFact,
    AppearanceFact,
    ClassFacts,
    CountFact,
    SittingFact,
    read_facts,
)
from caunoi.training.models import ClassReport, Enrolment, PaperTemplate, Sitting, TrainingClass

_NOT_IN_FILE_NAMES = re.compile(r'[\\/:*?"<>|\x00-\x1f]+')

# Who keeps the office's own copy: the clerk of records; in the Party the office of the committee.
_ARCHIVES = {papers.Layout.STATE: "VT", papers.Layout.PARTY: "VP", papers.Layout.FRONT: "VT"}
# The template sets a dash before each line.
_WRITTEN_DASH = re.compile(r"^[-–•+*]\s*")

# A body of two words or more before its unit: "ĐẢNG ỦY PHƯỜNG …" is short enough for one line.
_UNIT = re.compile(r"(?<=.{14}) (?:PHƯỜNG|XÃ|ĐẶC KHU|THÀNH PHỐ|TỈNH) ")


@dataclass(frozen=True, kw_only=True)
class Decision:
    """The paper to which a list is attached; a blank number leaves the gap for the registry."""

    number: str = ""
    signed_on: dt.date | None = None


def heading(
    organisation: Organisation,
    layout: papers.Layout,
    *,
    suffix: str = "",
    number: str = "",
    date: dt.date | None = None,
) -> papers.Heading:
    """Return the heading block of an office's papers; number and date stay blank until they are known."""
    return papers.Heading(
        layout=layout,
        issuer=_issuer(organisation.name),
        superior=tuple(part for line in _lines(organisation.superior_line) for part in _issuer(line)),
        place=organisation.paper_place,
        number=number or None,
        suffix=suffix,
        date=date,
    )


def _issuer(name: str) -> tuple[str, ...]:
    """Return an office's lines in capitals: body, then unit, as papers break them where both stand in the name."""
    capitals = name.upper()
    match = _UNIT.search(capitals)
    return (capitals[: match.start()], capitals[match.start() :].strip()) if match else (capitals,)


def _lines(text: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in text.splitlines() if line.strip())


def report_paper(report: ClassReport, organisation: Organisation, layout: papers.Layout) -> papers.ClassReportPaper:
    """Return the report of a class from one frozen version, and from nothing else that belongs to the class."""
    facts = read_facts(report.facts)
    return papers.ClassReportPaper(
        heading=heading(
            organisation,
            layout,
            suffix=organisation.paper_suffix,
            number=_bare_number(report.number),
            date=report.signed_on,
        ),
        signature=papers.Signature(
            authority=_lines(organisation.paper_authority),
            title=organisation.paper_signer_title,
            name=organisation.paper_signer_name,
        ),
        recipients=_recipients(organisation, layout),
        title=facts.title,
        office=organisation.short_name or organisation.name,
        hosts=_organisers(facts, HostRole.HOST),
        co_organisers=_organisers(facts, HostRole.CO_ORGANISER),
        directives=tuple(
            papers.DirectiveFacts(
                kind=directive.kind or "Văn bản",
                number=directive.number,
                date=dt.date.fromisoformat(directive.issued_on) if directive.issued_on else None,
                issuer=directive.issuer,
                title=directive.title,
            )
            for directive in facts.directives
        ),
        days=tuple(dt.date.fromisoformat(day) for day in facts.days),
        when=facts.when,
        audience=facts.audience,
        venue_points=_venues(facts),
        sittings=tuple(_sitting(sitting, report.names) for sitting in facts.sittings),
        topics=tuple(
            papers.TopicFacts(title=topic.title, speakers=_people(topic.speakers, report.names), periods=topic.periods)
            for topic in facts.topics
        ),
        speakers=_people(_without_topic(facts), report.names),
        guests=_people(facts.guests, report.names),
        counts=_head_counts(facts),
        by_unit=tuple(
            papers.UnitCounts(
                unit=unit.name or _("Unit not stated"),
                nominated=papers.Count(unit.nominated),
                present=papers.Count(unit.present + unit.substitutes),
            )
            for unit in facts.units
        ),
        by_sitting=tuple(
            papers.SittingCounts(
                sitting=_sitting(sitting, report.names),
                present=_number(sitting.present),
                absent_with_leave=_number(sitting.excused),
                absent_without_leave=_number(sitting.absent),
                substitutes=_number(sitting.substitutes),
            )
            for sitting in facts.sittings
            if sitting.present is not None
        ),
        questions=tuple(
            papers.QuestionFacts(
                question=question.text,
                topic=question.topic,
                answer=question.answer,
                answered_by=question.answered_by,
            )
            for question in facts.questions
        ),
        strong_points=facts.strong_points,
        weak_points=facts.weak_points,
        proposals=facts.proposals,
    )


def _recipients(organisation: Organisation, layout: papers.Layout) -> tuple[str, ...]:
    """Return to whom a report goes: the office's own lines, else the organisation above and where it is kept.

    A report is addressed to nobody at its head, so "Như trên" never stands here by itself.
    """
    own = _lines(organisation.paper_recipients)
    if own:
        return tuple(_WRITTEN_DASH.sub("", line) for line in own)
    above = organisation.parent
    kept_by = _ARCHIVES[layout]
    _kind, _joint, letters = organisation.paper_suffix.strip(" -/–").replace("-", "/", 1).partition("/")
    lines = [f"{above.short_name or above.name} (để báo cáo);"] if above and above.valid_to is None else []
    return (*lines, f"Lưu: {kept_by}, {letters}." if letters else f"Lưu: {kept_by}.")


def _bare_number(number: str) -> str:
    """Return "12" of "12/BC-UBND": the letters after it are the heading's own."""
    return re.split(r"[/-]", number.strip(), maxsplit=1)[0].strip()


def _organisers(facts: ClassFacts, role: HostRole) -> tuple[str, ...]:
    return tuple(organiser.name for organiser in facts.organisers if organiser.role == role)


def _venues(facts: ClassFacts) -> tuple[papers.VenuePointFacts, ...]:
    if facts.venues:
        return tuple(
            papers.VenuePointFacts(name=venue.name, address=venue.address, in_charge=venue.in_charge)
            for venue in facts.venues
        )
    return (papers.VenuePointFacts(name=facts.place),) if facts.place else ()


def _people(appearances: Sequence[AppearanceFact], names: dict[str, str]) -> tuple[papers.PersonAtPost, ...]:
    return tuple(papers.PersonAtPost(name=names.get(one.person_id, ERASED), post=one.post) for one in appearances)


def _without_topic(facts: ClassFacts) -> tuple[AppearanceFact, ...]:
    """Return the speakers of whom it is not known what they taught."""
    placed = {speaker.person_id for topic in facts.topics for speaker in topic.speakers}
    placed |= {speaker.person_id for sitting in facts.sittings for item in sitting.agenda for speaker in item.speakers}
    return tuple(speaker for speaker in facts.speakers if speaker.person_id not in placed)


def _sitting(sitting: SittingFact, names: dict[str, str]) -> papers.SittingFacts:
    return papers.SittingFacts(
        day=dt.date.fromisoformat(sitting.date),
        part=papers.DayPart(sitting.part),
        agenda=tuple(_agenda(item, names) for item in sitting.agenda),
    )


def _agenda(item: AgendaFact, names: dict[str, str]) -> papers.AgendaLine:
    return papers.AgendaLine(
        title=item.title,
        starts=dt.time.fromisoformat(item.starts_at) if item.starts_at else None,
        in_charge=", ".join(person.name for person in _people(item.speakers, names)),
    )


def _number(value: int | None) -> papers.Count | None:
    return None if value is None else papers.Count(value)


def _count(count: CountFact) -> papers.Count | None:
    return None if count.value is None else papers.Count(count.value, papers.Qualifier(count.qualifier))


def _head_counts(facts: ClassFacts) -> papers.HeadCounts:
    return papers.HeadCounts(
        quota=_count(facts.quota),
        nominated=_count(facts.nominated),
        present=_count(facts.present),
        absent_with_leave=_count(facts.absent_with_leave),
        absent_without_leave=_count(facts.absent_without_leave),
        substitutes=_count(facts.substitutes),
        guests=papers.Count(len(facts.guests)) if facts.guests else None,
        attendances=_count(facts.attendances),
    )


def list_paper(
    training_class: TrainingClass, organisation: Organisation, layout: papers.Layout, decision: Decision | None = None
) -> papers.ParticipantListPaper:
    """Return the list of participants as it stands."""
    return papers.ParticipantListPaper(
        heading=heading(organisation, layout),
        title=training_class.title,
        participants=_participants(training_class),
        parent=_parent(organisation, decision),
        days=_class_days(training_class),
        place=training_class.place,
    )


def sign_in_paper(
    training_class: TrainingClass,
    organisation: Organisation,
    layout: papers.Layout,
    sittings: Sequence[Sitting],
    decision: Decision | None = None,
) -> papers.SignInSheetPaper:
    """Return the list to be signed, a column for each of ``sittings``; it is signed by hand, never filled in."""
    return papers.SignInSheetPaper(
        heading=heading(organisation, layout),
        title=training_class.title,
        participants=_participants(training_class),
        sittings=tuple(
            papers.SittingFacts(day=sitting.date, part=papers.DayPart(sitting.part)) for sitting in sittings
        ),
        parent=_parent(organisation, decision),
        days=_class_days(training_class),
        place=training_class.place,
    )


def _participants(training_class: TrainingClass) -> tuple[papers.ParticipantFacts, ...]:
    rows = (
        Enrolment.objects.filter(training_class=training_class, state=EnrolmentState.NOMINATED)
        .select_related("person", "substitute_for__person")
        .order_by("folded_unit", "sort_name", "id")
    )
    return tuple(
        papers.ParticipantFacts(
            name=row.person.full_name,
            post=row.post,
            unit=row.unit_text,
            note=f"Dự thay {row.substitute_for.person.full_name}" if row.substitute_for else "",
        )
        for row in rows
    )


def _parent(organisation: Organisation, decision: Decision | None) -> papers.Parent | None:
    if decision is None:
        return None
    return papers.Parent(
        kind="Quyết định",
        number=decision.number or None,
        date=decision.signed_on,
        issuer=organisation.short_name or organisation.name,
    )


def _class_days(training_class: TrainingClass) -> tuple[dt.date, ...]:
    sittings = training_class.sittings.order_by("date", "order").values_list("date", flat=True)
    days = tuple(dict.fromkeys(sittings))
    ends = (training_class.starts_on, training_class.ends_on)
    return days or tuple(dict.fromkeys(day for day in ends if day))


def templates_for(organisation: Organisation) -> QuerySet[PaperTemplate]:
    """Return the templates that serve an office, its own and those of the offices above it, the nearest first."""
    path = organisation.path
    above = [path[:end] for end in range(6, len(path), 6)]
    return (
        PaperTemplate.objects.filter(organisation__path__in=[*above, path])
        .select_related("organisation", "file", "replaced_by")
        .order_by(Length("organisation__path").desc(), "kind", "layout", "id")
    )


def template_for(organisation: Organisation, kind: PaperKind, layout: papers.Layout) -> PaperTemplate | None:
    """Return the nearest template of an office for a kind of paper; None where the shipped one serves."""
    return templates_for(organisation).filter(kind=kind, layout=str(layout)).first()


def render(paper: papers.Paper, organisation: Organisation) -> bytes:
    """Return the paper as a Word file, from the office's template or the shipped one.

    Raises ``papers.TemplateRefused`` for a kept template that can't be used any more.
    """
    own = template_for(organisation, PaperKind(str(paper.kind)), paper.heading.layout)
    return papers.render(paper, template=read_stored(own.file) if own else None)


_NAMES = {
    PaperKind.CLASS_REPORT: "Báo cáo kết quả",
    PaperKind.PARTICIPANT_LIST: "Danh sách học viên",
    PaperKind.SIGN_IN_SHEET: "Danh sách ký tên",
}


def file_name(kind: PaperKind, training_class: TrainingClass) -> str:
    """Return what the file is called: kind, title, code; without what Windows refuses in a name."""
    title = _NOT_IN_FILE_NAMES.sub(" ", training_class.title)[:90].strip()
    return f"{_NAMES[kind]} - {' '.join(title.split())} ({training_class.code}).docx"
