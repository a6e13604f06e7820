"""What is wrong with a list, in words: what, where, and what to do."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from caunoi.intake.rosters import columns as col
from caunoi.intake.rosters.files import MOST_COLUMNS, MOST_ROWS
from caunoi.intake.rosters.values import Fault

FIELD_WORDS: dict[str, str | Promise] = {
    col.FULL_NAME: gettext_lazy("Full name"),
    col.FAMILY_NAME: gettext_lazy("Family and middle name"),
    col.GIVEN_NAME: gettext_lazy("Given name"),
    col.POST: gettext_lazy("Post"),
    col.UNIT: gettext_lazy("Unit"),
    col.BIRTH: gettext_lazy("Year of birth"),
    col.PHONE: gettext_lazy("Phone"),
    col.VENUE: gettext_lazy("Venue point"),
    col.NOTE: gettext_lazy("Note"),
}

UNREADABLE: dict[str, str | Promise] = {
    "empty": gettext_lazy("There is no row in it. Check that it is the right file, or paste the list instead."),
    "too_large": gettext_lazy("It is larger than 10 MB. A list of people is far smaller: save the list alone."),
    "too_much": gettext_lazy(
        "It unpacks to more than a list of people can hold, so reading was stopped. Copy the list into a new file."
    ),
    "unpacks": gettext_lazy(
        "It unpacks to far more than a list of people can hold, so it was not opened. Copy the list into a new file."
    ),
    "too_many_rows": gettext_lazy("It has more than %(rows)s rows. Split the list into several files."),
    "too_many_columns": gettext_lazy(
        "It has more than %(columns)s columns. Delete the columns that the list of participants does not need."
    ),
    "password": gettext_lazy("It is locked with a password. Remove the password and send it again, or paste the list."),
    "old_word": gettext_lazy("It is a Word file of the old kind (.doc). Save it as .docx, or paste the list."),
    "picture": gettext_lazy(
        "It is a scan or a picture; letters can't be read from it. Type or paste the list instead."
    ),
    "encoding": gettext_lazy("Its letters can't be made out. Save it as “CSV UTF-8” or as Excel, or paste the list."),
    "damaged": gettext_lazy("It is damaged. Open it, save it anew and send it again, or paste the list."),
    "unknown": gettext_lazy("This kind of file isn't read. Send Excel (.xlsx, .xls), .ods, .csv or Word (.docx)."),
}

_FAULTS: dict[str, str | Promise] = {
    "name_missing": gettext_lazy("the name is missing"),
    "name_digits": gettext_lazy("%(value)s has digits in it; a name has none"),
    "name_signs": gettext_lazy("%(value)s has signs in it that no name has"),
    "name_long": gettext_lazy("this name is longer than 120 letters"),
    "old_font": gettext_lazy("%(value)s is typed in an old font (TCVN3 or VNI); it can't be read"),
    "not_in_calendar": gettext_lazy("%(value)s is not in the calendar"),
    "not_a_date": gettext_lazy("%(value)s is not a date or a year"),
    "year_odd": gettext_lazy("%(value)s can't be the year somebody was born in"),
    "not_a_phone": gettext_lazy("%(value)s is not a phone number"),
    "unit_missing": gettext_lazy("it says no unit"),
    "no_quota": gettext_lazy("%(value)s is none of the units that have seats in this class"),
    "too_long": gettext_lazy("this is longer than %(value)s letters"),
}


def unreadable_words(code: str) -> str:
    """Return why a file can't be read, and what to do."""
    return str(UNREADABLE.get(code, UNREADABLE["damaged"])) % {
        "rows": f"{MOST_ROWS:,}".replace(",", "."),
        "columns": MOST_COLUMNS,
    }


def column_words(field: str, head: str) -> str:
    """Return what the column of a field is called: by its head where it has one."""
    return head or str(FIELD_WORDS.get(field, field))


def fault_alone(fault: Fault) -> str:
    """Return a fault as a sentence to stand beside its field."""
    what = str(_FAULTS[fault.code]) % {"value": fault.value}
    return f"{what[:1].upper()}{what[1:]}."


def fault_words(fault: Fault, *, row: int, head: str) -> str:
    """Return a fault as a sentence that names row and column; what to do about all of them is said once, above them."""
    what = str(_FAULTS[fault.code]) % {"value": fault.value}
    return _("Row %(row)s, column %(column)s: %(what)s.") % {
        "row": row,
        "column": column_words(fault.field, head),
        "what": what,
    }
