"""What lies under old keys: found in every model, counted, brought under the newest key, and old keys taken out of use.

A step reads a batch, and changes each value only while it still is what was read: nothing that a clerk writes at the
same time is lost. What is done stands in the values themselves, so a run that was killed is simply begun again.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from cryptography.fernet import Fernet, InvalidToken
from django.apps import apps
from django.conf import settings
from django.db import connection, models, transaction
from django.db.models import ExpressionWrapper, F, QuerySet, Value
from django.utils import timezone
from django.utils.module_loading import import_string

from caunoi.core import packed_secrets, signing
from caunoi.core.fields import FIELDS, LOOKUP, EncryptedTextField, LookupHashField, cipher, lookup_hashes
from caunoi.core.keys import Key

# "steps" holds the secrets of code apps and spare codes, which lie within JSON (caunoi.core.packed_secrets).
ROTATED = (FIELDS, LOOKUP, "steps")
_BATCH = 500
# Values written while a run passes are met by the next one; rotation itself stops nobody.
_MOST_RUNS = 5
# A request that took the ring before the rotation has long ended by then.
GRACE = dt.timedelta(minutes=10)


class KeyInUse(Exception):
    """An old key can't go yet; the message says why."""


@dataclass(frozen=True)
class Column:
    """One column under a key: encrypted text, or with ``source`` the keyed hash of the encrypted column ``source``."""

    model: type[models.Model]
    name: str
    source: str = ""

    @property
    def key_name(self) -> str:
        """The ring whose keys it lies under."""
        return LOOKUP if self.source else FIELDS

    def __str__(self) -> str:
        return f"{self.model._meta.label}.{self.name}"


def columns() -> list[Column]:
    """Return every column under a key, of every model there is, and the content of sessions."""
    found = [
        Column(model, field.name, field.source if isinstance(field, LookupHashField) else "")
        for model in apps.get_models(include_auto_created=True)
        if model._meta.managed and not model._meta.proxy
        for field in model._meta.local_concrete_fields
        if isinstance(field, EncryptedTextField | LookupHashField)
    ]
    return [*found, Column(_session_model(), "session_data")]


def _session_model() -> type[models.Model]:
    store: Any = import_string(f"{settings.SESSION_ENGINE}.SessionStore")
    return store.get_model_class()  # type: ignore[no-any-return]


def count_old(name: str) -> Counter[str]:
    """Count the values by the fingerprint of the key they lie under; "" counts those that no key of the ring opens."""
    keys = settings.KEYS.keys(name)
    counts: Counter[str] = Counter({key.fingerprint: 0 for key in keys})
    for column in columns():
        if column.key_name == name:
            for batch in _batches(column):
                under = [_fingerprint(column, keys, row) for row in batch]
                # A session that can't be opened is a sign-in that ended.
                counts.update(each for each in under if each or column.model is not _session_model())
    counts.update(packed_secrets.fingerprints(name))
    return counts


def reencrypt(*, names: tuple[str, ...] = ROTATED) -> int:
    """Bring every value under the newest key; returns how many were changed. May be killed and run again at any time.

    Values that no key opens are left as they are: :func:`count_old` tells of them.
    """
    changed = 0
    for _run in range(_MOST_RUNS):
        now = sum(
            _renew(column, batch) for column in columns() if column.key_name in names for batch in _batches(column)
        ) + sum(packed_secrets.renew(name) for name in packed_secrets.key_names() if name in names)
        changed += now
        if not now:
            break
    return changed


def retire(name: str, *, grace: dt.timedelta = GRACE) -> list[Key]:
    """Take those old keys out of use under which nothing lies any more; returns them.

    One that signed what still lives stays, whatever its age.

    Raises :class:`KeyInUse` where values still lie under an old key, and while the newest key is younger than
    ``grace``: a transaction that began before the rotation may still write under the key before.
    """
    newest, *older = settings.KEYS.keys(name)
    if not older:
        return []
    if newest.made_at and timezone.now() < newest.made_at + grace:
        raise KeyInUse(
            f"The newest key is too young: the older ones can go from {newest.made_at + grace:%Y-%m-%d %H:%M} UTC."
        )
    counts = count_old(name)
    held = {key.fingerprint: counts[key.fingerprint] for key in older if counts[key.fingerprint]}
    if held:
        raise KeyInUse(f"{sum(held.values())} values still lie under old keys: run `caunoi keys reencrypt` first.")
    if counts[""]:
        raise KeyInUse(f"{counts['']} values are opened by no key that is there: put the missing key back first.")
    signed = signing.living(name)
    free = {key.fingerprint for key in older if not signed.get(key.fingerprint)}
    if not free:
        held_by = sum(signed.get(key.fingerprint, 0) for key in older)
        raise KeyInUse(f"{held_by} certificates live that the old keys signed: these keys stay.")
    gone: list[Key] = settings.KEYS.retire(name, free)
    return gone


