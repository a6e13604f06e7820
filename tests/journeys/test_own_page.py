"""Somebody without a ticket asks for a link, opens it on a phone without scripts, and closes the page again."""

from __future__ import annotations

import datetime as dt
import re

from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from caunoi.core.fields import lookup_hash
from caunoi.core.models import OutboxMessage
from caunoi.training.enums import ClassState
from caunoi.training.services.tickets import provide_tickets
from caunoi.web.mail.sending import render
from tests.factories import (
    EnrolmentFactory,
    OrganisationFactory,
    PersonFactory,
    SittingFactory,
    TrainingClassFactory,
    UserFactory,
)
from tests.journeys.steps import word
from tests.journeys.test_pocket import PHONE, seen

MAIL = "phuong-thao@example.vn"
LONG = "Tập huấn công tác hòa giải ở cơ sở và kỹ năng lắng nghe cho tổ viên tổ hòa giải các tổ dân phố năm 2026"


def build():
    today = timezone.localdate()
    person = PersonFactory(full_name="Nguyễn Thị Phương Thảo Mẫu", email=MAIL, email_hash=lookup_hash(MAIL))
    held = TrainingClassFactory(
        title=LONG, state=ClassState.HELD, place="Hội trường Ủy ban nhân dân phường Thử Nghiệm, số 123 đường Thử",
        starts_on=today, ends_on=today + dt.timedelta(days=1),
    )  # fmt: skip
    EnrolmentFactory(training_class=held, person=person)
    provide_tickets(training_class=held)
    for number, state in enumerate((ClassState.CLOSED, ClassState.CANCELLED, ClassState.CLOSED)):
        past = TrainingClassFactory(
            keeper=OrganisationFactory(name=f"Ban Dân vận Đảng ủy phường Thử Nghiệm Tên Rất Dài Để Xem {number}"),
            starts_on=dt.date(2024 + number // 2, 5, 6), ends_on=dt.date(2024 + number // 2, 5, 7), state=state,
        )  # fmt: skip
        SittingFactory(training_class=past)
        EnrolmentFactory(training_class=past, person=person)
        provide_tickets(training_class=past)
    return person, held


def test_link_is_asked_for_found_opened_read_and_closed(transactional_db, open_page, sign_in, run_jobs):
    person, held = build()
    phone = open_page(**PHONE)
    phone.goto(reverse("hall:mine"))
    seen(phone)
    phone.get_by_label(word("My e-mail")).fill(MAIL)
    phone.get_by_label(word("My full name")).fill("nguyen thi phuong thao mau")
    phone.get_by_role("button", name=word("Send me the link")).click()
    expect(phone.locator("h1")).to_have_text(word("Look into your mailbox"))
    seen(phone)
    run_jobs()
    mail = OutboxMessage.objects.get(template="own_page")
    link = re.search(r"http://127\.0\.0\.1:8000(/\S+)", render(mail).body)[1]
    phone.goto(link)
    seen(phone)
    assert phone.locator("script").count() == 0
    phone.get_by_role("button", name=word("Open my page")).click()
    expect(phone.locator("h1")).to_have_text(word("My classes", "now and before"))
    seen(phone)
    for year in ("2024", "2025"):
        expect(phone.get_by_role("heading", name=year)).to_be_visible()
    phone.get_by_role("link", name=re.compile(held.code)).click()
    expect(phone.get_by_text(word("My code for the door"))).to_be_visible()
    phone.go_back()
    phone.get_by_role("button", name=word("Close this page")).click()
    expect(phone.get_by_role("status")).to_contain_text(word("The page is closed on this device."))
    phone.goto(reverse("hall:mine_page"))
    expect(phone.locator("h1")).to_have_text(word("See my classes"))

    # At the desk the same page, once the account was linked.
    clerk = UserFactory.with_role(held.keeper, name=person.full_name)
    clerk.person = person
    clerk.save()
    desk = sign_in(clerk)
    desk.locator(".cn-account").click()
    desk.get_by_role("link", name=word("My classes", "now and before")).click()
    expect(desk.get_by_text(person.full_name)).to_be_visible()
    seen(desk)
