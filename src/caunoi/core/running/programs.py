"""Whether the programs around the office do their work: database, job worker, mail server, backup."""

from __future__ import annotations

import datetime as dt
import smtplib
from collections.abc import Collection, Iterator

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.mail import get_connection
from django.db import DatabaseError, connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone
from django.utils.translation import gettext as _
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from caunoi.core.checks import Fault
from caunoi.core.jobs.worker import alive
from caunoi.core.keeping.scheduled import scheduled_backups
from caunoi.core.keeping.tables import waiting

# A night's backup may begin late and take its time.
BACKUP_OLD = dt.timedelta(hours=30)
_MAIL_SECONDS = 10


def database_answers(_strict: bool) -> Iterator[Fault]:
    """The database can be reached."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError as error:
        connection.close()
        yield Fault(
            where="CAUNOI_DATABASE_URL",
            what=_("The database does not answer: %(why)s") % {"why": " ".join(str(error).split())[:300]},
            todo=_("See that PostgreSQL runs (systemctl status postgresql), and that CAUNOI_DATABASE_URL is right."),
        )


def migrations_are_applied(_strict: bool) -> Iterator[Fault]:
    """The database is of this program's version."""
    open_ones = waiting(MigrationRecorder(connection).applied_migrations())
    if open_ones:
        yield Fault(
            where=f"{open_ones[0][0]}.{open_ones[0][1]}",
            what=_("%(count)s steps of an upgrade have not run: the database is older than the program.")
            % {"count": len(open_ones)},
            todo=_("Make a backup, then run caunoi migrate."),
        )


def extensions_wanted() -> set[str]:
    """Return the extensions of PostgreSQL that the migrations of this version install."""
    loader = MigrationLoader(None)
    kinds = (operation for migration in loader.disk_migrations.values() for operation in migration.operations)
    named = (getattr(one, "name", None) for one in kinds if type(one).__name__.endswith("Extension"))
    return {name for name in named if isinstance(name, str)}


def extensions_are_there(_strict: bool, *, wanted: Collection[str] | None = None) -> Iterator[Fault]:
    """PostgreSQL has the extensions that are used, and keeps texts as UTF-8."""
    if connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT extname FROM pg_extension")
        there = {name for (name,) in cursor.fetchall()}
        cursor.execute("SHOW server_encoding")
        encoding = cursor.fetchone()[0]
    for name in sorted((extensions_wanted() if wanted is None else set(wanted)) - there):
        yield Fault(
            where=name,
            what=_("PostgreSQL lacks the extension %(name)s.") % {"name": name},
            todo=f"runuser -u postgres -- psql -d {connection.settings_dict['NAME']} -c 'CREATE EXTENSION {name}'",
        )
    if encoding != "UTF8":
        yield Fault(
            where=str(connection.settings_dict["NAME"]),
            what=_("The database keeps texts as %(encoding)s: Vietnamese letters get lost.") % {"encoding": encoding},
            todo=_("Make a database with the encoding UTF8, and restore a backup into it."),
        )


def worker_runs(_strict: bool) -> Iterator[Fault]:
    """A job worker gave a sign lately."""
    if not alive():
        yield Fault(
            where="caunoi worker",
            what=_("No job worker runs: no mails, no search, no backup."),
            todo="systemctl restart caunoi-worker",
        )


def jobs_succeed(_strict: bool) -> Iterator[Fault]:
    """No job was given up."""
    failed = DBTaskResult.objects.filter(status=TaskResultStatus.FAILED).count()
    if failed:
        yield Fault(
            where=DBTaskResult._meta.db_table,
            what=_("%(count)s background jobs failed and are not tried again by themselves.") % {"count": failed},
            todo=_(
                "Sign in as administrator, open the page of jobs and mails, see what failed, and try it again there."
            ),
        )


def mail_server_takes_mails(strict: bool) -> Iterator[Fault]:
    """The mail server lets the office in; nothing is sent."""
    if "filebased" in settings.EMAIL_BACKEND:
        if strict:
            yield Fault(
                where="CAUNOI_MAIL_URL",
                what=_("There is no mail server: mails are only written into a folder."),
                todo=_("Write the office's mail server into CAUNOI_MAIL_URL."),
                notice=True,
            )
        return
    where = f"{settings.EMAIL_HOST}:{settings.EMAIL_PORT}"
    server = get_connection(timeout=_MAIL_SECONDS)
    try:
        server.open()
    except smtplib.SMTPAuthenticationError:
        yield Fault(
            where=where,
            what=_("The mail server refuses the name or the password."),
            todo=_("Correct both in CAUNOI_MAIL_URL; signs such as @ in the password are written as %40."),
        )
    except smtplib.SMTPException as error:
        yield Fault(
            where=where,
            what=_("The mail server refuses the conversation: %(why)s.") % {"why": type(error).__name__},
            todo=_("Ask whoever runs the mail server whether this machine may send through it."),
        )
    except OSError as error:
        yield Fault(
            where=where,
            what=_("The mail server can't be reached: %(why)s.") % {"why": error.strerror or type(error).__name__},
            todo=_("See that CAUNOI_MAIL_URL is right and that no firewall stands between."),
        )
    finally:
        server.close()


def backup_is_fresh(_strict: bool) -> Iterator[Fault]:
    """The newest scheduled backup is of last night; an office without people needs none."""
    if not get_user_model().objects.exists():
        return
    newest = next(iter(scheduled_backups()), None)
    if newest and timezone.now() - newest[0] <= BACKUP_OLD:
        return
    where = str(settings.ENV.backups)
    todo = _("Run caunoi backup --scheduled and read what it says; see that the job worker runs at night.")
    if newest is None:
        yield Fault(where=where, what=_("No backup was ever made here."), todo=todo)
    else:
        yield Fault(
            where=where,
            what=_("The newest backup is of %(day)s.") % {"day": f"{timezone.localtime(newest[0]):%d/%m/%Y}"},
            todo=todo,
        )
