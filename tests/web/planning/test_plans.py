"""Pages of plans: list over the scope, the plan's way, classes of an item, a file taken over."""

from __future__ import annotations

import html
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from caunoi.directory.enums import RoleKind
from caunoi.training.enums import PlanState
from caunoi.training.models import Plan, PlanItem, TrainingClass
from caunoi.training.services.plans import steps
from tests.factories import EnrolmentFactory, OrganisationFactory, PlanFactory, PlanItemFactory, UserFactory
from tests.intake.test_plan_files import HEAD, ROWS, word

pytestmark = [pytest.mark.django_db, pytest.mark.data]


@pytest.fixture
def office():
    return OrganisationFactory(name="Xã Thử")


def signed_in(organisation, kind=RoleKind.ADMINISTRATOR):
    client = Client(headers={"accept-language": "vi"})
    client.force_login(UserFactory.with_role(organisation, kind))
    return client


def text_of(response) -> str:
    plain = html.unescape(re.sub(r"<[^>]+>", " ", response.content.decode()))
    return re.sub(r"\s+", " ", plain)


def queries(client, address) -> int:
    client.get(address)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


def test_list_of_20_and_of_200_plans_cost_the_same(office):
    client = signed_in(office)
    found = []
    for count, size in ((20, 20), (180, 100)):
        below = [OrganisationFactory(parent=office) for _ in range(3)]
        for number in range(count):
            PlanItemFactory(plan=PlanFactory(owner=below[number % 3]))
        found.append(queries(client, f"/viec/ke-hoach/?size={size}"))
    assert found[0] == found[1]


def test_plan_page_costs_the_same_however_many_items(office):
    client = signed_in(office)
    plan = PlanFactory(owner=office)
    PlanItemFactory(plan=plan)
    small = {tab: queries(client, f"/viec/ke-hoach/{plan.code}/{tab}") for tab in ("", "thuc-hien/")}
    for _ in range(40):
        PlanItemFactory(plan=plan)
    assert {tab: queries(client, f"/viec/ke-hoach/{plan.code}/{tab}") for tab in small} == small


def test_plan_goes_its_way_on_pages(office):
    clerk, boss = signed_in(office, RoleKind.ORGANISER), signed_in(office)
    clerk.post("/viec/ke-hoach/moi/", {"owner": office.pk, "year": 2026, "title": "Kế hoạch năm 2026"})
    plan = Plan.objects.get()
    base = f"/viec/ke-hoach/{plan.code}/"
    item = {"title": "Hòa giải", "class_count": 2, "sittings": 2, "seats": 50, "quarter": 2}
    clerk.post(f"{base}noi-dung/moi/", item)
    made = PlanItem.objects.get()
    cost = {"title": "Hội trường", "kind": "other", "basis": "class", "rate": "1.500.000 đ"}
    clerk.post(f"{base}noi-dung/{made.pk}/kinh-phi/moi/", cost)
    assert "1.500.000 đ × 2 lớp" in text_of(clerk.get(f"{base}noi-dung/{made.pk}/"))

    plan.refresh_from_db()
    clerk.post(f"{base}trinh/", {"revision": plan.revision})
    assert clerk.get(f"{base}duyet/").status_code == 403
    plan.refresh_from_db()
    boss.post(f"{base}tra-lai/", {"revision": plan.revision, "reason": "Thêm địa điểm"})
    assert "Thêm địa điểm" in text_of(clerk.get(base))
    plan.refresh_from_db()
    stale = clerk.post(f"{base}noi-dung/{made.pk}/sua/", item | {"class_count": 3, "revision": plan.revision - 1})
    assert stale.status_code == 200
    assert PlanItem.objects.get().class_count == 2
    clerk.post(f"{base}noi-dung/{made.pk}/sua/", item | {"class_count": 3, "revision": plan.revision})
    plan.refresh_from_db()
    clerk.post(f"{base}trinh/", {"revision": plan.revision})
    plan.refresh_from_db()
    signed = SimpleUploadedFile("k.pdf", b"%PDF-1.4 made up\n")
    boss.post(f"{base}duyet/", {"revision": plan.revision, "number": "12/KH", "signed_on": "1/3/2026", "file": signed})
    plan.refresh_from_db()

    assert (plan.state, plan.number) == (PlanState.APPROVED, "12/KH")
    compared = text_of(boss.get(f"{base}cac-ban/?cu=1&moi=3"))
    assert "Lớp 2 3" in compared
    assert "Kinh phí 3.000.000 đ 4.500.000 đ" in compared
    assert boss.get(f"{base}cac-ban/3/ban-ky/").status_code == 200
    clerk.post(f"{base}noi-dung/{made.pk}/mo-lop/", {"title": "Hòa giải, lớp 1", "keeper": office.pk})
    assert TrainingClass.objects.get().plan_item == made
    clerk.post(f"{base}noi-dung/{made.pk}/quyet-dinh/", {"number": "5/QĐ", "decided_on": "2/3/2026"})
    EnrolmentFactory(training_class=TrainingClass.objects.get())
    # Lists and sign-in sheets of its classes offer the decision.
    papers = clerk.get(f"/viec/lop/{TrainingClass.objects.get().code}/giay-to/").content.decode()
    assert 'value="5/QĐ"' in papers
    assert 'value="02/03/2026"' in papers
    assert clerk.get(f"{base}nhat-ky/").status_code == 200


