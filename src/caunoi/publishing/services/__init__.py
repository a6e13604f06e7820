"""Writes of publishing."""

from caunoi.publishing.services.articles import (
    create_article,
    discard_draft,
    draft_from_report,
    save_draft,
    send_back,
    submit,
)
from caunoi.publishing.services.photos import add_photo, change_photo, move_photo, remove_photo
from caunoi.publishing.services.publication import approve, correct, withdraw
from caunoi.publishing.services.site_hosts import add_host, make_main_host, remove_host
from caunoi.publishing.services.sites import add_section, change_site, open_site

__all__ = [
    "add_host",
    "add_photo",
    "add_section",
    "approve",
    "change_photo",
    "change_site",
    "correct",
    "create_article",
    "discard_draft",
    "draft_from_report",
    "make_main_host",
    "move_photo",
    "open_site",
    "remove_host",
    "remove_photo",
    "save_draft",
    "send_back",
    "submit",
    "withdraw",
]
