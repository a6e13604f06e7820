"""A trial mail, sent at once: what the mail server answered, in words for a clerk."""

from __future__ import annotations

import contextlib
import smtplib
import socket
import ssl
from dataclasses import dataclass

from django.conf import settings
from django.core.mail import EmailMessage
from django.utils.translation import gettext as _

from caunoi.core.mail_server import connection_to, office_server, sender_of
from caunoi.core.models import OutboxMessage

# Somebody waits at the screen.
_SECONDS = 10
_MOST = 300
_Reason = OutboxMessage.Reason


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """Whether the server took the mail; ``words`` say it, ``answer`` is the server's own line ("" for none)."""

    taken: bool
    words: str
    answer: str = ""


def send_trial(recipient: str) -> Verdict:
    """Send one mail to ``recipient`` through the server that holds now; writes nothing down."""
    server = office_server()
    if server is None and not settings.EMAIL_BACKEND.startswith(("caunoi.web.mail", "django.core.mail.backends.smtp")):
        return Verdict(taken=False, words=_("No mail server is set: mails are written into files on this computer."))
    connection = connection_to(server, seconds=_SECONDS)
    mail = EmailMessage(
        subject=_("A trial mail from Cầu Nối"),
        body=_(
            "This mail came through the mail server of your office: mails of Cầu Nối arrive. Nobody needs to answer it."
        ),
        from_email=sender_of(server),
        to=[recipient],
        connection=connection,
        headers={"Auto-Submitted": "auto-generated"},
    )
    try:
        connection.open()
        mail.send()
    except (OSError, smtplib.SMTPException, UnicodeError) as error:
        return _judged(error)
    finally:
        with contextlib.suppress(smtplib.SMTPException, OSError):
            connection.close()
    return Verdict(
        taken=True, words=_("The mail server took the mail for %(to)s. Look into that mailbox now.") % {"to": recipient}
    )


def _judged(error: Exception) -> Verdict:
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        code, answer = next(iter(error.recipients.values()))
        reason = _Reason.REFUSED if code >= 500 else _Reason.BUSY
        return Verdict(taken=False, words=str(reason.label), answer=_line(code, answer))
    if isinstance(error, smtplib.SMTPAuthenticationError):
        words = _(
            "The mail server refused the user name or the password. Check both; some servers want a password for"
            " programs."
        )
        return Verdict(taken=False, words=words, answer=_line(error.smtp_code, error.smtp_error))
    if isinstance(error, smtplib.SMTPSenderRefused):
        words = _("The mail server refused the sender's address. It has to be one that the user name may send from.")
        return Verdict(taken=False, words=words, answer=_line(error.smtp_code, error.smtp_error))
    if isinstance(error, smtplib.SMTPResponseException):
        reason = _Reason.REJECTED if error.smtp_code >= 500 else _Reason.BUSY
        return Verdict(taken=False, words=str(reason.label), answer=_line(error.smtp_code, error.smtp_error))
    return Verdict(taken=False, words=_of_the_line(error))


def _of_the_line(error: Exception) -> str:
    """Say what is wrong where the conversation did not come to an answer."""
    if isinstance(error, ssl.SSLCertVerificationError):
        return _("The mail server's certificate is not valid for its name. Check the name of the server.")
    if isinstance(error, ssl.SSLError | smtplib.SMTPNotSupportedError):
        return _(
            "The mail server does not speak this kind of encryption on this port. Try TLS on 465 or STARTTLS on 587."
        )
    if isinstance(error, socket.gaierror):
        return _("No server of this name was found. Check the name, and whether this computer reaches the internet.")
    if isinstance(error, ConnectionRefusedError):
        return _("Nothing answers on this port of the server. Check the port.")
    if isinstance(error, TimeoutError):
        return _("The server did not answer in time. Check name and port; a firewall may stand between.")
    if isinstance(error, UnicodeError):
        return _("User name and password may hold only letters without marks, digits and signs.")
    return _("The mail server broke the conversation off. Check port and encryption: they belong together.")


def _line(code: int, answer: bytes | str) -> str:
    text = answer.decode("utf-8", errors="replace") if isinstance(answer, bytes) else answer
    return f"{code} {' '.join(text.split())}"[:_MOST]
