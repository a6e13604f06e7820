"""The first words of a file and the picture of its first page, made in processes of their own that are bounded.

A file from outside may be made to keep a library busy for ever, or to break it: that costs a few seconds of a process
that has no environment, no database, and no right to write files or to start others. Words and picture are asked for
apart, so that a page that can't be drawn does not cost its words.
"""

from __future__ import annotations

import io
import json
import math
import resource
import subprocess
import sys
import tempfile
import threading
import zipfile
from collections.abc import Iterator
from typing import Any

CPU_SECONDS = 10
WALL_SECONDS = 20
MEMORY_BYTES = 1024 * 1024 * 1024
MOST_LETTERS = 1_200
# Pixels of the picture. A page that is much longer than wide becomes narrower; one that would be a strip is none.
MOST_WIDTH = 960
_MOST_HEIGHT = 1_920
_LEAST_SIDE = 120
# Bytes. 960 * 1920 pixels of three bytes each are five and a half million, before they are packed.
_MOST_PICTURE = 8 * 1024 * 1024
_MOST_TOLD = 64 * 1024
_MOST_XML = 20 * 1024 * 1024
_PDF = "application/pdf"
_OFFICE = "application/vnd.openxmlformats-officedocument."


def first_words(content: bytes, kind: str) -> str:
    """Return the beginning of a document's text; "" where there is none or the file is out of bounds."""
    try:
        told: Any = json.loads(_ask("words", kind, content, most=_MOST_TOLD))
    except ValueError:
        return ""
    return told if isinstance(told, str) else ""


def first_page(content: bytes, kind: str) -> bytes:
    """Return the first page of a PDF as PNG on white, at most ``MOST_WIDTH`` wide.

    b"" for other kinds, for an empty page, and where the file is locked, broken or out of bounds. What is returned came
    from a process that met the file: it is to be opened with the care that any picture from outside needs.
    """
    return _ask("page", kind, content, most=_MOST_PICTURE) if kind == _PDF else b""


def _ask(what: str, kind: str, content: bytes, *, most: int) -> bytes:
    """Return what the child process wrote; b"" where it failed, took too long or wrote more than ``most`` bytes."""
    command = [sys.executable, "-I", "-X", "utf8", "-m", "caunoi.publishing.previewing", what, kind]
    with tempfile.TemporaryFile() as given:
        given.write(content)
        given.seek(0)
        with subprocess.Popen(  # noqa: S603 - a fixed command; the kind is one of a closed list
            command, stdin=given, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env={}
        ) as child:
            clock = threading.Timer(WALL_SECONDS, child.kill)
            clock.start()
            try:
                assert child.stdout is not None
                told = child.stdout.read(most + 1)
                if len(told) > most:
                    child.kill()
                child.wait()
            finally:
                clock.cancel()
    return b"" if child.returncode else told


def read(content: bytes, kind: str) -> str:
    """Return the beginning of the text, whatever the file is; raises what the libraries raise."""
    if kind == _PDF:
        return _pdf(content)
    if kind == "text/plain":
        return content[: MOST_LETTERS * 8].decode("utf-8", errors="replace")
    if kind.startswith(_OFFICE):
        return _office(content, kind.removeprefix(_OFFICE))
    return ""


def _pdf(content: bytes) -> str:
    from pypdf import PdfReader  # noqa: PLC0415 - only the child process needs it

    told = ""
    for page in PdfReader(io.BytesIO(content)).pages[:3]:
        told += f"{page.extract_text()}\n"
        if len(told) > MOST_LETTERS:
            break
    return told


def _office(content: bytes, kind: str) -> str:
    """Return the text of the first parts of an Office document, paragraph by paragraph."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        parts: list[str] = []
        for name in _parts(package, kind):
            with package.open(name) as stream:
                xml = stream.read(_MOST_XML + 1)
            if len(xml) > _MOST_XML:
                break
            parts += _paragraphs(xml)
            if sum(map(len, parts)) > MOST_LETTERS:
                break
    return "\n".join(parts)


def _parts(package: zipfile.ZipFile, kind: str) -> Iterator[str]:
    names = set(package.namelist())
    if kind.startswith("wordprocessingml"):
        wanted = ["word/document.xml"]
    elif kind.startswith("spreadsheetml"):
        wanted = ["xl/sharedStrings.xml"]
    else:
        wanted = [f"ppt/slides/slide{number}.xml" for number in range(1, 6)]
    return (name for name in wanted if name in names)


def _paragraphs(xml: bytes) -> list[str]:
    from lxml import etree  # noqa: PLC0415 - only the child process needs it

    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
    found: list[str] = []
    for each in etree.fromstring(xml, parser).iter("{*}p", "{*}si"):
        words = "".join(part.text or "" for part in each.iter("{*}t"))
        if words.strip():
            found.append(words)
        if sum(map(len, found)) > MOST_LETTERS:
            break
    return found


def draw(content: bytes) -> bytes:
    """Return the first page of a PDF as PNG, b"" for one that shows nothing; raises what the library raises."""
    import pypdfium2  # noqa: PLC0415 - only the child process needs it

    page = pypdfium2.PdfDocument(content)[0]
    width, height = page.get_size()
    if not (math.isfinite(width) and math.isfinite(height) and width > 0 and height > 0):
        return b""
    scale = min(MOST_WIDTH / width, _MOST_HEIGHT / height)
    if min(width, height) * scale < _LEAST_SIDE:
        return b""
    # Sizes are rounded up: a hair less keeps the bound.
    image = page.render(scale=scale * 0.9999, fill_color=(255, 255, 255, 255), rev_byteorder=True).to_pil()
    image = image.convert("RGB")
    if all(least == greatest for least, greatest in image.getextrema()):
        return b""
    out = io.BytesIO()
    image.save(out, "PNG", compress_level=3)
    return out.getvalue()


def main() -> None:
    """Read a file from standard input within bounds; write its first words as JSON, or its first page as PNG."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NPROC, (0, 0))
    what, kind = sys.argv[1:]
    content = sys.stdin.buffer.read()
    if what == "page":
        sys.stdout.buffer.write(draw(content))
    else:
        json.dump(read(content, kind)[: MOST_LETTERS * 2], sys.stdout)


if __name__ == "__main__":
    main()
