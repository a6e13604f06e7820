from __future__ import annotations

import io
import zipfile

import pytest
from django.urls import reverse

from caunoi.core.models import AuditEntry
from caunoi.credentials.enums import Action
from caunoi.credentials.facts import AwardFacts, Holder
from caunoi.credentials.models import Award, AwardPrint, CertificateLayout, SpoiledBlank
from caunoi.credentials.queries.awards import awards_of_source
from caunoi.credentials.services.blanks import use_blank
from caunoi.credentials.services.ledger import issue_awards
from caunoi.credentials.services.printing import certificate_file, certificate_files, set_missing
from caunoi.papers import Layout
from caunoi.training.models import AwardOverride, AwardRule
from caunoi.training.queries import papers
from caunoi.training.queries.award_sources import source_of
from caunoi.training.queries.papers.afterwards import certificate_register
from caunoi.training.queries.papers.official import Wish
from caunoi.training.queries.person_file import person_file
from tests.factories import PersonFactory
from tests.training.awards.conftest import closed, held

__all__ = ["held"]
pytestmark = [pytest.mark.django_db, pytest.mark.data]


@pytest.fixture
def desk(client, organiser):
    client.force_login(organiser)
    return client


def page(client, name, *args):
    response = client.get(reverse(f"desk:{name}", args=args))
    assert response.status_code == 200, name
    text = response.content.decode()
    assert "⟦" not in text
    return text


def test_from_the_rule_to_the_files(desk, held, organiser):
    """The whole walk of a clerk: rule, a decision, closing, issuing, files, replacing, revoking."""
    code = held.code
    assert "Đặt quy định" in page(desk, "class_awards", code)
    refused = desk.post(
        reverse("desk:class_award_rule", args=[code]),
        {"subject": "người có uy tín", "min_share": "75", "revision": "0"},
    )
    assert "riêng tư" in refused.content.decode()
    desk.post(
        reverse("desk:class_award_rule", args=[code]),
        {"subject": "kỹ năng hòa giải", "min_share": "75", "revision": "0"},
    )
    assert AwardRule.objects.get().min_share == 75
    listed = page(desk, "class_awards", code)
    assert "Có mặt 1/4 buổi (25%), quy định từ 75%." in listed
    assert "kết thúc lớp trước" in listed
    desk.post(
        reverse("desk:class_award_decision", args=[code, held.people[2].pk]),
        {"grants": "1", "reason": "Được phân công trực."},
    )
    assert AwardOverride.objects.get().grants
    closed(organiser, held)
    assert "Cấp 3 giấy chứng nhận" in page(desk, "class_awards", code)
    desk.post(reverse("desk:class_award_issue", args=[code]), {"version": "1", "issued_on": "10/03/2026"})
    awards = list(Award.objects.order_by("number"))
    assert [award.number for award in awards] == [1, 2, 3]
    assert "0003/2026/GCN" in page(desk, "class_awards", code)
    pdf = desk.get(reverse("desk:class_award_pdf", args=[code, awards[0].pk]))
    assert pdf.content.startswith(b"%PDF")
    with zipfile.ZipFile(io.BytesIO(desk.get(reverse("desk:class_awards_zip", args=[code])).getvalue())) as packed:
        names = packed.namelist()
        assert packed.read(names[0]) == pdf.content
    assert names[0] == "0001-2026-GCN-le-thi-hoc-000.pdf"
    assert len(names) == 3
    address = reverse("desk:class_award", args=[code, awards[0].pk])
    desk.post(address, {"replace": "1", "name": "Lê Thị Học Một", "why": "Sai tên."})
    desk.post(reverse("desk:class_award", args=[code, awards[1].pk]), {"revoke": "1", "reason": "Cấp nhầm."})
    after = page(desk, "class_awards", code)
    assert "0004/2026/GCN" in after
    assert "Cấp nhầm." in after
    assert "Thay bằng" in page(desk, "class_award", code, awards[0].pk)
    file = person_file(organiser, held.people[2].person)
    assert file.classes[0].award == "0003/2026/GCN"


