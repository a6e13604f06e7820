"""Words of Vietnamese local-government news that the rules share.

Patterns are written in the form of ``text.match_form``: plain spaces, hyphens and quotes, "hòa", "Ủy".
Where letter case carries no meaning a pattern says ``(?i:...)``.
"""

from __future__ import annotations

import re
from typing import Final

from caunoi.reader.text import LOWER, UPPER


def listed(words: str) -> list[str]:
    """Words and phrases parted by semicolons, each on one line."""
    return [" ".join(word.split()) for word in words.split(";")]


def any_of(words: str) -> str:
    """A group matching one of the ``listed`` words whole; longer words are tried first."""
    return r"(?:" + "|".join(sorted(listed(words), key=len, reverse=True)) + r")(?!\w)"


# --- what is held, and holding it -------------------------------------------------------------------------------------

EVENT: Final = (
    r"\b(?i:"
    + any_of(
        r"""
    lớp(?: học)?; hội nghị; khóa(?: học)?; tập huấn; bồi dưỡng; đợt học; hội thảo; tọa đàm; chương trình tập huấn;
    buổi (?:tập huấn|học|nói chuyện|tuyên truyền|sinh hoạt|hội nghị); sinh hoạt chuyên đề; đào tạo; buổi lễ; lễ
    (?:khai giảng|khai mạc|bế giảng|bế mạc); nói chuyện chuyên đề; chuyên đề; diễn đàn
    """
    )
    + r")"
)

HOLD: Final = (
    r"\b(?i:"
    + any_of(
        r"""
    tổ chức; mở; khai mạc; khai giảng; bế giảng; bế mạc; tổng kết; tiến hành; triển khai; đăng cai
    """
    )
    + r")"
)

# --- organisations ----------------------------------------------------------------------------------------------------

# Heads that stand for an organisation in small letters too.
_HEAD_ANY_CASE: Final = listed(
    r"""
    (?i:(?:ban thường trực |thường trực |ban thường vụ |ban chấp hành )?(?:ủy ban|ub ?mttq|ubnd|hđnd|mttq));
    (?i:(?:tỉnh|thành|huyện|thị|quận|đảng|phường|xã|khu|đặc khu) ủy)(?! viên);
    (?i:(?:tỉnh|thành|huyện|thị|quận|xã|phường) đoàn); (?i:mặt trận (?:tổ quốc|tq)); (?i:ban (?:dân vận|tuyên
    giáo|nội chính|thường trực|thường vụ|chấp hành|tôn giáo|dân tộc|chỉ đạo|chỉ huy|quản lý)); (?i:trung tâm
    (?:bồi dưỡng|chính trị|phát triển|giáo dục|trợ giúp|văn hóa|học tập|công tác)); (?i:trường (?:chính trị|đại
    học|cao đẳng|cán bộ|trung cấp)); (?i:học viện|hội đồng nhân dân|đảng bộ|đảng đoàn|liên đoàn lao động|hội
    (?:nông dân|phụ nữ|cựu chiến binh|liên hiệp)); (?i:bộ chỉ huy|ban chỉ huy|công an (?:tỉnh|thành
    phố|huyện|quận|thị xã|phường|xã))
    """
)
# Heads that are ordinary words in small letters ("cơ sở", "hội trường"), and count with a capital only.
_HEAD_CAPITAL: Final = listed(
    r"""
    Ban(?! (?i:tổ chức)(?! (?i:tỉnh|thành|huyện|quận|thị|trung ương))); Hội(?! (?:nghị|trường|thảo|thi|đồng thi));
    Bộ(?! (?:phận|máy)); Đoàn(?! (?:kết|viên)); Trung tâm; Trường; Sở; Phòng; Viện; Cục; Chi cục; Tổng cục; Vụ;
    Văn phòng; Liên đoàn; Liên hiệp; Liên minh; Công an; Công đoàn; Công ty; Tập đoàn; Tổng công ty; Quỹ; Tổ chức;
    Dự án; Khối; Cơ quan; Hội đồng; Mặt trận; Thường trực; Tòa án; Viện kiểm sát; Kho bạc; Ngân hàng; Bảo hiểm;
    Đài; Báo; Quân khu; Quân đoàn; Bộ đội; Hải đội; Đồn; Trung đoàn; Sư đoàn; Lữ đoàn; Chi bộ; Đảng ủy; UBKT; BCH;
    BTV; BTT; Ủy ban; Câu lạc bộ; CLB; Tỉnh; LĐLĐ; Nhà (?:văn hóa|thiếu nhi|xuất bản); Thành phố; Chính phủ; Quốc
    hội
    """
)
ORG_HEAD: Final = r"\b(?:" + "|".join((*_HEAD_ANY_CASE, *_HEAD_CAPITAL)) + r")(?!\w)"

