"""Codes that a camera reads, as pictures.

A code of the door always has the same length, so version, error correction and mask are fixed: to try every mask takes
five times as long, and what is signed looks like chance under any of them.
"""

from __future__ import annotations

import re

import segno

# 126 signs of the alphanumeric mode fit into version 6 at level M (41 modules a side).
_VERSION, _LEVEL, _MASK = 6, "m", 3
# Modules around the code that must stay white.
QUIET = 4
_RUN = re.compile(rb"\x01+")


def door_code(text: str) -> segno.QRCode:
    """Return the QR code of a door code."""
    return segno.make_qr(text, version=_VERSION, error=_LEVEL, mask=_MASK, mode="alphanumeric", boost_error=False)


def code_svg(text: str, *, quiet: int = QUIET) -> str:
    """Return the picture of a door code as SVG without a size of its own: black on white, one path."""
    return _svg(door_code(text), quiet)


def link_svg(address: str, *, quiet: int = QUIET) -> str:
    """Return the picture of an address, in the same form."""
    return _svg(segno.make_qr(address, error="m", boost_error=False, mask=_MASK), quiet)


def _svg(code: segno.QRCode, quiet: int) -> str:
    """Draw a code; the library's own writer takes three times as long as the code itself."""
    matrix = code.matrix
    side = len(matrix) + 2 * quiet
    runs = "".join(
        f"M{run.start() + quiet} {row + quiet}h{run.end() - run.start()}v1h-{run.end() - run.start()}z"
        for row, modules in enumerate(matrix)
        for run in _RUN.finditer(bytes(modules))
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {side} {side}" shape-rendering="crispEdges">'
        f'<path fill="#fff" d="M0 0h{side}v{side}H0z"/><path d="{runs}"/></svg>'
    )
