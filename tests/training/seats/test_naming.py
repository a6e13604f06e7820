"""Whom a unit names: a seat, or a place in line; who moves up; what the trail says."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from caunoi.core.errors import NotNow
from caunoi.core.models import AuditEntry
from caunoi.directory.enums import RoleKind
from caunoi.directory.models import Person, PersonScope
from caunoi.training.enums import Action, ClassState, EnrolmentState, NominationSource, NominationState
from caunoi.training.models import Enrolment, Nomination, NominationLink, TrainingClass
from caunoi.training.services import batches, classes, roster
from caunoi.training.services.register import RosterRow
from caunoi.training.services.seats import (
    Nominee,
    QuotaRow,
    accept_nominations,
    change_quota,
    confirm_nomination,
    keep_seats,
    move_nomination,
    nominate,
    release_seats,
    remove_quota,
    replace_nominee,
    set_deadline,
    set_quotas,
    undo_nominations,
    withdraw_nomination,
)
from tests.factories import UserFactory
from tests.training.seats.office import Office

pytestmark = [pytest.mark.django_db, pytest.mark.data]


def actions(training_class):
    rows = AuditEntry.objects.filter(object_id=str(training_class.pk)).order_by("id")
    return [row.action for row in rows]


def test_a_unit_fills_its_seats_then_the_pool_then_the_line():
    office = Office(5, A=2, B=2)

    office.name("A", "An Một", "An Hai", "An Ba", "An Bốn")

    # Two own seats, the one seat that was promised to nobody; B's are kept.
    assert office.states() == {
        "An Một": "confirmed", "An Hai": "confirmed", "An Ba": "confirmed", "An Bốn": "waiting",
    }  # fmt: skip
    assert office.seated() == ["An Ba", "An Hai", "An Một"]
    row = Enrolment.objects.get(person__full_name="An Một")
    assert (row.sender, row.unit_text, row.nomination.quota) == (office.offices["A"], "Phường A", office.units["A"])
    assert PersonScope.objects.filter(person__full_name="An Bốn", organisation=office.offices["A"]).exists()
    assert PersonScope.objects.filter(person__full_name="An Bốn", organisation=office.province).exists()


def test_seats_left_unfilled_are_opened_in_the_order_of_the_line():
    office = Office(4, A=1, B=3)
    office.name("A", "An Một", "An Hai", "An Ba")
    office.name("B", "Bình Một")
    office.name(None, "Cúc Một")

    assert release_seats(actor=office.clerk, training_class=office.one) == 2

    assert office.states() == {
        "An Một": "confirmed", "An Hai": "confirmed", "An Ba": "confirmed", "Bình Một": "confirmed",
        "Cúc Một": "waiting",
    }  # fmt: skip
    assert actions(office.one)[-3:] == [Action.SEATS_RELEASED, Action.NOMINATION_PROMOTED, Action.NOMINATION_PROMOTED]
    keep_seats(actor=office.clerk, training_class=office.one)
    assert office.reload().seats_released_at is None


def test_a_seat_given_up_serves_the_same_unit_then_the_line():
    office = Office(3, A=1, B=1)
    (first,) = office.name("A", "An Một")
    (bee,) = office.name("B", "Bình Một")
    office.name("A", "An Hai")  # the pool's seat
    office.name("B", "Bình Hai")
    office.name("A", "An Ba")

    withdraw_nomination(actor=office.clerk, nomination=first, reason="Bận việc")
    assert office.states()["An Ba"] == "confirmed"
    withdraw_nomination(actor=office.clerk, nomination=bee)
    assert office.states()["Bình Hai"] == "confirmed"
    gone = AuditEntry.objects.get(action=Action.NOMINATION_WITHDRAWN, person_id=first.person_id)
    assert (gone.reason, gone.details["nominated_by"]) == ("Bận việc", "Phường A")


def test_raising_seats_moves_people_up_and_lowering_takes_none_away():
    office = Office(2, A=2)
    office.name("A", "An Một", "An Hai", "An Ba")
    one = office.reload()

    with pytest.raises(ValidationError, match="2 người đã có chỗ"):
        classes.change_class(actor=office.clerk, training_class=one, revision=one.revision, quota=1)
    change_quota(actor=office.clerk, quota=office.units["A"], seats=3)
    assert office.states()["An Ba"] == "waiting"
    classes.change_class(actor=office.clerk, training_class=one, revision=one.revision, quota=3)
    assert office.states()["An Ba"] == "confirmed"
    change_quota(actor=office.clerk, quota=office.units["A"], seats=1)
    assert len(office.seated()) == 3


def test_somebody_who_goes_instead_takes_seat_and_place():
    office = Office(1, A=1)
    (first, waiting) = office.name("A", "An Một", "An Hai")

    new = replace_nominee(actor=office.clerk, nomination=first, nominee=Nominee(full_name="An Khác", post="Phó"))
    late = replace_nominee(actor=office.clerk, nomination=waiting, nominee=Nominee(full_name="An Cuối"))

    assert (new.place, new.state, new.replaces, new.unit_text) == (first.place, "confirmed", first, "Phường A")
    assert (late.place, late.state, late.enrolment) == (waiting.place, "waiting", None)
    assert office.seated() == ["An Khác"]
    assert office.states() == {
        "An Một": "replaced", "An Khác": "confirmed", "An Hai": "replaced", "An Cuối": "waiting",
    }  # fmt: skip
    with pytest.raises(NotNow):
        replace_nominee(actor=office.clerk, nomination=first, nominee=Nominee(full_name="Ai Đó"))
    # The first one comes back: behind everybody else, on the same row.
    (again,) = office.name("A", "An Một")
    assert (again.person, again.state, again.place) == (first.person, "waiting", 3)


def test_late_and_settled_are_marked_and_taken():
    office = Office(9, A=1)
    office.name("A", "An Một")
    TrainingClass.objects.filter(pk=office.one.pk).update(state=ClassState.HELD, starts_on=None, ends_on=None)
    set_deadline(actor=office.clerk, training_class=office.one, until=timezone.localdate() - dt.timedelta(days=1))

    (late,) = office.name("A", "An Trễ")
    row = Enrolment.objects.get(person__full_name="An Một")
    roster.withdraw(actor=office.clerk, enrolment=row)

    assert (late.late, late.after_settled, late.enrolment.after_settled) == (True, True, True)
    first = Nomination.objects.get(person=row.person)
    assert (first.state, first.after_settled, first.late) == ("withdrawn", True, False)


def test_people_put_on_the_list_by_hand_take_seats_and_give_them_back():
    office = Office(2, A=2)
    typed = roster.enrol(actor=office.clerk, training_class=office.one, full_name="Gõ Tay", unit_text="Phường A")
    (first, second) = office.name("A", "An Một", "An Hai")
    assert second.state == NominationState.WAITING

    roster.withdraw(actor=office.clerk, enrolment=typed)
    assert office.states()["An Hai"] == "confirmed"
    # Whom no unit named comes back whatever the seats are; whom a unit named stands in line.
    roster.restore(actor=office.clerk, enrolment=typed)
    roster.withdraw(actor=office.clerk, enrolment=first.enrolment)
    back = roster.restore(actor=office.clerk, enrolment=first.enrolment)
    assert (back.state, office.states()["An Một"]) == (EnrolmentState.WITHDRAWN, "waiting")
    roster.withdraw(actor=office.clerk, enrolment=typed)
    assert office.states()["An Một"] == "confirmed"
    assert office.seated() == ["An Hai", "An Một"]

    batch = batches.accept_roster(
        actor=office.clerk, training_class=office.one, rows=[RosterRow(full_name="Dư Ra", number=1)]
    )
    office.name("A", "An Ba")
    change_quota(actor=office.clerk, quota=office.units["A"], seats=3)
    one = office.reload()
    classes.change_class(actor=office.clerk, training_class=one, revision=one.revision, quota=3)
    assert office.states()["An Ba"] == "waiting"
    batches.undo_roster(actor=office.clerk, batch=batch)
    assert office.states()["An Ba"] == "confirmed"


def test_who_waits_and_is_put_on_the_list_by_hand_waits_no_more():
    office = Office(1, A=1)
    (_first, second) = office.name("A", "An Một", "An Hai")

    roster.enrol(actor=office.clerk, training_class=office.one, person=second.person)

    second.refresh_from_db()
    assert (second.state, second.enrolment.person) == ("confirmed", second.person)


def test_substitutes_sit_outside_the_seats():
    office = Office(2, A=2)
    (first,) = office.name("A", "An Một")
    roster.substitute(actor=office.clerk, enrolment=first.enrolment, full_name="Thay Mặt")

    (second,) = office.name("A", "An Hai")

    assert second.state == NominationState.CONFIRMED


def test_a_seat_out_of_turn_and_another_unit():
    office = Office(2, A=1, B=1)
    (_first, second) = office.name("A", "An Một", "An Hai")

    confirm_nomination(actor=office.clerk, nomination=second)  # B's seat
    (third,) = office.name("A", "An Ba")
    with pytest.raises(NotNow):
        confirm_nomination(actor=office.clerk, nomination=third)
    moved = move_nomination(actor=office.clerk, nomination=second, quota=office.units["B"])

    assert (moved.state, moved.enrolment.sender, moved.unit_text) == ("confirmed", office.offices["B"], "Phường B")
    with pytest.raises(NotNow):
        remove_quota(actor=office.clerk, quota=office.units["B"])


def test_nobody_is_named_twice_and_rows_say_which():
    office = Office(9, A=5, B=2)
    office.name("A", "An Một", phone="0905 111 222")

    with pytest.raises(ValidationError) as alone:
        office.name("A", "AN MỘT")
    assert alone.value.error_dict["full_name"][0].code == "listed"
    with pytest.raises(ValidationError) as many:
        nominate(
            actor=office.clerk, training_class=office.one, quota=office.units["B"], source=NominationSource.LIST,
            nominees=[
                Nominee(number=2, full_name="Bé Một"), Nominee(number=3, full_name="Bé  Một"),
                Nominee(number=4, full_name=""), Nominee(number=5, full_name="An Một", phone="0905111222"),
            ],
        )  # fmt: skip
    assert [words.split(":")[0] for words in many.value.messages] == ["Dòng 3", "Dòng 4", "Dòng 5"]
    assert Nomination.objects.count() == 1
    # The same name in another unit is somebody else.
    assert office.name("B", "An Một")[0].person != Nomination.objects.order_by("place").first().person


def test_a_list_is_taken_over_and_taken_back_at_once():
    office = Office(3, A=2, B=1)
    (first,) = office.name("A", "An Cũ")
    withdraw_nomination(actor=office.clerk, nomination=first)
    people = Person.objects.count()

    batch = accept_nominations(
        actor=office.clerk, training_class=office.one, source="danh-sach.xlsx",
        rows=[
            (office.units["A"], Nominee(number=1, full_name="An Cũ")),
            (office.units["B"], Nominee(number=2, full_name="Bình Mới")),
            (office.units["B"], Nominee(number=3, full_name="Bình Chờ")),
        ],
    )  # fmt: skip
    assert office.seated() == ["An Cũ", "Bình Mới"]
    (kept,) = office.name("B", "Bình Sau")
    undo_nominations(actor=office.clerk, batch=batch)

    assert office.states() == {"An Cũ": "withdrawn", "Bình Sau": "confirmed"}
    assert office.seated() == ["Bình Sau"]
    assert Person.objects.count() == people + 1
    with pytest.raises(NotNow):
        undo_nominations(actor=office.clerk, batch=batch)
    assert actions(office.one)[-3:] == [
        Action.NOMINATED, Action.NOMINATIONS_UNDONE, Action.NOMINATION_PROMOTED,
    ]  # fmt: skip
    assert kept.person.full_name == "Bình Sau"


def test_a_unit_names_for_itself_and_learns_nothing_of_others():
    office = Office(9, A=5, B=2)
    unit = UserFactory.with_role(office.offices["A"], RoleKind.LEADER)
    (other,) = office.name("B", "Bình Một", phone="0905 111 222")

    (own,) = office.name("A", "An Một", actor=unit)
    # The same person by name and phone, named by another unit: a namesake to this one.
    (double,) = office.name("A", "Bình Một", actor=unit, phone="0905 111 222")
    assert double.person != other.person

    withdraw_nomination(actor=unit, nomination=own)
    for forbidden in (
        lambda: office.name("B", "Ai Đó", actor=unit),
        lambda: office.name(None, "Ai Đó", actor=unit),
        lambda: withdraw_nomination(actor=unit, nomination=other),
        lambda: replace_nominee(actor=unit, nomination=other, nominee=Nominee(full_name="Ai Đó")),
        lambda: move_nomination(actor=unit, nomination=own, quota=office.units["B"]),
        lambda: set_quotas(actor=unit, training_class=office.one, rows=[QuotaRow(seats=9, name="Phường A")]),
        lambda: office.name("A", "Ai Đó", actor=None),
    ):
        with pytest.raises(PermissionDenied):
            forbidden()


def test_a_link_names_for_its_unit_while_it_stands():
    office = Office(9, A=5, B=2)
    now = timezone.now()
    link = NominationLink.objects.create(
        quota=office.units["A"], token_hash="0" * 64, expires_at=now + dt.timedelta(days=1)
    )
    known = Person.objects.create(full_name="An Quen", folded_name="an quen", sort_name="quen an")

    def by_link(unit="A", **more):
        return nominate(
            actor=None, training_class=office.one, quota=office.units[unit], link=link, source=NominationSource.LINK,
            nominees=[Nominee(full_name="An Một", **more)],
        )  # fmt: skip

    (own,) = by_link()
    row = AuditEntry.objects.get(action=Action.NOMINATED)
    assert (row.actor_id, row.actor_name, row.details["nominated_by"]) == (None, "", "Phường A")
    assert own.state == NominationState.CONFIRMED
    new = replace_nominee(actor=None, nomination=own, nominee=Nominee(full_name="An Hai"), link=link)
    withdraw_nomination(actor=None, nomination=new, link=link)
    (other,) = office.name("B", "Bình Một")
    refused = [
        lambda: by_link("B"),
        lambda: by_link(person_id=known.pk),
        lambda: withdraw_nomination(actor=None, nomination=other, link=link),
    ]
    for forbidden in refused:
        with pytest.raises(PermissionDenied):
            forbidden()
    NominationLink.objects.filter(pk=link.pk).update(expires_at=now - dt.timedelta(seconds=1))
    with pytest.raises(PermissionDenied):
        by_link()
    NominationLink.objects.filter(pk=link.pk).update(expires_at=now + dt.timedelta(days=1), revoked_at=now)
    with pytest.raises(PermissionDenied):
        by_link()


def test_a_copy_of_a_class_has_its_quotas_and_nobody_in_them():
    office = Office(9, A=5, B=2)
    office.name("A", "An Một")

    copy = classes.duplicate_class(actor=office.clerk, training_class=office.one, starts_on=dt.date(2027, 11, 12))

    assert [(one.name, one.seats, one.organisation) for one in copy.quotas.order_by("position")] == [
        ("Phường A", 5, office.offices["A"]), ("Phường B", 2, office.offices["B"]),
    ]  # fmt: skip
    assert not copy.nominations.exists()


def test_five_thousand_are_taken_in_a_bounded_number_of_queries(django_assert_max_num_queries):
    office = Office(100, A=60, B=60)
    rows = [
        (office.units["A" if number % 2 else "B"], Nominee(number=number, full_name=f"Người Thử {number}"))
        for number in range(1, 301)
    ]
    with django_assert_max_num_queries(60):
        accept_nominations(actor=office.clerk, training_class=office.one, rows=rows, source="x")

    seated = Nomination.objects.filter(state="confirmed").order_by("place").values_list("place", flat=True)
    assert list(seated) == list(range(1, 101))
