"""Putting values into a Word template: docxtpl's preparation around our own sandbox."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import Any, cast

from docx.opc.exceptions import OpcError
from docxtpl.template import DocxTemplate
from jinja2.exceptions import SecurityError, UndefinedError
from lxml import etree

from caunoi.papers import archive, sandbox, tables
from caunoi.papers.faults import Fault, FaultCode, TemplateRefused, UnsafeTemplate
from caunoi.papers.fields import FieldDoc

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_NEW_PARAGRAPH = re.compile(r"<w:p(?=[ >])")
_RAW_FIELD = re.compile(r"\{\{(p|r|tr|tc)\s")
_CLOSERS = {"{{": "}}", "{%": "%}", "{#": "#}"}
_OPENER = re.compile(r"\{[{%#]")
MAX_COMMAND = 500
MAX_COMMANDS = 3000


class WordTemplate:
    """A template opened for inspection and rendering; one rendering an instance.

    Opening raises TemplateRefused where the file is no readable Word document. What the archive
    holds must have been inspected before.
    """

    def __init__(self, data: bytes) -> None:
        self._template = cast("Any", DocxTemplate(io.BytesIO(data)))
        try:
            self._template.render_init()
        except (OpcError, KeyError, ValueError, AttributeError, etree.XMLSyntaxError) as error:
            message = "Tệp bị hỏng, không mở được. Mở bằng Word, lưu lại rồi tải lên lại."
            raise TemplateRefused([Fault(FaultCode.DAMAGED, message)]) from error

    def inspect(self, fields: list[FieldDoc]) -> list[Fault]:
        """Faults of all commands; an empty list means that the template may be rendered."""
        faults: list[Fault] = []
        used: set[str] = set()
        for root in self._roots():
            broken = _inspect_commands(root)
            if broken:
                faults += broken
                continue
            source = self._source(root)
            tree = sandbox.parse(source)
            if isinstance(tree, Fault):
                faults.append(tree)
                continue
            inspector = sandbox.Inspector(source, fields)
            inspector.inspect(tree)
            faults += inspector.faults
            used |= inspector.used
        if not any(fault.code is FaultCode.SYNTAX for fault in faults):
            faults += _missing(fields, used)
        return faults

    def render(self, values: dict[str, Any], title: str = "") -> bytes:
        """The filled document; raises TemplateRefused or UnsafeTemplate, never writes a half."""
        body = self._template.docx.element.body
        self._template.map_tree(tables.fit(self._filled(body, values)))
        for uri in (self._template.HEADER_URI, self._template.FOOTER_URI):
            for key, part in list(self._template.get_headers_footers(uri)):
                root = etree.fromstring(part.blob)
                filled = etree.tostring(tables.fit(self._filled(root, values)))
                self._template.map_headers_footers_xml(key, filled)
        self._template.docx.core_properties.title = title[:255]
        out = io.BytesIO()
        self._template.docx.save(out)
        return archive.repack(out.getvalue())

    def _roots(self) -> Iterator[etree._Element]:
        yield self._template.docx.element.body
        for uri in (self._template.HEADER_URI, self._template.FOOTER_URI):
            for _, part in self._template.get_headers_footers(uri):
                yield etree.fromstring(part.blob)

    def _source(self, root: etree._Element) -> str:
        """The template language of a part, with each paragraph on a line of its own."""
        patched: str = self._template.patch_xml(etree.tostring(root, encoding="unicode"))
        return _NEW_PARAGRAPH.sub("\n<w:p", patched)

    def _filled(self, root: etree._Element, values: dict[str, Any]) -> etree._Element:
        tables.mark_repeated_cells(root)
        source = self._source(root)
        tree = sandbox.parse(source)
        if isinstance(tree, Fault):
            raise TemplateRefused([tree])
        try:
            text = sandbox.run(tree, values)
            return etree.fromstring(text, etree.XMLParser(resolve_entities=False, huge_tree=True))
        except SecurityError as error:
            raise UnsafeTemplate([Fault(FaultCode.UNSAFE, "Mẫu gọi thứ không được phép.")]) from error
        except sandbox.BudgetSpent as error:
            message = "Mẫu sinh ra văn bản quá dài. Kiểm tra các vòng for lồng nhau."
            raise UnsafeTemplate([Fault(FaultCode.UNSAFE, message)]) from error
        except (UndefinedError, TypeError, ValueError) as error:
            message = f"Mẫu dùng trường không đúng cách: {error}."
            raise TemplateRefused([Fault(FaultCode.SYNTAX, message)]) from error
        except etree.XMLSyntaxError as error:
            message = (
                "Lệnh for hoặc if mở và đóng ở hai chỗ không cùng loại (đoạn, dòng bảng, ô). "
                "Đặt {%p %} cho cả hai đầu ở đoạn riêng, {%tr %} ở dòng riêng, {%tc %} ở ô riêng."
            )
            raise TemplateRefused([Fault(FaultCode.SYNTAX, message)]) from error


def _inspect_commands(root: etree._Element) -> list[Fault]:
    """Commands left open or grown too long.

    This runs before docxtpl's patterns, whose time is only bounded on commands that end within
    their own paragraph.
    """
    faults: list[Fault] = []
    number = 0
    texts: dict[etree._Element, list[str]] = {}
    for node in root.iter(f"{_W}t"):
        paragraph = next(node.iterancestors(f"{_W}p"), root)
        texts.setdefault(paragraph, []).append(node.text or "")
    for pieces in texts.values():
        text = "".join(pieces)
        start = 0
        while opener := _OPENER.search(text, start):
            number += 1
            closer = _CLOSERS[opener.group()]
            end = text.find(closer, opener.end(), opener.end() + MAX_COMMAND)
            place = text[opener.start() : opener.start() + sandbox.MAX_PLACE]
            if end < 0 or _OPENER.search(text, opener.end(), end):
                message = f"Lệnh mở bằng {opener.group()} nhưng chưa đóng bằng {closer}."
                return [*faults, Fault(FaultCode.SYNTAX, message, place)]
            if _RAW_FIELD.match(text, opener.start()):
                message = "Viết trường là {{ tên }}, không thêm chữ p, r, tr, tc sau {{."
                faults.append(Fault(FaultCode.SYNTAX, message, place))
            start = end + len(closer)
    if number > MAX_COMMANDS:
        message = f"Mẫu có hơn {MAX_COMMANDS} lệnh. Rút gọn mẫu rồi tải lên lại."
        faults.append(Fault(FaultCode.TOO_LARGE, message))
    return faults


def _missing(fields: list[FieldDoc], used: set[str], prefix: str = "") -> list[Fault]:
    faults = []
    for field in fields:
        path = f"{prefix}{field.name}"
        if field.required and path not in used:
            message = f"Mẫu thiếu trường bắt buộc “{path}” ({field.meaning})."
            faults.append(Fault(FaultCode.MISSING_FIELD, message, detail=path))
        elif path in used:
            faults += _missing(list(field.fields), used, f"{path}.")
    return faults
