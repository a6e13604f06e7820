"""Evaluation: counts that tell of nobody, remarks that are looked at, and asking again after months."""

from __future__ import annotations

import datetime as dt
import json

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from caunoi.core.errors import NotNow
from caunoi.core.models import AuditEntry, OutboxMessage
from caunoi.training.enums import ClassState, Mark, RemarkState, SurveyAudience, SurveyMoment
from caunoi.training.models import FollowUpRefusal, Quota, Survey, SurveyMark, SurveyRemark, SurveySheet, Ticket
from caunoi.training.queries.evaluations import rating
from caunoi.training.queries.surveys import head_token, questions_for, results, safe_counts
from caunoi.training.queries.tickets import page_token
from caunoi.training.screening import given_names, name_keys, tells_of_a_person
from caunoi.training.services.attendance import CellMark, mark
from caunoi.training.services.surveys.following import follow_up, months_after, refuse_follow_up
from caunoi.training.services.surveys.running import close_survey, open_survey, set_follow_up, settle_remark
from caunoi.training.services.surveys.sheets import hand_in, let_take_again, take_sheet
from caunoi.training.services.tickets import provide_tickets
from tests.factories import EnrolmentFactory, PersonFactory, SittingFactory

ROSTER = ("Nguyễn Văn Mẫu", "Trần Thị Hoa")


@given(st.lists(st.integers(0, 40), min_size=2, max_size=7))
def test_no_count_below_five_is_shown_or_can_be_worked_out(counts):
    told = safe_counts(counts)
    assert all(count is None or count >= 5 for count in told)
    hidden = [count for count, shown in zip(counts, told, strict=True) if shown is None]
    # Whoever knows the sum knows what is left out together: that must be many, and of more than one.
    assert not hidden or len(hidden) > 1
    assert not hidden or sum(hidden) >= 5 or len(hidden) == len(counts)


@pytest.mark.parametrize(
    ("text", "held"),
    [
        ("Nên thêm giờ thực hành", False),
        ("Phòng nóng vào buổi chiều, loa nhỏ", False),
        ("Buổi sáng kéo dài hơn 30 phút", False),
        ("Gọi tôi 0905 123.456", True),
        ("mau@example.vn", True),
        ("Số 048 085 001 234", True),
        ("Nguyễn Văn Mẫu nói hay", True),
        ("văn mẫu nói nhiều quá", True),
        ("Cô Hoa dạy dễ hiểu", True),
        ("Ba em theo đạo Tin lành", True),
        ("Tôi bị bệnh nên về sớm", True),
    ],
)
def test_words_that_may_tell_of_somebody_are_held_back(text, held):
    assert tells_of_a_person(text, names=name_keys(ROSTER), given=given_names(ROSTER)) is held


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [("2026-11-30", 3, "2027-02-28"), ("2026-08-31", 6, "2027-02-28"), ("2026-01-15", 3, "2026-04-15")],
)
def test_months_are_counted_to_the_end_of_a_short_one(day, months, expected):
    assert months_after(dt.date.fromisoformat(day), months) == dt.date.fromisoformat(expected)


def test_the_mean_holds_paper_and_phones():
    assert rating([0, 0, 0, 0, 4]) is None
    assert rating([0, 0, 0, 0, 5], phone_sheets=5, phone_total=5).mean == 3.0
    # Four on paper beside those from phones could be worked out: they are left out.
    assert rating([0, 0, 0, 0, 4], phone_sheets=6, phone_total=6).mean == 1.0


pytestmark = pytest.mark.data


@pytest.fixture
def held(training_class, organiser):
    training_class.state = ClassState.HELD
    training_class.save()
    sitting = SittingFactory(training_class=training_class)
    rows = [
        EnrolmentFactory(training_class=training_class, person=PersonFactory(full_name=f"Lê {n} Hữu Giả"))
        for n in range(8)
    ]
    cells = [CellMark(enrolment_id=row.pk, sitting_id=sitting.pk, mark=Mark.PRESENT) for row in rows]
    mark(actor=organiser, training_class=training_class, cells=cells)
    provide_tickets(training_class=training_class)
    return training_class


def hand_in_all(survey, answers):
    rows = list(survey.training_class.enrolments.order_by("id"))
    for enrolment, one in zip(rows, answers, strict=False):
        hand_in(slip=take_sheet(survey=survey, enrolment=enrolment), answers=one)


