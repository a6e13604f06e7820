"""Bad input at the door: every kind has a clear outcome, and nothing is lost."""

from __future__ import annotations

import datetime as dt
from uuid import uuid4

import pytest
from django.utils import timezone

from caunoi.core.models import AuditEntry
from caunoi.training.door_rules import Rules
from caunoi.training.enums import ClassState, DoorAnswer, DoorReviewKind, EnrolmentState, Mark
from caunoi.training.models import Attendance, DoorReview, DoorScan, Enrolment, MakeUp, Scan
from caunoi.training.queries.door import count_in, devices_of, walk_ins_by_sitting
from caunoi.training.queries.door_words import clock, reasons_of
from caunoi.training.queries.monitor import monitor
from caunoi.training.services import roster, tickets
from caunoi.training.services.attendance import CellMark, mark, rebuild_attendance
from caunoi.training.services.door import deriving, devices
from caunoi.training.services.door.deciding import decide, take_in
from tests.factories import EnrolmentFactory, SittingFactory, TrainingClassFactory

pytestmark = pytest.mark.django_db

MINUTE, HOUR = 60_000, 3_600_000


def marks(training_class):
    rows = Attendance.objects.filter(sitting__training_class=training_class).order_by("enrolment_id")
    return dict(rows.values_list("enrolment_id", "mark"))


def kinds():
    return list(DoorReview.objects.filter(answer="").order_by("id").values_list("kind", flat=True))


def test_ten_thousand_scans_of_one_code_are_kept_and_count_once(device, people, sitting, starts, training_class):
    for part in range(20):
        scans = [device.scan(people[0].pk, sitting.pk, starts + part * 1000 + n, verdict="again") for n in range(500)]
        assert len(device.send(scans).json()["taken"]) == 500

    assert DoorScan.objects.count() == 10_000
    assert (Scan.objects.count(), marks(training_class)) == (1, {people[0].pk: "present"})
    assert len(device.roster()["seen"]) == 1
    assert devices_of(training_class).get().scans_taken == 10_000


def test_scan_of_another_class_is_refused_and_counts_nowhere(device, sitting, starts):
    foreign = EnrolmentFactory()
    foreign_sitting = SittingFactory(training_class=foreign.training_class)
    scans = [
        device.scan(foreign.pk, sitting.pk, starts),
        device.scan(foreign.pk, foreign_sitting.pk, starts),
        device.scan(None, sitting.pk, starts, kind="teapot"),
        device.scan(None, sitting.pk, 0) | {"at": "noon"},
        device.scan(None, None, starts, kind="walk_in", walk_in={"name": " "}),
        "nonsense",
    ]
    answer = device.send(scans).json()

    assert answer["taken"] == []
    assert [one["code"] for one in answer["refused"]] == ["foreign"] * 2 + ["malformed"] * 4
    assert (DoorScan.objects.count(), Attendance.objects.count()) == (0, 0)


@pytest.mark.parametrize("body", [[], {"scans": 1}, {"scans": []}, {"scans": [], "now": True}, {"now": 1e400}])
def test_body_that_is_no_upload_is_told_so(device, body):
    answer = device.post("luot/", body)

    assert answer.status_code == 400
    assert answer.json()["words"]


def test_scan_of_a_sitting_that_was_removed_is_refused_and_kept_for_the_desk(device, people, sitting, starts):
    answer = device.send([device.scan(people[0].pk, sitting.pk + 999, starts)]).json()

    assert [one["code"] for one in answer["refused"]] == ["no_sitting"]
    assert (kinds(), Attendance.objects.count()) == ([DoorReviewKind.NO_SITTING], 0)


