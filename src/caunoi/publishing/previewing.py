"""The first words of a file, read in a process of its own that is bounded in time and memory.

A file from outside may be made to keep a library busy for ever: that costs a few seconds of a process that has no
environment, no database and no right to write files.
"""

from __future__ import annotations

import io
import json
import resource
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from typing import Any

CPU_SECONDS = 10
WALL_SECONDS = 20
MEMORY_BYTES = 1024 * 1024 * 1024
MOST_LETTERS = 1_200
_MOST_XML = 20 * 1024 * 1024
_OFFICE = "application/vnd.openxmlformats-officedocument."


def first_words(content: bytes, kind: str) -> str:
    """Return the beginning of a document's text; "" where there is none or the file is out of bounds."""
    command = [sys.executable, "-I", "-X", "utf8", "-m", "caunoi.publishing.previewing", kind]
    try:
        done = subprocess.run(  # noqa: S603 - a fixed command; the kind is one of a closed list
            command, input=content, capture_output=True, timeout=WALL_SECONDS, env={}, check=False
        )
    except subprocess.TimeoutExpired:
        return ""
    if done.returncode:
        return ""
    try:
        told: Any = json.loads(done.stdout)
    except ValueError:
        return ""
    return told if isinstance(told, str) else ""


def read(content: bytes, kind: str) -> str:
    """Return the beginning of the text, whatever the file is; raises what the libraries raise."""
    if kind == "application/pdf":
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


def main() -> None:
    """Read a file from standard input within bounds and write its first words as JSON."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    told = read(sys.stdin.buffer.read(), sys.argv[1])
    json.dump(told[: MOST_LETTERS * 2], sys.stdout)


if __name__ == "__main__":
    main()
