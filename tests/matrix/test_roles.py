"""Role x action x relation: every cell of the table, through the services themselves, on both databases."""

from __future__ import annotations

import ast
import datetime as dt
from decimal import Decimal
from pathlib import Path

import pytest
from django.utils import timezone

from caunoi.core import retention
from caunoi.core.models import HolidayChange, StoredFile
from caunoi.credentials.facts import Holder
from caunoi.credentials.facts import read_facts as read_facts_of_award
from caunoi.credentials.queries.awards import visible_awards
from caunoi.credentials.services import blanks, layouts, ledger
from caunoi.directory.enums import PassKind, RoleKind
from caunoi.directory.models import Organisation, Role
from caunoi.directory.queries.accounts import visible_accounts
from caunoi.directory.queries.scope import visible_directives, visible_organisations, visible_persons
from caunoi.directory.services import (
    accounts,
    background,
    consents,
    directives,
    erasure,
    merging,
    office_settings,
    organisations,
    passes,
    people,
    periods,
    signin,
)
from caunoi.intake.queries.candidates import visible_candidates
from caunoi.intake.services import aside, outcome, review, uploads
from caunoi.intake.services import nominations as nomination_lists
from caunoi.intake.services import plans as plan_files
from caunoi.intake.services import roster as lists
from caunoi.training.door_rules import Rules
from caunoi.training.enums import ClassState, DoorAnswer, Mark, PaperKind, Part
from caunoi.training.facts import ProvenanceFact
from caunoi.training.models import (
    LeaveDocument,
    PaperRecord,
    PaperRegister,
    Question,
    SignedSheet,
    Survey,
    SurveyRemark,
)
from caunoi.training.policies import reads_class_trail, sees_money
from caunoi.training.queries.classes import visible_classes
from caunoi.training.queries.money.payees import visible_accounts_of_payees
from caunoi.training.queries.papers import of_class
from caunoi.training.queries.plans.listing import visible_plans
from caunoi.training.queries.speakers import visible_speakers
from caunoi.training.queries.trail import last_move
from caunoi.training.services import (
    attendance,
    badges,
    batches,
    classes,
    closing,
    evaluations,
    evidence,
    excuses,
    guard,
    handovers,
    links,
    make_ups,
    moving,
    paper_records,
    papers,
    past,
    points,
    programme,
    questions,
    rooms,
    roster,
    screens,
    settlement,
    signed_copies,
    speakers,
    tickets,
    topic_life,
    topic_parts,
    topics,
    transcripts,
    venues,
)
from caunoi.training.services.appearances import Appearance
from caunoi.training.services.awards import issuing as award_issuing
from caunoi.training.services.awards import rules as award_rules
from caunoi.training.services.door import deciding, devices
from caunoi.training.services.floor import moderating
from caunoi.training.services.money import expenses, fees, pay, payees, rates
from caunoi.training.services.plans import classes as plan_classes
from caunoi.training.services.plans import copying, dropping, making, steps
from caunoi.training.services.plans import costs as plan_costs
from caunoi.training.services.plans import items as plan_items
from caunoi.training.services.register import RosterRow
from caunoi.training.services.schedules import accepting, adjusting, proposing
from caunoi.training.services.seats import changing, known, naming, quotas, sharing, withdrawing
from caunoi.training.services.seats import lists as seat_lists
from caunoi.training.services.seats import reminders as seat_reminders
from caunoi.training.services.surveys import running, sheets
from tests.factories import UserFactory
from tests.matrix.newsroom import ARTICLES, ELSEWHERE_NEWSROOM, NEWSROOM
from tests.matrix.questionnaires import LEARNING, QUESTIONNAIRES
from tests.matrix.shelf import SHELF
from tests.matrix.sites import SITES
from tests.matrix.voices import OF_READERS, VOICES
from tests.matrix.world import KINDS, OFFICE, ORGANISERS, RELATIONS, Action, build, cells

pytestmark = [pytest.mark.django_db, pytest.mark.data]

ROOT = Path(__file__).resolve().parents[2]
PDF = b"%PDF-1.4 made up\n"
DAY = dt.date(2026, 3, 3)

ADMIN = (RoleKind.ADMINISTRATOR,)
ORGANISE = (*ADMIN, RoleKind.ORGANISER)
LEAD = (*ORGANISE, RoleKind.LEADER)
MARK = (*LEAD, RoleKind.DOOR)
EDIT = (*ADMIN, RoleKind.EDITOR)
WRITE = (*ORGANISE, RoleKind.EDITOR)
TRAIL = (*ADMIN, RoleKind.AUDITOR)
SENDING = ORGANISERS | {"sender"}
PAY = (RoleKind.ACCOUNTANT,)
PREPARE = (*ORGANISE, *PAY)
RATES = (*ADMIN, *PAY)
REGISTER = tuple(kind for kind in KINDS if kind != RoleKind.DOOR)


def numbered(world):
    """The class, whose office gives its numbers by a register of its own."""
    PaperRegister.objects.update_or_create(organisation=of(world).keeper)
    return of_class(of(world))


def recorded(world):
    """A number of the class that the registry gave."""
    return PaperRecord.objects.create(
        kind="decision", organisation=of(world).keeper, training_class=of(world), about="Lớp", number="7"
    )


def of(world):
    return world.training_class


def kept_sheet(world):
    """A scan of the sheet signed at a sitting."""
    file = StoredFile.objects.create(name="ban-ky.pdf", content_type="application/pdf", sha256="0" * 64, size=1)
    return SignedSheet.objects.create(sitting=world.sitting, file=file)


def _survey(world, **fields):
    return Survey.objects.create(training_class=of(world), opened_on=DAY, closes_on=DAY, **fields)


def _closed_class(world):
    found = of(world)
    found.state = ClassState.CLOSED
    found.save()
    return found


def _was_there(world):
    cell = attendance.CellMark(enrolment_id=world.enrolment.pk, sitting_id=world.sitting.pk, mark=Mark.PRESENT)
    attendance.mark(actor=UserFactory.with_role(of(world).keeper), training_class=of(world), cells=[cell])
    return world.enrolment


def moved(world):
    """The row of the trail that tells of a move of the class from another day."""
    days = [DAY.isoformat(), of(world).starts_on.isoformat()]
    guard.note(actor=None, action="training.class_moved", training_class=of(world), details={"starts_on": days})
    return last_move(of(world)).pk


