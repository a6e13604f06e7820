"""A candidate with a fixed reading: what a person does with it must not hang on how well the reader reads."""

from __future__ import annotations

import factory
from factory.django import DjangoModelFactory

from caunoi.intake.facts import digest_of, refresh
from caunoi.intake.models import ReportCandidate
from caunoi.intake.services.guard import index_candidate
from tests.factories import OrganisationFactory
from tests.intake.texts import FULL


def found(value, words, confidence, text=FULL):
    start = text.index(words)
    return {"value": value, "spans": [[start, start + len(words)]], "confidence": confidence}


def full_reading():
    """What a perfect reader finds in ``FULL``, but for the days, of which it is not sure."""
    return {
        "title": [found(FULL.split("\n")[0], FULL.split("\n")[0], 0.9)],
        "held_on": [found(["2024-05-14", "2024-05-15"], "14 và 15/5/2024", 0.7)],
        "host_place": [
            found("hội trường UBND phường Thử Nghiệm", "hội trường UBND phường Thử Nghiệm", 0.85),
        ],
        "organisers": [
            found(
                {"name": "Đảng ủy phường Thử Nghiệm", "role": "host", "organisation": None},
                "Đảng ủy phường Thử Nghiệm",
                0.95,
            ),
            found(
                {"name": "Trung tâm Chính trị thành phố Mẫu", "role": "co_organiser", "organisation": None},
                "Trung tâm Chính trị thành phố Mẫu",
                0.9,
            ),
        ],
        "participants": [found({"count": 120, "qualifier": "over"}, "hơn 120", 0.95)],
        "speakers": [
            found(
                {
                    "name": "Trần Thị Thử",
                    "position": "Giảng viên Trung tâm Chính trị thành phố Mẫu",
                    "person": None,
                },
                "Trần Thị Thử",
                0.9,
            )
        ],
        "officials": [
            found(
                {
                    "name": "Nguyễn Văn Mẫu",
                    "position": "Phó Bí thư Thường trực Đảng ủy phường",
                    "person": None,
                    "role": "attends",
                },
                "Nguyễn Văn Mẫu",
                0.9,
            )
        ],
        "topics": [
            found("Kỹ năng lắng nghe trong hòa giải", "Kỹ năng lắng nghe trong hòa giải", 0.9),
            found("Quy trình hòa giải một vụ việc ở tổ dân phố", "Quy trình hòa giải một vụ việc ở tổ dân phố", 0.6),
        ],
        "directives": [found("12-KH/ĐU", "12-KH/ĐU", 0.95)],
        "published_on": [found("2024-05-16", "16/05/2024", 0.95)],
        "byline": [found("Lê Văn Ví Dụ", "Lê Văn Ví Dụ", 0.9)],
        "views": [found(412, "412", 0.95)],
    }


class CandidateFactory(DjangoModelFactory):
    """A waiting report; 14 values, three of them uncertain."""

    class Meta:
        model = ReportCandidate
        skip_postgeneration_save = True

    organisation = factory.SubFactory(OrganisationFactory)
    source = "bai-cu.txt"
    text = FULL
    sha256 = factory.Sequence(lambda n: digest_of(f"{FULL}{n}"))
    reading = factory.LazyFunction(full_reading)
    title = "…"
    folded_title = "…"

    @factory.post_generation
    def columns(self, create, extracted, **_kwargs):
        refresh(self)
        self.save()
        index_candidate(self)
