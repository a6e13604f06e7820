"""The index of a settlement file: as a paper to be signed, and as a table for machines."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass

from caunoi import papers
from caunoi.core.text import defused
from caunoi.papers.kinds.class_file import FiledPaper, FileIndexPaper
from caunoi.training.enums import PaperKind
from caunoi.training.queries.papers.official import Wish, head, outline_of
from caunoi.training.queries.settlement.parts import Part, Settlement

HEAD = (
    "stt", "tep", "noi_dung", "so_ky_hieu", "ngay", "noi_ban_hanh", "trang_hoac_dong", "so_byte", "sha256", "ghi_chu",
)  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Packed:
    """One file of the archive; ``place`` is its running number as written."""

    part: Part
    place: str
    name: str
    sheets: str
    size: int
    sha256: str


def index_paper(settlement: Settlement, packed: Sequence[Packed], missing: Sequence[str]) -> papers.Paper:
    """Return the index as a paper: what was packed, numbered as the files are, and below it what is missing."""
    training_class = settlement.training_class
    wish = Wish(layout=papers.Layout(training_class.keeper.system))
    return FileIndexPaper(
        heading=head(settlement.target, PaperKind.FILE_INDEX, wish),
        outline=outline_of(training_class, settlement.target.snapshot),
        title="Mục lục hồ sơ quyết toán",
        rows=tuple(
            FiledPaper(
                about=file.part.name,
                number=file.part.number,
                signed_on=file.part.signed_on,
                issuer=file.part.issuer,
                place=file.place,
                sheets=file.sheets,
            )
            for file in packed
        ),
        missing=tuple(missing),
    )


def index_table(packed: Sequence[Packed], missing: Sequence[str]) -> bytes:
    """Return the index as CSV in UTF-8: a line a file with its SHA-256, then a line for each thing that is missing."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(HEAD)
    for file in packed:
        part = file.part
        day = part.signed_on.isoformat() if part.signed_on else ""
        cells = (
            file.place, file.name, part.name, part.number, day, part.issuer, file.sheets, file.size, file.sha256, "",
        )  # fmt: skip
        writer.writerow([defused(str(cell)) for cell in cells])
    for words in missing:
        writer.writerow(["", "", defused(words), *[""] * 6, "còn thiếu"])
    # With the mark, spreadsheets read it as UTF-8.
    return ("\ufeff" + out.getvalue()).encode()
