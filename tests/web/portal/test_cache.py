"""Kept pages: exactly what a fresh one would be, for everybody alike, over restarts, made once."""

from __future__ import annotations

import gzip
import itertools
import threading

import pytest
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.test import Client, RequestFactory
from hypothesis import example, given
from hypothesis import strategies as st

from caunoi.directory.enums import RoleKind
from caunoi.directory.services.erasure import erase_person
from caunoi.publishing.models import ArticlePage, Event, Material, MaterialVersion
from caunoi.publishing.services import (
    add_photo,
    add_section,
    add_version,
    approve,
    cancel_event,
    change_event,
    change_material,
    change_photo,
    change_site,
    correct,
    draft_from_report,
    open_site,
    publish_event,
    publish_material,
    remove_photo,
    restore_event,
    save_draft,
    show_class,
    withdraw,
    withdraw_event,
    withdraw_material,
)
from caunoi.publishing.services.previews import make_preview
from caunoi.training.facts import AgendaFact, AppearanceFact
from caunoi.training.services.classes import change_class
from caunoi.web.portal.cache import live, middleware
from caunoi.web.portal.cache.entry import Entry
from caunoi.web.portal.cache.middleware import PageCache, forget, key_of
from caunoi.web.portal.cache.store import FileStore
from tests.factories import EnrolmentFactory, OrganisationFactory, PersonFactory, TrainingClassFactory, UserFactory
from tests.publishing.makers import article_in, jpeg, office_with_site, published_in, report_of
from tests.publishing.shelf_makers import day, event_in, material_in, pdf


@pytest.fixture
def kept(tmp_path, monkeypatch):
    """A store in a file, as on one machine."""
    store = FileStore(tmp_path / "pages")
    monkeypatch.setattr(middleware, "store", lambda: store)
    forget()
    return store


@pytest.fixture
def hole():
    """A counter that the test sets: ``hole["7"] = "12"``."""
    said: dict[str, str] = {}
    live.register("test", lambda keys: {key: said.get(key, "") for key in keys})
    yield said
    live._PROVIDERS.pop("test")


def entry_of(pieces, holes=()):
    return Entry(route="", headers=[], versions={}, pieces=list(pieces), holes=list(holes), counted="")


@given(st.lists(st.tuples(st.binary(max_size=200), st.binary(max_size=70_000)), max_size=4), st.binary(max_size=3000))
@example([(b"<li>" * 100_000, b"3"), (bytes(range(256)) * 2_000, b"4")], b"</html>")
def test_a_page_with_holes_is_the_same_packed_and_plain(parts, last):
    entry = entry_of([*(piece for piece, _ in parts), last], [("test", str(n), "vi") for n in range(len(parts))])
    fillings = [filling for _, filling in parts]
    whole = b"".join(piece + filling for piece, filling in parts) + last

    again = Entry.from_bytes(entry.to_bytes())

    for one in (entry, again):
        assert one.filled(fillings).plain == whole
        assert gzip.decompress(one.filled(fillings).gzip) == whole
    assert (again.pieces, again.holes, again.packed) == (entry.pieces, entry.holes, entry.packed)
    with pytest.raises(ValueError, match="cut off"):
        Entry.from_bytes(entry.to_bytes()[:-1])


def test_a_text_can_not_make_a_hole(db, hole):
    draft = live.Draft()
    page = draft.leave("test", 7) + "<0>" + "&lt;" + draft.mark[:-1]

    pieces, holes = draft.split(f"a{page}b".encode())

    assert holes == [("test", "7", "vi")]
    assert pieces == [b"a", f"<0>&lt;{draft.mark[:-1]}b".encode()]
    with pytest.raises(LookupError):
        draft.leave("nobody", 1)


_READERS = itertools.count(1)


def addresses(*sites):
    found = ["/", "/tim/?q=tap", "/lich/", f"{day(7):/lich/%Y/%-m/}"]
    for site in sites:
        found += [f"{site.address}{part}" for part in ("tai-lieu/", "lich/", "lich/da-qua/", f"{day(7):lich/%Y/%-m/}")]
        found += [
            f"{site.address}{part}"
            for part in ("lich.ics", "tin.atom", "hoi-dap/", "lien-he/", "lien-ket/", "nghe-xem/")
        ]
        found += [site.address, *(section.address for section in site.sections.all())]
    found += [material.address for material in Material.objects.select_related("site")]
    for event in Event.objects.select_related("site"):
        found += [event.address, f"{event.site.address}lich/{event.pk}.ics"]
    return found + [article.address for article in ArticlePage.objects.select_related("site", "section")]


def assert_fresh(*sites):
    """Each page is what a process that never kept anything makes of it."""
    # Each time somebody else: one reader alone may not search so often in a minute.
    told = Client(REMOTE_ADDR=f"10.9.{next(_READERS)}.1")
    pages = addresses(*sites)
    shown = {page: (told.get(page).status_code, told.get(page).content) for page in pages}
    forget()
    assert {page: (told.get(page).status_code, told.get(page).content) for page in pages} == shown
    # They are kept from here on.
    for page in pages:
        told.get(page)


