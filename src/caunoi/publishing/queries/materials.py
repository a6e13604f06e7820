"""Materials: those that everybody may have, those for the participants of a class, those at the desk."""

from __future__ import annotations

import datetime as dt

from django.db.models import Q, QuerySet
from django.utils import timezone

from caunoi.core.text import fold_words
from caunoi.directory.queries.scope import AnyUser, scope_of
from caunoi.publishing.enums import MaterialFormat, ShelfState
from caunoi.publishing.models import Material, MaterialVersion, SitePage
from caunoi.training.models import TopicFile, TrainingClass

_LINE = ("site_id", "title", "slug", "format", "size", "listed_on")


def public_materials(site: SitePage | None = None, *, today: dt.date | None = None) -> QuerySet[Material]:
    """Return what everybody may have today, the newest first; of one site, or of all."""
    found = Material.objects.filter(state=ShelfState.PUBLIC, listed_on__lte=today or timezone.localdate())
    if site is not None:
        found = found.filter(site=site)
    return found.select_related("site").order_by("-listed_on", "-pk")


def newest_materials(site: SitePage, most: int) -> list[Material]:
    """Return what a site put into its library last and everybody may have."""
    found = list(public_materials(site).select_related(None).only(*_LINE)[:most])
    for material in found:
        material.site = site
    return found


def narrowed(
    materials: QuerySet[Material], *, subject: str = "", form: str = "", year: int | None = None
) -> QuerySet[Material]:
    """Return those of one subject (its slug), one format, one year; "" and None for all."""
    if subject:
        materials = materials.filter(subject_slug=subject)
    if form:
        materials = materials.filter(format=form)
    if year is not None:
        materials = materials.filter(listed_on__gte=dt.date(year, 1, 1), listed_on__lte=dt.date(year, 12, 31))
    return materials


def choices_of(site: SitePage) -> tuple[list[tuple[str, str]], list[MaterialFormat], list[int]]:
    """Return what a site's library can be narrowed by: subjects (slug, name), formats, years; one query."""
    rows = public_materials(site).order_by().values_list("subject_slug", "subject", "format", "listed_on__year")
    subjects: dict[str, str] = {}
    formats: set[MaterialFormat] = set()
    years: set[int] = set()
    for slug, subject, form, year in rows.distinct():
        if slug:
            subjects.setdefault(slug, subject)
        formats.add(MaterialFormat(form))
        years.add(year)
    return (
        sorted(subjects.items()),
        [each for each in MaterialFormat if each.value in formats],
        sorted(years, reverse=True),
    )


def get_public_material(number: int) -> Material:
    """Return a material whose page answers, taken-back ones included; raises Material.DoesNotExist.

    One that is not public yet is as good as none, and so is one taken back before its day.
    """
    return (
        Material.objects.filter(
            state__in=(ShelfState.PUBLIC, ShelfState.WITHDRAWN), listed_on__lte=timezone.localdate()
        )
        .select_related("site", "site__organisation")
        .get(pk=number)
    )


def versions_of(material: Material) -> list[MaterialVersion]:
    """Return its versions, the newest first."""
    return list(material.versions.select_related("file", "picture").order_by("-number"))


def get_public_version(number: int, version: int | None = None) -> MaterialVersion:
    """Return the newest or one version of a material that everybody may have; raises MaterialVersion.DoesNotExist."""
    found = MaterialVersion.objects.filter(material__in=public_materials().order_by().values("pk"), material=number)
    if version is not None:
        found = found.filter(number=version)
    chosen = found.select_related("material__site", "file", "picture").order_by("-number").first()
    if chosen is None:
        raise MaterialVersion.DoesNotExist
    return chosen


def was_public(number: int) -> bool:
    """Whether a material was public and has been taken back."""
    return Material.objects.filter(pk=number, state=ShelfState.WITHDRAWN, listed_on__lte=timezone.localdate()).exists()


def materials_of_class(training_class: TrainingClass) -> QuerySet[Material]:
    """Return what the participants of a class may have, before others or with them, by title."""
    return Material.objects.filter(training_class=training_class, state=ShelfState.PUBLIC).order_by("title", "pk")


def visible_materials(user: AnyUser) -> QuerySet[Material]:
    """Return the materials on sites in scope, whatever their state."""
    return Material.objects.filter(scope_of(user).q("site__organisation__path")).select_related(
        "site", "site__organisation", "training_class"
    )


def listed_materials(user: AnyUser, *, state: str = "", site: int | None = None, query: str = "") -> QuerySet[Material]:
    """Return the materials in scope for the desk's list, the last changed first; ``query``: all of its words."""
    found = visible_materials(user)
    if state:
        found = found.filter(state=state)
    if site is not None:
        found = found.filter(site=site)
    for word in fold_words(query):
        found = found.filter(folded_text__contains=word)
    return found.order_by("-changed_at", "-pk")


def newer_topic_file(material: Material) -> TopicFile | None:
    """Return the file in the catalogue that replaced the one this material was made of; None where it still stands."""
    row, seen = material.topic_file, set()
    while row is not None and row.pk not in seen:
        seen.add(row.pk)
        after = TopicFile.objects.filter(replaces=row, ended_at__isnull=True).first()
        if after is None:
            break
        row = after
    return row if row is not None and row.pk != material.topic_file_id else None


def subjects_in_use(site: SitePage) -> list[str]:
    """Return the subjects of a site's materials by name, for a clerk to choose from."""
    named = Material.objects.filter(~Q(subject=""), site=site).order_by("subject")
    return list(named.values_list("subject", flat=True).distinct())
