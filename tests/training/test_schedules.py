"""A plan scheduled: proposed from the records, adjusted by hand, made into classes at once, taken back at once."""

from __future__ import annotations

import datetime as dt
import threading

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from caunoi.core.errors import NotNow, StaleChange
from caunoi.core.text import fold
from caunoi.training.models import (
    AgendaItem,
    OfficeBusyDay,
    Room,
    ScheduleProposal,
    Sitting,
    Speaker,
    SpeakerAway,
    SpeakerProfile,
    SpeakerTopic,
    Topic,
    TrainingClass,
    VenuePoint,
)
from caunoi.training.queries.schedules import gap_percent
from caunoi.training.services.schedules import accepting, adjusting, proposing
from tests.factories import (
    OrganisationFactory,
    PersonFactory,
    PlanFactory,
    PlanItemFactory,
    SittingFactory,
    TrainingClassFactory,
    UserFactory,
)

pytestmark = [pytest.mark.django_db, pytest.mark.data]
CLERKS = 4

YEAR = dt.date.today().year + 1  # noqa: DTZ011 - a year that is not over on any clock


class Office:
    """An office with a plan of three classes, a room of sixty, a small one, and one speaker."""

    def __init__(self):
        self.owner = OrganisationFactory()
        self.boss = UserFactory.with_role(self.owner)
        self.plan = PlanFactory(owner=self.owner, year=YEAR)
        title = "Kỹ năng hòa giải"
        self.topic = Topic.objects.create(owner=self.owner, title=title, folded_title=fold(title))
        self.item = PlanItemFactory(plan=self.plan, topic=self.topic, class_count=3, seats=50, quarter=2, sittings=2)
        self.hall = self.room("Hội trường lớn", 60)
        self.small = self.room("Phòng họp nhỏ", 20)
        self.person = PersonFactory.known_to(self.owner)
        self.profile = SpeakerProfile.objects.create(owner=self.owner, person=self.person)
        SpeakerTopic.objects.create(profile=self.profile, topic=self.topic)

    def room(self, name, capacity):
        return Room.objects.create(owner=self.owner, name=name, folded_name=fold(name), capacity=capacity)

    def propose(self):
        made = proposing.request_schedule(actor=self.boss, plan=self.plan, seconds=5)
        proposing.work_out(proposal_id=made.pk)
        made.refresh_from_db()
        return made


@pytest.fixture
def office():
    return Office()


def test_schedule_is_proposed_from_the_records(office):
    SpeakerAway.objects.create(profile=office.profile, first_day=dt.date(YEAR, 4, 1), last_day=dt.date(YEAR, 5, 31))
    OfficeBusyDay.objects.create(
        owner=office.owner, first_day=dt.date(YEAR, 6, 1), last_day=dt.date(YEAR, 6, 10), words="Bầu cử"
    )
    proposal = office.propose()
    slots = list(proposal.slots.order_by("first_day"))
    assert (proposal.state, proposal.progress, gap_percent(proposal)) == ("ready", 100, 0)
    assert [slot.room for slot in slots] == [office.hall] * 3
    assert [slot.speaker for slot in slots] == [office.profile] * 3
    assert all(dt.date(YEAR, 6, 11) <= slot.first_day <= dt.date(YEAR, 6, 30) for slot in slots)
    assert all(slot.first_day.weekday() < 5 for slot in slots)
    assert len({slot.first_day for slot in slots}) == 3


def test_class_without_a_place_says_why_and_keeps_what_is_settled(office):
    Room.objects.filter(pk=office.hall.pk).update(capacity=49)
    proposal = office.propose()
    assert [slot.reasons[0]["code"] for slot in proposal.slots.order_by("number")] == ["room_too_small"] * 3
    assert [slot.reasons[0]["number"] for slot in proposal.slots.order_by("number")] == [49] * 3


