"""What participants say: questions of the hall in each state, and an evaluation from phones."""

from __future__ import annotations

from typing import Any

from caunoi.directory.models import User
from caunoi.questionnaires.enums import ItemKind
from caunoi.training.enums import Mark
from caunoi.training.models import Attendance, Enrolment, Ticket, TrainingClass
from caunoi.training.queries.surveys import WORDS, questions_for
from caunoi.training.services.floor.asking import ask_from_phone
from caunoi.training.services.floor.moderating import hide_questions, merge_questions, show_questions
from caunoi.training.services.floor.voting import vote
from caunoi.training.services.questions import answer_question
from caunoi.training.services.surveys.running import close_survey, open_survey
from caunoi.training.services.surveys.sheets import hand_in, take_sheet

_SHOWN = (
    ("Phản ánh gửi nhiều nơi cùng lúc thì nơi nào trả lời?", 7),
    ("Người phản ánh không để lại số điện thoại thì báo kết quả bằng cách nào?", 4),
    ("Tổ trưởng có được từ chối nhận phản ánh nói miệng không?", 2),
)
_REMARKS = (
    "Thêm thời gian làm bài tập theo nhóm.",
    "Tài liệu in chữ to hơn.",
    "Nên có thêm tình huống về vệ sinh ngõ xóm.",
    "Phòng nóng vào buổi chiều.",
)


def questions_in_each_state(*, actor: User, training_class: TrainingClass) -> None:
    """Shown with votes, answered, merged, hidden, and two that nobody looked at yet."""
    made = [ask_from_phone(training_class=training_class, text=text) for text, _votes in _SHOWN]
    answered = ask_from_phone(training_class=training_class, text="Ghi âm buổi tiếp dân có cần xin phép không?")
    same = ask_from_phone(training_class=training_class, text="Một phản ánh gửi ba nơi thì ai là người trả lời?")
    off = ask_from_phone(training_class=training_class, text="Mấy giờ thì ăn trưa?")
    for text in ("Biểu mẫu tiếp nhận lấy ở đâu?", "Có được chụp ảnh hiện trường thay cho mô tả không?"):
        ask_from_phone(training_class=training_class, text=text)
    shown = [*made, answered, same]
    show_questions(actor=actor, training_class=training_class, questions=[one.pk for one in shown])
    hide_questions(actor=actor, training_class=training_class, questions=[off.pk], reason="Không thuộc nội dung lớp")
    merge_questions(actor=actor, question=same, into=made[0])
    tickets = list(Ticket.objects.filter(training_class=training_class).select_related("training_class").order_by("id"))
    for question, (_text, votes) in zip(made, _SHOWN, strict=True):
        for ticket in tickets[:votes]:
            vote(ticket=ticket, question=question, wanted=True)
    answered.refresh_from_db()
    answer_question(
        actor=actor,
        question=answered,
        answer="Nên báo trước và được người nói đồng ý; cách làm của phường ghi trong quy chế tiếp dân.",
        answered_by="Đỗ Thanh Tạm Gọi",
    )


def evaluated_from_phones(*, actor: User, training_class: TrainingClass, sheets: int = 14) -> None:
    """Open the evaluation, hand in sheets and close it: what they say is laid open then."""
    survey = open_survey(actor=actor, training_class=training_class)
    asked = questions_for(survey)
    there = Attendance.objects.filter(sitting__training_class=training_class, mark=Mark.PRESENT).order_by()
    people = Enrolment.objects.filter(pk__in=there.values("enrolment")).order_by("id")[:sheets]
    for number, enrolment in enumerate(people):
        answers: dict[str, Any] = {
            one.key: (5, 4, 5, 3, 4, 5, 4, 2)[(number * 3 + place) % (8 - place % 3)]
            for place, one in enumerate(asked)
            if one.kind == ItemKind.SCALE
        }
        if number < len(_REMARKS):
            answers[WORDS] = _REMARKS[number]
        hand_in(slip=take_sheet(survey=survey, enrolment=enrolment), answers=answers)
    close_survey(actor=actor, survey=survey)
