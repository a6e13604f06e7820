"""A unit's own desk: whom it names for a class of others, replaces, withdraws; and nothing else of the class."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from caunoi.core.models import AuditEntry
from caunoi.directory.enums import RoleKind
from caunoi.training.enums import ClassState
from caunoi.training.models import Nomination, TrainingClass
from caunoi.training.queries.senders import sent_classes
from tests.factories import UserFactory
from tests.training.seats.office import Office

pytestmark = [pytest.mark.django_db, pytest.mark.data]


@pytest.fixture
def office():
    one = Office(3, A=2, B=1)
    day = timezone.localdate() + dt.timedelta(days=7)
    move(one, state=ClassState.GATHERING, starts_on=day, ends_on=day)
    return one


def move(office, **fields):
    TrainingClass.objects.filter(pk=office.one.pk).update(**fields)


@pytest.fixture
def unit(office):
    return client_of(office, "A", RoleKind.ORGANISER)


def client_of(office, name, kind):
    client = Client()
    client.force_login(UserFactory.with_role(office.offices[name], kind))
    return client


def url(name, office, *args):
    return reverse(f"desk:{name}", args=[office.one.code, *args])


def text(client, name, office, *args):
    return " ".join(client.get(url(name, office, *args)).content.decode().split())


def test_a_unit_names_replaces_and_withdraws_its_own_people(office, unit):
    page = url("sent_quota", office, office.units["A"].pk)
    assert "đã cử 0/2" in text(unit, "sent_class", office)
    assert "đã cử 0/2" in " ".join(unit.get(reverse("desk:sent_list")).content.decode().split())
    assert "đã cử 0/2" in " ".join(unit.get(reverse("desk:today")).content.decode().split())

    for name in ("An Một", "An Hai"):
        unit.post(page, {"full_name": name, "post": "Tổ trưởng", "phone": "0900000001"})
    one, two = Nomination.objects.order_by("place")
    unit.post(url("sent_nomination", office, one.pk), {"form": "replace", "full_name": "An Khác"})
    unit.post(url("sent_nomination", office, two.pk), {"form": "withdraw"})

    assert office.states() == {"An Một": "replaced", "An Khác": "confirmed", "An Hai": "withdrawn"}
    shown = text(unit, "sent_quota", office, office.units["A"].pk)
    assert "<s>An Hai</s>" in shown
    assert "1/2 chỗ" in shown
    assert "An Khác" in text(unit, "sent_class", office)
    assert AuditEntry.objects.filter(action="training.nominated", actor_id=two.created_by_id).count() == 2
    assert (two.created_by.roles.get().organisation, two.quota) == (office.offices["A"], office.units["A"])


def test_what_is_late_or_came_after_the_list_was_settled_is_seen(office, unit):
    page = url("sent_quota", office, office.units["A"].pk)
    yesterday = timezone.localdate() - dt.timedelta(days=1)
    move(office, nominate_until=yesterday, state=ClassState.HELD)

    unit.post(page, {"full_name": "An Trễ"})

    shown = text(unit, "sent_quota", office, office.units["A"].pk)
    assert "Danh sách lớp đã chốt" in shown
    assert "sau khi chốt" in shown
    assert (Nomination.objects.get().late, Nomination.objects.get().after_settled) == (True, True)
    move(office, state=ClassState.CLOSED)
    refused = unit.post(page, {"full_name": "An Quá Trễ"})
    assert "Lớp đã kết thúc" in refused.content.decode()
    assert Nomination.objects.count() == 1
    assert 'name="full_name"' not in text(unit, "sent_quota", office, office.units["A"].pk)


def test_a_unit_sees_its_own_rows_only(office, unit):
    (other,) = office.name("B", "Bình Zxqvung")
    for name, args in (
        ("sent_quota", (office.units["B"].pk,)), ("sent_nomination", (other.pk,)), ("class_quotas", ()),
    ):  # fmt: skip
        assert unit.get(url(name, office, *args)).status_code == 404
        assert unit.post(url(name, office, *args), {"form": "withdraw", "full_name": "Ai Đó"}).status_code == 404
    for name, args in (("sent_class", ()), ("sent_quota", (office.units["A"].pk,))):
        assert "Zxqvung" not in text(unit, name, office, *args)
    assert office.states() == {"Bình Zxqvung": "confirmed"}
    # Named elsewhere: that is told, and nothing of whom or where.
    twice = unit.post(url("sent_quota", office, office.units["A"].pk), {"full_name": "Bình Zxqvung"})
    assert "Phường B" not in twice.content.decode()


@pytest.mark.parametrize(
    ("kind", "sees", "names"),
    [(RoleKind.LEADER, True, True), (RoleKind.EDITOR, True, False), (RoleKind.DOOR, False, False)],
)
def test_who_may_name_for_a_unit(office, kind, sees, names):
    client = client_of(office, "A", kind)
    page = url("sent_quota", office, office.units["A"].pk)

    shown = client.get(page)
    posted = client.post(page, {"full_name": "An Một"})

    assert shown.status_code == (200 if sees else 404)
    assert ('name="full_name"' in shown.content.decode()) is names
    assert posted.status_code == (302 if names else 403 if sees else 404)
    assert Nomination.objects.count() == names


def test_a_class_in_preparation_is_nobodys_business_yet(office, unit):
    move(office, state=ClassState.PREPARING)
    assert unit.get(url("sent_class", office)).status_code == 404
    assert office.one.title not in unit.get(reverse("desk:sent_list")).content.decode()

    # Whoever holds the class has pages of its own.
    move(office, state=ClassState.GATHERING)
    assert not sent_classes(office.clerk).exists()
    move(office, state=ClassState.PREPARING)
    office.name("A", "An Một")
    assert unit.get(url("sent_class", office)).status_code == 200


def test_a_list_of_100_costs_what_one_of_10_does(office, unit):
    def queries():
        with CaptureQueriesContext(connection) as seen:
            assert unit.get(url("sent_quota", office, office.units["A"].pk)).status_code == 200
            assert unit.get(url("sent_class", office)).status_code == 200
        return len(seen)

    office.name("A", *(f"Người {chr(97 + n)}" for n in range(10)))
    few = queries()
    office.name("A", *(f"Người {chr(97 + n)} {chr(97 + m)}" for n in range(10) for m in range(9)))
    assert queries() == few
