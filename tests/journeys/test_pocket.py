"""The participant's phone: 360 px, no account, no scripts; and what the desk and the big screen make of it."""

from __future__ import annotations

import datetime as dt

from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect

from caunoi.training.enums import AgendaKind, ClassState, Mark
from caunoi.training.models import AgendaItem, Question, Ticket
from caunoi.training.queries.floor import room_token
from caunoi.training.queries.screens import screen_token
from caunoi.training.queries.tickets import page_token
from caunoi.training.services.attendance import CellMark, mark
from caunoi.training.services.floor.moderating import merge_questions
from caunoi.training.services.questions import add_question, answer_question
from caunoi.training.services.surveys.running import open_survey
from caunoi.training.services.tickets import provide_tickets
from caunoi.training.services.topic_parts import add_topic_file, give_out_file
from caunoi.training.services.topics import save_topic
from tests.factories import EnrolmentFactory, PersonFactory, SittingFactory, TrainingClassFactory, UserFactory
from tests.journeys.axe import assert_accessible, assert_fits
from tests.journeys.conftest import NARROW
from tests.journeys.steps import word

PHONE = {"size": NARROW, "has_touch": True, "is_mobile": True, "device_scale_factor": 2}
LONG = (
    "Khi hai bên đã ký biên bản hòa giải thành mà một bên không làm theo thì tổ hòa giải phải làm gì, báo cho ai? " * 3
)


def build():
    today = timezone.localdate()
    held = TrainingClassFactory(
        title="Tập huấn công tác hòa giải ở cơ sở và kỹ năng lắng nghe cho tổ viên tổ hòa giải các tổ dân phố năm 2026",
        state=ClassState.HELD,
        place="Hội trường Ủy ban nhân dân phường Thử Nghiệm, số 123 đường Thử",
        starts_on=today,
        ends_on=today + dt.timedelta(days=1),
    )
    user = UserFactory.with_role(held.keeper)
    topic = save_topic(actor=user, owner=held.keeper, title="Nghe và hỏi trong một buổi hòa giải")
    slides = add_topic_file(actor=user, topic=topic, content=b"%PDF-1.4 x", name="Bài giảng.pdf")
    give_out_file(actor=user, file=slides, given_out=True)
    sitting = SittingFactory(training_class=held, starts_at=dt.time(7, 30))
    SittingFactory(training_class=held, part="afternoon")
    AgendaItem.objects.create(
        training_class=held, sitting=sitting, title=topic.title, topic=topic, kind=AgendaKind.TOPIC,
        starts_at=dt.time(8, 0),
    )  # fmt: skip
    row = EnrolmentFactory(
        training_class=held,
        person=PersonFactory(full_name="Nguyễn Thị Phương Thảo Mẫu"),
        unit_text="Tổ hòa giải tổ dân phố số 12, phường Thử Nghiệm",
    )
    mark(
        actor=user,
        training_class=held,
        cells=[CellMark(enrolment_id=row.pk, sitting_id=sitting.pk, mark=Mark.PRESENT)],
    )
    provide_tickets(training_class=held)
    answered = add_question(actor=user, training_class=held, text="Ai trả tiền nước cho buổi hòa giải?")
    answer_question(actor=user, question=answered, answer="Ngân sách phường.", answered_by="Báo cáo viên Ví Dụ")
    add_question(actor=user, training_class=held, text=LONG)
    same = add_question(actor=user, training_class=held, text="Không làm theo thì sao?")
    merge_questions(actor=user, question=same, into=Question.objects.get(text__startswith="Khi hai bên"))
    open_survey(actor=user, training_class=held)
    return held, user, Ticket.objects.get(enrolment=row)


def seen(page: Page) -> None:
    """Check that a page fits, and that axe finds nothing in it."""
    assert_fits(page)
    assert_accessible(page)


def test_participant_reads_asks_votes_and_evaluates_without_scripts(transactional_db, open_page, sign_in):
    held, user, ticket = build()
    # axe is a script of its own and runs all the same: the pages have none.
    phone = open_page(**PHONE)
    phone.goto(reverse("hall:pocket", args=[page_token(ticket)]))
    seen(phone)
    assert phone.locator("script").count() == 0
    for card in ("My code for the door", "Programme", "Materials", "My classes"):
        phone.get_by_role("link", name=word(card)).click()
        expect(phone.locator("h1")).to_have_text(word(card))
        seen(phone)
        phone.get_by_role("link", name=word("Back to my page")).click()
    with phone.expect_navigation():
        phone.get_by_role("link", name=word("Questions"), exact=True).click()
    seen(phone)
    phone.get_by_label(word("My question")).fill("Ai giữ biên bản?")
    phone.get_by_role("button", name=word("Send, and answer me")).click()
    expect(phone.get_by_role("status")).to_be_visible()
    phone.get_by_role("button", name=word("I want to know this too")).first.click()
    expect(phone.get_by_text("1 người muốn biết")).to_be_visible()
    seen(phone)
    phone.goto(reverse("hall:pocket", args=[page_token(ticket)]))
    with phone.expect_navigation():
        phone.get_by_role("link", name=word("Evaluate the class")).click()
    seen(phone)
    with phone.expect_navigation():
        phone.get_by_role("button", name=word("Take my sheet")).click()
    seen(phone)
    phone.locator(".cq-step").nth(4).click()
    phone.get_by_role("button", name=word("Hand in the sheet")).click()
    expect(phone.locator("h1")).to_have_text(word("Thank you"))
    seen(phone)
    phone.goto(reverse("hall:room", args=[room_token(held)]))
    seen(phone)

    desk = sign_in(user)
    desk.goto(reverse("desk:class_floor", args=[held.code]))
    seen(desk)
    desk.get_by_label("Ai giữ biên bản?").check()
    desk.get_by_role("button", name=word("Show to the hall")).click()
    expect(desk.get_by_text(word("Nothing is shown yet."))).to_have_count(0)
    desk.goto(reverse("desk:class_surveys", args=[held.code]))
    seen(desk)
    wall = open_page()
    wall.goto(reverse("hall:screen_questions", args=[screen_token(held)]))
    expect(wall.get_by_text("Ai giữ biên bản?")).to_be_visible()
    seen(wall)
