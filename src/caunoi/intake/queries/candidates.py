"""Old reports in sight, what resembles them, and who and what in the directory they may mean."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from uuid import UUID

from django.db.models import Count, Prefetch, Q, QuerySet
from rapidfuzz import fuzz

from caunoi.core.models import AuditEntry
from caunoi.core.text import fold
from caunoi.directory.models import Organisation, Person, Post, User
from caunoi.directory.queries.scope import AnyUser, scope_of, visible_persons
from caunoi.intake.enums import CandidateState, ItemState
from caunoi.intake.models import ReportCandidate, ReportUpload, UploadItem
from caunoi.training.models import TrainingClass
from caunoi.training.queries.classes import choosable_organisers, visible_classes

# Titles whose folded words agree this far (0 to 100) name the same class when the days agree too.
SAME_TITLE = 85
# How many organisations are compared by their words when an organiser is not found by its exact name.
_MOST_COMPARED = 3000


def visible_candidates(user: AnyUser) -> QuerySet[ReportCandidate]:
    """Return the reports kept by organisations in the user's scope, newest first."""
    return ReportCandidate.objects.filter(scope_of(user).q("organisation__path"))


def visible_uploads(user: AnyUser) -> QuerySet[ReportUpload]:
    """Return the uploads of organisations in the user's scope, newest first."""
    return ReportUpload.objects.filter(scope_of(user).q("organisation__path"))


def unseen_uploads(user: AnyUser) -> QuerySet[ReportUpload]:
    """Return the user's own uploads of which nobody confirmed the outcome, with how many files wait and are done.

    Files that can't be read come first among its items.
    """
    return (
        visible_uploads(user)
        .filter(seen=False, uploaded_by=user if isinstance(user, User) else None)
        .annotate(
            total=Count("items"),
            left=Count("items", filter=Q(items__state=ItemState.WAITING)),
            done=Count("items", filter=~Q(items__state=ItemState.WAITING)),
        )
        .prefetch_related(
            Prefetch(
                "items",
                queryset=UploadItem.objects.defer("content")
                .select_related("candidate__training_class")
                .order_by("-fault", "position"),
            )
        )
    )


def count_by_state(user: AnyUser) -> dict[str, int]:
    """Return how many reports in sight stand in each state."""
    rows = visible_candidates(user).order_by().values_list("state").annotate(n=Count("pk"))
    return dict.fromkeys(CandidateState.values, 0) | dict(rows)


def next_waiting(user: AnyUser, *, after: ReportCandidate | None = None) -> ReportCandidate | None:
    """Return the next report that waits for review, in the order of the list; the first one after the last."""
    waiting = visible_candidates(user).filter(state=CandidateState.WAITING).defer("text", "reading", "decisions")
    if after is None:
        return waiting.first()
    later = waiting.exclude(pk=after.pk).filter(Q(at__lt=after.at) | Q(at=after.at, pk__lt=after.pk))
    return later.first() or waiting.exclude(pk=after.pk).first()


def history_of(candidate: ReportCandidate, *, most: int = 100) -> list[AuditEntry]:
    """Return what the trail says of a report, newest first."""
    rows = AuditEntry.objects.filter(object_type=ReportCandidate._meta.label_lower, object_id=str(candidate.pk))
    return list(rows.order_by("-id")[:most])