DIRECTORY = (
    Action("see the office", lambda w, u: visible_organisations(u).filter(pk=w.office.pk).exists(), KINDS),
    Action("see a person", lambda w, u: visible_persons(u).filter(pk=w.person.pk).exists(), REGISTER),
    Action("see a directive", lambda w, u: visible_directives(u).filter(pk=w.directive.pk).exists(), KINDS),
    Action("see accounts", lambda w, u: visible_accounts(u).filter(pk=w.clerk.pk).exists(), ADMIN),
    Action("organisations.add_organisation", lambda w, u: organisations.add_organisation(
        actor=u, parent=w.office, name="Tổ mới", kind="residential", system="state"), ADMIN),
    Action("organisations.change_organisation", lambda w, u: organisations.change_organisation(
        actor=u, organisation=w.office, short_name="Tên ngắn"), ADMIN),
    Action("organisations.succeed", lambda w, u: organisations.succeed(
        actor=u, predecessor=_part(w), successor=w.office, on=DAY, kind="merged"), ADMIN),
    Action("people.add_person", lambda w, u: people.add_person(
        actor=u, organisation=w.office, full_name="Lê Thị Mới"), ORGANISE),
    Action("people.link_person", lambda w, u: people.link_person(
        actor=u, organisation=w.office, person_id=w.person.pk, full_name=w.person.full_name, phone="0905 111 222"),
        ORGANISE),
    Action("people.change_person", lambda w, u: people.change_person(
        actor=u, person=w.person, full_name="Tên sửa", birth_year=None, phone="", email=""), ORGANISE),
    Action("people.add_post", lambda w, u: people.add_post(
        actor=u, person=w.person, title="Chủ tịch", organisation=w.office), ORGANISE),
    Action("people.end_post", lambda w, u: people.end_post(
        actor=u, post=w.post), ORGANISE),
    # Also who knows the person only through another office decides nothing: tests/directory/test_merging.py.
    Action("merging.merge_persons", lambda w, u: merging.merge_persons(
        actor=u, kept=w.person, merged=w.twin), ORGANISE),
    Action("merging.undo_merge", lambda w, u: merging.undo_merge(actor=u, merged=w.merged), ORGANISE),
    Action("merging.keep_apart", lambda w, u: merging.keep_apart(actor=u, one=w.person, other=w.twin), ORGANISE),
    Action("erasure.export_person", lambda w, u: erasure.export_person(actor=u, person=w.person), ADMIN),
    Action("erasure.preview_erasure", lambda w, u: erasure.preview_erasure(actor=u, person=w.person), ADMIN),
    Action("erasure.erase_person", lambda w, u: erasure.erase_person(
        actor=u, person=w.person, typed=w.person.full_name, reason="Đơn số 1"), ADMIN),
    Action("consents.record_consent", lambda w, u: consents.record_consent(
        actor=u, person=w.person, purpose="named_photo", form="paper"), ORGANISE),
    Action("consents.withdraw_consent", lambda w, u: consents.withdraw_consent(actor=u, consent=w.consent), ORGANISE),
    # The whole installation's business, as jobs are.
    Action("periods.set_period", lambda w, u: periods.set_period(
        actor=u, kind=retention.kind_named("mails_sent"), days=5, citation="QĐ"), ()),
    Action("directives.add_directive", lambda w, u: directives.add_directive(
        actor=u, owner=w.office, number="2-KH/TH"), ORGANISE),
    Action("directives.change_directive", lambda w, u: directives.change_directive(
        actor=u, directive=w.directive, title="Khác"), ORGANISE),
    Action("directives.attach_directive_file", lambda w, u: directives.attach_directive_file(
        actor=u, directive=w.directive, content=PDF, name="a.pdf"), ORGANISE),
    Action("accounts.open_account", lambda w, u: accounts.open_account(
        actor=u, organisation=w.office, name="Người Mới", kind=RoleKind.EDITOR), ADMIN),
    Action("accounts.grant_role", lambda w, u: accounts.grant_role(
        actor=u, user=w.clerk, organisation=w.office, kind=RoleKind.EDITOR), ADMIN),
    Action("accounts.end_role", lambda w, u: accounts.end_role(actor=u, role=w.role), ADMIN),
    Action("accounts.reset_password", lambda w, u: accounts.reset_password(actor=u, user=w.clerk), ADMIN),
    Action("passes.invite", lambda w, u: passes.invite(actor=u, user=w.clerk), ADMIN),
    Action("passes.hand_over_code", lambda w, u: passes.hand_over_code(actor=u, user=w.clerk), ADMIN),
    Action("passes.take_back", lambda w, u: passes.take_back(actor=u, user=w.clerk, kind=PassKind.CODE), ADMIN),
    Action("signin.sign_out_everywhere", lambda w, u: signin.sign_out_everywhere(actor=u, user=w.clerk), ADMIN),
    Action("signin.remove_second_steps", lambda w, u: signin.remove_second_steps(actor=u, user=w.clerk), ADMIN),
    Action("signin.lift_lock", lambda w, u: signin.lift_lock(actor=u, user=w.clerk), ADMIN),
    Action("signin.close_account", lambda w, u: signin.close_account(actor=u, user=w.clerk, reason="Nghỉ"), ADMIN),
    Action("signin.open_again", lambda w, u: signin.open_again(actor=u, user=w.clerk), ADMIN),
    Action("background.try_mail_again", lambda w, u: background.try_mail_again(actor=u, message=w.mail), ADMIN),
    Action("background.give_mail_up", lambda w, u: background.give_mail_up(actor=u, message=w.mail), ADMIN),
    # The whole installation's business: nobody here administers every tree of it.
    Action("background.try_job_again", lambda w, u: background.try_job_again(actor=u, run=w.job), ()),
    Action("background.give_job_up", lambda w, u: background.give_job_up(actor=u, run=w.job), ()),
    Action("background.set_sending_hours", lambda w, u: background.set_sending_hours(
        actor=u, opens_at=dt.time(8), closes_at=dt.time(17), on_holidays=False, valid_from=DAY), ()),
    Action("office_settings.set_mail_server", lambda w, u: office_settings.set_mail_server(
        actor=u, host="smtp.example.vn", port=465, security="tls", sender="vp@example.vn"), ()),
    Action("office_settings.forget_mail_server", lambda w, u: office_settings.forget_mail_server(actor=u), ()),
    Action("office_settings.change_holiday", lambda w, u: office_settings.change_holiday(
        actor=u, day=DAY, is_off=True, reason="Nghỉ"), ()),
    Action("office_settings.take_holiday_back", lambda w, u: office_settings.take_holiday_back(
        actor=u, change=HolidayChange(pk=1)), ()),
    Action("office_settings.set_working_hours", lambda w, u: office_settings.set_working_hours(
        actor=u, morning_from=dt.time(7), morning_until=dt.time(11), afternoon_from=dt.time(13),
        afternoon_until=dt.time(17)), ()),
    Action("accounts.end_role of a lent one", lambda w, u: accounts.end_role(actor=u, role=_lent(w)), ADMIN),
)  # fmt: skip

