"""One office with one of everything, every name holding two words by which any trace of it is known."""

from __future__ import annotations

import datetime as dt
from types import SimpleNamespace

from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from caunoi.core import files, outbox
from caunoi.core.files import store
from caunoi.core.ids import new_id
from caunoi.core.tasks import apply_retention
from caunoi.core.text import fold, natural_key
from caunoi.credentials.facts import AwardFacts, Holder
from caunoi.credentials.services.ledger import issue_awards
from caunoi.directory.enums import RoleKind
from caunoi.directory.models import Role
from caunoi.directory.services import merging, people
from caunoi.directory.services.consents import record_consent
from caunoi.directory.services.directives import add_directive
from caunoi.intake.models import OldArticle, ReportUpload
from caunoi.intake.services.nominations import start_from_text as name_from_text
from caunoi.intake.services.roster import start_from_text
from caunoi.publishing.models import Comment, Offer
from caunoi.publishing.services import add_host, add_part, add_topic, open_site
from caunoi.publishing.services.previews import make_preview
from caunoi.questionnaires.enums import ItemKind
from caunoi.questionnaires.services.asking import keep_in_bank
from caunoi.questionnaires.shape.bodies import Draft
from caunoi.training.enums import ClassState, FeedKind, Mark, Part, QuizMoment
from caunoi.training.models import (
    ClassReport,
    DoorDevice,
    DoorReview,
    DoorRules,
    DoorScan,
    Enrolment,
    LeaveDocument,
    MakeUp,
    Nomination,
    PaperTemplate,
    Quota,
    TrainingClass,
)
from caunoi.training.queries.award_sources import source_of
from caunoi.training.queries.papers import of_class
from caunoi.training.services import (
    attendance,
    batches,
    classes,
    closing,
    evidence,
    feeds,
    handovers,
    paper_records,
    papers,
    programme,
    questions,
    rooms,
    roster,
    speakers,
    topic_parts,
    topics,
    venues,
)
from caunoi.training.services.appearances import Appearance
from caunoi.training.services.learning.quizzes import attach_quiz
from caunoi.training.services.plans import classes as plan_classes
from caunoi.training.services.plans import costs, items, making, steps
from caunoi.training.services.register import RosterRow
from caunoi.training.services.schedules.proposing import add_busy_days, request_schedule
from caunoi.training.services.seats import Nominee, accept_nominations
from tests.factories import OrganisationFactory, UserFactory
from tests.intake.factories import CandidateFactory
from tests.publishing.makers import article_in, jpeg, photo_in, recording_in
from tests.publishing.shelf_makers import drawn_pdf, event_in, material_in
from tests.questionnaires.makers import choice, make_quiz
from tests.training.money.makers import money_of

PDF = b"%PDF-1.4 made up\n"


def _text(both: str) -> Draft:
    return Draft(kind=ItemKind.TEXT, text=f"{both} viết gì?", body={"right": [both]})


