"""The one place where the process environment is read.

Each variable is described in ``docs/reference/settings.md``; a test compares the two.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

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


def _milliseconds(name: str, default: int) -> int:
    value = os.environ.get(name, "").strip() or str(default)
    if value.isascii() and value.isdecimal() and len(value) < 7:
        return int(value)
    raise BadEnvironment(f"{name} is {value!r}; it takes a number of milliseconds, such as 1000.")


def _token(name: str) -> str:
    value = os.environ.get(name, "").strip()
    if value and len(value) < 24:
        raise BadEnvironment(f"{name} is too short; it takes 24 signs at least, or nothing.")
    return value


def _word(name: str, default: str) -> str:
    value = os.environ.get(name, "").strip() or default
    if value.isascii() and value.isalnum():
        return value
    raise BadEnvironment(f"{name} is {value!r}; it takes letters and digits.")


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
    backups: Path
    database_url: str
    hosts: tuple[str, ...]
    base_url: str
    debug: bool
    secure: bool
    mail_url: str
    mail_is_set: bool
    mail_from: str
    files_url: str
    files_accel: str
    s3_key: str
    s3_secret: str
    scanner: str
    proxies: int | None
    two_step: str
    provider: SignInProvider | None
    slow_ms: int
    metrics: Path
    metrics_token: str
    instance: str
    pages: str


def read_environment() -> Environment:
    """Read the variables once; raises :class:`BadEnvironment` naming the first one that can't be used."""
    home = Path(os.environ.get("CAUNOI_HOME") or PROJECT / "var" / "demo").resolve()
    return Environment(
        home=home,
        keys=Path(os.environ.get("CAUNOI_KEYS") or home / "keys").resolve(),
        backups=Path(os.environ.get("CAUNOI_BACKUPS") or home / "backups").resolve(),
        database_url=os.environ.get("CAUNOI_DATABASE_URL") or f"sqlite:///{home / 'caunoi.sqlite3'}",
        hosts=tuple(
            h.strip() for h in (os.environ.get("CAUNOI_HOSTS") or "127.0.0.1,localhost").split(",") if h.strip()
        ),
        base_url=(os.environ.get("CAUNOI_BASE_URL") or "http://127.0.0.1:8000").rstrip("/"),
        debug=_flag("CAUNOI_DEBUG", default=False),
        secure=_flag("CAUNOI_SECURE", default=False),
        mail_url=os.environ.get("CAUNOI_MAIL_URL") or "file:",
        mail_is_set=bool(os.environ.get("CAUNOI_MAIL_URL")),
        mail_from=os.environ.get("CAUNOI_MAIL_FROM") or "caunoi@localhost",
        files_url=_files_url(),
        files_accel=_folder_address("CAUNOI_FILES_ACCEL"),
        s3_key=os.environ.get("CAUNOI_FILES_KEY") or "",
        s3_secret=os.environ.get("CAUNOI_FILES_SECRET") or "",
        scanner=(os.environ.get("CAUNOI_SCANNER") or "").strip(),
        proxies=_count("CAUNOI_PROXIES"),
        two_step=_one_of("CAUNOI_TWO_STEP", "free", "administrators", "everybody"),
        provider=_provider(),
        slow_ms=_milliseconds("CAUNOI_SLOW_MS", 1000),
        metrics=Path(os.environ.get("CAUNOI_METRICS") or home / "metrics").resolve(),
        metrics_token=_token("CAUNOI_METRICS_TOKEN"),
        instance=_word("CAUNOI_INSTANCE", "web"),
        pages=_page_store(home),
    )


def _files_url() -> str:
    value = os.environ.get("CAUNOI_FILES_URL") or "file:"
    address = urlsplit(value)
    if value != "file:" and not (address.scheme == "s3" and address.netloc and "@" not in address.netloc):
        raise BadEnvironment("CAUNOI_FILES_URL takes file: or s3://bucket?endpoint=https://…, without a password.")
    return value


def _page_store(home: Path) -> str:
    value = (os.environ.get("CAUNOI_PAGES") or "").strip()
    if not value:
        return f"file:{home / 'pages'}"
    if value.partition(":")[0] in {"redis", "rediss", "unix"} and len(value) > len("redis://"):
        return value
    raise BadEnvironment("CAUNOI_PAGES takes redis://host:6379/0, rediss://… or unix:///path/of/socket.")


def _folder_address(name: str) -> str:
    value = os.environ.get(name) or ""
    if value and not (value.startswith("/") and value.endswith("/")):
        raise BadEnvironment(f"{name} is {value!r}; it takes an address such as /private-files/.")
    return value


def mail_settings(environment: Environment) -> dict[str, object]:
    """Return Django's mail settings for ``mail_url``; raises :class:`BadEnvironment` for an address of another kind."""
    address = urlsplit(environment.mail_url)
    if address.scheme == "file":
        return {
            "EMAIL_BACKEND": "django.core.mail.backends.filebased.EmailBackend",
            "EMAIL_FILE_PATH": environment.home / "mail",
        }
    if address.scheme in {"smtp", "smtps"} and address.hostname:
        return _smtp_settings(address)
    raise BadEnvironment("CAUNOI_MAIL_URL takes file:, smtp://host:port, smtp://…?starttls=1 or smtps://host:port.")


def _smtp_settings(address: SplitResult) -> dict[str, object]:
    """Return the settings of a mail server. Raises BadEnvironment for a password that would travel readable."""
    options = dict(parse_qsl(address.query, keep_blank_values=True))
    if set(options) - {"starttls"} or options.get("starttls", "1") not in {"0", "1"}:
        raise BadEnvironment("CAUNOI_MAIL_URL has options that are not known; it takes ?starttls=1.")
    whole, starttls = address.scheme == "smtps", options.get("starttls") == "1"
    if whole and starttls:
        raise BadEnvironment("CAUNOI_MAIL_URL asks for smtps and for starttls; it takes one of the two.")
    try:
        port = address.port or (465 if whole else 587 if starttls else 25)
    except ValueError:
        raise BadEnvironment("CAUNOI_MAIL_URL has a port that is no number from 1 to 65535.") from None
    if address.username and not (whole or starttls) and address.hostname not in {"127.0.0.1", "::1", "localhost"}:
        raise BadEnvironment(
            "CAUNOI_MAIL_URL would send its password unencrypted; it takes smtps:// or smtp://…?starttls=1."
        )
    return {
        "EMAIL_BACKEND": "caunoi.web.mail.backend.CarefulBackend",
        "EMAIL_HOST": address.hostname,
        "EMAIL_PORT": port,
        "EMAIL_HOST_USER": unquote(address.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(address.password or ""),
        "EMAIL_USE_SSL": whole,
        "EMAIL_USE_TLS": starttls,
        "EMAIL_TIMEOUT": 20,
    }


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
