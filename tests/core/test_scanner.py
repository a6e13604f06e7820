"""The virus scanner: a real small program, and a real server that speaks clamd's INSTREAM."""

from __future__ import annotations

import socketserver
import struct
import sys
import threading

import pytest

from caunoi.core import files
from caunoi.core.models import StoredFile

pytestmark = pytest.mark.django_db
BAD = b"day la MA-DOC-THU nghiem"
GOOD = b"day la tep binh thuong"
DOWN, FOUND = "Hiện không quét", "phát hiện mã độc"


def keep(content):
    return files.store(content=content, name="a.txt", organisation_id=None)


class Clamd(socketserver.BaseRequestHandler):
    """Takes one stream in pieces, as clamd's manual says, and answers as it would."""

    def handle(self):
        line = self.request.makefile("rb")
        assert line.read(10) == b"zINSTREAM\0"
        content = b""
        while size := struct.unpack("!L", line.read(4))[0]:
            content += line.read(size)
        if self.server.answer is not None:
            answer = self.server.answer
        else:
            answer = b"stream: Thu.Nghiem FOUND\0" if b"MA-DOC-THU" in content else b"stream: OK\0"
        self.request.sendall(answer)


@pytest.fixture(params=["tcp", "unix"])
def clamd(request, settings, tmp_path):
    kind = socketserver.ThreadingTCPServer if request.param == "tcp" else socketserver.ThreadingUnixStreamServer
    server = kind(("127.0.0.1", 0) if request.param == "tcp" else str(tmp_path / "clamd"), Clamd)
    server.answer = None
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    where = server.server_address
    settings.FILES_SCANNER = f"clamd:{where[0]}:{where[1]}" if request.param == "tcp" else f"clamd:{where}"
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def script(settings, tmp_path):
    program = tmp_path / "quet.py"
    program.write_text("import sys\nsys.exit(1 if b'MA-DOC-THU' in sys.stdin.buffer.read() else 0)\n")
    settings.FILES_SCANNER = f"{sys.executable} {program}"
    return program


def test_clamd_lets_clean_files_in_and_keeps_harmful_ones_out(clamd):
    assert files.read_stored(keep(GOOD * 9_000)) == GOOD * 9_000
    with pytest.raises(files.RefusedFile, match=FOUND):
        keep(BAD)
    assert StoredFile.objects.count() == 1


@pytest.mark.parametrize("answer", [b"", b"INSTREAM size limit exceeded. ERROR\0", b"nonsense OK\0"])
def test_clamd_that_does_not_judge_keeps_all_out(clamd, answer):
    clamd.answer = answer
    with pytest.raises(files.RefusedFile, match=DOWN):
        keep(GOOD)


def test_command_lets_clean_files_in_and_keeps_harmful_ones_out(script):
    assert keep(GOOD)
    with pytest.raises(files.RefusedFile, match=FOUND):
        keep(BAD)
    assert not files.path_of("0" * 64).exists()
    assert StoredFile.objects.count() == 1


@pytest.mark.parametrize("program", ["import sys; sys.exit(2)", "import time; time.sleep(60)"])
def test_scanner_that_fails_or_hangs_keeps_all_out(script, program, settings):
    settings.FILES_SCANNER_SECONDS = 1
    script.write_text(program)
    with pytest.raises(files.RefusedFile):
        keep(GOOD)
    assert not StoredFile.objects.exists()


@pytest.mark.parametrize("scanner", ["/khong/co/lenh", "clamd:127.0.0.1:9", "clamd:/khong/co"])
def test_scanner_that_is_not_there_keeps_all_out(settings, scanner):
    settings.FILES_SCANNER = scanner
    with pytest.raises(files.RefusedFile, match=DOWN):
        keep(GOOD)
    assert not StoredFile.objects.exists()
