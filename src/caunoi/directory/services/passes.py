"""Invitations and codes that an administrator hands over to let somebody choose a password; none is kept plain."""

from __future__ import annotations

import datetime as dt
import hashlib
import secrets
from uuid import UUID

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.contrib.auth.hashers import check_password, make_password
from django.contrib.auth.password_validation import validate_password
from django.core import signing
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext as _

from caunoi.core import outbox
from caunoi.core.errors import NotNow
from caunoi.core.fields import cipher
from caunoi.core.ids import ALPHABET, new_code
from caunoi.directory.enums import AccountAction, PassKind
from caunoi.directory.models import AccountPass, User
from caunoi.directory.queries.signin import account_called, home_of, open_passes
from caunoi.directory.services.signin import note, require_care, set_password

INVITATION_DAYS = 7
CODE_HOURS = 1
CODE_LENGTH = 8
_SALT = "caunoi.directory.invitation"


@transaction.atomic
def invite(*, actor: User, user: User, by_mail: bool = False) -> str:
    """Make an invitation and return its token for the link; an earlier one stops working.

    ``by_mail`` sends the link to the account's e-mail through the outbox, where it stands encrypted. Raises
    PermissionDenied unless the actor looks after the account, NotNow for a closed account, for one that has a password
    already, or for one without e-mail where it should be sent.
    """
    require_care(actor=actor, user=user)
    locked = _open_account(user)
    if locked.has_usable_password():
        raise NotNow(_("This account has a password already. Hand over a code instead if it is forgotten."))
    if by_mail and not locked.email:
        raise NotNow(_("This account has no e-mail. Hand over the link instead."))
    secret = secrets.token_urlsafe(24)
    made = _make(
        actor, locked, PassKind.INVITATION, _digest(secret), lasts=dt.timedelta(days=INVITATION_DAYS), by_mail=by_mail
    )
    token = signing.dumps([made.pk.hex, secret], salt=_SALT)
    home = home_of(locked)
    if by_mail:
        outbox.enqueue(
            recipient=locked.email,
            template="account_invitation",
            context={
                "to": locked.get_full_name(),
                "username": locked.username,
                "sender": actor.get_full_name(),
                "days": INVITATION_DAYS,
                "sealed": cipher().encrypt(token.encode()).decode("ascii"),
            },
            organisation_id=home,
            urgent=True,
            repeatable=True,
        )
    note(actor=actor, user=locked, action=AccountAction.INVITED, details={"by_mail": by_mail})
    return token


@transaction.atomic
def hand_over_code(*, actor: User, user: User) -> str:
    """Make a code of eight signs and return it; it works once, for an hour, and an earlier one stops working.

    Nothing else changes: the old password goes on until the code is used. Raises as :func:`invite`.
    """
    require_care(actor=actor, user=user)
    locked = _open_account(user)
    code = new_code(CODE_LENGTH)
    _make(actor, locked, PassKind.CODE, make_password(code), lasts=dt.timedelta(hours=CODE_HOURS))
    note(actor=actor, user=locked, action=AccountAction.CODE_HANDED_OVER)
    return code


def _open_account(user: User) -> User:
    locked = User.objects.select_for_update().get(pk=user.pk)
    if not locked.is_active:
        raise NotNow(_("This account is closed. Open it first."))
    return locked


def _make(
    actor: User, user: User, kind: PassKind, digest: str, *, lasts: dt.timedelta, by_mail: bool = False
) -> AccountPass:
    now = timezone.now()
    AccountPass.objects.filter(user=user, kind=kind, used_at__isnull=True, revoked_at__isnull=True).update(
        revoked_at=now
    )
    return AccountPass.objects.create(
        kind=kind, user=user, digest=digest, made_by=actor, expires_at=now + lasts, by_mail=by_mail
    )


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


@transaction.atomic
def take_back(*, actor: User, user: User, kind: str) -> None:
    """Make an open invitation or code worthless.

    Raises PermissionDenied as :func:`invite`, NotNow where none is open.
    """
    require_care(actor=actor, user=user)
    if not open_passes(user).filter(kind=kind).update(revoked_at=timezone.now()):
        raise NotNow(_("It was used or has run out already."))
    note(actor=actor, user=user, action=AccountAction.PASS_REVOKED, details={"kind": str(PassKind(kind).value)})


