"""What readers find: every spelling alike, only what is public, one error mended, marks that are no markup."""

from __future__ import annotations

import datetime as dt
import unicodedata

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from caunoi.core import checks
from caunoi.directory.enums import UnitLevel
from caunoi.directory.models import Unit
from caunoi.publishing.models import Material, PublicDocument, PublicWord
from caunoi.publishing.queries.search import places, results, spelling
from caunoi.publishing.search_marks import Marker, flat
from caunoi.publishing.search_terms import Where, document_terms, read_query
from caunoi.publishing.services import (
    approve,
    change_media,
    change_photo,
    correct,
    findable,
    finding,
    remove_media,
    remove_photo,
    withdraw,
    withdraw_material,
)
from tests.publishing.finding_makers import EVERYWHERE, document, titles
from tests.publishing.makers import article_in, office_with_site, photo_in, published_in, recording_in
from tests.publishing.shelf_makers import announced_in, day, offered_in

pytestmark = pytest.mark.data

SPELLINGS = ("da nang", "Da Nang", "Đà Nẵng", "đà nẵng", "ĐÀ NẴNG", unicodedata.normalize("NFD", "Đà Nẵng"))


@pytest.mark.parametrize("query", SPELLINGS)
def test_every_spelling_finds_the_same_and_marks_what_stands_there(known, query):
    known(
        document(1, "Thành phố Đà Nẵng họp"),
        document(2, "Tin khác", text=f"Họp tại {unicodedata.normalize('NFD', 'Đà Nẵng')} sáng nay."),
        document(3, "Da nâng sàn"),
        document(4, "Hà Nội"),
    )

    found = results.find(query, EVERYWHERE)

    assert sorted(hit.document.object_id for hit in found.hits(0, 9)) == ["1", "2", "3"]
    marked = {text for hit in found.hits(0, 9) for text, told in [*hit.title, *hit.excerpt] if told}
    assert marked == {"Đà Nẵng", "Da nâng"}


@pytest.mark.parametrize(("query", "written"), [("hoà giải", "hòa giải"), ("thuỷ lợi", "thủy lợi"), ("hòa", "Hoà")])
def test_old_tone_marks_are_the_same(known, query, written):
    known(document(1, f"Tin về {written}"))

    assert titles(query) == [f"Tin về {written}"]


LETTERS = "aăâbcdđeêghiklmnoôơpqrstuưvxyáàảãạếềểễệốồổỗộớờởỡợứừửữựýỳỷỹỵ"


@given(st.text(alphabet=LETTERS + " ", min_size=1, max_size=40), st.sampled_from(["NFC", "NFD"]), st.booleans())
def test_any_spelling_has_the_same_terms(text, form, upper):
    other = unicodedata.normalize(form, text.upper() if upper else text)

    assert document_terms(title=other, text=other, facets=()) == document_terms(title=text, text=text, facets=())
    assert read_query(other) == read_query(text)


@given(st.text(max_size=300), st.text(max_size=30))
def test_pieces_are_the_text_itself_and_nothing_can_be_made_of_them(text, query):
    asked = read_query(query)
    marker = results.marker_of(asked)

    text = finding.clean(text)
    assert len(flat(text)) == len(text)
    assert "".join(piece for piece, _told in marker.whole(text)) == text
    excerpt = "".join(piece for piece, _told in marker.excerpt(text)).removeprefix("… ").removesuffix(" …")
    assert excerpt in text
    for piece, told in marker.whole(text):
        assert not told or set(finding_words(piece)) & set(asked.words) or asked.runs


def finding_words(text):
    return read_query(text).words


def test_the_title_counts_more_than_the_text_and_newer_more_than_older(known):
    old, new = dt.date(2024, 1, 1), dt.date(2026, 1, 1)
    known(
        document(1, "Khác", text="lúa mùa", day=new),
        document(2, "Lúa mùa cũ", day=old),
        document(3, "Lúa mùa mới", day=new),
        document(4, "Khác", text="mùa này trồng lúa", day=dt.date(2026, 6, 1)),
    )

    assert [hit.document.object_id for hit in results.find("lua mua", EVERYWHERE).hits(0, 9)] == ["3", "2", "1", "4"]


