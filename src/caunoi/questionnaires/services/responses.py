"""A respondent begins, saves again and again, and hands in. Who that is, and whether he may, the caller knows.

None of this leaves a row of the trail: it is nobody's act but the respondent's own, and the response is its record.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from caunoi.core.errors import NotNow
from caunoi.questionnaires.models import Response, Version
from caunoi.questionnaires.queries.responses import asked_of, is_over
from caunoi.questionnaires.shape.answers import faults_of, read_answers
from caunoi.questionnaires.shape.scoring import score


@dataclass(frozen=True, kw_only=True)
class Saved:
    """What became of answers that were sent.

    ``newer`` holds what stands instead where another page of the same respondent changed the answer since
    ``revision``: it was not overwritten. ``faults`` are words on what can't be kept. Both by the key of the question.
    """

    response: Response
    newer: Mapping[str, Any]
    faults: Mapping[str, str]


@transaction.atomic
def start_response(
    *,
    version: Version,
    respondent: UUID,
    seed: int,
    form: str = "",
    until: datetime | None = None,
    from_paper: bool = False,
) -> Response:
    """Begin to answer, or go on: whoever began earlier gets the same response, of the version it was begun with.

    The time runs from now, and is over at ``until`` in any case; what comes from paper has all time. Raises NotNow for
    a version that is not in use yet.
    """
    if version.is_draft:
        raise NotNow(_("This questionnaire is not in use yet."))
    now = timezone.now()
    ends = [until] if until else []
    if version.minutes is not None:
        ends.append(now + timedelta(minutes=version.minutes))
    response, _made = Response.objects.get_or_create(
        questionnaire_id=version.questionnaire_id,
        respondent=respondent,
        defaults={
            "version": version,
            "seed": seed,
            "form": form,
            "started_at": now,
            "due_at": min(ends) if ends and not from_paper else None,
            "from_paper": from_paper,
        },
    )
    return response


def save_answers(*, response: Response, answers: Mapping[str, Any], revision: int) -> Saved:
    """Keep what was answered up to now; sent twice, it changes nothing the second time.

    ``answers`` names only questions that the page may change, an emptied one as None; ``revision`` is the one that the
    page shows. Raises NotNow for a response that was handed in or whose time is over, grace included; what was sent is
    put aside for the organiser then (``Response.late``), so it holds only outside a transaction that the error ends.
    """
    with transaction.atomic():
        locked = _locked(response)
        closed = locked.submitted_at is not None or is_over(locked)
        if not closed:
            return _save(locked, answers, revision)
        _keep_late(locked, answers)
    if locked.submitted_at:
        raise NotNow(_("This was handed in already. What came afterwards is kept aside for the organiser."))
    raise NotNow(_("The time is over. What came afterwards is kept aside for the organiser."))


def submit(*, response: Response, answers: Mapping[str, Any] | None = None, revision: int | None = None) -> Response:
    """Hand in, with the last ``answers`` where the page sends them along; handing in again changes nothing.

    After the time is over it hands in what was saved in time. Raises ValidationError (key of the question -> words)
    where something must still be answered, or where another page changed an answer meanwhile; what was sent is kept
    all the same as far as it can be.
    """
    with transaction.atomic():
        locked = _locked(response)
        if locked.submitted_at:
            return locked
        over = is_over(locked)
        if over:
            _keep_late(locked, answers or {})
            return hand_in(response=locked, at=locked.due_at)
        saved = _save(locked, answers or {}, locked.revision if revision is None else revision)
        changed = _("This answer was changed on another page. What stands here now is kept.")
        faults = {
            **faults_of(asked_of(locked), locked.answers),
            **dict.fromkeys(saved.newer, changed),
            **saved.faults,
        }
        if not faults:
            return hand_in(response=locked)
    raise ValidationError(faults)


def put_off(*, response: Response, until: datetime) -> None:
    """Let a running response go on until then, within its own time limit; part of the caller's transaction."""
    minutes = response.version.minutes
    ends = [until] if minutes is None else [until, response.started_at + timedelta(minutes=minutes)]
    response.due_at = min(ends)
    response.save(update_fields=["due_at"])


def hand_in(*, response: Response, at: datetime | None = None) -> Response:
    """Hand in what stands, complete or not, with its points; part of the caller's transaction, which locked it."""
    result = score(asked_of(response), response.answers)
    response.submitted_at = at or timezone.now()
    response.points, response.most, response.percent = (
        (result.points, result.most, result.percent) if result.most else (None, None, None)
    )
    response.save(update_fields=["submitted_at", "points", "most", "percent"])
    return response


@transaction.atomic
def hand_in_overdue(*, now: datetime | None = None) -> int:
    """Hand in whatever was left open past its time, as it was saved; returns how many."""
    moment = now or timezone.now()
    found = Response.objects.select_for_update(of=("self",)).select_related("version")
    count = 0
    for response in found.filter(submitted_at__isnull=True, due_at__lt=moment).order_by("pk"):
        if is_over(response, now=moment):
            hand_in(response=response, at=response.due_at)
            count += 1
    return count


@transaction.atomic
def take_late(*, response: Response) -> Response:
    """Put answers that came too late in their place, and count the points anew; part of the caller's step."""
    locked = _locked(response)
    asked = asked_of(locked)
    kept, _faults = read_answers(asked, locked.late)
    locked.answers = _merged(locked.answers, kept)
    locked.late = {}
    locked.save(update_fields=["answers", "late"])
    return hand_in(response=locked, at=locked.submitted_at)


def _locked(response: Response) -> Response:
    return Response.objects.select_for_update(of=("self",)).select_related("version").get(pk=response.pk)


def _save(locked: Response, answers: Mapping[str, Any], revision: int) -> Saved:
    kept, faults = read_answers(asked_of(locked), answers)
    newer: dict[str, Any] = {}
    changes: dict[str, Any] = {}
    for key, answer in kept.items():
        stands = locked.answers.get(key)
        if answer == stands:
            continue
        if locked.changed_at.get(key, 0) > revision:
            newer[key] = stands
        else:
            changes[key] = answer
    if changes:
        locked.revision += 1
        locked.answers = _merged(locked.answers, changes)
        locked.changed_at = {**locked.changed_at, **dict.fromkeys(changes, locked.revision)}
        locked.save(update_fields=["revision", "answers", "changed_at"])
    return Saved(response=locked, newer=newer, faults=faults)


def _merged(answers: Mapping[str, Any], changes: Mapping[str, Any]) -> dict[str, Any]:
    return {key: answer for key, answer in {**answers, **changes}.items() if answer is not None}


def _keep_late(response: Response, answers: Mapping[str, Any]) -> None:
    """Keep what differs from what stands; never more than the questions that are asked."""
    kept, _faults = read_answers(asked_of(response), answers)
    late = {key: answer for key, answer in kept.items() if answer is not None and answer != response.answers.get(key)}
    if late and response.late != {**response.late, **late}:
        response.late, response.late_at = {**response.late, **late}, timezone.now()
        response.save(update_fields=["late", "late_at"])