# --- people -----------------------------------------------------------------------------------------------------------

RANK: Final = any_of(
    r"""
    TS; ThS; Th\.S; Ths; TSKH; GS; PGS; BS; BSCKI{1,2}; CN; KS; LS; NCS; CVCC; GVC; GVCC; (?i:phó giáo sư);
    (?i:giáo sư); (?i:tiến sĩ); (?i:tiến sỹ); (?i:thạc sĩ); (?i:thạc sỹ); (?i:cử nhân); (?i:luật sư); (?i:luật
    gia); (?i:bác sĩ); (?i:bác sỹ); (?i:kỹ sư); (?i:nhà báo); (?i:nghệ sĩ); (?i:(?:đại|thượng|trung|thiếu)
    (?:tướng|tá|úy))
    """
)

ADDRESS: Final = any_of(
    r"""
    (?i:đồng chí); (?i:đ/c); (?i:đ\.c); (?i:đc); (?i:ông); (?i:bà); (?i:anh); (?i:chị); (?i:thầy(?: giáo)?);
    (?i:cô(?: giáo)?); (?i:thầy)
    """
)

TEACHER: Final = (
    r"(?i:"
    + any_of(
        r"""
    báo cáo viên(?: pháp luật)?; giảng viên(?: cao cấp| chính)?; diễn giả; thuyết trình viên; tập huấn viên;
    chuyên gia
    """
    )
    + r")"
)

# What a post begins with.
POST_HEAD: Final = (
    r"\b(?:(?i:"
    + any_of(
        r"""
    nguyên(?= (?:phó|trưởng|chủ|bí|ủy|giám|viện|vụ|cục|hiệu|tổng|bộ|thứ|uv)); quyền (?=trưởng|chủ|giám); phó(?=
    |\.); bí thư; tổng bí thư; chủ tịch; chủ nhiệm; trưởng; quyền trưởng; giám đốc; tổng giám đốc; ủy viên; cục
    trưởng; vụ trưởng; viện trưởng; hiệu trưởng; thứ trưởng; bộ trưởng; chánh; đội trưởng; tổ trưởng; trạm trưởng;
    chỉ huy trưởng; chính ủy; chính trị viên; chuyên viên(?: cao cấp| chính)?; cán bộ(?= (?:phòng|ban|sở|trung
    tâm|hội|ủy ban|mặt trận)); thường vụ; thường trực; đại biểu quốc hội; thành viên; khoa trưởng; kiểm sát viên;
    thẩm phán; chấp hành viên; trợ giúp viên; tổng thư ký; thư ký; thủ trưởng; lãnh đạo; phụ trách; phó chủ nhiệm;
    điều phối viên; công chứng viên
    """
    )
    + r"|"
    + TEACHER
    + r")|UVBTV|UVTV|UVBCH|UVT\.?Ư|UV|PCT|TUV|HUV|ThUV|QUV|BTV)"
)

# The commonest family names; only a hint, where no form of address says that a person follows.
SURNAME: Final = any_of(
    r"""
    Nguyễn; Trần; Lê; Phạm; Hoàng; Huỳnh; Phan; Vũ; Võ; Đặng; Bùi; Đỗ; Hồ; Ngô; Dương; Lý; Đào; Đoàn; Vương;
    Trịnh; Trương; Đinh; Lâm; Phùng; Mai; Tô; Hà; Tạ; Lương; Cao; Châu; Chu; Quách; Thái; Thạch; Kim; Sơn; Danh;
    Triệu; Lưu; Nông; Hứa; Vi; Lò; Quàng; Cầm; Tòng; Giàng; Vàng; Sùng; Thào; Hạng; Mùa; Cứ; Lầu; Ma; La; Lộc;
    Ninh; Nghiêm; Từ; Tống; Tăng; Thân; Thiều; Tôn; Trang; Văn; Viên; Khổng; Khuất; Kiều; Kha; Doãn; Diệp; Đàm;
    Đồng; Đường; Bạch; Bế; Biện; Cung; Cù; Chử; Giáp; Hàn; Hàng; Hầu; Khúc; La; Lục; Lã; Lữ; Mạc; Mạch; Mã; Mẫn;
    Ngụy; Nhâm; Nhan; Ôn; Phí; Phương; Quan; Quản; Tiêu; Tiết; Thẩm; Ung; Vưu; Xa; Y; Hoàng; Điểu; Đèo;
    Đậu; Đổng; Đới; Lường; Bàn; Chẩu; Chíu; Ka; Ksor; Rơ; Siu; Nay; Rah; Rcom; Niê; Kpă; H'; Êban; Mlô; Kră; K'
    """
)

