"""Find migrations that would lock a table of a million rows: ``.venv/bin/python scripts/locks.py``.

While PostgreSQL rewrites a table, or reads it whole to vouch for a rule, nobody can save. An upgrade must not close an
office for that, so a migration of a big table takes the ways that lock it for a moment only.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent

# Tables that grow with the work of an office. All others stay small enough to be locked for a second.
BIG = {
    "core.auditentry",
    "core.storedfile",
    "core.outboxmessage",
    "core.searchdocument",
    "core.searchscope",
    "directory.person",
    "directory.personscope",
    "directory.post",
    "training.enrolment",
    "training.scan",
    "training.attendance",
    "training.classreport",
    "training.question",
    "publishing.articlepage",
    "publishing.photosize",
    "intake.reportcandidate",
}
# Written before the first release: no office has rows that they could lock. The list only ever shrinks.
BEFORE_THE_FIRST_RELEASE = {
    ("core", "0002_search_terms"): "2026-11-23, before 0.1.0: search was rebuilt",
    ("core", "0003_audit_by_actor"): "2026-11-24, before 0.1.0: the desk's first page",
    ("directory", "0002_person_by_birth_year"): "2026-11-24, before 0.1.0: lists sorted by year",
    ("core", "0004_trail_in_two_parts"): "2026-11-26, before 0.1.0: facts and words of a row bound apart",
    ("core", "0006_outbox_context_as_text"): "2026-11-26, before 0.1.0: messages encrypted",
    ("core", "0009_jobs_and_mail"): "2026-11-26, before 0.1.0: the fate of a mail",
    ("directory", "0003_persons_listed_by_name"): "2026-11-26, before 0.1.0: lists of persons",
    ("training", "0002_papers_and_frozen_lists"): "2026-11-23, before 0.1.0: lists frozen apart",
    ("publishing", "0008_newsroom"): "2026-11-26, before 0.1.0: the steps of an article",
    ("publishing", "0010_readable_by_day"): "2026-11-27, before 0.1.0: the order in which readers see articles",
    ("publishing", "0015_few_among_many"): "2026-11-27, before 0.1.0: articles with a class or a recording",
}


_READS = "every row is read under a lock; use AddConstraintNotValid, then ValidateConstraint in a later migration"
_BUILDS = "the index is built under a lock; use AddIndexConcurrently in a migration with atomic = False"
_TAKES = "the program that still runs asks for it; stop using it in one version, take it away in the next"
_ALWAYS = {
    "AlterField": "a change of type or null reads or writes every row; add a new column beside it and move over",
    "AddIndex": _BUILDS,
    "AlterUniqueTogether": _BUILDS,
    "AlterIndexTogether": _BUILDS,
    "AddConstraint": _READS,
    "RemoveField": _TAKES,
    "RenameField": _TAKES,
    "DeleteModel": _TAKES,
    "RenameModel": _TAKES,
    "AlterModelTable": _TAKES,
}


def faults(migrations: list[Any], *, big: set[str] = BIG) -> list[str]:
    """Return what would lock a big table, a line each: where, what, and the way that does not lock."""
    return [
        f"{migration.app_label}.{migration.name}: {words}"
        for migration in migrations
        if (migration.app_label, migration.name) not in BEFORE_THE_FIRST_RELEASE
        for words in _of(migration, big)
    ]


def _of(migration: Any, big: set[str]) -> Iterator[str]:
    made: set[str] = set()
    for operation in _flat(migration.operations):
        kind = type(operation).__name__
        if kind == "CreateModel":
            made.add(operation.name.lower())
            continue
        name = str(getattr(operation, "model_name", "") or getattr(operation, "name", "") or "").lower()
        if f"{migration.app_label}.{name}" not in big or name in made:
            continue
        words = _judge(kind, operation, atomic=migration.atomic)
        if words:
            yield f"{kind} on {name}: {words}"


def _flat(operations: list[Any]) -> Iterator[Any]:
    for operation in operations:
        if type(operation).__name__ == "SeparateDatabaseAndState":
            yield from _flat(operation.database_operations)
        else:
            yield operation


def _judge(kind: str, operation: Any, *, atomic: bool) -> str:
    from django.db.models import NOT_PROVIDED  # noqa: PLC0415 - the script sets Django up first

    if kind == "AddField":
        field = operation.field
        if field.many_to_many:
            return ""
        if not field.null and field.db_default is NOT_PROVIDED:
            return "every row is written anew; add it with null or db_default, fill it in a job, then ask for it"
        if field.unique or field.db_index or field.remote_field:
            return "its index is built under a lock; add the plain column, then AddIndexConcurrently"
    if kind == "AddIndexConcurrently":
        return "it needs a migration with atomic = False" if atomic else ""
    return _ALWAYS.get(kind, "")


def ours() -> list[Any]:
    """Return the migrations of this project, in order."""
    from django.apps import apps  # noqa: PLC0415 - Django is set up by the caller
    from django.db.migrations.loader import MigrationLoader  # noqa: PLC0415 - as above

    labels = {config.label for config in apps.get_app_configs() if config.name.startswith("caunoi.")}
    found = MigrationLoader(None).disk_migrations
    return [found[key] for key in sorted(found) if key[0] in labels]


def main() -> None:
    """Print what is found and end with 1, or say that nothing is."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.dev")
    import django  # noqa: PLC0415 - after the settings are named

    django.setup()
    found = faults(ours())
    print("\n".join(found) or f"{len(ours())} migrations, none locks a big table.")
    raise SystemExit(1 if found else 0)


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    main()
