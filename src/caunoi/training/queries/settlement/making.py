"""Each part of the settlement file as bytes, and how long it is."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from caunoi import papers
from caunoi.core.files import StoreDown, read_stored, safe_name
from caunoi.core.models import StoredFile
from caunoi.directory.queries.scope import AnyUser
from caunoi.reader import count_pages
from caunoi.training.enums import ACCOUNT_KINDS
from caunoi.training.queries.papers.official import Wish
from caunoi.training.queries.papers.paying import accounts_for
from caunoi.training.queries.papers.sources import make_paper
from caunoi.training.queries.papers.templates import render
from caunoi.training.queries.papers.workbook import checks_workbook, class_workbook
from caunoi.training.queries.settlement.parts import Part, Settlement

# Windows opens no path of more than 260 letters; a folder takes its share.
LONGEST_NAME = 100


@dataclass(frozen=True, kw_only=True)
class Made:
    """A part as a file: ``ending`` of its name, ``sheets`` its pages or rows, ``fault`` why it has no content."""

    part: Part
    content: bytes = b""
    ending: str = ""
    sheets: str = ""
    fault: str = ""


def make_part(user: AnyUser, settlement: Settlement, part: Part) -> Made:
    """Return one part as bytes; what can't be made or read says so in ``fault``. Equal records give equal bytes."""
    if part.file is not None:
        return _kept(part, part.file)
    if part.paper is not None:
        return _paper(user, settlement, part)
    if part.table == "checks":
        content = checks_workbook(settlement.checks, settlement.training_class)
        return Made(part=part, content=content, ending=".xlsx", sheets=_rows(len(settlement.checks)))
    book = class_workbook(settlement.training_class, money=True, found=settlement.target.snapshot)
    return Made(part=part, content=book, ending=".xlsx")


def _kept(part: Part, file: StoredFile) -> Made:
    try:
        content = read_stored(file)
    except FileNotFoundError:
        return Made(part=part, fault=_("the file is lost in the store: send it anew"))
    except StoreDown:
        return Made(part=part, fault=_("the store of files can't be reached"))
    pages = count_pages(content) if file.content_type == "application/pdf" else None
    named = safe_name(file.name, file.content_type)
    return Made(
        part=part,
        content=content,
        ending=f".{named.rpartition('.')[2]}" if "." in named else "",
        sheets=f"{pages} trang" if pages else "1 trang" if file.content_type.startswith("image/") else "",
    )


def _paper(user: AnyUser, settlement: Settlement, part: Part) -> Made:
    if part.paper is None:
        raise ValueError(part)
    training_class = settlement.training_class
    accounts = accounts_for(user, training_class.keeper) if part.paper in ACCOUNT_KINDS else {}
    layout = papers.Layout(training_class.keeper.system)
    wish = Wish(layout=layout, point=part.point, accounts=accounts)
    made = make_paper(part.paper, settlement.target, wish)
    if made is None:
        return Made(part=part, fault=_("there is nothing yet to make it from"))
    try:
        content = render(made, training_class.keeper)
    except papers.TemplateRefused as refused:
        return Made(part=part, fault=_("the office's template can't be used: %(why)s") % {"why": str(refused)})
    rows = getattr(made, "rows", None) or getattr(made, "participants", None)
    return Made(part=part, content=content, ending=".docx", sheets=_rows(len(rows)) if rows else "")


def _rows(count: int) -> str:
    return f"{count} dòng"


def file_name(place: int, width: int, made: Made) -> str:
    """Return what a part is called in the archive: its running number, its name, its ending."""
    stem = safe_name(made.part.name[:LONGEST_NAME], "")
    return f"{place:0{width}} {stem}{made.ending}"
