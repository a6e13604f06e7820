"""A person's file: posts, classes and roles through the years, as far as the one who asks may see them.

Classes stand by their code, days and keeper: what a class was called, or for whom, stays with the class.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Count, Q
from django.utils import timezone
from django.utils.translation import pgettext

from caunoi.credentials.enums import Standing
from caunoi.credentials.models import Award
from caunoi.directory.models import Organisation, OrganisationSuccession, Person, Post
from caunoi.directory.queries.people import posts_of
from caunoi.directory.queries.scope import AnyUser, scope_of
from caunoi.training.enums import THERE
from caunoi.training.models import Attendance, Enrolment, Guest, MakeUp, Sitting, Speaker, TrainingClass
from caunoi.training.queries.attendance import made_up_cells
from caunoi.training.queries.award_sources import source_of
from caunoi.training.queries.history import (
    classes_attended,
    classes_taught,
    classes_visited,
    own_classes_attended,
    own_classes_taught,
)

_MOST = 500


@dataclass(frozen=True, kw_only=True)
class HeldPost:
    """A post with its period; ``now`` is what became of its organisation since, None where it stands or isn't told."""

    post: Post
    now: Organisation | None


@dataclass(frozen=True, kw_only=True)
class Took:
    """A class and what the person did there: "attended", "spoke" or "guest"; halves are sittings, present of held."""

    training_class: TrainingClass
    role: str
    post: str
    present: int | None = None
    sittings: int | None = None
    # Number of the certificate, with what became of it where it holds no more ("0003/2026/GCN (revoked)"); "" for none.
    award: str = ""
    # The secret that opens the participant's page of the class: set for the person alone, "" for everybody else.
    token: str = ""


@dataclass(frozen=True, kw_only=True)
class Year:
    """A year of the file, None for what has no day: posts begun in it, and classes."""

    year: int | None
    posts: Sequence[HeldPost]
    classes: Sequence[Took]


@dataclass(frozen=True, kw_only=True)
class PersonFile:
    """All of it: posts and classes, newest first, and both by year."""

    posts: Sequence[HeldPost]
    classes: Sequence[Took]

    @property
    def years(self) -> list[Year]:
        """Posts and classes by the year in which they began, the newest first, without a year last."""
        found = {each.post.valid_from.year if each.post.valid_from else None for each in self.posts}
        found |= {_year(each) for each in self.classes}
        return [
            Year(
                year=year,
                posts=[each for each in self.posts if (each.post.valid_from and each.post.valid_from.year) == year],
                classes=[each for each in self.classes if _year(each) == year],
            )
            for year in sorted(found, key=lambda each: -(each or 0))
        ]

    @property
    def attended(self) -> int:
        """In how many classes the person sat."""
        return len({each.training_class.pk for each in self.classes if each.role == "attended"})

    @property
    def taught(self) -> int:
        """In how many classes the person spoke."""
        return len({each.training_class.pk for each in self.classes if each.role == "spoke"})


def _year(each: Took) -> int | None:
    day = each.training_class.starts_on
    return day.year if day else None


def person_file(user: AnyUser, person: Person) -> PersonFile:
    """Return the file in eleven queries at most, whatever its length."""
    posts = list(posts_of(person)[:_MOST])
    now = _successors(user, [post.organisation for post in posts if post.organisation])
    took = _attended(list(classes_attended(user, person)[:_MOST]))
    took += _once(classes_taught(user, person)[:_MOST], "spoke")
    took += _once(classes_visited(user, person)[:_MOST], "guest")
    return PersonFile(
        posts=[
            HeldPost(post=post, now=now.get(post.organisation_id) if post.organisation_id else None) for post in posts
        ],
        classes=_newest_first(took),
    )


