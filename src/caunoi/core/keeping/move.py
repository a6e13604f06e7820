"""Moving an office to another database: the rows go, the files and keys stay where they are."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _

from caunoi.core.keeping import place
from caunoi.core.keeping.backup import make_backup
from caunoi.core.keeping.elsewhere import run_elsewhere
from caunoi.core.keeping.errors import Refused
from caunoi.core.keeping.progress import Say, silent
from caunoi.core.keeping.snapshots import snapshot
from caunoi.core.keeping.tables import waiting


@dataclass(frozen=True, kw_only=True)
class Moved:
    """How many rows were moved."""

    rows: int


def move_database(target: str, *, say: Say = silent, again: bool = False) -> Moved:
    """Copy every row into the empty database ``target`` and compare each; the old database is left as it is.

    From then on the office works there once ``CAUNOI_DATABASE_URL`` says so. Raises :class:`Refused` while the system
    runs, where migrations wait, where the target is not empty, and where a row would not be the same there.
    """
    if target == settings.ENV.database_url:
        raise Refused(_("That is the database in which this office works already."))
    home = Path(settings.ENV.home)
    with tempfile.TemporaryDirectory(prefix="moving-", dir=home) as folder, place.alone():
        with snapshot() as moment:
            if waiting(moment.applied()):
                raise Refused(_("Bring the database to this version first: caunoi migrate."))
        made = make_backup(Path(folder) / "rows.zip", say=say, with_files=False, everything=True)
        # The other process works on a home of its own: it may not take the lock that this one holds.
        options = ["--only-database", "--compare", "--no-check", *(["--again"] if again else [])]
        code = run_elsewhere("restore", str(made.file), *options, say=say, home=Path(folder) / "home", database=target)
    if code:
        raise Refused(_("The move failed; its words stand above. This office is as it was."))
    return Moved(rows=made.rows)
