"""A quiz of the demonstration: asked before and after one class, open in another."""

from __future__ import annotations

from caunoi.directory.models import Organisation, User
from caunoi.questionnaires.models import Questionnaire
from caunoi.questionnaires.services.asking import add_items
from caunoi.questionnaires.services.making import make_questionnaire
from caunoi.questionnaires.shape.reading import read_text
from caunoi.training.enums import QuizMoment
from caunoi.training.models import TrainingClass
from caunoi.training.services.learning.entry import type_in
from caunoi.training.services.learning.quizzes import attach_quiz, close_quiz, number_sheets, open_quiz

# Made up for the demonstration; asks for good practice, not for law.
_QUESTIONS = """
Câu 1: Khi hai bên đang nóng giận, hòa giải viên nên làm gì trước?
A. Mời cả hai ngồi lại ngay
B. Gặp riêng từng bên để lắng nghe
C. Lập biên bản ngay
Đáp án: B
Câu 2: Lắng nghe tốt gồm những việc nào?
A. Nhắc lại ý người nói để xác nhận
B. Ngắt lời khi thấy sai
C. Hỏi thêm khi chưa rõ
Đáp án: A, C
Câu 3: Ai quyết định nội dung thỏa thuận?
A. Hòa giải viên
B. Tổ trưởng tổ dân phố
C. Hai bên
Đáp án: C
Đề: A
Câu 4: Hòa giải viên giữ vai trò gì?
A. Người phán xử
B. Người giúp hai bên tự thỏa thuận
C. Người làm chứng
Đáp án: B
Đề: B
Câu 5: Biên bản hòa giải thành nên viết thế nào?
A. Ngắn gọn, đủ điều hai bên đã thỏa thuận
B. Kể lại mọi lời hai bên đã nói
C. Chỉ ghi kết luận của hòa giải viên
Đáp án: A
"""
# Of the four questions on a sheet: what the odd and the even numbers answered.
_BEFORE = ("A(A)CB", "B(AC)AA", "C(AB)CA", "B(AC)AC")
_AFTER = ("B(AC)BA", "B(AC)CA", "B(A)BA", "A(AC)CA")


def quiz_of(*, actor: User, keeper: Organisation) -> Questionnaire:
    """A quiz of five questions in two forms."""
    made = make_questionnaire(actor=actor, owner=keeper, title="Kỹ năng hòa giải ở cơ sở")
    add_items(actor=actor, questionnaire=made, drafts=[one.draft for one in read_text(_QUESTIONS) if one.draft])
    return made


def taken_before_and_after(*, actor: User, training_class: TrainingClass, questionnaire: Questionnaire) -> None:
    """Put the quiz to the class twice and type in sheets: 24 before, 22 after."""
    number_sheets(training_class=training_class)
    for moment, answers, count in ((QuizMoment.PRE, _BEFORE, 24), (QuizMoment.POST, _AFTER, 22)):
        quiz = open_quiz(actor=actor, quiz=attach_quiz(
            actor=actor, training_class=training_class, questionnaire=questionnaire, moment=moment
        ))  # fmt: skip
        lines = [f"{number} {answers[number % len(answers)]}" for number in range(1, count + 1)]
        type_in(actor=actor, quiz=quiz, text="\n".join(lines))
        close_quiz(actor=actor, quiz=quiz)


def open_before(*, actor: User, training_class: TrainingClass, questionnaire: Questionnaire) -> None:
    """Put the quiz before the class, open now."""
    quiz = attach_quiz(actor=actor, training_class=training_class, questionnaire=questionnaire, moment=QuizMoment.PRE)
    open_quiz(actor=actor, quiz=quiz)
