"""An amendment that was begun is dropped in one step: the plan says again, word for word, what was approved."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from caunoi.core.errors import NotNow, StaleChange
from caunoi.core.models import AuditEntry
from caunoi.directory.enums import RoleKind
from caunoi.directory.services.directives import add_directive
from caunoi.training.enums import NormBasis, NormKind, PlanState
from caunoi.training.models import Plan, PlanItem
from caunoi.training.queries.plans.content import approved_facts, plan_facts
from caunoi.training.services.plans import classes, copying, costs, items, making, steps
from caunoi.training.services.plans.dropping import drop_amendment
from caunoi.training.services.topics import save_topic
from tests.factories import PlanFactory, UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.data]

NAMES = ("a", "b", "c")


@pytest.fixture
def boss(office):
    return UserFactory.with_role(office, RoleKind.ADMINISTRATOR)


@pytest.fixture
def amended(office, boss):
    """An approved plan of three items with topics, estimates and a directive, opened to be amended."""
    plan = PlanFactory(owner=office, title="Kế hoạch 2026", purpose="Mục đích")
    directive = add_directive(actor=boss, owner=office, number="1-KH/TH")
    making.set_plan_directives(actor=boss, plan=plan, directives=[directive])
    norm = costs.save_norm(
        actor=boss,
        owner=office,
        values=costs.NormValues(
            kind=NormKind.OTHER, title="Mức thử", basis=NormBasis.CLASS, amount=500_000, citation="Mức thử"
        ),
    )
    for name in NAMES:
        topic = save_topic(actor=boss, owner=office, title=f"Chuyên đề {name}")
        item = items.save_item(
            actor=boss,
            plan=plan,
            values=items.ItemValues(title=name, seats=40, quarter=2, topic=topic, held_for=office),
        )
        costs.save_cost(actor=boss, item=item, values=costs.CostValues(norm=norm, title="Mức thử"))
        costs.save_cost(actor=boss, item=item, values=costs.CostValues(title="Khác", fixed=7, reason="Báo giá"))
    _approve(boss, plan)
    return _amend(boss, plan)


def _now(plan):
    return Plan.objects.get(pk=plan.pk)


def _approve(boss, plan):
    plan = _now(plan)
    steps.submit_plan(actor=boss, plan=plan, revision=plan.revision)
    plan = _now(plan)
    steps.approve_plan(actor=boss, plan=plan, revision=plan.revision)


def _amend(boss, plan):
    plan = _now(plan)
    return steps.amend_plan(actor=boss, plan=plan, revision=plan.revision, reason="Thêm lớp")


def _drop(actor, plan):
    plan = _now(plan)
    return drop_amendment(actor=actor, plan=plan, revision=plan.revision)


def _state(plan):
    """Everything that is to come back, ids included."""
    plan = _now(plan)
    rows = plan.items.order_by("position", "id")
    told = [
        (row.pk, row.title, row.topic_id, row.held_for_id, row.carried_from_id, row.class_count, row.decision_number)
        for row in rows
    ]
    money = [
        (cost.item_id, cost.norm_id, cost.title, cost.basis, cost.rate, cost.quantity, cost.fixed, cost.reason)
        for row in rows
        for cost in row.costs.order_by("position", "id")
    ]
    links = list(plan.directive_links.order_by("position", "id").values_list("directive", flat=True))
    return (plan.title, plan.year, plan.purpose, told, money, links)


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    done=st.lists(
        st.tuples(st.sampled_from(("add", "edit", "move", "remove", "cost", "head")), st.integers(0, 2)), max_size=6
    )
)
def test_whatever_was_changed_the_approved_plan_stands_again(amended, boss, done):
    before, frozen = _state(amended), plan_facts(amended)
    for step, number in done:
        plan = _now(amended)
        found = list(plan.items.order_by("position", "id"))
        item = found[number % len(found)] if found else None
        if step == "add" or item is None:
            items.save_item(actor=boss, plan=plan, values=items.ItemValues(title=f"Mới {number}"))
        elif step == "edit":
            values = items.ItemValues(title=f"Sửa {number}", class_count=number + 2, quarter=4)
            items.save_item(actor=boss, plan=plan, item=item, values=values)
        elif step == "move":
            items.move_item(actor=boss, item=item, by=1)
        elif step == "remove":
            items.remove_item(actor=boss, item=item)
        elif step == "cost":
            costs.save_cost(actor=boss, item=item, values=costs.CostValues(title="Thêm", fixed=9, reason="Báo giá"))
        else:
            making.change_plan(actor=boss, plan=plan, revision=plan.revision, title="Khác", purpose="")
            making.set_plan_directives(actor=boss, plan=_now(plan), directives=[])
    dropped = _drop(boss, amended)
    assert (dropped.state, dropped.amended_because) == (PlanState.APPROVED, "")
    assert _state(amended) == before
    assert plan_facts(_now(amended)) == frozen == approved_facts(_now(amended))
    assert _now(amended).versions.count() == 2
    # Ready for the next example.
    _amend(boss, amended)


def test_the_trail_says_what_was_given_up(amended, boss):
    items.save_item(actor=boss, plan=_now(amended), values=items.ItemValues(title="Mục thêm"))
    items.remove_item(actor=boss, item=amended.items.get(title="b"))
    items.save_item(
        actor=boss, plan=_now(amended), item=amended.items.get(title="a"), values=items.ItemValues(title="a", seats=99)
    )
    _drop(boss, amended)
    entry = AuditEntry.objects.get(action="training.plan_amendment_dropped")
    told = {name: entry.details[name] for name in ("items_removed", "brought_back", "put_back")}
    assert told == {"items_removed": ["Mục thêm"], "brought_back": ["b"], "put_back": ["a"]}
    assert entry.reason == "Thêm lớp"


def test_an_item_with_classes_or_carried_over_is_not_lost(amended, boss, office):
    fresh = items.save_item(actor=boss, plan=_now(amended), values=items.ItemValues(title="Mục thêm"))
    made = classes.open_class(actor=boss, item=fresh)
    with pytest.raises(NotNow):
        _drop(boss, amended)
    classes.unlink_class(actor=boss, training_class=made)
    copying.carry_over(actor=boss, plan=_now(amended))
    with pytest.raises(NotNow):
        _drop(boss, amended)
    assert PlanItem.objects.filter(pk=fresh.pk).exists()
    assert _now(amended).state == PlanState.AMENDING


def test_classes_and_decisions_of_items_that_stand_are_not_touched(amended, boss):
    item = amended.items.get(title="a")
    classes.register_decision(actor=boss, item=item, number="5/QĐ")
    made = classes.open_class(actor=boss, item=item)
    items.save_item(actor=boss, plan=_now(amended), item=item, values=items.ItemValues(title="Khác"))
    _drop(boss, amended)
    made.refresh_from_db()
    item.refresh_from_db()
    assert (made.plan_item, item.title, item.decision_number) == (item, "a", "5/QĐ")


def test_two_clerks_and_other_states(amended, boss, stranger):
    seen = _now(amended).revision
    items.save_item(actor=boss, plan=_now(amended), values=items.ItemValues(title="Của đồng nghiệp"))
    with pytest.raises(StaleChange):
        drop_amendment(actor=boss, plan=amended, revision=seen)
    assert amended.items.filter(title="Của đồng nghiệp").exists()
    with pytest.raises(PermissionDenied):
        _drop(stranger, amended)
    _drop(boss, amended)
    with pytest.raises(NotNow):
        _drop(boss, amended)
    # Whoever still edits what was dropped meanwhile is told so.
    with pytest.raises(NotNow):
        items.save_item(actor=boss, plan=_now(amended), values=items.ItemValues(title="Muộn"))


def test_a_version_frozen_before_ids_were_kept_leaves_links_alone(amended, boss):
    for version in amended.versions.all():
        content = version.content | {"linked": False, "directive_ids": []}
        content["items"] = [{k: v for k, v in item.items() if k != "links"} for item in content["items"]]
        type(version).objects.filter(pk=version.pk).update(content=content)
    topics = list(amended.items.order_by("position").values_list("topic", flat=True))
    items.save_item(
        actor=boss,
        plan=_now(amended),
        item=amended.items.get(title="a"),
        values=items.ItemValues(title="a", topic=amended.items.get(title="a").topic, seats=1),
    )
    _drop(boss, amended)
    assert list(amended.items.order_by("position").values_list("topic", flat=True)) == topics
    assert _now(amended).directive_links.count() == 1
