"""The portal of a whole country, pages made anew, on PostgreSQL.

3,321 sites, 100,000 articles, 1,000,000 comments (50,000 under one article), 30,000 events and as many materials, a
third of each in one site; a photo in each article, 200,000 counts of readers, 2,200 articles told of classes and 3,300
with a recording, of the fullest site its oldest ones alone. The search of as many articles is measured by
``bench.portal_search``, whose words are real.
"""

from __future__ import annotations

import datetime as dt
import gc
import random
import uuid
from collections.abc import Callable, Iterator
from typing import Any

from bench._portal_build import WORDS, text
from bench._portal_rows import copy_rows, dress
from bench.measure import Row, p95, row
from caunoi.core.text import fold

DATABASES = ("postgresql",)
SITES, ARTICLES, COMMENTS, MOST_COMMENTS, SHELF = 3_321, 100_000, 1_000_000, 50_000, 30_000
CALLS = 200
_DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def rows() -> Iterator[Row]:
    """Server time of each kind of page at the 95th percentile, and its queries for the 10th and the last article."""
    from django.db import connection  # noqa: PLC0415 - Django is set up by the runner
    from django.test import Client  # noqa: PLC0415 - as above
    from django.test.utils import CaptureQueriesContext  # noqa: PLC0415 - as above

    rng = random.Random(20261126)  # noqa: S311 - words of a test
    articles = fill(rng)
    talk(rng, articles)
    dress(rng, articles)
    events, materials = shelve(rng, [one.site for one in articles])
    with connection.cursor() as cursor:
        # What a server does by itself after so many writes: without it no index answers alone.
        cursor.execute("VACUUM ANALYZE")
    client = Client()
    # As a server does once it stands: to search for rubbish through all that was loaded costs an answer 0.2 s.
    gc.collect()
    gc.freeze()
    size = f"{SITES:,} sites, {ARTICLES:,} articles, {COMMENTS:,} comments, {SHELF:,} events and materials"
    kinds = pages(rng, articles) | shelves(rng, events, materials)
    for name, addresses in kinds.items():
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
    some, most = rng.sample(articles, CALLS), articles[0].address
    return {
        "article": [f"{one.address}?x=1" for one in some],
        "first page of a site": [f"{one.site.address}?x=1" for one in some],
        "first page of the fullest site": [f"{articles[0].site.address}?x=1"] * CALLS,
        "recordings of a site": [f"{one.site.address}nghe-xem/?x=1" for one in some],
        "recordings of the fullest site": [f"{articles[0].site.address}nghe-xem/?x=1"] * CALLS,
        "list of a section": [f"{one.section.address}?x=1" for one in some],
        "list of the fullest section, last page": [f"{articles[0].section.address}?trang=5000&x=1"] * CALLS,
        "article with 50,000 comments": [f"{most}?x=1"] * CALLS,
        "comments of an article": [f"{one.address}/y-kien/?x=1" for one in some],
        "50,000 comments, in the middle": [
            f"{articles[0].address}/y-kien/?trang={n}&x=1" for n in range(900, 900 + CALLS)
        ],
        "first page of all": ["/?x=1"] * 40,
    }


