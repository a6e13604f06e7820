from __future__ import annotations

import datetime as dt
import io
import zipfile

import docx
import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse

from caunoi import papers as library
from caunoi.core.models import AuditEntry
from caunoi.directory.models import Organisation
from caunoi.training.enums import PaperKind
from caunoi.training.facts import ProvenanceFact
from caunoi.training.models import PaperTemplate
from caunoi.training.queries import papers as queries
from caunoi.training.services import papers as services
from caunoi.training.services.past import PastOrganiser, PastPerson, record_past_class
from tests.factories import EnrolmentFactory, OrganisationFactory, PersonFactory, SittingFactory

pytestmark = [pytest.mark.django_db, pytest.mark.data]

PARTY = library.Layout.PARTY


def words(content):
    document = docx.Document(io.BytesIO(content))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([paragraph.text for paragraph in document.paragraphs] + cells)


@pytest.fixture
def past(organiser, office):
    return record_past_class(
        actor=organiser,
        keeper=office,
        title="Bồi dưỡng công tác dân vận",
        days=[dt.date(2019, 9, 11)],
        place="Hội trường phường",
        organisers=[PastOrganiser("Đảng ủy phường Hòa Khánh", office)],
        speakers=[PastPerson("Nguyễn Văn Mẫu", "Phó Trưởng ban")],
        topics=["Dân vận khéo"],
        count=270,
        qualifier="over",
        provenance=ProvenanceFact(kind="report", source="cu.docx"),
    )


def test_report_says_what_is_frozen_and_how_sure_it_is(past, office):
    Organisation.objects.update(paper_suffix="BC/ĐU", paper_place="Hòa Khánh", superior_line="THÀNH ỦY ĐÀ NẴNG")
    office.refresh_from_db()
    past.title = "Tên sửa sau khi chốt"

    text = words(queries.render(queries.report_paper(past.reports.get(), office, PARTY), office))

    assert "hơn 270" in text
    assert "Dân vận khéo" in text
    assert "Nguyễn Văn Mẫu" in text
    assert "ĐẢNG CỘNG SẢN VIỆT NAM" in text
    assert "THÀNH ỦY ĐÀ NẴNG" in text
    assert "Tên sửa sau" not in text


@pytest.mark.parametrize(
    ("layout", "suffix", "kept_by"),
    [
        ("state", "BC-UBND", "Lưu: VT, UBND."),
        ("party", "BC/ĐU", "Lưu: VP, ĐU."),
        ("front", "BC-MTTQ-BTT", "Lưu: VT, MTTQ-BTT."),
        ("state", "", "Lưu: VT."),
    ],
)
def test_report_of_an_office_that_wrote_no_recipients_names_the_one_above_and_who_keeps_it(
    past, office, layout, suffix, kept_by
):
    office.parent = OrganisationFactory(name="Thành ủy Đà Nẵng")
    office.paper_suffix = suffix

    text = words(queries.render(queries.report_paper(past.reports.get(), office, library.Layout(layout)), office))

    assert "Nơi nhận:" in text
    assert f"- Thành ủy Đà Nẵng (để báo cáo);\n- {kept_by}" in text
    assert "Như trên" not in text


@pytest.mark.parametrize("layout", list(library.Layout))
def test_recipients_that_an_office_wrote_stand_on_its_report_and_nothing_else(past, office, layout):
    office.parent = OrganisationFactory(name="Thành ủy Đà Nẵng")
    office.paper_recipients = "- Ban Dân vận Thử Nghiệm;\nCác chi bộ <trực thuộc>;\n\nLưu: Văn phòng."

    text = words(queries.render(queries.report_paper(past.reports.get(), office, layout), office))

    assert "- Ban Dân vận Thử Nghiệm;\n- Các chi bộ <trực thuộc>;\n- Lưu: Văn phòng." in text
    assert "Thành ủy Đà Nẵng (để" not in text


def test_front_office_in_the_layout_of_the_party_keeps_its_letters_once(past, office, organiser):
    office.paper_suffix = "BC-MTTQ-BTT"
    report = services.register_report(
        actor=organiser, report=past.reports.get(), number="12-BC-MTTQ-BTT", signed_on=dt.date(2019, 9, 20)
    )

    assert queries.report_paper(report, office, PARTY).heading.number_line == "Số 12-BC-MTTQ-BTT"
    assert queries.report_paper(report, office, library.Layout.FRONT).heading.number_line == "Số: 12/BC-MTTQ-BTT"


