"""Static files that the hall serves itself, at addresses of its own: the code of workers."""

from __future__ import annotations

from pathlib import Path

from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import ManifestStaticFilesStorage, staticfiles_storage


def plain_file(name: str) -> bytes:
    """Return what is served under a file's plain name; raises FileNotFoundError."""
    if isinstance(staticfiles_storage, ManifestStaticFilesStorage):
        return Path(staticfiles_storage.path(name)).read_bytes()
    path = finders.find(name)
    if path is None:
        raise FileNotFoundError(name)
    return Path(path).read_bytes()
