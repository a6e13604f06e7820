"""The public library: what everybody may have, what only participants may, and what nobody any more."""

from __future__ import annotations

import datetime as dt

from django.test import Client

from caunoi.core.models import StoredFile
from caunoi.publishing.models import Material, MaterialVersion
from caunoi.publishing.queries.materials import public_materials
from caunoi.publishing.services import add_version, change_material, publish_material, withdraw_material
from caunoi.publishing.services.previews import make_preview
from tests.publishing.makers import jpeg, office_with_site
from tests.publishing.shelf_makers import day, drawn_pdf, material_in, offered_in, office, pdf

HOSTILE = '"><script>alert(1)</script>.pdf'


def page(address, status=200, **headers):
    response = Client().get(address, headers=headers)
    assert response.status_code == status, address
    return response


def file_of(material, version=None):
    part = f"{version}/" if version else ""
    return f"/tep/{material.pk}/{part}tep.pdf"


def test_a_material_is_read_with_all_that_is_told_of_it(site, editor):
    material = offered_in(
        site, editor, about="Cho tổ hòa giải.", subject="Hòa giải ở cơ sở", licence="cc-by", holder="UBND phường"
    )

    listed = page("/hoa-khanh/tai-lieu/").content.decode()
    shown = page(material.address).content.decode()

    assert material.address in listed
    for words in ("Cho tổ hòa giải.", "CC BY 4.0", "UBND phường", "Tiếng Việt", "PDF", "Hòa giải ở cơ sở"):
        assert words in shown, words
    assert 'rel="license"' in shown
    assert "?chu-de=hoa-giai-o-co-so" in shown
    assert page(f"/hoa-khanh/tai-lieu/ten-khac-{material.pk}", 301).headers["Location"] == material.address
    assert page("/hoa-khanh/tai-lieu/?chu-de=hoa-giai-o-co-so&dang=pdf").content.decode().count("lib-row__what") == 1
    assert "lib-row__what" not in page("/hoa-khanh/tai-lieu/?dang=word").content.decode()
    assert "lib-row__what" in page("/hoa-khanh/tai-lieu/?dang=<b>&nam=abc&chu-de=khong-co").content.decode()


def test_a_file_is_sent_safely(site, editor):
    material = offered_in(site, editor, name=HOSTILE)
    text = offered_in(site, editor, content=b"<script>alert(1)</script>", name="a<script>.html", title="Chữ")

    sent = page(file_of(material))
    assert sent.content == pdf()
    assert sent.headers["X-Content-Type-Options"] == "nosniff"
    assert sent.headers["Cache-Control"] == "public, no-cache"
    assert sent.headers["Content-Disposition"].startswith("inline")
    assert page(f"{file_of(material)}?tai=1").headers["Content-Disposition"].startswith("attachment")
    assert page(file_of(material), 304, **{"If-None-Match": sent.headers["ETag"]}).content == b""
    part = page(file_of(material), 206, Range="bytes=0-3")
    assert part.content == b"%PDF"
    plain = page(f"/tep/{text.pk}/x.html")
    assert plain.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert plain.headers["Content-Disposition"].startswith("attachment")
    assert "sandbox" in plain.headers["Content-Security-Policy"]
    for address in (material.address, text.address, "/hoa-khanh/tai-lieu/"):
        shown = page(address)
        assert "<script>alert" not in shown.content.decode()
        assert "Set-Cookie" not in shown


def test_words_with_scripts_are_only_words(site, editor):
    bad = '"><script>alert(1)</script><img src=x onerror=alert(1)>'
    material = offered_in(site, editor, title=bad, about=bad, subject=bad[:90], licence="reserved", holder=bad)
    add_version(actor=editor, material=material, content=pdf(2), name=bad, words=bad)
    for address in (material.address, "/hoa-khanh/tai-lieu/"):
        shown = page(address).content.decode()
        assert "<script>alert" not in shown
        assert "<img src=x" not in shown


