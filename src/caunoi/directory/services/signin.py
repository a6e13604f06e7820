"""Ways to sign in, sessions and lock-outs of an account; each change leaves its row in the trail."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from axes.models import AccessAttempt
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from caunoi.core import audit
from caunoi.core.errors import NotNow
from caunoi.directory.enums import AccountAction, RoleKind
from caunoi.directory.models import AccountPass, AccountSession, Organisation, User
from caunoi.directory.policies import require
from caunoi.directory.queries.accounts import current_roles, lies_within, visible_accounts
from caunoi.directory.queries.organisations import KEY
from caunoi.directory.queries.scope import forget_scope, scope_of
from caunoi.directory.queries.signin import handle_of, home_of
from caunoi.directory.services.notices import TOLD, tell_owner


def note(*, actor: User | None, user: User, action: str, details: Mapping[str, Any] | None = None) -> None:
    """Write a row about the account ``user`` under its own office; belongs to the caller's transaction.

    Of what concerns a way in, its owner is told by mail.
    """
    audit.record(actor=actor, action=action, subject=user, organisation_id=home_of(user), details=details)
    if action in TOLD:
        tell_owner(user=user, what=action, actor=actor, details=details)


def require_care(*, actor: User, user: User) -> None:
    """Raise PermissionDenied unless ``actor`` sees the account and administers everything that it may do."""
    require(visible_accounts(actor).filter(pk=user.pk).exists())
    if not lies_within(actor, user):
        raise PermissionDenied(
            _("This account has roles outside your office. It is looked after by the administrator above you.")
        )


def drop_sessions(user: User, *, but: str = "") -> int:
    """Delete the account's sessions except the one with the key ``but``; returns how many. Works at once."""
    return AccountSession.objects.filter(user=user).exclude(session_key=but).delete()[0]


@transaction.atomic
def choose_password(*, actor: User, password: str, keep: str = "") -> None:
    """Set the actor's own password; every other session than ``keep`` ends, what was handed over stops working.

    The password was checked by the form. Does not sign anybody in.
    """
    set_password(actor, password, keep=keep)
    note(actor=actor, user=actor, action=AccountAction.PASSWORD_CHOSEN)


def set_password(user: User, password: str, *, keep: str = "") -> None:
    """Store the password, end the sessions and take back what was handed over; belongs to the caller's transaction."""
    user.set_password(password)
    user.save(update_fields=["password"])
    drop_sessions(user, but=keep)
    AccountPass.objects.filter(user=user, used_at__isnull=True, revoked_at__isnull=True).update(
        revoked_at=timezone.now()
    )


@transaction.atomic
def end_session(*, actor: User, handle: str) -> bool:
    """End one of the actor's own sessions; says whether there was one. No row: it is his own door."""
    for key in AccountSession.objects.filter(user=actor).order_by("session_key").values_list("session_key", flat=True):
        if handle_of(key) == handle:
            return bool(AccountSession.objects.filter(user=actor, session_key=key).delete()[0])
    return False


@transaction.atomic
def end_other_sessions(*, actor: User, keep: str) -> int:
    """End all of the actor's sessions but the one with the key ``keep``; returns how many."""
    return drop_sessions(actor, but=keep)


@transaction.atomic
def sign_out_everywhere(*, actor: User, user: User) -> int:
    """End every session of an account; returns how many. Raises PermissionDenied as :func:`require_care`."""
    require_care(actor=actor, user=user)
    ended = drop_sessions(user)
    note(actor=actor, user=user, action=AccountAction.SESSIONS_ENDED, details={"count": ended})
    return ended


@transaction.atomic
def remove_second_steps(*, actor: User, user: User) -> int:
    """Take away code app, passkeys and spare codes of somebody who lost the phone; returns how many there were.

    The sessions end too. Raises PermissionDenied as :func:`require_care`, NotNow where there is nothing to take.
    """
    require_care(actor=actor, user=user)
    kinds = sorted(Authenticator.objects.filter(user=user).order_by("id").values_list("type", flat=True))
    if not kinds:
        raise NotNow(_("This account has no two-step sign-in."))
    Authenticator.objects.filter(user=user).delete()
    drop_sessions(user)
    note(actor=actor, user=user, action=AccountAction.METHOD_REMOVED, details={"ways": ", ".join(kinds)})
    return len(kinds)