def own_file(person: Person) -> PersonFile:
    """Return what the person alone may see: every class sat in or taught, whoever held it, and no posts.

    As everywhere, a class stands by its code, days and keeper.
    """
    took = _attended(list(own_classes_attended(person)[:_MOST]))
    took += _once(own_classes_taught(person)[:_MOST], "spoke")
    return PersonFile(posts=(), classes=_newest_first(took))


def _newest_first(took: Iterable[Took]) -> list[Took]:
    return sorted(
        took, key=lambda each: (each.training_class.starts_on or date.min, each.training_class.code), reverse=True
    )


def _attended(rows: Sequence[Enrolment]) -> list[Took]:
    present, held = _halves(rows)
    given = _awards(rows)
    return [
        Took(
            training_class=row.training_class,
            role="attended",
            post=row.post,
            present=present.get(row.pk, 0),
            sittings=held.get(row.training_class_id, 0),
            award=given.get((source_of(row.training_class), row.person_id), ""),
        )
        for row in rows
    ]


def _once(rows: Iterable[Speaker | Guest], role: str) -> list[Took]:
    seen: dict[UUID, Took] = {}
    for row in rows:
        seen.setdefault(row.training_class_id, Took(training_class=row.training_class, role=role, post=row.post))
    return list(seen.values())


def _halves(rows: Sequence[Enrolment]) -> tuple[dict[int, int], dict[UUID, int]]:
    present = Attendance.objects.filter(enrolment__in=rows, mark__in=THERE).order_by()
    made_up = made_up_cells(MakeUp.objects.filter(enrolment__in=rows)).order_by()
    # A union holds each sitting of a row once, attended here or in a sister class.
    cells = present.values_list("enrolment", "sitting").union(made_up.values_list("enrolment", "missed"))
    held = (
        Sitting.objects.filter(training_class__in=[row.training_class_id for row in rows])
        .order_by()
        .values("training_class")
        .annotate(sittings=Count("pk"))
    )
    return (
        Counter(enrolment for enrolment, _sitting in cells),
        {row["training_class"]: row["sittings"] for row in held},
    )


def _awards(rows: Sequence[Enrolment]) -> dict[tuple[str, UUID], str]:
    """Return the last certificate by class and person, by number: one that was replaced is told by what replaced it."""
    sources = [source_of(row.training_class) for row in rows]
    found = Award.objects.filter(source__in=sources, person__in={row.person_id for row in rows})
    return {(each.source, each.person_id): _told(each) for each in found.order_by("series__year", "number")}


def _told(award: Award) -> str:
    standing = award.standing(timezone.localdate())
    if standing == Standing.VALID:
        return award.number_text
    state = pgettext("certificate", "time is over") if standing == Standing.EXPIRED else award.get_state_display()
    return f"{award.number_text} ({state})"


def _successors(user: AnyUser, organisations: Sequence[Organisation]) -> dict[UUID, Organisation]:
    """Return for each organisation that was taken over by today the one that stands for it at the end.

    Told only where the user sees the one or the other; one that was split among several is left out.
    """
    scope, today = scope_of(user), timezone.localdate()
    start = {each.pk: each for each in organisations}
    after: dict[UUID, list[Organisation]] = {}
    asked: set[UUID] = set()
    wanted = set(start)
    while wanted:
        asked |= wanted
        rows = OrganisationSuccession.objects.filter(Q(on__lte=today), predecessor__in=wanted)
        found: set[UUID] = set()
        for row in rows.select_related("successor").order_by("on", "id"):
            after.setdefault(row.predecessor_id, []).append(row.successor)
            found.add(row.successor_id)
        wanted = found - asked
    result: dict[UUID, Organisation] = {}
    for pk, organisation in start.items():
        last, steps = organisation, 0
        while len(after.get(last.pk, [])) == 1 and steps < len(asked):
            last, steps = after[last.pk][0], steps + 1
        if last.pk != pk and not after.get(last.pk) and (scope.holds(last.path) or scope.holds(organisation.path)):
            result[pk] = last
    return result
