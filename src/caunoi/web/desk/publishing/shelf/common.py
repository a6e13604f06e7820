"""What the pages of library and calendar share."""

from __future__ import annotations

from django.db.models import QuerySet

from caunoi.directory.enums import RoleKind
from caunoi.directory.queries.scope import AnyUser, organisations_for
from caunoi.publishing.models import SitePage
from caunoi.publishing.queries.articles import visible_sites

_EDITORS = (RoleKind.ADMINISTRATOR, RoleKind.EDITOR)
TONES = {"draft": "plain", "public": "good", "withdrawn": "bad"}


def edited_sites(user: AnyUser) -> QuerySet[SitePage]:
    """Return the sites that the user edits, by name."""
    return visible_sites(user).filter(organisation__in=organisations_for(user, *_EDITORS).order_by().values("pk"))