def build_office(first: str, second: str, parent=None) -> SimpleNamespace:  # noqa: PLR0915 - one of everything
    """An office, its administrator, and one of everything it can keep; ``ids`` are what no other office may read."""
    both = f"{first} {second}"
    office = OrganisationFactory(name=f"Ủy ban {both}", parent=parent)
    boss = UserFactory.with_role(office, RoleKind.ADMINISTRATOR, name=f"Trưởng {both}")
    clerk = UserFactory.with_role(office, RoleKind.ORGANISER, name=f"Nhân viên {both}")
    person = people.add_person(actor=boss, organisation=office, full_name=f"Trần {both}", phone="0905 111 222")
    post = people.add_post(actor=boss, person=person, title=f"Chủ tịch {both}", organisation=office)
    twin = people.add_person(actor=boss, organisation=office, full_name=f"Trần {both} Hai")
    merged = people.add_person(actor=boss, organisation=office, full_name=f"Trần {both} Ba")
    merging.merge_persons(actor=boss, kept=person, merged=merged)
    consent = record_consent(actor=boss, person=person, purpose="other_contact", form="spoken")
    directive = add_directive(
        actor=boss, owner=office, number=f"1-KH/{first}", title=f"Về việc {both}", file=(f"{both}.pdf", PDF)
    )
    topic = topics.save_topic(actor=boss, owner=office, title=f"Chuyên đề {both}")
    idea = topic_parts.save_idea(actor=boss, topic=topic, text=f"{both} là gì?")
    second_topic = topics.save_topic(actor=boss, owner=office, title=f"Chuyên đề {both} hai")
    topic_file = topic_parts.add_topic_file(actor=boss, topic=topic, content=PDF, name=f"bai {both}.pdf")
    quiz = make_quiz(boss, office, [choice(f"{both} là gì?"), _text(both)], title=f"Phiếu {both}")
    bank_item = keep_in_bank(actor=boss, owner=office, draft=choice(f"{both} ở đâu?"), topic_key=topic.pk)
    speaker = speakers.add_speaker(actor=boss, owner=office, person=person, note=f"Mời qua {both}")
    speakers.set_speaker_topics(actor=boss, profile=speaker, topics=[topic])
    away = speakers.add_away(actor=boss, profile=speaker, first_day=timezone.localdate())
    room = rooms.save_room(actor=boss, owner=office, name=f"Hội trường {both}", capacity=100)
    training_class = _held_class(office, person, directive, topic, both=both, boss=boss, room=room)
    report = ClassReport.objects.get(training_class=training_class)
    [award] = issue_awards(
        actor=boss,
        owner=office,
        source=source_of(training_class),
        facts=AwardFacts(subject=f"nghiệp vụ {both}", code=training_class.code, organiser=office.name),
        holders=[Holder(person_id=person.pk, name=person.full_name)],
    )
    sender = OrganisationFactory(name=f"Tổ {both}", parent=office)
    Enrolment.objects.filter(training_class=training_class).update(sender=sender)
    (handover,) = handovers.offer_programme(
        actor=boss, training_class=training_class, organisations=[sender], words=f"Gửi {both}"
    )
    asked_quota = Quota.objects.create(
        training_class=training_class,
        organisation=sender,
        name=f"Đội {both}",
        folded_name=natural_key(f"Đội {both}"),
        seats=3,
    )
    nomination = Nomination.objects.create(
        training_class=training_class, quota=asked_quota, person=twin, state="waiting", place=1, source="desk"
    )
    make_up = _made_up(training_class)
    device, door_review = _door(training_class, both)
    draft = start_from_text(actor=boss, training_class=training_class, text=f"Họ và tên\tĐơn vị\nLê {both}\tTổ 1")
    batch = batches.accept_roster(
        actor=boss, training_class=training_class, rows=[RosterRow(number=1, full_name=f"Võ {both}")]
    )
    quota = Quota.objects.create(
        training_class=training_class, name=f"Xã {both}", folded_name=natural_key(f"Xã {both}"), seats=2
    )
    names = name_from_text(actor=boss, training_class=training_class, text=f"Họ và tên\tĐơn vị\nLê {both}\tXã {both}")
    named = accept_nominations(
        actor=boss, training_class=training_class, rows=[(quota, Nominee(number=1, full_name=f"Đỗ {both}"))]
    )
    candidate = CandidateFactory(organisation=office, source=f"{both}.txt")
    upload = ReportUpload.objects.create(organisation=office, uploaded_by=boss)
    site = open_site(actor=boss, organisation=office, name="Trang tin thử", slug=f"trang-{office.path}")
    # Readers of the site see both: nothing of them is secret.
    host_name = f"{office.path}.example.vn".lower()
    link = add_part(actor=boss, site=site, kind="lien-ket", words={"label": "Trang bạn", "url": f"https://{host_name}"})
    host = add_host(actor=boss, site=site, host=host_name)
    article = article_in(site, boss, title=f"Tin {both}")
    said = f"Ý kiến {both}"
    comment = Comment.objects.create(
        article=article, site=site, name=both, text=said, folded_text=fold(f"{both} {said}")
    )
    photo = photo_in(article, boss, caption=f"Ảnh {both}")
    spoken = f"WEBVTT\n\n00:01.000 --> 00:04.000\nLời {both}\n"
    media = recording_in(article, boss, title=f"Băng {both}", captions=spoken)
    topic_heading = add_topic(actor=boss, site=site, title=f"Chuyên đề {both}")
    old_article = OldArticle.objects.create(
        site=site, title=f"Tin cũ {both}", body=f"<p>Chữ của {both}</p>", sha256="0" * 64, uploaded_by=boss
    )
    picture = store(content=jpeg(), name=f"{both}.jpg", organisation_id=office.pk, made_here=True)
    old_picture = old_article.pictures.create(file=picture, alternative=f"Ảnh {both}")
    offer = Offer.objects.create(article=article, site=site, note=f"Lời giới thiệu {both}", by=boss)
    material = material_in(site, boss, title=f"Tài liệu {both}", content=drawn_pdf(both))
    make_preview(material.versions.get().pk)
    event = event_in(site, boss, title=f"Sự kiện {both}")
    template = PaperTemplate.objects.create(
        organisation=office, kind="class_report", layout="state", file=directive.file, replaced_by=boss
    )
    norm, plan = _approved_plan(office, directive, both=both, boss=boss)
    schedule_slot, busy_days = _schedule(plan, both=both, boss=boss)
    delegation = _delegated(boss, clerk)
    money = money_of(training_class, both, person)
    mail = outbox.enqueue(
        recipient=f"{first}@example.vn", template="article_submitted", context={"to": both}, organisation_id=office.pk
    )
    apply_retention.enqueue()
    job = DBTaskResult.objects.first()
    kept = [office, boss, clerk, person, directive, directive.file, topic, topic_file.file, training_class, report]
    class_quiz = attach_quiz(
        actor=boss, training_class=training_class, questionnaire=quiz.questionnaire, moment=QuizMoment.PRE
    )
    kept += [quiz.questionnaire, quiz, bank_item, class_quiz]
    kept += [asked_quota, nomination, twin, merged, consent, room]
    kept += [twin, merged, consent, norm, plan, plan.items.get()]
    kept += [money.rate_table, money.payee_account, award]
    kept += [quota, names, named]
    kept += [speaker, second_topic, draft, batch, candidate, upload, photo, mail, job]
    return SimpleNamespace(
        words=(first, second),
        office=office,
        boss=boss,
        clerk=clerk,
        role=clerk.roles.get(kind=RoleKind.ORGANISER),
        delegation=delegation,
        **vars(money),
        person=person,
        post=post,
        twin=twin,
        merged=merged,
        consent=consent,
        directive=directive,
        topic=topic,
        topic_file=topic_file,
        questionnaire=quiz.questionnaire,
        quiz_item=quiz.items.get(kind=ItemKind.SINGLE),
        quiz_text=quiz.items.get(kind=ItemKind.TEXT),
        bank_item=bank_item,
        class_quiz=class_quiz,
        idea=idea,
        second_topic=second_topic,
        speaker=speaker,
        away=away,
        room=room,
        award=award,
        feed=feeds.make_feed(actor=boss, kind=FeedKind.ROOM, room=room)[0],
        training_class=training_class,
        sitting=training_class.sittings.get(),
        item=training_class.agenda.get(),
        guest=training_class.guests.get(),
        venue=training_class.venue_points.get(),
        question=training_class.questions.get(),
        signed_sheet=_signed_sheet(training_class, boss, both),
        leave_document=_leave_document(training_class, both),
        enrolment=Enrolment.objects.filter(training_class=training_class).order_by("id").first(),
        report=report,
        roster_draft=draft,
        roster_batch=batch,
        quota=quota,
        asked_quota=asked_quota,
        nomination=nomination,
        nominations_draft=names,
        nomination_batch=named,
        handover=handover,
        candidate=candidate,
        upload=upload,
        site=site,
        site_link=link,
        site_host=host,
        article=article,
        material=material,
        event=event,
        comment=comment,
        photo=photo,
        offer=offer,
        old_article=old_article,
        old_picture=old_picture,
        topic_heading=topic_heading,
        media=media,
        make_up=make_up,
        device=device,
        door_review=door_review,
        template=template,
        norm=norm,
        plan=plan,
        plan_item=plan.items.get(),
        schedule_slot=schedule_slot,
        busy_days=busy_days,
        plan_cost=plan.items.get().costs.get(),
        mail=mail,
        job=job,
        ids=[str(each.pk) for each in kept] + [training_class.code, plan.code],
    )


