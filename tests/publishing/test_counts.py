"""Views: each visitor once a day, over processes; nothing that tells a visitor is left when the day is over."""

from __future__ import annotations

import datetime as dt
import threading
import time

import pytest
from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from caunoi.core.keeping.tables import LEFT_OUT
from caunoi.publishing.models import DaySalt, ViewCount, VisitorMark
from caunoi.publishing.queries.counts import online_at, views_of, visits_of
from caunoi.publishing.services.counts import View, count_views, forget_visitors, is_first_today

BROWSER = "Mozilla/5.0 (Windows NT 10.0) Gecko/20100101 Firefox/140.0"


def views(*whats, address="203.0.113.7", agent=BROWSER, ago=0):
    return {View(what, address, agent): int(time.time()) - ago for what in whats}


def test_a_visitor_counts_once_a_day_for_each_article_and_site(db):
    assert count_views(views=views("hoa-khanh/12", "hoa-khanh/13", "hoa-khanh/")) == 3
    # Reloads, on this process or on another one.
    assert count_views(views=views("hoa-khanh/12")) == 0
    count_views(views=views("hoa-khanh/12", address="203.0.113.8"))
    count_views(views=views("hoa-khanh/12", agent="Mozilla/5.0 another"))

    assert views_of(["12", "13", "14"]) == {"12": 3, "13": 1, "14": 0}
    assert visits_of(["hoa-khanh", "ba-na"]) == {"hoa-khanh": 3, "ba-na": 0}


def test_who_reads_now_is_a_number_of_the_last_five_minutes(db):
    count_views(views=views("a/1", ago=400))
    assert online_at(["a"]) == {"a": 0}
    count_views(views=views("a/2"))
    count_views(views=views("a/", address="203.0.113.9"))
    assert online_at(["a", "b"]) == {"a": 2, "b": 0}


@pytest.mark.django_db(transaction=True)
def test_two_processes_that_count_the_same_visitors_count_them_once():
    # As two servers: each with its own connection and its own buffer, both at once.
    batch = {View(f"a/{n % 7}", f"203.0.113.{n % 50}", BROWSER): int(time.time()) for n in range(300)}
    together, faults = threading.Barrier(4), []

    def serve():
        try:
            together.wait()
            for _ in range(3):
                count_views(views=batch)
        except BaseException as fault:
            faults.append(fault)
            raise
        finally:
            connection.close()

    servers = [threading.Thread(target=serve) for _ in range(4)]
    for one in servers:
        one.start()
    for one in servers:
        one.join()

    assert faults == []
    pairs = {(view.what, view.address) for view in batch}
    assert sum(views_of([str(n) for n in range(7)]).values()) == len(pairs)
    assert visits_of(["a"]) == {"a": len({address for _what, address in pairs})}


def test_after_the_day_nothing_tells_a_visitor(db, tmp_path):
    count_views(views=views("hoa-khanh/12"))
    assert is_first_today(name="rating:12", address="203.0.113.7", agent=BROWSER)
    assert not is_first_today(name="rating:12", address="203.0.113.7", agent=BROWSER)
    yesterday = timezone.localdate() - dt.timedelta(days=1)
    DaySalt.objects.update(day=yesterday)
    VisitorMark.objects.update(at=int(time.time()) - 24 * 60 * 60)
    old = set(VisitorMark.objects.values_list("mark", flat=True))

    # The first view of the new day clears what is left of the old one, whether the nightly job ran or not.
    count_views(views=views("hoa-khanh/13"))

    assert list(DaySalt.objects.values_list("day", flat=True)) == [timezone.localdate()]
    assert not old & set(VisitorMark.objects.values_list("mark", flat=True))
    DaySalt.objects.update(day=yesterday)
    VisitorMark.objects.update(at=int(time.time()) - 24 * 60 * 60)
    assert forget_visitors() == 2
    assert (DaySalt.objects.count(), VisitorMark.objects.count()) == (0, 0)
    # What stays: numbers.
    dump = tmp_path / "dump.json"
    call_command("dumpdata", "publishing", output=str(dump), verbosity=0)
    text = dump.read_text()
    assert "203.0.113" not in text
    assert "Firefox" not in text
    assert {row.name: row.total for row in ViewCount.objects.all()} == {
        "article:12": 1,
        "article:13": 1,
        "site:hoa-khanh": 2,
    }


def test_backups_hold_neither_marks_nor_what_they_are_made_with():
    assert {VisitorMark._meta.db_table, DaySalt._meta.db_table} <= LEFT_OUT.keys()


def test_a_mark_can_not_be_made_again_from_the_database_alone(db, settings, tmp_path):
    from caunoi.core.keys import KeyRing
    from caunoi.publishing.services.counts import mark_of, salt_of_today

    salt = salt_of_today()
    mark = mark_of(salt=salt, name="a", address="203.0.113.7", agent=BROWSER)
    assert mark == mark_of(salt=salt, name="a", address="203.0.113.7", agent=BROWSER)
    settings.KEYS = KeyRing(tmp_path / "other")
    assert mark != mark_of(salt=salt, name="a", address="203.0.113.7", agent=BROWSER)
