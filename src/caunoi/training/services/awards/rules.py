"""The rule of a class, and decisions that stand above it."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from caunoi.core import audit
from caunoi.core.errors import NotNow, StaleChange
from caunoi.core.text import clean
from caunoi.directory.models import User
from caunoi.training.enums import Action
from caunoi.training.models import AwardOverride, AwardRule, Enrolment, TrainingClass
from caunoi.training.policies import keeps_class
from caunoi.training.queries.awards import rule_of
from caunoi.training.services.awards.wording import telling_words
from caunoi.training.services.guard import note, open_for_change

_MOST_HOURS = 2_000


@transaction.atomic
def set_award_rule(
    *,
    actor: User,
    training_class: TrainingClass,
    subject: str,
    min_share: int | None = None,
    min_score: int | None = None,
    hours: int | None = None,
    result: str = "",
    revision: int = 0,
) -> AwardRule:
    """Say by what a certificate is earned and what it says; certificates that were issued stay as they are.

    ``revision`` is that of the rule that was seen, 0 where there was none. Raises PermissionDenied unless the actor
    organises in the keeper, StaleChange, ValidationError for words that tell something of the holder.
    """
    locked = open_for_change(actor=actor, training_class=training_class, may=keeps_class, closed_too=True)
    rule = rule_of(locked)
    if (0 if rule._state.adding else rule.revision) != revision:
        raise StaleChange
    values: dict[str, object] = {
        "subject": clean(subject),
        "min_share": min_share,
        "min_score": min_score,
        "hours": hours,
        "result": clean(result),
    }
    _check(locked, values)
    before = {} if rule._state.adding else {name: getattr(rule, name) for name in values}
    details = audit.changes(before, values)
    if before and not details:
        return rule
    for name, value in values.items():
        setattr(rule, name, value)
    rule.revision = revision + 1
    rule.save()
    note(actor=actor, action=Action.AWARD_RULE_SET, training_class=locked, details=details)
    return rule


def _check(training_class: TrainingClass, values: dict[str, object]) -> None:
    faults: dict[str, str] = {}
    subject, result = str(values["subject"]), str(values["result"])
    if not subject:
        faults["subject"] = _("Type what the certificate is for.")
    for field, text, most in (("subject", subject, 200), ("result", result, 60)):
        if len(text) > most:
            faults[field] = _("At most %(most)s letters, please.") % {"most": most}
        elif words := telling_words(training_class, text):
            faults[field] = words
    for field in ("min_share", "min_score"):
        value = values[field]
        if isinstance(value, int) and not 1 <= value <= 100:
            faults[field] = _("A number from 1 to 100, please.")
    hours = values["hours"]
    if isinstance(hours, int) and not 1 <= hours <= _MOST_HOURS:
        faults["hours"] = _("A number from 1 to 2,000, please.")
    if faults:
        raise ValidationError(faults)


@transaction.atomic
def decide_award(*, actor: User, enrolment: Enrolment, grants: bool, reason: str) -> AwardOverride:
    """Give somebody a certificate, or none, whatever the rule says. What was issued before is not revoked by it.

    Raises PermissionDenied unless the actor organises in the keeper, ValidationError without a reason.
    """
    locked = open_for_change(actor=actor, training_class=enrolment.training_class, may=keeps_class, closed_too=True)
    reason = clean(reason)[:300]
    if not reason:
        raise ValidationError({"reason": _("Type the reason of the decision.")})
    decided, _made = AwardOverride.objects.update_or_create(
        enrolment=enrolment, defaults={"grants": grants, "reason": reason, "decided_by": actor}
    )
    note(
        actor=actor,
        action=Action.AWARD_DECIDED,
        training_class=locked,
        details={"grants": grants},
        reason=reason,
        person_id=enrolment.person_id,
    )
    return decided


@transaction.atomic
def drop_award_decision(*, actor: User, enrolment: Enrolment) -> None:
    """Let the rule decide again; raises PermissionDenied, NotNow where nothing was decided."""
    locked = open_for_change(actor=actor, training_class=enrolment.training_class, may=keeps_class, closed_too=True)
    found = AwardOverride.objects.filter(enrolment=enrolment).first()
    if found is None:
        raise NotNow(_("Nothing was decided here: the rule holds."))
    note(
        actor=actor,
        action=Action.AWARD_DECISION_DROPPED,
        training_class=locked,
        details={"grants": found.grants},
        reason=found.reason,
        person_id=enrolment.person_id,
    )
    found.delete()
