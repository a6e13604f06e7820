"""The steps of an article: checked by somebody else, published at its time, arranged under section, topic and place."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from caunoi.core.errors import NotNow, StaleChange
from caunoi.core.models import AuditEntry, OutboxMessage
from caunoi.directory.enums import RoleKind
from caunoi.directory.models import Unit
from caunoi.publishing.enums import Action, ArticleKind, ArticleState
from caunoi.publishing.models import ArticlePage
from caunoi.publishing.services import (
    add_photo,
    add_section,
    add_topic,
    approve,
    arrange,
    change_photo,
    check_article,
    import_article,
    rename_topic,
    save_draft,
    send_back,
    set_check_rule,
    submit,
    unschedule,
)
from caunoi.publishing.services.scheduling import anything_due, publish_due
from tests.factories import UserFactory
from tests.publishing.makers import article_in, jpeg, office_with_site, photo_in, published_in

pytestmark = pytest.mark.data
SOON = dt.timedelta(minutes=10)


def told(article, action):
    return AuditEntry.objects.filter(action=action, object_id=str(article.pk)).order_by("-pk").first()


def test_somebody_other_than_the_author_checks_and_a_change_undoes_it(site, draft, organiser, editor):
    submit(actor=organiser, article=draft)
    with pytest.raises(NotNow):
        check_article(actor=organiser, article=draft, passed=True)
    checked = check_article(actor=editor, article=draft, passed=True, note="Đã đối chiếu số liệu.")
    assert (checked.state, checked.checked_by, checked.check_note) == (
        ArticleState.CHECKED,
        editor,
        "Đã đối chiếu số liệu.",
    )
    words = {"title": "Tên khác", "lead": checked.lead, "body": checked.body, "byline": "", "source": ""}
    changed = save_draft(actor=organiser, article=checked, edition=checked.edition, **words)
    assert (changed.state, changed.checked_by) == (ArticleState.SUBMITTED, None)
    checked = check_article(actor=editor, article=changed, passed=True)
    own = save_draft(actor=editor, article=checked, edition=checked.edition, **{**words, "title": "Lỗi chính tả"})
    assert own.state == ArticleState.CHECKED
    photo_in(own, organiser)
    own.refresh_from_db()
    assert own.state == ArticleState.SUBMITTED


def test_a_check_that_finds_faults_gives_the_article_back(site, draft, organiser, editor):
    submit(actor=organiser, article=draft)
    with pytest.raises(ValidationError):
        check_article(actor=editor, article=draft, passed=False, note=" ")
    back = check_article(actor=editor, article=draft, passed=False, note="Thiếu ngày tổ chức.")
    assert (back.state, back.sent_back_note) == (ArticleState.DRAFT, "Thiếu ngày tổ chức.")
    with pytest.raises(NotNow):
        check_article(actor=editor, article=back, passed=True)


def test_a_checked_article_can_be_sent_back(site, draft, organiser, editor):
    submit(actor=organiser, article=draft)
    check_article(actor=editor, article=draft, passed=True)
    back = send_back(actor=editor, article=draft, note="Thêm ảnh")
    assert (back.state, back.checked_at) == (ArticleState.DRAFT, None)


def test_a_site_may_want_a_second_person_and_the_trail_says_why_none_came(site, administrator, editor, organiser):
    with pytest.raises(PermissionDenied):
        set_check_rule(actor=editor, site=site, by_another=True)
    article = approve(actor=editor, article=article_in(site, editor))
    assert told(article, Action.ARTICLE_APPROVED).details["check"] == "not_asked"
    set_check_rule(actor=administrator, site=site, by_another=True)
    site.refresh_from_db()
    own = article_in(site, editor)
    with pytest.raises(NotNow):
        approve(actor=editor, article=own)
    theirs = approve(actor=editor, article=article_in(site, organiser))
    assert told(theirs, Action.ARTICLE_APPROVED).details["check"] == "approver"
    submit(actor=editor, article=own)
    check_article(actor=organiser, article=own, passed=True)
    assert told(approve(actor=editor, article=own), Action.ARTICLE_APPROVED).details["check"] == "done"


def test_an_office_of_one_person_may_leave_the_check_out(db):
    _office, alone, site = office_with_site(slug="mot-minh")
    set_check_rule(actor=alone, site=site, by_another=True)
    article = published_in(site, alone)
    assert article.state == ArticleState.PUBLISHED
    assert told(article, Action.ARTICLE_APPROVED).details["check"] == "nobody_else"


def test_an_article_is_published_at_its_time_once_and_caught_up_with(site, draft, editor, client):
    at = timezone.now() + SOON
    planned = approve(actor=editor, article=draft, at=at)
    assert (planned.state, planned.scheduled_for, planned.published_at) == (ArticleState.SCHEDULED, at, None)
    address = planned.address
    assert client.get(address).status_code == 404
    assert (anything_due(), publish_due()) == (False, 0)
    # The server stood still for a day.
    ArticlePage.objects.filter(pk=draft.pk).update(scheduled_for=timezone.now() - dt.timedelta(days=1))
    assert anything_due()
    assert publish_due() == 1
    assert publish_due() == 0
    shown = ArticlePage.objects.get(pk=draft.pk)
    assert shown.state == ArticleState.PUBLISHED
    assert timezone.now() - shown.published_at < dt.timedelta(minutes=1)
    assert client.get(address).status_code == 200
    assert told(shown, Action.ARTICLE_PUBLISHED).actor_id is None


def test_a_planned_article_stands_still_until_it_is_taken_back(site, draft, organiser, editor):
    section = add_section(actor=UserFactory.with_role(site.organisation, RoleKind.ADMINISTRATOR), site=site, title="Tb")
    photo = photo_in(draft, organiser)
    planned = approve(actor=editor, article=draft, at=timezone.now() + SOON)
    words = {"title": "Khác", "lead": "", "body": "", "byline": "", "source": ""}
    for refused in (
        lambda: save_draft(actor=organiser, article=planned, edition=planned.edition, **words),
        lambda: add_photo(actor=editor, article=planned, content=jpeg(), name="a.jpg", alternative="Ảnh"),
        lambda: change_photo(actor=editor, photo=photo, alternative="Ảnh khác"),
        lambda: arrange(actor=editor, article=planned, section=section),
        lambda: approve(actor=editor, article=planned),
    ):
        with pytest.raises(NotNow):
            refused()
    with pytest.raises(PermissionDenied):
        unschedule(actor=organiser, article=planned)
    with pytest.raises(StaleChange):
        unschedule(actor=editor, article=planned, edition=planned.edition - 1)
    back = unschedule(actor=editor, article=planned)
    assert (back.state, back.scheduled_for, back.approved_by) == (ArticleState.DRAFT, None, None)
    assert publish_due() == 0


@pytest.mark.parametrize("ahead", [dt.timedelta(seconds=-1), dt.timedelta(days=400)])
def test_a_time_past_or_far_ahead_is_refused(site, draft, editor, ahead):
    with pytest.raises(ValidationError) as caught:
        approve(actor=editor, article=draft, at=timezone.now() + ahead)
    assert list(caught.value.error_dict) == ["at"]


def test_what_lacks_a_consent_at_its_time_is_held_back(site, draft, organiser, editor):
    photo = photo_in(draft, organiser, caption="Trần Thị Thử phát biểu", names_people=True, consent=True)
    approve(actor=editor, article=draft, at=timezone.now() + SOON)
    type(photo).objects.filter(pk=photo.pk).update(consent=False)
    ArticlePage.objects.filter(pk=draft.pk).update(scheduled_for=timezone.now())
    assert publish_due() == 0
    draft.refresh_from_db()
    assert draft.state == ArticleState.DRAFT
    assert "đồng ý" in draft.sent_back_note
    assert [each.recipient for each in OutboxMessage.objects.filter(template="article_held")] == [editor.email]


def test_a_moved_article_is_found_at_both_addresses_and_in_no_old_list(site, draft, administrator, editor, client):
    notices = add_section(actor=administrator, site=site, title="Thông báo")
    published = approve(actor=editor, article=draft)
    before = published.address
    moved = arrange(actor=editor, article=published, section=notices)
    assert moved.address != before
    assert moved.get_parent().pk == notices.pk
    answer = client.get(before)
    assert (answer.status_code, answer["Location"]) == (301, moved.address)
    assert client.get(moved.address).status_code == 200
    assert moved.title in client.get(notices.address).content.decode()
    assert moved.title not in client.get(f"/{site.slug}/tin-tuc/").content.decode()
    assert list(type(published).find_problems()) == [[], [], [], [], []]
    again = arrange(actor=editor, article=moved, section=published.section)
    assert client.get(moved.address)["Location"] == again.address == before


def test_topics_and_places_have_lists_of_what_can_be_read(site, draft, organiser, editor, client):
    topic = add_topic(actor=editor, site=site, title="Hòa giải ở cơ sở")
    assert topic.address == "/hoa-khanh/chuyen-de/hoa-giai-o-co-so/"
    place = Unit.objects.create(
        code="20197", level="commune", prefix="Phường", name="Hòa Khánh", folded_name="hoa khanh",
        folded_full_name="phuong hoa khanh",
    )  # fmt: skip
    arrange(actor=organiser, article=draft, section=draft.section, topics=[topic], place=place)
    nowhere = f"/hoa-khanh/noi/phuong-hoa-khanh-{place.pk}/"
    assert client.get(nowhere).status_code == 404
    assert draft.title not in client.get(topic.address).content.decode()
    draft.refresh_from_db()
    shown = approve(actor=editor, article=draft)
    day = timezone.localdate(shown.published_at)
    for address in (
        topic.address,
        nowhere,
        f"/hoa-khanh/ngay/{day.year}/{day.month}/",
        f"/hoa-khanh/ngay/{day.year}/{day.month}/{day.day}/",
    ):
        answer = client.get(address)
        assert answer.status_code == 200, address
        assert shown.address in answer.content.decode(), address
    page = client.get(shown.address).content.decode()
    assert topic.address in page
    assert nowhere in page
    assert client.get(f"/hoa-khanh/noi/sai-{place.pk}/")["Location"] == nowhere
    for missing in ("chuyen-de/khac/", "noi/x/", "noi/x-99999999/", "ngay/2026/13/", "ngay/2026/2/30/", "ngay/0/1/"):
        assert client.get(f"/hoa-khanh/{missing}").status_code == 404, missing
    rename_topic(actor=editor, topic=topic, title="Hòa giải")
    assert "Hòa giải</h1>" in client.get(topic.address).content.decode()
    with pytest.raises(PermissionDenied):
        add_topic(actor=organiser, site=site, title="Khác")
    with pytest.raises(ValidationError):
        add_topic(actor=editor, site=site, title="HOÀ GIẢI Ở CƠ SỞ".replace("HOÀ", "HÒA"))


def test_sections_and_topics_of_another_site_are_refused(site, draft, organiser):
    _office, other, theirs = office_with_site(name="Phường khác", slug="khac")
    topic = add_topic(actor=other, site=theirs, title="Của nơi khác")
    with pytest.raises(ValidationError) as caught:
        arrange(actor=organiser, article=draft, section=theirs.sections.get())
    assert list(caught.value.error_dict) == ["section"]
    with pytest.raises(ValidationError) as caught:
        arrange(actor=organiser, article=draft, section=draft.section, topics=[topic])
    assert list(caught.value.error_dict) == ["topics"]
    with pytest.raises(PermissionDenied):
        arrange(actor=other, article=draft, section=draft.section)


def test_a_photo_story_needs_photos(site, draft, organiser, editor):
    arrange(actor=organiser, article=draft, section=draft.section, kind=ArticleKind.PHOTOS)
    draft.refresh_from_db()
    photo_in(draft, organiser)
    with pytest.raises(ValidationError):
        approve(actor=editor, article=draft)
    photo_in(draft, organiser)
    assert approve(actor=editor, article=draft).is_readable


@pytest.mark.parametrize(
    ("day", "refused"), [(dt.date(1, 1, 2), True), (dt.date(1989, 12, 31), True), (dt.date(1990, 1, 1), False)]
)
def test_a_day_that_was_never_set_is_no_day_of_an_old_article(site, editor, day, refused):
    moment = dt.datetime.combine(day, dt.time(), tzinfo=timezone.get_default_timezone())
    words = {"title": "Tin cũ", "lead": "Mở bài", "body": "<p>Chữ.</p>", "byline": "", "source": ""}
    if not refused:
        assert import_article(actor=editor, site=site, published_at=moment, **words).published_at == moment
        return
    with pytest.raises(ValidationError, match="chưa có trang web"):
        import_article(actor=editor, site=site, published_at=moment, **words)
    assert not ArticlePage.objects.exists()