def _raw(name: str) -> ExpressionWrapper:
    """Return the column as it lies in the database."""
    return ExpressionWrapper(F(name), output_field=models.TextField())


def _rows(column: Column) -> QuerySet[Any]:
    rows = column.model._base_manager.annotate(raw=_raw(column.source or column.name))
    return rows.annotate(raw_hash=_raw(column.name)) if column.source else rows


def _batches(column: Column) -> Iterator[list[tuple[Any, ...]]]:
    """Give what lies in a column, with the key of its row, in batches; empty values are left out."""
    wanted = ("pk", "raw", "raw_hash") if column.source else ("pk", "raw")
    rows = _rows(column).exclude(raw="").exclude(raw__isnull=True).order_by("pk")
    last = None
    while True:
        batch = list((rows if last is None else rows.filter(pk__gt=last)).values_list(*wanted)[:_BATCH])
        if not batch:
            return
        yield batch
        last = batch[-1][0]


def _fingerprint(column: Column, keys: tuple[Key, ...], row: tuple[Any, ...]) -> str:
    """Return the fingerprint of the key under which a value lies; "" where none of ``keys`` opens it."""
    if column.source:
        plain = _open(row[1])
        hashes = lookup_hashes(plain) if plain is not None else ()
        fitting = [key for key, each in zip(settings.KEYS.keys(LOOKUP), hashes, strict=False) if each == row[2]]
        # A text that folds to nothing has no hash under any key.
        return fitting[0].fingerprint if fitting else keys[0].fingerprint if plain is not None and not hashes else ""
    for key in keys:
        try:
            Fernet(key.secret.encode("ascii")).decrypt(row[1].encode("ascii"))
        except InvalidToken:
            continue
        return key.fingerprint
    return ""


def _open(token: str) -> str | None:
    try:
        return cipher().decrypt(token.encode("ascii")).decode()
    except InvalidToken:
        return None


def _renew(column: Column, batch: list[tuple[Any, ...]]) -> int:
    """Bring one batch under the newest key, in one transaction; returns how many values were changed."""
    keys = settings.KEYS.keys(column.key_name)
    changes = [(row, new) for row in batch if (new := _renewed(column, keys[0], row)) is not None]
    changed = 0
    if changes:
        with transaction.atomic():
            free = _lock_free(column, [row[0] for row, _new in changes])
            for row, new in changes:
                if row[0] not in free:
                    continue
                unchanged = _rows(column).filter(pk=row[0], raw=row[1])
                if column.source:
                    unchanged = unchanged.filter(raw_hash=row[2])
                changed += unchanged.update(**{column.name: Value(new, output_field=models.TextField())})
    return changed


def _lock_free(column: Column, keys: list[Any]) -> set[Any]:
    """Lock those rows that nobody else has locked, and return their keys: nobody waits for anybody."""
    if not connection.features.has_select_for_update_skip_locked:
        return set(keys)
    rows = column.model._base_manager.select_for_update(skip_locked=True, of=("self",)).filter(pk__in=keys)
    return set(rows.order_by("pk").values_list("pk", flat=True))


def _renewed(column: Column, newest: Key, row: tuple[Any, ...]) -> str | None:
    """Return the value under the newest key; None where it lies there already, or no key opens it."""
    if column.source:
        plain = _open(row[1])
        new = next(iter(lookup_hashes(plain)), "") if plain is not None else row[2]
        return new if new != row[2] else None
    try:
        Fernet(newest.secret.encode("ascii")).decrypt(row[1].encode("ascii"))
    except InvalidToken:
        try:
            # Rotation of the token keeps the time it was written at.
            return cipher().rotate(row[1].encode("ascii")).decode("ascii")
        except InvalidToken:
            return None
    return None
