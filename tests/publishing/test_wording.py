from __future__ import annotations

import datetime as dt

import pytest

from caunoi.publishing import wording
from caunoi.training.facts import (
    AgendaFact,
    AppearanceFact,
    CountFact,
    OrganiserFact,
    ProvenanceFact,
    QuestionFact,
    SittingFact,
    VenueFact,
)
from tests.publishing.makers import GUEST, NAMES, SPEAKER, facts_of

HELD = ProvenanceFact(kind="held")


def test_article_of_a_past_class_says_what_the_report_says():
    told = wording.word_article(facts_of(), NAMES)

    assert told.title == "Đảng ủy phường Hòa Khánh tập huấn nghiệp vụ hòa giải ở cơ sở năm 2026"
    assert told.lead == (
        "Ngày 12/11/2026, tại hội trường UBND phường Hòa Khánh, Đảng ủy phường Hòa Khánh phối hợp với "
        "Trung tâm Chính trị tổ chức lớp tập huấn nghiệp vụ hòa giải ở cơ sở năm 2026 dành cho hòa giải viên các tổ "
        "dân phố."
    )
    assert told.text.split("\n\n") == [
        "Lớp được tổ chức theo Kế hoạch số 68-KH/ĐU ngày 2/3/2026.",
        "Phát biểu khai mạc có Nguyễn Văn Mẫu, Phó Bí thư Đảng ủy phường.",
        (
            "Học viên được nghe 2 chuyên đề:\n"
            "- “Kỹ năng hòa giải” (Trần Thị Thử, Phó Trưởng phòng Tư pháp)\n"
            "- “Luật Hòa giải ở cơ sở”"
        ),
        "Có hơn 270 người dự lớp.",
    ]
    assert told.source == "bài của Thanh Mẫu, đăng ngày 13/11/2026"


HEADLINE = "Hội An: 35 thành viên Ban Thanh tra nhân dân học cách đọc bản vẽ công trình"


def test_headline_of_an_old_report_is_no_name_of_a_class():
    facts = facts_of(title=HEADLINE, days=("2013-08-27",), provenance=ProvenanceFact(kind="report"))

    told = wording.word_article(facts, NAMES, today=dt.date(2026, 11, 26))

    assert told.title == HEADLINE
    assert told.lead == (
        "Ngày 27/8/2013, tại hội trường UBND phường Hòa Khánh, Đảng ủy phường Hòa Khánh phối hợp với Trung tâm Chính "
        "trị đã tổ chức lớp tập huấn dành cho hòa giải viên các tổ dân phố."
    )
    assert "“Hội An" not in told.lead + told.text


@pytest.mark.parametrize(
    ("changed", "lead"),
    [
        (
            {"organisers": (), "days": ("2013-08-27",)},
            "Ngày 27/8/2013, tại Hội An, lớp tập huấn đã được tổ chức.",
        ),
        (
            {"title": "Mẫu Sơn mở hội nghị về dân vận khéo", "organisers": (), "days": ("2026-11-20",)},
            "Ngày 20/11/2026, tại Hội An, hội nghị được tổ chức.",
        ),
        (
            {"organisers": (), "provenance": ProvenanceFact(kind="report", published_on="2019-08-28")},
            "Theo tin đăng ngày 28/8/2019, tại Hội An, lớp tập huấn đã được tổ chức.",
        ),
        ({"organisers": (), "when": "sáng 27/8"}, "Sáng 27/8, tại Hội An, lớp tập huấn được tổ chức."),
        ({"organisers": (), "place": ""}, f"Lớp tập huấn nêu trong tin “{HEADLINE}” đã được tổ chức."),
        (
            {"title": "Tọa đàm về hòa giải", "organisers": (), "days": ("2026-11-20",)},
            "Ngày 20/11/2026, tại Hội An, tọa đàm về hòa giải được tổ chức.",
        ),
        (
            {"title": "Kỹ năng số", "organisers": (), "days": ("2026-11-20",), "provenance": HELD},
            "Ngày 20/11/2026, tại Hội An, lớp tập huấn “Kỹ năng số” được tổ chức.",
        ),
    ],
)
def test_lead_of_a_report_says_when_first_and_quotes_no_headline(changed, lead):
    base = {
        "title": HEADLINE,
        "place": "Hội An",
        "audience": "",
        "days": (),
        "provenance": ProvenanceFact(kind="report"),
    }

    assert wording.lead(facts_of(**{**base, **changed}), today=dt.date(2026, 11, 26)) == lead


