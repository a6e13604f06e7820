"""Seats of a class: quotas of units, whom they name, who waits, and who moves up."""

from caunoi.training.services.seats.changing import confirm_nomination, move_nomination, replace_nominee
from caunoi.training.services.seats.known import use_known_person
from caunoi.training.services.seats.lists import accept_nominations, undo_nominations
from caunoi.training.services.seats.naming import Nominee, nominate
from caunoi.training.services.seats.quotas import (
    QuotaRow,
    change_quota,
    copy_quotas,
    keep_seats,
    release_seats,
    remove_quota,
    set_deadline,
    set_quotas,
)
from caunoi.training.services.seats.reminders import note_message, send_reminders, set_reminding
from caunoi.training.services.seats.sharing import share_seats
from caunoi.training.services.seats.withdrawing import withdraw_nomination

__all__ = [
    "Nominee",
    "QuotaRow",
    "accept_nominations",
    "change_quota",
    "confirm_nomination",
    "copy_quotas",
    "keep_seats",
    "move_nomination",
    "nominate",
    "note_message",
    "release_seats",
    "remove_quota",
    "replace_nominee",
    "send_reminders",
    "set_deadline",
    "set_quotas",
    "set_reminding",
    "share_seats",
    "undo_nominations",
    "use_known_person",
    "withdraw_nomination",
]
