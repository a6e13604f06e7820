"""Lists and search of an office with 100,000 persons, 3,814 organisations and 2,000 classes, as its staff asks."""

from __future__ import annotations

import datetime as dt
import functools
import gc
import itertools
import random
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from bench.measure import Row, p95, row
from bench.search import COMMUNES, FAMILY, GIVEN, MIDDLE, POSTS, SUBJECTS

PERSONS, CLASSES, PARTS, SEATS = 100_000, 2_000, 40, 50
NAMES = (
    "nguyen",
    "tran thi",
    "minh",
    "nguyen van an",
    "xuan yen",
    "le",
    "bui xuan",
    "khong co ai",
    "huong",
    "hoang duc",
)
SEARCHES = (
    "nguyen",
    "tap huan",
    "hoa giai",
    "minh",
    "to truong",
    "nguyen thi thu huong",
    "phuong so 7",
    "le",
    "n",
    "2024",
)


def rows() -> Iterator[Row]:
    """The 95th percentile of the server's time for each list, in a province's scope and in one commune's."""
    from django.test import Client  # noqa: PLC0415 - Django is set up by the runner

    size = f"{PERSONS:,} persons, {CLASSES:,} classes"
    users = build()
    # A server holds no heap of a hundred thousand generated rows; walking through it is no part of answering.
    gc.collect()
    gc.freeze()
    for scope, user in users.items():
        client = Client()
        client.force_login(user)
        plain = p95([functools.partial(client.get, "/tai-khoan/login/")] * 30)
        for work, addresses in requests().items():
            slowest = p95([functools.partial(_get, client, address) for address in addresses])
            yield row(
                f"{work}, {scope}, p95",
                size,
                slowest * 1000,
                "ms",
                yardstick="sign-in page",
                against=plain * 1000,
            )


def _get(client: Any, address: str) -> None:
    answer = client.get(address)
    if answer.status_code != 200:
        raise SystemExit(f"{address}: {answer.status_code}")


def requests() -> dict[str, list[str]]:
    """Return what is asked for, forty addresses a list."""
    people, offices, classes = "/viec/danh-ba/nguoi/", "/viec/danh-ba/co-quan/", "/viec/lop/"

    def forty(*addresses: str) -> list[str]:
        return list(itertools.islice(itertools.cycle(addresses), 40))

    return {
        "list of persons": forty(*(f"{people}?page={n}&size={s}" for n, s in ((1, 50), (2, 50), (7, 100), (20, 20)))),
        "list of persons, last pages": forty(f"{people}?page=99999", f"{people}?sort=-name", f"{people}?sort=year"),
        "persons by name": forty(*(f"{people}?q={name.replace(' ', '+')}" for name in NAMES)),
        "list of organisations": forty(
            offices, f"{offices}?page=3", f"{offices}?q=to+7", f"{offices}?kind=residential"
        ),
        "list of classes": forty(classes, f"{classes}?page=2", f"{classes}?q=hoa+giai", f"{classes}?sort=title"),
        "search everything": forty(*(f"/viec/tim/?q={words.replace(' ', '+')}" for words in SEARCHES)),
    }


