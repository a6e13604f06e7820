"""What becomes of a reviewed report: a past class, or a tie to a class known already."""

from __future__ import annotations

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from caunoi.core.errors import NotNow
from caunoi.core.text import fold
from caunoi.directory.models import User
from caunoi.directory.queries.scope import visible_persons
from caunoi.intake.enums import Action, CandidateState, ReportField
from caunoi.intake.facts import Entry, entries_of, value_of, values_of
from caunoi.intake.models import ReportCandidate
from caunoi.intake.queries.candidates import organisations_named
from caunoi.intake.services.guard import conclude, lock, note
from caunoi.intake.values import clean_value, in_words, raw_of
from caunoi.training.enums import ClassState, GuestRole, HostRole, Qualifier
from caunoi.training.facts import ProvenanceFact
from caunoi.training.models import TrainingClass
from caunoi.training.queries.classes import choosable_organisers, visible_classes
from caunoi.training.services.past import PastOrganiser, PastPerson, record_past_class


@transaction.atomic
def accept_candidate(*, actor: User, candidate: ReportCandidate, revision: int) -> TrainingClass:
    """Make a reviewed report a past class with its frozen report; returns the class. One transaction.

    Organisers go to the organisation that somebody chose, else to the one of exactly that name, else stay as written.
    Speakers and guests become new persons unless somebody said "use that person".

    Raises PermissionDenied, NotNow and StaleChange as ``guard.lock`` does; ValidationError while values wait for
    review, without a title, or for a value that can't be kept (each message names the value).
    """
    locked = lock(actor=actor, candidate=candidate, revision=revision)
    entries = [entry for entry in entries_of(locked) if entry.is_kept]
    _refuse_unfinished(entries)
    count = value_of(entries, ReportField.PARTICIPANTS)
    training_class = record_past_class(
        actor=actor,
        keeper=locked.organisation,
        title=value_of(entries, ReportField.TITLE),
        days=[date.fromisoformat(day) for day in value_of(entries, ReportField.HELD_ON) or []],
        when=value_of(entries, ReportField.WHEN) or "",
        place=value_of(entries, ReportField.HOST_PLACE) or "",
        audience=value_of(entries, ReportField.AUDIENCE) or "",
        organisers=_organisers(actor, entries),
        speakers=_people(actor, entries, ReportField.SPEAKERS),
        guests=_people(actor, entries, ReportField.OFFICIALS),
        topics=values_of(entries, ReportField.TOPICS),
        directives=values_of(entries, ReportField.DIRECTIVES),
        count=count["count"] if count else None,
        qualifier=Qualifier(count["qualifier"]) if count else Qualifier.EXACT,
        provenance=_provenance(locked, entries),
    )
    conclude(candidate=locked, actor=actor, state=CandidateState.ACCEPTED, training_class=training_class)
    note(
        actor=actor,
        action=Action.CANDIDATE_ACCEPTED,
        candidate=locked,
        details={"class": training_class.code, "title": training_class.title},
    )
    return training_class


@transaction.atomic
def link_candidate(
    *, actor: User, candidate: ReportCandidate, revision: int, training_class: TrainingClass
) -> ReportCandidate:
    """Tie a report to a class that stands here already: no second class; the class itself is not changed.

    Raises PermissionDenied, NotNow and StaleChange as ``guard.lock`` does; ValidationError for a class out of sight.
    """
    locked = lock(actor=actor, candidate=candidate, revision=revision)
    if not visible_classes(actor).filter(pk=training_class.pk).exists():
        raise ValidationError({"training_class": _("There is no such class.")})
    locked.linked = True
    conclude(candidate=locked, actor=actor, state=CandidateState.ACCEPTED, training_class=training_class)
    note(
        actor=actor,
        action=Action.CANDIDATE_LINKED,
        candidate=locked,
        details={"class": training_class.code, "title": training_class.title},
    )
    return locked


