"""A form that creates something, sent again, leads to what it made."""

from __future__ import annotations

import threading
import uuid

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from caunoi.core.models import SentForm
from caunoi.directory.models import Directive, Person, User
from caunoi.training.models import AgendaItem, Enrolment, Guest, Question, Topic, TrainingClass
from tests.factories import UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.data]


def key_of(response):
    return response.content.decode().split('name="once" value="')[1].split('"')[0]


@pytest.mark.parametrize(
    ("model", "address", "typed"),
    [
        (TrainingClass, "class_new", {"title": "Tập huấn hòa giải"}),
        (Topic, "topic_new", {"title": "Dân vận khéo"}),
        (Directive, "directive_new", {"number": "12-KH/ĐU"}),
        (Person, "person_new", {"full_name": "Nguyễn Văn Mẫu", "title": "Tổ trưởng"}),
    ],
)
def test_form_sent_again_leads_to_what_it_made(desk, office, model, address, typed):
    url = reverse(f"desk:{address}")
    known = model.objects.count()
    typed = {**typed, "keeper": office.pk, "owner": office.pk, "organisation": office.pk, "once": key_of(desk.get(url))}

    first = desk.post(url, typed)
    again = desk.post(url, typed)

    assert first.status_code == 302
    assert again.url == first.url
    assert model.objects.count() == known + 1
    assert "không tạo thêm" in desk.get(again.url).content.decode()


@pytest.mark.parametrize(
    ("model", "address", "typed"),
    [
        (Question, "class_questions", {"text": "Thẻ bảo hiểm đổi ở đâu?"}),
        (Guest, "class_guest_new", {"name_0": "Lê Văn Ví Dụ", "role": "opens"}),
        (AgendaItem, "class_item_new", {"kind": "break", "title": "Giải lao"}),
        (Enrolment, "class_participants", {"full_name": "Trần Thị Thử", "unit_text": "Tổ 9"}),
        (TrainingClass, "class_duplicate", {"title": "Lớp năm sau", "starts_on": "12/11/2027"}),
    ],
)
def test_form_of_a_class_sent_again_leads_to_what_it_made(desk, training_class, model, address, typed):
    url = reverse(f"desk:{address}", args=[training_class.code])
    known = model.objects.count()
    typed = {"keeper": training_class.keeper_id, **typed, "once": key_of(desk.get(url))}

    first = desk.post(url, typed)
    again = desk.post(url, typed)

    assert first.status_code == 302
    assert again.url == first.url
    assert model.objects.count() == known + 1


def test_account_is_opened_once(client, administrator, office):
    client.force_login(administrator)
    url = reverse("desk:account_new")
    known = User.objects.count()
    typed = {
        "name": "Trần Thị Thử",
        "organisation": office.pk,
        "kind": "organiser",
        "by": "password",
        "once": key_of(client.get(url)),
    }

    assert client.post(url, typed).url == client.post(url, typed).url
    assert User.objects.count() == known + 1


def test_refused_form_keeps_its_key_and_may_be_sent_again(desk, office):
    url = reverse("desk:class_new")
    typed = {"title": "Lớp", "keeper": office.pk, "once": str(uuid.uuid4())}

    refused = desk.post(url, {**typed, "starts_on": "2/3/2026", "ends_on": "1/3/2026"})
    assert refused.status_code == 200
    assert key_of(refused) == typed["once"]
    assert not SentForm.objects.exists()
    assert desk.post(url, typed).status_code == 302
    assert TrainingClass.objects.count() == 1


def test_what_was_typed_anew_into_the_same_form_is_not_lost(desk, office):
    url, key = reverse("desk:topic_new"), str(uuid.uuid4())
    pages = {desk.post(url, {"title": title, "owner": office.pk, "once": key}).url for title in ("Một", "Hai", "Một")}

    assert len(pages) == 2
    assert sorted(Topic.objects.values_list("title", flat=True)) == ["Hai", "Một"]


def test_key_of_another_account_leads_nowhere_but_makes_its_own(desk, office, stranger):
    url, key = reverse("desk:topic_new"), str(uuid.uuid4())
    mine = desk.post(url, {"title": "Dân vận khéo", "owner": office.pk, "once": key})
    other = Client()
    other.force_login(stranger)
    theirs = other.post(url, {"title": "Kỹ năng số", "owner": stranger.roles.get().organisation_id, "once": key})

    assert mine.url != theirs.url
    assert Topic.objects.count() == 2


@pytest.mark.django_db(transaction=True)
def test_two_requests_at_once_make_one(office):
    user = UserFactory.with_role(office, "organiser")
    typed = {"title": "Tập huấn hòa giải", "keeper": office.pk, "once": str(uuid.uuid4())}
    clients = [Client() for _ in range(4)]
    for one in clients:
        one.force_login(user)
    answers, start = [], threading.Barrier(len(clients))

    def send(one):
        start.wait()
        answers.append(one.post(reverse("desk:class_new"), typed))
        connection.close()

    senders = [threading.Thread(target=send, args=[one]) for one in clients]
    for sender in senders:
        sender.start()
    for sender in senders:
        sender.join(timeout=60)

    made = TrainingClass.objects.get()
    assert [answer.url for answer in answers] == [reverse("desk:class", args=[made.code])] * len(clients)
