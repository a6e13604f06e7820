"""Schedules: what is to be held in, a proposal with its gap and its reasons out. Knows nothing of Django."""

from caunoi.scheduling.checking import Clash, ClashKind, clashes_of
from caunoi.scheduling.problem import (
    ClassNeed,
    Code,
    Costs,
    Lesson,
    Lock,
    Method,
    Part,
    Placement,
    Problem,
    Progress,
    Proposal,
    Reason,
    Room,
    Slot,
    Speaker,
    Weights,
)
from caunoi.scheduling.solving import propose

__all__ = [
    "Clash",
    "ClashKind",
    "ClassNeed",
    "Code",
    "Costs",
    "Lesson",
    "Lock",
    "Method",
    "Part",
    "Placement",
    "Problem",
    "Progress",
    "Proposal",
    "Reason",
    "Room",
    "Slot",
    "Speaker",
    "Weights",
    "clashes_of",
    "propose",
]
