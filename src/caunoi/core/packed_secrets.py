"""Secrets within JSON of columns that a library owns: counted and brought under the newest key like the others.

A domain names such a column once, when it is ready (:func:`register`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings
from django.db import models, transaction

from caunoi.core.fields import cipher
from caunoi.core.keys import Key

_BATCH = 200
# How every token begins: version 128 and the upper bytes of a time that has not come to an end.
_TOKEN = "gAAAA"  # noqa: S105 - no secret


@dataclass(frozen=True, kw_only=True)
class Packed:
    """A JSON column whose object holds secrets, one or a list of them, under ``names``, encrypted with ``key_name``."""

    model: type[models.Model]
    column: str
    names: tuple[str, ...]
    key_name: str

    def values(self, data: dict[str, Any]) -> list[str]:
        """Return the secrets as they stand."""
        found: list[str] = []
        for name in self.names:
            value = data.get(name)
            found += value if isinstance(value, list) else [value] if value else []
        return found

    def changed(self, data: dict[str, Any], change: Callable[[str], str]) -> dict[str, Any]:
        """Return the object with each secret changed."""
        return {
            name: value
            if name not in self.names or not value
            else [change(each) for each in value]
            if isinstance(value, list)
            else change(value)
            for name, value in data.items()
        }


_PACKED: list[Packed] = []


def register(packed: Packed) -> None:
    """Name a column; a second time does nothing."""
    if packed not in _PACKED:
        _PACKED.append(packed)


def key_names() -> tuple[str, ...]:
    """Return the rings under which such secrets lie."""
    return tuple(dict.fromkeys(packed.key_name for packed in _PACKED))


def fingerprints(name: str) -> Iterator[str]:
    """Give for each secret under the ring ``name`` the fingerprint of its key; "" where none of the ring opens it.

    What lies there in the clear, from before secrets were encrypted, counts under the oldest key.
    """
    keys = settings.KEYS.keys(name)
    for packed in _PACKED:
        if packed.key_name == name:
            for row in packed.model._base_manager.order_by("pk").iterator(chunk_size=_BATCH):
                yield from (_under(keys, each) for each in packed.values(getattr(row, packed.column)))


def _under(keys: tuple[Key, ...], value: str) -> str:
    for key in keys:
        try:
            Fernet(key.secret.encode("ascii")).decrypt(value.encode())
        except InvalidToken:
            continue
        return key.fingerprint
    return "" if value.startswith(_TOKEN) else keys[-1].fingerprint


def renew(name: str) -> int:
    """Bring every secret under the newest key of the ring ``name``; returns how many were changed.

    Each row is read anew under its lock: nothing that its owner changes at the same time is lost. Killed, it is
    simply begun again.
    """
    keys = settings.KEYS.keys(name)
    return sum(
        _renew_row(packed, pk, keys)
        for packed in _PACKED
        if packed.key_name == name
        for pk in packed.model._base_manager.order_by("pk").values_list("pk", flat=True)
    )


def _renew_row(packed: Packed, pk: Any, keys: tuple[Key, ...]) -> int:
    newest = keys[0].fingerprint
    with transaction.atomic():
        row = packed.model._base_manager.select_for_update().filter(pk=pk).first()
        data = getattr(row, packed.column) if row else {}
        old = [each for each in packed.values(data) if _is_old(keys, each, newest)]
        if not old:
            return 0
        data = packed.changed(data, lambda value: _anew(packed.key_name, value) if value in old else value)
        packed.model._base_manager.filter(pk=pk).update(**{packed.column: data})
    return len(old)


def _is_old(keys: tuple[Key, ...], value: str, newest: str) -> bool:
    if not value.startswith(_TOKEN):
        return True
    return _under(keys, value) not in {newest, ""}


def _anew(name: str, value: str) -> str:
    if value.startswith(_TOKEN):
        return cipher(name).rotate(value.encode()).decode("ascii")
    return cipher(name).encrypt(value.encode()).decode("ascii")