def invited_account(token: str) -> User | None:
    """Return the account that an invitation opens now, None for one that is made up, used, taken back or too old."""
    found = _invitation(token)
    return found.user if found else None


def _invitation(token: str) -> AccountPass | None:
    try:
        key, secret = signing.loads(token, salt=_SALT, max_age=dt.timedelta(days=INVITATION_DAYS))
        pk = UUID(key)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    found = AccountPass.objects.select_related("user").filter(pk=pk, kind=PassKind.INVITATION).first()
    if found is None or not constant_time_compare(found.digest, _digest(secret)):
        return None
    return found if open_passes(found.user).filter(pk=found.pk).exists() and found.user.is_active else None


@transaction.atomic
def accept_invitation(*, token: str, password: str) -> User | None:
    """Set the first password of the invited account; None for an invitation that opens nothing.

    Raises ValidationError for a password that is too easy; the invitation stays good then.
    """
    found = _invitation(token)
    if found is None:
        return None
    user = User.objects.select_for_update().get(pk=found.user_id)
    # Two clicks at once: the second finds it used.
    if not open_passes(user).filter(pk=found.pk).exists():
        return None
    _checked(user, password)
    AccountPass.objects.filter(pk=found.pk).update(used_at=timezone.now())
    set_password(user, password)
    note(actor=user, user=user, action=AccountAction.INVITATION_USED)
    return user


def redeem_code(*, login: str, code: str, password: str) -> User | None:
    """Set a new password with a code that was handed over; None where it does not fit, whatever the reason.

    An unknown name, an account without a code and a wrong code take the same work and get the same answer. The fifth
    wrong code makes it worthless. Raises ValidationError for a password that is too easy; the code stays good then.
    """
    typed = "".join(sign for sign in code.upper() if sign in ALPHABET)
    user = account_called(login)
    with transaction.atomic():
        # The attempt is counted before it is judged, and stays counted: many at once are no more than five.
        kept = open_passes(user).filter(kind=PassKind.CODE).select_for_update().first() if user else None
        if kept:
            AccountPass.objects.filter(pk=kept.pk).update(attempts=F("attempts") + 1)
    if kept is None or user is None or not user.is_active:
        make_password(typed)
        return None
    if not check_password(typed, kept.digest):
        return None
    # The right code is no failed attempt, even where the new password is still too easy.
    AccountPass.objects.filter(pk=kept.pk).update(attempts=F("attempts") - 1)
    return _redeem(user, kept, password)


@transaction.atomic
def _redeem(user: User, kept: AccountPass, password: str) -> User | None:
    locked = User.objects.select_for_update().get(pk=user.pk)
    now = timezone.now()
    row = AccountPass.objects.filter(pk=kept.pk, used_at__isnull=True, revoked_at__isnull=True, expires_at__gt=now)
    if not locked.is_active or not row.exists():
        return None
    _checked(locked, password)
    row.update(used_at=now)
    set_password(locked, password)
    note(actor=locked, user=locked, action=AccountAction.CODE_USED)
    return locked


@transaction.atomic
def send_reset_link(*, sealed_email: str) -> None:
    """Put a mail into the outbox for an address typed by somebody who forgot the password, known or not.

    The link stands there encrypted. A closed account counts as none. One that was never entered gets a link as well:
    whoever reads its mail was to be invited there anyway.
    """
    email = cipher().decrypt(sealed_email.encode("ascii")).decode()
    user = User.objects.filter(email__iexact=email, is_active=True).first() if email else None
    if user is None:
        outbox.enqueue(
            recipient=email,
            template="password_reset_unknown",
            context={},
            organisation_id=None,
            urgent=True,
            repeatable=True,
        )
        return
    token = default_token_generator.make_token(user)
    context = {
        "username": user.username,
        "uid": user_pk_to_url_str(user),
        "sealed": cipher().encrypt(token.encode()).decode("ascii"),
    }
    outbox.enqueue(
        recipient=user.email,
        template="password_reset",
        context=context,
        organisation_id=home_of(user),
        urgent=True,
        repeatable=True,
    )


def _checked(user: User, password: str) -> None:
    try:
        validate_password(password, user)
    except ValidationError as error:
        raise ValidationError({"password1": error.messages}) from None
