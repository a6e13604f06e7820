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


def test_account_of_a_name_with_a_tag_is_refused_and_what_was_typed_stays(boss, office):
    typed = {
        "name": "Trần <i>Thử</i>",
        "organisation": office.pk,
        "kind": "organiser",
        "email": "thu@vi-du.vn",
        "by": "password",
    }
    response = boss.post(reverse("desk:account_new"), typed)

    assert list(response.context["form"].errors) == ["name"]
    assert 'value="Trần &lt;i&gt;Thử&lt;/i&gt;"' in response.content.decode()
    assert not User.objects.filter(email="thu@vi-du.vn").exists()


def test_accounts_are_sorted_by_given_name_and_sent_so(boss, office, administrator):
    User.objects.filter(pk=administrator.pk).update(name="Đỗ Văn Ước")
    for name in ("Trần Thị Bình", "Đỗ Văn An", "Nguyễn Văn Bình"):
        UserFactory.with_role(office, "editor", name=name)
    right = ["Đỗ Văn An", "Nguyễn Văn Bình", "Trần Thị Bình", "Đỗ Văn Ước"]

    page = boss.get(reverse("desk:account_list")).context["page"]
    turned = boss.get(reverse("desk:account_list"), {"sort": "-name"}).context["page"]
    second = boss.get(reverse("desk:account_list"), {"size": "20", "page": "2"}).context["page"]
    sent = boss.get(reverse("desk:account_export", args=["csv"]), {"q": "binh"}).content.decode("utf-8-sig")

    assert [each.name for each in page] == right
    assert [each.name for each in turned] == right[::-1]
    assert len(second.object_list) == 4
    assert [line.split(",")[0] for line in sent.splitlines()[1:]] == ["Nguyễn Văn Bình", "Trần Thị Bình"]
    assert f"biên tập, {office.name}" in sent


def test_accounts_are_not_sent_to_those_who_do_not_administer(desk):
    assert desk.get(reverse("desk:account_export", args=["csv"])).status_code == 403


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
