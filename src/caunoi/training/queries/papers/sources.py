"""Where each kind of paper gets its facts, and when an office makes it.

A further kind is a function and a line in ``SOURCES``, beside its module in ``caunoi.papers.kinds``.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from caunoi import papers
from caunoi.training.enums import MONEY_KINDS, PaperKind, PaperMoment, PaperSubject
from caunoi.training.queries.papers import afterwards, inviting, paying, preparing
from caunoi.training.queries.papers.class_report import report_paper
from caunoi.training.queries.papers.lists import combined_list_paper, list_paper, sign_in_paper
from caunoi.training.queries.papers.official import Wish, attached
from caunoi.training.queries.papers.target import Target

Make = Callable[[Target, Wish], papers.Paper | None]


@dataclass(frozen=True, kw_only=True)
class Source:
    """One kind of paper: what it may be about, the moment it is made, and the function that fills it.

    ``make`` returns None where the facts are not there yet. ``numbered`` says that it gets a number of its own.
    ``money`` says that it tells what was paid: for whoever may see the class's money alone.
    """

    kind: PaperKind
    subjects: tuple[PaperSubject, ...]
    moment: PaperMoment
    make: Make

    @property
    def money(self) -> bool:
        """Whether it tells what was paid to whom."""
        return self.kind in MONEY_KINDS

    @property
    def numbered(self) -> bool:
        """Whether the registry gives it a number."""
        return bool(papers.KINDS[papers.PaperKind(str(self.kind))].letters)


def _class_report(target: Target, wish: Wish) -> papers.Paper | None:
    if target.training_class is None:
        return None
    reports = target.training_class.reports.order_by("-version")
    report = reports.first() if wish.version is None else reports.filter(version=wish.version).first()
    return report_paper(report, target.office, wish.layout) if report else None


def _participant_list(target: Target, wish: Wish) -> papers.Paper | None:
    if target.training_class is None:
        return None
    made = list_paper(
        target.training_class, target.office, wish.layout, wish.decision, point=wish.point, found=target.snapshot
    )
    return replace(made, parent=attached(target, wish))


def _sign_in_sheet(target: Target, wish: Wish) -> papers.Paper | None:
    if target.training_class is None:
        return None
    rows = target.training_class.sittings.order_by("date", "order", "id")
    sittings = [sitting for sitting in rows if not wish.sittings or sitting.pk in wish.sittings]
    made = sign_in_paper(
        target.training_class,
        target.office,
        wish.layout,
        sittings,
        wish.decision,
        point=wish.point,
        found=target.snapshot,
    )
    return replace(made, parent=attached(target, wish))


# Made by a service of its own: what a person did through the years.
ELSEWHERE = frozenset({PaperKind.TRANSCRIPT})

_CLASS, _EITHER = (PaperSubject.CLASS,), (PaperSubject.CLASS, PaperSubject.PLAN_ITEM)
_OFFICE = (PaperSubject.OFFICE,)
_PREPARE, _INVITE, _DAY, _AFTER = PaperMoment

SOURCES: dict[PaperKind, Source] = {
    kind: Source(kind=kind, subjects=subjects, moment=moment, make=make)
    for kind, subjects, moment, make in (
        (PaperKind.PLAN, (PaperSubject.PLAN,), _PREPARE, preparing.plan_paper),
        (PaperKind.PROPOSAL, _EITHER, _PREPARE, preparing.proposal),
        (PaperKind.COST_ESTIMATE, _EITHER, _PREPARE, preparing.cost_estimate),
        (PaperKind.DECISION, _EITHER, _PREPARE, preparing.decision),
        (PaperKind.SENDING_LETTER, _CLASS, _INVITE, inviting.sending_letter),
        (PaperKind.INVITATION, _CLASS, _INVITE, inviting.invitation),
        (PaperKind.PARTICIPANT_LIST, _CLASS, _INVITE, _participant_list),
        (PaperKind.COMBINED_LIST, (PaperSubject.PLAN_ITEM,), _INVITE, combined_list_paper),
        (PaperKind.PROGRAMME, _CLASS, _INVITE, inviting.programme_paper),
        (PaperKind.SCRIPT, _CLASS, _DAY, inviting.script),
        (PaperKind.SIGN_IN_SHEET, _CLASS, _DAY, _sign_in_sheet),
        (PaperKind.NAME_PLATES, _CLASS, _DAY, inviting.name_plates),
        (PaperKind.DISCUSSION_MINUTES, _CLASS, _DAY, inviting.discussion_minutes),
        (PaperKind.CLASS_REPORT, _CLASS, _AFTER, _class_report),
        (PaperKind.CERTIFICATE_REGISTER, _CLASS, _AFTER, afterwards.certificate_register),
        (PaperKind.SPEAKER_PAYMENTS, _CLASS, _AFTER, paying.speaker_payments),
        (PaperKind.PARTICIPANT_PAYMENTS, _CLASS, _AFTER, paying.participant_payments),
        (PaperKind.COST_STATEMENT, _CLASS, _AFTER, paying.cost_statement),
        (PaperKind.FILE_COVER, _CLASS, _AFTER, afterwards.file_cover),
        (PaperKind.FILE_INDEX, _CLASS, _AFTER, afterwards.file_index),
        (PaperKind.COMBINED_REPORT, (PaperSubject.PLAN_ITEM,), _AFTER, afterwards.combined_report),
        (PaperKind.QUARTER_REPORT, _OFFICE, _AFTER, afterwards.quarter_report),
        (PaperKind.YEAR_REPORT, _OFFICE, _AFTER, afterwards.year_report),
    )
}


def sources_of(subject: PaperSubject) -> list[Source]:
    """Return the kinds of papers of a subject, in the order of their moments and as listed."""
    order = list(PaperMoment)
    return sorted(
        (source for source in SOURCES.values() if subject in source.subjects),
        key=lambda source: order.index(source.moment),
    )


def make_paper(kind: PaperKind, target: Target, wish: Wish) -> papers.Paper | None:
    """Return one paper of a target; None where it has no such paper, or the facts are not there yet."""
    source = SOURCES[kind]
    return source.make(target, wish) if target.subject in source.subjects else None
