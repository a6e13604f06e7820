from __future__ import annotations

import random

import pytest
import segno

from caunoi.core.ids import ALPHABET
from caunoi.papers.qr import MASK, qr_bits, version_of


@pytest.mark.parametrize("prefix", ["https://a.vn/chung-nhan/", f"https://{'rat-dai.' * 9}gov.vn/chung-nhan/"])
def test_picture_that_is_added_up_is_the_one_that_segno_draws(prefix):
    for seed in range(20):
        code = "".join(random.Random(seed).choices(ALPHABET, k=16))
        drawn = segno.make_qr(
            prefix + code, version=version_of(len(prefix) + 16), mask=MASK, error="m", mode="byte", boost_error=False
        )
        side, bits = qr_bits(prefix, code)
        rows = ["".join("1" if module else "0" for module in row) for row in drawn.matrix]
        assert (len(rows), int("".join(rows), 2)) == (side, bits)


def test_address_that_is_too_long_is_refused():
    with pytest.raises(ValueError, match="too long"):
        version_of(400)
