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
        assert [common.is_common(Match(all_of=(word,)), most) for word in ("khap", "hiem")] == [True, False]
        assert not common.is_common(Match(all_of=("khap",), none_of=(("tin",),)), most)
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
