"""The shape of what is frozen with a certificate; nothing here knows a class or the database.

A certificate is for something with a code, days and an organiser. What it is called on the certificate is
``subject``: words chosen for the certificate, never what a class was called or for whom it was held.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, fields
from typing import Any

SHAPE = 1


@dataclass(frozen=True, kw_only=True)
class AwardFacts:
    """What a certificate says, without the holder's name. ``days`` are ISO days, in order; ``hours`` may be unknown."""

    subject: str
    code: str
    organiser: str
    days: tuple[str, ...] = ()
    hours: int | None = None
    place: str = ""
    result: str = ""
    shape: int = SHAPE

    def as_json(self) -> dict[str, Any]:
        """Return JSON types, to be frozen."""
        return {**asdict(self), "days": list(self.days)}


def read_facts(frozen: dict[str, Any]) -> AwardFacts:
    """Return the facts from what ``as_json`` gave; raises ValueError for a shape this version does not know."""
    if frozen.get("shape") != SHAPE:
        raise ValueError(f"Frozen facts of shape {frozen.get('shape')!r}; this version reads shape {SHAPE}.")
    known = {field.name for field in fields(AwardFacts)}
    kept = {name: value for name, value in frozen.items() if name in known}
    return AwardFacts(**{**kept, "days": tuple(kept.get("days", ()))})


@dataclass(frozen=True, kw_only=True)
class Holder:
    """Who gets a certificate: key and name as it stands on the paper, the unit beside it where the layout shows it."""

    person_id: Any
    name: str
    unit: str = ""


@dataclass(frozen=True, kw_only=True)
class Design:
    """How a certificate is laid out, frozen with each issue so that a reprint is the same after the office changed it.

    ``layout`` is the family of the heading (a value of ``caunoi.papers.Layout``). Pictures are named by the digest of
    their bytes in the file store, "" for none: room for a wet stamp or signature.
    """

    layout: str
    superior: tuple[str, ...] = ()
    issuer: tuple[str, ...] = ()
    place: str = ""
    suffix: str = ""
    title: str = ""
    opening: str = ""
    body: str = ""
    show_unit: bool = True
    authority: tuple[str, ...] = ()
    signer_title: str = ""
    signer_name: str = ""
    signature: str = ""
    seal: str = ""
    # The version of the page that it is set with: an issue keeps its own.
    template: int = 1
    shape: int = SHAPE

    def as_json(self) -> dict[str, Any]:
        """Return JSON types, to be frozen."""
        return asdict(self)


def read_design(frozen: dict[str, Any]) -> Design:
    """Return the design from what ``as_json`` gave."""
    known = {field.name for field in fields(Design)}
    kept: dict[str, Any] = {
        name: tuple(value) if isinstance(value, list) else value for name, value in frozen.items() if name in known
    }
    return Design(**kept)