def similar_classes(
    user: AnyUser, *, folded_title: str, days: Iterable[str], sha256: str, most: int = 5
) -> list[TrainingClass]:
    """Return the classes in sight that this report may be about, likeliest first.

    Those of another report with the very same text; those whose days touch and whose titles share their words; and,
    where the report gives no day, those of exactly this title.
    """
    same_text = ReportCandidate.objects.filter(sha256=sha256, state=CandidateState.ACCEPTED).values("training_class")
    classes = visible_classes(user)
    iso = sorted(days)
    if iso:
        first, last = date.fromisoformat(iso[0]), date.fromisoformat(iso[-1])
        near = Q(starts_on__lte=last, ends_on__gte=first) | Q(starts_on__range=(first, last), ends_on__isnull=True)
    else:
        near = Q(folded_title=folded_title)
    found = list(classes.filter(near | Q(pk__in=same_text)).select_related("keeper")[:200])
    texts = set(
        ReportCandidate.objects.filter(sha256=sha256, training_class__in=found).values_list("training_class", flat=True)
    )
    scored = [(200.0 if each.pk in texts else _likeness(folded_title, each.folded_title), each) for each in found]
    scored.sort(key=lambda pair: -pair[0])
    return [each for score, each in scored if score >= SAME_TITLE][:most]


def similar_waiting(user: AnyUser, candidate: ReportCandidate, *, most: int = 3) -> list[ReportCandidate]:
    """Return other waiting reports that seem to tell of the same class: the same first day, the same words."""
    if candidate.held_first is None:
        return []
    day = candidate.held_first
    others = (
        visible_candidates(user)
        .filter(state=CandidateState.WAITING, held_first__range=(day - timedelta(days=1), day + timedelta(days=1)))
        .exclude(pk=candidate.pk)
        .defer("text", "reading", "decisions")[:100]
    )
    return [each for each in others if _likeness(candidate.folded_title, each.folded_title) >= SAME_TITLE][:most]


def _likeness(one: str, other: str) -> float:
    return float(fuzz.token_sort_ratio(one, other))


def organisations_named(user: AnyUser, names: Iterable[str]) -> dict[str, Organisation]:
    """Return, by folded name, the one organisation the user may name that is called exactly so; none where two are."""
    wanted = {fold(name) for name in names} - {""}
    if not wanted:
        return {}
    found: dict[str, list[Organisation]] = {}
    for organisation in choosable_organisers(user).filter(folded_name__in=wanted).order_by("pk")[:500]:
        found.setdefault(organisation.folded_name, []).append(organisation)
    return {name: matches[0] for name, matches in found.items() if len(matches) == 1}


def organisations_chosen(user: AnyUser, ids: Iterable[str]) -> dict[str, str]:
    """Return, by id, the names of the organisations among ``ids`` that the user may name."""
    wanted = list(ids)
    if not wanted:
        return {}
    return {str(pk): name for pk, name in choosable_organisers(user).filter(pk__in=wanted).values_list("pk", "name")}


def organisations_like(user: AnyUser, names: Iterable[str], *, most: int = 6) -> dict[str, list[tuple[UUID, str]]]:
    """Return, for each name, organisations the user may name that share its words, likeliest first: to choose from."""
    wanted = {fold(name): name for name in names if fold(name)}
    if not wanted:
        return {}
    rows = list(choosable_organisers(user).order_by("pk").values_list("pk", "name", "folded_name")[:_MOST_COMPARED])
    result: dict[str, list[tuple[UUID, str]]] = {}
    for folded, name in wanted.items():
        scored = [(_likeness(folded, row[2]), row) for row in rows]
        scored.sort(key=lambda pair: (-pair[0], pair[1][1]))
        result[name] = [(row[0], row[1]) for score, row in scored[:most] if score >= 55]
    return result


def persons_named(user: AnyUser, names: Iterable[str], *, most: int = 5) -> dict[str, list[Person]]:
    """Return the persons in sight who bear each of ``names`` (folded), with their posts; somebody has to choose."""
    wanted = {fold(name) for name in names} - {""}
    if not wanted:
        return {}
    found: dict[str, list[Person]] = {}
    persons = (
        visible_persons(user)
        .filter(folded_name__in=wanted)
        .order_by("pk")
        .prefetch_related(Prefetch("posts", queryset=Post.objects.select_related("organisation")))
    )
    for person in persons[:200]:
        mine = found.setdefault(person.folded_name, [])
        if len(mine) < most:
            mine.append(person)
    return found
