"""What the front page of a participant offers: one card a thing, put there by whoever builds the thing.

``CARDS.append(card_of_something)`` in the module of its views is all that a further card needs: ``urls`` loads it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from caunoi.training.enums import ClassState
from caunoi.training.models import Ticket
from caunoi.training.queries.tickets import page_token


@dataclass(frozen=True, kw_only=True)
class Card:
    """One thing to open. ``state`` is a word or two that matter now ("new", "done"), ``tone`` its colour.

    Lower positions stand first; 10 ticket, 20 programme, 30 materials, 40 quizzes, 50 questions, 60 evaluation,
    70 certificate, 80 transcript. ``now``: what is awaited of the participant today stands above all.
    """

    title: str | Promise
    words: str | Promise = ""
    address: str
    state: str | Promise = ""
    position: int = 100
    tone: str = "plain"
    icon: str = "chevron-right"
    now: bool = False


CARDS: list[Callable[[Ticket], Card | None]] = []


def cards_of(ticket: Ticket) -> list[Card]:
    """Return the cards of a participant in their order."""
    found = [card for make in CARDS if (card := make(ticket)) is not None]
    return sorted(found, key=lambda card: (not card.now, card.position))


def pocket_address(name: str, ticket: Ticket, *args: object) -> str:
    """Return the address of a page of this participant."""
    return reverse(f"hall:{name}", args=[page_token(ticket), *args])


def _ticket_card(ticket: Ticket) -> Card | None:
    if ticket.training_class.state == ClassState.CANCELLED:
        return None
    return Card(
        title=_("My code for the door"),
        words=_("Show it at the door. Short code: %(code)s") % {"code": ticket.short_code},
        address=pocket_address("pocket_ticket", ticket),
        position=10,
        icon="id",
    )


def _programme_card(ticket: Ticket) -> Card:
    return Card(
        title=_("Programme"),
        words=_("Days, times, topics and speakers"),
        address=pocket_address("pocket_programme", ticket),
        position=20,
        icon="calendar",
    )


def _transcript_card(ticket: Ticket) -> Card:
    return Card(
        title=_("My classes"),
        words=_("All classes that I took part in, through the years"),
        address=pocket_address("pocket_transcript", ticket),
        position=80,
        icon="history",
    )


CARDS += [_ticket_card, _programme_card, _transcript_card]
