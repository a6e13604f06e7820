"""The files that the door app keeps on the device, and what tells that they are others than before."""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.storage import ManifestStaticFilesStorage, staticfiles_storage

from caunoi.web.hall.files import plain_file

_OWN = Path(__file__).resolve().parent.parent / "static"
_FONTS = tuple(
    f"caunoi/vendor/be-vietnam-pro/{subset}-{weight}.woff2"
    for subset in ("latin", "latin-ext", "vietnamese")
    for weight in (400, 600, 700)
)
VENDORED = (
    "caunoi/vendor/barcode-detector/ponyfill.js",
    "caunoi/vendor/barcode-detector/zxing-exported.js",
    "caunoi/vendor/zxing-wasm/zxing_reader.wasm",
    "caunoi/vendor/idb/index.js",
    "caunoi/vendor/noble-ed25519/index.js",
    "caunoi/vendor/icons/sprite.svg",
    "caunoi/img/mark.svg",
    "caunoi/css/tokens.css",
    "caunoi/css/fonts.css",
    *_FONTS,
)
# Served to the browser as a worker or asked for by its shop of apps: nothing that a page without a network loads.
_WORKER = "hall/door/worker.js"
_NOT_KEPT = {_WORKER}


@dataclass(frozen=True)
class ShellFile:
    """A file under the address that the page asks for, with its integrity as browsers check it."""

    address: str
    integrity: str


def files() -> tuple[ShellFile, ...]:
    """Return every file that the page needs, at each address by which another file names it.

    Modules name one another by plain addresses; a server that puts hashes into file names gives templates and style
    sheets others: both are kept.
    """
    return _files(settings.STATIC_URL) if not settings.DEBUG else _files.__wrapped__(settings.STATIC_URL)


def version(page: str) -> str:
    """Return what names this state of the shell: it changes with any file, and with the page itself."""
    said = "".join(f"{file.address} {file.integrity}\n" for file in files()) + page
    return hashlib.sha256(said.encode()).hexdigest()[:16]


def worker_code() -> str:
    """Return the service worker's own code, which reads its list of files from ``KEPT``."""
    return plain_file(_WORKER).decode()


@lru_cache(maxsize=4)
def _files(base: str) -> tuple[ShellFile, ...]:
    own = sorted(path.relative_to(_OWN).as_posix() for path in (_OWN / "hall" / "door").rglob("*") if path.is_file())
    found: dict[str, ShellFile] = {}
    for name in [*own, *VENDORED]:
        if name in _NOT_KEPT:
            continue
        for address, content in ((base + name, plain_file(name)), (staticfiles_storage.url(name), _served(name))):
            digest = base64.b64encode(hashlib.sha256(content).digest()).decode()
            found[address] = ShellFile(address=address, integrity=f"sha256-{digest}")
    return tuple(found.values())


def _served(name: str) -> bytes:
    """Return what is served under the name that templates give."""
    if isinstance(staticfiles_storage, ManifestStaticFilesStorage):
        return Path(staticfiles_storage.path(staticfiles_storage.stored_name(name))).read_bytes()
    return plain_file(name)
