import io
import zipfile

import pytest

from caunoi.core import files
from caunoi.core.models import StoredFile

PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c6360606060000000050001"
    "a5f645400000000049454e44ae426082"
)


def test_equal_bytes_are_stored_once_under_two_names(office):
    first = files.store(content=PNG, name="a.png", organisation_id=office.pk)
    second = files.store(content=PNG, name="b.png", organisation_id=office.pk)
    assert first.sha256 == second.sha256
    assert StoredFile.objects.count() == 2
    assert files.read_stored(first) == PNG
    assert [p.name for p in files.path_of(first.sha256).parent.iterdir()] == [first.sha256]


def test_type_comes_from_the_content_not_the_name(office):
    assert files.store(content=PNG, name="tai-lieu.docx", organisation_id=office.pk).content_type == "image/png"


@pytest.mark.parametrize("content", [b"MZ\x90\x00\x03\x00\x00\x00", b"\x7fELF\x02\x01\x01\x00", b"\x00\x01\x02\x03"])
def test_programs_and_unknown_bytes_are_refused(office, content):
    with pytest.raises(files.RefusedFile):
        files.store(content=content, name="a.pdf", organisation_id=office.pk)
    assert StoredFile.objects.count() == 0


def test_large_file_is_refused_in_words(office, settings):
    settings.UPLOAD_MAX_BYTES = 1024 * 1024
    with pytest.raises(files.RefusedFile, match="1"):
        files.store(content=b"a" * (1024 * 1024 + 1), name="a.txt", organisation_id=office.pk)


@pytest.mark.parametrize("name", ["../../etc/passwd", "..\\..\\boot.ini", "/etc/passwd"])
def test_name_holds_no_path(office, name):
    stored = files.store(content=b"xin", name=name, organisation_id=office.pk)
    assert "/" not in stored.name
    assert "\\" not in stored.name


def archive(*names):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        for name in names:
            made.writestr(name, "x" * 40)
    return out.getvalue()


@pytest.mark.parametrize(
    ("part", "kind"), [("word/document.xml", "wordprocessingml"), ("xl/workbook.xml", "spreadsheet")]
)
def test_office_file_is_known_whatever_the_order_of_its_parts(part, kind):
    assert kind in files.content_type(archive("[Content_Types].xml", "_rels/.rels", "customXml/item1.xml", part))


@pytest.mark.parametrize("names", [("a.txt",), ("[Content_Types].xml", "word/document.xml", "word/vbaProject.bin")])
def test_plain_archive_and_macros_are_refused(names):
    with pytest.raises(files.RefusedFile):
        files.content_type(archive(*names))
