"""Matching: one place, signs in words, names written almost the same, masked across scopes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caunoi.core.fields import lookup_hash
from caunoi.directory.queries.matching import Match, likely_persons, match_persons
from tests.factories import PersonFactory

pytestmark = [pytest.mark.django_db, pytest.mark.data]


def known(office, name, **fields):
    phone = fields.pop("phone", "")
    return PersonFactory.known_to(office, full_name=name, phone=phone, phone_hash=lookup_hash(phone), **fields)


def reasons(matches):
    return [(each.full_name, [str(words) for words in each.reasons]) for each in matches]


def test_signs_are_told_in_words_and_order_by_what_speaks_most(office, organiser):
    known(office, "Trần Thị Mẫu")
    known(office, "Trần Thị Mẫu", birth_year=1970)
    known(office, "Trần Thị Mậu", birth_year=1970, phone="0905 111 222")
    known(office, "Trần Thị Mẫu", birth_year=1955)
    known(office, "Lê Văn Khác", phone="0905 111 222")

    found = likely_persons(
        organiser, {"full_name": "tran thi mau", "birth_year": 1970, "phone": "0905111222", "unit_text": ""}
    )

    assert reasons(found) == [
        ("Trần Thị Mậu", ["cùng họ tên", "cùng số điện thoại", "cùng năm sinh"]),
        ("Trần Thị Mẫu", ["cùng họ tên", "cùng năm sinh"]),
        ("Trần Thị Mẫu", ["cùng họ tên"]),
        ("Lê Văn Khác", ["cùng số điện thoại"]),
    ]
    assert [each.score for each in found] == sorted((each.score for each in found), reverse=True)


def test_a_name_written_almost_the_same_is_found_by_given_name_or_year(office, organiser):
    known(office, "Nguyễn Thị Hương", birth_year=1980)

    def found(name, year=None):
        return reasons(likely_persons(organiser, {"full_name": name, "birth_year": year}))

    assert found("Nguyễn Thi Hươngg", 1980) == [("Nguyễn Thị Hương", ["họ tên viết gần giống", "cùng năm sinh"])]
    assert found("Nguyên Thịi Hương") == [("Nguyễn Thị Hương", ["họ tên viết gần giống"])]
    assert found("Nguyễn Thị Hương", 1981) == []
    assert found("Lê Văn Hương") == []
    assert not likely_persons(organiser, {"full_name": "Nguyễn Thịi Hương"})[0].strong


def test_across_scopes_the_masked_name_is_all_and_only_for_name_and_phone(office, stranger):
    known(office, "Trần Thị Mẫu", birth_year=1970, phone="0905 111 222")

    def found(name, phone=""):
        return likely_persons(stranger, {"full_name": name, "phone": phone, "birth_year": 1970})

    assert found("Trần Thị Mẫu") == found("Trần Thị Mẫu", "0905 999 999") == found("Lê Văn A", "0905 111 222") == []
    (hidden,) = found("Trần Thị Mẫu", "0905 111 222")
    assert (hidden.full_name, hidden.birth_year, hidden.unit_text, hidden.visible) == ("T. T. M.", None, "", False)


def test_one_and_many_agree(office, organiser):
    known(office, "Trần Thị Mẫu", birth_year=1970)
    wanted = {"full_name": "Trần Thị Mẫu", "birth_year": 1970}
    assert match_persons(organiser, [wanted])[0] == likely_persons(organiser, wanted)


@given(st.booleans(), st.booleans(), st.booleans(), st.booleans(), st.booleans())
def test_more_signs_never_count_less(by_name, almost, phone, year, unit):
    def score(**signs):
        return Match(person_id=None, full_name="", birth_year=None, unit_text="", visible=True, **signs).score  # type: ignore[arg-type]

    signs = {"by_name": by_name, "almost": almost, "by_phone": phone, "by_year": year, "by_unit": unit}
    mine = score(**signs)
    assert 0 <= mine <= 100
    assert all(score(**{**signs, name: True}) >= mine for name in signs)
