"""Addresses for machines take no form: one that comes all the same is answered, and breaks nothing."""

from __future__ import annotations

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("address", "status"),
    [("/hoi-truong/cua/api/ghep/", 410), ("/hoi-truong/cua/api/luot/", 401), ("/api/chung-nhan/kiem-tra", 200)],
)
def test_a_form_where_none_is_taken_is_answered(address, status):
    for sent in ({"token": "x"}, {}):
        assert Client().post(address, sent).status_code == status
