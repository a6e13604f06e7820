"""A class of today with a programme and two participants who have tickets."""

from __future__ import annotations

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse

from caunoi.training.enums import AgendaKind, ClassState
from caunoi.training.models import AgendaItem, Ticket
from caunoi.training.queries.tickets import page_token
from caunoi.training.services.tickets import provide_tickets
from tests.factories import EnrolmentFactory, PersonFactory, SittingFactory


@pytest.fixture
def held(training_class):
    training_class.state = ClassState.HELD
    training_class.save()
    sitting = SittingFactory(training_class=training_class, starts_at=dt.time(7, 30))
    for title in ("Nghe và hỏi trong một buổi hòa giải", "Viết biên bản hòa giải thành"):
        AgendaItem.objects.create(training_class=training_class, sitting=sitting, title=title, kind=AgendaKind.TOPIC)
    return training_class


@pytest.fixture
def own(held):
    """The ticket of the one whose page is looked at."""
    enrolment = EnrolmentFactory(training_class=held, person=PersonFactory(full_name="Nguyễn Văn Mẫu"))
    provide_tickets(training_class=held)
    return Ticket.objects.get(enrolment=enrolment)


@pytest.fixture
def other(held):
    """The ticket of somebody else in the class."""
    enrolment = EnrolmentFactory(
        training_class=held, person=PersonFactory(full_name="Trần Thị Zxqvung"), unit_text="Thôn Wkbjang"
    )
    provide_tickets(training_class=held)
    return Ticket.objects.get(enrolment=enrolment)


@pytest.fixture
def visit():
    """Open a page of a ticket: ``visit(ticket, "pocket_programme")``."""

    def opener(ticket, name="pocket", *args, client=None, **query):
        return (client or Client()).get(reverse(f"hall:{name}", args=[page_token(ticket), *args]), query)

    return opener