def test_article_of_bare_facts_invents_nothing():
    facts = facts_of(
        audience="",
        place="",
        days=(),
        organisers=(),
        directives=(),
        topics=(),
        guests=(),
        present=CountFact(),
        provenance=ProvenanceFact(kind="report"),
    )

    told = wording.word_article(facts, {})

    assert told.title == "Tập huấn nghiệp vụ hòa giải ở cơ sở năm 2026"
    assert told.lead == "Lớp tập huấn nghiệp vụ hòa giải ở cơ sở năm 2026 đã được tổ chức."
    assert (told.text, told.source) == ("", "")


def test_article_of_a_held_class_states_persons_and_attendances():
    facts = facts_of(
        provenance=HELD,
        nominated=CountFact(value=300),
        present=CountFact(value=286),
        attendances=CountFact(value=1104),
        days=("2026-11-12", "2026-11-13"),
        sittings=(
            SittingFact(date="2026-11-12", part="morning"),
            SittingFact(date="2026-11-12", part="afternoon"),
            SittingFact(date="2026-11-13", part="morning"),
        ),
        venues=(VenueFact(name="Hội trường A"), VenueFact(name="Nhà văn hóa B")),
        questions=(QuestionFact(text="Hỏi 1", answer="Đáp"), QuestionFact(text="Hỏi 2")),
    )

    paragraphs = wording.word_article(facts, NAMES).text.split("\n\n")

    assert paragraphs[3:] == [
        "Có 286 người dự lớp trong tổng số 300 người được cử. Tính chung có 1.104 lượt người dự qua 3 buổi học.",
        "Lớp được tổ chức tại 2 điểm cầu: Hội trường A và Nhà văn hóa B.",
        "Học viên đã nêu 2 câu hỏi, vướng mắc từ cơ sở; 1 câu đã được giải đáp.",
    ]


def test_erased_name_leaves_the_rest_standing():
    told = wording.word_article(facts_of(), {GUEST: "Nguyễn Văn Mẫu"})

    assert "Trần Thị Thử" not in told.text
    assert "- “Kỹ năng hòa giải”\n" in told.text


def test_speaker_without_a_known_topic_is_named_apart():
    facts = facts_of(speakers=(AppearanceFact(person_id=GUEST, post="Giảng viên"),), guests=())

    assert "Báo cáo viên: Nguyễn Văn Mẫu, Giảng viên." in wording.word_article(facts, NAMES).text


def test_one_topic_is_a_sentence():
    topic = AgendaFact(
        kind="topic", title="“Dân vận khéo”", speakers=(AppearanceFact(person_id=SPEAKER, post="Giảng viên"),)
    )

    assert (
        "Tại lớp, học viên được nghe chuyên đề “Dân vận khéo” do Trần Thị Thử, Giảng viên trình bày."
        in wording.word_article(facts_of(topics=(topic,)), NAMES).text
    )


@pytest.mark.parametrize(
    ("days", "parts", "told"),
    [
        ((), (), ""),
        (("2013-08-27",), ("afternoon",), "chiều ngày 27/8/2013"),
        (("2013-08-27",), ("morning", "afternoon"), "ngày 27/8/2013"),
        (("2026-11-12", "2026-11-13"), (), "từ ngày 12 đến ngày 13/11/2026"),
        (("2026-11-30", "2026-12-01"), (), "từ ngày 30/11 đến ngày 1/12/2026"),
        (("2025-12-31", "2026-01-01"), (), "từ ngày 31/12/2025 đến ngày 1/1/2026"),
        (("2026-11-12", "2026-11-14", "2026-11-20"), (), "trong các ngày 12, 14 và 20/11/2026"),
    ],
)
def test_days_read_as_people_say_them(days, parts, told):
    sittings = tuple(SittingFact(date=days[0], part=part) for part in parts)

    assert wording.when(facts_of(days=days, sittings=sittings)) == told


@pytest.mark.parametrize(
    ("value", "qualifier", "told"),
    [(None, "exact", ""), (1179, "exact", "1.179"), (270, "over", "hơn 270"), (300, "nearly", "gần 300"),
     (120, "about", "khoảng 120")],
)  # fmt: skip
def test_count_keeps_its_qualifier(value, qualifier, told):
    assert wording.count(CountFact(value=value, qualifier=qualifier)) == told


def test_headline_does_not_name_the_host_twice_and_is_never_too_long():
    named = facts_of(title="Đảng ủy phường Hòa Khánh tập huấn dân vận")
    long = facts_of(title="Tập huấn " + "rất dài " * 60, organisers=(OrganiserFact(name="A", role="host"),))

    assert wording.headline(named) == "Đảng ủy phường Hòa Khánh tập huấn dân vận"
    assert len(wording.headline(long)) <= 251
    assert wording.headline(long).endswith("…")
