"""Builds the site of ``bench.portal_speed``: run with its settings; prints the addresses as JSON."""

from __future__ import annotations

import json
import random
import sys

import django

WORDS = (
    "tổ", "hòa", "giải", "phường", "tập", "huấn", "kỹ", "năng", "cơ", "sở", "mâu", "thuẫn", "láng", "giềng", "văn",
    "bản", "hội", "trường", "học", "viên", "báo", "cáo",
)  # fmt: skip


def text(rng: random.Random, paragraphs: int) -> str:
    """Return made-up words as HTML."""
    return "".join(f"<p>{' '.join(rng.choices(WORDS, k=70)).capitalize()}.</p>" for _ in range(paragraphs))


def build(count: int) -> dict[str, str]:
    """Publish ``count`` articles, and one bare page of the same content with siblings."""
    from django.db import connection  # noqa: PLC0415 - Django is set up by now

    from bench._bare.models import BarePage  # noqa: PLC0415 - as above
    from caunoi.directory.enums import OrganisationKind, System  # noqa: PLC0415 - as above
    from caunoi.directory.services.accounts import open_first_account  # noqa: PLC0415 - as above
    from caunoi.directory.services.organisations import found_organisation  # noqa: PLC0415 - as above
    from caunoi.publishing.models import PortalRoot  # noqa: PLC0415 - as above
    from caunoi.publishing.services import approve, create_article, open_site  # noqa: PLC0415 - as above

    rng = random.Random(20261126)  # noqa: S311 - words of a test
    office = found_organisation(
        name="Đảng ủy phường Hòa Khánh", kind=OrganisationKind.PARTY_COMMITTEE, system=System.PARTY
    )
    user, _password = open_first_account(organisation=office, name="Nguyễn Thị Thử")
    site = open_site(actor=user, organisation=office, slug="hoa-khanh")
    articles = []
    for number in range(count):
        draft = create_article(
            actor=user, organisation=office, title=f"Tập huấn hòa giải ở cơ sở lần {number}",
            lead=" ".join(rng.choices(WORDS, k=40)), body=text(rng, 8),
        )  # fmt: skip
        articles.append(approve(actor=user, article=draft))
    with connection.schema_editor() as editor:
        editor.create_model(BarePage)
    root = PortalRoot.objects.get()
    pages = [
        root.add_child(
            instance=BarePage(title=one.title, slug=f"tran-{one.pk}", lead=one.lead, body=one.body, live=True)
        )
        for one in articles[-10:]
    ]
    return {
        "article": articles[0].address,
        "last": articles[-1].address,
        "site": site.address,
        "bare": f"/do/tran/{pages[0].slug}/",
    }


if __name__ == "__main__":
    django.setup()
    sys.stdout.write(json.dumps(build(int(sys.argv[1]))))