def test_results_stand_only_once_it_is_closed(held, organiser):
    survey = open_survey(actor=organiser, training_class=held)
    hand_in_all(survey, [{"to-chuc": n % 2 + 4, "loi": text} for n, text in enumerate(
        ["Phòng nóng", "Ông Giả ngủ gật", "Thêm thực hành", "", "Tốt", "Hay"])])  # fmt: skip
    assert (results(survey).told, results(survey).remarks) == ((), ())
    survey = close_survey(actor=organiser, survey=survey)
    found = results(survey)
    assert [(one.question.key, one.answers, one.mean) for one in found.told] == [("to-chuc", 6, 4.5)]
    assert sorted(one.text for one in found.remarks) == ["Hay", "Phòng nóng", "Thêm thực hành", "Tốt"]
    (one,) = found.held
    settle_remark(actor=organiser, remark=one, shown=False)
    row = SurveyRemark.objects.get(pk=one.pk)
    assert (row.state, row.text) == (RemarkState.REMOVED, "")
    assert "Giả" not in json.dumps(AuditEntry.objects.latest("id").details, ensure_ascii=False)
    with pytest.raises(NotNow):
        settle_remark(actor=organiser, remark=row, shown=True)
    with pytest.raises(NotNow):
        open_survey(actor=organiser, training_class=held)


def test_few_answers_to_one_question_are_not_told(held, organiser):
    survey = open_survey(actor=organiser, training_class=held)
    hand_in_all(survey, [{"to-chuc": 5}] * 6 + [{"ap-dung": 1}] * 2)
    assert [one.question.key for one in results(close_survey(actor=organiser, survey=survey)).told] == ["to-chuc"]


@pytest.fixture
def closed(held, organiser, office):
    """Closed three months ago and followed up; one unit was asked for people, and one person has an e-mail."""
    set_follow_up(actor=organiser, training_class=held, follows_up=True)
    held.state, held.starts_on, held.ends_on = ClassState.CLOSED, dt.date(2026, 5, 4), dt.date(2026, 5, 5)
    held.save()
    office.email = "phuong@example.vn"
    office.save()
    Quota.objects.create(training_class=held, organisation=office, name="Phường", folded_name="phuong", seats=8)
    Quota.objects.create(training_class=held, name="Xã", folded_name="xa", seats=8)
    for enrolment, email in zip(held.enrolments.order_by("id"), ("mot@example.vn", "hai@example.vn"), strict=False):
        enrolment.person.email = email
        enrolment.person.save()
    return held


def test_after_three_and_six_months_each_is_asked_once(closed):
    second = closed.enrolments.order_by("id")[1]
    refuse_follow_up(ticket=Ticket.objects.get(enrolment=second))
    assert follow_up(dt.date(2026, 8, 4)) == 0
    assert follow_up(dt.date(2026, 8, 5)) == 2
    assert follow_up(dt.date(2026, 8, 6)) == 0
    assert sorted(OutboxMessage.objects.values_list("recipient", flat=True)) == ["mot@example.vn", "phuong@example.vn"]
    assert follow_up(dt.date(2026, 11, 5)) == 2
    moments = Survey.objects.values_list("moment", "audience").order_by("moment", "audience")
    both = [SurveyAudience.HEAD, SurveyAudience.PARTICIPANT]
    assert list(moments) == [(when, who) for when in (SurveyMoment.MONTHS_3, SurveyMoment.MONTHS_6) for who in both]
    # What was missed for long is not asked any more.
    Survey.objects.all().delete()
    assert follow_up(dt.date(2026, 10, 30)) == 0


def test_nobody_is_asked_where_the_office_did_not_want_it(closed, organiser):
    set_follow_up(actor=organiser, training_class=closed, follows_up=False)
    assert (follow_up(dt.date(2026, 8, 5)), OutboxMessage.objects.count()) == (0, 0)


