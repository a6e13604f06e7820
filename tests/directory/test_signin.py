from __future__ import annotations

import datetime as dt

import pytest
from allauth.mfa.models import Authenticator
from axes.models import AccessAttempt
from django.contrib.auth import authenticate
from django.contrib.auth.hashers import MD5PasswordHasher
from django.core import signing
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from caunoi.core.errors import NotNow
from caunoi.core.models import AuditEntry, OutboxMessage
from caunoi.directory.enums import RoleKind
from caunoi.directory.models import AccountPass, AccountSession, Role, User
from caunoi.directory.queries.accounts import visible_accounts
from caunoi.directory.queries.signin import in_state, locked_usernames
from caunoi.directory.services import passes, signin
from caunoi.directory.services.accounts import open_account
from caunoi.directory.sessions import SessionStore
from tests.factories import OrganisationFactory, UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.data]
NEW = "ba con meo mun"


@pytest.fixture
def ward():
    return OrganisationFactory(name="Phường Thử", parent=OrganisationFactory(name="Tỉnh Thử"))


@pytest.fixture
def head(ward):
    return UserFactory.with_role(ward)


@pytest.fixture
def clerk(ward):
    return UserFactory.with_role(ward, RoleKind.ORGANISER, email="mau@phuong.example")


@pytest.fixture
def invited(ward, head):
    opened, password = open_account(
        actor=head, organisation=ward, name="Lê Thị Mẫu", kind="editor", email="le@phuong.example", with_password=False
    )
    assert password == ""
    return opened


def session_of(user: User) -> str:
    store = SessionStore()
    store.update({"_auth_user_id": str(user.pk), "signed_in_with": "Chrome, Windows"})
    store.create()
    store.save()
    return store.session_key


def actions(user: User) -> list[str]:
    return list(AuditEntry.objects.filter(object_id=str(user.pk)).order_by("id").values_list("action", flat=True))


def test_session_row_knows_whose_it_is_and_nothing_of_the_computer(clerk):
    row = AccountSession.objects.get(session_key=session_of(clerk))
    assert (row.user, row.device) == (clerk, "Chrome, Windows")
    assert {field.name for field in AccountSession._meta.get_fields()} == {
        "session_key", "session_data", "expire_date", "user", "device", "started_at", "seen_at",
    }  # fmt: skip


def test_invitation_opens_the_account_once(head, invited):
    token = passes.invite(actor=head, user=invited)
    assert passes.invited_account(token) == invited

    assert passes.accept_invitation(token=token, password=NEW) == invited
    assert authenticate(username=invited.username, password=NEW) == invited
    assert passes.accept_invitation(token=token, password="bon con meo mun") is None
    assert actions(invited) == ["directory.user_added", "account.invited", "account.invitation_used"]
    assert token not in str(list(AuditEntry.objects.values())) + str(list(AccountPass.objects.values()))


def test_invitation_ends_by_time_by_hand_and_by_the_next_one(head, invited):
    first = passes.invite(actor=head, user=invited)
    second = passes.invite(actor=head, user=invited)
    assert passes.invited_account(first) is None

    passes.take_back(actor=head, user=invited, kind="invitation")
    assert passes.accept_invitation(token=second, password=NEW) is None
    with pytest.raises(NotNow):
        passes.take_back(actor=head, user=invited, kind="invitation")

    third = passes.invite(actor=head, user=invited)
    AccountPass.objects.update(expires_at=timezone.now() - dt.timedelta(seconds=1))
    assert passes.invited_account(third) is None
    assert not User.objects.get(pk=invited.pk).has_usable_password()


def test_invitation_with_another_secret_opens_nothing(head, invited):
    passes.invite(actor=head, user=invited)
    key = AccountPass.objects.get().pk.hex
    for made_up in ("", "x", signing.dumps([key, "x"], salt="elsewhere"), signing.dumps([key, "x"], salt=passes._SALT)):
        assert passes.invited_account(made_up) is None


def test_invitation_keeps_good_after_a_password_that_is_too_easy(head, invited):
    token = passes.invite(actor=head, user=invited)
    with pytest.raises(ValidationError) as refused:
        passes.accept_invitation(token=token, password="1234567890")
    assert list(refused.value.message_dict) == ["password1"]
    assert passes.invited_account(token) == invited


def test_invitation_by_mail_stands_sealed_in_the_outbox(head, invited, clerk):
    token = passes.invite(actor=head, user=invited, by_mail=True)
    message = OutboxMessage.objects.get()
    assert (message.recipient, message.template) == ("le@phuong.example", "account_invitation")
    assert token not in str(message.context)

    with pytest.raises(NotNow):
        passes.invite(actor=head, user=clerk)


def test_code_sets_a_password_once_and_ends_every_session(head, clerk):
    key = session_of(clerk)
    code = passes.hand_over_code(actor=head, user=clerk)
    assert authenticate(username=clerk.username, password="mat-khau-thu") == clerk

    typed = f" {code[:4].lower()}-{code[4:]} "
    assert passes.redeem_code(login=clerk.email.upper(), code=typed, password=NEW) == clerk
    assert authenticate(username=clerk.username, password=NEW) == clerk
    assert not AccountSession.objects.filter(session_key=key).exists()
    assert passes.redeem_code(login=clerk.username, code=code, password="nam con meo mun") is None
    assert actions(clerk) == ["account.code_handed_over", "account.code_used"]
    assert code not in str(list(AccountPass.objects.values())) + str(list(AuditEntry.objects.values()))


