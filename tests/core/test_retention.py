"""How long things are kept: periods as data, the dry run and the run."""

from __future__ import annotations

import datetime as dt
import io
import json

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management import call_command
from django.db import connection
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from caunoi.core import outbox, retention
from caunoi.core.fields import lookup_hash
from caunoi.core.models import AuditEntry, OutboxMessage, RetentionRule, RetentionRun
from caunoi.core.tasks import apply_retention
from caunoi.directory.models import AccountSession, Person
from caunoi.directory.services import merging, people
from caunoi.directory.services.periods import set_period
from tests.factories import EnrolmentFactory, OrganisationFactory, PersonFactory, TrainingClassFactory, UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.data]

NOW = dt.datetime(2026, 11, 20, 3, tzinfo=dt.UTC)
CONTACT = "contact_of_participants"


@pytest.fixture
def operator():
    return UserFactory(is_superuser=True)


def keep(name, days, **fields):
    given_fields = {"citation": "Quyết định của cơ quan", "valid_from": dt.date(2026, 1, 1)} | fields
    return RetentionRule.objects.create(kind=name, days=days, **given_fields)


def participant(office, *, ended, **fields):
    person = PersonFactory.known_to(
        office, phone="0905 111 222", phone_hash=lookup_hash("0905 111 222"), birth_year=1960, **fields
    )
    EnrolmentFactory(person=person, training_class=TrainingClassFactory(keeper=office, starts_on=ended, ends_on=ended))
    return person


def test_every_kind_says_since_when_and_by_which_rule():
    for kind in retention.kinds():
        assert str(kind.title)
        assert str(kind.counted_from)
        assert str(kind.citation)
        # No period of law is known here: none may claim to be one.
        assert kind.confidence == "own"


def test_without_a_rule_of_the_office_what_people_gave_is_kept(office):
    person = participant(office, ended=dt.date(2001, 1, 1))
    assert retention.run_all(now=NOW)[CONTACT] == 0
    person.refresh_from_db()
    assert person.phone == "0905 111 222"


def test_contact_goes_after_the_last_class_and_everything_else_stays(office):
    old = participant(office, ended=dt.date(2024, 1, 10))
    fresh = participant(office, ended=dt.date(2026, 11, 1))
    both = participant(office, ended=dt.date(2024, 1, 10))
    EnrolmentFactory(
        person=both,
        training_class=TrainingClassFactory(keeper=office, starts_on=dt.date(2026, 11, 1), ends_on=None),
    )
    speaker_never_enrolled = PersonFactory.known_to(office, birth_year=1950)
    keep(CONTACT, 365)

    assert retention.run(retention.kind_named(CONTACT), now=NOW) == 1

    old.refresh_from_db()
    assert (old.phone, old.phone_hash, old.birth_year, old.email) == ("", "", None, "")
    assert old.enrolments.count() == 1
    kept = Person.objects.filter(birth_year__isnull=False)
    assert set(kept) == {fresh, both, speaker_never_enrolled}
    row = AuditEntry.objects.get(action="core.cleared_away")
    assert (row.details, row.person_id) == ({"kind": CONTACT, "count": 1, "days": 365}, None)


def test_who_holds_a_post_or_an_account_is_no_mere_participant(office, administrator):
    held = participant(office, ended=dt.date(2024, 1, 10))
    people.add_post(actor=administrator, person=held, title="Trưởng thôn", organisation=office)
    UserFactory(person=participant(office, ended=dt.date(2024, 1, 10)))
    keep(CONTACT, 30)
    assert retention.run(retention.kind_named(CONTACT), now=NOW) == 0


def test_entries_of_one_person_are_kept_as_long_as_the_last_class_of_any(office, administrator):
    old = participant(office, ended=dt.date(2024, 1, 10))
    merging.merge_persons(actor=administrator, kept=participant(office, ended=dt.date(2026, 11, 1)), merged=old)
    keep(CONTACT, 365)
    assert retention.run(retention.kind_named(CONTACT), now=NOW) == 0


def test_period_is_dated_and_the_later_rule_holds(operator):
    kind = retention.kind_named("mails_sent")
    assert (retention.period_of(kind).days, retention.period_of(kind).since) == (30, None)
    tomorrow = timezone.localdate() + dt.timedelta(days=1)
    set_period(actor=operator, kind=kind, days=90, citation="Quyết định 5/QĐ")
    set_period(actor=operator, kind=kind, days=None, citation="Quyết định 6/QĐ", valid_from=tomorrow)
    assert retention.period_of(kind).days == 90
    assert retention.period_of(kind, tomorrow).days is None
    assert list(AuditEntry.objects.order_by("id").values_list("action", flat=True)) == ["directory.retention_set"] * 2
    assert AuditEntry.objects.order_by("id").first().details["days"] == [30, 90]


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"days": -1}, "days"),
        ({"days": 5_000}, "days"),
        ({"citation": "  "}, "citation"),
        ({"valid_from": dt.date(2020, 1, 1)}, "valid_from"),
    ],
)
def test_period_that_can_not_be_is_refused(operator, values, field):
    kind = retention.kind_named("mails_sent")
    with pytest.raises(ValidationError) as refused:
        set_period(**{"actor": operator, "kind": kind, "days": 5, "citation": "QĐ"} | values)
    assert list(refused.value.message_dict) == [field]