def test_ledger_finds_exports_and_notes_spoiled_blanks(desk, held, organiser, office):
    closed(organiser, held)
    assert "sẽ đứng ở đây" in page(desk, "ledger")
    desk.post(reverse("desk:class_award_issue", args=[held.code]), {"version": "1", "issued_on": "10/03/2026"})
    everything = page(desk, "ledger")
    assert "Lê Thị Học 002" in everything
    found = desk.get(reverse("desk:ledger"), {"q": "hoc 001"}).content.decode()
    assert "Lê Thị Học 001" in found
    assert "Lê Thị Học 000" not in found
    assert "không có giấy" in desk.get(reverse("desk:ledger"), {"standing": "revoked"}).content.decode().lower()
    sheet = desk.get(reverse("desk:ledger_export", args=["csv"])).content.decode()
    assert "0002/2026/GCN" in sheet
    assert "uy tín" not in sheet
    desk.post(reverse("desk:blank_spoil"), {"owner": office.pk, "serial": "A 000012", "reason": "In lệch."})
    desk.post(reverse("desk:blank_spoil"), {"owner": office.pk, "serial": "A 000012", "reason": "Lần nữa."})
    assert [each.reason for each in SpoiledBlank.objects.all()] == ["In lệch."]


def test_blank_of_a_certificate_is_noted_once_changed_with_a_reason_and_found(desk, held, organiser, office):
    closed(organiser, held)
    desk.post(reverse("desk:class_award_issue", args=[held.code]), {"version": "1", "issued_on": "10/03/2026"})
    first, second = Award.objects.order_by("number")[:2]
    addresses = [reverse("desk:class_award", args=[held.code, each.pk]) for each in (first, second)]

    def note(address, **typed):
        return desk.post(address, {"blank": "1", **typed}, follow=True).content.decode()

    assert "phôi A 000021" in note(addresses[0], serial=" A  000021 ")
    assert "0001/2026/GCN đã in trên phôi này rồi" in note(addresses[1], serial="A 000021")
    assert Award.objects.get(pk=second.pk).blank == ""
    assert "phôi A 000021 ra sao" in note(addresses[0], serial="A 000012")
    note(addresses[0], serial="A 000012", mistyped="on")
    assert not SpoiledBlank.objects.exists()
    note(addresses[1], serial="A 000021")
    spoiled = note(addresses[1], serial="A 000022", spoiled="In lệch khung.")
    assert "Phôi A 000021 bị hỏng" in spoiled
    assert "In lệch khung." in spoiled
    assert "đã được ghi là hỏng" in note(addresses[0], serial="A 000021", mistyped="on")
    assert [each.blank for each in Award.objects.order_by("number")] == ["A 000012", "A 000022", ""]
    ledger = desk.get(reverse("desk:ledger"), {"q": "a 000022"}).content.decode()
    assert "phôi A 000022" in ledger
    assert "0001/2026/GCN" not in ledger
    rows = AuditEntry.objects.filter(action=Action.BLANK_USED).order_by("pk")
    assert [row.details["blank"] for row in rows] == [
        ["", "A 000021"], ["A 000021", "A 000012"], ["", "A 000021"], ["A 000021", "A 000022"],
    ]  # fmt: skip
    desk.post(addresses[1], {"revoke": "1", "reason": "Cấp nhầm."})
    assert 'name="blank"' not in page(desk, "class_award", held.code, second.pk)


