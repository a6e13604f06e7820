"""Comments at the desk: the queue, what is decided and undone, replies, rules, and whose they are."""

from __future__ import annotations

import pytest
from django.test import Client

from caunoi.core.models import AuditEntry
from caunoi.publishing.models import ArticleVoices, Comment, SiteVoices
from caunoi.publishing.services.comments import report_comment, send_comment
from caunoi.publishing.services.moderation import show_comments
from tests.publishing.makers import published_in

LIST = "/viec/tin-bai/y-kien/"


@pytest.fixture
def article(site, editor):
    return published_in(site, editor)


def sent(article, *texts):
    return [send_comment(article=article, name="Bà Thử", text=text, proved=True) for text in texts]


def states(*comments):
    return [Comment.objects.get(pk=one.pk).state for one in comments]


def test_the_queue_shows_refuses_and_takes_back(editing, article):
    first, second, third = sent(article, "Một", "Hai", "<script>alert(3)</script>")
    told = editing.get(LIST).content.decode()
    assert told.index("Một") < told.index("Hai")
    assert "<script>alert" not in told
    assert "Ý kiến bạn đọc chờ duyệt: 3" in editing.get("/viec/").content.decode()

    editing.post(f"{LIST}xu-ly/", {"do": "show", "comment": [first.pk, second.pk]})
    assert states(first, second, third) == ["shown", "shown", "held"]
    editing.post(f"{LIST}xu-ly/", {"do": "refuse", "comment": [third.pk], "reason": ""})
    assert states(third) == ["held"]
    page = editing.post(f"{LIST}xu-ly/", {"do": "refuse", "comment": [third.pk], "reason": "Mã độc"}, follow=True)
    assert states(third) == ["refused"]
    undo = f"{LIST}lui/held/{third.pk}/"
    assert undo in page.content.decode()
    editing.post(undo)
    assert states(third) == ["held"]
    editing.post(f"{LIST}xu-ly/", {"do": f"refuse:{first.pk}", "reason": "Sai"})
    assert states(first) == ["removed"]
    row = AuditEntry.objects.filter(action="publishing.comments_removed").get()
    assert (row.details, row.reason) == ({"comment_numbers": [first.pk], "count": 1}, "Sai")
    assert "Một" not in editing.get("/viec/nhat-ky/").content.decode()
    for state in ("shown", "refused", "removed", "reported"):
        assert editing.get(f"{LIST}?state={state}&q=mot").status_code == 200


def test_a_reply_and_a_report(editing, editor, article, client):
    (comment,) = sent(article, "Khi nào có lớp tiếp theo?")
    page = f"{LIST}{comment.pk}/"
    editing.post(page, {"reply": "Tháng 12 có lớp.", "show": "1"})
    told = client.get(article.address).content.decode()
    assert "Tháng 12 có lớp." in told
    report_comment(comment=comment, reason="Không đúng sự thật")
    assert "Không đúng sự thật" in editing.get(f"{LIST}?state=reported").content.decode()
    assert "Khi nào có lớp tiếp theo?" in client.get(article.address).content.decode()
    editing.post(f"{LIST}xu-ly/", {"do": f"settle:{comment.pk}"})
    assert Comment.objects.get().open_reports == 0
    editing.post(page, {"reply": ""})
    assert Comment.objects.get().reply == ""


def test_rules_of_an_article_and_of_a_site(editing, administrator, site, article, client):
    chief = Client()
    chief.force_login(administrator)
    assert "Gửi ý kiến" in client.get(article.address).content.decode()
    editing.post(f"/viec/tin-bai/{article.pk}/y-kien/", {"takes_comments": "on", "closes_on": "01/01/2026"})
    assert "Bài này không nhận ý kiến" in client.get(article.address).content.decode()
    assert "Đã hết hạn" in client.get(f"/y-kien/{article.pk}/").content.decode()
    ArticleVoices.objects.all().delete()
    chief.post(f"/viec/tin-bai/trang/{site.pk}/y-kien/", {"days": ""})
    assert SiteVoices.objects.get().takes_comments is False
    assert "Bài này không nhận ý kiến" in client.get(article.address).content.decode()


def test_comments_of_others_are_nowhere(outside, article, editor):
    (comment,) = sent(article, "Một")
    show_comments(actor=editor, comments=[comment.pk])
    assert "Một" not in outside.get(f"{LIST}?state=shown").content.decode()
    for address in (f"{LIST}{comment.pk}/", f"/viec/tin-bai/{article.pk}/y-kien/"):
        assert outside.get(address).status_code == 404
    assert outside.post(f"{LIST}xu-ly/", {"do": "refuse", "comment": [comment.pk], "reason": "x"}).status_code == 404
    assert outside.post(f"{LIST}lui/held/{comment.pk}/").status_code == 404
    assert states(comment) == ["shown"]


@pytest.mark.parametrize("count", [2, 20])
def test_the_queue_costs_the_same(editing, article, django_assert_max_num_queries, count):
    sent(article, *(f"Ý kiến số {number}" for number in range(count)))
    with django_assert_max_num_queries(24):
        assert editing.get(LIST).status_code == 200
