import datetime as dt

import pytest
from django.template import Context, Template
from django.utils import timezone, translation

from caunoi.web.base.templatetags import caunoi as tags


@pytest.fixture(autouse=True)
def vietnamese():
    with translation.override("vi"):
        yield


@pytest.mark.parametrize(
    ("start", "end", "written"),
    [
        ((2026, 11, 12), None, "12/11/2026"),
        ((2026, 11, 12), (2026, 11, 12), "12/11/2026"),
        ((2026, 11, 12), (2026, 11, 13), "12–13/11/2026"),
        ((2026, 11, 30), (2026, 12, 1), "30/11–01/12/2026"),
        ((2026, 12, 30), (2027, 1, 2), "30/12/2026–02/01/2027"),
    ],
)
def test_days_are_written_as_short_as_they_can_be(start, end, written):
    assert tags.days(dt.date(*start), dt.date(*end) if end else None) == written


def test_clock_writes_vietnams_time():
    assert tags.clock(dt.time(7, 5)) == "7:05"
    assert tags.clock(dt.datetime(2026, 11, 23, 0, 30, tzinfo=dt.UTC)) == "7:30"


def test_moment_of_another_day_names_the_day():
    assert tags.moment(dt.datetime(2026, 1, 2, 0, 30, tzinfo=dt.UTC)) == "7:30, 02/01/2026"
    assert not tags.moment(timezone.now()).endswith(f"{timezone.localdate():%Y}")


def test_numbers_have_their_thousands_apart():
    assert (tags.number(1179), tags.number(12), tags.number(None), tags.number(0)) == ("1.179", "12", "", "0")


def test_counted_says_how_sure_a_number_is():
    with translation.override("en"):
        assert [tags.counted(270, "over"), tags.counted(1179), tags.counted(None, "about")] == [
            "more than 270",
            "1,179",
            "not known",
        ]


@pytest.mark.parametrize(
    ("text", "query", "written"),
    [
        ("Tập huấn", "tap", "<mark>Tập</mark> huấn"),
        ("Đà Nẵng", "da nang", "<mark>Đà</mark> <mark>Nẵng</mark>"),
        ("Nguyễn Thị", "ngu", "<mark>Ngu</mark>yễn Thị"),
        ("Đa\u0300", "da", "<mark>Đa\u0300</mark>"),
        ("<b>An</b>", "an", "&lt;b&gt;<mark>An</mark>&lt;/b&gt;"),
        ("không có", "x", "không có"),
        ("An & Bình", "", "An &amp; Bình"),
    ],
)
def test_marked_finds_words_whatever_their_marks_and_escapes_the_rest(text, query, written):
    assert tags.marked(text, query) == written


def test_badge_refuses_an_unknown_tone():
    with pytest.raises(ValueError, match="No tone"):
        tags.badge("loud", "x")


def test_badge_and_icon_escape_what_they_are_given():
    assert "<script>" not in tags.badge("good", "<script>") + tags.icon('"><script>')


def test_capture_keeps_what_stands_between():
    template = Template("{% load caunoi %}{% capture x %} <b>{{ y }}</b> {% endcapture %}[{{ x }}]")
    assert template.render(Context({"y": "<i>"})) == "[<b>&lt;i&gt;</b>]"


def test_every_icon_drawn_stands_in_the_sprite():
    import re
    from pathlib import Path

    root = Path(__file__).resolve().parents[3] / "src" / "caunoi"
    sprite = (root / "web/base/static/caunoi/vendor/icons/sprite.svg").read_text(encoding="utf-8")
    known = set(re.findall(r'<symbol id="([^"]+)"', sprite))
    used = {
        name
        for template in root.rglob("templates/**/*.html")
        for name in re.findall(r'{%\s*icon "([^"]+)"', template.read_text(encoding="utf-8"))
        + re.findall(r'icon_name="([^"]+)"', template.read_text(encoding="utf-8"))
    }
    assert used - known == set()
