from __future__ import annotations

import re

import pytest
from django.urls import resolve
from hypothesis import given, settings
from hypothesis import strategies as st

from caunoi.publishing.addresses import RESERVED, SLUG, article_address, slugify


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("Đảng ủy phường Hòa Khánh", "dang-uy-phuong-hoa-khanh"),
        ("Đà  Nẵng: 10/11!", "da-nang-10-11"),
        ("“Dân vận khéo”", "dan-van-kheo"),
        ("!!!", ""),
        ("Hòa Khánh", "hoa-khanh"),
    ],
)
def test_slug_reads_like_the_title(text, slug):
    assert slugify(text) == slug


@given(st.text(max_size=200), st.integers(min_value=1, max_value=90))
def test_slug_is_always_a_clean_segment(text, most):
    slug = slugify(text, most=most)

    assert len(slug) <= most
    assert slug == "" or re.fullmatch(SLUG, slug)
    assert slugify(slug, most=most) == slug


# The first look-up loads every address of the installation.
@settings(deadline=None)
@given(st.text(min_size=1, max_size=60), st.integers(1, 10**12), st.integers(1945, 2999))
def test_every_article_address_leads_to_the_article(title, number, year):
    address = article_address(
        commune="hoa-khanh", section="tin-tuc", year=year, slug=slugify(title) or "tin", number=number
    )

    found = resolve(address)

    assert found.view_name == "portal:article"
    assert found.kwargs["tail"].rpartition("-")[2] == str(number)


def test_no_site_can_take_the_place_of_another_part():
    taken = {resolve(path).view_name for path in ("/tim/", "/viec/", "/tai-khoan/login/")}

    assert "portal:site" not in taken
    assert {"tim", "viec", "tai-khoan", "bien-tap", "static", "media", "anh"} <= RESERVED
