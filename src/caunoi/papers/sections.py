"""Numbered sections of a text: what reports, plans and proposals are made of."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from caunoi.papers.building.parts import BODY, COMMAND, PART, SECTION, Holder
from caunoi.papers.fields import FieldDoc, lines
from caunoi.papers.values import Value
from caunoi.papers.wording import roman


@dataclass(frozen=True, slots=True)
class Part:
    """A numbered part of a section: its own title may be empty."""

    title: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Section:
    """A section under a Roman numeral; one without title is a text of its own."""

    title: str
    parts: tuple[Part, ...]


FIELD = FieldDoc(
    "cac_phan",
    "Nội dung đã soạn sẵn, chia phần I, II, III, IV; phần không có số liệu được lược bỏ",
    is_list=True,
    fields=(
        FieldDoc("tieu_de", "Số La Mã và tên phần"),
        FieldDoc(
            "cac_muc",
            "Các mục của phần",
            is_list=True,
            fields=(
                FieldDoc("tieu_de", "Số và tên mục; có thể để trống"),
                lines("cac_doan", "Các đoạn văn của mục"),
            ),
        ),
    ),
)


def numbered_parts(parts: Iterable[Part]) -> tuple[Part, ...]:
    """The parts that say something, numbered from 1."""
    kept = [part for part in parts if part.lines]
    return tuple(Part(f"{place}. {part.title}", part.lines) for place, part in enumerate(kept, start=1))


def numbered_sections(sections: Iterable[Section]) -> list[Section]:
    """The sections that say something, under Roman numerals."""
    kept = [section for section in sections if any(part.lines for part in section.parts)]
    return [Section(f"{roman(place)}. {section.title}", section.parts) for place, section in enumerate(kept, start=1)]


def section_values(sections: Iterable[Section]) -> list[Value]:
    """What a template sees of the sections."""
    return [
        {
            "tieu_de": section.title,
            "cac_muc": [{"tieu_de": part.title, "cac_doan": list(part.lines)} for part in section.parts],
        }
        for section in sections
    ]


def add_sections(holder: Holder) -> None:
    """Walk the sections in a template."""
    holder.add("{%p for phan in cac_phan %}", COMMAND)
    holder.add("{%p if phan.tieu_de %}", COMMAND)
    holder.add("{{ phan.tieu_de }}", SECTION)
    holder.add("{%p endif %}", COMMAND)
    holder.add("{%p for muc in phan.cac_muc %}", COMMAND)
    holder.add("{%p if muc.tieu_de %}", COMMAND)
    holder.add("{{ muc.tieu_de }}", PART)
    holder.add("{%p endif %}", COMMAND)
    holder.each("doan in muc.cac_doan", "{{ doan }}", BODY)
    holder.add("{%p endfor %}", COMMAND)
    holder.add("{%p endfor %}", COMMAND)
