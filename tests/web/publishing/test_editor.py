from __future__ import annotations

import json

import pytest

from caunoi.publishing.enums import ArticleState
from caunoi.publishing.models import ArticlePage
from caunoi.publishing.services import approve
from tests.web.publishing.test_wagtail import wagtails_own_templates

__all__ = ["wagtails_own_templates"]

pytestmark = pytest.mark.usefixtures("wagtails_own_templates")

# What Draftail sends: its own JSON of the text.
BLOCK = {"key": "a", "text": "Chữ mới", "type": "unstyled", "depth": 0, "inlineStyleRanges": [], "entityRanges": []}
BODY = json.dumps({"blocks": [BLOCK], "entityMap": {}})


def words(article, **changes):
    return {
        "edition": article.edition,
        "title": article.title,
        "lead": article.lead,
        "body": BODY,
        "byline": article.byline,
        "source": article.source,
        **changes,
    }


def address(article):
    return f"/viec/tin-bai/{article.pk}/soan/"


def test_saving_goes_through_the_service(editing, draft):
    response = editing.post(address(draft), words(draft))

    assert (response.status_code, response["Location"]) == (302, address(draft))
    stored = ArticlePage.objects.get(pk=draft.pk)
    assert (stored.body, stored.edition, stored.live) == ("<p>Chữ mới</p>", draft.edition + 1, False)


def test_another_commune_finds_nothing(outside, draft):
    assert outside.get(address(draft)).status_code == 404
    assert outside.post(address(draft), words(draft)).status_code == 404
    assert ArticlePage.objects.get(pk=draft.pk).body == draft.body


def test_published_article_leads_to_its_page(editing, editor, draft):
    published = approve(actor=editor, article=draft)

    response = editing.post(address(draft), words(published))

    assert (response.status_code, response["Location"]) == (302, f"/viec/tin-bai/{draft.pk}/")
    assert ArticlePage.objects.get(pk=draft.pk).body == draft.body


@pytest.mark.parametrize(
    "action", ["action-publish", "action-submit", "action-cancel-workflow", "action-restart-workflow"]
)
def test_wagtails_own_actions_only_save(editing, draft, action):
    editing.post(address(draft), words(draft, **{action: "1"}))

    stored = ArticlePage.objects.get(pk=draft.pk)
    assert (stored.live, stored.state, stored.body) == (False, ArticleState.DRAFT, "<p>Chữ mới</p>")


@pytest.mark.parametrize("edition", ["", "abc", "0", "999"])
def test_unknown_edition_overwrites_nothing(editing, draft, edition):
    response = editing.post(address(draft), words(draft, edition=edition))

    assert response.status_code == 200
    assert ArticlePage.objects.get(pk=draft.pk).body == draft.body


@pytest.mark.parametrize(
    "body",
    [
        "",
        "không phải JSON",
        "[]",
        "7",
        "null",
        "{}",
        '{"blocks": 7}',
        '{"blocks": [{}], "entityMap": {}}',
        json.dumps({"blocks": [{**BLOCK, "inlineStyleRanges": [{}]}], "entityMap": {}}),
        json.dumps({"blocks": [{**BLOCK, "entityRanges": [{"key": 3, "offset": 0, "length": 1}]}], "entityMap": {}}),
        "[" * 100_000,
    ],
)
def test_text_that_no_editor_sent_is_refused(editing, draft, body):
    response = editing.post(address(draft), words(draft, body=body))

    assert response.status_code == 400
    assert ArticlePage.objects.get(pk=draft.pk).body == draft.body


def test_markup_within_the_text_stays_text(editing, draft):
    block = {**BLOCK, "text": "<script>alert(1)</script>", "type": "header-two"}
    editing.post(address(draft), words(draft, body=json.dumps({"blocks": [block], "entityMap": {}})))

    assert ArticlePage.objects.get(pk=draft.pk).body == "<h2>&lt;script&gt;alert(1)&lt;/script&gt;</h2>"
