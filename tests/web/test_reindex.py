import pytest
from django.core.management import CommandError, call_command

from caunoi.core.models import SearchDocument, SearchScope
from caunoi.directory.services.people import add_person
from caunoi.training.services.classes import create_class


def known():
    rows = SearchDocument.objects.order_by("kind", "object_id")
    scopes = SearchScope.objects.order_by("document__kind", "document__object_id", "path")
    return (
        list(rows.values_list("kind", "object_id", "title", "summary", "date", "terms")),
        list(scopes.values_list("document__object_id", "path")),
    )


def test_reindex_writes_what_the_services_wrote(organiser, office):
    add_person(actor=organiser, organisation=office, full_name="Nguyễn Văn Mẫu")
    create_class(actor=organiser, keeper=office, title="Tập huấn hòa giải")
    before = known()
    SearchDocument.objects.all().delete()
    call_command("reindex", "person", "class")
    assert known() == before


@pytest.mark.django_db
def test_reindex_names_the_kinds_it_knows():
    with pytest.raises(CommandError, match="No such kind: nobody"):
        call_command("reindex", "nobody")
