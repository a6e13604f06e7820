# ruff: noqa: E501 - a sentence under test stays on one line
"""Files of every kind into text, and every file that cannot be read into a clear message."""

import io
import unicodedata
import zipfile

import pytest
from docx import Document
from pypdf import PdfWriter

from caunoi.reader import UnreadableReport, load, normalise, read

TEXT = (
    "Xã Mẫu Sơn tập huấn công tác dân vận\n\n"
    "Ngày 5/6/2021, Đảng ủy xã Mẫu Sơn tổ chức hội nghị tập huấn công tác dân vận cho hơn 70 cán bộ các thôn. "
    "Các đại biểu đã trao đổi kinh nghiệm vận động người dân ở thôn mình.\n\nVăn Mẫu\n"
)
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def code(data, name):
    with pytest.raises(UnreadableReport) as caught:
        load(data, name=name)
    assert name in str(caught.value)
    assert str(caught.value).endswith(".")
    return caught.value.code


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_load_text_of_each_encoding(encoding):
    assert load(TEXT.encode(encoding), name="a.txt") == TEXT


def test_load_text_of_windows_1258():
    marks = {"\u0300": "\u0300", "\u0309": "\u0309", "\u0303": "\u0303", "\u0301": "\u0301", "\u0323": "\u0323"}

    def split(letter):
        # Windows-1258 has â, ê, ô, ă, ơ, ư ready-made and tones as combining signs.
        decomposed = unicodedata.normalize("NFD", letter)
        tones = "".join(c for c in decomposed if c in marks)
        return unicodedata.normalize("NFC", "".join(c for c in decomposed if c not in marks)) + tones

    data = "".join(map(split, TEXT)).encode("cp1258")
    assert load(data, name="a.txt") == TEXT


def test_load_from_a_path(tmp_path):
    path = tmp_path / "a.txt"
    path.write_text(TEXT.replace("\n", "\r\n"), encoding="utf-8", newline="")
    assert load(path, name="a.txt") == TEXT


def test_load_text_cut_inside_its_last_letter():
    assert load(TEXT.encode() + "ộ".encode()[:2], name="a.txt") == TEXT


PAGE = """<?xml version="1.0"?><!DOCTYPE html><html><head><title>Cổng</title><script>var a = "<p>x</p>";</script></head><body>
<div class="menu"><a href="/">Trang chủ</a></div><nav>Tin tức</nav>
<h1>Xã Mẫu Sơn tập huấn công tác dân vận</h1><div class="date">12/06/2021 08:00</div>
<div class="content"><p>Ngày 5/6/2021, Đảng ủy xã Mẫu Sơn tổ chức hội nghị tập huấn&nbsp;công tác dân vận cho hơn 70 cán bộ<br>các thôn.</p>
<p>Lớp có các chuyên đề:</p><ul><li>Kỹ năng lắng nghe người dân</li><li>Kỹ năng hòa giải ở thôn</li></ul>
<table><tr><td>Số lớp</td><td>2</td></tr></table><p style="display:none">ẩn</p><p><b>Văn Mẫu</b></p></div>
<form><input value="x"/>Bình luận của bạn</form><div class="related">Tin liên quan: lớp có 900 học viên</div><footer>Bản quyền</footer></body></html>"""


def test_load_html_keeps_the_article_and_drops_what_surrounds_it():
    text = load(PAGE.encode(), name="a.html")
    assert [line for line in text.split("\n") if line] == [
        "Xã Mẫu Sơn tập huấn công tác dân vận",
        "12/06/2021 08:00",
        "Ngày 5/6/2021, Đảng ủy xã Mẫu Sơn tổ chức hội nghị tập huấn công tác dân vận cho hơn 70 cán bộ",
        "các thôn.",
        "Lớp có các chuyên đề:",
        "- Kỹ năng lắng nghe người dân",
        "- Kỹ năng hòa giải ở thôn",
        "Số lớp 2",
        "Văn Mẫu",
    ]


def test_a_record_of_html_is_the_record_of_its_article():
    row = read(load(PAGE.encode(), name="a.html")).as_dict("a")
    assert (row["title"], row["published_on"], row["held_on"], row["byline"], row["participants_count"]) == (
        "Xã Mẫu Sơn tập huấn công tác dân vận",
        "2021-06-12",
        ["2021-06-05"],
        "Văn Mẫu",
        70,
    )
    assert row["topics"] == ["Kỹ năng lắng nghe người dân", "Kỹ năng hòa giải ở thôn"]


def test_load_html_in_a_declared_encoding():
    page = '<html><head><meta charset="utf-16"></head><body><p>Xã Mẫu Sơn</p></body></html>'
    assert load(page.encode("utf-16"), name="a.html").strip() == "Xã Mẫu Sơn"


def test_load_html_a_site_wrapped_in_one_form_keeps_its_text():
    assert "Đảng ủy xã Mẫu Sơn" in load(
        PAGE.replace("<body>", '<body><form id="aspnetForm">').replace("</body>", "</form></body>").encode(),
        name="a.html",
    )


def test_load_html_ten_thousand_deep():
    text = load(("<div>" * 10_000 + TEXT + "</div>" * 10_000).encode(), name="a.html")
    assert isinstance(text, str)


