from __future__ import annotations

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from caunoi.core.errors import NotNow
from caunoi.core.models import AuditEntry
from caunoi.directory.models import Person, PersonScope, Post
from caunoi.directory.queries.people import post_at
from caunoi.training.enums import AgendaKind, GuestRole, Part
from caunoi.training.models import AgendaItem, Scan, Sitting, Topic
from caunoi.training.queries.programme import programme as read_programme
from caunoi.training.services import programme, topic_parts, topics, venues
from caunoi.training.services.appearances import Appearance
from tests.factories import EnrolmentFactory, PersonFactory, SittingFactory, TrainingClassFactory

pytestmark = [pytest.mark.django_db, pytest.mark.data]

DAY = dt.date(2026, 11, 12)


def test_add_sittings_fills_a_period_and_leaves_what_stands(organiser, training_class):
    programme.add_sitting(
        actor=organiser, training_class=training_class, date=DAY, part=Part.AFTERNOON, starts_at=dt.time(13, 30)
    )

    added = programme.add_sittings(
        actor=organiser,
        training_class=training_class,
        first=DAY,
        last=DAY + dt.timedelta(days=1),
        parts=[Part.AFTERNOON, Part.MORNING],
    )

    assert len(added) == 3
    assert [(s.date.day, s.part) for s in training_class.sittings.all()] == [
        (12, "morning"),
        (12, "afternoon"),
        (13, "morning"),
        (13, "afternoon"),
    ]
    assert AuditEntry.objects.filter(action="training.sitting_added").count() == 4


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"date": dt.date(2026, 11, 14), "part": Part.MORNING}, "date"),
        ({"date": DAY, "part": Part.AFTERNOON, "starts_at": dt.time(2, 0)}, "starts_at"),
        ({"date": DAY, "part": Part.MORNING}, "part"),
    ],
)
def test_add_sitting_refuses_what_cannot_be(organiser, training_class, fields, field):
    SittingFactory(training_class=training_class, date=DAY, part="morning")

    with pytest.raises(ValidationError) as refused:
        programme.add_sitting(actor=organiser, training_class=training_class, **fields)

    assert list(refused.value.message_dict) == [field]
    assert Sitting.objects.count() == 1


def test_add_sittings_refuses_a_century(organiser):
    undated = TrainingClassFactory(keeper=organiser.roles.get().organisation, starts_on=None, ends_on=None)

    with pytest.raises(ValidationError):
        programme.add_sittings(
            actor=organiser, training_class=undated, first=DAY, last=dt.date(2126, 11, 12), parts=[Part.MORNING]
        )


def test_remove_sitting_with_scans_is_refused_in_words(organiser, training_class):
    sitting = SittingFactory(training_class=training_class)
    Scan.objects.create(
        enrolment=EnrolmentFactory(training_class=training_class), sitting=sitting, mark="none", source="desk"
    )

    with pytest.raises(NotNow, match="12/11/2026"):
        programme.remove_sitting(actor=organiser, sitting=sitting)

    assert Sitting.objects.count() == 1


def test_remove_sitting_tells_the_trail_what_went(organiser, training_class):
    sitting = SittingFactory(training_class=training_class)
    programme.save_agenda_item(actor=organiser, training_class=training_class, sitting=sitting, title="Dân vận khéo")

    programme.remove_sitting(actor=organiser, sitting=sitting)

    assert not AgendaItem.objects.exists()
    assert AuditEntry.objects.get(action="training.sitting_removed").details == {
        "sitting": "2026-11-12 morning",
        "agenda": ["Dân vận khéo"],
    }


def test_agenda_item_takes_the_post_held_that_day(organiser, office, training_class):
    speaker = PersonFactory.known_to(office, full_name="Nguyễn Văn Mẫu")
    Post.objects.create(person=speaker, title="Phó Chủ tịch", organisation=office, valid_to=dt.date(2026, 11, 1))
    Post.objects.create(person=speaker, title="Chủ tịch", organisation=office, valid_from=dt.date(2026, 11, 1))
    sitting = SittingFactory(training_class=training_class)

    item = programme.save_agenda_item(
        actor=organiser,
        training_class=training_class,
        sitting=sitting,
        title="Công tác dân vận",
        speakers=[Appearance(person=speaker)],
    )

    assert item.speakers.get().post == f"Chủ tịch, {office.name}"
    assert post_at(speaker, dt.date(2026, 10, 1)) == f"Phó Chủ tịch, {office.name}"


def test_agenda_item_adds_a_new_speaker_once_a_class(organiser, office, training_class):
    namesake = PersonFactory.known_to(office, full_name="Trần Thị Thử")
    for title in ("Chuyên đề 1", "Chuyên đề 2"):
        programme.save_agenda_item(
            actor=organiser,
            training_class=training_class,
            sitting=None,
            title=title,
            speakers=[Appearance(full_name="Trần Thị Thử", post="Giảng viên")],
        )

    added = Person.objects.exclude(pk=namesake.pk).get()
    assert added.full_name == "Trần Thị Thử"
    assert PersonScope.objects.get(person=added).organisation == office
    assert [i.speakers.get().person_id for i in training_class.agenda.all()] == [added.pk, added.pk]


def test_agenda_item_refuses_a_hidden_person_and_one_named_twice(organiser, training_class):
    hidden = PersonFactory(full_name="Người Ngoài")

    with pytest.raises(ValidationError):
        programme.save_agenda_item(
            actor=organiser,
            training_class=training_class,
            sitting=None,
            title="x",
            speakers=[Appearance(person=hidden)],
        )
    with pytest.raises(ValidationError):
        programme.save_agenda_item(
            actor=organiser,
            training_class=training_class,
            sitting=None,
            title="x",
            speakers=[Appearance(full_name="Lê Văn Thử"), Appearance(full_name="lê văn thử")],
        )

    assert not AgendaItem.objects.exists()
    assert Person.objects.get() == hidden


