"""The token that lets the first administrator in: made at the first start, printed in the terminal, good for once.

It lies beside the keys, outside the database and its backup, readable by the owner alone.
"""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from django.conf import settings

from caunoi.core.ids import new_code

_GROUPS, _GROUP = 4, 4


def _path() -> Path:
    return Path(settings.FIRST_RUN_TOKEN)


def first_run_token() -> str:
    """Return the token; makes it where there is none yet. Can be read aloud: four groups of four signs."""
    path = _path()
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    made = "-".join(new_code(_GROUP) for _group in range(_GROUPS))
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text(encoding="ascii").strip()
    with os.fdopen(handle, "w", encoding="ascii") as out:
        out.write(made + "\n")
    return made


def is_first_run_token(given: str) -> bool:
    """Say whether ``given`` is the token, blind to case, spaces and dashes; False where there is none any more."""
    try:
        token = _path().read_text(encoding="ascii")
    except FileNotFoundError:
        return False
    return secrets.compare_digest(_bare(given).encode(), _bare(token).encode())


def _bare(text: str) -> str:
    return "".join(text.split()).replace("-", "").upper()


def forget_first_run_token() -> None:
    """Let nobody else in by the token; does nothing where it is gone."""
    _path().unlink(missing_ok=True)
