"""Lay out every kind of paper in every layout with next to no, plain and very long content, to be looked at.

    .venv/bin/python scripts/papers.py
    .venv/bin/python scripts/papers.py --kind decision plan --layout party --content long

The papers are the made-up ones of the tests. Under var/papers/ stand the Word files, their PDF as LibreOffice sets it,
and in sheets/ the pages beside each other as pictures; of a long paper the first and the last pages. Prints each
file with its number of pages. Needs LibreOffice and poppler-utils.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable
from pathlib import Path

from PIL import Image, ImageDraw

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT)]

from caunoi.papers import Layout, Paper, PaperKind, render  # noqa: E402 - found once the root is on the path
from tests.papers import long_samples, more_samples  # noqa: E402 - the same

CONTENT: dict[str, Callable[[PaperKind, Layout], Paper]] = {
    "bare": more_samples.bare,
    "full": more_samples.full,
    "long": long_samples.long,
}
TARGET = ROOT / "var" / "papers"
A_SHEET = 8
A_ROW = 4
LAST_PAGES = 3
RESOLUTION = 62
EDGE = 6
BAND = 18


def write_papers(kinds: Iterable[PaperKind], layouts: Iterable[Layout], contents: Iterable[str]) -> list[Path]:
    """The Word files."""
    TARGET.mkdir(parents=True, exist_ok=True)
    written = []
    layouts, contents = list(layouts), list(contents)
    for kind in kinds:
        for content in contents:
            for layout in layouts:
                path = TARGET / f"{kind.value}-{content}-{layout.value}.docx"
                path.write_bytes(render(CONTENT[content](kind, layout)))
                written.append(path)
    return written


def lay_out(files: list[Path]) -> None:
    """All PDF files in one run, because LibreOffice takes seconds to start; raises where one is missing afterwards."""
    with tempfile.TemporaryDirectory(prefix="caunoi-papers-") as home:
        start = ["soffice", f"-env:UserInstallation=file://{home}", "--headless", "--convert-to", "pdf"]
        for path in files:
            path.with_suffix(".pdf").unlink(missing_ok=True)
        subprocess.run([*start, "--outdir", str(TARGET), *map(str, files)], check=True, capture_output=True)
    missing = [path.name for path in files if not path.with_suffix(".pdf").exists()]
    if missing:
        raise SystemExit(f"Not laid out: {', '.join(missing)}")


def pages(pdf: Path) -> tuple[int, list[tuple[int, Image.Image]]]:
    """How many pages, and the pictures of the first and the last ones with their numbers."""
    told = subprocess.run(["pdfinfo", str(pdf)], check=True, capture_output=True, text=True).stdout
    number = next(int(line.split()[1]) for line in told.splitlines() if line.startswith("Pages:"))
    if number <= A_SHEET:
        wanted = list(range(1, number + 1))
    else:
        wanted = [*range(1, A_SHEET - LAST_PAGES + 1), *range(number - LAST_PAGES + 1, number + 1)]
    drawn = []
    with tempfile.TemporaryDirectory(prefix="caunoi-papers-") as folder:
        for page in wanted:
            base = Path(folder) / f"{page}"
            order = ["pdftoppm", "-r", str(RESOLUTION), "-f", str(page), "-l", str(page), "-singlefile", "-png"]
            subprocess.run([*order, str(pdf), str(base)], check=True)
            with Image.open(f"{base}.png") as picture:
                drawn.append((page, picture.convert("RGB")))
    return number, drawn


def sheet(title: str, drawn: list[tuple[int, Image.Image]], target: Path) -> None:
    """The pages in rows of four, each with its number."""
    width = max(picture.width for _page, picture in drawn) + EDGE
    height = max(picture.height for _page, picture in drawn) + EDGE + BAND
    across = min(A_ROW, len(drawn))
    whole = Image.new("RGB", (width * across, height * -(-len(drawn) // across)), "#8a949c")
    pen = ImageDraw.Draw(whole)
    for place, (page, picture) in enumerate(drawn):
        left, top = place % across * width, place // across * height
        pen.text((left + EDGE, top + 3), f"{title} {page}", fill="white")
        whole.paste(picture, (left + EDGE // 2, top + BAND))
    target.parent.mkdir(exist_ok=True)
    whole.save(target)


def main() -> None:
    """Write, lay out and draw what was asked for."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--kind", nargs="+", type=PaperKind, default=list(PaperKind))
    options.add_argument("--layout", nargs="+", type=Layout, default=list(Layout))
    options.add_argument("--content", nargs="+", choices=list(CONTENT), default=list(CONTENT))
    asked = options.parse_args()
    files = write_papers(asked.kind, asked.layout, asked.content)
    lay_out(files)
    for path in files:
        number, drawn = pages(path.with_suffix(".pdf"))
        sheet(path.stem, drawn, TARGET / "sheets" / f"{path.stem}.png")
        print(f"{path.stem}: {number}", flush=True)


if __name__ == "__main__":
    main()
