"""Library and calendar at the desk: the whole way of an editor, what others see of it, what is typed wrongly."""

from __future__ import annotations

import datetime as dt

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from caunoi.publishing.models import Event, Material
from caunoi.publishing.services.previews import make_preview
from caunoi.training.models import TrainingClass
from tests.publishing.shelf_makers import announced_in, day, drawn_pdf, event_in, material_in, offered_in, office, pdf

DESK = "/viec/tin-bai"


def sent(client, address, data, status=302):
    response = client.post(address, data)
    assert response.status_code == status, (address, response.content.decode()[:3000] if status == 302 else "")
    return response


def told(client, address, status=200):
    response = client.get(address)
    assert response.status_code == status
    return response.content.decode()


def test_a_material_goes_from_file_to_readers_and_back(site, editing, editor):
    assert "Thêm tài liệu đầu tiên" in told(editing, f"{DESK}/tai-lieu/")
    words = {"title": "Cẩm nang", "licence": "agreed", "language": "vi", "subject": "Hòa giải", "site": site.pk}
    assert "Chọn một tệp." in sent(editing, f"{DESK}/tai-lieu/moi/", words, 200).content.decode()
    file = SimpleUploadedFile("cam-nang.pdf", pdf())
    page = sent(editing, f"{DESK}/tai-lieu/moi/", {**words, "file": file}).headers["Location"]
    material = Material.objects.get()
    assert page == f"{DESK}/tai-lieu/{material.pk}/"
    assert Client().get(material.address).status_code == 404

    sent(editing, f"{page}cong-bo/", {"listed_on": "", "training_class": "", "edition": material.edition})
    material.refresh_from_db()
    assert Client().get(material.address).status_code == 200
    sent(editing, page, {**words, "title": "Cẩm nang mới", "edition": material.edition})
    assert "Cẩm nang mới" in told(Client(), material.address)
    # Somebody else saved since: nothing is lost, nothing overwritten.
    stale = sent(editing, page, {**words, "title": "Tên cũ", "edition": material.edition}, 200)
    assert "Tên cũ" in stale.content.decode()
    newer = SimpleUploadedFile("b.docx", office())
    sent(editing, f"{page}ban-moi/", {"file": newer, "words": "Bản Word"})
    assert "Bản Word" in told(editing, page)
    assert editing.get(f"{page}tep/1/").headers["Content-Type"] == "application/pdf"

    assert "Viết một câu" in sent(editing, f"{page}rut/", {"note": ""}, 200).content.decode()
    sent(editing, f"{page}rut/", {"note": "Hết hiệu lực."})
    assert Client().get(material.address).status_code == 410
    assert "Hoàn tác" in told(editing, page)
    sent(editing, f"{page}cong-bo/", {})
    assert Client().get(material.address).status_code == 200
    sent(editing, f"{page}bo/", {})
    assert Material.objects.exists()


def test_an_event_goes_from_draft_to_readers_and_back(site, editing):
    assert "Thêm sự kiện đầu tiên" in told(editing, f"{DESK}/lich/")
    typed = {"site": site.pk, "title": "Ngày hội", "starts_on": day(5).isoformat(), "starts_at": "07:30"}
    wrong = sent(editing, f"{DESK}/lich/moi/", {**typed, "ends_on": day(1).isoformat()}, 200).content.decode()
    assert "Ngày hội" in wrong
    page = sent(editing, f"{DESK}/lich/moi/", typed).headers["Location"]
    event = Event.objects.get()
    assert Client().get(event.address).status_code == 404
    sent(editing, f"{page}cong-bo/", {})
    assert "Ngày hội" in told(Client(), "/hoa-khanh/lich/")
    edition = Event.objects.get().edition
    sent(editing, page, {**typed, "starts_on": day(6).isoformat(), "edition": edition})
    assert "đã dời" in told(Client(), "/hoa-khanh/lich/")
    sent(editing, f"{page}huy/", {"note": "Mưa lớn"})
    assert "Mưa lớn" in told(Client(), event.address)
    sent(editing, f"{page}lai/", {})
    assert "Mưa lớn" not in told(Client(), event.address)
    sent(editing, f"{page}go/", {"note": ""})
    assert Client().get(event.address).status_code == 410
    sent(editing, f"{page}cong-bo/", {})
    assert Client().get(event.address).status_code == 200
    draft = event_in(site, Event.objects.get().published_by, title="Bỏ đi")
    sent(editing, f"{DESK}/lich/{draft.pk}/bo/", {})
    assert not Event.objects.filter(title="Bỏ đi").exists()


