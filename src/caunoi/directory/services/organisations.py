"""Organisations: added, changed, moved under another, taken over by another."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.db.models import F, Q, Value
from django.db.models.functions import Concat, Substr
from django.utils.translation import gettext as _

from caunoi.core import audit, search, search_paths
from caunoi.core.ids import new_code, range_below
from caunoi.core.text import clean, clean_lines, fold
from caunoi.directory.enums import Action, OrganisationKind, SuccessionKind, System
from caunoi.directory.models import Organisation, OrganisationSuccession, Unit, User
from caunoi.directory.policies import administers, require
from caunoi.directory.queries.organisations import KEY
from caunoi.directory.queries.scope import forget_scope

SEARCH_KIND = "organisation"
PAPER_FIELDS = (
    "superior_line",
    "paper_suffix",
    "paper_place",
    "paper_authority",
    "paper_signer_title",
    "paper_signer_name",
    "paper_recipients",
)
_WORDS = {
    "name": 200,
    "short_name": 80,
    "email": 254,
    "superior_line": 200,
    "paper_suffix": 40,
    "paper_place": 80,
    "paper_authority": 120,
    "paper_signer_title": 120,
    "paper_signer_name": 120,
    "paper_recipients": 1_000,
}
# Several lines; everything else is one.
_LINES = frozenset({"paper_recipients"})
_FIELDS = (*_WORDS, "kind", "system", "unit", "valid_from", "valid_to")
_MOST_LEVELS = 200 // KEY


@transaction.atomic
def add_organisation(
    *, actor: User, parent: Organisation, name: str, kind: str, system: str, unit: Unit | None = None, **fields: Any
) -> Organisation:
    """Add an organisation under ``parent``; ``fields`` as in :func:`change_organisation`.

    Raises PermissionDenied unless the actor administers the parent, ValidationError for a missing name, a name that
    stands there already, an unknown kind or a period out of order.
    """
    require(administers(actor, parent))
    return _create(actor, parent, {"name": name, "kind": kind, "system": system, "unit": unit, **fields})


@transaction.atomic
def found_organisation(
    *,
    name: str,
    kind: str,
    system: str,
    unit: Unit | None = None,
    parent: Organisation | None = None,
    actor: User | None = None,
    **fields: Any,
) -> Organisation:
    """Add an organisation for a command: at the top, or below ``parent``, without asking for a role.

    No face may call this. Raises ValidationError as :func:`add_organisation`.
    """
    return _create(actor, parent, {"name": name, "kind": kind, "system": system, "unit": unit, **fields})


def _create(actor: User | None, parent: Organisation | None, fields: dict[str, Any]) -> Organisation:
    unknown = set(fields) - set(_FIELDS)
    if unknown:
        raise TypeError(f"an organisation has no {', '.join(sorted(unknown))}")
    values = _checked({name: fields.get(name) for name in _FIELDS})
    if parent is not None:
        # A parent that is being moved waits for this child, or this child for its new path.
        parent = Organisation.objects.select_for_update().get(pk=parent.pk)
    organisation = Organisation(parent=parent, path=_new_path(parent), folded_name=fold(values["name"])[:200], **values)
    _refuse_twin(organisation)
    organisation.save(force_insert=True)
    audit.record(
        actor=actor,
        action=Action.ORGANISATION_ADDED,
        subject=organisation,
        organisation_id=organisation.pk,
        details={"under": parent.name} if parent else {},
    )
    index_organisation(organisation)
    return organisation


def _new_path(parent: Organisation | None) -> str:
    above = parent.path if parent else ""
    if len(above) // KEY >= _MOST_LEVELS:
        raise ValidationError({"parent": _("There are too many levels above. Choose an organisation higher up.")})
    path = f"{above}{new_code(KEY)}"
    while Organisation.objects.filter(path=path).exists():
        path = f"{above}{new_code(KEY)}"
    return path


def _refuse_twin(organisation: Organisation) -> None:
    twin = Organisation.objects.filter(
        parent=organisation.parent, folded_name=organisation.folded_name, valid_to__isnull=True
    ).exclude(pk=organisation.pk)
    if organisation.valid_to is None and twin.exists():
        raise ValidationError(
            {"name": _("An organisation of this name stands there already. Open that one, or write the full name.")}
        )


@transaction.atomic
def change_organisation(*, actor: User, organisation: Organisation, **fields: Any) -> Organisation:
    """Change what ``fields`` names of: name, short_name, email, kind, system, unit, parent, valid_from, valid_to and
    the settings of papers (``PAPER_FIELDS``). Does nothing where nothing differs.

    Another ``parent`` moves the organisation with everything below it: whoever sees it changes at once. That needs an
    administrator of the organisation above now and of the one above then. Raises PermissionDenied, ValidationError
    for what can't be, TypeError for a field that isn't changed here.
    """  # noqa: D205 - the fields are the summary
    require(administers(actor, organisation))
    unknown = set(fields) - {*_FIELDS, "parent"}
    if unknown:
        raise TypeError(f"change_organisation changes no {', '.join(sorted(unknown))}")
    locked = (
        Organisation.objects.select_for_update(of=("self",)).select_related("unit", "parent").get(pk=organisation.pk)
    )
    parent = fields.pop("parent", locked.parent)
    before = {name: getattr(locked, name) for name in _FIELDS}
    after = _checked(before | fields)
    details = audit.changes(before, after)
    if parent != locked.parent:
        details |= audit.changes({"parent": str(locked.parent or "")}, {"parent": str(parent or "")})
    if not details:
        return locked
    for name, value in after.items():
        setattr(locked, name, value)
    locked.folded_name = fold(locked.name)[:200]
    if parent != locked.parent:
        _move(actor, locked, parent)
    _refuse_twin(locked)
    locked.save(update_fields=[*_FIELDS, "folded_name", "parent"])
    audit.record(
        actor=actor,
        action=Action.ORGANISATION_CHANGED,
        subject=locked,
        organisation_id=locked.pk,
        details=details,
    )
    index_organisation(locked)
    return locked


def _move(actor: User, organisation: Organisation, parent: Organisation | None) -> None:
    """Put ``organisation`` and all below it under ``parent``: every path changes, also those that search keeps."""
    require(organisation.parent is not None and parent is not None)
    assert organisation.parent is not None
    assert parent is not None
    require(administers(actor, organisation.parent) and administers(actor, parent))
    low, high = organisation.range
    below = Q(path__gte=low, path__lt=high)
    # In one order, so that two moves wait for each other instead of crossing; paths are read after the wait.
    list(Organisation.objects.select_for_update(of=("self",)).filter(below | Q(pk=parent.pk)).order_by("pk"))
    now = dict(Organisation.objects.filter(pk__in=[organisation.pk, parent.pk]).values_list("pk", "path"))
    old, above = now[organisation.pk], now[parent.pk]
    if above.startswith(old):
        raise ValidationError({"parent": _("An organisation can't stand under itself or under one of its own parts.")})
    new = f"{above}{old[-KEY:]}"
    low, high = range_below(old)
    below = Q(path__gte=low, path__lt=high)
    longest = max(len(path) for path in Organisation.objects.filter(below).values_list("path", flat=True))
    if (longest - len(old) + len(new)) // KEY > _MOST_LEVELS:
        raise ValidationError({"parent": _("There are too many levels above. Choose an organisation higher up.")})
    if Organisation.objects.filter(path=new).exists():
        raise ValidationError({"parent": _("The organisation can't be put there. Choose another one.")})
    moved = Concat(Value(new), Substr(F("path"), len(old) + 1))
    Organisation.objects.filter(below).update(path=moved)
    search_paths.move_paths(old=old, new=new)
    organisation.parent = parent
    organisation.path = new
    forget_scope(actor)


def _checked(values: dict[str, Any]) -> dict[str, Any]:
    """Return the values as they are stored; raises ValidationError naming every field that can't be."""
    faults: dict[str, str] = {}
    checked = dict(values)
    for name, most in _WORDS.items():
        checked[name] = (clean_lines if name in _LINES else clean)(checked.get(name) or "")
        if len(checked[name]) > most:
            faults[name] = _("At most %(most)s letters, please; this has %(count)s.") % {
                "most": most,
                "count": len(checked[name]),
            }
    if not checked["name"]:
        faults["name"] = _("Type the name of the organisation.")
    if checked["email"]:
        try:
            validate_email(checked["email"])
        except ValidationError as error:
            faults["email"] = " ".join(error.messages)
    if checked["kind"] not in OrganisationKind.values:
        faults["kind"] = _("Choose the kind.")
    if checked["system"] not in System.values:
        faults["system"] = _("Choose State, Party or Front.")
    first, last = checked["valid_from"], checked["valid_to"]
    if first and last and last <= first:
        faults["valid_to"] = _("The end must lie after the beginning.")
    if faults:
        raise ValidationError(faults)
    return checked


