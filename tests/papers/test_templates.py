import io
import zipfile

import pytest
from docx import Document

from caunoi.papers import (
    FaultCode,
    Layout,
    PaperKind,
    TemplateRefused,
    UnsafeTemplate,
    check_template,
    render,
    sandbox,
    shipped_template,
)
from caunoi.papers.sandbox import BudgetSpent
from tests.papers.samples import REQUIRED, bare_report, full_report, lines, people, report_template, sign_in_sheet
from tests.papers.samples import word_file as make_word_file

KIND = PaperKind.CLASS_REPORT

ESCAPES = [
    "{{ ''.__class__.__mro__[1].__subclasses__() }}",
    "{{ cycler.__init__.__globals__.os.popen('id').read() }}",
    "{{ self._TemplateReference__context }}",
    "{{ self.__init__.__globals__ }}",
    "{{ ten_lop.__class__ }}",
    "{{ ten_lop|attr('__class__') }}",
    "{{ ten_lop['__class__'] }}",
    "{{ ten_lop.format.__globals__ }}",
    "{{ '{0.__class__}'.format(ten_lop) }}",
    "{{ '%s'|format(ten_lop) }}",
    "{{ lipsum() }}",
    "{{ joiner }}{{ namespace() }}",
    "{% for a in range(1000000000) %}x{% endfor %}",
    "{% for a in range(99999) %}{% for b in range(99999) %}x{% endfor %}{% endfor %}",
    "{{ 'x' * 1000000000 }}",
    "{{ 9 ** 9 ** 9 }}",
    "{{ '%0999999999d' % 1 }}",
    "{% include 'other.docx' %}",
    "{% import 'os' as os %}",
    "{% from 'os' import popen %}",
    "{% extends 'other' %}",
    "{% macro m() %}{{ m() }}{% endmacro %}",
    "{% set a = ten_lop %}",
    "{% filter upper %}x{% endfilter %}",
    "{% autoescape false %}{{ ten_lop }}{% endautoescape %}",
    "{{ ten_lop|safe }}",
    "{{ ten_lop.upper() }}",
    "{{ [1, 2]|map('upper') }}",
    "{% for a in can_cu recursive %}{{ loop(can_cu) }}{% endfor %}",
    "{% for a in can_cu %}{{ loop.cycle }}{{ loop._recurse }}{% endfor %}",
    "{% if ten_lop is sameas(ten_lop) %}x{% endif %}",
    "{{ " + "(" * 230 + "1" + ")" * 230 + "." + "__class__ }}",
]


@pytest.mark.parametrize("escape", ESCAPES, ids=range(len(ESCAPES)))
def test_template_that_tries_to_run_code_is_refused(escape):
    with pytest.raises(UnsafeTemplate) as refused:
        render(bare_report(), template=report_template(escape))
    found = [fault.message for fault in refused.value.faults if fault.code is FaultCode.UNSAFE]
    assert found
    # The reading of the syntax tree refuses it; nothing was left to the walls behind.
    assert [message for message in found if not message.startswith(("Mẫu không được dùng", "Câu lệnh"))] == []


def test_checker_finds_the_escape_and_its_place():
    [fault] = check_template(report_template("Kính gửi {{ ten_lop.__class__ }} và các đơn vị"), KIND)
    assert (fault.code, fault.detail) == (FaultCode.UNSAFE, "thuộc tính __class__")
    assert fault.place == "Kính gửi {{ ten_lop.__class__ }} và các đơn vị"


def test_escape_in_a_page_header_is_found():
    document = Document(io.BytesIO(report_template()))
    document.sections[0].header.paragraphs[0].text = "{{ cycler.__init__ }}"
    out = io.BytesIO()
    document.save(out)
    assert FaultCode.UNSAFE in {fault.code for fault in check_template(out.getvalue(), KIND)}


def test_command_cut_into_runs_by_word_is_read_as_one():
    document = Document(io.BytesIO(report_template()))
    paragraph = document.add_paragraph()
    for piece in ("{", "{ ten_", "lop._", "_class__ }", "}"):
        paragraph.add_run(piece).bold = piece == "ten_"
    out = io.BytesIO()
    document.save(out)
    assert [fault.code for fault in check_template(out.getvalue(), KIND)] == [FaultCode.UNSAFE]


def test_own_template_is_filled():
    template = report_template(
        "Lớp: {{ ten_lop|upper }}",
        "{% for doan in uu_diem %}{{ loop.index }}. {{ doan }} {% endfor %}",
        "{% if so_co_mat and not so_khach_moi %}không khách{% elif so_co_mat %}có khách{% endif %}",
        "{%p for lop in chuyen_de %}",
        "{{ lop.ten }}: {{ lop.bao_cao_vien|default('chưa rõ') }}",
        "{%p endfor %}",
    )
    assert check_template(template, KIND) == []
    assert lines(render(full_report(), template=template))[1:] == [
        "Lớp: TẬP HUẤN CÔNG TÁC HÒA GIẢI Ở CƠ SỞ",
        "1. Nghiêm túc. 2. Sát thực tế. ",
        "có khách",
        "Kỹ năng hòa giải: Trần Thị Thử - Phó Trưởng phòng Tư pháp",
    ]


def test_hostile_text_in_an_own_template_comes_out_literally():
    text = "{{ 7*7 }} <w:p/> & {% for %}"
    template = report_template("{{ uu_diem|join('; ') }}")
    assert lines(render(bare_report(strong_points=text), template=template))[-1] == text


