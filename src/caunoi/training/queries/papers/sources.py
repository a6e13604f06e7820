"""Where each kind of paper gets its facts, and when an office makes it.

A further kind is a function here and a line in ``SOURCES``, beside its module in ``caunoi.papers.kinds``.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from caunoi import papers
from caunoi.directory.models import Organisation
from caunoi.training.enums import PaperKind, PaperMoment, PaperSubject
from caunoi.training.models import TrainingClass
from caunoi.training.queries.papers.class_report import report_paper
from caunoi.training.queries.papers.frame import Decision
from caunoi.training.queries.papers.lists import list_paper, sign_in_paper
from caunoi.training.queries.papers.transcript import Transcript, transcript_paper


@dataclass(frozen=True, kw_only=True)
class Wish:
    """How a paper is to be. ``sittings`` are ids, none means all; ``point`` is a venue point's name."""

    layout: papers.Layout
    decision: Decision | None = None
    sittings: frozenset[int] = frozenset()
    point: str = ""
    version: int | None = None


Make = Callable[[Any, Organisation, Wish], papers.Paper | None]


@dataclass(frozen=True, kw_only=True)
class Source:
    """One kind of paper: what it is about, the moment it is made, and the function that fills it.

    ``make`` takes the subject, the issuing office and the wish; it returns None where the facts are not there yet.
    """

    kind: PaperKind
    subject: PaperSubject
    moment: PaperMoment
    make: Make


def _class_report(training_class: TrainingClass, office: Organisation, wish: Wish) -> papers.Paper | None:
    reports = training_class.reports.order_by("-version")
    report = reports.first() if wish.version is None else reports.filter(version=wish.version).first()
    return report_paper(report, office, wish.layout) if report else None


def _participant_list(training_class: TrainingClass, office: Organisation, wish: Wish) -> papers.Paper | None:
    return list_paper(training_class, office, wish.layout, wish.decision, point=wish.point)


def _sign_in_sheet(training_class: TrainingClass, office: Organisation, wish: Wish) -> papers.Paper | None:
    rows = training_class.sittings.order_by("date", "order", "id")
    sittings = [sitting for sitting in rows if not wish.sittings or sitting.pk in wish.sittings]
    return sign_in_paper(training_class, office, wish.layout, sittings, wish.decision, point=wish.point)


def _transcript(subject: Transcript, office: Organisation, wish: Wish) -> papers.Paper | None:
    return transcript_paper(subject, office, wish.layout)


_CLASS, _DAY, _AFTER = PaperSubject.CLASS, PaperMoment.DAY, PaperMoment.AFTER
_PREPARE, _INVITE = PaperMoment.PREPARE, PaperMoment.INVITE

SOURCES: dict[PaperKind, Source] = {
    source.kind: source
    for source in (
        Source(kind=PaperKind.PARTICIPANT_LIST, subject=_CLASS, moment=_INVITE, make=_participant_list),
        Source(kind=PaperKind.SIGN_IN_SHEET, subject=_CLASS, moment=_DAY, make=_sign_in_sheet),
        Source(kind=PaperKind.CLASS_REPORT, subject=_CLASS, moment=_AFTER, make=_class_report),
        Source(kind=PaperKind.TRANSCRIPT, subject=PaperSubject.PERSON, moment=_AFTER, make=_transcript),
    )
}


def sources_of(subject: PaperSubject) -> list[Source]:
    """Return the kinds of papers of a subject, in the order of their moments and as listed."""
    order = list(PaperMoment)
    return sorted(
        (source for source in SOURCES.values() if source.subject == subject),
        key=lambda source: order.index(source.moment),
    )


def make_paper(kind: PaperKind, subject: Any, office: Organisation, wish: Wish) -> papers.Paper | None:
    """Return one paper of a subject; None where the facts it needs are not there yet."""
    return SOURCES[kind].make(subject, office, wish)
