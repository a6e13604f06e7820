"""300 certificates as separate files: ours with QR picture and signed credential, beside ReportLab and WeasyPrint.

The three set the same page in turns, so that a noisy neighbour slows all of them down; figures are medians of
processor time on one core, once warm. Of the others ReportLab draws its own QR picture and WeasyPrint none; neither
attaches a credential, tags the page or makes PDF/A.
"""

from __future__ import annotations

import datetime as dt
import io
import statistics
import time
from collections.abc import Callable, Iterator
from importlib import resources
from pathlib import Path
from uuid import UUID

from bench.measure import Row, row
from caunoi.credentials.facts import AwardFacts
from caunoi.credentials.open_badges import Statement, sign_credential
from caunoi.papers.certificate import CertificateLook, CertificatePage, render_certificates
from caunoi.papers.heading import Layout

DATABASES = ("none",)
COUNT = 300
ROUNDS = 5
# Of the slower ones a part is measured and multiplied.
PART = 30
BASE = "https://tap-huan.example.vn"
DAY = dt.date(2026, 11, 20)
LINES = ("Đã hoàn thành kỹ năng hòa giải ở cơ sở, mã lớp K7M3QX", "ngày 12/11/2026 đến 13/11/2026, 16 tiết.")
FACTS = AwardFacts(subject="kỹ năng hòa giải ở cơ sở", code="K7M3QX", organiser="Trung tâm Thử", hours=16)
LOOK = CertificateLook(
    layout=Layout.STATE,
    superior=("ỦY BAN NHÂN DÂN PHƯỜNG THỬ",),
    issuer=("TRUNG TÂM CHÍNH TRỊ",),
    place="Phường Thử",
    title="GIẤY CHỨNG NHẬN",
    opening="Chứng nhận ông (bà)",
    signer_title="GIÁM ĐỐC",
    signer_name="Nguyễn Văn Thử",
    address=f"{BASE}/chung-nhan/",
)
HEADINGS = ("ỦY BAN NHÂN DÂN PHƯỜNG THỬ", "TRUNG TÂM CHÍNH TRỊ", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM")
_CODES = "34679ACDEFGHJKMN"


def rows() -> Iterator[Row]:
    """Compare the three; a figure is what 300 cost."""
    makers: dict[str, tuple[Callable[[int], None], int]] = {
        "certificate": (_ours, COUNT), "ReportLab": (_reportlab, PART), "WeasyPrint": (_weasyprint, PART),
    }  # fmt: skip
    found: dict[str, list[float]] = {name: [] for name in makers}
    for make, _count in makers.values():
        make(3)
    for _round in range(ROUNDS):
        for name, (make, count) in makers.items():
            began = time.process_time()
            make(count)
            found[name].append((time.process_time() - began) * COUNT / count)
    middle = {name: statistics.median(times) for name, times in found.items()}
    size = f"{COUNT} files, one core"
    for name in ("ReportLab", "WeasyPrint"):
        yield row(
            "certificates: QR picture, signed credential, PDF/A-3a, tagged", size, middle["certificate"], "s",
            yardstick=f"{name} {middle[name]:.2f} s", against=middle[name],
        )  # fmt: skip


def _code(number: int) -> str:
    return "".join(_CODES[number >> (4 * place) & 15] for place in range(16))


def _ours(count: int) -> None:
    """Sign, draw and set, as issuing and printing do."""
    pages = []
    for number in range(count):
        said = Statement(
            base_url=BASE, owner_id=UUID(int=1), owner_name=FACTS.organiser, code=_code(number),
            name=f"Trần Thị Mẫu {number}", number=f"{number:04d}/2026/GCN", facts=FACTS, issued_on=DAY,
            expires_on=None, series_id=UUID(int=2), place=number,
        )  # fmt: skip
        credential, _key = sign_credential(said)
        pages.append(
            CertificatePage(
                name=said.name,
                unit="Tổ dân phố số 1",
                body=LINES,
                number=said.number,
                code=said.code,
                issued_on=DAY,
                credential=credential,
            )
        )
    for _pdf in render_certificates(LOOK, pages):
        pass


def _fonts() -> Path:
    return Path(str(resources.files("caunoi.papers"))) / "fonts"


def _reportlab(count: int) -> None:
    from reportlab.graphics import renderPDF  # noqa: PLC0415 - of the group bench alone
    from reportlab.graphics.barcode.qr import QrCodeWidget  # noqa: PLC0415 - of the group bench alone
    from reportlab.graphics.shapes import Drawing  # noqa: PLC0415 - of the group bench alone
    from reportlab.lib.pagesizes import A4, landscape  # noqa: PLC0415 - of the group bench alone
    from reportlab.pdfbase import pdfmetrics  # noqa: PLC0415 - of the group bench alone
    from reportlab.pdfbase.ttfonts import TTFont  # noqa: PLC0415 - of the group bench alone
    from reportlab.pdfgen.canvas import Canvas  # noqa: PLC0415 - of the group bench alone

    for weight in ("400Regular", "700Bold"):
        if weight not in pdfmetrics.getRegisteredFontNames():
            pdfmetrics.registerFont(TTFont(weight, str(_fonts() / f"BeVietnamPro_{weight}.ttf")))
    for number in range(count):
        page = Canvas(io.BytesIO(), pagesize=landscape(A4))
        page.rect(25, 25, 790, 545)
        texts = [(520 - 18 * at, 11, text) for at, text in enumerate(HEADINGS)]
        texts += [(400, 34, LOOK.title), (370, 13, LOOK.opening), (335, 27, f"Trần Thị Mẫu {number}")]
        texts += [(290 - 18 * at, 13, text) for at, text in enumerate(LINES)]
        for height, size, text in [*texts, (120, 11, LOOK.signer_title), (60, 11, LOOK.signer_name)]:
            page.setFont("700Bold" if size > 13 else "400Regular", size)
            page.drawCentredString(421, height, text)
        drawing = Drawing(90, 90)
        drawing.add(QrCodeWidget(f"{LOOK.address}{_code(number)}", barLevel="M", barWidth=90, barHeight=90))
        renderPDF.draw(drawing, page, 60, 50)
        page.save()


def _weasyprint(count: int) -> None:
    from weasyprint import CSS, HTML  # noqa: PLC0415 - of the group bench alone
    from weasyprint.text.fonts import FontConfiguration  # noqa: PLC0415 - of the group bench alone

    fonts = FontConfiguration()
    faces = "".join(
        f"@font-face{{font-family:B;font-weight:{weight};src:url(file://{_fonts()}/BeVietnamPro_{name}.ttf)}}"
        for weight, name in ((400, "400Regular"), (700, "700Bold"))
    )
    style = CSS(
        string=f"{faces}@page{{size:A4 landscape;margin:18mm}}body{{font:11pt B;text-align:center}}",
        font_config=fonts,
    )
    heads, lines = "<br>".join(HEADINGS), "<br>".join(LINES)
    for number in range(count):
        HTML(
            string=f"<p>{heads}</p><h1>{LOOK.title}</h1><p>{LOOK.opening}</p><h2>Trần Thị Mẫu {number}</h2>"
            f"<p>{lines}</p><p>{LOOK.signer_title}</p><p><b>{LOOK.signer_name}</b></p>"
        ).write_pdf(stylesheets=[style], font_config=fonts)
