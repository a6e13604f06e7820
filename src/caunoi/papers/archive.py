"""Opening a Word file from outside, and writing one whose bytes depend on its content only."""

from __future__ import annotations

import io
import re
import zipfile
import zlib

from lxml import etree

from caunoi.papers.faults import Fault, FaultCode

MAX_FILE = 5 * 1024 * 1024
MAX_PART = 8 * 1024 * 1024
MAX_UNPACKED = 32 * 1024 * 1024
MAX_ENTRIES = 400

_CHUNK = 64 * 1024
_OLE = bytes.fromhex("d0cf11e0a1b11ae1")
_ENCRYPTED = 0x1
_FIXED_TIME = (2020, 1, 1, 0, 0, 0)
_CONTENT_TYPES = "[Content_Types].xml"
_MAIN_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_MACRO = re.compile(r"vbaProject|vbaData|activeX|macroEnabled", re.IGNORECASE)
_SAFE_LINK = re.compile(r"(https?|mailto):", re.IGNORECASE)
_HYPERLINK = "/hyperlink"
_FOREIGN_CONTENT = ("/aFChunk", "/oleObject", "/package", "/subDocument", "/control")
_FETCHING_FIELD = re.compile(
    r"\b(INCLUDETEXT|INCLUDEPICTURE|INCLUDE|IMPORT|DDE|DDEAUTO|LINK|DATABASE|MACROBUTTON|RD|EMBED)\b",
    re.IGNORECASE,
)
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_SAVE_AGAIN = "Mở bằng Word, lưu lại dạng .docx rồi tải lên lại."


def inspect(data: bytes) -> list[Fault]:
    """Faults of the file as a container; an empty list means that it is safe to open.

    Sizes are measured while unpacking, so what the archive claims about itself does not count.
    """
    if len(data) > MAX_FILE:
        return [_too_large()]
    if data.startswith(_OLE):
        message = f"Tệp có mật khẩu hoặc thuộc dạng .doc cũ. {_SAVE_AGAIN}"
        return [Fault(FaultCode.OLD_WORD, message)]
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return _inspect_entries(archive)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError, ValueError):
        if data.startswith(b"PK"):
            return [Fault(FaultCode.DAMAGED, f"Tệp bị hỏng, không mở được. {_SAVE_AGAIN}")]
        return [Fault(FaultCode.NOT_WORD, f"Tệp không phải văn bản Word. {_SAVE_AGAIN}")]


def repack(data: bytes) -> bytes:
    """The same parts with fixed times, so that equal papers are equal files."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as source,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        names = sorted(source.namelist(), key=lambda name: (name != _CONTENT_TYPES, name))
        for name in names:
            entry = zipfile.ZipInfo(name, _FIXED_TIME)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o600 << 16
            target.writestr(entry, source.read(name))
    return out.getvalue()


def _too_large() -> Fault:
    limit = MAX_FILE // (1024 * 1024)
    message = f"Tệp quá lớn, mẫu chỉ được tối đa {limit} MB. Bỏ bớt hình ảnh rồi tải lên lại."
    return Fault(FaultCode.TOO_LARGE, message)


def _inspect_entries(archive: zipfile.ZipFile) -> list[Fault]:
    entries = archive.infolist()
    names = {entry.filename for entry in entries}
    if _CONTENT_TYPES not in names:
        return [Fault(FaultCode.NOT_WORD, f"Tệp không phải văn bản Word. {_SAVE_AGAIN}")]
    if len(entries) > MAX_ENTRIES:
        return [_too_large()]
    if len(names) != len(entries) or any(entry.flag_bits & _ENCRYPTED for entry in entries):
        return [Fault(FaultCode.DAMAGED, f"Tệp bị hỏng hoặc có mật khẩu. {_SAVE_AGAIN}")]
    faults: list[Fault] = []
    unpacked = 0
    for entry in entries:
        part = _read(archive, entry, min(MAX_PART, MAX_UNPACKED - unpacked))
        if part is None:
            return [_too_large()]
        unpacked += len(part)
        if _MACRO.search(entry.filename):
            faults.append(_macro(entry.filename))
        elif entry.filename.endswith((".xml", ".rels")):
            faults += _inspect_xml(entry.filename, part)
    return faults


def _read(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, limit: int) -> bytes | None:
    chunks = []
    left = limit
    with archive.open(entry) as stream:
        while chunk := stream.read(_CHUNK):
            left -= len(chunk)
            if left < 0:
                return None
            chunks.append(chunk)
    return b"".join(chunks)


def _macro(name: str) -> Fault:
    message = "Mẫu có macro. Lưu lại dạng .docx (không macro) rồi tải lên lại."
    return Fault(FaultCode.MACRO, message, detail=name)


def _inspect_xml(name: str, part: bytes) -> list[Fault]:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        root = etree.fromstring(part, parser)
    except etree.XMLSyntaxError:
        return [Fault(FaultCode.DAMAGED, f"Tệp bị hỏng. {_SAVE_AGAIN}", detail=name)]
    if root.getroottree().docinfo.doctype:
        message = f"Tệp có khai báo lạ trong {name}. {_SAVE_AGAIN}"
        return [Fault(FaultCode.EXTERNAL, message, detail=name)]
    if name == _CONTENT_TYPES:
        return _inspect_types(root)
    if name.endswith(".rels"):
        return _inspect_links(root)
    return _inspect_instructions(root)


def _inspect_types(root: etree._Element) -> list[Fault]:
    types = [element.get("ContentType", "") for element in root.iter("{*}Override", "{*}Default")]
    if any(_MACRO.search(kind) for kind in types):
        return [_macro(_CONTENT_TYPES)]
    if _MAIN_TYPE not in types:
        return [Fault(FaultCode.NOT_WORD, f"Tệp không phải văn bản Word .docx. {_SAVE_AGAIN}")]
    return []


def _inspect_links(root: etree._Element) -> list[Fault]:
    faults = []
    for link in root.iter("{*}Relationship"):
        kind, target = link.get("Type", ""), link.get("Target", "")
        harmless = kind.endswith(_HYPERLINK) and _SAFE_LINK.match(target)
        if link.get("TargetMode") == "External" and not harmless:
            message = "Mẫu lấy nội dung từ nơi khác. Chèn hẳn nội dung đó vào mẫu, hoặc bỏ liên kết, rồi tải lên lại."
            faults.append(Fault(FaultCode.EXTERNAL, message, detail=target))
        elif kind.endswith(_FOREIGN_CONTENT):
            message = "Mẫu có tệp nhúng (OLE). Bỏ tệp nhúng rồi tải lên lại."
            faults.append(Fault(FaultCode.EXTERNAL, message, detail=target))
    return faults


def _inspect_instructions(root: etree._Element) -> list[Fault]:
    # Word may cut one instruction into several runs, so the runs are read together.
    instructions = " ".join(
        (
            "".join(element.text or "" for element in root.iter(f"{_W}instrText")),
            *(element.get(f"{_W}instr", "") for element in root.iter(f"{_W}fldSimple")),
        )
    )
    found = _FETCHING_FIELD.search(instructions)
    if found is None:
        return []
    message = (
        f"Mẫu có trường {found.group(1).upper()} của Word, lấy nội dung từ tệp khác. "
        "Thay bằng nội dung thường rồi tải lên lại."
    )
    return [Fault(FaultCode.EXTERNAL, message, detail=found.group(1).upper())]
