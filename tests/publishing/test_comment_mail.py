"""Whoever looks at a site's comments is told once a day that some wait, and says himself whether he wants it."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.utils import timezone

from caunoi.core.jobs.timetable import entries
from caunoi.core.models import OutboxMessage
from caunoi.directory.enums import RoleKind
from caunoi.publishing.queries.comments import wants_comment_mail
from caunoi.publishing.services.comment_mail import anything_to_tell, choose_comment_mail, tell_of_comments
from caunoi.publishing.services.comments import send_comment
from caunoi.publishing.services.moderation import show_comments
from caunoi.publishing.tasks import tell_editors_of_comments
from caunoi.web.mail.sending import render
from tests.factories import UserFactory
from tests.publishing.makers import office_with_site, published_in


def written():
    return OutboxMessage.objects.filter(template="comments_waiting").order_by("created_at", "pk")


def a_day_later():
    written().update(created_at=timezone.now() - dt.timedelta(days=1))


@pytest.fixture
def article(site, editor):
    return published_in(site, editor)


@pytest.fixture
def neighbour():
    """An editor of another office, whose site has comments of its own."""
    office, administrator, site = office_with_site(name="UBND phường Thử", slug="thu")
    UserFactory.with_role(office, RoleKind.EDITOR, email="khac@example.vn")
    send_comment(article=published_in(site, administrator), name="", text="Ở nơi khác", proved=True)
    return office


def test_the_first_is_told_and_the_rest_is_gathered_until_the_next_day(site, office, article, editor, neighbour):
    UserFactory.with_role(office, RoleKind.EDITOR, email="")
    UserFactory.with_role(office, RoleKind.ORGANISER, email="nguoi-to-chuc@example.vn")
    for number in range(3):
        send_comment(article=article, name="Bà Kín Đáo", text=f"Lời bí mật {number}", proved=True)

    assert anything_to_tell()
    tell_of_comments()
    mine = [each for each in written() if each.organisation_id == office.pk]
    mail = render(next(each for each in mine if each.recipient == editor.email))
    assert "nguoi-to-chuc@example.vn" not in {each.recipient for each in mine}
    assert {each.recipient for each in written()} - {each.recipient for each in mine} == {"khac@example.vn"}
    assert mail.subject == f"Có 3 ý kiến chờ duyệt trên trang “{site.title}”"
    assert f"/viec/tin-bai/y-kien/?site={site.pk}" in mail.body
    for told in (mail.subject, mail.body, *(str(each.context) for each in mine)):
        assert "bí mật" not in told
        assert "Kín Đáo" not in told
        assert article.title not in told

    send_comment(article=article, name="", text="Thêm một ý", proved=True)
    count = written().count()
    assert not anything_to_tell()
    assert (tell_of_comments(), written().count()) == (0, count)
    a_day_later()
    tell_of_comments()
    newest = [each for each in written() if each.recipient == editor.email][-1]
    assert newest.context["count"] == 4
    assert not any(each.urgent for each in written())


def test_nobody_is_told_of_what_was_decided(article, editor):
    comment = send_comment(article=article, name="", text="Một ý", proved=True)
    show_comments(actor=editor, comments=[comment.pk])

    assert not anything_to_tell()
    assert tell_of_comments() == 0


def test_each_person_switches_it_for_himself(article, editor, administrator, organiser):
    administrator.email = "quan-tri@example.vn"
    administrator.save()
    client = Client()
    client.force_login(editor)
    address = "/viec/tin-bai/y-kien/"
    assert "Tắt các thư này" in client.get(address).content.decode()

    told = client.post(f"{address}thu/", {"wanted": "0"}, follow=True)
    assert told.redirect_chain == [(address, 302)]
    assert "Bật lại các thư này" in told.content.decode()
    assert not wants_comment_mail(editor)
    send_comment(article=article, name="", text="Một ý", proved=True)
    tell_of_comments()
    assert {each.recipient for each in written()} == {"quan-tri@example.vn"}

    client.post(f"{address}thu/", {"wanted": "1"})
    assert wants_comment_mail(editor)
    a_day_later()
    tell_of_comments()
    assert {each.recipient for each in written()} == {"quan-tri@example.vn", editor.email}
    with pytest.raises(PermissionDenied):
        choose_comment_mail(actor=organiser, wanted=False)
    assert client.get(f"{address}thu/").status_code == 405


@pytest.mark.django_db
def test_it_goes_out_by_day_alone():
    (when,) = [each.when for each in entries() if each.name == tell_editors_of_comments.module_path]
    night = dt.datetime(2026, 11, 20, 23, tzinfo=timezone.get_default_timezone())
    assert when.latest(night) is None
    assert when.latest(night - dt.timedelta(hours=13)) is not None