def _delegated(boss, clerk):
    """The administrator lets the clerk act for him."""
    role = boss.roles.get()
    today = timezone.localdate()
    return Role.objects.create(
        user=clerk, organisation=role.organisation, kind=role.kind, source=role, valid_from=today,
        valid_to=today + dt.timedelta(days=30),
    )  # fmt: skip


def _schedule(plan, *, both, boss):
    """A schedule that waits to be worked out, and busy days of the office."""
    proposal = request_schedule(actor=boss, plan=plan)
    day = dt.date(2026, 3, 2)
    busy_days = add_busy_days(actor=boss, plan=plan, first=day, last=day, words=f"Bận {both}")
    return proposal.slots.order_by("pk").first(), busy_days


def _approved_plan(office, directive, *, both, boss):
    """A plan that was submitted, approved with a signed copy, and is being amended: everything in it can change."""
    values = costs.NormValues(kind="speaker", title=f"Mức {both}", basis="sitting", amount=1, by_default=True)
    norm = costs.save_norm(actor=boss, owner=office, values=values)
    plan = making.make_plan(actor=boss, owner=office, year=2026, title=f"Kế hoạch {both}")
    making.set_plan_directives(actor=boss, plan=plan, directives=[directive])
    items.save_item(actor=boss, plan=plan, values=items.ItemValues(title=f"Nội dung {both}"))
    plan.refresh_from_db()
    steps.submit_plan(actor=boss, plan=plan, revision=plan.revision)
    plan.refresh_from_db()
    signing = steps.Signing(number="1-KH", signer=f"Trưởng {both}", content=PDF, name=f"ke hoach {both}.pdf")
    steps.approve_plan(actor=boss, plan=plan, revision=plan.revision, signing=signing)
    plan.refresh_from_db()
    item = plan.items.get()
    plan_classes.register_decision(actor=boss, item=item, number="1-QĐ", content=PDF, name=f"quyet dinh {both}.pdf")
    plan.refresh_from_db()
    return norm, steps.amend_plan(actor=boss, plan=plan, revision=plan.revision, reason=f"Sửa {both}")


