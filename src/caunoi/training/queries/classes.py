"""Classes in a user's scope, with their counts; the list and its filters."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, F, Max, OuterRef, Prefetch, QuerySet, Subquery
from django.db.models.functions import Coalesce, ExtractYear

from caunoi.core.text import fold_words
from caunoi.directory.models import Organisation
from caunoi.directory.queries.organisations import choosable_organisations
from caunoi.directory.queries.scope import AnyUser, scope_of
from caunoi.training.enums import AgendaKind, EnrolmentState, HostRole, Moderation, QuestionState
from caunoi.training.models import (
    AgendaItem,
    ClassOrganisation,
    ClassReport,
    Enrolment,
    Question,
    Scan,
    Sitting,
    TrainingClass,
)

# A sender sees its own rows of the list and nothing else of a class, so it is not among these.
SEEING = (HostRole.KEEPER, HostRole.HOST, HostRole.CO_ORGANISER)
UNKNOWN_YEAR = 0


def visible_classes(user: AnyUser) -> QuerySet[TrainingClass]:
    """Return the classes whose keeper, host or co-organiser lies in the user's scope."""
    return TrainingClass.objects.filter(Exists(_links_in_scope(user).filter(training_class=OuterRef("pk"))))


def _links_in_scope(user: AnyUser) -> QuerySet[ClassOrganisation]:
    """Return what makes classes visible: their keepers, hosts and co-organisers in the user's scope, in no order."""
    return ClassOrganisation.objects.filter(scope_of(user).q("organisation__path"), role__in=SEEING).order_by()


def get_visible_class(user: AnyUser, code: str) -> TrainingClass:
    """Return one class with its keeper; raises ``TrainingClass.DoesNotExist`` out of scope as for none at all."""
    return visible_classes(user).select_related("keeper").get(code=code.upper())


def organising_paths(training_class: TrainingClass) -> list[str]:
    """Return the paths of the keeper, the hosts and the co-organisers that the directory knows."""
    return list(
        training_class.organisations.filter(role__in=SEEING, organisation__isnull=False)
        .order_by("position", "id")
        .values_list("organisation__path", flat=True)
    )


@dataclass(frozen=True, kw_only=True)
class ClassFilter:
    """What a list of classes is narrowed to; ``year`` 0 means classes whose day is not known."""

    text: str = ""
    state: str = ""
    origin: str = ""
    year: int | None = None
    quarter: int | None = None
    organiser: UUID | None = None
    order: str = "newest"


ORDERS: dict[str, tuple[Any, ...]] = {
    "newest": (F("starts_on").desc(nulls_last=True), "-id"),
    "oldest": (F("starts_on").asc(nulls_last=True), "id"),
    "title": ("folded_title", "-id"),
}


def filtered_classes(user: AnyUser, wanted: ClassFilter) -> QuerySet[TrainingClass]:
    """Return the visible classes that match every part of ``wanted``, in its order, without counts."""
    found = visible_classes(user)
    for word in fold_words(wanted.text):
        found = found.filter(folded_title__contains=word)
    if wanted.state:
        found = found.filter(state=wanted.state)
    if wanted.origin:
        found = found.filter(origin=wanted.origin)
    if wanted.year == UNKNOWN_YEAR:
        found = found.filter(starts_on__isnull=True)
    elif wanted.year:
        found = found.filter(starts_on__year=wanted.year)
    if wanted.quarter:
        found = found.filter(starts_on__quarter=wanted.quarter)
    if wanted.organiser:
        links = ClassOrganisation.objects.filter(
            training_class=OuterRef("pk"),
            organisation_id=wanted.organiser,
            role__in=(HostRole.HOST, HostRole.CO_ORGANISER),
        )
        found = found.filter(Exists(links))
    return found.order_by(*ORDERS.get(wanted.order, ORDERS["newest"]))


# ``queries.questions.REPORTED``, which stands above this module.
_REPORTED: Mapping[str, Any] = {"moderation": Moderation.SHOWN, "merge__isnull": True}


def with_counts(classes: QuerySet[TrainingClass]) -> QuerySet[TrainingClass]:
    """Add ``participant_count``, ``sitting_count``, ``topic_count``, ``question_count``, ``open_question_count``,
    ``report_version`` and ``has_scans`` to each class; one query however many classes there are.
    """  # noqa: D205 - the names are the summary
    return classes.annotate(
        participant_count=_count(Enrolment, state=EnrolmentState.NOMINATED),
        sitting_count=_count(Sitting),
        topic_count=_count(AgendaItem, kind=AgendaKind.TOPIC),
        question_count=_count(Question, **_REPORTED),
        open_question_count=_count(Question, **_REPORTED, state=QuestionState.OPEN),
        report_version=Coalesce(
            Subquery(
                ClassReport.objects.filter(training_class=OuterRef("pk"))
                .order_by()
                .values("training_class")
                .annotate(last=Max("version"))
                .values("last")
            ),
            0,
        ),
        has_scans=Exists(Scan.objects.filter(sitting__training_class=OuterRef("pk"))),
    )


def _count(model: Any, **conditions: Any) -> Coalesce:
    rows = (
        model.objects.filter(training_class=OuterRef("pk"), **conditions)
        .order_by()
        .values("training_class")
        .annotate(n=Count("pk"))
        .values("n")
    )
    return Coalesce(Subquery(rows), 0)


def with_organisers(classes: QuerySet[TrainingClass]) -> QuerySet[TrainingClass]:
    """Load keeper and organisers with the classes, in two queries however many there are."""
    links = ClassOrganisation.objects.filter(role__in=(HostRole.HOST, HostRole.CO_ORGANISER)).order_by("position", "id")
    return classes.select_related("keeper").prefetch_related(Prefetch("organisations", links, to_attr="organisers"))


def years_of_classes(user: AnyUser) -> list[int]:
    """Return the years in which visible classes began, newest first."""
    years = visible_classes(user).filter(starts_on__isnull=False).annotate(y=ExtractYear("starts_on"))
    return list(years.order_by("-y").values_list("y", flat=True).distinct())


def organisers_of_classes(user: AnyUser) -> QuerySet[Organisation]:
    """Return the organisations that host or co-organise a visible class, by name: what the filter offers."""
    # From the classes to the organisations: asking of each organisation whether it has such a class takes longer.
    links = ClassOrganisation.objects.filter(
        role__in=(HostRole.HOST, HostRole.CO_ORGANISER),
        training_class__in=_links_in_scope(user).values("training_class"),
    ).order_by()
    return Organisation.objects.filter(pk__in=links.values("organisation")).order_by("folded_name", "id")


def choosable_organisers(user: AnyUser) -> QuerySet[Organisation]:
    """Return the organisations a user may name as organisers of a class: three trees hold classes together."""
    return choosable_organisations(user)


def has_scans(training_class: TrainingClass) -> bool:
    """Say whether attendance of the class was ever marked."""
    return Scan.objects.filter(sitting__training_class=training_class).exists()
