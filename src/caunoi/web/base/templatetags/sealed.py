"""Opens what a service sealed for a mail: the outbox keeps no link in plain words."""

from __future__ import annotations

from django import template

from caunoi.core.fields import cipher

register = template.Library()


@register.filter
def unsealed(token: str) -> str:
    """Return the text that was encrypted with the installation's field keys."""
    return cipher().decrypt(token.encode("ascii")).decode()
