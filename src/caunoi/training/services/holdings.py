"""What training holds about a person: for the export, and for erasing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from caunoi.core import personal
from caunoi.core.personal import ByHand, Holding, Row, Subject
from caunoi.core.text import fold, given_name_first
from caunoi.directory.models import ERASED, User
from caunoi.training.models import (
    AgendaItem,
    Attendance,
    AwardOverride,
    AwardRule,
    ClassExpense,
    ClassReport,
    DoorDevice,
    DoorScan,
    Enrolment,
    FollowUpRefusal,
    Guest,
    LeaveDocument,
    Nomination,
    NominationBatch,
    Question,
    QuestionAsker,
    RosterBatch,
    Scan,
    SignedSheet,
    Speaker,
    SpeakerAway,
    SpeakerFee,
    SpeakerProfile,
    TrainingClass,
    VenuePoint,
)
from caunoi.training.queries.classes import visible_classes
from caunoi.training.services.guard import index_class
from caunoi.training.services.learning.holdings import erase_quizzes, quizzes_taken

_CLASSES = _("To hold classes and report on them: a task of the office.")
_CLASS = {"class": _("Class"), "first_day": _("First day"), "last_day": _("Last day"), "office": _("Kept by")}
_NAMES_IN: dict[Any, tuple[str, ...]] = {
    TrainingClass: ("title", "audience", "place", "strong_points", "weak_points", "proposals"),
    VenuePoint: ("name", "address", "in_charge"),
    AgendaItem: ("title",),
    Question: ("text", "answer", "answered_by", "hidden_because"),
    RosterBatch: ("source",),
    NominationBatch: ("source",),
    Enrolment: ("note",),
    SpeakerFee: ("reason",),
    ClassExpense: ("words", "payee"),
    Nomination: ("note",),
    DoorDevice: ("label",),
    DoorScan: ("name",),
    AwardRule: ("subject", "result"),
}


def register() -> None:
    """Name what is held here. A class is called by its code: what it is called stays with the class."""
    personal.register(
        Holding(
            name="training.enrolments",
            title=_("Classes attended"),
            purpose=_CLASSES,
            columns={
                **_CLASS,
                "post": _("Post held then"),
                "unit": _("Unit"),
                "state": _("State"),
                "substitute": _("Came for somebody else"),
                "note": _("Note"),
                "attendance": _("Attendance"),
                "leave_documents": _("Documents of leave"),
            },
            covers=("training.Enrolment.person",),
            read=_enrolments,
            erase=_erase_enrolments,
            goes=_("Name, post, notes and documents of leave on every list of participants"),
            stays=_("Unit and attendance under a number: the counts of the classes rest on them"),
        ),
        Holding(
            name="training.quizzes",
            title=_("Quizzes taken"),
            purpose=_CLASSES,
            columns={
                **_CLASS,
                "quiz": _("Quiz"),
                "handed_in": _("Handed in"),
                "percent": _("Percent"),
                "answers": _("Answers to the quiz"),
            },
            read=quizzes_taken,
            erase=erase_quizzes,
            goes=_("What was typed as an answer in own words"),
            stays=_("Choices and points under a number: the gain of the class rests on them"),
        ),
        Holding(
            name="training.talks",
            title=_("Classes taught"),
            purpose=_CLASSES,
            columns={**_CLASS, "post": _("Post held then")},
            covers=("training.Speaker.person",),
            read=lambda subject: _appearances(Speaker.objects.filter(person__in=subject.persons)),
            erase=lambda subject: _erase_appearances(Speaker, subject),
            goes=_("Name and post as a speaker"),
            stays=_("That somebody spoke on the topic"),
        ),
        Holding(
            name="training.visits",
            title=_("Guest at classes"),
            purpose=_CLASSES,
            columns={**_CLASS, "post": _("Post held then"), "role": _("Role")},
            covers=("training.Guest.person",),
            read=lambda subject: _appearances(Guest.objects.filter(person__in=subject.persons)),
            erase=lambda subject: _erase_appearances(Guest, subject),
            goes=_("Name and post as a guest"),
            stays=_("That there was a guest, outside every count"),
        ),
        Holding(
            name="training.nominations",
            title=_("Named for classes by a unit"),
            purpose=_CLASSES,
            columns={
                **_CLASS,
                "post": _("Post held then"),
                "unit": _("Unit"),
                "state": _("State"),
                "note": _("Note"),
            },
            covers=("training.Nomination.person",),
            read=_nominations,
            erase=_erase_nominations,
            goes=_("Post and notes of the nomination"),
            stays=_("That a unit named somebody, and when: the order of the line rests on it"),
        ),
        Holding(
            name="training.refusals",
            title=_("Wants no questions months after a class"),
            purpose=_("To ask nobody who does not want it."),
            columns={"since": _("Since")},
            covers=("training.FollowUpRefusal.person",),
            read=_refusals,
            erase=_erase_refusals,
            goes=_("That the person wants no such questions"),
        ),
        Holding(
            name="training.profiles",
            title=_("Profile as a speaker"),
            purpose=_CLASSES,
            columns={
                "office": _("Kept by"),
                "academic_title": _("Academic title"),
                "based_in": _("Sets out from"),
                "topics": _("Topics"),
                "away": _("Days away"),
                "note": _("Note"),
            },
            covers=("training.SpeakerProfile.person",),
            read=_profiles,
            erase=_erase_profiles,
            goes=_("Academic title, place, days away and notes"),
            stays=_("An empty profile that nobody asks any more"),
        ),
        Holding(
            name="training.reports",
            title=_("Frozen reports"),
            purpose=_CLASSES,
            columns={
                "class": _("Class"),
                "version": _("Version"),
                "name": _("Name as it stood"),
                "post": _("Post held then"),
                "unit": _("Unit"),
                "note": _("Note"),
            },
            read=_reports,
            erase=_erase_reports,
            goes=_("The name beside the frozen facts, notes about the person, and the name in words of these classes"),
            stays=_("The frozen facts: counts, attendance, unit and the post that took part, under a number"),
        ),
        level=2,
    )
    personal.leave_out(
        {
            "training.Scan.actor_id": "which account recorded it: a number; its name is erased with the account",
            "training.DoorDevice.made_by": "which account added a device for the door, as above",
            "training.DoorReview.decided_by": "which account decided on a scan at the door, as above",
            "training.RosterBatch.accepted_by": "which account took the list over, as above",
            "training.ClassReport.created_by": "which account closed the class, as above",
            "training.PaperTemplate.replaced_by": "which account replaced a template, as above",
            "training.TopicVersion.created_by": "which account changed the topic, as above",
            "training.PlanVersion.created_by": "which account submitted or approved the plan, as above",
            "training.Nomination.created_by": "which account typed the nomination in, as above",
            "training.AwardOverride.decided_by": "which account decided on a certificate, as above",
            "training.Handover.offered_by": "which account handed the programme over, as above",
            "training.NominationLink.created_by": "which account made the link, as above",
            "training.CalendarFeed.user": "an address that an account made for itself: a hash, no word of anybody",
            "training.CalendarFeed.person": "whose classes such an address shows: the classes stand above",
            "training.NominationBatch.accepted_by": "which account took the nominations over, as above",
            "training.QuotaReminder.sent_by": "which account reminded a unit, as above",
        }
    )
    personal.register_by_hand(_signed_copies)
    # Every change of a class locks it before it locks or refers to people (guard.open_for_change).
    personal.register_first("training.classes", classes_of)


def classes_of(persons: Iterable[UUID]) -> QuerySet[TrainingClass]:
    """Return the classes in which one of the entries took part, in whatever part, withdrawn or not."""
    ids = list(persons)
    took_part = (
        Q(enrolments__person__in=ids)
        | Q(nominations__person__in=ids)
        | Q(speakers__person__in=ids)
        | Q(guests__person__in=ids)
    )
    return TrainingClass.objects.filter(
        pk__in=TrainingClass.objects.filter(took_part).order_by().values("pk")
    ).order_by("pk")


def _class(training_class: TrainingClass) -> Row:
    return {
        "class": training_class.code,
        "first_day": training_class.starts_on.isoformat() if training_class.starts_on else None,
        "last_day": training_class.ends_on.isoformat() if training_class.ends_on else None,
        "office": training_class.keeper.name,
    }


def _enrolments(subject: Subject) -> list[Row]:
    rows = list(
        Enrolment.objects.filter(person__in=subject.persons)
        .select_related("training_class__keeper")
        .order_by("training_class__starts_on", "pk")
    )
    marks: dict[int, list[str]] = defaultdict(list)
    cells = Attendance.objects.filter(enrolment__in=rows).select_related("sitting")
    for cell in cells.order_by("sitting__date", "sitting__order", "pk"):
        marks[cell.enrolment_id].append(f"{cell.sitting}: {cell.get_mark_display()}")
    documents: dict[int, list[str]] = defaultdict(list)
    for paper in LeaveDocument.objects.filter(enrolment__in=rows).select_related("file").order_by("pk"):
        documents[paper.enrolment_id].append(paper.file.name if paper.file else "")
    return [
        {
            **_class(row.training_class),
            "post": row.post,
            "unit": row.unit_text,
            "state": str(row.get_state_display()),
            "substitute": row.substitute_for_id is not None,
            "note": row.note,
            "attendance": marks[row.pk],
            "leave_documents": documents[row.pk],
        }
        for row in rows
    ]


def _erase_enrolments(subject: Subject) -> None:
    rows = Enrolment.objects.filter(person__in=subject.persons)
    rows.update(post="", note="", sort_name=given_name_first(ERASED))
    # That there was a paper stays, for the marks rest on it; what it says goes.
    LeaveDocument.objects.filter(enrolment__in=rows).update(file=None)
    # Which question was whose is told to nobody who makes an export: it just goes.
    QuestionAsker.objects.filter(enrolment__in=rows).delete()


def _refusals(subject: Subject) -> list[Row]:
    rows = FollowUpRefusal.objects.filter(person__in=subject.persons).order_by("pk")
    return [{"since": timezone.localdate(row.made_at).isoformat()} for row in rows]


def _erase_refusals(subject: Subject) -> None:
    FollowUpRefusal.objects.filter(person__in=subject.persons).delete()


def _appearances(rows: Any) -> list[Row]:
    found = []
    for row in rows.select_related("training_class__keeper").order_by("training_class__starts_on", "pk"):
        told = {**_class(row.training_class), "post": row.post}
        if isinstance(row, Guest):
            told["role"] = str(row.get_role_display())
        found.append(told)
    return found


def _erase_appearances(model: Any, subject: Subject) -> None:
    model.objects.filter(person__in=subject.persons).update(post="")


def _nominations(subject: Subject) -> list[Row]:
    rows = Nomination.objects.filter(person__in=subject.persons).select_related("training_class__keeper")
    return [
        {
            **_class(row.training_class),
            "post": row.post,
            "unit": row.unit_text,
            "state": str(row.get_state_display()),
            "note": row.note,
        }
        for row in rows.order_by("training_class__starts_on", "pk")
    ]


def _erase_nominations(subject: Subject) -> None:
    Nomination.objects.filter(person__in=subject.persons).update(post="", note="")


def _profiles(subject: Subject) -> list[Row]:
    rows = SpeakerProfile.objects.filter(person__in=subject.persons).select_related("owner")
    return [
        {
            "office": row.owner.name,
            "academic_title": row.academic_title,
            "based_in": row.based_in,
            "topics": [link.topic.title for link in row.topic_links.select_related("topic").order_by("id")],
            "away": [str(away) for away in row.away.order_by("first_day", "id")],
            "note": row.note,
        }
        for row in rows.order_by("pk")
    ]


def _erase_profiles(subject: Subject) -> None:
    rows = SpeakerProfile.objects.filter(person__in=subject.persons)
    SpeakerAway.objects.filter(profile__in=rows).delete()
    rows.update(academic_title="", based_in="", note="", active=False)


def _frozen(subject: Subject) -> QuerySet[ClassReport]:
    return ClassReport.objects.filter(training_class__in=classes_of(subject.persons)).order_by("pk")


def _reports(subject: Subject) -> list[Row]:
    keys = [str(pk) for pk in subject.persons]
    found = []
    for report in _frozen(subject).select_related("training_class").iterator(chunk_size=50):
        rows = {row["person_id"]: row for row in report.participants}
        for key in keys:
            if key in report.names or key in rows:
                row = rows.get(key, {})
                found.append(
                    {
                        "class": report.training_class.code,
                        "version": report.version,
                        "name": report.names.get(key, ""),
                        **{name: row.get(name, "") for name in ("post", "unit", "note")},
                    }
                )
    return found


def _erase_reports(subject: Subject) -> None:
    """Take the name out of snapshots, notes and words of the person's classes; counts and marks are not touched."""
    keys = {str(pk) for pk in subject.persons}
    classes = list(classes_of(subject.persons).values_list("pk", flat=True))
    for report in _frozen(subject).iterator(chunk_size=50):
        known = subject_with(subject, [report.names[key] for key in keys & report.names.keys()])
        participants = [
            row | {"note": "" if row["person_id"] in keys else known.without(row.get("note", ""))}
            for row in report.participants
        ]
        ClassReport.objects.filter(pk=report.pk).update(
            facts=known.without(report.facts),
            participants=participants,
            names={key: name for key, name in report.names.items() if key not in keys},
            reason=known.without(report.reason)[:500],
        )
    for model, columns in _NAMES_IN.items():
        place = {"pk__in": classes} if model is TrainingClass else {"training_class__in": classes}
        _without_names(model, model.objects.filter(**place), columns, subject)
    decided = AwardOverride.objects.filter(enrolment__training_class__in=classes)
    _without_names(AwardOverride, decided, ("reason",), subject)
    _without_names(Scan, Scan.objects.filter(sitting__training_class__in=classes), ("reason",), subject)


