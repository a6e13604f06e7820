"""A class of 300 with its money: it agrees, and each discrepancy planted one by one is found by its own check."""

from __future__ import annotations

import datetime as dt
import io
from decimal import Decimal

import docx
import openpyxl
import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from docx.table import _Cell

from caunoi.directory.enums import RoleKind
from caunoi.directory.models import Directive
from caunoi.papers import Layout
from caunoi.training.enums import CostHeading, Mark
from caunoi.training.facts import read_facts
from caunoi.training.models import (
    AgendaItem,
    Attendance,
    BudgetLine,
    ClassExpense,
    ClassReport,
    Enrolment,
    PaperRecord,
    ParticipantPay,
    Scan,
    Speaker,
    SpeakerFee,
    SpeakerGrade,
)
from caunoi.training.queries.money.checkfacts import check_facts
from caunoi.training.queries.money.checks import CHECKS, State, run_checks
from caunoi.training.queries.money.statement import statement_of
from caunoi.training.queries.papers import Wish, make_paper, of_class, render
from caunoi.training.queries.papers.paying import accounts_for
from caunoi.training.queries.papers.workbook import class_workbook
from caunoi.training.services import closing
from tests.factories import SittingFactory, TrainingClassFactory, UserFactory
from tests.training.money.whole_class import DAY, class_with_money

pytestmark = [pytest.mark.django_db, pytest.mark.data]

NEXT = DAY + dt.timedelta(days=1)


def _pay(made):
    return ParticipantPay.objects.filter(enrolment__training_class=made).order_by("pk")


def _update(rows, **values):
    """Change the first of ``rows``, past every service."""
    type(rows[0]).objects.filter(pk=rows[0].pk).update(**values)


def _in_two_places(made, *, teaches: bool):
    other = TrainingClassFactory(keeper=made.keeper, starts_on=DAY, ends_on=DAY)
    sitting = SittingFactory(training_class=other)
    if teaches:
        item = AgendaItem.objects.create(training_class=other, sitting=sitting, title="Khác")
        Speaker.objects.create(training_class=other, agenda_item=item, person=made.speakers.first().person)
        return
    person = made.enrolments.order_by("pk").first().person
    enrolment = Enrolment.objects.create(training_class=other, person=person, sort_name="x")
    scan = Scan.objects.create(enrolment=enrolment, sitting=sitting, mark="present", source="desk")
    Attendance.objects.create(enrolment=enrolment, sitting=sitting, mark="present", scan=scan)


PLANTED = {
    "decision after the class began": (
        "approvals", lambda m: Directive.objects.filter(class_links__training_class=m).update(issued_on=NEXT)),
    "paid and off the list": (
        "list", lambda m: Enrolment.objects.filter(pk=_pay(m)[0].enrolment_id).update(state="withdrawn")),
    "paid and not off the payroll": (
        "list", lambda m: Enrolment.objects.filter(pk=_pay(m)[0].enrolment_id).update(off_payroll=False)),
    "present and not paid": ("list", lambda m: _pay(m)[0].delete()),
    "a cell of the sheet is blank": (
        "list", lambda m: Attendance.objects.filter(enrolment=_pay(m)[0].enrolment)[0].delete()),
    "more meals than days present": (
        "meals", lambda m: _update(_pay(m), days=3, meals=360_000, travel=0, amount=360_000)),
    "present taken back after paying": (
        "meals", lambda m: Attendance.objects.filter(enrolment=_pay(m)[0].enrolment).update(mark=Mark.EXCUSED)),
    "meals are not days by rate": ("sums", lambda m: _update(_pay(m), meals=1, travel=1, amount=2)),
    "fee is not rate by periods": (
        "sums", lambda m: _update(m.speaker_fees.all(), worked_out=7, amount=7, tax=0, net=7)),
    "tax is not what its rule takes": (
        "sums", lambda m: _update(m.speaker_fees.order_by("-amount"), tax=5, net=1_600_000 - 5)),
    "the programme changed after paying": ("programme", lambda m: m.agenda.update(periods=2)),
    "a speaker without a fee": ("programme", lambda m: m.speaker_fees.first().delete()),
    "a grade without evidence": ("evidence", lambda m: SpeakerGrade.objects.update(file=None)),
    "no grade": ("evidence", lambda m: SpeakerGrade.objects.all().delete()),
    "a speaker at two classes": ("one_place", lambda m: _in_two_places(m, teaches=True)),
    "a participant at two classes": ("one_place", lambda m: _in_two_places(m, teaches=False)),
    "no copy of an invoice": ("invoices", lambda m: ClassExpense.objects.update(file=None)),
    "no number of an invoice": ("invoices", lambda m: ClassExpense.objects.update(invoice_number="")),
    "more spent than planned": ("plan", lambda m: BudgetLine.objects.filter(heading="materials").update(amount=1)),
    "no signed sheet": ("signed", lambda m: PaperRecord.objects.filter(kind="sign_in_sheet").update(signed_file=None)),
    "no signed payment list": (
        "signed", lambda m: PaperRecord.objects.filter(kind="participant_payments").delete()),
    "no account for a transfer": (
        "accounts", lambda m: m.keeper.payee_accounts.all().delete()),
}  # fmt: skip


