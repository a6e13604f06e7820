"""Accounts and their roles; a password is made here and told once."""

from __future__ import annotations

from datetime import date

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from caunoi.core import audit
from caunoi.core.ids import new_code
from caunoi.core.text import clean, fold
from caunoi.directory.enums import Action, RoleKind
from caunoi.directory.models import Organisation, Role, User
from caunoi.directory.policies import administers, require
from caunoi.directory.queries.accounts import current_roles, visible_accounts
from caunoi.directory.queries.scope import forget_scope, lent_through
from caunoi.directory.services.people import name_fault
from caunoi.directory.services.signin import note, refuse_the_last, require_care, set_password

_GROUPS = 4
_GROUP = 4


def new_password() -> str:
    """Return a random password that can be read aloud: four groups of four letters and digits (about 73 bits)."""
    return "-".join(new_code(_GROUP) for _group in range(_GROUPS))


@transaction.atomic
def open_account(
    *,
    actor: User,
    organisation: Organisation,
    name: str,
    kind: str,
    username: str = "",
    email: str = "",
    with_password: bool = True,
) -> tuple[User, str]:
    """Open an account with one role in ``organisation``; returns it with its password, which is kept nowhere.

    Without ``username`` one is made of the name; without ``with_password`` there is none ("") until an invitation is
    used. Raises PermissionDenied unless the actor administers the
    organisation, ValidationError for a missing name, an unknown role, a user name or e-mail that is taken.
    """
    require(administers(actor, organisation))
    values = _checked(name=name, username=username, email=email, kind=kind)
    return _open(actor, organisation, values, new_password() if with_password else "")


@transaction.atomic
def open_first_account(
    *,
    organisation: Organisation,
    name: str,
    username: str = "",
    kind: str = RoleKind.ADMINISTRATOR,
    email: str = "",
    password: str | None = None,
) -> tuple[User, str]:
    """Open an account for a command, without asking for a role; returns it with its password.

    No face may call this. Raises ValidationError as :func:`open_account`.
    """
    values = _checked(name=name, username=username, email=email, kind=kind)
    return _open(None, organisation, values, password or new_password())


def _open(actor: User | None, organisation: Organisation, values: dict[str, str], password: str) -> tuple[User, str]:
    source, end = _tied(actor, organisation, values["kind"], None) if actor else (None, None)
    user = User.objects.create_user(values["username"], password or None, name=values["name"], email=values["email"])
    begins = timezone.localdate() if source else None
    role = Role.objects.create(
        user=user,
        organisation=organisation,
        kind=RoleKind(values["kind"]),
        source=source,
        valid_from=begins,
        valid_to=end,
    )
    audit.record(
        actor=actor,
        action=Action.USER_ADDED,
        subject=user,
        organisation_id=organisation.pk,
        details={"username": user.username, "role": str(role.kind), "organisation": organisation.name},
    )
    return user, password


def _tied(actor: User, organisation: Organisation, kind: str, wanted: date | None) -> tuple[Role | None, date | None]:
    """Return the lent role on which a role hangs that ``actor`` gives, and its end; (None, ``wanted``) for an own one.

    What somebody gives in a lent role ends with it at the latest. Raises ValidationError for the administrator's role:
    nobody lets in for others what he is only lent.
    """
    lent = lent_through(actor, organisation.path, RoleKind.ADMINISTRATOR)
    if lent is None:
        return None, wanted
    if kind == RoleKind.ADMINISTRATOR:
        raise ValidationError(
            {"kind": _("You act as administrator for somebody else. Only that person makes others administrators.")}
        )
    return lent, min(wanted, lent.valid_to) if wanted and lent.valid_to else lent.valid_to


def _checked(*, name: str, username: str, email: str, kind: str) -> dict[str, str]:
    """Return the values as they are stored; raises ValidationError naming every field that can't be."""
    name, email, username = clean(name), clean(email).lower(), clean(username)
    faults: dict[str, str | list[str]] = {}
    if words := name_fault(name):
        faults["name"] = words
    if kind not in RoleKind.values:
        faults["kind"] = _("Choose the role.")
    faults |= _faults_of_email(email) | _faults_of_username(username)
    if faults:
        raise ValidationError(faults)
    return {"name": name, "email": email, "username": username or free_username(name), "kind": kind}


def _faults_of_email(email: str) -> dict[str, str | list[str]]:
    if not email:
        return {}
    try:
        validate_email(email)
    except ValidationError as error:
        return {"email": list(error.messages)}
    if User.objects.filter(email__iexact=email).exists():
        return {"email": _("Another account has this e-mail.")}
    return {}


