"""A right answer is corrected, short texts are marked by hand; who is told what before, and what counts afterwards."""

from __future__ import annotations

import uuid
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from caunoi.core.errors import NotNow, StaleChange
from caunoi.core.models import AuditEntry, SearchDocument
from caunoi.questionnaires.enums import ItemKind
from caunoi.questionnaires.models import Item, Response
from caunoi.questionnaires.queries.keys import Effect, TextState, effect_of, used_items, waiting_texts, written_texts
from caunoi.questionnaires.services import asking, keys, making
from caunoi.questionnaires.services.responses import start_response, submit
from caunoi.questionnaires.shape.bodies import Draft, text_mark
from tests.factories import UserFactory
from tests.questionnaires.makers import EACH_KIND, choice, make_quiz

pytestmark = [pytest.mark.django_db, pytest.mark.data]

ASKED = Draft(kind=ItemKind.TEXT, text="Ai công nhận?", body={"right": ["Ủy ban nhân dân"], "most": 500})


def answer(version, **answers):
    """Hand in answers by the words of the questions."""
    response = start_response(version=version, respondent=uuid.uuid4(), seed=3)
    by_words = {item.text: str(item.key) for item in version.items.all()}
    return submit(response=response, answers={by_words[words]: what for words, what in answers.items()}, revision=0)


@pytest.fixture
def version(organiser, office):
    return make_quiz(organiser, office, [choice("Một?"), choice("Hai?")])


def test_a_right_answer_corrected_counts_the_points_anew(organiser, version):
    key = version.items.get(text="Một?").key
    questionnaire = version.questionnaire
    wrong, right = answer(version, **{"Một?": "b", "Hai?": "a"}), answer(version, **{"Một?": "a"})
    third = answer(version, **{"Hai?": "b"})
    # The next version asks the same: its answers are counted, too. A running one is left alone.
    asking.save_item(actor=organiser, questionnaire=questionnaire, draft=choice("Ba?"))
    second = making.freeze(actor=organiser, questionnaire=questionnaire)
    later = answer(second, **{"Một?": "b"})
    start_response(version=second, respondent=uuid.uuid4(), seed=3)
    items = used_items(questionnaire, key)
    told = effect_of(items, keys.corrected_body(items[0], {"right": ["b"]}))
    assert told == Effect(responses=4, up=2, down=1)
    assert Response.objects.get(pk=wrong.pk).points == 1
    do = {"actor": organiser, "questionnaire": questionnaire, "key": key, "right": {"right": ["b"]}}
    with pytest.raises(ValidationError):
        keys.correct_key(**do, reason=" ")
    with pytest.raises(ValidationError):
        keys.correct_key(**{**do, "right": {"right": ["a"]}}, reason="Không đổi")
    with pytest.raises(StaleChange):
        keys.correct_key(**do, reason="In sai", told=Effect(responses=3, up=2, down=1))
    assert keys.correct_key(**do, reason="Đáp án in sai", told=told) == told
    points = [Response.objects.get(pk=one.pk).points for one in (wrong, right, third, later)]
    assert points == [Decimal(2), Decimal(0), Decimal(0), Decimal(1)]
    assert Response.objects.get(pk=wrong.pk).submitted_at == wrong.submitted_at
    assert {item.body["right"][0] for item in Item.objects.filter(key=key)} == {"b"}
    row = AuditEntry.objects.get(action="questionnaires.key_corrected")
    assert (row.reason, row.details["right"], row.details["responses"]) == ("Đáp án in sai", ["['a']", "['b']"], 4)
    # What was asked otherwise later keeps its own right answer.
    other = choice("Một, khác?", texts=("Có", "Không", "Tùy"))
    asking.save_item(actor=organiser, questionnaire=questionnaire, draft=other, key=key)
    keys.correct_key(**{**do, "right": {"right": ["c"]}}, reason="Lại sai")
    assert questionnaire.versions.get(number=3).items.get(key=key).body["right"] == ["a"]


def test_only_what_is_in_use_is_corrected_and_only_by_its_keeper(organiser, office, stranger, version):
    draft = asking.save_item(actor=organiser, questionnaire=version.questionnaire, draft=choice("Mới?"))
    do = {"questionnaire": version.questionnaire, "right": {"right": ["b"]}, "reason": "x"}
    with pytest.raises(NotNow):
        keys.correct_key(actor=organiser, key=draft.key, **do)
    for who in (stranger, UserFactory.with_role(office, "leader")):
        with pytest.raises(PermissionDenied):
            keys.correct_key(actor=who, key=version.items.first().key, **do)