def test_a_phrase_stands_in_a_row_and_minus_leaves_out(known):
    known(
        document(1, "Một", text="tổ hòa giải cơ sở"),
        document(2, "Hai", text="giải hòa ở cơ sở tổ"),
        document(3, "Ba", text="tổ hòa ở đây; hòa giải ở kia; giải cơ sở"),
    )

    assert set(titles("hoa giai")) == {"Một", "Hai", "Ba"}
    assert set(titles('"hoa giai"')) == {"Một", "Ba"}
    assert titles("“hòa giải cơ”") == ["Một"]
    assert titles('co "hoa giai" -kia') == ["Một"]
    assert titles('co so -"hoa giai"') == ["Hai"]
    assert titles("-kia") == []


@pytest.mark.parametrize("typed", ["hoa giaj", "hoa gaii", "hoa gii", "hoa giaii", "hoagiai", "hao giai", "hòa giảj"])
def test_one_error_in_a_word_is_mended_by_what_stands_beside_it(known, typed):
    known(
        document(1, "Tổ hòa giải phường"),
        document(2, "Hòa giải ở cơ sở"),
        document(3, "Gia đình văn hóa", text="giao lưu, gian hàng, gia cảnh, hoa"),
        document(4, "Giao thông"),
    )
    expected = {"Tổ hòa giải phường", "Hòa giải ở cơ sở"}

    found = results.find(typed, EVERYWHERE)

    assert expected <= {hit.document.title for hit in found.hits(0, 9)}
    assert found.mended in {"hòa giải", ""}


def test_what_never_stands_beside_its_neighbours_is_meant_only_where_nothing_else_is(known):
    known(
        document(1, "Tổ hòa giải"), document(2, "Hòa giải ở cơ sở"), document(3, "Trại giam ở gần hồ hòa bình"),
        document(4, "Sân vận động"),
    )  # fmt: skip
    # One error away lie "giải" and "giam"; both are in a text with "hòa".
    beside = results.find("hoa giaj", EVERYWHERE)
    assert (beside.mended, beside.meant) == ("hòa giải", [])
    alone = results.find("hoa giamj", EVERYWHERE)
    assert (alone.mended, len(alone)) == ("hoa giam", 1)
    # "Sân" is a word: it is not taken for "gần", which never stands beside "bình".
    assert len(results.find("gan binh", EVERYWHERE)) == 1
    assert not results.find("san binh", EVERYWHERE).numbers


def test_a_number_is_not_mended_and_too_many_errors_find_nothing(known):
    known(document(1, "Nghị quyết 68"), document(2, "Hòa giải"))

    assert titles("69") == []
    assert titles("giaxyz") == []
    assert results.find("giai xyzxyz", EVERYWHERE).mended == ""


@given(st.text(alphabet="abcdeghi", min_size=2, max_size=6), st.integers(0, 5), st.sampled_from("abcxyz"))
def test_one_edit_gives_every_word_one_error_away(word, place, letter):
    place = min(place, len(word) - 1)
    near = {told[0] for told in spelling.one_edit(word) if len(told) == 1}

    assert word[:place] + letter + word[place + 1 :] in near | {word}
    assert word[:place] + letter + word[place:] in near | {word}
    assert len(word) < 3 or word[:place] + word[place + 1 :] in near


def test_filters_by_kind_site_place_and_day(known, site, office):
    unit = office.unit
    known(
        document(1, "Lúa một", day=dt.date(2026, 1, 31), site=site.pk, unit=unit.pk if unit else None),
        document(2, "Lúa hai", day=dt.date(2026, 2, 1)),
    )

    assert titles("lua", Where(site=site.pk)) == ["Lúa một"]
    assert titles("lua", Where(kind="article")) == ["Lúa hai", "Lúa một"]
    assert titles("lua", Where(kind="event")) == []
    assert titles("lua", Where(until=dt.date(2026, 1, 31))) == ["Lúa một"]
    assert titles("lua", Where(since=dt.date(2026, 2, 1), until=dt.date.max)) == ["Lúa hai"]