TRAINING = (
    Action("see the class", lambda w, u: visible_classes(u).filter(pk=of(w).pk).exists(), KINDS, ORGANISERS),
    Action("classes.create_class", lambda w, u: classes.create_class(
        actor=u, keeper=w.office, title="Lớp mới"), ORGANISE),
    Action("classes.change_class", lambda w, u: classes.change_class(
        actor=u, training_class=of(w), revision=of(w).revision, place="Nơi khác"), ORGANISE, ORGANISERS),
    Action("classes.move_on", lambda w, u: classes.move_on(
        actor=u, training_class=of(w), state=ClassState.GATHERING, revision=of(w).revision), ORGANISE, ORGANISERS),
    Action("classes.move_on to cancelled", lambda w, u: classes.move_on(
        actor=u, training_class=of(w), state=ClassState.CANCELLED, revision=of(w).revision, reason="Bão"), ORGANISE),
    Action("classes.set_organisers", lambda w, u: classes.set_organisers(
        actor=u, training_class=of(w), hosts=[w.office], revision=of(w).revision), ORGANISE),
    Action("classes.set_directives", lambda w, u: classes.set_directives(
        actor=u, training_class=of(w), directives=[], revision=of(w).revision), ORGANISE, ORGANISERS),
    Action("classes.duplicate_class", lambda w, u: classes.duplicate_class(actor=u, training_class=of(w)), ORGANISE),
    Action("handovers.offer_programme", lambda w, u: handovers.offer_programme(
        actor=u, training_class=of(w), organisations=[w.places["below"]]), ORGANISE),
    Action("handovers.withdraw_offer", lambda w, u: handovers.withdraw_offer(actor=u, handover=w.handover), ORGANISE),
    Action("handovers.take_programme", lambda w, u: handovers.take_programme(actor=u, handover=w.handover), ORGANISE),
    Action("handovers.decline_programme", lambda w, u: handovers.decline_programme(
        actor=u, handover=w.handover), ORGANISE),
    Action("moving.move_class", lambda w, u: moving.move_class(
        actor=u, training_class=of(w), starts_on=DAY, revision=of(w).revision), ORGANISE, ORGANISERS),
    Action("moving.undo_move", lambda w, u: moving.undo_move(
        actor=u, training_class=of(w), move=moved(w)), ORGANISE, ORGANISERS),
    Action("programme.add_sitting", lambda w, u: programme.add_sitting(
        actor=u, training_class=of(w), date=DAY, part=Part.MORNING), ORGANISE, ORGANISERS),
    Action("programme.add_sittings", lambda w, u: programme.add_sittings(
        actor=u, training_class=of(w), first=DAY, last=DAY, parts=[Part.MORNING]), ORGANISE, ORGANISERS),
    Action("programme.change_sitting", lambda w, u: programme.change_sitting(
        actor=u, sitting=_sitting(w), starts_at=dt.time(8)), ORGANISE, ORGANISERS),
    Action("programme.remove_sitting", lambda w, u: programme.remove_sitting(
        actor=u, sitting=_sitting(w)), ORGANISE, ORGANISERS),
    Action("programme.save_agenda_item", lambda w, u: programme.save_agenda_item(
        actor=u, training_class=of(w), sitting=_sitting(w), title="Mục"), ORGANISE, ORGANISERS),
    Action("programme.move_agenda_item", lambda w, u: programme.move_agenda_item(
        actor=u, item=of(w).agenda.get(), by=1), ORGANISE, ORGANISERS),
    Action("programme.remove_agenda_item", lambda w, u: programme.remove_agenda_item(
        actor=u, item=of(w).agenda.get()), ORGANISE, ORGANISERS),
    Action("venues.save_venue", lambda w, u: venues.save_venue(
        actor=u, training_class=of(w), name="Điểm hai"), ORGANISE, ORGANISERS),
    Action("venues.remove_venue", lambda w, u: venues.remove_venue(
        actor=u, point=of(w).venue_points.get()), ORGANISE, ORGANISERS),
    Action("programme.save_guest", lambda w, u: programme.save_guest(
        actor=u, training_class=of(w), appearance=Appearance(full_name="Khách Hai")), ORGANISE, ORGANISERS),
    Action("programme.remove_guest", lambda w, u: programme.remove_guest(
        actor=u, guest=of(w).guests.get()), ORGANISE, ORGANISERS),
    Action("roster.enrol", lambda w, u: roster.enrol(
        actor=u, training_class=of(w), full_name="Lê Mới"), LEAD, ORGANISERS),
    Action("batches.accept_roster", lambda w, u: batches.accept_roster(
        actor=u, training_class=of(w), rows=[RosterRow(number=1, full_name="Võ Mới")]), LEAD, ORGANISERS),
    Action("batches.undo_roster", lambda w, u: batches.undo_roster(
        actor=u, batch=w.roster_batch),
        LEAD, ORGANISERS),
    Action("roster.change_enrolment", lambda w, u: roster.change_enrolment(
        actor=u, enrolment=_enrolment(w), post="", unit_text="Tổ 2"), LEAD, ORGANISERS),
    Action("roster.withdraw", lambda w, u: roster.withdraw(actor=u, enrolment=_enrolment(w)), LEAD, ORGANISERS),
    Action("roster.restore", lambda w, u: roster.restore(actor=u, enrolment=_enrolment(w)), LEAD, ORGANISERS),
    Action("roster.substitute", lambda w, u: roster.substitute(
        actor=u, enrolment=_enrolment(w), full_name="Người Thay"), LEAD, ORGANISERS),
    Action("naming.nominate", lambda w, u: naming.nominate(
        actor=u, training_class=of(w), quota=w.quota, nominees=[naming.Nominee(full_name="Lê Mới")], source="desk"),
        LEAD, SENDING),
    Action("naming.nominate for no unit", lambda w, u: naming.nominate(
        actor=u, training_class=of(w), quota=None, nominees=[naming.Nominee(full_name="Lê Mới")], source="desk"),
        LEAD, ORGANISERS),
    Action("withdrawing.withdraw_nomination", lambda w, u: withdrawing.withdraw_nomination(
        actor=u, nomination=w.nomination), LEAD, SENDING),
    Action("changing.replace_nominee", lambda w, u: changing.replace_nominee(
        actor=u, nomination=w.nomination, nominee=naming.Nominee(full_name="Lê Khác")), LEAD, SENDING),
    Action("changing.move_nomination", lambda w, u: changing.move_nomination(
        actor=u, nomination=w.nomination, quota=None), LEAD, ORGANISERS),
    Action("known.use_known_person", lambda w, u: known.use_known_person(
        actor=u, nomination=w.nomination, person_id=w.nomination.person_id), LEAD, ORGANISERS),
    Action("changing.confirm_nomination", lambda w, u: changing.confirm_nomination(
        actor=u, nomination=w.nomination), LEAD, ORGANISERS),
    Action("lists.accept_nominations", lambda w, u: seat_lists.accept_nominations(
        actor=u, training_class=of(w), rows=[(w.quota, naming.Nominee(number=1, full_name="Lê Mới"))]), LEAD, SENDING),
    Action("links.make_links", lambda w, u: links.make_links(
        actor=u, training_class=of(w), quotas=[w.quota], expires_on=timezone.localdate()), LEAD, ORGANISERS),
    Action("links.revoke_link", lambda w, u: (links.revoke_link(
        actor=u, quota=w.quota)), LEAD, ORGANISERS),
    Action("nominations.start_from_text", lambda w, u: nomination_lists.start_from_text(
        actor=u, training_class=of(w), text="Họ và tên\nLê Thử"), LEAD, ORGANISERS),
    Action("nominations.start_from_file", lambda w, u: nomination_lists.start_from_file(
        actor=u, training_class=of(w), content="Họ và tên\nLê Thử".encode(), name="a.csv"), LEAD, ORGANISERS),
    Action("lists.undo_nominations", lambda w, u: seat_lists.undo_nominations(
        actor=u, batch=w.nomination_batch), LEAD, SENDING),
    Action("quotas.set_quotas", lambda w, u: quotas.set_quotas(
        actor=u, training_class=of(w), rows=[quotas.QuotaRow(seats=3, name="Tổ 9")]), ORGANISE, ORGANISERS),
    Action("quotas.change_quota", lambda w, u: quotas.change_quota(
        actor=u, quota=w.quota, seats=9), ORGANISE, ORGANISERS),
    Action("quotas.remove_quota", lambda w, u: quotas.remove_quota(actor=u, quota=w.quota), ORGANISE, ORGANISERS),
    Action("quotas.copy_quotas", lambda w, u: quotas.copy_quotas(
        actor=u, training_class=of(w), source=of(w)), ORGANISE, ORGANISERS),
    Action("quotas.set_deadline", lambda w, u: quotas.set_deadline(
        actor=u, training_class=of(w), until=DAY), ORGANISE, ORGANISERS),
    Action("quotas.release_seats", lambda w, u: quotas.release_seats(
        actor=u, training_class=of(w)), ORGANISE, ORGANISERS),
    Action("sharing.share_seats", lambda w, u: sharing.share_seats(
        actor=u, training_class=of(w), organisations=[w.quota.organisation], seats=4), ORGANISE, ORGANISERS),
    Action("reminders.send_reminders", lambda w, u: seat_reminders.send_reminders(
        actor=u, training_class=of(w), quotas=[w.quota]), LEAD, ORGANISERS),
    Action("reminders.note_message", lambda w, u: seat_reminders.note_message(
        actor=u, training_class=of(w)), LEAD, ORGANISERS),
    Action("reminders.set_reminding", lambda w, u: seat_reminders.set_reminding(
        actor=u, training_class=of(w), before=None, pause=5), ORGANISE, ORGANISERS),
    Action("quotas.keep_seats", lambda w, u: quotas.keep_seats(actor=u, training_class=of(w)), ORGANISE, ORGANISERS),
    Action("lists.start_from_text", lambda w, u: lists.start_from_text(
        actor=u, training_class=of(w), text="Họ và tên\nLê Thử"), LEAD, ORGANISERS),
    Action("lists.start_from_file", lambda w, u: lists.start_from_file(
        actor=u, training_class=of(w), content="Họ và tên\nLê Thử".encode(), name="a.csv"), LEAD, ORGANISERS),
    Action("devices.add_device", lambda w, u: devices.add_device(
        actor=u, training_class=of(w), label="Cửa phụ"), MARK, ORGANISERS),
    Action("devices.renew_pairing", lambda w, u: devices.renew_pairing(actor=u, device=w.device), MARK, ORGANISERS),
    Action("devices.revoke_device", lambda w, u: devices.revoke_device(actor=u, device=w.device), MARK, ORGANISERS),
    Action("devices.set_rules", lambda w, u: devices.set_rules(
        actor=u, training_class=of(w), rules=Rules(grace_minutes=5)), LEAD, ORGANISERS),
    Action("deciding.take_in", lambda w, u: deciding.take_in(
        actor=u, review=w.door_review, full_name="Lê Văn Đến"), LEAD, ORGANISERS),
    Action("deciding.decide", lambda w, u: deciding.decide(
        actor=u, training_class=of(w), reviews=[w.door_review.pk], answer=DoorAnswer.DISMISSED), MARK, ORGANISERS),
    Action("tickets.replace_ticket", lambda w, u: tickets.replace_ticket(
        actor=u, enrolment=w.enrolment), MARK, ORGANISERS),
    Action("evidence.keep_sheet", lambda w, u: evidence.keep_sheet(
        actor=u, sitting=w.sitting, content=b"%PDF-1.4 ban ky", name="ban-ky.pdf"), MARK, ORGANISERS),
    Action("evidence.take_sheet_off", lambda w, u: evidence.take_sheet_off(
        actor=u, sheet=kept_sheet(w)), MARK, ORGANISERS),
    Action("evidence.put_sheet_back", lambda w, u: evidence.put_sheet_back(
        actor=u, sheet=kept_sheet(w)), MARK, ORGANISERS),
    Action("excuses.keep_leave_document", lambda w, u: excuses.keep_leave_document(
        actor=u, enrolment=w.enrolment, sittings=[w.sitting], content=b"%PDF-1.4 giay", name="giay.pdf",
        reason="Nhầm"), LEAD, ORGANISERS),
    Action("excuses.take_leave_document_off", lambda w, u: excuses.take_leave_document_off(
        actor=u, document=LeaveDocument.objects.create(enrolment=w.enrolment)), LEAD, ORGANISERS),
    Action("badges.send_tickets", lambda w, u: badges.send_tickets(
        actor=u, training_class=of(w)), ORGANISE, ORGANISERS),
    Action("badges.tickets_on_paper", lambda w, u: badges.tickets_on_paper(
        actor=u, training_class=of(w)), MARK, ORGANISERS),
    Action("badges.take_badges", lambda w, u: badges.take_badges(actor=u, training_class=of(w)), MARK, ORGANISERS),
    Action("screens.renew_screen", lambda w, u: screens.renew_screen(actor=u, training_class=of(w)), MARK, ORGANISERS),
    Action("screens.close_screen", lambda w, u: screens.close_screen(actor=u, training_class=of(w)), MARK, ORGANISERS),
    Action("attendance.mark", lambda w, u: attendance.mark(
        actor=u, training_class=of(w), reason="Nhầm", cells=[attendance.CellMark(
            enrolment_id=w.enrolment.pk, sitting_id=w.sitting.pk, mark=Mark.LATE)]), MARK, ORGANISERS),
    Action("make_ups.arrange_make_ups", lambda w, u: make_ups.arrange_make_ups(
        actor=u, missed=w.sitting, enrolments=[w.enrolment.pk], sitting=w.sitting), LEAD, ORGANISERS),
    Action("make_ups.drop_make_up", lambda w, u: make_ups.drop_make_up(actor=u, make_up=w.make_up), LEAD, ORGANISERS),
    Action("points.assign_points", lambda w, u: points.assign_points(
        actor=u, training_class=of(w), enrolments=[w.enrolment.pk], point=w.venue), LEAD, ORGANISERS),
    Action("points.share_out", lambda w, u: points.share_out(
        actor=u, training_class=of(w), whole_units=True), LEAD, ORGANISERS),
    Action("points.undo_points", lambda w, u: points.undo_points(
        actor=u, training_class=of(w), moved=[points.Moved(w.enrolment.pk, None, None)]), LEAD, ORGANISERS),
    Action("questions.add_question", lambda w, u: questions.add_question(
        actor=u, training_class=of(w), text="Hỏi?"), LEAD, ORGANISERS),
    Action("questions.answer_question", lambda w, u: questions.answer_question(
        actor=u, question=of(w).questions.get(), answer="Đáp"), LEAD, ORGANISERS),
    Action("questions.change_question", lambda w, u: questions.change_question(
        actor=u, question=of(w).questions.get(), text="Hỏi khác?"), LEAD, ORGANISERS),
    Action("moderating.show_questions", lambda w, u: moderating.show_questions(
        actor=u, training_class=of(w), questions=[]), LEAD, ORGANISERS),
    Action("moderating.take_up_questions", lambda w, u: moderating.take_up_questions(
        actor=u, training_class=_closed_class(w), questions=[]), LEAD, ORGANISERS),
    Action("sheets.let_take_again", lambda w, u: sheets.let_take_again(
        actor=u, survey=_survey(w), enrolment=_was_there(w)), LEAD, ORGANISERS),
    Action("moderating.hide_questions", lambda w, u: moderating.hide_questions(
        actor=u, training_class=of(w), questions=[], reason="Không thuộc lớp"), LEAD, ORGANISERS),
    Action("moderating.merge_questions", lambda w, u: moderating.merge_questions(
        actor=u, question=Question.objects.create(training_class=of(w), text="Như trên?"),
        into=of(w).questions.order_by("created_at").first()), LEAD, ORGANISERS),
    Action("moderating.part_question", lambda w, u: moderating.part_question(
        actor=u, question=of(w).questions.get()), LEAD, ORGANISERS),
    Action("moderating.set_hall", lambda w, u: moderating.set_hall(
        actor=u, training_class=of(w), takes_questions=False), LEAD, ORGANISERS),
    Action("running.open_survey", lambda w, u: running.open_survey(actor=u, training_class=of(w)), LEAD, ORGANISERS),
    Action("running.close_survey", lambda w, u: running.close_survey(
        actor=u, survey=_survey(w)), LEAD, ORGANISERS),
    Action("running.settle_remark", lambda w, u: running.settle_remark(
        actor=u, remark=SurveyRemark.objects.create(survey=_survey(w, closed_at=timezone.now()), question="loi",
        text="Tốt"), shown=True), LEAD, ORGANISERS),
    Action("running.set_follow_up", lambda w, u: running.set_follow_up(
        actor=u, training_class=of(w), follows_up=True), LEAD, ORGANISERS),
    Action("evaluations.count_sheets", lambda w, u: evaluations.count_sheets(
        actor=u, training_class=of(w), counts={}), LEAD, ORGANISERS),
    Action("closing.close_class", lambda w, u: closing.close_class(
        actor=u, training_class=of(w), revision=of(w).revision, reason="Sửa"), ORGANISE),
    Action("rules.set_award_rule", lambda w, u: award_rules.set_award_rule(
        actor=u, training_class=of(w), subject="kỹ năng"), ORGANISE),
    Action("rules.decide_award", lambda w, u: award_rules.decide_award(
        actor=u, enrolment=w.enrolment, grants=True, reason="Thử"), ORGANISE),
    Action("rules.drop_award_decision", lambda w, u: award_rules.drop_award_decision(
        actor=u, enrolment=w.enrolment), ORGANISE),
    Action("issuing.issue_class_awards", lambda w, u: award_issuing.issue_class_awards(
        actor=u, training_class=of(w), version=1), ORGANISE),
    Action("issuing.revoke_class_award", lambda w, u: award_issuing.revoke_class_award(
        actor=u, training_class=of(w), award=w.award, reason="Thử"), ORGANISE),
    Action("issuing.replace_class_award", lambda w, u: award_issuing.replace_class_award(
        actor=u, training_class=of(w), award=w.award, name="Tên Mới", reason="Thử"), ORGANISE),
    Action("see a certificate", lambda w, u: visible_awards(u).filter(pk=w.award.pk).exists(), REGISTER),
    Action("layouts.save_layout", lambda w, u: layouts.save_layout(
        actor=u, owner=w.office, texts={"title": "GIẤY KHEN"}, show_unit=True), ORGANISE),
    Action("blanks.use_blank", lambda w, u: blanks.use_blank(actor=u, award=w.award, serial="A1"), ORGANISE),
    Action("blanks.spoil_blank", lambda w, u: blanks.spoil_blank(
        actor=u, owner=w.office, serial="A2", reason="In lệch"), ORGANISE),
    Action("ledger.issue_awards", lambda w, u: ledger.issue_awards(
        actor=u, owner=w.office, source="class:0", facts=read_facts_of_award(w.award.facts),
        holders=[Holder(person_id=w.twin.pk, name="Tên Thử")]), ORGANISE),
    Action("ledger.revoke_award", lambda w, u: ledger.revoke_award(actor=u, award=w.award, reason="Thử"), ORGANISE),
    Action("ledger.replace_award", lambda w, u: ledger.replace_award(
        actor=u, award=w.award, name="Tên Mới", reason="Thử"), ORGANISE),
    Action("closing.reopen_class", lambda w, u: closing.reopen_class(
        actor=u, training_class=of(w), reason="Sửa"), ORGANISE),
    Action("papers.replace_template", lambda w, u: papers.replace_template(
        actor=u, organisation=w.office, kind="class_report", layout="state", content=PDF, name="a.docx"), ORGANISE),
    Action("papers.restore_template", lambda w, u: papers.restore_template(actor=u, template=w.template), ORGANISE),
    Action("papers.register_report", lambda w, u: papers.register_report(
        actor=u, report=w.report, number="2-BC"), ORGANISE, ORGANISERS),
    Action("paper_records.enter_number", lambda w, u: paper_records.enter_number(
        actor=u, target=of_class(of(w)), kind="decision", number="7"), ORGANISE, ORGANISERS),
    Action("paper_records.give_number", lambda w, u: paper_records.give_number(
        actor=u, target=numbered(w), kind="decision"), ORGANISE, ORGANISERS),
    Action("paper_records.void_number", lambda w, u: paper_records.void_number(
        actor=u, target=of_class(of(w)), record=recorded(w), reason="Hủy"), ORGANISE, ORGANISERS),
    Action("paper_records.keep_register", lambda w, u: paper_records.keep_register(
        actor=u, organisation=w.office, in_use=True), ORGANISE),
    Action("paper_records.start_series", lambda w, u: paper_records.start_series(
        actor=u, organisation=numbered(w).office, kind="decision", year=2026, before=5), ORGANISE),
    Action("past.record_past_class", lambda w, u: past.record_past_class(
        actor=u, keeper=w.office, title="Lớp cũ", provenance=ProvenanceFact(kind="report")), ORGANISE),
    Action("rooms.save_room", lambda w, u: rooms.save_room(actor=u, owner=w.office, name="Phòng họp 2"), ORGANISE),
    Action("rooms.remove_room", lambda w, u: rooms.remove_room(actor=u, room=w.room), ORGANISE),
    Action("topics.save_topic", lambda w, u: topics.save_topic(actor=u, owner=w.office, title="Chuyên đề"), ORGANISE),
    Action("topic_parts.add_topic_file", lambda w, u: topic_parts.add_topic_file(
        actor=u, topic=w.topic, content=PDF, name="a.pdf"), ORGANISE),
    Action("topic_parts.remove_topic_file", lambda w, u: topic_parts.remove_topic_file(
        actor=u, file=w.topic_file), ORGANISE),
    Action("topic_parts.give_out_file", lambda w, u: topic_parts.give_out_file(
        actor=u, file=w.topic_file, given_out=True), ORGANISE),
    Action("topic_parts.save_idea", lambda w, u: topic_parts.save_idea(
        actor=u, topic=w.topic, text="Hỏi gì?"), ORGANISE),
    Action("topic_parts.remove_idea", lambda w, u: topic_parts.remove_idea(actor=u, idea=w.idea), ORGANISE),
    Action("topic_life.retire_topic", lambda w, u: topic_life.retire_topic(actor=u, topic=w.topic), ORGANISE),
    Action("topic_life.take_up_topic", lambda w, u: topic_life.take_up_topic(actor=u, topic=w.topic), ORGANISE),
    Action("topic_life.merge_topics", lambda w, u: topic_life.merge_topics(
        actor=u, kept=w.topic, merged=w.second_topic), ORGANISE),
    Action("topic_life.part_topic", lambda w, u: topic_life.part_topic(actor=u, merged=w.topic), ORGANISE),
    Action("transcripts.make_transcript", lambda w, u: transcripts.make_transcript(
        actor=u, person=w.person, form="pdf"), ORGANISE),
    Action("see a speaker", lambda w, u: visible_speakers(u).filter(pk=w.speaker.pk).exists(), REGISTER),
    Action("speakers.add_speaker", lambda w, u: speakers.add_speaker(
        actor=u, owner=w.office, person=w.twin), ORGANISE),
    Action("speakers.change_speaker", lambda w, u: speakers.change_speaker(
        actor=u, profile=w.speaker, based_in="Huế"), ORGANISE),
    Action("speakers.set_speaker_topics", lambda w, u: speakers.set_speaker_topics(
        actor=u, profile=w.speaker, topics=[]), ORGANISE),
    Action("speakers.add_away", lambda w, u: speakers.add_away(
        actor=u, profile=w.speaker, first_day=DAY), ORGANISE),
    Action("speakers.remove_away", lambda w, u: speakers.remove_away(actor=u, away=w.away), ORGANISE),
    Action("topics.remove_topic", lambda w, u: topics.remove_topic(actor=u, topic=w.topic), ORGANISE),
)  # fmt: skip