def test_device_taken_back_gets_nothing_and_its_scans_wait_aside(device, organiser, people, sitting, starts):
    training_class = people[0].training_class
    row = devices.revoke_device(actor=organiser, device=devices_of(training_class).get())
    scans = [device.scan(people[0].pk, sitting.pk, starts + 30 * MINUTE), device.scan(people[1].pk, sitting.pk, starts)]

    assert device.get("danh-sach/").status_code == 403
    assert device.get("tinh-hinh/").json()["code"] == "revoked"
    answer = device.send(scans)

    assert (answer.status_code, answer.json()["taken"]) == (403, [one["id"] for one in scans])
    assert (marks(training_class), kinds()) == ({}, [DoorReviewKind.REVOKED] * 2)
    assert row.revoked_at is not None
    first, second = DoorReview.objects.order_by("id")
    decide(actor=organiser, training_class=training_class, reviews=[first.pk], answer=DoorAnswer.TAKEN)
    decide(actor=organiser, training_class=training_class, reviews=[second.pk], answer=DoorAnswer.DISMISSED)
    assert (marks(training_class), kinds()) == ({people[0].pk: "late"}, [])


def test_clock_at_1970_is_present_and_its_lateness_waits_for_the_desk(device, organiser, people, sitting, starts):
    training_class = people[0].training_class
    scan = device.scan(people[0].pk, sitting.pk, 5_000, offset=None)
    device.send([scan])

    assert (marks(training_class), kinds()) == ({people[0].pk: "present"}, [DoorReviewKind.TIME])
    review = DoorReview.objects.get()
    decide(
        actor=organiser, training_class=training_class, reviews=[review.pk], answer=DoorAnswer.TAKEN, wanted=Mark.LATE,
        reason="Người trực cửa nhớ",
    )  # fmt: skip
    assert (marks(training_class), kinds()) == ({people[0].pk: "late"}, [])
    device.send([scan, device.scan(people[0].pk, sitting.pk, 6_000, offset=None)])
    assert (marks(training_class), kinds()) == ({people[0].pk: "late"}, [])


def test_clocks_an_hour_apart_tell_the_same_hours(device, other, people, sitting, starts):
    device.off, other.off = HOUR, -HOUR
    device.send([device.scan(people[0].pk, sitting.pk, starts + 20 * MINUTE)])
    other.send([other.scan(people[1].pk, sitting.pk, starts + 20 * MINUTE)])

    assert marks(people[0].training_class) == {people[0].pk: "late", people[1].pk: "late"}
    assert set(reasons_of(people[0].training_class).values()) == {
        f"quét vào {clock(starts + 20 * MINUTE)}, muộn 20 phút, hạn {clock(starts + 15 * MINUTE)}"
    }
    assert kinds() == []


def test_clerks_word_stands_and_a_later_scan_asks(device, organiser, people, sitting, starts):
    training_class = people[0].training_class
    mark(actor=organiser, training_class=training_class, cells=[
        CellMark(enrolment_id=people[0].pk, sitting_id=sitting.pk, mark=Mark.ABSENT),
        CellMark(enrolment_id=people[1].pk, sitting_id=sitting.pk, mark=Mark.PRESENT),
    ])  # fmt: skip
    device.send([device.scan(one.pk, sitting.pk, starts) for one in people[:2]])

    assert marks(training_class) == {people[0].pk: "absent", people[1].pk: "present"}
    assert kinds() == [DoorReviewKind.AGAINST_DESK]
    review = DoorReview.objects.get()
    decide(actor=organiser, training_class=training_class, reviews=[review.pk], answer=DoorAnswer.DISMISSED)
    device.send([device.scan(people[0].pk, sitting.pk, starts + MINUTE)])
    assert (marks(training_class)[people[0].pk], kinds()) == ("absent", [])
    assert AuditEntry.objects.filter(action="training.door_decided").count() == 1


def test_door_is_taken_where_the_desk_says_so(device, organiser, people, sitting, starts):
    training_class = people[0].training_class
    mark(actor=organiser, training_class=training_class, cells=[
        CellMark(enrolment_id=people[0].pk, sitting_id=sitting.pk, mark=Mark.ABSENT)])  # fmt: skip
    device.send([device.scan(people[0].pk, sitting.pk, starts + 16 * MINUTE)])

    decide(actor=organiser, training_class=training_class, reviews=[DoorReview.objects.get().pk],
           answer=DoorAnswer.TAKEN, reason="Theo lượt quét")  # fmt: skip

    assert marks(training_class) == {people[0].pk: "late"}


