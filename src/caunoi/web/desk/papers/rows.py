"""The papers of a target as rows: when they are made, how far each is, where it stands."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy, pgettext_lazy

from caunoi.directory.queries.scope import AnyUser
from caunoi.training.enums import ClassState, PaperKind, PaperMoment
from caunoi.training.models import PaperRecord, TrainingClass
from caunoi.training.policies import reads_paper, runs_class
from caunoi.training.queries.money.statement import payments_of, statement_of
from caunoi.training.queries.papers import Source, Target, records_of, sources_of
from caunoi.training.queries.papers.afterwards import full_number
from caunoi.web.desk.papers.targets import address_of

_WAITS_FOR: dict[PaperKind, Callable[[TrainingClass], bool]] = {
    PaperKind.CLASS_REPORT: lambda made: bool(made.reports.exists()),
    PaperKind.SPEAKER_PAYMENTS: lambda made: bool(made.speaker_fees.exists()),
    PaperKind.PARTICIPANT_PAYMENTS: lambda made: payments_of(made).exists(),
    PaperKind.COST_STATEMENT: lambda made: bool(statement_of(made).lines),
}


@dataclass(frozen=True, kw_only=True)
class Row:
    """One kind of paper; ``tone`` and ``state`` say how far it is, ``codes_url`` leads to it as PDF with door codes."""

    source: Source
    label: str | Promise
    url: str
    file_url: str
    record: PaperRecord | None
    number: str
    tone: str
    state: str | Promise
    ready: bool
    codes_url: str = ""


@dataclass(frozen=True, kw_only=True)
class Group:
    """The papers of one moment."""

    label: str | Promise
    rows: list[Row]


def sources_for(user: AnyUser, target: Target) -> list[Source]:
    """Return the kinds of papers of a target that the user may read; what tells of money is not everybody's."""
    return [source for source in sources_of(target.subject) if reads_paper(user, target, source.kind)]


def groups_of(user: AnyUser, target: Target) -> list[Group]:
    """Return the papers that the user may read by moment; moments without any are left out."""
    records = records_of(target)
    coded = _coded_for(user, target)
    rows = [
        replace(row, codes_url=coded) if row.source.kind == PaperKind.SIGN_IN_SHEET else row
        for source in sources_for(user, target)
        for row in [_row(target, source, records.get(source.kind))]
    ]
    found = [
        Group(label=moment.label, rows=[row for row in rows if row.source.moment == moment]) for moment in PaperMoment
    ]
    return [group for group in found if group.rows]


def _coded_for(user: AnyUser, target: Target) -> str:
    """Return where the sign-in sheet with door codes is made, for a class with a list and whoever may print codes."""
    training_class = target.training_class
    if training_class is None or not training_class.is_open or not runs_class(user, training_class):
        return ""
    if not training_class.enrolments.exists():
        return ""
    return reverse("desk:class_sign_in_codes", args=[training_class.code])


def _row(target: Target, source: Source, record: PaperRecord | None) -> Row:
    ready = is_ready(target, source.kind)
    tone: str
    state: Any
    if record is not None and record.signed_file_id:
        tone, state = "good", pgettext_lazy("state of a paper", "signed copy kept")
    elif record is not None and record.number:
        tone, state = "info", pgettext_lazy("state of a paper", "number entered")
    elif not ready:
        tone, state = "outline", pgettext_lazy("state of a paper", "not yet")
    else:
        tone, state = "plain", gettext_lazy("ready to print") if not source.numbered else gettext_lazy("no number yet")
    return Row(
        source=source,
        label=PaperKind(source.kind).label,
        url=address_of("paper", target, source.kind),
        file_url=address_of("paper_file", target, source.kind),
        record=record,
        number=full_number(record) if record else "",
        tone=tone,
        state=state,
        ready=ready,
    )


def is_ready(target: Target, kind: PaperKind) -> bool:
    """Say, without making it, whether a paper can be made.

    Reports wait for closed classes, an item for its classes, a payment list for somebody who is paid.
    """
    if target.training_class is not None and kind in _WAITS_FOR:
        return _WAITS_FOR[kind](target.training_class)
    if target.plan_item is not None:
        classes = target.plan_item.classes.exclude(state=ClassState.CANCELLED)
        if kind == PaperKind.COMBINED_REPORT:
            classes = classes.filter(state=ClassState.CLOSED)
        return bool(classes.exists())
    return True