def _faults_of_username(username: str) -> dict[str, str | list[str]]:
    if not username:
        return {}
    try:
        User._meta.get_field("username").run_validators(username)
    except ValidationError as error:
        return {"username": list(error.messages)}
    if User.objects.filter(username__iexact=username).exists():
        return {"username": _("This user name is taken. Choose another one.")}
    return {}


def free_username(name: str) -> str:
    """Return a user name that nobody has, the way offices make them: "Nguyễn Văn Mẫu" becomes "maunv" or "maunv2"."""
    words = ["".join(c for c in word if c.isalnum() and c.isascii()) for word in fold(name).split()]
    words = [word for word in words if word] or ["nguoidung"]
    base = (words[-1] + "".join(word[0] for word in words[:-1]))[:50]
    taken = set(User.objects.filter(username__istartswith=base).values_list("username", flat=True))
    number = 1
    while (candidate := base if number == 1 else f"{base}{number}") in taken:
        number += 1
    return candidate


@transaction.atomic
def grant_role(
    *,
    actor: User,
    user: User,
    organisation: Organisation,
    kind: str,
    valid_from: date | None = None,
    valid_to: date | None = None,
) -> Role:
    """Give ``user`` a role in ``organisation`` and below it, from today unless ``valid_from`` says otherwise.

    What is given in a lent role ends with it at the latest. Raises PermissionDenied unless the actor administers
    the organisation and sees the account, ValidationError for a role that the account holds there already or a
    period out of order.
    """
    require(administers(actor, organisation) and visible_accounts(actor).filter(pk=user.pk).exists())
    if kind not in RoleKind.values:
        raise ValidationError({"kind": _("Choose the role.")})
    starts = valid_from or timezone.localdate()
    if valid_to and valid_to <= starts:
        raise ValidationError({"valid_to": _("The end must lie after the beginning.")})
    source, end = _tied(actor, organisation, kind, valid_to)
    if end and end <= starts:
        raise ValidationError({"valid_from": _("You act for somebody else only until then.")})
    # The account's row is the gate: the same role given twice at once is refused the second time.
    User.objects.select_for_update().get(pk=user.pk)
    held = Role.objects.filter(user=user, organisation=organisation, kind=kind)
    if held.filter(pk__in=current_roles().values("pk")).exists():
        raise ValidationError({"kind": _("This account holds the role there already.")})
    # A role given back on the day it ended goes on; a second row of that day would be the same one twice.
    role = held.filter(valid_from=starts).first() or Role(
        user=user, organisation=organisation, kind=RoleKind(kind), valid_from=starts
    )
    role.source, role.valid_to = source, end
    role.save()
    audit.record(
        actor=actor,
        action=Action.ROLE_GRANTED,
        subject=user,
        organisation_id=organisation.pk,
        details={"role": str(role.kind), "organisation": organisation.name},
    )
    forget_scope(actor)
    return role


@transaction.atomic
def end_role(*, actor: User, role: Role) -> Role:
    """End a role today, a lent one as well; what its holder did stays. Does nothing where it ended before.

    Raises PermissionDenied unless the actor administers the organisation or lent the role himself, NotNow for the
    last administrator of an organisation unless the actor administers it from above: somebody must be left to let
    others in.
    """
    require(administers(actor, role.organisation) or (role.source is not None and role.source.user_id == actor.pk))
    today = timezone.localdate()
    # The organisation's row is the gate: two administrators can't end each other at once.
    organisation = Organisation.objects.select_for_update().get(pk=role.organisation_id)
    locked = Role.objects.select_for_update(of=("self",)).select_related("user").get(pk=role.pk)
    if locked.valid_to and locked.valid_to <= today:
        return locked
    if locked.kind == RoleKind.ADMINISTRATOR and locked.source_id is None:
        refuse_the_last(actor=actor, user=locked.user, organisation=organisation)
    locked.valid_to = today
    locked.save(update_fields=["valid_to"])
    audit.record(
        actor=actor,
        action=Action.ROLE_ENDED,
        subject=locked.user,
        organisation_id=organisation.pk,
        details={"role": str(locked.kind), "organisation": organisation.name},
    )
    forget_scope(actor)
    return locked


@transaction.atomic
def reset_password(*, actor: User, user: User) -> str:
    """Make a new password and return it; it is kept nowhere, and every session of the account ends.

    Raises PermissionDenied unless the actor administers every organisation in which the account holds a role: a
    password set by somebody smaller would open what he may not see.
    """
    require_care(actor=actor, user=user)
    locked = User.objects.select_for_update().get(pk=user.pk)
    password = new_password()
    set_password(locked, password)
    note(actor=actor, user=locked, action=Action.PASSWORD_RESET)
    return password
