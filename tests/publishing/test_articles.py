from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import translation

from caunoi.core import search
from caunoi.core.errors import NotNow, StaleChange
from caunoi.core.models import AuditEntry, OutboxMessage, SearchDocument
from caunoi.directory.enums import RoleKind
from caunoi.publishing.enums import Action, ArticleState, NoteKind
from caunoi.publishing.models import ArticlePage
from caunoi.publishing.services import (
    approve,
    correct,
    create_article,
    discard_draft,
    draft_from_report,
    open_site,
    save_draft,
    send_back,
    submit,
    withdraw,
)
from caunoi.training.enums import HostRole
from caunoi.training.models import ClassOrganisation
from tests.factories import OrganisationFactory, UserFactory
from tests.publishing.makers import article_in, office_with_site, photo_in, report_of

WORDS = {
    "title": "Tựa mới",
    "lead": "Mở bài mới.",
    "body": "<p>Thân bài mới.</p>",
    "byline": "Nguyễn Văn Mẫu",
    "source": "",
}


def actions_on(article):
    entries = AuditEntry.objects.filter(object_type="publishing.articlepage", object_id=str(article.pk))
    return list(entries.order_by("pk").values_list("action", flat=True))


def test_draft_from_report_takes_the_frozen_facts(site, report, organiser):
    article = draft_from_report(actor=organiser, report=report)

    stored = ArticlePage.objects.get(pk=article.pk)
    assert stored.title == "Đảng ủy phường Hòa Khánh tập huấn nghiệp vụ hòa giải ở cơ sở năm 2026"
    assert "<p>Có hơn 270 người dự lớp.</p>" in stored.body
    assert "<ul><li>“Kỹ năng hòa giải” (Trần Thị Thử, Phó Trưởng phòng Tư pháp)</li>" in stored.body
    assert (stored.state, stored.live, stored.site_id, stored.class_report_id) == ("draft", False, site.pk, report.pk)
    assert stored.byline == organiser.name
    assert stored.slug.endswith(f"-{stored.pk}")
    assert actions_on(stored) == [Action.ARTICLE_DRAFTED]


def test_draft_of_a_title_with_html_stays_literal(site, training_class, organiser):
    report = report_of(training_class, title="Tập huấn <script>alert(1)</script> *mới*", organisers=())

    article = draft_from_report(actor=organiser, report=report)

    assert article.title == "Tập huấn <script>alert(1)</script> *mới*"
    assert "<script" not in article.body


def test_draft_without_any_site_says_what_to_do(report, organiser):
    with translation.override("en"), pytest.raises(NotNow, match="news site"):
        draft_from_report(actor=organiser, report=report)

    assert not ArticlePage.objects.exists()


def test_draft_of_an_office_below_stands_on_the_nearest_site_above(organiser, office, training_class):
    province = OrganisationFactory(name="Đảng ủy tỉnh Thử", path="00")
    office.path = province.path + office.path
    office.save()
    _province, administrator, _site = _opened(province)

    article = draft_from_report(actor=organiser, report=report_of(training_class))

    assert article.site.organisation == province
    with pytest.raises(PermissionDenied):
        approve(actor=UserFactory.with_role(office, RoleKind.ADMINISTRATOR), article=article)
    assert approve(actor=administrator, article=article).is_readable


def _opened(organisation):
    administrator = UserFactory.with_role(organisation, RoleKind.ADMINISTRATOR)
    return organisation, administrator, open_site(actor=administrator, organisation=organisation)


def test_co_organiser_writes_for_its_own_site(report, training_class):
    office, administrator, site = office_with_site(name="Ủy ban MTTQ phường Thử")
    ClassOrganisation.objects.create(
        training_class=training_class, organisation=office, name=office.name, role=HostRole.CO_ORGANISER
    )

    article = draft_from_report(actor=administrator, report=report)

    assert (article.organisation, article.site) == (office, site)


def test_sender_and_stranger_write_nothing_about_a_class(site, report, training_class, stranger):
    office, administrator, _site = office_with_site(name="UBND phường Cử Người")
    ClassOrganisation.objects.create(
        training_class=training_class, organisation=office, name=office.name, role=HostRole.SENDER
    )

    for outsider in (administrator, stranger):
        with pytest.raises(PermissionDenied):
            draft_from_report(actor=outsider, report=report)


def test_save_draft_keeps_the_words_and_what_stood_before(draft, organiser):
    saved = save_draft(actor=organiser, article=draft, edition=draft.edition, **WORDS)

    assert (saved.title, saved.lead, saved.body) == ("Tựa mới", "Mở bài mới.", "<p>Thân bài mới.</p>")
    assert saved.slug == f"tua-moi-{saved.pk}"
    assert saved.revisions.count() == 2
    last = AuditEntry.objects.latest("pk")
    assert last.details["title"] == ["Tập huấn hòa giải ở cơ sở", "Tựa mới"]


