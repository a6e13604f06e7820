import io
import zipfile

import pytest

from caunoi.papers import FaultCode, PaperKind, UnsafeTemplate, archive, check_template, render
from tests.papers.samples import bare_report, report_template

RELS = "word/_rels/document.xml.rels"
LINK = (
    '<Relationship Id="rIdX" TargetMode="External" Target="{}" '
    'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/{}"/></Relationships>'
)


def changed(**parts):
    """A good template with parts replaced or added; a callable gets the old text."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(report_template())) as source, zipfile.ZipFile(out, "w") as target:
        old = {name: source.read(name) for name in source.namelist()}
        for name, change in parts.items():
            old[name] = change(old[name].decode()).encode() if callable(change) else change
        for name, data in old.items():
            target.writestr(name, data)
    return out.getvalue()


def codes(data):
    return [fault.code for fault in check_template(data, PaperKind.CLASS_REPORT)]


def linked(kind, target):
    return changed(**{RELS: lambda xml: xml.replace("</Relationships>", LINK.format(target, kind))})


@pytest.mark.parametrize("data", [b"", b"%PDF-1.7", "chữ thường".encode(), b"<html>"])
def test_anything_but_a_word_file_is_told_so(data):
    assert codes(data) == [FaultCode.NOT_WORD]


def test_old_word_files_are_told_apart():
    assert codes(bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600)) == [FaultCode.OLD_WORD]


def test_spreadsheet_is_no_word_file():
    data = changed(
        **{"[Content_Types].xml": lambda xml: xml.replace("wordprocessingml.document.main", "spreadsheetml.sheet.main")}
    )
    assert codes(data) == [FaultCode.NOT_WORD]


def test_cut_file_is_damaged():
    assert codes(report_template()[:-200]) == [FaultCode.DAMAGED]


def test_flipped_bytes_are_damaged():
    data = bytearray(report_template())
    data[60:90] = bytes(30)
    assert codes(bytes(data)) == [FaultCode.DAMAGED]


def test_file_over_the_limit_is_too_large():
    assert codes(b"PK" + bytes(archive.MAX_FILE)) == [FaultCode.TOO_LARGE]


def test_zip_bomb_is_too_large_and_is_not_unpacked():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        target.writestr("[Content_Types].xml", "<Types/>")
        target.writestr("word/document.xml", bytes(200_000_000))
    data = out.getvalue()
    assert len(data) < archive.MAX_FILE
    assert codes(data) == [FaultCode.TOO_LARGE]


def test_many_small_parts_are_too_large():
    assert codes(changed(**{f"word/media/{place}.png": b"x" for place in range(500)})) == [FaultCode.TOO_LARGE]


def test_parts_together_over_the_limit_are_too_large(monkeypatch):
    monkeypatch.setattr(archive, "MAX_UNPACKED", 1000)
    assert codes(report_template()) == [FaultCode.TOO_LARGE]


@pytest.mark.parametrize("name", ["word/vbaProject.bin", "word/activeX/activeX1.xml"])
def test_macros_are_refused(name):
    data = changed(**{name: b"<x/>"})
    assert codes(data) == [FaultCode.MACRO]
    with pytest.raises(UnsafeTemplate):
        render(bare_report(), template=data)


def test_macro_content_type_is_refused():
    macro = "application/vnd.ms-word.document.macroEnabled.main+xml"
    main = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    assert codes(changed(**{"[Content_Types].xml": lambda xml: xml.replace(main, macro)})) == [FaultCode.MACRO]


@pytest.mark.parametrize(
    ("kind", "target"),
    [
        ("attachedTemplate", "http://example.org/evil.dotm"),
        ("image", "file:///etc/passwd"),
        ("oleObject", "http://example.org/x"),
        ("hyperlink", "file:///etc/passwd"),
        ("hyperlink", "javascript:alert(1)"),
    ],
)
def test_external_content_is_refused(kind, target):
    [fault] = check_template(linked(kind, target), PaperKind.CLASS_REPORT)
    assert (fault.code, fault.detail) == (FaultCode.EXTERNAL, target)


def test_plain_links_are_allowed():
    assert codes(linked("hyperlink", "https://hoakhanh.example.org/")) == []


def test_embedded_foreign_content_is_refused():
    link = LINK.replace('TargetMode="External" ', "").format("other.html", "aFChunk")
    data = changed(**{RELS: lambda xml: xml.replace("</Relationships>", link), "word/other.html": b"<p/>"})
    assert codes(data) == [FaultCode.EXTERNAL]


@pytest.mark.parametrize("field", ["INCLUDETEXT", "DDEAUTO", "INCLUDEPICTURE", "link"])
def test_word_fields_that_fetch_are_refused(field):
    runs = "".join(f"<w:r><w:instrText>{piece}</w:instrText></w:r>" for piece in (field[:3], field[3:], " c:\\x"))
    data = changed(**{"word/document.xml": lambda xml: xml.replace("<w:body>", f"<w:body><w:p>{runs}</w:p>")})
    assert codes(data) == [FaultCode.EXTERNAL]


def test_entity_declarations_are_refused():
    bomb = b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><x>&b;</x>'
    assert codes(changed(**{"word/extra.xml": bomb})) == [FaultCode.EXTERNAL]


def test_repacked_files_do_not_depend_on_the_hour():
    first, second = io.BytesIO(), io.BytesIO()
    for out, year in ((first, 2001), (second, 2026)):
        with zipfile.ZipFile(out, "w") as target:
            target.writestr(zipfile.ZipInfo("b.xml", (year, 5, 6, 7, 8, 10)), "b")
            target.writestr(zipfile.ZipInfo("a.xml", (year, 5, 6, 7, 8, 12)), "a")
    assert archive.repack(first.getvalue()) == archive.repack(second.getvalue())
