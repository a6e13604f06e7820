"""Reading reports: a usual one, and 10 MB of text."""

from __future__ import annotations

from collections.abc import Iterator

from bench.measure import Row, row, seconds
from caunoi.core.text import fold
from caunoi.reader import read

DATABASES = ("none",)

_REPORT = """Hòa Khánh: Tập huấn công tác hòa giải ở cơ sở năm 2026
Ngày 12/11/2026, Ủy ban MTTQ Việt Nam phường Hòa Khánh tổ chức lớp tập huấn cho hơn 120 hòa giải viên.
Tại lớp, báo cáo viên giới thiệu các chuyên đề: Kỹ năng hòa giải; Luật Hòa giải ở cơ sở; Xử lý tình huống.
Nguyễn Văn Mẫu
"""


def rows() -> Iterator[Row]:
    """Time a report of a page, and linear growth to 10 MB."""
    folded = seconds(lambda: fold(_REPORT))
    once = seconds(lambda: read(_REPORT))
    yield row(
        "read a report", f"{len(_REPORT)} characters", once * 1000, "ms", yardstick="fold it", against=folded * 1000
    )
    large = _REPORT * (10_000_000 // len(_REPORT.encode()))
    folded = seconds(lambda: fold(large), runs=1)
    yield row(
        "read one long text", "10 MB", seconds(lambda: read(large), runs=1), "s", yardstick="fold it", against=folded
    )
