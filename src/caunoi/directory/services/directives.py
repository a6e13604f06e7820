"""Directives: numbered documents on which classes rest, with their file."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from caunoi.core import audit, files, search
from caunoi.core.models import StoredFile
from caunoi.core.text import clean, fold
from caunoi.directory.enums import Action
from caunoi.directory.models import Directive, Organisation, User
from caunoi.directory.policies import edits_directive, organises_in, require
from caunoi.directory.queries.directives import SEARCH_KIND

_WORDS = {"number": 60, "kind": 60, "issuer": 200, "title": 500}
_FIELDS = (*_WORDS, "issued_on")


@transaction.atomic
def add_directive(
    *,
    actor: User,
    owner: Organisation,
    number: str,
    kind: str = "",
    issuer: str = "",
    issued_on: date | None = None,
    title: str = "",
    file: tuple[str, bytes] | None = None,
) -> Directive:
    """Keep a directive with ``owner``; nothing but the number is needed. ``file`` is the document: name and content.

    Raises PermissionDenied unless the actor organises there, ValidationError for a missing number, a text too long, an
    odd year, or a document of that number and day which the office keeps already.
    """
    require(organises_in(actor, owner))
    values = _checked({"number": number, "kind": kind, "issuer": issuer, "issued_on": issued_on, "title": title})
    directive = Directive(owner=owner, folded_number=fold(values["number"])[:60], **values)
    _refuse_twin(directive)
    if file:
        directive.file = _stored(actor, directive, file)
    directive.save(force_insert=True)
    audit.record(actor=actor, action=Action.DIRECTIVE_ADDED, subject=directive, organisation_id=owner.pk)
    index_directive(directive)
    return directive


@transaction.atomic
def change_directive(
    *, actor: User, directive: Directive, file: tuple[str, bytes] | None = None, **fields: Any
) -> Directive:
    """Change what ``fields`` names of: number, kind, issuer, issued_on, title; does nothing where nothing differs.

    ``file``, name and content, replaces the document sent before, whose bytes stay in the store.

    Raises as :func:`add_directive`, and TypeError for a field that isn't changed here.
    """
    require(edits_directive(actor, directive))
    unknown = set(fields) - set(_FIELDS)
    if unknown:
        raise TypeError(f"change_directive changes no {', '.join(sorted(unknown))}")
    locked = Directive.objects.select_for_update(of=("self",)).select_related("owner", "file").get(pk=directive.pk)
    before = {name: getattr(locked, name) for name in _FIELDS}
    after = _checked(before | fields)
    details = audit.changes(before, after)
    if file:
        standing = str(locked.file) if locked.file else None
        locked.file = _stored(actor, locked, file)
        details["file"] = [standing, str(locked.file)]
    if not details:
        return locked
    for name, value in after.items():
        setattr(locked, name, value)
    locked.folded_number = fold(locked.number)[:60]
    _refuse_twin(locked)
    locked.save(update_fields=[*_FIELDS, "folded_number", "file"])
    audit.record(
        actor=actor,
        action=Action.DIRECTIVE_CHANGED,
        subject=locked,
        organisation_id=locked.owner_id,
        details=details,
    )
    index_directive(locked)
    return locked


def attach_directive_file(*, actor: User, directive: Directive, content: bytes, name: str) -> Directive:
    """Keep the document itself, in place of one sent before. Raises as :func:`change_directive`."""
    return change_directive(actor=actor, directive=directive, file=(name, content))


def _stored(actor: User, directive: Directive, file: tuple[str, bytes]) -> StoredFile:
    name, content = file
    try:
        return files.store(content=content, name=name, organisation_id=directive.owner_id, actor_id=actor.pk)
    except files.RefusedFile as refused:
        raise ValidationError({"file": str(refused)}) from None


def _checked(values: dict[str, Any]) -> dict[str, Any]:
    faults: dict[str, str] = {}
    checked = dict(values)
    for name, most in _WORDS.items():
        checked[name] = clean(checked.get(name) or "")
        if len(checked[name]) > most:
            faults[name] = _("At most %(most)s letters, please; this has %(count)s.") % {
                "most": most,
                "count": len(checked[name]),
            }
    if not checked["number"]:
        faults["number"] = _("Type the number of the document, for example 12-KH/ĐU.")
    day = checked["issued_on"]
    if day and not 1945 <= day.year <= 2100:
        faults["issued_on"] = _("The year must lie between 1945 and 2100.")
    if faults:
        raise ValidationError(faults)
    return checked


def _refuse_twin(directive: Directive) -> None:
    twin = Directive.objects.filter(
        owner=directive.owner_id, folded_number=directive.folded_number, issued_on=directive.issued_on
    ).exclude(pk=directive.pk)
    if twin.exists():
        raise ValidationError({"number": _("Your office keeps a document of this number and day already.")})


def index_directive(directive: Directive) -> None:
    """Write what search knows of a directive: number, kind, issuer, subject."""
    search.index(
        kind=SEARCH_KIND,
        object_id=str(directive.pk),
        title=str(directive),
        summary=" · ".join(part for part in (directive.issuer, directive.title) if part),
        date=directive.issued_on,
        paths=[directive.owner.path],
    )
