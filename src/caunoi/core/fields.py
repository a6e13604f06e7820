"""Encrypted columns, and the keyed hash by which an encrypted value can be looked up."""

from __future__ import annotations

import hashlib
import hmac
import re
from functools import lru_cache
from typing import Any

from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.db import models

from caunoi.core.text import fold

_NOT_DIGIT = re.compile(r"\D")


@lru_cache(maxsize=4)
def _cipher(keys: tuple[str, ...]) -> MultiFernet:
    return MultiFernet([Fernet(key.encode("ascii")) for key in keys])


@lru_cache(maxsize=1)
def _lookup_key() -> bytes:
    return settings.KEYS.secret("lookup").encode("ascii")


def cipher() -> MultiFernet:
    """Return the cipher of the installation's field keys; the newest encrypts, all decrypt."""
    return _cipher(_field_keys())


@lru_cache(maxsize=1)
def _field_keys() -> tuple[str, ...]:
    return tuple(settings.KEYS.all("fields"))


def forget_keys() -> None:
    """Read the key files anew at the next use: called after a rotation."""
    _field_keys.cache_clear()
    _lookup_key.cache_clear()


def lookup_hash(value: str) -> str:
    """Return the keyed hash of a phone number or an address ("" for ""); equal values have equal hashes.

    A value that holds mostly digits is taken as a phone number: +84 912 345 678 and 0912.345.678 are one.
    """
    folded = fold(value)
    if not folded:
        return ""
    digits = _NOT_DIGIT.sub("", folded)
    if "@" not in folded and digits:
        folded = "0" + digits[2:] if digits.startswith("84") and len(digits) >= 11 else digits
    return hmac.new(_lookup_key(), folded.encode(), hashlib.sha256).hexdigest()[:32]


class EncryptedTextField(models.TextField):
    """Text that stands encrypted in the database (Fernet) and plain in Python; it can't be filtered by."""

    def get_prep_value(self, value: Any) -> Any:
        value = super().get_prep_value(value)
        if value in (None, ""):
            return value
        return cipher().encrypt(str(value).encode()).decode("ascii")

    def from_db_value(self, value: str | None, _expression: Any, _connection: Any) -> str | None:
        """Decrypt; raises ``cryptography.fernet.InvalidToken`` when the key is missing."""
        if not value:
            return value
        return cipher().decrypt(value.encode("ascii")).decode()

    def get_lookup(self, lookup_name: str) -> Any:
        """Refuse every comparison but with null: equal texts have different ciphers."""
        return super().get_lookup(lookup_name) if lookup_name == "isnull" else None