@transaction.atomic
def succeed(
    *, actor: User, predecessor: Organisation, successor: Organisation, on: date, kind: str
) -> OrganisationSuccession:
    """Record that ``successor`` took over what ``predecessor`` held; its people see that from the day ``on``.

    The predecessor ends on that day unless it had ended already. A divided organisation has one record for each
    successor. Raises PermissionDenied unless the actor administers both, ValidationError for a day or a pair that
    can't be.
    """
    require(administers(actor, predecessor) and administers(actor, successor))
    pair = {
        each.pk: each
        for each in Organisation.objects.select_for_update()
        .filter(pk__in=[predecessor.pk, successor.pk])
        .order_by("pk")
    }
    before, after = pair[predecessor.pk], pair[successor.pk]
    _check_succession(before, after, on, kind)
    link = OrganisationSuccession.objects.create(predecessor=before, successor=after, on=on, kind=SuccessionKind(kind))
    if before.valid_to is None:
        before.valid_to = on
        before.save(update_fields=["valid_to"])
    for subject in (before, after):
        audit.record(
            actor=actor,
            action=Action.ORGANISATION_SUCCEEDED,
            subject=subject,
            organisation_id=subject.pk,
            details={"from": before.name, "to": after.name, "on": on.isoformat(), "kind": str(SuccessionKind(kind))},
        )
    forget_scope(actor)
    return link


