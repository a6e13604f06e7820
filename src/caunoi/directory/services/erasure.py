"""All that is held about a person: given to the person, or taken away with every count left true."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from caunoi.core import audit, personal
from caunoi.core.errors import NotNow
from caunoi.core.personal import ByHand, Holding, Row, Subject
from caunoi.core.text import clean, fold
from caunoi.directory.enums import Action
from caunoi.directory.models import Organisation, Person, User
from caunoi.directory.policies import may_export_person, require
from caunoi.directory.queries.entries import entries_of
from caunoi.directory.services.holdings import rows_of_trail
from caunoi.directory.services.people import office_of
from caunoi.directory.services.signin import close_account

# Rises with every change of the shape of the machine-readable export.
SCHEMA, VERSION = "caunoi.person", 1
# So often what came to a person meanwhile is locked anew.
_TRIES = 5


@dataclass(frozen=True, kw_only=True)
class Part:
    """One kind of thing that is held, with the person's rows."""

    holding: Holding
    rows: list[Row]


@dataclass(frozen=True, kw_only=True)
class Preview:
    """What erasing does, before it is done: parts with rows, and what a person has to change by hand.

    ``hinders`` says in words why it can't be done now; "" for nothing.
    """

    parts: list[Part]
    by_hand: list[ByHand]
    hinders: str = ""


def subject_of(person: Person) -> tuple[Subject, list[Person], list[User]]:
    """Return all that a person is known by, with the entries and the accounts; earlier names from the trail too."""
    entries = entries_of(person)
    accounts = list(User.objects.filter(person__in=entries).order_by("pk"))
    bare = Subject(persons=tuple(each.pk for each in entries), accounts=tuple(each.pk for each in accounts))
    keys = [str(pk) for pk in (*bare.persons, *bare.accounts)]
    earlier = rows_of_trail(bare).filter(object_id__in=keys).exclude(object_label="").order_by()
    names = {*(each.full_name for each in entries), *(each.name for each in accounts)}
    names |= set(earlier.values_list("object_label", flat=True))
    return (
        Subject(
            persons=bare.persons,
            accounts=bare.accounts,
            organisations=tuple(
                Organisation.objects.filter(known_persons__person__in=entries).order_by().values_list("pk", flat=True)
            ),
            names=tuple(sorted(name for name in names if name)),
            phones=tuple(each.phone for each in entries if each.phone),
            emails=tuple(filter(None, [*(each.email for each in entries), *(each.email for each in accounts)])),
            usernames=tuple(each.username for each in accounts),
        ),
        entries,
        accounts,
    )


@transaction.atomic
def export_person(*, actor: User, person: Person) -> dict[str, Any]:
    """Return everything that is held about a person, as JSON types, and write into the trail that it was given out.

    No secret, nobody else's data, no title of a class is in it. The shape is told in docs/reference/persons.md. Raises
    PermissionDenied unless the actor administers every organisation that knows the person.
    """
    require(may_export_person(actor, person))
    subject, _entries, _accounts = subject_of(person)
    found = {
        "schema": SCHEMA,
        "version": VERSION,
        "made_at": timezone.now().isoformat(),
        "person": str(person.pk),
        "parts": [
            {
                "name": part.holding.name,
                "title": str(part.holding.title),
                "purpose": str(part.holding.purpose),
                "columns": {key: str(label) for key, label in part.holding.columns.items()},
                "rows": part.rows,
            }
            for part in _parts(subject)
        ],
    }
    audit.record(
        actor=actor,
        action=Action.PERSON_EXPORTED,
        subject=person,
        organisation_id=office_of(actor=actor, person=person),
        person_id=person.pk,
    )
    return found


def preview_erasure(*, actor: User, person: Person) -> Preview:
    """Return what :func:`erase_person` would do; writes nothing. Raises PermissionDenied as it does."""
    require(may_export_person(actor, person))
    subject, _entries, accounts = subject_of(person)
    return Preview(
        parts=_parts(subject),
        by_hand=list(personal.by_hand(subject, actor)),
        hinders=_("This is you. Another administrator has to do it.") if actor in accounts else "",
    )


