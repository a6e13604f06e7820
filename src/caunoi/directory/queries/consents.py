"""What persons agreed to, and who withdrew it."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Q, QuerySet

from caunoi.directory.models import Consent, Organisation, Person
from caunoi.directory.queries.entries import whole


def consents_of(person: Person) -> QuerySet[Consent]:
    """Return every consent of a person, given to any of the entries, the newest first."""
    return Consent.objects.filter(whole(person)).order_by("-given_on", "-pk")


def in_force(person: Person, purpose: str) -> bool:
    """Say whether the person agreed to ``purpose`` and did not withdraw it."""
    return consents_of(person).filter(purpose=purpose, withdrawn_on__isnull=True).exists()


def withdrew(purpose: str, organisation: Organisation, persons: Q) -> QuerySet[Person]:
    """Return who withdrew the consent to ``purpose`` and gave no new one, of those an office knows and ``persons``."""
    consents = Consent.objects.filter(person=OuterRef("pk"), purpose=purpose).order_by()
    known = Q(scopes__organisation=organisation) | persons
    found = Person.objects.filter(
        Exists(consents.filter(withdrawn_on__isnull=False)), ~Exists(consents.filter(withdrawn_on__isnull=True))
    )
    return found.filter(known).distinct().order_by("sort_name", "pk")
