"""A class is dragged to another day: the clash is named before anything moves, and the keyboard has its own way."""

from __future__ import annotations

import datetime as dt

import pytest
from playwright.sync_api import expect

from caunoi.training.models import TrainingClass
from caunoi.training.services import rooms, venues
from tests.factories import SittingFactory, TrainingClassFactory
from tests.journeys.axe import assert_accessible, assert_fits
from tests.journeys.conftest import NARROW, WIDE

pytestmark = pytest.mark.django_db(transaction=True)

DAY = dt.date(2026, 11, 12)


def test_a_class_is_dragged_to_another_day(office, organiser, sign_in):
    room = rooms.save_room(actor=organiser, owner=office, name="Hội trường A, Ủy ban nhân dân phường Hòa Khánh")
    for number, title in enumerate(["Lớp kéo đi", "Lớp đứng yên"]):
        made = TrainingClassFactory(
            keeper=office,
            title=title,
            starts_on=DAY + dt.timedelta(days=number),
            ends_on=DAY + dt.timedelta(days=number),
        )
        SittingFactory(training_class=made)
        venues.save_venue(actor=organiser, training_class=made, room=room)
    page = sign_in(organiser)
    page.goto("/viec/lich/?day=2026-11-12")
    assert_accessible(page)
    page.get_by_role("link", name="Lớp kéo đi").first.hover()
    page.mouse.down()
    page.locator('[data-cn-day="2026-11-13"] .cn-cal__date').hover()
    page.locator('[data-cn-day="2026-11-13"] .cn-cal__date').hover()
    page.mouse.up()

    expect(page.get_by_text("Lớp đứng yên").first).to_be_visible()
    assert TrainingClass.objects.get(title="Lớp kéo đi").starts_on == DAY
    assert_accessible(page)
    page.get_by_label("Vẫn giữ, vì").fill("Chia đôi hội trường")
    page.get_by_role("button", name="Dời sang 13/11/2026").click()
    page.wait_for_url("**/viec/lich/**")
    expect(page.locator('[data-cn-day="2026-11-13"]').get_by_text("Lớp kéo đi").first).to_be_visible()
    assert TrainingClass.objects.get(title="Lớp kéo đi").starts_on == DAY + dt.timedelta(days=1)

    # Beside the message stands the way back.
    page.get_by_role("button", name="Hoàn tác").click()
    expect(page.locator('[data-cn-day="2026-11-12"]').get_by_text("Lớp kéo đi").first).to_be_visible()
    assert TrainingClass.objects.get(title="Lớp kéo đi").starts_on == DAY
    for span in ("week", "month"):
        page.goto(f"/viec/lich/?view=rooms&span={span}&day=2026-11-12")
        assert_accessible(page)
        page.set_viewport_size(NARROW)
        expect(page.get_by_text("Lớp kéo đi").first).to_be_visible()
        assert_accessible(page)
        assert_fits(page)
        page.set_viewport_size(WIDE)

    page.goto("/viec/lich/?day=2026-11-12")
    page.set_viewport_size(NARROW)
    assert_fits(page)
    page.get_by_role("link", name="Dời…").first.click()
    expect(page.get_by_label("Ngày đầu mới")).to_be_visible()
    assert_fits(page)
