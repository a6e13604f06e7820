"""What the demonstration's site offers beside news: a library, and a calendar with past and coming days."""

from __future__ import annotations

import datetime as dt
import io
from dataclasses import dataclass
from importlib import resources
from pathlib import Path

import docx
import typst
import xlsxwriter
from django.utils import timezone

from caunoi.directory.models import User
from caunoi.publishing.enums import Licence
from caunoi.publishing.models import Material, SitePage
from caunoi.publishing.services import (
    add_event,
    add_material,
    add_version,
    cancel_event,
    publish_event,
    publish_material,
    show_class,
)
from caunoi.training.models import TrainingClass
from caunoi.web.demo import scenes

_STEPS = (
    "Nghe từng bên trước khi mời ngồi chung.",
    "Hỏi điều mỗi bên mong muốn, ghi lại bằng lời của họ.",
    "Đọc lại cho cả hai nghe rồi mới bàn cách làm.",
    "Ghi điều đã thống nhất, hẹn ngày thăm lại.",
)
_LEAFLET = """
#set page(paper: "a5", fill: rgb("#f6f2e8"), margin: 1.4cm)
#set text(font: "Be Vietnam Pro", size: 11.5pt, fill: rgb("#13202b"), lang: "vi")
#let bin(colour, name, holds) = stack(spacing: 4pt,
  rect(width: 100%, height: 10pt, radius: 3pt, fill: rgb("#13202b")),
  rect(width: 100%, height: 7.6cm, radius: (bottom: 10pt), fill: rgb(colour), inset: 9pt)[
    #set text(fill: white, hyphenate: false)
    #text(weight: 600, size: 13pt, name)
    #parbreak()
    #holds
  ])
#text(weight: 600, size: 19pt)[Phân ba loại rác tại nhà]

Tờ gấp mẫu. Ba thùng, ba màu, để riêng ngay từ trong bếp.
#v(10pt)
#grid(columns: (1fr, 1fr, 1fr), gutter: 9pt,
  bin("#3f7a4b", "Hữu cơ", "Cơm, rau, vỏ quả, bã trà, lá cây."),
  bin("#0b5c74", "Tái chế", "Giấy, chai nhựa, lon, kim loại, rửa qua cho sạch."),
  bin("#7a5c33", "Còn lại", "Sành sứ vỡ, tã, khăn giấy đã dùng."))
#v(10pt)
#text(weight: 600, size: 13pt)[Nhớ ba điều]
+ Pin và bóng đèn hỏng để riêng, mang đến nhà văn hóa ngày chủ nhật đầu tháng.
+ Rác hữu cơ buộc kín, bỏ ra trước bảy giờ tối.
+ Chai lọ đổ hết nước, bóp dẹp cho gọn.
"""


@dataclass(frozen=True)
class _Day:
    """A made-up event, ``after`` days from today; ``called_off`` says why it is not held."""

    after: int
    title: str
    place: str
    begins: dt.time
    ends: dt.time | None = None
    about: str = ""
    called_off: str = ""
    days: int = 1


_DAYS = (
    _Day(-18, "Ngày hội Đại đoàn kết khu dân cư số 3", "Sân nhà văn hóa khu dân cư số 3", dt.time(7), dt.time(11)),
    _Day(-4, "Họp tổ hòa giải quý này", "Phòng họp Mặt trận phường", dt.time(14), dt.time(16)),
    _Day(
        2,
        "Tiếp công dân định kỳ",
        "Phòng tiếp công dân của phường, tầng 1",
        dt.time(7, 30),
        dt.time(11),
        "Người lớn tuổi và người đi lại khó khăn được mời vào trước.",
    ),
    _Day(
        5,
        "Họp góp ý hương ước của khu dân cư",
        "Nhà văn hóa khu dân cư số 3",
        dt.time(19),
        dt.time(21),
        "Bản dự thảo có ở mục tài liệu; phiếu góp ý phát tại chỗ.",
    ),
    _Day(
        6,
        "Tối văn nghệ tập bài hát mới",
        "Nhà văn hóa khu dân cư số 3",
        dt.time(19, 30),
        called_off="Nhà văn hóa sửa điện, buổi tập dời sang tuần sau.",
    ),
    _Day(
        12,
        "Tuần lễ đọc sách ở nhà văn hóa",
        "Nhà văn hóa khu dân cư số 3",
        dt.time(18),
        dt.time(20, 30),
        "Mỗi tối một chủ đề, trẻ em đi cùng người lớn.",
        days=3,
    ),
)


