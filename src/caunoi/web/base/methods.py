"""Ways to sign in that come and go through allauth's views: each leaves its row in the trail."""

from __future__ import annotations

from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.views import deactivate_totp
from allauth.mfa.webauthn.views import add_webauthn, edit_webauthn, remove_webauthn
from django.db import transaction

from caunoi.directory.enums import AccountAction
from caunoi.directory.services.signin import note


def on_saved(*, instance: Authenticator, created: bool, raw: bool = False, **_rest: Any) -> None:
    """Tell of a way that its owner added, or of new spare codes; only owners add them."""
    if not created or raw:
        return
    with transaction.atomic():
        if instance.type == Authenticator.Type.RECOVERY_CODES:
            note(actor=instance.user, user=instance.user, action=AccountAction.SPARE_CODES_MADE)
        else:
            note(actor=instance.user, user=instance.user, action=AccountAction.METHOD_ADDED, details=_told(instance))


def on_removed(*, authenticator: Authenticator, user: Any, **_rest: Any) -> None:
    """Tell of a way that its owner removed."""
    with transaction.atomic():
        note(actor=user, user=user, action=AccountAction.METHOD_REMOVED, details=_told(authenticator))


def _told(authenticator: Authenticator) -> dict[str, str]:
    name = authenticator.data.get("name", "")
    return {"way": str(authenticator.type), **({"name": name} if name else {})}


# allauth's views, each in one transaction with its row of the trail.
add_passkey = transaction.atomic(add_webauthn)
rename_passkey = transaction.atomic(edit_webauthn)
remove_passkey = transaction.atomic(remove_webauthn)
switch_off_codes = transaction.atomic(deactivate_totp)
