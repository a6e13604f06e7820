"""The pages of quotas: units at a glance, people named, replaced, withdrawn; who may see them."""

from __future__ import annotations

import datetime as dt
import io

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from docx import Document

from caunoi.core.models import OutboxMessage
from caunoi.directory.enums import RoleKind
from caunoi.directory.models import Organisation
from caunoi.training.models import Nomination, Quota, TrainingClass
from caunoi.training.services.seats import QuotaRow, set_quotas
from caunoi.web.mail import sending
from tests.factories import OrganisationFactory, TrainingClassFactory, UserFactory
from tests.training.seats.office import Office

pytestmark = [pytest.mark.django_db, pytest.mark.data]


@pytest.fixture
def office():
    return Office(3, A=2, B=1)


@pytest.fixture
def desk(client, office):
    client.force_login(office.clerk)
    return client


def url(name, office, *args):
    return reverse(f"desk:{name}", args=[office.one.code, *args])


def test_units_are_pasted_and_those_that_did_not_answer_stand_first(desk, office):
    office.name("A", "An Một", "An Hai", "An Ba")
    page = url("class_quotas", office)

    desk.post(page, {"form": "quotas", "lines": "Phường Thử Cũ\t4\n\nPhường B: 2"})
    shown = desk.get(page)

    rows = shown.context["overview"].rows
    assert [(row.quota.name, row.quota.seats, row.seated, row.waiting, row.missing) for row in rows] == [
        ("Phường B", 2, 0, 0, 2), ("Phường Thử Cũ", 4, 0, 0, 4), ("Phường A", 2, 2, 1, 0),
    ]  # fmt: skip
    assert Quota.objects.get(name="Phường B").organisation == office.offices["B"]
    assert "- Phường B: còn thiếu 2 người" in shown.context["text"]
    assert "Phường A" not in shown.context["text"]
    refused = desk.post(page, {"form": "quotas", "lines": "Phường Không Số"})
    assert "Dòng 1" in refused.content.decode()
    assert "Phường B,2,0,0,2" in desk.get(url("quotas_export", office, "csv")).content.decode()


def test_somebody_is_named_replaced_moved_and_withdrawn(desk, office):
    unit = url("class_quota", office, office.units["A"].pk)
    desk.post(unit, {"form": "nominee", "full_name": "An Một", "post": "Tổ trưởng"})
    twice = desk.post(unit, {"form": "nominee", "full_name": "An Một"})
    assert 'type="checkbox" name="distinct"' in twice.content.decode()
    one = Nomination.objects.get()

    desk.post(url("nomination", office, one.pk), {"form": "replace", "full_name": "An Khác"})
    new = Nomination.objects.get(state="confirmed")
    desk.post(url("nomination", office, new.pk), {"form": "move", "quota": str(office.units["B"].pk)})
    desk.post(url("nomination", office, new.pk), {"form": "withdraw", "reason": "Bận"})

    assert office.states() == {"An Một": "replaced", "An Khác": "withdrawn"}
    assert "<s>An Khác</s>" in desk.get(url("class_quota", office, office.units["B"].pk)).content.decode()


def test_unfilled_seats_are_opened_and_the_list_tells_who_waits(desk, office):
    office.name("A", "An Một", "An Hai", "An Ba")
    assert "1 người chờ" in desk.get(url("class_participants", office)).content.decode()

    desk.post(url("seats_release", office))

    assert office.states()["An Ba"] == "confirmed"


def test_a_list_of_200_costs_what_one_of_20_does(desk, office):
    def queries():

        with CaptureQueriesContext(connection) as seen:
            assert desk.get(url("class_quota", office, office.units["A"].pk)).status_code == 200
            assert desk.get(url("class_quotas", office)).status_code == 200
        return len(seen)

    office.name("A", *(f"Người {chr(97 + n)}" for n in range(20)))
    few = queries()
    office.name("A", *(f"Người {chr(97 + n)} {chr(97 + m)}" for n in range(20) for m in range(9)))
    assert queries() == few


def test_a_unit_sees_nothing_of_the_organisers_pages(client, office):
    (other,) = office.name("B", "Bình Một")
    client.force_login(UserFactory.with_role(office.offices["A"], RoleKind.ORGANISER))

    for name, args in (
        ("class_quotas", ()), ("class_quota", (office.units["A"].pk,)), ("nomination", (other.pk,)),
        ("quotas_export", ("csv",)), ("reminders", ()), ("reminders_send", ()),
    ):  # fmt: skip
        assert client.get(url(name, office, *args)).status_code == 404


def test_units_are_reminded_from_the_preview_and_the_log_tells(desk, office):
    Organisation.objects.filter(pk=office.offices["A"].pk).update(email="phuong-a@thu.example")
    page = desk.get(url("reminders", office)).content.decode()
    assert "phuong-a@thu.example" in page
    assert "1 đơn vị chưa có thư điện tử trong danh bạ, cần nhắc bằng cách khác: Phường B." in page

    ticked = {"quota": [str(unit.pk) for unit in office.units.values()]}
    preview = desk.get(url("reminders_send", office), ticked).content.decode()
    assert "Thư nhắc gửi 1 đơn vị" in preview
    assert "Kính gửi: Phường A" in preview
    assert "không gửi được: Phường B." in " ".join(preview.split())
    desk.post(url("reminders_send", office), ticked)

    assert list(OutboxMessage.objects.values_list("recipient", flat=True)) == ["phuong-a@thu.example"]
    mail = sending.render(OutboxMessage.objects.get())
    assert mail.subject == f"Còn thiếu danh sách cử người dự lớp: {office.one.title}"
    assert "tên của 2 người mà quý đơn vị cử" in mail.body
    again = desk.post(url("reminders_send", office), {"quota": str(office.units["A"].pk)})
    assert 'name="again"' in again.content.decode()
    assert OutboxMessage.objects.count() == 1
    desk.post(url("reminders_send", office), {"quota": str(office.units["A"].pk), "again": "on"})
    assert OutboxMessage.objects.count() == 2

    copied = desk.post(url("reminders_copied", office), headers={"X-Requested-With": "fetch"})
    assert copied.content.decode() == "Đã ghi: nhắc 2 đơn vị trong nhóm tin nhắn."
    assert "trong nhóm nhắn tin" in desk.get(url("class_quota", office, office.units["B"].pk)).content.decode()
    desk.post(url("class_quotas", office), {"form": "deadline", "until": "12/11/2026"})
    desk.post(url("reminders", office), {"before": "2", "pause": "4"})
    assert (office.reload().remind_before, office.one.remind_pause) == (2, 4)


