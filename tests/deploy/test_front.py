"""nginx in front of the office: what it answers by itself, what it hands on, and as whom."""

from __future__ import annotations

import http.client
import json
import re

import pytest

from tests import leaks
from tests.deploy.fill import PDF
from tests.deploy.place import NAME

pytestmark = pytest.mark.data


def test_plain_http_leads_to_https(server):
    connection = http.client.HTTPConnection("127.0.0.1", server.place.http, timeout=20)
    connection.request("GET", "/viec/?q=1", headers={"Host": NAME})
    found = connection.getresponse()
    connection.close()
    assert (found.status, found.headers["Location"]) == (301, f"https://{NAME}/viec/?q=1")


def test_page_comes_over_tls_with_hsts_once(server):
    page = server.visitor().get("/tai-khoan/login/")
    assert page.status == 200
    assert page.headers.get_all("Strict-Transport-Security") == ["max-age=31536000"]
    assert re.fullmatch(r"[0-9a-f]{32}", page.headers["X-Request-ID"])
    assert all("Secure" in cookie for cookie in page.headers.get_all("Set-Cookie"))
    assert page.headers["Server"] == "nginx"


def test_a_name_that_is_not_the_offices_gets_no_answer(server):
    import socket
    import ssl

    plain = socket.create_connection(("127.0.0.1", server.place.https), 20)
    with plain, pytest.raises(ssl.SSLError):
        ssl._create_unverified_context().wrap_socket(plain, server_hostname="khac.example.vn")


def test_static_files_are_kept_for_a_year_and_come_from_nginx(server):
    names = server.visitor().static_names()
    hashed = next(name for name in names if re.search(r"\.[0-9a-f]{12}\.css$", name))
    found = server.visitor().get(hashed, Accept_Encoding="gzip")

    assert found.status == 200
    assert found.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert found.headers["Content-Encoding"] == "gzip"
    assert found.headers["X-Content-Type-Options"] == "nosniff"
    # The office would have named the request.
    assert "X-Request-ID" not in found.headers
    plain = server.visitor().get(re.sub(r"\.[0-9a-f]{12}\.", ".", hashed))
    assert (plain.status, plain.headers["Cache-Control"]) == (200, "public, max-age=3600")


def test_private_file_is_sent_by_nginx_after_the_office_let_it_through(server):
    place, digest = server.known["file"], server.known["digest"]
    clerk = server.clerk()
    found = clerk.get(place)

    assert (found.status, found.body) == (200, PDF)
    assert found.headers["Content-Type"] == "application/pdf"
    assert "ke hoach thu.pdf" in found.headers["Content-Disposition"]
    assert found.headers["Cache-Control"] == "private, no-store"
    # What nginx would drop of the office's answer is put back.
    assert found.headers["X-Content-Type-Options"] == "nosniff"
    assert found.headers["X-Frame-Options"] == "DENY"
    assert "default-src" in found.headers["Content-Security-Policy"]
    # The office's own tag is the digest: nginx answered, by what it sees of the file.
    assert digest[:32] not in found.headers["ETag"]
    part = clerk.get(place, Range="bytes=2-9")
    assert (part.status, part.body) == (206, PDF[2:10])
    assert server.visitor().get(place).status == 302


@pytest.mark.parametrize(
    "form", ["/private-files/{0}/{1}/{2}", "/private-files/../files/{0}/{1}/{2}", "/private-files/"]
)
def test_stored_bytes_have_no_address_of_their_own(server, form):
    digest = server.known["digest"]
    assert server.clerk().get("/" + form.format(digest[:2], digest[2:4], digest)).status == 404


def test_nothing_but_files_pages_and_styles_is_open_to_nginx(server):
    """What others than the office's account may read of its folders."""
    home = server.place.at("/var/lib/caunoi")
    opened = {
        path.relative_to(home).parts[0] for path in home.rglob("*") if path.is_file() and path.stat().st_mode & 0o077
    }
    # Only these three folders belong to the group of nginx.
    assert opened <= {"static", "pages", "files"}
    keys = server.place.at("/var/lib/caunoi-keys")
    assert [path for path in (keys, *keys.iterdir()) if path.stat().st_mode & 0o077] == []


