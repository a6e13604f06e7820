"""What the papers of an office are filled with around their own facts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from caunoi import papers
from caunoi.directory.models import Directive
from caunoi.training.enums import ClassState, PaperKind
from caunoi.training.models import TrainingClass
from caunoi.training.queries.papers.facts import people_at_posts, sitting_facts, venues
from caunoi.training.queries.papers.frame import (
    Decision,
    bare_number,
    called,
    heading,
    parent_of,
    recipients,
    signature,
    symbol,
)
from caunoi.training.queries.papers.snapshot import Snapshot, snapshot
from caunoi.training.queries.papers.target import Target, of_item, record_of


@dataclass(frozen=True, kw_only=True)
class Wish:
    """How a paper is to be.

    ``sittings`` are ids, none means all; ``point`` is a venue point's name; ``invitees`` are invited beside the guests
    and speakers, "name - post" each; ``groups`` is how many groups discuss; ``link`` is where units send their lists.
    ``accounts`` are those of payees by person, none for whoever may not see them.
    """

    layout: papers.Layout
    decision: Decision | None = None
    sittings: frozenset[int] = frozenset()
    point: str = ""
    version: int | None = None
    invitees: tuple[str, ...] = ()
    groups: int = 2
    link: str = ""
    accounts: Mapping[str, str] = field(default_factory=dict)


def head(target: Target, kind: PaperKind, wish: Wish) -> papers.Heading:
    """Return the heading with number, letters and day as far as the registry gave them."""
    office = target.office
    record = record_of(target, kind)
    return heading(
        office,
        wish.layout,
        suffix=(record.symbol if record else "") or symbol(office, papers.PaperKind(str(kind))),
        number=bare_number(record.number) if record else "",
        date=record.signed_on if record else None,
    )


def frame(target: Target, kind: PaperKind, wish: Wish) -> dict[str, Any]:
    """Return what every paper with a number begins with."""
    return {
        "heading": head(target, kind, wish),
        "office": called(target.office),
        "signature": signature(target.office),
        "recipients": recipients(target.office, wish.layout),
        "directives": directives_of(target),
    }


def directives_of(target: Target) -> tuple[papers.DirectiveFacts, ...]:
    """Return on what the target rests; an item rests on what its plan does."""
    plan = target.plan or (target.plan_item.plan if target.plan_item else None)
    links: Any = None
    if target.training_class is not None:
        links = target.training_class.directive_links
    elif plan is not None:
        links = plan.directive_links
    if links is None:
        return ()
    return tuple(_directive(link.directive) for link in links.select_related("directive").order_by("position", "id"))


def _directive(directive: Directive) -> papers.DirectiveFacts:
    return papers.DirectiveFacts(
        kind=directive.kind or "Văn bản",
        number=directive.number,
        date=directive.issued_on,
        issuer=directive.issuer,
        title=directive.title,
    )


def classes_of(target: Target) -> list[TrainingClass]:
    """Return the class, or those of an item, cancelled ones apart."""
    if target.training_class is not None:
        return [target.training_class]
    if target.plan_item is None:
        return []
    found = target.plan_item.classes.exclude(state=ClassState.CANCELLED).select_related("keeper")
    return list(found.order_by("starts_on", "id"))


def outline_of(training_class: TrainingClass, found: Snapshot | None = None) -> papers.ClassOutline:
    """Return a class as papers before it name it, from frozen facts where it is closed."""
    found = found or snapshot(training_class)
    facts = found.facts
    # Before the class only: a frozen programme keeps no hour of a sitting but that of its first item.
    hours = [item.starts_at for sitting in facts.sittings[:1] for item in sitting.agenda if item.starts_at]
    first = next((sitting.starts_at for sitting in facts.sittings[:1] if sitting.starts_at), None) or min(
        hours, default=None
    )
    return papers.ClassOutline(
        title=facts.title,
        audience=facts.audience,
        days=tuple(map(dt.date.fromisoformat, facts.days)),
        when=facts.when,
        starts=dt.time.fromisoformat(first) if first else None,
        place=facts.place,
        venue_points=venues(facts),
        seats=facts.quota.value,
        sittings=tuple(sitting_facts(sitting, found.names) for sitting in facts.sittings),
        topics=tuple(
            papers.TopicFacts(
                title=topic.title, speakers=people_at_posts(topic.speakers, found.names), periods=topic.periods
            )
            for topic in facts.topics
        ),
    )


def attached(target: Target, wish: Wish) -> papers.Parent | None:
    """Return the decision a list is attached to: the one typed, else the one the registry has a number for."""
    if wish.decision is not None:
        return parent_of(target.office, wish.decision)
    record = record_of(target, PaperKind.DECISION)
    item = target.training_class.plan_item if target.training_class else None
    if record is None and item is not None:
        record = record_of(of_item(item), PaperKind.DECISION)
    if record is None or not record.number:
        return None
    return papers.Parent(
        kind="Quyết định",
        number=bare_number(record.number),
        suffix=record.symbol,
        date=record.signed_on,
        issuer=called(record.organisation),
    )
