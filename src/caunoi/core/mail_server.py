"""Where mails go: the server named from outside, else the one the office set on a page, else files in the home."""

from __future__ import annotations

from django.conf import settings
from django.core.mail import get_connection
from django.core.mail.backends.base import BaseEmailBackend

from caunoi.core.models import MailServer

_BACKEND = "caunoi.web.mail.backend.CarefulBackend"
# A server that does not answer within this many seconds is out of reach.
SECONDS = 20


def office_server() -> MailServer | None:
    """Return the server that the office set and that holds; None where the environment names one, or there is none."""
    if settings.MAIL_IS_SET_OUTSIDE:
        return None
    return MailServer.objects.filter(pk=MailServer.ONLY).first()


def sender_of(server: MailServer | None) -> str:
    """Return the sender's address of mails that go through ``server``."""
    return server.sender if server else settings.DEFAULT_FROM_EMAIL


def connection_to(server: MailServer | None, *, seconds: int = SECONDS) -> BaseEmailBackend:
    """Return a connection that was not opened yet; through Django's settings where ``server`` is None."""
    if server is None:
        return get_connection()
    return get_connection(
        _BACKEND,
        host=server.host,
        port=server.port,
        username=server.username,
        password=server.password,
        use_tls=server.security == MailServer.Security.STARTTLS,
        use_ssl=server.security == MailServer.Security.TLS,
        timeout=seconds,
    )
