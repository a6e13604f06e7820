"""Fetch the front-end files that are not ours and write ``vendor/VENDORED.toml``.

For developers, with npm on the machine and the packages of ``make bench``: ``python scripts/vendor.py``. Running the
system needs none of this. A new icon is added to ``ICONS`` and the script run again.
"""

from __future__ import annotations

import hashlib
import re
import shutil
import subprocess
import tarfile
import tempfile
from dataclasses import dataclass
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent
VENDOR = PROJECT / "src" / "caunoi" / "web" / "base" / "static" / "caunoi" / "vendor"
TEST_VENDOR = PROJECT / "tests" / "vendor"
# TrueType for papers that are set as PDF; other fonts stand beside them.
PAPER_FONTS = PROJECT / "src" / "caunoi" / "papers" / "fonts"

# fmt: off
ICONS = (
    "address-book", "adjustments", "alert-triangle", "archive", "armchair", "arrow-back-up", "arrow-down",
    "arrow-left", "arrow-right", "arrow-up", "arrows-sort", "article", "award", "ban", "bell", "book", "bookmark",
    "building", "building-community", "bulb", "calendar", "calendar-check", "calendar-event", "calendar-plus",
    "camera", "chart-bar", "check", "checks", "chevron-down", "chevron-left", "chevron-right", "chevron-up",
    "circle-check", "circle-dashed", "circle-x", "clipboard-check", "clipboard-list", "clock", "copy", "device-floppy",
    "device-mobile", "door-enter", "door-exit", "dots", "download", "edit", "external-link", "eye", "eye-off",
    "file-description", "file-import", "file-spreadsheet", "file-text", "file-type-docx", "file-zip", "files",
    "filter", "flag", "help-circle", "history", "home", "id", "info-circle", "key", "keyboard", "language", "link",
    "list", "list-check", "list-details", "lock", "lock-open", "login", "logout", "mail", "map-pin", "menu-2",
    "message-2", "message-question", "microphone", "minus", "moon", "news", "notes", "paperclip", "pencil", "phone",
    "photo", "player-play", "plus", "printer", "qrcode", "quote", "refresh", "replace", "report", "rotate",
    "rotate-clockwise", "school", "search", "send", "settings", "shield-check", "shield-lock", "sitemap", "star",
    "sun", "sun-moon", "table", "trash", "upload", "user", "user-check", "user-circle", "user-plus", "user-search",
    "user-x", "users", "users-group", "volume", "volume-off", "wifi-off", "writing", "x", "zoom-in",
)
# fmt: on


@dataclass(frozen=True)
class Package:
    """An npm package, its pinned version, and which of its files are kept under which name."""

    name: str
    version: str
    licence: str
    keep: tuple[tuple[str, str], ...]
    home: Path = VENDOR


_WEIGHTS = (400, 500, 600, 700)
_SUBSETS = ("latin", "latin-ext", "vietnamese")

PACKAGES = (
    # 1.0.0 on purpose: later ones need color-mix() and light-dark(), which the last browsers of Windows 7 lack.
    Package("@tabler/core", "1.0.0", "MIT", (("dist/css/tabler.min.css", "tabler/tabler.min.css"),)),
    Package("htmx.org", "2.0.11", "0BSD", (("dist/htmx.min.js", "htmx/htmx.min.js"), ("LICENSE", "htmx/LICENSE"))),
    Package(
        "@fontsource/be-vietnam-pro",
        "5.3.0",
        "OFL-1.1",
        (
            ("LICENSE", "be-vietnam-pro/LICENSE"),
            *(
                (f"files/be-vietnam-pro-{s}-{w}-normal.woff2", f"be-vietnam-pro/{s}-{w}.woff2")
                for s in _SUBSETS
                for w in _WEIGHTS
            ),
        ),
    ),
    Package(
        "@expo-google-fonts/be-vietnam-pro",
        "0.4.1",
        "OFL-1.1",
        (
            ("LICENSE_FONT", "LICENSE-be-vietnam-pro.txt"),
            *(
                (f"{cut}/BeVietnamPro_{cut}.ttf", f"BeVietnamPro_{cut}.ttf")
                for cut in ("400Regular", "600SemiBold", "700Bold")
            ),
        ),
        PAPER_FONTS,
    ),
    Package("@tabler/icons", "3.51.0", "MIT", (("LICENSE", "icons/LICENSE"),)),
    # What reads QR pictures where the browser can't: the reader in C++ (zxing-cpp, Apache-2.0) as WebAssembly.
    Package(
        "barcode-detector",
        "3.2.2",
        "MIT",
        (
            ("dist/es/ponyfill.js", "barcode-detector/ponyfill.js"),
            ("dist/es/zxing-exported.js", "barcode-detector/zxing-exported.js"),
            ("LICENSE", "barcode-detector/LICENSE"),
        ),
    ),
    Package(
        "zxing-wasm",
        "3.1.3",
        "MIT AND Apache-2.0",
        (("dist/reader/zxing_reader.wasm", "zxing-wasm/zxing_reader.wasm"), ("LICENSE", "zxing-wasm/LICENSE")),
    ),
    # The work that a browser does before a comment is sent; without the box that would be drawn around it.
    Package(
        "altcha", "3.2.2", "MIT", (("dist/workers/pbkdf2.js", "altcha/pbkdf2.js"), ("LICENSE.txt", "altcha/LICENSE"))
    ),
    Package("idb", "8.0.4", "ISC", (("build/index.js", "idb/index.js"), ("LICENSE", "idb/LICENSE"))),
    Package(
        "@noble/ed25519",
        "3.2.0",
        "MIT",
        (("index.js", "noble-ed25519/index.js"), ("LICENSE", "noble-ed25519/LICENSE")),
    ),
    Package(
        "axe-core", "4.14.1", "MPL-2.0", (("axe.min.js", "axe/axe.min.js"), ("LICENSE", "axe/LICENSE")), TEST_VENDOR
    ),
)