# What one planted thing makes wrong elsewhere: who is off the list was present on no day of it.
ALSO = {"paid and off the list": {"meals"}, "more meals than days present": {"plan"}}


def compare_what_is_printed(made, accountant):
    """Read list, sheet, payment lists, statement and workbook back, and compare what stands in them."""

    def printed(kind, key="Họ và tên"):
        return rows_of(render(make_paper(kind, of_class(made), Wish(layout=Layout.STATE)), made.keeper), key)

    listed, sheet = printed("participant_list"), printed("sign_in_sheet")
    paid, speakers = printed("participant_payments"), printed("speaker_payments")
    statement = printed("cost_statement", "Thực chi (đồng)")
    book = openpyxl.load_workbook(io.BytesIO(class_workbook(made, money=True)), read_only=True)
    read = {name: list(book[name].iter_rows(values_only=True)) for name in book.sheetnames}
    people = read["Học viên"][1:]
    marks = {row[1]: row[-3:] for row in people}

    # One list: everybody on it has a row to sign, in the same order and of the same unit, and stands in the workbook.
    assert [row["STT"] for row in listed] == [str(n) for n in range(1, 301)]
    assert [(row["Họ và tên"], row["Đơn vị"]) for row in listed] == [(row["Họ và tên"], row["Đơn vị"]) for row in sheet]
    assert [row["Họ và tên"] for row in listed] == [row[1] for row in people]
    assert sum("Sáng" in head or "Chiều" in head for head in sheet[0]) == 3

    # Who is paid is on the list, for the days on which the sheet has him, and every row adds up.
    names = [row["Họ và tên"] for row in paid]
    assert len(set(names)) == 200
    assert set(names) <= marks.keys()
    for row in paid:
        first, second, third = marks[row["Họ và tên"]]
        there = int("có mặt" in {first, second}) + int(third == "có mặt")
        assert int(row["Số ngày"]) == there, row
        assert there * amount(row["Mức ăn/ngày (đồng)"]) == amount(row["Tiền ăn (đồng)"])
        assert amount(row["Tiền ăn (đồng)"]) + amount(row["Đi lại (đồng)"]) == amount(row["Số tiền (đồng)"])
    assert [(row["Họ và tên"], amount(row["Số tiền (đồng)"])) for row in paid] == [
        (row[1], row[6]) for row in read["Tiền ăn, đi lại"][1:]
    ]
    assert [(row["Họ và tên"], amount(row["Thực nhận (đồng)"])) for row in speakers] == [
        (row[0], row[7]) for row in read["Thù lao báo cáo viên"][1:]
    ]

    # What the lists pay is what the statement says was spent, in the Word paper as in the workbook.
    spent = {row["Nội dung chi"].lower(): amount(row["Thực chi (đồng)"]) for row in statement}
    assert spent == {row[0].lower(): row[2] for row in read["Dự toán và đã chi"][1:]}
    given = {
        "speakers": sum(amount(row["Số tiền (đồng)"]) for row in speakers),
        "meals": sum(amount(row["Tiền ăn (đồng)"]) for row in paid),
        "travel": sum(amount(row["Đi lại (đồng)"]) for row in paid),
    }
    assert given == {key: spent[str(CostHeading(key).label).lower()] for key in given}


def amount(text):
    return int(text.replace(".", ""))


def rows_of(data, key):
    """The numbered rows of the table of a Word paper whose head names ``key``, each as head and cell."""
    for table in docx.Document(io.BytesIO(data)).tables:
        lines = [[cell.text.strip().replace("\n", " ") for cell in _cells(row)] for row in table.rows]
        if lines and key in lines[0]:
            return [dict(zip(lines[0], line, strict=True)) for line in lines[1:] if line[0].isdigit()]
    raise AssertionError(key)


def _cells(row):
    # ``row.cells`` of python-docx looks through the whole table for each row.
    return [_Cell(cell, row) for cell in row._tr.tc_lst]


