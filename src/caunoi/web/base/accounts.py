"""How allauth behaves here: accounts are opened by an administrator, never by a visitor."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context as allauth_context
from django.http import HttpRequest

from caunoi.core import outbox


class ClosedAccountAdapter(DefaultAccountAdapter):
    """No sign-up."""

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
