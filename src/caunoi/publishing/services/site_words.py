"""What may stand in each part of a site: cleaned, or refused in plain words. Nothing here writes."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from caunoi.core.text import clean, fold
from caunoi.publishing import richtext
from caunoi.publishing.enums import MenuKind, PageState
from caunoi.publishing.models import (
    FaqEntry,
    MenuItem,
    SectionPage,
    SiteContact,
    SiteLink,
    SitePage,
    SitePart,
    StaticPage,
)
from caunoi.publishing.weblinks import OddAddress, web_address

MOST_BODY = 100_000
_PHONE = re.compile(r"\+?[\d .()-]{3,40}")

# The parts of a site by their name in addresses.
PARTS: Mapping[str, type[SitePart]] = {
    "trang": StaticPage,
    "lien-ket": SiteLink,
    "lien-he": SiteContact,
    "hoi-dap": FaqEntry,
    "thuc-don": MenuItem,
}
# More than this is a mistake, or no list any more.
MOST = {StaticPage: 200, SiteLink: 100, SiteContact: 100, FaqEntry: 1000, MenuItem: 60}
_LENGTHS = {"title": 200, "label": 120, "post": 160, "name": 120, "hours": 160, "topic": 120, "question": 500}


def words_for(part: SitePart, words: Mapping[str, Any]) -> dict[str, Any]:
    """Return the fields of ``part`` as they are to be kept; raises ValidationError by field."""
    return _CLEANERS[type(part)](part, words)


def _texts(words: Mapping[str, Any], *names: str, needed: Mapping[str, str] | None = None) -> dict[str, Any]:
    found: dict[str, Any] = {name: clean(str(words.get(name) or "")) for name in names}
    faults = {name: told for name, told in (needed or {}).items() if not found[name]}
    for name, value in found.items():
        most = _LENGTHS.get(name, 500)
        if len(value) > most:
            faults[name] = _("This is too long: %(length)s letters, at most %(most)s fit. Shorten it.") % {
                "length": len(value),
                "most": most,
            }
    if faults:
        raise ValidationError(faults)
    return found


def _rich(words: Mapping[str, Any], name: str) -> str:
    text = str(words.get(name) or "")
    if len(text) > MOST_BODY:
        raise ValidationError({name: _("The text is too long: at most %(most)s letters fit.") % {"most": MOST_BODY}})
    return richtext.sanitise(text)


def _state(words: Mapping[str, Any], text: str, name: str) -> str:
    state = words.get("state") or PageState.DRAFT
    if state not in PageState.values:
        raise ValidationError({"state": _("Choose draft or published.")})
    if state == PageState.PUBLISHED and not richtext.plain(text):
        raise ValidationError({name: _("Write the text before it is published, or keep it as a draft.")})
    return str(state)


def _page(_part: SitePart, words: Mapping[str, Any]) -> dict[str, Any]:
    found = _texts(words, "title", needed={"title": _("Type the title.")})
    found["body"] = _rich(words, "body")
    found["state"] = _state(words, found["body"], "body")
    found["folded_text"] = fold(f"{found['title']} {richtext.plain(found['body'])}")
    return found


def _answer(_part: SitePart, words: Mapping[str, Any]) -> dict[str, Any]:
    found = _texts(words, "topic", "question", needed={"question": _("Type the question.")})
    found["answer"] = _rich(words, "answer")
    found["state"] = _state(words, found["answer"], "answer")
    found["folded_text"] = fold(f"{found['question']} {richtext.plain(found['answer'])} {found['topic']}")
    return found


def _link(_part: SitePart, words: Mapping[str, Any]) -> dict[str, Any]:
    found = _texts(words, "label", needed={"label": _("Type the name that readers see.")})
    return {**found, "url": _address(words)}


def _address(words: Mapping[str, Any]) -> str:
    try:
        return web_address(str(words.get("url") or ""))
    except OddAddress:
        raise ValidationError(
            {"url": _("Type the address of a site, beginning with https://, for example https://danang.gov.vn.")}
        ) from None


def _contact(_part: SitePart, words: Mapping[str, Any]) -> dict[str, Any]:
    found = _texts(
        words,
        "post",
        "name",
        "phone",
        "email",
        "hours",
        needed={"post": _("Type the post or what the person is asked for.")},
    )
    found["agreed"] = bool(words.get("agreed")) and bool(found["name"])
    faults = {}
    if found["name"] and not found["agreed"]:
        faults["agreed"] = _("Confirm that the person named agreed to be shown, or leave the name out.")
    if found["phone"] and not _PHONE.fullmatch(found["phone"]):
        faults["phone"] = _("Type figures only, for example 0236 3000 000.")
    if found["email"]:
        try:
            validate_email(found["email"])
        except ValidationError:
            faults["email"] = _("This is no e-mail address.")
    if faults:
        raise ValidationError(faults)
    return found


def _menu(part: SitePart, words: Mapping[str, Any]) -> dict[str, Any]:
    site = part.site
    kind = str(words.get("kind") or "")
    label = clean(str(words.get("label") or ""))
    if kind not in MenuKind.values:
        raise ValidationError({"kind": _("Choose where the item leads.")})
    if len(label) > 60:
        raise ValidationError({"label": _("At most 60 letters fit into a menu.")})
    if not label and kind in {MenuKind.AWAY, MenuKind.HEADING}:
        raise ValidationError({"label": _("Type the words that readers see.")})
    found: dict[str, Any] = {"kind": kind, "label": label, "section": None, "page": None, "url": ""}
    if kind == MenuKind.SECTION:
        found["section"] = _own(SectionPage, site, words.get("section"), "section")
    elif kind == MenuKind.PAGE:
        found["page"] = _own(StaticPage, site, words.get("page"), "page")
    elif kind == MenuKind.AWAY:
        found["url"] = _address(words)
    found["parent"] = _parent(part, site, words.get("parent"))
    return found


def _parent(part: SitePart, site: SitePage, wanted: object) -> MenuItem | None:
    if not wanted:
        return None
    parent: MenuItem = _own(MenuItem, site, wanted, "parent")
    if parent.parent_id is not None or parent.pk == part.pk:
        raise ValidationError({"parent": _("The menu has two levels; choose an item of the first one.")})
    if part.pk and MenuItem.objects.filter(parent=part.pk).exists():
        raise ValidationError({"parent": _("Items stand below this one. Move them first.")})
    return parent


def _own(model: Any, site: SitePage, wanted: object, name: str) -> Any:
    found = model.objects.filter(site=site, pk=getattr(wanted, "pk", wanted)).first() if wanted else None
    if found is None:
        raise ValidationError({name: _("Choose one of this site.")})
    return found


_CLEANERS: dict[type[SitePart], Callable[[SitePart, Mapping[str, Any]], dict[str, Any]]] = {
    StaticPage: _page,
    SiteLink: _link,
    SiteContact: _contact,
    FaqEntry: _answer,
    MenuItem: _menu,
}
