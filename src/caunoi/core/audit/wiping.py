"""Taking a person's name and words out of the trail, visibly, with every seal still true."""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, TypeAlias
from uuid import UUID

from django.db import connection, models, transaction
from django.db.models import Q
from django.utils import timezone

from caunoi.core.audit.digests import wipes_digest, words_digest
from caunoi.core.audit.sealing import hold_seals
from caunoi.core.audit.writing import Action, Actor, append
from caunoi.core.models import AuditEntry, AuditWipe
from caunoi.core.naming import GAP, each_text, names_pattern

_CHUNK = 500
# Kind of object (as in ``object_type``) and the ids of those in whose rows a person may be named.
Objects: TypeAlias = Iterable[tuple[str, Iterable[object]]]
_PLACES: list[Callable[[UUID], Objects]] = []


def register_places(places: Callable[[UUID], Objects]) -> None:
    """Let a domain say in the rows of which of its objects a person may be named (the classes he sat in, say)."""
    _PLACES.append(places)


@transaction.atomic
def wipe_words(
    *,
    actor: Actor | None,
    person: models.Model,
    organisation_id: UUID | None,
    accounts: Sequence[models.Model] = (),
    names: Iterable[str] = (),
    reason: str = "",
) -> AuditEntry | None:
    """Wipe from the trail what tells of ``person`` in words; returns the row that tells of it, None for nothing.

    - Rows about the person, or about one of ``accounts``: name, details and reason go; who did it stays.
    - Rows of what the person did by an account: the name of the doer goes, what was changed stays.
    - Rows of objects in which the person took part (``register_places``): the name is replaced by a gap wherever it
      stands, and nothing else; that of a namesake in the same object too.

    ``names`` are further names under which the person was written; those of today and of earlier rows are known.
    Time, action and ids of every row stay: counts and seals remain true, and `caunoi trail verify` accepts exactly
    the rows wiped here. Permission is the caller's business. Call it before the person's own name is overwritten.
    """
    hold_seals()
    about = _about(person, accounts)
    doers = {account.pk for account in accounts}
    written = about.filter(object_id__in=[str(each.pk) for each in (person, *accounts)])
    known = {*names, str(person), *map(str, accounts), *written.order_by().values_list("object_label", flat=True)}
    pattern = names_pattern(known)
    now = timezone.now()
    wanted = about | AuditEntry.objects.filter(actor_id__in=doers)
    left: dict[int, str] = {}
    own = set(about.order_by().values_list("pk", flat=True))
    for entries in _chunks([wanted, *_elsewhere(person, about)]):
        wiped = [each for each in entries if each.pk not in left and _wipe(each, own, doers, pattern)]
        for each in wiped:
            each.salt, each.wiped_at = secrets.token_hex(16), now
            left[each.pk] = words_digest(each)
        AuditEntry.objects.bulk_update(
            wiped, ["actor_name", "object_label", "details", "reason", "salt", "wiped_at"], batch_size=100
        )
    if not left:
        return None
    wiping = append(
        AuditEntry(
            organisation_id=organisation_id,
            actor_id=actor.pk if actor else None,
            actor_name=(actor.get_full_name() if actor and actor.pk not in doers else "")[:200],
            action=str(Action.WORDS_WIPED),
            object_type=person._meta.label_lower,
            object_id=str(person.pk),
            person_id=person.pk,
            reason=reason,
            wipes=len(left),
            wipes_digest=wipes_digest(sorted(left.items())),
        )
    )
    AuditWipe.objects.bulk_create(
        (AuditWipe(entry_id=pk, wiping=wiping, left_digest=digest) for pk, digest in sorted(left.items())),
        batch_size=1_000,
    )
    return wiping


def _about(person: models.Model, accounts: Sequence[models.Model]) -> models.QuerySet[AuditEntry]:
    found = Q(person_id=person.pk) | Q(object_type=person._meta.label_lower, object_id=str(person.pk))
    for account in accounts:
        found |= Q(object_type=account._meta.label_lower, object_id=str(account.pk))
    return AuditEntry.objects.filter(found)


def _elsewhere(person: models.Model, about: models.QuerySet[AuditEntry]) -> Iterator[models.QuerySet[AuditEntry]]:
    """Give the rows of every object that the person took part in."""
    places: dict[str, set[str]] = {}
    pairs = about.filter(person_id=person.pk).order_by().values_list("object_type", "object_id").distinct()
    for kind, object_id in pairs:
        places.setdefault(kind, set()).add(object_id)
    for registered in _PLACES:
        for kind, ids in registered(person.pk):
            places.setdefault(kind, set()).update(str(each) for each in ids)
    for kind, ids in places.items():
        waiting = sorted(ids)
        for start in range(0, len(waiting), _CHUNK):
            yield AuditEntry.objects.filter(object_type=kind, object_id__in=waiting[start : start + _CHUNK])


def _chunks(found: Iterable[models.QuerySet[AuditEntry]]) -> Iterator[list[AuditEntry]]:
    """Give the rows in parts, each row locked, so that two erasures at once don't undo each other."""
    for rows in found:
        last = 0
        while part := list(_locked(rows.filter(pk__gt=last).order_by("pk"))[:_CHUNK]):
            yield part
            last = part[-1].pk


def _locked(rows: models.QuerySet[AuditEntry]) -> models.QuerySet[AuditEntry]:
    return rows.select_for_update() if connection.features.has_select_for_update else rows


def _wipe(entry: AuditEntry, own: set[int], doers: set[Any], pattern: re.Pattern[str] | None) -> bool:
    """Take the words out of ``entry``; returns whether any were there."""
    before = (entry.actor_name, entry.object_label, entry.details, entry.reason)
    if entry.actor_id in doers:
        entry.actor_name = ""
    if entry.pk in own:
        entry.object_label, entry.details, entry.reason = "", {}, ""
    elif pattern:
        entry.object_label = pattern.sub(GAP, entry.object_label)[:300]
        entry.details = each_text(entry.details, lambda text: pattern.sub(GAP, text))
        entry.reason = pattern.sub(GAP, entry.reason)
    return before != (entry.actor_name, entry.object_label, entry.details, entry.reason)