def test_a_new_version_keeps_the_address_and_the_old_one_stays(site, editor):
    material = offered_in(site, editor)
    page(material.address)
    add_version(actor=editor, material=material, content=pdf(2), name="cam-nang-2.pdf", words="Thêm mẫu biên bản")

    shown = page(material.address).content.decode()
    assert page(file_of(material)).content == pdf(2)
    assert page(file_of(material, 1)).content == pdf()
    assert page(file_of(material, 2)).content == pdf(2)
    assert page(file_of(material, 3), 404)
    assert "Thêm mẫu biên bản" in shown
    assert f"/tep/{material.pk}/1/cam-nang.pdf" in shown


def addresses(material):
    return [
        material.address,
        file_of(material),
        file_of(material, 1),
        f"/tep/xem/{material.pk}/1.jpg",
        f"/hoa-khanh/tai-lieu/{material.pk}",
    ]


def assert_as_good_as_none(material):
    nobody = Material(pk=material.pk + 10_000, site=material.site, slug=material.slug)
    for mine, none in zip(addresses(material), addresses(nobody), strict=True):
        for told in ({}, {"Range": "bytes=0-3"}, {"If-None-Match": "*"}):
            here, there = Client().get(mine, headers=told), Client().get(none, headers=told)
            assert here.status_code == there.status_code == 404, mine
            assert here.content.replace(mine.encode(), b"") == there.content.replace(none.encode(), b"")
        assert Client().head(mine).status_code == 404
    for listing in (
        "/hoa-khanh/tai-lieu/",
        "/hoa-khanh/tai-lieu/?dang=pdf",
        "/hoa-khanh/tai-lieu/?nam=2026",
        "/hoa-khanh/",
    ):
        assert material.title not in page(listing).content.decode()
    assert not public_materials().filter(pk=material.pk).exists()


def test_nothing_is_known_of_drafts_and_of_what_is_for_participants_first(site, editor, training_class, monkeypatch):
    other = offered_in(site, editor, title="Tài liệu khác")
    assert_as_good_as_none(material_in(site, editor, title="Bản thảo kín"))
    early = offered_in(site, editor, title="Đề cương kín", listed_on=day(3), training_class=training_class)
    assert_as_good_as_none(early)
    assert other.title in page("/hoa-khanh/tai-lieu/").content.decode()

    withdraw_material(actor=editor, material=early, note="Nhầm tệp.")
    assert_as_good_as_none(early)
    publish_material(actor=editor, material=early, listed_on=day(3), training_class=training_class)
    real = day(0)
    monkeypatch.setattr("django.utils.timezone.localdate", lambda *_args: real + dt.timedelta(days=3))
    assert page(early.address)
    assert page(file_of(early)).content == pdf()


def test_what_is_taken_back_tells_why_and_sends_nothing(site, editor):
    material = offered_in(site, editor)
    page(file_of(material))
    withdraw_material(actor=editor, material=material, note="Văn bản đã hết hiệu lực.")

    assert "Văn bản đã hết hiệu lực." in page(material.address, 410).content.decode()
    for address in (file_of(material), file_of(material, 1), f"/tep/xem/{material.pk}/1.jpg"):
        assert page(address, 410).headers["Cache-Control"] == "no-store"
    assert material.title not in page("/hoa-khanh/tai-lieu/").content.decode()
    publish_material(actor=editor, material=Material.objects.get(pk=material.pk))
    assert page(material.address)


