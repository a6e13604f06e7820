"""In which reports' trails a person may be named."""

from __future__ import annotations

from uuid import UUID

from django.db.models import Q

from caunoi.directory.models import PersonScope
from caunoi.intake.models import ReportCandidate
from caunoi.training.queries.trail import places_of_person as classes_with


def places_of_person(person_id: UUID) -> list[tuple[str, list[UUID]]]:
    """Return the old reports of the offices that know a person, and those that became classes of his."""
    offices = PersonScope.objects.filter(person=person_id).values("organisation")
    classes = [key for _kind, keys in classes_with(person_id) for key in keys]
    found = ReportCandidate.objects.filter(Q(organisation__in=offices) | Q(training_class__in=classes))
    return [(ReportCandidate._meta.label_lower, list(found.order_by().values_list("pk", flat=True)))]
