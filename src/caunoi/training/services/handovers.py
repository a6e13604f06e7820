"""A programme handed to other offices: offered, taken back, taken over, declined."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from caunoi.core import audit
from caunoi.core.errors import NotNow
from caunoi.core.text import clean
from caunoi.directory.models import Organisation, User
from caunoi.directory.policies import organises_in, require
from caunoi.training.enums import Action, ClassState, HandoverState
from caunoi.training.models import Handover, Topic, TrainingClass
from caunoi.training.policies import keeps_class
from caunoi.training.queries.handovers import handover_topics, offices_to_ask
from caunoi.training.services.classes import copy_programme, create_class, with_year
from caunoi.training.services.guard import index_class, note, open_for_change
from caunoi.training.services.topic_life import copy_topic


@transaction.atomic
def offer_programme(
    *,
    actor: User,
    training_class: TrainingClass,
    organisations: Sequence[Organisation],
    words: str = "",
    hold_until: date | None = None,
) -> list[Handover]:
    """Hand the programme to offices; each decides whether to take it over. A closed class can be handed on, too.

    Raises PermissionDenied unless the actor organises in the keeper, NotNow for a cancelled class, ValidationError
    without an office, without anything in the programme, or for an office that can't be asked (any more).
    """
    locked = open_for_change(actor=actor, training_class=training_class, may=keeps_class, closed_too=True)
    if locked.state == ClassState.CANCELLED:
        raise NotNow(_("The class was cancelled. Take it up again to change something in it."))
    wanted = list(dict.fromkeys(organisations))
    if not wanted:
        raise ValidationError({"organisations": _("Choose one office at least.")})
    if not locked.agenda.exists():
        raise ValidationError({"organisations": _("The programme is empty. Write it first, then hand it on.")})
    if hold_until and hold_until < timezone.localdate():
        raise ValidationError({"hold_until": _("This day is past. Type a later one.")})
    allowed = offices_to_ask(actor, locked).filter(pk__in=[one.pk for one in wanted]).order_by().count()
    if allowed != len(wanted):
        raise ValidationError({"organisations": _("One of the offices was asked already, or is not known to yours.")})
    made = Handover.objects.bulk_create(
        Handover(
            training_class=locked,
            organisation=one,
            words=clean(words)[:500],
            hold_until=hold_until,
            offered_by=actor,
        )
        for one in wanted
    )
    note(
        actor=actor,
        action=Action.PROGRAMME_OFFERED,
        training_class=locked,
        details={"offices": [one.name for one in wanted]},
    )
    return made


@transaction.atomic
def withdraw_offer(*, actor: User, handover: Handover) -> Handover:
    """Take an offer back that nobody answered; raises PermissionDenied, and NotNow once it was."""
    require(keeps_class(actor, handover.training_class))
    locked = _locked(handover)
    _unanswered(locked)
    locked.state, locked.answered_at = HandoverState.WITHDRAWN, timezone.now()
    locked.save(update_fields=["state", "answered_at"])
    note(
        actor=actor,
        action=Action.OFFER_WITHDRAWN,
        training_class=locked.training_class,
        details={"office": locked.organisation.name},
    )
    return locked


@transaction.atomic
def take_programme(
    *, actor: User, handover: Handover, starts_on: date | None = None, title: str = "", place: str = ""
) -> TrainingClass:
    """Make a class of the office's own from the programme, in preparation, beginning on ``starts_on``.

    Copied: title, audience, sittings and items, and the topics with their files, which the office keeps as its own
    from then on. Not copied: organisers, place, speakers, guests, participants. The trails of both offices tell of it.
    Raises PermissionDenied unless the actor organises in the office, NotNow when it was answered, ValidationError as
    :func:`create_class`.
    """
    require(organises_in(actor, handover.organisation))
    locked = _locked(handover)
    _unanswered(locked)
    source = locked.training_class
    first = source.starts_on
    shift = starts_on - first if starts_on and first else None
    copy = create_class(
        actor=actor,
        keeper=locked.organisation,
        title=title or with_year(source.title, first, starts_on),
        audience=source.audience,
        place=place,
        starts_on=starts_on,
        ends_on=source.ends_on + shift if shift is not None and source.ends_on else None,
        quota=source.quota,
    )
    copy_programme(source=source, copy=copy, shift=shift, topics=_own_topics(actor, locked))
    index_class(copy)
    locked.state, locked.taken_class, locked.answered_at = HandoverState.TAKEN, copy, timezone.now()
    locked.save(update_fields=["state", "taken_class", "answered_at"])
    for about in (source, copy):
        note(
            actor=actor,
            action=Action.PROGRAMME_TAKEN,
            training_class=about,
            details={"from": source.keeper.name, "office": locked.organisation.name},
        )
    return copy


@transaction.atomic
def decline_programme(*, actor: User, handover: Handover, answer: str = "") -> Handover:
    """Say that the office does not hold it, with words for the one who offered; raises as :func:`take_programme`."""
    require(organises_in(actor, handover.organisation))
    locked = _locked(handover)
    _unanswered(locked)
    locked.state, locked.answered_at, locked.answer = HandoverState.DECLINED, timezone.now(), clean(answer)[:500]
    locked.save(update_fields=["state", "answered_at", "answer"])
    note(
        actor=actor,
        action=Action.OFFER_DECLINED,
        training_class=locked.training_class,
        details={"office": locked.organisation.name},
        reason=locked.answer,
    )
    return locked


def _locked(handover: Handover) -> Handover:
    rows = Handover.objects.select_for_update(of=("self",))
    return rows.select_related("training_class__keeper", "organisation").get(pk=handover.pk)


def _unanswered(handover: Handover) -> None:
    if handover.state != HandoverState.OFFERED:
        raise NotNow(
            _("This was answered already: %(state)s. Load the page again.") % {"state": handover.get_state_display()}
        )


def _own_topics(actor: User, handover: Handover) -> dict[UUID, Topic]:
    """Return for each topic of the programme what the receiver keeps: one of its own title that stands, else a copy."""
    office = handover.organisation
    standing = {
        topic.folded_title: topic
        for topic in Topic.objects.filter(owner=office, merged_into__isnull=True).order_by("-id")
    }
    kept: dict[UUID, Topic] = {}
    for topic in handover_topics(handover):
        own = standing.get(topic.folded_title)
        if own is None:
            own = copy_topic(actor=actor, topic=topic, owner=office)
            audit.record(
                actor=actor,
                action=Action.TOPIC_SAVED,
                subject=own,
                organisation_id=office.pk,
                details={"from": topic.owner.name},
            )
        kept[topic.pk] = own
    return kept
