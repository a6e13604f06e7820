"""Encrypted columns, and the keyed hash by which an encrypted value can be looked up."""

from __future__ import annotations

import hashlib
import hmac
import json
import re
from functools import lru_cache
from typing import Any

from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.db import models

from caunoi.core.text import fold

_NOT_DIGIT = re.compile(r"\D")
FIELDS = "fields"
LOOKUP = "lookup"


@lru_cache(maxsize=4)
def _cipher(keys: tuple[str, ...]) -> MultiFernet:
    return MultiFernet([Fernet(key.encode("ascii")) for key in keys])


def cipher(name: str = FIELDS) -> MultiFernet:
    """Return the cipher of the keys called ``name`` as they are now; the newest encrypts, all decrypt."""
    return _cipher(tuple(settings.KEYS.all(name)))


def lookup_hash(value: str) -> str:
    """Return the keyed hash of a phone number or an address ("" for ""), under the newest key: what is stored.

    A value that holds mostly digits is taken as a phone number: +84 912 345 678 and 0912.345.678 are one. What stands
    in the database may still be under an older key: ask with :func:`lookup_hashes`.
    """
    return next(iter(lookup_hashes(value)), "")


def lookup_hashes(value: str) -> tuple[str, ...]:
    """Return the hash under every key of the ring, newest first, () for "": whichever of them is stored, it matches."""
    folded = fold(value)
    if not folded:
        return ()
    digits = _NOT_DIGIT.sub("", folded)
    if "@" not in folded and digits:
        folded = "0" + digits[2:] if digits.startswith("84") and len(digits) >= 11 else digits
    return tuple(
        hmac.new(key.encode("ascii"), folded.encode(), hashlib.sha256).hexdigest()[:32]
        for key in settings.KEYS.all(LOOKUP)
    )


class EncryptedTextField(models.TextField):
    """Text that stands encrypted in the database (Fernet) and plain in Python; it can't be filtered by."""

    def get_prep_value(self, value: Any) -> Any:
        value = super().get_prep_value(value)
        if value in (None, ""):
            return value
        return cipher().encrypt(str(value).encode()).decode("ascii")

    def from_db_value(self, value: str | None, _expression: Any, _connection: Any) -> Any:
        """Decrypt; raises ``cryptography.fernet.InvalidToken`` when the key is missing."""
        if not value:
            return value
        return cipher().decrypt(value.encode("ascii")).decode()

    def get_lookup(self, lookup_name: str) -> Any:
        """Refuse every comparison but with null: equal texts have different ciphers."""
        return super().get_lookup(lookup_name) if lookup_name == "isnull" else None


class EncryptedJSONField(EncryptedTextField):
    """JSON that stands encrypted in the database; everything else as in :class:`EncryptedTextField`."""

    _pyi_private_set_type: Any
    _pyi_private_get_type: Any

    def get_prep_value(self, value: Any) -> Any:
        # Not the text field's way: it would bring the text back to what it was made of.
        if value is None or isinstance(value, models.Expression):
            return value
        return cipher().encrypt(json.dumps(value, ensure_ascii=False).encode()).decode("ascii")

    def from_db_value(self, value: str | None, expression: Any, connection: Any) -> Any:
        """Decrypt and parse; raises ``cryptography.fernet.InvalidToken`` when the key is missing."""
        text = super().from_db_value(value, expression, connection)
        return json.loads(text) if text else text

    def value_to_string(self, obj: models.Model) -> str:
        """Return the JSON text: what a dump of the model holds."""
        return json.dumps(self.value_from_object(obj), ensure_ascii=False)

    def to_python(self, value: Any) -> Any:
        return json.loads(value) if isinstance(value, str) and value else value


class LookupHashField(models.CharField):
    """The keyed hash of the encrypted column called ``source``, written by services (:func:`lookup_hash`).

    It knows its source so that a new look-up key can be brought to it. In migrations it is the plain column it is.
    """

    def __init__(self, *args: Any, source: str = "", **kwargs: Any) -> None:
        self.source = source
        super().__init__(*args, **{"max_length": 32, "blank": True, **kwargs})

    def deconstruct(self) -> Any:
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.CharField", args, kwargs
