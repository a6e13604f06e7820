"""Closing a class: what must hold, the frozen report, and opening it again with a reason."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Count, Exists, Max, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from caunoi.core.errors import NotNow
from caunoi.core.models import AuditEntry
from caunoi.core.tasks import seal_audit_trail
from caunoi.core.text import clean
from caunoi.directory.models import User
from caunoi.training.enums import Action, ClassOrigin, ClassState, HostRole, Moderation, QuestionState
from caunoi.training.facts import ProvenanceFact, read_facts
from caunoi.training.models import ClassDirective, ClassReport, TrainingClass
from caunoi.training.policies import keeps_class
from caunoi.training.queries.attendance import Sheet, sheet
from caunoi.training.queries.counting import count_sheet
from caunoi.training.queries.current import Current, current, days_between
from caunoi.training.queries.make_ups import awaited_count, make_ups_of, unmarked_guests
from caunoi.training.services.floor.marks import forget_marks
from caunoi.training.services.guard import index_class, note, open_for_change
from caunoi.training.services.learning.quizzes import hand_in_open

UNMARKED = "unmarked"


@dataclass(frozen=True, kw_only=True)
class Check:
    """One thing that must hold before closing, or had better: ``blocking`` ones keep the class open unless ``ok``.

    ``name`` says what it is about, ``text`` that it holds, ``hint`` what to do where it doesn't, ``url_name`` the
    desk's page for that. Blank attendance can also be accepted: see ``close_class``.
    """

    code: str
    ok: bool
    blocking: bool
    name: str
    text: str
    hint: str = ""
    url_name: str = ""


def check_closing(training_class: TrainingClass, read: Sheet | None = None) -> list[Check]:
    """Return every check with its state, in the order in which a clerk mends them; a class of an old report has few.

    ``read`` spares reading the sheet again. The number of queries does not grow with the class.
    """
    if training_class.origin == ClassOrigin.REPORT:
        return [_host_check(training_class)]
    read = read or sheet(training_class)
    unmarked = sum(one.marks.unmarked for one in count_sheet(read).by_sitting)
    last = training_class.ends_on or training_class.starts_on
    topics = training_class.agenda.filter(kind="topic").count()
    outside = _outside(training_class, [one.date for one in read.sittings])
    ends = _loose_ends(training_class)
    return [
        _state_check(training_class),
        Check(
            code="days",
            ok=last is not None,
            blocking=True,
            name=_("The days"),
            text=_("The days are set."),
            hint=_("Type the first and the last day."),
            url_name="class_edit",
        ),
        Check(
            code="over",
            ok=last is None or last <= timezone.localdate(),
            blocking=True,
            name=_("The last day"),
            text=_("The last day has come."),
            hint=_("A class is closed on its last day or later. If it ended earlier, change the days."),
            url_name="class_edit",
        ),
        _host_check(training_class),
        Check(
            code="sittings",
            ok=bool(read.sittings) and not outside,
            blocking=True,
            name=_("The sittings"),
            text=_("The sittings stand in the programme and lie within the days of the class."),
            hint=_("Outside the days: %(days)s.") % {"days": ", ".join(f"{day:%d/%m/%Y}" for day in outside)}
            if outside
            else _("Add each morning, afternoon or evening that was held."),
            url_name="class_programme",
        ),
        Check(
            code="topics",
            ok=topics > 0,
            blocking=False,
            name=_("The topics"),
            text=_("The topics stand in the programme."),
            hint=_("The report lists what was taught; without topics it says nothing of it."),
            url_name="class_programme",
        ),
        Check(
            code="list",
            ok=bool(read.rows),
            blocking=True,
            name=_("The list of participants"),
            text=_("The list of participants is there."),
            hint=_("Type, paste or load the list."),
            url_name="class_participants",
        ),
        Check(
            code=UNMARKED,
            ok=not unmarked,
            blocking=True,
            name=_("Attendance"),
            text=_("Attendance is marked for everybody at each sitting."),
            hint=ngettext(
                "%(count)s cell of the sheet is blank. Mark it, or accept that it counts as absent without leave.",
                "%(count)s cells of the sheet are blank. Mark them, or accept that they count as absent without leave.",
                unmarked,
            )
            % {"count": unmarked},
            url_name="class_attendance",
        ),
        *(_make_up_checks(training_class) if ends.makes_up else []),
        *_hints(training_class, ends),
    ]


def _state_check(training_class: TrainingClass) -> Check:
    return Check(
        code="state",
        ok=training_class.state == ClassState.HELD,
        blocking=True,
        name=_("Settling the list"),
        text=_("The list is settled."),
        hint=_("Settle the list of participants first."),
        url_name="class",
    )


def _host_check(training_class: TrainingClass) -> Check:
    return Check(
        code="host",
        ok=training_class.organisations.filter(role=HostRole.HOST).exists(),
        blocking=training_class.origin == ClassOrigin.HELD,
        name=_("The host"),
        text=_("The host is named."),
        hint=_("Name the office that held the class."),
        url_name="class_edit",
    )


def _outside(training_class: TrainingClass, days: list[date]) -> list[date]:
    first = training_class.starts_on
    last = training_class.ends_on or first
    return sorted({day for day in days if first and last and not first <= day <= last})


def _make_up_checks(training_class: TrainingClass) -> list[Check]:
    """Return what make-up sittings still lack."""
    found = []
    if awaited := awaited_count(training_class):
        found.append(
            Check(
                code="make_ups",
                ok=False,
                blocking=False,
                name=_("Make-up sittings"),
                text="",
                hint=_("Still to be made up in other classes: %(count)s. Closed now, they count as absent.")
                % {"count": awaited},
                url_name="class_make_ups",
            )
        )
    if unmarked := unmarked_guests(training_class):
        found.append(
            Check(
                code="make_up_guests",
                ok=False,
                blocking=False,
                name=_("Guests who make up a sitting"),
                text="",
                hint=_("Not marked yet: %(count)s. Their own class counts them by this sheet.") % {"count": unmarked},
                url_name="class_attendance",
            )
        )
    return found


@dataclass(frozen=True, kw_only=True)
class _LooseEnds:
    unanswered: int
    waiting: int
    cites: bool
    makes_up: bool


def _loose_ends(training_class: TrainingClass) -> _LooseEnds:
    """Ask at once for what better were there, and whether the class has make-up sittings."""
    directives = ClassDirective.objects.filter(training_class=OuterRef("pk"))
    row = (
        TrainingClass.objects.filter(pk=training_class.pk)
        .order_by()
        .values(
            unanswered=Count(
                "questions",
                filter=Q(
                    questions__state=QuestionState.OPEN,
                    questions__moderation=Moderation.SHOWN,
                    questions__merge__isnull=True,
                ),
            ),
            waiting=Count("questions", filter=Q(questions__moderation=Moderation.WAITING)),
            cites=Exists(directives),
            makes_up=make_ups_of(OuterRef("pk")),
        )
        .get()
    )
    return _LooseEnds(**row)


def _unseen(count: int) -> Check:
    return Check(
        code="questions_waiting",
        ok=False,
        blocking=True,
        name=_("Questions from phones"),
        text="",
        hint=_("Not looked at yet: %(count)s. Show or hide them: only what is shown goes into the report.")
        % {"count": count},
        url_name="class_floor",
    )


def _hints(training_class: TrainingClass, ends: _LooseEnds) -> list[Check]:
    assessed = bool(training_class.strong_points and training_class.weak_points)
    return [
        *([_unseen(ends.waiting)] if ends.waiting else []),
        Check(
            code="questions",
            ok=not ends.unanswered,
            blocking=False,
            name=_("Questions without answer"),
            text=_("The questions from the floor are answered."),
            hint=_("Not answered yet: %(count)s. They go into the report as open.") % {"count": ends.unanswered},
            url_name="class_questions",
        ),
        Check(
            code="directives",
            ok=ends.cites,
            blocking=False,
            name=_("Directives"),
            text=_("The directives on which the class rests are named."),
            hint=_("The report cites them in its first line."),
            url_name="class_edit",
        ),
        Check(
            code="assessment",
            ok=assessed,
            blocking=False,
            name=_("Assessment"),
            text=_("Strong points, weak points and their causes are written."),
            hint=_("Part III of the report stays blank without them."),
            url_name="class_edit",
        ),
    ]


@transaction.atomic
def close_class(
    *,
    actor: User,
    training_class: TrainingClass,
    revision: int,
    reason: str = "",
    accept_unmarked: bool = False,
) -> ClassReport:
    """Freeze the facts of the class as the next version of its report and close it.

    ``accept_unmarked`` counts blank cells of the sheet as absent without leave; the facts say how many those are.
    From the second version on a reason is needed; the one given at reopening serves. Programme, list, attendance and
    questions can't change any more until the class is reopened. Nothing is published and no paper is made.

    Raises PermissionDenied unless the actor organises in the keeper, StaleChange, NotNow naming the first check that
    does not hold, ValidationError for a missing reason.
    """
    locked = open_for_change(actor=actor, training_class=training_class, revision=revision, may=keeps_class)
    for check in check_closing(locked):
        if check.blocking and not check.ok and not (check.code == UNMARKED and accept_unmarked):
            raise NotNow(
                _("Not yet, something is missing. %(name)s: %(hint)s") % {"name": check.name, "hint": check.hint}
            )
    earlier = locked.reports.order_by("-version").first()
    reason = clean(reason)[:500] or (_reason_of_reopening(locked) if earlier else "")
    if earlier and not reason:
        raise ValidationError({"reason": _("Type why there is a new version of the report.")})
    # What was begun and never handed in counts as it was saved.
    hand_in_open(quizzes=locked.quizzes.order_by("pk"))
    found = facts_to_freeze(locked, earlier)
    report = freeze(actor=actor, training_class=locked, found=found, reason=reason)
    note(
        actor=actor,
        action=Action.CLASS_CLOSED,
        training_class=locked,
        details={
            "version": report.version,
            "present": found.facts.present.value,
            "nominated": found.facts.nominated.value,
            "unmarked": sum(sitting.unmarked or 0 for sitting in found.facts.sittings),
        },
        reason=reason,
    )
    # A closed class is a good moment: what was done for it is bound into the chain.
    transaction.on_commit(seal_audit_trail.enqueue)
    return report


def facts_to_freeze(training_class: TrainingClass, earlier: ClassReport | None) -> Current:
    """Return what closing would freeze now; what an old report said of source and days is taken from ``earlier``."""
    if training_class.origin == ClassOrigin.HELD or earlier is None:
        return current(training_class, provenance=ProvenanceFact(kind=str(training_class.origin)))
    before = read_facts(earlier.facts)
    days = before.days
    first, last = training_class.starts_on, training_class.ends_on or training_class.starts_on
    if not days or (first and last and (days[0], days[-1]) != (first.isoformat(), last.isoformat())):
        days = days_between(first, last)
    return current(training_class, provenance=before.provenance, days=days, when=before.when if not first else "")


def freeze(*, actor: User, training_class: TrainingClass, found: Current, reason: str = "") -> ClassReport:
    """Write the next version of the report and close the class; part of the caller's transaction."""
    last = training_class.reports.aggregate(last=Max("version"))["last"] or 0
    report = ClassReport.objects.create(
        training_class=training_class,
        version=last + 1,
        facts=found.facts.as_json(),
        participants=[row.as_json() for row in found.participants],
        names=found.names,
        reason=reason,
        created_by=actor,
    )
    training_class.state = ClassState.CLOSED
    training_class.revision += 1
    forget_marks(training_class)
    training_class.save(update_fields=["state", "revision"])
    index_class(training_class)
    return report


