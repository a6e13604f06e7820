"""What a survey asks, who may answer it, and what its sheets say once it is closed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, F, OuterRef, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from caunoi.core.signed import address_bytes, address_text, sign, signed_payload
from caunoi.questionnaires.enums import ItemKind
from caunoi.questionnaires.queries.questionnaires import questions_of
from caunoi.questionnaires.shape.bodies import Question
from caunoi.training.enums import THERE, AgendaKind, RemarkState, SurveyAudience, SurveyMoment
from caunoi.training.facts import FEWEST_SHEETS
from caunoi.training.models import (
    AgendaItem,
    Attendance,
    Enrolment,
    Quota,
    Survey,
    SurveyRemark,
    SurveySheet,
    TrainingClass,
)
from caunoi.training.queries.own import was_there

TOPIC = "muc-"
WORDS = "loi"
_HEAD = "sheet of a unit's head"
# With 32 octets of survey and unit: a multiple of three.
_HEAD_SIZE = 13


def questions_for(survey: Survey) -> tuple[Question, ...]:
    """Return what the sheet asks, in its order."""
    if survey.audience == SurveyAudience.HEAD:
        return _of_heads()
    if survey.moment != SurveyMoment.AFTER:
        return _months_later()
    own = questions_of(survey.version) if survey.version else ()
    return (*_topics(survey.training_class), *_of_class(), *own, _words(_("What should stay, what should be better?")))


def _topics(training_class: TrainingClass) -> tuple[Question, ...]:
    items = AgendaItem.objects.filter(training_class=training_class, kind=AgendaKind.TOPIC).order_by(
        F("sitting__date").asc(nulls_last=True), "sitting__order", "position", "id"
    )
    return tuple(_scale(f"{TOPIC}{item.pk}", _("How useful was: %(topic)s") % {"topic": item.title}) for item in items)


def _of_class() -> tuple[Question, ...]:
    return (
        _scale("to-chuc", _("How well was the class organised (time, hall, papers)?")),
        _scale("ap-dung", _("How much of it can you use in your work?")),
    )


def _months_later() -> tuple[Question, ...]:
    used = [("often", _("often")), ("sometimes", _("sometimes")), ("never", _("not used yet"))]
    return (
        _choice("da-dung", ItemKind.SINGLE, _("Have you used what you learned in the class?"), used),
        _scale("tu-tin", _("How sure do you feel in this work now?")),
        _choice("can-tro", ItemKind.MULTIPLE, _("What keeps you from using it?"), _obstacles()),
    )


def _of_heads() -> tuple[Question, ...]:
    return (
        _scale("lam-tot", _("Do the people of your unit who were in the class do this work better than before?")),
        _scale("dung-duoc", _("How much of what they learned does your unit need?")),
        _choice("can-tro", ItemKind.MULTIPLE, _("What keeps them from using it?"), _obstacles()),
    )


def _obstacles() -> list[tuple[str, str]]:
    return [
        ("time", _("no time")),
        ("occasion", _("no occasion yet")),
        ("means", _("means and papers are missing")),
        ("support", _("guidance is missing")),
        ("skill", _("it needs more practice")),
        ("none", _("nothing does")),
    ]


def _scale(key: str, text: str) -> Question:
    body = {"low": 1, "high": 5, "low_words": _("not at all"), "high_words": _("very much")}
    return Question(key=key, kind=ItemKind.SCALE, text=text, body=body)


def _choice(key: str, kind: ItemKind, text: str, choices: Sequence[tuple[str, str]]) -> Question:
    return Question(
        key=key, kind=kind, text=text, body={"choices": [{"key": one, "text": words} for one, words in choices]}
    )


def _words(text: str) -> Question:
    hint = _("Please name nobody. What may tell of a person is looked at before anybody else reads it.")
    return Question(key=WORDS, kind=ItemKind.TEXT, text=text, body={"most": 600}, hint=hint)


def open_surveys(training_class: TrainingClass) -> list[Survey]:
    """Return the surveys of participants that take sheets today."""
    found = Survey.objects.filter(
        training_class=training_class,
        audience=SurveyAudience.PARTICIPANT,
        closed_at__isnull=True,
        closes_on__gte=timezone.localdate(),
    )
    return list(found.order_by("opened_on", "id"))


def may_answer(survey: Survey, enrolment: Enrolment) -> bool:
    """Say whether a participant gets a sheet: the class is his, and he was in a sitting of it."""
    return enrolment.training_class_id == survey.training_class_id and was_there(enrolment)


def asked_enrolments(training_class: TrainingClass) -> QuerySet[Enrolment]:
    """Return the participants who may answer surveys of the class, as lists are sorted."""
    there = Attendance.objects.filter(enrolment=OuterRef("pk"), mark__in=THERE)
    found = Enrolment.objects.filter(Exists(there), training_class=training_class)
    return found.select_related("person").order_by("sort_name", "pk")


def head_token(survey: Survey, quota: Quota) -> str:
    """Return the secret part of the address at which the head of a unit is asked, 60 signs."""
    return address_text(sign(purpose=_HEAD, payload=survey.pk.bytes + quota.pk.bytes, size=_HEAD_SIZE))


def opened_by_head(token: str) -> tuple[Survey, Quota] | None:
    """Return the survey and the unit of an address; None where it doesn't hold or the survey is over."""
    raw = address_bytes(token)
    payload = signed_payload(purpose=_HEAD, signed=raw, size=_HEAD_SIZE) if raw else None
    if payload is None or len(payload) != 32:
        return None
    survey = (
        Survey.objects.filter(pk=payload[:16].hex(), audience=SurveyAudience.HEAD, closed_at__isnull=True)
        .select_related("training_class__keeper")
        .first()
    )
    quota = Quota.objects.filter(pk=payload[16:].hex()).first()
    if survey is None or quota is None or quota.training_class_id != survey.training_class_id:
        return None
    return survey, quota


