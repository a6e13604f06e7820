"""Seven daily, four weekly, twelve monthly backups stay; scheduled ones go by themselves, others never."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from caunoi.core.keeping.errors import Refused
from caunoi.core.keeping.retention import to_keep
from caunoi.core.keeping.scheduled import make_scheduled, scheduled_backups
from caunoi.core.tasks import make_backup
from tests.core.keeping import conftest

LAST = dt.datetime(2026, 11, 26, 2, 0, tzinfo=dt.UTC)


def days(count: int) -> list[dt.datetime]:
    return [LAST - dt.timedelta(days=n) for n in range(count)]


def test_a_year_of_nights_leaves_the_newest_of_each_day_week_and_month():
    kept = to_keep(days(400))
    assert sorted((LAST - at).days for at in kept) == sorted(
        # 7 days; the Sundays of the weeks before; the last days of the months before.
        {0, 1, 2, 3, 4, 5, 6} | {4, 11, 18} | {26, 57, 87, 118, 149, 179, 210, 240, 271, 299, 330}
    )


def test_days_without_a_backup_cost_none():
    few = [LAST - dt.timedelta(days=90 * n) for n in range(6)]
    assert to_keep(few) == set(few)


def test_of_one_day_the_newest_stays():
    twice = [LAST, LAST - dt.timedelta(hours=1)]
    assert to_keep(twice) == {LAST}


def test_a_scheduled_backup_deletes_only_what_it_named_and_need_not_keep(office):
    folder = office.home / "backups"
    folder.mkdir()
    now = timezone.localtime()
    old = [now - dt.timedelta(days=n) for n in range(1, 40)]
    for at in old:
        (folder / f"caunoi-{at:%Y-%m-%d-%H%M%S}.zip").write_text("old")
    for name in ("before-the-upgrade.zip", "caunoi-2020.zip", "caunoi-2026-11-01-020000.zip.part"):
        (folder / name).write_text("kept by hand")
    done = make_scheduled()
    there = {path.name for path in folder.iterdir()}
    assert done.made.file.name in there
    assert {"before-the-upgrade.zip", "caunoi-2020.zip"} <= there
    assert not any(name.endswith(".part") for name in there)
    assert 0 < len(done.deleted) < len(old)
    kept = to_keep(at for at, _path in scheduled_backups())
    assert len(kept) == len(scheduled_backups())
    with conftest.alone_in(folder), pytest.raises(Refused):
        make_scheduled()


def test_the_job_makes_one(office):
    made = make_backup.call()
    assert [str(path) for _at, path in scheduled_backups()] == [made]