@transaction.atomic
def take_back(*, actor: User, candidate: ReportCandidate, revision: int) -> ReportCandidate:
    """Let a report that was taken over wait for review again, its decisions as they were.

    For one tied to a class, or one whose class was cancelled since; the class itself is not changed. Raises
    PermissionDenied, NotNow and StaleChange as ``guard.lock`` does; NotNow too while its class stands.
    """
    locked = lock(actor=actor, candidate=candidate, revision=revision, state=CandidateState.ACCEPTED)
    former = locked.training_class
    if not can_take_back(locked):
        raise NotNow(_("The class made of this report stands. Correct it there, or cancel it first."))
    locked.linked = False
    conclude(candidate=locked, actor=None, state=CandidateState.WAITING, training_class=None)
    note(
        actor=actor,
        action=Action.CANDIDATE_TAKEN_BACK,
        candidate=locked,
        details={"class": former.code, "title": former.title} if former else {},
    )
    return locked


def can_take_back(candidate: ReportCandidate) -> bool:
    """Say whether a report that was taken over may wait for review again."""
    former = candidate.training_class
    return former is not None and (candidate.linked or former.state == ClassState.CANCELLED)


def _refuse_unfinished(entries: list[Entry]) -> None:
    left = sum(entry.is_open for entry in entries)
    if left:
        raise ValidationError(
            ngettext(
                "%(count)s value still waits for review. Say of it whether it is right.",
                "%(count)s values still wait for review. Say of each whether it is right.",
                left,
            )
            % {"count": left}
        )
    if not value_of(entries, ReportField.TITLE):
        raise ValidationError(_("The class has no title yet. Type one, or select it in the text."))
    faults: list[str] = []
    for entry in entries:
        try:
            clean_value(entry.field, raw_of(entry.field, entry.value))
        except ValidationError as error:
            shown = in_words(entry.field, entry.value)[:80]
            faults.extend(f"{entry.field.label} “{shown}”: {message}" for message in error.messages)
    if faults:
        raise ValidationError(faults)


def _organisers(actor: User, entries: list[Entry]) -> list[PastOrganiser]:
    values = values_of(entries, ReportField.ORGANISERS)
    by_name = organisations_named(actor, [value["name"] for value in values if value["organisation"] is None])
    chosen = {value["organisation"] for value in values} - {None, ""}
    by_id = {str(each.pk): each for each in choosable_organisers(actor).filter(pk__in=chosen)}
    missing = [value["name"] for value in values if value["organisation"] and value["organisation"] not in by_id]
    if missing:
        raise ValidationError(
            _("The organisation chosen for “%(name)s” is no longer in the directory. Choose again.")
            % {"name": missing[0]}
        )
    rows: list[PastOrganiser] = []
    for value in values:
        found = by_id.get(value["organisation"]) if value["organisation"] else None
        if value["organisation"] is None:
            found = by_name.get(fold(value["name"]))
        rows.append(PastOrganiser(value["name"], found, HostRole(value["role"])))
    return rows


def _people(actor: User, entries: list[Entry], field: ReportField) -> list[PastPerson]:
    values = values_of(entries, field)
    chosen = {value["person"] for value in values} - {None}
    persons = {str(each.pk): each for each in visible_persons(actor).filter(pk__in=chosen)}
    for value in values:
        if value["person"] and value["person"] not in persons:
            raise ValidationError(
                _("The person chosen for “%(name)s” is no longer in the directory. Choose again.")
                % {"name": value["name"]}
            )
    return [
        PastPerson(
            value["name"],
            value["position"],
            persons.get(value["person"]),
            GuestRole(value.get("role", GuestRole.ATTENDS)),
        )
        for value in values
    ]


def _provenance(candidate: ReportCandidate, entries: list[Entry]) -> ProvenanceFact:
    return ProvenanceFact(
        kind="report",
        source=candidate.source,
        byline=value_of(entries, ReportField.BYLINE) or "",
        published_on=value_of(entries, ReportField.PUBLISHED_ON),
        views=value_of(entries, ReportField.VIEWS),
        candidate_id=str(candidate.pk),
    )