PLANNING = (
    Action("see the plan", lambda w, u: visible_plans(u).filter(pk=w.plan.pk).exists(), KINDS),
    Action("proposing.request_schedule", lambda w, u: proposing.request_schedule(actor=u, plan=w.plan), ORGANISE),
    Action("proposing.stop_schedule", lambda w, u: proposing.stop_schedule(actor=u, plan=w.plan), ORGANISE),
    Action("proposing.add_busy_days", lambda w, u: proposing.add_busy_days(
        actor=u, plan=w.plan, first=dt.date(2026, 1, 1), last=dt.date(2026, 1, 2), words="Họp"), ORGANISE),
    Action("proposing.remove_busy_days", lambda w, u: proposing.remove_busy_days(
        actor=u, plan=w.plan, days=w.busy_days), ORGANISE),
    Action("adjusting.change_slot", lambda w, u: adjusting.change_slot(
        actor=u, slot=w.schedule_slot, day=dt.date(2026, 1, 1), part="morning", room=None, speaker=None), ORGANISE),
    Action("accepting.accept_schedule", lambda w, u: accepting.accept_schedule(
        actor=u, plan=w.plan, revision=0), ORGANISE),
    Action("accepting.undo_schedule", lambda w, u: accepting.undo_schedule(actor=u, plan=w.plan), ORGANISE),
    Action("making.make_plan", lambda w, u: making.make_plan(actor=u, owner=w.office, year=2027), ORGANISE),
    Action("making.change_plan", lambda w, u: making.change_plan(
        actor=u, plan=w.plan, revision=w.plan.revision, title="Khác"), ORGANISE),
    Action("making.set_plan_directives", lambda w, u: making.set_plan_directives(
        actor=u, plan=w.plan, directives=[]), ORGANISE),
    Action("making.remove_plan", lambda w, u: making.remove_plan(actor=u, plan=w.plan), ORGANISE),
    Action("items.save_item", lambda w, u: plan_items.save_item(
        actor=u, plan=w.plan, values=plan_items.ItemValues(title="Mục")), ORGANISE),
    Action("items.move_item", lambda w, u: plan_items.move_item(actor=u, item=w.plan_item, by=1), ORGANISE),
    Action("items.remove_item", lambda w, u: plan_items.remove_item(actor=u, item=w.plan_item), ORGANISE),
    Action("costs.save_norm", lambda w, u: plan_costs.save_norm(
        actor=u, owner=w.office, norm=w.norm, values=_norm()), ORGANISE),
    Action("costs.save_norm of a new one", lambda w, u: plan_costs.save_norm(
        actor=u, owner=w.office, values=_norm()), ORGANISE),
    Action("costs.remove_norm", lambda w, u: plan_costs.remove_norm(actor=u, norm=w.norm), ORGANISE),
    Action("costs.save_cost", lambda w, u: plan_costs.save_cost(
        actor=u, item=w.plan_item, values=plan_costs.CostValues(title="Nước", rate=1)), ORGANISE),
    Action("costs.remove_cost", lambda w, u: plan_costs.remove_cost(actor=u, cost=w.plan_cost), ORGANISE),
    Action("costs.renew_costs", lambda w, u: plan_costs.renew_costs(actor=u, plan=w.plan), ORGANISE),
    Action("steps.submit_plan", lambda w, u: steps.submit_plan(
        actor=u, plan=w.plan, revision=w.plan.revision), ORGANISE),
    Action("steps.send_back_plan", lambda w, u: steps.send_back_plan(
        actor=u, plan=w.plan, revision=w.plan.revision, reason="Sửa"), ORGANISE),
    Action("steps.approve_plan", lambda w, u: steps.approve_plan(
        actor=u, plan=w.plan, revision=w.plan.revision), ADMIN),
    Action("steps.register_plan", lambda w, u: steps.register_plan(
        actor=u, plan=w.plan, signing=steps.Signing(number="2-KH")), ORGANISE),
    Action("dropping.drop_amendment", lambda w, u: dropping.drop_amendment(
        actor=u, plan=w.plan, revision=w.plan.revision), ORGANISE),
    Action("steps.amend_plan", lambda w, u: steps.amend_plan(
        actor=u, plan=w.plan, revision=w.plan.revision, reason="Sửa"), ORGANISE),
    Action("classes.open_class", lambda w, u: plan_classes.open_class(actor=u, item=w.plan_item), ORGANISE),
    Action("classes.link_class", lambda w, u: plan_classes.link_class(
        actor=u, item=w.plan_item, training_class=of(w)), ORGANISE),
    Action("classes.unlink_class", lambda w, u: plan_classes.unlink_class(actor=u, training_class=of(w)), ORGANISE),
    Action("classes.register_decision", lambda w, u: plan_classes.register_decision(
        actor=u, item=w.plan_item, number="1-QĐ"), ORGANISE),
    Action("copying.copy_plan", lambda w, u: copying.copy_plan(
        actor=u, plan=w.plan, owner=w.office, year=2027), ORGANISE),
    Action("copying.carry_over", lambda w, u: copying.carry_over(actor=u, plan=w.plan), ORGANISE),
    Action("copying.take_over_plan", lambda w, u: copying.take_over_plan(
        actor=u, owner=w.office, year=2027, rows=[]), ORGANISE),
    Action("plans.read_plan_file", lambda w, u: plan_files.read_plan_file(
        actor=u, owner=w.office, content=b"", name="a.docx"), ORGANISE),
    Action("plans.accept_plan_rows", lambda w, u: plan_files.accept_plan_rows(
        actor=u, owner=w.office, year=2027, rows=[]), ORGANISE),
)  # fmt: skip

