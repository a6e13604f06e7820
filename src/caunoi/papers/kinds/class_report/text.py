"""Sentences of the class report.

A sentence is written only from facts that are known. Where an office would look for a figure that
the class's file does not hold, the report says that it is missing.
"""

from __future__ import annotations

import datetime as dt

from caunoi.papers.facts import Count, HeadCounts, MoneyFacts, PersonAtPost, QuizFacts, TopicFacts
from caunoi.papers.heading import Layout
from caunoi.papers.kinds.class_report.paper import ClassReportPaper
from caunoi.papers.sections import Part, Section, numbered_parts, numbered_sections
from caunoi.papers.wording import (
    days,
    listing,
    money,
    number,
    one_line,
    paragraphs,
    percent,
)

_CLASS_WORDS = ("lớp", "hội nghị", "khóa", "khoá", "đợt", "buổi", "chương trình", "hội thảo")
_LESSON_WORDS = ("tập huấn", "bồi dưỡng", "đào tạo", "quán triệt", "phổ biến")
# Longest first, so that "hội nghị tập huấn" is not cut to "hội nghị".
_SHORT_WORDS = sorted(
    (*_CLASS_WORDS, *(f"{word} {lesson}" for word in _CLASS_WORDS for lesson in _LESSON_WORDS)),
    key=len,
    reverse=True,
)
_COUNT_NAMES = {
    "quota": "chỉ tiêu",
    "nominated": "số được cử",
    "present": "số có mặt",
    "absent_with_leave": "số vắng có phép",
    "absent_without_leave": "số vắng không phép",
}


def class_phrase(title: str) -> str:
    """The class as named inside a sentence: "lớp tập huấn …", "hội nghị …", "lớp “…”"."""
    clean = one_line(title)
    lowered = clean[:1].lower() + clean[1:]
    if lowered.startswith(_CLASS_WORDS):
        return lowered
    if lowered.startswith(_LESSON_WORDS):
        return f"lớp {lowered}"
    return f"lớp “{clean}”"


def class_word(title: str) -> str:
    """The class once it has been named in full: "lớp tập huấn", "hội nghị", "lớp"."""
    phrase = class_phrase(title)
    return next((word for word in _SHORT_WORDS if phrase.startswith(word)), "lớp")


def when(held_on: tuple[dt.date, ...], stated: str) -> str:
    """The days of the class, or how its source tells them, or an empty text."""
    return one_line(stated) or days(held_on)


def bases(paper: ClassReportPaper) -> list[str]:
    """Lines "Căn cứ …"; the Party puts a dash before each, the State only cites several so."""
    texts = [one_line(directive.text) for directive in paper.directives]
    if paper.heading.layout is Layout.PARTY:
        return [f"- Căn cứ {text};" for text in texts]
    if len(texts) == 1:
        return []
    return [f"Căn cứ {text}{_mark(place, len(texts))}" for place, text in enumerate(texts, start=1)]


def opening(paper: ClassReportPaper) -> str:
    """The sentence that leads to the report."""
    office = one_line(paper.office)
    course = class_phrase(paper.title)
    if len(paper.directives) == 1 and paper.heading.layout is not Layout.PARTY:
        base = one_line(paper.directives[0].text)
        return f"Thực hiện {base}, {office} báo cáo kết quả tổ chức {course} như sau:"
    return f"{office} báo cáo kết quả tổ chức {course} như sau:"


def closing(paper: ClassReportPaper) -> str:
    """The last sentence with the mark that ends the text."""
    return f"Trên đây là báo cáo kết quả tổ chức {class_word(paper.title)}./."


def sections(paper: ClassReportPaper, annexes: dict[str, str]) -> list[Section]:
    """The sections that have content, in order; `annexes` tells the name of each annex present."""
    drafted = [
        Section("CÔNG TÁC CHUẨN BỊ", (Part("", tuple(_preparation(paper, annexes))),)),
        Section("KẾT QUẢ", numbered_parts(_results(paper, annexes))),
        Section(
            "ĐÁNH GIÁ CHUNG",
            numbered_parts(
                [
                    Part("Ưu điểm", tuple(paragraphs(paper.strong_points))),
                    Part("Tồn tại, hạn chế", tuple(paragraphs(paper.weak_points))),
                    Part("Nguyên nhân", tuple(paragraphs(paper.causes))),
                ]
            ),
        ),
        Section("KIẾN NGHỊ, ĐỀ XUẤT", (Part("", tuple(paragraphs(paper.proposals))),)),
    ]
    return numbered_sections(drafted)