def test_class_of_300_agrees_and_each_planted_discrepancy_is_found():
    made, accountant = class_with_money()

    facts = check_facts(accountant, made)
    assert {check.code: check.state for check in run_checks(facts)} == dict.fromkeys(
        [check(facts).code for check in CHECKS], State.PASSED
    )
    compare_what_is_printed(made, accountant)
    # List, signatures and amounts: the rows to be signed are those who were there, and their sum is what was spent.
    paper = make_paper("participant_payments", of_class(made), Wish(layout=Layout.STATE))
    spent = {str(line.heading): line.spent for line in statement_of(made).lines}
    assert (len(facts.participants), len(paper.rows)) == (200, 200)
    assert sum(row.amount for row in paper.rows) == spent["meals"] + spent["travel"]
    assert sum(row.days for row in paper.rows) == sum(row.present_days for row in facts.participants)

    missed, wrongly = [], []
    for words, (code, plant) in PLANTED.items():
        with transaction.atomic():
            plant(made)
            found = {check.code for check in run_checks(check_facts(accountant, made)) if check.state == State.FAILED}
            transaction.set_rollback(True)
        if code not in found:
            missed.append(words)
        if found - {code} != ALSO.get(words, set()):
            wrongly.append((words, found))
    assert missed == []
    assert wrongly == []
    assert {code for code, _plant in PLANTED.values()} == {check(facts).code for check in CHECKS}


def test_what_is_missing_is_not_called_wrong():
    made = TrainingClassFactory(starts_on=DAY)
    accountant = UserFactory.with_role(made.keeper, RoleKind.ACCOUNTANT)

    states = {check.code: check.state for check in run_checks(check_facts(accountant, made))}

    assert {code for code, state in states.items() if state == State.UNKNOWN} == {
        "approvals", "list", "meals", "programme", "evidence", "plan", "one_place",
    }  # fmt: skip


def test_a_class_out_of_scope_is_told_without_its_name():
    made, accountant = class_with_money(people=3)
    foreign = TrainingClassFactory(starts_on=DAY, ends_on=DAY, title="Lớp Kín Wkbjang")
    item = AgendaItem.objects.create(
        training_class=foreign, sitting=SittingFactory(training_class=foreign), title="Kín"
    )
    Speaker.objects.create(training_class=foreign, agenda_item=item, person=made.speakers.first().person)

    check = next(one for one in run_checks(check_facts(accountant, made)) if one.code == "one_place")

    assert check.state == State.FAILED
    assert foreign.code not in check.found[0].words + check.found[0].key
    assert "Kín" not in check.found[0].words


def test_the_number_of_queries_does_not_grow():
    counts = []
    for people in (3, 60):
        made, accountant = class_with_money(people=people)
        with CaptureQueriesContext(connection) as queries:
            check_facts(accountant, made)
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_an_organiser_sees_no_account_on_the_list():
    made, accountant = class_with_money(people=3)
    organiser = UserFactory.with_role(made.keeper, RoleKind.ORGANISER)

    seen = [
        make_paper(
            "speaker_payments", of_class(made), Wish(layout=Layout.STATE, accounts=accounts_for(user, made.keeper))
        ).rows
        for user in (accountant, organiser)
    ]

    assert {row.signed for row in seen[0]} == {"0011223344 - Ngân hàng Thử", ""}
    assert {row.signed for row in seen[1]} == {"Chuyển khoản", ""}
    assert sum(row.amount for row in seen[1]) == Decimal(2_400_000)


def test_closing_freezes_the_money_and_old_versions_stay_readable():
    made, _accountant = class_with_money(people=3)
    keeper = UserFactory.with_role(made.keeper, RoleKind.ADMINISTRATOR)
    report = closing.freeze(actor=keeper, training_class=made, found=closing.facts_to_freeze(made, None))

    money = read_facts(report.facts).money

    spent = {str(line.heading): line.spent for line in statement_of(made).lines}
    assert {one.heading: one.spent for one in money.costs} == spent
    assert sum(fee.amount for fee in money.fees) == 2_400_000
    assert [row.days for row in money.payments] == [row.days for row in _pay(made)]
    assert {fee.person_id for fee in money.fees} <= report.names.keys()
    assert "0011223344" not in str(report.facts)
    # Money that changes later is not what was frozen, and a version from before money was kept reads as without it.
    SpeakerFee.objects.update(worked_out=1, amount=1, tax=0, net=1)
    assert read_facts(ClassReport.objects.get(pk=report.pk).facts).money == money
    assert read_facts({name: value for name, value in report.facts.items() if name != "money"}).money is None
