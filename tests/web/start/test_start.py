"""The first day of an empty installation."""

from __future__ import annotations

import pytest
from django.test import Client

from caunoi.core.first_run import first_run_token, is_first_run_token
from caunoi.core.models import AuditEntry
from caunoi.directory.enums import RoleKind
from caunoi.directory.models import Organisation, Unit, User
from tests.factories import OrganisationFactory

pytestmark = [pytest.mark.django_db, pytest.mark.data]

START, OFFICE = "/viec/bat-dau/", "/viec/bat-dau/co-quan/"


@pytest.fixture
def token(settings, tmp_path):
    settings.FIRST_RUN_TOKEN = tmp_path / "keys" / "first-run.token"
    return first_run_token()


@pytest.fixture
def let_in(token):
    client = Client()
    assert client.post(START, {"token": token})["Location"] == OFFICE
    return client


def typed(**changes):
    return {
        "name": "Ủy ban nhân dân phường Thử",
        "system": "state",
        "kind": "peoples_committee",
        "unit_text": "",
        "administrator": "Nguyễn Thị Thử",
        "username": "",
        "email": "",
        "password": "sen nở bên sông",
        "again": "sen nở bên sông",
        **changes,
    }


def test_office_and_administrator_are_founded_and_signed_in(let_in, token):
    response = let_in.post(OFFICE, typed())

    assert (response.status_code, response["Location"]) == (302, "/viec/danh-ba/cai-dat/thu/?ngay-dau=1")
    office = Organisation.objects.get()
    user = User.objects.get()
    assert (office.name, office.system, office.parent) == ("Ủy ban nhân dân phường Thử", "state", None)
    assert (user.username, user.get_full_name(), user.is_superuser, user.is_staff) == (
        "thunt",
        "Nguyễn Thị Thử",
        False,
        False,
    )
    assert [(role.organisation, role.kind) for role in user.roles.all()] == [(office, RoleKind.ADMINISTRATOR)]
    assert AuditEntry.objects.filter(organisation_id=office.pk).count() == 2
    assert let_in.get("/viec/").context["new_office"]
    assert not is_first_run_token(token)


def test_afterwards_the_first_day_is_over_for_everybody(let_in, token):
    let_in.post(OFFICE, typed())
    first_run_token()

    for client in (let_in, Client()):
        for address in (START, OFFICE):
            assert client.get(address).status_code == 404
            assert client.post(address, {"token": token, **typed(name="Cơ quan thứ hai")}).status_code == 404
    assert Organisation.objects.count() == 1


@pytest.mark.parametrize("given", ["", "K7QM", "0000-0000-0000-0000", "' OR 1=1", "ư" * 60])
def test_wrong_code_lets_nobody_in(token, given):
    client = Client()

    assert client.post(START, {"token": given}).status_code == 200
    assert client.post(OFFICE, typed())["Location"] == START
    assert not Organisation.objects.exists()


def test_code_is_read_as_people_type_it(token):
    assert Client().post(START, {"token": f" {token.lower().replace('-', ' ')} "})["Location"] == OFFICE


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"name": " "}, "name"),
        ({"system": "royal"}, "system"),
        ({"unit_text": "Phường Không Có Thật Đâu"}, "unit_text"),
        ({"administrator": ""}, "administrator"),
        ({"username": "có dấu cách"}, "username"),
        ({"email": "không phải thư"}, "email"),
        ({"password": "ngan", "again": "ngan"}, "password"),
        ({"password": "password123", "again": "password123"}, "password"),
        ({"again": "khác hẳn nhau"}, "again"),
    ],
)
def test_faults_stand_beside_their_fields_and_nothing_is_written(let_in, changes, field):
    response = let_in.post(OFFICE, typed(**changes))

    assert response.status_code == 200
    assert set(response.context["form"].errors) == {field}
    assert not Organisation.objects.exists()
    assert not User.objects.exists()


def test_unit_is_chosen_where_several_are_meant(let_in):
    for code, parent in (("90001", "Tỉnh Một"), ("90002", "Tỉnh Hai")):
        above = Unit.objects.create(
            code=code[:2] + code[-1], level="province", prefix="Tỉnh", name=parent[5:], folded_name=parent[5:].lower(),
            folded_full_name=parent.lower(),
        )  # fmt: skip
        Unit.objects.create(
            code=code, level="commune", prefix="Xã", name="Trùng", folded_name="trung", folded_full_name="xa trung",
            parent=above,
        )  # fmt: skip
    response = let_in.post(OFFICE, typed(unit_text="Xã Trùng"))
    assert set(response.context["form"].errors) == {"unit"}
    chosen = Unit.objects.get(code="90002")

    let_in.post(OFFICE, typed(unit_text="Xã Trùng", unit=str(chosen.pk)))

    assert Organisation.objects.get().unit == chosen


def test_code_lies_beside_the_keys_for_the_owner_alone(settings, token):
    path = settings.FIRST_RUN_TOKEN

    assert path.parent.stat().st_mode & 0o777 == 0o700
    assert path.stat().st_mode & 0o777 == 0o600
    assert first_run_token() == token


def test_office_that_stands_already_is_never_founded_again(let_in):
    OrganisationFactory()

    assert let_in.post(OFFICE, typed()).status_code == 404
    assert not User.objects.exists()
