"""The attendance sheet says beside each person how much of the class was attended, by the class's rule."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse

from caunoi.training.door_rules import Rules
from caunoi.training.enums import EnrolmentState, Mark, Part
from caunoi.training.models import MakeUp
from caunoi.training.services.attendance import CellMark, mark
from caunoi.training.services.door import devices
from tests.factories import EnrolmentFactory, SittingFactory, TrainingClassFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def sittings(training_class):
    first = SittingFactory(training_class=training_class)
    rest = [
        SittingFactory(training_class=training_class, date=first.date, part=Part.AFTERNOON),
        SittingFactory(training_class=training_class, date=first.date.replace(day=first.date.day % 27 + 1)),
        SittingFactory(training_class=training_class, date=first.date, part=Part.EVENING),
    ]
    return [first, *rest]


def shares(client, training_class):
    """What stands beside each person."""
    page = client.get(reverse("desk:class_attendance", args=[training_class.code])).content.decode()
    found = re.findall(r'data-id="(\d+)".*?<td class="sheet-share" data-row-share data-state="(\w*)">(.*?)</td>', page)
    return {int(pk): (state, re.sub("<[^>]+>", "", words)) for pk, state, words in found}


def test_share_stands_beside_each_person_with_the_rule_of_the_class(client, organiser, training_class, sittings):
    client.force_login(organiser)
    three, one, none, made_up = EnrolmentFactory.create_batch(4, training_class=training_class)
    given = {three: "xmsk", one: "xkkk", none: "", made_up: "xxk"}
    signs = {"x": Mark.PRESENT, "m": Mark.LATE, "s": Mark.LEFT_EARLY, "k": Mark.ABSENT}
    mark(actor=organiser, training_class=training_class, cells=[
        CellMark(enrolment_id=person.pk, sitting_id=sittings[place].pk, mark=signs[sign])
        for person, row in given.items() for place, sign in enumerate(row)
    ])  # fmt: skip
    sister = SittingFactory(training_class=TrainingClassFactory(keeper=training_class.keeper))
    guest = EnrolmentFactory(training_class=sister.training_class, person=made_up.person, state=EnrolmentState.MAKE_UP)
    order = sorted(sittings, key=lambda each: (each.date, each.order))
    missed = next(each for each in order if each == sittings[2])
    MakeUp.objects.create(enrolment=made_up, missed=missed, guest=guest, sitting=sister)
    mark(actor=organiser, training_class=sister.training_class, cells=[
        CellMark(enrolment_id=guest.pk, sitting_id=sister.pk, mark=Mark.PRESENT)])  # fmt: skip

    assert shares(client, training_class) == {
        three.pk: ("", "3/4 · 75 %"), one.pk: ("", "1/4 · 25 %"), none.pk: ("", "0/4 · 0 %"),
        made_up.pk: ("", "3/4 · 75 %"),
    }  # fmt: skip
    devices.set_rules(actor=organiser, training_class=training_class, rules=Rules(class_share=75))
    assert shares(client, training_class) == {
        three.pk: ("enough", "3/4 · 75 % đạt"),
        one.pk: ("lost", "1/4 · 25 % không đạt"),
        # Everything may still come.
        none.pk: ("", "0/4 · 0 %"),
        made_up.pk: ("enough", "3/4 · 75 % đạt"),
    }
    page = client.get(reverse("desk:class_attendance", args=[training_class.code])).content.decode()
    assert "từ 75 %" in page


def test_select_without_a_choice_says_so_in_words(client, organiser, training_class, sittings):
    client.force_login(organiser)
    EnrolmentFactory(training_class=training_class)

    page = client.get(reverse("desk:class_leaves", args=[training_class.code])).content.decode()

    assert '<option value="" selected>Chọn…</option>' in page
    assert "---------" not in page
