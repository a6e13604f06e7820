from __future__ import annotations

from caunoi import papers as library
from caunoi.training.enums import PaperKind
from caunoi.training.queries.papers import ELSEWHERE, SOURCES


def test_every_kind_of_the_library_has_a_label_and_a_source():
    assert [kind.value for kind in library.PaperKind] == list(library.KINDS)
    assert set(PaperKind.values) == {kind.value for kind in library.PaperKind}
    assert set(SOURCES) | ELSEWHERE == set(PaperKind)
    assert not set(SOURCES) & ELSEWHERE
