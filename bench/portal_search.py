"""The portal's search: 20,000 articles on SQLite, 100,000 on PostgreSQL, the whole page made anew each time."""

from __future__ import annotations

import datetime as dt
import functools
import random
import time
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from bench.measure import Row, p95, row

if TYPE_CHECKING:
    from django.test import Client

SIZES = {"sqlite": 20_000, "postgresql": 100_000}
SITES = 40
SENTENCES, WORDS_OF_ONE, SENTENCES_OF_ONE = 4_000, 14, 14
OPENING = (
    "b", "c", "ch", "d", "đ", "g", "gi", "h", "kh", "l", "m", "n", "ng", "nh", "ph", "qu", "r", "s", "t", "th", "tr",
    "v", "x",
)  # fmt: skip
ENDING = (
    "a", "ai", "am", "an", "ang", "anh", "ao", "ap", "at", "au", "ay", "e", "em", "en", "eo", "i", "ia", "ich",
    "iem", "ien", "ieu", "im", "in", "inh", "it", "o", "oa", "oai", "oan", "oc", "oi", "om", "on", "ong", "ong", "u",
    "ua", "uan", "ui", "um", "un", "ung", "uoc", "uoi", "uon", "uong", "uy", "uyen", "y",
)  # fmt: skip
TONES = ["", "\u0301", "\u0300", "\u0309", "\u0303", "\u0323"]
SUBJECTS = (
    "Tập huấn hòa giải ở cơ sở", "Tiếp xúc cử tri", "Chuyển đổi số cộng đồng", "Lịch tiêm chủng mở rộng",
    "Phòng chống lụt bão", "Thu gom rác tại nguồn", "Khai giảng năm học mới", "Làm đường giao thông nông thôn",
)  # fmt: skip
# What people type: common and rare words, several, phrases, narrowed, with an error, and what nobody wrote.
QUERIES = {
    "one word": ("hoa", "tap", "xyzzy7", "khuyen", "so", "ngay", "rác", "thanh"),
    "words of every text": ("quam", "roai doa", "hung", "chom quam"),
    # Each is in half of all texts, no text holds both.
    "words that shun each other": ("sơnghè thuđông", "thudong songhe hoa", '"songhe thudong"', "songhe -thudong quam"),
    "two to four words": ("hoa giai", "tap huan hoa giai", "lut bao", "nong thon", "cu tri phuong", "lich tiem chung"),
    "a phrase": ('"hoa giai"', '"duong giao thong nong thon"', '"tiem chung mo rong"', '"giai hoa"'),
    "one error": ("hoa giaj", "tiem chugn", "chuyen doi s0", "nogn thon", "lutbao", "khai giagn nam hoc"),
    "nothing": ("qqqq wwww", "hoa giai zzzzzz", '"nong hoa bao thon"', "zzzzz"),
}


