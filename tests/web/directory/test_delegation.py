from __future__ import annotations

import datetime as dt

import pytest
from django.test import Client
from django.utils import timezone

from caunoi.directory.enums import RoleKind
from caunoi.directory.models import Role
from tests.factories import OrganisationFactory, UserFactory

PAGE = "/viec/danh-ba/uy-quyen/"


@pytest.fixture
def colleague(office):
    return UserFactory.with_role(office, RoleKind.AUDITOR, name="Lê Thị Đồng Nghiệp")


def signed_in(user):
    client = Client()
    client.force_login(user)
    return client


def test_delegated_until_the_end_of_the_day_and_taken_back(office, organiser, colleague):
    last = timezone.localdate() + dt.timedelta(days=2)
    client = signed_in(organiser)
    sent = {"role": organiser.roles.get().pk, "to": colleague.pk, "last_day": f"{last:%d/%m/%Y}"}

    assert client.post(PAGE, sent)["Location"] == PAGE
    given = Role.objects.get(user=colleague, source__isnull=False)
    assert given.valid_to == last + dt.timedelta(days=1)
    assert f"{last:%d/%m/%Y}" in client.get(PAGE).content.decode()
    assert client.post(f"{PAGE}{given.pk}/thoi/")["Location"] == PAGE
    given.refresh_from_db()
    assert given.valid_to == timezone.localdate()


def test_strangers_are_no_choice(office, organiser, colleague):
    stranger = UserFactory.with_role(OrganisationFactory(), RoleKind.ORGANISER, name="Người Lạ")
    client = signed_in(organiser)
    sent = {"role": organiser.roles.get().pk, "to": stranger.pk, "last_day": "01/01/2027"}

    response = client.post(PAGE, sent)

    assert response.status_code == 200
    assert set(response.context["form"].errors) == {"to"}
    assert "Người Lạ" not in response.content.decode()
    assert not Role.objects.filter(source__isnull=False).exists()


def test_nobody_else_yet_is_said_in_words(organiser):
    assert '<form method="post" class="cn-form"' not in signed_in(organiser).get(PAGE).content.decode()
