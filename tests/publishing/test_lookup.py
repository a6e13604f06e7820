"""The index of what is public, asked itself: common and rare words, any letters, days, what must not stand there."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from caunoi.publishing.models import PublicDocument, PublicWord
from caunoi.publishing.queries.search import common, lookup, results
from caunoi.publishing.search_terms import Match, newest_of, words_of
from caunoi.publishing.services import finding
from tests.publishing.finding_makers import EVERYWHERE, document, titles

pytestmark = pytest.mark.data


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60, deadline=None)
@given(st.text(max_size=80))
@example("ᦰ0")  # a vowel sign to SQLite, a letter to Python
@example("ᦰ0a")
def test_no_query_can_break_a_look_up(db, text):
    results.find(text, EVERYWHERE)
    results.suggestions(text, EVERYWHERE)


@pytest.mark.parametrize("most", [1, 7, 501])
def test_common_and_rare_words_are_looked_up_alike(known, most):
    days = [dt.date(2026, 1, 1) + dt.timedelta(days=number // 3) for number in range(120)]
    known(
        *(
            document(number, f"Tin {number}", "khắp " + "nửa " * (number % 2) + "hiếm " * (number % 40 == 0), day=day)
            for number, day in enumerate(days)
        )
    )
    lookup.tidy()
    if connection.vendor == "postgresql" and most < 501:
        # Both ways are walked below.
        assert [common.to_walk(Match(all_of=(word,)), most) for word in ("khap", "hiem")] == [[(2 * most, most)], []]
        assert not common.to_walk(Match(all_of=("khap",), none_of=(("tin",),)), most)
    rows = list(PublicDocument.objects.order_by("-newness").values_list("newness", "terms"))
    low, high = newest_of(days[30]), newest_of(days[100])
    for words in (("khap",), ("nua",), ("hiem",), ("khap", "hiem"), ("khong",)):
        holding = [number for number, terms in rows if set(words) <= set(terms.split())]
        assert lookup.newest(Match(all_of=words), most=most) == holding[:most]
        among = [number for number in holding if low <= number < high]
        assert lookup.newest(Match(all_of=words, low=low, high=high), most=most) == among[:most]
        assert lookup.counts([Match(all_of=words)], most=most) == [min(len(holding), most)]
        without = [number for number, terms in rows if number in holding and "nua" not in terms.split()]
        assert lookup.newest(Match(all_of=words, none_of=(("nua",),)), most=most) == without[:most]


def test_words_that_are_common_and_shun_each_other_are_looked_up_by_the_index(known, django_assert_num_queries):
    days = [dt.date(2026, 1, 1) + dt.timedelta(days=number) for number in range(600)]
    word = ["chẵn", "lẻ"]
    known(
        *(
            document(number, f"Tin {number}", "chẵn lẻ" if number == 7 else word[number % 2], day=day)
            for number, day in enumerate(days)
        )
    )
    lookup.tidy()
    wanted = list(PublicDocument.objects.filter(day=days[7]).values_list("newness", flat=True))
    both, since = Match(all_of=("chan", "le")), Match(all_of=("chan", "le"), low=newest_of(days[595]))
    walks = connection.vendor == "postgresql"
    if walks:
        # One of four should hold both, were it by chance.
        assert [least for _walked, least in common.to_walk(both, 1)] == [1]
        assert common.to_walk(both, 1)[0][0] == pytest.approx(8, abs=1)
    # The walk, whether there is more; a transaction's two ends, the planner told and told back, the index.
    with django_assert_num_queries(7 if walks else 1):
        assert lookup.newest(both, most=1) == wanted
    # So few days are walked whole: the index has nothing to add.
    with django_assert_num_queries(2 if walks else 1):
        assert lookup.newest(since, most=1) == []


def test_a_walk_in_vain_is_given_up_soon(known, django_assert_num_queries, monkeypatch):
    monkeypatch.setattr(common, "_UNPACKING", 0.001)
    days = [dt.date(2026, 1, 1) + dt.timedelta(days=number) for number in range(400)]
    known(
        *(
            document(number, f"Tin {number}", "cũ" if number < 200 else "mới", day=day)
            for number, day in enumerate(days)
        )
    )
    lookup.tidy()
    newest = list(PublicDocument.objects.order_by("-newness").values_list("newness", flat=True))
    old, new = Match(all_of=("cu",)), Match(all_of=("moi",))
    walks = connection.vendor == "postgresql"
    if walks:
        assert common.to_walk(old, 70) == [(128, 16), (280, 70)]
    # Not one of the 128 newest holds it, where 64 should: the rest of the walk is spared.
    with django_assert_num_queries(7 if walks else 1):
        assert lookup.newest(old, most=70) == newest[200:270]
    with django_assert_num_queries(1):
        assert lookup.newest(new, most=70) == newest[:70]


def test_long_phrases_may_stand_in_title_and_text_one_each(known):
    known(
        document(1, "Dọn đường làng sạch", "Trồng cây ven sông lớn."),
        document(2, "Dọn đường làng sạch", "Trồng cây ven hồ, ven sông lớn."),
        document(3, "Dọn đường và đường làng sạch", "Trồng cây ven sông lớn."),
    )
    assert titles('"dọn đường làng" "cây ven sông"') == ["Dọn đường làng sạch"]
    assert len(results.find('"cây ven sông"', EVERYWHERE)) == 2


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60, deadline=None)
@given(st.text(max_size=60))
@example("ᦰ0")
@example("a\u19b0b c\u0d4e")
def test_every_word_of_a_text_finds_it(known, text):
    known(document(1, "Tin", text))
    there = set(PublicWord.objects.values_list("word", flat=True))
    for word in words_of(text):
        assert len(lookup.newest(Match(all_of=(word,)), most=5)) == 1, word
        assert lookup.counts([Match(all_of=(word,)), Match(all_of=("tin",))], most=5) == [1, 1], word
        assert word in there


def test_words_stay_known_while_something_holds_them(known):
    shelf = known(document(1, "Một", "ᦰ0 lúa"), document(2, "Hai", "lúa"))
    del shelf["1"]
    finding.refresh("article", ["1"])
    assert set(PublicWord.objects.values_list("word", flat=True)) == {"hai", "lua"}
