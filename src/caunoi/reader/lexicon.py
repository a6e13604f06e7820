"""Words of Vietnamese local-government news that the rules share.

Patterns are written in the form of ``text.match_form``: plain spaces, hyphens and quotes, "hòa", "Ủy".
Where letter case carries no meaning a pattern says ``(?i:...)``.
"""

from __future__ import annotations

import re
from typing import Final

from caunoi.reader.text import LOWER, UPPER


def any_of(*words: str) -> str:
    """A group matching one of ``words`` whole; longer words are tried first."""
    return r"(?:" + "|".join(sorted(words, key=len, reverse=True)) + r")(?!\w)"


# --- what is held, and holding it -------------------------------------------------------------------------------------

EVENT: Final = r"\b(?i:" + any_of(
    r"lớp(?: học)?", r"hội nghị", r"khóa(?: học)?", r"tập huấn", r"bồi dưỡng", r"đợt học", r"hội thảo", r"tọa đàm",
    r"chương trình tập huấn", r"buổi (?:tập huấn|học|nói chuyện|tuyên truyền|sinh hoạt|hội nghị)", r"sinh hoạt chuyên đề",
    r"đào tạo", r"buổi lễ", r"lễ (?:khai giảng|khai mạc|bế giảng|bế mạc)", r"nói chuyện chuyên đề", r"chuyên đề", r"diễn đàn",
) + r")"  # fmt: skip

HOLD: Final = r"\b(?i:" + any_of(
    "tổ chức", "mở", "khai mạc", "khai giảng", "bế giảng", "bế mạc", "tổng kết", "tiến hành", "triển khai", "đăng cai",
) + r")"  # fmt: skip

# --- organisations ----------------------------------------------------------------------------------------------------

# Heads that stand for an organisation in small letters too.
_HEAD_ANY_CASE: Final = (
    r"(?i:(?:ban thường trực |thường trực |ban thường vụ |ban chấp hành )?(?:ủy ban|ub ?mttq|ubnd|hđnd|mttq))",
    r"(?i:(?:tỉnh|thành|huyện|thị|quận|đảng|phường|xã|khu|đặc khu) ủy)(?! viên)",
    r"(?i:(?:tỉnh|thành|huyện|thị|quận|xã|phường) đoàn)",
    r"(?i:mặt trận (?:tổ quốc|tq))",
    r"(?i:ban (?:dân vận|tuyên giáo|nội chính|thường trực|thường vụ|chấp hành|tôn giáo|dân tộc|chỉ đạo|chỉ huy|quản lý))",
    r"(?i:trung tâm (?:bồi dưỡng|chính trị|phát triển|giáo dục|trợ giúp|văn hóa|học tập|công tác))",
    r"(?i:trường (?:chính trị|đại học|cao đẳng|cán bộ|trung cấp))",
    r"(?i:học viện|hội đồng nhân dân|đảng bộ|đảng đoàn|liên đoàn lao động|hội (?:nông dân|phụ nữ|cựu chiến binh|liên hiệp))",
    r"(?i:bộ chỉ huy|ban chỉ huy|công an (?:tỉnh|thành phố|huyện|quận|thị xã|phường|xã))",
)
# Heads that are ordinary words in small letters ("cơ sở", "hội trường"), and count with a capital only.
_HEAD_CAPITAL: Final = (
    r"Ban(?! (?i:tổ chức)(?! (?i:tỉnh|thành|huyện|quận|thị|trung ương)))",
    r"Hội(?! (?:nghị|trường|thảo|thi|đồng thi))",
    r"Bộ(?! (?:phận|máy))", r"Đoàn(?! (?:kết|viên))", r"Trung tâm", r"Trường", r"Sở", r"Phòng", r"Viện", r"Cục", r"Chi cục", r"Tổng cục",
    r"Vụ", r"Văn phòng", r"Liên đoàn", r"Liên hiệp", r"Liên minh", r"Công an", r"Công đoàn", r"Công ty", r"Tập đoàn", r"Tổng công ty",
    r"Quỹ", r"Tổ chức", r"Dự án", r"Khối", r"Cơ quan", r"Hội đồng", r"Mặt trận", r"Thường trực", r"Tòa án", r"Viện kiểm sát",
    r"Kho bạc", r"Ngân hàng", r"Bảo hiểm", r"Đài", r"Báo", r"Quân khu", r"Quân đoàn", r"Bộ đội", r"Hải đội", r"Đồn", r"Trung đoàn",
    r"Sư đoàn", r"Lữ đoàn", r"Chi bộ", r"Đảng ủy", r"UBKT", r"BCH", r"BTV", r"BTT", r"Ủy ban", r"Câu lạc bộ", r"CLB", r"Tỉnh", r"LĐLĐ",
    r"Nhà (?:văn hóa|thiếu nhi|xuất bản)", r"Thành phố", r"Chính phủ", r"Quốc hội",
)  # fmt: skip
ORG_HEAD: Final = r"\b(?:" + "|".join((*_HEAD_ANY_CASE, *_HEAD_CAPITAL)) + r")(?!\w)"