def test_unknown_fields_are_named():
    template = report_template("{{ ten_lop }} {{ ten_truong }}", "{{ nguoi_ky.tuoi }}", "{{ chuyen_de.ten }}")
    faults = check_template(template, KIND)
    assert [(fault.code, fault.detail) for fault in faults] == [
        (FaultCode.UNKNOWN_FIELD, "ten_truong"),
        (FaultCode.UNKNOWN_FIELD, "nguoi_ky.tuoi"),
        (FaultCode.UNKNOWN_FIELD, "chuyen_de.ten"),
    ]
    assert faults[0].place == "{{ ten_lop }} {{ ten_truong }}"
    with pytest.raises(TemplateRefused) as refused:
        render(bare_report(), template=template)
    assert not isinstance(refused.value, UnsafeTemplate)
    assert [fault.detail for fault in refused.value.faults] == ["ten_truong", "nguoi_ky.tuoi", "chuyen_de.ten"]


def test_missing_required_fields_are_named():
    template = make_word_file(REQUIRED.replace("{{ so_ky_hieu }}", "").replace("{{ nguoi_ky.ho_ten }}", ""))
    faults = check_template(template, KIND)
    assert [(fault.code, fault.detail) for fault in faults] == [
        (FaultCode.MISSING_FIELD, "so_ky_hieu"),
        (FaultCode.MISSING_FIELD, "nguoi_ky"),
    ]


def test_missing_fields_inside_lists_are_named():
    template = make_word_file(
        "{{ co_quan_ban_hanh|join }}",
        "{%p for k in cac_khoi %}",
        "{% for b in k.buoi %}{{ b.ten }}{% endfor %}",
        "{% for h in k.hoc_vien %}{{ h.stt }}{% endfor %}",
        "{%p endfor %}",
    )
    faults = check_template(template, PaperKind.SIGN_IN_SHEET)
    assert [fault.detail for fault in faults] == ["cac_khoi.hoc_vien.ho_ten"]


def test_template_of_another_kind_is_refused():
    template = shipped_template(PaperKind.PARTICIPANT_LIST, Layout.STATE)
    assert FaultCode.UNKNOWN_FIELD in {fault.code for fault in check_template(template, KIND)}


@pytest.mark.parametrize(
    ("paragraph", "code"),
    [
        ("{{ ten_lop", FaultCode.SYNTAX),
        ("{{ ten_lop {{ ten_lop }}", FaultCode.SYNTAX),
        ("{% if ten_lop %}mở", FaultCode.SYNTAX),
        ("{{ ten_lop | }}", FaultCode.SYNTAX),
        ("{{r ten_lop }}", FaultCode.SYNTAX),
        ("{{ chuyen_de }}", FaultCode.NOT_TEXT),
        ("{{ nguoi_ky }}", FaultCode.NOT_TEXT),
        ("{% for a in ten_lop %}{{ a }}{% endfor %}", FaultCode.NOT_A_LIST),
    ],
)
def test_wrong_commands_are_told_with_their_place(paragraph, code):
    [fault] = check_template(report_template(paragraph), KIND)
    assert fault.code is code
    assert fault.place.startswith(paragraph[:12])


def test_loop_over_paragraphs_that_ends_inside_a_line_is_refused():
    faults = check_template(report_template("{%p for a in can_cu %}", "{{ a }} {% endfor %}"), KIND)
    assert [fault.code for fault in faults] == [FaultCode.SYNTAX]


def test_loops_stop_at_the_budget():
    tree = sandbox.parse("{% for a in x %}{% for b in x %}{% for c in x %}{% endfor %}{% endfor %}{% endfor %}")
    with pytest.raises(BudgetSpent):
        sandbox.run(tree, {"x": ["a"] * 1000})


def test_output_stops_at_the_budget(monkeypatch):
    monkeypatch.setattr(sandbox, "MAX_OUTPUT", 1000)
    tree = sandbox.parse("{% for a in x %}{{ a }}{% endfor %}")
    assert sandbox.run(tree, {"x": ["a" * 10] * 100}) == "a" * 1000
    with pytest.raises(BudgetSpent):
        sandbox.run(sandbox.parse("{% for a in x %}{{ a }}{% endfor %}"), {"x": ["a" * 10] * 101})


def test_deep_loops_over_many_people_are_refused_and_not_run():
    inner = "{% for a in cac_khoi %}{% for b in a.hoc_vien %}{% for c in a.hoc_vien %}{% for d in a.hoc_vien %}"
    inner += "x{{ b.ho_ten }}{% endfor %}" + "{% endfor %}" * 3
    template = make_word_file(
        "{{ co_quan_ban_hanh|join }} {% for k in cac_khoi %}{{ k.buoi|length }}{% endfor %}", inner
    )
    with pytest.raises(UnsafeTemplate) as refused:
        render(sign_in_sheet(people(300), 2), template=template)
    [fault] = refused.value.faults
    assert (fault.code, fault.message.split(".")[0]) == (FaultCode.UNSAFE, "Mẫu sinh ra văn bản quá dài")


def test_template_with_a_broken_part_is_refused():
    data = report_template()
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(out, "w") as target:
        for name in source.namelist():
            if name != "word/document.xml":
                target.writestr(name, source.read(name))
    assert [fault.code for fault in check_template(out.getvalue(), KIND)] == [FaultCode.DAMAGED]
