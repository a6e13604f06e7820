"""What readers of the demonstration's site say and do: comments in each state, stars, views."""

from __future__ import annotations

import time

from caunoi.directory.models import User
from caunoi.publishing.models import ArticlePage
from caunoi.publishing.services.comments import report_comment, send_comment
from caunoi.publishing.services.counts import View, count_views
from caunoi.publishing.services.moderation import answer_comment, refuse_comments, show_comments
from caunoi.publishing.services.ratings import rate_article

_SHOWN = (
    ("Bạn đọc Thử", "Đoạn đường trước nhà tôi sạch hẳn. Mong tháng sau làm nốt đoạn cuối hẻm."),
    ("", "Cây trồng xong có ai tưới mùa nắng không?"),
    ("Chị Ví Dụ", "Cho tôi xin danh sách dụng cụ cần mang để góp một buổi."),
    ("Bác Làm Mẫu", "Tôi có chiếc xe tải nhỏ, cho mượn được sáng chủ nhật."),
    ("Em Thử Nghiệm", "Hôm đó vui quá, các bạn nhỏ cũng tham gia."),
    ("", "Đề nghị đặt thêm thùng rác ở đầu hẻm."),
)
_REPLIES = {
    1: "Mỗi tổ nhận chăm mười cây; lịch tưới dán ở nhà văn hóa. Cảm ơn bà con đã nhắc.",
    3: "Cảm ơn bác. Trưởng ban công tác Mặt trận sẽ liên hệ để hẹn giờ.",
}
_HELD = ("Bạn đọc Giả Định", "Xin hỏi lịch tiếp công dân tuần sau có đổi không?")
_OFF = ("", "Mua bán đất giá rẻ, gọi ngay!")
# Addresses that are given to nobody.
_FROM = "203.0.113.{}"
_BROWSER = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) Gecko/20100101 Firefox/140.0"
_STARS = (5, 5, 4, 5, 3, 5, 4)


def voices_on(*, actor: User, articles: list[ArticlePage]) -> None:
    """Let made-up readers read ``articles``, rate the first ones and comment on them; the office looks at most."""
    first, second = articles[:2]
    for number, (name, words) in enumerate(_SHOWN):
        comment = send_comment(article=first, name=name, text=words, proved=True)
        if reply := _REPLIES.get(number):
            answer_comment(actor=actor, comment=comment, reply=reply, show=True)
        else:
            show_comments(actor=actor, comments=[comment.pk])
    report_comment(comment=comment, reason="Nói chuyện khác, không liên quan đến bài.")
    send_comment(article=second, name=_HELD[0], text=_HELD[1], proved=True)
    off = send_comment(article=first, name=_OFF[0], text=_OFF[1], proved=True)
    refuse_comments(actor=actor, comments=[off.pk], reason="Rao vặt")
    for number, stars in enumerate(_STARS):
        rate_article(article=first, stars=stars, address=_FROM.format(number + 1), agent=_BROWSER)
    rate_article(article=second, stars=4, address=_FROM.format(1), agent=_BROWSER)
    now = int(time.time())
    count_views(
        views={
            View(f"{article.site.slug}/{article.pk}", _FROM.format(reader + 1), _BROWSER): now
            for place, article in enumerate(articles)
            for reader in range(2 + (len(articles) - place) * 5 % 17)
        }
    )
