"""What a draft of a list holds, as JSON: its sheets, and what was decided about the rows of the one in use."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field

from caunoi.intake.rosters.drafts import Sheet

# Decisions about a row; "use:<id>" names a person of the register.
SKIP = "skip"
NEW = "new"
DISTINCT = "distinct"
USE = "use:"
# What is chosen for a unit that has no seats of its own: its people wait for those that nobody has a claim to.
NO_UNIT = "-"


@dataclass(kw_only=True)
class Content:
    """Edits and decisions go by the row's number; another sheet or head starts without any."""

    sheets: list[Sheet]
    sheet: int = 0
    edits: dict[str, dict[str, str]] = field(default_factory=dict)
    decisions: dict[str, str] = field(default_factory=dict)
    # The id of the organisation that sent all of them; "" for none named.
    sender: str = ""
    # The id of the quota of all of them: the form of one unit came back; "" where a column says it.
    quota: str = ""
    # Unit as written, folded -> the id of the quota that was chosen for it, or NO_UNIT.
    units: dict[str, str] = field(default_factory=dict)

    @property
    def current(self) -> Sheet:
        """The sheet in use."""
        return self.sheets[self.sheet]

    def choose(self, *, sheet: int, head: int, columns: Mapping[int, str]) -> None:
        """Take another sheet, head or meaning of columns; what was decided about rows of another sheet is dropped."""
        if sheet != self.sheet:
            self.sheet = sheet
            self.edits, self.decisions = {}, {}
        elif head != self.current.head:
            self.current.choose_head(head)
        else:
            self.current.columns = dict(columns)

    def as_text(self) -> str:
        """Return the JSON text that is stored."""
        kept = {
            "sheets": [sheet.as_json() for sheet in self.sheets],
            "sheet": self.sheet,
            "edits": self.edits,
            "decisions": self.decisions,
            "sender": self.sender,
            "quota": self.quota,
            "units": self.units,
        }
        return json.dumps(kept, ensure_ascii=False, separators=(",", ":"))

    @classmethod
    def from_text(cls, text: str) -> Content:
        """Return the content from what ``as_text`` gave."""
        kept = json.loads(text)
        return cls(
            sheets=[Sheet.from_json(sheet) for sheet in kept["sheets"]],
            sheet=kept["sheet"],
            edits=kept["edits"],
            decisions=kept["decisions"],
            # A list sent in before there were senders has none.
            sender=kept.get("sender", ""),
            quota=kept.get("quota", ""),
            units=kept.get("units", {}),
        )
