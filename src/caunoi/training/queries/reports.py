"""Reads of frozen reports: the latest, the differences between versions, totals over classes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Max, OuterRef, QuerySet, Subquery
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from caunoi.directory.models import ERASED
from caunoi.directory.queries.scope import AnyUser
from caunoi.training.enums import ClassState, HostRole, Qualifier
from caunoi.training.facts import ClassFacts, CountFact, read_facts
from caunoi.training.models import ClassReport, TrainingClass
from caunoi.training.queries.classes import visible_classes


def latest_report(training_class: TrainingClass) -> ClassReport | None:
    """Return the newest frozen version; None before the first close."""
    return training_class.reports.select_related("created_by").order_by("-version").first()


def versions(training_class: TrainingClass) -> list[ClassReport]:
    """Return every version, newest first, without the frozen lists."""
    return list(
        training_class.reports.select_related("created_by", "signed_file").defer("participants").order_by("-version")
    )


@dataclass(frozen=True, kw_only=True)
class Difference:
    """One fact that two versions tell differently, in words; "–" stands for nothing or unknown."""

    label: str
    before: str
    after: str


def differences(older: ClassReport, newer: ClassReport) -> list[Difference]:
    """Return what changed from one version to another, for a person to read; the reason stands in the report."""
    before, after = _in_words(older), _in_words(newer)
    return [
        Difference(label=label, before=before.get(label) or "–", after=text or "–")
        for label, text in after.items()
        if before.get(label) != text
    ]


def _in_words(report: ClassReport) -> dict[str, str]:
    facts = read_facts(report.facts)

    def people(appearances: Iterable[Any]) -> str:
        return "; ".join(
            ", ".join(filter(None, (report.names.get(one.person_id, ERASED), one.post))) for one in appearances
        )

    words = {
        _("Title"): facts.title,
        _("Days"): facts.when or ", ".join(_day(day) for day in facts.days),
        _("Place"): facts.place,
        _("For whom"): facts.audience,
        _("Hosts"): _organisers(facts, HostRole.HOST),
        _("Co-organisers"): _organisers(facts, HostRole.CO_ORGANISER),
        _("Directives"): ", ".join(directive.number for directive in facts.directives),
        _("Venue points"): ", ".join(venue.name for venue in facts.venues),
        _("Sittings"): str(len(facts.sittings)),
        _("Topics"): "; ".join(topic.title for topic in facts.topics),
        _("Speakers"): people(facts.speakers),
        _("Guests"): people(facts.guests),
    }
    words |= {str(label): count_in_words(count) for label, count in counts_of(facts)}
    if facts.made_up or facts.make_up_guests:
        words[_("Made up a sitting elsewhere")] = str(facts.made_up)
        words[_("Guests who made up a sitting")] = str(len(facts.make_up_guests))
    words |= {
        _("Blank cells counted as absent"): str(sum(sitting.unmarked or 0 for sitting in facts.sittings)),
        _("Questions from the floor"): str(len(facts.questions)),
        _("Questions answered"): str(sum(1 for question in facts.questions if question.answer)),
        _("Strong points"): facts.strong_points,
        _("Weak points and causes"): facts.weak_points,
        _("Proposals"): facts.proposals,
    }
    return words


def _day(day: str) -> str:
    year, month, number = day.split("-")
    return f"{number}/{month}/{year}"


def _organisers(facts: ClassFacts, role: HostRole) -> str:
    return "; ".join(organiser.name for organiser in facts.organisers if organiser.role == role)


def counts_of(facts: ClassFacts) -> list[tuple[str, CountFact]]:
    """Return the counts of a class with their words, in the order in which they are told."""
    return [
        (_("Seats"), facts.quota),
        (_("Nominated"), facts.nominated),
        (_("Present (persons)"), facts.present),
        (_("of them substitutes"), facts.substitutes),
        (_("Absent with leave"), facts.absent_with_leave),
        (_("Absent without leave"), facts.absent_without_leave),
        (_("Attendances"), facts.attendances),
    ]


def count_in_words(count: CountFact) -> str:
    """Return a count as it is told: "1.179", "more than 270"; "" when it is not known."""
    if count.value is None:
        return ""
    number = f"{count.value:,}".replace(",", ".")
    words = {
        str(Qualifier.OVER): pgettext("count", "more than %(number)s"),
        str(Qualifier.NEARLY): pgettext("count", "nearly %(number)s"),
        str(Qualifier.ABOUT): pgettext("count", "about %(number)s"),
    }
    return words.get(count.qualifier, "%(number)s") % {"number": number}


@dataclass(frozen=True, kw_only=True)
class ClassTotals:
    """Closed classes of a year added up; what is vague never enters an exact sum.

    ``exact`` and ``attendances`` add the classes that state a number exactly (``exact_classes`` of ``classes``);
    ``vague`` holds the others that say something (qualifier, number); ``unknown`` counts those that say nothing.
    ``least`` is the least that all of them come to: of "nearly" and "about" nothing certain is known, so they add
    nothing to it.
    """

    classes: int
    exact_classes: int
    exact: int
    attendances: int
    vague: tuple[tuple[str, int], ...]
    unknown: int

    @property
    def least(self) -> int:
        """The least number of persons that all classes together had."""
        return self.exact + sum(number for qualifier, number in self.vague if qualifier == Qualifier.OVER)

    @property
    def uncertain(self) -> int:
        """How many classes add nothing certain to ``least``."""
        return self.unknown + sum(1 for qualifier, _number in self.vague if qualifier != Qualifier.OVER)

    @property
    def is_exact(self) -> bool:
        """Whether every class states its number exactly."""
        return self.exact_classes == self.classes

    @property
    def text(self) -> str:
        """The total as it may be told: never an exact number where one class was vague."""
        number = f"{self.least:,}".replace(",", ".")
        if self.is_exact:
            return number
        if not self.uncertain:
            return _("at least %(number)s") % {"number": number}
        return _("at least %(number)s, and %(count)s classes of which the number is not certain") % {
            "number": number,
            "count": self.uncertain,
        }


def latest_reports(classes: QuerySet[TrainingClass]) -> QuerySet[ClassReport]:
    """Return the newest version of each of the closed classes among ``classes``."""
    newest = (
        ClassReport.objects.filter(training_class=OuterRef("training_class"))
        .order_by()
        .values("training_class")
        .annotate(last=Max("version"))
        .values("last")
    )
    return ClassReport.objects.filter(
        training_class__in=classes.filter(state=ClassState.CLOSED), version=Subquery(newest)
    )


def class_totals(user: AnyUser, year: int | None = None) -> ClassTotals:
    """Add up the visible closed classes that began in ``year``, or all of them, from their frozen facts; one query."""
    classes = visible_classes(user)
    if year is not None:
        classes = classes.filter(starts_on__year=year)
    rows = (
        latest_reports(classes)
        .order_by("id")
        .values_list(
            "facts__present__value",
            "facts__present__qualifier",
            "facts__attendances__value",
        )
    )
    exact = attendances = exact_classes = unknown = total = 0
    vague: list[tuple[str, int]] = []
    for value, qualifier, sum_of_sittings in rows:
        total += 1
        attendances += sum_of_sittings or 0
        if value is None:
            unknown += 1
        elif qualifier == Qualifier.EXACT:
            exact_classes += 1
            exact += value
        else:
            vague.append((qualifier, value))
    return ClassTotals(
        classes=total,
        exact_classes=exact_classes,
        exact=exact,
        attendances=attendances,
        vague=tuple(vague),
        unknown=unknown,
    )