def _held_class(office, person, directive, topic, *, both, boss, room):
    """A class that was closed and reopened: it has a version of its report, and everything in it can change."""
    day = dt.date(2026, 3, 2)
    made = classes.create_class(
        actor=boss, keeper=office, title=f"Lớp {both}", place=f"Hội trường {both}", starts_on=day, ends_on=day
    )
    classes.set_directives(actor=boss, training_class=made, directives=[directive])
    sitting = programme.add_sitting(actor=boss, training_class=made, date=day, part=Part.MORNING)
    programme.save_agenda_item(
        actor=boss,
        training_class=made,
        sitting=sitting,
        topic=topic,
        title=f"Mục {both}",
        speakers=[Appearance(person=person)],
    )
    venues.save_venue(actor=boss, training_class=made, room=room, name=f"Điểm cầu {both}")
    programme.save_guest(actor=boss, training_class=made, appearance=Appearance(full_name=f"Khách {both}"))
    enrolment = roster.enrol(actor=boss, training_class=made, full_name=f"Học viên {both}", unit_text=f"Tổ {both}")
    questions.add_question(actor=boss, training_class=made, text=f"Câu hỏi {both}?")
    made = TrainingClass.objects.get(pk=made.pk)
    made = classes.move_on(actor=boss, training_class=made, state=ClassState.HELD, revision=made.revision)
    attendance.mark(
        actor=boss,
        training_class=made,
        cells=[attendance.CellMark(enrolment_id=enrolment.pk, sitting_id=sitting.pk, mark=Mark.PRESENT)],
    )
    made = TrainingClass.objects.get(pk=made.pk)
    report = closing.close_class(actor=boss, training_class=made, revision=made.revision)
    papers.register_report(actor=boss, report=report, number="1-BC", content=PDF, name=f"{both}.pdf")
    paper_records.enter_number(
        actor=boss, target=of_class(made), kind="class_report", number="1-BC", content=PDF, name=f"{both}.pdf"
    )
    return closing.reopen_class(actor=boss, training_class=made, reason=f"Sửa {both}")


def _door(training_class, both):
    """Return a device at the door, and somebody not listed whom it let in."""
    device = DoorDevice.objects.create(training_class=training_class, label=f"Cửa {both}"[:60])
    DoorRules.objects.create(training_class=training_class)
    now = timezone.now()
    scan = DoorScan.objects.create(
        device=device, scan_id=new_id(), training_class=training_class, sitting=training_class.sittings.first(),
        kind="walk_in", verdict="in", at=now, device_at=0, received_at=now, name=f"Lê Văn {both}", unit=both,
    )  # fmt: skip
    return device, DoorReview.objects.create(
        training_class=training_class, kind="walk_in", scan=scan, sitting=scan.sitting
    )


def _signed_sheet(training_class, boss, both):
    """A scan of the sheet signed at the sitting."""
    sitting = training_class.sittings.get()
    return evidence.keep_sheet(actor=boss, sitting=sitting, content=PDF, name=f"bang ky {both}.pdf")


def _leave_document(training_class, both):
    """A paper of leave of somebody who is marked as present, which no service would take."""
    keeper = training_class.keeper_id
    file = files.store(content=PDF, name=f"giay phep {both}.pdf", organisation_id=keeper)
    made = LeaveDocument.objects.create(enrolment=training_class.enrolments.earliest("id"), file=file)
    made.sittings.set(training_class.sittings.all())
    return made


def _made_up(training_class):
    """What the desk's page of make-up sittings lists; the class is its own sister, which no service would do."""
    enrolment, sitting = training_class.enrolments.get(), training_class.sittings.get()
    return MakeUp.objects.create(enrolment=enrolment, missed=sitting, guest=enrolment, sitting=sitting)
