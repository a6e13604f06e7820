"""Pictures of first pages: of plain files, and of files that were made to break what draws them."""

from __future__ import annotations

import datetime as dt
import io
import random
import zlib
from importlib import import_module

import pytest
from django.apps import apps
from django.db import connection
from django.utils import timezone
from PIL import Image
from pypdf import PdfReader, PdfWriter

from caunoi.core.files import read_stored, store_in_use
from caunoi.core.models import StoredFile
from caunoi.publishing import previewing
from caunoi.publishing.models import MaterialVersion
from caunoi.publishing.previewing import first_page, first_words
from caunoi.publishing.services import discard_material
from caunoi.publishing.services.previews import anything_missing, make_preview
from caunoi.publishing.tasks import preview_materials
from tests.publishing.makers import jpeg
from tests.publishing.shelf_makers import drawn_pdf, material_in, office, pdf

PDF = "application/pdf"


def raw_pdf(box=b"0 0 595 842", drawing=b"1 0 0 rg 0 0 300 400 re f", *, pages=1, filters=b""):
    """A PDF written by hand: the same page, as many times, with this box."""
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[%s]/Count %d>>" % (b"3 0 R " * pages, pages),
        b"<</Type/Page/Parent 2 0 R/MediaBox[%s]/Contents 4 0 R/Resources<<>>>>" % box,
        b"<</Length %d%s>>stream\n%s\nendstream" % (len(drawing), filters, drawing),
    ]
    out, places = b"%PDF-1.7\n", []
    for number, each in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj%sendobj\n" % (number, each)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    return out + (
        b"xref\n0 5\n0000000000 65535 f \n%strailer<</Size 5/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (table, len(out))
    )


def locked(password):
    writer = PdfWriter()
    writer.append(PdfReader(io.BytesIO(drawn_pdf())))
    writer.encrypt(password, "chu-tep")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def drawn(content):
    """The picture of a file's first page; None without one."""
    made = first_page(content, PDF)
    return Image.open(io.BytesIO(made), formats=["PNG"]) if made else None


def test_the_first_page_is_drawn_on_white_and_its_words_are_read():
    content = drawn_pdf("Sổ tay hòa giải")
    picture = drawn(content)

    assert picture.size == (960, 1358)
    assert picture.mode == "RGB"
    assert picture.getpixel((2, 2)) == (255, 255, 255)
    assert picture.convert("L").getextrema()[0] < 60
    assert "Sổ tay hòa giải" in first_words(content, PDF)
    assert first_page(content, "text/plain") == b""


@pytest.mark.parametrize(
    ("content", "size"),
    [
        (drawn_pdf(width=1600, height=900), (960, 540)),
        (drawn_pdf(width=150, height=212), (960, 1357)),
        (raw_pdf(b"0 0 300 1200"), (480, 1920)),
        (raw_pdf(pages=20_000), (960, 1359)),
        (locked(""), (960, 1358)),
    ],
    ids=["wide", "small", "tall", "thousands of pages", "opens without a password"],
)
def test_a_page_of_any_size_fits(content, size):
    picture = drawn(content)
    assert all(abs(mine - wanted) <= 1 for mine, wanted in zip(picture.size, size, strict=True)), picture.size
    assert picture.width <= 960
    assert picture.height <= 1920


@pytest.mark.parametrize(
    "content",
    [
        pdf(),
        raw_pdf(b"0 0 10 100000"),
        raw_pdf(b"0 0 100000 10"),
        raw_pdf(b"0 0 -595 -842"),
        locked("bi-mat"),
        drawn_pdf()[:4000],
        b"%PDF-1.7\n",
        b"%PDF-1.7\n" + random.Random(7).randbytes(5000),
        b"",
    ],
    ids=["nothing on it", "strip", "low strip", "negative", "locked", "cut off", "head alone", "noise", "nothing"],
)
def test_what_can_not_be_drawn_has_no_picture(content):
    assert first_page(content, PDF) == b""
    assert first_words(content, PDF).strip() == ""


@pytest.mark.parametrize("box", [b"0 0 1e9 1e9", b"0 0 99999999999 99999999999", b"0 0 nan inf", b"0 0 0 0", b"((("])
def test_a_box_that_lies_costs_no_more_than_a_page(box):
    picture = drawn(raw_pdf(box))
    assert picture is None or (picture.width <= 960 and picture.height <= 1920)


