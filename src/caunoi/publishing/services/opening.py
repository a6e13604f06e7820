"""Many sites at once: for every office of a kind below one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError

from caunoi.directory.models import Organisation, User
from caunoi.directory.policies import require
from caunoi.publishing.policies import opens_site
from caunoi.publishing.queries.site_desk import offices_without_site
from caunoi.publishing.services.sites import open_site


@dataclass
class Opened:
    """How many sites were opened, and which offices have none for what reason."""

    count: int = 0
    refused: list[tuple[str, str]] = field(default_factory=list)


def open_sites(
    *, actor: User, top: Organisation, kind: str = "", progress: Callable[[int, int], None] | None = None
) -> Opened:
    """Open a site for each office at and below ``top`` that has none, of one ``kind`` where it is named.

    Each site is a transaction of its own: what is interrupted goes on where it stood when it is called again. Raises
    PermissionDenied unless the actor administers ``top``. ``progress`` hears how many of how many are done.
    """
    require(opens_site(actor, top))
    offices = offices_without_site(top)
    if kind:
        offices = offices.filter(kind=kind)
    waiting = list(offices.select_related("unit", "unit__parent"))
    done = Opened()
    for number, office in enumerate(waiting, start=1):
        try:
            open_site(actor=actor, organisation=office)
            done.count += 1
        except ValidationError as refused:
            done.refused.append((office.name, " ".join(refused.messages)))
        if progress:
            progress(number, len(waiting))
    return done
