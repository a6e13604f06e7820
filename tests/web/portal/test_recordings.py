"""What can be listened to and watched: one list for a site, by kind, never of what can't be read."""

from __future__ import annotations

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from caunoi.core import stamps
from caunoi.core.ids import new_id
from caunoi.publishing.enums import MediaKind, MenuKind
from caunoi.publishing.models import MediaFile
from caunoi.publishing.services import add_part, add_photo, add_section, approve, remove_media, withdraw
from caunoi.web.portal.cache import live
from caunoi.web.portal.cache.middleware import forget
from tests.publishing.makers import article_in, jpeg, office_with_site, published_in, recording_in
from tests.web.portal.test_html import assert_valid

pytestmark = [pytest.mark.data, pytest.mark.django_db]

ADDRESS = "/hoa-khanh/nghe-xem/"


def shown(address=ADDRESS):
    page = Client().get(address).content.decode()
    return re.findall(r"<h2[^>]*>([^<]*)</h2>", page)


def test_recordings_stand_by_their_articles_and_only_while_those_can_be_read(site, editor):
    forget()
    office_with_site(name="UBND xã Bà Nà", slug="ba-na")
    assert "sẽ có ở đây" in Client().get(ADDRESS).content.decode()
    old, new, draft = published_in(site, editor, title="Tin cũ"), published_in(site, editor), article_in(site, editor)
    song = recording_in(old, editor, title="Bài hát một")
    recording_in(new, editor, title="Bài <hai>")
    recording_in(draft, editor, title="Chưa đăng")

    assert shown() == shown("/en" + ADDRESS) == ["Bài &lt;hai&gt;", "Bài hát một"]
    assert shown("/ba-na/nghe-xem/") == []
    page = Client().get(ADDRESS).content.decode()
    assert f'Trong bài: <a href="{old.address}">Tin cũ</a>' in page
    assert ADDRESS in Client().get("/hoa-khanh/").content.decode()

    approve(actor=editor, article=draft)
    assert shown()[0] == "Chưa đăng"
    remove_media(actor=editor, media=song)
    withdraw(actor=editor, article=new, note="Nhầm.")
    assert shown() == ["Chưa đăng"]


def test_one_kind_is_shown_where_there_are_two(site, editor):
    article = published_in(site, editor)
    song, film = recording_in(article, editor, title="Bài hát"), recording_in(article, editor, title="Phim")
    assert "loai=" not in Client().get(ADDRESS).content.decode()
    MediaFile.objects.filter(pk=film.pk).update(kind=MediaKind.VIDEO, width=640, height=360)
    photo = add_photo(actor=editor, article=article, content=jpeg(), name="a.jpg", alternative="Sân khấu")

    assert shown(f"{ADDRESS}?loai=phim") == ["Phim"]
    assert shown(f"{ADDRESS}?loai=tieng") == ["Bài hát"]
    assert shown(f"{ADDRESS}?loai=<b>") == ["Bài hát", "Phim"]
    page = Client().get(f"{ADDRESS}?loai=phim").content.decode()
    assert f'poster="/anh/{photo.pk}/' in page
    assert 'name="robots" content="noindex, follow"' in page
    remove_media(actor=editor, media=song)
    assert "Chưa có bản ghi loại này." in Client().get(f"{ADDRESS}?loai=tieng").content.decode()


def test_two_and_sixty_recordings_ask_the_same_and_are_valid(site, editor):
    article = published_in(site, editor)
    recording = recording_in(article, editor)
    asked = []
    for count in (1, 58):
        for _number in range(count):
            fresh = MediaFile.objects.get(pk=recording.pk)
            fresh.pk, fresh._state.adding = new_id(), True
            fresh.save()
        Client().get(f"{ADDRESS}?x=1")
        # What is asked for every few seconds is asked for now.
        stamps.board.expire()
        live.board.clear()
        with CaptureQueriesContext(connection) as queries:
            Client().get(f"{ADDRESS}?x=1")
        asked.append([each["sql"][:120] for each in queries])
    assert len(asked[1]) <= len(asked[0]) <= 9, "\n".join([*asked[0], "", *asked[1]])
    assert len(shown()) == 12
    assert len(shown(f"{ADDRESS}?trang=5")) == 12
    for address in (ADDRESS, f"/en{ADDRESS}", f"{ADDRESS}?trang=2", f"{ADDRESS}?loai=phim"):
        assert_valid(Client(), address)


def test_menu_may_lead_there_and_an_old_section_keeps_its_address(site, editor, administrator):
    add_part(actor=editor, site=site, kind="thuc-don", words={"kind": MenuKind.MEDIA})
    menu = Client().get("/hoa-khanh/").content.decode().split('<ul class="pt-menu">')[1]
    assert f'<a href="{ADDRESS}">Nghe và xem</a>' in menu
    section = add_section(actor=administrator, site=site, title="Nghe nhạc")
    type(section).objects.filter(pk=section.pk).update(slug="nghe-xem")
    forget()
    assert "Nghe nhạc</h1>" in Client().get(ADDRESS).content.decode()
