"""The form on which a unit names its people: what it says, whatever the kind of file."""

from __future__ import annotations

from dataclasses import dataclass

TITLE = "DANH SÁCH CỬ THAM DỰ TẬP HUẤN"
# Head, and width in millimetres on paper. The reader of lists knows these heads.
COLUMNS = (
    ("TT", 11),
    ("Họ và tên", 46),
    ("Chức vụ", 42),
    ("Tổ, thôn, bộ phận", 34),
    ("Năm sinh", 17),
    ("Số điện thoại", 26),
)
VENUE = ("Điểm cầu", 30)
FEWEST_LINES, MOST_LINES = 10, 300


@dataclass(frozen=True, slots=True, kw_only=True)
class NominationForm:
    """A form for one unit; ``mark`` says to which class and unit a list belongs when it comes back.

    ``when``, ``place``, ``until`` and ``contact`` are texts; what is empty is left out. ``venues`` are the names of the
    venue points where there are several to choose from. ``seats`` is how many the unit may fill.
    """

    mark: str
    title: str
    office: str
    unit: str
    seats: int
    when: str = ""
    place: str = ""
    audience: str = ""
    until: str = ""
    contact: str = ""
    venues: tuple[str, ...] = ()

    @property
    def lines(self) -> int:
        """How many blank lines it has: some more than seats, for those who wait."""
        return min(MOST_LINES, max(FEWEST_LINES, self.seats + 5))

    @property
    def facts(self) -> tuple[tuple[str, str], ...]:
        """What stands above the table: words and what they say."""
        told = (
            ("Lớp", self.title),
            ("Cơ quan tổ chức", self.office),
            ("Thời gian", self.when),
            ("Địa điểm", self.place),
            ("Thành phần", self.audience),
            ("Đơn vị cử", self.unit),
            ("Số chỗ của đơn vị", str(self.seats)),
            ("Gửi lại trước hết ngày", self.until),
            ("Nơi nhận, liên hệ", self.contact),
        )
        return tuple((word, text) for word, text in told if text)

    @property
    def columns(self) -> tuple[tuple[str, int], ...]:
        """Heads and widths of the table."""
        return (*COLUMNS, VENUE) if self.venues else COLUMNS


# Only what a unit needs to know to fill it in; nothing else is asked of anybody.
HINTS = (
    "Mỗi người một dòng. Chỉ cần họ và tên; các cột khác điền được thì tốt.",
    "Cột Năm sinh chỉ ghi năm, ví dụ 1980. Không cần ngày tháng.",
    "Cột Tổ, thôn, bộ phận để trống thì ghi tên đơn vị cử.",
    "Người ghi sau số chỗ của đơn vị được xếp vào danh sách chờ theo thứ tự.",
    "Không ghi dân tộc, tôn giáo, đảng viên, sức khỏe, số căn cước, số tài khoản: các cột ấy bị bỏ khi nhận.",
    "Giữ nguyên dòng Mã phiếu để danh sách về đúng lớp, đúng đơn vị.",
)
MARK_WORDS = "Mã phiếu"
