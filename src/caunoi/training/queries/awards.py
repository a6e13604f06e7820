"""Who of a class earned a certificate, by which rule, and why somebody did not."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _

from caunoi.credentials.enums import AwardState
from caunoi.credentials.facts import AwardFacts
from caunoi.credentials.models import Award
from caunoi.credentials.queries.awards import awards_of_source
from caunoi.training.enums import ClassState, HostRole
from caunoi.training.facts import MADE_UP, MARK_LETTERS, ParticipantFact
from caunoi.training.models import AwardOverride, AwardRule, DoorRules, TrainingClass
from caunoi.training.queries.award_sources import source_of
from caunoi.training.queries.learning import best_scores
from caunoi.training.queries.papers.snapshot import Snapshot, snapshot

# What stands on a certificate as long as nobody wrote anything else.
PLAIN_SUBJECT = "lớp tập huấn, bồi dưỡng"
_THERE = {MARK_LETTERS[mark] for mark in ("present", "late", "left_early")} | {MADE_UP}


@dataclass(frozen=True, kw_only=True)
class Candidate:
    """One row of the issue list.

    ``present`` of ``sittings`` were attended, made up ones included; ``score`` is the best, in percent, None without.
    ``by_rule`` says what the rule gives, ``earned`` what holds after the decision on the row; ``reason`` why not, or
    why in spite of it. ``award`` is the one that lives.
    """

    enrolment_id: int | None
    person_id: UUID
    name: str
    unit: str
    present: int
    sittings: int
    score: int | None
    by_rule: bool
    earned: bool
    reason: str
    substitute: bool
    override: AwardOverride | None = None
    award: Award | None = None

    @property
    def contested(self) -> bool:
        """Whether a certificate lives that the rule no longer gives."""
        return self.award is not None and not self.earned


@dataclass(frozen=True, kw_only=True)
class IssueList:
    """The rule and its rows; ``version`` is that of the frozen report, None while the class is open."""

    rule: AwardRule
    rows: tuple[Candidate, ...]
    version: int | None
    snapshot: Snapshot

    @property
    def to_issue(self) -> list[Candidate]:
        """Who earned one and has none yet."""
        return [row for row in self.rows if row.earned and row.award is None]

    @property
    def left_out(self) -> list[Candidate]:
        """Who gets none."""
        return [row for row in self.rows if not row.earned]

    @property
    def issued(self) -> int:
        """How many hold one."""
        return sum(row.award is not None for row in self.rows)

    @property
    def contested(self) -> list[Candidate]:
        """Who holds one that is no longer earned."""
        return [row for row in self.rows if row.contested]


def rule_of(training_class: TrainingClass) -> AwardRule:
    """Return the rule of the class; where none was set one, not saved, that asks for the share of the class's rules."""
    found = AwardRule.objects.filter(training_class=training_class).first()
    if found:
        return found
    share = DoorRules.objects.filter(training_class=training_class).values_list("class_share", flat=True).first()
    return AwardRule(training_class=training_class, subject=PLAIN_SUBJECT, min_share=share or None)


def issue_list(training_class: TrainingClass) -> IssueList:
    """Return the list by what was frozen, of an open class by what stands now; queries do not grow with its length."""
    read = snapshot(training_class)
    rule = rule_of(training_class)
    scores = best_scores(training_class) if rule.min_score else {}
    enrolments = dict(training_class.enrolments.order_by("id").values_list("person_id", "id"))
    overrides = {
        each.enrolment_id: each
        for each in AwardOverride.objects.filter(enrolment__training_class=training_class).order_by("pk")
    }
    living = {
        award.person_id: award for award in awards_of_source(source_of(training_class)).filter(state=AwardState.ISSUED)
    }
    held = len(read.facts.sittings)
    rows = []
    for fact in read.participants:
        person_id = UUID(fact.person_id)
        enrolment_id = enrolments.get(person_id)
        override = overrides.get(enrolment_id) if enrolment_id is not None else None
        name = read.names.get(fact.person_id, "")
        # Cut, not rounded: 69.6 percent are less than 70.
        best = scores.get(enrolment_id) if enrolment_id is not None else None
        score = int(best) if best is not None else None
        why = _why_not(rule, fact, held, score, named=bool(name))
        earned = override.grants if override and name else not why
        rows.append(
            Candidate(
                enrolment_id=enrolment_id,
                person_id=person_id,
                name=name or read.name(fact.person_id),
                unit=fact.unit,
                present=_present(fact),
                sittings=held,
                score=score,
                by_rule=not why,
                earned=earned,
                reason=_reason(why, override),
                substitute=fact.substitute_for is not None,
                override=override,
                award=living.get(person_id),
            )
        )
    version = read.version if training_class.state == ClassState.CLOSED else None
    return IssueList(rule=rule, rows=tuple(rows), version=version, snapshot=read)


def award_facts(training_class: TrainingClass, found: IssueList) -> AwardFacts:
    """Return what the certificates of the class say: code, days and host as frozen, words and hours of the rule."""
    facts = found.snapshot.facts
    hosts = [one.name for one in facts.organisers if one.role == HostRole.HOST]
    return AwardFacts(
        subject=found.rule.subject,
        code=facts.code,
        organiser=hosts[0] if hosts else training_class.keeper.name,
        days=facts.days,
        hours=found.rule.hours,
        place=facts.place,
        result=found.rule.result,
    )


def _present(fact: ParticipantFact) -> int:
    return sum(letter in _THERE for letter in fact.marks)


def _why_not(rule: AwardRule, fact: ParticipantFact, held: int, score: int | None, *, named: bool) -> str:
    present = _present(fact)
    if not named:
        return _("The name was erased.")
    if not present:
        return _("Was at no sitting.")
    parts = []
    # Compared in whole numbers: 3 of 4 sittings are 75 percent, not 74.999.
    if rule.min_share and present * 100 < rule.min_share * held:
        parts.append(
            _("Was at %(present)s of %(held)s sittings (%(percent)s%%), the rule asks for %(least)s%%.")
            % {"present": present, "held": held, "percent": present * 100 // held, "least": rule.min_share}
        )
    if rule.min_score and score is None:
        parts.append(_("Has no score, the rule asks for %(least)s%%.") % {"least": rule.min_score})
    elif rule.min_score and score is not None and score < rule.min_score:
        parts.append(
            _("Scored %(score)s%%, the rule asks for %(least)s%%.") % {"score": score, "least": rule.min_score}
        )
    return " ".join(parts)


def _reason(why: str, override: AwardOverride | None) -> str:
    if override is None:
        return why
    words = _("Decided: %(reason)s") % {"reason": override.reason}
    return f"{words} ({why})" if why and override.grants else words
