"""What participants thought of a topic or a speaker, as a number over many answers and never as one of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from caunoi.training.models import SpeakerProfile, Topic

# Fewer answers than this are shown as none at all: one could work out who said what.
FEWEST = 5


@dataclass(frozen=True, kw_only=True)
class Rating:
    """The mean of marks from 1 to 5, and over how many answers."""

    mean: float
    answers: int


def rating(marks: Sequence[int]) -> Rating | None:
    """Return marks as one number; None for fewer than ``FEWEST``."""
    if len(marks) < FEWEST:
        return None
    return Rating(mean=round(sum(marks) / len(marks), 1), answers=len(marks))


def rating_of_topic(topic: Topic) -> Rating | None:
    """Return how a topic was evaluated; None while no questionnaire asks for it."""
    return rating(_marks(topic))


def rating_of_speaker(profile: SpeakerProfile) -> Rating | None:
    """Return how a speaker's talks were evaluated; None while no questionnaire asks for it."""
    return rating(_marks(profile))


def _marks(_subject: Topic | SpeakerProfile) -> Sequence[int]:
    return ()
