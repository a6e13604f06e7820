"""What the library and the calendar hold about a person: names in free words, which a person takes out."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from caunoi.core import personal
from caunoi.core.personal import ByHand, Subject
from caunoi.directory.models import User
from caunoi.publishing.queries.events import visible_events
from caunoi.publishing.queries.materials import visible_materials
from caunoi.publishing.services import events, materials

_AN_ACCOUNT = "which account did it: a number; its name goes with the account"


def register() -> None:
    """Name what is held here."""
    personal.leave_out(
        dict.fromkeys(
            (
                "publishing.Material.published_by",
                "publishing.MaterialVersion.added_by",
                "publishing.Event.published_by",
            ),
            _AN_ACCOUNT,
        )
    )
    personal.register_by_hand(_named)


def _named(subject: Subject, actor: User) -> Iterable[ByHand]:
    """Give the materials and events of the offices that know the person, and of his classes, that hold the name."""
    why = _("This stands in the public library or calendar and names the person: take the name out.")
    for material in visible_materials(actor).order_by("pk").iterator(chunk_size=200):
        told = [material.title, material.about, material.holder, material.subject, material.note]
        told += material.versions.values_list("words", flat=True)
        if any(subject.named_in(text) for text in told):
            yield ByHand(what=material.title, why=why, kind=materials.KIND, object_id=str(material.pk))
    for event in visible_events(actor).order_by("pk").iterator(chunk_size=200):
        told = [event.title, event.place, event.audience, event.hosts, event.description, event.contact, event.note]
        if any(subject.named_in(text) for text in told):
            yield ByHand(what=event.title, why=why, kind=events.KIND, object_id=str(event.pk))
