"""Check what is not ours: ``make parts``.

Packages are those of ``uv.lock``, under licences that ours allows, without known advisories; files from elsewhere are
what ``VENDORED.toml`` says. Ends with 0 where everything is fine, 1 where something is wrong, 3 where the advisories
could not be asked for, which is not "fine". ``--offline`` leaves them out and says so.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from scripts import vendor  # noqa: E402 - found once the root is on the path

UV = ROOT / ".tools" / "uv" / "bin" / "uv"
LIST = vendor.VENDOR / "VENDORED.toml"
WRONG, NOT_CHECKED = 1, 3
# MIT, BSD, Apache, ISC, PSF and MPL as they are; LGPL as a library that is not changed; OFL for letters.
ALLOWED = re.compile(
    r"MIT|BSD|Apache|ISC|PSF|Python Software|MPL|Mozilla|LGPL|Lesser|HPND|CMU|Unlicense|CC0|Zope|OFL", re.IGNORECASE
)
_REFUSED = re.compile(r"(?<!L)GPL(?!.*(or|OR) )")


def packages() -> list[dict[str, Any]]:
    """Return the packages of the lock file."""
    found: list[dict[str, Any]] = tomllib.loads((ROOT / "uv.lock").read_text(encoding="utf-8"))["package"]
    return found


def unlocked(locked: list[dict[str, Any]] | None = None) -> Iterator[str]:
    """Name installed packages whose version is not the lock's, and locked files without a hash."""
    found: dict[str, set[str]] = {}
    for package in packages() if locked is None else locked:
        found.setdefault(package["name"], set()).add(package.get("version", ""))
        files = [*package.get("wheels", []), *([package["sdist"]] if "sdist" in package else [])]
        if not package.get("source", {}).get("editable") and not all("hash" in file for file in files):
            yield f"{package['name']}: a file has no hash in uv.lock"
    for name, versions in sorted(found.items()):
        try:
            installed = metadata.version(name)
        except metadata.PackageNotFoundError:
            continue  # for another platform, another Python or another group
        if installed not in versions:
            yield f"{name}: {installed} is installed, uv.lock says {', '.join(sorted(versions))}"


def unlicensed(names: set[str] | None = None) -> Iterator[str]:
    """Name what runs under a licence that ours does not allow; with ``names`` only those packages."""
    for name in sorted(_running() if names is None else names):
        try:
            about = metadata.metadata(name)
        except metadata.PackageNotFoundError:
            continue  # for another platform or Python
        classes = [c for c in about.get_all("Classifier") or [] if c.startswith("License ::")]
        said = [about.get("License-Expression"), (about.get("License") or "")[:80]]  # type: ignore[attr-defined]  # a Message
        words = " ".join(filter(None, [*said, *classes])) or _first_line(name)
        if not ALLOWED.search(words) or _REFUSED.search(words.replace("LGPL", "L")):
            yield f"{name}: {words or 'no licence is named'}"


def _first_line(name: str) -> str:
    """Return how the file of a licence begins, for packages that name theirs in no other way."""
    for file in metadata.files(name) or []:
        if file.name.upper().startswith(("LICENSE", "LICENCE", "COPYING")):
            return next(iter(file.read_text(encoding="utf-8").strip().splitlines()), "")[:80]
    return ""


def _running() -> set[str]:
    """Return the packages that an installation runs: the project's own and theirs in turn."""
    known = {package["name"]: package for package in packages()}
    wanted: set[str] = set()
    queue = ["caunoi"]
    while queue:
        name = queue.pop()
        if name in wanted:
            continue
        wanted.add(name)
        entry = known[name]
        queue += [dependency["name"] for dependency in entry.get("dependencies", [])]
        queue += [each["name"] for extra in entry.get("optional-dependencies", {}).values() for each in extra]
    return wanted - {"caunoi"}


def altered(manifest: Path = LIST, *, root: Path = ROOT) -> Iterator[str]:
    """Name vendored files that are not what their list says, lie beside it, or come without version and licence."""
    listed = tomllib.loads(manifest.read_text(encoding="utf-8"))["package"]
    known: dict[str, str] = {}
    pinned = {package.name: package.version for package in vendor.PACKAGES}
    for package in listed:
        if package.get("version") != pinned.get(package["name"]):
            yield f"{package['name']}: listed {package.get('version')}, pinned {pinned.get(package['name'])}"
        if not ALLOWED.search(package.get("licence", "")) and package.get("licence") != "0BSD":
            yield f"{package['name']}: licence {package.get('licence') or 'not named'}"
        known |= {file["path"]: file["sha256"] for file in package["file"]}
    for path, digest in known.items():
        file = root / path
        if not file.is_file():
            yield f"{path}: missing"
        elif hashlib.sha256(file.read_bytes()).hexdigest() != digest:
            yield f"{path}: altered"
    # A folder called vendor holds nothing else; elsewhere such files lie beside others.
    for folder in {(root / path).parents[1] for path in known if "vendor" in Path(path).parts}:
        for file in sorted(folder.rglob("*")):
            if file.is_file() and file != manifest and file.relative_to(root).as_posix() not in known:
                yield f"{file.relative_to(root)}: not listed"


def advisories() -> list[str] | None:
    """Return the known advisories of locked packages; None where they could not be asked for."""
    command = [str(UV), "audit", "--frozen", "--preview", "--output-format", "json"]
    # Another service of the same kind, such as a mirror within a network without a way out.
    if os.environ.get("ADVISORIES"):
        command += ["--service-url", os.environ["ADVISORIES"]]
    try:
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=120)
        told = json.loads(done.stdout)
    except (OSError, ValueError, subprocess.TimeoutExpired):
        return None
    if done.returncode not in {0, 1} or "vulnerabilities" not in told:
        return None
    found = [
        f"{each['dependency']['name']} {each['dependency']['version']}: {each['display_id']} "
        f"{each.get('summary') or ''} (mended in {', '.join(each['fix_versions']) or 'no version yet'})"
        for each in told["vulnerabilities"]
    ]
    found += [f"{each}" for each in told.get("adverse_statuses", [])]
    # An answer that no package was asked about is no answer.
    return found if told.get("summary", {}).get("audited_packages") else None


def main() -> int:
    """Say what is wrong, part by part; returns the exit code."""
    code = 0
    for what, found in (
        ("packages and uv.lock", list(unlocked())),
        ("licences", list(unlicensed())),
        ("files from elsewhere", list(altered())),
    ):
        print(f"{'✗' if found else '✓'} {what}" + "".join(f"\n    {line}" for line in found))
        code = WRONG if found else code
    if "--offline" in sys.argv:
        print("– advisories: not asked for (--offline)")
        return code
    known = advisories()
    if known is None:
        print("? advisories: NOT CHECKED, the service could not be reached")
        return code or NOT_CHECKED
    print(f"{'✗' if known else '✓'} advisories" + "".join(f"\n    {line}" for line in known))
    return WRONG if known else code


if __name__ == "__main__":
    sys.exit(main())
