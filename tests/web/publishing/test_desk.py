from __future__ import annotations

import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from caunoi.publishing.enums import ArticleState
from caunoi.publishing.models import ArticlePage, ArticlePhoto, SitePage
from caunoi.publishing.services import approve, draft_from_report, save_draft, submit
from tests.factories import TrainingClassFactory
from tests.publishing.makers import article_in, jpeg, photo_in, report_of

SCRIPT = "<script>alert(1)</script>"


def text_of(response):
    return response.content.decode()


def at(name, *args):
    return reverse(f"desk:{name}", args=args)


def words(article, **changes):
    values = {
        "edition": article.edition,
        "title": article.title,
        "lead": article.lead,
        "body": "Thân bài.",
        "byline": article.byline,
        "source": article.source,
    }
    return {**values, **changes}


def stored(article):
    return ArticlePage.objects.get(pk=article.pk)


def test_list_shows_what_waits_first_and_finds_without_marks(editing, site, organiser, editor):
    waiting = submit(actor=organiser, article=article_in(site, organiser, title="Bài chờ duyệt"))
    newer = article_in(site, organiser, title="Bản thảo mới")

    page = text_of(editing.get(at("article_list")))
    found = text_of(editing.get(at("article_list"), {"q": "ban thao", "state": "draft"}))

    assert page.index(waiting.title) < page.index(newer.title)
    assert newer.title in found
    assert waiting.title not in found
    assert "⟦" not in page + found


def test_empty_list_offers_the_first_step(desk, editing, office):
    for client in (desk, editing):
        page = text_of(client.get(at("article_list")))
        assert "⟦" not in page
        assert "cn-empty" in page


def test_saved_words_are_kept(desk, draft):
    response = desk.post(at("article_edit", draft.pk), words(draft, title="Tựa mới", then="save"))

    assert response["Location"] == at("article_edit", draft.pk)
    assert (stored(draft).title, stored(draft).body) == ("Tựa mới", "<p>Thân bài.</p>")
    assert "⟦" not in text_of(desk.get(at("article_edit", draft.pk)))


def test_submit_saves_what_is_on_the_screen_first(desk, draft):
    desk.post(at("article_edit", draft.pk), words(draft, title="Tựa mới", then="submit"))

    assert (stored(draft).title, stored(draft).state) == ("Tựa mới", ArticleState.SUBMITTED)


def test_submit_of_an_incomplete_article_keeps_it_and_says_what_is_missing(desk, draft):
    response = desk.post(at("article_edit", draft.pk), words(draft, lead="", body="", title="Tựa mới", then="submit"))

    page = text_of(response)
    assert response.status_code == 200
    assert "data-cn-summary" in page
    assert 'value="Tựa mới"' in page
    assert (stored(draft).title, stored(draft).state) == ("Tựa mới", ArticleState.DRAFT)
    again = desk.post(
        at("article_edit", draft.pk),
        words(stored(draft), lead="Mở bài.", then="submit"),
    )
    assert again.status_code == 302
    assert stored(draft).state == ArticleState.SUBMITTED


def test_missing_title_keeps_what_was_typed(desk, draft):
    page = text_of(desk.post(at("article_edit", draft.pk), words(draft, title="", body="Điều đã gõ", then="save")))

    assert "Điều đã gõ" in page
    assert "⟦" not in page


def test_stale_save_keeps_the_text_and_shows_what_stands(desk, draft, editor):
    typed = words(draft, title="Tựa của tôi", body="Chữ của tôi", then="save")
    save_draft(
        actor=editor, article=draft, edition=draft.edition, title="Tựa của người khác", lead="x", body="<p>y</p>",
        byline="", source="",
    )  # fmt: skip

    response = desk.post(at("article_edit", draft.pk), typed)

    page = text_of(response)
    assert stored(draft).title == "Tựa của người khác"
    for kept in ("Tựa của tôi", "Chữ của tôi", "Tựa của người khác"):
        assert kept in page
    assert f'name="edition" value="{stored(draft).edition}"' in page
    desk.post(at("article_edit", draft.pk), {**typed, "edition": stored(draft).edition})
    assert stored(draft).title == "Tựa của tôi"


