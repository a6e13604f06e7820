from __future__ import annotations

import datetime as dt

import pytest

from caunoi.credentials.facts import AwardFacts, Holder
from caunoi.credentials.services.ledger import issue_awards
from tests.factories import PersonFactory

FACTS = AwardFacts(
    subject="kỹ năng hòa giải ở cơ sở",
    code="K7M3QX",
    organiser="Ủy ban nhân dân phường Thử Nghiệm",
    days=("2026-03-02", "2026-03-03"),
    hours=16,
    place="Hội trường phường",
    result="Hoàn thành",
)


def holders_of(office, count, start=0):
    people = [
        PersonFactory.known_to(office, full_name=f"Trần Thị Mẫu {number}") for number in range(start, start + count)
    ]
    return [Holder(person_id=person.pk, name=person.full_name, unit="Tổ dân phố số 1") for person in people]


@pytest.fixture
def issued(office, organiser):
    """Three certificates of one source."""
    return issue_awards(
        actor=organiser, owner=office, source="class:1", facts=FACTS, holders=holders_of(office, 3),
        issued_on=dt.date(2026, 3, 10),
    )  # fmt: skip