def test_each_unit_gets_a_letter_with_its_own_link(desk, office):
    def letters(client, **asked):
        document = Document(io.BytesIO(client.get(url("unit_letters", office), asked).content))
        return "\n".join(paragraph.text for paragraph in document.paragraphs), len(document.inline_shapes)

    until = timezone.localdate() + dt.timedelta(days=5)
    desk.post(url("unit_links", office), {"expires_on": f"{until:%d/%m/%Y}"})
    addresses = [unit.address for unit in desk.get(url("unit_links", office)).context["units"]]

    text, codes = letters(desk, layout="party")
    assert codes == len(addresses) == 2
    for place, (unit, seats, address) in enumerate(zip("AB", (2, 1), addresses, strict=True), start=1):
        letter = text.split("Kính gửi: ")[place]
        assert letter.startswith(f"Phường {unit}\n")
        assert f"- Số lượng: {seats} người." in letter
        assert [each for each in addresses if each in letter] == [address]
    # Nobody else can read the links: the same letters, without them.
    colleague = Client()
    colleague.force_login(UserFactory.with_role(office.province, RoleKind.LEADER))
    text, codes = letters(colleague)
    assert (codes, text.count("Kính gửi: Phường"), addresses[0] in text) == (0, 2, False)
    paper = desk.get(reverse("desk:paper", args=["lop", office.one.code, "sending_letter"])).content.decode()
    assert url("unit_links", office) in paper
    assert url("class_quotas", office) in paper


def test_units_are_chosen_from_the_list_share_equally_or_come_from_an_earlier_class(desk, office):
    page = url("quota_units", office)
    seats = lambda: dict(Quota.objects.filter(training_class=office.one).values_list("name", "seats"))  # noqa: E731
    new = [OrganisationFactory(name=f"Tổ thử {n}", parent=office.province) for n in range(3)]
    far = OrganisationFactory(name="Xã ở nơi khác")

    shown = desk.get(page, {"q": "to thu"})
    assert [unit.organisation.name for unit in shown.context["units"]] == ["Tổ thử 0", "Tổ thử 1", "Tổ thử 2"]
    assert "Xã ở nơi khác" not in desk.get(page).content.decode()
    a, b = office.offices["A"], office.offices["B"]
    desk.post(page, {"do": "seats", f"so-{a.pk}": "5", f"so-{b.pk}": "1", f"so-{new[0].pk}": "2", f"so-{far.pk}": "9"})
    assert seats() == {"Phường A": 5, "Phường B": 1, "Tổ thử 0": 2}
    assert "không phải số chỗ" in desk.post(page, {"do": "seats", f"so-{a.pk}": "ba"}).content.decode()

    desk.post(page, {"do": "share", "seats": "8", "unit": [str(one.pk) for one in (*new, far)]})
    assert [seats()[f"Tổ thử {n}"] for n in range(3)] == [3, 3, 2]
    assert (
        "ít nhất một chỗ"
        in desk.post(page, {"do": "share", "seats": "1", "unit": [str(one.pk) for one in new]}).content.decode()
    )

    earlier = TrainingClassFactory(keeper=office.province)
    set_quotas(actor=office.clerk, training_class=earlier, rows=[QuotaRow(seats=4, name="Phường A", organisation=a)])
    strange = TrainingClassFactory()
    Quota.objects.create(training_class=strange, name="Xã lạ", folded_name="xa la", seats=1)
    assert [one.pk for one in desk.get(page).context["sources"]] == [earlier.pk]
    desk.post(page, {"do": "copy", "source": str(earlier.pk)})
    assert seats()["Phường A"] == 4
    assert desk.post(page, {"do": "copy", "source": str(strange.pk)}).status_code == 404
    leader = Client()
    leader.force_login(UserFactory.with_role(office.province, RoleKind.LEADER))
    assert leader.get(page).status_code == 403


def test_the_tab_shows_who_waits_and_what_the_deadline_does(desk, office):
    office.name("A", "An Một", "An Hai", "An Ba")
    office.name("B", "Bình Một", "Bình Hai")
    TrainingClass.objects.filter(pk=office.one.pk).update(nominate_until=timezone.localdate())

    shown = desk.get(url("class_quotas", office))

    assert [one.person.full_name for one in shown.context["line"]] == ["An Ba", "Bình Hai"]
    assert f"Từ đêm sau ngày {timezone.localdate():%d/%m/%Y}" in shown.content.decode()
    TrainingClass.objects.filter(pk=office.one.pk).update(
        nominate_until=timezone.localdate() - dt.timedelta(days=1), quota=9
    )
    Quota.objects.filter(name="Phường B").update(seats=9)
    assert "Đã quá hạn: chỗ chưa dùng được chuyển" in desk.get(url("class_quotas", office)).content.decode()
