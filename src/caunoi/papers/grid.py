"""A table of a paper, said once: its columns give the fields of the template, its head and its rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from docx.document import Document as DocumentType
from docx.shared import Mm
from docx.table import Table

from caunoi.papers.building.parts import (
    CELL,
    CELL_CENTER,
    CELL_RIGHT,
    COMMAND,
    PORTRAIT_WIDTH,
    Style,
    add_grid,
    bold,
    fill,
    write,
)
from caunoi.papers.fields import FieldDoc
from caunoi.papers.values import Context, Value

_CELLS: dict[str, Style] = {"left": CELL, "center": CELL_CENTER, "right": CELL_RIGHT}


@dataclass(frozen=True, slots=True)
class Column:
    """One column: field, head, width, how it is set; `meaning` where the head says too little.

    Numbers, dates and amounts, which are not set to the left, keep their width in millimetres; the columns of names
    and words share what is left.
    """

    name: str
    head: str
    width: float
    align: str = "left"
    meaning: str = ""

    @property
    def is_fixed(self) -> bool:
        """Whether the column keeps its width in a table of any width."""
        return self.align != "left"


NUMBERED = Column("stt", "STT", 13, "center", "Số thứ tự")


@dataclass(frozen=True, slots=True, kw_only=True)
class Grid:
    """A table with a repeated head, a row for each of a list, and a last row of totals where there are any.

    The rows are the list `name` of the template, the totals the group `name`_cong.
    """

    name: str
    meaning: str
    columns: tuple[Column, ...]
    totals: tuple[str, ...] = ()
    total_words: str = "Cộng"

    @property
    def fields(self) -> tuple[FieldDoc, ...]:
        """What a template may use of the table."""
        rows = FieldDoc(
            self.name,
            self.meaning,
            is_list=True,
            fields=tuple(FieldDoc(column.name, column.meaning or column.head) for column in self.columns),
        )
        if not self.totals:
            return (rows,)
        heads = {column.name: column.meaning or column.head for column in self.columns}
        summed = tuple(FieldDoc(name, f"Cộng: {heads[name]}") for name in self.totals)
        return (rows, FieldDoc(f"{self.name}_cong", "Dòng cộng; trống ở cột có số chưa rõ", fields=summed))

    def values(
        self, rows: Sequence[Mapping[str, str]], totals: Mapping[str, str] | None = None, *, least: int = 0
    ) -> Context:
        """The rows, each numbered, and the totals; at least `least` rows, the last ones blank to write in."""
        names = [column.name for column in self.columns]
        blank: Mapping[str, str] = {}
        padded = [*rows, *[blank] * (least - len(rows))]
        made: list[Value] = []
        for place, row in enumerate(padded, start=1):
            cells: dict[str, Value] = {name: row.get(name, "") for name in names}
            if "stt" in names and "stt" not in row:
                cells["stt"] = str(place)
            made.append(cells)
        values: Context = {self.name: made}
        if self.totals:
            values[f"{self.name}_cong"] = {name: (totals or {}).get(name, "") for name in self.totals}
        return values

    def build(self, document: DocumentType, width: float = PORTRAIT_WIDTH, *, height: float = 0) -> Table:
        """Add the table to a template, stretched to a width in millimetres; rows are at least `height` high."""
        fixed = sum(column.width for column in self.columns if column.is_fixed)
        scale = (width - fixed) / sum(column.width for column in self.columns if not column.is_fixed)
        columns = [(column.head, column.width if column.is_fixed else column.width * scale) for column in self.columns]
        table = add_grid(document, columns, rows=4 if self.totals else 3)
        write(table.cell(1, 0).paragraphs[0], f"{{%tr for dong in {self.name} %}}", COMMAND)
        fill(
            table.rows[2],
            [(f"{{{{ dong.{column.name} }}}}", _CELLS[column.align]) for column in self.columns],
        )
        if height:
            table.rows[2].height = Mm(height)
        write(table.cell(3, 0).paragraphs[0], "{%tr endfor %}", COMMAND)
        if self.totals:
            self._build_totals(table.rows[4])
        return table

    def _build_totals(self, row: object) -> None:
        texts = []
        said = False
        for column in self.columns:
            if column.name in self.totals:
                text = f"{{{{ {self.name}_cong.{column.name} }}}}"
            elif not said and column.name != "stt":
                text, said = self.total_words, True
            else:
                text = ""
            texts.append((text, bold(_CELLS[column.align])))
        fill(row, texts)  # type: ignore[arg-type]  # python-docx keeps its class of rows to itself
