"""Delegation: somebody on leave lets a colleague act in a role of his until a day."""

from __future__ import annotations

import datetime as dt

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from caunoi.core import audit
from caunoi.directory.enums import Action
from caunoi.directory.models import Organisation, Role, User
from caunoi.directory.policies import administers, require
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


@transaction.atomic
def take_back(*, actor: User, role: Role) -> Role:
    """End a delegated role today. Does nothing where it ended before.

    Raises PermissionDenied unless the actor delegated it or administers the organisation.
    """
    locked = Role.objects.select_for_update(of=("self",)).select_related("user", "source").get(pk=role.pk)
    organisation = Organisation.objects.get(pk=locked.organisation_id)
    require(locked.source is not None and (locked.source.user_id == actor.pk or administers(actor, organisation)))
    today = timezone.localdate()
    if locked.valid_to and locked.valid_to <= today:
        return locked
    locked.valid_to = today
    locked.save(update_fields=["valid_to"])
    audit.record(
        actor=actor,
        action=Action.ROLE_ENDED,
        subject=locked.user,
        organisation_id=organisation.pk,
        details={"role": str(locked.kind), "organisation": organisation.name},
    )
    return locked
