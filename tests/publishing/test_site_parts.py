"""What stands on a site beside its news: kept clean, in order, put back, taken up from the floor."""

from __future__ import annotations

import io
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management import call_command
from PIL import Image

from caunoi.core.errors import NotNow, StaleChange
from caunoi.core.models import AuditEntry, StoredFile
from caunoi.publishing.checks import page_tree_is_whole
from caunoi.publishing.models import FaqEntry, MenuItem, SitePage, SitePicture, StaticPage
from caunoi.publishing.queries.site_desk import questions_to_take_up, visible_parts
from caunoi.publishing.queries.site_parts import menu_of
from caunoi.publishing.services import (
    add_part,
    add_section,
    change_look,
    change_part,
    open_sites,
    order_parts,
    put_back_part,
    put_picture,
    remove_part,
    remove_picture,
    take_up_question,
)
from caunoi.publishing.weblinks import OddAddress, web_address
from caunoi.training.models import Question
from tests.factories import OrganisationFactory, TrainingClassFactory, UserFactory
from tests.publishing.makers import jpeg, office_with_site

LOOK = {"motto": "Gần dân", "accent": "red", "hours": "7:30 đến 11:30"}


def png(size=(300, 200), mode="RGBA"):
    out = io.BytesIO()
    Image.new(mode, size, (200, 20, 30, 90)[: len(mode)]).save(out, "PNG")
    return out.getvalue()


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("danang.gov.vn", "https://danang.gov.vn"),
        ("HTTP://DaNang.gov.vn/a?b=1#c", "http://danang.gov.vn/a?b=1#c"),
        ("https://đànẵng.vn/tin", f"https://{'đànẵng'.encode('idna').decode()}.vn/tin"),
        ("//danang.gov.vn:8443/x", "https://danang.gov.vn:8443/x"),
    ],
)  # fmt: skip
def test_address_of_a_link_is_kept_plain(typed, kept):
    assert web_address(typed) == kept
    assert web_address(kept) == kept


@pytest.mark.parametrize(
    "odd",
    ["", "javascript:alert(1)", "JaVaScRiPt:alert(1)", "data:text/html,x", "vbscript:x", "file:///etc/passwd",
     "https://a.vn@evil.vn/", "https://10.0.0.1/", "https://localhost/", "java\nscript:x", "https://a.vn\\@evil.vn",
     "https:///x", "/viec/", "mailto:a@b.vn", 'https://a.vn/"><script>', "tel:113", "https://a.vn:99999/"],
)  # fmt: skip
def test_address_that_leads_elsewhere_is_refused(odd, site, editor):
    with pytest.raises(OddAddress):
        web_address(odd)
    for kind, words in (("lien-ket", {"label": "x"}), ("thuc-don", {"kind": "away", "label": "x"})):
        with pytest.raises(ValidationError) as caught:
            add_part(actor=editor, site=site, kind=kind, words={**words, "url": odd})
        assert list(caught.value.message_dict) == ["url"]


def test_texts_are_cleaned_and_published_only_with_words(site, editor):
    page = add_part(
        actor=editor,
        site=site,
        kind="trang",
        words={"title": "Giới thiệu", "body": '<p onclick="x()">Phường</p><script>x</script>', "state": "published"},
    )
    assert (page.body, page.address) == ("<p>Phường</p>", "/hoa-khanh/gioi-thieu/gioi-thieu")
    for words in ({"title": "", "body": "<p>x</p>"}, {"title": "x", "state": "published"}, {"title": "x" * 201}):
        with pytest.raises(ValidationError):
            add_part(actor=editor, site=site, kind="trang", words=words)
    second = add_part(actor=editor, site=site, kind="trang", words={"title": "Giới  thiệu"})
    assert second.slug == "gioi-thieu-2"
    renamed = change_part(actor=editor, part=page, edition=1, words={"title": "Về phường", "body": "<p>Mới</p>"})
    assert (renamed.slug, renamed.state, renamed.edition) == ("gioi-thieu", "draft", 2)
    with pytest.raises(StaleChange):
        change_part(actor=editor, part=page, edition=1, words={"title": "Khác"})


def test_name_of_a_contact_needs_its_consent(site, editor):
    with pytest.raises(ValidationError) as caught:
        add_part(actor=editor, site=site, kind="lien-he", words={"post": "Văn phòng", "name": "Lê Văn Ví"})
    assert list(caught.value.message_dict) == ["agreed"]
    kept = add_part(
        actor=editor,
        site=site,
        kind="lien-he",
        words={"post": "Văn phòng", "name": "Lê Văn Ví", "agreed": True, "phone": "0236 3000 000"},
    )
    assert kept.agreed
    for words in ({"phone": "<b>1</b>"}, {"email": "a b"}, {"post": ""}):
        with pytest.raises(ValidationError):
            add_part(actor=editor, site=site, kind="lien-he", words={"post": "x", **words})


