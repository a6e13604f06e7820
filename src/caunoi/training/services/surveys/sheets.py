"""Blank sheets and what is handed in: how the one is detached from the other.

1. Whoever was there takes a blank sheet: that he did is marked by a hash, and the sheet gets a random number, signed,
   which is written down nowhere.
2. The sheet is handed in with that number. It is known as ours by the signature and as the first by the hash of the
   number; who took it is not known any more, to nobody.
3. It waits, encrypted, among others. Five at random leave a pool of ten: ticks and words go apart, shuffled, under
   random keys. What stays behind and all hashes are written anew in another order, so that no order of rows tells.
4. At closing the rest, five to nine, follow; hashes, pool and salt go. Fewer than five in all are thrown away.
"""

from __future__ import annotations

import hashlib
import hmac
import random
import secrets
from collections.abc import Mapping
from typing import Any, TypeVar
from uuid import UUID

from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models, transaction
from django.utils.translation import gettext as _

from caunoi.core.errors import NotNow
from caunoi.core.signed import RING, address_bytes, address_text, sign, signed_payload
from caunoi.directory.models import Person, User
from caunoi.questionnaires.enums import ItemKind
from caunoi.questionnaires.shape.answers import checked_answers
from caunoi.training.enums import Action, RemarkState, SurveyAudience
from caunoi.training.facts import FEWEST_SHEETS
from caunoi.training.models import (
    Enrolment,
    PooledSheet,
    Quota,
    Survey,
    SurveyMark,
    SurveyRemark,
    SurveySheet,
    UsedSlip,
)
from caunoi.training.policies import leads_class
from caunoi.training.queries.surveys import may_answer, questions_for
from caunoi.training.screening import given_names, name_keys, tells_of_a_person
from caunoi.training.services.guard import note, open_for_change

_SLIP = "blank sheet"
_NONCE = 14
# With 16 octets of the survey and 14 of the number: a multiple of three.
_SIZE = 15
BATCH = FEWEST_SHEETS
POOL = 2 * BATCH

_Row = TypeVar("_Row", bound=models.Model)
_chance = random.SystemRandom()


@transaction.atomic
def take_sheet(*, survey: Survey, enrolment: Enrolment | None = None, quota: Quota | None = None) -> str:
    """Give a participant, or the head of a unit, a blank sheet; returns its number, 60 signs.

    The number stands in no table. Raises PermissionDenied where the survey is none of theirs, NotNow where it is over
    or a sheet was taken before.
    """
    survey = _locked(survey.pk)
    if enrolment is not None:
        allowed = survey.audience == "participant" and may_answer(survey, enrolment)
    else:
        allowed = survey.audience == "head" and quota is not None
        allowed = allowed and quota is not None and quota.training_class_id == survey.training_class_id
    if not allowed:
        raise PermissionDenied(_("Only those who were in the class are asked."))
    who = f"enrolment {enrolment.pk}" if enrolment else f"quota {quota.pk if quota else None}"
    marks = _marks(survey, who)
    if SurveyMark.objects.filter(mark__in=marks).exists():
        raise NotNow(_("You took your sheet already. Each takes one: go back to the page on which it stands."))
    SurveyMark.objects.create(mark=marks[0], survey=survey)
    _write_anew(survey, SurveyMark)
    payload = survey.pk.bytes + secrets.token_bytes(_NONCE)
    return address_text(sign(purpose=_SLIP, payload=payload, size=_SIZE))


@transaction.atomic
def let_take_again(*, actor: User, survey: Survey, enrolment: Enrolment) -> None:
    """Let a participant who lost the blank sheet take another one on the own page; once for each.

    Nobody knows which number the lost one had, so it can't be made void: that is why it goes once only. The desk does
    not learn whether a sheet was taken: what it does and reads is the same. Raises PermissionDenied unless the actor
    leads the class and the participant is asked, NotNow where it was done before or the survey is over.
    """
    open_for_change(actor=actor, training_class=survey.training_class, may=leads_class, closed_too=True)
    survey = _locked(survey.pk)
    if survey.audience != SurveyAudience.PARTICIPANT or not may_answer(survey, enrolment):
        raise PermissionDenied(_("Only those who were in the class are asked."))
    again = _marks(survey, f"again {enrolment.pk}")
    if SurveyMark.objects.filter(mark__in=again).exists():
        raise NotNow(_("This participant got a second sheet already. A third one is on paper only."))
    SurveyMark.objects.filter(mark__in=_marks(survey, f"enrolment {enrolment.pk}")).delete()
    SurveyMark.objects.create(mark=again[0], survey=survey)
    _write_anew(survey, SurveyMark)
    note(
        actor=actor,
        action=Action.SHEET_GIVEN_AGAIN,
        training_class=survey.training_class,
        details={"survey": str(survey)},
    )


def took_sheet(survey: Survey, enrolment: Enrolment) -> bool:
    """Say whether the participant took a sheet; only while the survey is open can that be told."""
    return SurveyMark.objects.filter(mark__in=_marks(survey, f"enrolment {enrolment.pk}")).exists()


