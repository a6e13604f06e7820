"""What an organisation sees of the classes to which it only sent people: its own rows, and nothing else."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet

from caunoi.directory.models import Organisation, User
from caunoi.directory.queries.organisations import choosable_organisations
from caunoi.directory.queries.scope import AnyUser, in_ranges, scope_of
from caunoi.training.enums import EnrolmentState, Mark
from caunoi.training.models import Attendance, ClassOrganisation, Enrolment, Sitting, TrainingClass
from caunoi.training.queries.attendance import SheetSitting
from caunoi.training.queries.classes import visible_classes
from caunoi.training.queries.unit_desk import asked_quotas, with_asked


def choosable_senders(user: User, training_class: TrainingClass) -> QuerySet[Organisation]:
    """Return the organisations that may be named as senders: what the user may name at all, and the class's own."""
    own = ClassOrganisation.objects.filter(training_class=training_class).values("organisation")
    sent = Enrolment.objects.filter(training_class=training_class).values("sender")
    return Organisation.objects.filter(
        Q(pk__in=choosable_organisations(user).order_by().values("pk")) | Q(pk__in=own) | Q(pk__in=sent)
    ).order_by("folded_name", "id")


def visible_sent(user: AnyUser) -> QuerySet[Enrolment]:
    """Return the enrolments that organisations in the user's scope sent; door staff see none."""
    return Enrolment.objects.filter(in_ranges("sender__path", scope_of(user).register))


def sent_classes(user: AnyUser) -> QuerySet[TrainingClass]:
    """Return the classes with such enrolments, and those that ask for people, newest first.

    A class that the user sees as an organiser stands among the own classes, not here for its quotas. With
    ``sent_count``, those on the list who were not withdrawn, ``asked``, the seats of the own quotas, and ``named``, who
    is named for them.
    """
    own = visible_sent(user).filter(training_class=OuterRef("pk")).order_by()
    counted = Q(enrolments__in=visible_sent(user), enrolments__state=EnrolmentState.NOMINATED)
    held = visible_classes(user).order_by().values("pk")
    asked = asked_quotas(user).filter(training_class=OuterRef("pk")).order_by()
    return with_asked(
        TrainingClass.objects.filter(Exists(own) | (Exists(asked) & ~Q(pk__in=held)))
        .annotate(sent_count=Count("enrolments", filter=counted))
        .order_by(F("starts_on").desc(nulls_last=True), "-id"),
        user,
    )


@dataclass(frozen=True, kw_only=True)
class SentRow:
    """Somebody who was sent; ``cells`` hold each sitting with its mark, ``instead_of`` is one's own, too, or ""."""

    name: str
    post: str
    unit: str
    sender: str
    withdrawn: bool
    instead_of: str
    cells: tuple[tuple[SheetSitting, Mark], ...]


@dataclass(frozen=True, kw_only=True)
class SentSheet:
    """The own rows of a class with their attendance."""

    training_class: TrainingClass
    sittings: tuple[SheetSitting, ...]
    rows: tuple[SentRow, ...]


def sent_sheet(user: AnyUser, code: str) -> SentSheet:
    """Return the own rows of a class, in five queries; raises ``TrainingClass.DoesNotExist`` where there is none."""
    training_class = sent_classes(user).get(code=code.upper())
    sittings = tuple(
        SheetSitting(id=one.pk, date=one.date, part=one.part, part_label=one.get_part_display())
        for one in Sitting.objects.filter(training_class=training_class).order_by("date", "order", "id")
    )
    sent = list(
        visible_sent(user)
        .filter(training_class=training_class)
        .select_related("person", "sender")
        .order_by("folded_unit", "sort_name", "id")
    )
    place = {one.id: index for index, one in enumerate(sittings)}
    marks: dict[int, list[Mark]] = defaultdict(lambda: [Mark.NONE] * len(sittings))
    cells = Attendance.objects.filter(enrolment__in=[one.pk for one in sent]).order_by("id")
    for enrolment_id, sitting_id, mark in cells.values_list("enrolment_id", "sitting_id", "mark"):
        marks[enrolment_id][place[sitting_id]] = Mark(mark)
    names = {one.pk: one.person.full_name for one in sent}
    rows = tuple(
        SentRow(
            name=one.person.full_name,
            post=one.post,
            unit=one.unit_text,
            sender=one.sender.name if one.sender else "",
            withdrawn=one.state == EnrolmentState.WITHDRAWN,
            instead_of=names.get(one.substitute_for_id or 0, ""),
            cells=tuple(zip(sittings, marks[one.pk], strict=True)),
        )
        for one in sent
    )
    return SentSheet(training_class=training_class, sittings=sittings, rows=rows)
