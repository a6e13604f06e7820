"""Stored files in scope."""

from __future__ import annotations

from django.db.models import QuerySet

from caunoi.core.models import StoredFile
from caunoi.directory.queries.scope import AnyUser, visible_organisations


def visible_files(user: AnyUser) -> QuerySet[StoredFile]:
    """Return the files that organisations in scope keep; a file without an organisation is nobody's."""
    return StoredFile.objects.filter(organisation_id__in=visible_organisations(user).values("pk"))
