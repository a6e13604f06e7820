"""Tickets: one each, replaced when lost, and codes that nobody can make but the office."""

from __future__ import annotations

import pytest
import segno
from django.conf import settings
from hypothesis import given
from hypothesis import strategies as st

from caunoi.training.door_codes import PREFIX, from_base45, make_code, read_code, to_base45
from caunoi.training.enums import EnrolmentState, TicketEnd
from caunoi.training.models import Ticket
from caunoi.training.queries.tickets import live_tickets, page_token, ticket_by_page
from caunoi.training.services import tickets
from tests.factories import EnrolmentFactory, TrainingClassFactory, UserFactory

pytestmark = pytest.mark.data


def test_everybody_who_comes_gets_one_ticket_and_asking_again_makes_none(db):
    training_class = TrainingClassFactory()
    EnrolmentFactory.create_batch(3, training_class=training_class)
    EnrolmentFactory(training_class=training_class, state=EnrolmentState.MAKE_UP)
    EnrolmentFactory(training_class=training_class, state=EnrolmentState.WITHDRAWN)

    assert tickets.provide_tickets(training_class=training_class) == 4
    assert tickets.provide_tickets(training_class=training_class) == 0
    assert live_tickets(training_class).count() == 4


def test_lost_ticket_is_replaced_and_its_page_opens_nothing_any_more(db):
    enrolment = EnrolmentFactory()
    tickets.provide_tickets(training_class=enrolment.training_class)
    lost = Ticket.objects.get(enrolment=enrolment)
    address = page_token(lost)
    assert ticket_by_page(address) == lost

    made = tickets.replace_ticket(actor=UserFactory.with_role(enrolment.training_class.keeper), enrolment=enrolment)

    lost.refresh_from_db()
    assert lost.ended_because == TicketEnd.REPLACED
    assert ticket_by_page(address) is None
    assert ticket_by_page(page_token(made)) == made
    assert tickets.provide_tickets(training_class=enrolment.training_class) == 0


def test_page_of_one_who_withdrew_opens_nothing(db):
    enrolment = EnrolmentFactory()
    tickets.provide_tickets(training_class=enrolment.training_class)
    address = page_token(Ticket.objects.get(enrolment=enrolment))
    enrolment.state = EnrolmentState.WITHDRAWN
    enrolment.save()

    assert ticket_by_page(address) is None


def test_code_says_class_and_ticket_and_is_small_enough_for_a_badge():
    code = make_code(class_id=70_000, ticket="00ff" * 4)

    read = read_code(code)
    assert read is not None
    assert (read.class_id, read.ticket) == (70_000, "00ff" * 4)
    assert len(code) == 126
    assert segno.make(code, error="m").version <= 6


@given(st.integers(4, 125), st.sampled_from("0123456789ABCDEFXYZ $%*+-./:"))
def test_code_with_any_sign_changed_is_refused(place, letter):
    code = make_code(class_id=7, ticket="0011223344556677")
    changed = code[:place] + letter + code[place + 1 :]

    assert (read_code(changed) is None) == (changed != code)


def test_code_holds_after_a_rotation_and_no_longer_once_its_key_is_retired():
    code = make_code(class_id=7, ticket="0011223344556677")
    old = settings.KEYS.keys("door")[0].fingerprint
    settings.KEYS.rotate("door")
    assert read_code(code) is not None

    settings.KEYS.retire("door", {old})

    assert read_code(code) is None
    assert read_code(make_code(class_id=7, ticket="0011223344556677")) is not None


@given(st.binary(max_size=90))
def test_octets_come_back_from_base45(raw):
    assert from_base45(to_base45(raw)) == raw


@pytest.mark.parametrize("text", ["a", "AAA" + "A", ":::", "GGX", "é"])
def test_what_is_no_base45_is_refused(text):
    assert from_base45(text) is None


@pytest.mark.parametrize("text", ["", PREFIX, "CN2:ABC", "https://example.vn/", PREFIX + "0" * 122])
def test_what_is_no_code_is_refused(text):
    assert read_code(text) is None
