"""Schedules: what is to be held in, a proposal with its gap and its reasons out. Knows nothing of Django.

``caunoi.scheduling.solving.propose`` works one out. It stands apart: the solver takes 1.4 s and 70 MB to load.
"""

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
]
