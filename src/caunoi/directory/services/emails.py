"""The e-mail of one's own account: a new one holds once whoever reads it said so."""

from __future__ import annotations

import json

from cryptography.fernet import InvalidToken
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import gettext as _

from caunoi.core import outbox
from caunoi.core.fields import cipher
from caunoi.core.text import clean
from caunoi.directory.enums import AccountAction
from caunoi.directory.models import User
from caunoi.directory.queries.signin import home_of
from caunoi.directory.services.notices import tell_owner
from caunoi.directory.services.signin import note

SECONDS = 2 * 60 * 60


@transaction.atomic
def ask_email_change(*, actor: User, email: str) -> None:
    """Send a link to ``email``; nothing changes until it is used.

    An address that another account has gets no link, and the answer is the same: nobody learns who has an account.
    Raises ValidationError for what is no address, or the one that stands.
    """
    wanted = clean(email).lower()
    try:
        validate_email(wanted)
    except ValidationError as error:
        raise ValidationError({"email": _("This is no e-mail address. For example: vanphong@example.vn.")}) from error
    if wanted == actor.email:
        raise ValidationError({"email": _("This is the address of your account already.")})
    token = cipher().encrypt(json.dumps([str(actor.pk), actor.email, wanted]).encode()).decode("ascii")
    taken = User.objects.filter(email__iexact=wanted).exists()
    outbox.enqueue(
        recipient=wanted,
        template="email_taken" if taken else "email_confirm",
        context={} if taken else {"to": actor.get_full_name(), "token": token},
        organisation_id=home_of(actor),
        urgent=True,
        repeatable=True,
    )


def asked_change(token: str) -> tuple[User, str] | None:
    """Return the account and the address that a link stands for; None where it is too old, used, or made up."""
    try:
        key, before, wanted = json.loads(cipher().decrypt(token.encode(), ttl=SECONDS))
    except (InvalidToken, ValueError):
        return None
    # Used once, the address of the account is no longer the one the link was made for.
    user = User.objects.filter(pk=key, email=before, is_active=True).first()
    return (user, wanted) if user else None


@transaction.atomic
def confirm_email_change(*, token: str) -> User | None:
    """Take the new address over; None as :func:`asked_change`, or where another account took it meanwhile.

    The old address is told, and the new one. No role is asked for: whoever holds the link reads the new mailbox.
    """
    found = asked_change(token)
    if found is None:
        return None
    user, wanted = found
    locked = User.objects.select_for_update().get(pk=user.pk)
    before = locked.email
    if before != user.email or User.objects.filter(email__iexact=wanted).exclude(pk=locked.pk).exists():
        return None
    locked.email = wanted
    locked.save(update_fields=["email"])
    note(actor=locked, user=locked, action=AccountAction.EMAIL_CHANGED, details={"email": "…"})
    if before:
        tell_owner(user=locked, what=AccountAction.EMAIL_CHANGED, to=before)
    return locked
