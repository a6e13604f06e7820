"""Where the things of search and trail stand on the desk."""

from __future__ import annotations

from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

# Kind of a search document: the address's name, what a group of them is called, its icon. In the order of the page.
KINDS: dict[str, tuple[str, str | Promise, str]] = {
    "class": ("desk:class", _("Classes"), "school"),
    "plan": ("desk:plan", _("Plans"), "clipboard-list"),
    "person": ("desk:person", _("Persons"), "user"),
    "organisation": ("desk:organisation", _("Organisations"), "building"),
    "directive": ("desk:directive", _("Directives"), "file-description"),
    "topic": ("desk:topic", _("Topics"), "book"),
    "questionnaire": ("desk:questionnaire", _("Questionnaires"), "list-check"),
    "candidate": ("desk:candidate", _("Old reports waiting for review"), "file-import"),
    "article": ("desk:article_edit", _("Articles"), "news"),
    "material": ("desk:material_edit", _("Public library"), "files"),
    "event": ("desk:event_edit", _("Public calendar"), "calendar"),
}
# What the trail calls a kind; a class stands there by its id, in search by its code.
OF_TRAIL = {
    "training.trainingclass": "class",
    "training.topic": "topic",
    "training.plan": "plan",
    "questionnaires.questionnaire": "questionnaire",
    "directory.person": "person",
    "directory.organisation": "organisation",
    "directory.directive": "directive",
    "intake.reportcandidate": "candidate",
    "publishing.articlepage": "article",
    "publishing.material": "material",
    "publishing.event": "event",
}


def address_of(kind: str, object_id: str) -> str:
    """Return the page of an object as search knows it; "" for a kind that has none."""
    if kind not in KINDS:
        return ""
    try:
        return reverse(KINDS[kind][0], args=[object_id])
    except NoReverseMatch:
        return ""
