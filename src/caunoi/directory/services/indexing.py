"""Everything that search knows of the directory, written anew."""

from __future__ import annotations

from collections.abc import Iterator

from caunoi.core import search
from caunoi.directory.models import Directive, Organisation, Person
from caunoi.directory.services.directives import index_directive
from caunoi.directory.services.organisations import index_organisation

_PART = 500


def index_all_persons() -> None:
    """Write the documents of all persons that stand for themselves; four queries a part of 500."""
    search.index_many(_persons())


def _persons() -> Iterator[search.Document]:
    persons = Person.objects.filter(merged_into__isnull=True, erased_at__isnull=True).order_by("pk")
    for person in persons.prefetch_related("scopes__organisation", "posts__organisation").iterator(chunk_size=_PART):
        yield search.Document(
            kind="person",
            object_id=str(person.pk),
            title=person.full_name,
            summary="; ".join(str(post) for post in list(person.posts.all())[:3]),
            paths=frozenset(scope.organisation.path for scope in person.scopes.all()),
        )


def index_all_organisations() -> None:
    """Write the documents of all organisations."""
    for organisation in Organisation.objects.select_related("unit").order_by("pk").iterator(chunk_size=_PART):
        index_organisation(organisation)


def index_all_directives() -> None:
    """Write the documents of all directives."""
    for directive in Directive.objects.select_related("owner").order_by("pk").iterator(chunk_size=_PART):
        index_directive(directive)
