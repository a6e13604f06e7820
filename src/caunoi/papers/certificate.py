"""Certificates as PDF (PDF/A-3a and PDF/UA-1), each with its QR picture and the signed credential attached.

The same certificate gives the same octets: its only time is the day of issue, and nothing in the file is random. The
page has versions, ``templates/certificate_<version>.typ``: what was issued with one is set with it ever after.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import tempfile
from collections import OrderedDict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from threading import Lock
from typing import Any

import typst

from caunoi.papers.heading import Layout
from caunoi.papers.qr import qr_png
from caunoi.papers.wording import dotted_date

ATTACHED = "chung-nhan.jwt"
# Under which kind of content a credential travels (W3C, Securing Verifiable Credentials using JOSE and COSE).
CREDENTIAL_TYPE = "application/vc+jwt"
# The version of the page that is issued with.
TEMPLATE = 1
_LOCK = Lock()
_MOST_COMPILERS = 4
_PNG = b"\x89PNG"
_HANOI = dt.timezone(dt.timedelta(hours=7))


@dataclass(frozen=True, slots=True, kw_only=True)
class CertificateLook:
    """What is the same on all certificates of an issue; ``signature`` and ``seal`` are PNG or JPEG, b"" for none."""

    layout: Layout
    superior: tuple[str, ...] = ()
    issuer: tuple[str, ...] = ()
    place: str = ""
    title: str = ""
    opening: str = ""
    authority: tuple[str, ...] = ()
    signer_title: str = ""
    signer_name: str = ""
    signature: bytes = b""
    seal: bytes = b""
    # The beginning of each address in the QR pictures; the code follows.
    address: str = ""
    template: int = TEMPLATE


@dataclass(frozen=True, slots=True, kw_only=True)
class CertificatePage:
    """One certificate: what stands on it, its code, and the credential in its compact form."""

    name: str
    unit: str
    body: tuple[str, ...]
    number: str
    code: str
    issued_on: dt.date
    credential: str
    expires_on: dt.date | None = None


def render_certificate(look: CertificateLook, page: CertificatePage) -> bytes:
    """Return one certificate as PDF."""
    return next(render_certificates(look, [page]))


def render_certificates(look: CertificateLook, pages: Iterable[CertificatePage]) -> Iterator[bytes]:
    """Give each certificate as a PDF of its own. Raises ValueError for an address too long for a QR picture."""
    common = _literal(_common(look))
    for page in pages:
        noon = dt.datetime.combine(page.issued_on, dt.time(12), tzinfo=_HANOI)
        with _LOCK:
            made = _compiler(look).compile(
                input=_source(common, look, page),
                format="pdf",
                pdf_standards=["a-3a", "ua-1"],
                timestamp=int(noon.timestamp()),
            )
        if not isinstance(made, bytes):
            raise TypeError(type(made))
        yield made


def preview_certificate(look: CertificateLook, page: CertificatePage) -> bytes:
    """Return the page as a PNG picture, 1,123 points wide."""
    with _LOCK:
        made = _compiler(look).compile(input=_source(_literal(_common(look)), look, page), format="png", ppi=96)
    if not isinstance(made, bytes):
        raise TypeError(type(made))
    return made


def _source(common: str, look: CertificateLook, page: CertificatePage) -> bytes:
    """Return what is compiled: the call of the template with its data.

    The data stand in the source and not in ``sys.inputs``: those belong to the library of the typesetter, which would
    be built and hashed anew for each page, and nothing would be remembered from one to the next.
    """
    return (
        f'#import "/{_name(look)}": certificate\n#certificate({common}, {_literal(_particular(look, page))})\n'
    ).encode()


def _literal(data: dict[str, Any]) -> str:
    """Return data as an expression of the typesetter; whatever the texts hold, they are never read as its language.

    JSON has no line breaks or control characters left, so a backslash and a quote are all that a string has to escape.
    """
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return 'json(bytes("' + text.replace("\\", "\\\\").replace('"', '\\"') + '"))'


def _common(look: CertificateLook) -> dict[str, Any]:
    return {
        "dang": look.layout is Layout.PARTY,
        "chu_quan": look.superior,
        "ban_hanh": look.issuer,
        "ten": look.title,
        "dan": look.opening,
        "quyen_han": look.authority,
        "chuc_danh": look.signer_title,
        "nguoi_ky": look.signer_name,
        "chu_ky": _file_name("chu-ky", look.signature),
        "dau": _file_name("dau", look.seal),
        "noi_xem": look.address.split("://", 1)[-1].rstrip("/"),
    }


def _particular(look: CertificateLook, page: CertificatePage) -> dict[str, Any]:
    day = page.issued_on
    dated = dotted_date(day)
    return {
        "ho_ten": page.name,
        "co_ten": _size(page.name, ((24, 27), (34, 22), (48, 17), (1000, 14))),
        "don_vi": page.unit,
        "noi_dung": page.body,
        "co_noi_dung": _size("".join(page.body), ((230, 13), (360, 12), (10_000, 10))),
        "so": page.number,
        "ma": "-".join(page.code[start : start + 4] for start in range(0, len(page.code), 4)),
        "ngay": f"{look.place}, {dated}" if look.place else dated[:1].upper() + dated[1:],
        "han": f"{page.expires_on:%d/%m/%Y}" if page.expires_on else "",
        "nam_thang": (day.year, day.month, day.day),
        "qr": list(qr_png(look.address, page.code)),
        "chung_nhan": page.credential,
    }


def _size(text: str, steps: tuple[tuple[int, int], ...]) -> int:
    """Return the size of type, in points, of the first step that the text is not longer than."""
    return next(size for most, size in steps if len(text) <= most)


def _file_name(what: str, picture: bytes) -> str:
    if not picture:
        return ""
    return what + (".png" if picture.startswith(_PNG) else ".jpg")


_COMPILERS: OrderedDict[str, tuple[typst.Compiler, tempfile.TemporaryDirectory[str] | None]] = OrderedDict()


def _name(look: CertificateLook) -> str:
    return f"certificate_{look.template}.typ"


def _compiler(look: CertificateLook) -> typst.Compiler:
    """Return the compiler of these pictures: to make one costs more than to set a page."""
    key = hashlib.sha256(b"\0".join((_name(look).encode(), look.signature, look.seal))).hexdigest()
    if key in _COMPILERS:
        _COMPILERS.move_to_end(key)
        return _COMPILERS[key][0]
    place = Path(str(resources.files("caunoi.papers")))
    root, folder = place / "templates", None
    if look.signature or look.seal:
        folder = tempfile.TemporaryDirectory(prefix="caunoi-certificate-")
        for what, picture in (("chu-ky", look.signature), ("dau", look.seal)):
            if picture:
                (Path(folder.name) / _file_name(what, picture)).write_bytes(picture)
        (Path(folder.name) / _name(look)).write_bytes((root / _name(look)).read_bytes())
        root = Path(folder.name)
    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(place / "fonts")])
    made = typst.Compiler(root=str(root), font_paths=fonts)
    _COMPILERS[key] = (made, folder)
    while len(_COMPILERS) > _MOST_COMPILERS:
        _drop_oldest()
    return made


def _drop_oldest() -> None:
    _key, (_made, folder) = _COMPILERS.popitem(last=False)
    if folder is not None:
        folder.cleanup()