def test_what_is_too_big_is_refused_with_our_page(server):
    found = server.clerk().ask("POST", server.known["person_new"], b"", Content_Length=str(65 * 1024 * 1024))
    assert found.status == 413
    assert "Thứ vừa gửi lớn quá" in found.text
    assert "default-src 'none'" in found.headers["Content-Security-Policy"]
    assert "nginx" not in found.text


def test_lock_out_counts_where_somebody_really_comes_from(server):
    """Eight wrong passwords from one machine that claims another address each time."""
    name, password = server.known["colleague"]
    tried = server.visitor("127.0.0.2")
    for claim in range(8):
        tried.sign_in(name, "sai-mat-khau", X_Forwarded_For=f"203.0.113.{claim}", X_Real_IP="203.0.113.9")
    assert tried.sign_in(name, password, X_Forwarded_For="203.0.113.99").status != 302
    # From elsewhere, the locked address claimed: the own one counts.
    assert server.visitor("127.0.0.3").sign_in(name, password, X_Forwarded_For="127.0.0.2").status == 302


def test_whoever_tries_and_tries_is_slowed_down_by_nginx(server):
    tried = server.visitor("127.0.0.4")
    answers = [tried.post("/tai-khoan/login/", {"login": "x"}, X_Forwarded_For=f"203.0.113.{n}") for n in range(40)]
    refused = [one for one in answers if one.status == 429]

    assert {one.status for one in answers} == {403, 429}
    assert 5 <= len(refused) <= 10
    assert "Thử quá nhiều lần" in refused[0].text
    assert refused[0].headers["Retry-After"] == "60"
    # Looking is never counted, and nobody else is slowed down.
    assert tried.get("/tai-khoan/login/").status == 200
    assert server.visitor("127.0.0.5").post("/tai-khoan/login/", {"login": "x"}).status == 403


def test_measures_add_up_over_both_servers(server):
    def counted() -> dict[str, float]:
        text = server.visitor().get("/metrics").text
        series = r'caunoi_requests_total\{method="GET",outcome="3xx",route="portal:home",web="(\d)"\} ([\d.]+)'
        return {web: float(count) for web, count in re.findall(series, text)}

    before = counted()
    for _each in range(12):
        assert server.visitor().get("/").status == 302
    after = counted()
    assert sum(after.values()) - sum(before.values()) == 12
    assert set(after) == {"1", "2"}


def test_worker_is_seen_in_the_measures(server):
    (count,) = re.findall(r"(?m)^caunoi_workers ([\d.]+)$", server.visitor().get("/metrics").text)
    assert float(count) >= 1


def test_health_and_readiness_go_through(server):
    assert server.visitor().get("/healthz").text == "ok\n"
    assert json.loads(server.visitor().get("/readyz").text) == {"ready": True, "missing": []}


def test_maintenance_is_a_page_of_the_office(server):
    sign = server.place.at("/var/lib/caunoi/maintenance")
    sign.touch()
    try:
        found = server.visitor().get("/viec/")
    finally:
        sign.unlink()
    assert (found.status, found.headers["Retry-After"]) == (503, "120")


def test_logs_of_all_programs_hold_nobodys_words(server):
    secrets = ["Trần Thị Kín Đáo Mẫu", "0905731846", "c7k2w9-3f8a1d6b5e90"]
    clerk = server.clerk("127.0.0.77")
    for place in ("/viec/danh-ba/", "/", f"/{secrets[2]}/", "/tai-khoan/login/"):
        clerk.get(
            f"{place}?q={secrets[1]}&next={secrets[2]}", User_Agent=secrets[2], Referer=f"https://{NAME}/{secrets[2]}"
        )
    clerk.post(server.known["person_new"], {"full_name": secrets[0], "phone": secrets[1]})
    logs = server.place.at("/var/log")
    lines = [
        json.loads(line)
        for path in sorted(logs.rglob("*.log"))
        if not path.name.startswith("nginx-")
        for line in path.read_text(encoding="utf-8").splitlines()
    ]

    assert leaks.find_in_folder(secrets, logs) == []
    assert {line.get("route") for line in lines} >= {"desk:person_new", "portal:home"}
    seen = {line["from"] for line in lines if "from" in line}
    assert seen <= {"127.0.0.0", "127.0.1.0"}
    # One name leads from nginx' line to the office's.
    assert {line["request"] for line in lines if "from" in line} & {
        line["request"] for line in lines if "route" in line
    }