def shelves(rng: random.Random, events: list[Any], materials: list[Any]) -> dict[str, list[str]]:
    """Return addresses of calendar and library, of the fullest site among them."""
    first, some, files = events[0].site.address, rng.sample(events, CALLS), rng.sample(materials, CALLS)
    months = [f"{2023 + n // 12}/{n % 12 + 1}" for n in range(48)]
    return {
        "calendar of a site": [f"{one.site.address}lich/?x=1" for one in some],
        "calendar of the fullest site": [f"{first}lich/?x=1"] * CALLS,
        "its past, last page": [f"{first}lich/da-qua/?trang=200&x=1"] * CALLS,
        "its months": [f"{first}lich/{month}/?x=1" for month in months] * 4,
        "calendar of all": ["/lich/?x=1"] * CALLS,
        "event": [f"{one.address}?x=1" for one in some],
        "calendar of the fullest site for machines": [f"{first}lich.ics?x={n}" for n in range(40)],
        "library of a site": [f"{one.site.address}tai-lieu/?x=1" for one in files],
        "library of the fullest site, page 100": [f"{first}tai-lieu/?trang=100&x=1"] * CALLS,
        "material": [f"{one.address}?x=1" for one in files],
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


def talk(rng: random.Random, articles: list[Any]) -> None:
    """Write a comment through the service, then copies of it: approved, half of them answered."""
    from django.utils import timezone  # noqa: PLC0415 - Django is set up by the runner

    from caunoi.publishing.models import Comment  # noqa: PLC0415 - as above
    from caunoi.publishing.services.comments import send_comment  # noqa: PLC0415 - as above

    sample = send_comment(article=articles[0], name="Nguyễn Thị Thử", text="Ý kiến mẫu.", proved=True)
    now = timezone.now()
    words = [" ".join(rng.choices(WORDS, k=40)).capitalize() for _ in range(1_000)]
    Comment.objects.filter(pk=sample.pk).update(state="shown", decided_at=now)

    def changes() -> Iterator[dict[str, Any]]:
        for n in range(COMMENTS):
            article = articles[0] if n < MOST_COMMENTS else articles[rng.randrange(ARTICLES)]
            said = words[n % len(words)]
            replied = n % 2 == 0
            yield {
                "id": sample.pk + 1 + n, "article_id": article.pk, "site_id": article.site_id, "text": said,
                "folded_text": fold(said), "created_at": now - dt.timedelta(minutes=COMMENTS - n),
                "reply": said if replied else "", "replied_at": now if replied else None,
            }  # fmt: skip

    copy_rows("publishing_comment", "id", sample.pk, changes())


def shelve(rng: random.Random, sites: list[Any]) -> tuple[list[Any], list[Any]]:
    """Publish an event and a material through the services, then copy them over the years and the sites."""
    from caunoi.directory.models import User  # noqa: PLC0415 - Django is set up by the runner
    from caunoi.publishing import services  # noqa: PLC0415 - as above
    from caunoi.publishing.models import Event, Material  # noqa: PLC0415 - as above

    user, site = User.objects.get(), sites[0]
    today = dt.datetime.now(tz=dt.UTC).date()
    event = services.publish_event(
        actor=user,
        event=services.add_event(
            actor=user, site=site, title="Sự kiện mẫu", starts_on=today, starts_at=dt.time(8), place="Hội trường thử"
        ),
    )
    pdf = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\n%%EOF\n"
    material = services.publish_material(
        actor=user,
        material=services.add_material(actor=user, site=site, title="Tài liệu mẫu", content=pdf, name="mau.pdf"),
        listed_on=today,
    )
    titles = [" ".join(rng.choices(WORDS, k=9)).capitalize() for _ in range(1_000)]
    # From three years ago to a year ahead.
    days = [today + dt.timedelta(days=rng.randrange(-1095, 365)) for _ in range(SHELF)]
    places = [site if n % 3 == 0 else sites[rng.randrange(ARTICLES)] for n in range(SHELF)]
    first_event, first_material = event.pk + 1, material.pk + 1
    copy_rows(
        "publishing_event", "id", event.pk,
        (
            {
                "id": first_event + n, "uid": uuid.uuid4(), "site_id": places[n].pk, "title": titles[n % 1_000],
                "folded_text": fold(titles[n % 1_000]), "starts_on": days[n], "ends_on": days[n],
            }
            for n in range(SHELF)
        ),
    )  # fmt: skip
    first_day = event.days.get()
    copy_rows(
        "publishing_eventday", "id", first_day.pk,
        (
            {"id": first_day.pk + 1 + n, "event_id": first_event + n, "site_id": places[n].pk, "date": days[n]}
            for n in range(SHELF)
        ),
    )  # fmt: skip
    copy_rows(
        "publishing_material", "id", material.pk,
        (
            {
                "id": first_material + n, "site_id": places[n].pk, "title": titles[n % 1_000],
                "folded_text": fold(titles[n % 1_000]), "listed_on": min(days[n], today),
                "subject": titles[n % 40][:20], "subject_slug": f"muc-{n % 40}",
            }
            for n in range(SHELF)
        ),
    )  # fmt: skip
    version = material.versions.get()
    copy_rows(
        "publishing_materialversion",
        "id",
        version.pk,
        ({"id": version.pk + 1 + n, "material_id": first_material + n} for n in range(SHELF)),
    )
    return (
        list(Event.objects.filter(pk__gte=first_event).select_related("site")),
        list(Material.objects.filter(pk__gte=first_material).select_related("site")),
    )


def _base36(number: int) -> str:
    """Return four signs as Wagtail's tree counts."""
    signs = ""
    for _ in range(4):
        number, digit = divmod(number, 36)
        signs = _DIGITS[digit] + signs
    return signs
