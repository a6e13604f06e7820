"""A programme handed to other offices: who may, what is copied, what each side sees."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from caunoi.core.errors import NotNow
from caunoi.core.models import AuditEntry, SearchDocument
from caunoi.directory.enums import RoleKind
from caunoi.training.enums import ClassState, HandoverState, Mark, Part
from caunoi.training.models import Handover, Topic, TrainingClass
from caunoi.training.queries import handovers as queries
from caunoi.training.services import attendance, classes, closing, handovers, programme, roster, topic_parts, topics
from caunoi.training.services.appearances import Appearance
from tests.factories import OrganisationFactory, UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.data]

DAY = dt.date(2026, 3, 2)


@pytest.fixture
def province():
    return OrganisationFactory(name="Ban Thử tỉnh")


@pytest.fixture
def ward(province):
    return OrganisationFactory(name="Phường Thử", parent=province)


@pytest.fixture
def giver(province):
    return UserFactory.with_role(province, RoleKind.ORGANISER)


@pytest.fixture
def taker(ward):
    return UserFactory.with_role(ward, RoleKind.ORGANISER)


@pytest.fixture
def taught(giver, province):
    made = classes.create_class(
        actor=giver, keeper=province, title="Lớp hòa giải 2026", audience="Tổ hòa giải", place="Hội trường tỉnh",
        starts_on=DAY, ends_on=DAY + dt.timedelta(days=1), quota=80,
    )  # fmt: skip
    topic = topics.save_topic(
        actor=giver, owner=province, title="Kỹ năng hòa giải", outline="Một\nHai", objectives="Biết"
    )
    topic_parts.add_topic_file(actor=giver, topic=topic, content=b"%PDF-1.4 made up\n", name="bai.pdf")
    sitting = programme.add_sitting(actor=giver, training_class=made, date=DAY, part=Part.MORNING)
    programme.save_agenda_item(
        actor=giver, training_class=made, sitting=sitting, title="Kỹ năng hòa giải", topic=topic, periods=4,
        speakers=[Appearance(full_name="Lê Văn Giảng Thử")],
    )  # fmt: skip
    programme.save_agenda_item(actor=giver, training_class=made, sitting=None, title="Thảo luận", kind="discussion")
    roster.enrol(actor=giver, training_class=made, full_name="Trần Thị Học Thử")
    return TrainingClass.objects.get(pk=made.pk)


def offer(giver, taught, *offices, **fields):
    return handovers.offer_programme(actor=giver, training_class=taught, organisations=offices, **fields)


def actions(thing):
    found = AuditEntry.objects.filter(object_id=str(thing.pk)).order_by("id")
    return [row.action for row in found if "programme" in row.action or "offer" in row.action]


def test_taken_over_it_is_a_class_of_the_offices_own(giver, taker, taught, ward):
    (given,) = offer(giver, taught, ward, words="Dạy trong quý II")

    made = handovers.take_programme(actor=taker, handover=given, starts_on=dt.date(2027, 5, 4), place="Nhà văn hóa")

    assert (made.keeper, made.title, made.place, made.quota) == (ward, "Lớp hòa giải 2027", "Nhà văn hóa", 80)
    assert (made.starts_on, made.ends_on) == (dt.date(2027, 5, 4), dt.date(2027, 5, 5))
    items = list(made.agenda.order_by("position", "id").values_list("title", "periods", "sitting__date"))
    assert sorted(items, key=str) == [("Kỹ năng hòa giải", 4, dt.date(2027, 5, 4)), ("Thảo luận", None, None)]
    copied = Topic.objects.get(owner=ward)
    assert (copied.title, copied.outline, copied.objectives) == ("Kỹ năng hòa giải", "Một\nHai", "Biết")
    assert [each.file.name for each in copied.files.all()] == ["bai.pdf"]
    assert made.agenda.get(title="Kỹ năng hòa giải").topic == copied
    assert (made.enrolments.count(), made.speakers.count()) == (0, 0)
    assert set(made.organisations.values_list("organisation", flat=True)) == {ward.pk}
    assert SearchDocument.objects.filter(kind="topic", object_id=str(copied.pk)).exists()
    assert actions(made) == ["training.programme_taken"]
    assert actions(taught) == ["training.programme_offered", "training.programme_taken"]


def test_a_topic_that_the_office_has_already_is_not_doubled(giver, taker, taught, ward):
    own = topics.save_topic(actor=taker, owner=ward, title="KỸ NĂNG hòa giải")
    (given,) = offer(giver, taught, ward)

    made = handovers.take_programme(actor=taker, handover=given)

    assert list(Topic.objects.filter(owner=ward)) == [own]
    assert made.agenda.get(title="Kỹ năng hòa giải").topic == own
    assert made.starts_on is None
    assert not made.sittings.exists()


def test_an_offer_is_answered_once(giver, taker, taught, ward):
    (given,) = offer(giver, taught, ward)
    handovers.take_programme(actor=taker, handover=given)

    for again in (
        lambda: handovers.take_programme(actor=taker, handover=given),
        lambda: handovers.decline_programme(actor=taker, handover=given),
        lambda: handovers.withdraw_offer(actor=giver, handover=given),
    ):
        with pytest.raises(NotNow):
            again()
    assert TrainingClass.objects.filter(keeper=ward).count() == 1


def test_who_declined_or_lost_the_offer_can_be_asked_again(giver, taker, taught, ward):
    (given,) = offer(giver, taught, ward)
    with pytest.raises(ValidationError):
        offer(giver, taught, ward)
    handovers.decline_programme(actor=taker, handover=given, answer="Năm nay đã kín")
    (again,) = offer(giver, taught, ward)
    handovers.withdraw_offer(actor=giver, handover=again)
    offer(giver, taught, ward)

    states = list(Handover.objects.order_by("offered_at", "id").values_list("state", flat=True))
    assert states == [HandoverState.DECLINED, HandoverState.WITHDRAWN, HandoverState.OFFERED]
    assert queries.received_handovers(taker).count() == 2


def test_only_offices_known_to_the_giver_and_only_a_real_programme(giver, taught, ward, province):
    stranger = OrganisationFactory(name="Sở khác")
    for offices in ([], [stranger], [province]):
        with pytest.raises(ValidationError):
            offer(giver, taught, *offices)
    empty = classes.create_class(actor=giver, keeper=province, title="Lớp chưa có chương trình")
    with pytest.raises(ValidationError):
        offer(giver, empty, ward)
    with pytest.raises(ValidationError):
        offer(giver, taught, ward, hold_until=dt.date(2020, 1, 1))
    classes.move_on(
        actor=giver, training_class=empty, state=ClassState.CANCELLED, revision=empty.revision, reason="Thử"
    )
    with pytest.raises(NotNow):
        offer(giver, empty, ward)
    assert not Handover.objects.exists()


def test_nobody_else_sees_or_answers(giver, taker, taught, ward, province):
    (given,) = offer(giver, taught, ward)
    neighbour = UserFactory.with_role(OrganisationFactory(parent=province), RoleKind.ADMINISTRATOR)
    accountant = UserFactory.with_role(ward, RoleKind.ACCOUNTANT)

    assert not queries.received_handovers(neighbour).exists()
    assert queries.handovers_from_outside(taker).get() == given
    assert queries.received_handovers(giver).get() == given
    assert not queries.handovers_from_outside(giver).exists(), "what one's own office gave stands with the class"
    for who in (neighbour, accountant):
        with pytest.raises(PermissionDenied):
            handovers.take_programme(actor=who, handover=given)
        with pytest.raises(PermissionDenied):
            handovers.decline_programme(actor=who, handover=given)
    with pytest.raises(PermissionDenied):
        handovers.withdraw_offer(actor=taker, handover=given)
    with pytest.raises(PermissionDenied):
        offer(taker, taught, ward)


def test_the_giver_reads_counts_of_what_was_held_and_no_name(giver, taker, taught, ward, django_assert_num_queries):
    (given,) = offer(giver, taught, ward)
    made = handovers.take_programme(actor=taker, handover=given, starts_on=DAY)
    person = roster.enrol(actor=taker, training_class=made, full_name="Võ Thị Phường Thử")
    away = roster.enrol(actor=taker, training_class=made, full_name="Bùi Văn Vắng Thử")
    sitting = made.sittings.get()
    made = TrainingClass.objects.get(pk=made.pk)
    made = classes.move_on(actor=taker, training_class=made, state=ClassState.HELD, revision=made.revision)
    attendance.mark(
        actor=taker,
        training_class=made,
        cells=[
            attendance.CellMark(enrolment_id=each.pk, sitting_id=sitting.pk, mark=mark)
            for each, mark in ((person, Mark.PRESENT), (away, Mark.ABSENT))
        ],
    )
    assert [(one.nominated, one.present) for one in queries.outcomes(taught)] == [(None, None)]
    made = TrainingClass.objects.get(pk=made.pk)
    closing.close_class(actor=taker, training_class=made, revision=made.revision)

    with django_assert_num_queries(2):
        found = queries.outcomes(taught)

    assert [(one.nominated, one.present) for one in found] == [(2, 1)]