def test_agenda_item_change_tells_from_and_to(organiser, training_class):
    morning = SittingFactory(training_class=training_class)
    afternoon = SittingFactory(training_class=training_class, part="afternoon")
    item = programme.save_agenda_item(
        actor=organiser, training_class=training_class, sitting=morning, title="Quy chế", periods=2
    )

    programme.save_agenda_item(
        actor=organiser, training_class=training_class, item=item, sitting=afternoon, title="Quy chế", periods=3
    )

    assert AuditEntry.objects.order_by("-id")[0].details == {
        "item": "Quy chế",
        "sitting": ["2026-11-12 morning", "2026-11-12 afternoon"],
        "periods": [2, 3],
    }


def test_agenda_items_without_title_are_called_after_their_kind_or_topic(organiser, office, training_class):
    topic = topics.save_topic(actor=organiser, owner=office, title="Kỹ năng tuyên truyền")

    pause = programme.save_agenda_item(
        actor=organiser, training_class=training_class, sitting=None, kind=AgendaKind.BREAK
    )
    taught = programme.save_agenda_item(actor=organiser, training_class=training_class, sitting=None, topic=topic)
    with pytest.raises(ValidationError):
        programme.save_agenda_item(actor=organiser, training_class=training_class, sitting=None, title=" ")

    assert pause.title[0].isupper()
    assert taught.title == "Kỹ năng tuyên truyền"


def test_move_agenda_item_stops_at_the_ends(organiser, training_class):
    sitting = SittingFactory(training_class=training_class)
    items = [
        programme.save_agenda_item(actor=organiser, training_class=training_class, sitting=sitting, title=title)
        for title in ("A", "B", "C")
    ]

    programme.move_agenda_item(actor=organiser, item=items[2], by=-2)
    programme.move_agenda_item(actor=organiser, item=items[2], by=-1)

    [read] = read_programme(training_class).sittings
    assert [item.title for item in read.items] == ["C", "A", "B"]


def test_guests_are_once_a_class(organiser, training_class):
    guest = programme.save_guest(
        actor=organiser,
        training_class=training_class,
        appearance=Appearance(full_name="Phạm Thị Khách", post="Phó Bí thư"),
        role=GuestRole.OPENS,
    )

    with pytest.raises(ValidationError):
        programme.save_guest(
            actor=organiser, training_class=training_class, appearance=Appearance(full_name="Phạm Thị Khách")
        )
    programme.save_guest(
        actor=organiser,
        training_class=training_class,
        guest=guest,
        appearance=Appearance(person=guest.person, post="Bí thư"),
        role=GuestRole.CLOSES,
    )
    programme.remove_guest(actor=organiser, guest=training_class.guests.get())

    details = [e.details for e in AuditEntry.objects.filter(action__startswith="training.guest").order_by("id")]
    assert details == [
        {"guest": "Phạm Thị Khách"},
        {"guest": "Phạm Thị Khách", "post": ["Phó Bí thư", "Bí thư"], "role": ["opens", "closes"]},
        {"guest": "Phạm Thị Khách"},
    ]


def test_venue_points_are_named_and_unlike(organiser, training_class):
    venues.save_venue(actor=organiser, training_class=training_class, name="Điểm cầu Hòa Khánh", in_charge="Lê Mẫu")

    for name in ("", "Điểm cầu  Hòa Khánh"):
        with pytest.raises(ValidationError) as refused:
            venues.save_venue(actor=organiser, training_class=training_class, name=name)
        assert list(refused.value.message_dict) == ["name"]
    venues.remove_venue(actor=organiser, point=training_class.venue_points.get())

    assert not training_class.venue_points.exists()


def test_programme_of_another_office_is_refused(stranger, training_class):
    with pytest.raises(PermissionDenied):
        programme.add_sitting(actor=stranger, training_class=training_class, date=DAY, part=Part.MORNING)


def test_programme_costs_the_same_whatever_its_length(organiser, training_class, django_assert_num_queries):
    for part in Part:
        sitting = SittingFactory(training_class=training_class, part=part)
        for number in range(4):
            programme.save_agenda_item(
                actor=organiser,
                training_class=training_class,
                sitting=sitting,
                title=f"Mục {number}",
                speakers=[Appearance(full_name=f"Người Nói {number}")],
            )

    with django_assert_num_queries(3):
        read = read_programme(training_class)

    assert [len(s.items) for s in read.sittings] == [4, 4, 4]
    assert read.sittings[0].items[0].people[0].person.full_name == "Người Nói 0"


def test_topic_in_a_programme_stays_and_files_are_kept(organiser, office, training_class, stranger):
    topic = topics.save_topic(actor=organiser, owner=office, title="Hòa giải", outline="1. Luật\n2. Kỹ năng")
    topic_parts.add_topic_file(actor=organiser, topic=topic, content="Đề cương".encode(), name="de-cuong.txt")
    programme.save_agenda_item(actor=organiser, training_class=training_class, sitting=None, topic=topic)

    with pytest.raises(NotNow):
        topics.remove_topic(actor=organiser, topic=topic)
    with pytest.raises(ValidationError):
        topic_parts.add_topic_file(actor=organiser, topic=topic, content=b"MZ\x00\x00", name="x.exe")
    with pytest.raises(PermissionDenied):
        topics.save_topic(actor=stranger, owner=office, topic=topic, title="x")
    topic_parts.remove_topic_file(actor=organiser, file=topic.files.get())
    training_class.agenda.all().delete()
    topics.remove_topic(actor=organiser, topic=topic)

    assert not Topic.objects.exists()