def document(build):
    made = Document()
    build(made)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def test_load_word_with_tables_and_lists_in_order():
    def build(made):
        made.add_paragraph("Xã Mẫu Sơn tập huấn")
        made.add_paragraph("Kỹ năng hòa giải", style="List Bullet")
        table = made.add_table(rows=1, cols=2)
        table.cell(0, 0).text = "Học viên"
        table.cell(0, 1).text = "70"
        made.add_paragraph("Văn Mẫu")

    lines = [line.strip() for line in load(document(build), name="a.docx").split("\n") if line.strip()]
    assert lines == ["Xã Mẫu Sơn tập huấn", "Kỹ năng hòa giải", "Học viên", "70", "Văn Mẫu"]


def packed(parts, **options):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, **options) as package:
        for name, data in parts.items():
            package.writestr(name, data)
    return out.getvalue()


W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def test_load_word_leaves_deleted_words_out():
    xml = f"<w:document {W}><w:body><w:p><w:r><w:t>Lớp có 70 </w:t></w:r><w:del><w:r><w:delText>80 </w:delText></w:r></w:del><w:r><w:t>học viên</w:t></w:r></w:p></w:body></w:document>"
    assert load(packed({"word/document.xml": xml}), name="a.docx") == "Lớp có 70 học viên\n"


def test_load_word_bomb_is_refused():
    assert code(packed({"word/document.xml": b" " * (60 * 1024 * 1024)}), "a.docx") == "too_large"


def test_load_word_with_entities_is_refused():
    lol = '<!DOCTYPE w [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>'
    assert (
        code(
            packed(
                {
                    "word/document.xml": f"{lol}<w:document {W}><w:body><w:p><w:r><w:t>&b;</w:t></w:r></w:p></w:body></w:document>"
                }
            ),
            "a.docx",
        )
        == "damaged"
    )


def test_load_word_never_reads_other_files():
    xml = f'<!DOCTYPE w [<!ENTITY a SYSTEM "file:///etc/hostname">]><w:document {W}><w:body><w:p><w:r><w:t>&a;</w:t></w:r></w:p></w:body></w:document>'
    assert code(packed({"word/document.xml": xml}), "a.docx") == "damaged"


def pdf(pages=1, password=None):
    writer = PdfWriter()
    for _ in range(pages):
        writer.add_blank_page(200, 200)
    if password:
        writer.encrypt(password)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def pdf_with_text(words):
    """The smallest PDF with text: one page, one line a word group, in a built-in font."""
    stream = (
        b"BT /F1 12 Tf 20 700 Td 14 TL "
        + b" ".join(b"(" + line.encode("latin-1") + b") Tj T*" for line in words)
        + b" ET"
    )
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(stream), stream),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ]
    out, offsets = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, start=1):
        offsets.append(len(out))
        out += b"%d 0 obj%s endobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 6\n0000000000 65535 f \n" + b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    return out + b"trailer<</Size 6/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % start


def test_load_pdf_lines():
    text = load(pdf_with_text(["Lop tap huan cho 70 hoc vien", "duoc to chuc ngay 5/6/2021"]), name="a.pdf")
    assert text.split() == ["Lop", "tap", "huan", "cho", "70", "hoc", "vien", "duoc", "to", "chuc", "ngay", "5/6/2021"]


@pytest.mark.parametrize(
    ("data", "name", "expected"),
    [
        (b"", "a.txt", "empty"),
        (b" \r\n\t ", "a.txt", "empty"),
        (b"x" * (10 * 1024 * 1024 + 1), "a.txt", "too_large"),
        (bytes(range(256)) * 50, "a.bin", "unknown_kind"),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 100, "a.png", "unknown_kind"),
        (b"{\\rtf1 abc}", "a.rtf", "unknown_kind"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "a.doc", "unknown_kind"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "a.docx", "encrypted"),
        (b"PK\x03\x04 not really", "a.docx", "damaged"),
        (b"just words", "a.docx", "damaged"),
        (b"just words", "a.pdf", "damaged"),
        (b"%PDF-1.7 broken", "a.pdf", "damaged"),
        (pdf(), "a.pdf", "scanned"),
        (pdf(password="secret"), "a.pdf", "encrypted"),
        (packed({"xl/workbook.xml": "<x/>"}), "a.xlsx", "unknown_kind"),
        (packed({"word/document.xml": "<open>"}), "a.docx", "damaged"),
        (
            "Uû ban MÆt trËn Tæ quèc x· tæ chøc líp tËp huÊn cho ®¹i biÓu vµ c¸n bé".encode("cp1252"),
            "a.txt",
            "legacy_font",
        ),
        ("Uû ban MÆt trËn Tæ quèc x· tæ chøc líp tËp huÊn cho ®¹i biÓu vµ c¸n bé".encode(), "a.txt", "legacy_font"),
        (
            "Uûy ban Maët traän Toå quoác xaõ toå chöùc lôùp taäp huaán cho ñaïi bieåu vaø caùn boä".encode(),
            "a.txt",
            "legacy_font",
        ),
        ("über große Änderungen höher ".encode("latin-1") * 20, "a.txt", "encoding"),
    ],
    ids=lambda value: value if isinstance(value, str) else None,
)
def test_unreadable_files_are_told_apart(data, name, expected):
    assert code(data, name) == expected


def test_a_missing_file(tmp_path):
    assert code(tmp_path / "none.txt", "none.txt") == "not_found"


def test_modern_vietnamese_is_never_taken_for_a_legacy_font():
    assert load((TEXT * 20).encode(), name="a.txt") == normalise(TEXT * 20)
