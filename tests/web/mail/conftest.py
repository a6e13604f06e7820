from __future__ import annotations

import datetime as dt

import pytest

from caunoi.core.models import SendingHours
from caunoi.core.outbox import enqueue

CONTEXT = {
    "to": "Lê Thị Thử",
    "sender": "Trần Văn Mẫu",
    "title": "Tập <huấn> & hòa giải",
    "number": 7,
    "site": "Phường",
    "note": "Thêm ảnh.",
}


@pytest.fixture(autouse=True)
def _at_any_hour(request):
    """These tests run at night too; what the hours forbid is tested in tests/core/jobs."""
    if {"db", "transactional_db"} & set(request.fixturenames):
        request.getfixturevalue("transactional_db" if "transactional_db" in request.fixturenames else "db")
        SendingHours.objects.create(valid_from=dt.date(2000, 1, 1), opens_at=dt.time(0), closes_at=dt.time.max)


@pytest.fixture
def message(db):
    return enqueue(recipient="mau@example.vn", template="article_submitted", context=CONTEXT, organisation_id=None)