def test_room_and_speaker_taken_by_anybody_are_left_alone(office):
    elsewhere = TrainingClassFactory(starts_on=dt.date(YEAR, 4, 1), ends_on=dt.date(YEAR, 6, 30))
    VenuePoint.objects.create(training_class=elsewhere, name="Điểm cầu", room=office.hall)
    days = [dt.date(YEAR, 4, 1) + dt.timedelta(days=n) for n in range(91)]
    Sitting.objects.bulk_create(
        Sitting(training_class=elsewhere, date=day, part="morning", order=1) for day in days if day.day != 15
    )
    free = [dt.date(YEAR, 4, 15), dt.date(YEAR, 5, 15), dt.date(YEAR, 6, 15)]
    proposal = office.propose()
    placed = [slot.first_day for slot in proposal.slots.order_by("first_day") if slot.sittings]
    assert placed == [day for day in free if day.weekday() < 5]
    assert all(slot.reasons for slot in proposal.slots.order_by("number") if not slot.sittings)


def test_changed_by_hand_it_stays_and_clashes_are_named(office):
    proposal = office.propose()
    one, other, third = proposal.slots.order_by("first_day")
    with pytest.raises(ValidationError) as refused:
        adjusting.change_slot(
            actor=office.boss, slot=one, day=other.first_day, part="morning", room=office.hall, speaker=None
        )
    assert "Hội trường lớn" in refused.value.messages[0]
    day = next(
        day
        for day in (dt.date(YEAR, 5, 10) + dt.timedelta(days=n) for n in range(9))
        if day.weekday() < 5 and day not in {other.first_day, third.first_day}
    )
    adjusting.change_slot(
        actor=office.boss,
        slot=one,
        day=day,
        part="afternoon",
        room=office.small,
        speaker=office.profile,
        keep_room=True,
    )
    before = {slot.pk: (slot.first_day, slot.room_id, slot.speaker_id) for slot in proposal.slots.order_by("pk")}
    again = office.propose()
    assert again.pk == proposal.pk
    after = {slot.pk: (slot.first_day, slot.room_id, slot.speaker_id) for slot in again.slots.order_by("pk")}
    assert after == before
    assert after[one.pk] == (day, office.small.pk, office.profile.pk)
    assert again.slots.get(pk=one.pk).part == "afternoon"
    with pytest.raises(ValidationError):
        adjusting.change_slot(
            actor=office.boss, slot=one, day=dt.date(YEAR, 1, 1), part="morning", room=None, speaker=None
        )


def test_accepted_it_becomes_classes_and_is_taken_back_at_once(office):
    proposal = office.propose()
    with pytest.raises(StaleChange):
        accepting.accept_schedule(actor=office.boss, plan=office.plan, revision=proposal.revision - 1)
    assert accepting.accept_schedule(actor=office.boss, plan=office.plan, revision=proposal.revision) == 3
    made = TrainingClass.objects.filter(plan_item=office.item).order_by("starts_on")
    assert [one.starts_on for one in made] == [slot.first_day for slot in proposal.slots.order_by("first_day")]
    assert [one.venue_points.get().room for one in made] == [office.hall] * 3
    assert [list(one.sittings.values_list("part", flat=True)) for one in made] == [["morning", "afternoon"]] * 3
    assert Speaker.objects.filter(training_class__in=made, person=office.person).count() == 6
    assert AgendaItem.objects.filter(training_class__in=made, topic=office.topic).count() == 6
    with pytest.raises(NotNow):
        proposing.request_schedule(actor=office.boss, plan=office.plan)
    assert accepting.undo_schedule(actor=office.boss, plan=office.plan) == 3
    assert not TrainingClass.objects.filter(plan_item=office.item).exists()
    assert proposing.request_schedule(actor=office.boss, plan=office.plan).state == "waiting"


def test_class_that_was_worked_on_is_not_taken_back(office):
    proposal = office.propose()
    accepting.accept_schedule(actor=office.boss, plan=office.plan, revision=proposal.revision)
    TrainingClass.objects.filter(pk=office.item.classes.order_by("pk").first().pk).update(revision=2)
    with pytest.raises(NotNow):
        accepting.undo_schedule(actor=office.boss, plan=office.plan)
    assert office.item.classes.count() == 3


