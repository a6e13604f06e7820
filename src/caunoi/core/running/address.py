"""Whether people reach the office under its address: name, port, certificate, and who answers there."""

from __future__ import annotations

import datetime as dt
import http.client
import socket
import ssl
from collections.abc import Iterator
from urllib.parse import urlsplit

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from caunoi.core.checks import Fault

_SECONDS = 8
CERTIFICATE_SOON = dt.timedelta(days=14)
_OTHER_NAME, _EXPIRED = 62, 10


def address_leads_here(strict: bool) -> Iterator[Fault]:
    """Ask the office's own address as a browser would; only where it is one of the network."""
    parts = urlsplit(settings.ENV.base_url)
    if not strict or parts.scheme != "https" or not parts.hostname:
        return
    name, port = parts.hostname, parts.port or 443
    where = f"{name}:{port}"
    try:
        with socket.create_connection((name, port), _SECONDS) as plain:
            yield from _speak(plain, name, where)
    except socket.gaierror:
        yield Fault(
            where=where,
            what=_("The name is not known in the network."),
            todo=_("Ask whoever keeps the office's domain to point it to this machine, or correct CAUNOI_BASE_URL."),
        )
    except OSError as error:
        yield Fault(
            where=where,
            what=_("Nobody answers at this address: %(why)s.") % {"why": error.strerror or type(error).__name__},
            todo=_("See that nginx runs (systemctl status nginx) and that the firewall lets the port through."),
        )


def _speak(plain: socket.socket, name: str, where: str) -> Iterator[Fault]:
    try:
        with ssl.create_default_context().wrap_socket(plain, server_hostname=name) as wrapped:
            ends = ssl.cert_time_to_seconds(str((wrapped.getpeercert() or {})["notAfter"]))
            status, said = _ask(wrapped, name)
    except ssl.SSLCertVerificationError as error:
        yield _wrong_certificate(error, where)
        return
    except (ssl.SSLError, http.client.HTTPException):
        yield _somebody_else(where)
        return
    left = dt.datetime.fromtimestamp(ends, tz=dt.UTC) - timezone.now()
    if left < CERTIFICATE_SOON:
        yield Fault(
            where=where,
            what=_("The certificate ends in %(days)s days.") % {"days": left.days},
            todo=_("It should have been renewed by itself: run certbot renew and read what it says."),
        )
    if status in {502, 503, 504}:
        yield Fault(
            where=where,
            what=_("The web servers of the office do not answer."),
            todo="systemctl status caunoi-web@1 caunoi-web@2; journalctl -u caunoi-web@1 -n 50",
        )
    elif (status, said) != (200, b"ok\n"):
        yield _somebody_else(where)


def _ask(wrapped: ssl.SSLSocket, name: str) -> tuple[int, bytes]:
    wrapped.sendall(f"GET /healthz HTTP/1.1\r\nHost: {name}\r\nConnection: close\r\n\r\n".encode())
    with http.client.HTTPResponse(wrapped) as answer:
        answer.begin()
        return answer.status, answer.read(100)


def _somebody_else(where: str) -> Fault:
    return Fault(
        where=where,
        what=_("Another program holds this port: it is not the office that answers."),
        todo=_(
            "Find it with ss -ltnp, stop it, or take the other site out of /etc/nginx/sites-enabled; then nginx -t."
        ),
    )


def _wrong_certificate(error: ssl.SSLCertVerificationError, where: str) -> Fault:
    if error.verify_code == _OTHER_NAME:
        what = _("The certificate is made out to another name: browsers warn everybody off.")
        todo = _("Get a certificate for this name (certbot), or correct CAUNOI_BASE_URL.")
    elif error.verify_code == _EXPIRED:
        what = _("The certificate has expired: browsers warn everybody off.")
        todo = _("Run certbot renew, then systemctl reload nginx.")
    else:
        what = _("The certificate is of no authority that browsers know.")
        todo = _("Get one from a known authority (certbot), with the whole chain in fullchain.pem.")
    return Fault(where=where, what=what, todo=todo)