def test_menu_has_two_levels_of_the_sites_own(site, editor, administrator):
    other = office_with_site(name="UBND xã Bà Nà", slug="ba-na")
    page = add_part(actor=editor, site=site, kind="trang", words={"title": "Giới thiệu"})
    group = add_part(actor=editor, site=site, kind="thuc-don", words={"kind": "heading", "label": "Phường"})
    below = add_part(
        actor=editor, site=site, kind="thuc-don", words={"kind": "page", "page": page.pk, "parent": group.pk}
    )
    labels = lambda: [str(entry.label) for entry in menu_of(site, [])]  # noqa: E731 - asked for twice
    # A heading with nothing to read below it is not shown, nor is a page in draft.
    assert "Phường" not in labels()
    change_part(
        actor=editor, part=page, edition=None, words={"title": "Giới thiệu", "body": "<p>a</p>", "state": "published"}
    )
    assert labels()[-1] == "Phường"
    for words in (
        {"kind": "page", "page": page.pk, "parent": below.pk},
        {"kind": "section", "section": other[2].sections.get().pk},
        {"kind": "heading", "label": "x", "parent": other[2].menuitems.first().pk},
        {"kind": "heading"},
        {"kind": "nowhere"},
    ):
        with pytest.raises(ValidationError):
            add_part(actor=editor, site=site, kind="thuc-don", words=words)
    with pytest.raises(ValidationError):
        change_part(
            actor=editor, part=group, edition=None,
            words={"kind": "heading", "label": "x", "parent": site.menuitems.first().pk},
        )  # fmt: skip
    for held in (group, page):
        with pytest.raises(NotNow):
            remove_part(actor=editor, part=held)
    # A new section stands in the menu that was made.
    section = add_section(actor=administrator, site=site, title="Thông báo")
    assert MenuItem.objects.filter(site=site, section=section).exists()


def test_order_and_undo(site, editor):
    links = [
        add_part(actor=editor, site=site, kind="lien-ket", words={"label": name, "url": f"{name}.vn"})
        for name in ("mot", "hai", "ba")
    ]
    order_parts(actor=editor, site=site, kind="lien-ket", order=[links[2].pk, links[0].pk, 10**9])
    names = lambda: [str(row) for row in visible_parts(editor, type(links[0])).filter(site=site)]  # noqa: E731
    assert names() == ["ba", "mot", "hai"]
    values = remove_part(actor=editor, part=links[0])
    assert names() == ["ba", "hai"]
    put_back_part(actor=editor, site=site, kind="lien-ket", values=values)
    assert names() == ["ba", "mot", "hai"]
    page = add_part(actor=editor, site=site, kind="trang", words={"title": "Một", "body": "<p>a</p>"})
    change_part(actor=editor, part=page, edition=None, words={"title": "Hai", "body": "<p>a</p>", "state": "published"})
    back = put_back_part(actor=editor, site=site, kind="trang", values=remove_part(actor=editor, part=page))
    assert (back.slug, back.title, back.state) == ("mot", "Hai", "published")
    assert StaticPage.objects.count() == 1


@pytest.fixture
def asked(office, training_class):
    return Question.objects.create(
        training_class=training_class, text="Hòa giải xong có cần lập biên bản không?", answer="Có, *theo* mẫu.",
        answered_by="Lê Văn Ví", state="answered",
    )  # fmt: skip


def test_answered_questions_of_the_offices_classes_are_offered_once(site, editor, asked, office):
    foreign = TrainingClassFactory(keeper=OrganisationFactory())
    for owner, changes in (
        (asked.training_class, {"state": "open"}),
        (asked.training_class, {"moderation": "hidden"}),
        (asked.training_class, {"answer": ""}),
        (foreign, {}),
    ):
        Question.objects.create(**{"training_class": owner, "text": "x", "answer": "y", "state": "answered", **changes})
    assert list(questions_to_take_up(editor, site)) == [asked]

    entry = take_up_question(actor=editor, site=site, question=asked)

    assert (entry.state, entry.question) == ("draft", asked.text)
    assert entry.answer == "<p>Có, *theo* mẫu.</p>"
    assert "Ví" not in "".join(str(value) for value in vars(entry).values())
    assert list(questions_to_take_up(editor, site)) == []
    assert take_up_question(actor=editor, site=site, question=asked) == entry
    with pytest.raises(NotNow):
        take_up_question(actor=editor, site=site, question=Question.objects.get(training_class=foreign))
    assert FaqEntry.objects.count() == 1