def build() -> dict[str, Any]:
    """Fill the tables from a seed; returns a province's administrator and a commune's."""
    from caunoi.core.fields import lookup_hash  # noqa: PLC0415 - Django is set up by the runner
    from caunoi.core.text import fold, given_name_first  # noqa: PLC0415 - as above
    from caunoi.directory.models import Organisation, Person, PersonScope, Post  # noqa: PLC0415 - as above
    from caunoi.directory.services.accounts import open_first_account  # noqa: PLC0415 - as above

    chance = random.Random(20261123)  # noqa: S311 - made-up names, the same in every run
    families, weights = list(FAMILY), list(FAMILY.values())

    def office(name: str, path: str, kind: str, parent: Organisation | None = None) -> Organisation:
        return Organisation(name=name, folded_name=fold(name), kind=kind, system="state", path=path, parent=parent)

    province = office("Ủy ban nhân dân thành phố Đo Lường", "PRV001", "peoples_committee")
    communes = [
        office(f"Ủy ban nhân dân phường Đo Lường {n}", f"PRV001{n:06d}", "peoples_committee", province)
        for n in range(COMMUNES)
    ]
    parts = [
        office(f"Tổ dân phố số {n} {commune.name}", f"{commune.path}{n:06d}", "residential", commune)
        for commune in communes
        for n in range(PARTS)
    ]
    for level in ([province], communes, parts):
        _insert(Organisation, level)

    def person() -> Person:
        name = " ".join((chance.choices(families, weights)[0], chance.choice(MIDDLE), chance.choice(GIVEN)))
        phone = f"09{chance.randrange(10**8):08d}" if chance.random() < 0.3 else ""
        return Person(
            full_name=name,
            folded_name=fold(name),
            sort_name=given_name_first(name),
            birth_year=chance.choice([None, *range(1945, 2005)]),
            phone=phone,
            phone_hash=lookup_hash(phone),
        )

    people = [person() for _number in range(PERSONS)]
    homes = [chance.choice(parts) for _person in people]
    _insert(Person, people)
    _insert(PersonScope, (PersonScope(person=p, organisation=home) for p, home in zip(people, homes, strict=True)))
    _insert(
        Post,
        (
            Post(person=p, organisation=home, title=chance.choice(POSTS), valid_from=dt.date(2019, 1, 1))
            for p, home in zip(people, homes, strict=True)
            if chance.random() < 0.5
        ),
    )
    _classes(chance, communes, people)
    _documents([province, *communes, *parts], people, homes)
    _settle()
    users = {"scope of a province": province, "scope of a commune": communes[7]}
    return {
        scope: open_first_account(organisation=each, name="Nguyễn Văn Đo", username=f"do{number}")[0]
        for number, (scope, each) in enumerate(users.items())
    }


def _classes(chance: random.Random, communes: list[Any], people: list[Any]) -> None:
    from caunoi.core.text import fold  # noqa: PLC0415 - Django is set up by the runner
    from caunoi.training.models import ClassOrganisation, Enrolment, TrainingClass  # noqa: PLC0415 - as above

    made = []
    for number in range(CLASSES):
        title = f"Tập huấn công tác {chance.choice(SUBJECTS)} năm {2019 + number % 8}, lớp {number}"
        first = dt.date(2019, 1, 1) + dt.timedelta(days=number)
        made.append(
            TrainingClass(
                keeper=chance.choice(communes),
                title=title,
                folded_title=fold(title),
                starts_on=first,
                ends_on=first,
                code=f"B{number:06d}",
            )
        )
    _insert(TrainingClass, made)
    _insert(
        ClassOrganisation,
        (
            ClassOrganisation(training_class=each, organisation=each.keeper, name=each.keeper.name, role=role)
            for each in made
            for role in ("keeper", "host")
        ),
    )
    _insert(
        Enrolment,
        (
            Enrolment(training_class=each, person=one, sort_name=one.sort_name, unit_text="Tổ 1", folded_unit="to 1")
            for each in made
            for one in chance.sample(people, SEATS)
        ),
    )


def _documents(offices: list[Any], people: list[Any], homes: list[Any]) -> None:
    from caunoi.core import search  # noqa: PLC0415 - Django is set up by the runner
    from caunoi.training.models import TrainingClass  # noqa: PLC0415 - as above

    search.index_many(
        search.Document(kind="organisation", object_id=str(each.pk), title=each.name, paths=frozenset({each.path}))
        for each in offices
    )
    search.index_many(
        search.Document(
            kind="person", object_id=str(one.pk), title=one.full_name, summary=home.name, paths=frozenset({home.path})
        )
        for one, home in zip(people, homes, strict=True)
    )
    search.index_many(
        search.Document(
            kind="class",
            object_id=each.code,
            title=each.title,
            date=each.starts_on,
            paths=frozenset({each.keeper.path}),
        )
        for each in TrainingClass.objects.select_related("keeper").order_by("pk")
    )


def _settle() -> None:
    """Let the database learn what it holds, as it does by itself within an hour."""
    from django.db import connection  # noqa: PLC0415 - Django is set up by the runner

    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _insert(model: Any, rows: Iterable[Any]) -> None:
    waiting = iter(rows)
    add: Callable[[list[Any]], Any] = model.objects.bulk_create
    while part := list(itertools.islice(waiting, 5000)):
        add(part)
