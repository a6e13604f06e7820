from __future__ import annotations

import datetime as dt
import threading

import pytest
from django.core.exceptions import ValidationError
from django.db import connections
from django.utils import translation

from caunoi.core.models import AuditEntry
from caunoi.directory.enums import RoleKind
from caunoi.directory.services import merging
from caunoi.training.enums import ClassState, Part
from caunoi.training.models import Room, Sitting, Speaker, TrainingClass, VenuePoint
from caunoi.training.queries.clashes import clash_lines, clashes_of_class, placed_twice, slots_of
from caunoi.training.services import classes, programme, rooms, venues
from caunoi.training.services.appearances import Appearance
from tests.factories import (
    EnrolmentFactory,
    OrganisationFactory,
    PersonFactory,
    SittingFactory,
    TrainingClassFactory,
    UserFactory,
)

pytestmark = [pytest.mark.django_db, pytest.mark.data]

DAY = dt.date(2026, 11, 12)


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


@pytest.fixture
def room(organiser, office):
    return rooms.save_room(actor=organiser, owner=office, name="Hội trường A", address="Số 1", capacity=120)


@pytest.fixture
def speaker(office):
    return PersonFactory.known_to(office, full_name="Võ Thị Báo Cáo")


def talk(actor, training_class, sitting, person, **more):
    return programme.save_agenda_item(
        actor=actor,
        training_class=training_class,
        sitting=sitting,
        title="Chuyên đề",
        speakers=[Appearance(person=person)],
        **more,
    )


def elsewhere(room=None, person=None, part="morning", **fields):
    """A class of an office out of everybody's scope, in the room or with the speaker."""
    other = TrainingClassFactory(keeper=OrganisationFactory(name="Tỉnh ủy Ngoài Phạm Vi"), title="Lớp kín", **fields)
    sitting = SittingFactory(training_class=other, part=part)
    if room:
        VenuePoint.objects.create(training_class=other, room=room, name="Điểm")
    if person:
        item = other.agenda.create(sitting=sitting, title="Mục")
        Speaker.objects.create(training_class=other, agenda_item=item, person=person)
    return other


def test_a_room_fills_in_what_the_point_leaves_blank(organiser, training_class, room):
    point = venues.save_venue(actor=organiser, training_class=training_class, room=room)

    assert (point.name, point.address, point.capacity) == ("Hội trường A", "Số 1", 120)


def test_a_room_that_is_taken_is_refused_and_kept_with_a_reason(organiser, office, training_class, room):
    other = TrainingClassFactory(keeper=office, title="Lớp kia")
    SittingFactory(training_class=other)
    SittingFactory(training_class=training_class)
    SittingFactory(training_class=training_class, part="afternoon")
    venues.save_venue(actor=organiser, training_class=other, room=room)

    with pytest.raises(ValidationError) as refused:
        venues.save_venue(actor=organiser, training_class=training_class, room=room)

    assert refused.value.message_dict == {"despite": ["Hội trường A: morning 12/11/2026 – class “Lớp kia”"]}
    assert not training_class.venue_points.exists()
    kept = venues.save_venue(
        actor=organiser, training_class=training_class, room=room, despite="Lớp kia nghỉ sớm, mượn nửa sau"
    )
    row = AuditEntry.objects.get(action="training.clash_kept")
    assert (row.reason, row.details) == (
        "Lớp kia nghỉ sớm, mượn nửa sau",
        {"clashes": [f"Hội trường A 2026-11-12 morning {other.code}"]},
    )
    # What was kept once is not asked again.
    venues.save_venue(actor=organiser, training_class=training_class, point=kept, room=room, in_charge="Bà Mẫu")
    assert AuditEntry.objects.filter(action="training.clash_kept").count() == 1
    assert [clash.other for clash in clashes_of_class(organiser, other)] == [training_class]