def test_approval_asks_first_and_then_publishes(editing, draft):
    to_confirmation = editing.post(at("article_edit", draft.pk), words(draft, then="approve"))
    assert to_confirmation["Location"] == at("article_approve", draft.pk)
    page = text_of(editing.get(to_confirmation["Location"]))
    assert draft.title in page
    assert "⟦" not in page
    assert stored(draft).state == ArticleState.DRAFT

    editing.post(at("article_approve", draft.pk), {"edition": stored(draft).edition})

    assert stored(draft).state == ArticleState.PUBLISHED
    assert editing.get(stored(draft).address).status_code == 200
    assert "⟦" not in text_of(editing.get(at("article_edit", draft.pk)))


def test_approval_of_another_edition_than_the_one_read_is_refused(editing, draft, organiser):
    read = draft.edition
    save_draft(
        actor=organiser, article=draft, edition=read, title="Khác", lead="x", body="<p>y</p>", byline="", source=""
    )

    editing.post(at("article_approve", draft.pk), {"edition": read})

    assert stored(draft).state == ArticleState.DRAFT


def test_organiser_is_refused_the_editors_buttons(desk, draft):
    for name in ("article_approve", "article_send_back", "article_correct", "article_withdraw"):
        assert desk.post(at(name, draft.pk), {"note": "x"}).status_code == 403
    assert stored(draft).state == ArticleState.DRAFT


def test_sent_back_note_stands_on_top_for_the_author(desk, editing, draft, organiser):
    submit(actor=organiser, article=draft)
    assert "⟦" not in text_of(editing.get(at("article_send_back", draft.pk)))

    editing.post(at("article_send_back", draft.pk), {"edition": stored(draft).edition, "note": "Thêm ảnh vào."})

    assert "Thêm ảnh vào." in text_of(desk.get(at("article_edit", draft.pk)))


def test_correction_and_withdrawal_name_what_happens_and_are_seen(editing, draft, editor):
    approve(actor=editor, article=draft)
    for name in ("article_correct", "article_withdraw"):
        page = text_of(editing.get(at(name, draft.pk)))
        assert draft.title in page
        assert "⟦" not in page

    without_note = editing.post(at("article_correct", draft.pk), words(stored(draft), title="Sửa rồi", note=""))
    assert without_note.status_code == 200
    editing.post(at("article_correct", draft.pk), words(stored(draft), title="Sửa rồi", note="Sửa tựa bài."))
    assert (stored(draft).title, stored(draft).state) == ("Sửa rồi", ArticleState.CORRECTED)

    editing.post(at("article_withdraw", draft.pk), {"edition": stored(draft).edition, "note": "Chưa kiểm chứng."})
    assert stored(draft).state == ArticleState.WITHDRAWN
    page = text_of(editing.get(at("article_edit", draft.pk)))
    assert "Sửa tựa bài." in page
    assert "Chưa kiểm chứng." in page
    assert "⟦" not in page


def test_back_button_after_publishing_does_no_harm(editing, draft, editor):
    old = words(draft, title="Chữ cũ", then="save")
    approve(actor=editor, article=draft)

    for name, data in (("article_edit", old), ("article_approve", {"edition": draft.edition}), ("article_discard", {})):
        editing.post(at(name, draft.pk), data)

    assert (stored(draft).title, stored(draft).state) == (draft.title, ArticleState.PUBLISHED)


