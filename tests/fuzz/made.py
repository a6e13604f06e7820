"""What strangers send: values, forms and bodies that no page of ours would ever make."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from urllib.parse import quote_plus

from hypothesis import strategies as st

NASTY = [
    "",
    " ",
    "\x00",
    "a\x00b",
    "\r\nX-Injected: 1",
    "\u202exử\u202c \u200b\ufeff",
    "Hòa Khánh",  # decomposed: the marks stand alone
    "\u0301\u0323",
    "ß" * 300,
    "🙂" * 90,
    "\ud800",
    "0",
    "-1",
    "1e400",
    "NaN",
    "٣",
    "²",
    "9" * 30,
    "99999999999999999999",
    "-9223372036854775809",
    "2147483648",
    "1_000",
    "0x10",
    "0000-00-00",
    "31/02/2026",
    "99999-12-31",
    "0001-01-01",
    "9999-12-31",
    "01/01/0001",
    "31/12/9999",
    "25:61",
    "24:00",
    "on",
    "null",
    "[]",
    '{"a": 1}',
    "[1, [2]]",
    '"><img src=x onerror=alert(1)>',
    "{{ 7|add:7 }}{% debug %}",
    "' OR 1=1 --",
    "%s%d%(name)s{0}",
    "../../etc/passwd",
    "//example.com/",
    "javascript:alert(1)",
    "=cmd|' /C calc'!A0",
    "00000000-0000-0000-0000-000000000000",
    "not-a-uuid",
    "a" * 5000,
    "\\",
    "\t\n\v\f",
    "id__in",
    "-password",
    "organisation__name",
]
VALUES = st.one_of(
    st.sampled_from(NASTY),
    st.text(max_size=30),
    st.integers(-(10**20), 10**20).map(str),
    st.text(alphabet="0123456789/-:.", max_size=12),
)
# Bytes that decode to nothing.
RAW = st.sampled_from(["%ff", "%c3%28", "%ed%a0%80", "%", "%zz", "%00", "%F0%9F", "+", "%0d%0a"])
NAMES = st.sampled_from(
    [
        "q",
        "page",
        "size",
        "sort",
        "next",
        "kind",
        "csrfmiddlewaretoken",
        "pk",
        "id",
        "organisation",
        "user",
        "is_superuser",
    ]
)
FILES = st.sampled_from([
    ('bài "x"\r\n.pdf', b"%PDF-1.4\n%junk", "application/pdf"),
    ("../../x.docx", b"PK\x03\x04" + b"\x00" * 60, "application/zip"),
    ("ds.csv", "Họ và tên,SĐT\n=1+1,\x00\n".encode(), "text/csv"),
    ("ds.xlsx", b"PK\x05\x06" + b"\x00" * 18, "application/octet-stream"),
    ("anh.png", b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\xff\xff\xff\xff\xff\xff\xff\xff\x08\x06", "image/png"),
    ("anh.jpg", b"\xff\xd8\xff\xe0\x00\x10JFIF", "image/jpeg"),
    ("x" * 400 + ".txt", b"\xff\xfe\x00\xd8", "text/plain"),
    ("bc.html", b"<html><body onload=x><h1>B\xc3\xa1o c\xc3\xa1o</h1>", "text/html"),
    ("", b"", "text/plain"),
    (".pdf", b"", "application/pdf"),
])  # fmt: skip
HEADERS = st.fixed_dictionaries(
    {},
    optional={
        "HX-Request": st.just("true"),
        "Accept": st.sampled_from(["application/json", "*/*;q=x", "text/html", "\x7f"]),
        "Accept-Language": st.sampled_from(["xx-YY;q=9", "vi,en;q=0.1", "-", "en" * 300]),
        "Referer": st.sampled_from(["http://testserver/viec/", "http://[::1", "javascript:x", "https://ác/%ff", "/"]),
        "Range": st.sampled_from(["bytes=0-", "bytes=9-1", "bytes=-0", "bytes=" + "9" * 40 + "-", "x=1"]),
        "If-None-Match": st.sampled_from(["*", '"x', "W/"]),
        "If-Modified-Since": st.sampled_from(["Thu, 01 Jan 0000 00:00:00 GMT", "x", "Thu, 99 Foo 9999 99:99:99 GMT"]),
        "X-Forwarded-For": st.sampled_from(["1.2.3.4", "x, y", ",,,", "::1%eth0", "1" * 400]),
        "X-Forwarded-Host": st.just("evil.example"),
        "X-HTTP-Method-Override": st.just("DELETE"),
        "User-Agent": st.sampled_from(["", "\xff" * 20, "A" * 2000]),
        "Cookie": st.sampled_from(
            ["theme=<script>; django_language=../x", "a=b;;=;c", "csrftoken=", "messages=x; theme=\xff", "=;" * 50]
        ),
    },
)


@dataclass(frozen=True)
class Form:
    """A form of a page: its fields with what they hold, and which of them take files."""

    action: str
    fields: tuple[tuple[str, str], ...]
    files: tuple[str, ...] = ()


@dataclass
class Sent:
    """A body, and what it says it is."""

    body: bytes
    content_type: str
    what: str = field(default="")


def encoded(value: str) -> str:
    return quote_plus(value, errors="surrogatepass")


def pairs_as_query(pairs: list[tuple[str, str]], raw: str = "") -> str:
    return "&".join(f"{encoded(k)}={encoded(v)}" for k, v in pairs) + raw


@st.composite
def queries(draw, names: tuple[str, ...] = ()) -> str:
    """A query string of names that the pages use, and of others."""
    known = st.one_of(st.sampled_from(names), NAMES) if names else NAMES
    pairs = draw(st.lists(st.tuples(known, VALUES), max_size=4))
    return pairs_as_query(pairs, draw(st.one_of(st.just(""), RAW, RAW.map("&q={}".format))))


@st.composite
def spoiled(draw, form: Form) -> list[tuple[str, str]]:
    """What a form would send, with a few of its fields changed, missing, doubled or made up."""
    pairs = list(form.fields)
    for _ in range(draw(st.integers(0, 3))):
        how = draw(st.sampled_from(["change", "change", "change", "leave out", "double", "add", "array", "empty"]))
        at = draw(st.integers(0, max(0, len(pairs) - 1)))
        if how == "add" or not pairs:
            pairs.append((draw(NAMES), draw(VALUES)))
        elif how == "change":
            pairs[at] = (pairs[at][0], draw(VALUES))
        elif how == "leave out":
            pairs.pop(at)
        elif how == "double":
            pairs.append((pairs[at][0], draw(VALUES)))
        elif how == "array":
            pairs[at] = (f"{pairs[at][0]}[]", draw(VALUES))
        else:
            pairs = [(name, "") for name, _value in pairs]
    return pairs


@st.composite
def bodies(draw, forms: tuple[Form, ...]) -> Sent:
    """A body for one of the forms: as it should be sent, or as none is."""
    form = draw(st.sampled_from(forms)) if forms else Form("", ())
    pairs = draw(spoiled(form))
    how = draw(st.sampled_from(["form", "form", "form", "multipart", "multipart", "broken", "json", "none"]))
    if how == "form":
        text = pairs_as_query(pairs, draw(st.one_of(st.just(""), RAW)))
        return Sent(text.encode(), "application/x-www-form-urlencoded", text)
    if how == "multipart":
        return _multipart(pairs, [(name, draw(FILES)) for name in form.files])
    if how == "broken":
        whole = _multipart(pairs, [(name, draw(FILES)) for name in form.files])
        cut = whole.body[: draw(st.integers(0, len(whole.body)))]
        bare = "multipart/form-data"
        kind = draw(st.sampled_from([bare, f"{bare}; boundary=", f"{bare}; boundary=ÿ", whole.content_type]))
        return Sent(cut, kind, whole.what)
    if how == "json":
        value = draw(st.sampled_from([dict(pairs), [dict(pairs)], None, {"a": {"b": []}}, "\ud800", 1e300]))
        return Sent(json.dumps(value).encode(), "application/json", repr(value))
    return Sent(draw(st.binary(max_size=60)), draw(st.sampled_from(["", "text/xml", "/", "x", "image/png;a=b"])))


def _multipart(pairs: list[tuple[str, str]], files: list[tuple[str, tuple[str, bytes, str]]]) -> Sent:
    edge = b"----thu"
    out = b""
    for name, value in pairs:
        head = f'Content-Disposition: form-data; name="{name}"'.encode(errors="surrogatepass")
        out += b"--" + edge + b"\r\n" + head + b"\r\n\r\n" + value.encode(errors="surrogatepass") + b"\r\n"
    for name, (file_name, content, kind) in files:
        plain = file_name.replace('"', "%22").replace("\r\n", "")
        head = f'Content-Disposition: form-data; name="{name}"; filename="{plain}"'.encode()
        out += b"--" + edge + b"\r\n" + head + f"\r\nContent-Type: {kind}\r\n\r\n".encode() + content + b"\r\n"
    what = f"{pairs} {[found[1][0] for found in files]}"
    return Sent(out + b"--" + edge + b"--\r\n", f"multipart/form-data; boundary={edge.decode()}", what)