def test_only_what_is_public_now_is_found(site, editor, organiser):
    draft = article_in(site, organiser, title="Mật khẩu bí mật")
    assert titles("bi mat") == []
    assert results.suggestions("mat kh", EVERYWHERE) == []
    assert not PublicWord.objects.filter(word="khau").exists()

    article = approve(actor=editor, article=draft)
    assert titles("bi mat") == ["Mật khẩu bí mật"]
    assert [row.address for row in results.suggestions("mat kh", EVERYWHERE)] == [article.address]

    article = correct(actor=editor, article=article, title="Đã sửa tên", note="Sửa tên.")
    assert (titles("bi mat"), titles("sua ten")) == ([], ["Đã sửa tên"])
    assert not PublicWord.objects.filter(word="khau").exists()
    assert PublicWord.objects.filter(word="sua").exists()

    withdraw(actor=editor, article=article, note="Đăng nhầm.")
    assert titles("sua ten") == []
    assert not PublicDocument.objects.exists()
    assert not PublicWord.objects.exists()


def captioned(site, editor, **fields):
    """A published article with a photo and a recording, and both of these."""
    draft = article_in(site, editor, **fields)
    words = {"alternative": "Mấy người cầm xẻng", "caption": "Bà con trồng phượng vĩ", "credit": "Ảnh: Lê Thị Mẫu"}
    photo = photo_in(draft, editor, **words)
    photo_in(draft, editor, alternative="Sân vắng", caption="Sân đình buổi chiều", credit="Ảnh: Lê Thị Mẫu")
    return approve(actor=editor, article=draft), photo, recording_in(draft, editor, title="Điệu hò khoan")


@pytest.mark.parametrize("query", ["phượng vĩ", "phuong vi", '"trong phuong vi"', "le thi mau", "hò khoan", "HO KHOAN"])
def test_an_article_is_found_by_what_stands_under_its_photos_and_over_its_recordings(site, editor, query):
    captioned(site, editor, title="Ngày chủ nhật xanh")

    (hit,) = results.find(query, EVERYWHERE).hits(0, 9)

    assert hit.document.title == "Ngày chủ nhật xanh"
    assert [text for text, told in hit.excerpt if told]
    assert "".join(text for text, _told in hit.excerpt).count("Lê Thị Mẫu") == 1


def test_alternative_texts_transcripts_and_neighbours_are_not_found(site, editor):
    captioned(site, editor)

    assert titles("xẻng") == titles('"lời bài hát"') == []
    assert titles('"phượng vĩ ảnh"') == titles('"chuyên đề bà con"') == []
    assert titles('"sân đình buổi chiều"') != []


def test_captions_are_found_as_they_stand_now_and_only_while_the_article_can_be_read(site, editor):
    draft = article_in(site, editor)
    photo = photo_in(draft, editor, caption="Cây phượng vĩ")
    recording = recording_in(draft, editor, title="Điệu hò khoan")
    assert titles('"phượng vĩ"') == titles("khoan") == []
    article = approve(actor=editor, article=draft)
    assert titles('"phượng vĩ"') == titles("khoan") == [article.title]

    change_photo(actor=editor, photo=photo, alternative="Cây", caption="Cây bàng", credit="Trần Thị Thử")
    change_media(actor=editor, media=recording, title="Điệu lý ngựa ô", transcript="Lời.")
    assert titles('"phượng vĩ"') == titles("khoan") == []
    assert titles("cay bang") == titles("ngựa ô") == titles("tran thi thu") == [article.title]
    assert not PublicWord.objects.filter(word="khoan").exists()
    later = photo_in(article, editor, caption="Giếng làng")
    assert titles("giếng") == [article.title]

    remove_photo(actor=editor, photo=later)
    remove_media(actor=editor, media=recording)
    assert titles("giếng") == titles("ngựa ô") == []
    withdraw(actor=editor, article=article, note="Nhầm ngày.")
    assert titles("cay bang") == []
    assert not PublicWord.objects.filter(word="bang").exists()


def test_a_long_text_leaves_room_for_captions_and_many_captions_for_the_text(known):
    endless = " ".join(f"chữ{number}" for number in range(12_000))
    many = tuple(f"ảnh {number} " + "dài " * 100 for number in range(200))
    known(
        document(1, "Dài", text=endless, beside=("", "Cây phượng vĩ", "Cây phượng vĩ")),
        document(2, "Nhiều", text="Mở đầu bằng sông Hàn", beside=many),
        document(3, "Chỉ ảnh", beside=("Cầu Rồng",)),
    )

    assert titles('"phượng vĩ"') == ["Dài"]
    assert titles('"sông hàn"') == ["Nhiều"]
    texts = {row.object_id: row.text for row in PublicDocument.objects.all()}
    assert {number: len(text) <= finding.MOST_TEXT for number, text in texts.items()} == dict.fromkeys("123", True)
    assert texts["1"].endswith(" · Cây phượng vĩ")
    assert texts["1"].count("phượng") == 1
    assert texts["3"] == "Cầu Rồng"


