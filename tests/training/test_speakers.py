"""Speakers: profiles, what they teach, days away, who is offered for an item."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from caunoi.core.models import AuditEntry
from caunoi.directory.enums import RoleKind
from caunoi.directory.queries.scope import visible_persons
from caunoi.directory.services import erasure, merging
from caunoi.training.models import Speaker, SpeakerAway
from caunoi.training.queries.speakers import (
    SpeakerFilter,
    filtered_speakers,
    load_of_year,
    speakers_of_topic,
    suggested_speakers,
    taught_topics,
    visible_speakers,
    with_topics,
)
from caunoi.training.services import programme, speakers, topics
from caunoi.training.services.appearances import Appearance
from tests.factories import OrganisationFactory, PersonFactory, SittingFactory, TrainingClassFactory, UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.data]

DAY = dt.date(2026, 11, 12)


@pytest.fixture
def make(office, organiser):
    """Make a speaker of a name, who teaches ``teaches``."""

    def made(name, *, teaches=(), **values):
        person = PersonFactory.known_to(office, full_name=name)
        profile = speakers.add_speaker(actor=organiser, owner=office, person=person, **values)
        speakers.set_speaker_topics(actor=organiser, profile=profile, topics=teaches)
        return profile

    return made


@pytest.fixture
def topic(office, organiser):
    return topics.save_topic(actor=organiser, owner=office, title="Nghe và hỏi")


def talk(organiser, training_class, profile, *, part="morning", topic=None, day=DAY):
    sitting = training_class.sittings.filter(date=day, part=part).first() or SittingFactory(
        training_class=training_class, date=day, part=part
    )
    return programme.save_agenda_item(
        actor=organiser,
        training_class=training_class,
        sitting=sitting,
        topic=topic,
        title="Mục",
        speakers=[Appearance(person=profile.person)],
    )


def names(found):
    return [each.person.full_name for each in found]


def test_a_speaker_is_known_once_to_an_office_and_to_nobody_beside(office, organiser, stranger, make):
    profile = make("Trần Thị Mẫu", academic_title="Thạc sĩ", note="Mời qua trường")

    assert names(visible_speakers(organiser)) == ["Trần Thị Mẫu"]
    assert not visible_speakers(stranger).exists()
    door = UserFactory.with_role(office, RoleKind.DOOR)
    assert not visible_speakers(door).exists()
    with pytest.raises(ValidationError) as twice:
        speakers.add_speaker(actor=organiser, owner=office, person=profile.person)
    assert "full_name" in twice.value.error_dict
    with pytest.raises(PermissionDenied):
        speakers.change_speaker(actor=stranger, profile=profile, note="Của tôi")
    with pytest.raises(PermissionDenied):
        speakers.add_speaker(actor=organiser, owner=office, person=PersonFactory(full_name="Người Nơi Khác"))
    assert AuditEntry.objects.filter(action="training.speaker_saved", person_id=profile.person_id).count() == 1


def test_an_office_sees_whom_it_keeps_as_a_speaker(office, organiser):
    part = OrganisationFactory(parent=office)
    person = PersonFactory.known_to(office, full_name="Lê Văn Mẫu")
    clerk = UserFactory.with_role(part, RoleKind.ORGANISER)
    assert not visible_persons(clerk).exists()

    speakers.add_speaker(actor=organiser, owner=part, person=person)

    assert [each.full_name for each in visible_persons(clerk)] == ["Lê Văn Mẫu"]


def test_days_away_that_touch_become_one_and_can_be_taken_back(organiser, make):
    profile = make("Trần Thị Mẫu")

    def add(first, last=None):
        return speakers.add_away(actor=organiser, profile=profile, first_day=first, last_day=last)

    add(DAY, DAY + dt.timedelta(days=2))
    assert add(DAY + dt.timedelta(days=1)).first_day == DAY  # lies within: nothing new
    add(DAY + dt.timedelta(days=2), DAY + dt.timedelta(days=5))
    add(DAY + dt.timedelta(days=20))

    rows = [(each.first_day, each.last_day) for each in SpeakerAway.objects.order_by("first_day")]
    assert rows == [
        (DAY, DAY + dt.timedelta(days=5)),
        (DAY + dt.timedelta(days=20), DAY + dt.timedelta(days=20)),
    ]
    with pytest.raises(ValidationError):
        add(DAY, DAY - dt.timedelta(days=1))
    with pytest.raises(ValidationError):
        add(DAY, DAY + dt.timedelta(days=500))
    speakers.remove_away(actor=organiser, away=SpeakerAway.objects.order_by("first_day").first())
    assert SpeakerAway.objects.count() == 1
    said = AuditEntry.objects.filter(action="training.speaker_back").get().details
    assert said == {"first_day": "2026-11-12", "last_day": "2026-11-17"}


def test_a_list_is_narrowed_by_name_topic_state_and_free_days(organiser, make, topic, training_class):
    teaches, resting, away, busy = (
        make("Trần Thị Dạy", teaches=[topic]),
        make("Lê Văn Nghỉ"),
        make("Phạm Thị Vắng", teaches=[topic]),
        make("Võ Văn Bận"),
    )
    speakers.change_speaker(actor=organiser, profile=resting, active=False)
    speakers.add_away(actor=organiser, profile=away, first_day=DAY)
    talk(organiser, training_class, busy)

    def found(**wanted):
        return set(names(filtered_speakers(organiser, SpeakerFilter(**wanted))))

    assert found(text="tran day") == {"Trần Thị Dạy"}
    assert found(topic=topic.pk) == {"Trần Thị Dạy", "Phạm Thị Vắng"}
    assert found(state="resting") == {"Lê Văn Nghỉ"}
    assert found(first=DAY) == {"Trần Thị Dạy", "Lê Văn Nghỉ"}
    assert found(last=DAY - dt.timedelta(days=1)) == {"Trần Thị Dạy", "Lê Văn Nghỉ", "Phạm Thị Vắng", "Võ Văn Bận"}
    assert found(topic=topic.pk, first=DAY, last=DAY + dt.timedelta(days=3)) == {"Trần Thị Dạy"}
    assert teaches.topic_links.count() == 1


def test_an_item_is_offered_who_teaches_the_topic_and_is_free_first(office, organiser, make, topic, training_class):
    first = make("Trần Thị Dạy", teaches=[topic])
    away = make("Phạm Thị Vắng", teaches=[topic])
    other = make("Lê Văn Khác")
    busy = make("Võ Văn Bận", teaches=[topic], most_sittings=1)
    speakers.add_away(actor=organiser, profile=away, first_day=DAY)
    elsewhere = TrainingClassFactory(keeper=OrganisationFactory())
    SittingFactory(training_class=elsewhere)
    item = elsewhere.agenda.create(sitting=elsewhere.sittings.get(), title="Ở nơi khác")
    Speaker.objects.create(training_class=elsewhere, agenda_item=item, person=busy.person)
    sitting = SittingFactory(training_class=training_class)

    found = suggested_speakers(organiser, topic=topic, sitting=sitting)

    assert [(one.person.full_name, one.teaches, one.free) for one in found] == [
        ("Trần Thị Dạy", True, True),
        ("Phạm Thị Vắng", True, False),
        ("Võ Văn Bận", True, False),
        ("Lê Văn Khác", False, True),
    ]
    assert [one.full_month for one in found] == [False, False, True, False]
    afternoon = SittingFactory(training_class=training_class, part="afternoon")
    again = {one.person: one.free for one in suggested_speakers(organiser, topic=None, sitting=afternoon)}
    assert again == {first.person: True, away.person: False, other.person: True, busy.person: True}
    elsewhere.state = "cancelled"
    elsewhere.save()
    free = {one.person: one.free for one in suggested_speakers(organiser, topic=None, sitting=sitting)}
    assert free[busy.person]


def test_what_was_taught_is_counted_for_topic_speaker_and_month(organiser, stranger, make, topic, training_class):
    profile = make("Trần Thị Dạy", teaches=[topic], most_sittings=1)
    talk(organiser, training_class, profile, topic=topic)
    talk(organiser, training_class, profile, topic=topic, part="afternoon")

    (row,) = taught_topics(organiser, profile)
    assert (row.topic, row.times, row.last) == (topic, 2, DAY)
    (who,) = speakers_of_topic(organiser, topic)
    assert (who.profile, who.times, who.last) == (profile, 2, DAY)
    assert speakers_of_topic(stranger, topic) == []
    months = load_of_year(organiser, profile, 2026)
    assert [(each.month, each.sittings, each.too_many) for each in months if each.sittings] == [(11, 2, True)]
    assert not any(each.sittings for each in load_of_year(organiser, profile, 2025))


def test_a_merged_entry_speaks_as_the_one_that_stands(office, organiser, make, topic, training_class):
    profile = make("Trần Thị Mẫu", teaches=[topic])
    talk(organiser, training_class, profile, topic=topic)
    root = PersonFactory.known_to(office, full_name="Trần Thị Mẫu Đủ Tên")
    merging.merge_persons(actor=organiser, kept=root, merged=profile.person)
    (found,) = visible_speakers(organiser)

    (one,) = suggested_speakers(organiser, topic=topic, sitting=None)
    assert one.person == root
    assert taught_topics(organiser, found)[0].times == 1
    assert speakers_of_topic(organiser, topic)[0].times == 1
    with pytest.raises(ValidationError):
        speakers.add_speaker(actor=organiser, owner=office, person=root)


def test_an_erased_person_is_no_speaker_any_more(office, administrator, organiser, make):
    profile = make("Trần Thị Mẫu", note="Mời qua trường")

    erasure.erase_person(actor=administrator, person=profile.person, typed="Trần Thị Mẫu", reason="Đơn số 1")

    assert not visible_speakers(organiser).exists()
    profile.refresh_from_db()
    assert (profile.note, profile.active) == ("", False)


def test_topics_out_of_sight_stay_and_cannot_be_given(office, organiser, stranger, make, topic):
    theirs = OrganisationFactory()
    boss = UserFactory.with_role(theirs, RoleKind.ORGANISER)
    foreign = topics.save_topic(actor=boss, owner=theirs, title="Của nơi khác")
    profile = make("Trần Thị Dạy", teaches=[topic])
    profile.topic_links.create(topic=foreign)

    with pytest.raises(ValidationError):
        speakers.set_speaker_topics(actor=organiser, profile=make("Lê Văn Khác"), topics=[foreign])
    speakers.set_speaker_topics(actor=organiser, profile=profile, topics=[])

    assert [link.topic for link in profile.topic_links.all()] == [foreign]


@pytest.mark.parametrize("count", [3, 12])
def test_a_list_costs_the_same_whatever_its_length(organiser, make, topic, count):
    for number in range(count):
        make(f"Trần Thị Mẫu {number}", teaches=[topic])
    with CaptureQueriesContext(
        connection,
    ) as queries:
        found = list(with_topics(filtered_speakers(organiser, SpeakerFilter(first=DAY))))
    assert len(found) == count
    assert len(queries) == 3
    with CaptureQueriesContext(connection) as queries:
        suggested_speakers(organiser, topic=topic, sitting=None)
    assert len(queries) == 2
