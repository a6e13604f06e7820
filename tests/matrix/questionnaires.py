"""The table of roles: questionnaires, and the quizzes of a class."""

from __future__ import annotations

from uuid import uuid4

from caunoi.directory.enums import RoleKind
from caunoi.questionnaires.models import BankItem, Questionnaire
from caunoi.questionnaires.queries.questionnaires import visible_bank, visible_questionnaires
from caunoi.questionnaires.services import asking, keys, making
from caunoi.training.enums import QuizMoment
from caunoi.training.services.learning import entry, quizzes
from tests.matrix.world import KINDS, ORGANISERS, Action
from tests.questionnaires.makers import choice

ORGANISE = (RoleKind.ADMINISTRATOR, RoleKind.ORGANISER)
LEAD = (*ORGANISE, RoleKind.LEADER)
READ = tuple(kind for kind in KINDS if kind != RoleKind.DOOR)


def quiz(world):
    """The office's questionnaire, whose first version is in use."""
    return Questionnaire.objects.select_related("owner").get(owner=world.office)


def item(world):
    return quiz(world).versions.get().items.select_related("version__questionnaire").first()


def banked(world):
    return BankItem.objects.select_related("owner").get(owner=world.office)


QUESTIONNAIRES = (
    Action("see a questionnaire", lambda w, u: visible_questionnaires(u).filter(owner=w.office).exists(), READ),
    Action("see the bank", lambda w, u: visible_bank(u).filter(owner=w.office).exists(), READ),
    Action("making.make_questionnaire", lambda w, u: making.make_questionnaire(
        actor=u, owner=w.office, title="Phiếu"), ORGANISE),
    Action("making.change_questionnaire", lambda w, u: making.change_questionnaire(
        actor=u, questionnaire=quiz(w), title="Phiếu khác"), ORGANISE),
    Action("making.copy_questionnaire", lambda w, u: making.copy_questionnaire(
        actor=u, questionnaire=quiz(w), owner=w.office), ORGANISE),
    Action("making.freeze", lambda w, u: making.freeze(actor=u, questionnaire=quiz(w)), ORGANISE),
    Action("making.retire_questionnaire", lambda w, u: making.retire_questionnaire(
        actor=u, questionnaire=quiz(w), retired=True), ORGANISE),
    Action("making.remove_questionnaire", lambda w, u: making.remove_questionnaire(
        actor=u, questionnaire=quiz(w)), ORGANISE),
    Action("asking.save_item", lambda w, u: asking.save_item(
        actor=u, questionnaire=quiz(w), draft=choice("Mới?")), ORGANISE),
    Action("asking.add_items", lambda w, u: asking.add_items(
        actor=u, questionnaire=quiz(w), drafts=[choice("Mới?")]), ORGANISE),
    Action("asking.remove_item", lambda w, u: asking.remove_item(
        actor=u, questionnaire=quiz(w), key=item(w).key), ORGANISE),
    Action("asking.move_item", lambda w, u: asking.move_item(
        actor=u, questionnaire=quiz(w), key=item(w).key, places=1), ORGANISE),
    Action("asking.restore_item", lambda w, u: asking.restore_item(
        actor=u, questionnaire=quiz(w), draft=choice("Lại?"), key=uuid4()), ORGANISE),
    Action("keys.correct_key", lambda w, u: keys.correct_key(
        actor=u, questionnaire=quiz(w), key=item(w).key, right={"right": ["b"]}, reason="In sai"), ORGANISE),
    Action("keys.mark_texts", lambda w, u: keys.mark_texts(
        actor=u, questionnaire=quiz(w), key=item(w).key), ORGANISE),
    Action("asking.keep_in_bank", lambda w, u: asking.keep_in_bank(
        actor=u, owner=w.office, draft=choice("Cất?")), ORGANISE),
    Action("asking.remove_from_bank", lambda w, u: asking.remove_from_bank(actor=u, item=banked(w)), ORGANISE),
)  # fmt: skip

LEARNING = (
    Action("quizzes.attach_quiz", lambda w, u: quizzes.attach_quiz(
        actor=u, training_class=w.training_class, questionnaire=quiz(w), moment=QuizMoment.OTHER), ORGANISE),
    Action("quizzes.change_quiz", lambda w, u: quizzes.change_quiz(
        actor=u, quiz=w.class_quiz, sitting=None, shows_result=False), ORGANISE, ORGANISERS),
    Action("quizzes.detach_quiz", lambda w, u: quizzes.detach_quiz(actor=u, quiz=w.class_quiz), ORGANISE, ORGANISERS),
    Action("quizzes.open_quiz", lambda w, u: quizzes.open_quiz(actor=u, quiz=w.class_quiz), LEAD, ORGANISERS),
    Action("quizzes.extend_quiz", lambda w, u: quizzes.extend_quiz(actor=u, quiz=w.class_quiz), LEAD, ORGANISERS),
    Action("quizzes.close_quiz", lambda w, u: quizzes.close_quiz(actor=u, quiz=w.class_quiz), LEAD, ORGANISERS),
    Action("quizzes.take_newest", lambda w, u: quizzes.take_newest(
        actor=u, quiz=w.class_quiz), ORGANISE, ORGANISERS),
    Action("entry.type_in", lambda w, u: entry.type_in(actor=u, quiz=w.class_quiz, text="1 A-"), ORGANISE, ORGANISERS),
    Action("entry.accept_late", lambda w, u: entry.accept_late(
        actor=u, quiz=w.class_quiz, enrolment=w.enrolment, reason="Mất mạng"), ORGANISE, ORGANISERS),
)  # fmt: skip
