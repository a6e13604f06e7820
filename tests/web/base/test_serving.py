"""How stored files leave."""

from __future__ import annotations

import pytest
from django.test import Client, RequestFactory
from django.urls import reverse

from caunoi.core import files
from caunoi.core.models import StoredFile
from caunoi.directory.models import Directive
from caunoi.web.base.files import serve_stored

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.4 " + bytes(range(256)) * 8


@pytest.fixture(autouse=True)
def root(tmp_path, settings):
    """A store of its own: the usual one is shared by all who test at the same time."""
    settings.FILES_ROOT = tmp_path / "files"


def kept(content=PDF, name="Kế hoạch số 12.pdf", office=None):
    return files.store(content=content, name=name, organisation_id=office.pk if office else None)


def of_directive(office):
    """A file that is opened by its own address."""
    file = kept(office=office)
    Directive.objects.create(owner=office, number="1-KH", folded_number="1-kh", file=file)
    return file


def sent(file, method="get", **options):
    headers = {key.replace("_", "-"): value for key, value in options.pop("headers", {}).items()}
    response = serve_stored(getattr(RequestFactory(), method)("/x", headers=headers), file, **options)
    body = b"".join(response.streaming_content) if response.streaming else response.content
    response.close()
    return response, body


def test_private_file_is_whole_named_and_kept_by_nobody():
    response, body = sent(kept())
    assert (response.status_code, body) == (200, PDF)
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Length"] == str(len(PDF))
    assert response["Cache-Control"] == "private, no-store"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert (
        response["Content-Disposition"] == "inline; filename*=utf-8''K%E1%BA%BF%20ho%E1%BA%A1ch%20s%E1%BB%91%2012.pdf"
    )


def test_large_file_is_streamed_in_pieces():
    content = PDF * 200
    file = kept(content)
    response = serve_stored(RequestFactory().get("/x"), file)
    pieces = list(response.streaming_content)
    assert len(pieces) > 1
    assert b"".join(pieces) == content
    response, body = sent(file, headers={"Range": "bytes=5-300004"})
    assert (response.streaming, body) == (True, content[5:300005])


def test_public_file_is_cacheable():
    assert sent(kept(), public_seconds=60)[0]["Cache-Control"] == "public, max-age=60"


@pytest.mark.parametrize("content", [b"<html><script>alert(1)</script>", b"<svg xmlns='x'><script/></svg>", b"xin"])
def test_what_a_browser_could_run_is_downloaded_as_text_into_a_sandbox(content):
    response, _body = sent(kept(content, "trang.html"))
    assert response["Content-Type"] == "text/plain; charset=utf-8"
    assert response["Content-Disposition"] == 'attachment; filename="trang.html.txt"'
    assert response["Content-Security-Policy"].endswith("sandbox")


@pytest.mark.parametrize(
    ("asked", "status", "part"),
    [
        ("bytes=0-9", 206, (0, 10)),
        ("bytes=100-", 206, (100, len(PDF))),
        ("bytes=-7", 206, (len(PDF) - 7, len(PDF))),
        ("bytes=10-999999", 206, (10, len(PDF))),
        ("bytes=0-", 200, (0, len(PDF))),
        ("bytes=9-3", 200, (0, len(PDF))),
        ("bytes=0-1,4-5", 200, (0, len(PDF))),
        ("chu", 200, (0, len(PDF))),
        ("bytes=999999-", 416, (0, 0)),
        ("bytes=-0", 416, (0, 0)),
    ],
)
def test_part_that_is_asked_for(asked, status, part):
    response, body = sent(kept(), headers={"Range": asked})
    assert (response.status_code, body) == (status, PDF[slice(*part)])
    ranges = {206: f"bytes {part[0]}-{part[1] - 1}/{len(PDF)}", 416: f"bytes */{len(PDF)}"}
    assert response.get("Content-Range") == ranges.get(status)


def test_who_holds_it_gets_nothing_anew():
    file = kept()
    tag = sent(file)[0]["ETag"]
    assert [sent(file, headers={"If_None_Match": each})[0].status_code for each in (tag, '"x"')] == [304, 200]
    assert [sent(file, headers={"If_Range": each, "Range": "bytes=0-1"})[0].status_code for each in (tag, '"x"')] == [
        206,
        200,
    ]


def test_question_for_the_head_gets_no_body():
    response, body = sent(kept(), "head")
    assert (body, response["Content-Length"]) == (b"", str(len(PDF)))


def test_nginx_is_told_where_the_bytes_lie(settings):
    settings.FILES_ACCEL = "/rieng/"
    file = kept()
    response, body = sent(file)
    assert response["X-Accel-Redirect"] == f"/rieng/{file.sha256[:2]}/{file.sha256[2:4]}/{file.sha256}"
    assert (body, response["Content-Type"], response["Cache-Control"]) == (b"", "application/pdf", "private, no-store")
    assert response["Content-Disposition"].startswith("inline")


def test_lost_bytes_are_404_and_a_store_that_is_down_503(desk, office, settings):
    file = of_directive(office)
    files.path_of(file.sha256).unlink()
    assert desk.get(reverse("desk:file", args=[file.pk])).status_code == 404
    settings.FILES_URL = "s3://kho?endpoint=http://127.0.0.1:9"
    response = desk.get(reverse("desk:file", args=[file.pk]))
    assert (response.status_code, response["Cache-Control"]) == (503, "no-store")


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("../../etc/passwd", "passwd.pdf"),
        ("..\\..\\boot.ini", "boot.ini.pdf"),
        ('Biên bản "họp"\r\nSet-Cookie: a=b.pdf', "Biên bản -họp- Set-Cookie- a=b.pdf"),
        ("hoa\u202efdp.exe", "hoa fdp.exe.pdf"),
        ("chạy.exe", "chạy.exe.pdf"),
        ("Kế hoạch.PDF", "Kế hoạch.PDF"),
        ("   ", "tep.pdf"),
        (".pdf", "pdf.pdf"),
        ("x" * 300, "x" * 196 + ".pdf"),
    ],
)
def test_name_is_never_trusted(name, safe):
    file = kept(name=name)
    assert file.name == safe
    # A row of before is made safe on its way out.
    StoredFile.objects.update(name=name[:200])
    file.refresh_from_db()
    assert "\n" not in sent(file)[0]["Content-Disposition"]
    assert files.safe_name(files.safe_name(name, "application/pdf"), "application/pdf") == safe


def test_file_goes_to_nobody_and_to_no_other_office(office, desk, stranger):
    place = reverse("desk:file", args=[of_directive(office).pk])
    other = Client()
    other.force_login(stranger)
    for headers in ({}, {"Range": "bytes=0-9"}, {"If-None-Match": "*"}):
        assert Client().get(place, headers=headers).status_code == 302
        assert other.get(place, headers=headers).status_code == 404
        assert other.head(place, headers=headers).status_code == 404
