"""A large class costs a page as many queries as a small one, and no more than twenty."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from caunoi.core.text import fold
from caunoi.directory.queries.scope import scope_of
from caunoi.training.models import AgendaItem, Attendance, Enrolment, Question, Scan, Sitting, Speaker, TrainingClass
from caunoi.training.services import closing
from tests.factories import PersonFactory, TrainingClassFactory

pytestmark = [pytest.mark.django_db, pytest.mark.data]

MOST = 20
# The overview asks every other class for rooms, speakers and people that are taken.
MOST_OF = {"class": 28}
PAGES = ("class", "class_programme", "class_results", "class_papers", "class_trail", "class_edit")


def build(office, *, people, sittings):
    made = TrainingClassFactory(
        keeper=office, starts_on=dt.date(2026, 3, 2), ends_on=dt.date(2026, 3, 31), state="held", quota=people
    )
    days = [dt.date(2026, 3, 2) + dt.timedelta(days=n // 2) for n in range(sittings)]
    columns = Sitting.objects.bulk_create(
        Sitting(training_class=made, date=day, part=("morning", "afternoon")[n % 2], order=n % 2 + 1)
        for n, day in enumerate(days)
    )
    items = AgendaItem.objects.bulk_create(
        AgendaItem(training_class=made, sitting=column, title=f"Chuyên đề {n}", position=1)
        for n, column in enumerate(columns)
    )
    speaker = PersonFactory.known_to(office)
    Speaker.objects.bulk_create(Speaker(training_class=made, agenda_item=item, person=speaker) for item in items)
    persons = PersonFactory.build_batch(people)
    type(persons[0]).objects.bulk_create(persons)
    rows = Enrolment.objects.bulk_create(
        Enrolment(
            training_class=made,
            person=person,
            unit_text=f"Tổ {n % 14}",
            folded_unit=fold(f"Tổ {n % 14}"),
            sort_name=person.sort_name,
        )
        for n, person in enumerate(persons)
    )
    scans = Scan.objects.bulk_create(
        Scan(enrolment=row, sitting=column, mark="present", source="desk") for row in rows for column in columns
    )
    Attendance.objects.bulk_create(
        Attendance(enrolment_id=scan.enrolment_id, sitting_id=scan.sitting_id, mark="present", scan=scan)
        for scan in scans
    )
    Question.objects.bulk_create(Question(training_class=made, text=f"Câu hỏi {n}?") for n in range(people // 10))
    return made


def cost(desk, name, *args, **query):
    with CaptureQueriesContext(connection) as asked:
        response = desk.get(reverse(f"desk:{name}", args=args), query)
    assert response.status_code == 200
    return len(asked)


@pytest.mark.parametrize("closed", [False, True])
def test_pages_of_a_large_class_cost_what_a_small_one_does(desk, office, organiser, closed):
    small, large = build(office, people=20, sittings=2), build(office, people=200, sittings=12)
    if closed:
        for each in (small, large):
            closing.close_class(actor=organiser, training_class=each, revision=1)
    desk.get(reverse("desk:class_list"))

    costs = {name: (cost(desk, name, small.code), cost(desk, name, large.code)) for name in PAGES}

    assert {name: few for name, (few, _many) in costs.items()} == {name: many for name, (_few, many) in costs.items()}
    assert {name: many for name, (_few, many) in costs.items() if many > MOST_OF.get(name, MOST)} == {}


@pytest.mark.parametrize("name", ["class_list", "topic_list"])
def test_lists_cost_the_same_for_20_and_200_rows(desk, office, name):
    from caunoi.training.models import Topic

    def fill(count):
        for number in range(count):
            Topic.objects.create(owner=office, title=f"Chuyên đề {number}", folded_title=f"chuyen de {number}")
            TrainingClassFactory(keeper=office)

    fill(20)
    few = cost(desk, name, size=100)
    fill(80)
    many = cost(desk, name, size=100)

    assert many == few
    assert many <= MOST
    assert TrainingClass.objects.count() == 100


def test_freezing_a_large_class_costs_what_a_small_one_does(office, organiser):
    def frozen(training_class):
        with CaptureQueriesContext(connection) as asked:
            closing.close_class(actor=organiser, training_class=training_class, revision=1)
        return len(asked)

    # A user's scope is read once and kept.
    scope_of(organiser)
    assert frozen(build(office, people=20, sittings=2)) == frozen(build(office, people=300, sittings=12))
