"""Plans of the demonstration: this year's approved one with its classes, and a draft of one office below."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from caunoi.directory.models import Directive, Organisation, User
from caunoi.training.enums import NormBasis, NormKind
from caunoi.training.models import Plan, PlanItem, TrainingClass
from caunoi.training.services.plans import classes, costs, items, making, steps
from caunoi.training.services.plans.items import ItemValues

# Made-up amounts: each office puts in its own, with the paper that sets them.
_NORMS = (
    (NormKind.SPEAKER, "Thù lao báo cáo viên (Mức thử)", NormBasis.SITTING, 500_000),
    (NormKind.MEALS, "Nước uống (Mức thử)", NormBasis.PERSON_DAY, 20_000),
    (NormKind.MATERIALS, "Tài liệu (Mức thử)", NormBasis.PERSON, 15_000),
)
_ITEMS = (
    ("Tập huấn công tác hòa giải ở cơ sở", "Tổ viên tổ hòa giải, trưởng ban công tác Mặt trận", 2, 50, 4, 4),
    ("Bồi dưỡng kỹ năng tiếp nhận phản ánh, kiến nghị của người dân", "Tổ trưởng tổ dân phố", 2, 40, 2, 4),
    ("Tập huấn nghiệp vụ giám sát đầu tư của cộng đồng", "Thành viên Ban Giám sát đầu tư của cộng đồng", 1, 60, 2, 4),
    ("Kỹ năng số cho tổ công nghệ số cộng đồng", "Thành viên tổ công nghệ số cộng đồng", 3, 45, 2, 2),
    ("Nghiệp vụ công tác dân vận ở tổ dân phố", "Bí thư chi bộ, tổ trưởng tổ dân phố", 1, 80, 2, 3),
    ("Phòng cháy, chữa cháy và cứu nạn tại khu dân cư", "Đội dân phòng, tổ trưởng tổ dân phố", 2, 70, 2, 2),
    ("Phân loại rác tại nguồn", "Chi hội trưởng phụ nữ, nông dân, thanh niên", 4, 60, 1, None),
)  # fmt: skip


def approved_plan(
    *, actor: User, owner: Organisation, directive: Directive, year: int, held: Sequence[TrainingClass]
) -> Plan:
    """A plan with norms, approved and numbered; ``held`` are the classes of its first items."""
    for kind, title, basis, amount in _NORMS:
        values = costs.NormValues(kind=kind, title=title, basis=basis, amount=amount, by_default=True)
        costs.save_norm(actor=actor, owner=owner, values=values)
    plan = making.make_plan(
        actor=actor,
        owner=owner,
        year=year,
        title=f"Kế hoạch tập huấn, bồi dưỡng cán bộ cơ sở năm {year}",
        purpose="Giúp cán bộ cơ sở nắm việc, làm đúng việc.\nMỗi lớp gắn với việc thật của địa bàn, học xong làm được.",
    )
    making.set_plan_directives(actor=actor, plan=plan, directives=[directive])
    made = _add_items(actor, plan, _ITEMS)
    steps.submit_plan(actor=actor, plan=plan, revision=_revision(plan))
    signing = steps.Signing(number="15-KH/ĐU", signed_on=dt.date(year, 1, 1), signer="Phó Bí thư Phạm Quang Làm Mẫu")
    steps.approve_plan(actor=actor, plan=plan, revision=_revision(plan), signing=signing)
    for item, training_class in zip(made, held, strict=False):
        classes.link_class(actor=actor, item=item, training_class=TrainingClass.objects.get(pk=training_class.pk))
    return plan


def draft_plan(*, actor: User, owner: Organisation, year: int) -> Plan:
    """A plan that is still being written."""
    plan = making.make_plan(actor=actor, owner=owner, year=year)
    _add_items(actor, plan, _ITEMS[:3])
    return plan


def _add_items(actor: User, plan: Plan, rows: Sequence[tuple[str, str, int, int, int, int | None]]) -> list[PlanItem]:
    return [
        items.save_item(
            actor=actor,
            plan=plan,
            values=ItemValues(
                title=title,
                audience=audience,
                class_count=count,
                seats=seats,
                sittings=sittings,
                quarter=quarter,
                place="Hội trường phường Hòa Khánh",
            ),
        )
        for title, audience, count, seats, sittings, quarter in rows
    ]


def _revision(plan: Plan) -> int:
    return Plan.objects.get(pk=plan.pk).revision
