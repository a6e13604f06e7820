"""The list of participants and the list to be signed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from caunoi import papers
from caunoi.directory.models import Organisation
from caunoi.papers.kinds.combined_list import CombinedListPaper
from caunoi.training.models import ClassOrganisation, Sitting, TrainingClass
from caunoi.training.queries.classes import SEEING
from caunoi.training.queries.papers.frame import Decision, heading, parent_of
from caunoi.training.queries.papers.official import Wish, attached, classes_of, outline_of
from caunoi.training.queries.papers.snapshot import Snapshot, snapshot
from caunoi.training.queries.papers.target import Target
from caunoi.training.queries.plans.people import numbered, people_of, persons_in


def list_paper(
    training_class: TrainingClass,
    organisation: Organisation,
    layout: papers.Layout,
    decision: Decision | None = None,
    *,
    point: str = "",
    found: Snapshot | None = None,
) -> papers.ParticipantListPaper:
    """Return the list of participants as it stands, or as it was frozen; of one venue point where it is named."""
    found = found or snapshot(training_class)
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
    found: Snapshot | None = None,
) -> papers.SignInSheetPaper:
    """Return the list to be signed, a column for each of ``sittings``; it is signed by hand, never filled in.

    Who makes up one of these sittings here stands at the end, and says so.
    """
    found = found or snapshot(training_class)
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


def combined_list_paper(target: Target, wish: Wish) -> papers.Paper | None:
    """Return the list of the classes of an item in which the plan's office or one below it has a part; None without.

    A class that others hold alone may be put to the item, too: its people are not the office's to list.
    """
    theirs = ClassOrganisation.objects.filter(
        organisation__path__startswith=target.office.path,
        role__in=SEEING,
        training_class__in=[each.pk for each in classes_of(target)],
    )
    seen = set(theirs.order_by().values_list("training_class", flat=True))
    item, classes = target.plan_item, numbered([each for each in classes_of(target) if each.pk in seen])
    if item is None or not classes:
        return None
    place = {each.training_class.pk: each.number for each in classes}
    rows = people_of(classes)
    people = list(rows)
    return CombinedListPaper(
        heading=heading(target.office, wish.layout),
        title=item.title,
        parent=attached(target, wish),
        participants=tuple(
            papers.ParticipantFacts(
                name=row.person.full_name,
                post=row.post,
                unit=row.unit_text,
                note=f"Dự thay {row.substitute_for.person.full_name}" if row.substitute_for else "",
            )
            for row in people
        ),
        places=tuple(place[row.training_class_id] for row in people),
        classes=tuple(outline_of(each.training_class) for each in classes),
        persons=persons_in(rows),
    )
