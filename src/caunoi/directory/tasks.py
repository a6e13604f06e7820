"""Jobs of accounts."""

from __future__ import annotations

from django_tasks import task

from caunoi.directory.services import passes


@task()
def send_reset_link(sealed_email: str) -> None:
    """Write the mail for somebody who forgot the password: at a time of its own, so that the page tells nothing."""
    passes.send_reset_link(sealed_email=sealed_email)