def test_walk_in_is_present_at_once_and_on_the_list_once_confirmed(device, other, organiser, sitting, starts):
    training_class = sitting.training_class
    walk = {"name": "Ngô Thị Đến Thêm", "unit": "Thôn Mẫu"}
    scan = device.scan(None, sitting.pk, starts + 20 * MINUTE, kind="walk_in", walk_in=walk)
    answer = device.send([scan, scan], sitting=sitting.pk).json()

    assert answer["in"] == 1
    assert (walk_ins_by_sitting(training_class), marks(training_class)) == ({sitting.pk: 1}, {})
    assert monitor(training_class).now.inside == 1
    row = take_in(actor=organiser, review=DoorReview.objects.get(), full_name=walk["name"], unit_text=walk["unit"])
    assert marks(training_class) == {row.pk: "late"}
    assert (walk_ins_by_sitting(training_class), count_in(training_class, sitting.pk)) == ({}, 1)
    assert monitor(training_class).now.inside == 1
    assert DoorScan.objects.get().name == ""
    assert (other.roster()["seen"][0]["e"], other.roster()["seen"][0]["kind"]) == (row.pk, "in")
    assert device.get("tinh-hinh/").json()["roster_changed"] is True


def test_walk_in_who_was_listed_all_along_counts_on_that_row(device, organiser, people, sitting, starts):
    device.send([device.scan(None, sitting.pk, starts, kind="walk_in", walk_in={"name": "Mẫu", "unit": ""})])

    take_in(actor=organiser, review=DoorReview.objects.get(), listed=people[0])

    assert marks(people[0].training_class) == {people[0].pk: "present"}
    assert Enrolment.objects.filter(training_class=people[0].training_class).count() == 3


def test_walk_in_taken_back_at_the_door_leaves_the_desk(device, people, sitting, starts):
    scan = device.scan(None, sitting.pk, starts, kind="walk_in", walk_in={"name": "Ngô Thị Nhầm", "unit": ""})
    device.send([scan])
    device.send([device.scan(None, sitting.pk, starts + MINUTE, kind="undo", of=scan["id"])])

    assert (kinds(), DoorScan.objects.first().name) == ([], "")


def test_substitute_from_the_door_takes_the_place_and_the_original_is_excused(
    device, organiser, people, sitting, starts
):
    training_class = people[0].training_class
    scan = device.scan(None, sitting.pk, starts, kind="substitute", instead_of=people[0].pk,
                       walk_in={"name": "Ngô Văn Thay", "unit": ""})  # fmt: skip
    device.send([scan])

    row = take_in(actor=organiser, review=DoorReview.objects.get(), full_name="Ngô Văn Thay")

    assert (row.substitute_for, marks(training_class)) == (people[0], {row.pk: "present"})
    device.send([device.scan(people[0].pk, sitting.pk, starts + MINUTE)])
    assert kinds() == [DoorReviewKind.BOTH_CAME]


def test_withdrawn_and_replaced_are_told_to_the_desk_and_not_counted(device, organiser, people, sitting, starts):
    training_class = people[0].training_class
    tickets.provide_tickets(training_class=training_class)
    lost = people[1].tickets.get().number
    tickets.replace_ticket(actor=organiser, enrolment=people[1])
    roster.withdraw(actor=organiser, enrolment=people[0])
    device.send([
        device.scan(people[0].pk, sitting.pk, starts, verdict="withdrawn"),
        # The device did not know yet.
        device.scan(people[0].pk, sitting.pk, starts),
        device.scan(people[1].pk, sitting.pk, starts, verdict="replaced", t=lost),
    ])  # fmt: skip

    assert (marks(training_class), kinds()) == ({}, [DoorReviewKind.REFUSED] * 2)
    review = DoorReview.objects.get(enrolment=people[1])
    decide(actor=organiser, training_class=training_class, reviews=[review.pk], answer=DoorAnswer.TAKEN,
           wanted=Mark.PRESENT)  # fmt: skip
    assert marks(training_class) == {people[1].pk: "present"}


