"""A class with everything that its settlement needs: sheets marked, everybody paid, approved and signed."""

from __future__ import annotations

import datetime as dt

from caunoi.core import files
from caunoi.core.text import fold
from caunoi.directory.enums import RoleKind
from caunoi.directory.models import Directive, Person
from caunoi.training.enums import ClassState, Mark
from caunoi.training.models import (
    AgendaItem,
    Attendance,
    ClassDirective,
    Enrolment,
    PaperRecord,
    Scan,
    Speaker,
    SpeakerFee,
)
from caunoi.training.queries.money.statement import statement_of
from caunoi.training.services.money import expenses, fees, pay, payees
from tests.factories import OrganisationFactory, PersonFactory, SittingFactory, TrainingClassFactory, UserFactory
from tests.training.money.makers import PDF, rate_table, tax_rule

DAY = dt.date(2026, 11, 12)
NEXT = DAY + dt.timedelta(days=1)


def class_with_money(people: int = 300):
    """A held class of three sittings, two speakers, everybody marked, paid and signed for."""
    province = OrganisationFactory(name="Tỉnh ủy Thử")
    office = OrganisationFactory(parent=province, name="Đảng ủy phường Thử")
    accountant = UserFactory.with_role(office, RoleKind.ACCOUNTANT)
    keeper = UserFactory.with_role(province, RoleKind.ACCOUNTANT)
    rate_table(province, keeper)
    tax_rule(province, keeper)
    made = TrainingClassFactory(keeper=office, starts_on=DAY, ends_on=NEXT, state=ClassState.HELD)
    sittings = [
        SittingFactory(training_class=made),
        SittingFactory(training_class=made, part="afternoon"),
        SittingFactory(training_class=made, date=NEXT),
    ]
    speakers = [Person.objects.get(pk=PersonFactory.known_to(office).pk) for _ in range(2)]
    for sitting, person in zip(sittings, (*speakers, speakers[0]), strict=True):
        item = AgendaItem.objects.create(training_class=made, sitting=sitting, title="Chuyên đề", periods=4)
        Speaker.objects.create(training_class=made, agenda_item=item, person=person)
    for person in speakers:
        fees.set_grade(
            actor=accountant, training_class=made, person=person, post_rank="Cấp tỉnh", content=PDF, name="qd.pdf"
        )
    _fill(made, sittings, people)
    rows = list(made.enrolments.order_by("pk").values_list("pk", flat=True))
    pay.set_off_payroll(
        actor=accountant, training_class=made, enrolments=[pk for n, pk in enumerate(rows) if n % 3], off_payroll=True
    )
    fees.work_out_fees(actor=accountant, training_class=made)
    pay.work_out_pay(actor=accountant, training_class=made)
    _prove(made, accountant, speakers[0])
    return made, accountant


def _fill(made, sittings, people: int) -> None:
    persons = Person.objects.bulk_create([
        Person(full_name=f"Trần Thị Mẫu {n:03}", folded_name=fold(f"Trần Thị Mẫu {n:03}"), sort_name=f"mau {n:03}")
        for n in range(people)
    ])  # fmt: skip
    Enrolment.objects.bulk_create([
        Enrolment(training_class=made, person=person, sort_name=person.sort_name, unit_text=f"Tổ {n % 20}",
                  folded_unit=f"to {n % 20:02}")
        for n, person in enumerate(persons)
    ])  # fmt: skip
    scans = [
        Scan(
            enrolment=enrolment, sitting=sitting, source="desk",
            mark=Mark.EXCUSED if n % 7 == 0 and place == 2 else Mark.PRESENT,
        )
        for n, enrolment in enumerate(made.enrolments.order_by("pk"))
        for place, sitting in enumerate(sittings)
    ]  # fmt: skip
    Scan.objects.bulk_create(scans)
    Attendance.objects.bulk_create([
        Attendance(enrolment_id=scan.enrolment_id, sitting_id=scan.sitting_id, mark=scan.mark, scan=scan)
        for scan in scans
    ])  # fmt: skip


def _prove(made, accountant, person) -> None:
    """Approval, plan, invoice, account and signed copies."""
    directive = Directive.objects.create(
        owner=made.keeper, number="12-KH/ĐU", folded_number="12-kh/du", issued_on=DAY - dt.timedelta(days=20)
    )
    ClassDirective.objects.create(training_class=made, directive=directive)
    expenses.save_expense(
        actor=accountant, training_class=made, words="In tài liệu", amount=4_500_000, heading="materials",
        invoice_number="0001", invoice_on=DAY, content=PDF, name="hd.pdf",
    )  # fmt: skip
    spent = {str(line.heading): line.spent for line in statement_of(made).lines}
    expenses.set_budget(actor=accountant, training_class=made, amounts=spent)
    fee = SpeakerFee.objects.get(training_class=made, person=person)
    payees.keep_account(actor=accountant, owner=made.keeper, person=person, account="0011223344", bank="Ngân hàng Thử")
    fees.change_fee(actor=accountant, fee=fee, by_transfer=True)
    signed = files.store(content=PDF, name="ky.pdf", organisation_id=made.keeper_id)
    for kind in ("sign_in_sheet", "speaker_payments", "participant_payments"):
        PaperRecord.objects.create(
            kind=kind, organisation=made.keeper, training_class=made, about=made.title, folded_about="x",
            signed_file=signed,
        )  # fmt: skip