def survey_of_slip(slip: str) -> Survey | None:
    """Return the open survey that a blank sheet belongs to; None for what is no sheet of ours."""
    payload = _payload(slip)
    if payload is None:
        return None
    return (
        Survey.objects.filter(pk=UUID(bytes=payload[:16]), closed_at__isnull=True)
        .select_related("training_class__keeper", "version")
        .first()
    )


@transaction.atomic
def hand_in(*, slip: str, answers: Mapping[str, Any]) -> None:
    """Take a sheet. No actor, no time, no row of the trail, no line of a log tells of it.

    Raises NotNow for a sheet that was handed in or whose survey is over, ValidationError (key -> words).
    """
    payload = _payload(slip)
    if payload is None:
        raise NotNow(_("This sheet can't be handed in. Take one on your own page."))
    survey = _locked(UUID(bytes=payload[:16]))
    told = checked_answers(questions_for(survey), answers)
    if not told:
        raise ValidationError({"": _("Answer one question at least.")})
    used = hashlib.sha256(payload).hexdigest()
    _row, first = UsedSlip.objects.get_or_create(slip=used, defaults={"survey": survey})
    if not first:
        raise NotNow(_("This sheet was handed in already. Thank you!"))
    PooledSheet.objects.create(survey=survey, body=told)
    pooled = list(PooledSheet.objects.filter(survey=survey).order_by("id"))
    if len(pooled) >= POOL:
        _chance.shuffle(pooled)
        _lay_down(survey, pooled[:BATCH])
    # Each time: the last row of a table is nobody's last deed.
    _write_anew(survey, PooledSheet)
    _write_anew(survey, UsedSlip)
    _write_anew(survey, SurveyMark)


def lay_down_rest(survey: Survey) -> int | None:
    """Lay down what is left, or throw all away where there are too few; returns the number of sheets. Part of closing.

    Hashes and salt go with it: after that neither keys nor database tell who took a sheet.
    """
    pooled = list(PooledSheet.objects.filter(survey=survey).order_by("id"))
    laid = SurveySheet.objects.filter(survey=survey).count()
    count: int | None = laid + len(pooled)
    if laid + len(pooled) < FEWEST_SHEETS:
        PooledSheet.objects.filter(survey=survey).delete()
        count = None
    elif pooled:
        _lay_down(survey, pooled)
    SurveyMark.objects.filter(survey=survey).delete()
    UsedSlip.objects.filter(survey=survey).delete()
    survey.salt = ""
    return count


def _lay_down(survey: Survey, pooled: list[PooledSheet]) -> None:
    """Part ticks from words and write both in an order that is nobody's."""
    questions = {one.key: one for one in questions_for(survey)}
    names = _names(survey)
    keys, given = name_keys(names), given_names(names)
    sheets, remarks = [], []
    for one in pooled:
        ticks = {}
        for key, answer in one.body.items():
            if key in questions and questions[key].kind == ItemKind.TEXT:
                held = tells_of_a_person(answer, names=keys, given=given)
                state = RemarkState.HELD if held else RemarkState.SHOWN
                remarks.append(SurveyRemark(survey=survey, question=key, text=answer, state=state))
            else:
                ticks[key] = answer
        sheets.append(SurveySheet(survey=survey, answers=ticks))
    PooledSheet.objects.filter(pk__in=[one.pk for one in pooled]).delete()
    SurveySheet.objects.bulk_create(sheets)
    SurveyRemark.objects.bulk_create(remarks)
    _write_anew(survey, SurveySheet)
    _write_anew(survey, SurveyRemark)


def _write_anew(survey: Survey, model: type[_Row]) -> None:
    """Write the rows of a survey again in another order: where a row lies in the table tells nothing."""
    manager: models.Manager[_Row] = model._default_manager  # noqa: SLF001 - Django's own name for it
    rows = list(manager.filter(survey=survey).order_by("pk"))
    manager.filter(survey=survey).delete()
    _chance.shuffle(rows)
    for row in rows:
        row._state.adding = True
    manager.bulk_create(rows)


def _names(survey: Survey) -> list[str]:
    of_class = survey.training_class
    found = Person.objects.filter(
        models.Q(enrolments__training_class=of_class)
        | models.Q(talks__training_class=of_class)
        | models.Q(guest_appearances__training_class=of_class)
    )
    return sorted(set(found.order_by().values_list("full_name", flat=True)))


def _locked(pk: UUID) -> Survey:
    found = Survey.objects.select_for_update(of=("self",)).select_related("training_class", "version").filter(pk=pk)
    survey = found.first()
    if survey is None or not survey.is_open:
        raise NotNow(_("The evaluation is over. Thank you all the same!"))
    return survey


def _payload(slip: str) -> bytes | None:
    raw = address_bytes(slip)
    payload = signed_payload(purpose=_SLIP, signed=raw, size=_SIZE) if raw else None
    return payload if payload is not None and len(payload) == 16 + _NONCE else None


def _marks(survey: Survey, who: str) -> list[str]:
    said = f"{survey.pk}|{survey.salt}|{who}".encode()
    return [hmac.new(key.encode("ascii"), said, hashlib.sha256).hexdigest() for key in settings.KEYS.all(RING)]
