"""Searching 100,000 persons and 2,000 classes: common and rare words, a commune's scope and a province's."""

from __future__ import annotations

import datetime as dt
import functools
import random
import time
from collections.abc import Callable, Iterator

from bench.measure import Row, p95, row

PROVINCE = "PRV001"
COMMUNES = 93
FAMILY = {"Nguyễn": 38, "Trần": 11, "Lê": 10, "Phạm": 7, "Hoàng": 5, "Huỳnh": 5, "Võ": 4, "Đặng": 3, "Bùi": 2, "Mẫu": 1}
MIDDLE = ("Văn", "Thị", "Thị Ngọc", "Hữu", "Đức", "Minh", "Thanh", "Thị Thu", "Quốc", "Xuân")
GIVEN = (
    "An",
    "Anh",
    "Bình",
    "Châu",
    "Chi",
    "Cường",
    "Dũng",
    "Dương",
    "Giang",
    "Hà",
    "Hải",
    "Hạnh",
    "Hiền",
    "Hiếu",
    "Hòa",
    "Hoa",
    "Hồng",
    "Hùng",
    "Hương",
    "Khánh",
    "Lan",
    "Linh",
    "Long",
    "Mai",
    "Minh",
    "Nam",
    "Nga",
    "Ngân",
    "Ngọc",
    "Nhung",
    "Phong",
    "Phúc",
    "Phương",
    "Quân",
    "Quang",
    "Sơn",
    "Tâm",
    "Thảo",
    "Thắng",
    "Thành",
    "Trang",
    "Trung",
    "Tú",
    "Tuấn",
    "Vân",
    "Vinh",
    "Yến",
)
POSTS = ("Tổ trưởng tổ dân phố", "Bí thư chi bộ", "Trưởng ban công tác mặt trận", "Công chức tư pháp", "Chi hội trưởng")
SUBJECTS = ("hòa giải ở cơ sở", "tiếp công dân", "chuyển đổi số", "giám sát cộng đồng", "nghiệp vụ công tác đảng")
SEARCHES = (
    *("nguyen", "tran thi", "n", "nguyen van an", "t", "minh", "xuan yen", "tap huan", "hoa giai", "to truong", "mau"),
    *("nguyen thi thu huong", "khong co ai", "1179", "da nang", "le", "bui xuan", "ng", "hoa khanh", "nguyen van a"),
)


def commune_path(number: int) -> str:
    """Return the path of a commune's office."""
    return f"{PROVINCE}{number:06d}"


def build(persons: int = 100_000, classes: int = 2_000) -> float:
    """Fill the search documents from a seed; returns how long that took, in seconds."""
    from caunoi.core import search, search_lookup  # noqa: PLC0415 - the runner sets Django up first

    chance = random.Random(20261123)  # noqa: S311 - made-up names, the same in every run
    families, weights = list(FAMILY), list(FAMILY.values())
    began = time.perf_counter()

    def people() -> Iterator[search.Document]:
        for number in range(persons):
            name = " ".join((chance.choices(families, weights)[0], chance.choice(MIDDLE), chance.choice(GIVEN)))
            commune = chance.randrange(COMMUNES)
            yield search.Document(
                kind="person",
                object_id=f"p{number}",
                title=name,
                summary=f"{chance.choice(POSTS)} số {number % 40}, phường Hòa Khánh {commune}",
                paths=frozenset({f"{commune_path(commune)}{number % 40:06d}"}),
            )

    def held() -> Iterator[search.Document]:
        for number in range(classes):
            commune = chance.randrange(COMMUNES)
            yield search.Document(
                kind="class",
                object_id=f"c{number}",
                title=f"Tập huấn công tác {chance.choice(SUBJECTS)} năm {2019 + number % 8}, lớp {number}",
                summary="Ủy ban nhân dân phường Hòa Khánh · Đà Nẵng",
                text=" ".join(chance.choices(SUBJECTS, k=40)),
                date=dt.date(2019, 1, 1) + dt.timedelta(days=number),
                paths=frozenset({commune_path(commune), PROVINCE}),
            )

    search.index_many(people())
    search.index_many(held())
    search_lookup.tidy()
    return time.perf_counter() - began


def rows() -> Iterator[Row]:
    """Time the writing, and each search twelve times, in a province's scope and in one commune's."""
    from django.db import connection  # noqa: PLC0415 - the runner sets Django up first

    from caunoi.core import search  # noqa: PLC0415 - the runner sets Django up first
    from caunoi.core.ids import range_below  # noqa: PLC0415 - as above

    size = "100,000 persons, 2,000 classes"
    yield row("write search documents", size, build(), "s")
    kinds = ("class", "person", "organisation", "directive", "topic", "candidate", "article")
    for scope, path in (("a province", PROVINCE), ("one commune", commune_path(7))):
        ranges = (range_below(path),)
        calls: list[Callable[[], object]] = [
            functools.partial(search.find_by_kind, query=query, ranges=ranges, kinds=kinds)
            for query in SEARCHES
            for _time in range(12)
        ]
        random.Random(1).shuffle(calls)  # noqa: S311 - the same order in every run
        with connection.cursor() as cursor:
            plain = p95([functools.partial(cursor.execute, "SELECT 1") for _time in range(200)])
        slowest = p95(calls)
        yield row(
            f"search everything in the scope of {scope}, p95",
            size,
            slowest * 1000,
            "ms",
            yardstick="SELECT 1",
            against=plain * 1000,
        )
