"""At each request of somebody signed in: when the session was used, and whether the second step is still to come."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from caunoi.directory.enums import RoleKind
from caunoi.directory.models import User
from caunoi.directory.queries.scope import scope_of
from caunoi.directory.sessions import SEEN

# Finer than this nobody needs to know when a session was last used, and each time costs a write.
_GRAIN = dt.timedelta(hours=1)
# Where work is done; the pages of the own account stay open, so that the second step can be switched on.
_WORK = ("/viec/", "/bien-tap/")


class SignInWatch:
    """Notes once an hour that a session is in use; leads to two-step sign-in whoever must have it and has not."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, or lead to the page that says what is missing."""
        if not request.path.startswith(_WORK) or not request.user.is_authenticated:
            return self.get_response(request)
        now = timezone.now()
        seen = request.session.get(SEEN)
        if seen and now - dt.datetime.fromisoformat(seen) >= _GRAIN:
            request.session[SEEN] = now.isoformat()
        if second_step_is_due(request.user):
            return redirect("base:two_step")
        return self.get_response(request)


def second_step_is_due(user: User) -> bool:
    """Say whether the installation asks ``user`` for two-step sign-in and it is not switched on."""
    if settings.TWO_STEP == "free":
        return False
    if settings.TWO_STEP == "administrators" and not scope_of(user).by_kind.get(RoleKind.ADMINISTRATOR):
        return False
    steps = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
    return not Authenticator.objects.filter(user=user, type__in=steps).exists()
