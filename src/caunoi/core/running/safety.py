"""Whether the settings are those of a server: what production refuses, said in words before anything is started."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _

from caunoi.core.checks import Fault
from caunoi.core.keys import KeysOpen

_LEAST_SECRET = 40


def settings_are_safe(strict: bool) -> Iterator[Fault]:
    """No setting opens the office to others; ``strict`` on a server that people reach over a network."""
    env = settings.ENV
    if not strict:
        return
    if env.debug:
        yield Fault(
            where="CAUNOI_DEBUG",
            what=_("Whoever meets a fault is shown the inside of the system."),
            todo=_("Take CAUNOI_DEBUG out of the settings file, then restart."),
        )
    if "*" in env.hosts:
        yield Fault(
            where="CAUNOI_HOSTS",
            what=_("Every name of a machine is answered; links in mails can be turned elsewhere."),
            todo=_("Write the name that people use, such as co-quan.example.vn."),
        )
    if not env.base_url.startswith("https://"):
        yield Fault(
            where="CAUNOI_BASE_URL",
            what=_("The address %(address)s is not encrypted: passwords travel readable.") % {"address": env.base_url},
            todo=_("Write an address that begins with https:// and set up a certificate."),
        )
    if len(settings.SECRET_KEY) < _LEAST_SECRET or settings.SECRET_KEY.startswith("django-insecure"):
        yield Fault(
            where=str(Path(settings.KEYS.directory) / "django.key"),
            what=_("The secret that signs sessions is short or known."),
            todo=_("Delete the file and restart: a new one is made. Everybody signs in again."),
        )
    for folder in {env.home, env.keys.parent}:
        if (folder / "accounts.txt").exists():
            yield Fault(
                where=str(folder),
                what=_("This is the folder of a demonstration: its passwords lie in a file."),
                todo=_("Give the office a folder of its own with CAUNOI_HOME."),
            )


def keys_are_closed(_strict: bool) -> Iterator[Fault]:
    """Only the office's own account can read the keys."""
    try:
        settings.KEYS.refuse_open()
    except KeysOpen as error:
        yield Fault(
            where=str(settings.KEYS.directory),
            what=_("Other accounts of this machine can read the keys."),
            # The sentence ends with the order that closes them.
            todo=str(error).rpartition(": ")[2],
        )
    except OSError:
        yield Fault(
            where=str(settings.KEYS.directory),
            what=_("The keys can't be read."),
            todo=_("Give the folder and its files to the account that runs the office."),
        )


def account_is_the_offices(_strict: bool) -> Iterator[Fault]:
    """Whoever runs this is the account to which the office's folder belongs."""
    home = Path(settings.ENV.home)
    if home.exists() and home.stat().st_uid != os.geteuid():
        yield Fault(
            where=str(home),
            what=_("The folder belongs to another account than the one that runs this."),
            todo=_("Use the command as the office's own account; else it leaves files that the office can't read."),
        )