MONEY = (
    Action("see the money", lambda w, u: sees_money(u, of(w)), (*ORGANISE, *PAY, RoleKind.AUDITOR)),
    Action("see an account of a payee", lambda w, u: visible_accounts_of_payees(u).filter(
        pk=w.payee_account.pk).exists(), PAY),
    Action("settlement.pack_settlement", lambda w, u: settlement.pack_settlement(
        actor=u, training_class=of(w)).content.close(), (*ORGANISE, *PAY, RoleKind.AUDITOR)),
    Action("signed_copies.keep_signed_copy", lambda w, u: signed_copies.keep_signed_copy(
        actor=u, target=of_class(of(w)), kind=PaperKind.SIGN_IN_SHEET, content=PDF), ORGANISE, ORGANISERS),
    Action("signed_copies.keep_signed_copy of money", lambda w, u: signed_copies.keep_signed_copy(
        actor=u, target=of_class(of(w)), kind=PaperKind.SPEAKER_PAYMENTS, content=PDF), PAY),
    Action("rates.save_rate_table", lambda w, u: rates.save_rate_table(
        actor=u, owner=w.office, name="Mức thử", valid_from=DAY, rows=[rates.RateRow(kind="meal", amount=1)]), RATES),
    Action("rates.remove_rate_table", lambda w, u: rates.remove_rate_table(actor=u, table=w.rate_table), RATES),
    Action("rates.save_tax_rule", lambda w, u: rates.save_tax_rule(
        actor=u, owner=w.office, valid_from=DAY, threshold=1, percent=Decimal(1), citation="Mức thử"), RATES),
    Action("fees.set_grade", lambda w, u: fees.set_grade(
        actor=u, training_class=of(w), person=w.person, post_rank="Cấp xã"), PREPARE),
    Action("fees.work_out_fees", lambda w, u: fees.work_out_fees(actor=u, training_class=of(w)), PAY),
    Action("fees.change_fee", lambda w, u: fees.change_fee(actor=u, fee=w.fee, amount=5, reason="Khác"), PAY),
    Action("pay.set_off_payroll", lambda w, u: pay.set_off_payroll(
        actor=u, training_class=of(w), enrolments=[w.enrolment.pk], off_payroll=False), PREPARE),
    Action("pay.work_out_pay", lambda w, u: pay.work_out_pay(actor=u, training_class=of(w)), PAY),
    Action("pay.change_pay", lambda w, u: pay.change_pay(
        actor=u, pay=w.payment, days=0, travel=0, reason="Khác"), PAY),
    Action("expenses.save_expense", lambda w, u: expenses.save_expense(
        actor=u, training_class=of(w), words="Nước uống", amount=5), PAY),
    Action("expenses.remove_expense", lambda w, u: expenses.remove_expense(actor=u, expense=w.expense), PAY),
    Action("expenses.set_budget", lambda w, u: expenses.set_budget(
        actor=u, training_class=of(w), amounts={"hall": 7}), PREPARE),
    Action("payees.keep_account", lambda w, u: payees.keep_account(
        actor=u, owner=w.office, person=w.person, account="0099887766", bank="Ngân hàng Thử"), PAY),
)  # fmt: skip

