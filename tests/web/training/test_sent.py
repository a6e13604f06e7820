"""The pages of a sender: its own rows of a class, and nothing else of it."""

from __future__ import annotations

import csv
import io

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from caunoi.directory.enums import RoleKind
from caunoi.training.enums import Mark
from caunoi.training.services import attendance, questions, roster
from tests.factories import OrganisationFactory, SittingFactory, UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.data]


@pytest.fixture
def sender(office):
    return OrganisationFactory(name="Tổ dân phố số 1", parent=office)


@pytest.fixture
def delegate(sender):
    client = Client()
    client.force_login(UserFactory.with_role(sender, RoleKind.ORGANISER))
    return client


@pytest.fixture
def filled(training_class, organiser, sender):
    """One row of the sender's, two of others', a question, attendance."""
    training_class.starts_on = training_class.ends_on = timezone.localdate()
    training_class.save()
    sitting = SittingFactory(training_class=training_class)
    rows = [
        roster.enrol(actor=organiser, training_class=training_class, full_name=name, sender=of, note_text="Ghi chú kín")
        for name, of in (("Trần Thị Được Cử", sender), ("Võ Văn Zxqvung", None), ("Bùi Thị Zxqvung", None))
    ]
    questions.add_question(actor=organiser, training_class=training_class, text="Wkbjang hỏi gì?")
    attendance.mark(
        actor=organiser,
        training_class=training_class,
        cells=[attendance.CellMark(enrolment_id=row.pk, sitting_id=sitting.pk, mark=Mark.PRESENT) for row in rows],
    )
    return training_class


def test_sender_sees_its_own_rows_on_list_page_today_and_export(delegate, filled):
    pages = [
        delegate.get(reverse("desk:today")),
        delegate.get(reverse("desk:class_list")),
        delegate.get(reverse("desk:sent_list")),
        delegate.get(reverse("desk:sent_class", args=[filled.code])),
        delegate.get(reverse("desk:sent_export", args=[filled.code, "csv"])),
    ]

    texts = [
        (b"".join(page.streaming_content) if page.streaming else page.content).decode("utf-8-sig") for page in pages
    ]
    assert [page.status_code for page in pages] == [200] * 5
    assert [filled.title in text for text in texts] == [True, False, True, True, False]
    assert reverse("desk:sent_list") in texts[1]
    assert ["Trần Thị Được Cử" in text for text in texts] == [False, False, False, True, True]
    assert not any(word in text for text in texts for word in ("Zxqvung", "Wkbjang", "Ghi chú kín"))
    rows = list(csv.reader(io.StringIO(texts[4]), delimiter=";" if ";" in texts[4].splitlines()[0] else ","))
    assert len(rows) == 2
    assert rows[1][1] == "Trần Thị Được Cử"
    assert rows[1][-1] == "có mặt"


def test_everything_else_of_the_class_is_404_for_its_sender(delegate, filled):
    names = (
        "class", "class_edit", "class_programme", "class_participants", "class_attendance", "class_questions",
        "class_results", "class_papers", "class_articles", "class_trail", "roster_import",
    )  # fmt: skip
    assert {name: delegate.get(reverse(f"desk:{name}", args=[filled.code])).status_code for name in names} == (
        dict.fromkeys(names, 404)
    )


def test_search_finds_neither_the_class_nor_others_people(delegate, filled):
    found = delegate.get(reverse("desk:search"), {"q": "hòa giải"}).content.decode()
    assert filled.code not in found
    assert "Võ Văn" not in delegate.get(reverse("desk:search"), {"q": "zxqvung"}).content.decode()
    own = filled.enrolments.get(person__full_name="Trần Thị Được Cử").person_id
    assert str(own) in delegate.get(reverse("desk:search"), {"q": "được cử"}).content.decode()


def test_number_of_queries_does_not_grow_with_the_rows(delegate, filled, organiser, sender, django_assert_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    place = reverse("desk:sent_class", args=[filled.code])
    with CaptureQueriesContext(connection) as few:
        delegate.get(place)
    for number in range(12):
        roster.enrol(actor=organiser, training_class=filled, full_name=f"Lê Thị Số {number}", sender=sender)
    with django_assert_num_queries(len(few)):
        delegate.get(place)


def test_clerk_names_the_sender_while_adding_and_goes_on_with_it(desk, training_class, sender):
    place = reverse("desk:class_participants", args=[training_class.code])

    done = desk.post(place, {"full_name": "Trần Thị Mẫu", "sender": sender.pk, "unit_text": "Tổ 1"})

    row = training_class.enrolments.get()
    assert row.sender == sender
    assert f"cu={sender.pk}" in done["Location"]
    again = desk.get(done["Location"])
    assert str(again.context["form"]["sender"].value()) == str(sender.pk)
    change = reverse("desk:participant", args=[training_class.code, row.pk])
    assert str(desk.get(change).context["form"]["sender"].value()) == str(sender.pk)
    desk.post(change, {"full_name": "Trần Thị Mẫu", "sender": "", "unit_text": "Tổ 1"})
    row.refresh_from_db()
    assert row.sender is None


def test_list_is_sent_in_with_its_sender(desk, training_class, sender):
    place = reverse("desk:roster_import", args=[training_class.code])

    draft = desk.post(place, {"text": "Họ và tên\tĐơn vị\nLê Văn Hai\tTổ 1", "sender": sender.pk})["Location"]
    page = desk.get(draft)
    assert page.context["sender"] == sender
    desk.post(draft, {"do": "accept", "revision": page.context["draft"].revision})

    assert training_class.enrolments.get().sender == sender
    far = OrganisationFactory(name="Ủy ban xã khác")
    refused = desk.post(place, {"text": "Lê Văn Ba", "sender": far.pk})
    assert set(refused.context["form"].errors) == {"sender"}
