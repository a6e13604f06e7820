"""Reminders of missing names: by e-mail with a pause, noted from a message group, by themselves before the deadline."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from caunoi.core.models import AuditEntry, HolidayChange, OutboxMessage
from caunoi.core.workdays import Calendar
from caunoi.directory.models import Organisation
from caunoi.training.enums import Action, ClassState, ReminderWay
from caunoi.training.models import NominationLink, QuotaReminder, TrainingClass
from caunoi.training.queries.reminders import reminder_rows
from caunoi.training.services.seats import note_message, send_reminders, set_deadline, set_reminding
from caunoi.training.tasks import remind_units
from tests.training.seats.office import Office

pytestmark = [pytest.mark.django_db, pytest.mark.data]


@pytest.fixture
def office():
    """A and B are missing and have an address, C is missing without one, D has named everybody."""
    one = Office(20, A=3, B=2, C=1, D=1)
    for name in "ABD":
        Organisation.objects.filter(pk=one.offices[name].pk).update(email=f"{name.lower()}@thu.example")
    one.name("A", "An Một")
    one.name("D", "Dũng Một")
    return one


def send(office, *units, **more):
    return send_reminders(
        actor=office.clerk, training_class=office.one, quotas=[office.units[name] for name in units], **more
    )


def mailed():
    return [(one.recipient, one.context["missing"]) for one in OutboxMessage.objects.order_by("created_at", "pk")]


def log():
    rows = QuotaReminder.objects.order_by("id").select_related("quota", "sent_by")
    return [(one.quota.name, one.way, one.missing, one.sent_by) for one in rows]


def test_units_still_missing_get_a_mail_and_the_log_says_so(office):
    told = send(office, "A", "B", "C", "D")

    assert mailed() == [("a@thu.example", 2), ("b@thu.example", 2)]
    assert [[quota.name for quota in quotas] for quotas in (told.mailed, told.unreachable, told.complete)] == [
        ["Phường A", "Phường B"], ["Phường C"], ["Phường D"],
    ]  # fmt: skip
    email = ReminderWay.EMAIL
    assert log() == [("Phường A", email, 2, office.clerk), ("Phường B", email, 2, office.clerk)]
    row = AuditEntry.objects.get(action=Action.REMINDED)
    assert row.details == {"units": ["Phường A: 2", "Phường B: 2"], "reminded_by": "email"}
    # A mail of the day is no mail of the night: it is not urgent, so the outbox holds it to the sending hours.
    assert not OutboxMessage.objects.filter(urgent=True).exists()


def test_nobody_gets_a_second_mail_within_the_pause_unless_that_is_confirmed(office):
    send(office, "A")
    with pytest.raises(ValidationError, match="Phường A") as caught:
        send(office, "A", "B")
    assert set(caught.value.message_dict) == {"again"}
    assert len(log()) == 1

    send(office, "A", "B", again=True)
    assert [name for name, *_rest in log()] == ["Phường A", "Phường A", "Phường B"]

    # The pause is the class's own, and counts days; a message in a group starts none.
    QuotaReminder.objects.update(sent_at=timezone.now() - dt.timedelta(days=2))
    note_message(actor=office.clerk, training_class=office.one)
    with pytest.raises(ValidationError):
        send(office, "A")
    set_reminding(actor=office.clerk, training_class=office.one, before=None, pause=2)
    assert [quota.name for quota in send(office, "A").mailed] == ["Phường A"]


def test_a_link_is_made_for_units_that_have_none(office):
    until = timezone.localdate() + dt.timedelta(days=5)
    send(office, "A", links_until=until)
    link = NominationLink.objects.get()
    send(office, "A", "B", again=True, links_until=until)

    sealed = [bool(one.context["sealed"]) for one in OutboxMessage.objects.order_by("created_at", "pk")]
    assert sealed == [True, False, True]
    assert NominationLink.objects.get(quota=office.units["A"]) == link
    assert OutboxMessage.objects.order_by("created_at", "pk")[1].context["has_link"] is True


def test_a_text_in_a_message_group_is_noted_once_for_each_unit(office):
    assert note_message(actor=office.clerk, training_class=office.one) == 3
    assert note_message(actor=office.clerk, training_class=office.one) == 0

    message = ReminderWay.MESSAGE
    assert log() == [(f"Phường {name}", message, left, office.clerk) for name, left in (("A", 2), ("B", 2), ("C", 1))]
    assert not OutboxMessage.objects.exists()


def workday(ahead=0):
    """Return a working day from which so many more lie ahead."""
    return Calendar.read().after(timezone.localdate(), ahead).end


def ask(office, *, before, left):
    """Ask for reminders ``before`` working days ahead of a deadline that lies ``left`` working days ahead."""
    HolidayChange.objects.update_or_create(day=timezone.localdate(), defaults={"is_off": False, "reason": "Thử"})
    TrainingClass.objects.filter(pk=office.one.pk).update(
        nominate_until=workday(left), remind_before=before, starts_on=None, ends_on=None
    )


def test_reminders_go_out_by_themselves_once_before_the_deadline(office):
    ask(office, before=2, left=3)
    assert remind_units.func() == 0

    ask(office, before=2, left=2)
    assert remind_units.func() == 2
    # Once a deadline, also where the class knows no pause between two mails.
    TrainingClass.objects.filter(pk=office.one.pk).update(remind_pause=0)
    assert remind_units.func() == 0
    TrainingClass.objects.filter(pk=office.one.pk).update(remind_pause=3)
    assert mailed() == [("a@thu.example", 2), ("b@thu.example", 2)]
    assert [row.sent_by for row in QuotaReminder.objects.all()] == [None, None]
    row = AuditEntry.objects.get(action=Action.REMINDED)
    assert (row.actor_id, row.details["automatic_for"]) == (None, workday(2).isoformat())
    # Twice before one deadline: the database itself refuses it.
    first = QuotaReminder.objects.first()
    with pytest.raises(IntegrityError), transaction.atomic():
        QuotaReminder.objects.create(
            quota=first.quota, way="email", missing=1, automatic_for=first.automatic_for
        )  # fmt: skip
    # A moved deadline is another one; who got a mail within the pause is left in peace.
    ask(office, before=2, left=1)
    assert remind_units.func() == 0
    QuotaReminder.objects.update(sent_at=timezone.now() - dt.timedelta(days=3))
    assert remind_units.func() == 2


@pytest.mark.parametrize(
    "change",
    [
        {"state": ClassState.CANCELLED},
        {"state": ClassState.CLOSED},
        {"state": ClassState.HELD},
        {"nominate_until": timezone.localdate() - dt.timedelta(days=1)},
        {"remind_before": None},
    ],
)
def test_nothing_goes_out_by_itself_when_there_is_nothing_to_wait_for(office, change):
    ask(office, before=2, left=1)
    TrainingClass.objects.filter(pk=office.one.pk).update(**change)

    assert remind_units.func() == 0


def test_nothing_goes_out_by_itself_when_names_came_or_on_a_day_off(office):
    ask(office, before=2, left=1)
    office.name("A", "An Hai", "An Ba")
    office.name("B", "Bình Một", "Bình Hai")
    assert remind_units.func() == 0

    office.name("D", "Dũng Hai")
    office.units["D"].seats = 5
    office.units["D"].save()
    HolidayChange.objects.update(is_off=True)
    assert remind_units.func() == 0
    HolidayChange.objects.update(is_off=False)
    assert remind_units.func() == 1


def test_reminding_is_set_with_a_deadline_only(office):
    with pytest.raises(ValidationError) as caught:
        set_reminding(actor=office.clerk, training_class=office.one, before=2, pause=3)
    assert set(caught.value.message_dict) == {"before"}
    TrainingClass.objects.filter(pk=office.one.pk).update(starts_on=None, ends_on=None)
    set_deadline(actor=office.clerk, training_class=office.one, until=workday(3))
    for before, pause in ((0, 3), (31, 3), (2, 31)):
        with pytest.raises(ValidationError):
            set_reminding(actor=office.clerk, training_class=office.one, before=before, pause=pause)

    set_reminding(actor=office.clerk, training_class=office.one, before=2, pause=5)

    assert (office.reload().remind_before, office.one.remind_pause) == (2, 5)
    assert AuditEntry.objects.get(action=Action.REMINDING_SET).details == {
        "remind_before": [None, 2], "remind_pause": [3, 5],
    }  # fmt: skip
    set_reminding(actor=office.clerk, training_class=office.one, before=2, pause=5)
    assert AuditEntry.objects.filter(action=Action.REMINDING_SET).count() == 1


def test_the_rows_cost_the_same_for_many_units(office, django_assert_num_queries):
    send(office, "A", "B")
    with django_assert_num_queries(6):
        rows = reminder_rows(office.one)
    assert [(row.quota.name, row.address, row.rests_until is not None) for row in rows] == [
        ("Phường A", "a@thu.example", True), ("Phường B", "b@thu.example", True), ("Phường C", "", False),
    ]  # fmt: skip
