"""Secrets that were planted, looked for in bytes, folders and databases in every form in which they could stand there.

``find(secrets, content)`` looks in bytes, ``find_in_folder(secrets, folder)`` in every file below a folder, packed ones
unpacked; both return what was found where, [] for nothing. ``dump()`` is all that the database holds, as text.
"""

from __future__ import annotations

import base64
import contextlib
import gzip
import io
import json
import re
import tarfile
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from urllib.parse import quote

from django.db import connection

from caunoi.core.text import fold

_DEEP = 4
# What base64 makes of compressed text: sessions are stored so where nobody encrypts them.
_COMPRESSED = re.compile(rb"(?<![A-Za-z0-9+/_\-])e[A-P][A-Za-z0-9+/_\-]{16,}")


def forms(secret: str) -> dict[str, bytes]:
    """Return each form of a secret by what it is called; forms too short to be known by are left out."""
    digits = re.sub(r"\D", "", secret)
    texts = {"plain": secret, "folded": fold(secret), "upper": secret.upper(), "in an address": quote(secret)}
    if len(digits) >= 9:
        texts |= {"digits": digits, "digits of the country": "84" + digits.lstrip("0"), "last digits": digits[-8:]}
    # SQLite keeps JSON with every letter beyond ASCII escaped.
    texts |= {f"{name}, escaped": json.dumps(text)[1:-1] for name, text in texts.items() if not text.isascii()}
    found = {name: text.encode() for name, text in texts.items()}
    found |= {f"{name} in UTF-16": text.encode("utf-16-le") for name, text in texts.items()}
    found |= {f"{name} in hex": text.encode().hex().encode() for name, text in texts.items()}
    for name, text in texts.items():
        for shift in range(3):
            # What base64 makes of it within a longer text: the letters that its neighbours have no part in.
            packed = base64.b64encode(b"\0" * shift + text.encode())
            found[f"{name} in base64 {shift}"] = packed[(0, 2, 3)[shift] : -4]
    return {name: form for name, form in found.items() if len(form) >= 8}


def find(secrets: Iterable[str], content: bytes, place: str = "content") -> list[str]:
    """Say which secret stands in ``content`` in which form, also within what is packed or in base64."""
    wanted = {secret: forms(secret) for secret in secrets}
    found = []
    for inside, piece in _opened(content, place, _DEEP):
        flat = piece.lower()
        for secret, each in wanted.items():
            found += [
                f"{inside}: {secret} ({name})" for name, form in each.items() if form in piece or form.lower() in flat
            ]
    return found


def find_in_folder(secrets: Iterable[str], folder: Path, *, but: Iterable[Path] = ()) -> list[str]:
    """Look in every file below ``folder``, except below the folders ``but``, and in their names."""
    secrets, left_out = list(secrets), list(but)
    found = []
    for path in sorted(folder.rglob("*")):
        if any(path.is_relative_to(each) for each in left_out):
            continue
        found += find(secrets, str(path.relative_to(folder)).encode(), f"name of {path}")
        if path.is_file():
            # What goes away while it is looked for holds nothing any more.
            with contextlib.suppress(FileNotFoundError):
                found += find(secrets, path.read_bytes(), str(path))
    return found


def dump() -> bytes:
    """Return every row of every table, as a dump of the database would hold it."""
    lines = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            for row in cursor.fetchall():
                values = (bytes(v) if isinstance(v, memoryview | bytes) else str(v).encode() for v in row)
                lines.append(table.encode() + b"\t" + b"\t".join(values))
    return b"\n".join(lines)


def _opened(content: bytes, place: str, deep: int) -> Iterator[tuple[str, bytes]]:
    """Give the content, and what is packed in it, to a depth."""
    yield place, content
    for name, piece in _packed(content) if deep else ():
        yield from _opened(piece, f"{place}/{name}", deep - 1)


def _packed(content: bytes) -> Iterator[tuple[str, bytes]]:
    if content[:2] == b"\x1f\x8b":
        yield "unpacked", gzip.decompress(content)
    elif content[:4] == b"PK\x03\x04":
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            yield from ((name, packed.read(name)) for name in packed.namelist())
    elif content[257:262] == b"ustar":
        with tarfile.open(fileobj=io.BytesIO(content)) as packed:
            files = ((member.name, packed.extractfile(member)) for member in packed.getmembers())
            yield from ((name, file.read()) for name, file in files if file)
    for word in set(_COMPRESSED.findall(content)):
        whole = word[: len(word) // 4 * 4].replace(b"-", b"+").replace(b"_", b"/")
        try:
            yield "compressed word", zlib.decompressobj().decompress(base64.b64decode(whole))
        except zlib.error:
            continue
