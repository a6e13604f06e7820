"""How allauth behaves here: no sign-up, passwords are set by a service, secrets lie encrypted."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context as allauth_context
from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import InvalidToken
from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from caunoi.core import outbox
from caunoi.core.fields import cipher
from caunoi.directory.services import notices, signin
from caunoi.directory.sessions import DEVICE, SEEN, STARTED
from caunoi.web.base.devices import in_words, knows, remember
from caunoi.web.base.lockout import client_address

_FIRST = "signs_in_first"


class ClosedAccountAdapter(DefaultAccountAdapter):
    """No sign-up; one's own password is set by a service."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002 - allauth's signature
        """Refuse every sign-up."""
        return False

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Put the mail into the outbox: it goes out at once, at night too, and its link is kept encrypted.

        A server that is away then costs the person at the screen nothing but patience.
        """
        request = allauth_context.request
        mail = self.render_mail(template_prefix, email, {"request": request, "email": email, **context})
        outbox.enqueue(
            recipient=email,
            template="account",
            context={"subject": mail.subject, "body": mail.body},
            organisation_id=None,
            urgent=True,
            repeatable=True,
        )

    def get_client_ip(self, request: HttpRequest) -> str:
        """Return the address as the lock-out counts it."""
        return client_address(request)

    def login(self, request: HttpRequest, user: AbstractBaseUser) -> None:
        """Sign in, and note for the account's owner with what and when."""
        # The first time of all, its owner sits in front of it: no device is new.
        request.session[_FIRST] = user.last_login is None
        super().login(request, user)
        # Whoever comes in sweeps out what ran out: no list of old sessions stays behind.
        request.session.clear_expired()
        now = timezone.now().isoformat()
        request.session[DEVICE] = in_words(request.headers.get("User-Agent", ""))
        request.session[STARTED] = request.session[SEEN] = now

    def post_login(self, request: HttpRequest, user: Any, **kwargs: Any) -> HttpResponse:
        """Answer; a browser in which the account never signed in before is told to its owner, and known from now on."""
        response: HttpResponse = super().post_login(request, user, **kwargs)
        first = request.session.pop(_FIRST, False)
        if not knows(request, user) and not first:
            notices.tell_of_new_device(user=user, device=in_words(request.headers.get("User-Agent", "")))
        remember(request, response, user)
        return response

    def set_password(self, user: Any, password: str) -> None:
        """Set a password that its owner chose; every other session ends."""
        request: HttpRequest = self.request
        own = request.user.is_authenticated and request.user.pk == user.pk
        signin.choose_password(actor=user, password=password, keep=request.session.session_key or "" if own else "")


class SecondStepAdapter(DefaultMFAAdapter):
    """Secrets of code apps and spare codes stand encrypted in the database, under a key of their own.

    They lie within JSON of allauth's: :mod:`caunoi.core.packed_secrets` brings them under a new key.
    """

    KEY = "steps"

    def encrypt(self, text: str) -> str:
        """Encrypt with the installation's field keys."""
        return cipher(self.KEY).encrypt(text.encode()).decode("ascii")

    def decrypt(self, encrypted_text: str) -> str:
        """Decrypt; what was written before secrets were encrypted is returned as it is."""
        try:
            return cipher(self.KEY).decrypt(encrypted_text.encode()).decode()
        except InvalidToken:
            return encrypted_text

    def generate_authenticator_name(self, user: AbstractBaseUser, type: Any) -> str:  # noqa: ARG002 - allauth's
        """Return what a passkey is called until its owner names it: the device it was most likely made on."""
        return in_words(self.request.headers.get("User-Agent", "")) or _("Passkey")

    def _get_user_identifier(self, user: Any) -> str:
        # An e-mail may change; the user name is what one types here.
        return str(user.username)
