"""Papers made before anybody is invited: plan, proposal, estimate, decision."""

from __future__ import annotations

from caunoi import papers
from caunoi.papers.kinds.cost_estimate import CostEstimatePaper, CostLine
from caunoi.papers.kinds.decision import DecisionPaper
from caunoi.papers.kinds.plan import PlanLine, PlanPaper
from caunoi.papers.kinds.proposal import ProposalPaper
from caunoi.training.enums import HostRole, PaperKind
from caunoi.training.models import PlanItem
from caunoi.training.queries.papers.frame import called
from caunoi.training.queries.papers.official import Wish, classes_of, frame, head, outline_of
from caunoi.training.queries.papers.target import Target, snapshot_of
from caunoi.training.queries.plans.content import plan_sheet
from caunoi.training.queries.plans.costs import lines_of, sum_of


def plan_paper(target: Target, wish: Wish) -> papers.Paper | None:
    """Return the plan as it is being written, or as it stands."""
    plan = target.plan
    if plan is None:
        return None
    sheet = plan_sheet(plan)
    values = frame(target, PaperKind.PLAN, wish)
    if plan.number:
        number = plan.number.partition("/")[0].partition("-")[0].strip()
        values["heading"] = head_with(values["heading"], number, plan.signed_on)
    units = list(dict.fromkeys(called(each.item.held_for) for each in sheet.items if each.item.held_for))
    tasks = [f"{called(plan.owner)} chủ trì tổ chức, theo dõi, tổng hợp kết quả thực hiện kế hoạch."]
    tasks += [f"{unit} phối hợp tổ chức, cử người tham dự đúng thành phần." for unit in units]
    return PlanPaper(
        **values,
        title=plan.title,
        year=plan.year,
        purpose=plan.purpose,
        lines=tuple(
            PlanLine(
                title=each.item.title,
                audience=each.item.audience,
                classes=each.item.class_count,
                seats=each.item.seats,
                sittings=each.item.sittings,
                quarter=each.item.quarter,
                place=each.item.place,
                held_for=called(each.item.held_for) if each.item.held_for else "",
                topic=each.item.topic.title if each.item.topic else "",
                cost=each.cost.amount if each.lines and each.cost.complete else None,
                note=each.item.note,
            )
            for each in sheet.items
        ),
        tasks=tuple(tasks),
    )


def head_with(heading: papers.Heading, number: str, signed_on: object) -> papers.Heading:
    """Return a heading with the number and day that stand with the plan itself."""
    return papers.Heading(
        layout=heading.layout,
        issuer=heading.issuer,
        superior=heading.superior,
        place=heading.place,
        number=heading.number or number or None,
        suffix=heading.suffix,
        date=heading.date or signed_on,  # type: ignore[arg-type]  # a date or None
    )


def _item(target: Target) -> PlanItem | None:
    return target.plan_item or (target.training_class.plan_item if target.training_class else None)


def _subject(target: Target) -> str:
    return target.plan_item.title if target.plan_item else ""


def proposal(target: Target, wish: Wish) -> papers.Paper | None:
    """Return what asks for leave; None for an item without classes."""
    classes = classes_of(target)
    if not classes:
        return None
    item = _item(target)
    above = target.office.parent
    lines = lines_of(item) if item and target.plan_item else []
    total = sum_of(lines)
    return ProposalPaper(
        **frame(target, PaperKind.PROPOSAL, wish),
        classes=tuple(outline_of(each, snapshot_of(target, each)) for each in classes),
        subject=_subject(target),
        addressees=(called(above),) if above else (),
        purpose=item.plan.purpose if item else "",
        cost=total.amount if lines and total.complete else None,
    )


def cost_estimate(target: Target, wish: Wish) -> papers.Paper | None:
    """Return the estimate of an item for all its classes, of a class for that one; without norms a form to fill in."""
    classes = classes_of(target)
    if not classes:
        return None
    item = _item(target)
    rows = []
    for line in lines_of(item) if item else []:
        count = line.classes if target.plan_item else 1
        fixed_for_all = line.fixed and not target.plan_item and line.classes > 1
        rows.append(
            CostLine(
                what=line.cost.title,
                unit=line.cost.get_basis_display(),
                quantity=line.per_class * count if line.per_class is not None and not line.fixed else None,
                price=None if line.fixed else line.cost.rate,
                amount=line.amount if line.fixed and not fixed_for_all else None,
                basis=line.cost.norm.citation if line.cost.norm else line.cost.reason,
            )
        )
    return CostEstimatePaper(
        heading=head(target, PaperKind.COST_ESTIMATE, wish),
        classes=tuple(outline_of(each, snapshot_of(target, each)) for each in classes),
        subject=_subject(target),
        lines=tuple(rows),
    )


def decision(target: Target, wish: Wish) -> papers.Paper | None:
    """Return the decision: one for a class, or one for all classes of an item."""
    classes = classes_of(target)
    if not classes:
        return None
    links = [link for each in classes for link in each.organisations.order_by("position", "id")]
    partners = dict.fromkeys(link.name for link in links if link.role in {HostRole.HOST, HostRole.CO_ORGANISER})
    return DecisionPaper(
        **frame(target, PaperKind.DECISION, wish),
        classes=tuple(outline_of(each, snapshot_of(target, each)) for each in classes),
        subject=_subject(target),
        responsible=tuple(partners),
    )
