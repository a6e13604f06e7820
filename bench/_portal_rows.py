"""Rows for ``bench.portal_scale``: one of each is made through the services, then copied."""

from __future__ import annotations

import datetime as dt
import io
import random
import uuid
from collections.abc import Iterable
from typing import Any

READERS, EVERY_CLASS, EVERY_RECORDING, OLDEST = 200_000, 30, 20, 5


def dress(rng: random.Random, articles: list[Any]) -> None:
    """Give articles what real ones have beside their words: photos, readers, classes that they tell of, recordings.

    Of the fullest site only the oldest articles tell of a class and have a recording: the last ones are hard to find.
    """
    _illustrate(articles)
    _read(rng, articles)
    oldest = articles[: OLDEST * 3 : 3]
    others = [one for one in articles if one.site_id != articles[0].site_id]
    _tell(oldest + others[::EVERY_CLASS])
    _record(oldest + others[::EVERY_RECORDING])


def _illustrate(articles: list[Any]) -> None:
    from PIL import Image  # noqa: PLC0415 - as below

    from caunoi.directory.models import User  # noqa: PLC0415 - Django is set up by the runner
    from caunoi.publishing.models import LighterForms, PhotoSize  # noqa: PLC0415 - as above
    from caunoi.publishing.services import add_photo  # noqa: PLC0415 - as above

    drawn = io.BytesIO()
    Image.effect_noise((1600, 1067), 40).convert("RGB").save(drawn, "JPEG")
    photo = add_photo(
        actor=User.objects.get(), article=articles[0], content=drawn.getvalue(), name="mau.jpg", alternative="Mẫu"
    )
    keys = [photo.pk, *(uuid.uuid4() for _ in articles[1:])]
    copy_rows(
        "publishing_articlephoto", "id", photo.pk,
        ({"id": keys[n], "article_id": one.pk} for n, one in enumerate(articles) if n),
    )  # fmt: skip
    sizes = list(photo.sizes.order_by("pk"))
    for size in sizes:
        LighterForms.objects.create(size=size, webp=size.file, avif=size.file)
    free = max(size.pk for size in sizes) + 1
    for place, size in enumerate(sizes):
        first = free + place * len(keys)
        copy_rows(
            "publishing_photosize", "id", size.pk,
            ({"id": first + n, "photo_id": key} for n, key in enumerate(keys) if n),
        )  # fmt: skip
        copy_rows("publishing_lighterforms", "size_id", size.pk, ({"size_id": first + n} for n in range(1, len(keys))))
    if PhotoSize.objects.count() != len(sizes) * len(articles):
        raise SystemExit("Not every article got its photo.")


def _read(rng: random.Random, articles: list[Any]) -> None:
    from django.utils import timezone  # noqa: PLC0415 - Django is set up by the runner

    from caunoi.publishing.models import DayReads  # noqa: PLC0415 - as above

    today = timezone.localdate()
    sample = DayReads.objects.create(site=articles[0].site.slug, day=today, article=articles[0], total=1)
    days = [today - dt.timedelta(days=ago) for ago in range(30)]
    wanted = {(n % len(articles), rng.choice(days)) for n in range(READERS)} - {(0, today)}
    copy_rows(
        "publishing_dayreads", "id", sample.pk,
        (
            {
                "id": sample.pk + 1 + place, "site": articles[n].site.slug, "day": day, "article_id": articles[n].pk,
                "total": rng.randrange(1, 90),
            }
            for place, (n, day) in enumerate(sorted(wanted))
        ),
    )  # fmt: skip


def _tell(articles: list[Any]) -> None:
    from django.db import connection  # noqa: PLC0415 - Django is set up by the runner

    from caunoi.core.ids import new_code  # noqa: PLC0415 - as above
    from caunoi.directory.models import User  # noqa: PLC0415 - as above
    from caunoi.training.facts import ClassFacts, CountFact, ProvenanceFact  # noqa: PLC0415 - as above
    from caunoi.training.models import ClassReport  # noqa: PLC0415 - as above
    from caunoi.training.services.classes import create_class  # noqa: PLC0415 - as above

    held = create_class(actor=User.objects.get(), keeper=articles[0].organisation, title="Tập huấn hòa giải ở cơ sở")
    facts = ClassFacts(
        code=held.code, title=held.title, place="Hội trường thử", days=("2026-03-02", "2026-03-03"),
        present=CountFact(value=120), provenance=ProvenanceFact(kind="held"),
    )  # fmt: skip
    report = ClassReport.objects.create(training_class=held, version=1, facts=facts.as_json(), names={})
    classes = [uuid.uuid4() for _ in articles]
    reports = [uuid.uuid4() for _ in articles]
    codes: set[str] = set()
    while len(codes) < len(articles):
        codes.add(new_code())
    copy_rows(
        "training_trainingclass", "id", held.pk,
        ({"id": key, "code": code} for key, code in zip(classes, sorted(codes), strict=True)),
    )  # fmt: skip
    copy_rows(
        "training_classreport", "id", report.pk,
        ({"id": key, "training_class_id": of} for key, of in zip(reports, classes, strict=True)),
    )  # fmt: skip
    with connection.cursor() as cursor:
        cursor.executemany(
            "UPDATE publishing_articlepage SET class_report_id = %s WHERE page_ptr_id = %s",
            [(key, one.pk) for key, one in zip(reports, articles, strict=True)],
        )


def _record(articles: list[Any]) -> None:
    from caunoi.publishing.models import ArticlePage, MediaFile, PhotoSize  # noqa: PLC0415 - Django is set up by the runner

    some = PhotoSize.objects.all()[0].file
    sample = MediaFile.objects.create(article=articles[0], kind="audio", title="Bài hát mẫu", file=some, seconds=95)
    copy_rows(
        "publishing_mediafile", "id", sample.pk, ({"id": uuid.uuid4(), "article_id": one.pk} for one in articles[1:])
    )
    ArticlePage.objects.filter(pk__in=[one.pk for one in articles]).update(has_media=True)


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
