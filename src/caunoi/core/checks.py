"""The register of checks: each domain names its own, ``caunoi check`` runs them all.

A check reads and never writes; it yields what is wrong in words that say what to do.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass

from django.db import DatabaseError
from django.utils.functional import Promise
from django.utils.translation import gettext as _


@dataclass(frozen=True, kw_only=True)
class Finding:
    """Something that is not as it should be; ``notice`` marks what need not be mended today."""

    check: str
    where: str
    what: str
    todo: str
    notice: bool = False

    def as_json(self) -> dict[str, object]:
        """Return plain values."""
        return asdict(self)


@dataclass(frozen=True, kw_only=True)
class Fault:
    """What a check yields: where (a table, a row, a file), what is wrong, and what to do about it."""

    where: str
    what: str
    todo: str
    notice: bool = False


Check = Callable[[bool], Iterable[Fault]]


@dataclass(frozen=True)
class _Entry:
    title: str | Promise
    function: Check


_CHECKS: dict[str, _Entry] = {}


def register(name: str, title: str | Promise, function: Check) -> None:
    """Name a check; ``function`` gets whether to look deep (read every file) and yields faults."""
    _CHECKS[name] = _Entry(title, function)


def registered() -> dict[str, str]:
    """Return the names of the checks with their titles, in the order in which they run."""
    return {name: str(entry.title) for name, entry in _CHECKS.items()}


def run(name: str, *, deep: bool = False) -> Iterator[Finding]:
    """Run one check; yields what it finds. Raises KeyError for a name that nobody registered.

    A check that the database does not answer is a finding itself: the others go on.
    """
    try:
        for fault in _CHECKS[name].function(deep):
            yield Finding(check=name, **asdict(fault))
    except DatabaseError as error:
        yield Finding(
            check=name,
            where=name,
            what=_("This could not be looked at: %(why)s") % {"why": str(error).strip()},
            todo=_("Mend what the other checks name, then check again."),
        )
