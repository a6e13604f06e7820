"""Django's SMTP backend, which says when the mail server is about to get a mail's text."""

from __future__ import annotations

import smtplib
from collections.abc import Callable
from typing import Any

from django.core.mail.backends.smtp import EmailBackend


class _Plain(smtplib.SMTP):
    before_data: Callable[[], object] | None = None

    def data(self, msg: Any) -> tuple[int, bytes]:
        """Call ``before_data``, then send the text; until then the server has no mail."""
        if self.before_data:
            self.before_data()
        return super().data(msg)


class _Encrypted(_Plain, smtplib.SMTP_SSL):
    pass


class CarefulBackend(EmailBackend):
    """One conversation, one mail: ``before_data`` is called between the recipient's acceptance and the text."""

    @property
    def connection_class(self) -> type[smtplib.SMTP]:
        """The class that Django opens the conversation with."""
        return _Encrypted if self.use_ssl else _Plain

    def call_before_data(self, what: Callable[[], object]) -> None:
        """Name what is called; the conversation must be open."""
        assert isinstance(self.connection, _Plain)
        self.connection.before_data = what