def _preparation(paper: ClassReportPaper, annexes: dict[str, str]) -> list[str]:
    lines = []
    course = class_word(paper.title)
    hosts = listing(one_line(each) for each in paper.hosts)
    partners = listing(one_line(each) for each in paper.co_organisers)
    if hosts and partners:
        lines.append(f"{hosts} chủ trì, phối hợp với {partners} tổ chức {course}.")
    elif hosts:
        lines.append(f"{hosts} chủ trì tổ chức {course}.")
    elif partners:
        lines.append(f"Cơ quan, đơn vị phối hợp tổ chức: {partners}.")
    held = when(paper.days, paper.when)
    if held and len(paper.sittings) > 1:
        held = f"{held}, gồm {number(len(paper.sittings))} buổi"
    lines.append(f"Thời gian: {held}." if held else "Thời gian: hồ sơ lớp không ghi rõ.")
    lines += _venues(paper)
    if paper.audience:
        lines.append(f"Đối tượng: {_ended(paper.audience)}")
    if "programme" in annexes:
        lines.append(f"Chương trình chi tiết tại {annexes['programme']}.")
    return lines + paragraphs(paper.preparation)


def _venues(paper: ClassReportPaper) -> list[str]:
    points = []
    for point in paper.venue_points:
        text = ", ".join(filter(None, (one_line(point.name), one_line(point.address))))
        in_charge = one_line(point.in_charge)
        points.append(f"{text} (phụ trách: {in_charge})" if in_charge else text)
    if len(points) == 1:
        return [f"Địa điểm: {points[0]}."]
    if not points:
        return []
    return [
        f"Lớp được tổ chức tại {number(len(points))} điểm cầu:",
        *(f"- {text}{_mark(place, len(points))}" for place, text in enumerate(points, 1)),
    ]


def _results(paper: ClassReportPaper, annexes: dict[str, str]) -> list[Part]:
    return [
        Part("Số lượng tham dự", tuple(_head_counts(paper.counts, annexes))),
        Part("Lãnh đạo dự, khách mời", tuple(_people(paper.guests))),
        Part("Nội dung, chuyên đề", (*_topics(paper.topics), *_speakers(paper.speakers))),
        Part("Trao đổi, giải đáp", tuple(_questions(paper, annexes))),
        Part("Kết quả kiểm tra", tuple(_quiz(quiz) for quiz in paper.quizzes)),
        Part("Ý kiến đánh giá của học viên", tuple(_evaluations(paper))),
        Part("Cấp giấy chứng nhận", _awards(paper.awards)),
        Part("Kinh phí", tuple(_money(paper.money))),
    ]


def _people_count(count: Count) -> str:
    return f"{count.text} người"


def _head_counts(counts: HeadCounts, annexes: dict[str, str]) -> list[str]:
    lines = []
    asked = [
        f"{name}: {_people_count(count)}"
        for name, count in (("Chỉ tiêu", counts.quota), ("số được cử", counts.nominated))
        if count is not None
    ]
    if asked:
        lines.append(_bullet(asked))
    if counts.present is not None:
        lines.append(f"- Có mặt: {_people_count(counts.present)}{_share(counts)}.")
    if counts.attendances is not None:
        lines.append(f"- Tổng số lượt tham dự các buổi: {counts.attendances.text} lượt người.")
    missed = [
        f"{name}: {_people_count(count)}"
        for name, count in (
            ("Vắng có phép", counts.absent_with_leave),
            ("vắng không phép", counts.absent_without_leave),
            ("dự thay", counts.substitutes),
        )
        if count is not None
    ]
    if missed:
        lines.append(_bullet(missed))
    if counts.made_up is not None:
        lines.append(
            f"- Học bù ở lớp khác cùng nội dung: {_people_count(counts.made_up)} (đã tính vào số có mặt, không tính là"
            " vắng ở buổi đã học bù)."
        )
    if counts.guests is not None:
        lines.append(f"- Đại biểu, khách mời: {_people_count(counts.guests)} (không tính vào số học viên).")
    unknown = [name for field, name in _COUNT_NAMES.items() if getattr(counts, field) is None]
    if unknown:
        lines.append(f"Hồ sơ lớp không có số liệu về {listing(unknown)}.")
    details = [
        f"{what} tại {annexes[key]}"
        for key, what in (("units", "theo đơn vị"), ("points", "theo điểm cầu"), ("attendance", "theo từng buổi"))
        if key in annexes
    ]
    if details:
        lines.append(f"Số liệu chi tiết {listing(details)}.")
    return lines


def _bullet(parts: list[str]) -> str:
    text = "; ".join(parts)
    return f"- {text[:1].upper()}{text[1:]}."