def test_photo_goes_in_and_out(desk, draft):
    sent = SimpleUploadedFile("ảnh.jpg", jpeg(), "image/jpeg")
    assert "⟦" not in text_of(desk.get(at("photo_new", draft.pk)))

    response = desk.post(at("photo_new", draft.pk), {"photo-file": sent, "photo-alternative": "Hội trường"})

    assert response.status_code == 302
    photo = ArticlePhoto.objects.get()
    assert desk.get(at("article_picture", photo.pk, 480)).status_code == 200
    for name in ("photo_edit",):
        assert "⟦" not in text_of(desk.get(at(name, photo.pk)))
    desk.post(at("photo_edit", photo.pk), {"alternative": "Sân trường", "caption": SCRIPT})
    page = text_of(desk.get(at("article_edit", draft.pk)))
    assert SCRIPT not in page
    assert 'alt="Sân trường"' in page
    desk.post(at("photo_remove", photo.pk))
    assert not ArticlePhoto.objects.exists()


@pytest.mark.parametrize(
    ("name", "content"),
    [("anh.jpg", b"<svg><script>alert(1)</script></svg>"), ("anh.jpg", b""), ("a.png", jpeg()[:500])],
)
def test_unusable_photo_is_refused_beside_the_field_and_words_are_kept(desk, draft, name, content):
    response = desk.post(
        at("photo_new", draft.pk),
        {"photo-file": SimpleUploadedFile(name, content), "photo-alternative": "Hội trường đông người"},
    )

    page = text_of(response)
    assert response.status_code == 200
    assert "Hội trường đông người" in page
    assert "data-cn-summary" in page
    assert not ArticlePhoto.objects.exists()


def test_preview_is_what_readers_will_see(desk, draft, organiser):
    photo_in(draft, organiser, caption="Toàn cảnh")

    page = text_of(desk.get(at("article_preview", draft.pk)))

    assert draft.lead in page
    assert "Toàn cảnh" in page
    assert "/viec/tin-bai/anh/" in page
    assert "⟦" not in page


def test_class_without_a_report_says_what_comes_first(desk, training_class):
    page = text_of(desk.get(at("class_articles", training_class.code)))

    assert at("class_results", training_class.code) in page
    assert "⟦" not in page


def test_class_gives_a_draft_from_its_facts(desk, site, report, training_class):
    page = text_of(desk.get(at("class_articles", training_class.code)))
    assert "⟦" not in page

    response = desk.post(at("class_articles", training_class.code))

    article = ArticlePage.objects.get()
    assert response["Location"] == at("article_edit", article.pk)
    assert article.class_report == report
    page = text_of(desk.get(response["Location"]))
    assert "hơn 270" in page
    assert "⟦" not in page
    assert article.title in text_of(desk.get(at("class_articles", training_class.code)))


def test_class_of_an_office_without_a_site_leads_to_opening_one(desk, report, training_class):
    page = text_of(desk.get(at("class_articles", training_class.code)))

    assert at("site_list") in page
    assert desk.post(at("class_articles", training_class.code)).status_code == 302
    assert not ArticlePage.objects.exists()


def test_site_is_opened_and_described(client, administrator, office):
    client.force_login(administrator)
    for name in ("site_list", "site_new"):
        assert "⟦" not in text_of(client.get(at(name)))

    client.post(at("site_new"), {"organisation": office.pk, "slug": "hoa-khanh"})
    site = SitePage.objects.get()
    client.post(at("site_edit", site.pk), {"name": "Phường Hòa Khánh", "about": "Giới thiệu", "contact": ""})
    client.post(at("section_new", site.pk), {"section-title": "Thông báo"})

    assert (SitePage.objects.get().title, site.sections.count()) == ("Phường Hòa Khánh", 2)
    assert "⟦" not in text_of(client.get(at("site_edit", site.pk)))
    taken = client.post(at("section_new", site.pk), {"section-title": "thong bao"})
    assert taken.status_code == 200
    assert "⟦" not in text_of(taken)