def build() -> int:  # noqa: PLR0915 - one after the other
    """Fill the index from a seed, past the services; returns how many documents it holds."""
    from django.db import connection  # noqa: PLC0415 - the runner sets Django up first

    from caunoi.directory.enums import OrganisationKind, System  # noqa: PLC0415 - as above
    from caunoi.directory.services.accounts import open_first_account  # noqa: PLC0415 - as above
    from caunoi.directory.services.organisations import found_organisation  # noqa: PLC0415 - as above
    from caunoi.publishing.models import PublicDocument, PublicWord  # noqa: PLC0415 - as above
    from caunoi.publishing.queries.search import lookup  # noqa: PLC0415 - as above
    from caunoi.publishing.search_marks import flat  # noqa: PLC0415 - as above
    from caunoi.publishing.search_terms import document_terms, newest_of, plain_words  # noqa: PLC0415 - as above
    from caunoi.publishing.services import open_site  # noqa: PLC0415 - as above

    chance = random.Random(20261126)  # noqa: S311 - made-up words, the same in every run
    count = SIZES[connection.vendor]
    sites = []
    for number in range(SITES):
        office = found_organisation(
            name=f"UBND phường Thử {number}", kind=OrganisationKind.PARTY_COMMITTEE, system=System.PARTY
        )
        if not number:
            user, _password = open_first_account(organisation=office, name="Nguyễn Thị Thử")
        sites.append(office)
    opened = [open_site(actor=user, organisation=sites[0], slug="thu-0")]
    syllables = [f"{first}{last}" for first in OPENING for last in ENDING]
    chance.shuffle(syllables)
    weights = [1 / (place + 3) for place in range(len(syllables))]

    def spoken() -> str:
        words = chance.choices(syllables, weights, k=WORDS_OF_ONE)
        return " ".join(word[:-1] + word[-1] + chance.choice(TONES) for word in words).capitalize() + "."

    sentences = [spoken() for _ in range(SENTENCES)]
    subjects = [f"{subject}. {spoken()}" for subject in SUBJECTS for _ in range(40)]
    halves = ["Sơnghè.", "Thuđông."]
    told = [
        (text, flat(text), document_terms(title="", text=text, facets=()).split())
        for text in sentences + subjects + halves
    ]
    first = dt.date(2012, 1, 1)
    rows, words = [], {word for _text, _flat, terms in told for word in plain_words(" ".join(terms))}
    now = dt.datetime(2026, 11, 26, tzinfo=dt.UTC)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("DROP INDEX public_document_by_terms")
    for number in range(count):
        parts = [told[chance.randrange(SENTENCES)] for _ in range(SENTENCES_OF_ONE)]
        parts += [told[SENTENCES + chance.randrange(len(subjects))], told[-1 - number % 2]]
        title = f"{chance.choice(SUBJECTS)}: {' '.join(chance.choices(syllables, weights, k=6))}"
        day = first + dt.timedelta(days=number * 5400 // count)
        facets = ["k=article", f"s={opened[0].pk if number % SITES == 0 else 10_000 + number % SITES}"]
        terms = dict.fromkeys(document_terms(title=title, text="", facets=facets).split())
        for _text, _flat, more in parts:
            terms |= dict.fromkeys(more)
        words |= plain_words(" ".join(terms))
        text = " ".join(text for text, _flat, _terms in parts)
        rows.append(
            PublicDocument(
                kind="article", object_id=str(number), site=opened[0], address=f"/thu-0/tin-tuc/2026/tin-{number}",
                title=title, text=text, flat=" ".join(folded for _text, folded, _terms in parts), day=day,
                changed_at=now, newness=newest_of(day) + number, terms=" ".join(terms),
            )
        )  # fmt: skip
        if len(rows) == 500 or number == count - 1:
            PublicDocument.objects.bulk_create(rows)
            rows = []
    PublicWord.objects.bulk_create([PublicWord(word=word) for word in sorted(words)], batch_size=500)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET maintenance_work_mem = '512MB'")
            cursor.execute(
                "CREATE INDEX public_document_by_terms ON publishing_publicdocument USING gin (vector)"
                " WITH (fastupdate = off)"
            )
            cursor.execute("VACUUM ANALYZE publishing_publicdocument")
    lookup.tidy()
    return count


def rows() -> Iterator[Row]:
    """Time each kind of search as a whole page, against reading every folded text."""
    from django.test import Client, override_settings  # noqa: PLC0415 - the runner sets Django up first

    began = time.perf_counter()
    size = f"{build():,} articles of {SENTENCES_OF_ONE * WORDS_OF_ONE} words"
    yield row("fill the portal's search", size, time.perf_counter() - began, "s")
    client = Client()
    every: list[Callable[[], object]] = []
    with override_settings(DEBUG=False):
        for kind, queries in QUERIES.items():
            calls = [asked(client, query, number) for number in range(5) for query in queries]
            slowest = p95(calls)
            plain = p95([functools.partial(read_all, query) for query in queries], warm=1)
            yield row(
                f"search for {kind}, the whole page, p95", size, slowest * 1000, "ms",
                yardstick="LIKE over every text", against=plain * 1000,
            )  # fmt: skip
            every += calls
        narrowed = "&noi=&loai=tin&tu=2024-01-01&den=2026-11-26"
        calls = [asked(client, query, 0, narrowed) for queries in QUERIES.values() for query in queries]
        yield row("search narrowed by kind and days, p95", size, p95(calls * 2) * 1000, "ms")
        calls = [asked(client, query, 0, path="/tim/goi-y") for query in ("ta", "hoa gi", "khai gia", "ph", "chuyen d")]
        yield row("titles while one types, p95", size, p95(calls * 8) * 1000, "ms")
        random.Random(1).shuffle(every)  # noqa: S311 - the same order in every run
        yield row("all searches together, p95", size, p95(every) * 1000, "ms")


def asked(client: Client, query: str, number: int, more: str = "", path: str = "/tim/") -> Callable[[], None]:
    """Return what asks for a page as one of many visitors."""
    from urllib.parse import quote  # noqa: PLC0415 - needed here alone

    address = f"10.{number}.{len(query)}.{sum(map(ord, query)) % 250}"

    def call() -> None:
        answer = client.get(f"{path}?q={quote(query)}{more}", REMOTE_ADDR=address)
        if answer.status_code != 200:
            raise SystemExit(f"{query}: {answer.status_code}")

    return call


def read_all(query: str) -> None:
    """Find as one would without an index: every text is read for each word."""
    from caunoi.publishing.models import PublicDocument  # noqa: PLC0415 - the runner sets Django up first
    from caunoi.publishing.search_terms import words_of  # noqa: PLC0415 - as above

    found = PublicDocument.objects.order_by("-newness")
    for word in words_of(query):
        found = found.filter(flat__contains=word)
    found.count()
    list(found[:20])
