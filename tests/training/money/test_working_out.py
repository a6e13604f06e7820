"""What is paid follows from programme, attendance, rates and grades; what a person changes has a reason and stays."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from hypothesis import given
from hypothesis import strategies as st

from caunoi.core.errors import NotNow, StaleChange
from caunoi.core.models import AuditEntry
from caunoi.directory.enums import RoleKind
from caunoi.training.enums import ClassState, Mark
from caunoi.training.models import AgendaItem, PayeeAccount, Speaker, SpeakerFee, TrainingClass
from caunoi.training.queries.money import reckoning
from caunoi.training.queries.money.payees import account_of
from caunoi.training.queries.money.rates import table_for
from caunoi.training.queries.money.statement import fees_of, payments_of, statement_of
from caunoi.training.services.money import expenses, fees, pay, payees, rates
from tests.factories import (
    EnrolmentFactory,
    OrganisationFactory,
    PersonFactory,
    SittingFactory,
    TrainingClassFactory,
    UserFactory,
)
from tests.training.money.makers import rate_table, tax_rule
from tests.training.money.marks import mark

pytestmark = [pytest.mark.django_db, pytest.mark.data]

DAY = dt.date(2026, 11, 12)


@pytest.fixture
def province():
    return OrganisationFactory(name="Tỉnh ủy Thử")


@pytest.fixture
def made(province):
    office = OrganisationFactory(parent=province)
    return TrainingClassFactory(keeper=office, starts_on=DAY, ends_on=DAY + dt.timedelta(days=1), state=ClassState.HELD)


@pytest.fixture
def accountant(made):
    return UserFactory.with_role(made.keeper, RoleKind.ACCOUNTANT)


@pytest.fixture
def rated(province, accountant):
    """The province keeps the rates; its own accountant entered them."""
    keeper = UserFactory.with_role(province, RoleKind.ACCOUNTANT)
    return rate_table(province, keeper), tax_rule(province, keeper)


def lesson(made, person, *, periods=4, part="morning", with_others=(), title="Chuyên đề"):
    sitting = made.sittings.filter(part=part).first() or SittingFactory(training_class=made, part=part)
    item = AgendaItem.objects.create(training_class=made, sitting=sitting, title=title, periods=periods)
    for each in (person, *with_others):
        Speaker.objects.create(training_class=made, agenda_item=item, person=each, post="Báo cáo viên")
    return item


def graded(accountant, made, person, rank="Cấp tỉnh", **fields):
    return fees.set_grade(actor=accountant, training_class=made, person=person, post_rank=rank, **fields)


@given(rate=st.integers(0, 5_000_000), halves=st.integers(0, 40), per=st.sampled_from([4, 5]))
def test_a_fee_is_the_share_of_a_sitting(rate, halves, per):
    periods = Decimal(halves) / 2
    amount = reckoning.fee(rate=rate, periods=periods, periods_per_sitting=per)

    assert abs(Decimal(amount) - Decimal(rate) * periods / per) <= Decimal("0.5")
    assert reckoning.fee(rate=rate, periods=Decimal(per), periods_per_sitting=per) == rate


@pytest.mark.parametrize(
    ("amount", "kept_back"), [(0, 0), (1_999_999, 0), (2_000_000, 200_000), (2_000_005, 200_001), (2_000_004, 200_000)]
)
def test_tax_begins_at_the_threshold_and_takes_of_all(amount, kept_back):
    assert reckoning.tax(amount=amount, threshold=2_000_000, percent=Decimal(10)) == kept_back


def test_fees_follow_programme_grade_rate_and_tax(made, accountant, rated):
    one, two = PersonFactory(), PersonFactory()
    lesson(made, one, periods=4)
    lesson(made, one, periods=8, part="afternoon", with_others=[two])
    graded(accountant, made, one)
    graded(accountant, made, two, rank="", academic_title="Tiến sĩ")

    first, second = fees.work_out_fees(actor=accountant, training_class=made)

    # Of the eight periods of the item that both teach, each is paid for four.
    assert (first.periods, first.rate_amount, first.amount, first.tax) == (Decimal(8), 800_000, 1_600_000, 0)
    assert (second.periods, second.amount, second.grade_words) == (Decimal(4), 1_000_000, "Tiến sĩ")
    assert first.basis[0] == {"day": "2026-11-12", "part": "morning", "title": "Chuyên đề", "periods": "4.00"}
    lesson(made, one, periods=4, part="evening")
    first, _second = fees.work_out_fees(actor=accountant, training_class=made)
    assert (first.amount, first.tax, first.net) == (2_400_000, 240_000, 2_160_000)


def test_a_sitting_of_five_periods_and_no_grade(made, accountant):
    rate_table(made.keeper, accountant, periods_per_sitting=5)
    person, unknown = PersonFactory(), PersonFactory()
    lesson(made, person, periods=3)
    lesson(made, unknown, periods=None, part="afternoon")
    graded(accountant, made, person)

    first, second = fees.work_out_fees(actor=accountant, training_class=made)

    assert first.amount == 480_000
    assert (second.amount, second.rate, second.periods) == (0, None, 0)


def test_a_changed_fee_needs_a_reason_stays_and_is_taxed_anew(made, accountant, rated):
    person = PersonFactory()
    item = lesson(made, person)
    graded(accountant, made, person)
    (fee,) = fees.work_out_fees(actor=accountant, training_class=made)
    with pytest.raises(ValidationError):
        fees.change_fee(actor=accountant, fee=fee, amount=3_000_000)

    changed = fees.change_fee(actor=accountant, fee=fee, amount=3_000_000, reason="Theo tờ trình", revision=1)

    assert (changed.amount, changed.tax, changed.net) == (3_000_000, 300_000, 2_700_000)
    with pytest.raises(StaleChange):
        fees.change_fee(actor=accountant, fee=fee, amount=5, reason="Khác", revision=1)
    item.periods = 2
    item.save()
    (again,) = fees.work_out_fees(actor=accountant, training_class=made)
    assert (again.worked_out, again.amount, again.reason) == (400_000, 3_000_000, "Theo tờ trình")
    back = fees.change_fee(actor=accountant, fee=again)
    assert (back.amount, back.reason) == (400_000, "")
    assert AuditEntry.objects.filter(action="training.fee_changed", person_id=person.pk).count() == 2


def test_who_teaches_no_more_loses_the_fee(made, accountant, rated):
    person = PersonFactory()
    item = lesson(made, person)
    fees.work_out_fees(actor=accountant, training_class=made)
    item.delete()

    assert fees.work_out_fees(actor=accountant, training_class=made) == []
    assert not SpeakerFee.objects.exists()


def test_the_table_of_the_day_and_of_the_nearest_office_counts(made, accountant, province, rated):
    table, _rule = rated
    assert table_for(made.keeper, DAY) == table
    assert table_for(made.keeper, dt.date(2025, 12, 31)) is None
    later = rate_table(province, UserFactory.with_role(province, RoleKind.ACCOUNTANT), valid_from=DAY)
    assert table_for(made.keeper, DAY) == later
    assert table_for(made.keeper, DAY - dt.timedelta(days=1)) == table
    own = rate_table(made.keeper, accountant, valid_to=DAY)
    assert table_for(made.keeper, DAY) == own
    assert table_for(made.keeper, DAY + dt.timedelta(days=1)) == later


def test_without_a_table_nothing_is_worked_out(made, accountant):
    with pytest.raises(NotNow):
        fees.work_out_fees(actor=accountant, training_class=made)
    with pytest.raises(NotNow):
        pay.work_out_pay(actor=accountant, training_class=made)


def test_a_row_by_which_somebody_was_paid_stays(made, accountant):
    table = rate_table(made.keeper, accountant)
    person = PersonFactory()
    lesson(made, person)
    graded(accountant, made, person)
    fees.work_out_fees(actor=accountant, training_class=made)

    with pytest.raises(NotNow):
        rates.remove_rate_table(actor=accountant, table=table)
    with pytest.raises(NotNow):
        rates.save_rate_table(
            actor=accountant, owner=made.keeper, table=table, name="Mức thử", valid_from=DAY,
            rows=[rates.RateRow(kind="speaker", post_rank="Cấp tỉnh", amount=1)],
        )  # fmt: skip
    row = rates.RateRow(kind="speaker", post_rank="Cấp tỉnh", amount=800_000)
    ended = rates.save_rate_table(
        actor=accountant, owner=made.keeper, table=table, name="Mức thử", valid_from=DAY, valid_to=DAY, rows=[row]
    )
    assert [(str(rate), rate.amount) for rate in ended.rates.all()] == [("Cấp tỉnh", 800_000)]


@pytest.mark.parametrize(
    ("fields", "at"),
    [
        ({"rows": []}, "rows"),
        ({"rows": [rates.RateRow(kind="speaker", amount=1)]}, "rows"),
        ({"rows": [rates.RateRow(kind="speaker", post_rank="A", amount=1)] * 2}, "rows"),
        ({"name": " "}, "name"),
        ({"valid_to": dt.date(2025, 1, 1)}, "valid_to"),
        ({"periods_per_sitting": 0}, "periods_per_sitting"),
        ({"confidence": "H"}, "citation"),
    ],
)
def test_a_table_is_refused_in_words(made, accountant, fields, at):
    given_ = {"name": "Mức thử", "valid_from": DAY, "rows": [rates.RateRow(kind="meal", amount=1)]}
    with pytest.raises(ValidationError) as refused:
        rates.save_rate_table(actor=accountant, owner=made.keeper, **given_ | fields)
    assert list(refused.value.message_dict) == [at]


def test_meals_and_travel_follow_the_days_present(made, accountant, rated):
    first = SittingFactory(training_class=made)
    second = SittingFactory(training_class=made, part="afternoon")
    third = SittingFactory(training_class=made, date=DAY + dt.timedelta(days=1))
    both, half, away, salaried = [EnrolmentFactory(training_class=made) for _ in range(4)]
    mark(both, {first: Mark.PRESENT, second: Mark.LATE, third: Mark.LEFT_EARLY})
    mark(half, {first: Mark.ABSENT, second: Mark.PRESENT, third: Mark.EXCUSED})
    mark(away, {first: Mark.ABSENT, second: Mark.EXCUSED})
    mark(salaried, {first: Mark.PRESENT})
    pay.set_off_payroll(actor=accountant, training_class=made, enrolments=[both.pk, half.pk, away.pk], off_payroll=True)

    assert pay.work_out_pay(actor=accountant, training_class=made) == 2

    paid = {row.enrolment_id: (row.days, row.meals, row.travel, row.amount) for row in payments_of(made)}
    assert paid == {both.pk: (2, 240_000, 50_000, 290_000), half.pk: (1, 120_000, 50_000, 170_000)}
    row = both.pay
    with pytest.raises(ValidationError):
        pay.change_pay(actor=accountant, pay=row, days=3, travel=50_000)
    # Kilometres that were driven are paid by the table, without a reason.
    row = pay.change_pay(actor=accountant, pay=row, days=2, km=Decimal("30.5"))
    assert (row.travel, row.amount, row.reason) == (61_000, 301_000, "")
    row = pay.change_pay(actor=accountant, pay=row, days=1, travel=9, reason="Về sớm")
    pay.work_out_pay(actor=accountant, training_class=made)
    row.refresh_from_db()
    assert (row.present_days, row.days, row.amount) == (2, 1, 120_009)
    pay.set_off_payroll(actor=accountant, training_class=made, enrolments=[both.pk], off_payroll=False)
    assert [one.enrolment_id for one in payments_of(made)] == [half.pk]


def test_planned_against_spent(made, accountant, rated):
    person = PersonFactory()
    lesson(made, person)
    graded(accountant, made, person)
    fees.work_out_fees(actor=accountant, training_class=made)
    expenses.save_expense(
        actor=accountant, training_class=made, words="In tài liệu", amount=600_000, heading="materials"
    )
    expenses.save_expense(actor=accountant, training_class=made, words="Tạm ứng", amount=2_000_000, kind="advance")
    expenses.set_budget(
        actor=accountant, training_class=made, amounts={"speakers": 800_000, "materials": 500_000, "hall": None}
    )

    found = statement_of(made)

    assert [(str(line.heading), line.planned, line.spent, line.left) for line in found.lines] == [
        ("speakers", 800_000, 800_000, 0),
        ("materials", 500_000, 600_000, -100_000),
    ]
    assert (found.planned, found.spent, found.to_pay_back) == (1_300_000, 1_400_000, 600_000)


def test_a_closed_class_keeps_its_money(made, accountant, rated):
    person = PersonFactory()
    lesson(made, person)
    (fee,) = fees.work_out_fees(actor=accountant, training_class=made)
    TrainingClass.objects.filter(pk=made.pk).update(state=ClassState.CLOSED)

    for refused in (
        lambda: fees.work_out_fees(actor=accountant, training_class=made),
        lambda: fees.change_fee(actor=accountant, fee=fee, amount=1, reason="Khác"),
        lambda: expenses.save_expense(actor=accountant, training_class=made, words="X", amount=1),
        lambda: expenses.set_budget(actor=accountant, training_class=made, amounts={"hall": 1}),
    ):
        with pytest.raises(NotNow):
            refused()


def test_an_account_is_encrypted_and_the_trail_holds_no_value(made, accountant, django_db_blocker):
    from django.db import connection

    person = PersonFactory.known_to(made.keeper)
    administrator = UserFactory.with_role(made.keeper, RoleKind.ADMINISTRATOR)
    kept = payees.keep_account(
        actor=accountant, owner=made.keeper, person=person, account="0011 2233.44", bank="Ngân hàng Thử",
        tax_code="8099887766",
    )  # fmt: skip

    assert account_of(accountant, made.keeper, person.pk).account == "0011223344"
    assert account_of(administrator, made.keeper, person.pk) is None
    with connection.cursor() as cursor:
        cursor.execute("SELECT account, bank, tax_code FROM training_payeeaccount")
        (stored,) = cursor.fetchall()
    assert not [part for part in stored if "0011223344" in part or "Thử" in part or "8099887766" in part]
    rows = list(AuditEntry.objects.filter(object_id=str(kept.pk)))
    assert [row.details for row in rows] == [{"account": True, "bank": True, "tax_code": True}]
    with pytest.raises(PermissionDenied):
        payees.keep_account(actor=administrator, owner=made.keeper, person=person, account="1234567", bank="X")
    assert payees.keep_account(actor=accountant, owner=made.keeper, person=person) is None
    assert not PayeeAccount.objects.exists()


@pytest.mark.parametrize(
    ("fields", "at"),
    [
        ({"account": "12"}, "account"),
        ({"account": "0011223344"}, "bank"),
        ({"tax_code": "12345"}, "tax_code"),
    ],
)
def test_an_odd_account_is_refused_in_words(made, accountant, fields, at):
    person = PersonFactory.known_to(made.keeper)
    with pytest.raises(ValidationError) as refused:
        payees.keep_account(actor=accountant, owner=made.keeper, person=person, **fields)
    assert list(refused.value.message_dict) == [at]


def test_a_grade_holds_from_its_day_and_says_what_shows_it(made, accountant, rated):
    person = PersonFactory()
    lesson(made, person)
    grade = graded(accountant, made, person, content=b"%PDF-1.4 made up\n", name="qd.pdf")
    assert (grade.has_evidence, grade.entered_by) == (True, accountant)
    graded(accountant, made, person, rank="Cấp xã", from_day=DAY + dt.timedelta(days=1))
    (fee,) = fees.work_out_fees(actor=accountant, training_class=made)
    assert fee.rate_amount == 800_000
    with pytest.raises(ValidationError):
        fees.set_grade(actor=accountant, training_class=made, person=person)
    with pytest.raises(ValidationError):
        graded(accountant, made, PersonFactory())
    assert [one.person_id for one in fees_of(made)] == [person.pk]