def test_file_is_shown_row_by_row_mended_and_taken_over(office):
    clerk = signed_in(office, RoleKind.ORGANISER)
    upload = SimpleUploadedFile("kh.docx", word([HEAD, *ROWS]))
    shown = clerk.post("/viec/ke-hoach/tep/", {"owner": office.pk, "year": 2027, "seats_each": "1", "file": upload})
    said = text_of(shown)
    assert "“50-60” không phải là số có thể nhập." in said
    assert not Plan.objects.exists()
    rows = html.unescape(re.search(r'name="rows" value="([^"]*)"', shown.content.decode())[1])
    kept = re.findall(r'name="keep" value="(\d+)"[^>]* checked', shown.content.decode())
    sent = {"owner": office.pk, "year": 2027, "rows": rows, "keep": kept, "source": "kh.docx"}

    again = clerk.post("/viec/ke-hoach/tep/nhap/", sent)
    assert again.status_code == 200
    assert not Plan.objects.exists()
    done = clerk.post("/viec/ke-hoach/tep/nhap/", sent | {"5-seats": "60"})

    plan = Plan.objects.get()
    assert done.headers["Location"] == f"/viec/ke-hoach/{plan.code}/"
    assert [item.seats for item in plan.items.order_by("position")] == [60, 60, 1200]
    odd = clerk.post("/viec/ke-hoach/tep/nhap/", sent | {"rows": "[[]]"})
    assert odd.status_code in {302, 400}
    assert Plan.objects.count() == 1


def test_progress_is_cut_by_item_quarter_audience_and_unit(office):
    plan = PlanFactory(owner=office)
    held_for = OrganisationFactory(name="Tổ dân phố Thử", parent=office)
    PlanItemFactory(plan=plan, title="Nội dung một", audience="Trưởng thôn", quarter=1, held_for=held_for)
    PlanItemFactory(plan=plan, title="Nội dung hai", audience="Hòa giải viên", quarter=3, class_count=5)
    text = text_of(signed_in(office).get(f"/viec/ke-hoach/{plan.code}/thuc-hien/"))
    parts = re.split(r"(Theo nội dung|Theo quý|Theo đối tượng|Theo đơn vị)", text)
    told = dict(zip(parts[1::2], parts[2::2], strict=True))
    assert list(told) == ["Theo nội dung", "Theo quý", "Theo đối tượng", "Theo đơn vị"]
    for part, row in (
        ("Theo nội dung", "Nội dung hai 5 0"),
        ("Theo quý", "III 5 0"),
        ("Theo đối tượng", "Hòa giải viên 5 0"),
        ("Theo đơn vị", "Tổ dân phố Thử 2 0"),
    ):
        assert row in told[part]


def test_amendment_is_dropped_on_a_page_that_names_what_goes(office):
    client = signed_in(office)
    plan = PlanFactory(owner=office, state=PlanState.SUBMITTED)
    PlanItemFactory(plan=plan, title="Nội dung đã duyệt")
    boss = UserFactory.with_role(office, RoleKind.ADMINISTRATOR)
    steps.approve_plan(actor=boss, plan=plan, revision=plan.revision)
    plan = Plan.objects.get()
    client.post(f"/viec/ke-hoach/{plan.code}/dieu-chinh/", {"reason": "Thêm lớp", "revision": plan.revision})
    client.post(f"/viec/ke-hoach/{plan.code}/noi-dung/moi/", {"title": "Nội dung mới", "class_count": 1, "sittings": 2})
    assert "Bỏ bản điều chỉnh" in text_of(client.get(f"/viec/ke-hoach/{plan.code}/"))
    page = client.get(f"/viec/ke-hoach/{plan.code}/dieu-chinh/bo/")
    assert "Nội dung bị bỏ Nội dung mới" in text_of(page)
    # Another clerk changed something since: nothing is dropped.
    client.post(f"/viec/ke-hoach/{plan.code}/dieu-chinh/bo/", {"revision": plan.revision})
    assert plan.items.count() == 2
    revision = Plan.objects.get().revision
    answer = client.post(f"/viec/ke-hoach/{plan.code}/dieu-chinh/bo/", {"revision": revision}, follow=True)
    assert "trở về đúng bản đã duyệt" in text_of(answer)
    assert [item.title for item in plan.items.all()] == ["Nội dung đã duyệt"]
    assert Plan.objects.get().state == PlanState.APPROVED