COMMON_SURNAME: Final = any_of(
    r"""
    Nguyễn; Trần; Lê; Phạm; Hoàng; Huỳnh; Phan; Vũ; Võ; Đặng; Bùi; Đỗ; Hồ; Ngô; Dương; Đinh; Đào; Đoàn; Trịnh;
    Trương
    """
)

_SYLLABLE: Final = rf"(?:[{UPPER}]'?[{UPPER}]?[{LOWER}]+(?:'[{LOWER}]+)?|[{UPPER}](?![\w.'/]))"
_CAPS_SYLLABLE: Final = rf"[{UPPER}]+(?:'[{UPPER}]+)?(?![\w/])"
# Two to five syllables: "Trần Thị Thử", "Hồ A Lềnh", "K'Brít"; or all in capitals, as bylines are.
NAME: Final = rf"(?:{_SYLLABLE}(?: {{1,2}}{_SYLLABLE}){{1,4}}|{_CAPS_SYLLABLE}(?: {_CAPS_SYLLABLE}){{1,4}})(?!\w)"

# --- places -----------------------------------------------------------------------------------------------------------

UNIT: Final = (
    r"(?i:"
    + any_of(
        r"""
    tỉnh; thành phố; tp; tp\.; huyện; quận; thị xã; tx\.?; thị trấn; tt\.; phường; xã; thôn; ấp; bản; làng; khu
    phố; tổ dân phố; khóm; buôn; đường; phố; đảo; đặc khu; khu vực; vùng; miền; sông; núi; cầu
    """
    )
    + r")"
)

PROVINCES: Final = frozenset(
    listed(
        """
        An Giang; Bà Rịa - Vũng Tàu; Bắc Giang; Bắc Kạn; Bạc Liêu; Bắc Ninh; Bến Tre; Bình Định; Bình Dương; Bình
        Phước; Bình Thuận; Cà Mau; Cần Thơ; Cao Bằng; Đà Nẵng; Đắk Lắk; Đắk Nông; Điện Biên; Đồng Nai; Đồng Tháp;
        Gia Lai; Hà Giang; Hà Nam; Hà Nội; Hà Tĩnh; Hải Dương; Hải Phòng; Hậu Giang; Hòa Bình; Hưng Yên; Khánh
        Hòa; Kiên Giang; Kon Tum; Lai Châu; Lâm Đồng; Lạng Sơn; Lào Cai; Long An; Nam Định; Nghệ An; Ninh Bình;
        Ninh Thuận; Phú Thọ; Phú Yên; Quảng Bình; Quảng Nam; Quảng Ngãi; Quảng Ninh; Quảng Trị; Sóc Trăng; Sơn La;
        Tây Ninh; Thái Bình; Thái Nguyên; Thanh Hóa; Thừa Thiên Huế; Tiền Giang; Trà Vinh; Tuyên Quang; Vĩnh Long;
        Vĩnh Phúc; Yên Bái; Hồ Chí Minh; Huế; Việt Nam; Sài Gòn; Vũng Tàu
        """
    )
)

# --- documents --------------------------------------------------------------------------------------------------------

DOCUMENT: Final = (
    r"(?i:"
    + any_of(
        r"""
    nghị quyết; quyết định; chỉ thị; kế hoạch; luật; bộ luật; thông tư; nghị định; hướng dẫn; công văn; kết luận;
    quy định; quy chế; pháp lệnh; điều lệ; văn bản; thông báo; thông tri; đề án; chương trình hành động; giấy mời;
    công điện; tờ trình
    """
    )
    + r")"
)

WORD: Final = re.compile(r"\w+")

NUMBER_WORDS: Final = {
    **{word: value for value, word in enumerate(listed("một; hai; ba; bốn; năm; sáu; bảy; tám; chín; mười"), start=1)},
    "tư": 4,
    "lăm": 5,
    "bẩy": 7,
}
