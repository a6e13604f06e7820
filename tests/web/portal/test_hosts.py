"""Host names of sites: the right site at the root, one canonical address, people at work led home, nothing poisoned."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client

from caunoi.publishing.hostnames import OddHost, ascii_host, shown_host
from caunoi.publishing.models import SiteHost
from caunoi.publishing.services import add_host, make_main_host, remove_host
from caunoi.web.portal.cache import middleware
from caunoi.web.portal.cache.store import FileStore
from caunoi.web.portal.hosts import base_address
from tests.publishing.makers import office_with_site, published_in

HOST = "hoakhanh.danang.gov.vn"


@pytest.fixture
def named(site, administrator):
    add_host(actor=administrator, site=site, host=HOST)
    return site


@pytest.fixture
def kept(tmp_path, monkeypatch):
    store = FileStore(tmp_path / "pages")
    monkeypatch.setattr(middleware, "store", lambda: store)
    middleware.forget()


def at(host, path="/", **headers):
    return Client().get(path, HTTP_HOST=host, **headers)


def canonical_of(response):
    return response.content.decode().split('rel="canonical" href="')[1].split('"')[0]


@pytest.mark.parametrize(
    ("typed", "host"),
    [
        (" HoaKhanh.DaNang.gov.vn. ", HOST),
        ("https://hoakhanh.danang.gov.vn/", HOST),
        ("phường-hòa-khánh.vn", "phường-hòa-khánh.vn".encode("idna").decode()),
    ],
)
def test_host_is_kept_as_browsers_send_it(typed, host):
    found = ascii_host(typed)

    assert found == host
    assert ascii_host(shown_host(found)) == found


@pytest.mark.parametrize(
    "odd",
    ["", "localhost", "10.0.0.1", "[::1]", "a.b:8000", "a..b", "-a.vn", "a_b.vn", "a b.vn", "ftp://a.vn", "a.vn/x",
     "javascript://a.vn", "https://user@a.vn", "a.1", "x" * 64 + ".vn", "a.vn\r\nX: y", "*.vn"],
)  # fmt: skip
def test_odd_host_is_refused(odd, site, administrator):
    with pytest.raises(OddHost):
        ascii_host(odd)
    with pytest.raises(ValidationError) as caught:
        add_host(actor=administrator, site=site, host=odd)
    assert list(caught.value.message_dict) == ["host"]


@pytest.mark.parametrize("spelling", [HOST, HOST.upper(), f"{HOST}.", f"{HOST}:8000", f"{HOST}:443"])
def test_site_stands_at_the_root_of_its_host_however_spelled(named, editor, spelling, kept):
    article = published_in(named, editor)

    root, below, told = at(spelling), at(spelling, "/hoa-khanh/"), at(spelling, article.address)

    assert root.status_code == told.status_code == 200
    assert root.content == below.content
    assert canonical_of(root) == f"http://{HOST}:8000/"
    assert canonical_of(told) == f"http://{HOST}:8000{article.address}"
    assert canonical_of(at("testserver", article.address)) == canonical_of(told)
    assert len(middleware.memory._pages) == 3
    assert f'href="{base_address()}/"' in root.content.decode()


def test_every_other_address_works_on_a_host(named, editor, kept):
    other = office_with_site(name="UBND xã Bà Nà", slug="ba-na")
    article = published_in(other[2], other[1])

    assert at(HOST, article.address).status_code == 200
    assert canonical_of(at(HOST, article.address)) == f"{base_address()}{article.address}"
    assert at(HOST, "/tim/?q=tap").status_code == 200
    assert at(HOST, "/ba-na/").status_code == 200


@pytest.mark.parametrize(
    "host", ["evil.example", "evil.hoakhanh.danang.gov.vn", f"{HOST}.evil.example", "a b", "x/y", f"{HOST}@evil.vn"]
)
def test_unknown_host_is_refused_and_kept_nowhere(named, host, kept):
    assert at(host).status_code == 400
    assert at(host, "/hoa-khanh/").status_code == 400
    assert not middleware.memory._pages


def test_headers_of_proxies_do_not_name_a_host(named, editor, kept):
    article = published_in(named, editor)
    fresh = at("testserver", article.address).content
    middleware.forget()

    poisoned = at(
        "testserver", article.address, HTTP_X_FORWARDED_HOST="evil.example", HTTP_FORWARDED="host=evil.example"
    )

    assert poisoned.content == fresh
    assert b"evil" not in at(HOST, article.address, HTTP_X_FORWARDED_HOST="evil.example").content
    assert b":6666" not in at(f"{HOST}:6666", article.address).content


@pytest.mark.parametrize(
    "path",
    [
        "/viec/",
        "/tai-khoan/login/?next=/viec/",
        "/bien-tap/",
        "/api/lich/x",
        "/viec//evil.example/",
        "/viec/%0d%0aX:y",
        "/hoi-truong/",
    ],
)
def test_who_works_is_led_to_the_main_host(named, path):
    for method in ("get", "post"):
        response = getattr(Client(), method)(path, HTTP_HOST=HOST)

        assert response.status_code == 302
        assert response["Location"].startswith(f"{base_address()}/")
        assert response["Location"].removeprefix(base_address()).startswith(path.split("?")[0][:5])
        assert not response.cookies
        assert "\r" not in response["Location"]


@pytest.mark.parametrize("path", ["//evil.example/", "/\\evil.example", "//viec/"])
def test_root_of_a_host_leads_nowhere_else(named, path):
    response = at(HOST, path)

    assert "Location" not in response or not response["Location"].startswith(("//", "http", "/\\"))


def test_plain_http_is_led_to_https_at_the_same_host(named, settings):
    settings.SECURE_SSL_REDIRECT = True

    response = at(f"{HOST}:80", "/hoa-khanh/?trang=2")

    assert response.status_code == 301
    assert response["Location"].startswith(f"https://{HOST}")
    assert at("evil.example").status_code == 400


def test_two_sites_have_no_host_in_common_and_the_settings_hosts_are_nobodys(named, administrator, settings):
    settings.ALLOWED_HOSTS = ["testserver", "nha.example.vn", ".mo.example.vn"]
    other = office_with_site(name="UBND xã Bà Nà", slug="ba-na")

    for taken in (HOST.upper(), "nha.example.vn"):
        with pytest.raises(ValidationError):
            add_host(actor=other[1], site=other[2], host=taken)
    with pytest.raises(PermissionDenied):
        add_host(actor=other[1], site=named, host="khac.example.vn")
    with pytest.raises(PermissionDenied):
        remove_host(actor=other[1], host=named.hosts.get())
    assert list(SiteHost.objects.values_list("host", "is_main")) == [(HOST, True)]
    # Named by a pattern, and so free for a site.
    add_host(actor=administrator, site=named, host="xa.mo.example.vn")
    assert at("xa.mo.example.vn").status_code == 200
    # The settings win where they name a host later.
    settings.ALLOWED_HOSTS = [HOST]
    assert at(HOST, "/viec/").status_code == 302
    assert at(HOST, "/viec/")["Location"].startswith("/tai-khoan/login/")


def test_change_of_hosts_is_seen_at_once_and_on_every_page(named, editor, administrator, kept):
    article = published_in(named, editor)
    second = add_host(actor=administrator, site=named, host="moi.example.vn")
    assert canonical_of(at("testserver", article.address)) == f"http://{HOST}:8000{article.address}"

    make_main_host(actor=administrator, host=second)
    assert canonical_of(at("testserver", article.address)) == f"http://moi.example.vn:8000{article.address}"

    remove_host(actor=administrator, host=second)
    assert at("moi.example.vn").status_code == 400
    assert canonical_of(at(HOST)) == f"http://{HOST}:8000/"
    assert named.hosts.get().is_main


def test_kept_page_of_a_host_asks_nothing(named, editor, kept, django_assert_num_queries):
    article = published_in(named, editor)
    first = at(HOST, article.address)
    with django_assert_num_queries(0):
        assert at(HOST, article.address).content == first.content
