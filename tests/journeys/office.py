"""The office in which the journeys take place, built through the services that an installation uses."""

from __future__ import annotations

import io
from dataclasses import dataclass

from PIL import Image, ImageDraw

from caunoi.directory.enums import OrganisationKind, RoleKind, System
from caunoi.directory.models import Organisation, User
from caunoi.directory.services.accounts import open_account, open_first_account
from caunoi.directory.services.organisations import found_organisation
from caunoi.publishing.services.sites import open_site


@dataclass(frozen=True)
class Someone:
    """An account with its password."""

    user: User
    password: str


@dataclass(frozen=True)
class Office:
    """A Party committee of a ward with its news site and people."""

    organisation: Organisation
    administrator: Someone
    clerk: Someone
    colleague: Someone
    editor: Someone


def found_office() -> Office:
    """Found the office, its accounts and its news site."""
    organisation = found_organisation(
        name="Đảng ủy phường Hòa Khánh",
        kind=OrganisationKind.PARTY_COMMITTEE,
        system=System.PARTY,
        superior_line="THÀNH ỦY ĐÀ NẴNG",
        paper_suffix="BC/ĐU",
        paper_place="Hòa Khánh",
        paper_authority="T/M BAN THƯỜNG VỤ",
        paper_signer_title="PHÓ BÍ THƯ",
        paper_signer_name="Phạm Quang Làm Mẫu",
    )
    administrator = Someone(*open_first_account(organisation=organisation, name="Nguyễn Thị Quản Trị"))
    clerk, colleague, editor = (
        Someone(*open_account(actor=administrator.user, organisation=organisation, name=name, kind=kind))
        for name, kind in (
            ("Trần Thị Văn Phòng", RoleKind.ORGANISER),
            ("Lê Văn Đồng Nghiệp", RoleKind.ORGANISER),
            ("Võ Thị Biên Tập", RoleKind.EDITOR),
        )
    )
    open_site(actor=administrator.user, organisation=organisation, name="Đảng bộ phường Hòa Khánh", slug="hoa-khanh")
    return Office(
        organisation=organisation, administrator=administrator, clerk=clerk, colleague=colleague, editor=editor
    )


def photo() -> bytes:
    """Return a drawn picture of a hall as JPEG."""
    image = Image.new("RGB", (1200, 800), "#e9eff2")
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 480, 1200, 800), fill="#c9b79c")
    draw.rectangle((240, 100, 960, 360), fill="#0b5c74")
    out = io.BytesIO()
    image.save(out, "JPEG", quality=80)
    return out.getvalue()