def test_short_texts_are_marked_for_all_who_wrote_the_same(organiser, office):
    version = make_quiz(organiser, office, [ASKED])
    questionnaire, key = version.questionnaire, version.items.get().key
    written = [
        answer(version, **{"Ai công nhận?": text})
        for text in ("ủy ban NHÂN DÂN", "UBND xã", "ubnd xa.", "Tòa án", "/ Hội đồng")
    ]
    items = used_items(questionnaire, key)
    assert [(one.text, one.count, one.state) for one in written_texts(items)] == [
        ("UBND xã", 2, TextState.WAITING),
        ("/ Hội đồng", 1, TextState.WAITING),
        ("Tòa án", 1, TextState.WAITING),
        ("ủy ban NHÂN DÂN", 1, TextState.ACCEPTED),
    ]
    assert waiting_texts(questionnaire) == {key: 3}
    do = {"actor": organiser, "questionnaire": questionnaire, "key": key}
    ubnd, court = text_mark("UBND xã"), text_mark("Tòa án")
    effect = keys.mark_texts(**do, accepted=[ubnd, "unknown"], refused=[court], was=[ubnd, court])
    assert effect == Effect(responses=5, up=2)
    assert [Response.objects.get(pk=one.pk).points for one in written] == [1, 1, 1, 0, 0]
    assert waiting_texts(questionnaire) == {key: 1}
    with pytest.raises(StaleChange):
        keys.mark_texts(**do, accepted=[court], was=[court])
    body = Item.objects.get(key=key).body
    assert body["right"] == ["Ủy ban nhân dân", "UBND xã"]
    # Neither the trail nor the question keeps words that were refused.
    row = AuditEntry.objects.get(action="questionnaires.texts_marked")
    assert (row.details["accepted"], row.details["refused"]) == (1, 1)
    assert "Tòa" not in str(body) + str(row.details)
    # A mark is changed to the other one.
    assert keys.mark_texts(**do, accepted=[court], refused=[ubnd]) == Effect(responses=5, up=1, down=2)
    assert [Response.objects.get(pk=one.pk).points for one in written] == [1, 0, 0, 1, 0]
    # The next version begins with the same marks, and an edit keeps them.
    asking.save_item(actor=organiser, questionnaire=questionnaire, draft=choice("Nữa?"))
    assert (
        questionnaire.versions.get(number=2).items.get(key=key).body
        == Item.objects.get(key=key, version__number=1).body
    )


def test_pages_tell_first_and_cost_the_same_for_many(client, organiser, office):
    version = make_quiz(organiser, office, [*EACH_KIND, choice("Thêm?")])
    client.force_login(organiser)
    first = version.items.get(kind="single", text__startswith="Hòa giải ở cơ sở")
    answer(version, **{first.text: "a", "Cơ quan nào công nhận tổ hòa giải?": "Tổ dân phố"})
    for item in version.items.all():
        address = reverse("desk:questionnaire_key", args=[version.questionnaire_id, item.key])
        assert client.get(address).status_code == (404 if item.kind == "scale" else 200)
    address = reverse("desk:questionnaire_key", args=[version.questionnaire_id, first.key])
    page = client.post(address, {"right": "a", "reason": "In sai"})
    assert "1 bài đã nộp được tính lại" in page.content.decode()
    told = page.context["form"]["told"].value()
    assert Item.objects.get(pk=first.pk).body["right"] == ["b"]
    # Another answer handed in meanwhile: the effect is told anew first.
    answer(version, **{first.text: "b"})
    again = client.post(address, {"right": "a", "reason": "In sai", "told": told, "sure": "1"})
    assert (again.status_code, Item.objects.get(pk=first.pk).body["right"]) == (200, ["b"])
    told = again.context["form"]["told"].value()
    done = client.post(address, {"right": "a", "reason": "In sai", "told": told, "sure": "1"})
    assert done.status_code == 302
    assert Item.objects.get(pk=first.pk).body["right"] == ["a"]
    assert "In sai" in client.get(address).content.decode()
    text = version.items.get(kind="text")
    marks = reverse("desk:questionnaire_texts", args=[version.questionnaire_id, text.key])
    assert "Tổ dân phố" in client.get(marks).content.decode()
    client.post(marks, {f"t-{text_mark('Tổ dân phố')}": "yes", "waiting": [text_mark("Tổ dân phố")]})
    assert "Tổ dân phố" in Item.objects.get(pk=text.pk).body["right"]
    assert (
        client.get(reverse("desk:questionnaire_texts", args=[version.questionnaire_id, first.key])).status_code == 404
    )
    whole = reverse("desk:questionnaire", args=[version.questionnaire_id])
    with CaptureQueriesContext(connection) as few:
        client.get(whole)
    for number in range(15):
        answer(version, **{first.text: "a", text.text: f"Lời {number}"})
    with CaptureQueriesContext(connection) as many:
        client.get(whole)
    assert len(many) == len(few)


def test_a_removed_question_is_put_back_and_titles_are_found(client, organiser, stranger, version):
    client.force_login(organiser)
    questionnaire = version.questionnaire
    key = version.items.get(text="Một?").key
    page = client.post(
        reverse("desk:questionnaire_item", args=[questionnaire.pk, key]), {"remove": "1"}, follow=True
    ).content.decode()
    undo = reverse("desk:questionnaire_item_restore", args=[questionnaire.pk, key])
    assert undo in page
    draft = questionnaire.versions.get(number=2)
    assert [item.text for item in draft.items.all()] == ["Hai?"]
    client.post(undo)
    assert [(item.text, item.key == key) for item in draft.items.all()] == [("Một?", True), ("Hai?", False)]
    assert "không lấy lại được nữa" in client.post(undo, follow=True).content.decode()
    # Whoever changed it since is not overwritten.
    client.post(reverse("desk:questionnaire_item", args=[questionnaire.pk, key]), {"remove": "1"})
    asking.save_item(actor=organiser, questionnaire=questionnaire, draft=choice("Ba?"))
    client.post(undo)
    assert not draft.items.filter(key=key).exists()

    making.change_questionnaire(actor=organiser, questionnaire=questionnaire, title="Kiến thức tổ trưởng", intro="")
    found = client.get("/viec/tim/", {"q": "kien thuc to truong"})
    assert [group.kind for group in found.context["groups"]] == ["questionnaire"]
    client.force_login(stranger)
    assert client.get("/viec/tim/", {"q": "kien thuc to truong"}).context["groups"] == []
    SearchDocument.objects.filter(kind="questionnaire").delete()