INTAKE = (
    Action("see a candidate", lambda w, u: visible_candidates(u).filter(pk=w.candidate.pk).exists(), KINDS),
    Action("uploads.add_candidates", lambda w, u: uploads.add_candidates(
        actor=u, organisation=w.office, files=[uploads.SentFile(name="a.txt", content=b"Tin")]), ORGANISE),
    Action("uploads.read_now", lambda w, u: uploads.read_now(actor=u, upload=w.upload), ORGANISE),
    Action("uploads.dismiss_upload", lambda w, u: uploads.dismiss_upload(actor=u, upload=w.upload), ORGANISE),
    Action("review.accept_confident", lambda w, u: review.accept_confident(actor=u, candidate=w.candidate), ORGANISE),
    Action("review.add_field", lambda w, u: review.add_field(
        actor=u, candidate=w.candidate, field="topics", raw={"value": "Thêm"}), ORGANISE),
    Action("review.accept_field", lambda w, u: review.accept_field(
        actor=u, candidate=w.candidate, key="title:0", seen=""), ORGANISE),
    Action("review.correct_field", lambda w, u: review.correct_field(
        actor=u, candidate=w.candidate, key="title:0", seen="", raw={"value": "Tên"}), ORGANISE),
    Action("review.clear_field", lambda w, u: review.clear_field(
        actor=u, candidate=w.candidate, key="title:0", seen=""), ORGANISE),
    Action("review.reopen_field", lambda w, u: review.reopen_field(
        actor=u, candidate=w.candidate, key="title:0", seen=""), ORGANISE),
    Action("outcome.accept_candidate", lambda w, u: outcome.accept_candidate(
        actor=u, candidate=w.candidate, revision=w.candidate.revision), ORGANISE),
    Action("outcome.link_candidate", lambda w, u: outcome.link_candidate(
        actor=u, candidate=w.candidate, revision=w.candidate.revision, training_class=of(w)), ORGANISE),
    Action("outcome.take_back", lambda w, u: outcome.take_back(
        actor=u, candidate=w.candidate, revision=w.candidate.revision), ORGANISE),
    Action("aside.discard", lambda w, u: aside.discard(
        actor=u, candidate=w.candidate, revision=w.candidate.revision), ORGANISE),
    Action("aside.undo_discard", lambda w, u: aside.undo_discard(actor=u, candidate=w.candidate), ORGANISE),
)  # fmt: skip