def test_a_class_is_announced_on_its_page(site, editing, training_class):
    page = f"/viec/lop/{training_class.code}/lich-cong-khai/"
    TrainingClass.objects.filter(pk=training_class.pk).update(starts_on=day(3), ends_on=day(4))
    assert "Lớp chưa được thông báo" in told(editing, f"/viec/lop/{training_class.code}/tin-bai/")
    sent(editing, page, {"site": site.pk, "contact": "Văn phòng"})
    event = Event.objects.get()
    assert training_class.title in told(Client(), event.address)
    assert event.address in told(editing, page)
    assert "Đến mục trên lịch" in told(editing, f"/viec/lop/{training_class.code}/tin-bai/")
    assert "tự theo đúng lớp" in told(editing, f"{DESK}/lich/{event.pk}/")


def test_another_office_finds_none_of_it(site, editor, outside, organiser):
    material, event = offered_in(site, editor, title="Tài liệu lạ"), announced_in(site, editor, title="Sự kiện lạ")
    draft = material_in(site, editor)
    for address in (f"tai-lieu/{material.pk}/", f"tai-lieu/{draft.pk}/tep/1/", f"lich/{event.pk}/"):
        told(outside, f"{DESK}/{address}", 404)
    for step in ("rut", "cong-bo", "bo", "ban-moi"):
        sent(outside, f"{DESK}/tai-lieu/{material.pk}/{step}/", {"note": "x"}, 404)
    for step in ("huy", "go", "cong-bo", "lai", "bo"):
        sent(outside, f"{DESK}/lich/{event.pk}/{step}/", {"note": "x"}, 404)
    assert "lạ" not in told(outside, f"{DESK}/tai-lieu/").split("<main", 1)[1].split("</main", 1)[0]
    # An organiser of the office reads, and changes nothing.
    reading = Client()
    reading.force_login(organiser)
    assert "Tài liệu lạ" in told(reading, f"{DESK}/tai-lieu/{material.pk}/")
    sent(reading, f"{DESK}/tai-lieu/{material.pk}/rut/", {"note": "x"}, 403)
    sent(reading, f"{DESK}/lich/{event.pk}/huy/", {"note": "x"}, 403)


def test_the_office_sees_the_first_page_before_readers_do(site, editor, editing, outside):
    material = material_in(site, editor, title="Cẩm nang", content=drawn_pdf())
    page, picture = (f"{DESK}/tai-lieu/{material.pk}/{part}" for part in ("", "xem/1.jpg"))
    assert picture not in told(editing, page)
    told(editing, picture, 404)
    make_preview(material.versions.get().pk)

    assert f'src="{picture}" width="960" height="1358" alt="Trang đầu của “Cẩm nang”"' in told(editing, page)
    sent_picture = editing.get(picture)
    assert (sent_picture.headers["Content-Type"], sent_picture.headers["Cache-Control"]) == (
        "image/jpeg",
        "private, no-store",
    )
    told(outside, picture, 404)
    assert Client().get(picture).status_code == 302


def test_lists_cost_the_same_however_long(site, editor, editing, django_assert_max_num_queries):
    for number in range(3):
        material_in(site, editor, title=f"Tài liệu {number}")
        event_in(site, editor, title=f"Sự kiện {number}", ends_on=day(9) if number else None)
    told(editing, f"{DESK}/tai-lieu/")
    with django_assert_max_num_queries(20):
        told(editing, f"{DESK}/tai-lieu/?q=tai+lieu")
    with django_assert_max_num_queries(20):
        told(editing, f"{DESK}/lich/?state=draft")
    assert Event.objects.filter(starts_on__gte=dt.date(2000, 1, 1)).count() == 3