def test_participants_and_heads_answer_without_a_name_and_can_refuse(closed):
    follow_up(dt.date(2026, 8, 5))
    Survey.objects.update(closes_on=dt.date(2099, 1, 1))
    asked, heads = (Survey.objects.get(audience=who) for who in ("participant", "head"))
    ticket = Ticket.objects.filter(training_class=closed).order_by("pk").first()
    phone = Client()
    assert "Kết quả áp dụng" in phone.get(reverse("hall:pocket", args=[page_token(ticket)])).content.decode()
    own = reverse("hall:pocket_sheet", args=[page_token(ticket), asked.pk])
    sheet = phone.post(own)
    phone.post(sheet.url, {"q-da-dung": "often", "q-can-tro": ["time", "none"]})
    phone.post(own, {"refuse": "1"})
    assert FollowUpRefusal.objects.get().person == ticket.enrolment.person
    phone.post(own, {"ask_again": "1"})
    assert not FollowUpRefusal.objects.exists()

    quota = Quota.objects.get(name="Xã")
    page = reverse("hall:head", args=[head_token(heads, quota)])
    text = phone.get(page).content.decode()
    assert not [row for row in closed.enrolments.all() if row.person.full_name in text]
    sheet = phone.post(page)
    assert phone.post(sheet.url, {"q-lam-tot": "4"}).url == reverse("hall:sheet_done")
    assert "đã lấy phiếu" in phone.post(page).content.decode()
    phone.post(page, {"refuse": "1"})
    assert FollowUpRefusal.objects.get().quota == quota
    # A head's sheet is none of a participant's, and the other way round.
    with pytest.raises(PermissionDenied):
        take_sheet(survey=heads, enrolment=ticket.enrolment)
    with pytest.raises(PermissionDenied):
        take_sheet(survey=asked, quota=quota)
    # Few units are not told, however many they are of all.
    assert close_survey(actor=None, survey=heads).sheets is None
    assert not SurveySheet.objects.filter(survey=heads).exists()


def test_common_questions_ask_for_nothing_about_a_person(closed):
    follow_up(dt.date(2026, 8, 5))
    kinds = {question.kind for survey in Survey.objects.all() for question in questions_for(survey)}
    # No words months later: few answer then, and a unit's head is soon known by them.
    assert "text" not in kinds


def test_the_desk_opens_closes_and_reads(desk, held):
    address = reverse("desk:class_surveys", args=[held.code])
    desk.post(address, {"do": "open", "days": "7"})
    survey = Survey.objects.get()
    hand_in_all(survey, [{"to-chuc": 5, "loi": "Tốt" if n else "Gọi 0905123456"} for n in range(6)])
    text = desk.get(address).content.decode()
    assert "0905123456" not in text
    assert "Tốt" not in text
    desk.post(address, {"do": "close", "survey": survey.pk})
    text = desk.get(address).content.decode()
    assert "5.0 trên 5" in text or "5,0 trên 5" in text
    assert "Gọi 0905123456" in text
    (held_back,) = SurveyRemark.objects.filter(state=RemarkState.HELD)
    desk.post(address, {"do": "remark", "remark": held_back.pk})
    assert "Gọi 0905123456" not in desk.get(address).content.decode()
    desk.post(address, {"do": "follow", "on": "1"})
    assert held.hall.follows_up
    assert desk.post(address, {"do": "close", "survey": "nếu"}).status_code == 404


def test_a_lost_sheet_is_given_out_again_once_and_the_desk_learns_nothing_by_it(desk, held, organiser):
    survey = open_survey(actor=organiser, training_class=held)
    lost, never = held.enrolments.order_by("id")[:2]
    take_sheet(survey=survey, enrolment=lost)
    with pytest.raises(NotNow):
        take_sheet(survey=survey, enrolment=lost)
    address = reverse("desk:class_surveys", args=[held.code])
    said = []
    for row in (lost, never):
        for _each in range(2):
            answer = desk.post(address, {"do": "again", "survey": survey.pk, "enrolment": row.pk}, follow=True)
            name = row.person.full_name
            said.append([words.message.replace(name, "") for words in answer.context["messages"]])
    # Who took a sheet and who did not get the same answers, the first time and the second.
    assert said[:2] == said[2:]
    assert said[0] != said[1]
    marks = SurveyMark.objects.filter(survey=survey).count()
    hand_in(slip=take_sheet(survey=survey, enrolment=lost), answers={"to-chuc": 5})
    with pytest.raises(NotNow):
        take_sheet(survey=survey, enrolment=lost)
    assert SurveyMark.objects.filter(survey=survey).count() == marks + 1
    rows = AuditEntry.objects.filter(action="training.sheet_given_again")
    assert [lost.person.full_name in json.dumps(row.details, ensure_ascii=False) for row in rows] == [False, False]
    assert {row.person_id for row in rows} == {None}
    outsider = EnrolmentFactory(training_class=held)
    with pytest.raises(PermissionDenied):
        let_take_again(actor=organiser, survey=survey, enrolment=outsider)
    close_survey(actor=organiser, survey=survey)
    with pytest.raises(NotNow):
        let_take_again(actor=organiser, survey=survey, enrolment=lost)
