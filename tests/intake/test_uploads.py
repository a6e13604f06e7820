from __future__ import annotations

import io
import zipfile

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from pypdf import PdfWriter

from caunoi.core.models import AuditEntry, SearchDocument, StoredFile
from caunoi.intake.models import ReportCandidate, ReportUpload, UploadItem
from caunoi.intake.services.aside import discard
from caunoi.intake.services.uploads import (
    MOST_LETTERS,
    SentFile,
    add_candidates,
    dismiss_upload,
    read_now,
    read_waiting,
)
from tests.factories import OrganisationFactory
from tests.intake.factories import CandidateFactory
from tests.intake.texts import BARE, FULL, sent

pytestmark = pytest.mark.data


def states(upload):
    return list(upload.items.order_by("position").values_list("name", "state", "fault"))


def docx_bomb():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", b"<w:document>" + b"0" * 300_000_000)
    return out.getvalue()


def locked_pdf():
    writer, out = PdfWriter(), io.BytesIO()
    writer.add_blank_page(width=200, height=200)
    writer.encrypt("mat-khau", algorithm="RC4-128")
    writer.write(out)
    return out.getvalue()


def test_report_sent_in_waits_for_review_and_is_found(organiser, office):
    upload = add_candidates(actor=organiser, organisation=office, files=[sent(name="C:\\bai viet\\bai-cu.txt")])
    candidate = ReportCandidate.objects.get()
    assert (candidate.source, candidate.state, candidate.uploaded_by) == ("bai-cu.txt", "waiting", organiser)
    assert (candidate.text, candidate.title) == (FULL, FULL.split("\n")[0])
    assert states(upload) == [("bai-cu.txt", "read", "")]
    assert not UploadItem.objects.filter(content__isnull=False).exists()
    document = SearchDocument.objects.get(kind="candidate")
    assert "hoa giai" in document.folded_text
    assert "nguyen van mau" not in document.folded_text
    row = AuditEntry.objects.get(action="intake.candidate_added")
    assert (row.actor_id, row.organisation_id, row.object_id) == (organiser.pk, office.pk, str(candidate.pk))


def test_unreadable_files_are_named_with_their_fault_and_the_others_kept(organiser, office):
    files = [
        sent(),
        SentFile(name="trong.txt", content=b""),
        SentFile(name="anh.bin", content=bytes(range(256)) * 20),
        SentFile(name="khoa.pdf", content=locked_pdf()),
        SentFile(name="bom.docx", content=docx_bomb()),
        SentFile(name="hong.docx", content=b"PK\x03\x04 nothing"),
        SentFile(name="to.txt", content=b"a" * (10 * 1024 * 1024 + 1)),
    ]
    upload = add_candidates(actor=organiser, organisation=office, files=files)
    # Together too much to be read at once: the job does it.
    read_waiting(upload_id=upload.pk)
    found = states(upload)
    assert found[0] == ("bai-cu.txt", "read", "")
    assert [(name, state) for name, state, _fault in found[1:]] == [(file.name, "unreadable") for file in files[1:]]
    faults = {name: fault for name, _state, fault in found}
    assert (faults["trong.txt"], faults["khoa.pdf"], faults["to.txt"]) == ("empty", "encrypted", "too_large")
    assert faults["bom.docx"] in {"too_large", "damaged"}
    assert faults["hong.docx"] == "damaged"
    assert ReportCandidate.objects.count() == 1
    assert StoredFile.objects.count() == 0


def test_ten_megabytes_of_text_are_refused_and_kept_nowhere(organiser, office):
    upload = add_candidates(
        actor=organiser, organisation=office, files=[SentFile(name="dai.txt", content=b"tap huan " * 1_165_000)]
    )
    assert states(upload) == [("dai.txt", "waiting", "")]
    read_waiting(upload_id=upload.pk)
    assert states(upload) == [("dai.txt", "unreadable", "too_large")]
    assert not ReportCandidate.objects.exists()
    assert not UploadItem.objects.filter(content__isnull=False).exists()


def test_text_just_short_enough_is_read(organiser, office):
    text = (FULL + "chữ " * MOST_LETTERS)[:MOST_LETTERS].strip()
    add_candidates(actor=organiser, organisation=office, files=[sent(text)])
    assert len(ReportCandidate.objects.get().text) == len(text)


def test_nfd_text_is_the_same_text(organiser, office):
    import unicodedata

    add_candidates(actor=organiser, organisation=office, files=[sent()])
    upload = add_candidates(actor=organiser, organisation=office, files=[sent(unicodedata.normalize("NFD", FULL))])
    assert states(upload) == [("bai-cu.txt", "known", "")]
    assert ReportCandidate.objects.get().text == FULL