PUBLISHING = (*VOICES, *ARTICLES, *NEWSROOM, *SITES)

# Steps within another service, or for a command; what only its own maker may go on with; one's own role.
ELSEWHERE = {
    **OF_READERS,
    **dict.fromkeys(("page_links.link_account", "page_links.part_account"), "one's own: tests/web/hall/pocket"),
    "topics.keep_version": "a step", "topic_life.copy_topic": "a step",
    "topic_life.take_over_topic": "only below who shares it: tests/training/test_topics.py",
    "organisations.found_organisation": "for a command: asks for no role",
    **dict.fromkeys(("events.lock_event", "events.make_public", "events.tell", "shelf.require_editor"), "a step"),
    "guard.lock": "a step", "guard.conclude": "a step", "guard.note": "a step", "guard.open_for_change": "a step",
    "placing.placing": "a step", "placing.give_way": "a step", "classes.write_class": "a step",
    **dict.fromkeys(("feeds.make_feed", "feeds.renew_feed", "feeds.revoke_feed"), "one's own: tests/web/api"),
    **dict.fromkeys(("attendance.append_scans", "attendance.id_after", "deriving.derive_cells", "deriving.derive_all"),
                    "a step"),
    **dict.fromkeys(("devices.pair_device", "devices.take_list_along", "devices.fits", "uploading.keep_scans",
                     "reporting.note_contact", "reporting.read_report",
                     "uploading.take_scans",
                     "deriving.derive_waiting", "deriving.count_waiting"),
                    "a device at the door, by its own secret: tests/web/hall/door"),
    "paper_records.kept_copy": "a step",
    "editing.keep": "a step", "closing.freeze": "a step", "appearances.resolve": "a step",
    "entry.open_for_naming": "a step", "entry.sees_whole_list": "a question", "line.tell": "a step",
    "line.settle": "a step", "line.left_list": "a step",
    "line.came_back": "a step", "line.joined_list": "a step", "naming.name_all": "a step",
    "naming.find_persons": "a step",
    "register.add_people": "a step", "register.use_known": "a step",
    "roster.opened": "a step", "nominations.choose_units": "only who began the draft",
    "nominations.skip_faulty_nominations": "only who began the draft",
    "nominations.accept_nomination_draft": "only who began the draft",
    "roster.choose_columns": "only who began the draft", "roster.decide_rows": "only who began the draft",
    "roster.skip_faulty": "only who began the draft", "roster.accept_draft": "only who began the draft",
    "roster.discard_draft": "only who began the draft",
    "people.office_of": "a question",
    "guard.lock_questionnaire": "a step", "guard.open_draft": "a step",
    "making.put_to_use": "a step", "quizzes.version_in_use": "a step",
    "guard.lock_plan": "a step", "steps.signed_copy": "a step",
    "signin.note": "a step", "signin.require_care": "a step", "signin.refuse_the_last": "a step",
    "notices.tell_owner": "a step",
    "emails.ask_email_change": "one's own address", "register.check_sender": "a step",
    "signin.unlink_provider": "one's own link",
    "signin.choose_password": "one's own password", "signin.end_session": "one's own session",
    "signin.end_other_sessions": "one's own sessions",
    "delegation.delegate_role": "one's own role: tests/directory/test_delegation.py",
}  # fmt: skip


