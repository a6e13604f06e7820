"""What a real office refuses to start with: each fault in words, before anything is served."""

from __future__ import annotations

from caunoi.core.keys import KeyRing, KeysOpen
from config.env import BadEnvironment, Environment

# Written by `make run` into the home of the demonstration (caunoi.web.demo.office).
DEMONSTRATION = "accounts.txt"
_LEAST_SECRET = 40


def refuse_demonstration(environment: Environment) -> None:
    """Raise BadEnvironment where the home or the keys are those of a demonstration: its passwords lie in a file."""
    for folder in (environment.home, environment.keys.parent):
        if (folder / DEMONSTRATION).exists():
            raise BadEnvironment(
                f"{folder} holds the demonstration. Give the office a home of its own: CAUNOI_HOME=/path/to/office."
            )


def refuse_unsafe(environment: Environment, *, keys: KeyRing, secret_key: str) -> None:
    """Raise BadEnvironment for what no server on a network may run with.

    That is debug pages, any host name, an address without HTTPS, a secret that is short or known, keys that others
    can read, or keys that lie where a web server or a backup would take them along with the home's files.
    """
    refuse_demonstration(environment)
    if environment.debug:
        raise BadEnvironment("CAUNOI_DEBUG is 1; a server never shows debug pages. Take it out.")
    if "*" in environment.hosts:
        raise BadEnvironment("CAUNOI_HOSTS is *; name the host names that people use.")
    if not environment.base_url.startswith("https://"):
        raise BadEnvironment(f"CAUNOI_BASE_URL is {environment.base_url!r}; a server's address begins with https://.")
    if len(secret_key) < _LEAST_SECRET or secret_key.startswith("django-insecure"):
        raise BadEnvironment(f"{environment.keys / 'django.key'} holds no secret; delete it, a new one is made.")
    try:
        keys.refuse_open()
    except KeysOpen as error:
        raise BadEnvironment(str(error)) from error
