"""Who sent whom: typed, from a list, changed; and what the sender sees of it."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.exceptions import ValidationError

from caunoi.core.models import AuditEntry
from caunoi.directory.enums import RoleKind, SuccessionKind
from caunoi.directory.models import OrganisationSuccession
from caunoi.directory.queries.scope import visible_persons
from caunoi.intake.services import roster as drafts
from caunoi.training.enums import EnrolmentState, Mark
from caunoi.training.models import Enrolment, TrainingClass
from caunoi.training.queries.senders import choosable_senders, sent_classes, sent_sheet, visible_sent
from caunoi.training.services import attendance, batches, roster
from caunoi.training.services.register import RosterRow
from tests.factories import OrganisationFactory, SittingFactory, UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.data]


@pytest.fixture
def sender(office):
    """Below the office, so that its clerks may name it."""
    return OrganisationFactory(name="Tổ dân phố số 1", parent=office)


@pytest.fixture
def delegate(sender):
    return UserFactory.with_role(sender, RoleKind.ORGANISER)


@pytest.fixture
def others(training_class, organiser):
    return [
        roster.enrol(actor=organiser, training_class=training_class, full_name=name)
        for name in ("Võ Văn Người Khác", "Bùi Thị Người Khác")
    ]


def test_typed_sender_sees_the_row_and_the_person_and_nobody_else(
    training_class, organiser, delegate, others, django_assert_num_queries
):
    sender = delegate.roles.get().organisation
    sitting = SittingFactory(training_class=training_class)
    row = roster.enrol(
        actor=organiser, training_class=training_class, full_name="Trần Thị Được Cử", post="Tổ trưởng", sender=sender
    )
    attendance.mark(
        actor=organiser,
        training_class=training_class,
        cells=[
            attendance.CellMark(enrolment_id=each.pk, sitting_id=sitting.pk, mark=Mark.LATE) for each in (row, *others)
        ],
    )

    with django_assert_num_queries(6):
        sheet = sent_sheet(delegate, training_class.code)
    assert [(each.name, each.post, [mark for _sitting, mark in each.cells]) for each in sheet.rows] == [
        ("Trần Thị Được Cử", "Tổ trưởng", [Mark.LATE])
    ]
    assert [(each.pk, each.sent_count) for each in sent_classes(delegate)] == [(training_class.pk, 1)]
    assert [str(person) for person in visible_persons(delegate)] == ["Trần Thị Được Cử"]
    assert AuditEntry.objects.get(action="training.enrolled", person_id=row.person_id).details["sender"] == sender.name


def test_whole_list_and_draft_carry_their_sender(training_class, organiser, sender, delegate):
    batch = batches.accept_roster(
        actor=organiser, training_class=training_class, rows=[RosterRow(number=1, full_name="Lê Một")], sender=sender
    )
    draft = drafts.start_from_text(
        actor=organiser,
        training_class=training_class,
        text="Họ và tên\tĐơn vị\nLê Văn Hai\tTổ 1\nLê Thị Ba\tTổ 1",
        sender=sender,
    )
    drafts.accept_draft(actor=organiser, draft=draft, revision=draft.revision)

    assert {row.name for row in sent_sheet(delegate, training_class.code).rows} == {"Lê Một", "Lê Văn Hai", "Lê Thị Ba"}
    assert {str(person) for person in visible_persons(delegate)} == {"Lê Một", "Lê Văn Hai", "Lê Thị Ba"}
    batches.undo_roster(actor=organiser, batch=batch)
    assert {row.name for row in sent_sheet(delegate, training_class.code).rows} == {"Lê Văn Hai", "Lê Thị Ba"}


def test_sender_can_be_changed_and_taken_away(training_class, organiser, sender, delegate, office):
    other = OrganisationFactory(name="Tổ dân phố số 2", parent=office)
    row = roster.enrol(actor=organiser, training_class=training_class, full_name="Trần Thị Đổi", sender=sender)

    roster.change_enrolment(actor=organiser, enrolment=row, post="", unit_text="", sender=other)
    assert not visible_sent(delegate).exists()
    assert AuditEntry.objects.latest("id").details["sender"] == [sender.name, other.name]

    roster.change_enrolment(actor=organiser, enrolment=row, post="", unit_text="")
    assert Enrolment.objects.get().sender is None


def test_a_sender_out_of_sight_can_not_be_named(training_class, organiser):
    far = OrganisationFactory(name="Ủy ban xã khác")

    with pytest.raises(ValidationError) as caught:
        roster.enrol(actor=organiser, training_class=training_class, full_name="Trần Thị Thử", sender=far)
    assert set(caught.value.message_dict) == {"sender"}
    row = roster.enrol(actor=organiser, training_class=training_class, full_name="Trần Thị Thử")
    with pytest.raises(ValidationError):
        roster.change_enrolment(actor=organiser, enrolment=row, post="", unit_text="", sender=far)
    with pytest.raises(ValidationError):
        batches.accept_roster(
            actor=organiser, training_class=training_class, rows=[RosterRow(full_name="Lê Một")], sender=far
        )
    with pytest.raises(ValidationError):
        drafts.start_from_text(actor=organiser, training_class=training_class, text="Lê Một", sender=far)
    assert far not in choosable_senders(organiser, training_class)
    assert Enrolment.objects.count() == 1


def test_a_sender_that_stands_stays_though_another_clerk_could_not_name_it(training_class, organiser):
    far = OrganisationFactory(name="Ủy ban xã khác")
    row = roster.enrol(actor=organiser, training_class=training_class, full_name="Trần Thị Thử")
    Enrolment.objects.update(sender=far)

    roster.change_enrolment(actor=organiser, enrolment=row, post="Tổ phó", unit_text="", sender=far)

    assert Enrolment.objects.get().sender == far


def test_substitute_is_the_same_senders(training_class, organiser, sender, delegate):
    row = roster.enrol(actor=organiser, training_class=training_class, full_name="Trần Thị Gốc", sender=sender)
    roster.substitute(actor=organiser, enrolment=row, full_name="Lê Văn Thay")

    rows = {each.name: each.instead_of for each in sent_sheet(delegate, training_class.code).rows}
    assert rows == {"Trần Thị Gốc": "", "Lê Văn Thay": "Trần Thị Gốc"}
    assert "Lê Văn Thay" in [str(person) for person in visible_persons(delegate)]


def test_name_of_an_original_that_another_sent_is_not_told(training_class, organiser, sender, delegate):
    row = roster.enrol(actor=organiser, training_class=training_class, full_name="Trần Thị Gốc", sender=sender)
    roster.substitute(actor=organiser, enrolment=row, full_name="Lê Văn Thay")
    roster.change_enrolment(actor=organiser, enrolment=row, post="", unit_text="")

    assert [(each.name, each.instead_of) for each in sent_sheet(delegate, training_class.code).rows] == [
        ("Lê Văn Thay", "")
    ]


def test_withdrawn_rows_stay_visible_and_do_not_count(training_class, organiser, sender, delegate):
    row = roster.enrol(actor=organiser, training_class=training_class, full_name="Trần Thị Rút", sender=sender)
    roster.withdraw(actor=organiser, enrolment=row)

    assert [each.sent_count for each in sent_classes(delegate)] == [0]
    assert [each.withdrawn for each in sent_sheet(delegate, training_class.code).rows] == [True]
    assert Enrolment.objects.get().state == EnrolmentState.WITHDRAWN


def test_successor_sees_what_the_merged_sender_sent_and_the_door_sees_nothing(training_class, organiser, sender):
    roster.enrol(actor=organiser, training_class=training_class, full_name="Trần Thị Được Cử", sender=sender)
    successor = OrganisationFactory(name="Tổ dân phố mới")
    heir = UserFactory.with_role(successor, RoleKind.ORGANISER)
    door = UserFactory.with_role(sender, RoleKind.DOOR)
    assert not visible_sent(heir).exists()
    OrganisationSuccession.objects.create(
        predecessor=sender, successor=successor, on=dt.date(2025, 7, 1), kind=SuccessionKind.MERGED
    )
    heir.__dict__.pop("_scope", None)

    assert visible_sent(heir).count() == 1
    assert not visible_sent(door).exists()


def test_a_class_to_which_nobody_was_sent_is_none_at_all(training_class, delegate):
    for code in (training_class.code, "ZZZZZZZZ"):
        with pytest.raises(TrainingClass.DoesNotExist):
            sent_sheet(delegate, code)