def test_registered_number_stands_on_the_paper(past, office, organiser):
    Organisation.objects.update(paper_suffix="BC/ĐU")
    office.refresh_from_db()
    report = services.register_report(
        actor=organiser,
        report=past.reports.get(),
        number="12-BC/ĐU",
        signed_on=dt.date(2019, 9, 20),
        content=b"%PDF-1.4 thu",
        name="ban-ky.pdf",
    )

    paper = queries.report_paper(report, office, PARTY)
    assert paper.heading.number_line == "Số 12-BC/ĐU"
    assert paper.heading.date == dt.date(2019, 9, 20)
    assert report.signed_file.name == "ban-ky.pdf"
    assert AuditEntry.objects.get(action="training.report_registered").details["version"] == 1


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"number": " "}, "number"),
        ({"number": "1", "signed_on": dt.date(2019, 1, 1)}, "signed_on"),
        ({"number": "1", "content": b"chu", "name": "a.txt"}, "file"),
    ],
)
def test_register_report_refuses_what_cannot_be(past, organiser, fields, field):
    with pytest.raises(ValidationError) as refused:
        services.register_report(actor=organiser, report=past.reports.get(), **fields)

    assert list(refused.value.message_dict) == [field]


def test_sign_in_sheet_has_a_column_for_each_chosen_sitting(training_class, office):
    sittings = [SittingFactory(training_class=training_class, part=part) for part in ("morning", "afternoon")]
    EnrolmentFactory(training_class=training_class, person=PersonFactory(full_name="Lê Thị Học <b>"))

    paper = queries.sign_in_paper(
        training_class, office, library.Layout.STATE, sittings[:1], queries.Decision(number="45")
    )
    text = words(queries.render(paper, office))

    assert len(paper.sittings) == 1
    assert "Lê Thị Học <b>" in text
    assert "Sáng" in text
    assert "Chiều" not in text
    assert "45" in text


def test_template_of_the_office_serves_it_and_those_below(past, office, organiser):
    below = OrganisationFactory(parent=office)
    shipped = library.shipped_template(library.PaperKind.CLASS_REPORT, PARTY)

    kept = services.replace_template(
        actor=organiser,
        organisation=office,
        kind=PaperKind.CLASS_REPORT,
        layout="party",
        content=_marked(shipped),
        name="mau.docx",
    )

    assert queries.template_for(below, PaperKind.CLASS_REPORT, PARTY) == kept
    assert queries.template_for(below, PaperKind.CLASS_REPORT, library.Layout.STATE) is None
    assert "MẪU RIÊNG" in words(queries.render(queries.report_paper(past.reports.get(), office, PARTY), office))
    services.restore_template(actor=organiser, template=kept)
    assert "MẪU RIÊNG" not in words(queries.render(queries.report_paper(past.reports.get(), office, PARTY), office))


def _marked(template):
    document = docx.Document(io.BytesIO(template))
    document.add_paragraph("MẪU RIÊNG")
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _with_code(template):
    document = docx.Document(io.BytesIO(template))
    document.add_paragraph("{{ cycler.__init__.__globals__.os.popen('id').read() }}")
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _zip():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("a.txt", "x")
    return out.getvalue()


def test_template_that_runs_code_or_is_no_word_is_refused(office, organiser, stranger):
    shipped = library.shipped_template(library.PaperKind.CLASS_REPORT, PARTY)
    wanted = {"organisation": office, "kind": PaperKind.CLASS_REPORT, "layout": "party", "name": "mau.docx"}

    for content in (_with_code(shipped), _zip(), b"chu"):
        with pytest.raises(ValidationError) as refused:
            services.replace_template(actor=organiser, content=content, **wanted)
        assert list(refused.value.message_dict) == ["file"]
    with pytest.raises(PermissionDenied):
        services.replace_template(actor=stranger, content=shipped, **wanted)

    assert not PaperTemplate.objects.exists()


def test_papers_are_downloaded_with_a_name_that_says_what_they_are(desk, past, training_class):
    EnrolmentFactory(training_class=training_class)

    report = desk.get(reverse("desk:class_paper", args=[past.code, "class_report"]), {"layout": "front"})
    sheet = desk.get(reverse("desk:class_paper", args=[training_class.code, "sign_in_sheet"]))
    early = desk.get(reverse("desk:class_paper", args=[training_class.code, "class_report"]))
    odd = desk.get(reverse("desk:class_paper", args=[past.code, "payroll"]))

    assert report["Content-Disposition"].startswith("attachment; filename*=utf-8''B%C3%A1o%20c%C3%A1o")
    assert report.content[:2] == sheet.content[:2] == b"PK"
    assert early.url == reverse("desk:class_results", args=[training_class.code])
    assert odd.status_code == 404


def test_template_page_names_the_faults_and_takes_a_good_one(desk, past):
    from django.core.files.uploadedfile import SimpleUploadedFile

    url = reverse("desk:class_template", args=[past.code, "class_report", "party"])
    shipped = library.shipped_template(library.PaperKind.CLASS_REPORT, PARTY)

    refused = desk.post(url, {"file": SimpleUploadedFile("mau.docx", _with_code(shipped))})
    assert refused.status_code == 200
    assert refused.context["form"].errors["file"]
    taken = desk.post(url, {"file": SimpleUploadedFile("mau.docx", shipped)})
    assert taken.status_code == 302
    assert desk.get(reverse("desk:class_template_file", args=[past.code, "class_report", "party"])).content == shipped
    desk.post(url, {"restore": "1"})
    assert not PaperTemplate.objects.exists()
