"""Build the Word templates that the package ships.

Run `python scripts/build_templates.py` after a change in `src/caunoi/papers/kinds/` or `building/` and commit the
files it writes to `src/caunoi/papers/templates/`.
"""

from __future__ import annotations

import io
from pathlib import Path

from caunoi.papers import KINDS, Layout
from caunoi.papers.archive import repack

TARGET = Path(__file__).parent.parent / "src" / "caunoi" / "papers" / "templates"


def main() -> None:
    """Write all templates; those of kinds that are gone stay, to be removed by hand."""
    TARGET.mkdir(exist_ok=True)
    for kind in KINDS.values():
        for layout in Layout:
            out = io.BytesIO()
            kind.build(layout).save(out)
            (TARGET / f"{kind.kind.value}.{layout.value}.docx").write_bytes(repack(out.getvalue()))


if __name__ == "__main__":
    main()
