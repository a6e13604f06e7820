"""Classes of the demonstration, one in each state."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from caunoi.directory.models import Directive, Organisation, User
from caunoi.training.enums import AgendaKind, ClassState, GuestRole, Mark, NominationSource, Part
from caunoi.training.models import ClassReport, Enrolment, Sitting, TrainingClass
from caunoi.training.services import (
    attendance,
    badges,
    batches,
    classes,
    closing,
    evidence,
    programme,
    questions,
    seats,
    topics,
)
from caunoi.training.services.appearances import Appearance
from caunoi.training.services.awards.issuing import issue_class_awards
from caunoi.training.services.awards.rules import set_award_rule
from caunoi.training.services.register import RosterRow
from caunoi.web.demo import door, floor, people, pictures, quizzes

_TOPICS = (
    ("Nghe và hỏi trong một buổi hòa giải", "Phó Trưởng phòng Tư pháp", "Nguyễn Thị Minh Họa"),
    ("Viết biên bản hòa giải thành", "Chuyên viên phòng Tư pháp", "Trần Văn Ví Dụ"),
    ("Tình huống mất lối đi chung, ranh giới đất", "Hội thẩm nhân dân", "Lê Hữu Giả Định"),
)


def closed_class(
    *,
    actor: User,
    keeper: Organisation,
    partners: Sequence[Organisation],
    directive: Directive,
    day: dt.date,
    seed: int,
) -> ClassReport:
    """A class of two days that was held, closed and frozen."""
    made = classes.create_class(
        actor=actor,
        keeper=keeper,
        title=f"Tập huấn công tác hòa giải ở cơ sở năm {day.year}",
        audience="Tổ viên tổ hòa giải, trưởng ban công tác Mặt trận",
        place=f"Hội trường {keeper.name}",
        starts_on=day,
        ends_on=day + dt.timedelta(days=1),
        quota=50,
    )
    classes.set_organisers(actor=actor, training_class=made, hosts=[keeper], co_organisers=partners)
    classes.set_directives(actor=actor, training_class=made, directives=[directive])
    sittings = programme.add_sittings(
        actor=actor,
        training_class=made,
        first=day,
        last=day + dt.timedelta(days=1),
        parts=[Part.MORNING, Part.AFTERNOON],
    )
    _programme(actor, keeper, made, sittings)
    programme.save_guest(
        actor=actor,
        training_class=made,
        appearance=Appearance(full_name="Phạm Quang Làm Mẫu", post="Phó Bí thư Thường trực Đảng ủy phường"),
        role=GuestRole.OPENS,
    )
    _enrol(actor, made, seed=seed, count=48)
    _move(actor, made, ClassState.GATHERING, ClassState.HELD)
    _attend(actor, made, sittings)
    asked_before = quizzes.quiz_of(actor=actor, keeper=keeper)
    quizzes.taken_before_and_after(actor=actor, training_class=made, questionnaire=asked_before)
    floor.evaluated_from_phones(actor=actor, training_class=_fresh(made))
    asked = questions.add_question(
        actor=actor, training_class=made, text="Hai hộ không chịu ngồi cùng nhau thì tổ hòa giải bắt đầu từ đâu?"
    )
    questions.answer_question(
        actor=actor,
        question=asked,
        answer="Gặp riêng từng hộ trước, ghi lại điều mỗi bên mong muốn, rồi mới mời ngồi chung.",
        answered_by="Nguyễn Thị Minh Họa",
    )
    made = _fresh(made)
    made = classes.change_class(
        actor=actor,
        training_class=made,
        revision=made.revision,
        strong_points="Học viên đến đủ, trao đổi sôi nổi trên tình huống của chính tổ mình.",
        weak_points="Phòng họp nóng vào buổi chiều; phần thực hành viết biên bản còn ít thời gian.",
        proposals="Năm sau dành hẳn một buổi cho thực hành.",
    )
    report = closing.close_class(actor=actor, training_class=made, revision=made.revision, accept_unmarked=True)
    set_award_rule(
        actor=actor,
        training_class=made,
        subject="kỹ năng hòa giải ở cơ sở",
        min_share=75,
        hours=16,
        result="Hoàn thành",
    )
    issue_class_awards(actor=actor, training_class=made, version=report.version)
    return report


def class_of_today(*, actor: User, keeper: Organisation, day: dt.date) -> TrainingClass:
    """A class that is being held today and tomorrow, the morning marked."""
    made = classes.create_class(
        actor=actor,
        keeper=keeper,
        title="Bồi dưỡng kỹ năng tiếp nhận phản ánh, kiến nghị của người dân",
        audience="Tổ trưởng tổ dân phố, chi hội trưởng các đoàn thể",
        place="Nhà văn hóa phường Hòa Khánh",
        starts_on=day,
        ends_on=day + dt.timedelta(days=1),
        quota=40,
    )
    sittings = programme.add_sittings(
        actor=actor, training_class=made, first=day, last=day + dt.timedelta(days=1), parts=[Part.MORNING]
    )
    programme.save_agenda_item(
        actor=actor,
        training_class=made,
        sitting=sittings[0],
        title="Ghi nhận, phân loại và trả lời phản ánh đúng hạn",
        starts_at=dt.time(7, 30),
        periods=4,
        speakers=[Appearance(full_name="Đỗ Thanh Tạm Gọi", post="Trưởng phòng Văn hóa - Xã hội")],
    )
    _enrol(actor, made, seed=7, count=36)
    _move(actor, made, ClassState.GATHERING, ClassState.HELD)
    absent = {3: Mark.EXCUSED, 15: Mark.ABSENT, 31: Mark.EXCUSED}
    people_of = list(Enrolment.objects.filter(training_class=made).order_by("id").values_list("id", flat=True))
    attendance.mark(
        actor=actor,
        training_class=made,
        cells=[
            attendance.CellMark(enrolment_id=people_of[place], sitting_id=sittings[0].pk, mark=mark)
            for place, mark in absent.items()
        ],
    )
    door.scanned_at_the_door(actor=actor, training_class=_fresh(made), sitting=sittings[0])
    badges.take_badges(actor=actor, training_class=made)
    evidence.keep_sheet(actor=actor, sitting=sittings[0], content=pictures.signed_sheet(), name="bang-ky-sang.jpg")
    questions.add_question(
        actor=actor, training_class=made, text="Người dân nhắn qua nhóm chung của tổ thì có tính là đã phản ánh không?"
    )
    floor.questions_in_each_state(actor=actor, training_class=_fresh(made))
    return made


def gathering_class(*, actor: User, keeper: Organisation, day: dt.date) -> TrainingClass:
    """A class whose list is being gathered: of six units two have not answered, one has people who wait."""
    made = classes.create_class(
        actor=actor,
        keeper=keeper,
        title="Tập huấn nghiệp vụ giám sát đầu tư của cộng đồng",
        audience="Thành viên Ban Giám sát đầu tư của cộng đồng, Ban Thanh tra nhân dân",
        place="Hội trường Ủy ban nhân dân phường Hòa Khánh",
        starts_on=day,
        ends_on=day,
        quota=24,
    )
    programme.add_sittings(actor=actor, training_class=made, first=day, last=day, parts=[Part.MORNING, Part.AFTERNOON])
    _enrol(actor, made, seed=11, count=14)
    _move(actor, made, ClassState.GATHERING)
    _units(actor, made, until=day - dt.timedelta(days=2))
    return made


def _units(actor: User, made: TrainingClass, *, until: dt.date) -> None:
    named = {
        "Hội Phụ nữ phường": ("Võ Thị Thử Một", "Hồ Thị Thử Hai"),
        "Hội Nông dân phường": ("Bùi Văn Thử Ba", "Đặng Văn Thử Bốn", "Ngô Văn Thử Năm", "Dương Văn Thử Sáu"),
        "Đoàn Thanh niên phường": ("Lý Văn Thử Bảy",),
        "Hội Cựu chiến binh phường": ("Huỳnh Văn Thử Tám", "Phan Văn Thử Chín"),
        "Công đoàn phường": (),
        "Ban Công tác Mặt trận khu dân cư số 3": (),
    }
    rows = [seats.QuotaRow(seats=2, name=name) for name in named]
    for quota in seats.set_quotas(actor=actor, training_class=made, rows=rows):
        nominees = [seats.Nominee(full_name=name, post="Hội viên") for name in named[quota.name]]
        if nominees:
            seats.nominate(
                actor=actor, training_class=made, quota=quota, nominees=nominees, source=NominationSource.DESK
            )
    seats.set_deadline(actor=actor, training_class=made, until=until)
    seats.set_reminding(actor=actor, training_class=made, before=2, pause=3)
    seats.note_message(actor=actor, training_class=made)


def preparing_class(*, actor: User, keeper: Organisation, title: str) -> TrainingClass:
    """A class that has little more than a name."""
    return classes.create_class(actor=actor, keeper=keeper, title=title)


def _programme(actor: User, keeper: Organisation, made: TrainingClass, sittings: Sequence[Sitting]) -> None:
    programme.save_agenda_item(
        actor=actor,
        training_class=made,
        sitting=sittings[0],
        kind=AgendaKind.OPENING,
        title="Khai mạc",
        starts_at=dt.time(7, 30),
    )
    for sitting, (title, post, name) in zip(sittings, _TOPICS, strict=False):
        topic = topics.save_topic(actor=actor, owner=keeper, title=title)
        programme.save_agenda_item(
            actor=actor,
            training_class=made,
            sitting=sitting,
            title=title,
            topic=topic,
            starts_at=dt.time(13, 30) if sitting.part == Part.AFTERNOON else dt.time(8, 0),
            periods=4,
            speakers=[Appearance(full_name=name, post=post)],
        )
    programme.save_agenda_item(
        actor=actor,
        training_class=made,
        sitting=sittings[-1],
        kind=AgendaKind.DISCUSSION,
        title="Thảo luận tổ, viết biên bản mẫu",
        starts_at=dt.time(13, 30),
    )


def _enrol(actor: User, made: TrainingClass, *, seed: int, count: int) -> None:
    rows = [
        RosterRow(number=number, full_name=name, post=post, unit_text=unit, birth_year=year)
        for number, (name, post, unit, year) in enumerate(people.roster(seed, count), start=1)
    ]
    batches.accept_roster(actor=actor, training_class=made, rows=rows, source="Danh sách mẫu")


def _attend(actor: User, made: TrainingClass, sittings: Sequence[Sitting]) -> None:
    enrolments = list(Enrolment.objects.filter(training_class=made).order_by("id").values_list("id", flat=True))
    missing = {3: Mark.EXCUSED, 15: Mark.ABSENT, 31: Mark.EXCUSED}
    passing = {8: Mark.LATE, 22: Mark.LEFT_EARLY}
    attendance.mark(
        actor=actor,
        training_class=made,
        cells=[
            attendance.CellMark(
                enrolment_id=enrolment,
                sitting_id=sitting.pk,
                mark=missing.get(place) or passing.get(place + turn) or Mark.PRESENT,
            )
            for turn, sitting in enumerate(sittings)
            for place, enrolment in enumerate(enrolments)
        ],
    )


def _move(actor: User, made: TrainingClass, *states: ClassState) -> None:
    for state in states:
        current = _fresh(made)
        classes.move_on(actor=actor, training_class=current, state=state, revision=current.revision)


def _fresh(made: TrainingClass) -> TrainingClass:
    return TrainingClass.objects.get(pk=made.pk)
