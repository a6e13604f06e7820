"""The first page of a site: what stands beside the news, in the kept page, at a price that does not grow."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from caunoi.core import stamps
from caunoi.core.ids import new_id
from caunoi.publishing.enums import MediaKind
from caunoi.publishing.models import DayReads, Event, EventDay, FaqEntry, MediaFile
from caunoi.publishing.queries.counts import READ_MOST_DAYS, read_most
from caunoi.publishing.services import (
    add_part,
    add_photo,
    approve,
    cancel_event,
    change_event,
    change_part,
    correct,
    remove_media,
    remove_part,
    withdraw,
    withdraw_event,
    withdraw_material,
)
from caunoi.publishing.services.counts import View, count_views, forget_visitors
from caunoi.web.portal.cache import live, middleware
from caunoi.web.portal.cache.middleware import forget
from caunoi.web.portal.cache.store import FileStore
from tests.publishing.makers import article_in, jpeg, office_with_site, published_in, recording_in
from tests.publishing.shelf_makers import announced_in, day, material_in, offered_in
from tests.web.portal.test_html import assert_valid

SCRIPT = "<script>alert(1)</script>"
LITERAL = "&lt;script&gt;alert(1)&lt;/script&gt;"
PARTS = ("cn-coming", "cn-library", "cn-answers", "cn-read", "cn-recording")


@pytest.fixture
def kept(tmp_path, monkeypatch):
    """A store in a file, as on one machine."""
    store = FileStore(tmp_path / "pages")
    monkeypatch.setattr(middleware, "store", lambda: store)
    forget()
    return store


def front(address="/hoa-khanh/"):
    return Client().get(address).content.decode()


def part_of(page, name):
    found = re.search(rf'<section class="pt-block" aria-labelledby="{name}">.*?</section>', page, re.DOTALL)
    return found[0] if found else ""


def answered(site, actor, question="Ai được dự lớp?", **words):
    told = {"topic": "", "question": question, "answer": "<p>Mọi người.</p>", "state": "published", **words}
    return add_part(actor=actor, site=site, kind="hoi-dap", words=told)


def read(site, *counts, ago=0):
    """Let so many visitors read each article, ``ago`` days before today."""
    count_views(
        views={
            View(f"{site.slug}/{article.pk}", f"203.0.113.{ago}.{number}", "Mozilla/5.0"): 1
            for article, count in counts
            for number in range(count)
        }
    )
    if ago:
        today = timezone.localdate()
        DayReads.objects.filter(day=today).update(day=today - dt.timedelta(days=ago))


def test_a_bare_site_shows_no_empty_part(site, kept):
    page = front()

    assert [name for name in PARTS if name in page] == []
    assert "pt-front__beside" not in page
    assert "pt-front pt-front--one" in page


def test_parts_follow_each_change(site, editor, kept):
    bare = front()
    event = announced_in(site, editor, title=f"Ngày hội {SCRIPT}", place="Sân nhà văn hóa")
    told = part_of(front(), "cn-coming")
    assert bare != front()
    assert f"Ngày hội {LITERAL}" in told
    assert "Sân nhà văn hóa" in told
    assert "7 giờ 30" in told or "7:30" in told
    event = change_event(actor=editor, event=event, title="Ngày hội dời", starts_on=day(9))
    assert "Ngày hội dời" in part_of(front(), "cn-coming")
    event = cancel_event(actor=editor, event=event, note="Mưa.")
    assert "hủy" in part_of(front(), "cn-coming").lower()
    withdraw_event(actor=editor, event=event)
    assert part_of(front(), "cn-coming") == ""

    material = offered_in(site, editor, title=f"Cẩm nang {SCRIPT}")
    offered_in(site, editor, title="Chưa đến ngày", listed_on=day(3))
    material_in(site, editor, title="Bản nháp")
    told = part_of(front(), "cn-library")
    assert f"Cẩm nang {LITERAL}" in told
    assert "Chưa đến ngày" not in told
    assert "Bản nháp" not in told
    withdraw_material(actor=editor, material=material, note="Nhầm.")
    assert part_of(front(), "cn-library") == ""

    entry = answered(site, editor, question=f"Hỏi {SCRIPT}?", answer=f"<p>Đáp {SCRIPT}</p>")
    told = part_of(front(), "cn-answers")
    assert f"Hỏi {LITERAL}?" in told
    assert "<script>" not in told
    change_part(
        actor=editor, part=entry, edition=None,
        words={"topic": "", "question": "Hỏi lại?", "answer": "<p>Đáp lại.</p>", "state": "published"},
    )  # fmt: skip
    assert "Hỏi lại?" in part_of(front(), "cn-answers")
    remove_part(actor=editor, part=FaqEntry.objects.get())
    assert part_of(front(), "cn-answers") == ""

    article = article_in(site, editor, title="Bài hát")
    recording = recording_in(article, editor, title=f"Quê hương {SCRIPT}")
    assert part_of(front(), "cn-recording") == ""
    article = approve(actor=editor, article=article)
    assert f"Quê hương {LITERAL}" in part_of(front(), "cn-recording")
    remove_media(actor=editor, media=recording)
    assert part_of(front(), "cn-recording") == ""
    recording_in(article, editor, title="Bản thu khác")
    assert "Bản thu khác" in part_of(front(), "cn-recording")
    withdraw(actor=editor, article=article, note="Nhầm.")
    assert part_of(front(), "cn-recording") == ""
    assert "⟦" not in front()


def test_what_is_read_most_counts_thirty_days_and_nothing_withdrawn(site, editor, kept):
    office_with_site(name="UBND xã Bà Nà", slug="ba-na")
    few, most, old, gone, draft = (published_in(site, editor, title=f"Tin {n}") for n in "abcde")
    read(site, (old, 9), ago=READ_MOST_DAYS)
    read(site, (most, 3), ago=READ_MOST_DAYS - 1)
    read(site, (few, 1), (most, 2), (gone, 7), (draft, 2))
    # A reload on the same day is no reader more.
    read(site, (few, 1))

    assert [each.title for each in read_most(site)] == ["Tin d", "Tin b", "Tin e", "Tin a"]
    told = part_of(front(), "cn-read")
    assert re.findall(r"Tin \w", told) == ["Tin d", "Tin b", "Tin e", "Tin a"]
    withdraw(actor=editor, article=gone, note="Nhầm.")
    assert re.findall(r"Tin \w", part_of(front(), "cn-read")) == ["Tin b", "Tin e", "Tin a"]
    correct(actor=editor, article=most, note="Sửa tựa.", title="Tin sửa")
    assert "Tin sửa" in part_of(front(), "cn-read")
    withdraw(actor=editor, article=draft, note="Nhầm.")
    # Two are no list.
    assert part_of(front(), "cn-read") == ""
    assert part_of(front("/ba-na/"), "cn-read") == ""
    forget_visitors()
    assert not DayReads.objects.filter(article=old, day__lt=day(-READ_MOST_DAYS)).exists()
    assert DayReads.objects.filter(article=most).count() == 2


def test_events_stand_by_their_next_day(site, editor):
    announced_in(site, editor, title="Ngày mai", starts_on=day(1))
    announced_in(site, editor, title="Đã qua", starts_on=day(-1))
    announced_in(site, editor, title="Đợt dài", starts_on=day(-5), ends_on=day(5))
    announced_in(site, editor, title="Sáng nay", starts_on=day(0), starts_at=dt.time(6))

    assert re.findall(r'lang="vi">([^<]+)</a>', part_of(front("/en/hoa-khanh/"), "cn-coming")) == [
        "Sáng nay", "Đợt dài", "Ngày mai"
    ]  # fmt: skip


def test_two_and_sixty_of_each_cost_the_same(site, editor, kept):
    event, material = announced_in(site, editor), offered_in(site, editor)
    first = published_in(site, editor, title="Tin một")
    recording = recording_in(first, editor, title="Bài một")
    # A film shows the first photo of its article until it is played.
    photo = add_photo(actor=editor, article=first, content=jpeg(), name="a.jpg", alternative="Sân khấu")
    MediaFile.objects.update(kind=MediaKind.VIDEO)
    recording.refresh_from_db()
    asked = []
    for count in (2, 58):
        copies_of(event, count)
        copies_of(material, count)
        copies_of(recording, count)
        copies_of(answered(site, editor), count)
        made = [published_in(site, editor, title=f"Tin {count} {number}") for number in range(count // 4 + 3)]
        add_photo(actor=editor, article=made[-1], content=jpeg(), name="a.jpg", alternative="Sân khấu")
        read(site, *((article, 1) for article in made))
        front()
        # What stands around the page is known to the process; what is asked for every few seconds is asked for.
        middleware.memory.clear()
        kept.clear()
        live.board.clear()
        stamps.board.expire()
        with CaptureQueriesContext(connection) as queries:
            page = front()
        assert [name for name in PARTS if not part_of(page, name)] == []
        assert f'poster="/anh/{photo.pk}/' in part_of(page, "cn-recording")
        asked.append([each["sql"][:90] for each in queries])
    assert len(asked[0]) == len(asked[1]), "\n".join(asked[1])
    assert len(asked[1]) <= 12, "\n".join(asked[1])
    assert_valid(Client(), "/hoa-khanh/")
    assert_valid(Client(), "/en/hoa-khanh/")


def copies_of(row, count):
    """Make the row ``count`` times more, as it stands."""
    model, days = type(row), list(row.days.all()) if isinstance(row, Event) else []
    for _number in range(count):
        fresh = model.objects.get(pk=row.pk)
        fresh.pk = new_id() if isinstance(fresh, MediaFile) else None
        if isinstance(fresh, Event):
            fresh.uid = new_id()
        fresh._state.adding = True
        fresh.save()
        EventDay.objects.bulk_create(
            EventDay(event=fresh, site=each.site, date=each.date, starts_at=each.starts_at) for each in days
        )
