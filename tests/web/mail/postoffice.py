"""A real mail server (aiosmtpd) on the loopback address that keeps what arrived and can be told to refuse."""

from __future__ import annotations

import datetime as dt
import ssl
from contextlib import contextmanager
from email import message_from_bytes, policy
from ipaddress import ip_address
from pathlib import Path

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, LoginPassword
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from scripts.postgres import free_port


class PostOffice:
    """The handler: ``answers`` maps a word of the conversation (MAIL, RCPT or DATA) and an address to an answer.

    ``at`` is called at each step with its name, so that a test can act, or kill, right there.
    """

    def __init__(self) -> None:
        self.arrived: list[tuple[str, bytes]] = []
        self.answers: dict[tuple[str, str], str] = {}
        self.at = lambda step: None
        self.port = 0

    async def handle_EHLO(self, server, session, envelope, hostname, responses):  # noqa: N802 - aiosmtpd's name
        self.at("EHLO")
        session.host_name = hostname
        return responses

    async def handle_MAIL(self, server, session, envelope, address, options):  # noqa: N802 - aiosmtpd's name
        self.at("MAIL")
        if answer := self.answers.get(("MAIL", address)):
            return answer
        envelope.mail_from = address
        return "250 OK"

    async def handle_RCPT(self, server, session, envelope, address, options):  # noqa: N802 - aiosmtpd's name
        self.at("RCPT")
        if answer := self.answers.get(("RCPT", address)):
            return answer
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):  # noqa: N802 - aiosmtpd's name
        (recipient,) = envelope.rcpt_tos
        self.at("text")
        if answer := self.answers.get(("DATA", recipient)):
            return answer
        self.arrived.append((recipient, envelope.original_content))
        self.at("kept")
        return "250 kept"

    def mails(self):
        """Return what arrived, parsed."""
        return [message_from_bytes(content, policy=policy.default) for _to, content in self.arrived]


@contextmanager
def post_office(**options):
    """Run a server until the block ends; ``options`` are aiosmtpd's."""
    office = PostOffice()
    office.port = free_port()
    # Named here: else every conversation asks a name server who it is, which takes seconds without one.
    controller = Controller(
        office, hostname="127.0.0.1", port=office.port, server_hostname="mail.example.vn", **options
    )
    controller.start()
    try:
        yield office
    finally:
        controller.stop()


def certificate(folder: Path) -> Path:
    """Make a certificate of 127.0.0.1 that signs itself; returns the file that holds it and its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "mail.example.vn")])
    now = dt.datetime.now(dt.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - dt.timedelta(days=1))
        .not_valid_after(now + dt.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    path = folder / "mail.pem"
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    path.write_bytes(private + made.public_bytes(serialization.Encoding.PEM))
    return path


def tls(path: Path) -> ssl.SSLContext:
    """Return the server's side of TLS."""
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(path)
    return context


def only(name: str, password: str):
    """Let one account in."""

    def authenticate(server, session, envelope, mechanism, data):
        good = isinstance(data, LoginPassword) and (data.login, data.password) == (name.encode(), password.encode())
        return AuthResult(success=good, handled=good)

    return authenticate