def test_time_memory_and_output_are_bounded(monkeypatch):
    slow = raw_pdf(drawing=b"q 0.1 w " + b"0 0 m 100 800 500 -800 595 842 c S " * 200_000)
    squeezed = zlib.compressobj(9)
    swollen = b"".join([squeezed.compress(b" " * 10_000_000) for _each in range(150)]) + squeezed.flush()
    monkeypatch.setattr(previewing, "WALL_SECONDS", 1)
    assert first_page(slow, PDF) == b""
    monkeypatch.undo()
    assert first_page(raw_pdf(drawing=swollen, filters=b"/Filter/FlateDecode"), PDF) == b""
    assert first_page(drawn_pdf(), PDF)
    monkeypatch.setattr(previewing, "_MOST_PICTURE", 10_000)
    assert first_page(drawn_pdf(), PDF) == b""


def test_the_child_may_neither_write_files_nor_start_others():
    import subprocess
    import sys

    tried = (
        "import resource\nfrom caunoi.publishing import previewing\n"
        "def draw(content):\n"
        "    names = ('RLIMIT_FSIZE', 'RLIMIT_NPROC', 'RLIMIT_CORE', 'RLIMIT_CPU', 'RLIMIT_AS')\n"
        "    return repr([resource.getrlimit(getattr(resource, name)) for name in names]).encode()\n"
        "previewing.draw = draw\npreviewing.main()\n"
    )
    done = subprocess.run([sys.executable, "-c", tried, "page", PDF], input=b"", capture_output=True, check=True)
    assert done.stdout.decode() == repr([(0, 0)] * 3 + [(10, 10), (1024**3, 1024**3)])


def version_of(site, editor, content, name="a.pdf", **fields):
    return material_in(site, editor, content=content, name=name, **fields).versions.get()


@pytest.mark.django_db
def test_picture_and_words_are_both_kept(site, editor):
    version = version_of(site, editor, drawn_pdf("Sổ tay hòa giải"))
    assert make_preview(version.pk)
    assert make_preview(version.pk)

    version.refresh_from_db()
    kept = Image.open(io.BytesIO(read_stored(version.picture)))
    assert (kept.format, kept.size) == ("JPEG", (version.width, version.height))
    assert kept.size == (960, 1358)
    assert version.excerpt.startswith("Sổ tay hòa giải")
    assert StoredFile.objects.filter(name__startswith="xem-truoc").count() == 1
    discard_material(actor=editor, material=version.material)
    assert not StoredFile.objects.filter(name__startswith="xem-truoc").exists()


@pytest.mark.django_db
def test_a_file_that_shows_nothing_is_looked_at_once(site, editor):
    for content in (locked("bi-mat"), b"%PDF-1.7\n%hong", raw_pdf(b"0 0 10 100000")):
        version = version_of(site, editor, content)
        assert not make_preview(version.pk)
        version.refresh_from_db()
        assert version.previewed_at is not None
        assert (version.picture_id, version.excerpt) == (None, "")


def aged(version):
    MaterialVersion.objects.filter(pk=version.pk).update(added_at=timezone.now() - dt.timedelta(hours=1))


@pytest.mark.django_db
def test_what_nothing_looked_at_is_taken_up_by_the_schedule(site, editor):
    lost = version_of(site, editor, jpeg(900, 600), name="b.jpg")
    left = version_of(site, editor, drawn_pdf())
    store_in_use().path(lost.file.sha256).unlink()
    assert not anything_missing()
    aged(left)
    aged(lost)

    assert anything_missing()
    assert preview_materials.func() == 2
    assert not anything_missing()
    assert preview_materials.func() == 0
    left.refresh_from_db()
    lost.refresh_from_db()
    assert left.picture_id
    assert lost.picture_id is None


@pytest.mark.django_db
def test_pdfs_of_before_are_looked_at_again(site, editor):
    word = version_of(site, editor, office(), name="b.docx")
    seen = version_of(site, editor, drawn_pdf())
    before = version_of(site, editor, drawn_pdf("Bản cũ"))
    for each in (word, seen, before):
        make_preview(each.pk)
        aged(each)
    MaterialVersion.objects.filter(pk=before.pk).update(picture=None, width=0, height=0)
    migration = import_module("caunoi.publishing.migrations.0011_pdfs_are_looked_at_again")

    migration.forget_the_look(apps, connection.schema_editor())

    assert list(MaterialVersion.objects.filter(previewed_at__isnull=True)) == [before]
    assert preview_materials.func() == 1
    before.refresh_from_db()
    assert before.picture_id
    assert before.excerpt.startswith("Bản cũ")
