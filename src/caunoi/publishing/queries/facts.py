"""The facts of a class as they stand beside its article: read from the frozen report and nothing else."""

from __future__ import annotations

from dataclasses import dataclass

from caunoi.publishing import wording
from caunoi.training.enums import HostRole
from caunoi.training.facts import read_facts
from caunoi.training.models import ClassReport


@dataclass(frozen=True, kw_only=True)
class TaughtTopic:
    """A topic and who presented it; ``speakers`` "" where unknown."""

    title: str
    speakers: str


@dataclass(frozen=True, kw_only=True)
class FactBox:
    """What is known of a class, in words; "" and empty lists for what isn't."""

    title: str
    when: str
    place: str
    audience: str
    hosts: list[str]
    co_organisers: list[str]
    nominated: str
    present: str
    attendances: str
    sittings: int
    speakers: list[str]
    topics: list[TaughtTopic]
    directives: list[str]
    from_report: bool
    source: str


def fact_box(report: ClassReport) -> FactBox:
    """Return the facts of one frozen report. Erased names are left out; everything else still stands."""
    facts = read_facts(report.facts)
    names = report.names
    topics = wording.taught(facts)
    placed = {speaker.person_id for topic in topics for speaker in topic.speakers}
    return FactBox(
        title=facts.title,
        when=wording.when(facts),
        place=facts.place,
        audience=facts.audience,
        hosts=wording.organisers(facts, HostRole.HOST),
        co_organisers=wording.organisers(facts, HostRole.CO_ORGANISER),
        nominated=wording.count(facts.nominated),
        present=wording.count(facts.present),
        attendances=wording.count(facts.attendances),
        sittings=len(facts.sittings),
        speakers=[
            told for each in facts.speakers if each.person_id not in placed and (told := wording.person(each, names))
        ],
        topics=[TaughtTopic(title=topic.title, speakers=wording.speakers(topic.speakers, names)) for topic in topics],
        directives=[wording.directive(each) for each in facts.directives],
        from_report=facts.provenance.kind == "report",
        source=wording.source(facts),
    )
