"""Made-up people, plainly so: middle and given names say that they are samples."""

from __future__ import annotations

import random

FAMILIES = ("Nguyễn", "Trần", "Lê", "Phạm", "Huỳnh", "Võ", "Đặng", "Bùi", "Đỗ", "Hồ", "Ngô", "Dương", "Lý", "Đinh")
MIDDLES = ("Văn", "Thị", "Hữu", "Thanh", "Minh", "Ngọc", "Quang", "Thu")
GIVEN = ("Mẫu", "Thử", "Ví Dụ", "Giả Định", "Minh Họa", "Làm Mẫu", "Tạm Gọi", "Phỏng Theo", "Nêu Tên", "Bất Kỳ")
POSTS = (
    "Tổ trưởng tổ dân phố",
    "Trưởng ban công tác Mặt trận",
    "Bí thư chi bộ",
    "Chi hội trưởng Phụ nữ",
    "Chi hội trưởng Cựu chiến binh",
    "Tổ viên tổ hòa giải",
    "Thành viên Ban Thanh tra nhân dân",
)


def roster(seed: int, count: int, units: int = 12) -> list[tuple[str, str, str, int]]:
    """Return ``count`` different made-up (name, post, unit, year of birth), the same for the same seed."""
    chance = random.Random(seed)  # noqa: S311 - samples, not secrets
    names = [f"{family} {middle} {given}" for family in FAMILIES for middle in MIDDLES for given in GIVEN]
    return [
        (name, chance.choice(POSTS), f"Tổ dân phố số {chance.randint(1, units)}", chance.randint(1955, 1998))
        for name in chance.sample(names, count)
    ]