def _part(world):
    return Organisation.objects.create(
        name="Tổ cũ", folded_name="to cu", kind="residential", system="state", parent=world.office,
        path=f"{world.office.path}AATOCU",
    )  # fmt: skip


def _lent(world):
    today = timezone.localdate()
    return Role.objects.create(
        user=UserFactory(), organisation=world.office, kind=RoleKind.EDITOR, source=world.role, valid_from=today,
        valid_to=today + dt.timedelta(days=3),
    )  # fmt: skip


def _norm():
    return plan_costs.NormValues(kind="meals", title="Ăn trưa", basis="person_day", amount=1)


def _sitting(world):
    return world.sitting


def _enrolment(world):
    return world.enrolment


@pytest.mark.parametrize(
    "actions",
    [DIRECTORY, QUESTIONNAIRES, LEARNING, TRAINING, PLANNING, MONEY, INTAKE, PUBLISHING, SHELF],
    ids=["directory", "questionnaires", "learning", "training", "planning", "money", "intake", "publishing", "shelf"],
)
def test_every_cell_of_the_table(actions):
    assert cells(build(), actions) == []


def test_trail_of_a_class_is_read_by_the_keepers_auditors_and_by_its_organisers():
    """What one row of the table can't say: two reasons to be let in."""
    world = build()

    readers = {cell for cell, user in world.users.items() if reads_class_trail(user, of(world))}

    assert readers == {
        (kind, relation)
        for kind in KINDS
        for relation in RELATIONS
        if (kind in TRAIL and relation in OFFICE) or (kind in ORGANISE and relation in ORGANISERS)
    }


def test_the_table_names_every_service():
    tables = (*DIRECTORY, *QUESTIONNAIRES, *LEARNING, *TRAINING, *PLANNING, *MONEY, *INTAKE, *PUBLISHING, *SHELF)
    named = {action.name.split(" ")[0] for action in tables}
    lists_of_intake = {name.replace("lists.", "roster.") for name in named}
    known = named | lists_of_intake | set(ELSEWHERE) | set(ELSEWHERE_NEWSROOM)

    missing = [
        f"{path.stem}.{function.name}"
        for path in sorted(ROOT.glob("src/caunoi/*/services/**/*.py"))
        for function in ast.parse(path.read_text(encoding="utf-8")).body
        if isinstance(function, ast.FunctionDef)
        and not function.name.startswith("_")
        and any(argument.arg == "actor" for argument in function.args.kwonlyargs)
        and f"{path.stem}.{function.name}" not in known
    ]

    assert missing == []
    assert len(KINDS) * len(RELATIONS) * len(tables) > 7_000
    assert OFFICE < ORGANISERS
