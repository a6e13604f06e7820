"""Programmes handed over: what an office was offered, and what became of what it offered."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import F, QuerySet
from django.utils import timezone

from caunoi.directory.models import Organisation, User
from caunoi.directory.queries.organisations import choosable_organisations, standing_on
from caunoi.directory.queries.scope import AnyUser, in_ranges, scope_of
from caunoi.training.enums import ClassState, HandoverState
from caunoi.training.facts import read_facts
from caunoi.training.models import ClassReport, Handover, Topic, TopicFile, TrainingClass

# Where a programme can still be given or was given: who declined may be asked again.
STANDING = (HandoverState.OFFERED, HandoverState.TAKEN)


def received_handovers(user: AnyUser) -> QuerySet[Handover]:
    """Return what organisations in the user's scope were offered, the unanswered first; nothing that was taken back."""
    return (
        Handover.objects.filter(in_ranges("organisation__path", scope_of(user).register))
        .exclude(state=HandoverState.WITHDRAWN)
        .select_related("training_class__keeper", "organisation", "taken_class")
        .order_by(F("answered_at").desc(nulls_first=True), "-offered_at", "id")
    )


def handovers_from_outside(user: AnyUser) -> QuerySet[Handover]:
    """Return those that came from an office out of the user's scope: what these gave stands with the class."""
    own = in_ranges("training_class__keeper__path", scope_of(user).ranges)
    return received_handovers(user).exclude(own)


def handover_topics(handover: Handover) -> QuerySet[Topic]:
    """Return the topics of the programme, which the receiver may read while the offer stands."""
    items = handover.training_class.agenda.filter(topic__isnull=False)
    return Topic.objects.filter(pk__in=items.order_by().values("topic")).order_by("folded_title", "id")


def handover_files(handover: Handover) -> QuerySet[TopicFile]:
    """Return the files of these topics."""
    return (
        TopicFile.objects.filter(topic__in=handover_topics(handover).order_by(), ended_at__isnull=True)
        .select_related("file", "topic")
        .order_by("topic__folded_title", "id")
    )


def offices_to_ask(user: User, training_class: TrainingClass, text: str = "") -> QuerySet[Organisation]:
    """Return the offices that the programme can be handed to: known to the user, standing, not asked yet."""
    asked = Handover.objects.filter(training_class=training_class, state__in=STANDING)
    found = (
        choosable_organisations(user)
        .filter(standing_on(timezone.localdate()))
        .exclude(pk=training_class.keeper_id)
        .exclude(pk__in=asked.order_by().values("organisation"))
    )
    return found.filter(folded_name__contains=text) if text else found


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """An offer and what became of it; counts are those of the closed class, None while there are none."""

    handover: Handover
    nominated: int | None = None
    present: int | None = None


def outcomes(training_class: TrainingClass) -> list[Outcome]:
    """Return the offers of a class's programme, in two queries; counts only, whoever sat there stays unknown."""
    offers = list(
        training_class.handovers.select_related("organisation", "taken_class").order_by(
            "organisation__folded_name", "id"
        )
    )
    held = [one.taken_class_id for one in offers if one.taken_class and one.taken_class.state == ClassState.CLOSED]
    reports: dict[object, ClassReport] = {}
    for report in (
        ClassReport.objects.filter(training_class__in=held).defer("participants", "names").order_by("version")
    ):
        reports[report.training_class_id] = report

    def outcome(one: Handover) -> Outcome:
        report = reports.get(one.taken_class_id) if one.taken_class_id else None
        if report is None:
            return Outcome(handover=one)
        facts = read_facts(report.facts)
        return Outcome(handover=one, nominated=facts.nominated.value, present=facts.present.value)

    return [outcome(one) for one in offers]
