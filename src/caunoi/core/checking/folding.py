"""Whether folded columns say what the texts say that they were folded from."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.db import models
from django.utils.translation import gettext as _

from caunoi.core.checks import Fault


@dataclass(frozen=True)
class Folded:
    """A column that can be worked out from others of its row."""

    model: type[models.Model]
    column: str
    sources: tuple[str, ...]
    make: Callable[..., str]


_COLUMNS: list[Folded] = []


def register_folded(model: type[models.Model], column: str, *sources: str, make: Callable[..., str]) -> None:
    """Name a column that ``make`` works out from the row's ``sources`` (paths through relations are allowed)."""
    _COLUMNS.append(Folded(model, column, sources, make))


def registered_columns() -> set[str]:
    """Return every column that is looked at, as model.column."""
    return {f"{one.model._meta.label}.{one.column}" for one in _COLUMNS}


def folded_columns_fit(_deep: bool) -> Iterator[Fault]:
    """Each folded column equals what is worked out anew."""
    for one in _COLUMNS:
        rows = one.model._base_manager.order_by("pk").values_list("pk", one.column, *one.sources)
        wrong = [pk for pk, stored, *values in rows.iterator(chunk_size=5000) if stored != one.make(*values)]
        if wrong:
            yield Fault(
                where=f"{one.model._meta.db_table}.{one.column}",
                what=_("%(count)s rows are sorted and found by an old text, the first is %(first)s.")
                % {"count": len(wrong), "first": wrong[0]},
                todo=_("Open and save them on their pages, then run caunoi reindex."),
            )
