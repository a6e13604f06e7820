"""The demonstration's news: plain made-up articles with drawn pictures, so that the site looks alive."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path

from django.utils import timezone

from caunoi.directory.models import User
from caunoi.publishing.enums import ArticleKind
from caunoi.publishing.models import ArticlePage, SitePage
from caunoi.publishing.services.arranging import add_topic, arrange
from caunoi.publishing.services.articles import create_article
from caunoi.publishing.services.lighter import make_lighter
from caunoi.publishing.services.media import add_media
from caunoi.publishing.services.photos import add_photo
from caunoi.publishing.services.publication import approve
from caunoi.publishing.services.sites import add_section
from caunoi.web.demo import scenes


@dataclass(frozen=True)
class _News:
    """One made-up article; ``scene`` names its drawn picture, "" for none, ``more`` further ones of a photo story."""

    section: str
    title: str
    lead: str
    body: tuple[str, ...]
    scene: str = ""
    caption: str = ""
    topics: tuple[str, ...] = ()
    kind: ArticleKind = ArticleKind.TEXT
    more: tuple[tuple[str, str], ...] = ()


_NEWS = (
    _News(
        "Hoạt động Mặt trận",
        "Ngày hội Đại đoàn kết ở khu dân cư số 3: cả xóm cùng dọn đường, trồng cây",
        "Sáng chủ nhật, bà con khu dân cư số 3 dọn xong đoạn đường dài 400 m và trồng 60 cây bóng mát.",
        (
            (
                "Từ 6 giờ sáng, các hộ mang theo chổi, cuốc và xe rùa ra đầu hẻm. Đoàn thanh niên lo phần cây giống, "
                "Hội Phụ nữ nấu nước mát cho mọi người."
            ),
            (
                "Ban Công tác Mặt trận khu dân cư cho biết tháng sau sẽ làm tiếp đoạn còn lại, dài chừng 250 m. Ai có "
                "xe tải nhỏ cho mượn một buổi xin báo với trưởng ban."
            ),
        ),
        "street",
        "Đoạn đường sau khi dọn và trồng cây (hình vẽ minh họa)",
        topics=("Khu dân cư xanh", "Ngày hội Đại đoàn kết"),
    ),
    _News(
        "Thông báo",
        "Lịch tiếp công dân của phường trong tháng",
        "Lãnh đạo phường tiếp công dân vào sáng thứ Năm hằng tuần, từ 7 giờ 30 đến 11 giờ, tại phòng tiếp công dân.",
        (
            (
                "Khi đến, quý vị mang theo giấy tờ liên quan đến việc cần trình bày. Người lớn tuổi và người đi lại "
                "khó khăn được mời vào trước."
            ),
            "Ngày nào trùng ngày nghỉ lễ thì chuyển sang sáng ngày làm việc kế tiếp.",
        ),
    ),
    _News(
        "Tập huấn",
        "Tổ hòa giải chia sẻ cách ngồi lại với nhau khi hàng xóm bất hòa",
        "Buổi sinh hoạt kể ba chuyện có thật đã đổi tên: mái hiên lấn lối đi, tiếng ồn ban đêm, và cây ngã sang vườn.",
        (
            (
                "Điều được nhắc nhiều nhất là nghe cho hết. Hòa giải viên ghi lại ý của từng bên bằng lời của chính "
                "họ, đọc lại cho họ nghe, rồi mới bàn cách làm."
            ),
            "Tài liệu của buổi sinh hoạt sẽ được đưa lên mục tài liệu sau khi biên tập xong.",
        ),
        "circle",
        "Một buổi sinh hoạt của tổ hòa giải (hình vẽ minh họa)",
    ),
    _News(
        "Hoạt động Mặt trận",
        "Ban Thanh tra nhân dân xem việc lát vỉa hè đường Thử Nghiệm",
        "Đoàn đo lại chiều rộng, xem lớp nền và hỏi chuyện các hộ hai bên đường; ba điểm được đề nghị làm lại.",
        (
            "Ba điểm đều là chỗ nối với cống thoát nước. Đơn vị thi công hẹn sửa xong trong mười ngày.",
            "Kết quả sửa sẽ được báo lại ở trang này.",
        ),
        "paving",
        "Vỉa hè đang lát (hình vẽ minh họa)",
        topics=("Giám sát cộng đồng",),
    ),
    _News(
        "Thông báo",
        "Nhận góp ý cho hương ước mới của khu dân cư",
        "Bản dự thảo dán ở nhà văn hóa và gửi đến từng hộ; góp ý nhận đến hết ngày cuối tháng.",
        (
            "Góp ý có thể ghi vào phiếu, nói với trưởng ban công tác Mặt trận, hoặc gửi ở trang này.",
            "Mọi góp ý được đọc tại cuộc họp khu dân cư, kèm lý do nhận hay chưa nhận.",
        ),
    ),
    _News(
        "Tập huấn",
        "Tập dùng điện thoại để tra lịch, tìm giấy tờ: lớp buổi tối cho người lớn tuổi",
        "Lớp mở vào tối thứ Ba và thứ Năm ở nhà văn hóa, mỗi nhóm mười người, có hai bạn trẻ ngồi kèm.",
        (
            (
                "Người học mang theo điện thoại của mình. Buổi đầu chỉ tập ba việc: phóng to chữ, gọi cho con cháu, và "
                "tìm lịch tiếp công dân."
            ),
            "Lớp không thu tiền. Hết chỗ thì ghi tên cho đợt sau.",
        ),
        "phone",
        "Tập phóng to chữ trên điện thoại (hình vẽ minh họa)",
    ),
    _News(
        "Hoạt động Mặt trận",
        "Quỹ Vì người nghèo sửa hai mái nhà trước mùa mưa",
        "Thợ trong khu dân cư góp công, quỹ lo vật liệu; hai mái nhà làm xong trong bốn ngày.",
        (
            "Danh sách thu chi của quỹ được dán tại nhà văn hóa và đọc ở cuộc họp cuối quý.",
            "Hộ nào có mái hư, mời báo với ban công tác Mặt trận để đoàn đến xem.",
        ),
        "roof",
        "Lợp lại mái (hình vẽ minh họa)",
        topics=("Khu dân cư xanh",),
        kind=ArticleKind.PHOTOS,
        more=(("house", "Căn nhà sau khi lợp xong, chụp buổi tối (hình vẽ minh họa)"),),
    ),
    _News(
        "Thông báo",
        "Nhà văn hóa khu dân cư số 3 mở cửa cả buổi tối",
        "Từ tuần này phòng đọc và sân bóng bàn mở đến 21 giờ, trừ tối thứ Hai.",
        ("Ai cần mượn phòng để họp tổ, họp chi hội xin đăng ký trước hai ngày.",),
        "house",
        "Nhà văn hóa buổi tối (hình vẽ minh họa)",
    ),
    _News(
        "Tập huấn",
        "Mười câu hỏi thường gặp sau lớp tập huấn giám sát cộng đồng",
        "Câu hỏi do học viên viết lại cuối lớp; phần trả lời do báo cáo viên gửi sau, đã được biên tập cho gọn.",
        (
            (
                "Câu được hỏi nhiều nhất: ban giám sát được xem những giấy tờ nào của công trình? Phần trả lời có "
                "trong mục hỏi đáp."
            ),
        ),
    ),
    _News(
        "Hoạt động Mặt trận",
        "Đội văn nghệ khu dân cư tập bài hát mới chào Ngày hội",
        "Bài hát do một bác trong tổ dân phố viết, kể chuyện con đường trước và sau khi có cây.",
        ("Đội còn thiếu giọng nam, mời bà con đến tập vào tối thứ Sáu.",),
        "stage",
        "Buổi tập của đội văn nghệ (hình vẽ minh họa)",
        topics=("Ngày hội Đại đoàn kết",),
        kind=ArticleKind.AUDIO,
    ),
)
_TUNE = Path(__file__).parent / "sounds" / "tap-hat.ogg"
_OF_THE_TUNE = "Tiếng nhạc dạo, chưa có lời. (Bản nhạc mẫu, làm bằng máy.)"


def news_of(*, actor: User, site: SitePage) -> list[ArticlePage]:
    """Publish the articles on ``site``, one each few days up to yesterday; returns them, the newest first."""
    sections = {title: add_section(actor=actor, site=site, title=title) for title in sorted({n.section for n in _NEWS})}
    names = sorted({title for told in _NEWS for title in told.topics})
    topics = {title: add_topic(actor=actor, site=site, title=title) for title in names}
    now = timezone.now()
    made = []
    for number, told in enumerate(reversed(_NEWS)):
        article = create_article(
            actor=actor,
            organisation=site.organisation,
            title=told.title,
            lead=told.lead,
            body="".join(f"<p>{paragraph}</p>" for paragraph in told.body),
            byline="Tổ biên tập",
            section=sections[told.section],
        )
        _draw(actor, article, told)
        if told.kind == ArticleKind.AUDIO:
            add_media(
                actor=actor,
                article=article,
                content=_TUNE.read_bytes(),
                name=_TUNE.name,
                title="Nhạc dạo bài hát chào Ngày hội",
                credit="Đội văn nghệ khu dân cư số 3",
                transcript=_OF_THE_TUNE,
            )
        if told.topics:
            article = arrange(
                actor=actor,
                article=ArticlePage.objects.get(pk=article.pk),
                section=sections[told.section],
                topics=[topics[title] for title in told.topics],
                place=site.organisation.unit,
                kind=told.kind,
            )
        article = approve(actor=actor, article=article)
        # Not everything came in the minute in which the demonstration was built.
        day = now - dt.timedelta(days=3 * (len(_NEWS) - number) - 2, minutes=37 * number)
        ArticlePage.objects.filter(pk=article.pk).update(published_at=day)
        made.append(article)
    make_lighter()
    return made[::-1]


def _draw(actor: User, article: ArticlePage, told: _News) -> None:
    drawn = ((told.scene, told.caption), *told.more) if told.scene else ()
    for scene, caption in drawn:
        add_photo(
            actor=actor,
            article=article,
            content=scenes.draw(scene),
            name=f"{scene}.jpg",
            alternative=f"Hình vẽ: {caption.removesuffix(' (hình vẽ minh họa)').lower()}",
            caption=caption,
        )
    if drawn:
        article.refresh_from_db()
