from __future__ import annotations

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from caunoi.core.models import AuditEntry
from caunoi.directory.enums import RoleKind
from caunoi.directory.models import Role
from caunoi.directory.queries.delegation import colleagues, delegable_roles, delegations
from caunoi.directory.queries.scope import forget_scope, scope_of
from caunoi.directory.services.accounts import end_role, grant_role, open_account
from caunoi.directory.services.delegation import delegate_role
from tests.factories import OrganisationFactory, UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.data]


@pytest.fixture
def day():
    return timezone.localdate()


@pytest.fixture
def absent(office):
    return UserFactory.with_role(office, RoleKind.ORGANISER)


@pytest.fixture
def colleague(office):
    return UserFactory.with_role(office, RoleKind.AUDITOR)


def organises(user, office):
    forget_scope(user)
    return scope_of(user).holds(office.path, RoleKind.ORGANISER)


def lend(absent, colleague, until):
    return delegate_role(actor=absent, role=absent.roles.get(), to=colleague, until=until)


def test_colleague_acts_until_the_day_and_the_absent_keeps_the_role(office, absent, colleague, day):
    given = lend(absent, colleague, day + dt.timedelta(days=3))

    assert organises(colleague, office)
    assert organises(absent, office)
    assert list(delegations(absent)) == list(delegations(colleague)) == [given]
    entry = AuditEntry.objects.latest("id")
    assert (entry.action, entry.actor_id, entry.organisation_id) == (
        "directive.role_delegated".replace("directive", "directory"),
        absent.pk,
        office.pk,
    )
    Role.objects.filter(pk=given.pk).update(valid_from=day - dt.timedelta(days=3), valid_to=day)
    assert not organises(colleague, office)


def test_delegation_ends_with_the_role_behind_it(office, administrator, absent, colleague, day):
    lend(absent, colleague, day + dt.timedelta(days=30))
    end_role(actor=administrator, role=absent.roles.get())

    assert not organises(colleague, office)


def test_delegation_ends_with_the_account_behind_it(office, absent, colleague, day):
    lend(absent, colleague, day + dt.timedelta(days=30))
    absent.is_active = False
    absent.save()

    assert not organises(colleague, office)


def test_what_was_lent_is_not_lent_on(office, absent, colleague, day):
    given = lend(absent, colleague, day + dt.timedelta(days=30))
    third = UserFactory.with_role(office, RoleKind.EDITOR)

    assert given not in delegable_roles(colleague)
    with pytest.raises(PermissionDenied):
        delegate_role(actor=colleague, role=given, to=third, until=day + dt.timedelta(days=1))


def test_only_own_roles_and_only_to_colleagues(office, absent, colleague, day):
    stranger = UserFactory.with_role(OrganisationFactory(), RoleKind.ORGANISER)
    assert list(colleagues(absent)) == [colleague]

    with pytest.raises(PermissionDenied):
        delegate_role(actor=absent, role=absent.roles.get(), to=stranger, until=day + dt.timedelta(days=1))
    with pytest.raises(PermissionDenied):
        delegate_role(actor=absent, role=stranger.roles.get(), to=colleague, until=day + dt.timedelta(days=1))


@pytest.mark.parametrize("days", [0, -1, 184])
def test_end_lies_ahead_and_within_half_a_year(absent, colleague, day, days):
    with pytest.raises(ValidationError) as refused:
        lend(absent, colleague, day + dt.timedelta(days=days))

    assert set(refused.value.message_dict) == {"until"}


def test_role_that_the_colleague_holds_is_refused(office, absent, day):
    other = UserFactory.with_role(office, RoleKind.ORGANISER)

    with pytest.raises(ValidationError):
        lend(absent, other, day + dt.timedelta(days=1))


def test_taken_back_and_lent_again_on_one_day(office, absent, colleague, day):
    given = lend(absent, colleague, day + dt.timedelta(days=3))
    end_role(actor=absent, role=given)
    assert not organises(colleague, office)

    lend(absent, colleague, day + dt.timedelta(days=5))
    assert organises(colleague, office)
    with pytest.raises(PermissionDenied):
        end_role(actor=colleague, role=given)


def test_lent_administrator_is_not_the_last_one(office, administrator, colleague, day):
    from caunoi.core.errors import NotNow

    delegate_role(actor=administrator, role=administrator.roles.get(), to=colleague, until=day + dt.timedelta(days=30))
    with pytest.raises(NotNow):
        end_role(actor=administrator, role=administrator.roles.get())


@pytest.fixture
def lent(office, administrator, day):
    """An organiser who acts as administrator for three days."""
    deputy = UserFactory.with_role(office, RoleKind.ORGANISER)
    return delegate_role(
        actor=administrator, role=administrator.roles.get(), to=deputy, until=day + dt.timedelta(days=3)
    )


def test_what_is_given_in_a_lent_role_ends_with_it_at_the_latest(office, lent, colleague, day):
    deputy, end = lent.user, day + dt.timedelta(days=3)

    forever = grant_role(actor=deputy, user=colleague, organisation=office, kind=RoleKind.EDITOR)
    shorter = grant_role(
        actor=deputy, user=colleague, organisation=office, kind=RoleKind.DOOR, valid_to=day + dt.timedelta(days=1)
    )
    opened, _password = open_account(actor=deputy, organisation=office, name="Lê Thị Mới", kind=RoleKind.LEADER)

    assert (forever.valid_to, forever.source) == (end, lent)
    assert shorter.valid_to == day + dt.timedelta(days=1)
    assert (opened.roles.get().valid_to, opened.roles.get().source) == (end, lent)
    assert not delegable_roles(opened).exists()


def test_it_ends_with_the_lent_role_that_is_taken_back_and_with_the_one_behind(
    office, lent, colleague, administrator, day
):
    grant_role(actor=lent.user, user=colleague, organisation=office, kind=RoleKind.EDITOR)

    def edits():
        forget_scope(colleague)
        return scope_of(colleague).holds(office.path, RoleKind.EDITOR)

    assert edits()
    Role.objects.filter(pk=lent.source_id).update(valid_to=day)
    assert not edits()
    Role.objects.filter(pk=lent.source_id).update(valid_to=None)
    assert edits()
    end_role(actor=administrator, role=lent)
    assert not edits()


def test_a_lent_administrator_makes_no_administrator(office, lent, colleague):
    for give in (
        lambda: grant_role(actor=lent.user, user=colleague, organisation=office, kind=RoleKind.ADMINISTRATOR),
        lambda: open_account(actor=lent.user, organisation=office, name="Lê Thị Mới", kind=RoleKind.ADMINISTRATOR),
    ):
        with pytest.raises(ValidationError) as caught:
            give()
        assert set(caught.value.message_dict) == {"kind"}


def test_who_is_administrator_in_the_own_right_gives_lasting_roles(office, lent, colleague, day):
    own = Role.objects.create(user=lent.user, organisation=office, kind=RoleKind.ADMINISTRATOR)

    given = grant_role(actor=lent.user, user=colleague, organisation=office, kind=RoleKind.EDITOR)

    assert (given.valid_to, given.source) == (None, None)
    assert own.valid_to is None
