"""Put the portal's one stylesheet together: the house's parts that public pages use, then the portal's own.

One file is one request. ``python scripts/styles.py`` writes it; a test holds it to its parts.
"""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
HOUSE = ROOT / "src" / "caunoi" / "web" / "base" / "static" / "caunoi" / "css"
OWN = ROOT / "src" / "caunoi" / "web" / "portal" / "styles"
BUILT = ROOT / "src" / "caunoi" / "web" / "portal" / "static" / "portal" / "portal.css"
PARTS = [
    HOUSE / "tokens.css",
    OWN / "fonts.css",
    HOUSE / "base.css",
    HOUSE / "button.css",
    HOUSE / "form.css",
    HOUSE / "empty.css",
    OWN / "frame.css",
    OWN / "suggest.css",
    OWN / "lists.css",
    OWN / "front.css",
    OWN / "article.css",
    OWN / "print.css",
]
# Tabler's variables: the portal stands without it.
_TABLER = re.compile(r"[^{}]*\{(?:\s*--tblr-[^;]*;)+\s*\}")


def built() -> str:
    """Return the stylesheet without comments and needless room."""
    text = "\n".join(part.read_text(encoding="utf-8") for part in PARTS)
    text = re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL)
    text = _TABLER.sub("", text)
    text = re.sub(r"\s+", " ", text)
    text = re.sub(r"\s*([{};,])\s*", r"\1", text)
    text = re.sub(r":\s+", ":", text)
    return text.replace(";}", "}").strip() + "\n"


if __name__ == "__main__":
    BUILT.write_text(built(), encoding="utf-8")
    print(f"{BUILT.relative_to(ROOT)}: {BUILT.stat().st_size:,} bytes")