def test_a_speaker_is_at_one_place_at_a_time(organiser, office, training_class, speaker):
    other = TrainingClassFactory(keeper=office, title="Lớp kia")
    taught, free = SittingFactory(training_class=other), SittingFactory(training_class=other, part="evening")
    here = SittingFactory(training_class=training_class)
    talk(organiser, other, taught, speaker)

    with pytest.raises(ValidationError, match="Võ Thị Báo Cáo: morning 12/11/2026 – class “Lớp kia”"):
        talk(organiser, training_class, here, speaker)
    assert not training_class.agenda.exists()
    # At another half-day, twice in one sitting of one class, and in a cancelled one: no clash.
    item = talk(organiser, training_class, SittingFactory(training_class=training_class, part="afternoon"), speaker)
    talk(organiser, other, taught, speaker)
    talk(organiser, other, free, speaker)
    # Moving the item to the sitting that clashes is refused as well.
    with pytest.raises(ValidationError, match="Võ Thị Báo Cáo"):
        programme.save_agenda_item(
            actor=organiser,
            training_class=training_class,
            item=item,
            sitting=here,
            title="Chuyên đề",
            speakers=[Appearance(person=speaker)],
        )
    TrainingClass.objects.filter(pk=other.pk).update(state=ClassState.CANCELLED)
    talk(organiser, training_class, here, speaker)
    # The cancelled one comes back only with a reason.
    other.refresh_from_db()
    with pytest.raises(ValidationError, match="Võ Thị Báo Cáo"):
        classes.move_on(actor=organiser, training_class=other, state=ClassState.PREPARING, revision=other.revision)
    classes.move_on(
        actor=organiser, training_class=other, state=ClassState.PREPARING, revision=other.revision, despite="Dạy chung"
    )


def test_two_entries_of_one_person_are_one_speaker(administrator, organiser, office, training_class, speaker):
    twin = PersonFactory.known_to(office, full_name="Võ Thị Báo Cáo")
    other = TrainingClassFactory(keeper=office, title="Lớp kia")
    talk(organiser, other, SittingFactory(training_class=other), twin)
    merging.merge_persons(actor=administrator, kept=speaker, merged=twin)

    with pytest.raises(ValidationError, match="Lớp kia"):
        talk(organiser, training_class, SittingFactory(training_class=training_class), speaker)


def test_a_class_out_of_scope_is_never_named(organiser, training_class, room, speaker):
    other = elsewhere(room=room, person=speaker)
    sitting = SittingFactory(training_class=training_class)

    with pytest.raises(ValidationError) as in_the_room:
        venues.save_venue(actor=organiser, training_class=training_class, room=room)
    with pytest.raises(ValidationError) as with_the_speaker:
        talk(organiser, training_class, sitting, speaker)

    assert in_the_room.value.messages == ["Hội trường A: morning 12/11/2026 – taken elsewhere"]
    assert with_the_speaker.value.messages == ["Võ Thị Báo Cáo: morning 12/11/2026 – taken elsewhere"]
    talk(organiser, training_class, sitting, speaker, despite="Đã hẹn")
    written = str(AuditEntry.objects.values_list("details", "reason", "object_label").order_by("pk")[:50])
    assert other.code not in written
    assert "Lớp kín" not in written
    assert clash_lines(clashes_of_class(organiser, training_class)) == [
        "Võ Thị Báo Cáo: morning 12/11/2026 – taken elsewhere"
    ]


