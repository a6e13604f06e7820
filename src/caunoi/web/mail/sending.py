"""Renders messages of the outbox and hands them to the mail backend, one conversation each."""

from __future__ import annotations

import contextlib
import re
import smtplib
from dataclasses import dataclass
from email.utils import parseaddr

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.template.loader import render_to_string
from django.utils import translation

from caunoi.core import outbox
from caunoi.core.mail_server import connection_to, office_server, sender_of
from caunoi.core.models import MailServer, OutboxMessage
from caunoi.directory.queries.organisations import answering_address

MOST_AT_ONCE = 50
_NAME = re.compile(r"[a-z0-9_]+")
_Reason = OutboxMessage.Reason


@dataclass
class Delivery:
    """What one round sent; ``halted`` says that the server takes nothing now, whatever the message."""

    sent: int = 0
    failed: int = 0
    halted: bool = False


@dataclass(eq=False)
class _Fault(Exception):
    """Why a mail did not go out, and what follows from it."""

    reason: OutboxMessage.Reason
    words: str
    for_good: bool = False
    halts: bool = False


def render(message: OutboxMessage, *, sender: str = "") -> EmailMessage:
    """Return the mail: the template's first line is the subject, what follows ``===`` the text. Always Vietnamese.

    Without ``sender`` it comes from the sender of the settings.
    """
    if not _NAME.fullmatch(message.template):
        raise ValueError(f"No mail template is called {message.template!r}.")
    context = {**message.context, "base_url": settings.WAGTAILADMIN_BASE_URL}
    with translation.override(settings.LANGUAGE_CODE):
        text = render_to_string(f"mail/{message.template}.txt", context)
    subject, _line, body = text.partition("\n===\n")
    answers = answering_address(message.organisation_id)
    return EmailMessage(
        subject=" ".join(subject.split()),
        body=body.strip() + "\n",
        from_email=sender or None,
        to=[message.recipient],
        reply_to=[answers] if answers else None,
        headers={"Message-ID": message_id(message, sender), "Auto-Submitted": "auto-generated"},
    )


def message_id(message: OutboxMessage, sender: str = "") -> str:
    """Return the mail's Message-ID, the same at every attempt: servers and readers know a second copy by it."""
    domain = parseaddr(sender or settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2] or "localhost"
    return f"<{message.pk}@{domain}>"


def send_due(*, worker_id: str = "") -> Delivery:
    """Send what is due, each message by itself, at most :data:`MOST_AT_ONCE`.

    A message that fails never holds up another one; a server that can't be reached, or refuses our name, ends the
    round: the others keep their attempts.
    """
    outbox.release_old()
    delivery = Delivery()
    for key in list(outbox.due().values_list("pk", flat=True)[:MOST_AT_ONCE]):
        message = outbox.claim(key=key, worker_id=worker_id)
        if message is None:
            continue
        try:
            _send(message)
        except _Fault as fault:
            delivery.failed += 1
            outbox.mark_failed(message, reason=fault.reason, error=fault.words, for_good=fault.for_good)
            if fault.halts:
                delivery.halted = True
                break
        except outbox.ClaimLost:
            continue
        except _CutOff:
            delivery.failed += 1
            outbox.mark_cut_off(message)
        else:
            delivery.sent += 1
    return delivery


class _CutOff(Exception):
    """The conversation broke after the server had begun to take the text."""


def _send(message: OutboxMessage) -> None:
    """Send one claimed message and mark it as sent; raises _Fault or _CutOff."""
    server = office_server()
    try:
        mail = render(message, sender=sender_of(server))
        mail.message()
    except Exception as error:  # noqa: BLE001 - whatever a template raises, the other mails go out
        raise _Fault(_Reason.UNWRITTEN, _kind(error), for_good=True) from None
    connection = _open(server)
    handed_over = False

    def hand_over() -> None:
        nonlocal handed_over
        outbox.hand_over(message)
        handed_over = True

    try:
        if hasattr(connection, "call_before_data"):
            connection.call_before_data(hand_over)
        else:
            hand_over()
        mail.connection = connection
        mail.send()
        outbox.mark_sent(message)
    except (smtplib.SMTPException, OSError) as error:
        raise _judge(error, handed_over=handed_over) from None
    finally:
        # The mail is with the server or it is not: how the goodbye went changes nothing.
        with contextlib.suppress(smtplib.SMTPException, OSError):
            connection.close()


def _open(server: MailServer | None) -> BaseEmailBackend:
    connection: BaseEmailBackend | None = None
    try:
        connection = connection_to(server)
        connection.open()
    except Exception as error:  # noqa: BLE001 - a backend that can't be loaded is a server out of reach, too
        if connection is not None:
            # What was opened half.
            with contextlib.suppress(Exception):
                connection.close()
        # A name or password that is not ASCII can't be told to a mail server.
        login = isinstance(error, smtplib.SMTPAuthenticationError | smtplib.SMTPNotSupportedError | UnicodeError)
        raise _Fault(_Reason.LOGIN if login else _Reason.UNREACHABLE, _kind(error), halts=True) from None
    return connection


def _judge(error: Exception, *, handed_over: bool) -> Exception:
    """Return what an error of the conversation means: an answer of the server is sure, a broken line is not."""
    words = _kind(error)
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        codes = [code for code, _answer in error.recipients.values()]
        words = f"{words} {codes}"
        if all(code >= 500 for code in codes):
            return _Fault(_Reason.REFUSED, words, for_good=True)
        return _Fault(_Reason.BUSY, words)
    if isinstance(error, smtplib.SMTPSenderRefused):
        refused = error.smtp_code >= 500
        return _Fault(_Reason.SENDER if refused else _Reason.BUSY, f"{words} {error.smtp_code}", halts=True)
    if isinstance(error, smtplib.SMTPDataError):
        refused = error.smtp_code >= 500
        return _Fault(_Reason.REJECTED if refused else _Reason.BUSY, f"{words} {error.smtp_code}", for_good=refused)
    if handed_over:
        return _CutOff()
    return _Fault(_Reason.UNREACHABLE, words, halts=True)


def _kind(error: Exception) -> str:
    """Return the kind of an error: its words may hold somebody's address."""
    name = f"{type(error).__module__}.{type(error).__qualname__}"
    code = getattr(error, "smtp_code", None)
    known = f" {code}" if code else ""
    words = f": {error.strerror}" if isinstance(error, OSError) and error.strerror else ""
    return f"{name}{known}{words}"