def _parts(subject: Subject) -> list[Part]:
    return [Part(holding=each, rows=each.read(subject)) for each in personal.holdings()]


@transaction.atomic
def erase_person(*, actor: User, person: Person, typed: str, reason: str) -> Preview:
    """Take away what identifies a person, everywhere at once; returns what was there, and what is left to do by hand.

    All entries merged into the person go with it, and the accounts. Times, actions and ids of the trail, frozen facts
    and every count stay as they were. It can't be undone. ``typed`` is the name once more, as a safeguard.

    Raises PermissionDenied unless the actor administers every organisation that knows the person and everything that
    the accounts may do; ValidationError for another name, or a reason that is missing or names the person; NotNow for
    oneself, for the last administrator of an office, and where the person was erased or merged meanwhile.
    """
    locked = _locked(person)
    require(may_export_person(actor, person))
    if locked.erased_at or locked.merged_into_id:
        raise NotNow(_("This person was erased or merged meanwhile. Nothing was changed."))
    subject, entries, accounts = subject_of(locked)
    _check(locked, subject, typed, reason)
    preview = preview_erasure(actor=actor, person=locked)
    if preview.hinders:
        raise NotNow(preview.hinders)
    home = office_of(actor=actor, person=locked)
    _overwrite_what_is_deleted()
    for account in accounts:
        if account.is_superuser:
            raise PermissionDenied(_("This is the operator's account. Whoever runs this system must close it first."))
        if account.is_active:
            close_account(actor=actor, user=account)
    _wipe_trail(actor, entries, accounts, subject, home)
    # Names go last: until then every domain can still find where they stand.
    for holding in reversed(personal.holdings()):
        if holding.erase:
            holding.erase(subject)
    locked.refresh_from_db()
    audit.record(
        actor=actor,
        action=Action.PERSON_ERASED,
        subject=locked,
        organisation_id=home,
        person_id=locked.pk,
        details={"count": len(entries)},
        reason=clean(reason)[:500],
    )
    return preview


def _locked(person: Person) -> Person:
    """Lock what belongs to a person in the order in which everybody does: what others hold first, then entries by key.

    Whoever changes a class locks it, then its people: to lock people first and to come to their classes later would
    be to wait for each other. What came to the person between the two is looked for once more, and all locks are given
    back before the next try. Raises NotNow where others are quicker each time.
    """
    for _try in range(_TRIES):
        found = _locked_once(person)
        if found:
            return found
    raise NotNow(_("Others are changing classes of this person at the moment. Try again in a minute."))


def _locked_once(person: Person) -> Person | None:
    with transaction.atomic():
        keys = _entries(person)
        held = personal.held_first(keys, lock=True)
        rows = Person.objects.select_for_update().filter(pk__in=keys).order_by("pk")
        found = {each.pk: each for each in rows}
        if _entries(person) == keys and personal.held_first(keys, lock=False) <= held:
            return found[person.pk]
        # Gives the locks back.
        transaction.set_rollback(True)
    return None


def _entries(person: Person) -> list[UUID]:
    merged = Person.objects.filter(merge__root=person).order_by().values_list("pk", flat=True)
    return sorted({person.pk, *merged})


def _check(person: Person, subject: Subject, typed: str, reason: str) -> None:
    faults = {}
    if fold(typed) != person.folded_name:
        faults["typed"] = _("This is not the name of the person. Type it as it stands above.")
    if not clean(reason):
        faults["reason"] = _("Type why, and on which request.")
    elif subject.named_in(clean(reason)) or person.folded_name in fold(reason):
        faults["reason"] = _("The reason stays in the trail: leave out name, phone and e-mail.")
    if faults:
        raise ValidationError(faults)


def _wipe_trail(actor: User, entries: Sequence[Person], accounts: Sequence[User], subject: Subject, home: Any) -> None:
    words = (*subject.names, *subject.usernames)
    for number, entry in enumerate(entries):
        audit.wipe_words(
            actor=actor,
            person=entry,
            organisation_id=home,
            accounts=[] if number else accounts,
            names=words,
        )


def _overwrite_what_is_deleted() -> None:
    """Let SQLite write zeros where something is deleted, so that the file holds it no longer either."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA secure_delete = ON")
            cursor.fetchall()