@transaction.atomic
def unlink_provider(*, actor: User, link: SocialAccount) -> None:
    """Take away the actor's own link with the provider of sign-in; the password or a passkey must be left.

    Raises PermissionDenied for somebody else's link, NotNow where it is the last way in.
    """
    require(link.user_id == actor.pk)
    locked = User.objects.select_for_update().get(pk=actor.pk)
    passkeys = Authenticator.objects.filter(user=locked, type=Authenticator.Type.WEBAUTHN)
    others = SocialAccount.objects.filter(user=locked).exclude(pk=link.pk)
    if not (locked.has_usable_password() or passkeys.exists() or others.exists()):
        raise NotNow(
            _("This is your only way in. Choose a password or add a passkey first; then the link can be taken away.")
        )
    SocialAccount.objects.filter(pk=link.pk).delete()
    note(actor=actor, user=locked, action=AccountAction.METHOD_REMOVED, details={"way": "openid_connect"})


@transaction.atomic
def lift_lock(*, actor: User, user: User) -> None:
    """Let an account sign in again at once after too many wrong passwords.

    Raises PermissionDenied unless the actor sees the account.
    """
    require(visible_accounts(actor).filter(pk=user.pk).exists())
    AccessAttempt.objects.filter(username=user.username).delete()
    note(actor=actor, user=user, action=AccountAction.LOCK_LIFTED)


@transaction.atomic
def close_account(*, actor: User, user: User, reason: str = "") -> User:
    """Close an account: its roles end today, its sessions at once, nobody signs in with it. Its name stays.

    Raises PermissionDenied as :func:`require_care`, NotNow for one's own account, for one that is closed, and for the
    last administrator of an organisation unless the actor administers it from above.
    """
    require_care(actor=actor, user=user)
    if user.pk == actor.pk:
        raise NotNow(_("Nobody closes the own account. Ask another administrator."))
    # The organisations' rows are the gate, in one order: two administrators can't close each other at once.
    held = current_roles().filter(user=user).select_related("organisation")
    places = Organisation.objects.filter(roles__in=held).distinct().order_by("pk").values_list("pk", flat=True)
    list(Organisation.objects.select_for_update().filter(pk__in=list(places)).order_by("pk"))
    locked = User.objects.select_for_update().get(pk=user.pk)
    if not locked.is_active:
        raise NotNow(_("This account is closed already."))
    for role in held.filter(kind=RoleKind.ADMINISTRATOR):
        refuse_the_last(actor=actor, user=locked, organisation=role.organisation)
    home = home_of(locked)
    today = timezone.localdate()
    ended = [str(role) for role in held.order_by("id")]
    locked.roles.filter(pk__in=[role.pk for role in held]).update(valid_to=today)
    locked.is_active = False
    locked.save(update_fields=["is_active"])
    drop_sessions(locked)
    AccountPass.objects.filter(user=locked, used_at__isnull=True, revoked_at__isnull=True).update(
        revoked_at=timezone.now()
    )
    audit.record(
        actor=actor,
        action=AccountAction.CLOSED,
        subject=locked,
        organisation_id=home,
        details={"roles": "; ".join(ended)},
        reason=reason,
    )
    forget_scope(actor)
    return locked


def refuse_the_last(*, actor: User, user: User, organisation: Organisation) -> None:
    """Raise NotNow where ``user`` is the organisation's last administrator and the actor is none above it.

    Somebody must be left to let others in.
    """
    others = (
        current_roles(organisation.path).filter(kind=RoleKind.ADMINISTRATOR, source__isnull=True).exclude(user=user)
    )
    above = organisation.path[:-KEY]
    if not others.exists() and not (above and scope_of(actor).holds(above, RoleKind.ADMINISTRATOR)):
        raise NotNow(
            _("%(name)s is the last administrator of %(organisation)s. Make somebody else administrator first.")
            % {"name": user.get_full_name(), "organisation": organisation.name}
        )


@transaction.atomic
def open_again(*, actor: User, user: User) -> User:
    """Open a closed account; its roles do not come back, they are given anew.

    Raises PermissionDenied as :func:`require_care`, NotNow for an account that is open.
    """
    require_care(actor=actor, user=user)
    locked = User.objects.select_for_update().get(pk=user.pk)
    if locked.is_active:
        raise NotNow(_("This account is open."))
    locked.is_active = True
    # Whoever knew the old password need not be the one who gets the account back.
    locked.set_unusable_password()
    locked.save(update_fields=["is_active", "password"])
    note(actor=actor, user=locked, action=AccountAction.OPENED_AGAIN)
    return locked