def _check_succession(before: Organisation, after: Organisation, on: date, kind: str) -> None:
    faults: dict[str, str] = {}
    if kind not in SuccessionKind.values:
        faults["kind"] = _("Choose how it was taken over.")
    if before.pk == after.pk:
        faults["successor"] = _("An organisation can't take over itself.")
    elif after.path.startswith(before.path):
        faults["successor"] = _("A part of the organisation can't take over the whole. Move it elsewhere first.")
    elif _took_over(before, after):
        faults["successor"] = _("This organisation was itself taken over by the other one.")
    elif OrganisationSuccession.objects.filter(predecessor=before, successor=after).exists():
        faults["successor"] = _("This is recorded already.")
    if before.valid_from and before.valid_from >= on:
        faults["on"] = _("On that day the organisation that ends did not exist yet.")
    elif after.valid_to and after.valid_to <= on:
        faults["on"] = _("On that day the organisation that takes over had ended itself.")
    if faults:
        raise ValidationError(faults)


def _took_over(heir: Organisation, other: Organisation) -> bool:
    """Say whether ``heir`` took over ``other``, directly or through others."""
    seen = {heir.pk}
    ring = {heir.pk}
    while ring:
        links = OrganisationSuccession.objects.filter(successor__in=ring).order_by("pk")
        ring = set(links.values_list("predecessor", flat=True)) - seen
        if other.pk in ring:
            return True
        seen |= ring
    return False


def index_organisation(organisation: Organisation) -> None:
    """Write what search knows of an organisation: its names and the unit that it serves."""
    unit = organisation.unit
    search.index(
        kind=SEARCH_KIND,
        object_id=str(organisation.pk),
        title=organisation.name,
        summary=unit.address if unit else "",
        text=organisation.short_name,
        paths=[organisation.path],
    )
