"""Jobs of the directory."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from caunoi.core.jobs import job
from caunoi.directory.services import page_links, passes


@job(label=_("Write the mail for a forgotten password"))
def send_reset_link(sealed_email: str) -> None:
    """Write the mail for somebody who forgot the password: at a time of its own, so that the page tells nothing."""
    passes.send_reset_link(sealed_email=sealed_email)


@job(label=_("Write the mail with a link to one’s own classes"))
def send_page_links(sealed: str) -> None:
    """Write the mail for somebody who asked for the own page: at a time of its own, so that the page tells nothing."""
    page_links.send_page_links(sealed=sealed)
