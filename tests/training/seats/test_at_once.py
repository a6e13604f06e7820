"""Fifty units name people at the same moment, into the last seats of a class."""

from __future__ import annotations

import threading
from collections import Counter

import pytest
from django.db import connection

from caunoi.training.enums import NominationSource
from caunoi.training.models import Enrolment, Nomination, TrainingClass
from caunoi.training.services.seats import Nominee, QuotaRow, nominate, set_quotas
from tests.training.seats.office import Office

UNITS, EACH, SEATS = 50, 4, 100


@pytest.mark.data
@pytest.mark.django_db(transaction=True)
def test_fifty_units_share_the_last_hundred_seats():
    """One seat is promised to each unit; the other fifty serve whoever came first."""
    office = Office(SEATS)
    quotas = set_quotas(
        actor=office.clerk,
        training_class=office.one,
        rows=[QuotaRow(seats=1, name=f"Đơn vị {number}") for number in range(1, UNITS + 1)],
    )
    start, faults = threading.Barrier(UNITS), []

    def name(quota):
        try:
            start.wait(timeout=60)
            one = TrainingClass.objects.get(pk=office.one.pk)
            nominees = [Nominee(full_name=f"Người Thử {quota.name} {chr(65 + n)}") for n in range(EACH)]
            nominate(
                actor=office.clerk, training_class=one, quota=quota, nominees=nominees, source=NominationSource.DESK
            )
        except Exception as error:  # noqa: BLE001 - a thread's error would be lost
            faults.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=name, args=(quota,)) for quota in quotas]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=300)

    assert faults == []
    rows = list(Nomination.objects.order_by("place").values_list("place", "state", "quota"))
    assert [place for place, _state, _quota in rows] == list(range(1, UNITS * EACH + 1))
    assert Counter(state for _place, state, _quota in rows) == {"confirmed": SEATS, "waiting": UNITS * EACH - SEATS}
    assert Enrolment.objects.filter(state="nominated").count() == SEATS
    # Everybody has the own seat; the pool was served in the order in which they came.
    own, beyond, seen = [], [], set()
    for _place, state, quota in rows:
        (beyond if quota in seen else own).append(state)
        seen.add(quota)
    assert own == ["confirmed"] * UNITS
    assert beyond == ["confirmed"] * (SEATS - UNITS) + ["waiting"] * (UNITS * EACH - SEATS)
