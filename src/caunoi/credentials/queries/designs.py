"""How an office's certificates look: its own layout, and where that is blank what stands on its papers."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping

from caunoi.core.files import read_stored
from caunoi.core.models import StoredFile
from caunoi.credentials.facts import AwardFacts, Design
from caunoi.credentials.models import Award, CertificateLayout
from caunoi.credentials.open_badges import address
from caunoi.directory.models import Organisation
from caunoi.papers.certificate import TEMPLATE, CertificateLook, CertificatePage
from caunoi.papers.heading import Layout, office_lines

TITLE = "GIẤY CHỨNG NHẬN"
OPENING = "Chứng nhận ông (bà)"
BODY = (
    "Đã hoàn thành {noi_dung}, mã lớp {ma_lop}\n"
    "{thoi_gian}, do {co_quan} tổ chức.\n"
    "Thời lượng: {so_tiet} tiết.\n"
    "Kết quả: {ket_qua}."
)
# What a text may name, and what it means.
FIELDS = ("noi_dung", "ma_lop", "thoi_gian", "so_tiet", "dia_diem", "co_quan", "ket_qua")
_FIELD = re.compile(r"\{([^{}]*)\}")


def layout_of(owner: Organisation) -> CertificateLayout:
    """Return the office's layout; an empty one, not saved, where it has none."""
    found = CertificateLayout.objects.filter(owner=owner).select_related("signature", "seal").first()
    return found or CertificateLayout(owner=owner)


def design_of(owner: Organisation, layout: CertificateLayout | None = None) -> Design:
    """Return what is frozen with an issue: ``layout``, or the office's own as it stands."""
    layout = layout or layout_of(owner)
    suffix = layout.suffix or default_suffix(owner)
    return Design(
        layout=owner.system,
        superior=tuple(part for line in _lines(owner.superior_line) for part in office_lines(line)),
        issuer=office_lines(owner.name),
        place=owner.paper_place,
        suffix=suffix,
        title=layout.title or TITLE,
        opening=layout.opening or OPENING,
        body=layout.body or BODY,
        show_unit=layout.show_unit,
        authority=_lines(layout.authority or owner.paper_authority),
        signer_title=layout.signer_title or owner.paper_signer_title,
        signer_name=layout.signer_name or owner.paper_signer_name,
        signature=layout.signature.sha256 if layout.signature else "",
        seal=layout.seal.sha256 if layout.seal else "",
        template=TEMPLATE,
    )


def default_suffix(owner: Organisation) -> str:
    """Return the letters after the number, "GCN-" and those of the body as its papers have them."""
    letters = re.split(r"[-/]", owner.paper_suffix.strip(" -/–"), maxsplit=1)[-1].strip()
    return f"GCN-{letters}" if letters else "GCN"


def number_text(design: Design, year: int, number: int) -> str:
    """Return a number as it stands on the certificate."""
    return f"{number:04d}/{year}/{design.suffix}"[:60]


def longest(name: str) -> int:
    """Return how many letters a text of a layout may have; 600 for one that runs over lines."""
    return getattr(CertificateLayout._meta.get_field(name), "max_length", None) or 600


def unknown_fields(body: str) -> list[str]:
    """Return what stands between braces in a text and is no field of a certificate."""
    return [name for name in _FIELD.findall(body) if name not in FIELDS]


def body_lines(body: str, facts: AwardFacts) -> tuple[str, ...]:
    """Return the text with its fields filled in; a line of which a field is empty is left out."""
    values = _values(facts)
    lines = []
    for line in body.splitlines():
        names = _FIELD.findall(line)
        if line.strip() and all(values.get(name, "") for name in names):
            lines.append(_FIELD.sub(lambda found: values[found.group(1)], line).strip())
    return tuple(lines)


def _values(facts: AwardFacts) -> Mapping[str, str]:
    return {
        "noi_dung": facts.subject,
        "ma_lop": facts.code,
        "thoi_gian": days_text(facts.days),
        "so_tiet": str(facts.hours) if facts.hours else "",
        "dia_diem": facts.place,
        "co_quan": facts.organiser,
        "ket_qua": facts.result,
    }


def days_text(days: tuple[str, ...]) -> str:
    """Return ISO days as a certificate writes them."""
    if not days:
        return ""
    first, last = (f"{dt.date.fromisoformat(day):%d/%m/%Y}" for day in (days[0], days[-1]))
    return f"ngày {first}" if first == last else f"từ ngày {first} đến ngày {last}"


def look_of(design: Design, base_url: str) -> CertificateLook:
    """Return the design as papers set it, its pictures read from the file store.

    Raises FileNotFoundError when the store lost a picture.
    """
    return CertificateLook(
        layout=Layout(design.layout),
        superior=design.superior,
        issuer=design.issuer,
        place=design.place,
        title=design.title,
        opening=design.opening,
        authority=design.authority,
        signer_title=design.signer_title,
        signer_name=design.signer_name,
        signature=_picture(design.signature),
        seal=_picture(design.seal),
        address=address(base_url),
        template=design.template,
    )


def page_of(award: Award, design: Design, facts: AwardFacts) -> CertificatePage:
    """Return one certificate as papers set it; its holder must not be erased."""
    return CertificatePage(
        name=award.holder.name,
        unit=award.holder.unit if design.show_unit else "",
        body=body_lines(design.body, facts),
        number=award.number_text,
        code=award.code,
        issued_on=award.issued_on,
        credential=award.holder.credential,
        expires_on=award.expires_on,
    )


def _picture(digest: str) -> bytes:
    if not digest:
        return b""
    kept = StoredFile.objects.filter(sha256=digest).order_by("pk").first()
    if kept is None:
        raise FileNotFoundError(digest)
    return read_stored(kept)


def _lines(text: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in text.splitlines() if line.strip())
