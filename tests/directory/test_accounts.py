from __future__ import annotations

import datetime as dt

import pytest
from django.contrib.auth import authenticate
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from caunoi.core.errors import NotNow
from caunoi.core.models import AuditEntry
from caunoi.directory.enums import RoleKind
from caunoi.directory.models import Role, User
from caunoi.directory.queries.accounts import listed_accounts, visible_accounts
from caunoi.directory.services.accounts import (
    end_role,
    free_username,
    grant_role,
    open_account,
    open_first_account,
    reset_password,
)
from tests.factories import OrganisationFactory, UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.data]


@pytest.fixture
def province():
    return OrganisationFactory(name="Tỉnh Thử")


@pytest.fixture
def ward(province):
    return OrganisationFactory(name="Phường Thử", parent=province)


@pytest.fixture
def boss(province):
    return UserFactory.with_role(province)


@pytest.fixture
def head(ward):
    return UserFactory.with_role(ward)


def test_open_account_returns_a_password_that_is_kept_nowhere(ward, head):
    user, password = open_account(actor=head, organisation=ward, name="Nguyễn Văn Mẫu", kind="organiser")

    assert user.username == "maunv"
    assert authenticate(username="maunv", password=password) == user
    assert [(r.kind, r.organisation) for r in user.roles.all()] == [(RoleKind.ORGANISER, ward)]
    entry = AuditEntry.objects.get(action="directory.user_added")
    assert password not in str(entry.__dict__)


def test_usernames_are_made_free(ward, head):
    for expected in ("maunv", "maunv2", "maunv3"):
        assert free_username("Nguyễn Văn Mẫu") == expected
        open_account(actor=head, organisation=ward, name="Nguyễn Văn Mẫu", kind="editor")
    assert free_username("Đỗ Ân") == "and"
    assert free_username("李") == "nguoidung"


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"name": ""}, "name"),
        ({"kind": "king"}, "kind"),
        ({"username": "có dấu cách"}, "username"),
        ({"username": "TAKEN"}, "username"),
        ({"email": "no"}, "email"),
        ({"email": "Taken@example.vn"}, "email"),
    ],
)
def test_open_account_refuses_what_cannot_be(ward, head, fields, field):
    UserFactory(username="taken", email="taken@example.vn")
    before = User.objects.count()

    with pytest.raises(ValidationError) as refused:
        open_account(actor=head, organisation=ward, **{"name": "Trần Thị Thử", "kind": "editor", **fields})

    assert list(refused.value.message_dict) == [field]
    assert User.objects.count() == before


def test_accounts_are_opened_by_administrators_of_the_place_only(ward, province, head):
    organiser = UserFactory.with_role(ward, RoleKind.ORGANISER)
    for actor, organisation in ((organiser, ward), (head, province), (head, OrganisationFactory())):
        with pytest.raises(PermissionDenied):
            open_account(actor=actor, organisation=organisation, name="Trần Thị Thử", kind="editor")


def test_open_first_account_needs_no_role(province):
    user, password = open_first_account(organisation=province, name="Quản trị Thử", username="quantri")

    assert (user.username, user.roles.get().kind) == ("quantri", RoleKind.ADMINISTRATOR)
    assert len(password) == 19


def test_grant_role_reaches_no_account_and_no_place_outside(ward, province, head, boss):
    outside = UserFactory.with_role(OrganisationFactory())
    clerk = UserFactory.with_role(ward, RoleKind.ORGANISER)

    with pytest.raises(PermissionDenied):
        grant_role(actor=head, user=outside, organisation=ward, kind="editor")
    with pytest.raises(PermissionDenied):
        grant_role(actor=head, user=clerk, organisation=province, kind="editor")
    with pytest.raises(PermissionDenied):
        grant_role(actor=head, user=head, organisation=province, kind="administrator")
    granted = grant_role(actor=head, user=clerk, organisation=ward, kind="editor")
    assert granted.valid_from == timezone.localdate()
    with pytest.raises(ValidationError):
        grant_role(actor=boss, user=clerk, organisation=ward, kind="editor")


def test_role_given_back_on_the_day_it_ended_goes_on(ward, head):
    clerk = UserFactory.with_role(ward, RoleKind.ORGANISER)
    first = grant_role(actor=head, user=clerk, organisation=ward, kind="editor")
    end_role(actor=head, role=first)

    again = grant_role(actor=head, user=clerk, organisation=ward, kind="editor")

    assert (again.pk, again.valid_to) == (first.pk, None)


def test_end_role_ends_it_today_and_keeps_it_in_the_list(ward, head):
    clerk = UserFactory.with_role(ward, RoleKind.ORGANISER)
    role = clerk.roles.get()

    end_role(actor=head, role=role)
    end_role(actor=head, role=role)

    role.refresh_from_db()
    assert role.valid_to == timezone.localdate()
    assert AuditEntry.objects.filter(action="directory.role_ended").count() == 1
    assert clerk in visible_accounts(head)


def test_last_administrator_of_an_office_stays_unless_one_above_ends_it(ward, head, boss):
    role = head.roles.get()
    closed = UserFactory.with_role(ward, is_active=False)
    past = UserFactory.with_role(ward)
    Role.objects.filter(user=past).update(valid_to=timezone.localdate() - dt.timedelta(days=1))

    with pytest.raises(NotNow, match="Phường Thử"):
        end_role(actor=head, role=role)
    assert closed.roles.exists()

    second = UserFactory.with_role(ward)
    end_role(actor=head, role=role)
    end_role(actor=boss, role=second.roles.get())
    assert not Role.objects.filter(
        organisation=ward, kind="administrator", valid_to=None, user__is_active=True
    ).exists()


def test_last_administrator_at_the_top_stays(boss):
    with pytest.raises(NotNow):
        end_role(actor=boss, role=boss.roles.get())


def test_reset_password_is_refused_for_whoever_holds_more_than_the_actor_administers(ward, province, head, boss):
    clerk = UserFactory.with_role(ward, RoleKind.ORGANISER)
    Role.objects.create(user=boss, organisation=ward, kind=RoleKind.EDITOR)

    password = reset_password(actor=head, user=clerk)
    assert authenticate(username=clerk.username, password=password) == clerk
    with pytest.raises(PermissionDenied):
        reset_password(actor=head, user=boss)
    with pytest.raises(PermissionDenied):
        reset_password(actor=clerk, user=head)
    assert password not in str(list(AuditEntry.objects.values()))


def test_accounts_are_listed_to_administrators_with_the_roles_they_may_see(ward, province, head):
    both = UserFactory.with_role(ward, RoleKind.EDITOR, name="Trần Thị Đẫm")
    Role.objects.create(user=both, organisation=province, kind=RoleKind.EDITOR)
    organiser = UserFactory.with_role(ward, RoleKind.ORGANISER, name="Lê Văn Mẫu")

    listed = listed_accounts(head, "dam TRAN").get()
    assert [role.organisation for role in listed.known_roles] == [ward]
    assert not visible_accounts(organiser).exists()
