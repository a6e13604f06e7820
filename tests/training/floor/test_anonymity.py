"""Nobody joins a sheet to who handed it in: tried with the whole database, the keys, the trail and the logs."""

from __future__ import annotations

import datetime as dt
import json
import logging
import re
from collections import Counter

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from caunoi.core.models import AuditEntry
from caunoi.training.enums import AgendaKind, ClassState, Mark
from caunoi.training.models import (
    AgendaItem,
    EvaluationTally,
    PooledSheet,
    Survey,
    SurveyMark,
    SurveyRemark,
    SurveySheet,
    Ticket,
    UsedSlip,
)
from caunoi.training.queries.surveys import questions_for
from caunoi.training.queries.tickets import page_token
from caunoi.training.services.attendance import CellMark, mark
from caunoi.training.services.surveys import sheets
from caunoi.training.services.surveys.running import close_survey, open_survey
from caunoi.training.services.tickets import provide_tickets
from tests.factories import EnrolmentFactory, PersonFactory, SittingFactory

pytestmark = [pytest.mark.django_db, pytest.mark.data]

PEOPLE = 14
DETACHED = (SurveyMark, UsedSlip, PooledSheet, SurveySheet, SurveyRemark)


@pytest.fixture
def survey(training_class, organiser):
    """An open evaluation of a class with one topic, in which everybody was there."""
    training_class.state = ClassState.HELD
    training_class.save()
    sitting = SittingFactory(training_class=training_class)
    AgendaItem.objects.create(training_class=training_class, sitting=sitting, title="Hòa giải", kind=AgendaKind.TOPIC)
    rows = [
        EnrolmentFactory(training_class=training_class, person=PersonFactory(full_name=f"Trần Thị Zxq{n:02}"))
        for n in range(PEOPLE)
    ]
    cells = [CellMark(enrolment_id=row.pk, sitting_id=sitting.pk, mark=Mark.PRESENT) for row in rows]
    mark(actor=organiser, training_class=training_class, cells=cells)
    provide_tickets(training_class=training_class)
    return open_survey(actor=organiser, training_class=training_class)


@pytest.fixture
def tickets(survey):
    return list(Ticket.objects.filter(training_class=survey.training_class).order_by("enrolment_id"))