def fetch(package: Package, into: Path) -> Path:
    """Download and unpack one package with npm; returns its folder."""
    done = subprocess.run(
        ["npm", "pack", "--silent", f"{package.name}@{package.version}"],
        cwd=into,
        check=True,
        capture_output=True,
        text=True,
    )
    archive = into / done.stdout.split()[-1]
    folder = into / archive.stem
    with tarfile.open(archive) as packed:
        packed.extractall(folder, filter="data")
    return folder / "package"


def sprite(icons: Path) -> str:
    """Return one SVG with a symbol for each icon used; strokes take the colour of the text."""
    symbols = []
    for name in sorted(ICONS):
        svg = (icons / "icons" / "outline" / f"{name}.svg").read_text(encoding="utf-8")
        body = re.sub(r"<!--.*?-->", "", svg, flags=re.DOTALL)
        body = body[body.index(">") + 1 : body.rindex("</svg>")]
        body = re.sub(r'<path stroke="none" d="M0 0h24v24H0z" fill="none" ?/>', "", body)
        body = re.sub(r"\s*\n\s*", "", body).strip()
        symbols.append(f'<symbol id="{name}" viewBox="0 0 24 24">{body}</symbol>')
    return '<svg xmlns="http://www.w3.org/2000/svg">\n' + "\n".join(symbols) + "\n</svg>\n"


def entry(package: Package, files: list[Path]) -> str:
    """Return the TOML table of one package with the hash of each file kept."""
    lines = [
        "[[package]]",
        f'name = "{package.name}"',
        f'version = "{package.version}"',
        f'licence = "{package.licence}"',
        "",
    ]
    for path in sorted(files):
        digest = hashlib.sha256(path.read_bytes()).hexdigest()
        lines += ["[[package.file]]", f'path = "{path.relative_to(PROJECT).as_posix()}"', f'sha256 = "{digest}"', ""]
    return "\n".join(lines)


def main() -> None:
    """Fetch everything anew; what stood there before is replaced."""
    for home in (VENDOR, TEST_VENDOR):
        shutil.rmtree(home, ignore_errors=True)
    entries = []
    with tempfile.TemporaryDirectory() as work:
        for package in PACKAGES:
            folder = fetch(package, Path(work))
            files = []
            for source, target in package.keep:
                path = package.home / target
                path.parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(folder / source, path)
                if path.parent == PAPER_FONTS and path.suffix == ".ttf":
                    strip_hints(path)
                files.append(path)
            if package.name == "@tabler/icons":
                path = VENDOR / "icons" / "sprite.svg"
                path.write_text(sprite(folder), encoding="utf-8")
                files.append(path)
            if package.name == "@tabler/core":
                _drop_source_map(files[0])
            entries.append(entry(package, files))
            print(f"{package.name} {package.version}: {len(files)} files")
    head = "# Written by scripts/vendor.py: files from elsewhere, with version, licence and hash.\n\n"
    (VENDOR / "VENDORED.toml").write_text(head + "\n".join(entries), encoding="utf-8")


def strip_hints(path: Path) -> None:
    """Take the hints for coarse screens out of a TrueType font, in place; outlines and everything else stay.

    They are half of it, no printer and hardly a reader of PDF uses them, and each paper carries them along. The licence
    (OFL) allows it: the font has no reserved name.
    """
    from fontTools.ttLib import TTFont  # noqa: PLC0415 - of the group bench alone

    font = TTFont(path, recalcTimestamp=False)
    for table in ("fpgm", "prep", "cvt ", "gasp"):
        if table in font:
            del font[table]
    for name in font.getGlyphOrder():
        font["glyf"][name].removeHinting()
    font.save(path)


def _drop_source_map(path: Path) -> None:
    """Remove the pointer to a source map that isn't kept: a manifest of static files would stumble over it."""
    text = path.read_text(encoding="utf-8")
    path.write_text(re.sub(r"/\*# sourceMappingURL=.*?\*/\s*$", "", text), encoding="utf-8")


if __name__ == "__main__":
    main()
