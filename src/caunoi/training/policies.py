"""Who may do what with classes and topics."""

from __future__ import annotations

import rules

from caunoi.directory.enums import RoleKind
from caunoi.directory.models import Organisation
from caunoi.directory.policies import LEADERS, MARKERS, ORGANISERS, holds_role, organises_in
from caunoi.directory.queries.scope import AnyUser
from caunoi.directory.queries.trail import READERS_OF_TRAIL
from caunoi.training.enums import ACCOUNT_KINDS, MONEY_KINDS, PaperKind
from caunoi.training.models import Plan, PlanNorm, Quota, Room, SpeakerProfile, Topic, TrainingClass
from caunoi.training.queries.classes import organising_paths, visible_classes
from caunoi.training.queries.money.rates import RATE_KEEPERS, SEES_MONEY
from caunoi.training.queries.papers.target import Target
from caunoi.training.queries.plans.listing import visible_plans


@rules.predicate
def sees_class(user: AnyUser, training_class: TrainingClass) -> bool:
    """Somebody in whose scope the keeper, a host or a co-organiser lies."""
    return visible_classes(user).filter(pk=training_class.pk).exists()


@rules.predicate
def keeps_class(user: AnyUser, training_class: TrainingClass) -> bool:
    """An organiser of the keeper: closes, reopens, cancels, and says who organises."""
    return holds_role(user, training_class.keeper.path, *ORGANISERS)


@rules.predicate
def runs_class(user: AnyUser, training_class: TrainingClass) -> bool:
    """An organiser of the keeper, a host or a co-organiser: programme, papers, and all that a leader does."""
    return _holds_in_class(user, training_class, ORGANISERS)


@rules.predicate
def leads_class(user: AnyUser, training_class: TrainingClass) -> bool:
    """A class leader of one of its organisers, too: list, attendance, questions."""
    return _holds_in_class(user, training_class, LEADERS)


@rules.predicate
def marks_class(user: AnyUser, training_class: TrainingClass) -> bool:
    """Door staff of one of its organisers, too: attendance."""
    return _holds_in_class(user, training_class, MARKERS)


def _holds_in_class(user: AnyUser, training_class: TrainingClass, kinds: tuple[RoleKind, ...]) -> bool:
    if holds_role(user, training_class.keeper.path, *kinds):
        return True
    return any(holds_role(user, path, *kinds) for path in organising_paths(training_class))


@rules.predicate
def opens_evidence(user: AnyUser, training_class: TrainingClass) -> bool:
    """Whoever marks attendance, and the auditors: signed sheets show the hand of everybody who came."""
    return bool(marks_class(user, training_class)) or bool(reads_class_trail(user, training_class))


@rules.predicate
def reads_class_trail(user: AnyUser, training_class: TrainingClass) -> bool:
    """Whoever runs the class, and the keeper's auditors and administrators."""
    return holds_role(user, training_class.keeper.path, *READERS_OF_TRAIL) or bool(runs_class(user, training_class))


@rules.predicate
def keeps_topic(user: AnyUser, topic: Topic) -> bool:
    """An organiser where the topic is kept."""
    return holds_role(user, topic.owner.path, *ORGANISERS)


@rules.predicate
def keeps_room(user: AnyUser, room: Room) -> bool:
    """An organiser where the room is kept."""
    return holds_role(user, room.owner.path, *ORGANISERS)


@rules.predicate
def sees_plan(user: AnyUser, plan: Plan) -> bool:
    """Somebody in whose scope the plan's office lies."""
    return visible_plans(user).filter(pk=plan.pk).exists()


@rules.predicate
def writes_plan(user: AnyUser, plan: Plan) -> bool:
    """An organiser of the office that keeps the plan, or of one above it."""
    return holds_role(user, plan.owner.path, *ORGANISERS)


@rules.predicate
def approves_plan(user: AnyUser, plan: Plan) -> bool:
    """An administrator of the office that keeps the plan, or of one above it: approves it or sends it back."""
    return holds_role(user, plan.owner.path, RoleKind.ADMINISTRATOR)


@rules.predicate
def keeps_norm(user: AnyUser, norm: PlanNorm) -> bool:
    """An organiser where the norm is kept."""
    return holds_role(user, norm.owner.path, *ORGANISERS)


@rules.predicate
def reads_plan_trail(user: AnyUser, plan: Plan) -> bool:
    """Whoever writes the plan, and its office's auditors and administrators."""
    return holds_role(user, plan.owner.path, *READERS_OF_TRAIL, *ORGANISERS)


@rules.predicate
def names_for(user: AnyUser, quota: Quota) -> bool:
    """A class leader, organiser or administrator of the organisation that the quota asks for people."""
    return quota.organisation is not None and holds_role(user, quota.organisation.path, *LEADERS)


@rules.predicate
def keeps_speaker(user: AnyUser, profile: SpeakerProfile) -> bool:
    """An organiser where the speaker's profile is kept."""
    return holds_role(user, profile.owner.path, *ORGANISERS)


@rules.predicate
def sees_money(user: AnyUser, training_class: TrainingClass) -> bool:
    """Whoever keeps the money in the keeper or answers for it there: a co-organiser's money is its own."""
    return holds_role(user, training_class.keeper.path, *SEES_MONEY)


@rules.predicate
def writes_money(user: AnyUser, training_class: TrainingClass) -> bool:
    """An accountant of the keeper."""
    return holds_role(user, training_class.keeper.path, RoleKind.ACCOUNTANT)


@rules.predicate
def prepares_money(user: AnyUser, training_class: TrainingClass) -> bool:
    """An accountant or organiser of the keeper: what is planned, who is paid, by which grade."""
    return holds_role(user, training_class.keeper.path, RoleKind.ACCOUNTANT, *ORGANISERS)


@rules.predicate
def sees_accounts(user: AnyUser, organisation: Organisation) -> bool:
    """An accountant of the office that keeps the account, or above it. Nobody else: no administrator either."""
    return holds_role(user, organisation.path, RoleKind.ACCOUNTANT)


@rules.predicate
def keeps_rates(user: AnyUser, organisation: Organisation) -> bool:
    """An accountant or administrator of the office that keeps the rates."""
    return holds_role(user, organisation.path, *RATE_KEEPERS)


@rules.predicate
def numbers_papers(user: AnyUser, target: Target) -> bool:
    """Whoever runs the class or writes the plan that a paper is about; an organiser of the office for its reports."""
    if target.training_class is not None:
        return bool(runs_class(user, target.training_class))
    plan = target.plan or (target.plan_item.plan if target.plan_item else None)
    if plan is not None:
        return bool(writes_plan(user, plan))
    return bool(organises_in(user, target.office))


def reads_paper(user: AnyUser, target: Target, kind: PaperKind) -> bool:
    """Whoever the target is in scope of; a paper that tells what was paid, only who may see the class's money."""
    if kind not in MONEY_KINDS:
        return True
    return target.training_class is not None and bool(sees_money(user, target.training_class))


def opens_signed_copy(user: AnyUser, target: Target, kind: PaperKind) -> bool:
    """Whoever reads the paper; a signed payment list, on which accounts may stand, the accountant alone."""
    if kind in ACCOUNT_KINDS:
        return bool(sees_accounts(user, target.office))
    return reads_paper(user, target, kind)


def keeps_signed_copy(user: AnyUser, target: Target, kind: PaperKind) -> bool:
    """Whoever numbers papers of the target; of a paper about money, the accountant."""
    if kind in MONEY_KINDS:
        return target.training_class is not None and bool(writes_money(user, target.training_class))
    return bool(numbers_papers(user, target))