def test_guest_counts_at_the_sitting_made_up_and_no_other(device, people, sitting, starts, training_class):
    guest = EnrolmentFactory(training_class=training_class, state=EnrolmentState.MAKE_UP)
    missed = SittingFactory(training_class=TrainingClassFactory(keeper=training_class.keeper))
    own = EnrolmentFactory(training_class=missed.training_class, person=guest.person)
    MakeUp.objects.create(enrolment=own, missed=missed, guest=guest, sitting=sitting)
    second = SittingFactory(training_class=training_class, part="afternoon", date=sitting.date)

    device.send([device.scan(guest.pk, sitting.pk, starts), device.scan(guest.pk, second.pk, starts)])

    assert marks(training_class) == {guest.pk: "present"}
    assert kinds() == [DoorReviewKind.REFUSED]


def test_scans_of_a_closed_class_change_nothing_until_it_is_reopened(device, organiser, people, sitting, starts):
    training_class = people[0].training_class
    training_class.state = ClassState.CLOSED
    training_class.save()
    assert device.get("danh-sach/").json()["code"] == "closed"

    answer = device.send([device.scan(people[0].pk, sitting.pk, starts + 20 * MINUTE)])

    assert len(answer.json()["taken"]) == 1
    assert (marks(training_class), kinds()) == ({}, [DoorReviewKind.CLOSED])
    training_class.state = ClassState.HELD
    training_class.save()
    decide(actor=organiser, training_class=training_class, reviews=[DoorReview.objects.get().pk],
           answer=DoorAnswer.TAKEN)  # fmt: skip
    assert marks(training_class) == {people[0].pk: "late"}


def test_other_rules_work_out_the_doors_marks_anew_and_leave_the_desks(device, organiser, people, sitting, starts):
    training_class = people[0].training_class
    device.send([device.scan(one.pk, sitting.pk, starts + 20 * MINUTE) for one in people[:2]])
    mark(actor=organiser, training_class=training_class, reason="Nhầm", cells=[
        CellMark(enrolment_id=people[1].pk, sitting_id=sitting.pk, mark=Mark.EXCUSED)])  # fmt: skip

    devices.set_rules(actor=organiser, training_class=training_class, rules=Rules(grace_minutes=30))

    assert marks(training_class) == {people[0].pk: "present", people[1].pk: "excused"}
    rebuild_attendance(training_class)
    assert marks(training_class) == {people[0].pk: "present", people[1].pk: "excused"}


def test_what_was_taken_and_not_counted_is_counted_by_the_job(device, people, sitting, starts, monkeypatch):
    def dies(**_class):
        raise RuntimeError("The server stops here.")

    monkeypatch.setattr("caunoi.training.services.door.uploading.derive_waiting", dies)
    scans = [device.scan(people[0].pk, sitting.pk, starts)]
    assert device.send(scans).json()["taken"] == [scans[0]["id"]]
    assert marks(people[0].training_class) == {}

    assert deriving.count_waiting() == 1

    assert marks(people[0].training_class) == {people[0].pk: "present"}
    assert deriving.count_waiting() == 0


def test_devices_hear_what_others_saw_and_not_what_they_saw_themselves(device, other, people, sitting, starts):
    cursor = other.roster()["cursor"]
    device.send([device.scan(people[0].pk, sitting.pk, starts, id=str(uuid4()))])

    news = other.get(f"tinh-hinh/?cursor={cursor}&sitting={sitting.pk}").json()

    assert news["seen"] == [{"e": people[0].pk, "sitting": sitting.pk, "kind": "in", "at": starts, "by": "Cửa chính"}]
    assert (news["in"], news["of"]) == (1, 3)
    assert other.get(f"tinh-hinh/?cursor={news['cursor']}").json()["seen"] == []
    assert device.get(f"tinh-hinh/?cursor={cursor}").json()["seen"] == []


def test_upload_asks_as_much_for_two_hundred_as_for_twenty(
    device, sitting, starts, training_class, django_assert_max_num_queries
):
    many = EnrolmentFactory.create_batch(220, training_class=training_class)
    device.roster()
    few = [device.scan(one.pk, sitting.pk, starts) for one in many[:20]]
    more = [device.scan(one.pk, sitting.pk, starts) for one in many[20:]]

    for scans in (few, more):
        with django_assert_max_num_queries(55):
            device.send(scans)

    assert Attendance.objects.count() == 220
    assert timezone.now() - devices_of(training_class).get().last_seen_at < dt.timedelta(minutes=5)
