"""Whether search knows what is there, and nothing that isn't."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from django.db import DatabaseError, connection
from django.utils.translation import gettext as _

from caunoi.core.checks import Fault
from caunoi.core.models import SearchDocument

_EXPECTED: dict[str, Callable[[], Iterable[str]]] = {}


def register_expected(kind: str, ids: Callable[[], Iterable[str]]) -> None:
    """Name what gives the ids of all objects of ``kind`` that search has to know."""
    _EXPECTED[kind] = ids


def expected_kinds() -> set[str]:
    """Return the kinds that are looked at."""
    return set(_EXPECTED)


def search_is_complete(_deep: bool) -> Iterator[Fault]:
    """Each object has its search document, each document its object, and the index every document."""
    for kind, ids in sorted(_EXPECTED.items()):
        wanted = set(ids())
        there = set(SearchDocument.objects.filter(kind=kind).values_list("object_id", flat=True).order_by("pk"))
        if wanted != there:
            yield Fault(
                where=kind,
                what=_("%(missing)s are not found by search, and %(extra)s are found that are not there.")
                % {"missing": len(wanted - there), "extra": len(there - wanted)},
                todo=f"caunoi reindex {kind}",
            )
    yield from _index()


def _index() -> Iterator[Fault]:
    todo = "caunoi reindex"
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'core_searchdocument'")
            if len(cursor.fetchall()) < 3:
                yield Fault(where="core_search_index", what=_("Search no longer learns of changes."), todo=todo)
            try:
                cursor.execute("INSERT INTO core_search_index(core_search_index, rank) VALUES ('integrity-check', 1)")
            except DatabaseError:
                yield Fault(where="core_search_index", what=_("The index of search is not in step."), todo=todo)
        else:
            cursor.execute(
                "SELECT count(*) FROM pg_attribute WHERE attrelid = 'core_searchdocument'::regclass"
                " AND attname = 'vector' AND NOT attisdropped AND attgenerated = 's'"
            )
            if not cursor.fetchone()[0]:
                yield Fault(where="core_searchdocument.vector", what=_("The index of search is missing."), todo=todo)
