"""The one file store: content-addressed, private by default, its register in ``StoredFile``."""

from caunoi.core.files.kinds import RECORDINGS, RefusedFile, content_type, safe_name
from caunoi.core.files.register import open_stored, read_stored, store
from caunoi.core.files.stores import Store, StoreDown, path_of, store_in_use

__all__ = [
    "RECORDINGS",
    "RefusedFile",
    "Store",
    "StoreDown",
    "content_type",
    "open_stored",
    "path_of",
    "read_stored",
    "safe_name",
    "store",
    "store_in_use",
]