def rows_as_they_lie(model) -> list[dict[str, object]]:
    """Return the rows of a table in the order in which they lie in it, as a copy of the database shows them."""
    place = "rowid" if connection.vendor == "sqlite" else "ctid"
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT * FROM "{model._meta.db_table}" ORDER BY {place}')
        names = [column[0] for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def dump() -> dict[str, list[str]]:
    """Return every row of every table as text, tables by name."""
    with connection.cursor() as cursor:
        tables = [name for name in connection.introspection.table_names(cursor) if not name.startswith("core_task")]
        found = {}
        for table in tables:
            cursor.execute(f'SELECT * FROM "{table}"')
            found[table] = [json.dumps(row, default=str, ensure_ascii=False) for row in cursor.fetchall()]
    return found


def fill_in(ticket, survey, number) -> str:
    """Take a sheet and hand it in through the pages; ``number`` tells it from every other. Returns the slip."""
    phone = Client()
    taken = phone.post(reverse("hall:pocket_sheet", args=[page_token(ticket), survey.pk]))
    slip = taken.url.rstrip("/").rsplit("/", 1)[1]
    topic = questions_for(survey)[0].key
    phone.get(taken.url)
    answer = phone.post(taken.url, {f"q-{topic}": str(number % 5 + 1), "q-loi": f"Góp ý {number:03} qwv"})
    assert answer.url == reverse("hall:sheet_done")
    assert not phone.cookies
    return slip


def number_in(row) -> int:
    return int(re.search(r"Góp ý (\d{3})", row["text"])[1])


def test_neither_database_nor_keys_nor_trail_nor_logs_join_a_sheet_to_a_person(survey, tickets, caplog):
    caplog.set_level(logging.DEBUG)
    trail = AuditEntry.objects.count()
    slips, readable = [], 0
    for number, ticket in enumerate(tickets):
        slips.append(fill_in(ticket, survey, number))
        # What can be read grows by five at a time or not at all: two copies of the database differ by no single sheet.
        now = SurveySheet.objects.count()
        assert now - readable in {0, 5}
        readable = now
        assert len(rows_as_they_lie(SurveyRemark)) == now
        assert not EvaluationTally.objects.exists()
    assert readable == 5
    # Whoever holds the keys knows who took a sheet, and tries: the order of marks against that of sheets and words.
    order = [row["mark"] for row in rows_as_they_lie(SurveyMark)]
    known = {m: n for n, t in enumerate(tickets) for m in sheets._marks(survey, f"enrolment {t.enrolment_id}")}
    assert [known[one] for one in order] != list(range(PEOPLE))
    pooled = [one.body["loi"] for one in PooledSheet.objects.raw(_as_they_lie(PooledSheet))]
    assert pooled != sorted(pooled)
    # The pool is no reading for who has the database alone.
    assert not any("qwv" in str(row["body"]) for row in rows_as_they_lie(PooledSheet))
    before = dump()
    for secret in [*slips, *(page_token(one) for one in tickets)]:
        assert not [table for table, rows in before.items() if any(secret in row for row in rows)]
    for model in DETACHED:
        told = json.dumps(rows_as_they_lie(model), default=str, ensure_ascii=False)
        assert not [one for one in tickets if one.number in told or str(one.enrolment.person_id) in told]

    close_survey(actor=None, survey=survey)

    assert Survey.objects.get().sheets == PEOPLE
    # With the hashes and the salt gone, the keys tell nothing.
    assert not [model for model in (SurveyMark, UsedSlip, PooledSheet) if model.objects.exists()]
    assert Survey.objects.get().salt == ""
    # The order of rows is none of those in which people came, and ticks lie apart from words.
    laid = [number_in(row) for row in rows_as_they_lie(SurveyRemark)]
    assert sorted(laid) == list(range(PEOPLE))
    assert sum(place == number for place, number in enumerate(laid)) < PEOPLE // 2
    ticks = [json.loads(row["answers"]) if isinstance(row["answers"], str) else row["answers"]
             for row in rows_as_they_lie(SurveySheet)]  # fmt: skip
    assert Counter(len(one) for one in ticks) == {1: PEOPLE}
    assert [set(one.values()) for one in ticks] != [{number % 5 + 1} for number in laid]
    # Random keys and no time: nothing to sort by.
    for model in (SurveySheet, SurveyRemark):
        assert {row.pk.version for row in model.objects.all()} == {4}
        kinds = {field.get_internal_type() for field in model._meta.fields}
        assert not kinds & {"DateTimeField", "DateField", "AutoField", "BigAutoField"}
    # One row of the trail: that it was closed. Topics moved once, by everything at once.
    assert AuditEntry.objects.count() == trail + 1
    tally = EvaluationTally.objects.get()
    assert (tally.phone_sheets, tally.counts) == (PEOPLE, (0, 0, 0, 0, 0))
    # The logs hold addresses by their pattern, and no word that anybody typed.
    lines = "\n".join(f"{record.getMessage()} {record.__dict__}" for record in caplog.records
                      if record.name.startswith("caunoi"))  # fmt: skip
    for secret in [*slips, *(page_token(one) for one in tickets), "qwv"]:
        assert secret not in lines


def _as_they_lie(model) -> str:
    place = "rowid" if connection.vendor == "sqlite" else "ctid"
    return f'SELECT * FROM "{model._meta.db_table}" ORDER BY {place}'


def test_fewer_than_five_sheets_are_thrown_away_unread(survey, tickets, organiser):
    for number, ticket in enumerate(tickets[:4]):
        fill_in(ticket, survey, number)
    close_survey(actor=organiser, survey=survey)
    assert Survey.objects.get().sheets is None
    assert not any(model.objects.exists() for model in (*DETACHED, EvaluationTally))
    row = AuditEntry.objects.latest("id")
    assert not re.search(r"\b4\b", json.dumps(row.details))


def test_only_who_was_there_gets_a_sheet_and_each_one(survey, tickets, training_class):
    absent = EnrolmentFactory(training_class=training_class)
    provide_tickets(training_class=training_class)
    away = Ticket.objects.get(enrolment=absent)
    address = reverse("hall:pocket_sheet", args=[page_token(away), survey.pk])
    assert Client().post(address).status_code == 404
    assert "Đánh giá lớp" not in Client().get(reverse("hall:pocket", args=[page_token(away)])).content.decode()

    own = reverse("hall:pocket_sheet", args=[page_token(tickets[0]), survey.pk])
    first = Client().post(own)
    assert "đã lấy phiếu" in Client().post(own).content.decode()
    topic = questions_for(survey)[0].key
    assert Client().post(first.url, {f"q-{topic}": "9"}).status_code == 200
    assert Client().post(first.url, {}).status_code == 200
    Client().post(first.url, {f"q-{topic}": "4"})
    again = Client().post(first.url, {f"q-{topic}": "1"})
    assert (again.status_code, PooledSheet.objects.count()) == (409, 1)
    forged = first.url.rstrip("/")[:-1] + ("A/" if first.url.rstrip("/")[-1] != "A" else "B/")
    assert Client().get(forged).status_code == 404


def test_a_sheet_of_a_closed_survey_is_taken_no_more(survey, tickets):
    own = reverse("hall:pocket_sheet", args=[page_token(tickets[0]), survey.pk])
    taken = Client().post(own)
    Survey.objects.update(closes_on=timezone.localdate() - dt.timedelta(days=1))
    assert Client().get(own).status_code == 404
    from caunoi.training.services.surveys.running import close_overdue

    assert (close_overdue(), close_overdue()) == (1, 0)
    assert Client().get(taken.url).status_code == 404
    assert Client().post(taken.url, {"q-to-chuc": "4"}).status_code == 404
