"""Programs of their own that a test asks line by line: JSON in, JSON out."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent


class Program:
    """``python -m MODULE``, started with ``environment``; it answers each order with a line."""

    def __init__(self, module: str, environment: Mapping[str, str]) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", module],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT, env=dict(environment),
        )  # fmt: skip

    def order(self, **order: Any) -> None:
        """Send one order."""
        assert self.process.stdin
        self.process.stdin.write(json.dumps(order) + "\n")
        self.process.stdin.flush()

    def answer(self) -> Any:
        """Wait for one answer; a program that died answers with what JSON says of nothing."""
        assert self.process.stdout
        return json.loads(self.process.stdout.readline())

    def ask(self, **order: Any) -> Any:
        """Send an order and wait for its answer."""
        self.order(**order)
        return self.answer()

    def close(self) -> None:
        """Let the program end by itself, or kill it where it doesn't."""
        assert self.process.stdin
        assert self.process.stdout
        self.process.stdin.close()
        try:
            self.process.wait(timeout=60)
        finally:
            self.process.kill()
            self.process.stdout.close()
