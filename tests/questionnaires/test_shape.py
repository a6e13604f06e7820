"""Answers, points and order, without a database."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from django.core.exceptions import ValidationError
from django.http import QueryDict
from hypothesis import given
from hypothesis import strategies as st

from caunoi.questionnaires.enums import ItemKind
from caunoi.questionnaires.shape.answers import checked_answers, faults_of, read_answer, read_answers
from caunoi.questionnaires.shape.bodies import Question, checked_body, keyed, plain_number, read_number
from caunoi.questionnaires.shape.order import in_order, of_form
from caunoi.questionnaires.shape.scoring import score, share_right
from caunoi.web.base.questions import field_name, shown_items, typed_answers
from tests.questionnaires.makers import EACH_KIND


def questions(**more):
    return tuple(
        Question(
            key=str(number),
            kind=draft.kind,
            text=draft.text,
            body=checked_body(draft.kind, draft.body),
            points=draft.points,
            **more,
        )
        for number, draft in enumerate(EACH_KIND)
    )


SINGLE, MULTIPLE, ORDERING, SCALE, NUMBER, TEXT, MATRIX = questions()


@pytest.mark.parametrize(
    ("question", "answer", "share"),
    [
        (SINGLE, "b", 1),
        (SINGLE, "a", 0),
        (SINGLE, None, 0),
        (MULTIPLE, ["a", "c"], 1),
        (MULTIPLE, ["a"], Fraction(1, 2)),
        (MULTIPLE, ["a", "b"], 0),
        (MULTIPLE, ["a", "b", "c", "d"], 0),
        (ORDERING, {"a": 1, "b": 2, "c": 3}, 1),
        (ORDERING, {"a": 2, "b": 1, "c": 3}, Fraction(1, 3)),
        (ORDERING, {"a": 3, "b": 2, "c": 1}, 0),
        (SCALE, 5, None),
        (NUMBER, "3", 1),
        (NUMBER, "3.5", 0),
        (TEXT, "ỦY BAN nhân dân.", 1),
        (TEXT, "uy ban nhan dan", 1),
        (TEXT, "Tòa án", 0),
        (MATRIX, {"a": "a", "b": "a"}, Fraction(1, 2)),
    ],
)
def test_what_an_answer_is_worth(question, answer, share):
    assert share_right(question, answer) == share


def test_all_right_is_a_hundred_percent_and_a_scale_counts_nothing():
    right = {"0": "b", "1": ["a", "c"], "2": {"a": 1, "b": 2, "c": 3}, "4": "3", "5": "Ủy ban nhân dân"}
    right["6"] = {"a": "a", "b": "b"}
    assert (score(questions(), right).points, score(questions(), right).most) == (Decimal(7), Decimal(7))
    assert score(questions(), right).percent == Decimal("100.00")
    assert score(questions(), {"1": ["a"]}).percent == Decimal("14.29")
    assert score([SCALE], {"3": 5}).percent is None


@pytest.mark.parametrize(
    ("question", "typed"),
    [
        (SINGLE, "z"), (SINGLE, ["a"]), (SINGLE, 1), (MULTIPLE, "a"), (MULTIPLE, ["a", "z"]), (MULTIPLE, [1]),
        (ORDERING, {"a": 4}), (ORDERING, {"z": 1}), (ORDERING, {"a": [1]}), (ORDERING, ["a"]), (ORDERING, {"a": "-1"}),
        (SCALE, 6), (SCALE, "0"), (SCALE, True), (SCALE, "١"), (SCALE, 2.0), (NUMBER, "ba"), (NUMBER, True),
        (NUMBER, "9" * 40), (NUMBER, "NaN"), (NUMBER, "1e999"), (TEXT, 5), (TEXT, "x" * 501), (MATRIX, {"a": "z"}),
        (MATRIX, {"z": "a"}), (MATRIX, {"a": ["a"]}), (MATRIX, "a"), (MATRIX, {"a": {"b": 1}}),
    ],
)  # fmt: skip
def test_what_is_no_answer_is_refused_in_words(question, typed):
    with pytest.raises(ValidationError) as refused:
        read_answer(question, typed)
    assert refused.value.messages[0]


@given(
    typed=st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from("abcz"), inner, max_size=3),
        max_leaves=6,
    ),
    place=st.integers(0, 6),
)
def test_nonsense_is_an_answer_or_a_fault_and_what_was_read_is_read_again(typed, place):
    question = questions()[place]
    kept, faults = read_answers([question], {question.key: typed})
    assert len(kept) + len(faults) == 1
    if kept.get(question.key) is not None:
        again, none = read_answers([question], kept)
        assert (again, none) == (kept, {})
        assert 0 <= (share_right(question, kept[question.key]) or 0) <= 1


@pytest.mark.parametrize(
    ("typed", "value"),
    [("12,5", "12.5"), ("12.5", "12.5"), ("1.200", "1200"), ("1.200,5", "1200.5"), ("0.125", "0.125"), ("-3", "-3"),
     ("1200", "1200"), ("12,50", "12.5"), (" 7 ", "7"), ("1.200.000", "1200000")],
)  # fmt: skip
def test_numbers_are_read_as_they_are_written_here(typed, value):
    assert plain_number(read_number(typed)) == value


def test_half_done_is_kept_and_not_handed_in():
    must = questions(required=True)
    kept, faults = read_answers(must, {"2": {"a": "1", "b": ""}, "6": {"a": "b"}})
    assert (kept, faults) == ({"2": {"a": 1}, "6": {"a": "b"}}, {})
    assert set(faults_of(must, kept)) == set("0123456")
    assert set(faults_of(questions(), {"2": {"a": 1, "b": 1, "c": 2}})) == {"2"}
    with pytest.raises(ValidationError):
        checked_answers(must, {"0": "b"})


def test_the_same_seed_shows_the_same_order_and_another_one_another():
    asked = questions()

    def order(seed):
        shown = in_order(asked, seed=seed, shuffle_items=True, shuffle_choices=True)
        return [(each.key, [key for key, _words in each.choices]) for each in shown]

    assert order(7) == order(7)
    assert len({str(order(seed)) for seed in range(20)}) > 15
    # One question less leaves the choices of the others as they were.
    fewer = {
        each.key: [key for key, _words in each.choices]
        for each in in_order(asked[:3], seed=7, shuffle_items=True, shuffle_choices=True)
    }
    assert all(dict(order(7))[key] == choices for key, choices in fewer.items())


@given(seed=st.integers(0, 2**62))
def test_what_is_to_be_put_in_order_never_stands_in_it(seed):
    (shown,) = in_order([ORDERING], seed=seed, shuffle_items=False, shuffle_choices=False)
    assert [key for key, _words in shown.choices] != ["a", "b", "c"]


def test_forms_hold_their_own_and_what_stands_on_both():
    both, first, second = (Question(key=k, kind=ItemKind.TEXT, text=k, body={}, form=k) for k in ("", "A", "B"))
    assert of_form([both, first, second], "A") == (both, first)
    assert of_form([both, first, second], "B") == (both, second)
    assert of_form([both, first, second], "") == (both, first, second)


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        (ItemKind.SINGLE, {"choices": keyed(["Một"])}),
        (ItemKind.SINGLE, {"choices": keyed(["Một", "một "])}),
        (ItemKind.SINGLE, {"choices": keyed(["Một", "Hai"]), "right": ["a", "b"]}),
        (ItemKind.MULTIPLE, {"choices": keyed(["Một", "Hai"]), "right": ["c"]}),
        (ItemKind.ORDERING, {"choices": keyed(["Một", "Hai"]), "right": ["a"]}),
        (ItemKind.SCALE, {"low": 5, "high": 1}),
        (ItemKind.SCALE, {"low": 0, "high": 20}),
        (ItemKind.NUMBER, {"right": "ba"}),
        (ItemKind.MATRIX, {"rows": keyed(["Một"]), "columns": keyed(["Một"])}),
        (ItemKind.MATRIX, {"rows": keyed(["1", "2"]), "columns": keyed(["x", "y"]), "right": {"a": "a"}}),
    ],
)
def test_a_body_that_cannot_be_asked_is_refused(kind, body):
    with pytest.raises(ValidationError):
        checked_body(kind, body)


def test_a_form_sent_says_what_was_answered():
    sent = QueryDict(mutable=True)
    single, multiple, ordering, number, matrix = (field_name(key) for key in "01246")
    sent.update({single: "b", f"{ordering}-c": "1", number: "3,0", f"{matrix}-a": "b"})
    sent.setlist(multiple, ["c", "a"])
    kept, faults = read_answers(questions(), typed_answers(questions(), sent))
    assert faults == {}
    assert kept == {
        "0": "b", "1": ["a", "c"], "2": {"c": 1}, "3": None, "4": "3", "5": None, "6": {"a": "b"},
    }  # fmt: skip
    answered = [item.answered for item in shown_items(questions(), kept)]
    assert answered == [True, True, True, False, True, False, True]
