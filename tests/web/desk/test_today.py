import datetime as dt

import pytest
from django.db import transaction
from django.test import Client
from django.utils import timezone

from caunoi.core.text import natural_key
from caunoi.directory.enums import RoleKind
from caunoi.directory.services.people import add_person
from caunoi.training.enums import ClassState
from caunoi.training.models import Question, Quota
from tests.factories import EnrolmentFactory, PlanFactory, SittingFactory, TrainingClassFactory, UserFactory


@pytest.fixture
def today():
    return timezone.localdate()


def shown(client):
    return client.get("/viec/").context


def test_todays_sittings_stand_under_their_class_in_the_order_of_the_day(desk, office, today):
    held = TrainingClassFactory(keeper=office, starts_on=today, ends_on=today, state=ClassState.HELD)
    SittingFactory(training_class=held, date=today, part="afternoon")
    SittingFactory(training_class=held, date=today, part="morning", starts_at=dt.time(7, 30))
    SittingFactory(training_class=held, date=today + dt.timedelta(days=1))
    found = shown(desk)["todays"]
    assert [(one.training_class, [s.part for s in one.sittings]) for one in found] == [(held, ["morning", "afternoon"])]


def test_classes_that_are_over_or_begin_soon_are_due(desk, office, today):
    def held(first, last, state):
        days = {"starts_on": today + dt.timedelta(days=first), "ends_on": today + dt.timedelta(days=last)}
        return TrainingClassFactory(keeper=office, state=state, **days)

    over, soon = held(-3, -2, ClassState.HELD), held(6, 7, ClassState.GATHERING)
    held(-3, -2, ClassState.CLOSED)
    held(-3, -2, ClassState.CANCELLED)
    held(8, 9, ClassState.PREPARING)
    held(2, 3, ClassState.HELD)
    context = shown(desk)
    assert (context["to_close"], context["soon"]) == ([over], [soon])


def test_open_questions_are_counted_by_class(desk, training_class):
    for number in range(3):
        Question.objects.create(training_class=training_class, text=str(number))
    Question.objects.create(training_class=training_class, text="đã trả lời", state="answered")
    assert [(one, one.open_count) for one in shown(desk)["asked"]] == [(training_class, 3)]


def test_recent_things_lead_back_to_their_pages_once_each(desk, organiser, office):
    with transaction.atomic():
        first = add_person(actor=organiser, organisation=office, full_name="Nguyễn Văn Mẫu")
        second = add_person(actor=organiser, organisation=office, full_name="Trần Thị Thử")
    found = shown(desk)["recent"]
    assert [one.url for one in found] == [f"/viec/danh-ba/nguoi/{p.pk}/" for p in (second, first)]


def test_another_office_sees_nothing_of_it(stranger, organiser, office, training_class, today):
    SittingFactory(training_class=training_class, date=today)
    Question.objects.create(training_class=training_class, text="?")
    add_person(actor=organiser, organisation=office, full_name="Nguyễn Văn Mẫu")
    client = Client()
    client.force_login(stranger)
    page = client.get("/viec/").content.decode()
    assert training_class.title not in page
    assert "Nguyễn Văn Mẫu" not in page


def test_units_missing_near_the_deadline_and_plans_to_approve_are_named(desk, office, administrator, stranger, today):
    def waiting(ahead, **fields):
        one = TrainingClassFactory(keeper=office, nominate_until=today + dt.timedelta(days=ahead), **fields)
        for name, seats in (("Tổ 1", 3), ("Tổ 2", 2), ("Tổ 3", 1)):
            Quota.objects.create(training_class=one, name=name, folded_name=natural_key(name), seats=seats)
        return one

    near, past = waiting(5), waiting(-1)
    waiting(30)
    waiting(1, state="held")
    EnrolmentFactory(training_class=near, unit_text="Tổ 3")
    plan = PlanFactory(owner=office, state="submitted")

    missing = desk.get("/viec/").context["missing"]
    assert [(one.training_class, one.units, one.names) for one in missing] == [(past, 3, 6), (near, 2, 5)]
    page = " ".join(desk.get("/viec/").content.decode().split())
    assert "còn thiếu 5 người của 2 đơn vị" in page
    assert "kế hoạch chờ bạn duyệt" not in page
    for user, sees in ((administrator, True), (stranger, False)):
        client = Client()
        client.force_login(user)
        shown = client.get("/viec/").content.decode()
        assert (plan.title in shown, near.title in shown) == (sees, sees)


def test_new_office_is_shown_three_first_steps_that_its_role_may_take(office):
    def steps(kind):
        client = Client()
        client.force_login(UserFactory.with_role(office, kind))
        page = client.get("/viec/")
        return page.context["new_office"], "/viec/lop/moi/" in page.content.decode()

    assert [steps(RoleKind.ORGANISER), steps(RoleKind.AUDITOR)] == [(True, True), (True, False)]


def test_today_costs_the_same_however_much_there_is(desk, organiser, office, today, django_assert_max_num_queries):
    for number in range(15):
        held = TrainingClassFactory(keeper=office, starts_on=today, ends_on=today)
        SittingFactory(training_class=held, date=today)
        Question.objects.create(training_class=held, text="?")
        add_person(actor=organiser, organisation=office, full_name=f"Mẫu {number}")
    with django_assert_max_num_queries(18):
        desk.get("/viec/")


@pytest.mark.django_db
def test_today_asks_strangers_to_sign_in(client):
    assert client.get("/viec/")["Location"].startswith("/tai-khoan/login/")
