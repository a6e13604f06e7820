"""Rooms of the demonstration, and a programme that speakers of the office are asked for."""

from __future__ import annotations

import datetime as dt

from caunoi.directory.models import Organisation, User
from caunoi.training.models import Room, SpeakerProfile, Topic, TrainingClass
from caunoi.training.services import classes, programme, rooms, venues
from caunoi.training.services.appearances import Appearance

_ROOMS = (("Hội trường lớn", 200), ("Phòng họp tầng 2", 40), ("Nhà văn hóa khu dân cư số 5", 80))


def rooms_in_use(*, actor: User, keeper: Organisation, coming: TrainingClass, day: dt.date) -> None:
    """Give the class that comes its room; another class keeps to the hall in spite of a clash."""
    made = [
        rooms.save_room(actor=actor, owner=keeper, name=name, capacity=seats, address="Phường Hòa Khánh, Đà Nẵng")
        for name, seats in _ROOMS
    ]
    venues.save_venue(actor=actor, training_class=coming, room=made[0])
    speaker = SpeakerProfile.objects.filter(owner=keeper).select_related("person").order_by("id").last()
    topic = Topic.objects.filter(owner=keeper).order_by("folded_title", "id").first()
    sitting = coming.sittings.order_by("date", "order").first()
    if speaker and topic and sitting:
        programme.save_agenda_item(
            actor=actor, training_class=coming, sitting=sitting, topic=topic, periods=4,
            speakers=[Appearance(person=speaker.person)],
        )  # fmt: skip
    _clashing(actor=actor, keeper=keeper, room=made[0], day=day)


def _clashing(*, actor: User, keeper: Organisation, room: Room, day: dt.date) -> None:
    other = classes.create_class(
        actor=actor,
        keeper=keeper,
        title="Bồi dưỡng trưởng ban công tác Mặt trận ở khu dân cư",
        place=room.name,
        starts_on=day,
        ends_on=day + dt.timedelta(days=1),
    )
    venues.save_venue(actor=actor, training_class=other, room=room, despite="Hai lớp ngồi chung buổi khai mạc")
