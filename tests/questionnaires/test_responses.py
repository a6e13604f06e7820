"""Saving again and again, two pages at once, the time, versions, and answers that belong to nobody."""

from __future__ import annotations

import uuid
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connections
from django.utils import timezone

from caunoi.core.errors import NotNow, StaleChange
from caunoi.questionnaires.models import Item, Response
from caunoi.questionnaires.queries.questionnaires import questions_of, visible_bank, visible_questionnaires
from caunoi.questionnaires.queries.responses import GRACE, asked_of, shown_to
from caunoi.questionnaires.services import asking, making
from caunoi.questionnaires.services.responses import hand_in_overdue, save_answers, start_response, submit, take_late
from tests.factories import UserFactory
from tests.questionnaires.makers import EACH_KIND, choice, make_quiz

pytestmark = [pytest.mark.django_db, pytest.mark.data]


@pytest.fixture
def version(organiser, office):
    return make_quiz(organiser, office, [choice("Một?"), choice("Hai?"), choice("Ba?")])


def begin(version, **more):
    return start_response(version=version, respondent=uuid.uuid4(), seed=7, **more)


def keys(version):
    return [question.key for question in questions_of(version)]


def test_a_respondent_begins_once_and_finds_again_what_was_saved(version):
    one, two, three = keys(version)
    respondent = uuid.uuid4()
    response = start_response(version=version, respondent=respondent, seed=7)
    assert start_response(version=version, respondent=respondent, seed=8).pk == response.pk
    saved = save_answers(response=response, answers={one: "a", two: "b", "unknown": "x"}, revision=0)
    assert (saved.response.revision, saved.newer, saved.faults) == (1, {}, {})
    # The same once more, as a phone does that never heard the answer.
    again = save_answers(response=response, answers={one: "a", two: "b"}, revision=0)
    assert (again.response.revision, again.newer) == (1, {})
    response.refresh_from_db()
    assert (response.answers, response.seed) == ({one: "a", two: "b"}, 7)
    done = submit(response=response, answers={three: "a"}, revision=1)
    assert (done.points, done.most, done.percent) == (Decimal(2), Decimal(3), Decimal("66.67"))
    handed_in = done.submitted_at
    assert submit(response=response, answers={two: "a"}, revision=1).submitted_at == handed_in
    with pytest.raises(NotNow):
        save_answers(response=response, answers={two: "a"}, revision=2)
    response.refresh_from_db()
    assert response.answers[two] == "b"
    assert response.late == {two: "a"}


def test_of_two_pages_none_overwrites_what_the_other_one_answered_later(version):
    one, two, _three = keys(version)
    response = begin(version)
    save_answers(response=response, answers={one: "a"}, revision=0)
    other = save_answers(response=response, answers={one: "b", two: "c"}, revision=0)
    assert (other.newer, other.response.answers) == ({one: "a"}, {one: "a", two: "c"})
    # Whoever saw it may change it.
    seen = save_answers(response=response, answers={one: "b"}, revision=other.response.revision)
    assert seen.response.answers == {one: "b", two: "c"}
    with pytest.raises(ValidationError) as refused:
        submit(response=response, answers={one: "c"}, revision=1)
    assert set(refused.value.message_dict) == {one}
    response.refresh_from_db()
    assert response.submitted_at is None
    # Sent whole, as without scripts: an emptied answer goes, another page's stays.
    whole = save_answers(response=response, answers={one: None, two: None}, revision=seen.response.revision)
    assert whole.response.answers == {}


def test_what_is_wrong_in_one_answer_loses_no_other(version):
    one, two, _three = keys(version)
    saved = save_answers(response=begin(version), answers={one: "nonsense", two: "b"}, revision=0)
    assert (set(saved.faults), saved.response.answers) == ({one}, {two: "b"})


def test_the_server_keeps_the_time(version):
    version.minutes = 10
    version.save()
    one, two, _three = keys(version)
    response = begin(version)
    assert response.due_at - response.started_at == timedelta(minutes=10)
    assert begin(version, from_paper=True).due_at is None

    def over_since(gone):
        Response.objects.filter(pk=response.pk).update(due_at=timezone.now() - gone)

    over_since(GRACE - timedelta(seconds=20))
    save_answers(response=response, answers={one: "a"}, revision=0)
    over_since(GRACE + timedelta(seconds=1))
    with pytest.raises(NotNow):
        save_answers(response=response, answers={one: "b", two: "a"}, revision=1)
    done = submit(response=response, answers={one: "b", two: "a"}, revision=1)
    assert (done.answers, done.points, done.submitted_at) == ({one: "a"}, Decimal(1), done.due_at)
    assert done.late == {one: "b", two: "a"}
    taken = take_late(response=response)
    assert (taken.answers, taken.points, taken.late) == ({one: "b", two: "a"}, Decimal(1), {})