def test_after_each_change_every_page_is_what_a_fresh_one_would_be(site, editor, administrator, kept):
    other = office_with_site(name="UBND xã Bà Nà", slug="ba-na")
    first, second = published_in(site, editor, title="Tin một"), published_in(other[2], other[1], title="Tin hai")
    sites = [site, other[2]]
    assert_fresh(*sites)
    photo = add_photo(
        actor=editor, article=first, content=jpeg(), name="a.jpg", alternative="Hội trường", caption="Buổi sáng"
    )
    third = article_in(site, editor, title="Tin ba")
    office = OrganisationFactory(name="UBND xã Hòa Vang")
    chief = UserFactory.with_role(office, RoleKind.ADMINISTRATOR)
    material, event = material_in(site, editor), event_in(site, editor)
    held = TrainingClassFactory(keeper=site.organisation, starts_on=day(7), ends_on=day(7))
    changes = [
        lambda: publish_material(actor=editor, material=material),
        lambda: change_material(actor=editor, material=material, title="Tài liệu đã sửa"),
        lambda: add_version(actor=editor, material=material, content=pdf(2), name="b.pdf"),
        lambda: [make_preview(each.pk) for each in MaterialVersion.objects.all()],
        lambda: withdraw_material(actor=editor, material=material, note="Nhầm."),
        lambda: publish_event(actor=editor, event=event),
        lambda: change_event(actor=editor, event=event, title="Ngày khác", starts_on=day(8)),
        lambda: cancel_event(actor=editor, event=event, note="Mưa."),
        lambda: restore_event(actor=editor, event=event),
        lambda: withdraw_event(actor=editor, event=event),
        lambda: show_class(actor=administrator, site=site, training_class=held),
        lambda: change_class(actor=administrator, training_class=held, revision=1, title="Lớp đã đổi tên"),
        lambda: change_photo(actor=editor, photo=photo, alternative="Sân", caption="Buổi chiều"),
        lambda: correct(actor=editor, article=first, note="Sửa tên.", title="Tin một đã sửa"),
        lambda: approve(actor=editor, article=third),
        lambda: change_site(actor=administrator, site=site, name="Phường Hòa Khánh", about="Về phường", contact="Số 1"),
        lambda: add_section(actor=administrator, site=site, title="Thông báo"),
        lambda: remove_photo(actor=editor, photo=photo),
        lambda: withdraw(actor=other[1], article=second, note="Nhầm ngày."),
        lambda: sites.append(open_site(actor=chief, organisation=office, slug="hoa-vang")),
    ]
    for change in changes:
        change()
        assert_fresh(*sites)


@pytest.mark.usefixtures("kept", "site")
def test_no_kept_page_goes_on_naming_an_erased_person(office, administrator, client):
    speaker = PersonFactory.known_to(office, full_name="Trần Thị Thử Xóa")
    held = TrainingClassFactory(keeper=office)
    EnrolmentFactory(training_class=held, person=speaker)
    topic = AgendaFact(kind="topic", title="Hòa giải", speakers=(AppearanceFact(person_id=str(speaker.pk)),))
    report = report_of(held, names={str(speaker.pk): speaker.full_name}, topics=(topic,))
    draft = draft_from_report(actor=administrator, report=report, organisation=office)
    words = {"title": "Tin", "lead": "Lớp đã học.", "body": "<p>Đã học.</p>", "byline": "", "source": ""}
    draft = save_draft(actor=administrator, article=draft, edition=draft.edition, **words)
    article = approve(actor=administrator, article=draft)
    assert speaker.full_name in client.get(article.address).content.decode()

    erase_person(actor=administrator, person=speaker, typed=speaker.full_name, reason="Đơn số 1")

    assert speaker.full_name not in client.get(article.address).content.decode()


def test_a_kept_page_asks_nothing_and_outlives_a_restart(site, editor, kept, client, django_assert_num_queries):
    article = published_in(site, editor)
    before = client.get(article.address)
    with django_assert_num_queries(0):
        assert client.get(article.address).content == before.content
    middleware.memory.clear()
    middleware.stamps.board.clear()
    # After a restart: the editions of its pieces, nothing else.
    with django_assert_num_queries(1):
        assert client.get(article.address).content == before.content


def test_what_was_refused_or_is_no_page_is_not_kept(site, editor, kept, client):
    draft = article_in(site, editor)
    for address in (draft.address, "/khong-co/", "/tai-khoan/login/", "/tim/?q=tap", "/chung-nhan/"):
        client.get(address)
        assert not middleware.memory._pages, address
    with pytest.raises(ValidationError):
        correct(actor=editor, article=published_in(site, editor), note="")


