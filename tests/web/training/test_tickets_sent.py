"""Tickets on their way: mails, links, letters, pictures for the phone, sheets with codes, lost ones."""

from __future__ import annotations

import io

import pypdf
import pytest
from django.test import Client
from django.urls import reverse
from PIL import Image

from caunoi.core.models import OutboxMessage
from caunoi.directory.enums import RoleKind
from caunoi.training.models import Ticket
from caunoi.training.queries.papers import of_class
from caunoi.training.queries.tickets import page_token
from caunoi.training.services.tickets import provide_tickets
from tests.factories import EnrolmentFactory, PersonFactory, SittingFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def people(training_class):
    """Two people of one unit, the first with an e-mail, and one of another."""
    made = []
    for name, unit, email in (("Lê Văn An", "1", "an@example.vn"), ("Hồ Thị Bé", "1", ""), ("Mai Thị Cả", "2", "")):
        person = PersonFactory(full_name=name, email=email)
        row = EnrolmentFactory(training_class=training_class, person=person, unit_text=f"Tổ {unit}", folded_unit=unit)
        made.append(row)
    SittingFactory(training_class=training_class)
    return made


def words_of(content):
    return [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(content)).pages]


def test_mail_goes_once_to_who_has_an_address_and_the_others_are_handed_on(training_class, people, desk):
    address = reverse("desk:class_tickets", args=[training_class.code])
    desk.post(address)
    desk.post(address)
    (mail,) = OutboxMessage.objects.all()
    assert (mail.recipient, mail.template) == ("an@example.vn", "ticket")
    ticket = Ticket.objects.get(enrolment=people[0])
    assert page_token(ticket) not in str(mail.context)
    desk.post(address, {"lai": "1"})
    assert OutboxMessage.objects.count() == 2
    page = desk.get(address)
    assert [(one["name"], one["count"]) for one in page.context["units"]] == [("Tổ 1", 2), ("Tổ 2", 1)]
    assert page_token(ticket) in page.context["units"][0]["text"]


def test_links_are_shown_to_who_runs_the_class_alone(training_class, people, office):
    for role, answer in ((RoleKind.ORGANISER, 200), (RoleKind.LEADER, 403), (RoleKind.DOOR, 403)):
        client = Client()
        client.force_login(UserFactory.with_role(office, role))
        for name in ("class_tickets", "class_ticket_letters"):
            assert client.get(reverse(f"desk:{name}", args=[training_class.code])).status_code == answer
        own = client.get(reverse("desk:class_ticket", args=[training_class.code, people[0].pk]))
        assert own.status_code == 200
        assert bool(own.context["address"]) == (answer == 200)


def test_letters_give_each_unit_pages_of_its_own(training_class, people, desk):
    made = desk.get(reverse("desk:class_ticket_letters", args=[training_class.code]))
    first, second = words_of(made.content)
    assert "Tổ 1" in first
    assert ("Lê Văn An" in first, "Mai Thị Cả" in first, "Mai Thị Cả" in second) == (True, False, True)


def test_lost_ticket_is_replaced_on_its_row_and_its_badge_printed_anew(training_class, people, desk):
    provide_tickets(training_class=training_class)
    lost = Ticket.objects.get(enrolment=people[1])
    address = reverse("desk:class_ticket", args=[training_class.code, people[1].pk])
    assert address in desk.get(reverse("desk:class_participants", args=[training_class.code])).content.decode()
    desk.post(address)
    lost.refresh_from_db()
    held = Ticket.objects.get(enrolment=people[1], ended_at=None)
    assert (lost.ended_because, held.printed_at) == ("replaced", None)
    badge = desk.post(address, {"in": "1"})
    assert held.short_code in words_of(badge.content)[0]
    assert Client().get(reverse("hall:pocket", args=[page_token(lost)])).status_code == 404


def test_participant_keeps_the_ticket_as_picture_and_as_page(training_class, people):
    provide_tickets(training_class=training_class)
    ticket = Ticket.objects.get(enrolment=people[0])
    token = page_token(ticket)
    phone = Client()
    page = phone.get(reverse("hall:pocket_ticket", args=[token])).content.decode()
    picture, paper = (reverse(f"hall:pocket_ticket_{kind}", args=[token]) for kind in ("picture", "pdf"))
    assert picture in page
    assert paper in page
    read = Image.open(io.BytesIO(phone.get(picture).content))
    assert read.width == 1063
    (words,) = words_of(phone.get(paper).content)
    for what in ("Lê Văn An", ticket.short_code, "12–13/11/2026"):
        assert what in words
    assert phone.get(reverse("hall:pocket_ticket_picture", args=["x" * 32])).status_code == 404


def test_each_row_of_the_sheet_carries_the_code_of_its_person(training_class, people, desk):
    made = desk.get(reverse("desk:class_sign_in_codes", args=[training_class.code]))
    assert made["Content-Type"] == "application/pdf"
    words = " ".join(words_of(made.content))
    for one in people:
        assert one.person.full_name in words
    found = of_class(training_class).snapshot
    names = [one.name for one in found.signing([0])]
    assert [found.name(person) for person in found.signers([0])] == names
    alts = pypdf.PdfReader(io.BytesIO(made.content)).trailer["/Root"]
    assert alts["/MarkInfo"]["/Marked"]
