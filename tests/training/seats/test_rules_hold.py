"""Whatever happens to quotas and nominations, in whatever order, the rules of the seats hold."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from caunoi.core.errors import NotNow
from caunoi.core.models import AuditEntry
from caunoi.training.models import Enrolment, Nomination, Quota
from caunoi.training.queries.ledger import ledger_of
from caunoi.training.services import classes, roster
from caunoi.training.services.seats import (
    Nominee,
    change_quota,
    keep_seats,
    move_nomination,
    release_seats,
    replace_nominee,
    withdraw_nomination,
)
from tests.training.seats.office import Office

UNITS = ("A", "B", "C")
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("name"), st.sampled_from((*UNITS, None)), st.integers(1, 3)),
        st.tuples(st.just("withdraw"), st.integers(0, 30), st.none()),
        st.tuples(st.just("strike out"), st.integers(0, 30), st.none()),
        st.tuples(st.just("bring back"), st.integers(0, 30), st.none()),
        st.tuples(st.just("replace"), st.integers(0, 30), st.none()),
        st.tuples(st.just("move"), st.integers(0, 30), st.sampled_from((*UNITS, None))),
        st.tuples(st.just("quota"), st.sampled_from(UNITS), st.integers(0, 4)),
        st.tuples(st.just("total"), st.integers(1, 9), st.none()),
        st.tuples(st.just("release"), st.booleans(), st.none()),
    ),
    min_size=4,
    max_size=14,
)


class Walk:
    """Takes one step after the other, and looks at the whole class after each."""

    def __init__(self):
        self.office = Office(5, A=2, B=1, C=1)
        self.count = 0

    def chosen(self, number, *states):
        rows = list(Nomination.objects.filter(state__in=states).order_by("place", "created_at", "id"))
        return rows[number % len(rows)] if rows else None

    def take(self, step, what, more):  # noqa: C901, PLR0912 - one branch a step
        clerk, one = self.office.clerk, self.office.reload()
        before = AuditEntry.objects.count()
        live = self.chosen(what, "confirmed", "waiting") if isinstance(what, int) else None
        gone = self.chosen(what, "withdrawn") if step == "bring back" else None
        if step == "name":
            self.count += more
            made = self.office.name(what, *(f"Người {chr(65 + self.count)} {chr(97 + n)}" for n in range(more)))
            assert AuditEntry.objects.count() == before + len(made)
        elif step == "withdraw" and live:
            withdraw_nomination(actor=clerk, nomination=live)
        elif step == "strike out" and live and live.state == "confirmed":
            roster.withdraw(actor=clerk, enrolment=live.enrolment)
        elif step == "bring back" and gone and gone.enrolment:
            roster.restore(actor=clerk, enrolment=gone.enrolment)
        elif step == "replace" and live:
            self.count += 1
            new = replace_nominee(
                actor=clerk, nomination=live, nominee=Nominee(full_name=f"Thay {chr(65 + self.count)}")
            )
            assert (new.place, new.state, new.quota_id) == (live.place, live.state, live.quota_id)
        elif step == "move" and live:
            quota = self.office.units[more] if more else None
            if quota == live.quota:
                return
            move_nomination(actor=clerk, nomination=live, quota=quota)
        elif step == "quota":
            quota = Quota.objects.get(pk=self.office.units[what].pk)
            change_quota(actor=clerk, quota=quota, seats=more)
            if quota.seats == more:
                return
        elif step == "total":
            classes.change_class(actor=clerk, training_class=one, revision=one.revision, quota=what)
            if one.quota == what:
                return
        elif step == "release":
            (release_seats if what else keep_seats)(actor=clerk, training_class=one)
            if (one.seats_released_at is not None) == what:
                return
        else:
            return
        assert AuditEntry.objects.count() > before, step

    def look(self):
        one = self.office.reload()
        ledger = ledger_of(one)
        assert ledger.taken_in_all <= one.quota
        seated = set(Enrolment.objects.filter(training_class=one, state="nominated").values_list("person", flat=True))
        confirmed = Nomination.objects.filter(training_class=one, state="confirmed")
        assert seated == set(confirmed.values_list("person", flat=True))
        waiting = Nomination.objects.filter(training_class=one, state="waiting").order_by("place")
        # Nobody waits who is entitled to a seat that is free.
        assert [row.place for row in waiting if ledger.admits(row.quota_id)] == []


@pytest.mark.data
@pytest.mark.django_db
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(steps=STEPS)
def test_no_order_of_steps_breaks_the_rules(steps):
    point = transaction.savepoint()
    walk = Walk()
    for step in steps:
        try:
            with transaction.atomic():
                walk.take(*step)
        except (NotNow, ValidationError):
            pass
        walk.look()
    transaction.savepoint_rollback(point)
