from __future__ import annotations

import datetime as dt

import pytest

from caunoi.training.enums import ClassState, Mark
from caunoi.training.models import ClassReport, TrainingClass
from caunoi.training.policies import keeps_class, reads_class_trail, runs_class
from caunoi.training.queries.progress import NextStep, Stage, class_head, next_step, stage_of
from caunoi.training.services.attendance import CellMark, mark
from caunoi.training.services.roster import substitute
from tests.factories import EnrolmentFactory, SittingFactory, TrainingClassFactory, UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.data]

DAY = dt.date(2026, 3, 2)


def step(user, training_class, today=DAY, **known):
    return next_step(class_head(user, training_class.code), today=today, **known)


def test_next_step_leads_from_the_title_to_the_article(organiser, office):
    made = TrainingClassFactory(keeper=office, starts_on=None, ends_on=None)
    seen = [step(organiser, made)]
    made.starts_on = DAY
    made.save()
    seen.append(step(organiser, made))
    sitting = SittingFactory(training_class=made)
    seen.append(step(organiser, made))
    type(made).objects.update(state=ClassState.GATHERING)
    seen.append(step(organiser, made))
    person = EnrolmentFactory(training_class=made)
    seen.append(step(organiser, made))
    type(made).objects.update(state=ClassState.HELD)
    seen.extend((step(organiser, made, DAY - dt.timedelta(days=1)), step(organiser, made)))
    mark(
        actor=organiser,
        training_class=made,
        cells=[CellMark(enrolment_id=person.pk, sitting_id=sitting.pk, mark=Mark.PRESENT)],
    )
    seen.append(step(organiser, made))
    type(made).objects.update(state=ClassState.CLOSED)
    report = ClassReport.objects.create(training_class=made, version=1, facts={})
    seen.append(step(organiser, made))
    report.number = "12/BC-UBND"
    report.save()
    seen.extend((step(organiser, made), step(organiser, made, published=True)))

    assert seen == [
        NextStep.SET_DAYS,
        NextStep.MAKE_PROGRAMME,
        NextStep.OPEN_GATHERING,
        NextStep.ADD_PARTICIPANTS,
        NextStep.SETTLE_LIST,
        NextStep.PRINT_SHEETS,
        NextStep.MARK_ATTENDANCE,
        NextStep.CLOSE,
        NextStep.WRITE_REPORT,
        NextStep.WRITE_ARTICLE,
        None,
    ]


def test_a_seat_is_marked_where_a_substitute_came(organiser, office):
    held = TrainingClassFactory(keeper=office, starts_on=DAY, ends_on=None, state=ClassState.HELD)
    sittings = [SittingFactory(training_class=held, part=part) for part in ("morning", "afternoon")]
    original = EnrolmentFactory(training_class=held)
    instead = substitute(actor=organiser, enrolment=original, full_name="Vũ Văn Thay")

    def put(row, sitting, value):
        cell = CellMark(enrolment_id=row.pk, sitting_id=sitting.pk, mark=value)
        mark(actor=organiser, training_class=held, cells=[cell])
        return class_head(organiser, held.code).unmarked

    assert class_head(organiser, held.code).unmarked == 2
    assert put(instead, sittings[0], Mark.PRESENT) == 1
    assert put(instead, sittings[1], Mark.ABSENT) == 1
    assert put(original, sittings[0], Mark.EXCUSED) == 1
    assert put(original, sittings[1], Mark.PRESENT) == 0


@pytest.mark.parametrize(
    ("state", "today", "published", "stage"),
    [
        (ClassState.PREPARING, DAY, False, Stage.PREPARE),
        (ClassState.CANCELLED, DAY, False, Stage.PREPARE),
        (ClassState.GATHERING, DAY, False, Stage.GATHER),
        (ClassState.HELD, DAY - dt.timedelta(days=1), False, Stage.HOLD),
        (ClassState.HELD, DAY, False, Stage.END),
        (ClassState.CLOSED, DAY, False, Stage.REPORT),
        (ClassState.CLOSED, DAY, True, Stage.PUBLISH),
    ],
)
def test_stage_follows_state_day_and_article(state, today, published, stage):
    made = TrainingClass(starts_on=DAY, state=state)

    assert stage_of(made, today=today, published=published) == stage


@pytest.mark.parametrize(
    ("role", "allowed"),
    [
        ("administrator", [True, True, True]),
        ("organiser", [True, True, True]),
        ("editor", [False, False, False]),
        ("auditor", [False, False, True]),
    ],
)
def test_roles_of_the_keeper(office, training_class, role, allowed):
    user = UserFactory.with_role(office, role)

    assert [may(user, training_class) for may in (keeps_class, runs_class, reads_class_trail)] == allowed
