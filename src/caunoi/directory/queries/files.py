"""Stored files in scope."""

from __future__ import annotations

from django.db.models import QuerySet

from caunoi.core.models import StoredFile
from caunoi.directory.queries.scope import AnyUser, visible_directives, visible_organisations


def visible_files(user: AnyUser) -> QuerySet[StoredFile]:
    """Return the files that are opened by their own address: those of the directives in scope.

    Any other file (an invoice, what shows a grade, a signed copy, a photo) belongs to something with rules of its own
    and is opened on the page of that alone.
    """
    held = visible_directives(user).filter(file__isnull=False).order_by()
    return StoredFile.objects.filter(pk__in=held.values("file"))


def files_kept(user: AnyUser) -> QuerySet[StoredFile]:
    """Return the names of all files that organisations in scope keep; a file without an organisation is nobody's.

    Who may read of a file that it is there may not always open it.
    """
    return StoredFile.objects.filter(organisation_id__in=visible_organisations(user).values("pk"))
