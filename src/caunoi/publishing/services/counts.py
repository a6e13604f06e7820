"""Views and visits are counted: each visitor once a day, over any number of processes and servers."""

from __future__ import annotations

import base64
import datetime as dt
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db import connection, transaction
from django.utils import timezone

from caunoi.core import signed
from caunoi.publishing.models import DayReads, DaySalt, VisitorMark
from caunoi.publishing.queries.counts import READ_MOST_DAYS

_PART = 200
_MARK = "INSERT INTO publishing_visitormark (mark, name, at) VALUES "
_MARKED = " ON CONFLICT (mark) DO NOTHING RETURNING mark"
_COUNT = "INSERT INTO publishing_viewcount (name, total) VALUES "
_COUNTED = " ON CONFLICT (name) DO UPDATE SET total = publishing_viewcount.total + excluded.total"
_READ = "INSERT INTO publishing_dayreads (site, day, article_id, total) VALUES "
_READ_AGAIN = " ON CONFLICT (site, day, article_id) DO UPDATE SET total = publishing_dayreads.total + excluded.total"
_SALT = "INSERT INTO publishing_daysalt (day, salt) VALUES (%s, %s) ON CONFLICT (day) DO NOTHING"


@dataclass(frozen=True)
class View:
    """A page that was shown: ``what`` as the page calls it ("hoa-khanh/12", "hoa-khanh/"), and who it was shown to."""

    what: str
    address: str
    agent: str

    @property
    def site(self) -> str:
        """The slug of the site."""
        return self.what.partition("/")[0]

    @property
    def names(self) -> list[str]:
        """What is counted by it: the visit of the site, and the article."""
        site, _, number = self.what.partition("/")
        return [f"site:{site}", *([f"article:{number}"] if number else [])]


@transaction.atomic
def count_views(*, views: Mapping[View, int]) -> int:
    """Count views, each with the second of its last time; returns how many were counted.

    A visitor is an address and an agent. Neither is written down: for the day a keyed hash says that the visitor
    viewed this thing already, in the same transaction as the count itself. No actor and no row of the trail.
    """
    if not views:
        return 0
    salt = salt_of_today()
    marks: dict[str, tuple[str, int]] = {}
    for view, at in views.items():
        for name in view.names:
            mark = mark_of(salt=salt, name=name, address=view.address, agent=view.agent)
            marks[mark] = (name, max(at, marks.get(mark, (name, 0))[1]))
    new = _put_marks(marks)
    totals: dict[str, int] = {}
    for mark in new:
        name = marks[mark][0]
        totals[name] = totals.get(name, 0) + 1
    known = [mark for mark, (name, _at) in marks.items() if mark not in new and name.startswith("site:")]
    for first in range(0, len(known), _PART):
        VisitorMark.objects.filter(mark__in=known[first : first + _PART]).update(at=max(views.values()))
    _add(_COUNT, sorted(totals.items()), _COUNTED)
    today = timezone.localdate()
    sites = {name: view.site for view in views for name in view.names if name.startswith("article:")}
    read = sorted((sites[name], int(name.partition(":")[2]), total) for name, total in totals.items() if name in sites)
    _add(_READ, [(site, today, article, total) for site, article, total in read], _READ_AGAIN)
    return len(new)


def _add(begin: str, rows: Sequence[tuple[str | int | dt.date, ...]], end: str) -> None:
    """Add numbers to what stands, in the order given: whoever counts at once does so in the same one."""
    for first in range(0, len(rows), _PART):
        part = rows[first : first + _PART]
        places = ", ".join(["(" + ", ".join(["%s"] * len(part[0])) + ")"] * len(part))
        with connection.cursor() as cursor:
            cursor.execute(begin + places + end, [value for row in part for value in row])


def _put_marks(marks: Mapping[str, tuple[str, int]]) -> set[str]:
    """Write the marks that do not stand yet, in one order everywhere; returns them."""
    new: set[str] = set()
    rows = [(mark, name if name.startswith("site:") else "", at) for mark, (name, at) in sorted(marks.items())]
    for first in range(0, len(rows), _PART):
        part = rows[first : first + _PART]
        values = [value for row in part for value in row]
        with connection.cursor() as cursor:
            cursor.execute(_MARK + ", ".join(["(%s, %s, %s)"] * len(part)) + _MARKED, values)
            new.update(mark for (mark,) in cursor.fetchall())
    return new


def is_first_today(*, name: str, address: str, agent: str) -> bool:
    """Say whether this visitor did ``name`` for the first time today, and remember it for the day."""
    mark = mark_of(salt=salt_of_today(), name=name, address=address, agent=agent)
    return bool(_put_marks({mark: (name, int(timezone.now().timestamp()))}))


def mark_of(*, salt: str, name: str, address: str, agent: str) -> str:
    """Return the mark of a visitor: nothing without both the salt of the day and the key outside the database."""
    said = f"{salt}\0{name}\0{address}\0{agent}".encode("utf-8", "surrogatepass")
    tag = signed.sign(purpose="visitor", payload=said, size=32)[-32:]
    return base64.urlsafe_b64encode(tag).decode("ascii").rstrip("=")


def salt_of_today() -> str:
    """Return the salt of today; whoever asks first makes it, and destroys what was left of the days before."""
    today = timezone.localdate()
    found = DaySalt.objects.filter(day=today).values_list("salt", flat=True).first()
    if found is None:
        forget_visitors(before=today)
        with connection.cursor() as cursor:
            cursor.execute(_SALT, [today, secrets.token_hex(32)])
        found = DaySalt.objects.values_list("salt", flat=True).get(day=today)
    return found


def forget_visitors(*, before: dt.date | None = None) -> int:
    """Destroy the salts and marks of the days before ``before``, today by default; returns how many marks went.

    The numbers of days go as well once no list looks back to them.
    """
    day = before or timezone.localdate()
    midnight = dt.datetime.combine(day, dt.time(), tzinfo=timezone.get_default_timezone())
    with transaction.atomic():
        if connection.vendor == "sqlite":
            with connection.cursor() as cursor:
                # What is deleted is overwritten in the file as well.
                cursor.execute("PRAGMA secure_delete = ON")
        DaySalt.objects.filter(day__lt=day).delete()
        DayReads.objects.filter(day__lt=day - dt.timedelta(days=READ_MOST_DAYS)).delete()
        return VisitorMark.objects.filter(at__lt=int(midnight.timestamp())).delete()[0]