def subject_with(subject: Subject, names: Iterable[str]) -> Subject:
    """Return the subject, known by further names."""
    more = tuple(name for name in names if name not in subject.names)
    return personal.called(subject, more) if more else subject


def _without_names(model: Any, rows: Any, columns: tuple[str, ...], subject: Subject) -> None:
    """Replace the name in free words; rows are changed one by one, for few hold it."""
    for row in rows.order_by("pk").only("pk", *columns).iterator(chunk_size=500):
        before = {column: getattr(row, column) for column in columns}
        after = {column: subject.without(text) for column, text in before.items()}
        if after == before:
            continue
        for column in columns:
            after[column] = after[column][: model._meta.get_field(column).max_length]
        if model is TrainingClass:
            after["folded_title"] = fold(after["title"])[:300]
        model.objects.filter(pk=row.pk).update(**after)
        if model is TrainingClass:
            index_class(TrainingClass.objects.get(pk=row.pk))


def _signed_copies(subject: Subject, actor: User) -> Iterable[ByHand]:
    """Give the signed reports of classes in which the person spoke or was a guest."""
    ids = list(subject.persons)
    shown = Q(speakers__person__in=ids) | Q(guests__person__in=ids)
    classes = visible_classes(actor).filter(shown, reports__signed_file__isnull=False).distinct().order_by("pk")
    yield from _signed_sheets(subject, actor)
    for training_class in classes:
        yield ByHand(
            what=training_class.title,
            why=_("The signed report that was uploaded may show the name: it is a paper, and stays as it was signed."),
            kind="class",
            object_id=training_class.code,
        )


def _signed_sheets(subject: Subject, actor: User) -> Iterable[ByHand]:
    """Give the scans of sheets that the person may have signed."""
    signed = Exists(SignedSheet.objects.filter(sitting__training_class=OuterRef("pk")))
    sat = Exists(Enrolment.objects.filter(training_class=OuterRef("pk"), person__in=list(subject.persons)))
    for training_class in visible_classes(actor).filter(signed, sat).order_by("pk"):
        yield ByHand(
            what=training_class.title,
            why=_("The scan of the signed sheet shows the name and the signature: it is a paper, and stays as signed."),
            kind="class",
            object_id=training_class.code,
        )