def test_previews_are_made_apart_and_stand_on_the_page(site, editor):
    word = offered_in(site, editor, content=office(), name="a.docx", title="Văn bản")
    slides = offered_in(site, editor, content=office("slides", "Lời mở đầu"), name="b.pptx", title="Trang chiếu")
    picture = offered_in(site, editor, content=jpeg(1200, 800), name="c.jpg", title="Áp phích")
    blank = offered_in(site, editor, title="Trang trắng")
    for version in MaterialVersion.objects.all():
        make_preview(version.pk)
        make_preview(version.pk)

    assert "Tài liệu tập huấn hòa giải ở cơ sở" in page(word.address).content.decode()
    assert "Lời mở đầu" in page(slides.address).content.decode()
    assert "không xem trước được" in page(blank.address).content.decode()
    shown = f"/tep/xem/{picture.pk}/1.jpg"
    assert shown in page(picture.address).content.decode()
    assert page(shown).headers["Content-Type"] == "image/jpeg"
    assert StoredFile.objects.filter(name__startswith="xem-truoc").count() == 1


def previewed(material):
    make_preview(material.versions.get().pk)
    return f"/tep/xem/{material.pk}/1.jpg"


def test_the_first_page_of_a_pdf_stands_on_its_page_with_its_words(site, editor):
    material = offered_in(site, editor, title='Sổ tay "hòa giải"', content=drawn_pdf("Bước một"))
    before = page(material.address).content.decode()
    address = previewed(material)

    shown = page(material.address).content.decode()
    sent = page(address)
    assert "không xem trước được" in before
    assert f'<img src="{address}" width="960" height="1358" alt="Trang đầu của “Sổ tay &quot;hòa giải&quot;”"' in shown
    assert "Bước một" in shown.partition(address)[2]
    assert sent.headers["Content-Type"] == "image/jpeg"
    assert sent.headers["Cache-Control"] == "public, no-cache"
    assert page(address, 304, **{"If-None-Match": sent.headers["ETag"]}).content == b""
    withdraw_material(actor=editor, material=material, note="Nhầm.")
    assert page(address, 410).headers["Cache-Control"] == "no-store"
    assert address not in page(material.address, 410).content.decode()


def test_a_first_page_is_seen_no_earlier_than_its_material(site, editor, training_class):
    draft = material_in(site, editor, title="Bản thảo kín", content=drawn_pdf())
    early = offered_in(
        site, editor, title="Đề cương kín", content=drawn_pdf(), listed_on=day(3), training_class=training_class
    )
    for material in (draft, early):
        page(previewed(material), 404)
        assert_as_good_as_none(material)
    publish_material(actor=editor, material=draft)
    assert page(previewed(draft)).content[:2] == b"\xff\xd8"


def test_a_long_list_costs_as_much_as_a_short_one(site, editor, django_assert_max_num_queries):
    first = offered_in(site, editor)
    version = first.versions.get()
    rows = [
        Material(
            site=site, number_of_versions=1,
            title=f"Tài liệu {n}", slug=f"tai-lieu-{n}", subject=f"Chủ đề {n % 9}", subject_slug=f"c-{n % 9}",
            format="pdf", size=1, state="public", listed_on=day(-(n % 300)), published_at=first.published_at,
        )
        for n in range(200)
    ]  # fmt: skip
    Material.objects.bulk_create(rows)
    MaterialVersion.objects.bulk_create(
        MaterialVersion(material=row, number=1, file=version.file) for row in Material.objects.exclude(pk=first.pk)
    )
    # What stands around every page of a site is remembered once a page was shown.
    page("/hoa-khanh/tai-lieu/?nam=2000")
    with django_assert_max_num_queries(12):
        page("/hoa-khanh/tai-lieu/?trang=3&dang=pdf")
    with django_assert_max_num_queries(12):
        page(Material.objects.order_by("-pk")[0].address)


def test_another_site_shows_none_of_it(site, editor):
    office_with_site(name="UBND xã Bà Nà", slug="ba-na")
    material = offered_in(site, editor)
    assert material.title not in page("/ba-na/tai-lieu/").content.decode()
    page(f"/ba-na/tai-lieu/{material.slug}-{material.pk}", 404)
    changed = change_material(actor=editor, material=material, title="Tên mới của tài liệu")
    assert changed.address == material.address
    assert "Tên mới" in page(material.address).content.decode()