def test_sittings_and_days_are_looked_at_too(organiser, office, room):
    other = elsewhere(room=room, part="afternoon")
    bare = TrainingClassFactory(keeper=office, starts_on=DAY - dt.timedelta(days=1), ends_on=DAY - dt.timedelta(days=1))
    venues.save_venue(actor=organiser, training_class=bare, room=room)

    # Without sittings a class takes its room on the whole of its days.
    with pytest.raises(ValidationError, match="Hội trường A: afternoon 12/11/2026 – taken elsewhere"):
        classes.change_class(actor=organiser, training_class=bare, revision=bare.revision, ends_on=DAY)
    bare.refresh_from_db()
    assert bare.ends_on == DAY - dt.timedelta(days=1)
    classes.change_class(actor=organiser, training_class=bare, revision=1, ends_on=DAY, despite="Sẽ đổi phòng")
    # With a sitting it takes that half-day alone; a further one is looked at again.
    programme.add_sitting(actor=organiser, training_class=bare, date=DAY, part=Part.MORNING)
    assert clashes_of_class(organiser, bare) == []
    with pytest.raises(ValidationError, match="taken elsewhere"):
        programme.add_sittings(
            actor=organiser, training_class=bare, first=DAY, last=DAY, parts=[Part.MORNING, Part.AFTERNOON]
        )
    assert bare.sittings.count() == 1
    assert slots_of(other) != set()


def test_participants_of_two_classes_are_told_in_scope_only(organiser, office, training_class):
    other, hidden = TrainingClassFactory(keeper=office, title="Lớp kia"), elsewhere()
    SittingFactory(training_class=training_class)
    SittingFactory(training_class=other)
    twice, once = PersonFactory.known_to(office, full_name="Lê Mẫu Hai Nơi"), PersonFactory.known_to(office)
    for each in (training_class, other, hidden):
        EnrolmentFactory(training_class=each, person=twice)
    EnrolmentFactory(training_class=training_class, person=once)
    EnrolmentFactory(training_class=hidden, person=once)

    found = placed_twice(organiser, training_class)

    assert [(one.enrolment.person, one.other) for one in found] == [(twice, other)]
    Sitting.objects.filter(training_class=other).update(part="evening")
    assert placed_twice(organiser, training_class) == []


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("resource", ["room", "speaker"])
def test_of_two_at_the_same_moment_exactly_one_wins(organiser, office, room, speaker, resource):
    """Twelve classes take one room, or one speaker, at one half-day, all at once."""
    actors = [organiser] + [UserFactory.with_role(office, RoleKind.ORGANISER) for _ in range(11)]
    made = [TrainingClassFactory(keeper=office) for _ in actors]
    sittings = [SittingFactory(training_class=each) for each in made]
    barrier = threading.Barrier(len(actors))
    outcomes: list[str] = []

    def take(number: int) -> None:
        try:
            barrier.wait(timeout=30)
            if resource == "room":
                venues.save_venue(actor=actors[number], training_class=made[number], room=room)
            else:
                talk(actors[number], made[number], sittings[number], speaker)
            outcomes.append("taken")
        except ValidationError as refused:
            outcomes.append(next(iter(refused.message_dict)))
        finally:
            connections.close_all()

    threads = [threading.Thread(target=take, args=(number,)) for number in range(len(actors))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)

    assert sorted(outcomes) == ["despite"] * 11 + ["taken"]
    standing = VenuePoint.objects.filter(room=room) if resource == "room" else Speaker.objects.filter(person=speaker)
    assert standing.count() == 1


def test_a_room_is_kept_by_its_office(organiser, office, stranger, room):
    with pytest.raises(ValidationError, match="already"):
        rooms.save_room(actor=organiser, owner=office, name="hội  trường a")
    theirs = TrainingClassFactory(keeper=stranger.roles.get().organisation)
    with pytest.raises(ValidationError, match="register of your office"):
        venues.save_venue(actor=stranger, training_class=theirs, room=room)
    point = venues.save_venue(actor=organiser, training_class=TrainingClassFactory(keeper=office), room=room)
    with pytest.raises(Exception, match="out of use"):
        rooms.remove_room(actor=organiser, room=room)
    rooms.save_room(actor=organiser, owner=office, room=room, name=room.name, in_use=False)
    with pytest.raises(ValidationError, match="register of your office"):
        venues.save_venue(actor=organiser, training_class=TrainingClassFactory(keeper=office), room=room)
    # Where it is used already it stays.
    venues.save_venue(actor=organiser, training_class=point.training_class, point=point, room=room, in_charge="Ông Mẫu")
    assert Room.objects.get().folded_name == "hoi truong a"
