"""The usual faults of a server, looked for one after the other; nothing is changed, nothing is sent."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass

from django.db import DatabaseError
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from caunoi.core.checking import keys
from caunoi.core.checks import Fault, Finding
from caunoi.core.running import address, machine, programs, safety


@dataclass(frozen=True, kw_only=True)
class Look:
    """One thing to look at; ``function`` gets whether this is a server that people reach over a network."""

    name: str
    title: str | Promise
    function: Callable[[bool], Iterable[Fault]]
    asks_database: bool = False


LOOKS = (
    Look(name="settings", title=gettext_lazy("The settings are safe"), function=safety.settings_are_safe),
    Look(name="account", title=gettext_lazy("The right account runs this"), function=safety.account_is_the_offices),
    Look(name="keys", title=gettext_lazy("The keys are closed to others"), function=safety.keys_are_closed),
    Look(name="folders", title=gettext_lazy("Folders can be written"), function=machine.folders_can_be_written),
    Look(name="disk", title=gettext_lazy("There is room on the disk"), function=machine.disk_has_room),
    Look(name="texts", title=gettext_lazy("The texts are compiled"), function=machine.texts_are_compiled),
    Look(name="styles", title=gettext_lazy("Styles and scripts are collected"), function=machine.styles_are_collected),
    Look(name="fonts", title=gettext_lazy("The fonts are there"), function=machine.fonts_are_there),
    Look(name="database", title=gettext_lazy("The database answers"), function=programs.database_answers),
    Look(
        name="migrations",
        title=gettext_lazy("Database and program are of one version"),
        function=programs.migrations_are_applied,
        asks_database=True,
    ),
    Look(
        name="extensions",
        title=gettext_lazy("The database has what is needed"),
        function=programs.extensions_are_there,
        asks_database=True,
    ),
    Look(
        name="encrypted",
        title=gettext_lazy("The keys open what is encrypted"),
        function=lambda _strict: keys.keys_open_what_is_encrypted(False),
        asks_database=True,
    ),
    Look(name="clock", title=gettext_lazy("The clock is right"), function=machine.clock_is_right, asks_database=True),
    Look(name="worker", title=gettext_lazy("The job worker runs"), function=programs.worker_runs, asks_database=True),
    Look(name="jobs", title=gettext_lazy("No job failed"), function=programs.jobs_succeed, asks_database=True),
    Look(name="mail", title=gettext_lazy("The mail server takes mails"), function=programs.mail_server_takes_mails),
    Look(
        name="backup", title=gettext_lazy("The backup is fresh"), function=programs.backup_is_fresh, asks_database=True
    ),
    Look(name="elsewhere", title=gettext_lazy("Backups lie elsewhere"), function=machine.backups_lie_elsewhere),
    Look(name="address", title=gettext_lazy("The address leads here"), function=address.address_leads_here),
)


def look(strict: bool, names: Iterable[str] = ()) -> Iterator[tuple[Look, list[Finding] | None]]:
    """Give each thing with what was found; None for what must wait until the database is mended."""
    wanted, answers = set(names), True
    for one in LOOKS:
        if wanted and one.name not in wanted:
            continue
        if one.asks_database and not answers:
            yield one, None
            continue
        found = list(_run(one, strict))
        if one.name in {"database", "migrations"} and found:
            answers = False
        yield one, found


def _run(one: Look, strict: bool) -> Iterator[Finding]:
    try:
        for fault in one.function(strict):
            yield Finding(check=one.name, **asdict(fault))
    except DatabaseError as error:
        yield Finding(
            check=one.name,
            where=one.name,
            what=_("This could not be looked at: %(why)s") % {"why": " ".join(str(error).split())[:300]},
            todo=_("Mend what the other checks name, then check again."),
        )
