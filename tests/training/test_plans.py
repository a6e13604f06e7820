"""A plan from draft to amendment: items, estimate, versions, classes, planned against done, copies."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import translation

from caunoi.core.errors import NotNow, StaleChange
from caunoi.core.models import AuditEntry, SearchDocument
from caunoi.directory.enums import RoleKind
from caunoi.training.enums import ClassState, HostRole, Mark, NormBasis, NormKind, PlanState, Qualifier
from caunoi.training.models import Attendance, ClassReport, Plan, Scan, TrainingClass
from caunoi.training.plan_facts import compare, read_plan
from caunoi.training.queries.plans.content import plan_facts, plan_sheet
from caunoi.training.queries.plans.listing import PlanFilter, filtered_plans, visible_plans, with_sums
from caunoi.training.queries.plans.progress import not_held, plan_progress
from caunoi.training.queries.plans.totals import cost_of_plans, sums_by_office
from caunoi.training.services.plans import classes, copying, costs, items, making, steps
from tests.factories import (
    EnrolmentFactory,
    OrganisationFactory,
    PlanFactory,
    PlanItemFactory,
    SittingFactory,
    TrainingClassFactory,
    UserFactory,
)

pytestmark = [pytest.mark.django_db, pytest.mark.data]
TODAY = dt.date(2026, 11, 26)
PDF = b"%PDF-1.4 made up\n"


@pytest.fixture
def province():
    return OrganisationFactory(name="Tỉnh Bao Trùm")


@pytest.fixture
def office(province):
    return OrganisationFactory(name="Xã Thử", parent=province)


@pytest.fixture
def boss(office):
    return UserFactory.with_role(office, RoleKind.ADMINISTRATOR)


@pytest.fixture
def clerk(office):
    return UserFactory.with_role(office, RoleKind.ORGANISER)


def norm(actor, owner, **values):
    given = {"kind": NormKind.SPEAKER, "title": "Mức thử", "basis": NormBasis.SITTING, "amount": 600_000}
    return costs.save_norm(actor=actor, owner=owner, values=costs.NormValues(**(given | values)))


def add(actor, plan, **values):
    item = items.save_item(actor=actor, plan=plan, values=items.ItemValues(**({"title": "Hòa giải"} | values)))
    plan.refresh_from_db()
    return item


def approved(clerk, boss, plan, **signing):
    plan.refresh_from_db()
    steps.submit_plan(actor=clerk, plan=plan, revision=plan.revision)
    plan.refresh_from_db()
    version = steps.approve_plan(actor=boss, plan=plan, revision=plan.revision, signing=steps.Signing(**signing))
    plan.refresh_from_db()
    return version


def test_estimate_says_how_each_amount_comes_about(office, boss):
    norm(boss, office, by_default=True)
    norm(boss, office, kind=NormKind.MEALS, title="Ăn trưa", basis=NormBasis.PERSON_DAY, amount=40_000, by_default=True)
    norm(boss, office, title="Không chung", amount=1)
    plan = making.make_plan(actor=boss, owner=office, year=2026)
    item = add(boss, plan, class_count=3, seats=50, sittings=4)

    costs.save_cost(actor=boss, item=item, values=costs.CostValues(title="Hội trường", rate=1_000_000))
    costs.save_cost(actor=boss, item=item, values=costs.CostValues(title="Khác", fixed=70_000, reason="Báo giá"))
    [sheet] = plan_sheet(plan).items

    assert [(line.cost.title, line.per_class, line.amount, line.fixed) for line in sheet.lines] == [
        ("Ăn trưa", 100, 12_000_000, False),
        ("Mức thử", 4, 7_200_000, False),
        ("Hội trường", 1, 3_000_000, False),
        ("Khác", 1, 70_000, True),
    ]
    assert (sheet.cost.amount, sheet.cost.complete) == (22_270_000, True)
    assert cost_of_plans([plan.pk])[plan.pk].amount == 22_270_000


def test_estimate_without_seats_is_more_than_what_is_known(office, boss):
    norm(boss, office, by_default=True)
    norm(boss, office, kind=NormKind.MEALS, title="Ăn trưa", basis=NormBasis.PERSON, amount=40_000, by_default=True)
    plan = making.make_plan(actor=boss, owner=office, year=2026)
    add(boss, plan)

    sheet = plan_sheet(plan)

    assert (sheet.cost.amount, sheet.cost.complete, sheet.seats.complete) == (1_200_000, False, False)


def test_norms_serve_offices_below_in_their_years_and_change_no_plan_by_themselves(province, office, boss):
    top = UserFactory.with_role(province, RoleKind.ADMINISTRATOR)
    above = norm(top, province, by_default=True, valid_from=dt.date(2026, 7, 1))
    norm(top, province, title="Hết hạn", valid_to=dt.date(2025, 12, 31), by_default=True)
    plan = making.make_plan(actor=boss, owner=office, year=2026)
    item = add(boss, plan)
    assert [cost.norm for cost in item.costs.all()] == [above]

    costs.save_norm(actor=top, owner=province, norm=above, values=costs.NormValues(
        kind="speaker", title="Mức thử", basis="sitting", amount=700_000))  # fmt: skip
    assert item.costs.get().rate == 600_000
    assert costs.renew_costs(actor=boss, plan=plan) == 1
    assert item.costs.get().rate == 700_000
    with pytest.raises(NotNow):
        costs.remove_norm(actor=top, norm=above)
    with pytest.raises(PermissionDenied):
        costs.remove_norm(actor=boss, norm=above)
    # A nearer office's own stands before it.
    own = norm(boss, office, by_default=True, amount=1)
    assert [cost.norm for cost in add(boss, plan, title="Sau").costs.all()] == [own]


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"title": " "}, "title"),
        ({"class_count": 0}, "class_count"),
        ({"sittings": 61}, "sittings"),
        ({"seats": 0}, "seats"),
        ({"quarter": 5}, "quarter"),
        ({"audience": "x" * 501}, "audience"),
    ],
)
def test_item_that_cannot_be_is_refused_in_words(office, boss, values, field):
    plan = PlanFactory(owner=office)

    with pytest.raises(ValidationError) as raised:
        add(boss, plan, **values)

    assert list(raised.value.message_dict) == [field]
    assert not plan.items.exists()


def test_item_of_a_topic_or_organisation_out_of_scope_is_refused(office, boss):
    plan = PlanFactory(owner=office)
    with pytest.raises(ValidationError):
        add(boss, plan, held_for=OrganisationFactory())
    foreign = norm(UserFactory.with_role(stranger := OrganisationFactory(), RoleKind.ADMINISTRATOR), stranger)
    item = add(boss, plan)
    with pytest.raises(ValidationError):
        costs.save_cost(actor=boss, item=item, values=costs.CostValues(norm=foreign))


def test_way_of_a_plan_keeps_every_version(office, boss, clerk):
    plan = making.make_plan(actor=clerk, owner=office, year=2026)
    with pytest.raises(ValidationError):
        steps.submit_plan(actor=clerk, plan=plan, revision=plan.revision)
    first = add(clerk, plan, class_count=2, seats=50)
    steps.submit_plan(actor=clerk, plan=plan, revision=plan.revision)
    with pytest.raises(NotNow):
        add(clerk, plan, title="Khi đã trình")
    plan.refresh_from_db()
    with pytest.raises(PermissionDenied):
        steps.approve_plan(actor=clerk, plan=plan, revision=plan.revision)
    steps.send_back_plan(actor=boss, plan=plan, revision=plan.revision, reason="Thêm nội dung")
    plan.refresh_from_db()
    assert plan.state == PlanState.DRAFT
    second = add(clerk, plan, title="Chuyển đổi số")

    version = approved(clerk, boss, plan, number="12/KH", signer="Chủ tịch Nguyễn Văn Thử", content=PDF, name="k.pdf")

    assert (version.number, version.registry_number, plan.number) == (3, "12/KH", "12/KH")
    with pytest.raises(NotNow):
        items.remove_item(actor=clerk, item=second)
    with pytest.raises(ValidationError):
        steps.amend_plan(actor=clerk, plan=plan, revision=plan.revision, reason=" ")
    steps.amend_plan(actor=clerk, plan=plan, revision=plan.revision, reason="Tăng lớp")
    plan.refresh_from_db()
    items.save_item(actor=clerk, plan=plan, item=first, revision=plan.revision, values=items.ItemValues(
        title="Hòa giải", class_count=4, seats=50))  # fmt: skip
    items.remove_item(actor=clerk, item=second)
    third = add(clerk, plan, title="Tiếp công dân")
    again = approved(clerk, boss, plan)

    found = compare(read_plan(version.content), read_plan(again.content))
    assert [item.id for item in found.came] == [str(third.pk)]
    assert [item.title for item in found.went] == ["Chuyển đổi số"]
    assert [(c.field, c.before, c.after) for each in found.changed for c in each.changes] == [("class_count", 2, 4)]
    assert (again.number, again.reason, plan.amended_because) == (5, "Tăng lớp", "")
    states = [version.state for version in plan.versions.order_by("number")]
    assert states == ["submitted", "submitted", "approved", "submitted", "approved"]
    # What was approved first still says what it said, and holds nobody's name.
    assert "Nguyễn Văn Thử" not in str(version.content)
    with pytest.raises(NotNow):
        making.remove_plan(actor=clerk, plan=plan)
    assert AuditEntry.objects.filter(action="training.plan_approved").count() == 2


def test_two_clerks_cannot_overwrite_each_other(office, clerk):
    plan = PlanFactory(owner=office)
    making.change_plan(actor=clerk, plan=plan, revision=1, title="Một")
    with pytest.raises(StaleChange):
        making.change_plan(actor=clerk, plan=plan, revision=1, title="Hai")
    with pytest.raises(StaleChange):
        steps.submit_plan(actor=clerk, plan=plan, revision=1)


def test_comparison_tells_the_fewest_moves(office, boss):
    plan = PlanFactory(owner=office)
    made = [add(boss, plan, title=f"Nội dung {n}") for n in range(4)]
    before = plan_facts(plan)
    for _time in range(3):
        items.move_item(actor=boss, item=made[0], by=1)

    found = compare(before, plan_facts(plan))

    assert [(each.after.title, each.moved, each.changes) for each in found.changed] == [("Nội dung 0", True, ())]
    assert compare(before, before).is_empty


def test_plan_is_found_without_marks_and_goes_from_search_with_its_draft(office, clerk):
    plan = making.make_plan(actor=clerk, owner=office, year=2026, title="Kế hoạch bồi dưỡng")
    add(clerk, plan, title="Tiếp công dân")
    document = SearchDocument.objects.get(kind="plan", object_id=plan.code)
    assert "tiep cong dan" in document.folded_text
    making.remove_plan(actor=clerk, plan=plan)
    assert not SearchDocument.objects.filter(kind="plan").exists()


def test_classes_come_from_an_approved_item_with_what_it_says(office, boss, clerk):
    plan = PlanFactory(owner=office)
    item = add(clerk, plan, class_count=2, seats=60, audience="Hòa giải viên", place="Hội trường")
    with pytest.raises(NotNow):
        classes.open_class(actor=clerk, item=item)
    approved(clerk, boss, plan)

    with translation.override("vi"):
        made = classes.open_class(actor=clerk, item=item, starts_on=dt.date(2026, 5, 4))
        other = classes.open_class(actor=clerk, item=item)

    assert (made.title, other.title) == ("Hòa giải, lớp 1", "Hòa giải, lớp 2")
    assert (made.quota, made.audience, made.place, made.keeper) == (60, "Hòa giải viên", "Hội trường", office)
    assert set(made.organisations.values_list("role", flat=True)) == {HostRole.KEEPER, HostRole.HOST}
    steps.amend_plan(actor=clerk, plan=plan, revision=Plan.objects.get(pk=plan.pk).revision, reason="Bớt")
    with pytest.raises(NotNow):
        items.remove_item(actor=clerk, item=item)
    classes.unlink_class(actor=clerk, training_class=other)
    assert list(item.classes.all()) == [made]
    classes.link_class(actor=clerk, item=item, training_class=TrainingClass.objects.get(pk=other.pk))
    assert item.classes.count() == 2
    stranger = TrainingClassFactory()
    with pytest.raises(PermissionDenied):
        classes.link_class(actor=clerk, item=item, training_class=stranger)
    with pytest.raises(ValidationError):
        classes.register_decision(actor=clerk, item=item, number=" ")
    decided = classes.register_decision(actor=clerk, item=item, number="5/QĐ", content=PDF, name="q.pdf")
    assert (decided.decision_number, decided.decision_file.name) == ("5/QĐ", "q.pdf")


def _held(item, state, **fields):
    return TrainingClassFactory(keeper=item.plan.owner, plan_item=item, state=state, **fields)


def _report(training_class, value, qualifier="exact"):
    ClassReport.objects.create(
        training_class=training_class, version=1, facts={"present": {"value": value, "qualifier": qualifier}}, names={},
        participants=[],
    )  # fmt: skip


def test_planned_against_done_keeps_vague_numbers_vague(office, django_assert_num_queries):
    plan = PlanFactory(owner=office)
    one = PlanItemFactory(plan=plan, class_count=4, seats=100, quarter=1, audience="Trưởng thôn", held_for=office)
    two = PlanItemFactory(plan=plan, class_count=2, seats=None, quarter=2, audience="Hòa giải viên")
    _report(_held(one, ClassState.CLOSED, starts_on=dt.date(2026, 2, 1), ends_on=None), 30)
    _report(_held(one, ClassState.CLOSED, starts_on=dt.date(2026, 5, 1), ends_on=None), 270, "over")
    _held(one, ClassState.CANCELLED)
    _held(two, ClassState.GATHERING, starts_on=dt.date(2026, 6, 1), ends_on=None)
    running = _held(two, ClassState.HELD, starts_on=dt.date(2026, 4, 1), ends_on=None)
    for part, mark in (("morning", Mark.PRESENT), ("afternoon", Mark.LATE)):
        sitting = SittingFactory(training_class=running, part=part)
        enrolment = running.enrolments.first() or EnrolmentFactory(training_class=running)
        scan = Scan.objects.create(enrolment=enrolment, sitting=sitting, mark=mark, source="desk")
        Attendance.objects.create(enrolment=enrolment, sitting=sitting, mark=mark, scan=scan)

    with django_assert_num_queries(3):
        found = plan_progress(plan, TODAY)

    first, second = found.items
    assert (first.planned, first.held, first.open, first.cancelled, first.missing) == (4, 2, 0, 1, 2)
    assert (first.present.value, first.present.qualifier) == (300, Qualifier.OVER)
    assert (second.held, second.open, second.missing, second.present.value) == (1, 1, 0, 1)
    assert (found.total.present.value, found.total.present.qualifier) == (301, Qualifier.OVER)
    assert (found.total.seats, found.total.seats_complete) == (400, False)
    # Planned by the item's quarter, done by the class's.
    assert [(each.label, each.planned, each.held) for each in found.quarters] == [(1, 4, 1), (2, 2, 2), (4, 0, 0)]
    assert [(each.label, each.held) for each in found.units] == [("Xã Thử", 2), ("", 1)]
    assert [each.label for each in found.audiences] == ["Trưởng thôn", "Hòa giải viên"]
    for _time in range(10):
        _held(two, ClassState.GATHERING)
    with django_assert_num_queries(3):
        plan_progress(plan, TODAY)


def test_what_was_not_held_is_carried_over_once(office, clerk):
    plan = PlanFactory(owner=office, year=2026)
    part = PlanItemFactory(plan=plan, title="Hòa giải năm 2026", class_count=3)
    done = PlanItemFactory(plan=plan, class_count=1)
    _held(part, ClassState.CLOSED)
    _held(part, ClassState.CANCELLED)
    _held(done, ClassState.HELD)
    costs.save_cost(actor=clerk, item=part, values=costs.CostValues(title="Khác", fixed=9, reason="Báo giá"))
    assert [(item, left) for item, left in not_held(plan)] == [(part, 2)]

    made, count = copying.carry_over(actor=clerk, plan=plan)

    [item] = made.items.all()
    assert (made.year, count, item.title, item.class_count) == (2027, 1, "Hòa giải năm 2027", 2)
    assert (item.carried_from, item.costs.get().fixed) == (part, None)
    with pytest.raises(ValidationError):
        copying.carry_over(actor=clerk, plan=plan)


def test_copy_is_a_year_later_without_classes_papers_or_people(province, office, clerk, boss):
    top = UserFactory.with_role(province, RoleKind.ORGANISER)
    neighbour = OrganisationFactory(name="Xã Bên", parent=province)
    norm(boss, office, by_default=True)
    plan = PlanFactory(owner=office, title="Kế hoạch tập huấn năm 2026", purpose="Theo Kế hoạch 20261 và năm 2026")
    item = add(clerk, plan, title="Hòa giải 2026", quarter=3, held_for=office, class_count=2)
    approved(clerk, boss, plan, number="1/KH", signer="Chủ tịch")
    classes.register_decision(actor=clerk, item=item, number="5/QĐ")
    classes.open_class(actor=clerk, item=item)

    made = copying.copy_plan(actor=top, plan=plan, owner=neighbour, year=2027)

    [copied] = made.items.all()
    assert (made.title, made.purpose) == ("Kế hoạch tập huấn năm 2027", "Theo Kế hoạch 20261 và năm 2027")
    assert (made.state, made.number, made.signer, made.follows) == (PlanState.DRAFT, "", "", plan)
    assert (copied.title, copied.quarter, copied.decision_number, copied.held_for) == ("Hòa giải 2027", 3, "", office)
    assert not copied.classes.exists()
    # The norm is another office's, out of the new one's reach: its amount goes along as words.
    assert [(cost.norm, cost.rate, cost.title) for cost in copied.costs.all()] == [(None, 600_000, "Mức thử")]
    with pytest.raises(PermissionDenied):
        copying.copy_plan(
            actor=UserFactory.with_role(neighbour, RoleKind.ORGANISER), plan=plan, owner=neighbour, year=2027
        )


def test_province_sees_the_plans_of_its_communes_together(province, office, clerk, django_assert_num_queries):
    top = UserFactory.with_role(province, RoleKind.AUDITOR)
    other = OrganisationFactory(name="Xã Bên", parent=province)
    PlanItemFactory(plan=PlanFactory(owner=office), class_count=3, seats=10)
    PlanItemFactory(plan=PlanFactory(owner=other, year=2025), class_count=1, seats=None)
    PlanFactory()
    costs.save_cost(actor=clerk, item=office.plans.get().items.get(), values=costs.CostValues(title="Nước", rate=5))

    assert visible_plans(top).count() == 2
    assert visible_plans(clerk).count() == 1
    with django_assert_num_queries(3):
        sums = sums_by_office(filtered_plans(top, PlanFilter()))
    assert [(each.name, each.plans, each.classes, each.seats, each.cost.amount) for each in sums] == [
        ("Xã Bên", 1, 1, 0, 0),
        ("Xã Thử", 1, 3, 30, 15),
    ]
    assert [p.class_count for p in with_sums(filtered_plans(top, PlanFilter(year=2025)))] == [1]