def test_same_text_twice_in_one_upload_is_one_candidate(organiser, office):
    upload = add_candidates(actor=organiser, organisation=office, files=[sent(), sent(name="ban-sao.txt")])
    assert states(upload) == [("bai-cu.txt", "read", ""), ("ban-sao.txt", "known", "")]
    assert ReportCandidate.objects.count() == 1


def test_same_text_in_another_office_is_another_candidate(organiser, office, stranger):
    add_candidates(actor=organiser, organisation=office, files=[sent()])
    other = stranger.roles.get().organisation
    add_candidates(actor=stranger, organisation=other, files=[sent()])
    assert set(ReportCandidate.objects.values_list("organisation", flat=True)) == {office.pk, other.pk}


def test_text_that_was_set_aside_comes_back(organiser, office):
    add_candidates(actor=organiser, organisation=office, files=[sent()])
    candidate = ReportCandidate.objects.get()
    discard(actor=organiser, candidate=candidate, revision=candidate.revision)
    add_candidates(actor=organiser, organisation=office, files=[sent()])
    candidate.refresh_from_db()
    assert candidate.state == "waiting"
    assert SearchDocument.objects.filter(kind="candidate").count() == 1


def test_pasted_text_has_no_file_name(organiser, office):
    add_candidates(actor=organiser, organisation=office, files=[sent(BARE, name="")])
    candidate = ReportCandidate.objects.get()
    assert (candidate.source, candidate.title) == ("", BARE.strip())


def test_html_becomes_its_text(organiser, office):
    page = f"<html><body><script>alert(1)</script><p>{FULL}</p></body></html>"
    add_candidates(actor=organiser, organisation=office, files=[sent(page, name="bai.html")])
    assert "alert" not in ReportCandidate.objects.get().text


def test_many_files_wait_for_the_job_and_the_job_reads_them(organiser, office, django_capture_on_commit_callbacks):
    files = [sent(f"{FULL}\nSố {n}", name=f"{n:02d}.txt") for n in range(12)]
    with django_capture_on_commit_callbacks(execute=True):
        upload = add_candidates(actor=organiser, organisation=office, files=files)
    assert upload.items.filter(state="waiting").count() == 12
    from django_tasks_db.models import DBTaskResult

    job = DBTaskResult.objects.get()
    assert job.task_path == "caunoi.intake.tasks.read_upload"
    from caunoi.intake.tasks import read_upload

    assert read_upload.call(*job.args_kwargs["args"]) == 12
    assert read_upload.call(*job.args_kwargs["args"]) == 0
    assert ReportCandidate.objects.count() == 12


def test_read_now_takes_a_handful_where_no_worker_runs(organiser, office):
    files = [sent(f"{FULL}\nSố {n}", name=f"{n:02d}.txt") for n in range(12)]
    upload = add_candidates(actor=organiser, organisation=office, files=files)
    assert read_now(actor=organiser, upload=upload) == 8
    assert read_now(actor=organiser, upload=upload) == 4
    assert ReportCandidate.objects.count() == 12


def test_nothing_sent_or_too_many_files_are_refused(organiser, office):
    for files in ([], [sent(name=f"{n}.txt") for n in range(101)]):
        with pytest.raises(ValidationError) as refused:
            add_candidates(actor=organiser, organisation=office, files=files)
        assert list(refused.value.message_dict) == ["reports"]
    assert not ReportUpload.objects.exists()


def test_outsider_and_auditor_send_nothing_in(office, stranger):
    from caunoi.directory.enums import RoleKind
    from tests.factories import UserFactory

    auditor = UserFactory.with_role(office, RoleKind.AUDITOR)
    upload = ReportUpload.objects.create(organisation=office)
    for user in (stranger, auditor):
        with pytest.raises(PermissionDenied):
            add_candidates(actor=user, organisation=office, files=[sent()])
        with pytest.raises(PermissionDenied):
            read_now(actor=user, upload=upload)
        with pytest.raises(PermissionDenied):
            dismiss_upload(actor=user, upload=upload)
    assert not ReportCandidate.objects.exists()


def test_dismissed_upload_is_seen(organiser, office):
    upload = add_candidates(actor=organiser, organisation=office, files=[sent()])
    dismiss_upload(actor=organiser, upload=upload)
    upload.refresh_from_db()
    assert upload.seen is True


def test_organisation_above_sends_in_for_one_below(organiser, office):
    below = OrganisationFactory(parent=office)
    add_candidates(actor=organiser, organisation=below, files=[sent()])
    assert ReportCandidate.objects.get().organisation == below


def test_search_never_learns_persons_of_a_report(office):
    CandidateFactory(organisation=office)
    text = SearchDocument.objects.get(kind="candidate").folded_text
    assert "tran thi thu" not in text
    assert "ky nang lang nghe" in text
