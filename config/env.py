"""The one place where the process environment is read.

Each variable is described in ``docs/reference/settings.md``; a test compares the two.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urlsplit

PROJECT = Path(__file__).resolve().parent.parent


class BadEnvironment(Exception):
    """A variable has a value that can't be used; the message names it and says what it takes."""


def _flag(name: str, default: bool) -> bool:
    value = os.environ.get(name, "").strip().lower()
    if not value:
        return default
    if value in {"1", "true", "yes", "on"}:
        return True
    if value in {"0", "false", "no", "off"}:
        return False
    raise BadEnvironment(f"{name} is {value!r}; it takes 1 or 0.")


def _count(name: str) -> int | None:
    value = os.environ.get(name, "").strip()
    if not value:
        return None
    if value.isascii() and value.isdecimal() and len(value) < 3:
        return int(value)
    raise BadEnvironment(f"{name} is {value!r}; it takes a number from 0 to 99.")


def _one_of(name: str, *values: str) -> str:
    value = os.environ.get(name, "").strip().lower() or values[0]
    if value in values:
        return value
    raise BadEnvironment(f"{name} is {value!r}; it takes {', '.join(values)}.")


@dataclass(frozen=True, kw_only=True)
class SignInProvider:
    """The OpenID Connect provider whose people may sign in here."""

    url: str
    client: str
    secret: str
    name: str


def _provider() -> SignInProvider | None:
    url = os.environ.get("CAUNOI_OIDC_URL", "").strip().rstrip("/")
    if not url:
        return None
    address = urlsplit(url)
    # What comes over plain HTTP could be anybody's word; on one's own machine there is no network to listen on.
    if not address.hostname or not (address.scheme == "https" or address.hostname in {"127.0.0.1", "localhost"}):
        raise BadEnvironment(f"CAUNOI_OIDC_URL is {url!r}; the provider's address begins with https://.")
    client = os.environ.get("CAUNOI_OIDC_CLIENT", "").strip()
    secret = os.environ.get("CAUNOI_OIDC_SECRET", "").strip()
    for name, value in (("CAUNOI_OIDC_CLIENT", client), ("CAUNOI_OIDC_SECRET", secret)):
        if not value:
            raise BadEnvironment(f"{name} is missing; the provider of CAUNOI_OIDC_URL gives it.")
    return SignInProvider(
        url=url, client=client, secret=secret, name=os.environ.get("CAUNOI_OIDC_NAME", "").strip() or address.hostname
    )


@dataclass(frozen=True, kw_only=True)
class Environment:
    """What the outside says about this installation."""

    home: Path
    keys: Path
    database_url: str
    hosts: tuple[str, ...]
    base_url: str
    debug: bool
    secure: bool
    mail_url: str
    mail_from: str
    proxies: int | None
    two_step: str
    provider: SignInProvider | None


def read_environment() -> Environment:
    """Read the variables once; raises :class:`BadEnvironment` naming the first one that can't be used."""
    home = Path(os.environ.get("CAUNOI_HOME") or PROJECT / "var" / "demo").resolve()
    return Environment(
        home=home,
        keys=Path(os.environ.get("CAUNOI_KEYS") or home / "keys").resolve(),
        database_url=os.environ.get("CAUNOI_DATABASE_URL") or f"sqlite:///{home / 'caunoi.sqlite3'}",
        hosts=tuple(
            h.strip() for h in (os.environ.get("CAUNOI_HOSTS") or "127.0.0.1,localhost").split(",") if h.strip()
        ),
        base_url=(os.environ.get("CAUNOI_BASE_URL") or "http://127.0.0.1:8000").rstrip("/"),
        debug=_flag("CAUNOI_DEBUG", default=False),
        secure=_flag("CAUNOI_SECURE", default=False),
        mail_url=os.environ.get("CAUNOI_MAIL_URL") or "file:",
        mail_from=os.environ.get("CAUNOI_MAIL_FROM") or "caunoi@localhost",
        proxies=_count("CAUNOI_PROXIES"),
        two_step=_one_of("CAUNOI_TWO_STEP", "free", "administrators", "everybody"),
        provider=_provider(),
    )


def mail_settings(environment: Environment) -> dict[str, object]:
    """Return Django's mail settings for ``mail_url``; raises :class:`BadEnvironment` for an address of another kind."""
    address = urlsplit(environment.mail_url)
    if address.scheme == "file":
        return {
            "EMAIL_BACKEND": "django.core.mail.backends.filebased.EmailBackend",
            "EMAIL_FILE_PATH": environment.home / "mail",
        }
    if address.scheme in {"smtp", "smtps"} and address.hostname:
        return {
            "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
            "EMAIL_HOST": address.hostname,
            "EMAIL_PORT": address.port or (465 if address.scheme == "smtps" else 25),
            "EMAIL_HOST_USER": unquote(address.username or ""),
            "EMAIL_HOST_PASSWORD": unquote(address.password or ""),
            "EMAIL_USE_SSL": address.scheme == "smtps",
            "EMAIL_TIMEOUT": 20,
        }
    raise BadEnvironment(f"CAUNOI_MAIL_URL is {environment.mail_url!r}; it takes file: or smtp://host:port.")


def oidc_settings(environment: Environment) -> dict[str, object]:
    """Return allauth's settings for the provider of sign-in; without one, no way in but the passwords of the office."""
    apps = []
    if environment.provider is not None:
        app = {
            "provider_id": "co-quan",
            "name": environment.provider.name,
            "client_id": environment.provider.client,
            "secret": environment.provider.secret,
            "settings": {
                "server_url": environment.provider.url,
                "oauth_pkce_enabled": True,
                "scope": ["openid", "email"],
            },
        }
        apps.append(app)
    return {"openid_connect": {"provider_class": "caunoi.web.base.oidc.provider.OfficeProvider", "APPS": apps}}