def test_free_article_is_written_for_an_own_office_only(desk, site, office, stranger):
    assert "⟦" not in text_of(desk.get(at("article_new")))
    other = stranger.roles.get().organisation
    values = {"title": "Tin tự viết", "lead": "", "body": "", "byline": "", "source": ""}

    refused = desk.post(at("article_new"), {**values, "organisation": other.pk})
    once = str(uuid.uuid4())
    for _again in range(2):
        desk.post(at("article_new"), {**values, "organisation": office.pk, "once": once})

    assert refused.status_code == 200
    assert ArticlePage.objects.get().organisation == office
    sent = desk.get(at("article_export", "csv"), {"q": "tu viet"}).content.decode("utf-8-sig")
    assert sent.splitlines()[1].startswith("Tin tự viết,")
    assert len(desk.get(at("article_export", "csv"), {"q": "khac"}).content.decode().splitlines()) == 1


def test_every_address_of_an_article_is_missing_for_another_commune(outside, draft, organiser, training_class):
    photo = photo_in(draft, organiser)
    names = (
        "article_edit", "article_preview", "article_approve", "article_send_back", "article_correct",
        "article_withdraw", "article_discard", "photo_new",
    )  # fmt: skip
    addresses = [at(name, draft.pk) for name in names]
    addresses += [at(name, photo.pk) for name in ("photo_edit", "photo_move", "photo_remove")]
    addresses += [at("article_picture", photo.pk, 480), at("class_articles", training_class.code)]
    addresses += [at(name, draft.site.pk) for name in ("site_edit", "section_new")]

    for address in addresses:
        statuses = {outside.get(address).status_code, outside.post(address, {"note": "x"}).status_code}
        assert statuses <= {404, 405}, address
        assert 404 in statuses, address
    assert draft.title not in text_of(outside.get(at("article_list"), {"site": draft.site.pk, "q": "tap huan"}))
    assert draft.site.title not in text_of(outside.get(at("site_list")))
    assert str(draft.organisation) not in text_of(outside.get(at("article_new")))
    assert str(draft.organisation) not in text_of(outside.get(at("site_new")))
    assert stored(draft).state == ArticleState.DRAFT


def test_stranger_without_an_account_is_sent_to_sign_in(client, draft):
    assert client.get(at("article_edit", draft.pk)).status_code == 302


@pytest.mark.parametrize("count", [3, 30])
def test_list_costs_the_same_whatever_its_length(editing, site, organiser, django_assert_max_num_queries, count):
    for number in range(count):
        article_in(site, organiser, title=f"Bài {number}")
    editing.get(at("article_list"))

    with django_assert_max_num_queries(14):
        editing.get(at("article_list"))


@pytest.mark.parametrize("count", [1, 8])
def test_article_costs_the_same_whatever_its_photos(editing, draft, organiser, django_assert_max_num_queries, count):
    for _number in range(count):
        photo_in(draft, organiser)
    editing.get(at("article_edit", draft.pk))

    with django_assert_max_num_queries(14):
        editing.get(at("article_edit", draft.pk))


@pytest.mark.parametrize("count", [1, 12])
def test_class_tab_costs_the_same_whatever_its_articles(editing, site, organiser, django_assert_max_num_queries, count):
    training_class = TrainingClassFactory(keeper=site.organisation)
    report = report_of(training_class)
    for number in range(count):
        article = article_in(site, organiser, title=f"Bài {number}")
        ArticlePage.objects.filter(pk=article.pk).update(class_report=report)
    editing.get(at("class_articles", training_class.code))

    with django_assert_max_num_queries(20):
        editing.get(at("class_articles", training_class.code))


def test_article_of_an_earlier_closing_says_so(editing, site, report, training_class, editor):
    published = approve(actor=editor, article=draft_from_report(actor=editor, report=report))
    assert "newest_facts" not in text_of(editing.get(at("article_correct", published.pk)))
    newer = report_of(training_class, version=2)

    page = text_of(editing.get(at("article_edit", published.pk)))
    form = text_of(editing.get(at("article_correct", published.pk)))
    editing.post(at("article_correct", published.pk), words(stored(published), note="Số mới.", newest_facts="on"))

    assert "cn-told" in page
    assert "newest_facts" in form
    assert stored(published).class_report == newer