def test_nobody_poisons_what_others_see(site, editor, kept, client):
    article = published_in(site, editor)
    hostile = {
        **dict.fromkeys(("X-Forwarded-Host", "X-Original-URL", "X-Rewrite-URL", "X-Host"), "xau.vn"),
        "Forwarded": "host=xau.vn",
        "X-Forwarded-Proto": "https",
        "X-Forwarded-Port": "1234",
        "X-HTTP-Method-Override": "POST",
        "User-Agent": "<script>xau.vn",
        "Accept-Language": "en",
        "Cookie": "django_language=en",
    }
    told = client.get(article.address, headers=hostile).content.decode()
    assert "xau.vn" not in told
    for query in ("?utm_source=<script>", "?trang=99999", "?trang=1&trang=2", "?x=y", "?trang=<b>"):
        assert client.get(article.address + query).status_code == 200
    assert len(middleware.memory._pages) == 1
    assert client.get(article.address, headers={"Host": "xau.vn"}).status_code == 400
    plain = Client().get(article.address)
    assert plain.content.decode() == told
    assert "Set-Cookie" not in plain
    assert plain.headers["Content-Language"] == "vi"


def test_browsers_are_told_what_they_have_and_get_it_packed(site, editor, kept, client):
    article = published_in(site, editor)
    made, held = client.get(article.address), client.get(article.address)
    packed = client.get(article.address, headers={"Accept-Encoding": "br, gzip"})

    assert dict(made.headers) | {"X-Request-ID": ""} == dict(held.headers) | {"X-Request-ID": ""}
    assert gzip.decompress(packed.content) == held.content
    assert packed.headers["Content-Encoding"] == "gzip"
    assert "Accept-Encoding" in packed.headers["Vary"]
    assert client.get(article.address, headers={"If-None-Match": held.headers["ETag"]}).status_code == 304
    assert client.head(article.address).content == b""
    for one in (made, held):
        assert "default-src 'self'" in one.headers["Content-Security-Policy"]
        assert one.headers["Cache-Control"] == "public, no-cache"


def test_counters_fill_a_kept_page_without_making_it_anew(rf, db, kept, hole, monkeypatch):
    monkeypatch.setattr(live, "PAUSE", 0)
    monkeypatch.setattr(middleware, "_may_be_kept", lambda request: True)
    made = []

    def page(request):
        made.append(1)
        draft = live.draft_of(request)
        draft.versions = {"article:1": 0}
        return HttpResponse(f"<p>{draft.leave('test', 7)} lượt xem</p>")

    answer = PageCache(page)
    for count in ("1", "2", "1.179"):
        hole["7"] = count
        assert answer(rf.get("/x/")).content.decode() == f"<p>{count} lượt xem</p>"
    assert len(made) == 1


def test_a_page_is_made_once_however_many_want_it(db, kept, monkeypatch):
    monkeypatch.setattr(middleware, "_may_be_kept", lambda request: True)
    monkeypatch.setattr(middleware.stamps.board, "look", lambda: None)
    monkeypatch.setattr(middleware.stamps.board, "holds", lambda versions: True)
    made, came, everybody = [], [], threading.Event()
    hold = kept.flight

    def flight(key, *, wait):
        came.append(1)
        if len(came) == 6:
            everybody.set()
        return hold(key, wait=wait)

    monkeypatch.setattr(kept, "flight", flight)

    def page(request):
        made.append(1)
        # It is made while all the others want it, however slow the machine is.
        assert everybody.wait(20)
        live.draft_of(request).versions = {"article:1": 0}
        return HttpResponse("<p>tin</p>")

    told = []

    def ask():
        told.append(PageCache(page)(RequestFactory().get("/x/")).content)

    askers = [threading.Thread(target=ask) for _ in range(6)]
    for one in askers:
        one.start()
    for one in askers:
        one.join()

    assert told == [b"<p>tin</p>"] * 6
    assert len(made) == 1


def test_an_old_page_that_nothing_touched_is_made_anew_by_one(rf, db, kept, monkeypatch):
    monkeypatch.setattr(middleware, "_may_be_kept", lambda request: True)
    made = []

    def page(request):
        made.append(1)
        live.draft_of(request).versions = {"article:1": 0}
        return HttpResponse(f"<p>{len(made)}</p>")

    answer, request = PageCache(page), rf.get("/x/")
    answer(request)
    middleware.memory.get(key_of(request)).made_at -= middleware.FRESH + 1
    with kept.flight(key_of(request), wait=False) as mine:
        assert mine
        assert answer(rf.get("/x/")).content == b"<p>1</p>"
    assert answer(rf.get("/x/")).content == b"<p>2</p>"


def test_a_broken_file_of_pages_is_made_anew(tmp_path):
    folder = tmp_path / "pages"
    folder.mkdir()
    (folder / "pages.sqlite3").write_bytes(b"no database at all" * 100)
    store = FileStore(folder)

    store.put("a", b"1")
    assert FileStore(folder).get("a") == b"1"
    assert store.get("b") is None
    store.clear()
    assert store.get("a") is None


def test_readers_see_the_sign_while_the_office_is_looked_after(site, editor, kept, settings, tmp_path):
    article, client = published_in(site, editor), Client()
    client.get(article.address)
    settings.MAINTENANCE_FILE = tmp_path / "maintenance"
    settings.MAINTENANCE_FILE.touch()

    assert client.get(article.address).status_code == 503