def test_what_is_left_open_past_its_time_is_handed_in_as_it_was_saved(version):
    one, _two, _three = keys(version)
    left, running, untimed = begin(version), begin(version), begin(version)
    save_answers(response=left, answers={one: "a"}, revision=0)
    now = timezone.now()
    Response.objects.filter(pk=left.pk).update(due_at=now - GRACE - timedelta(seconds=5))
    Response.objects.filter(pk=running.pk).update(due_at=now - GRACE + timedelta(seconds=5))
    assert hand_in_overdue(now=now) == 1
    assert hand_in_overdue(now=now) == 0
    handed = Response.objects.filter(submitted_at__isnull=False).values_list("pk", "points")
    assert list(handed) == [(left.pk, Decimal(1))]
    assert untimed.submitted_at is None


def test_a_questionnaire_changed_while_open_makes_a_version_and_loses_nothing(organiser, version):
    one, two, three = keys(version)
    running = begin(version)
    save_answers(response=running, answers={one: "a"}, revision=0)
    questionnaire = version.questionnaire
    asking.remove_item(actor=organiser, questionnaire=questionnaire, key=uuid.UUID(three), revision=version.revision)
    with pytest.raises(StaleChange):
        asking.move_item(
            actor=organiser, questionnaire=questionnaire, key=uuid.UUID(two), places=-1, revision=version.revision
        )
    asking.save_item(actor=organiser, questionnaire=questionnaire, draft=choice("Hai, rõ hơn?"), key=uuid.UUID(two))
    with pytest.raises(NotNow):
        begin(questionnaire.versions.get(number=2))
    second = making.freeze(actor=organiser, questionnaire=questionnaire)
    assert (second.number, keys(second)) == (2, [one, two])
    assert [question.key for question in asked_of(running)] == [one, two, three]
    assert start_response(version=second, respondent=running.respondent, seed=1).version_id == version.pk
    done = submit(response=running, answers={three: "a"}, revision=1)
    assert (done.version_id, done.points, done.most) == (version.pk, Decimal(2), Decimal(3))
    assert begin(second).version_id == second.pk


def test_only_whose_office_keeps_it_changes_it(organiser, office, stranger, version):
    door = UserFactory.with_role(office, "door")
    assert list(visible_questionnaires(organiser)) == [version.questionnaire]
    assert not visible_questionnaires(stranger).exists()
    assert not visible_questionnaires(door).exists()
    kept = asking.keep_in_bank(actor=organiser, owner=office, draft=choice("Cất giữ?"))
    assert list(visible_bank(organiser, text="cat giu")) == [kept]
    assert not visible_bank(stranger).exists()
    calls = [
        lambda who: making.make_questionnaire(actor=who, owner=office, title="x"),
        lambda who: making.change_questionnaire(actor=who, questionnaire=version.questionnaire, title="x"),
        lambda who: making.copy_questionnaire(actor=who, questionnaire=version.questionnaire, owner=office),
        lambda who: making.freeze(actor=who, questionnaire=version.questionnaire),
        lambda who: making.retire_questionnaire(actor=who, questionnaire=version.questionnaire, retired=True),
        lambda who: making.remove_questionnaire(actor=who, questionnaire=version.questionnaire),
        lambda who: asking.save_item(actor=who, questionnaire=version.questionnaire, draft=choice("x")),
        lambda who: asking.keep_in_bank(actor=who, owner=office, draft=choice("x")),
        lambda who: asking.remove_from_bank(actor=who, item=kept),
    ]
    for who in (stranger, door):
        for call in calls:
            with pytest.raises(PermissionDenied):
                call(who)


def test_a_questionnaire_is_copied_retired_and_removed(organiser, office, version):
    copy = making.copy_questionnaire(actor=organiser, questionnaire=version.questionnaire, owner=office)
    draft = copy.versions.get()
    assert (draft.is_draft, keys(draft)) == (True, keys(version))
    making.change_questionnaire(actor=organiser, questionnaire=copy, title="Bản khác", minutes=15)
    draft.refresh_from_db()
    assert (draft.minutes, draft.number) == (15, 1)
    with pytest.raises(NotNow):
        making.remove_questionnaire(actor=organiser, questionnaire=version.questionnaire)
    making.remove_questionnaire(actor=organiser, questionnaire=copy)
    assert Item.objects.exclude(version=version).count() == 0
    making.retire_questionnaire(actor=organiser, questionnaire=version.questionnaire, retired=True)
    with pytest.raises(NotNow):
        asking.save_item(actor=organiser, questionnaire=version.questionnaire, draft=choice("x"))


def test_the_same_person_sees_the_same_order_again(organiser, office):
    version = make_quiz(organiser, office, EACH_KIND, shuffle_items=True, shuffle_choices=True)
    response = begin(version)
    assert shown_to(response) == shown_to(Response.objects.get(pk=response.pk))
    assert {question.key for question in shown_to(response)} == set(keys(version))


@pytest.mark.django_db(transaction=True)
def test_two_pages_that_save_at_the_same_moment_lose_nothing(organiser, office):
    version = make_quiz(organiser, office, [choice(f"Câu {n}?") for n in range(16)])
    response = begin(version)

    def save(key):
        try:
            return save_answers(response=response, answers={key: "a"}, revision=0).newer
        finally:
            connections.close_all()

    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(save, keys(version))) == [{}] * 16
    response.refresh_from_db()
    assert (response.answers, response.revision) == (dict.fromkeys(keys(version), "a"), 16)
