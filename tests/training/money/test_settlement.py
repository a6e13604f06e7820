"""The settlement file: what it holds and lacks, who packs what, and that equal records give equal bytes."""

from __future__ import annotations

import csv
import hashlib
import io
import zipfile

import docx
import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from caunoi.core.models import AuditEntry
from caunoi.directory.enums import RoleKind
from caunoi.training.models import ClassExpense, PaperRecord, SpeakerGrade
from caunoi.training.services.settlement import pack_settlement
from tests.factories import OrganisationFactory, UserFactory
from tests.training.money.makers import PDF
from tests.training.money.whole_class import class_with_money

pytestmark = [pytest.mark.django_db, pytest.mark.data]
ACCOUNT = "0011223344"


def opened(archive) -> dict[str, bytes]:
    with archive.content as content, zipfile.ZipFile(content) as packed:
        return {name: packed.read(name) for name in packed.namelist()}


def words(data: bytes) -> str:
    document = docx.Document(io.BytesIO(data))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([paragraph.text for paragraph in document.paragraphs] + cells)


def everything(files: dict[str, bytes]) -> str:
    """All that is written in any file of the archive, also within Word files and workbooks."""
    told = []
    for content in files.values():
        if content[:2] == b"PK":
            with zipfile.ZipFile(io.BytesIO(content)) as inner:
                told += [inner.read(name).decode("utf-8", "replace") for name in inner.namelist()]
        else:
            told.append(content.decode("utf-8", "replace"))
    return "\n".join(told)


def test_one_archive_holds_everything_in_order_with_an_index_that_is_true():
    made, accountant = class_with_money(people=6)

    archive = pack_settlement(actor=accountant, training_class=made)
    files = opened(archive)

    plain = [name.split(" ", 1)[1].rsplit(".", 1)[0] for name in files if name[0].isdigit() and name[:2] != "00"]
    assert plain == [
        "Quyết định mở lớp",
        "Danh sách học viên",
        "Chương trình",
        "Danh sách ký tên",
        "Danh sách ký tên (bản ký)",
        "Danh sách chi báo cáo viên",
        "Danh sách chi báo cáo viên (bản ký)",
        "Danh sách chi học viên",
        "Danh sách chi học viên (bản ký)",
        *[f"Minh chứng bậc chi - {fee.person.full_name}" for fee in made.speaker_fees.order_by("id")],
        "Bảng quyết toán",
        "Hóa đơn 0001 - In tài liệu",
        "Kết quả kiểm tra hồ sơ",
        "Bảng số liệu của lớp",
    ]
    assert [name[:2] for name in files if name[0].isdigit()] == [f"{n:02}" for n in range(1, 16)] + ["00"]
    assert files["05 Danh sách ký tên (bản ký).pdf"] == PDF

    table = list(csv.DictReader(io.StringIO(files["index.csv"].decode("utf-8-sig"))))
    there = [row for row in table if row["tep"]]
    assert {row["tep"]: row["sha256"] for row in there} == {
        name: hashlib.sha256(content).hexdigest()
        for name, content in files.items()
        if name != "index.csv" and not name.startswith("00 ")
    }
    assert next(row["trang_hoac_dong"] for row in there if row["noi_dung"] == "Danh sách chi học viên") == "4 dòng"
    lacking = [row["noi_dung"] for row in table if row["ghi_chu"] == "còn thiếu"]
    assert lacking == list(archive.missing)
    assert "Quyết định mở lớp (bản ký): chưa có bản ký" in lacking

    index = words(files["00 Mục lục hồ sơ quyết toán.docx"])
    assert "MỤC LỤC HỒ SƠ QUYẾT TOÁN" in index
    assert "Còn thiếu khi lập mục lục này:" in index
    assert all(row["noi_dung"] in index for row in table)
    assert "Kết quả kiểm tra hồ sơ" in index

    assert AuditEntry.objects.filter(action="training.settlement_made").get().details == {
        "count": 17, "missing": len(lacking), "accounts": True,
    }  # fmt: skip
    again = pack_settlement(actor=accountant, training_class=made)
    assert opened(again) == files
    archives = [pack_settlement(actor=accountant, training_class=made).content for _ in range(2)]
    with archives[0] as one, archives[1] as other:
        assert one.read() == other.read()


def test_accounts_stand_only_in_what_the_accountant_packs():
    made, accountant = class_with_money(people=3)
    PaperRecord.objects.filter(kind="speaker_payments").update(signed_file=_scan(made, b"%PDF-1.4 so 0011223344\n"))
    organiser = UserFactory.with_role(made.keeper, RoleKind.ORGANISER)
    boss = UserFactory.with_role(made.keeper, RoleKind.ADMINISTRATOR)

    assert ACCOUNT in everything(opened(pack_settlement(actor=accountant, training_class=made)))
    for user in (organiser, boss):
        archive = pack_settlement(actor=user, training_class=made)
        files = opened(archive)
        assert ACCOUNT not in everything(files)
        assert not any("chi báo cáo viên (bản ký)" in name for name in files)
        assert any("chỉ kế toán đóng gói được" in line for line in archive.missing)


def _scan(made, content):
    from caunoi.core import files

    return files.store(content=content, name="ky.pdf", organisation_id=made.keeper_id)


def missing_of(user, made) -> set[str]:
    archive = pack_settlement(actor=user, training_class=made)
    archive.content.close()
    return set(archive.missing)


def test_what_is_missing_is_named_one_by_one_and_nothing_else():
    made, accountant = class_with_money(people=3)
    before = missing_of(accountant, made)

    ClassExpense.objects.update(file=None)
    SpeakerGrade.objects.update(file=None)
    PaperRecord.objects.filter(kind="sign_in_sheet").update(signed_file=None)

    names = [fee.person.full_name for fee in made.speaker_fees.order_by("id")]
    assert missing_of(accountant, made) - before == {
        "Hóa đơn 0001 - In tài liệu: chưa có bản chụp hóa đơn",
        "Danh sách ký tên (bản ký): chưa có bản ký",
        *[f"Minh chứng bậc chi - {name}: chưa có minh chứng bậc chi" for name in names],
    }


def test_whoever_sees_no_money_packs_nothing(client):
    made, accountant = class_with_money(people=3)
    editor = UserFactory.with_role(made.keeper, RoleKind.EDITOR)
    stranger = UserFactory.with_role(OrganisationFactory(), RoleKind.ACCOUNTANT)
    url = reverse("desk:money_settlement", args=[made.code])
    for user in (editor, stranger):
        with pytest.raises(PermissionDenied):
            pack_settlement(actor=user, training_class=made)
        client.force_login(user)
        assert [client.get(url).status_code, client.post(url).status_code] == [404, 404]
    assert not AuditEntry.objects.filter(action="training.settlement_made").exists()

    client.force_login(accountant)
    page = client.get(url).content.decode()
    assert "Quyết định mở lớp (bản ký)" in page
    assert "còn thiếu" in page
    packed = client.post(url)
    assert b"".join(packed.streaming_content)[:2] == b"PK"
    assert "quy%E1%BA%BFt" in packed.headers["Content-Disposition"]
