"""Delegation: somebody on leave lets a colleague act in a role of his until a day."""

from __future__ import annotations

import datetime as dt

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from caunoi.core import audit
from caunoi.directory.enums import Action
from caunoi.directory.models import Role, User
from caunoi.directory.policies import require
from caunoi.directory.queries.delegation import colleagues, delegable_roles
from caunoi.directory.queries.scope import roles_at

# A longer absence is a change of roles, which the administrator makes.
LONGEST = dt.timedelta(days=183)


@transaction.atomic
def delegate_role(*, actor: User, role: Role, to: User, until: dt.date) -> Role:
    """Let ``to`` act in the actor's ``role`` from today until the day before ``until``; the actor keeps it.

    It ends by itself, and with the role behind it. What was delegated can't be delegated on. Raises PermissionDenied
    for a role or a colleague that is not the actor's, ValidationError for a day that can't be or a role that the
    colleague holds there already.
    """
    require(delegable_roles(actor).filter(pk=role.pk).exists() and colleagues(actor).filter(pk=to.pk).exists())
    today = timezone.localdate()
    if until <= today:
        raise ValidationError({"until": _("The last day must not lie in the past.")})
    if until > today + LONGEST:
        raise ValidationError({"until": _("At most half a year can be delegated. For longer, ask the administrator.")})
    # The account's row is the gate: the same role delegated twice at once is refused the second time.
    User.objects.select_for_update().get(pk=to.pk)
    if roles_at(to, today).filter(organisation=role.organisation_id, kind=role.kind).exists():
        raise ValidationError({"to": _("This colleague holds the role there already.")})
    standing = Role.objects.filter(user=to, organisation=role.organisation_id, kind=role.kind, valid_from=today).first()
    given = standing or Role(user=to, organisation=role.organisation, kind=role.kind, valid_from=today)
    given.valid_to, given.source = until, role
    given.save()
    audit.record(
        actor=actor,
        action=Action.ROLE_DELEGATED,
        subject=to,
        organisation_id=role.organisation_id,
        details={"role": str(role.kind), "organisation": role.organisation.name, "until": until.isoformat()},
    )
    return given
