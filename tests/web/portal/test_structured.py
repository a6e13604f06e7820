"""What pages tell machines: events and classes, answers, recordings, and the way to a page."""

from __future__ import annotations

import datetime as dt
import json

import pytest
from bs4 import BeautifulSoup

from caunoi.core.models import StoredFile
from caunoi.publishing.models import Event, MediaFile
from caunoi.publishing.services import (
    add_part,
    approve,
    cancel_event,
    change_event,
    show_class,
    withdraw,
    withdraw_event,
)
from caunoi.training.enums import ClassState, Part
from caunoi.training.models import TrainingClass
from caunoi.training.services.classes import change_class, move_on
from caunoi.training.services.programme import add_sitting
from caunoi.web.portal.hosts import base_address
from tests.factories import EnrolmentFactory, PersonFactory
from tests.publishing.makers import article_in, photo_in, recording_in
from tests.publishing.shelf_makers import announced_in, day, event_in, offered_in

pytestmark = pytest.mark.data
SCRIPT = "</script><script>alert(1)</script><!--"
HOME = base_address()


def described(client, address, status=200):
    """The blocks of a page, by their type; whatever is typed, they are all that its scripts hold beside modules."""
    response = client.get(address)
    assert response.status_code == status
    assert "unsafe-inline" not in response.headers["Content-Security-Policy"]
    scripts = BeautifulSoup(response.content.decode(), "html.parser").find_all("script")
    assert [each for each in scripts if not each.get("src") and each.get("type") != "application/ld+json"] == []
    blocks = [json.loads(each.string) for each in scripts if each.get("type") == "application/ld+json"]
    assert all(block["@context"] == "https://schema.org" for block in blocks)
    return {block["@type"]: block for block in blocks}


def way(block):
    return [(step["name"], step["item"].removeprefix(HOME)) for step in block["itemListElement"]]


def test_an_event_says_when_where_and_whether(client, site, editor):
    event = announced_in(
        site, editor, title=f"Ngày hội {SCRIPT}", starts_on=dt.date(2027, 3, 1), ends_on=dt.date(2027, 3, 2),
        audience="Mọi người dân", description=f"Văn nghệ {SCRIPT}",
    )  # fmt: skip

    told = described(client, event.address)
    assert way(told["BreadcrumbList"]) == [
        (site.title, "/hoa-khanh/"), ("Lịch", "/hoa-khanh/lich/"), (event.title, event.address),
    ]  # fmt: skip
    block = told["Event"]
    assert (block["name"], block["description"]) == (event.title, event.description)
    assert (block["startDate"], block["endDate"]) == ("2027-03-01T07:30:00+07:00", "2027-03-02T11:00:00+07:00")
    assert [each["startDate"] for each in block["subEvent"]] == [
        "2027-03-01T07:30:00+07:00", "2027-03-02T07:30:00+07:00",
    ]  # fmt: skip
    assert block["eventStatus"] == "https://schema.org/EventScheduled"
    assert "previousStartDate" not in block
    assert block["location"]["name"] == "Nhà văn hóa tổ 7"
    assert block["organizer"]["@type"] == "GovernmentOrganization"
    assert block["audience"] == {"@type": "Audience", "audienceType": "Mọi người dân"}
    assert block["url"] == f"{HOME}{event.address}"

    event = change_event(actor=editor, event=event, title="Ngày hội", starts_on=dt.date(2027, 3, 8))
    block = described(client, event.address)["Event"]
    assert block["eventStatus"] == "https://schema.org/EventRescheduled"
    assert (block["previousStartDate"], block["startDate"], block["endDate"]) == (
        "2027-03-01", "2027-03-08", "2027-03-08",
    )  # fmt: skip
    assert "subEvent" not in block
    assert "location" not in block

    event = cancel_event(actor=editor, event=event, note="Do mưa bão.")
    block = described(client, event.address)["Event"]
    assert (block["eventStatus"], block["startDate"]) == ("https://schema.org/EventCancelled", "2027-03-08")
    withdraw_event(actor=editor, event=event, note="Nhầm.")
    assert described(client, event.address, status=410) == {}
    draft = event_in(site, editor)
    assert described(client, draft.address, status=404) == {}


