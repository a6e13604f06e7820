"""Gain and the numbers of a question, against known tables and plain arithmetic."""

from __future__ import annotations

import random
from statistics import fmean

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caunoi.questionnaires.shape.statistics import gain_of, item_statistics, quantile_t, within_t


@pytest.mark.parametrize(
    ("df", "within", "t"),
    # Printed tables of Student's t.
    [(1, 0.95, 12.7062), (2, 0.95, 4.3027), (3, 0.95, 3.1824), (4, 0.95, 2.7764), (5, 0.95, 2.5706),
     (9, 0.95, 2.2622), (10, 0.99, 3.1693), (29, 0.95, 2.0452), (30, 0.9, 1.6973), (100, 0.95, 1.984),
     (299, 0.95, 1.9679)],
)  # fmt: skip
def test_t_is_that_of_the_printed_tables(df, within, t):
    assert quantile_t(df, within) == pytest.approx(t, abs=6e-5 if df > 1 else 1e-3)
    assert within_t(quantile_t(df, within), df) == pytest.approx(within)


def test_gain_counts_pairs_and_tells_how_many_are_missing():
    before = {"a": 40.0, "b": 50.0, "c": 60.0, "d": 100.0, "e": 20.0, "f": 10.0}
    after = {"a": 70.0, "b": 75.0, "c": 60.0, "d": 90.0, "e": 60.0, "g": 99.0, "h": 1.0}
    gain = gain_of(before, after)
    assert (gain.pairs, gain.only_before, gain.only_after, gain.at_top) == (5, 1, 2, 1)
    assert (gain.before, gain.after, gain.gain) == (54.0, 71.0, 17.0)
    # Gains 30, 25, 0, -10, 40: deviation 21.0950, over the root of 5 times 2.7764.
    assert (gain.low, gain.high) == (pytest.approx(-9.193, abs=1e-3), pytest.approx(43.193, abs=1e-3))
    assert gain.of_means == pytest.approx(17 / 46)
    assert gain.by_person == pytest.approx(fmean([30 / 60, 25 / 50, 0, 40 / 80]))


def test_fewer_than_five_tell_nothing():
    four = dict.fromkeys("abcd", 50.0)
    assert gain_of(four, four) is None
    assert gain_of({**four, "e": 1.0}, {**four, "f": 1.0}) is None
    assert item_statistics([1, 0, 1, 0], [1, 2, 3, 4]) is None


def test_all_at_the_top_before_have_nothing_to_gain():
    top = dict.fromkeys("abcde", 100.0)
    gain = gain_of(top, top)
    assert (gain.gain, gain.low, gain.high, gain.of_means, gain.by_person, gain.at_top) == (0, 0, 0, None, None, 5)


def test_the_interval_holds_the_truth_as_often_as_it_says():
    """Small classes of made-up gains around 10: 95 of 100 intervals hold it, give or take chance."""
    chance = random.Random(5)
    held = 0
    for _round in range(2000):
        people = range(8)
        before = dict.fromkeys(people, 50.0)
        gain = gain_of(before, {person: 60 + chance.gauss(0, 12) for person in people})
        held += gain.low <= 10 <= gain.high
    assert 0.935 < held / 2000 < 0.965


def test_a_question_that_the_good_ones_know_discriminates():
    good = item_statistics([1, 1, 1, 0, 0, 0], [9, 8, 7, 3, 2, 1])
    assert good.facility == 0.5
    assert good.discrimination == pytest.approx(0.9649, abs=1e-3)
    assert item_statistics([0, 0, 0, 1, 1, 1], [9, 8, 7, 3, 2, 1]).discrimination == -good.discrimination
    assert item_statistics([1] * 6, [9, 8, 7, 3, 2, 1]).discrimination is None


@given(st.lists(st.tuples(st.floats(0, 100), st.floats(0, 100)), min_size=5, max_size=30))
def test_gain_lies_within_its_interval(pairs):
    before = {place: pair[0] for place, pair in enumerate(pairs)}
    after = {place: pair[1] for place, pair in enumerate(pairs)}
    gain = gain_of(before, after)
    assert gain.low <= gain.gain <= gain.high
    assert gain.gain == pytest.approx(gain.after - gain.before, abs=1e-9)
