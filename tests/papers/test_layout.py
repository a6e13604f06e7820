"""Papers as LibreOffice lays them out; one conversion for all, because it takes seconds."""

import re
import subprocess

import pytest
from pypdf import PdfReader

from caunoi.papers import Layout, ParticipantFacts, render
from tests.papers.samples import bare_report, full_report, participant_list, people, sign_in_sheet

NATION = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
LONG_NAME = "Tôn Nữ Hoàng Ngọc Phương Khánh Linh Mẫu"
LONG_POST = "Trưởng ban Công tác Mặt trận phụ trách tuyên truyền, vận động Nhân dân xây dựng đời sống văn hóa"


@pytest.fixture(scope="module")
def pages(tmp_path_factory):
    folder = tmp_path_factory.mktemp("papers")
    long = ParticipantFacts(name=LONG_NAME, post=LONG_POST, unit="Ủy ban Mặt trận Tổ quốc Việt Nam phường Hòa Khánh")
    papers = {
        "report": full_report(),
        "party": full_report(Layout.PARTY),
        "bare": bare_report(Layout.FRONT),
        "list-3": participant_list(people(3)),
        "list-300": participant_list((*people(299), long)),
        "sheet-30-2": sign_in_sheet((*people(29), long), 2),
        "sheet-30-12": sign_in_sheet(people(30), 12, Layout.FRONT),
    }
    for name, paper in papers.items():
        (folder / f"{name}.docx").write_bytes(render(paper))
    home = f"-env:UserInstallation=file://{folder}/home"
    command = ["soffice", home, "--headless", "--convert-to", "pdf", "--outdir", str(folder)]
    subprocess.run([*command, *map(str, sorted(folder.glob("*.docx")))], check=True, capture_output=True, timeout=240)
    return {
        name: [
            [" ".join(line.split()) for line in page.extract_text().splitlines() if line.strip()]
            for page in PdfReader(folder / f"{name}.pdf").pages
        ]
        for name in papers
    }


def numbers(page):
    """The ordinal numbers of the people on a page of a list."""
    return [int(found.group(1)) for line in page if (found := re.match(r"(\d+) (?:Nguyễn|Tôn)", line))]


@pytest.mark.parametrize(
    ("name", "least", "most"),
    [
        ("report", 5, 7),
        ("bare", 1, 1),
        ("list-3", 1, 1),
        ("list-300", 8, 12),
        ("sheet-30-2", 3, 4),
        ("sheet-30-12", 5, 8),
    ],
)
def test_paper_takes_as_many_pages_as_its_content(pages, name, least, most):
    assert least <= len(pages[name]) <= most
    assert [page for page in pages[name] if len(page) < 3] == []


@pytest.mark.parametrize("name", ["report", "bare", "list-3", "list-300", "sheet-30-2", "sheet-30-12"])
def test_national_name_stands_on_one_line(pages, name):
    assert sum(NATION in line for line in pages[name][0]) == 1


def test_party_heading_stands_in_place_of_the_nation(pages):
    first = " ".join(pages["party"][0])
    assert "ĐẢNG CỘNG SẢN VIỆT NAM" in first
    assert NATION not in first


@pytest.mark.parametrize("name", ["report", "list-300", "sheet-30-12"])
def test_pages_are_numbered_from_the_second(pages, name):
    assert [page[0] for page in pages[name][1:]] == [str(place) for place in range(2, len(pages[name]) + 1)]
    assert pages[name][0][0] != "1"


@pytest.mark.parametrize("name", ["list-300", "sheet-30-2", "sheet-30-12"])
def test_head_row_is_on_every_page(pages, name):
    assert [any("Họ và tên" in line for line in page) for page in pages[name]] == [True] * len(pages[name])


@pytest.mark.parametrize(
    ("name", "times", "number"), [("list-300", 1, 300), ("sheet-30-2", 1, 30), ("sheet-30-12", 2, 30)]
)
def test_everybody_stands_in_each_table_once_and_in_order(pages, name, times, number):
    assert [each for page in pages[name] for each in numbers(page)] == list(range(1, number + 1)) * times


@pytest.mark.parametrize("name", ["list-3", "list-300", "sheet-30-2", "sheet-30-12"])
def test_signature_block_shares_the_last_page_with_people(pages, name):
    assert ["NGƯỜI PHỤ TRÁCH" in " ".join(page) for page in pages[name]] == [False] * (len(pages[name]) - 1) + [True]
    assert len(numbers(pages[name][-1])) >= 2


def test_report_signature_stands_with_the_last_sentence(pages):
    [signed] = [page for page in pages["report"] if "Nguyễn Văn Mẫu" in page[-1] or "PHÓ CHỦ TỊCH" in " ".join(page)]
    assert "./." in " ".join(signed)


def test_long_names_are_whole(pages):
    last = " ".join(pages["sheet-30-2"][-1])
    for word in {*LONG_NAME.split(), *LONG_POST.split()}:
        assert word in last
