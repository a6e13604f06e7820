from __future__ import annotations

from caunoi import papers as library
from caunoi.training.enums import PaperKind
from caunoi.training.queries.papers import SOURCES


def test_every_kind_of_the_library_has_a_label_and_a_source():
    assert [kind.value for kind in library.PaperKind] == list(library.KINDS)
    assert set(PaperKind.values) == {kind.value for kind in library.PaperKind}
    # The lists of payments are made on the pages of the money, for those alone who may see it.
    assert {kind.value for kind in PaperKind if kind not in SOURCES} == {"speaker_payments", "participant_payments"}
