import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caunoi.core.text import clean, fold, given_name_first, natural_key, sign_in_no_name


@pytest.mark.parametrize(
    "written", ["Đà Nẵng", "đà nẵng", "ĐÀ NẴNG", "da nang", unicodedata.normalize("NFD", "Đà Nẵng")]
)
def test_fold_finds_one_key_for_every_spelling(written):
    assert fold(written) == "da nang"


def test_given_name_comes_first_in_sorting():
    names = ["Nguyễn Văn Bình", "Trần Thị An", "Lê Ân"]
    assert sorted(names, key=given_name_first) == ["Lê Ân", "Trần Thị An", "Nguyễn Văn Bình"]


@given(st.text(max_size=80))
def test_fold_is_stable_and_blind_to_normal_forms(text):
    assert fold(fold(text)) == fold(text)
    assert fold(unicodedata.normalize("NFD", text)) == fold(unicodedata.normalize("NFC", text))


@given(st.text(max_size=80))
def test_clean_leaves_no_control_and_no_double_space(text):
    cleaned = clean(text)
    assert cleaned == clean(cleaned)
    assert "  " not in cleaned
    assert "\x00" not in cleaned


def test_numbers_in_names_sort_as_numbers():
    units = ["Tổ 10", "Tổ 2", "Tổ 1", "Khu phố 3"]
    assert sorted(units, key=natural_key) == ["Khu phố 3", "Tổ 1", "Tổ 2", "Tổ 10"]


@pytest.mark.parametrize(
    ("name", "sign"),
    [
        ("Nguyễn Văn Mẫu", ""),
        ("H'Hen Niê Thử", ""),
        ("Tôn-Nữ Thị Ví Dụ (Bé)", ""),
        ("<b>Mẫu</b>", "<"),
        ("=1", "="),
        ("+84", "+"),
        ("-Mẫu", "-"),
        ("mau@vi-du.vn", "@"),
    ],
)
def test_signs_of_tags_and_formulas_stand_in_no_name(name, sign):
    assert sign_in_no_name(name) == sign
