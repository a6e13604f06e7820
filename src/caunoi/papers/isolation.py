"""A process of its own for templates from outside, bounded in time, memory and files.

The sandbox already refuses everything but fields, loops and conditions. This is the wall behind
it: patterns that run long on a crafted file, or a hole in a library, cost a few seconds of a
process that has no environment, no database and no right to write files.
"""

from __future__ import annotations

import base64
import json
import resource
import subprocess
import sys
from dataclasses import asdict
from typing import Any

from caunoi.papers import office_templates
from caunoi.papers.faults import Fault, FaultCode, TemplateRefused, refuse
from caunoi.papers.kind import PaperKind

CPU_SECONDS = 10
WALL_SECONDS = 20
MEMORY_BYTES = 1024 * 1024 * 1024

# So many papers are filled in one process: a tenth of a second each leaves room within its seconds.
_AT_ONCE = 20

_DOCUMENT, _FAULTS = b"D", b"F"


def find_faults_apart(template: bytes, kind: PaperKind) -> list[Fault]:
    """As `office_templates.find_faults`; running out of bounds is a fault like others."""
    try:
        _ask(template, {"do": "check", "kind": kind.value})
    except TemplateRefused as refused:
        return refused.faults
    return []


def fill_apart(template: bytes, kind: PaperKind, values: dict[str, Any], title: str) -> bytes:
    """As `office_templates.fill`; running out of bounds raises UnsafeTemplate."""
    return _ask(template, {"do": "fill", "kind": kind.value, "values": values, "title": title})


def fill_all_apart(template: bytes, kind: PaperKind, filled: list[dict[str, Any]], title: str) -> list[bytes]:
    """As `fill_apart` for many papers of one template, some in each process so that its bounds hold for them all."""
    documents: list[bytes] = []
    for start in range(0, len(filled), _AT_ONCE):
        part = filled[start : start + _AT_ONCE]
        answered = _ask(template, {"do": "fill_all", "kind": kind.value, "filled": part, "title": title})
        documents += [base64.b64decode(each) for each in json.loads(answered)]
    return documents


def _ask(template: bytes, request: dict[str, Any]) -> bytes:
    request["template"] = base64.b64encode(template).decode()
    command = [sys.executable, "-I", "-X", "utf8", "-m", "caunoi.papers.isolation"]
    try:
        done = subprocess.run(  # noqa: S603 - a fixed command; the request goes through the pipe
            command,
            input=json.dumps(request).encode(),
            capture_output=True,
            timeout=WALL_SECONDS,
            env={},
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise _out_of_bounds() from None
    kind, body = done.stdout[:1], done.stdout[1:]
    if done.returncode == 0 and kind == _DOCUMENT:
        return body
    if done.returncode == 0 and kind == _FAULTS:
        raise refuse([_fault(row) for row in json.loads(body)])
    raise _out_of_bounds()


def _out_of_bounds() -> TemplateRefused:
    message = "Mẫu quá nặng hoặc có nội dung lạ, không xử lý được. Rút gọn mẫu rồi tải lên lại."
    return refuse([Fault(FaultCode.UNSAFE, message)])


def _fault(row: dict[str, str]) -> Fault:
    return Fault(FaultCode(row["code"]), row["message"], row["place"], row["detail"])


def _all(template: bytes, kind: PaperKind, request: dict[str, Any]) -> list[str]:
    documents = (office_templates.fill(template, kind, each, request["title"]) for each in request["filled"])
    return [base64.b64encode(each).decode() for each in documents]


def answer(request: dict[str, Any]) -> bytes:
    """What the process writes for one request: a document, or faults as JSON."""
    template = base64.b64decode(request["template"])
    kind = PaperKind(request["kind"])
    try:
        if request["do"] == "fill_all":
            return _DOCUMENT + json.dumps(_all(template, kind, request)).encode()
        if request["do"] == "fill":
            return _DOCUMENT + office_templates.fill(template, kind, request["values"], request["title"])
        faults = office_templates.find_faults(template, kind)
    except TemplateRefused as refused:
        faults = refused.faults
    return _FAULTS + json.dumps([asdict(fault) for fault in faults]).encode() if faults else _DOCUMENT


def limit_this_process() -> None:
    """Bound time, memory and written files from here on."""
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


if __name__ == "__main__":
    limit_this_process()
    sys.stdout.buffer.write(answer(json.load(sys.stdin.buffer)))
