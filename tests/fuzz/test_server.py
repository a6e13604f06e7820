"""What fails while a request is still being made, where no middleware is asked yet: seen on the server's own entry."""

from __future__ import annotations

import io

import pytest
from django.core.handlers.wsgi import WSGIHandler

from config.gate import only_utf8

pytestmark = [pytest.mark.django_db, pytest.mark.data]

CODECS = ["hex", "base64", "idna", "utf-16", "utf-7", "rot13", "zip", "latin-1", "nonsense", '"hex"']


def ask(content_type: str, *, application=None) -> int:
    environ = {
        "REQUEST_METHOD": "POST", "PATH_INFO": "/tai-khoan/login/", "SERVER_NAME": "127.0.0.1", "SERVER_PORT": "80",
        "QUERY_STRING": "a=b", "CONTENT_TYPE": content_type, "CONTENT_LENGTH": "3", "wsgi.input": io.BytesIO(b"a=b"),
        "wsgi.errors": io.StringIO(), "wsgi.url_scheme": "http",
    }  # fmt: skip
    told = []
    answer = (application or only_utf8(WSGIHandler()))(
        environ, lambda status, head, *_more: told.append((status, head))
    )
    b"".join(answer)
    return int(told[0][0].split()[0])


@pytest.mark.parametrize("codec", CODECS)
@pytest.mark.parametrize("kind", ["application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "x"])
def test_a_body_in_another_writing_is_turned_away(kind, codec):
    assert ask(f"{kind}; charset={codec}") == 415


@pytest.mark.parametrize(
    "odd", ["x; charset*=foo''bar", "multipart/form-data; boundary*=foo''x", "x; charset*0=h; charset*1=ex"]
)
def test_a_header_that_django_cannot_read_is_turned_away(odd):
    assert ask(odd) == 415


@pytest.mark.parametrize(
    "plain", ["", "application/x-www-form-urlencoded", "text/plain;charset=UTF-8", 'x; charset="utf-8"']
)
def test_what_a_browser_sends_comes_through(plain):
    assert ask(plain) in {200, 403}


def test_without_the_gate_django_falls_over():
    with pytest.raises(LookupError):
        ask("x; charset=hex", application=WSGIHandler())
