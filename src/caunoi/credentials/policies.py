"""Who may do what with the ledger."""

from __future__ import annotations

import rules

from caunoi.credentials.models import Award
from caunoi.credentials.queries.awards import visible_awards
from caunoi.directory.models import Organisation
from caunoi.directory.policies import ORGANISERS, holds_role
from caunoi.directory.queries.scope import AnyUser


@rules.predicate
def keeps_ledger(user: AnyUser, owner: Organisation) -> bool:
    """An organiser of the office whose certificates they are: issues, revokes, replaces, says how they look."""
    return holds_role(user, owner.path, *ORGANISERS)


@rules.predicate
def sees_award(user: AnyUser, award: Award) -> bool:
    """Somebody in whose scope the issuing office lies."""
    return visible_awards(user).filter(pk=award.pk).exists()