def _share(counts: HeadCounts) -> str:
    present, nominated = counts.present, counts.nominated
    if present is None or nominated is None or not (present.is_exact and nominated.is_exact):
        return ""
    if nominated.value < 1 or present.value > nominated.value:
        return ""
    return f", bằng {percent(present.value, nominated.value)} số được cử"


def _people(people: tuple[PersonAtPost, ...]) -> list[str]:
    return [f"- {one_line(person.text)}{_mark(place, len(people))}" for place, person in enumerate(people, start=1)]


def topic_line(topic: TopicFacts) -> str:
    """A topic with its speakers and its length."""
    text = f"“{one_line(topic.title)}”"
    if topic.periods:
        text += f" ({number(topic.periods)} tiết)"
    if topic.speakers:
        speakers = "; ".join(one_line(speaker.text) for speaker in topic.speakers)
        text += f". Báo cáo viên: {speakers}"
    return text


def _topics(topics: tuple[TopicFacts, ...]) -> list[str]:
    if len(topics) == 1:
        return [f"Chuyên đề {topic_line(topics[0])}."]
    return [f"- Chuyên đề {place}: {topic_line(topic)}." for place, topic in enumerate(topics, 1)]


def _speakers(speakers: tuple[PersonAtPost, ...]) -> list[str]:
    """Those who taught, where no source says which topic."""
    return [f"Báo cáo viên: {'; '.join(one_line(each.text) for each in speakers)}."] if speakers else []


def _questions(paper: ClassReportPaper, annexes: dict[str, str]) -> list[str]:
    total = len(paper.questions)
    if not total:
        return []
    answered = sum(bool(one_line(question.answer)) for question in paper.questions)
    text = f"Học viên nêu {number(total)} câu hỏi, vướng mắc"
    if answered == total:
        text += ", đã được trả lời đầy đủ"
    elif answered:
        text += f"; đã trả lời {number(answered)} câu, còn {number(total - answered)} câu"
        text += " sẽ trả lời sau"
    else:
        text += ", sẽ được trả lời sau"
    return [f"{text} ({annexes['questions']})." if "questions" in annexes else f"{text}."]


def _quiz(quiz: QuizFacts) -> str:
    known = []
    if quiz.taken is not None:
        known.append(f"{_people_count(quiz.taken)} làm bài")
    if quiz.passed is not None:
        known.append(f"{_people_count(quiz.passed)} đạt yêu cầu")
    if quiz.average is not None:
        best = f"/{number(quiz.out_of)}" if quiz.out_of is not None else ""
        known.append(f"điểm trung bình {number(quiz.average)}{best}")
    return f"- {one_line(quiz.name)}: {'; '.join(known) or 'hồ sơ lớp không ghi kết quả'}."


def _evaluations(paper: ClassReportPaper) -> list[str]:
    lines = []
    for evaluation in paper.evaluations:
        ways = []
        total = sum(count for _, count in evaluation.answers)
        if total:
            answers = "; ".join(
                f"{one_line(answer)}: {number(count)} phiếu ({percent(count, total)})"
                for answer, count in evaluation.answers
            )
            if evaluation.paper_mean is not None:
                answers = f"{number(total)} phiếu, trung bình {number(evaluation.paper_mean)} ({answers})"
            ways.append(f"phiếu giấy – {answers}" if evaluation.phone_sheets else answers)
        if evaluation.phone_sheets and evaluation.phone_mean is not None:
            when = ", tổng hợp sau khi lớp khép lại" if evaluation.later else ""
            ways.append(
                f"phiếu trên điện thoại{when} – {number(evaluation.phone_sheets)} phiếu,"
                f" trung bình {number(evaluation.phone_mean)}"
            )
        if ways:
            lines.append(f"- {one_line(evaluation.question)}: {'; '.join(ways)}.")
    return lines


def _awards(awards: Count | None) -> tuple[str, ...]:
    return () if awards is None else (f"Đã cấp {awards.text} giấy chứng nhận.",)


def _money(facts: MoneyFacts | None) -> list[str]:
    if facts is None:
        return []
    lines = []
    if facts.source:
        lines.append(f"- Nguồn kinh phí: {_ended(facts.source)}")
    if facts.planned is not None:
        lines.append(f"- Dự toán: {money(facts.planned)}.")
    if facts.spent is not None:
        lines.append(f"- Đã chi: {money(facts.spent)}.")
    lines += [f"- {one_line(label)}: {money(amount)}." for label, amount in facts.lines]
    return lines


def _mark(place: int, last: int) -> str:
    return "." if place == last else ";"


def _ended(text: str) -> str:
    clean = one_line(text)
    return clean if clean.endswith((".", "!", "?", "…")) else f"{clean}."