def library_of(*, actor: User, site: SitePage) -> list[Material]:
    """Offer a handbook in two versions, a form, a leaflet and a poster; returns them."""
    handbook = add_material(
        actor=actor,
        site=site,
        title="Sổ tay tổ hòa giải: bốn bước ngồi lại với nhau",
        about="Tài liệu mẫu, đọc trong mười phút. Dùng cho buổi sinh hoạt của tổ hòa giải.",
        subject="Hòa giải ở cơ sở",
        licence=Licence.CC_BY,
        holder=site.title,
        content=_handbook(_STEPS[:3]),
        name="so-tay-hoa-giai.docx",
    )
    form = add_material(
        actor=actor,
        site=site,
        title="Phiếu góp ý hương ước của khu dân cư",
        about="Bảng để in hoặc điền trên máy, gửi lại cho trưởng ban công tác Mặt trận.",
        subject="Hương ước",
        content=_form(),
        name="phieu-gop-y.xlsx",
    )
    leaflet = add_material(
        actor=actor,
        site=site,
        title="Tờ gấp: phân ba loại rác tại nhà",
        subject="Môi trường",
        licence=Licence.CC0,
        content=_leaflet(),
        name="phan-loai-rac.pdf",
    )
    poster = add_material(
        actor=actor,
        site=site,
        title="Áp phích Ngày hội trồng cây",
        about="Hình vẽ để in và dán ở nhà văn hóa.",
        subject="Môi trường",
        content=scenes.draw("street"),
        name="ap-phich-trong-cay.jpg",
    )
    made = [publish_material(actor=actor, material=each) for each in (poster, leaflet, form, handbook)]
    add_version(
        actor=actor,
        material=handbook,
        content=_handbook(_STEPS),
        name="so-tay-hoa-giai-2.docx",
        words="Thêm bước hẹn ngày thăm lại.",
    )
    return made


def calendar_of(*, actor: User, site: SitePage, coming: TrainingClass) -> None:
    """Announce what was and what comes, one of it called off, and the class that is being prepared."""
    today = timezone.localdate()
    for told in _DAYS:
        first = today + dt.timedelta(days=told.after)
        event = add_event(
            actor=actor,
            site=site,
            title=told.title,
            starts_on=first,
            ends_on=first + dt.timedelta(days=told.days - 1),
            starts_at=told.begins,
            ends_at=told.ends,
            place=told.place,
            audience="Bà con trong phường",
            description=told.about,
        )
        event = publish_event(actor=actor, event=event)
        if told.called_off:
            cancel_event(actor=actor, event=event, note=told.called_off)
    show_class(
        actor=actor, site=site, training_class=coming, contact="Hỏi Văn phòng Mặt trận phường trong giờ làm việc."
    )


def _handbook(steps: tuple[str, ...]) -> bytes:
    paper = docx.Document()
    paper.add_heading("Sổ tay tổ hòa giải (tài liệu mẫu)", 1)
    for number, step in enumerate(steps, 1):
        paper.add_paragraph(f"Bước {number}. {step}")
    out = io.BytesIO()
    paper.save(out)
    return out.getvalue()


def _form() -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        sheet = book.add_worksheet("Góp ý")
        sheet.set_column(0, 3, 28)
        sheet.write_row(0, 0, ("Điều của dự thảo", "Giữ nguyên hay sửa", "Đề nghị sửa thành", "Lý do"))
    return out.getvalue()


def _leaflet() -> bytes:
    """Return a page with three bins of three colours, and what belongs into each."""
    fonts = typst.Fonts(font_paths=[str(Path(str(resources.files("caunoi.papers"))) / "fonts")])
    made = typst.Compiler(_LEAFLET.encode(), font_paths=fonts).compile(format="pdf")
    if not isinstance(made, bytes):
        raise TypeError
    return made
