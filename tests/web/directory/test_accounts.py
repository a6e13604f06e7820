from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from caunoi.directory.models import AccountSession, Role, User
from tests.factories import UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.data]


@pytest.fixture
def boss(client, administrator):
    client.force_login(administrator)
    return client


def test_password_of_a_new_account_is_shown_once_and_works(boss, office):
    response = boss.post(
        reverse("desk:account_new"),
        {"name": "Trần Thị Thử", "organisation": office.pk, "kind": "organiser", "by": "password"},
    )
    opened = User.objects.get(username="thutt")
    assert response.url == reverse("desk:account", args=[opened.pk])

    stored = " ".join(session.session_data + str(session.get_decoded()) for session in AccountSession.objects.all())
    first = boss.get(response.url)
    password = first.context["secret"].text

    assert password in first.content.decode()
    assert password not in stored
    assert first["Cache-Control"] == "private, no-store"
    assert boss.get(response.url).context["secret"] is None
    assert Client().login(username="thutt", password=password)


def test_role_is_given_and_ended(boss, office, organiser):
    boss.post(reverse("desk:account", args=[organiser.pk]), {"organisation": office.pk, "kind": "editor"})
    editor = Role.objects.get(user=organiser, kind="editor")
    boss.post(reverse("desk:role_end", args=[organiser.pk, editor.pk]))

    editor.refresh_from_db()
    assert editor.valid_to is not None


def test_last_administrator_stays_and_the_page_says_why(boss, office, administrator):
    role = administrator.roles.get()

    response = boss.post(reverse("desk:role_end", args=[administrator.pk, role.pk]), follow=True)

    role.refresh_from_db()
    assert role.valid_to is None
    assert office.name in response.content.decode()


def test_password_reset_ends_the_old_one(boss, organiser):
    response = boss.post(reverse("desk:password_reset", args=[organiser.pk]))
    password = boss.get(response.url).context["secret"].text

    assert not Client().login(username=organiser.username, password="mat-khau-thu")
    assert Client().login(username=organiser.username, password=password)


def test_accounts_are_for_administrators(desk, organiser, office):
    assert desk.get(reverse("desk:account_list")).status_code == 403
    assert desk.get(reverse("desk:account_new")).status_code == 403
    assert desk.get(reverse("desk:account", args=[organiser.pk])).status_code == 404
    assert reverse("desk:account_list") not in desk.get(reverse("desk:person_list")).content.decode()


def test_list_costs_the_same_queries_for_many(boss, office, django_assert_max_num_queries):
    for _number in range(30):
        UserFactory.with_role(office, "auditor")
    with django_assert_max_num_queries(10):
        response = boss.get(reverse("desk:account_list"))

    assert len(response.context["page"].object_list) == 31