def test_large_issue_is_set_by_a_job_with_its_progress_and_sent_while_it_is_packed(desk, held, organiser, office):
    people = [PersonFactory.known_to(office, full_name=f"Trần Thị Mẫu {number}") for number in range(120)]
    facts = AwardFacts(subject="kỹ năng hòa giải", code=held.code, organiser=office.name)
    awards = issue_awards(
        actor=organiser, owner=office, source=source_of(held), facts=facts,
        holders=[Holder(person_id=person.pk, name=person.full_name) for person in people],
    )  # fmt: skip
    assert AwardPrint.objects.count() == 0
    assert "Đã lập tệp: 0/120" in page(desk, "class_award_progress", held.code)
    files = certificate_files(awards=awards_of_source(source_of(held)))
    next(files)
    assert "Đã lập tệp: 50/120" in page(desk, "class_award_progress", held.code)
    files.close()
    assert set_missing(source=source_of(held)) == 70
    assert "Đã lập tệp" not in page(desk, "class_award_progress", held.code)
    sent = desk.get(reverse("desk:class_awards_zip", args=[held.code]))
    assert sent.streaming
    pieces = list(sent.streaming_content)
    assert max(map(len, pieces)) < 100_000
    with zipfile.ZipFile(io.BytesIO(b"".join(pieces))) as packed:
        assert packed.testzip() is None
        assert len(packed.namelist()) == 120
        assert packed.read(packed.namelist()[7]) == certificate_file(award=awards[7])


def test_register_on_paper_is_the_ledger_with_its_spoiled_blanks(desk, held, organiser, office):
    closed(organiser, held)
    desk.post(reverse("desk:class_award_issue", args=[held.code]), {"version": "1", "issued_on": "10/03/2026"})
    first = Award.objects.get(number=1)
    use_blank(actor=organiser, award=first, serial="A 01")
    use_blank(actor=organiser, award=first, serial="A 02", spoiled="Kẹt giấy.")
    register = certificate_register(papers.of_class(held), Wish(layout=Layout.STATE))
    assert [(row.entry, row.serial, row.name) for row in register.rows] == [
        ("0001/2026/GCN", "A 02", "Lê Thị Học 000"),
        ("0002/2026/GCN", "", "Lê Thị Học 001"),
        ("0003/2026/GCN", "", "Lê Thị Học 002"),
    ]
    assert [(blank.serial, blank.reason) for blank in register.spoiled] == [("A 01", "Kẹt giấy.")]


def test_layout_is_changed_shown_and_frozen_with_what_was_issued(desk, held, organiser, office):
    address = reverse("desk:award_layout", args=[office.pk])
    shown = desk.get(reverse("desk:award_preview", args=[office.pk]), {"title": "GIẤY KHEN", "body": "{noi_dung}"})
    assert shown.content.startswith(b"\x89PNG")
    refused = desk.post(address, {"body": "Đã học {ton_giao}", "revision": "0"}).content.decode()
    assert "Không có mục {ton_giao}" in refused
    closed(organiser, held)
    desk.post(reverse("desk:class_award_issue", args=[held.code]), {"version": "1", "issued_on": "10/03/2026"})
    award = Award.objects.get(number=1)
    before = desk.get(reverse("desk:class_award_pdf", args=[held.code, award.pk])).content
    picture = io.BytesIO(shown.content)
    picture.name = "dau.png"
    desk.post(
        address,
        {"title": "CHỨNG NHẬN HOÀN THÀNH", "body": "", "valid_years": "3", "seal": picture, "revision": "0"},
    )
    layout = CertificateLayout.objects.get()
    assert (layout.title, layout.valid_years, layout.seal is None) == ("CHỨNG NHẬN HOÀN THÀNH", 3, False)
    assert "Bỏ ảnh con dấu" in page(desk, "award_layout", office.pk)
    assert desk.get(reverse("desk:class_award_pdf", args=[held.code, award.pk])).content == before
    address = reverse("desk:class_award", args=[held.code, award.pk])
    desk.post(address, {"replace": "1", "name": "Lê Thị Học Mới", "why": "Sai tên."})
    new = Award.objects.get(number=4)
    assert new.issue.design["title"] == "CHỨNG NHẬN HOÀN THÀNH"
    assert new.expires_on.year == new.issued_on.year + 3
    assert b"%PDF" in desk.get(reverse("desk:class_award_pdf", args=[held.code, new.pk])).content[:8]
