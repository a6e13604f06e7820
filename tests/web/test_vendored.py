"""Files from elsewhere are what VENDORED.toml says they are, and nothing else lies beside them."""

import hashlib
import tomllib
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[2]
VENDOR = PROJECT / "src/caunoi/web/base/static/caunoi/vendor"
LIST = VENDOR / "VENDORED.toml"


def listed():
    packages = tomllib.loads(LIST.read_text(encoding="utf-8"))["package"]
    return {file["path"]: file["sha256"] for package in packages for file in package["file"]}


def test_vendored_files_have_the_listed_hashes():
    found = {path: hashlib.sha256((PROJECT / path).read_bytes()).hexdigest() for path in listed()}
    assert found == listed()


def test_vendored_folders_hold_nothing_unlisted():
    lying = {
        path.relative_to(PROJECT).as_posix()
        for folder in (VENDOR, PROJECT / "tests/vendor")
        for path in folder.rglob("*")
        if path.is_file() and path != LIST
    }
    assert lying == {path for path in listed() if "vendor" in Path(path).parts}


def test_every_package_names_version_and_licence():
    packages = tomllib.loads(LIST.read_text(encoding="utf-8"))["package"]
    assert [p["name"] for p in packages if not (p["version"] and p["licence"])] == []