@transaction.atomic
def reopen_class(
    *, actor: User, training_class: TrainingClass, reason: str, revision: int | None = None
) -> TrainingClass:
    """Open a closed class again; what was frozen stays as it is, and the next close writes a further version.

    Raises PermissionDenied unless the actor organises in the keeper, ValidationError without a reason, NotNow for a
    class that isn't closed, StaleChange.
    """
    locked = open_for_change(
        actor=actor, training_class=training_class, revision=revision, may=keeps_class, closed_too=True
    )
    reason = clean(reason)[:500]
    if locked.state != ClassState.CLOSED:
        raise NotNow(_("The class is not closed, so it need not be reopened."))
    if not reason:
        raise ValidationError({"reason": _("Type why the class is reopened.")})
    locked.state = ClassState.HELD
    locked.revision += 1
    locked.save(update_fields=["state", "revision"])
    note(actor=actor, action=Action.CLASS_REOPENED, training_class=locked, reason=reason)
    return locked


def _reason_of_reopening(training_class: TrainingClass) -> str:
    entry = (
        AuditEntry.objects.filter(
            object_type=training_class._meta.label_lower,
            object_id=str(training_class.pk),
            action=Action.CLASS_REOPENED,
        )
        .order_by("-id")
        .first()
    )
    return entry.reason[:500] if entry else ""
