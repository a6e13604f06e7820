"""Profiles of speakers: what they teach, when they can't come."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from caunoi.core import audit
from caunoi.core.text import clean
from caunoi.directory.models import Organisation, Person, User
from caunoi.directory.policies import organises_in, require, sees_person
from caunoi.directory.queries.entries import current_entry, whole
from caunoi.directory.services.people import make_known
from caunoi.training.enums import Action
from caunoi.training.models import SpeakerAway, SpeakerProfile, SpeakerTopic, Topic
from caunoi.training.policies import keeps_speaker
from caunoi.training.queries.programme import visible_topics

_LONGEST = {"academic_title": 120, "based_in": 200, "note": 300}
# Days away of one entry: longer than that is no absence, the speaker is not asked any more.
_MOST_DAYS = 400


@transaction.atomic
def add_speaker(*, actor: User, owner: Organisation, person: Person, **values: Any) -> SpeakerProfile:
    """Let ``owner`` know a person as a speaker, and see him from then on; ``values`` as :func:`change_speaker` takes.

    Raises PermissionDenied unless the actor organises there and sees the person, ValidationError where the office
    keeps a profile of him already.
    """
    require(organises_in(actor, owner) and sees_person(actor, person))
    checked = _checked(values)
    root = Person.objects.get(pk=current_entry(person.pk))
    if SpeakerProfile.objects.filter(whole(root), owner=owner).exists():
        raise ValidationError(
            {"full_name": _("%(name)s is among the speakers of this office already.") % {"name": root.full_name}}
        )
    profile = SpeakerProfile.objects.create(owner=owner, person=root, **checked)
    make_known(person=root, organisation=owner)
    _note(actor, profile, Action.SPEAKER_SAVED)
    return profile


@transaction.atomic
def change_speaker(*, actor: User, profile: SpeakerProfile, **values: Any) -> SpeakerProfile:
    """Change ``academic_title``, ``based_in``, ``most_sittings``, ``note`` or ``active``; what is not named stays.

    Does nothing where nothing differs. Raises PermissionDenied, ValidationError for what is too long.
    """
    require(keeps_speaker(actor, profile))
    checked = _checked(values)
    locked = SpeakerProfile.objects.select_for_update(of=("self",)).select_related("owner", "person").get(pk=profile.pk)
    details = audit.changes({name: getattr(locked, name) for name in checked}, checked)
    if not details:
        return locked
    for name, value in checked.items():
        setattr(locked, name, value)
    locked.save(update_fields=list(checked))
    _note(actor, locked, Action.SPEAKER_SAVED, details)
    return locked


def _checked(values: dict[str, Any]) -> dict[str, Any]:
    checked: dict[str, Any] = {}
    for name, value in values.items():
        if name in _LONGEST:
            checked[name] = clean(value or "")
            if len(checked[name]) > _LONGEST[name]:
                raise ValidationError({name: _("At most %(most)s letters, please.") % {"most": _LONGEST[name]}})
        else:
            checked[name] = value
    most = checked.get("most_sittings")
    if most is not None and not 0 < most <= 90:
        raise ValidationError({"most_sittings": _("A month has between 1 and 90 sittings.")})
    return checked


@transaction.atomic
def set_speaker_topics(*, actor: User, profile: SpeakerProfile, topics: Iterable[Topic]) -> None:
    """Let the topics that the speaker teaches be exactly ``topics``.

    Topics of his that the actor can't see stay. Raises PermissionDenied, ValidationError for a topic out of scope.
    """
    require(keeps_speaker(actor, profile))
    SpeakerProfile.objects.select_for_update().get(pk=profile.pk)
    wanted = {topic.pk: topic for topic in topics}
    standing = {link.topic_id: link for link in profile.topic_links.select_related("topic").order_by("id")}
    seen = set(visible_topics(actor).filter(pk__in=[*wanted, *standing]).values_list("pk", flat=True))
    if set(wanted) - set(standing) - seen:
        raise ValidationError({"topics": _("This topic is not in the catalogue of your office.")})
    gone = [link for key, link in standing.items() if key in seen and key not in wanted]
    new = [topic for key, topic in wanted.items() if key not in standing]
    if not gone and not new:
        return
    SpeakerTopic.objects.filter(pk__in=[link.pk for link in gone]).delete()
    SpeakerTopic.objects.bulk_create(SpeakerTopic(profile=profile, topic=topic) for topic in new)
    details = {
        "taken_on": sorted(topic.title for topic in new),
        "given_up": sorted(link.topic.title for link in gone),
    }
    _note(actor, profile, Action.SPEAKER_TOPICS, {name: titles for name, titles in details.items() if titles})


@transaction.atomic
def add_away(*, actor: User, profile: SpeakerProfile, first_day: date, last_day: date | None = None) -> SpeakerAway:
    """Note that the speaker can't come from ``first_day`` to ``last_day``; why is not asked.

    Entries that touch become one. Raises PermissionDenied, ValidationError for days out of order or too many.
    """
    require(keeps_speaker(actor, profile))
    last = last_day or first_day
    if last < first_day:
        raise ValidationError({"last_day": _("The last day lies before the first day.")})
    if (last - first_day).days >= _MOST_DAYS:
        raise ValidationError(
            {"last_day": _("That is more than a year. Say instead that the speaker is not asked for classes.")}
        )
    SpeakerProfile.objects.select_for_update().get(pk=profile.pk)
    same = profile.away.filter(first_day__lte=last, last_day__gte=first_day)
    touched = list(same.order_by("first_day", "id"))
    inside = next((each for each in touched if each.first_day <= first_day and each.last_day >= last), None)
    if inside:
        return inside
    first_day = min([first_day, *(each.first_day for each in touched)])
    last = max([last, *(each.last_day for each in touched)])
    same.delete()
    away = SpeakerAway.objects.create(profile=profile, first_day=first_day, last_day=last)
    _note(actor, profile, Action.SPEAKER_AWAY, {"first_day": first_day.isoformat(), "last_day": last.isoformat()})
    return away


@transaction.atomic
def remove_away(*, actor: User, away: SpeakerAway) -> None:
    """Say that the speaker can come on these days after all. Raises PermissionDenied."""
    profile = away.profile
    require(keeps_speaker(actor, profile))
    _note(
        actor,
        profile,
        Action.SPEAKER_BACK,
        {"first_day": away.first_day.isoformat(), "last_day": away.last_day.isoformat()},
    )
    away.delete()


def _note(actor: User, profile: SpeakerProfile, action: Action, details: dict[str, Any] | None = None) -> None:
    audit.record(
        actor=actor,
        action=action,
        subject=profile,
        organisation_id=profile.owner_id,
        person_id=profile.person_id,
        details=details,
    )
