"""Which words may stand on a certificate: none that say what somebody believes, is, thinks or suffers from."""

from __future__ import annotations

import re

from django.utils.translation import gettext as _

from caunoi.core.text import fold
from caunoi.training.models import TrainingClass

# Folded. What a class was called, or for whom it was held, may hold them; a paper with a person's name may not.
_TELLING = re.compile(
    r"\b(?:ton giao|tin nguong|tin do|chuc sac|chuc viec|tu si|tin lanh|cong giao|thien chua|phat giao|phat tu|cao dai"
    r"|hoa hao|hoi giao|dan toc|thieu so|gia lang|uy tin|dang vien|vao dang|cam tinh dang|ket nap dang|chinh kien"
    r"|khuyet tat|benh|hiv|nghien|ma tuy|tam than|cai nghien|chap hanh xong an|man han tu|dac xa|khieu kien)\b"
)
_SHORTEST_AUDIENCE = 4


def telling_words(training_class: TrainingClass, subject: str) -> str:
    """Return why these words may not stand on a certificate of the class, "" where they may."""
    folded = fold(subject)
    if found := _TELLING.search(folded):
        return _(
            "“%(word)s” could tell something private about the person who holds the certificate. Name only the skill."
        ) % {"word": _as_typed(subject, found.span())}
    audience = fold(training_class.audience)
    if len(audience) >= _SHORTEST_AUDIENCE and audience in folded:
        return _("For whom the class was held stays with the class. Name only what was taught.")
    return ""


def _as_typed(text: str, span: tuple[int, int]) -> str:
    """Return the part of the text with its marks; folding keeps the length of what is composed."""
    return text[slice(*span)] if len(fold(text)) == len(text) else fold(text)[slice(*span)]
