"""Markup planted into every text of an office, then every page looked at in a browser: nothing of it runs.

The services refuse such names. Here they lie in the database all the same, as if a door had been left open; every
column of text is planted, so a new one is covered by itself.
"""

from __future__ import annotations

import re
from urllib.parse import urlsplit

import pytest
from django.apps import apps
from django.db import models
from wagtail.models import Page as WagtailPage
from wagtail.models import Revision

from caunoi.core.fields import EncryptedTextField
from caunoi.directory.models import Unit
from tests.fuzz.addresses import every_address
from tests.journeys.conftest import WIDE
from tests.journeys.test_every_page import NO_PAGES
from tests.web.scope_world import build_office

MARKUP = '"><img src=x onerror=cnRan=1>'
WORD = "Zxqvung"
# What is no text of anybody's: identities, digests, paths, what is folded for the search.
KEPT = re.compile(
    r"^(action|object_type|object_id|salt|.*digest|previous|chain|content_type|sha256|.*_id|path|terms|template|claimed_by"
    r"|kind|folded_.*|sort_name|username|password|email|code|key|grade_key|leads_to|.*_hash|session_.*|slug|url_path|body|url)$"
)
WATCH = """
window.cnBroken = [];
document.addEventListener("securitypolicyviolation", (event) => window.cnBroken.push(
  `${event.effectiveDirective} ${event.blockedURI} ${event.sample}`));
"""
FOUND = """() => [
  ...(window.cnRan ? ["it ran"] : []),
  ...[...document.querySelectorAll("img[src='x'], [onerror]")].map((one) => one.outerHTML),
  ...window.cnBroken,
]"""


def plant() -> int:
    """Put the markup into every text; returns into how many columns."""
    columns = 0
    for label in ("core", "directory", "training", "publishing", "intake"):
        for model in apps.get_app_config(label).get_models():
            for field in model._meta.local_fields:
                rows = model._base_manager.all()
                if isinstance(field, models.JSONField):
                    for row in rows:
                        model._base_manager.filter(pk=row.pk).update(**{field.name: spoiled(getattr(row, field.name))})
                elif (
                    isinstance(field, (models.CharField, models.TextField))
                    and not isinstance(field, EncryptedTextField)
                    and not field.choices
                    and not field.primary_key
                    and not KEPT.match(field.name)
                    and (field.max_length or 999) >= len(MARKUP)
                ):
                    rows.update(**{field.name: MARKUP})
                    columns += 1
    WagtailPage.objects.filter(depth__gt=2).update(title=MARKUP, draft_title=MARKUP)
    for revision in Revision.objects.all():
        words = dict.fromkeys(("title", "draft_title", "lead", "byline", "source"), MARKUP)
        Revision.objects.filter(pk=revision.pk).update(content={**revision.content, **words})
    return columns


def spoiled(value):
    """Return JSON with the markup in the place of each text that speaks of the office."""
    if isinstance(value, dict):
        return {key: spoiled(each) for key, each in value.items()}
    if isinstance(value, list):
        return [spoiled(each) for each in value]
    return MARKUP if isinstance(value, str) and WORD in value else value


def test_markup_in_any_text_runs_on_no_page(transactional_db, sign_in, open_page):
    Unit.objects.create(
        code="99999", level="commune", prefix="Xã", name="Thử", folded_name="thu", folded_full_name="xa thu"
    )
    office = build_office(WORD, "Wkbjang")
    page = sign_in(office.boss)
    page.add_init_script(WATCH)
    page.set_viewport_size(WIDE)
    assert plant() > 50
    wrong, shown = [], 0
    for address in every_address():
        if address.route.startswith(("bien-tap/", "tai-khoan/")) or NO_PAGES.search(address.name):
            continue
        path = address.of(office)
        response = page.goto(path)
        if not response or "html" not in response.headers.get("content-type", ""):
            continue
        assert response.status < 500, path
        wrong += [f"{urlsplit(page.url).path}: {found}" for found in page.evaluate(FOUND)]
        shown += MARKUP in page.inner_text("body")
    open_page.faults[:] = [line for line in open_page.faults if "status of 40" not in line]
    assert wrong == []
    # Else the walk would be content with pages that show nothing of it.
    assert shown > 30


@pytest.mark.parametrize("allowed", [True, False])
def test_the_watch_itself_sees_markup_that_runs(transactional_db, open_page, allowed):
    """Where a page did take the markup in, the policy still refuses to run it, and the watch tells."""
    page = open_page(bypass_csp=allowed)
    page.add_init_script(WATCH)
    page.goto("/tai-khoan/login/")
    page.evaluate("(html) => document.body.insertAdjacentHTML('beforeend', html)", '<img src=x onerror="cnRan=1">')
    page.wait_for_function("() => window.cnRan || window.cnBroken.length")
    found = page.evaluate(FOUND)
    assert ("it ran" in found) is allowed
    assert any("script-src" in each for each in found) is not allowed
    open_page.faults.clear()
