"""The hook for a virus scanner: a command that reads the file, or clamd over its own protocol."""

from __future__ import annotations

import logging
import shlex
import socket
import struct
import subprocess

from django.conf import settings
from django.utils.translation import gettext as _

from caunoi.core.files.kinds import RefusedFile

_CLEAN, _INFECTED = 0, 1
_PIECE = 64 * 1024
_MOST_ANSWER = 4096
_logger = logging.getLogger(__name__)


class _NoAnswer(Exception):
    """The scanner could not judge."""


def refuse_infected(content: bytes) -> None:
    """Raise :class:`RefusedFile` where the scanner finds something, and where it can't be asked; without one, pass.

    ``FILES_SCANNER`` is ``clamd:host:port``, ``clamd:/path/of/socket``, or a command that reads the file from its
    standard input and ends with 0 for clean, 1 for infected (as clamscan and clamdscan do), anything else for a fault.
    """
    scanner = settings.FILES_SCANNER
    if not scanner:
        return
    try:
        clean = _ask_clamd(scanner[6:], content) if scanner.startswith("clamd:") else _ask_command(scanner, content)
    except (OSError, subprocess.SubprocessError, _NoAnswer) as fault:
        _logger.error("The virus scanner gave no answer: %s", fault)  # noqa: TRY400 - the place of the fault tells nothing
        raise RefusedFile(
            _(
                "Files can't be checked for viruses right now, so none is taken in. Try again later; if it stays so, "
                "tell whoever looks after this computer system."
            )
        ) from None
    if not clean:
        raise RefusedFile(
            _("The virus scanner found something harmful in this file. It was not kept. Have the computer checked.")
        )


def _ask_command(command: str, content: bytes) -> bool:
    done = subprocess.run(  # noqa: S603 - the command is the administrator's own setting
        shlex.split(command), input=content, capture_output=True, timeout=settings.FILES_SCANNER_SECONDS, check=False
    )
    if done.returncode not in {_CLEAN, _INFECTED}:
        raise _NoAnswer(f"it ended with {done.returncode}")
    return done.returncode == _CLEAN


def _ask_clamd(address: str, content: bytes) -> bool:
    with _connected(address) as line:
        line.sendall(b"zINSTREAM\0")
        for start in range(0, len(content), _PIECE):
            piece = content[start : start + _PIECE]
            line.sendall(struct.pack("!L", len(piece)) + piece)
        line.sendall(struct.pack("!L", 0))
        answer = b""
        while not answer.endswith(b"\0") and len(answer) < _MOST_ANSWER:
            got = line.recv(_MOST_ANSWER)
            if not got:
                break
            answer += got
    words = answer.rstrip(b"\0\n").decode("utf-8", errors="replace")
    if words.endswith("FOUND"):
        return False
    if words != "stream: OK":
        raise _NoAnswer(words or "the line was cut")
    return True


def _connected(address: str) -> socket.socket:
    if address.startswith("/"):
        line = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        line.settimeout(settings.FILES_SCANNER_SECONDS)
        try:
            line.connect(address)
        except OSError:
            line.close()
            raise
        return line
    host, _colon, port = address.rpartition(":")
    return socket.create_connection((host, int(port)), timeout=settings.FILES_SCANNER_SECONDS)
