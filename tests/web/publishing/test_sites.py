"""A site at the desk: its parts are made, moved, taken off and put back; readers see them at once and only then."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from caunoi.directory.enums import RoleKind
from caunoi.publishing.models import FaqEntry, SiteHost, SiteLink, SitePicture, StaticPage
from caunoi.publishing.services import add_part, open_site
from caunoi.training.models import Question
from tests.factories import OrganisationFactory, UserFactory
from tests.publishing.makers import jpeg
from tests.publishing.test_site_parts import png


def at(name, site, *arguments):
    return reverse(f"desk:{name}", args=[site.pk, *arguments])


def text_of(response):
    return response.content.decode()


def test_editor_makes_a_site_up_and_readers_see_it(editing, site, client):
    editing.post(
        at("site_look", site),
        {"motto": "Gần dân, sát dân", "accent": "green", "hours": "7:30", "latitude": "16.068", "longitude": "108.149"},
    )
    for kind, content in (("crest", png()), ("banner", jpeg()), ("map", jpeg())):
        editing.post(
            at("site_picture_put", site),
            {
                "picture-kind": kind,
                "picture-alternative": f"Hình {kind}",
                "picture-file": SimpleUploadedFile("a", content),
            },
        )
    words = {
        "trang": {"title": "Giới thiệu phường", "body": "# Lịch sử\n\nMột **hai**", "state": "published"},
        "lien-he": {"post": "Văn phòng", "phone": "0236 3000 000", "name": "Lê Văn Ví", "agreed": "on"},
        "lien-ket": {"label": "Thành phố", "url": "danang.gov.vn"},
        "hoi-dap": {"topic": "Hộ tịch", "question": "Khai sinh ở đâu?", "answer": "Ở phường.", "state": "published"},
    }
    for kind, sent in words.items():
        assert editing.post(at("site_part_new", site, kind), sent).status_code == 302, kind
    page = StaticPage.objects.get()
    editing.post(at("site_part_new", site, "thuc-don"), {"kind": "page", "page": page.pk})

    home, contact = text_of(client.get("/hoa-khanh/")), text_of(client.get("/hoa-khanh/lien-he/"))
    for told in ("Gần dân, sát dân", "portal/accents/green.css", "Hình banner", page.address, "/hoa-khanh/lien-he/"):
        assert told in home, told
    for told in ("Lê Văn Ví", "0236 3000 000", "geo:16.068000,108.149000", "Hình map", "mlat=16.068000"):
        assert told in contact, told
    assert "<h2>Lịch sử</h2><p>Một <b>hai</b></p>" in text_of(client.get(page.address))
    assert 'href="https://danang.gov.vn" rel="noopener external"' in text_of(client.get("/hoa-khanh/lien-ket/"))
    faq = text_of(client.get("/hoa-khanh/hoi-dap/"))
    assert f'id="hoi-{FaqEntry.objects.get().pk}"' in faq
    assert "Khai sinh ở đâu?" in text_of(client.get("/hoa-khanh/hoi-dap/?q=khai sinh"))
    assert "Khai sinh ở đâu?" not in text_of(client.get("/hoa-khanh/hoi-dap/?q=dat dai"))
    for picture in SitePicture.objects.all():
        response = client.get(picture.address)
        assert response.status_code == 200
        assert response["Content-Type"].startswith("image/")
        assert "sandbox" in response["Content-Security-Policy"]
    assert "⟦" not in home + contact + faq
    for kind in words:
        listed = editing.get(at("site_parts", site, kind))
        assert "⟦" not in text_of(listed)


def test_draft_is_seen_by_nobody(editing, site, client, editor):
    page = add_part(actor=editor, site=site, kind="trang", words={"title": "Nháp riêng", "body": "<p>x</p>"})
    entry = add_part(actor=editor, site=site, kind="hoi-dap", words={"question": "Hỏi nháp?", "answer": "<p>x</p>"})
    add_part(actor=editor, site=site, kind="thuc-don", words={"kind": "page", "page": page.pk})
    assert client.get(page.address).status_code == 404
    for address in ("/hoa-khanh/", "/hoa-khanh/gioi-thieu/", "/hoa-khanh/hoi-dap/", "/hoa-khanh/hoi-dap/?q=nhap"):
        assert "Nháp riêng" not in text_of(client.get(address))
        assert "Hỏi nháp?" not in text_of(client.get(address))
    sent = {"title": "Nháp riêng", "body": "x", "state": "published", "edition": page.edition}
    editing.post(at("site_part", site, "trang", page.pk), sent)
    assert client.get(page.address).status_code == 200
    assert "Nháp riêng" in text_of(client.get("/hoa-khanh/"))
    editing.post(at("site_part", site, "trang", page.pk), {**sent, "state": "draft", "edition": page.edition + 1})
    assert client.get(page.address).status_code == 404
    assert "Nháp riêng" not in text_of(client.get("/hoa-khanh/"))
    assert entry.state == "draft"


def test_taken_off_and_put_back_moved_by_buttons_and_dragged(editing, site, editor):
    keys = [
        add_part(actor=editor, site=site, kind="lien-ket", words={"label": name, "url": f"{name}.vn"}).pk
        for name in ("mot", "hai", "ba")
    ]
    names = lambda: list(SiteLink.objects.order_by("position").values_list("label", flat=True))  # noqa: E731
    editing.post(at("site_part_order", site, "lien-ket"), {"up": keys[2]})
    assert names() == ["mot", "ba", "hai"]
    editing.post(at("site_part_order", site, "lien-ket"), {"down": keys[0]})
    assert names() == ["ba", "mot", "hai"]
    editing.post(at("site_part_order", site, "lien-ket"), {"order": f"{keys[0]},{keys[1]},x,{keys[2]}"})
    assert names() == ["mot", "hai", "ba"]
    editing.post(at("site_part_off", site, "lien-ket", keys[1]))
    assert names() == ["mot", "ba"]
    assert editing.post(at("site_part_off", site, "lien-ket", keys[1])).status_code == 404
    back = editing.post(at("site_part_back", site, "lien-ket"), follow=True)
    assert names() == ["mot", "hai", "ba"]
    assert "“hai” đã về chỗ cũ." in text_of(back)
    editing.post(at("site_part_back", site, "lien-ket"))
    assert len(names()) == 3


def test_two_editors_at_once_lose_nothing(editing, site, editor):
    page = add_part(actor=editor, site=site, kind="trang", words={"title": "Một"})
    address = at("site_part", site, "trang", page.pk)
    editing.post(address, {"title": "Của tôi", "body": "", "state": "draft", "edition": 1})

    second = editing.post(address, {"title": "Của bạn", "body": "", "state": "draft", "edition": 1})

    assert StaticPage.objects.get().title == "Của tôi"
    assert "Của bạn" in text_of(second)
    assert "Có người khác vừa lưu mục này" in text_of(second)
    editing.post(
        address, {"title": "Của bạn", "body": "", "state": "draft", "edition": second.context["form"].data["edition"]}
    )
    assert StaticPage.objects.get().title == "Của bạn"


def test_question_from_the_floor_becomes_a_draft(editing, site, training_class):
    asked = Question.objects.create(training_class=training_class, text="Hỏi?", answer="Đáp.", state="answered")
    assert "Hỏi?" in text_of(editing.get(at("site_questions", site)))

    response = editing.post(at("site_question_take", site, asked.pk))

    entry = FaqEntry.objects.get()
    assert response["Location"] == at("site_part", site, "hoi-dap", entry.pk)
    assert editing.post(at("site_question_take", site, asked.pk))["Location"] == response["Location"]
    assert "Hỏi?" not in text_of(editing.get(at("site_questions", site)))


def test_hosts_are_the_administrators(editing, site, administrator):
    assert editing.get(at("site_hosts", site)).status_code == 403
    assert editing.get(at("site_edit", site))["Location"] == at("site_look", site)
    boss = Client()
    boss.force_login(administrator)
    boss.post(at("site_hosts", site), {"host": "https://Phường-Hòa-Khánh.vn/"})
    boss.post(at("site_hosts", site), {"host": "hai.example.vn"})
    page = text_of(boss.get(at("site_hosts", site)))
    assert "phường-hòa-khánh.vn" in page
    second = SiteHost.objects.get(host="hai.example.vn")
    boss.post(at("site_host_main", site, second.pk))
    assert SiteHost.objects.get(is_main=True) == second
    assert editing.post(at("site_host_off", site, second.pk)).status_code == 403
    boss.post(at("site_host_off", site, second.pk))
    assert SiteHost.objects.get().is_main


def test_many_sites_at_once(client, office, administrator, site):
    for _number in range(2):
        OrganisationFactory(parent=office)
    client.force_login(administrator)
    asked = {"top": office.pk, "kind": "peoples_committee"}
    assert "còn thiếu 2" in text_of(client.get(reverse("desk:sites_open"), asked))
    client.post(reverse("desk:sites_open_now"), asked)
    from django_tasks_db.models import DBTaskResult

    assert DBTaskResult.objects.filter(task_path__endswith="open_sites_below").count() == 1
    from caunoi.publishing.tasks import open_sites_below

    assert open_sites_below.func(str(administrator.pk), str(office.pk), "peoples_committee") == 2
    assert open_sites_below.func(str(administrator.pk), str(office.pk), "peoples_committee") == 0
    assert "còn thiếu 0" in text_of(client.get(reverse("desk:sites_open"), asked))


@pytest.mark.parametrize("kind", ["trang", "hoi-dap", "lien-he", "lien-ket", "thuc-don", "khong-co"])
def test_pages_of_another_commune_are_404(site, editor, kind):
    office = OrganisationFactory()
    boss = UserFactory.with_role(office, RoleKind.ADMINISTRATOR)
    own = open_site(actor=boss, organisation=office, slug="ba-na")
    outside = Client()
    outside.force_login(boss)
    part = add_part(actor=editor, site=site, kind="lien-ket", words={"label": "x", "url": "x.vn"})
    for address in (
        at("site_parts", site, kind),
        at("site_part_new", site, kind),
        at("site_part", own, "lien-ket", part.pk),
    ):
        assert outside.get(address).status_code == 404
    for name in ("site_part_back", "site_part_order"):
        assert outside.post(at(name, site, kind)).status_code == 404
    assert outside.post(at("site_part_off", own, "lien-ket", part.pk)).status_code == 404