def test_save_draft_of_the_same_words_changes_nothing(draft, organiser):
    saved = save_draft(actor=organiser, article=draft, edition=draft.edition, **WORDS)
    again = save_draft(actor=organiser, article=saved, edition=saved.edition, **WORDS)

    assert again.edition == saved.edition
    assert actions_on(draft) == [Action.ARTICLE_DRAFTED, Action.ARTICLE_CHANGED]


def test_save_draft_after_somebody_else_is_stale(draft, organiser, editor):
    save_draft(actor=editor, article=draft, edition=draft.edition, **WORDS)

    with pytest.raises(StaleChange):
        save_draft(actor=organiser, article=draft, edition=draft.edition, **{**WORDS, "title": "Khác"})

    assert ArticlePage.objects.get(pk=draft.pk).title == "Tựa mới"


@pytest.mark.parametrize(
    ("field", "value"), [("title", "  "), ("title", "x" * 251), ("lead", "x" * 2001), ("body", "x" * 200_001)]
)
def test_save_draft_names_the_field_at_fault(draft, organiser, field, value):
    with pytest.raises(ValidationError) as caught:
        save_draft(actor=organiser, article=draft, edition=draft.edition, **{**WORDS, field: value})

    assert list(caught.value.message_dict) == [field]


def test_stored_script_is_cleaned_from_the_body(draft, organiser):
    body = "<p onclick=x>Chữ</p><script>alert(1)</script>"

    saved = save_draft(actor=organiser, article=draft, edition=draft.edition, **{**WORDS, "body": body})

    assert saved.body == "<p>Chữ</p>"


def test_submit_waits_for_the_editors_and_writes_to_them(draft, organiser, editor, administrator):
    submitted = submit(actor=organiser, article=draft)

    assert submitted.state == ArticleState.SUBMITTED
    (message,) = OutboxMessage.objects.all()
    assert (message.recipient, message.template) == ("bien-tap@example.vn", "article_submitted")
    assert message.context["title"] == draft.title


def test_submit_twice_is_refused(draft, organiser):
    submit(actor=organiser, article=draft)

    with pytest.raises(NotNow):
        submit(actor=organiser, article=draft)


def test_submit_without_lead_and_text_says_what_is_missing(site, organiser):
    article = article_in(site, organiser, lead="", body="")

    with pytest.raises(ValidationError) as caught:
        submit(actor=organiser, article=article)

    assert sorted(caught.value.message_dict) == ["body", "lead"]


def test_send_back_tells_the_author_what_to_change(draft, organiser, editor):
    organiser.email = "tac-gia@example.vn"
    organiser.save()
    submit(actor=organiser, article=draft)

    returned = send_back(actor=editor, article=draft, note="Thêm ảnh.")

    assert (returned.state, returned.sent_back_note) == (ArticleState.DRAFT, "Thêm ảnh.")
    assert OutboxMessage.objects.get(template="article_sent_back").recipient == "tac-gia@example.vn"


def test_organiser_cannot_approve(draft, organiser):
    submit(actor=organiser, article=draft)

    for service in (approve, lambda **named: send_back(note="x", **named)):
        with pytest.raises(PermissionDenied):
            service(actor=organiser, article=draft)


def test_approve_publishes_with_a_permanent_address(draft, organiser, editor):
    submit(actor=organiser, article=draft)

    published = approve(actor=editor, article=draft)

    stored = ArticlePage.objects.get(pk=draft.pk)
    assert (stored.state, stored.live, stored.approved_by) == (ArticleState.PUBLISHED, True, editor)
    assert stored.published_at is not None
    assert published.address == stored.address
    assert stored.address == f"/hoa-khanh/tin-tuc/{stored.year}/tap-huan-hoa-giai-o-co-so-{stored.pk}"
    assert stored.url == stored.address
    assert actions_on(stored)[-1] == Action.ARTICLE_APPROVED


def test_sole_clerk_approves_an_own_text_and_the_trail_shows_it(site, editor):
    article = approve(actor=editor, article=article_in(site, editor))

    entries = AuditEntry.objects.filter(object_id=str(article.pk)).order_by("pk")
    assert [(entry.action, entry.actor_id) for entry in entries] == [
        (Action.ARTICLE_DRAFTED, editor.pk),
        (Action.ARTICLE_APPROVED, editor.pk),
    ]


