"""``docs/how-to/backup-and-restore.md`` is followed word for word; folders, ports and the new database's name move."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

from scripts import postgres
from tests.web.test_keeping import ROOT, office, restored  # noqa: F401 - the fixtures

GUIDE = ROOT / "docs/how-to/backup-and-restore.md"
_BLOCK = re.compile(r"^```sh\n(.*?)^```", re.DOTALL | re.MULTILINE)
_COMMAND = re.compile(r"^(?:caunoi|createdb) .*$", re.MULTILINE)


def test_backup_and_restore_word_for_word(office, tmp_path):  # noqa: F811 - the fixture
    typed = "".join(_BLOCK.findall(GUIDE.read_text(encoding="utf-8").partition("<!-- bắt đầu -->")[2]))
    assert len(_COMMAND.findall(typed)) > 8
    for folder in ("mnt/usb", "media/the-nho", "srv"):
        (tmp_path / "place" / folder).mkdir(parents=True)
    with postgres.server() as address:
        port = re.search(r":(\d+)/", address)
        assert port
        for there, here in (
            ("postgres://caunoi@127.0.0.1/caunoi", f"postgres://caunoi@127.0.0.1:{port[1]}/caunoi_walk"),
            ("createdb caunoi", "createdb caunoi_walk"),
            ("/mnt/usb", f"{tmp_path}/place/mnt/usb"),
            ("/media/the-nho", f"{tmp_path}/place/media/the-nho"),
            ("/srv/moi", f"{tmp_path}/place/srv/moi"),
        ):
            typed = typed.replace(there, here)
        done = subprocess.run(
            ["bash", "-euxc", typed],
            cwd=ROOT, capture_output=True, text=True, check=False, timeout=300,
            env=office.environment | {
                "PATH": f"{Path(sys.executable).parent}:{postgres.programs()}:{os.environ['PATH']}",
                "PGHOST": "127.0.0.1", "PGPORT": port[1], "PGUSER": "caunoi",
            },
        )  # fmt: skip
    assert done.returncode == 0, f"{done.stdout}\n{done.stderr}"
    # The office as it was, restored, and moved: each was looked at to the last byte.
    assert done.stdout.count("Mọi thứ đều ổn.") >= 3, done.stdout
