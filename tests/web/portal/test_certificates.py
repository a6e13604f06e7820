from __future__ import annotations

import io

import pypdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from caunoi.credentials.models import AwardHolder
from caunoi.credentials.open_badges import address
from caunoi.credentials.services.ledger import replace_award, revoke_award
from caunoi.credentials.services.printing import certificate_file
from tests.credentials.conftest import FACTS, issued

__all__ = ["issued"]
pytestmark = [pytest.mark.django_db, pytest.mark.data]


def text_of(response):
    return response.content.decode()


def page_of(client, award):
    return text_of(client.get(f"/chung-nhan/{award.code}"))


def test_page_shows_what_was_frozen_to_whoever_has_the_code(client, issued):
    response = client.get(f"/chung-nhan/{issued[0].code}")
    shown = text_of(response)
    for told in (
        "còn hiệu lực", "Trần Thị Mẫu 0", FACTS.subject, FACTS.code, FACTS.place, "16 tiết", "0001/2026/GCN",
        "từ ngày 02/03/2026 đến ngày 03/03/2026", "10/03/2026", FACTS.organiser,
    ):  # fmt: skip
        assert told in shown
    assert "⟦" not in shown
    assert response["Cache-Control"] == "private, no-store"
    assert response["X-Robots-Tag"] == "noindex"
    assert not response.cookies


def test_revoked_replaced_and_expired_are_told_apart(client, issued, organiser):
    revoke_award(actor=organiser, award=issued[0], reason="Cấp nhầm lớp.")
    new = replace_award(actor=organiser, award=issued[1], name="Trần Thị Mẫu Mới", reason="Sai tên.")
    issued[2].expires_on = issued[2].issued_on.replace(day=11)
    issued[2].save()
    assert "đã bị thu hồi" in page_of(client, issued[0])
    assert "Cấp nhầm lớp." in page_of(client, issued[0])
    assert f"bằng giấy số {new.number_text}" in page_of(client, issued[1])
    assert "đã hết hạn" in page_of(client, issued[2])
    assert "Trần Thị Mẫu Mới" in page_of(client, new)
    told = [client.get(f"/api/chung-nhan/{each.code}").json()["standing"] for each in (*issued, new)]
    assert told == ["revoked", "replaced", "expired", "valid"]


def test_nothing_can_be_walked_through(client, issued):
    """Numbers, keys and codes nearly right are answered alike, and a stranger who tries on is stopped."""
    wrong = issued[0].code[:-1] + ("3" if issued[0].code[-1] != "3" else "4")
    answers = {
        (client.get(f"/chung-nhan/{text}").status_code, text_of(client.get(f"/api/chung-nhan/{text}")))
        for text in (wrong, "1", str(issued[0].pk), "0001-2026-GCN", "x" * 200)
    }
    assert len(answers) == 1
    assert next(iter(answers))[0] == 404
    statuses = [client.get(f"/chung-nhan/{wrong}").status_code for _try in range(70)]
    assert statuses[-1] == 429


def test_erased_name_is_gone_from_page_and_machines_and_the_rest_stays(client, issued):
    AwardHolder.objects.filter(award=issued[0]).delete()
    shown = page_of(client, issued[0])
    assert "Trần Thị Mẫu 0" not in shown
    assert "đã được xóa" in shown
    assert FACTS.subject in shown
    told = client.get(f"/api/chung-nhan/{issued[0].code}").json()
    assert (told["name"], told["standing"]) == (None, "valid")
    assert client.get(f"/api/chung-nhan/{issued[0].code}/chung-nhan-so").status_code == 410


def sent(client, content):
    return text_of(client.post("/chung-nhan/", {"tep": SimpleUploadedFile("a.pdf", content)}))


def test_file_is_checked_as_it_is_sent(client, issued):
    content = certificate_file(award=issued[0])
    whole = sent(client, content)
    assert "đúng nguyên bản" in whole
    assert "Trần Thị Mẫu 0" in whole
    changed = sent(client, content + b"\n% changed")
    assert "đã bị thay đổi" in changed
    assert "Trần Thị Mẫu 0" in changed
    assert "không có giấy chứng nhận nào" in sent(client, b"%PDF-1.4 nonsense")
    assert "không thật" in sent(client, b"eyJhbGciOiJFZERTQSJ9.e30.AAAA")
    assert "lớn hơn 2 MB" in sent(client, b"%PDF-" + bytes(2_100_000))
    assert "Hãy chọn tệp" in text_of(client.post("/chung-nhan/"))


def test_code_typed_into_the_form_leads_to_its_page(client, issued):
    code = issued[0].code
    response = client.get("/chung-nhan/", {"ma": f"{code[:4]}-{code[4:8]} {code[8:].lower()}"})
    assert (response.status_code, response["Location"]) == (302, f"/chung-nhan/{code}")
    assert client.get("/chung-nhan/", {"ma": "ABC<script>"}).status_code == 404


def test_machines_get_credential_keys_and_list_of_what_ended(client, issued, office):
    code = issued[0].code
    response = client.get(f"/api/chung-nhan/{code}/chung-nhan-so")
    assert (response["Content-Type"], text_of(response)) == ("application/vc+jwt", issued[0].holder.credential)
    assert response["Access-Control-Allow-Origin"] == "*"
    document = client.get(f"/api/co-quan/{office.pk}/did.json").json()
    assert document["id"].endswith(f":api:co-quan:{office.pk}")
    assert client.get(f"/api/chung-nhan/trang-thai/{issued[0].series_id}")["Content-Type"] == "application/vc+jwt"
    told = client.post(
        "/api/chung-nhan/kiem-tra", certificate_file(award=issued[0]), content_type="application/pdf"
    ).json()
    assert (told["outcome"], told["award"]["code"]) == ("intact", code)
    assert told["award"]["page"] == address(issued[0].issue.base_url, code)
    assert client.get(f"/api/co-quan/{issued[0].pk}/did.json").status_code == 404


def test_pdf_is_archivable_tagged_and_carries_its_credential(issued):
    read = pypdf.PdfReader(io.BytesIO(certificate_file(award=issued[0])))
    assert read.attachments["chung-nhan.jwt"] == [issued[0].holder.credential.encode()]
    root = read.trailer["/Root"]
    meta = root["/Metadata"].get_data().decode()
    assert "<pdfaid:part>3</pdfaid:part>" in meta
    assert "<pdfaid:conformance>A</pdfaid:conformance>" in meta
    assert root["/MarkInfo"]["/Marked"]
    assert "Trần Thị Mẫu 0" in read.pages[0].extract_text()
    assert len(read.pages) == 1
