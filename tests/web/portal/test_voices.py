"""Comments, reports and ratings from a reader's browser."""

from __future__ import annotations

import base64
import json
import re
import time

import altcha
import pytest
from django.test import Client

from caunoi.publishing.enums import CommentState
from caunoi.publishing.models import Comment
from caunoi.publishing.queries.ratings import Mean, ratings_of
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
    assert "sau khi cơ quan duyệt" in reader.get(answer.url).content.decode()
    comment = Comment.objects.get()
    assert (comment.state, comment.name, comment.text) == (CommentState.HELD, "Bà Thử", "Bài viết hay.")
    assert "Bài viết hay." not in reader.get(article.address).content.decode()

    show_comments(actor=editor, comments=[comment.pk])

    told = reader.get(article.address).content.decode()
    assert "Bài viết hay." in told
    assert "Bà Thử" in told
    assert not reader.cookies
    assert time.time() - comment.created_at.timestamp() < 120


def held():
    return [(one.name, one.text) for one in Comment.objects.order_by("pk")]


def test_private_matters_are_shown_before_and_then_covered(article, reader, patient):
    words = "Gọi tôi 0905 123 456, số nhà 12 đường Lê Lợi, thu.mau@example.vn, CCCD 048190001234. Giá 15.000.000 đồng."
    answer = send(reader, article, words)
    told = answer.content.decode()
    assert Comment.objects.count() == 0
    for found in ("0905 123 456", "thu.mau@example.vn", "048190001234"):
        assert f'<mark class="voices-found">{found}</mark>' in told
    typed = {"text": words, "mark": hidden(answer)}
    again = reader.post(f"/y-kien/{article.pk}/", {**typed, "then": "edit"}).content.decode()
    assert words in again
    assert Comment.objects.count() == 0

    reader.post(f"/y-kien/{article.pk}/", {**typed, "then": "cover"})

    (text,) = Comment.objects.values_list("text", flat=True)
    for private in ("0905", "Lê Lợi", "example.vn", "0481"):
        assert private not in text
    assert "[đã che: số điện thoại]" in text
    assert "15.000.000 đồng" in text


def test_scripts_in_names_and_comments_stay_words(article, editor, reader, patient):
    evil = '<img src=x onerror=alert(1)>"><script>alert(2)</script>'
    send(reader, article, evil, name=evil[:40])
    show_comments(actor=editor, comments=[Comment.objects.get().pk])
    for page in (article.address, f"{article.address}/y-kien/", f"/y-kien/bao/{Comment.objects.get().pk}/"):
        told = reader.get(page).content.decode()
        assert "<img src=x" not in told
        assert "<script>alert" not in told
        assert "&lt;img src=x" in told


def test_a_flood_is_held_back(article, reader, patient):
    send(reader, article, xac_nhan="http://spam.example")
    assert held() == []
    page = f"/y-kien/{article.pk}/"
    assert "quá lâu" in reader.post(page, {"text": "Spam", "mark": "made-up"}).content.decode()
    form = {"text": "Một", "mark": hidden(reader.get(page))}
    for _twice in range(2):
        reader.post(page, form)
    assert held() == [("", "Một")]
    for number in range(8):
        last = send(reader, article, f"Ý kiến {number}")
    assert "Từ mạng này" in last.content.decode()
    assert Comment.objects.count() == 6
    assert reader.post(page, form, headers={"Sec-Fetch-Site": "cross-site"}).status_code == 200
    assert Comment.objects.count() == 6


def test_a_form_that_is_sent_at_once_is_no_persons(article, reader):
    assert "nhanh quá" in send(reader, article).content.decode()
    assert held() == []


def solved():
    challenge = marks.new_challenge()
    made = altcha.Challenge.from_dict(challenge)
    return altcha.Payload(made, altcha.solve_challenge(made)).to_base64()


def test_work_by_the_browser_counts_once_and_not_when_changed(db):
    work = solved()
    assert marks.is_work_done(work)
    assert marks.is_work_new(work)
    assert not marks.is_work_new(work)
    assert not marks.is_work_done("nonsense")
    forged = json.loads(base64.b64decode(work))
    forged["challenge"]["parameters"]["expiresAt"] = 4_000_000_000
    assert not marks.is_work_done(base64.b64encode(json.dumps(forged).encode()).decode())


def test_work_lifts_the_limit_of_those_who_did_none(article, reader, patient):
    for number in range(7):
        send(reader, article, f"Ý kiến {number}")
    assert Comment.objects.count() == 6
    send(reader, article, "Có làm việc", altcha=solved())
    assert Comment.objects.count() == 7


def rate(client, article, stars):
    page = f"/danh-gia/{article.pk}/"
    return client.post(page, {"stars": stars, "mark": hidden(client.get(page))})


def test_each_visitor_rates_once_and_no_cookie_comes_before(article, reader):
    page = f"/danh-gia/{article.pk}/"
    reader.get(page)
    assert not reader.cookies
    rate(reader, article, 4)
    cookie = reader.cookies["danh-gia"]
    assert (cookie["path"], cookie["httponly"], cookie["samesite"]) == (page, True, "Lax")
    told = reader.get(f"{page}?xong=1").content.decode()
    assert "4,0" in told
    reader.post(page, {"stars": 1, "mark": "x"})
    # The cookie dropped: the day's hash says so still.
    again = Client(headers={"User-Agent": BROWSER})
    assert rate(again, article, 1).url.endswith("xong=2")
    assert ratings_of([str(article.pk)]) == {str(article.pk): Mean(4.0, 1)}


def test_votes_can_not_be_stuffed_from_one_address(article):
    for number in range(30):
        rate(Client(headers={"User-Agent": f"{BROWSER} {number}"}), article, 1)
    assert ratings_of([str(article.pk)])[str(article.pk)].votes == 10


def test_a_report_waits_and_the_comment_stays(article, editor, reader, patient):
    send(reader, article)
    comment = Comment.objects.get()
    page = f"/y-kien/bao/{comment.pk}/"
    assert reader.get(page).status_code == 404
    show_comments(actor=editor, comments=[comment.pk])
    reader.post(page, {"reason": "Sai sự thật", "mark": hidden(reader.get(page))})
    comment.refresh_from_db()
    assert (comment.open_reports, comment.state) == (1, CommentState.SHOWN)


def test_lists_of_many_comments_go_both_ways(article, editor, reader):
    rows = [Comment(article=article, site=article.site, text=f"Số {n}", state=CommentState.SHOWN) for n in range(60)]
    Comment.objects.bulk_create(rows)
    article_page = reader.get(article.address).content.decode()
    assert "Xem cả 60 ý kiến" in article_page
    assert article_page.count('class="voices-comment"') == 20
    newest = reader.get(f"{article.address}/y-kien/").content.decode()
    oldest = reader.get(f"{article.address}/y-kien/cu-nhat/").content.decode()
    assert "Số 59" in newest
    assert "Số 59" not in oldest
    assert "Số 59" in reader.get(f"{article.address}/y-kien/cu-nhat/?trang=2").content.decode()