def test_only_who_keeps_the_installation_sets_a_period(administrator, stranger):
    with pytest.raises(PermissionDenied):
        set_period(actor=administrator, kind=retention.kind_named("mails_sent"), days=5, citation="QĐ")
    assert not RetentionRule.objects.exists()


def test_command_counts_without_changing_and_then_clears(office):
    message = outbox.enqueue(recipient="a@vi-du.vn", template="account", context={}, organisation_id=office.pk)
    OutboxMessage.objects.filter(pk=message.pk).update(state="sent", created_at=timezone.now() - dt.timedelta(days=31))

    def call(*words):
        out = io.StringIO()
        call_command("retention", *words, "--json", stdout=out)
        return {row["name"]: row for row in json.loads(out.getvalue())["kinds"]}

    assert call("--dry-run")["mails_sent"]["count"] == 1
    assert (OutboxMessage.objects.count(), RetentionRun.objects.count()) == (1, 0)
    assert call("mails_sent") == {
        "mails_sent": {"name": "mails_sent", "count": 1, "days": 30, "citation": call()["mails_sent"]["citation"],
                       "confidence": "own"}
    }  # fmt: skip
    assert not OutboxMessage.objects.exists()
    assert RetentionRun.objects.filter(kind="mails_sent", count=1).count() == 1


def test_nightly_job_clears_every_kind(office):
    AccountSession.objects.create(
        session_key="x" * 32, session_data="x", expire_date=timezone.now() - dt.timedelta(minutes=1)
    )
    assert apply_retention.func() == 1
    assert apply_retention.func() == 0
    assert {run.kind for run in RetentionRun.objects.all()} >= {"sessions", "mails_sent"}


class DryRun(TestCase):
    """What the dry run counts is what the run takes, whatever the ages and the period."""

    @settings(max_examples=20)
    @given(
        ages=st.lists(st.tuples(st.integers(0, 40), st.sampled_from(["sent", "given_up", "failed", "waiting"]))),
        classes=st.lists(st.integers(0, 40), max_size=5),
        days=st.one_of(st.none(), st.integers(0, 40)),
    )
    def test_run_takes_what_the_dry_run_counted(self, ages, classes, days):
        office = OrganisationFactory()
        now = timezone.now()
        for age, state in ages:
            message = outbox.enqueue(recipient="a@vi-du.vn", template="account", context={}, organisation_id=None)
            OutboxMessage.objects.filter(pk=message.pk).update(state=state, created_at=now - dt.timedelta(days=age))
        for age in classes:
            participant(office, ended=timezone.localdate(now) - dt.timedelta(days=age))
        for name in ("mails_sent", "mails_unsent", CONTACT):
            kind = retention.kind_named(name)
            keep(name, days)
            wanted = [set(rows.values_list("pk", flat=True)) for rows in retention.due(kind, days=days, now=now)]
            model = Person if name == CONTACT else OutboxMessage
            there = set(model.objects.filter(**with_data(name)).values_list("pk", flat=True))
            counted = retention.count_due(kind, days=days, now=now)

            gone = retention.run(kind, now=now)

            left = set(model.objects.filter(**with_data(name)).values_list("pk", flat=True))
            assert gone == counted == sum(map(len, wanted))
            assert there - left == set().union(*wanted)
            assert retention.count_due(kind, days=days, now=now) == 0


def with_data(name):
    return {"birth_year__isnull": False} if name == CONTACT else {}


def test_who_comes_back_to_a_class_meanwhile_is_kept(office):
    """Between the look for who is past the period and the clearing another clerk enrols the person."""
    person = participant(office, ended=dt.date(2024, 1, 10))
    fresh = TrainingClassFactory(keeper=office, starts_on=dt.date(2026, 11, 1), ends_on=dt.date(2026, 11, 1))
    keep(CONTACT, 365)
    looks = []

    def enrol_after_the_first_look(execute, sql, params, many, context):
        found = execute(sql, params, many, context)
        if "directory_person" in sql and not looks:
            looks.append(sql)
            EnrolmentFactory(person=person, training_class=fresh)
        return found

    with connection.execute_wrapper(enrol_after_the_first_look):
        assert retention.run(retention.kind_named(CONTACT), now=NOW) == 0
    person.refresh_from_db()
    assert looks
    assert person.phone == "0905 111 222"
    assert not AuditEntry.objects.filter(action="core.cleared_away").exists()


def test_many_are_taken_in_parts(office, monkeypatch):
    """Each part is a transaction of its own; one row tells of all of them."""
    for _number in range(3):
        participant(office, ended=dt.date(2024, 1, 10))
    keep(CONTACT, 30)
    monkeypatch.setattr(retention, "_PART", 1)
    kind = retention.kind_named(CONTACT)
    assert retention.run(kind, now=NOW) == 3
    assert RetentionRun.objects.get().count == 3
