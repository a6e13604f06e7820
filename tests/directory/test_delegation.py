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
from caunoi.directory.services.accounts import end_role
from caunoi.directory.services.delegation import delegate_role, take_back
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
    take_back(actor=absent, role=given)
    assert not organises(colleague, office)

    lend(absent, colleague, day + dt.timedelta(days=5))
    assert organises(colleague, office)
    with pytest.raises(PermissionDenied):
        take_back(actor=colleague, role=given)


def test_lent_administrator_is_not_the_last_one(office, administrator, colleague, day):
    from caunoi.core.errors import NotNow

    delegate_role(actor=administrator, role=administrator.roles.get(), to=colleague, until=day + dt.timedelta(days=30))
    with pytest.raises(NotNow):
        end_role(actor=administrator, role=administrator.roles.get())