def test_approve_without_consent_of_people_named_is_refused(draft, editor):
    photo_in(draft, editor, names_people=True, consent=False)

    with pytest.raises(ValidationError) as caught:
        approve(actor=editor, article=draft)

    assert list(caught.value.message_dict) == ["photos"]
    assert not ArticlePage.objects.get(pk=draft.pk).live


def test_correction_is_visible_and_keeps_the_address(draft, editor):
    published = approve(actor=editor, article=draft)
    address = published.address

    corrected = correct(actor=editor, article=published, note="Sửa số người dự.", title="Tựa đã sửa")

    stored = ArticlePage.objects.get(pk=draft.pk)
    assert (corrected.state, stored.state, stored.title, stored.live) == ("corrected", "corrected", "Tựa đã sửa", True)
    assert stored.address == address
    (note,) = stored.notes.all()
    assert (note.kind, note.text, note.by) == (NoteKind.CORRECTION, "Sửa số người dự.", editor)


@pytest.mark.parametrize(("note", "title", "field"), [("", "Tựa khác", "note"), ("Sửa.", None, "__all__")])
def test_correction_needs_a_note_and_a_change(draft, editor, note, title, field):
    published = approve(actor=editor, article=draft)

    with pytest.raises(ValidationError) as caught:
        correct(actor=editor, article=published, note=note, title=title)

    assert list(caught.value.message_dict) == [field]
    assert ArticlePage.objects.get(pk=draft.pk).state == ArticleState.PUBLISHED


def test_published_article_cannot_be_saved_as_a_draft_or_thrown_away(draft, editor):
    published = approve(actor=editor, article=draft)

    with pytest.raises(NotNow):
        save_draft(actor=editor, article=published, edition=published.edition, **WORDS)
    with pytest.raises(NotNow):
        discard_draft(actor=editor, article=published)


def test_withdrawal_leaves_title_and_note(draft, editor):
    published = approve(actor=editor, article=draft)

    withdraw(actor=editor, article=published, note="Nội dung chưa được kiểm chứng.")

    stored = ArticlePage.objects.get(pk=draft.pk)
    assert (stored.state, stored.live) == (ArticleState.WITHDRAWN, False)
    assert stored.notes.get().kind == NoteKind.WITHDRAWAL
    for again in (
        lambda: withdraw(actor=editor, article=stored, note="x"),
        lambda: correct(actor=editor, article=stored, note="x", title="y"),
        lambda: approve(actor=editor, article=stored),
    ):
        with pytest.raises(NotNow):
            again()


def test_every_service_refuses_an_editor_of_another_office(draft, stranger, editor):
    calls = [
        lambda: save_draft(actor=stranger, article=draft, edition=draft.edition, **WORDS),
        lambda: submit(actor=stranger, article=draft),
        lambda: send_back(actor=stranger, article=draft, note="x"),
        lambda: approve(actor=stranger, article=draft),
        lambda: discard_draft(actor=stranger, article=draft),
        lambda: photo_in(draft, stranger),
        lambda: create_article(actor=stranger, organisation=draft.organisation, title="x"),
    ]
    for call in calls:
        with pytest.raises(PermissionDenied):
            call()
    published = approve(actor=editor, article=draft)
    for call in (
        lambda: correct(actor=stranger, article=published, note="x", title="y"),
        lambda: withdraw(actor=stranger, article=published, note="x"),
    ):
        with pytest.raises(PermissionDenied):
            call()


def test_discarded_draft_is_gone_with_its_photos_and_its_search_document(draft, organiser):
    photo_in(draft, organiser)

    discard_draft(actor=organiser, article=draft)

    assert not ArticlePage.objects.filter(pk=draft.pk).exists()
    assert not SearchDocument.objects.filter(kind="article").exists()
    assert draft.section.get_children().count() == 0


def test_search_document_lies_in_the_office_scope(draft, office):
    document = SearchDocument.objects.get(kind="article", object_id=str(draft.pk))

    assert document.title == draft.title
    assert list(document.scopes.values_list("path", flat=True)) == [office.path]


def test_search_documents_are_written_anew(draft):
    SearchDocument.objects.all().delete()

    search.reindex("article")

    assert SearchDocument.objects.get(kind="article").object_id == str(draft.pk)


def test_correction_can_put_the_facts_of_the_last_closing_beside_the_text(site, report, training_class, editor):
    published = approve(actor=editor, article=draft_from_report(actor=editor, report=report))
    newer = report_of(training_class, version=2)

    kept = correct(actor=editor, article=published, note="Sửa tựa.", title="Tựa khác")
    renewed = correct(actor=editor, article=published, note="Số liệu mới chốt.", newest_facts=True)

    assert kept.class_report == report
    assert renewed.class_report == newer
    assert AuditEntry.objects.latest("pk").details == {"facts of closing": [1, 2]}
