"""Speakers of the demonstration: what they teach, when they are away; and a person with years."""

from __future__ import annotations

import datetime as dt

from caunoi.directory.models import Organisation, Person, User
from caunoi.directory.services import people as register
from caunoi.training.models import Speaker, Topic
from caunoi.training.services import speakers, topic_parts, topics

_OUTLINE = """I. 7 giải pháp
1. Nghe từng bên trước khi mời ngồi chung
2. Hỏi điều mỗi bên mong muốn
3. Ghi lại điều đã thống nhất
4. Mời người hai bên cùng tin
5. Không phân xử thay tòa án
6. Giữ kín chuyện riêng
7. Thăm lại sau một tháng
II. 3 bài học
- Đến sớm khi việc còn nhỏ
- Nói ít, nghe nhiều
- Giữ lời đã hứa
"""
_MORE = (("Vũ Thị Mẫu Danh", "Tiến sĩ", "phường Hòa Khánh"),)


def speakers_and_topics(*, actor: User, keeper: Organisation, day: dt.date) -> None:
    """Make those who teach in the classes so far speakers of the office, and fill a topic."""
    taught = Topic.objects.filter(owner=keeper).order_by("folded_title", "id")
    first = taught.first()
    if first:
        topics.save_topic(
            actor=actor,
            owner=keeper,
            topic=first,
            title=first.title,
            outline=_OUTLINE,
            objectives="Tổ viên tự tiến hành được một buổi hòa giải.",
            audience="Tổ viên tổ hòa giải",
            usual_sittings=1,
            usual_periods=4,
            shared=True,
        )
        topic_parts.save_idea(actor=actor, topic=first, kind="quiz", text="Tổ hòa giải gặp từng bên để làm gì?")
        topic_parts.save_idea(actor=actor, topic=first, text="Khi một bên không chịu ngồi chung thì làm thế nào?")
    speaking = Speaker.objects.filter(training_class__keeper=keeper).order_by().values("person")
    persons = list(Person.objects.filter(pk__in=speaking, merged_into__isnull=True).order_by("sort_name", "id")[:3])
    for number, person in enumerate(persons):
        profile = speakers.add_speaker(
            actor=actor, owner=keeper, person=person, academic_title="Thạc sĩ" if number else "", most_sittings=6
        )
        theirs = taught.filter(agenda_items__speakers__person=person).distinct()
        speakers.set_speaker_topics(actor=actor, profile=profile, topics=list(theirs))
        away = day + dt.timedelta(days=14 + 7 * number)
        speakers.add_away(actor=actor, profile=profile, first_day=away, last_day=away + dt.timedelta(days=2))
    for name, title, place in _MORE:
        person = register.add_person(actor=actor, organisation=keeper, full_name=name, birth_year=1972)
        for post, begun, ended in (
            ("Giáo viên", dt.date(2001, 9, 1), dt.date(2012, 9, 1)),
            ("Phó Giám đốc Trung tâm Chính trị", dt.date(2012, 9, 1), None),
        ):
            register.add_post(
                actor=actor, person=person, title=post, organisation=keeper, valid_from=begun, valid_to=ended
            )
        speakers.add_speaker(actor=actor, owner=keeper, person=person, academic_title=title, based_in=place)
