"""What changes of materials and of events share: texts that are judged, places of search, the trail."""

from __future__ import annotations

from collections.abc import Mapping

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from caunoi.core.errors import StaleChange
from caunoi.directory.models import User
from caunoi.directory.policies import require
from caunoi.publishing.models import SitePage
from caunoi.publishing.policies import edits_site

MOST_WORDS = 5_000


def require_editor(*, actor: User, site: SitePage) -> None:
    """Raise PermissionDenied unless ``actor`` edits the site."""
    require(edits_site(actor, site.organisation))


def check_edition(standing: int, read: int | None) -> None:
    """Raise StaleChange where somebody saved since ``read``."""
    if read is not None and read != standing:
        raise StaleChange


def too_long(values: Mapping[str, object], most: Mapping[str, int]) -> dict[str, str]:
    """Return words for each text that is longer than its field."""
    return {
        name: _("This is too long: %(length)s letters, at most %(most)s fit. Shorten it.")
        % {"length": len(str(values[name])), "most": letters}
        for name, letters in most.items()
        if len(str(values[name])) > letters
    }


def refuse(faults: Mapping[str, str]) -> None:
    """Raise ValidationError where there are faults."""
    if faults:
        raise ValidationError(dict(faults))
