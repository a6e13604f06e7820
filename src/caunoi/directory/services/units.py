"""Loading the administrative units that the project ships."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from django.db import transaction

from caunoi.core.text import fold
from caunoi.directory.enums import UnitLevel
from caunoi.directory.models import Succession, Unit

DATA = Path(__file__).resolve().parent.parent / "data"
TURN = date(2025, 7, 1)

_LEVELS = (UnitLevel.PROVINCE, UnitLevel.DISTRICT, UnitLevel.COMMUNE)
_COLUMNS = ("prefix", "name", "folded_name", "folded_full_name", "parent_id", "valid_to")
_Key = tuple[str, str, date | None]


@transaction.atomic
def load_units() -> tuple[int, int]:
    """Bring units and successions to what the data files say; returns how many units and successions there are.

    All or nothing, and idempotent: what stands stays the same row, what differs is corrected, nothing is removed. No
    audit rows: the source is the release, the same for every office.
    """
    rows = list(_rows("units.csv"))
    known: dict[_Key, Unit] = {(unit.level, unit.code, unit.valid_from): unit for unit in Unit.objects.all()}
    by_key: dict[str, Unit] = {}
    for level in _LEVELS:
        fresh: list[Unit] = []
        changed: list[Unit] = []
        for row in (row for row in rows if row["level"] == level):
            unit = _unit(row, by_key)
            before = known.get((unit.level, unit.code, unit.valid_from))
            if before is None:
                fresh.append(unit)
            elif any(getattr(before, column) != getattr(unit, column) for column in _COLUMNS):
                unit.pk = before.pk
                changed.append(unit)
            else:
                unit = before
            by_key[row["key"]] = unit
        # A level is written before the one below it, which points to its keys.
        Unit.objects.bulk_create(fresh, batch_size=2_000)
        Unit.objects.bulk_update(changed, _COLUMNS, batch_size=500)
    successions = _load_successions(by_key)
    return len(by_key), successions


def _load_successions(units: dict[str, Unit]) -> int:
    known = set(Succession.objects.values_list("predecessor_id", "successor_id"))
    rows = list(_rows("successions.csv"))
    Succession.objects.bulk_create(
        [
            Succession(predecessor=old, successor=new, on=TURN, kind=row["kind"])
            for row in rows
            for old, new in [(units[row["predecessor"]], units[row["successor"]])]
            if (old.pk, new.pk) not in known
        ],
        batch_size=5_000,
    )
    return len(rows)


def _unit(row: dict[str, str], by_key: dict[str, Unit]) -> Unit:
    full_name = f"{row['prefix']} {row['name']}"
    return Unit(
        code=row["code"],
        level=row["level"],
        prefix=row["prefix"],
        name=row["name"],
        folded_name=fold(row["name"]),
        folded_full_name=fold(full_name),
        parent=by_key[row["parent"]] if row["parent"] else None,
        valid_from=date.fromisoformat(row["from"]) if row["from"] else None,
        valid_to=date.fromisoformat(row["to"]) if row["to"] else None,
    )


def _rows(name: str) -> Iterator[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as source:
        yield from csv.DictReader(source)
