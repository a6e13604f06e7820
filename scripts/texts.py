"""The Vietnamese texts: ``collect`` what the sources say into the catalogue, ``compile`` it, tell what is ``missing``.

Source texts are English; the Vietnamese catalogue is complete, which a test holds. Extraction uses Django's own
template rewriting and Babel's Python extractor, so that no gettext programs are needed.
"""

from __future__ import annotations

import io
import sys
from pathlib import Path

import polib
from babel.messages.extract import extract
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parent.parent
SOURCES = ROOT / "src" / "caunoi"
CATALOGUE = SOURCES / "locale" / "vi" / "LC_MESSAGES" / "django.po"
KEYWORDS = {
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "_": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}

Key = tuple[str, str, str]


def found() -> dict[Key, list[str]]:
    """Return (context, text, plural) -> places, for every text in sources and settings."""
    texts: dict[Key, list[str]] = {}
    python = [*sorted(SOURCES.glob("**/*.py")), *sorted((ROOT / "config").glob("**/*.py"))]
    templates = [*sorted(SOURCES.glob("**/templates/**/*.html")), *sorted(SOURCES.glob("**/templates/**/*.txt"))]
    for path in [*python, *templates]:
        content = path.read_text(encoding="utf-8")
        if path.suffix != ".py":
            # Babel reads the rewritten template as Python, in which each text is a call; indents mean nothing there.
            content = " ".join(templatize(content, origin=str(path)).split("\n")).strip()
        place = str(path.relative_to(ROOT))
        for _line, message, _comments, context in extract("python", io.BytesIO(content.encode()), keywords=KEYWORDS):
            singular, plural = (message[0], message[1]) if isinstance(message, tuple) else (message, "")
            if singular:
                texts.setdefault((context or "", singular, plural or ""), []).append(place)
    return texts


def missing() -> list[Key]:
    """Return the texts that have no Vietnamese, or a doubtful one."""
    catalogue = {_key(entry): entry for entry in polib.pofile(str(CATALOGUE))}
    return [key for key in found() if key not in catalogue or not _translated(catalogue[key])]


def _key(entry: polib.POEntry) -> Key:
    return entry.msgctxt or "", entry.msgid, entry.msgid_plural or ""


def _translated(entry: polib.POEntry) -> bool:
    return not entry.fuzzy and bool(entry.msgstr_plural.get(0) if entry.msgid_plural else entry.msgstr)


def collect() -> int:
    """Bring the catalogue to what the sources say, keeping every translation; returns how many are missing."""
    texts = found()
    old = {_key(entry): entry for entry in polib.pofile(str(CATALOGUE))} if CATALOGUE.exists() else {}
    catalogue = polib.POFile(wrapwidth=110)
    catalogue.metadata = {
        "Project-Id-Version": "caunoi",
        "Language": "vi",
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "Plural-Forms": "nplurals=1; plural=0;",
    }
    for key in sorted(texts, key=lambda k: (k[1].casefold(), k)):
        context, text, plural = key
        before = old.get(key)
        entry = polib.POEntry(
            msgid=text,
            msgctxt=context or None,
            msgstr="" if plural or not before else before.msgstr,
            occurrences=[(place, "") for place in sorted(set(texts[key]))],
        )
        if plural:
            entry.msgid_plural = plural
            entry.msgstr_plural = {0: before.msgstr_plural.get(0, "") if before else ""}
        catalogue.append(entry)
    CATALOGUE.parent.mkdir(parents=True, exist_ok=True)
    catalogue.save(str(CATALOGUE))
    return len([entry for entry in catalogue if not _translated(entry)])


def main() -> None:
    """Do what the one argument says."""
    from caunoi.core.texts import compile_catalogues  # noqa: PLC0415 - shared with the command of make run

    match sys.argv[1:]:
        case ["collect"]:
            print(f"{collect()} texts have no Vietnamese yet.")
        case ["compile"]:
            print(f"{compile_catalogues(SOURCES / 'locale')} texts compiled.")
        case ["missing"]:
            for context, text, _plural in missing():
                print(f"{context}|{text}" if context else text)
        case _:
            raise SystemExit(__doc__)


if __name__ == "__main__":
    main()
