"""The page of a certificate: what was issued with a version of it is set with it, octet by octet, ever after."""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
import io
from dataclasses import replace

import pypdf
import pytest
import segno
from PIL import Image

from caunoi.papers import certificate
from caunoi.papers.certificate import (
    TEMPLATE,
    CertificateLook,
    CertificatePage,
    preview_certificate,
    render_certificate,
    render_certificates,
)
from caunoi.papers.heading import Layout
from caunoi.papers.qr import MASK, QUIET, qr_png, version_of

# One red point, on nothing.
_POINT = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR4nGP4z8DwHwAFAAH/iZk9HQAAAABJRU5ErkJggg=="
)
STATE = CertificateLook(
    layout=Layout.STATE,
    superior=("ỦY BAN NHÂN DÂN PHƯỜNG THỬ",),
    issuer=("TRUNG TÂM CHÍNH TRỊ",),
    place="Phường Thử",
    title="GIẤY CHỨNG NHẬN",
    opening="Chứng nhận ông (bà)",
    signer_title="GIÁM ĐỐC",
    signer_name="Nguyễn Văn Thử",
    address="https://tap-huan.example.vn/chung-nhan/",
    template=1,
)
PARTY = replace(
    STATE, layout=Layout.PARTY, superior=("ĐẢNG BỘ TỈNH THỬ",), issuer=("ĐẢNG ỦY XÃ THỬ", "BAN XÂY DỰNG ĐẢNG"),
    authority=("T/M BAN THƯỜNG VỤ",), signature=_POINT, seal=_POINT,
)  # fmt: skip
FRONT = replace(STATE, layout=Layout.FRONT, issuer=("ỦY BAN MTTQ VIỆT NAM", "PHƯỜNG THỬ"), place="")
SHORT = CertificatePage(
    name="Trần Thị Mẫu", unit="", body=("Đã hoàn thành lớp tập huấn.",), number="0001/2026/GCN",
    code="3467ACDEFGHJKMNP", issued_on=dt.date(2026, 3, 10), credential="e30.e30.c2ln",
)  # fmt: skip
LONG = replace(
    SHORT,
    name="Nguyễn Hoàng Trần Thị Phương Thảo Mẫu Rất Dài Tên",
    unit="Ban công tác Mặt trận khu dân cư tổ dân phố số 12, phường Thử Nghiệm",
    body=("Đã hoàn thành kỹ năng hòa giải ở cơ sở, " * 6, "từ ngày 12/11/2026 đến ngày 13/11/2026.", "Kết quả: Giỏi."),
    expires_on=dt.date(2029, 3, 10),
)
CASES = {"state": (STATE, SHORT), "party": (PARTY, LONG), "front": (FRONT, LONG)}
# Of each version, for ever. Where this fails because the page was changed: undo it, and make the changed page a version
# of its own (``templates/certificate_2.typ``, ``TEMPLATE = 2``), with its own three digests below. Where it fails after
# an upgrade of the typesetter: look at the pages, write the new digests here and say so in CHANGELOG.md, for reprints
# of what was issued before then differ from the first print in their octets.
DIGESTS = {
    1: {
        "state": "7980ac60930c4d0255c4121d5e3cfe29030b991b08c8ee572955020c259bd68e",
        "party": "1b451545451f7b612084acc20cc8da5ccae3e244379509ed23cce0a6c61e56c1",
        "front": "a6ad991017d314fde0571e3af5af1a0baf906d43f694846e3c964a6ab78861cc",
    }
}


@pytest.mark.parametrize("template", sorted(DIGESTS))
def test_page_of_each_version_is_the_same_octet_by_octet(template):
    made = {
        name: hashlib.sha256(render_certificate(replace(look, template=template), page)).hexdigest()
        for name, (look, page) in CASES.items()
    }
    assert made == DIGESTS[template]


def test_version_that_is_issued_with_is_pinned():
    assert max(DIGESTS) == TEMPLATE


def test_certificate_made_alone_is_that_made_among_others():
    """What the typesetter remembers from one page to the next changes no octet, whatever came before."""
    pages = [replace(LONG, code=code, name=name) for code, name in (("3" * 16, "Lê Một"), ("4" * 16, "Lê Hai"))]
    together = list(render_certificates(PARTY, [*pages, LONG]))
    while certificate._COMPILERS:
        certificate._drop_oldest()
    assert render_certificate(PARTY, LONG) == together[2]
    assert render_certificate(PARTY, pages[1]) == together[1]


@pytest.mark.parametrize(
    "name", ['"))\\#panic("x")', "$x$ *b* _c_ @d #e `f`", "\\u{41} \\n \\", "//x /* y */", "Đỗ\tThị"]
)
def test_text_is_never_read_as_the_language_of_the_typesetter(name):
    page = replace(SHORT, name=name, unit=name, body=(name,))
    made = pypdf.PdfReader(io.BytesIO(render_certificate(replace(STATE, signer_name=name), page)))
    shown = "".join(made.pages[0].extract_text().split())
    assert shown.count("".join(name.split())) == 4


def test_page_is_tagged_pdf_a_with_its_credential_and_the_text_of_all_parts():
    for look, page in CASES.values():
        made = pypdf.PdfReader(io.BytesIO(render_certificate(look, page)))
        about = made.trailer["/Root"]["/Metadata"].get_data().decode()
        assert "<pdfaid:part>3</pdfaid:part><pdfaid:conformance>A</pdfaid:conformance>" in about
        assert "<pdfuaid:part>1</pdfuaid:part>" in about
        assert made.attachments["chung-nhan.jwt"] == [b"e30.e30.c2ln"]
        text = " ".join(made.pages[0].extract_text().split())
        for part in (*look.issuer, look.title, page.name, page.unit, page.number, look.signer_name, "3467-ACDE-FGHJ"):
            assert part in text
        assert len(made.pages) == 1


def test_picture_is_the_one_that_segno_draws_with_its_quiet_zone():
    for prefix in (STATE.address, f"https://{'rat-dai.' * 9}gov.vn/chung-nhan/"):
        drawn = segno.make_qr(
            prefix + SHORT.code, version=version_of(len(prefix) + 16), mask=MASK, error="m", mode="byte",
            boost_error=False,
        )  # fmt: skip
        picture = Image.open(io.BytesIO(qr_png(prefix, SHORT.code))).convert("L")
        side = len(drawn.matrix) + 2 * QUIET
        assert picture.size == (side, side)
        dark = [[picture.getpixel((x, y)) == 0 for x in range(side)] for y in range(side)]
        assert [row[QUIET:-QUIET] for row in dark[QUIET:-QUIET]] == [
            [bool(each) for each in row] for row in drawn.matrix
        ]
        assert sum(map(sum, dark)) == sum(bool(each) for row in drawn.matrix for each in row)


def test_preview_is_a_picture_of_the_same_page():
    assert Image.open(io.BytesIO(preview_certificate(PARTY, LONG))).size == (1123, 794)
