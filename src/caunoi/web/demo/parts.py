"""What stands on the demonstration's site around its news: look, menu, pages, ways to reach it, links, answers."""

from __future__ import annotations

import io
from decimal import Decimal

from PIL import Image, ImageDraw

from caunoi.directory.models import User
from caunoi.publishing.enums import Accent, MenuKind, PageState, PictureKind
from caunoi.publishing.models import MenuItem, SitePage
from caunoi.publishing.queries.site_desk import questions_to_take_up
from caunoi.publishing.services import (
    add_part,
    change_look,
    change_part,
    change_site,
    order_parts,
    put_picture,
    take_up_question,
)

_TASKS = (
    "<p>Trang mẫu, mọi tên người và số điện thoại đều đặt ra để xem thử.</p><h2>Việc chính</h2><ul>"
    "<li>Tập hợp ý kiến của bà con gửi đến cấp ủy và chính quyền phường.</li>"
    "<li>Phối hợp các tổ hòa giải, ban Thanh tra nhân dân, ban Giám sát đầu tư của cộng đồng.</li>"
    "<li>Mở lớp tập huấn cho cán bộ ở khu dân cư.</li></ul><h2>Làm việc ở đâu</h2>"
    "<p>Tầng 2 trụ sở phường. Chỗ để xe ở cổng phụ.</p>"
)
_HISTORY = "<p>Phường chia thành các khu dân cư, mỗi khu có một ban công tác Mặt trận và một nhà văn hóa.</p>"
_LINKS = (
    ("Cổng thông tin điện tử thành phố Đà Nẵng", "https://danang.gov.vn"),
    ("Cổng Dịch vụ công quốc gia", "https://dichvucong.gov.vn"),
    ("Ủy ban Trung ương Mặt trận Tổ quốc Việt Nam", "https://mattran.org.vn"),
)
_ANSWERS = (
    (
        "Tiếp công dân",
        "Không viết được đơn thì trình bày bằng lời có được không?",
        "<p>Được. Người tiếp ghi lại lời trình bày, đọc cho nghe, rồi người trình bày ký hoặc điểm chỉ.</p>",
    ),
    (
        "Nhà văn hóa",
        "Mượn phòng họp ở nhà văn hóa khu dân cư cần làm gì?",
        "<p>Đăng ký với người trông coi trước hai ngày, cho biết giờ và số người. Không thu tiền.</p>",
    ),
)


def parts_of(*, actor: User, site: SitePage) -> None:
    """Fill everything that a site's editors give beside news."""
    change_site(
        actor=actor,
        site=site,
        name=site.title,
        about=site.about,
        contact="Số 0 đường Thử Nghiệm, phường Hòa Khánh, thành phố Đà Nẵng (địa chỉ mẫu)",
    )
    change_look(
        actor=actor,
        site=site,
        motto="Gần dân, nghe dân, cùng dân làm",
        accent=Accent.BRIDGE,
        hours="Thứ Hai đến thứ Sáu: 7 giờ 30 – 11 giờ 30, 13 giờ 30 – 17 giờ",
        latitude=Decimal("16.0713"),
        longitude=Decimal("108.1496"),
    )
    put_picture(
        actor=actor,
        site=site,
        kind=PictureKind.CREST,
        content=_crest(),
        alternative="Hình vẽ mẫu: hai nhịp cầu",
    )
    tasks = add_part(
        actor=actor, site=site, kind="trang",
        words={"title": "Nhiệm vụ và nơi làm việc", "body": _TASKS, "state": PageState.PUBLISHED},
    )  # fmt: skip
    add_part(
        actor=actor, site=site, kind="trang",
        words={"title": "Các khu dân cư trong phường", "body": _HISTORY, "state": PageState.PUBLISHED},
    )  # fmt: skip
    for post, name, phone in (
        ("Văn phòng: tiếp nhận ý kiến, hỏi về lớp tập huấn", "", "0236 0000 000"),
        ("Chủ tịch Ủy ban MTTQ phường", "Huỳnh Thị Nêu Tên", "0236 0000 001"),
    ):
        words = {"post": post, "name": name, "agreed": bool(name), "phone": phone, "hours": "Trong giờ làm việc"}
        add_part(actor=actor, site=site, kind="lien-he", words=words)
    for label, url in _LINKS:
        add_part(actor=actor, site=site, kind="lien-ket", words={"label": label, "url": url})
    _answers(actor, site)
    _menu(actor, site, page=tasks.pk)


def _answers(actor: User, site: SitePage) -> None:
    """Take up what was asked on the floor of a class, and write what is asked at the desk."""
    for asked in questions_to_take_up(actor, site)[:2]:
        entry = take_up_question(actor=actor, site=site, question=asked)
        words = {"topic": "Hỏi ở lớp tập huấn", "question": entry.question, "answer": entry.answer}
        change_part(actor=actor, part=entry, edition=entry.edition, words={**words, "state": PageState.PUBLISHED})
    for topic, question, answer in _ANSWERS:
        words = {"topic": topic, "question": question, "answer": answer, "state": PageState.PUBLISHED}
        add_part(actor=actor, site=site, kind="hoi-dap", words=words)


def _menu(actor: User, site: SitePage, *, page: int) -> None:
    """Put the sections below "Tin tức", and the page about the office behind them."""
    items = list(MenuItem.objects.filter(site=site).select_related("section").order_by("position", "pk"))
    news, *others = [item for item in items if item.kind == MenuKind.SECTION]
    for item in others:
        words = {"kind": MenuKind.SECTION, "section": item.section_id, "parent": news.pk}
        change_part(actor=actor, part=item, edition=item.edition, words=words)
    about = add_part(actor=actor, site=site, kind="thuc-don", words={"kind": MenuKind.HEADING, "label": "Giới thiệu"})
    add_part(actor=actor, site=site, kind="thuc-don", words={"kind": MenuKind.PAGE, "page": page, "parent": about.pk})
    add_part(actor=actor, site=site, kind="thuc-don", words={"kind": MenuKind.LINKS, "parent": about.pk})
    order_parts(actor=actor, site=site, kind="thuc-don", order=[news.pk, about.pk])


def _crest() -> bytes:
    """Return a drawn mark: two arcs that meet in the middle, and what they mirror in the water."""
    picture = Image.new("RGBA", (256, 256), (0, 0, 0, 0))
    on = ImageDraw.Draw(picture)
    on.ellipse((8, 8, 248, 248), fill="#0b5c74")
    for left in (34, 128):
        on.arc((left, 84, left + 94, 196), 180, 360, fill="#f6f2e8", width=14)
        on.arc((left, 108, left + 94, 172), 0, 180, fill="#5cc1dd", width=8)
    out = io.BytesIO()
    picture.save(out, "PNG")
    return out.getvalue()