# --- people -----------------------------------------------------------------------------------------------------------

RANK: Final = any_of(
    r"TS", r"ThS", r"Th\.S", r"Ths", r"TSKH", r"GS", r"PGS", r"BS", r"BSCKI{1,2}", r"CN", r"KS", r"LS", r"NCS", r"CVCC", r"GVC", r"GVCC",
    r"(?i:phó giáo sư)", r"(?i:giáo sư)", r"(?i:tiến sĩ)", r"(?i:tiến sỹ)", r"(?i:thạc sĩ)", r"(?i:thạc sỹ)", r"(?i:cử nhân)",
    r"(?i:luật sư)", r"(?i:luật gia)", r"(?i:bác sĩ)", r"(?i:bác sỹ)", r"(?i:kỹ sư)", r"(?i:nhà báo)", r"(?i:nghệ sĩ)",
    r"(?i:(?:đại|thượng|trung|thiếu) (?:tướng|tá|úy))", r"(?i:linh mục|thượng tọa|hòa thượng|đại đức|mục sư)",
)  # fmt: skip

ADDRESS: Final = any_of(
    r"(?i:đồng chí)", r"(?i:đ/c)", r"(?i:đ\.c)", r"(?i:đc)", r"(?i:ông)", r"(?i:bà)", r"(?i:anh)", r"(?i:chị)", r"(?i:thầy(?: giáo)?)",
    r"(?i:cô(?: giáo)?)", r"(?i:thầy)",
)  # fmt: skip

TEACHER: Final = r"(?i:" + any_of(
    r"báo cáo viên(?: pháp luật)?", r"giảng viên(?: cao cấp| chính)?", r"diễn giả", r"thuyết trình viên", r"tập huấn viên", r"chuyên gia",
) + r")"  # fmt: skip

# What a post begins with.
POST_HEAD: Final = r"\b(?:(?i:" + any_of(
    r"nguyên(?= (?:phó|trưởng|chủ|bí|ủy|giám|viện|vụ|cục|hiệu|tổng|bộ|thứ|uv))", r"quyền (?=trưởng|chủ|giám)", r"phó(?= |\.)", r"bí thư",
    r"tổng bí thư", r"chủ tịch", r"chủ nhiệm", r"trưởng", r"quyền trưởng", r"giám đốc", r"tổng giám đốc", r"ủy viên", r"cục trưởng", r"vụ trưởng",
    r"viện trưởng", r"hiệu trưởng", r"thứ trưởng", r"bộ trưởng", r"chánh", r"đội trưởng", r"tổ trưởng", r"trạm trưởng", r"chỉ huy trưởng",
    r"chính ủy", r"chính trị viên", r"chuyên viên(?: cao cấp| chính)?", r"cán bộ(?= (?:phòng|ban|sở|trung tâm|hội|ủy ban|mặt trận))",
    r"thường vụ", r"thường trực", r"đại biểu quốc hội", r"thành viên", r"khoa trưởng", r"kiểm sát viên", r"thẩm phán", r"chấp hành viên",
    r"trợ giúp viên", r"tổng thư ký", r"thư ký", r"thủ trưởng", r"lãnh đạo", r"phụ trách", r"phó chủ nhiệm", r"điều phối viên", r"công chứng viên",
) + r"|" + TEACHER + r")|UVBTV|UVTV|UVBCH|UVT\.?Ư|UV|PCT|TUV|HUV|ThUV|QUV|BTV)"  # fmt: skip

# The commonest family names; only a hint, where no form of address says that a person follows.
SURNAME: Final = any_of(*["Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Huỳnh", "Phan", "Vũ", "Võ", "Đặng", "Bùi", "Đỗ", "Hồ", "Ngô", "Dương", "Lý", "Đào", "Đoàn", "Vương", "Trịnh", "Trương", "Đinh", "Lâm", "Phùng", "Mai", "Tô", "Hà", "Tạ", "Lương", "Cao", "Châu", "Chu", "Quách", "Thái", "Thạch", "Kim", "Sơn", "Danh", "Triệu", "Lưu", "Nông", "Hứa", "Vi", "Lò", "Quàng", "Cầm", "Tòng", "Giàng", "Vàng", "Sùng", "Thào", "Hạng", "Mùa", "Cứ", "Lầu", "Ma", "La", "Lộc", "Ninh", "Nghiêm", "Từ", "Tống", "Tăng", "Thân", "Thiều", "Tôn", "Trang", "Văn", "Viên", "Khổng", "Khuất", "Kiều", "Kha", "Doãn", "Diệp", "Đàm", "Đồng", "Đường", "Bạch", "Bế", "Biện", "Cung", "Cù", "Chử", "Giáp", "Hàn", "Hàng", "Hầu", "Khúc", "La", "Lục", "Lã", "Lữ", "Mạc", "Mạch", "Mã", "Mẫn", "Ngụy", "Nhâm", "Nhan", "Ông", "Ôn", "Phí", "Phó", "Phương", "Quan", "Quản", "Tiêu", "Tiết", "Thẩm", "Ung", "Vưu", "Xa", "Y", "Hoàng", "Điểu", "Đèo", "Đậu", "Đổng", "Đới", "Lường", "Bàn", "Chẩu", "Chíu", "Ka", "Ksor", "Rơ", "Siu", "Nay", "Rah", "Rcom", "Niê", "Kpă", "H'", "Êban", "Mlô", "Kră", "K'"])  # fmt: skip