def test_writing_all_anew_costs_the_same_however_many_have_photos(site, editor):
    def asked():
        with CaptureQueriesContext(connection) as seen:
            finding.rebuild()
        return len(seen)

    captioned(site, editor)
    few = asked()
    for number in range(4):
        captioned(site, editor, title=f"Tin {number}")
    assert asked() == few


def test_a_change_that_fails_leaves_search_as_it_was(site, editor, monkeypatch):
    article = published_in(site, editor, title="Lúa mùa")

    def break_off(*_names):
        raise RuntimeError

    monkeypatch.setattr("caunoi.publishing.pieces.touch_article", break_off)
    with pytest.raises(RuntimeError):
        withdraw(actor=editor, article=article, note="Nhầm.")

    assert titles("lua mua") == ["Lúa mùa"]


def test_written_anew_it_finds_the_same_and_the_check_sees_what_is_missing(site, editor):
    published_in(site, editor, title="Lúa mùa")
    assert not list(checks.run("public"))

    PublicDocument.objects.all().delete()
    assert [fault.where for fault in checks.run("public")] == ["article"]

    assert finding.rebuild() == 1
    assert titles("lua mua") == ["Lúa mùa"]
    assert not list(checks.run("public"))


def test_places_are_found_by_any_spelling_and_what_lies_below_belongs_to_them(known, unit_tree):
    province, ward = unit_tree
    known(document(1, "Lúa", unit=ward.pk), document(2, "Lúa nơi khác"))

    for name in (ward.name, province.full_name.upper(), province.folded_name):
        units = places.units_named(name)
        assert titles("lua", Where(units=tuple(unit.pk for unit in units))) == ["Lúa"]
    assert places.units_named("không có nơi này") == []


@pytest.fixture
def unit_tree(db):
    province = Unit.objects.create(
        code="97", level=UnitLevel.PROVINCE, prefix="Thành phố", name="Thử Thách", folded_name="thu thach",
        folded_full_name="thanh pho thu thach",
    )  # fmt: skip
    ward = Unit.objects.create(
        code="97001", level=UnitLevel.COMMUNE, prefix="Phường", name="Mẫu Mã", folded_name="mau ma",
        folded_full_name="phuong mau ma", parent=province,
    )  # fmt: skip
    return province, ward


def test_several_sites_and_the_address_of_each(site, editor):
    other = office_with_site(name="UBND xã Bà Nà", slug="ba-na")
    first, second = published_in(site, editor, title="Lúa một"), published_in(other[2], other[1], title="Lúa hai")

    assert titles("lua", Where(site=other[2].pk)) == [second.title]
    assert set(PublicDocument.objects.values_list("address", flat=True)) == {first.address, second.address}


def test_a_marker_marks_a_begun_word_and_joins_what_stands_together():
    told = Marker(words=("da", "na"), prefix="na").whole("Họp ở Đà Nẵng, da diết")

    assert told == [("Họp ở ", False), ("Đà Nẵng, da", True), (" diết", False)]


def test_materials_and_the_calendar_are_found_while_they_are_public(site, editor):
    material = offered_in(site, editor, title="Sổ tay hòa giải")
    event = announced_in(site, editor, title="Ngày hội hòa giải")

    assert {hit.document.kind for hit in results.find("hoa giai", EVERYWHERE).hits(0, 9)} == {"material", "event"}
    assert set(PublicDocument.objects.values_list("address", flat=True)) == {material.address, event.address}
    assert not list(checks.run("public"))

    withdraw_material(actor=editor, material=material, note="Nhầm.")
    assert titles("so tay") == []


def test_what_participants_have_first_is_found_from_its_day_on(site, editor):
    material = offered_in(site, editor, title="Sổ tay mật", listed_on=day(1))
    assert titles("so tay") == []
    assert findable.find_from_today() == 0

    Material.objects.filter(pk=material.pk).update(listed_on=day(0))
    assert findable.find_from_today() == 1
    assert titles("so tay") == ["Sổ tay mật"]
    assert findable.find_from_today() == 0
