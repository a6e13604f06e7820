"""What tables an installation has, at whatever state of the migrations, and how each column is written down."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.db.migrations.loader import MigrationLoader

from caunoi.core.fields import EncryptedTextField

Applied = frozenset[tuple[str, str]]

# Written anew by the system itself, or of no use elsewhere. Their schema is restored, their rows are not.
LEFT_OUT = {
    "django_session": "nobody is signed in at another place",
    "core_trycount": "how often something was tried in the last hour",
    "publishing_visitormark": "that a visitor of today was counted already",
    "publishing_daysalt": "what those marks are made with",
    "wagtailsearch_indexentry": "Wagtail's index is not used, and differs between the databases",
    "wagtailsearch_indexentry_fts": "the same, on SQLite alone",
}
MIGRATIONS = "django_migrations"

_KINDS = {
    "integer": (
        *("AutoField", "BigAutoField", "SmallAutoField", "IntegerField", "BigIntegerField", "SmallIntegerField"),
        *("PositiveIntegerField", "PositiveSmallIntegerField", "PositiveBigIntegerField"),
    ),
    "text": ("CharField", "TextField", "SlugField", "FileField", "FilePathField"),
    "address": ("GenericIPAddressField",),
    "uuid": ("UUIDField",),
    "boolean": ("BooleanField",),
    "json": ("JSONField",),
    "datetime": ("DateTimeField",),
    "date": ("DateField",),
    "time": ("TimeField",),
    "bytes": ("BinaryField",),
    "float": ("FloatField",),
    "decimal": ("DecimalField",),
}
_KIND_OF = {name: kind for kind, names in _KINDS.items() for name in names}


class UnknownColumn(Exception):
    """A column is of a type that nobody taught the backup to write down: ``_KINDS`` lacks it."""


@dataclass(frozen=True, kw_only=True)
class Column:
    """A column; ``most`` is the greatest length of its text, ``places`` the decimals of a decimal number."""

    name: str
    kind: str
    most: int | None = None
    places: int = 0
    encrypted: bool = False
    names_file: bool = False


@dataclass(frozen=True, kw_only=True)
class Table:
    """A table with its columns in the order in which they are written; ``counter`` is the column that counts up."""

    name: str
    columns: tuple[Column, ...]
    key: str
    counter: str | None

    @property
    def names(self) -> list[str]:
        """The names of the columns."""
        return [column.name for column in self.columns]

    @property
    def key_kind(self) -> str:
        """The kind of the primary key."""
        return next(column.kind for column in self.columns if column.name == self.key)


def tables_at(applied: Iterable[tuple[str, str]]) -> list[Table]:
    """Return every table as it stands after the migrations ``applied``, by name; no database is asked.

    Raises :class:`UnknownColumn`.
    """
    done = set(applied)
    loader = MigrationLoader(None)
    state = loader.project_state([node for node in loader.graph.nodes if node in done])
    found = {
        model._meta.db_table: _table(model)
        for model in state.apps.get_models(include_auto_created=True)
        if model._meta.managed and not model._meta.proxy
    }
    found[MIGRATIONS] = Table(
        name=MIGRATIONS,
        columns=(
            Column(name="id", kind="integer"),
            Column(name="app", kind="text", most=255),
            Column(name="name", kind="text", most=255),
            Column(name="applied", kind="datetime"),
        ),
        key="id",
        counter="id",
    )
    return [found[name] for name in sorted(found)]


def kept_tables(applied: Iterable[tuple[str, str]], *, everything: bool = False) -> list[Table]:
    """Return the tables whose rows are written down; ``everything`` takes sessions too, for a move."""
    out = LEFT_OUT.keys() - {"django_session"} if everything else LEFT_OUT.keys()
    return [table for table in tables_at(applied) if table.name not in out]


def unknown_to_this_version(applied: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """Return our own migrations that this version does not have: the data comes from a newer one."""
    loader = MigrationLoader(None)
    ours = {label for label in loader.migrated_apps if _is_ours(label)}
    return sorted(node for node in applied if node[0] in ours and node not in loader.disk_migrations)


def waiting(applied: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """Return the migrations of this version that are not applied yet."""
    return sorted(set(MigrationLoader(None).graph.nodes) - set(applied))


def _is_ours(label: str) -> bool:
    from django.apps import apps  # noqa: PLC0415 - the registry is full only when somebody asks

    return apps.get_app_config(label).name.startswith("caunoi.")


def _table(model: type[models.Model]) -> Table:
    fields = model._meta.local_concrete_fields
    counter = next(
        (field.column for field in fields if isinstance(field, models.AutoField | models.BigAutoField)), None
    )
    key = model._meta.pk
    assert key is not None
    assert key.column is not None
    return Table(
        name=model._meta.db_table, columns=tuple(_column(field) for field in fields), key=key.column, counter=counter
    )


def _column(field: Any) -> Column:
    target = field
    while target.remote_field:
        target = target.target_field
    kind = _KIND_OF.get(target.get_internal_type())
    if kind is None:
        # The search vectors of PostgreSQL and such stand in tables that are left out.
        if field.model._meta.db_table not in LEFT_OUT:
            raise UnknownColumn(f"{field.model._meta.db_table}.{field.column}: {target.get_internal_type()}")
        kind = "text"
    return Column(
        name=field.column,
        kind=kind,
        most=target.max_length if kind == "text" else None,
        places=getattr(target, "decimal_places", None) or 0,
        encrypted=isinstance(field, EncryptedTextField),
        names_file=isinstance(field, models.FileField),
    )
