"""Materials and events that tests stand on."""

from __future__ import annotations

import datetime as dt
import io
import zipfile

import typst
from django.utils import timezone
from pypdf import PdfWriter

from caunoi.publishing.services import add_event, add_material, publish_event, publish_material


def day(shift: int) -> dt.date:
    """The day so many days from today."""
    return timezone.localdate() + dt.timedelta(days=shift)


def pdf(pages: int = 1) -> bytes:
    """A PDF of blank pages; as many pages, as many different bytes."""
    out = io.BytesIO()
    writer = PdfWriter()
    for _each in range(pages):
        writer.add_blank_page(200, 200)
    writer.write(out)
    return out.getvalue()


def drawn_pdf(text: str = "Sổ tay hòa giải", *, width: int = 420, height: int = 594) -> bytes:
    """A PDF of two pages that hold ``text`` and another one, in points."""
    size = f"#set page(width: {width}pt, height: {height}pt)"
    return typst.compile(f'{size}\n= #"{text}"\n#lorem(60)\n#pagebreak()\nTrang hai'.encode())


def office(kind: str = "word", text: str = "Tài liệu tập huấn hòa giải ở cơ sở") -> bytes:
    """A document of Word, or slides, that holds ``text``."""
    name, xml = {
        "word": (
            "word/document.xml",
            (
                '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:p><w:r>'
                f"<w:t>{text}</w:t></w:r></w:p></w:body></w:document>"
            ),
        ),
        "slides": (
            "ppt/slides/slide1.xml",
            (
                '<p:sld xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main" '
                'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><a:p><a:r>'
                f"<a:t>{text}</a:t></a:r></a:p></p:sld>"
            ),
        ),
    }[kind]
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        if kind == "slides":
            archive.writestr("ppt/presentation.xml", "<p/>")
        archive.writestr(name, xml)
    return out.getvalue()


def material_in(site, actor, *, title="Cẩm nang hòa giải ở cơ sở", **fields):
    """A draft of a material."""
    return add_material(actor=actor, site=site, title=title, **{"content": pdf(), "name": "cam-nang.pdf", **fields})


def offered_in(site, actor, *, listed_on=None, training_class=None, **fields):
    """A material that everybody may have, today or from ``listed_on`` on."""
    material = material_in(site, actor, **fields)
    return publish_material(actor=actor, material=material, listed_on=listed_on, training_class=training_class)


def event_in(site, actor, *, title="Ngày hội đại đoàn kết", starts_on=None, **fields):
    """A draft of an event, a week from today without another day."""
    return add_event(
        actor=actor,
        site=site,
        title=title,
        starts_on=starts_on or day(7),
        **{"starts_at": dt.time(7, 30), "ends_at": dt.time(11), "place": "Nhà văn hóa tổ 7", **fields},
    )


def announced_in(site, actor, **fields):
    """An event in the public calendar."""
    return publish_event(actor=actor, event=event_in(site, actor, **fields))
