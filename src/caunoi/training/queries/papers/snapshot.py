"""What a paper of a class is filled from: what was frozen at its close, else what stands now."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from caunoi import papers
from caunoi.directory.models import ERASED
from caunoi.training.enums import ClassState
from caunoi.training.facts import ClassFacts, ParticipantFact, ProvenanceFact, read_facts, read_participants
from caunoi.training.models import ClassReport, TrainingClass
from caunoi.training.queries.current import current


@dataclass(frozen=True, kw_only=True)
class Snapshot:
    """Facts, list and names of a class; ``version`` is that of the report they were frozen in, None for today's."""

    facts: ClassFacts
    participants: tuple[ParticipantFact, ...]
    names: dict[str, str]
    version: int | None = None

    def people(self, *, point: str = "") -> tuple[papers.ParticipantFacts, ...]:
        """Return the rows of the list, of one venue point where it is named."""
        return tuple(
            papers.ParticipantFacts(
                name=self.name(row.person_id),
                post=row.post,
                unit=row.unit,
                note=f"Dự thay {self.name(row.substitute_for)}" if row.substitute_for else "",
            )
            for row in self.participants
            if not point or row.venue == point
        )

    def signing(self, places: Collection[int], *, point: str = "") -> tuple[papers.ParticipantFacts, ...]:
        """Return who signs at the sittings at ``places``: the list, then who makes up one of them, and says so."""
        guests = tuple(
            papers.ParticipantFacts(name=self.name(one.person_id), post=one.post, unit=one.unit, note="Học bù")
            for one in self.facts.make_up_guests
            if set(one.places) & set(places) and (not point or one.venue == point)
        )
        return self.people(point=point) + guests

    def signers(self, places: Collection[int], *, point: str = "") -> tuple[str, ...]:
        """Return the ids of the persons whose rows :meth:`signing` gives, in its order."""
        listed = tuple(row.person_id for row in self.participants if not point or row.venue == point)
        guests = self.facts.make_up_guests
        return listed + tuple(
            one.person_id for one in guests if set(one.places) & set(places) and (not point or one.venue == point)
        )

    def name(self, person_id: str) -> str:
        """Return a person's name as it stood; an erased one says so."""
        return self.names.get(person_id, ERASED)


def frozen_snapshot(report: ClassReport) -> Snapshot:
    """Return what one version of the report froze."""
    return Snapshot(
        facts=read_facts(report.facts),
        participants=read_participants(report.participants),
        names=report.names,
        version=report.version,
    )


def snapshot(training_class: TrainingClass) -> Snapshot:
    """Return the frozen facts of a closed class, the current ones of any other."""
    if training_class.state == ClassState.CLOSED:
        report = training_class.reports.order_by("-version").first()
        if report is not None:
            return frozen_snapshot(report)
    now = current(training_class, provenance=ProvenanceFact(kind=str(training_class.origin)))
    return Snapshot(facts=now.facts, participants=now.participants, names=now.names)
