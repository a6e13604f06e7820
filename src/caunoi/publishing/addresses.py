"""The permanent addresses of the portal: ``/<commune>/<section>/<year>/<slug>-<number>``.

Pure text work: models know their address without knowing the face that answers it.
"""

from __future__ import annotations

import re
import unicodedata
from urllib.parse import parse_qsl, unquote, urlencode, urlsplit

from caunoi.core.text import fold

SLUG = r"[a-z0-9]+(?:-[a-z0-9]+)*"
_NOT_IN_SLUG = re.compile(r"[^a-z0-9]+")

# First segments that other parts of an installation answer.
RESERVED = frozenset(
    {
        "anh",
        "api",
        "bien-tap",
        "chung-nhan",
        "chuyen-de",
        "danh-gia",
        "en",
        "favicon",
        "gioi-thieu",
        "hoi-dap",
        "hoi-truong",
        "lich",
        "lien-he",
        "lien-ket",
        "lop",
        "media",
        "ngay",
        "nghe-xem",
        "noi",
        "phat",
        "robots",
        "sitemap",
        "static",
        "tai-lieu",
        "tai-khoan",
        "tep",
        "tim",
        "trang",
        "viec",
        "y-kien",
    }
)


_TRACKING = re.compile(r"(?:utm_\w+|fbclid|gclid|zarsrc)")
MOST_OLD = 600


def old_form(address: str) -> str:
    """Return the one form of an address of an old site, without its host; "" for none that could be meant.

    What browsers and servers write differently is one: percent signs, large letters, NFD, a last slash, the order of
    what is asked. The first page of a site is no article.
    """
    parts = urlsplit(address.strip()[: MOST_OLD * 4].replace("\\", "/"))
    path = unicodedata.normalize("NFC", unquote(parts.path, errors="replace")).casefold()
    path = "/" + re.sub(r"/+", "/", "".join(letter for letter in path if letter.isprintable())).strip("/")
    asked = sorted(
        (unicodedata.normalize("NFC", name).casefold(), unicodedata.normalize("NFC", value).casefold())
        for name, value in parse_qsl(parts.query, keep_blank_values=True, max_num_fields=20)
        if not _TRACKING.fullmatch(name.casefold())
    )
    form = path + ("?" + urlencode(asked) if asked else "")
    return "" if form in {"/", "/index.html", "/index.php"} or len(form) > MOST_OLD else form


def slugify(text: str, *, most: int = 80) -> str:
    """Return ``text`` as a segment of an address: folded, words joined by hyphens, cut between words; "" for none.

    "Đảng ủy phường Hòa Khánh" becomes "dang-uy-phuong-hoa-khanh".
    """
    slug = _NOT_IN_SLUG.sub("-", fold(text)).strip("-")
    if len(slug) <= most:
        return slug
    cut = slug[: most + 1].rpartition("-")[0]
    return cut or slug[:most]


def article_address(*, commune: str, section: str, year: int, slug: str, number: int) -> str:
    """Return the permanent address of an article; ``number`` alone finds it, the rest is for people."""
    return f"/{commune}/{section}/{year}/{slug}-{number}"