def safe_counts(counts: Sequence[int], *, fewest: int = FEWEST_SHEETS) -> list[int | None]:
    """Return counts with every one below ``fewest`` as None, and so many more that none can be worked out from the sum.

    What is left out adds up to ``fewest`` at least and is never one count alone.
    """
    hidden = {place for place, count in enumerate(counts) if count < fewest}
    while hidden and (len(hidden) < 2 or sum(counts[place] for place in hidden) < fewest):
        rest = [place for place in range(len(counts)) if place not in hidden]
        if not rest:
            break
        hidden.add(min(rest, key=lambda place: counts[place]))
    return [None if place in hidden else count for place, count in enumerate(counts)]


@dataclass(frozen=True, kw_only=True)
class Told:
    """What the sheets say to one question: the mean of a scale, or how many chose what (None: too few to tell)."""

    question: Question
    answers: int
    mean: float | None = None
    choices: Sequence[tuple[str, int | None]] = ()


@dataclass(frozen=True, kw_only=True)
class Results:
    """What a closed survey says; ``remarks`` are those that may be read, ``held`` those to be looked at first."""

    told: Sequence[Told]
    remarks: Sequence[SurveyRemark]
    held: Sequence[SurveyRemark]


def results(survey: Survey) -> Results:
    """Return what the sheets of a closed survey say; nothing of one that is open or had too few. Three queries."""
    if survey.is_open or survey.sheets is None:
        return Results(told=(), remarks=(), held=())
    sheets = [row.answers for row in SurveySheet.objects.filter(survey=survey).order_by("id")]
    remarks = list(survey.remarks.order_by("id"))
    told = [found for question in questions_for(survey) if (found := _told(question, sheets)) is not None]
    return Results(
        told=told,
        remarks=[one for one in remarks if one.state == RemarkState.SHOWN],
        held=[one for one in remarks if one.state == RemarkState.HELD],
    )


def _told(question: Question, sheets: Sequence[dict[str, Any]]) -> Told | None:
    given = [sheet[question.key] for sheet in sheets if question.key in sheet]
    if len(given) < FEWEST_SHEETS:
        return None
    if question.kind == ItemKind.SCALE:
        return Told(question=question, answers=len(given), mean=round(sum(given) / len(given), 1))
    if question.kind not in {ItemKind.SINGLE, ItemKind.MULTIPLE}:
        return None
    chosen = Counter(key for one in given for key in (one if isinstance(one, list) else [one]))
    counts = [chosen[key] for key, _text in question.choices]
    if question.kind == ItemKind.MULTIPLE:
        # Each choice stands for itself: how many did not tick it must not be few either.
        safe = [n if n >= FEWEST_SHEETS and len(given) - n not in range(1, FEWEST_SHEETS) else None for n in counts]
    else:
        safe = safe_counts(counts)
    choices = [(text, count) for (_key, text), count in zip(question.choices, safe, strict=True)]
    return Told(question=question, answers=len(given), choices=choices)


@dataclass(frozen=True, kw_only=True)
class Handed:
    """About how many sheets lie there: a multiple of five, so that it tells of nobody."""

    about: int


def handed_in(survey: Survey, used: int) -> Handed:
    """Round the number of sheets down."""
    return Handed(about=used - used % FEWEST_SHEETS if survey.is_open else survey.sheets or 0)