def test_a_class_is_a_course_held_on_its_days_and_names_nobody(client, site, editor, administrator, training_class):
    EnrolmentFactory(training_class=training_class, person=PersonFactory(full_name="Trần Thị Thử"))
    training_class.sittings.all().delete()
    training_class = change_class(
        actor=administrator, training_class=training_class, revision=training_class.revision,
        starts_on=day(20), ends_on=day(21),
    )  # fmt: skip
    event = show_class(actor=editor, site=site, training_class=training_class, description="Hai chuyên đề.")

    told = described(client, event.address)
    course = told["Course"]
    (held,) = course["hasCourseInstance"]
    assert "Event" not in told
    assert (course["name"], course["description"]) == (training_class.title, "Hai chuyên đề.")
    assert (held["@type"], held["startDate"]) == ("CourseInstance", day(20).isoformat())
    assert held["eventStatus"] == "https://schema.org/EventScheduled"
    assert "Trần Thị Thử" not in json.dumps(told, ensure_ascii=False)
    assert not {"instructor", "attendee", "performer"} & (set(course) | set(held))

    add_sitting(actor=administrator, training_class=training_class, date=day(21), part=Part.MORNING)
    (held,) = described(client, event.address)["Course"]["hasCourseInstance"]
    assert held["startDate"].startswith(f"{day(21).isoformat()}T")
    assert held["startDate"].endswith("+07:00")
    found = TrainingClass.objects.get(pk=training_class.pk)
    move_on(
        actor=administrator, training_class=found, state=ClassState.CANCELLED, revision=found.revision, reason="Bão"
    )
    (held,) = described(client, event.address)["Course"]["hasCourseInstance"]
    assert held["eventStatus"] == "https://schema.org/EventCancelled"
    Event.objects.filter(pk=event.pk).update(course="postponed")
    (held,) = described(client, f"{event.address}?x=1")["Course"]["hasCourseInstance"]
    assert held["eventStatus"] == "https://schema.org/EventPostponed"


def test_answers_and_pages_about_the_office(client, site, editor):
    for question, state in ((f"Hỏi {SCRIPT}?", "published"), ("Còn nháp?", "draft")):
        add_part(
            actor=editor, site=site, kind="hoi-dap",
            words={"question": question, "answer": "<p>Đến <b>một cửa</b> &lt;tầng 1&gt;.</p>", "state": state},
        )  # fmt: skip
    page = add_part(
        actor=editor, site=site, kind="trang",
        words={"title": f"Chức năng {SCRIPT}", "body": "<p>Giúp dân.</p>", "state": "published"},
    )  # fmt: skip

    (asked,) = described(client, "/hoa-khanh/hoi-dap/")["FAQPage"]["mainEntity"]
    assert (asked["@type"], asked["name"]) == ("Question", f"Hỏi {SCRIPT}?")
    assert asked["acceptedAnswer"] == {"@type": "Answer", "text": "Đến một cửa <tầng 1>."}
    assert asked["url"].startswith(f"{HOME}/hoa-khanh/hoi-dap/#hoi-")
    assert described(client, "/hoa-khanh/hoi-dap/?q=hoi") == {}
    assert way(described(client, page.address)["BreadcrumbList"]) == [
        (site.title, "/hoa-khanh/"), ("Giới thiệu cơ quan", "/hoa-khanh/gioi-thieu/"), (page.title, page.address),
    ]  # fmt: skip
    material = offered_in(site, editor, title=f"Cẩm nang {SCRIPT}")
    assert [name for name, _at in way(described(client, material.address)["BreadcrumbList"])][2] == material.title


def test_recordings_of_an_article(client, site, editor):
    draft = article_in(site, editor)
    photo_in(draft, editor)
    sound = recording_in(
        draft, editor, title=f"Bài hát {SCRIPT}", credit="Đội văn nghệ Mẫu",
        captions="WEBVTT\n\n00:00.000 --> 00:01.000\nXin chào\n",
    )  # fmt: skip
    film = StoredFile.objects.create(name="a.mp4", content_type="video/mp4", sha256="0" * 64, size=1)
    MediaFile.objects.create(
        article=draft, kind="video", title="Phim", transcript="x" * 3_001, file=film, seconds=61, width=640, height=360
    )
    article = approve(actor=editor, article=draft)

    news = described(client, article.address)["NewsArticle"]
    (heard,), (seen,) = news["audio"], news["video"]
    assert (heard["@type"], heard["name"], heard["creditText"]) == ("AudioObject", sound.title, "Đội văn nghệ Mẫu")
    assert (heard["duration"], heard["transcript"]) == (f"PT{sound.seconds}S", "Lời bài hát.")
    assert heard["encodingFormat"] == "audio/mpeg"
    assert heard["uploadDate"] == news["datePublished"]
    assert heard["uploadDate"].endswith("+07:00")
    assert client.get(heard["contentUrl"].removeprefix(HOME)).status_code == 200
    assert client.get(heard["caption"]["contentUrl"].removeprefix(HOME)).headers["Content-Type"].startswith("text/vtt")
    assert (seen["@type"], seen["duration"], seen["width"]) == ("VideoObject", "PT61S", 640)
    assert seen["thumbnailUrl"] == news["image"][0]
    assert "transcript" not in seen

    withdraw(actor=editor, article=article, note="Nhầm.")
    assert described(client, article.address, status=410) == {}
