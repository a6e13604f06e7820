from __future__ import annotations

import re

from django.urls import URLPattern, URLResolver, get_resolver

from caunoi.web.base.help import _SHARED, HELP, help_for
from tests.journeys.test_every_page import NO_PAGES

# Pages of the first day explain themselves; Wagtail's editor has no bar on top.
WITHOUT = {"start", "start_office", "article_editor"}


def names(patterns, space=""):
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield from names(pattern.url_patterns, pattern.namespace or space)
        elif isinstance(pattern, URLPattern) and space == "desk":
            yield pattern.name


def test_every_screen_of_the_desk_has_help():
    screens = {name for name in names(get_resolver().url_patterns) if not NO_PAGES.search(f"desk:{name}")} - WITHOUT

    assert {name for name in screens if not HELP.get(_SHARED.get(name, name))} == set()
    assert {name for name in [*HELP, *_SHARED] if name not in screens} <= set(_SHARED.values())


def test_help_is_short():
    for lines in HELP.values():
        assert 1 <= len(lines) <= 4
        assert all(len(str(line)) <= 160 for line in lines)


def test_help_stands_beside_the_screen(desk):
    page = desk.get("/viec/lop/").content.decode()
    told = re.search(r'cn-helpbox">(.*?)</div>', page, re.DOTALL)

    assert told
    assert told[1].count("<p>") == len(HELP["class_list"])


def test_no_help_outside_the_desk(rf):
    assert help_for(rf.get("/")) == ()
