"""Pages of speakers and topics, and whom the form of a programme item offers."""

from __future__ import annotations

import pytest
from django.urls import reverse

from caunoi.core.fields import lookup_hash
from caunoi.directory.models import Person
from caunoi.training.models import SpeakerProfile, Topic
from caunoi.training.services import speakers, topics
from tests.factories import PersonFactory, SittingFactory

pytestmark = [pytest.mark.django_db, pytest.mark.data]


@pytest.fixture
def topic(office, organiser):
    return topics.save_topic(actor=organiser, owner=office, title="Nghe và hỏi", outline="7 giải pháp\n1. Nghe")


@pytest.fixture
def profile(office, organiser, topic):
    person = PersonFactory.known_to(office, full_name="Trần Thị Dạy")
    made = speakers.add_speaker(actor=organiser, owner=office, person=person)
    speakers.set_speaker_topics(actor=organiser, profile=made, topics=[topic])
    return made


def test_a_speaker_is_added_after_a_look_at_who_is_known(desk, office, stranger):
    known = PersonFactory.known_to(office, full_name="Lê Thị Mẫu", birth_year=1970)
    address, form = reverse("desk:speaker_new"), {"owner": office.pk, "full_name": "le thi mau", "birth_year": "1970"}

    asked = desk.post(address, form).content.decode()
    assert "cùng họ tên, cùng năm sinh" in asked
    assert not SpeakerProfile.objects.exists()
    desk.post(address, {**form, "person": known.pk})
    assert SpeakerProfile.objects.get().person == known

    hidden = PersonFactory(full_name="Võ Văn Kín", phone="0905 111 222", phone_hash=lookup_hash("0905 111 222"))
    form = {"owner": office.pk, "full_name": "Võ Văn Kín", "phone": "0905111222"}
    asked = desk.post(address, form).content.decode()
    assert "V. V. K." in asked
    desk.post(address, {**form, "person": hidden.pk, "phone": "0905111223"})
    assert SpeakerProfile.objects.count() == 1
    desk.post(address, {**form, "person": hidden.pk})
    assert SpeakerProfile.objects.filter(person=hidden).exists()
    desk.post(address, {"owner": office.pk, "full_name": "Phạm Thị Chưa Ai Biết", "title": "Giảng viên"})
    assert str(Person.objects.get(full_name="Phạm Thị Chưa Ai Biết").posts.get()) == "Giảng viên"


def test_pages_of_a_speaker_change_what_they_show(desk, profile, topic):
    page = reverse("desk:speaker", args=[profile.pk])
    desk.post(reverse("desk:speaker_away", args=[profile.pk]), {"first_day": "12/11/2099", "last_day": "13/11/2099"})
    assert "12–13/11/2099" in desk.get(page).content.decode()
    desk.post(reverse("desk:speaker_back", args=[profile.pk, profile.away.get().pk]))
    assert not profile.away.exists()
    desk.post(reverse("desk:speaker_topics", args=[profile.pk]), {"topics": [], "sent": "1"})
    assert not profile.topic_links.exists()
    desk.post(reverse("desk:speaker_edit", args=[profile.pk]), {"based_in": "Huế", "most_sittings": "4"})
    profile.refresh_from_db()
    assert (profile.based_in, profile.most_sittings, profile.active) == ("Huế", 4, False)
    assert "Trần Thị Dạy" in desk.get(f"{reverse('desk:speaker_list')}?state=resting").content.decode()
    assert "Trần Thị Dạy" not in desk.get(f"{reverse('desk:speaker_list')}?state=active").content.decode()


def test_an_item_offers_speakers_and_says_who_is_away(desk, organiser, profile, topic, training_class):
    sitting = SittingFactory(training_class=training_class)
    address = reverse("desk:class_item_new", args=[training_class.code])
    form = {"kind": "topic", "title": "", "topic": topic.pk, "sitting": sitting.pk}

    looked = desk.post(address, {**form, "look": "1"}).content.decode()
    assert "Trần Thị Dạy · dạy chuyên đề này · rảnh buổi này" in looked
    assert not training_class.agenda.exists()
    speakers.add_away(actor=organiser, profile=profile, first_day=sitting.date)
    assert "vắng ngày này" in desk.post(address, {**form, "look": "1"}).content.decode()

    desk.post(address, {**form, "picked": [profile.person.pk]})

    item = training_class.agenda.get()
    assert (item.title, [each.person for each in item.speakers.all()]) == ("Nghe và hỏi", [profile.person])


def test_a_typed_speaker_with_a_near_name_is_asked_back(desk, office, training_class):
    known = PersonFactory.known_to(office, full_name="Nguyễn Thị Hương")
    sitting = SittingFactory(training_class=training_class)
    address = reverse("desk:class_item_new", args=[training_class.code])
    form = {"kind": "topic", "title": "Mục", "sitting": sitting.pk, "name_0": "Nguyễn Thịi Hương"}

    asked = desk.post(address, form).content.decode()

    assert "họ tên viết gần giống" in asked
    desk.post(address, {**form, "who_0": str(known.pk)})
    assert training_class.agenda.get().speakers.get().person == known


def test_a_topic_is_changed_compared_and_merged_on_pages(desk, office, organiser, topic):
    form = {"owner": office.pk, "title": topic.title, "outline": "7 giải pháp\n1. Nghe\n2. Hỏi", "revision": "1"}
    desk.post(reverse("desk:topic_edit", args=[topic.pk]), form)
    topic.refresh_from_db()
    assert topic.version == 2
    page = desk.get(reverse("desk:topic", args=[topic.pk])).content.decode()
    assert "tiêu đề ghi 7, thực có 2 ý" in page
    compared = desk.get(reverse("desk:topic_version", args=[topic.pk, 1])).content.decode()
    assert "<ins>2. Hỏi</ins>" in compared
    stale = desk.post(reverse("desk:topic_edit", args=[topic.pk]), {**form, "outline": "Khác"}).content.decode()
    assert "Khác" in stale
    topic.refresh_from_db()
    assert topic.version == 2
    other = topics.save_topic(actor=organiser, owner=office, title="Nghe, hỏi")
    desk.post(reverse("desk:topic_merge", args=[other.pk]), {"other": topic.pk})
    assert Topic.objects.get(pk=other.pk).merged_into == topic
    assert "Đã gộp vào" in desk.get(reverse("desk:topic", args=[other.pk])).content.decode()
    desk.post(reverse("desk:topic_state", args=[other.pk]), {"to": "part"})
    assert Topic.objects.get(pk=other.pk).merged_into is None
