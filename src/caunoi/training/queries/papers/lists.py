"""The list of participants and the list to be signed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from caunoi import papers
from caunoi.directory.models import Organisation
from caunoi.training.models import Sitting, TrainingClass
from caunoi.training.queries.papers.frame import Decision, heading, parent_of
from caunoi.training.queries.papers.snapshot import snapshot


def list_paper(
    training_class: TrainingClass,
    organisation: Organisation,
    layout: papers.Layout,
    decision: Decision | None = None,
    *,
    point: str = "",
) -> papers.ParticipantListPaper:
    """Return the list of participants as it stands, or as it was frozen; of one venue point where it is named."""
    found = snapshot(training_class)
    return papers.ParticipantListPaper(
        heading=heading(organisation, layout),
        title=found.facts.title,
        participants=found.people(point=point),
        parent=parent_of(organisation, decision),
        days=tuple(map(dt.date.fromisoformat, found.facts.days)),
        when=found.facts.when,
        place=found.facts.place,
        point=point,
    )


def sign_in_paper(
    training_class: TrainingClass,
    organisation: Organisation,
    layout: papers.Layout,
    sittings: Sequence[Sitting],
    decision: Decision | None = None,
    *,
    point: str = "",
) -> papers.SignInSheetPaper:
    """Return the list to be signed, a column for each of ``sittings``; it is signed by hand, never filled in.

    Who makes up one of these sittings here stands at the end, and says so.
    """
    found = snapshot(training_class)
    wanted = {(sitting.date.isoformat(), sitting.part) for sitting in sittings}
    places = [place for place, one in enumerate(found.facts.sittings) if (one.date, one.part) in wanted]
    return papers.SignInSheetPaper(
        heading=heading(organisation, layout),
        title=found.facts.title,
        participants=found.signing(places, point=point),
        sittings=tuple(
            papers.SittingFacts(day=sitting.date, part=papers.DayPart(sitting.part)) for sitting in sittings
        ),
        parent=parent_of(organisation, decision),
        days=tuple(map(dt.date.fromisoformat, found.facts.days)),
        when=found.facts.when,
        place=found.facts.place,
        point=point,
    )