def test_what_others_did_meanwhile_is_refused_and_nothing_is_written(office):
    proposal = office.propose()
    slot = proposal.slots.order_by("first_day").last()
    elsewhere = TrainingClassFactory(title="Lớp bí mật của xã khác", starts_on=slot.first_day, ends_on=slot.first_day)
    SittingFactory(training_class=elsewhere)
    VenuePoint.objects.create(training_class=elsewhere, name="Điểm cầu", room=office.hall)
    with pytest.raises(ValidationError) as refused:
        accepting.accept_schedule(actor=office.boss, plan=office.plan, revision=proposal.revision)
    assert "Hội trường lớn" in refused.value.messages[0]
    assert "bí mật" not in str(refused.value)
    assert not TrainingClass.objects.filter(plan_item=office.item).exists()
    assert ScheduleProposal.objects.get().state == "ready"


def test_search_is_stopped(office):
    proposal = proposing.request_schedule(actor=office.boss, plan=office.plan)
    with pytest.raises(NotNow):
        proposing.request_schedule(actor=office.boss, plan=office.plan)
    proposing.stop_schedule(actor=office.boss, plan=office.plan)
    assert proposing.work_out(proposal_id=proposal.pk) == 0
    proposal.refresh_from_db()
    assert proposal.state == "failed"


def test_pages_walk_from_nothing_to_classes(client, office, django_assert_max_num_queries):
    client.force_login(office.boss)
    page = reverse("desk:plan_schedule", args=[office.plan.code])
    assert reverse("desk:plan_schedule_propose", args=[office.plan.code]) in client.get(page).content.decode()
    client.post(
        reverse("desk:plan_schedule_busy", args=[office.plan.code]),
        {"first": f"01/04/{YEAR}", "last": f"03/04/{YEAR}", "words": "Họp hội đồng"},
    )
    PlanItemFactory(plan=office.plan, class_count=40, seats=999, quarter=1)
    proposal = office.propose()
    for view in ("week", "room", "speaker"):
        with django_assert_max_num_queries(30):
            shown = client.get(page, {"view": view}).content.decode()
        assert shown.count("Kỹ năng hòa giải") >= 43
        assert "Họp hội đồng" in shown
        assert "999" in shown
    slot = proposal.slots.filter(item=office.item).order_by("first_day").first()
    address = reverse("desk:plan_schedule_slot", args=[office.plan.code, slot.pk])
    assert client.get(address).status_code == 200
    answer = client.post(
        address, {"day": f"{slot.first_day:%d/%m/%Y}", "part": "morning", "room": str(office.hall.pk), "keep_day": "on"}
    )
    assert answer.status_code == 302
    proposal.refresh_from_db()
    client.post(
        reverse("desk:plan_schedule_accept", args=[office.plan.code]), {"revision": proposal.revision}, follow=True
    )
    assert office.item.classes.count() == 3
    client.post(reverse("desk:plan_schedule_undo", args=[office.plan.code]))
    assert office.item.classes.count() == 0


def queries_of_making(office, count):
    office.item.class_count = count
    office.item.save()
    proposal = office.propose()
    with CaptureQueriesContext(connection) as queries:
        accepting.accept_schedule(actor=office.boss, plan=office.plan, revision=proposal.revision)
    accepting.undo_schedule(actor=office.boss, plan=office.plan)
    return len(queries)


def test_each_class_of_a_schedule_costs_few_queries(office):
    few, many = queries_of_making(office, 2), queries_of_making(office, 12)
    # Its rows, its row of the trail, and its search document.
    assert (many - few) / 10 <= 16


@pytest.mark.django_db(transaction=True)
def test_two_clerks_who_accept_at_once_make_the_classes_once():
    office = Office()
    proposal = office.propose()
    start, made, refused, faults = threading.Barrier(CLERKS), [], [], []

    def accept():
        try:
            start.wait(timeout=60)
            made.append(accepting.accept_schedule(actor=office.boss, plan=office.plan, revision=proposal.revision))
        except (NotNow, StaleChange) as no:
            refused.append(no)
        except Exception as error:  # noqa: BLE001 - a thread's error would be lost
            faults.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=accept) for _clerk in range(CLERKS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=120)
    assert faults == []
    assert (made, len(refused)) == ([3], CLERKS - 1)
    assert TrainingClass.objects.count() == 3