def test_code_dies_at_the_fifth_wrong_one(head, clerk):
    code = passes.hand_over_code(actor=head, user=clerk)
    for _time in range(AccountPass.MOST_ATTEMPTS):
        assert passes.redeem_code(login=clerk.username, code="AAAA-AAAA", password=NEW) is None
    assert passes.redeem_code(login=clerk.username, code=code, password=NEW) is None


def test_code_survives_easy_passwords_but_not_an_hour(head, clerk):
    code = passes.hand_over_code(actor=head, user=clerk)
    for _time in range(AccountPass.MOST_ATTEMPTS + 1):
        with pytest.raises(ValidationError):
            passes.redeem_code(login=clerk.username, code=code, password="123456")
    AccountPass.objects.update(expires_at=timezone.now())
    assert passes.redeem_code(login=clerk.username, code=code, password=NEW) is None


def test_code_costs_one_hash_whoever_is_named(head, clerk, monkeypatch):
    """Time tells nothing: an unknown name, one without a code and a wrong code do the same slow work."""
    passes.hand_over_code(actor=head, user=clerk)
    made: list[str] = []
    encode = MD5PasswordHasher.encode
    monkeypatch.setattr(MD5PasswordHasher, "encode", lambda self, *args: made.append("hash") or encode(self, *args))
    for login in ("nobody", head.username, clerk.username):
        made.clear()
        assert passes.redeem_code(login=login, code="AAAAAAAA", password=NEW) is None
        assert made == ["hash"], login


def test_nobody_smaller_cares_for_an_account(ward, head, clerk):
    boss = UserFactory.with_role(ward.parent)
    Role.objects.create(user=boss, organisation=ward, kind=RoleKind.EDITOR)
    for act in (passes.hand_over_code, signin.sign_out_everywhere, signin.remove_second_steps, signin.close_account):
        for actor, user in ((head, boss), (clerk, head), (UserFactory.with_role(OrganisationFactory()), clerk)):
            with pytest.raises(PermissionDenied):
                act(actor=actor, user=user)


def test_closed_account_loses_roles_sessions_and_passes_and_keeps_its_name(head, clerk):
    key, code = session_of(clerk), passes.hand_over_code(actor=head, user=clerk)

    signin.close_account(actor=head, user=clerk)

    assert not AccountSession.objects.filter(session_key=key).exists()
    assert passes.redeem_code(login=clerk.username, code=code, password=NEW) is None
    assert authenticate(username=clerk.username, password="mat-khau-thu") is None
    assert [role.valid_to for role in clerk.roles.all()] == [timezone.localdate()]
    assert clerk in visible_accounts(head)
    assert AuditEntry.objects.get(action="account.closed").object_label == clerk.name

    signin.open_again(actor=head, user=clerk)
    reopened = User.objects.get(pk=clerk.pk)
    assert reopened.is_active
    assert not reopened.has_usable_password()
    with pytest.raises(NotNow):
        signin.open_again(actor=head, user=clerk)


def test_last_administrator_and_oneself_are_not_closed(ward, head):
    boss = UserFactory.with_role(ward.parent)
    with pytest.raises(NotNow):
        signin.close_account(actor=head, user=head)
    # Somebody who administers both places, but nothing above the province.
    both = UserFactory.with_role(ward.parent)
    Role.objects.filter(user=both).update(valid_from=timezone.localdate())
    signin.close_account(actor=boss, user=both)
    with pytest.raises(NotNow, match="Tỉnh Thử"):
        signin.refuse_the_last(actor=head, user=boss, organisation=ward.parent)
    signin.close_account(actor=boss, user=head)


def test_second_steps_are_taken_away_from_whoever_lost_the_phone(head, clerk):
    Authenticator.objects.create(user=clerk, type="totp", data={"secret": "x"})
    key = session_of(clerk)
    assert signin.remove_second_steps(actor=head, user=clerk) == 1
    assert not AccountSession.objects.filter(session_key=key).exists()
    assert actions(clerk) == ["account.method_added", "account.method_removed"]
    with pytest.raises(NotNow):
        signin.remove_second_steps(actor=head, user=clerk)


def test_locked_unused_waiting_and_closed_accounts_are_found(ward, head, clerk):
    def attempt(name: str, failures: int, **more: object) -> None:
        row = AccessAttempt.objects.create(username=name, failures_since_start=failures, **more)
        AccessAttempt.objects.filter(pk=row.pk).update(attempt_time=more.get("attempt_time", timezone.now()))

    old, closed = UserFactory.with_role(ward), UserFactory.with_role(ward, is_active=False)
    User.objects.filter(pk=old.pk).update(last_login=timezone.now() - dt.timedelta(days=91))
    User.objects.filter(pk=head.pk).update(last_login=timezone.now())
    attempt(clerk.username, 5, ip_address="10.0.0.1", user_agent="a")
    attempt(clerk.username, 3, ip_address="10.0.0.1", user_agent="b")
    attempt(old.username, 7, ip_address="10.0.0.1", user_agent="a")
    attempt(head.username, 9, ip_address="10.0.0.2", attempt_time=timezone.now() - dt.timedelta(minutes=16))

    known = visible_accounts(head)
    assert locked_usernames() == {clerk.username}
    found = {state: list(in_state(known, state)) for state in ("locked", "unused", "waiting", "closed")}
    assert found == {"locked": [clerk], "unused": [old], "waiting": [clerk], "closed": [closed]}

    signin.lift_lock(actor=head, user=clerk)
    assert locked_usernames() == set()
    assert actions(clerk) == ["account.lock_lifted"]