COMMON_SURNAME: Final = any_of(
    *"Nguyễn Trần Lê Phạm Hoàng Huỳnh Phan Vũ Võ Đặng Bùi Đỗ Hồ Ngô Dương Đinh Đào Đoàn Trịnh Trương".split()
)

_SYLLABLE: Final = rf"(?:[{UPPER}]'?[{UPPER}]?[{LOWER}]+(?:'[{LOWER}]+)?|[{UPPER}](?![\w.'/]))"
_CAPS_SYLLABLE: Final = rf"[{UPPER}]+(?:'[{UPPER}]+)?(?![\w/])"
# Two to five syllables: "Trần Thị Thử", "Hồ A Lềnh", "K'Brít"; or all in capitals, as bylines are.
NAME: Final = rf"(?:{_SYLLABLE}(?: {{1,2}}{_SYLLABLE}){{1,4}}|{_CAPS_SYLLABLE}(?: {_CAPS_SYLLABLE}){{1,4}})(?!\w)"

# --- places -----------------------------------------------------------------------------------------------------------

UNIT: Final = r"(?i:" + any_of(
    "tỉnh", "thành phố", "tp", r"tp\.", "huyện", "quận", "thị xã", r"tx\.?", "thị trấn", r"tt\.", "phường", "xã", "thôn", "ấp", "bản", "làng",
    "khu phố", "tổ dân phố", "khóm", "buôn", "đường", "phố", "đảo", "đặc khu", "khu vực", "vùng", "miền", "sông", "núi", "cầu",
) + r")"  # fmt: skip

PROVINCES: Final = frozenset(
    [
        "An Giang",
        "Bà Rịa - Vũng Tàu",
        "Bắc Giang",
        "Bắc Kạn",
        "Bạc Liêu",
        "Bắc Ninh",
        "Bến Tre",
        "Bình Định",
        "Bình Dương",
        "Bình Phước",
        "Bình Thuận",
        "Cà Mau",
        "Cần Thơ",
        "Cao Bằng",
        "Đà Nẵng",
        "Đắk Lắk",
        "Đắk Nông",
        "Điện Biên",
        "Đồng Nai",
        "Đồng Tháp",
        "Gia Lai",
        "Hà Giang",
        "Hà Nam",
        "Hà Nội",
        "Hà Tĩnh",
        "Hải Dương",
        "Hải Phòng",
        "Hậu Giang",
        "Hòa Bình",
        "Hưng Yên",
        "Khánh Hòa",
        "Kiên Giang",
        "Kon Tum",
        "Lai Châu",
        "Lâm Đồng",
        "Lạng Sơn",
        "Lào Cai",
        "Long An",
        "Nam Định",
        "Nghệ An",
        "Ninh Bình",
        "Ninh Thuận",
        "Phú Thọ",
        "Phú Yên",
        "Quảng Bình",
        "Quảng Nam",
        "Quảng Ngãi",
        "Quảng Ninh",
        "Quảng Trị",
        "Sóc Trăng",
        "Sơn La",
        "Tây Ninh",
        "Thái Bình",
        "Thái Nguyên",
        "Thanh Hóa",
        "Thừa Thiên Huế",
        "Tiền Giang",
        "Trà Vinh",
        "Tuyên Quang",
        "Vĩnh Long",
        "Vĩnh Phúc",
        "Yên Bái",
        "Hồ Chí Minh",
        "Huế",
        "Việt Nam",
        "Sài Gòn",
        "Vũng Tàu",
    ]
)

# --- documents --------------------------------------------------------------------------------------------------------

DOCUMENT: Final = r"(?i:" + any_of(
    "nghị quyết", "quyết định", "chỉ thị", "kế hoạch", "luật", "bộ luật", "thông tư", "nghị định", "hướng dẫn", "công văn", "kết luận", "quy định",
    "quy chế", "pháp lệnh", "điều lệ", "văn bản", "thông báo", "thông tri", "đề án", "chương trình hành động", "giấy mời", "công điện", "tờ trình",
) + r")"  # fmt: skip

WORD: Final = re.compile(r"\w+")

NUMBER_WORDS: Final = {
    "một": 1, "hai": 2, "ba": 3, "bốn": 4, "tư": 4, "năm": 5, "lăm": 5, "sáu": 6, "bảy": 7, "bẩy": 7, "tám": 8, "chín": 9, "mười": 10,
}  # fmt: skip
