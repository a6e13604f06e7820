"""Made-up reports for tests; every name in them is invented."""

from __future__ import annotations

from caunoi.intake.services.uploads import SentFile

# One report that states everything.
FULL = """Phường Thử Nghiệm tập huấn kỹ năng hòa giải ở cơ sở năm 2024
Ngày đăng: 16/05/2024 - Lượt xem: 412

Thực hiện Kế hoạch số 12-KH/ĐU, trong hai ngày 14 và 15/5/2024, tại hội trường UBND phường Thử Nghiệm, Đảng ủy phường \
Thử Nghiệm phối hợp với Trung tâm Chính trị thành phố Mẫu tổ chức lớp tập huấn cho hơn 120 hòa giải viên.

Đến dự và phát biểu khai mạc có đồng chí Nguyễn Văn Mẫu - Phó Bí thư Thường trực Đảng ủy phường.

Tại lớp tập huấn, đồng chí Trần Thị Thử - Giảng viên Trung tâm Chính trị thành phố Mẫu giới thiệu các chuyên đề: Kỹ \
năng lắng nghe trong hòa giải; Quy trình hòa giải một vụ việc ở tổ dân phố.

Lê Văn Ví Dụ
"""

# One that leaves almost everything open.
BARE = """Hôm qua, cán bộ thôn đã được nghe hướng dẫn cách ghi sổ. Buổi học kết thúc lúc trưa.
"""


def sent(text: str = FULL, name: str = "bai-cu.txt") -> SentFile:
    return SentFile(name=name, content=text.encode())
