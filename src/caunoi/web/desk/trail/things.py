"""The kinds of object that have a page of their trail, and where the object itself stands."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from caunoi.core.models import AuditEntry
from caunoi.directory.queries.accounts import visible_accounts
from caunoi.directory.queries.scope import AnyUser, visible_directives, visible_organisations, visible_persons
from caunoi.intake.queries.candidates import visible_candidates
from caunoi.publishing.queries.articles import visible_articles, visible_sites
from caunoi.publishing.queries.events import visible_events
from caunoi.publishing.queries.materials import visible_materials
from caunoi.training.queries.classes import visible_classes
from caunoi.training.queries.plans.listing import visible_plans
from caunoi.training.queries.programme import visible_topics
from caunoi.training.queries.rooms import visible_rooms
from caunoi.training.queries.speakers import visible_speakers

PERSON = "directory.person"
CLASS = "training.trainingclass"
PLAN = "training.plan"


@dataclass(frozen=True)
class Thing:
    """A kind of object: its name in the trail, what several are called, its page, which of them a user sees."""

    kind: str
    label: str | Promise
    page: str
    visible: Callable[[AnyUser], QuerySet[Any]]


# By the word in the address. A class or a plan has its trail among its own tabs.
THINGS: dict[str, Thing] = {
    "lop": Thing(CLASS, _("Classes"), "desk:class", visible_classes),
    "nguoi": Thing(PERSON, _("Persons"), "desk:person", visible_persons),
    "co-quan": Thing("directory.organisation", _("Organisations"), "desk:organisation", visible_organisations),
    "van-ban": Thing("directory.directive", _("Directives"), "desk:directive", visible_directives),
    "ke-hoach": Thing(PLAN, _("Plans"), "desk:plan", visible_plans),
    "chuyen-de": Thing("training.topic", _("Topics"), "desk:topic", visible_topics),
    "bao-cao-vien": Thing("training.speakerprofile", _("Speakers"), "desk:speaker", visible_speakers),
    "phong": Thing("training.room", _("Rooms"), "desk:room", visible_rooms),
    "tai-lieu": Thing("publishing.material", _("Public library"), "desk:material_edit", visible_materials),
    "su-kien": Thing("publishing.event", _("Public calendar"), "desk:event_edit", visible_events),
    "bai-viet": Thing("publishing.articlepage", _("Articles"), "desk:article_edit", visible_articles),
    "trang-tin": Thing("publishing.sitepage", _("News sites"), "desk:site_edit", visible_sites),
    "bao-cao-cu": Thing("intake.reportcandidate", _("Old reports"), "desk:candidate", visible_candidates),
    "tai-khoan": Thing("directory.user", _("Accounts"), "desk:account", visible_accounts),
}
# Kinds without a page of their trail: a row of theirs is read in the list.
OTHERS: dict[str, str | Promise] = {
    "directory.post": _("Posts"),
    "training.plannorm": _("Norms"),
    "training.papertemplate": _("Templates of papers"),
    "training.calendarfeed": _("Calendar addresses"),
    "training.ratetable": _("Rate tables"),
    "training.taxrule": _("Rules of tax"),
    "training.payeeaccount": _("Accounts of payees"),
    "core.key": _("Keys"),
    "core.mailserver": _("Mail server"),
    "core.holidaychange": _("Days off"),
    "core.sendinghours": _("Hours of the mails"),
    "core.workinghours": _("Working hours"),
}
# What has its trail among its own tabs, by its code.
CODED: dict[str, tuple[str, Callable[[AnyUser], QuerySet[Any]]]] = {
    CLASS: ("desk:class_trail", visible_classes),
    PLAN: ("desk:plan_trail", visible_plans),
}
SLUGS = {thing.kind: slug for slug, thing in THINGS.items()}


def trail_urls(user: AnyUser, entries: Iterable[AuditEntry]) -> dict[int, str]:
    """Return for each row the page on which the trail of its object stands; one query for each kind with codes.

    A row of a post leads to the person.
    """
    entries = list(entries)
    codes: dict[str, str] = {}
    for kind, (_page, visible) in CODED.items():
        if ids := {entry.object_id for entry in entries if entry.object_type == kind}:
            codes |= {str(pk): code for pk, code in visible(user).filter(pk__in=ids).values_list("pk", "code")}
    urls: dict[int, str] = {}
    for entry in entries:
        if entry.object_type in CODED:
            if code := codes.get(entry.object_id):
                urls[entry.pk] = reverse(CODED[entry.object_type][0], args=[code])
        elif slug := SLUGS.get(entry.object_type):
            urls[entry.pk] = reverse("desk:trail_object", args=[slug, entry.object_id])
        elif entry.person_id:
            urls[entry.pk] = reverse("desk:trail_object", args=[SLUGS[PERSON], entry.person_id])
    return urls


def trail_url(kind: str, object_id: object) -> str:
    """Return the page of the trail of one object."""
    return reverse("desk:trail_object", args=[SLUGS[kind], str(object_id)])
