"""Pages, links, contacts, answers and menu of a site: added, changed, put in order, taken off and put back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from caunoi.core import audit
from caunoi.core.errors import NotNow, StaleChange
from caunoi.directory.models import User
from caunoi.directory.policies import require
from caunoi.publishing import pieces
from caunoi.publishing.addresses import slugify
from caunoi.publishing.enums import Action
from caunoi.publishing.models import FaqEntry, MenuItem, SitePage, SitePart, StaticPage
from caunoi.publishing.policies import edits_site
from caunoi.publishing.queries.site_desk import questions_to_take_up
from caunoi.publishing.richtext import html_from_text, literal
from caunoi.publishing.services import finding
from caunoi.publishing.services.findable import FAQ, PAGE
from caunoi.publishing.services.site_words import MOST, PARTS, words_for
from caunoi.training.models import Question

_UNTOLD = {"folded_text", "body", "answer"}


@transaction.atomic
def add_part(*, actor: User, site: SitePage, kind: str, words: Mapping[str, Any]) -> SitePart:
    """Put something at the end of a site's ``kind`` of parts (the keys of ``PARTS``).

    Raises PermissionDenied unless the actor edits the site, ValidationError for words that can't stand.
    """
    site = _locked(actor, site)
    model = PARTS[kind]
    rows = model._base_manager.filter(site=site)
    if rows.count() >= MOST[model]:
        raise ValidationError(_("There are %(most)s already; take some off first.") % {"most": MOST[model]})
    last = rows.aggregate(last=Max("position"))["last"]
    part = model(site=site, position=0 if last is None else last + 1)
    _put(part, words_for(part, words))
    if isinstance(part, StaticPage):
        part.slug = _free_slug(site, part.title, str(words.get("slug") or ""))
    part.save()
    _tell(actor, Action.SITE_ENTRY_ADDED, part, {"entry": str(part)})
    return part


@transaction.atomic
def change_part(*, actor: User, part: SitePart, edition: int | None, words: Mapping[str, Any]) -> SitePart:
    """Change a part of a site; a page keeps its address. Does nothing where nothing differs.

    Raises as :func:`add_part`, and StaleChange when somebody saved since ``edition`` was read.
    """
    site = _locked(actor, part.site)
    fresh = type(part)._base_manager.filter(site=site, pk=part.pk).first()
    if fresh is None or (edition is not None and fresh.edition != edition):
        raise StaleChange(_("Somebody else changed this meanwhile."))
    fresh.site = site
    after = words_for(fresh, words)
    details = audit.changes(
        {name: _said(getattr(fresh, name)) for name in after if name not in _UNTOLD},
        {name: _said(value) for name, value in after.items() if name not in _UNTOLD},
    )
    if not details and all(getattr(fresh, name) == value for name, value in after.items()):
        return fresh
    _put(fresh, after)
    fresh.edition += 1
    fresh.save()
    _tell(actor, Action.SITE_ENTRY_CHANGED, fresh, {"entry": str(fresh), **details})
    return fresh


@transaction.atomic
def order_parts(*, actor: User, site: SitePage, kind: str, order: Sequence[int]) -> None:
    """Put the parts of a kind in this order; those not named come after. Raises PermissionDenied."""
    site = _locked(actor, site)
    rows = list(PARTS[kind]._base_manager.filter(site=site).order_by("position", "pk"))
    place = {key: number for number, key in reversed(list(enumerate(order)))}
    wanted = sorted(rows, key=lambda row: place.get(row.pk, len(rows) + len(order)))
    if wanted == rows:
        return
    for position, row in enumerate(wanted):
        row.position = position
    PARTS[kind]._base_manager.bulk_update(wanted, ["position"])
    wanted[0].site = site
    _tell(actor, Action.SITE_ENTRY_CHANGED, wanted[0], {"order": str(PARTS[kind]._meta.verbose_name_plural)})


@transaction.atomic
def remove_part(*, actor: User, part: SitePart) -> dict[str, Any]:
    """Take a part off its site; returns what :func:`put_back_part` needs, as plain values.

    Raises PermissionDenied, NotNow for an item of the menu or a page that others hang on.
    """
    site = _locked(actor, part.site)
    fresh = type(part)._base_manager.filter(site=site, pk=part.pk).first()
    if fresh is None:
        return {}
    if isinstance(fresh, MenuItem) and fresh.children.exists():
        raise NotNow(_("Items stand below this one. Move them or take them off first."))
    if isinstance(fresh, StaticPage) and fresh.menu_items.exists():
        raise NotNow(_("This page stands in the menu. Take it out of the menu first."))
    fresh.site = site
    values = {
        field.attname.removesuffix("_id"): getattr(fresh, field.attname)
        for field in fresh._meta.concrete_fields
        if field.name not in {"id", "site", "edition", "changed_at", "folded_text", "floor_question"}
    }
    if isinstance(fresh, FaqEntry) and fresh.floor_question_id:
        values["floor_question"] = str(fresh.floor_question_id)
    key = fresh.pk
    _tell(actor, Action.SITE_ENTRY_REMOVED, fresh, {"entry": str(fresh)}, told=False)
    fresh.delete()
    fresh.pk = key
    _touch(fresh)
    return values


@transaction.atomic
def put_back_part(*, actor: User, site: SitePage, kind: str, values: Mapping[str, Any]) -> SitePart:
    """Put back what was taken off a moment ago, at its place and address. Raises as :func:`add_part`."""
    part = add_part(actor=actor, site=site, kind=kind, words=values)
    part.position = int(values.get("position") or 0)
    asked = values.get("floor_question")
    if isinstance(part, FaqEntry) and asked and not FaqEntry.objects.filter(site=site, floor_question=asked).exists():
        part.floor_question = Question.objects.filter(pk=asked).first()
    part.save()
    _touch(part)
    return part


@transaction.atomic
def take_up_question(*, actor: User, site: SitePage, question: Question) -> FaqEntry:
    """Make a draft of an answered question from the floor; taken up before, it is that draft.

    Words and answer are copied, nothing else. Raises PermissionDenied, NotNow for a question that is not offered.
    """
    site = _locked(actor, site)
    before = FaqEntry.objects.filter(site=site, floor_question=question.pk).first()
    if before:
        return before
    offered = questions_to_take_up(actor, site).filter(pk=question.pk).first()
    if offered is None:
        raise NotNow(_("This question is not offered: it has no answer, or its class belongs to another office."))
    entry = add_part(
        actor=actor,
        site=site,
        kind="hoi-dap",
        words={
            "topic": offered.agenda_item.title[:120] if offered.agenda_item else "",
            "question": offered.text[:500],
            "answer": html_from_text(literal(offered.answer)),
        },
    )
    assert isinstance(entry, FaqEntry)
    entry.floor_question = offered
    entry.save(update_fields=["floor_question"])
    return entry


def _locked(actor: User, site: SitePage) -> SitePage:
    require(edits_site(actor, site.organisation))
    return SitePage.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=site.pk)


def _put(part: SitePart, words: Mapping[str, Any]) -> None:
    for name, value in words.items():
        setattr(part, name, value)
    if isinstance(part, StaticPage | FaqEntry):
        part.changed_at = timezone.now()


def _free_slug(site: SitePage, title: str, wanted: str) -> str:
    stem = slugify(wanted or title, most=70) or "trang"
    taken = set(StaticPage.objects.filter(site=site, slug__startswith=stem).values_list("slug", flat=True))
    found, number = stem, 1
    while found in taken:
        number += 1
        found = f"{stem}-{number}"
    return found


def _said(value: object) -> str:
    return "" if value is None else str(value)


def _tell(actor: User, action: Action, part: SitePart, details: dict[str, Any], *, told: bool = True) -> None:
    audit.record(
        actor=actor,
        action=action,
        subject=part.site,
        organisation_id=part.site.organisation_id,
        details={"what": str(part._meta.verbose_name), **details},
    )
    if told:
        _touch(part)


def _touch(part: SitePart) -> None:
    """Let readers find the part as it stands now, and no page go on showing what stood before."""
    if isinstance(part, StaticPage):
        finding.refresh(PAGE, [part.pk])
    if isinstance(part, FaqEntry):
        finding.refresh(FAQ, [part.pk])
        pieces.touch_faq(part.site)
    else:
        pieces.touch_look(part.site)