def test_pictures_are_re_encoded_and_replaced(site, editor):
    crest = put_picture(actor=editor, site=site, kind="crest", content=png((900, 600)), alternative="Huy hiệu")
    assert (crest.width, crest.height, crest.file.content_type) == (336, 224, "image/png")
    put_picture(actor=editor, site=site, kind="crest", content=png(), alternative="Huy hiệu mới")
    banner = put_picture(actor=editor, site=site, kind="banner", content=jpeg(), alternative="Sân phường")
    assert banner.file.content_type == "image/jpeg"
    assert SitePicture.objects.filter(site=site).count() == StoredFile.objects.count() == 2
    svg = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
    for content in (svg, b"", b"GIF89a", png((10, 10)), b"\x89PNG\r\n\x1a\n<script>"):
        with pytest.raises(ValidationError) as caught:
            put_picture(actor=editor, site=site, kind="map", content=content, alternative="Bản đồ")
        assert list(caught.value.message_dict) == ["file"]
    with pytest.raises(ValidationError):
        put_picture(actor=editor, site=site, kind="map", content=png(), alternative=" ")
    remove_picture(actor=editor, site=site, kind="crest")
    remove_picture(actor=editor, site=site, kind="banner")
    assert not SitePicture.objects.exists()
    assert not StoredFile.objects.exists()


def test_look_is_judged(site, editor):
    place = {"latitude": Decimal("16.0680001"), "longitude": Decimal("108.149")}
    changed = change_look(actor=editor, site=site, **LOOK, **place)
    assert (changed.motto, changed.accent, str(changed.latitude)) == ("Gần dân", "red", "16.068000")
    count = AuditEntry.objects.count()
    change_look(actor=editor, site=site, **LOOK, **place)
    assert AuditEntry.objects.count() == count
    for wrong in (
        {"accent": "pink"},
        {"motto": "x" * 161},
        {"latitude": Decimal(1)},
        {"latitude": Decimal(91), "longitude": Decimal(1)},
    ):
        with pytest.raises(ValidationError):
            change_look(actor=editor, site=site, **{**LOOK, **wrong})


def test_nobody_of_another_commune_changes_anything(site, editor, asked):
    from caunoi.directory.enums import RoleKind

    stranger = UserFactory.with_role(OrganisationFactory(), RoleKind.EDITOR)
    link = add_part(actor=editor, site=site, kind="lien-ket", words={"label": "x", "url": "x.vn"})
    for attempt in (
        lambda: add_part(actor=stranger, site=site, kind="lien-ket", words={"label": "x", "url": "x.vn"}),
        lambda: change_part(actor=stranger, part=link, edition=None, words={"label": "y", "url": "x.vn"}),
        lambda: remove_part(actor=stranger, part=link),
        lambda: put_back_part(actor=stranger, site=site, kind="lien-ket", values={"label": "x", "url": "x.vn"}),
        lambda: order_parts(actor=stranger, site=site, kind="lien-ket", order=[link.pk]),
        lambda: take_up_question(actor=stranger, site=site, question=asked),
        lambda: change_look(actor=stranger, site=site, **LOOK),
        lambda: put_picture(actor=stranger, site=site, kind="crest", content=png(), alternative="x"),
        lambda: remove_picture(actor=stranger, site=site, kind="crest"),
        lambda: open_sites(actor=stranger, top=site.organisation),
    ):
        with pytest.raises(PermissionDenied):
            attempt()
    assert not visible_parts(stranger, type(link)).exists()


def test_many_sites_are_opened_once_each(administrator, office, site, capsys):
    for number in range(3):
        OrganisationFactory(parent=office, name=f"UBND phường Thử {number // 2}")
    OrganisationFactory(parent=office, kind="school", name="Trường Thử")
    heard = []

    opened = open_sites(
        actor=administrator, top=office, kind="peoples_committee", progress=lambda *said: heard.append(said)
    )

    assert (opened.count, opened.refused, heard[-1]) == (3, [], (3, 3))
    assert sorted(SitePage.objects.values_list("slug", flat=True)) == [
        "hoa-khanh", "ubnd-phuong-thu-0", "ubnd-phuong-thu-0-2", "ubnd-phuong-thu-1",
    ]  # fmt: skip
    call_command("open_sites", administrator.username, office.name)
    assert "opened: 1, refused: 0" in capsys.readouterr().out
    call_command("open_sites", administrator.username, str(office.pk))
    assert "opened: 0, refused: 0" in capsys.readouterr().out
    assert list(page_tree_is_whole(True)) == []
