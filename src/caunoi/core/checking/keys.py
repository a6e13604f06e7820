"""Whether the keys are there, closed to others, and open what was encrypted."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from cryptography.fernet import InvalidToken
from django.conf import settings
from django.db import connection, models
from django.utils.translation import gettext as _

from caunoi.core import packed_secrets
from caunoi.core.checking.database import stored_models
from caunoi.core.checks import Fault
from caunoi.core.fields import EncryptedTextField, cipher

SAMPLE = 200


def keys_open_what_is_encrypted(deep: bool) -> Iterator[Fault]:
    """A sample of each encrypted column opens, the oldest and the newest rows; ``deep`` opens every value."""
    folder = Path(settings.KEYS.directory)
    for path in sorted(folder.glob("*.key")):
        if path.stat().st_mode & 0o077:
            yield Fault(
                where=str(path),
                what=_("Other accounts of this machine can read the key."),
                todo=f"chmod 600 {path}",
            )
    yield from _packed()
    there = fields_key_is_there()
    for model in stored_models():
        for field in model._meta.local_concrete_fields:
            if isinstance(field, EncryptedTextField):
                yield from _column(model, field, there=there, deep=deep)


def fields_key_is_there() -> bool:
    """Say whether there is a key of encrypted columns; reading one without it would make a new key."""
    return (Path(settings.KEYS.directory) / "fields.key").exists()


def nothing_opens() -> bool:
    """Say whether encrypted values stand in the database, and the keys that are here open none of those looked at.

    No key is made: who starts on such a place would make new ones, and write what the office's own never open.
    """
    seen = 0
    there = fields_key_is_there()
    for model in stored_models():
        for field in model._meta.local_concrete_fields:
            if isinstance(field, EncryptedTextField):
                values = _raw(model, str(field.column), deep=False, sample=10)
                if there and any(_opens(value) for value in values):
                    return False
                seen += len(values)
    return seen > 0


def _packed() -> Iterator[Fault]:
    """Secrets within JSON: all of them are looked at, there are few."""
    for name in packed_secrets.key_names():
        closed = sum(1 for each in packed_secrets.fingerprints(name) if not each)
        if closed:
            yield Fault(
                where=name,
                what=_("%(count)s secrets of two-step sign-in can't be read with the keys that are here.")
                % {"count": closed},
                todo=_("Put the office's own %(name)s.key into %(folder)s.")
                % {"name": name, "folder": settings.KEYS.directory},
            )


def _column(model: type[models.Model], field: EncryptedTextField, *, there: bool, deep: bool) -> Iterator[Fault]:
    where = f"{model._meta.db_table}.{field.column}"
    values = _raw(model, str(field.column), deep=deep)
    if not values:
        return
    if not there:
        yield Fault(
            where=where,
            what=_("The key is missing: nothing that is encrypted here can be read."),
            todo=_("Put the office's own fields.key into %(folder)s.") % {"folder": settings.KEYS.directory},
        )
        return
    closed = sum(1 for value in values if not _opens(value))
    if closed:
        yield Fault(
            where=where,
            what=_("%(closed)s of %(count)s values looked at can't be read with the keys that are here.")
            % {"closed": closed, "count": len(values)},
            todo=_("Put the office's own fields.key into %(folder)s.") % {"folder": settings.KEYS.directory},
        )


def _raw(model: type[models.Model], column: str, *, deep: bool, sample: int = SAMPLE) -> list[str]:
    """Return values as they stand in the database: Django would decrypt them on the way."""
    quote = connection.ops.quote_name
    table, name, key = quote(model._meta.db_table), quote(column), quote(model._meta.pk.column or "")
    select = f"SELECT {name} FROM {table} WHERE {name} IS NOT NULL AND {name} <> '' ORDER BY {key}"  # noqa: S608 - our names
    with connection.cursor() as cursor:
        if deep:
            cursor.execute(select)
            return [value for (value,) in cursor.fetchall()]
        found: list[str] = []
        for order in ("ASC", "DESC"):
            cursor.execute(f"{select} {order} LIMIT {sample // 2}")
            found += [value for (value,) in cursor.fetchall()]
    return found


def _opens(value: str) -> bool:
    try:
        cipher().decrypt(value.encode())
    except (InvalidToken, ValueError):
        return False
    return True
