"""The portal of a whole country: 3,321 sites, 100,000 articles, 1,000,000 comments; pages made anew, on PostgreSQL."""

from __future__ import annotations

import datetime as dt
import random
import uuid
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from bench._portal_build import WORDS, text
from bench.measure import Row, p95, row
from caunoi.core.text import fold

DATABASES = ("postgresql",)
SITES, ARTICLES, COMMENTS = 3_321, 100_000, 1_000_000
CALLS = 200
MOST_MS = 50
_DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def rows() -> Iterator[Row]:
    """Server time of each kind of page at the 95th percentile, and its queries for the 10th and the last article."""
    from django.db import connection  # noqa: PLC0415 - Django is set up by the runner
    from django.test import Client  # noqa: PLC0415 - as above
    from django.test.utils import CaptureQueriesContext  # noqa: PLC0415 - as above

    rng = random.Random(20261126)  # noqa: S311 - words of a test
    articles = fill(rng)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    client = Client()
    size = f"{SITES:,} sites, {ARTICLES:,} articles, {COMMENTS:,} comments"
    for name, addresses in pages(rng, articles).items():
        calls = [_call(client, address) for address in addresses]
        yield row(f"portal {name}, made anew: server time, p95", size, p95(calls) * 1000, "ms")
    for name, number in (("10th", 9), ("10,000th", 9_999), ("last", -1)):
        address = articles[number].address + "?x=1"
        client.get(address)
        with CaptureQueriesContext(connection) as captured:
            client.get(address)
        yield row(f"portal article, made anew: queries of the {name}", size, len(captured), "queries")


def pages(rng: random.Random, articles: list[Any]) -> dict[str, list[str]]:
    """Return addresses of each kind, none of which is kept: they carry a word that no page asks for."""
    some = rng.sample(articles, CALLS)
    return {
        "article": [f"{one.address}?x=1" for one in some],
        "first page of a site": [f"{one.site.address}?x=1" for one in some],
        "list of a section": [f"{one.section.address}?x=1" for one in some],
        "list of the fullest section, last page": [f"{articles[0].section.address}?trang=5000&x=1"] * CALLS,
        "calendar": [f"{one.site.address}lich/?x=1" for one in some],
        "library": [f"{one.site.address}tai-lieu/?x=1" for one in some],
        "search": [f"/tim/?q={'+'.join(rng.sample(WORDS, 2))}" for _ in some],
        "search of a site": [f"{one.site.address}tim/?q={'+'.join(rng.sample(WORDS, 2))}" for one in some],
        "first page of all": ["/?x=1"] * 40,
    }


def _call(client: Any, address: str) -> Callable[[], None]:
    def call() -> None:
        answer = client.get(address)
        if answer.status_code != 200:
            raise SystemExit(f"{address}: {answer.status_code}")

    return call


def fill(rng: random.Random) -> list[Any]:
    """Open the sites and publish one article through the services, then copy its rows; every third is in one site."""
    from caunoi.directory.enums import OrganisationKind, System  # noqa: PLC0415 - Django is set up by the runner
    from caunoi.directory.services.accounts import open_first_account  # noqa: PLC0415 - as above
    from caunoi.directory.services.organisations import found_organisation  # noqa: PLC0415 - as above
    from caunoi.publishing.models import ArticlePage, SectionPage  # noqa: PLC0415 - as above
    from caunoi.publishing.services import approve, create_article, open_site  # noqa: PLC0415 - as above

    def found(name: str, under: Any = None) -> Any:
        kind = OrganisationKind.PEOPLES_COMMITTEE
        return found_organisation(name=name, kind=kind, system=System.STATE, **({"parent": under} if under else {}))

    office = found("UBND tỉnh Thử")
    user, _password = open_first_account(organisation=office, name="Nguyễn Thị Thử")
    sites = [open_site(actor=user, organisation=office, slug="tinh-thu")]
    for number in range(1, SITES):
        below = found(f"UBND xã Thử {number}", office)
        sites.append(open_site(actor=user, organisation=below, slug=f"xa-thu-{number}"))
    draft = create_article(actor=user, organisation=office, title="Tin mẫu", lead="Mẫu.", body=text(rng, 8))
    sample = approve(actor=user, article=draft)
    sections = {one.site_id: one for one in SectionPage.objects.filter(slug="tin-tuc")}
    first = sample.pk + 1
    places = [sites[0] if n % 3 == 0 else sites[n % SITES] for n in range(ARTICLES)]
    titles = [" ".join(rng.choices(WORDS, k=8)).capitalize() for _ in range(ARTICLES)]
    day = dt.datetime(2016, 1, 1, tzinfo=dt.UTC)
    copy_rows(
        "wagtailcore_page", "id", sample.pk,
        (
            {
                "id": first + n, "title": f"{titles[n]} {n}", "draft_title": titles[n], "slug": f"tin-{first + n}",
                "path": f"{sections[site.pk].path}{_base36(n + 2)}", "url_path": f"{sections[site.pk].url_path}{n}/",
                "translation_key": uuid.uuid4(), "latest_revision_id": None, "live_revision_id": None,
            }
            for n, site in enumerate(places)
        ),
    )  # fmt: skip
    copy_rows(
        "publishing_articlepage", "page_ptr_id", sample.pk,
        (
            {
                "page_ptr_id": first + n, "site_id": site.pk, "section_id": sections[site.pk].pk,
                "organisation_id": site.organisation_id, "lead": titles[n], "folded_text": fold(f"{titles[n]} {n}"),
                "published_at": day + dt.timedelta(minutes=55 * n),
            }
            for n, site in enumerate(places)
        ),
    )  # fmt: skip
    return list(ArticlePage.objects.filter(pk__gte=first).select_related("site", "section").order_by("pk"))


def copy_rows(table: str, key: str, sample: Any, changes: Iterable[dict[str, Any]]) -> None:
    """Add rows that are those of ``sample`` but for ``changes``: the quickest way in, and it knows every new column."""
    from django.db import connection  # noqa: PLC0415 - Django is set up by the runner
    from psycopg import sql  # noqa: PLC0415 - as above

    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {table} WHERE {key} = %s", [sample])  # noqa: S608 - names of our own tables
        columns = [column.name for column in cursor.description]
        like = dict(zip(columns, cursor.fetchone(), strict=True))
    connection.ensure_connection()
    order = sql.SQL("COPY {} ({}) FROM STDIN").format(
        sql.Identifier(table), sql.SQL(", ").join(map(sql.Identifier, columns))
    )
    with connection.connection.cursor() as cursor, cursor.copy(order) as copy:
        for change in changes:
            row_of = like | change
            copy.write_row([row_of[column] for column in columns])


def _base36(number: int) -> str:
    """Return four signs as Wagtail's tree counts."""
    signs = ""
    for _ in range(4):
        number, digit = divmod(number, 36)
        signs = _DIGITS[digit] + signs
    return signs
