"""Questionnaires for tests: one question of each kind, or a plain quiz."""

from __future__ import annotations

from decimal import Decimal

from caunoi.questionnaires.enums import ItemKind
from caunoi.questionnaires.services.asking import add_items
from caunoi.questionnaires.services.making import freeze, make_questionnaire
from caunoi.questionnaires.shape.bodies import Draft, keyed

EACH_KIND = (
    Draft(
        kind=ItemKind.SINGLE,
        text="Hòa giải ở cơ sở do ai tiến hành?",
        body={"choices": keyed(["Tòa án", "Hòa giải viên", "Công an"]), "right": ["b"]},
    ),
    Draft(
        kind=ItemKind.MULTIPLE,
        text="Việc nào thuộc phạm vi hòa giải?",
        body={"choices": keyed(["Mâu thuẫn xóm giềng", "Tội phạm", "Tranh chấp lối đi", "Ly hôn trái luật"])}
        | {"right": ["a", "c"]},
        points=Decimal(2),
    ),
    Draft(
        kind=ItemKind.ORDERING,
        text="Xếp thứ tự các bước hòa giải.",
        body={"choices": keyed(["Gặp các bên", "Lắng nghe", "Ghi biên bản"]), "right": ["a", "b", "c"]},
    ),
    Draft(kind=ItemKind.SCALE, text="Mức tự tin khi hòa giải?", body={"low": 1, "high": 5}),
    Draft(kind=ItemKind.NUMBER, text="Mỗi tổ có ít nhất mấy người?", body={"right": "3", "unit": "người"}),
    Draft(kind=ItemKind.TEXT, text="Cơ quan nào công nhận tổ hòa giải?", body={"right": ["Ủy ban nhân dân"]}),
    Draft(
        kind=ItemKind.MATRIX,
        text="Việc nào của ai?",
        body={"rows": keyed(["Lập biên bản", "Công nhận"]), "columns": keyed(["Tổ hòa giải", "Tòa án"])}
        | {"right": {"a": "a", "b": "b"}},
    ),
)


def make_quiz(actor, owner, drafts=EACH_KIND, *, title="Phiếu thử", **settings):
    """Return a frozen version that asks ``drafts``."""
    made = make_questionnaire(actor=actor, owner=owner, title=title)
    add_items(actor=actor, questionnaire=made, drafts=drafts)
    if settings:
        made.versions.update(**settings)
    return freeze(actor=actor, questionnaire=made)


def choice(text, right="a", *, form="", points=1, texts=("Đúng", "Sai", "Không rõ")):
    """Return a question with one right choice."""
    return Draft(
        kind=ItemKind.SINGLE,
        text=text,
        form=form,
        points=Decimal(points),
        body={"choices": keyed(list(texts)), "right": [right]},
    )
