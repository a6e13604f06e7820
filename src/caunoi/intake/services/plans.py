"""Plans read from a file: every row is checked first, and all are taken over at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PurePath

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from caunoi.core.text import clean
from caunoi.directory.models import Organisation, User
from caunoi.directory.policies import organises_in, require
from caunoi.intake.plans.columns import Head, find_plan
from caunoi.intake.plans.reading import Row, as_read, checked, rows_of
from caunoi.intake.rosters.files import Unreadable, read_file
from caunoi.intake.rosters.words import unreadable_words
from caunoi.training.models import Plan
from caunoi.training.services.plans.copying import take_over_plan


@dataclass(frozen=True, kw_only=True)
class ReadPlan:
    """What was read of a file; nothing is written."""

    source: str
    head: Head
    rows: list[Row]


def read_plan_file(*, actor: User, owner: Organisation, content: bytes, name: str, seats_each: bool = True) -> ReadPlan:
    """Read the table of a plan from a Word file or a workbook; the file is not kept.

    ``seats_each``: where its head leaves it open, the number of people is that of one class. Raises PermissionDenied
    unless the actor organises in ``owner``, ValidationError (field ``file``) that says why it can't be read.
    """
    require(organises_in(actor, owner))
    try:
        tables = read_file(content, name)
    except Unreadable as fault:
        raise ValidationError({"file": unreadable_words(fault.code)}) from None
    found = find_plan(tables)
    if found is None:
        raise ValidationError({"file": _("No table of a plan is in it: one head must say “Nội dung” or “Chuyên đề”.")})
    rows = [as_read(row, found.head, seats_each=seats_each) for row in rows_of(found)]
    if not rows:
        raise ValidationError({"file": _("The table has a head, but no row below it.")})
    return ReadPlan(source=clean(PurePath(name.replace("\\", "/")).name)[:200], head=found.head, rows=rows)


def accept_plan_rows(
    *, actor: User, owner: Organisation, year: int, title: str = "", source: str = "", rows: Sequence[Row]
) -> Plan:
    """Make a draft from all rows that are not left out; nothing is written while one of them has a fault.

    Raises PermissionDenied, ValidationError.
    """
    looked = [checked(row) for row in rows]
    faulty = [each.row.number for each in looked if each.faults and not each.row.skip]
    if faulty:
        numbers = ", ".join(str(number) for number in faulty[:10])
        raise ValidationError(_("Correct these rows first, or leave them out: %(rows)s.") % {"rows": numbers})
    items = [each.item for each in looked if each.item is not None]
    return take_over_plan(actor=actor, owner=owner, year=year, title=title, source=clean(source)[:200], rows=items)
